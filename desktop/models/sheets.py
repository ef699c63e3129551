"""A list of activities as an Excel file: one sheet a kind, a column a fact, real numbers and days, no formula ever."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from desktop.models import fields as types
from desktop.models import sheet_rows
from desktop.models.activities import Activity
from desktop.models.fields import Field
from desktop.models.kinds import Kind, Kinds
from desktop.models.sheet_rows import Rows, number, text

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
    made = xlsxwriter.Workbook(kept, {"in_memory": True})
    looks = {"head": made.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}),
             "day": made.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
             "number": made.add_format({"num_format": "#,##0.##"}), "whole": made.add_format({"num_format": "#,##0"})}  # fmt: skip
    last: dict[str, _Sheet] = {}
    every: list[_Sheet] = []
    try:
        for done, activity in enumerate(found):
            if done % STEP == 0:
                progress(done, total)
                if stop():
                    raise Stopped
            sheet = last.get(activity.kind)
            if sheet is None or sheet.full:
                sheet = last[activity.kind] = _Sheet(made, kinds.known(activity.kind), looks)
                every.append(sheet)
            sheet.add(activity)
        if not every:
            made.add_worksheet("Trống").write_string(0, 0, "Không có hoạt động nào trong danh sách này.")
        for sheet in every:
            sheet.end()
        made.close()
        data = sheet_rows.filled(kept.getvalue(), {at: sheet.rows for at, sheet in enumerate(every, start=1)})
    finally:
        for sheet in every:
            sheet.rows.close()
    progress(total, total)
    return data


def columns(kind: Kind) -> tuple[Column, ...]:
    """Return the columns of a kind: its fields in order, people by groups."""
    return tuple(one for field in kind.fields for one in _columns(field))


class _Sheet:
    def __init__(self, made: Any, kind: Kind, looks: Mapping[str, Any]) -> None:
        self._kind, self._columns = kind, columns(kind)
        self._looks = {name: look._get_xf_index() for name, look in looks.items()}
        self._sheet = made.add_worksheet(_name(kind, {one.get_name() for one in made.worksheets()}))
        heads = ["Mã hoạt động", "Loại hoạt động", "Trạng thái", *(one.heading for one in self._columns)]
        self._letters = [xl_col_to_name(at) for at in range(len(heads))]
        self._put = [(one.field.name, letter, self._writer(one))
                     for one, letter in zip(self._columns, self._letters[3:], strict=True)]  # fmt: skip
        for at, head in enumerate(heads):
            self._sheet.set_column(at, at, 40 if head == "Tên hoạt động" else 14)
            self._sheet.write_string(0, at, head, looks["head"])
        self._sheet.freeze_panes(1, 4)
        self.rows = Rows(2)

    @property
    def full(self) -> bool:
        return self.rows.full

    def add(self, activity: Activity) -> None:
        row, values = self.rows.row + 1, activity.values
        state = _STATES.get(activity.state, activity.state)
        cells = [text(f"A{row}", activity.uid), text(f"B{row}", self._kind.label), text(f"C{row}", state)]
        for name, letter, put in self._put:
            value = values.get(name)
            if value is not None:
                cells.append(put(f"{letter}{row}", value))
        self.rows.add(cells)

    def end(self) -> None:
        self._sheet.autofilter(0, 0, max(self.rows.row - 1, 1), len(self._columns) + 2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)

    def _writer(self, column: Column) -> Callable[[str, Any], str]:
        """Return what makes the cell of a value at a place; chosen once, as there are millions of cells."""
        field, whole, broken = column.field, self._looks["whole"], self._looks["number"]
        if column.part:
            return lambda place, value: _whole(place, value.get(column.part), whole)
        if field.type in _NUMBERS:
            return lambda place, value: number(place, value, whole if isinstance(value, int) else broken)
        if field.type == "photos":
            return lambda place, value: _whole(place, len(value), whole)
        if field.type == "date":
            return lambda place, value: _day(place, value, self._looks["day"])
        if field.type in _PLAIN:
            return lambda place, value: text(place, str(value)[:LONGEST])
        return lambda place, value: text(place, types.show(field, value)[:LONGEST])


def _whole(place: str, value: int | None, look: int) -> str:
    return "" if value is None else number(place, value, look)


def _day(place: str, value: Any, look: int) -> str:
    try:
        return number(place, date.fromisoformat(value).toordinal() - _EXCEL_EPOCH, look)
    except (TypeError, ValueError):
        return text(place, str(value))


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
    # A kind with more rows than a sheet goes on in "TINBAI", "TINBAI 2", "TINBAI 3" …
    more = (kind.code if at == 1 else f"{kind.code} {at}" for at in count(1))
    return name if name and name not in taken else next(one for one in more if one not in taken)
