"""A large sheet on the office's own A4 or A3 printer: tiles with overlap, cut marks and their place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from desktop.models.errors import InputError
from desktop.printing.design import Design
from desktop.printing.sheet import MM, Sheet

PAPERS = MappingProxyType({"A4": (210.0, 297.0), "A3": (297.0, 420.0)})
EDGE = 8.0  # mm an office printer cannot reach, with a little to spare
OVERLAP = 10.0  # mm of paste edge
WEIGHTS = MappingProxyType({"qr": 100, "text": 1, "flow": 1, "steps": 1, "logo": 5})  # what a seam through such a layer costs
SLIDES = 24
FORM = "art"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sheet is cut: paper of each tile in mm, and (start, length) of each tile across and down in mm."""

    paper: tuple[float, float]
    columns: tuple[tuple[float, float], ...]
    rows: tuple[tuple[float, float], ...]

    @property
    def tiles(self) -> int:
        """How many sheets of paper it takes."""
        return len(self.columns) * len(self.rows)


def needed(design: Design, paper: str) -> bool:
    """Tell whether a design is larger than the paper; a roll runs over pages by itself and is never cut."""
    made = plan(design, paper)
    small = all(side <= most for side, most in zip(sorted(design.size), sorted(made.paper), strict=True))
    return not small and not any(layer.kind == "roll" for layer in design.layers)


def plan(design: Design, paper: str) -> Plan:
    """Return the way of fewest tiles, upright or turned, its seams off codes and words where there is a choice.

    Raises InputError for an unknown paper.
    """
    if paper.upper() not in PAPERS:
        raise InputError(f"Không có khổ giấy «{paper}» để ghép: có {', '.join(PAPERS)}.")
    width, height = PAPERS[paper.upper()]
    return min((_plan(design, one) for one in ((width, height), (height, width))), key=lambda made: made.tiles)


def tiled(design: Design, paper: str, draw: Callable[[Sheet, int], None]) -> bytes:
    """Return every page of a design in tiles at true size; `draw` draws one page of the finished sheet."""
    made = plan(design, paper)
    sheet = Sheet(*made.paper, title=f"{design.label}, ghép {paper.upper()}")
    first = True
    for page in range(1, design.pages + 1):
        _keep_art(sheet, design, page, draw)
        for down in range(len(made.rows)):
            for across in range(len(made.columns)):
                if not first:
                    sheet.turn(*made.paper)
                first = False
                _tile(sheet, design, made, page, across, down)
    return sheet.bytes()


def _plan(design: Design, paper: tuple[float, float]) -> Plan:
    width, height = design.size
    across = [(layer.x, layer.x + layer.w, WEIGHTS[layer.kind]) for layer in design.layers if layer.kind in WEIGHTS]
    down = [(layer.y, layer.y + layer.h, WEIGHTS[layer.kind]) for layer in design.layers if layer.kind in WEIGHTS]
    return Plan(paper, _cuts(width, paper[0] - 2 * EDGE, across), _cuts(height, paper[1] - 2 * EDGE, down))


def _cuts(length: float, reach: float, things: Sequence[tuple[float, float, int]]) -> tuple[tuple[float, float], ...]:
    """Cut a length in tiles of at most `reach`; the grid slides inside its slack to the place that hurts least."""
    count = 1 if length <= reach else ceil((length - OVERLAP) / (reach - OVERLAP))
    step = reach - OVERLAP
    slack = count * step + OVERLAP - length if count > 1 else 0.0
    best = min((slack * share / SLIDES for share in range(SLIDES + 1)),
               key=lambda slide: (_hurt(slide, step, count, things), abs(slide - slack / 2)))  # fmt: skip
    starts = [max(0.0, number * step - best) for number in range(count)]
    ends = [min(length, number * step - best + reach) for number in range(count)]
    return tuple((start, end - start) for start, end in zip(starts, ends, strict=True))


def _hurt(slide: float, step: float, count: int, things: Sequence[tuple[float, float, int]]) -> int:
    seams = [number * step - slide for number in range(1, count)]
    return sum(weight for seam in seams for low, high, weight in things if low < seam + OVERLAP and high > seam)


def _keep_art(sheet: Sheet, design: Design, page: int, draw: Callable[[Sheet, int], None]) -> None:
    """Draw the art once; every tile only places it."""
    with sheet.form(f"{FORM}{page}", *design.size, bleed=design.bleed):
        draw(sheet, page)


def _tile(sheet: Sheet, design: Design, made: Plan, page: int, across: int, down: int) -> None:
    (left, wide), (top, high) = made.columns[across], made.rows[down]
    reach = (wide, high)
    canvas = sheet.canvas
    canvas.saveState()
    window = canvas.beginPath()
    window.rect(EDGE * MM, (sheet.height - EDGE - reach[1]) * MM, reach[0] * MM, reach[1] * MM)
    canvas.clipPath(window, stroke=0, fill=0)
    sheet.place(f"{FORM}{page}", EDGE - left, EDGE - top, design.size[1])
    canvas.restoreState()
    _marks(sheet, reach, more_right=across + 1 < len(made.columns), more_down=down + 1 < len(made.rows))
    place = f"Hàng {down + 1}/{len(made.rows)}, cột {across + 1}/{len(made.columns)}"
    sides = f", mặt {page}" if design.pages > 1 else ""
    told = f"{design.label}{sides} · {place} · Cắt theo vạch, dán chồng {OVERLAP:.0f} mm"
    sheet.text(EDGE + 6, sheet.height - 3.2, told, "sans", 7)


def _marks(sheet: Sheet, reach: tuple[float, float], *, more_right: bool, more_down: bool) -> None:
    """Mark the corners of the tile, and where the next tile is pasted on."""
    right, low = EDGE + reach[0], EDGE + reach[1]
    for x in (EDGE, right):
        sheet.rule(x, 2, x, EDGE - 1, width=0.4)
        sheet.rule(x, low + 1, x, low + 4, width=0.4)
    for y in (EDGE, low):
        sheet.rule(2, y, EDGE - 1, y, width=0.4)
        sheet.rule(right + 1, y, right + 4, y, width=0.4)
    if more_right:
        sheet.rule(right - OVERLAP, 2, right - OVERLAP, EDGE - 1, width=0.4, dash=(2, 2))
    if more_down:
        sheet.rule(2, low - OVERLAP, EDGE - 1, low - OVERLAP, width=0.4, dash=(2, 2))
