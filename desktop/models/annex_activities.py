"""Annex II of the official report: the activities of the period, one row each, with the code that finds them again."""

import json
from datetime import date
from typing import Any

from desktop.models.codes import activity_code
from desktop.models.kinds import Kind
from desktop.models.phrases import amount, measured
from desktop.models.reckoning import Reckoning
from desktop.models.report import Annex, AnnexColumn, Value
from desktop.models.text import date_vi, number_vi

Row = tuple[str, ...]
Values = tuple[Value, ...]
_COLUMNS = (
    ("STT", 11, "center", "number"), ("Mã", 27, "center", "text"), ("Thời gian", 23, "center", "text"),
    ("Tên hoạt động", 38, "left", "text"), ("Hình thức", 22, "left", "text"), ("Địa điểm", 22, "left", "text"),
    ("Đối tượng", 20, "left", "text"), ("Số lượng", 22, "left", "text"), ("Số lượt người (nữ)", 18, "right", "people"),
    ("Đơn vị chủ trì", 19, "left", "text"), ("Kinh phí (đồng)", 22, "right", "money"), ("Ghi chú", 13, "left", "text"),
)  # fmt: skip


def activities(facts: Reckoning) -> Annex:
    """Return the annex; beyond the limit of the design the rest is counted in one row."""
    columns = tuple(AnnexColumn(*one) for one in _COLUMNS)
    found = facts.book.query(
        "SELECT uid, kind, title, starts_on, ends_on, place, areas, audiences, people, "
        "json_extract(participants, '$.female'), host, coalesce(cost_actual, cost_planned), campaign, particulars "
        f"FROM activities WHERE {facts.scope.where} AND family = 'activity' ORDER BY id LIMIT ?",
        (*facts.scope.parameters, facts.design.list_limit))  # fmt: skip
    both = [_activity(facts, number, row) for number, row in enumerate(found, start=1)]
    total = facts.totals[0]
    if total.activities > len(both):
        left = number_vi(total.activities - len(both))
        both.append(_said(f"Và {left} hoạt động khác trong kỳ, xem tệp dữ liệu kèm theo."))
    if not both:
        both.append(_said(facts.design.nothing))
    women = total.groups.get("female", 0)
    counted = f"Cộng: {amount(total.activities, 'hoạt động')}"
    words = ("", "", "", counted, "", "", "", "", _with_women(total.people, women), "", number_vi(total.cost_actual), "")
    sums: Values = (None, None, None, counted, None, None, None, None, (total.people, women), None, total.cost_actual, None)
    return Annex("II", f"DANH MỤC HOẠT ĐỘNG {facts.period.label.upper()}", columns, tuple(row for row, _ in both), words,
                 (*(values for _, values in both), sums))  # fmt: skip


def _said(text: str) -> tuple[Row, Values]:
    return ("", "", "", text, *[""] * 8), (None, None, None, text, *[None] * 8)


def _activity(facts: Reckoning, number: int, row: tuple[Any, ...]) -> tuple[Row, Values]:
    uid, code, title, since, until, place, areas, audiences, people, women, host, dong, campaign, particulars = row
    kind, own = facts.kinds.known(code), json.loads(particulars)
    where = (json.loads(place) if place else {}).get("name", "")
    labels = [facts.label("audiences", one) for one in json.loads(audiences or "[]")]
    note = facts.label("campaign", campaign) if campaign not in (None, kind.field("campaign").default) else ""
    where = where or (json.loads(areas) if areas else "") or _named_place(facts, own)
    shared = (title, kind.label, where, "; ".join(labels), _quantities(kind, own))
    words = (str(number), activity_code(uid), _days(since, until), *shared, _with_women(people, women), host or "",
             number_vi(dong) if dong is not None else "", note)  # fmt: skip
    day: Value = date.fromisoformat(since) if not until or until == since else _days(since, until)
    counted = None if people is None else (people, women or 0)
    return words, (number, activity_code(uid), day, *shared, counted, host or "", dong, note)


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
