"""A list of activities as an Excel file: one sheet a kind, a column a fact, real numbers and days, no formula ever."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from desktop.models import fields as types
from desktop.models.activities import Activity
from desktop.models.fields import Field
from desktop.models.kinds import Kind, Kinds

Stop = Callable[[], bool]
Progress = Callable[[int, int], None]
LONGEST = 32_767  # what a cell of Excel holds
STEP = 500
_STATES = {"saved": "chưa gửi", "sent": "đã gửi", "refused": "chưa hợp lệ", "returned": "trả lại để sửa", "conflict": "cần chọn",
           "accepted": "đã nhận", "locked": "đã khóa", "binned": "trong thùng rác"}  # fmt: skip
_NUMBERS = frozenset({"number", "money", "duration"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, the field, and which part of it ("" for all, else a key of a people field)."""

    heading: str
    field: Field
    part: str = ""


class Stopped(Exception):
    """The person asked to end; nothing was written."""


def workbook(found: Iterable[Activity], total: int, kinds: Kinds, *, progress: Progress = lambda done, whole: None,
             stop: Stop = lambda: False) -> bytes:  # fmt: skip
    """Return activities as .xlsx, row by row and in little memory. Raises Stopped when asked to end."""
    kept = io.BytesIO()
    made = xlsxwriter.Workbook(kept, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})  # fmt: skip
    looks = {"head": made.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}),
             "day": made.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
             "number": made.add_format({"num_format": "#,##0.##"}), "whole": made.add_format({"num_format": "#,##0"})}  # fmt: skip
    sheets: dict[str, _Sheet] = {}
    try:
        for number, activity in enumerate(found):
            if number % STEP == 0:
                progress(number, total)
                if stop():
                    raise Stopped
            if activity.kind not in sheets:
                sheets[activity.kind] = _Sheet(made, kinds.known(activity.kind), looks)
            sheets[activity.kind].add(activity)
        if not sheets:
            made.add_worksheet("Trống").write_string(0, 0, "Không có hoạt động nào trong danh sách này.")
        for sheet in sheets.values():
            sheet.end()
    finally:
        made.close()
    progress(total, total)
    return kept.getvalue()


def columns(kind: Kind) -> tuple[Column, ...]:
    """Return the columns of a kind: its fields in order, people by groups."""
    return tuple(one for field in kind.fields for one in _columns(field))


class _Sheet:
    def __init__(self, made: Any, kind: Kind, looks: Mapping[str, Any]) -> None:
        self._kind, self._looks, self._columns = kind, looks, columns(kind)
        self._sheet = made.add_worksheet(_name(kind, {one.get_name() for one in made.worksheets()}))
        self._row = 0
        heads = ["Mã hoạt động", "Loại hoạt động", "Trạng thái", *(one.heading for one in self._columns)]
        for at, head in enumerate(heads):
            self._sheet.set_column(at, at, 40 if head == "Tên hoạt động" else 14)
            self._sheet.write_string(0, at, head, looks["head"])
        self._sheet.freeze_panes(1, 4)

    def add(self, activity: Activity) -> None:
        self._row += 1
        for at, text in enumerate((activity.uid, self._kind.label, _STATES.get(activity.state, activity.state))):
            self._sheet.write_string(self._row, at, text)
        for at, column in enumerate(self._columns, start=3):
            value = activity.values.get(column.field.name)
            if value is not None:
                self._write(at, column, value)

    def end(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._columns) + 2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)

    def _write(self, at: int, column: Column, value: Any) -> None:
        kind = column.field.type
        if column.part:
            value = value.get(column.part)
            if value is None:
                return
            self._sheet.write_number(self._row, at, value, self._looks["whole"])
        elif kind in _NUMBERS and isinstance(value, int | float):
            self._sheet.write_number(self._row, at, value, self._looks["whole" if isinstance(value, int) else "number"])
        elif kind == "date" and (day := _day(value)):
            self._sheet.write_datetime(self._row, at, datetime.combine(day, time()), self._looks["day"])
        elif kind == "photos":
            self._sheet.write_number(self._row, at, len(value), self._looks["whole"])
        else:
            self._sheet.write_string(self._row, at, types.show(column.field, value)[:LONGEST])


def _columns(field: Field) -> Iterator[Column]:
    if field.type == "people":
        yield Column(f"{field.label} ({field.unit})" if field.unit else field.label, field, "total")
        yield from (Column(f"{field.label}: {group.label}", field, group.code) for group in field.groups)
        return
    unit = f" ({field.unit})" if field.unit and field.type in _NUMBERS else " (phút)" if field.type == "duration" else ""
    yield Column("Số ảnh" if field.type == "photos" else f"{field.label}{unit}", field)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _name(kind: Kind, taken: set[str]) -> str:
    """Return a name Excel takes: 31 characters, none of []:*?/\\, no other sheet's."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in kind.label)
    name = " ".join(plain.split())[:31].strip()
    return name if name and name not in taken else kind.code
