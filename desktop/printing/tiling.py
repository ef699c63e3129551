"""A large sheet on the office's own A4 or A3 printer: tiles with overlap, cut marks and their place."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from desktop.models.errors import InputError
from desktop.printing.designs import Design
from desktop.printing.sheet import MM, Sheet

PAPERS = MappingProxyType({"A4": (210.0, 297.0), "A3": (297.0, 420.0)})
EDGE = 8.0  # mm an office printer cannot reach, with a little to spare
OVERLAP = 10.0  # mm of paste edge
FORM = "art"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sheet is cut: paper of each tile in mm, and how many across and down."""

    paper: tuple[float, float]
    across: int
    down: int

    @property
    def step(self) -> tuple[float, float]:
        """What each tile adds of the finished sheet, in mm."""
        return self.paper[0] - 2 * EDGE - OVERLAP, self.paper[1] - 2 * EDGE - OVERLAP


def needed(design: Design, paper: str) -> bool:
    """Tell whether a design is larger than the paper; a roll runs over pages by itself and is never cut."""
    made = plan(design.size, paper)
    small = all(side <= most for side, most in zip(sorted(design.size), sorted(made.paper), strict=True))
    return not small and not any(layer.kind == "roll" for layer in design.layers)


def plan(size: tuple[float, float], paper: str) -> Plan:
    """Return the way of fewest tiles, upright or turned. Raises InputError for an unknown paper."""
    if paper.upper() not in PAPERS:
        raise InputError(f"Không có khổ giấy «{paper}» để ghép: có {', '.join(PAPERS)}.")
    width, height = PAPERS[paper.upper()]
    return min((_plan(size, one) for one in ((width, height), (height, width))), key=lambda made: made.across * made.down)


def tiled(design: Design, paper: str, draw: Callable[[Sheet, int], None]) -> bytes:
    """Return every page of a design in tiles at true size; `draw` draws one page of the finished sheet."""
    made = plan(design.size, paper)
    sheet = Sheet(*made.paper, title=f"{design.label}, ghép {paper.upper()}")
    first = True
    for page in range(1, design.pages + 1):
        _keep_art(sheet, design, page, draw)
        for down in range(made.down):
            for across in range(made.across):
                if not first:
                    sheet.turn(*made.paper)
                first = False
                _tile(sheet, design, made, page, across, down)
    return sheet.bytes()


def _plan(size: tuple[float, float], paper: tuple[float, float]) -> Plan:
    reach = [side - 2 * EDGE for side in paper]
    counts = [1 if length <= full else ceil((length - OVERLAP) / (full - OVERLAP))
              for length, full in zip(size, reach, strict=True)]  # fmt: skip
    return Plan(paper, counts[0], counts[1])


def _keep_art(sheet: Sheet, design: Design, page: int, draw: Callable[[Sheet, int], None]) -> None:
    """Draw the art once; every tile only places it."""
    with sheet.form(f"{FORM}{page}", *design.size, bleed=design.bleed):
        draw(sheet, page)


def _tile(sheet: Sheet, design: Design, made: Plan, page: int, across: int, down: int) -> None:
    step = made.step
    left, top = across * step[0], down * step[1]
    reach = (min(made.paper[0] - 2 * EDGE, design.size[0] - left), min(made.paper[1] - 2 * EDGE, design.size[1] - top))
    canvas = sheet.canvas
    canvas.saveState()
    window = canvas.beginPath()
    window.rect(EDGE * MM, (sheet.height - EDGE - reach[1]) * MM, reach[0] * MM, reach[1] * MM)
    canvas.clipPath(window, stroke=0, fill=0)
    sheet.place(f"{FORM}{page}", EDGE - left, EDGE - top, design.size[1])
    canvas.restoreState()
    _marks(sheet, reach, more_right=across + 1 < made.across, more_down=down + 1 < made.down)
    place = f"Hàng {down + 1}/{made.down}, cột {across + 1}/{made.across}"
    sides = f", mặt {page}" if design.pages > 1 else ""
    sheet.text(EDGE, sheet.height - 3.2, f"{design.label}{sides} · {place} · Cắt theo vạch, dán chồng {OVERLAP:.0f} mm", "sans", 7)


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
