"""Several of a small paper on one sheet, leaflets in three panels, booklets: the art drawn once, placed where it is cut or folded.

Fronts and backs stand behind each other when the printer turns the sheet over the edge that is named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from desktop.models.errors import InputError
from desktop.models.text import number_vi
from desktop.printing import marks, paper
from desktop.printing.design import Design
from desktop.printing.layers import Slots
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tiling import PAPERS

EDGES = ("short", "long")  # over which a printer turns a sheet
REACH = 5.0  # mm from the edge of the paper where printers begin
TICK = 3.0  # mm of a mark that has no room outside what is cut
PANELS = (97.0, 100.0, 100.0)  # mm; the panel that is folded in is 3 mm narrower
LEAST_BOOKLET = 2  # pages
FORM = "art"
Draw = Callable[[Sheet, int], None]


@dataclass(frozen=True, slots=True)
class Grid:
    """What goes on a sheet: paper in mm, columns and rows, finished size and the gap between two in mm."""

    paper: tuple[float, float]
    columns: int
    rows: int
    size: tuple[float, float]
    gap: float

    @property
    def count(self) -> int:
        """How many of them a sheet holds."""
        return self.columns * self.rows

    def starts(self) -> tuple[list[float], list[float]]:
        """Return the left edges of the columns and the top edges of the rows in mm, the whole in the middle of the sheet."""
        found = []
        for whole, side, count in zip(self.paper, self.size, (self.columns, self.rows), strict=True):
            first = (whole - count * side - (count - 1) * self.gap) / 2
            found.append([first + number * (side + self.gap) for number in range(count)])
        return found[0], found[1]


def grid(design: Design, sheet: str, *, up: int | None = None) -> Grid:
    """Return the upright or turned sheet that holds most of a design at its look, or just `up` of it.

    Bleeds are kept apart where that costs none of them. Raises InputError for another paper, and when they do not fit.
    """
    best = max((_grid(design, one) for one in _ways(sheet)), key=lambda one: one.count)
    if not best.count:
        raise InputError(f"Khổ {_size(design)} không vừa giấy {sheet.upper()}: hãy chọn giấy lớn hơn hoặc in ghép.")
    if up is None:
        return best
    found = [_part(design, one, up) for one in _ways(sheet)]
    fitting = [one for one in found if one is not None]
    if not fitting:
        raise InputError(f"Giấy {sheet.upper()} không xếp được {up} bản khổ {_size(design)}: nhiều nhất {best.count} bản.")
    return max(fitting, key=lambda one: (one.gap, -abs(one.columns - one.rows)))


def repeated(design: Design, slots: Slots, look: paper.Look, sheet: str = "A4", *, up: int | None = None,
             edge: str = "short") -> bytes:  # fmt: skip
    """Return a sheet full of the same paper at true size with cut marks; of two pages the second is behind the first.

    Raises InputError for what is wrong in slots, paper, number or edge; PrintError when it cannot be drawn.
    """
    drawn, draw = paper.art(design, slots, look)
    if drawn.pages > 2:
        raise InputError("Mẫu nhiều hơn hai trang: hãy in thành sách gấp đôi.")
    made, turn = grid(drawn, sheet, up=up), _turned(edge)
    out = Sheet(*made.paper, title=f"{drawn.label}, {made.count} bản trên giấy {sheet.upper()}")
    _draw_once(out, drawn, draw)
    across, down = made.starts()
    upside = turn and made.paper[0] < made.paper[1] or not turn and made.paper[0] > made.paper[1]
    for page in range(1, drawn.pages + 1):
        if page > 1:
            out.turn(*made.paper)
        for x, y in product(across, down):
            _place(out, drawn, page, (x, y), made.gap / 2, upside=page == 2 and upside)
        _cuts(out, across, drawn.size[0], down, drawn.size[1])
    return out.bytes()


def folded(design: Design, slots: Slots, look: paper.Look, sheet: str = "A4") -> bytes:
    """Return a leaflet of three panels, outside then inside, with fold marks; printed over the short edge.

    Outside the panel that is folded in is on the left, inside on the right. Raises InputError for another size.
    """
    drawn, draw = paper.art(design, slots, look)
    if abs(drawn.size[0] - sum(PANELS)) > 0.5 or drawn.pages != 2:
        raise InputError("Chỉ tờ gấp ba rộng 297 mm, hai mặt mới có vạch gấp: hãy chọn mẫu tờ gấp ba.")
    width, height = max(_ways(sheet))
    out = Sheet(width, height, title=f"{drawn.label}, gấp ba")
    _draw_once(out, drawn, draw)
    trim = ((width - drawn.size[0]) / 2, (height - drawn.size[1]) / 2, *drawn.size)
    for page, places in enumerate((PANELS[:1] + (PANELS[0] + PANELS[1],), (PANELS[2], PANELS[2] + PANELS[1])), start=1):
        if page > 1:
            out.turn(width, height)
        roomy = trim[1] >= drawn.bleed + marks.ROOM
        _place(out, drawn, page, trim[:2], drawn.bleed, upside=False)
        if roomy:
            marks.crop(out, trim, drawn.bleed)
            marks.fold(out, trim, drawn.bleed, places)
        else:
            # A full sheet has no room outside: short marks as near the edge as the printer reaches.
            marks.fold(out, trim, 0.0, places, length=TICK, gap=-REACH - TICK)
    return out.bytes()


def booklet_order(pages: int) -> list[tuple[int, int]]:
    """Return what stands left and right on each side of the sheets, front then back; 0 is a blank page."""
    whole = (pages + 3) // 4 * 4
    sides = []
    for number in range(whole // 4):
        sides.append((whole - 2 * number, 1 + 2 * number))
        sides.append((2 + 2 * number, whole - 1 - 2 * number))
    return [(left if left <= pages else 0, right if right <= pages else 0) for left, right in sides]


def booklet(design: Design, slots: Slots, look: paper.Look, sheet: str = "A4") -> bytes:
    """Return a booklet, two pages beside each other, to be printed over the short edge, folded and stapled in the middle.

    Pages are fitted to half a sheet. Raises InputError for a paper of one page.
    """
    drawn, draw = paper.art(design, slots, look)
    if drawn.pages < LEAST_BOOKLET:
        raise InputError("Mẫu chỉ có một trang, không gấp thành sách được: hãy xếp nhiều bản trên một tờ.")
    return bound(drawn, draw, sheet)


def bound(design: Design, draw: Draw, sheet: str = "A4") -> bytes:
    """Return the pages of a design at its look as a booklet; `draw` draws one of them at finished size."""
    width, height = max(_ways(sheet))
    by = min(width / 2 / design.size[0], height / design.size[1], 1.0)
    out = Sheet(width, height, title=f"{design.label}, sách gấp đôi")
    _draw_once(out, design, draw)
    size = design.size[0] * by, design.size[1] * by
    for number, pages in enumerate(booklet_order(design.pages)):
        if number:
            out.turn(width, height)
        for page, x in zip(pages, (width / 2 - size[0], width / 2), strict=True):
            if page:
                _place(out, design, page, (x, (height - size[1]) / 2), 0.0, upside=False, by=by)
        marks.fold(out, (0, 0, width, height), 0.0, (width / 2,), length=TICK, gap=-REACH - TICK)
    return out.bytes()


def sentence(made: Grid, sheet: str, copies: int) -> str:
    """Say how many sheets so many copies take."""
    sheets = -(-copies // made.count)
    return f"Mỗi tờ {sheet.upper()} được {made.count} bản: {number_vi(copies)} bản cần {number_vi(sheets)} tờ giấy."


def _ways(sheet: str) -> tuple[tuple[float, float], tuple[float, float]]:
    if sheet.upper() not in PAPERS:
        raise InputError(f"Không có khổ giấy «{sheet}»: có {', '.join(PAPERS)}.")
    width, height = PAPERS[sheet.upper()]
    return (width, height), (height, width)


def _size(design: Design) -> str:
    return f"{number_vi(design.size[0])} × {number_vi(design.size[1])} mm"


def _turned(edge: str) -> bool:
    if edge not in EDGES:
        raise InputError("Chỉ in hai mặt lật theo cạnh ngắn (short) hoặc cạnh dài (long).")
    return edge == "short"


def _grid(design: Design, size: tuple[float, float]) -> Grid:
    counts = [int((whole + 0.01) / side) for whole, side in zip(size, design.size, strict=True)]
    return _spaced(design, size, counts[0], counts[1])


def _part(design: Design, size: tuple[float, float], up: int) -> Grid | None:
    """Return so many of a design on a sheet, None when they do not fit in full rows."""
    most = _grid(design, size)
    shapes = [(columns, up // columns) for columns in range(1, up + 1) if up % columns == 0]
    fitting = [_spaced(design, size, *one) for one in shapes if one[0] <= most.columns and one[1] <= most.rows]
    return max(fitting, key=lambda one: (one.gap, -abs(one.columns - one.rows)), default=None)


def _spaced(design: Design, size: tuple[float, float], columns: int, rows: int) -> Grid:
    gap = 2 * design.bleed
    room = all(count * side + (count - 1) * gap <= whole + 0.01
               for whole, side, count in zip(size, design.size, (columns, rows), strict=True))  # fmt: skip
    return Grid(size, columns, rows, design.size, gap if room else 0.0)


def _draw_once(out: Sheet, design: Design, draw: Draw) -> None:
    for page in range(1, design.pages + 1):
        with out.form(f"{FORM}{page}", *design.size, bleed=design.bleed):
            draw(out, page)


def _place(out: Sheet, design: Design, page: int, at: Sequence[float], spare: float, *, upside: bool, by: float = 1.0) -> None:
    """Place a page with its cut at (x, y); of its bleed only `spare` mm are left, so that neighbours stay clean."""
    (x, y), (width, height) = at, (side * by for side in design.size)
    canvas = out.canvas
    canvas.saveState()
    window = canvas.beginPath()
    window.rect((x - spare) * MM, (out.height - y - height - spare) * MM, (width + 2 * spare) * MM, (height + 2 * spare) * MM)
    canvas.clipPath(window, stroke=0, fill=0)
    if upside:
        canvas.transform(-1, 0, 0, -1, (2 * x + width) * MM, (2 * (out.height - y) - height) * MM)
    out.place(f"{FORM}{page}", x, y, design.size[1], scale=by)
    canvas.restoreState()


def _cuts(out: Sheet, across: Sequence[float], width: float, down: Sequence[float], height: float) -> None:
    """Mark every cut at the edges of the sheet, where the printer reaches: outside what is cut, or short on the cut itself."""
    far_x, far_y = across[-1] + width, down[-1] + height
    low_y, high_y = _mark(down[0]), _mark(out.height - far_y)
    for x in sorted({round(side, 3) for start in across for side in (start, start + width)}):
        if REACH <= x <= out.width - REACH:
            out.rule(x, REACH, x, low_y, width=marks.LINE)
            out.rule(x, out.height - REACH, x, out.height - high_y, width=marks.LINE)
    low_x, high_x = _mark(across[0]), _mark(out.width - far_x)
    for y in sorted({round(side, 3) for start in down for side in (start, start + height)}):
        if REACH <= y <= out.height - REACH:
            out.rule(REACH, y, low_x, y, width=marks.LINE)
            out.rule(out.width - REACH, y, out.width - high_x, y, width=marks.LINE)


def _mark(free: float) -> float:
    """Return how far from the edge of the sheet a mark ends that has so much room before the cut."""
    return min(free - 1.0, REACH + marks.LENGTH) if free >= REACH + TICK else REACH + TICK
