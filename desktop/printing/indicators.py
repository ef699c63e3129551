"""The dictionary of indicators on paper: A4 across, one calm table a chapter; and as a workbook."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time

import xlsxwriter

from desktop.models.indicators import HEADS, WINDOW, Indicator, chapters
from desktop.models.text import date_official, number_vi
from desktop.printing import fonts, typeset
from desktop.printing.leaves import ACROSS, Leaves
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import FACE, PAD, SIZE, TALLEST_TOP, Column, draw_table

LEFT, RIGHT, BOTTOM, PAGE_AT = 20.0, 282.0, 190.0, 200.0  # mm
COLUMNS = tuple(Column(label, width) for label, width in zip(HEADS, (34.0, 50.0, 50.0, 70.0, 18.0, 40.0), strict=True))
TITLE, CHAPTER, BODY = 15.0, 13.0, 11.0  # points
LEAST = 40.0  # mm a chapter needs below its heading, or it begins on the next page


def dictionary(unit: str, found: Sequence[Indicator], on: date) -> bytes:
    """Return the dictionary as a tagged PDF/A of A4 landscape pages; `unit` is the office in words."""
    sheet = Sheet(*ACROSS, title="Từ điển chỉ tiêu", author=unit, archival=True)
    said = f"{unit} · Từ điển chỉ tiêu, {date_official(on)} · {number_vi(len(found))} chỉ tiêu"
    leaves, y = Leaves(sheet, said, left=LEFT, right=RIGHT, foot=PAGE_AT, top=TALLEST_TOP), 18.0
    with sheet.tag("P"):
        sheet.text(LEFT, y, unit, "serif-bold", BODY)
    with sheet.tag("H1"):
        sheet.text((LEFT + RIGHT) / 2, y + 10, "TỪ ĐIỂN CHỈ TIÊU", "serif-bold", TITLE, align="center")
    y += 17
    with sheet.tag("P"):
        for line in typeset.wrap(WINDOW, "serif-italic", BODY, (RIGHT - LEFT) * MM):
            sheet.line((LEFT + RIGHT) / 2, y, line, "serif-italic", BODY, align="center", more=True)
            y += 5
    for number, (name, rows) in enumerate(chapters(found).items(), 1):
        y = leaves.turn() if y + LEAST > BOTTOM else y + 6
        with sheet.tag("H2"):
            for line in typeset.wrap(f"{number}. {name}", "serif-bold", CHAPTER, (RIGHT - LEFT) * MM):
                sheet.line(LEFT, y, line, "serif-bold", CHAPTER, more=True)
                y += 6
        y = draw_table(sheet, COLUMNS, [_breakable(one) for one in rows], x=LEFT, y=y - 3, bottom=BOTTOM, turn=leaves.turn) + 3
    leaves.end()
    return sheet.bytes()


def workbook(unit: str, found: Sequence[Indicator], on: date) -> bytes:
    """Return the dictionary as an Excel file; every cell is text, so that none can become a formula."""
    kept = io.BytesIO()
    made = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})  # fmt: skip
    made.set_properties({"title": "Từ điển chỉ tiêu", "author": unit, "created": datetime.combine(on, time())})
    face = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
    title = made.add_format(face | {"bold": True, "text_wrap": False})
    plain, head = made.add_format(face | {"border": 1}), made.add_format(face | {"border": 1, "bold": True, "align": "center"})
    sheet = made.add_worksheet("Từ điển chỉ tiêu")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)
    sheet.write_string(0, 0, f"Từ điển chỉ tiêu · {unit} · {date_official(on)}", title)
    sheet.write_string(1, 0, WINDOW, made.add_format(face | {"italic": True, "text_wrap": False}))
    for at, (label, width) in enumerate(zip(("Phần", *HEADS), (24, 22, 30, 34, 50, 12, 30), strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(2, at, label, head)
    for line, one in enumerate(found, 3):
        for at, cell in enumerate((one.chapter, *one.cells)):
            sheet.write_string(line, at, cell, plain)
    sheet.autofilter(2, 0, 2 + len(found), len(HEADS))
    made.close()
    return kept.getvalue()


def _breakable(one: Indicator) -> tuple[str, ...]:
    """Return the cells; a code wider than its column goes on to a second line after its first part."""
    code, *others = one.cells
    room = (COLUMNS[0].width - 2 * PAD) * MM
    for sign in "/.":
        if fonts.width(code, FACE, SIZE) > room:
            code = code.replace(sign, f"{sign}\n", 1)
    return (code, *others)
