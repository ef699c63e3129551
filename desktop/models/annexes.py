"""The annexes of the official report: figures, activities, models and initiatives (A4 landscape, 257 mm of text)."""

import json
from collections.abc import Iterator
from typing import Any

from desktop.models import fields as types
from desktop.models import figures
from desktop.models.annex_activities import activities
from desktop.models.kinds import Kind
from desktop.models.phrases import amount
from desktop.models.reckoning import Reckoning
from desktop.models.report import Annex, AnnexColumn, Value
from desktop.models.text import date_vi
from desktop.models.totals import Sum

Row = tuple[str, ...]
Values = tuple[Value, ...]
WIDTH_MM = 257  # A4 landscape less 20 mm on either side
MODELS_LIMIT = 200
_SHARED = (("people", "participants"), ("households", "households"), ("businesses", "businesses"))


def annexes(facts: Reckoning, targets: tuple[Row, ...] = ()) -> tuple[Annex, ...]:
    """Return the annexes; `targets` are rows of the plan's targets, put before the figures.

    A campaign has an annex of models only when it has such.
    """
    models = _models(facts)
    found = _figures(facts, targets), activities(facts), models
    return found[:2] if facts.campaign and models.rows[0][0] == "" else found


def _figures(facts: Reckoning, targets: tuple[Row, ...]) -> Annex:
    columns = tuple(AnnexColumn(label, width, align, kind) for label, width, align, kind in (
        ("STT", 13, "center", "text"), ("Nội dung, chỉ tiêu", 80, "left", "text"), ("Đơn vị tính", 24, "center", "text"),
        ("Kế hoạch năm", 21, "right", "number"), ("Thực hiện trong kỳ", 24, "right", "number"),
        (_capital(facts.than), 24, "right", "number"), (f"Lũy kế năm {facts.period.year}", 24, "right", "number"),
        ("Tỷ lệ (%) so với kế hoạch", 21, "right", "percent"), ("Ghi chú", 26, "left", "text")))  # fmt: skip
    rows: list[Values] = [_planned(row) for row in targets]
    for number, part in enumerate(facts.design.parts, start=1):
        rows.append((str(number), part.title.upper(), *[None] * 7))
        for at, kind in enumerate(facts.kinds_of(part), start=1):
            rows += _kind_rows(facts, kind, f"{number}.{at}")
    rows += _money_rows(facts, len(facts.design.parts) + 1)
    now, before, year = facts.totals
    total = _row("", "Tổng số hoạt động", "hoạt động", (now.activities, before.activities, year.activities), "")
    told = [_words(row) for row in rows]
    # The rows of a plan come in words: a share is told as it was worded.
    told[: len(targets)] = targets
    return Annex("I", f"BẢNG SỐ LIỆU TRUYỀN THÔNG CHUYỂN ĐỔI SỐ {facts.period.label.upper()}", columns,
                 tuple(told), _words(total), (*rows, total))  # fmt: skip


def _words(row: Values) -> Row:
    return tuple("" if one is None else one if isinstance(one, str) else amount(one) for one in row)  # type: ignore[arg-type]


def _planned(row: Row) -> Values:
    """Read the words of a plan's row back into numbers."""
    read = [_number(text) for text in row[3:7]]
    share = _number(row[7].removesuffix("%"))
    return (*row[:3], *read, share / 100 if isinstance(share, int | float) else None, row[8])


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(".", "").replace(",", "."))
    except ValueError:
        return None
    return int(value) if value.is_integer() else value


def _kind_rows(facts: Reckoning, kind: Kind, number: str) -> Iterator[Values]:
    noun = facts.design.noun(kind.code)
    if kind.family == "register":
        if facts.campaign:
            return
        at_end = facts.registers[kind.code]
        yield _row(number, kind.label, noun, (None, None, at_end.activities), "đến hết kỳ")
        for name in kind.counts:
            field = kind.field(name)
            yield _row("", field.label, field.unit, (None, None, at_end.sums.get(name, 0)), "đến hết kỳ")
        return
    three = [one.of(kind.code) for one in (facts.now, facts.before, facts.year)]
    yield _row(number, kind.label, noun, tuple(one.activities for one in three), _class49(kind))
    for label, unit, values in _measures(kind, three):
        yield _row("", label, unit, tuple(values), "")


def _measures(kind: Kind, three: list[Sum]) -> Iterator[tuple[str, str, list[float]]]:
    for name in kind.counts:
        yield kind.field(name).label, kind.field(name).unit, [one.sums.get(name, 0) for one in three]
    for column, name in _SHARED:
        if name in kind.names:
            yield kind.field(name).label, kind.field(name).unit, [getattr(one, column) for one in three]
            if name == "participants":
                yield "Trong đó nữ", kind.field(name).unit, [one.groups.get("female", 0) for one in three]


def _money_rows(facts: Reckoning, number: int) -> Iterator[Values]:
    three = facts.totals
    yield (str(number), "KINH PHÍ", *[None] * 7)
    yield _row(f"{number}.1", "Kinh phí dự toán", "đồng", tuple(one.cost_planned for one in three), "")
    yield _row(f"{number}.2", "Kinh phí thực hiện", "đồng", tuple(one.cost_actual for one in three), "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _row(number: str, label: str, unit: str, three: tuple[float | None, ...], note: str) -> Values:
    return (number, label, unit, None, *three, None, note)


def _class49(kind: Kind) -> str:
    by = set(kind.class49_by[1].values()) if kind.class49_by else set()
    classes = sorted({kind.class49, *by} - {""})
    return f"NĐ 49/2024: loại {', '.join(classes)}" if classes else ""


def _models(facts: Reckoning) -> Annex:
    kinds = [kind for kind in facts.kinds.of_family("activity") if kind.section == "model"]
    names = list(dict.fromkeys(name for kind in kinds for name in kind.columns))
    # The columns of the declaration share what the fixed ones leave.
    share = round((WIDTH_MM - 177) / max(len(names), 1), 2)
    last = round(WIDTH_MM - 177 - share * (len(names) - 1), 2) if names else 0
    own = [(_label(kinds, name), share if name != names[-1] else last, "left") for name in names]
    columns = tuple(AnnexColumn(*one) for one in (
        ("STT", 13, "center"), ("Tên mô hình, sáng kiến", 54, "left"), ("Từ ngày", 24, "center"), *own,
        ("Kết quả đánh giá", 46, "left"), ("Kết quả chính", 40, "left")))  # fmt: skip
    rows = [row for kind in kinds for row in _model_rows(facts, kind, names)]
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, start=1))
    empty = (("", facts.design.nothing, *[""] * (len(columns) - 2)),)
    return Annex("III", "DANH SÁCH MÔ HÌNH, SÁNG KIẾN TRUYỀN THÔNG", columns, numbered or empty)


def _label(kinds: list[Kind], name: str) -> str:
    return next(kind.field(name).label for kind in kinds if name in kind.names)


def _model_rows(facts: Reckoning, kind: Kind, names: list[str]) -> Iterator[Row]:
    found = facts.book.query(
        "SELECT title, starts_on, results, particulars FROM activities WHERE kind = ? AND binned = 0 AND id < ? "
        f"{'AND campaign = ? ' if facts.campaign else ''}ORDER BY id DESC LIMIT ?",
        (kind.code, figures.span(facts.period.until, facts.period.until)[1],
         *([facts.campaign] if facts.campaign else []), MODELS_LIMIT))  # fmt: skip
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
