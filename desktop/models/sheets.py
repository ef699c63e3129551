"""A list of activities as an Excel file: one sheet a kind, a column a fact, real numbers and days, no formula ever."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
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
_PLAIN = frozenset({"text", "note", "time", "link"})
_EXCEL_EPOCH = date(1899, 12, 30).toordinal()  # day 0 of a sheet, for days after February 1900


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
        self._put = [(one.field.name, self._writer(one)) for one in self._columns]
        self._row = 0
        heads = ["Mã hoạt động", "Loại hoạt động", "Trạng thái", *(one.heading for one in self._columns)]
        for at, head in enumerate(heads):
            self._sheet.set_column(at, at, 40 if head == "Tên hoạt động" else 14)
            self._sheet.write_string(0, at, head, looks["head"])
        self._sheet.freeze_panes(1, 4)

    def add(self, activity: Activity) -> None:
        self._row += 1
        write, values = self._sheet.write_string, activity.values
        for at, text in enumerate((activity.uid, self._kind.label, _STATES.get(activity.state, activity.state))):
            write(self._row, at, text)
        for at, (name, put) in enumerate(self._put, start=3):
            value = values.get(name)
            if value is not None:
                put(at, value)

    def end(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row, 1), len(self._columns) + 2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)

    def _writer(self, column: Column) -> Callable[[int, Any], None]:
        """Return what writes a value of a column; chosen once, as there are millions of cells."""
        sheet, looks, field = self._sheet, self._looks, column.field
        if column.part:
            return lambda at, value: self._whole(at, value.get(column.part))
        if field.type in _NUMBERS:
            return lambda at, value: sheet.write_number(
                self._row, at, value, looks["whole" if isinstance(value, int) else "number"])  # fmt: skip
        if field.type == "photos":
            return lambda at, value: self._whole(at, len(value))
        if field.type == "date":
            return self._date
        if field.type in _PLAIN:
            return lambda at, value: sheet.write_string(self._row, at, str(value)[:LONGEST])
        return lambda at, value: sheet.write_string(self._row, at, types.show(field, value)[:LONGEST])

    def _whole(self, at: int, value: int | None) -> None:
        if value is not None:
            self._sheet.write_number(self._row, at, value, self._looks["whole"])

    def _date(self, at: int, value: Any) -> None:
        try:
            days = date.fromisoformat(value).toordinal() - _EXCEL_EPOCH
        except (TypeError, ValueError):
            self._sheet.write_string(self._row, at, str(value))
            return
        self._sheet.write_number(self._row, at, days, self._looks["day"])


def _columns(field: Field) -> Iterator[Column]:
    if field.type == "people":
        yield Column(f"{field.label} ({field.unit})" if field.unit else field.label, field, "total")
        yield from (Column(f"{field.label}: {group.label}", field, group.code) for group in field.groups)
        return
    unit = f" ({field.unit})" if field.unit and field.type in _NUMBERS else " (phút)" if field.type == "duration" else ""
    yield Column("Số ảnh" if field.type == "photos" else f"{field.label}{unit}", field)


def _name(kind: Kind, taken: set[str]) -> str:
    """Return a name Excel takes: 31 characters, none of []:*?/\\, no other sheet's."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in kind.label)
    name = " ".join(plain.split())[:31].strip()
    return name if name and name not in taken else kind.code
