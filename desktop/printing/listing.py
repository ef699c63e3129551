"""The list of activities on paper: what was asked, how many, and a calm table, A4 across."""

from collections.abc import Sequence

from desktop.models.text import number_vi
from desktop.printing import typeset
from desktop.printing.leaves import ACROSS, Leaves
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import Column, draw_table

LEFT, RIGHT, TOP, BOTTOM = 15.0, 282.0, 18.0, 194.0  # mm
NUMBER_AT, PAGE_AT = 11.0, 202.0
TITLE, BODY = 15.0, 11.0  # points


def listing(unit: str, title: str, asked: str, at: str, columns: Sequence[Column], rows: Sequence[Sequence[str]],
            total: Sequence[str] | None = None) -> bytes:  # fmt: skip
    """Return the list as a PDF; `asked` tells the filters, `at` when it was made.

    Widths of the columns are shares of the page: they are stretched to fill it. Raises PrintError when a font is missing.
    """
    sheet = Sheet(*ACROSS, title=title, author=unit, archival=True)
    whole = sum(column.width for column in columns)
    fitted = [Column(one.label, one.width * (RIGHT - LEFT) / whole, one.align) for one in columns]
    with sheet.tag("P"):
        sheet.text(LEFT, NUMBER_AT + 6, unit, "serif-bold", BODY)
    with sheet.tag("H1"):
        sheet.text((LEFT + RIGHT) / 2, NUMBER_AT + 14, title, "serif-bold", TITLE, align="center")
    y = NUMBER_AT + 20
    with sheet.tag("P"):
        for line in typeset.wrap(asked, "serif-italic", BODY, (RIGHT - LEFT) * MM):
            sheet.line((LEFT + RIGHT) / 2, y, line, "serif-italic", BODY, align="center", more=True)
            y += 5.0
    leaves = Leaves(sheet, f"{at} · {number_vi(len(rows))} hoạt động", left=LEFT, right=RIGHT, foot=PAGE_AT, top=TOP)
    draw_table(sheet, fitted, rows, x=LEFT, y=y, bottom=BOTTOM, turn=leaves.turn, total=total)
    leaves.end()
    return sheet.bytes()
