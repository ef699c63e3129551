"""The annexes of the official report: figures, activities, models and initiatives (A4 landscape, 257 mm of text)."""

import json
from collections.abc import Iterator
from typing import Any

from desktop.models import fields as types
from desktop.models import figures
from desktop.models.figures import Sum
from desktop.models.kinds import Kind
from desktop.models.phrases import amount, measured
from desktop.models.reckoning import Reckoning
from desktop.models.report import Annex, AnnexColumn
from desktop.models.text import date_vi, number_vi

Row = tuple[str, ...]
WIDTH_MM = 257  # A4 landscape less 20 mm on either side
MODELS_LIMIT = 200
_SHARED = (("people", "participants"), ("households", "households"), ("businesses", "businesses"))


def annexes(facts: Reckoning, targets: tuple[Row, ...] = ()) -> tuple[Annex, ...]:
    """Return the three annexes; `targets` are rows of the plan's targets, put before the figures."""
    return _figures(facts, targets), _activities(facts), _models(facts)


def _columns(*columns: tuple[str, float, str]) -> tuple[AnnexColumn, ...]:
    return tuple(AnnexColumn(label, width, align) for label, width, align in columns)


def _figures(facts: Reckoning, targets: tuple[Row, ...]) -> Annex:
    columns = _columns(
        ("STT", 13, "center"), ("Nội dung, chỉ tiêu", 80, "left"), ("Đơn vị tính", 24, "center"),
        ("Kế hoạch năm", 21, "right"), ("Thực hiện trong kỳ", 24, "right"), (_capital(facts.than), 24, "right"),
        (f"Lũy kế năm {facts.period.year}", 24, "right"), ("Tỷ lệ (%) so với kế hoạch", 21, "right"),
        ("Ghi chú", 26, "left"),
    )  # fmt: skip
    rows = list(targets)
    for number, part in enumerate(facts.design.parts, start=1):
        rows.append((str(number), part.title.upper(), *[""] * 7))
        for at, kind in enumerate(facts.kinds_of(part), start=1):
            rows += _kind_rows(facts, kind, f"{number}.{at}")
    rows += _money_rows(facts, len(facts.design.parts) + 1)
    now, before, year = facts.totals
    total = ("", "Tổng số hoạt động", "hoạt động", "", *_three(now.activities, before.activities, year.activities),
             "", "")  # fmt: skip
    return Annex("I", f"BẢNG SỐ LIỆU TRUYỀN THÔNG CHUYỂN ĐỔI SỐ {facts.period.label.upper()}", columns,
                 tuple(rows), total)  # fmt: skip


def _kind_rows(facts: Reckoning, kind: Kind, number: str) -> Iterator[Row]:
    if kind.family == "register":
        at_end = facts.registers[kind.code]
        yield _row(number, kind.label, facts.design.noun(kind.code), "", "", number_vi(at_end.activities), "đến hết kỳ")
        for name in kind.counts:
            yield _row("", kind.field(name).label, kind.field(name).unit, "", "",
                       number_vi(at_end.sums.get(name, 0)), "đến hết kỳ")  # fmt: skip
        return
    three = [one.of(kind.code) for one in (facts.now, facts.before, facts.year)]
    counted = _three(*(one.activities for one in three))
    yield _row(number, kind.label, facts.design.noun(kind.code), *counted, _class49(kind))
    for label, unit, values in _measures(kind, three):
        yield _row("", label, unit, *_three(*values), "")


def _measures(kind: Kind, three: list[Sum]) -> Iterator[tuple[str, str, list[float]]]:
    for name in kind.counts:
        yield kind.field(name).label, kind.field(name).unit, [one.sums.get(name, 0) for one in three]
    for column, name in _SHARED:
        if name in kind.names:
            yield kind.field(name).label, kind.field(name).unit, [getattr(one, column) for one in three]
            if name == "participants":
                yield "Trong đó nữ", kind.field(name).unit, [one.groups.get("female", 0) for one in three]


def _money_rows(facts: Reckoning, number: int) -> Iterator[Row]:
    three = facts.totals
    yield (str(number), "KINH PHÍ", *[""] * 7)
    yield _row(f"{number}.1", "Kinh phí dự toán", "đồng", *_three(*(one.cost_planned for one in three)), "")
    yield _row(f"{number}.2", "Kinh phí thực hiện", "đồng", *_three(*(one.cost_actual for one in three)), "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _row(number: str, label: str, unit: str, now: str, before: str, year: str, note: str) -> Row:
    return (number, label, unit, "", now, before, year, "", note)


def _three(now: float, before: float, year: float) -> tuple[str, str, str]:
    return amount(now), amount(before), amount(year)


def _class49(kind: Kind) -> str:
    by = set(kind.class49_by[1].values()) if kind.class49_by else set()
    classes = sorted({kind.class49, *by} - {""})
    return f"NĐ 49/2024: loại {', '.join(classes)}" if classes else ""


def _activities(facts: Reckoning) -> Annex:
    columns = _columns(
        ("STT", 13, "center"), ("Thời gian", 24, "center"), ("Tên hoạt động", 44, "left"), ("Hình thức", 24, "left"),
        ("Địa điểm", 26, "left"), ("Đối tượng", 22, "left"), ("Số lượng", 25, "left"),
        ("Số lượt người (nữ)", 19, "right"), ("Đơn vị chủ trì", 20, "left"), ("Kinh phí (đồng)", 24, "right"),
        ("Ghi chú", 16, "left"),
    )  # fmt: skip
    found = facts.book.query(
        "SELECT kind, title, starts_on, ends_on, place, areas, audiences, people, "
        "json_extract(participants, '$.female'), host, coalesce(cost_actual, cost_planned), campaign, particulars "
        "FROM activities WHERE family = 'activity' AND binned = 0 AND id >= ? AND id < ? ORDER BY id LIMIT ?",
        (*figures.span(facts.period.since, facts.period.until), facts.design.list_limit),
    )
    rows = [_activity(facts, number, row) for number, row in enumerate(found, start=1)]
    total = facts.totals[0]
    if total.activities > len(rows):
        left = number_vi(total.activities - len(rows))
        rows.append(("", "", f"Và {left} hoạt động khác trong kỳ, xem tệp dữ liệu kèm theo.", *[""] * 8))
    if not rows:
        rows.append(("", "", facts.design.nothing, *[""] * 8))
    people = _with_women(total.people, total.groups.get("female", 0))
    return Annex("II", f"DANH MỤC HOẠT ĐỘNG {facts.period.label.upper()}", columns, tuple(rows),
                 ("", "", f"Cộng: {amount(total.activities, 'hoạt động')}", "", "", "", "", people, "",
                  number_vi(total.cost_actual), ""))  # fmt: skip


def _activity(facts: Reckoning, number: int, row: tuple[Any, ...]) -> Row:
    code, title, since, until, place, areas, audiences, people, women, host, dong, campaign, particulars = row
    kind, values = facts.kinds.known(code), json.loads(particulars)
    where = (json.loads(place) if place else {}).get("name", "")
    labels = [facts.label("audiences", one) for one in json.loads(audiences or "[]")]
    note = facts.label("campaign", campaign) if campaign not in (None, kind.field("campaign").default) else ""
    where = where or (json.loads(areas) if areas else "") or _named_place(facts, values)
    return (str(number), _days(since, until), title, kind.label, where, "; ".join(labels), _quantities(kind, values),
            _with_women(people, women), host or "",
            number_vi(dong) if dong is not None else "", note)  # fmt: skip


def _named_place(facts: Reckoning, values: dict[str, Any]) -> str:
    return next((str(values[name]) for name in facts.design.places if values.get(name)), "")


def _quantities(kind: Kind, values: dict[str, Any]) -> str:
    told = []
    for name in kind.columns:
        field, value = kind.field(name), values.get(name)
        value = value.get("total") if isinstance(value, dict) else value
        if field.summed and isinstance(value, int | float):
            # A kind without a fixed unit lets the person name it beside the number.
            unit = values.get(f"{name}_unit")
            told.append(amount(value, unit) if unit else measured(field, value))
    return "; ".join(told)


def _with_women(people: int | None, women: int | None) -> str:
    if people is None:
        return ""
    return number_vi(people) + (f" ({number_vi(women)})" if women else "")


def _days(since: str, until: str | None) -> str:
    return date_vi(since) if not until or until == since else f"{date_vi(since)} đến {date_vi(until)}"


def _models(facts: Reckoning) -> Annex:
    kinds = [kind for kind in facts.kinds.of_family("activity") if kind.section == "model"]
    names = list(dict.fromkeys(name for kind in kinds for name in kind.columns))
    # The columns of the declaration share what the fixed ones leave.
    share = round((WIDTH_MM - 177) / max(len(names), 1), 2)
    last = round(WIDTH_MM - 177 - share * (len(names) - 1), 2) if names else 0
    own = [(_label(kinds, name), share if name != names[-1] else last, "left") for name in names]
    columns = _columns(("STT", 13, "center"), ("Tên mô hình, sáng kiến", 54, "left"), ("Từ ngày", 24, "center"), *own,
                       ("Kết quả đánh giá", 46, "left"), ("Kết quả chính", 40, "left"))  # fmt: skip
    rows = [row for kind in kinds for row in _model_rows(facts, kind, names)]
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, start=1))
    empty = (("", facts.design.nothing, *[""] * (len(columns) - 2)),)
    return Annex("III", "DANH SÁCH MÔ HÌNH, SÁNG KIẾN TRUYỀN THÔNG", columns, numbered or empty)


def _label(kinds: list[Kind], name: str) -> str:
    return next(kind.field(name).label for kind in kinds if name in kind.names)


def _model_rows(facts: Reckoning, kind: Kind, names: list[str]) -> Iterator[Row]:
    found = facts.book.query(
        "SELECT title, starts_on, results, particulars FROM activities "
        "WHERE kind = ? AND binned = 0 AND id < ? ORDER BY id DESC LIMIT ?",
        (kind.code, figures.span(facts.period.until, facts.period.until)[1], MODELS_LIMIT))  # fmt: skip
    judged = _evaluations(facts, kind)
    for title, since, results, particulars in found:
        values = json.loads(particulars)
        told = [_shown(kind, name, values) for name in names]
        yield (title, date_vi(since) if since else "", *told, judged.get(title, "Chưa đánh giá"),
               " ".join((results or "").split()))  # fmt: skip


def _evaluations(facts: Reckoning, kind: Kind) -> dict[str, str]:
    """Return the newest evaluation of each model by its name, as the evaluation's own columns tell it."""
    told: dict[str, str] = {}
    for judging in facts.kinds.of_family("evaluation"):
        link = next((one.name for one in judging.fields if one.suggest == kind.code), "")
        if not link:
            continue
        rows = facts.book.query(
            "SELECT starts_on, particulars FROM activities WHERE kind = ? AND binned = 0 AND id < ? ORDER BY id",
            (judging.code, figures.span(facts.period.until, facts.period.until)[1]))  # fmt: skip
        for since, particulars in rows:
            values = json.loads(particulars)
            shown = [f"{judging.field(name).label.lower()}: {text}" for name in judging.columns
                     if name != link and (text := _shown(judging, name, values))]  # fmt: skip
            told[values.get(link, "")] = "; ".join([date_vi(since or ""), *shown])
    return told


def _shown(kind: Kind, name: str, values: dict[str, Any]) -> str:
    if name not in kind.names or values.get(name) is None:
        return ""
    field = kind.field(name)
    return f"{types.show(field, values[name])} {field.unit}".strip().replace(" %", "%")
