"""The list of activities on paper: what was asked, how many, and a calm table, A4 across."""

from collections.abc import Sequence

from desktop.models.text import number_vi
from desktop.printing import typeset
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import Column, draw_table

A4_ACROSS = (297.0, 210.0)
LEFT, RIGHT, TOP, BOTTOM = 15.0, 282.0, 18.0, 194.0  # mm
NUMBER_AT, PAGE_AT = 11.0, 202.0
TITLE, BODY = 15.0, 11.0  # points


def listing(unit: str, title: str, asked: str, at: str, columns: Sequence[Column], rows: Sequence[Sequence[str]],
            total: Sequence[str] | None = None) -> bytes:  # fmt: skip
    """Return the list as a PDF; `asked` tells the filters, `at` when it was made.

    Widths of the columns are shares of the page: they are stretched to fill it. Raises PrintError when a font is missing.
    """
    sheet = Sheet(*A4_ACROSS, title=title, author=unit, archival=True)
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
    page = 1

    def foot() -> None:
        sheet.begin("Artifact")
        sheet.text(LEFT, PAGE_AT, f"{at} · {number_vi(len(rows))} hoạt động", "serif-italic", 9)
        sheet.text(RIGHT, PAGE_AT, f"Trang {page}", "serif-italic", 9, align="right")
        sheet.end()

    def turn() -> float:
        nonlocal page
        foot()
        page += 1
        sheet.turn(*A4_ACROSS)
        return TOP

    draw_table(sheet, fitted, rows, x=LEFT, y=y, bottom=BOTTOM, turn=turn, total=total)
    foot()
    return sheet.bytes()
