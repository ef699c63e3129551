"""A table drawn straight onto sheets: wrapped cells, a heading that repeats, rows split only when no page can hold them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.printing import fonts, typeset
from desktop.printing.sheet import MM, Sheet

TALLEST_TOP = 20.0  # mm, where the table begins on every page but its first
SIZE, PITCH, PAD, TICK = 11.0, 13.0, 1.3, 4.0  # points, points, mm, mm
FACE, HEAD_FACE = "serif", "serif-bold"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, width in mm, "left", "center" or "right", and whether each row has a box to tick."""

    label: str
    width: float
    align: str = "left"
    tick: bool = False


def draw_table(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, x: float, y: float,
               bottom: float, turn: Callable[[], float], total: Sequence[str] | None = None,
               least: float = 0.0, middle: bool = False, strong: Collection[int] = ()) -> float:  # fmt: skip
    """Draw a table from (x, y) and return where it ends; `turn` begins a page and returns its top.

    A row is at least `least` mm high, its words at the top or in the `middle`; all lengths are mm.
    The rows numbered in `strong` are bold and never the last of a page: they head those below.
    """
    heading = [column.label for column in columns]
    sheet.begin("Table")
    y = _row(sheet, columns, heading, x, y, HEAD_FACE, cell="TH")
    marked = [(row, HEAD_FACE if at in strong else FACE) for at, row in enumerate(rows)]
    marked += [(total, HEAD_FACE)] if total else []
    tallest = bottom - TALLEST_TOP - _height(columns, heading, HEAD_FACE, 0.0)
    for at, (row, face) in enumerate(marked):
        follower = _height(columns, *marked[at + 1], least) if at in strong and at + 1 < len(marked) else 0.0
        for part in _parts(columns, row, face, tallest):
            own = _height(columns, part, face, least)
            # A follower as tall as a page is split anyway: nothing is won by turning for it.
            if y + own + (follower if own + follower <= tallest else 0.0) > bottom:
                y = turn()
                sheet.begin("Artifact")  # said once is enough
                y = _row(sheet, columns, heading, x, y, HEAD_FACE, cell="")
                sheet.end()
            y = _row(sheet, columns, part, x, y, face, least=least, middle=middle)
    sheet.end()
    return y


def _parts(columns: Sequence[Column], cells: Sequence[str], face: str, room: float) -> list[tuple[str, ...]]:
    """Split a row that no page can hold into rows that fit; nearly every row is one part."""
    lines = [_lines(cell, face, column.width) for column, cell in zip(columns, cells, strict=True)]
    most = max(int((room - 2 * PAD) * MM / PITCH), 1)
    count = max(-(-len(one) // most) for one in lines)
    if count == 1:
        return [tuple(cells)]
    return [tuple("\n".join(one[at * most : (at + 1) * most]) for one in lines) for at in range(count)]


def _row(sheet: Sheet, columns: Sequence[Column], cells: Sequence[str], x: float, y: float, face: str, *,
         least: float = 0.0, middle: bool = False, cell: str = "TD") -> float:  # fmt: skip
    """Draw a row whose cells are elements of a kind, "" for a heading that is repeated."""
    height = _height(columns, cells, face, least)
    at, heading = x, cell != "TD"
    if cell:
        sheet.begin("TR")
    sheet.cells(x, y, [column.width for column in columns], height, line=0.5)
    for column, text in zip(columns, cells, strict=True):
        lines = _lines(text, face, column.width)
        ink = PITCH * len(lines) / MM
        top = y + (height - ink) / 2 if middle or heading else y + PAD
        if cell:
            sheet.begin(cell)
        _cell(sheet, lines, face, at, top, column.width, "center" if heading else column.align)
        if column.tick and not heading:
            sheet.box(at + (column.width - TICK) / 2, y + (height - TICK) / 2, TICK, TICK, stroke="#000000", line=0.75)
        if cell:
            sheet.end()
        at += column.width
    if cell:
        sheet.end()
    return y + height


def _cell(sheet: Sheet, lines: Sequence[str], face: str, x: float, y: float, width: float, align: str) -> None:
    across = {"left": x + PAD, "center": x + width / 2, "right": x + width - PAD}[align]
    above, below = fonts.ascent(face, SIZE), fonts.descent(face, SIZE)
    baseline = y + ((PITCH - above + below) / 2 + above) / MM
    last = len(lines) - 1
    for number, line in enumerate(lines):
        if number < last and sheet.speaks:
            sheet.line(across, baseline, line, face, SIZE, align=align, more=True)
        else:
            sheet.text(across, baseline, line, face, SIZE, align=align)
        baseline += PITCH / MM


def _height(columns: Sequence[Column], cells: Sequence[str], face: str, least: float) -> float:
    most = max(len(_lines(cell, face, column.width)) for column, cell in zip(columns, cells, strict=True))
    return max(most * PITCH / MM + 2 * PAD, least)


@lru_cache(maxsize=20_000)
def _lines(text: str, face: str, width: float) -> tuple[str, ...]:
    return tuple(typeset.wrap(text, face, SIZE, (width - 2 * PAD) * MM, loosest=0.0)) if text else ("",)
