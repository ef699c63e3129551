"""The annexes of a report as an Excel file: real numbers, days, shares and totals, ready to print on A4 landscape."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from desktop.models.report import Annex, AnnexColumn, Report, Value
from desktop.models.text import date_official
from desktop.printing import fonts, typeset
from desktop.printing.official import compared
from desktop.printing.sheet import MM

_FORMATS = {"number": "#,##0.##", "money": "#,##0", "percent": "0.0%", "text": "@", "people": "#,##0"}
_WHOLE, _DAY = "#,##0", "dd/mm/yyyy"
_HEAD = 4  # rows above the headings
_LINE, _PADDING = 14.2, 2.0  # points a line of 11 pt takes, mm of a cell its words leave free
_CHARACTER, _BEYOND = 1.852, 1.323  # mm: a column is so many characters and a little wide


def annexes(report: Report) -> bytes:
    """Return one sheet an annex and one that says how it was counted; the same bytes for the same report."""
    kept = io.BytesIO()
    made = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})  # fmt: skip
    made.set_properties({"title": f"{report.title}: {report.subject}", "author": f"UBND {report.unit_kind} {report.place}",
                         "created": datetime.combine(report.on, time())})  # fmt: skip
    looks = _Looks(made)
    for annex in report.annexes:
        _sheet(made, looks, report, annex)
    _explained(made, looks, report)
    made.close()
    return kept.getvalue()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, made: Any) -> None:
        self._made = made
        self._kept: dict[tuple[Any, ...], Any] = {}

    def look(self, **wanted: Any) -> Any:
        """Return a format: Times New Roman 11, as the printed annex."""
        key = tuple(sorted(wanted.items()))
        if key not in self._kept:
            self._kept[key] = self._made.add_format({"font_name": "Times New Roman", "font_size": 11, "valign": "top"} | wanted)
        return self._kept[key]


def _sheet(made: Any, looks: _Looks, report: Report, annex: Annex) -> None:
    sheet = made.add_worksheet(f"Phụ lục {annex.number}")
    columns = _spread(annex.columns)
    last = len(columns) - 1
    middle = looks.look(bold=True, align="center", font_size=13)
    sheet.merge_range(0, 0, 0, last, f"Phụ lục {annex.number}", middle)
    sheet.merge_range(1, 0, 1, last, annex.title, middle)
    said = f"{report.unit_name} · {report.subject} · lập {date_official(report.on)}"
    sheet.merge_range(2, 0, 2, last, said, looks.look(italic=True, align="center"))
    heads = looks.look(bold=True, align="center", valign="vcenter", text_wrap=True, border=1)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _characters(column))
        sheet.write_string(_HEAD, at, column.label, heads)
    sheet.set_row(_HEAD, _height(columns, [column.label for column in columns], "serif-bold"))
    rows = list(annex.values) if annex.values else [*annex.rows, *([annex.total] if annex.total else [])]
    headings = annex.headings
    for number, row in enumerate(rows, start=_HEAD + 1):
        total, cells = annex.total is not None and number == _HEAD + len(rows), _cells(annex.columns, row)
        bold = total or number - _HEAD - 1 in headings
        sheet.set_row(number, _height(columns, cells, "serif-bold" if bold else "serif"))
        _row(sheet, looks, columns, cells, number, bold=bold)
    if annex.total and annex.values and annex.number == "II":
        _sums(sheet, looks, columns, _cells(annex.columns, annex.values[-1]), _HEAD + 1, _HEAD + len(rows))
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.repeat_rows(_HEAD)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.79, right=0.59, top=0.79, bottom=0.79)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&8{compared(report)}&C&P/&N" if report.code else "&C&P/&N")
    sheet.autofilter(_HEAD, 0, _HEAD + len(rows) - bool(annex.total), last)


def _spread(columns: Sequence[AnnexColumn]) -> list[AnnexColumn]:
    """Give people two columns, all and women: a sheet adds up numbers, not words."""
    made: list[AnnexColumn] = []
    for one in columns:
        if one.kind == "people":
            made += [AnnexColumn("Số lượt người", one.width_mm, "right", "number"),
                     AnnexColumn("Trong đó nữ", one.width_mm, "right", "number")]  # fmt: skip
        else:
            made.append(one)
    return made


def _cells(columns: Sequence[AnnexColumn], row: Sequence[Value]) -> list[Value]:
    cells: list[Value] = []
    for column, value in zip(columns, row, strict=True):
        if column.kind == "people":
            cells += value if isinstance(value, tuple) else (value, None)
        else:
            cells.append(value)
    return cells


def _characters(column: AnnexColumn) -> float:
    return max(6, column.width_mm / 1.9)


def _height(columns: Sequence[AnnexColumn], row: Sequence[Value], face: str) -> float:
    """Return the height of a row in points: not every program makes room for wrapped words by itself."""
    most = 1
    for column, value in zip(columns, row, strict=True):
        if isinstance(value, str) and value:
            room = (_characters(column) * _CHARACTER + _BEYOND - _PADDING) * MM
            most = max(most, len(typeset.wrap(value, face, 11, room, loosest=0.0)) if fonts.width(value, face, 11) > room else 1)
    return min(max(most * _LINE, 15.0), 409.0)


def _row(sheet: Any, looks: _Looks, columns: Sequence[AnnexColumn], row: Sequence[Value], number: int, *, bold: bool) -> None:
    for at, (column, value) in enumerate(zip(columns, row, strict=True)):
        wanted = {"border": 1, "align": column.align, "text_wrap": True} | ({"bold": True} if bold else {})
        if isinstance(value, date):
            sheet.write_datetime(number, at, datetime.combine(value, time()), looks.look(num_format=_DAY, **wanted))
        elif isinstance(value, int | float):
            whole = float(value).is_integer() and column.kind != "percent"
            sheet.write_number(number, at, value, looks.look(num_format=_WHOLE if whole else _FORMATS[column.kind], **wanted))
        elif value:
            sheet.write_string(number, at, str(value), looks.look(**wanted))
        else:
            sheet.write_blank(number, at, None, looks.look(**wanted))


def _sums(sheet: Any, looks: _Looks, columns: Sequence[AnnexColumn], totals: Sequence[Value], first: int, last: int) -> None:
    """Make the totals of a list real sums, where its rows are all there."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    for at, (column, value) in enumerate(zip(columns, totals, strict=True)):
        if column.kind in {"number", "money"} and isinstance(value, int | float):
            look = looks.look(num_format=_WHOLE, border=1, align=column.align, text_wrap=True, bold=True)
            asked = f"=SUM({xl_rowcol_to_cell(first, at)}:{xl_rowcol_to_cell(last - 1, at)})"
            sheet.write_formula(last, at, asked, look, value)


def _explained(made: Any, looks: _Looks, report: Report) -> None:
    sheet = made.add_worksheet("Thuyết minh")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    told = (("Đơn vị", report.unit_name), ("Báo cáo", report.subject), ("Kỳ", report.period),
            ("Căn cứ, khoảng số liệu", report.opening),
            ("Cách đếm hoạt động", "Một hoạt động thuộc kỳ chứa ngày bắt đầu của nó; hoạt động trong thùng rác không tính."),
            ("Lượt người", "Một người tham gia hai lần là hai lượt; không ghi tên ai."),
            ("Mã", "Mã hoạt động trong sổ: gõ mã vào ô tìm của Sổ Phường để mở đúng hoạt động."),
            ("Số 0", "Dòng bằng 0 là không phát sinh, được in đủ, không bỏ dòng."))  # fmt: skip
    for number, (name, words) in enumerate(told):
        sheet.write_string(number, 0, name, looks.look(bold=True))
        sheet.write_string(number, 1, words, looks.look(text_wrap=True))
