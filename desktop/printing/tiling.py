"""A large sheet on the office's own A4 or A3 printer: how it is cut into tiles, and what would save paper.

A tile shows all it can of the art; the next one is cut along its own edge and pasted over the last 10 mm of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from types import MappingProxyType

from desktop.models.errors import InputError
from desktop.models.text import number_vi
from desktop.printing.design import Design

PAPERS = MappingProxyType({"A4": (210.0, 297.0), "A3": (297.0, 420.0)})
EDGE = 7.0  # mm: what an office printer cannot reach (5 at most), and room for marks
OVERLAP = 10.0  # mm of paste edge
WEIGHTS = MappingProxyType({"qr": 100, "logo": 5, "icon": 2, "text": 1, "flow": 1, "steps": 1})  # what a seam through it costs
LEAST_SHARE = 0.88  # smaller than this nobody would call it the same size
STEPS = 48  # places that are tried for each seam
Thing = tuple[float, float, int]  # from, to (mm), weight
Cuts = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sheet is cut: paper of each tile in mm, (start, length) of each tile across and down, in mm of the finished sheet.

    `share` is how large it is drawn: 1, or a little less to save paper.
    """

    paper: tuple[float, float]
    columns: Cuts
    rows: Cuts
    share: float = 1.0

    @property
    def tiles(self) -> int:
        """How many sheets of paper it takes."""
        return len(self.columns) * len(self.rows)

    def place(self, number: int) -> tuple[int, int]:
        """Return row and column (from 0) of a tile (from 1). Raises InputError when there is none."""
        if not 1 <= number <= self.tiles:
            raise InputError(f"Không có tờ {number}: tấm ghép này có {self.tiles} tờ.")
        return divmod(number - 1, len(self.columns))


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to need less paper: drawn at `share` of its size it takes `tiles` sheets, `saved` fewer."""

    share: float
    tiles: int
    saved: int

    @property
    def sentence(self) -> str:
        """Say it to a person."""
        return f"In nhỏ còn {floor(self.share * 100)}% thì chỉ cần {self.tiles} tờ, bớt {self.saved} tờ."


def needed(design: Design, paper: str) -> bool:
    """Tell whether a design is larger than the paper; a roll runs over pages by itself and is never cut."""
    size = _paper(paper)
    small = all(side <= most for side, most in zip(sorted(design.size), sorted(size), strict=True))
    return not small and not any(layer.kind == "roll" for layer in design.layers)


def plan(design: Design, paper: str, *, share: float = 1.0) -> Plan:
    """Return the way of fewest tiles, upright or turned, its seams off codes and words where there is a choice.

    Raises InputError for an unknown paper or a share outside 0.5 to 1.
    """
    if not 0.5 <= share <= 1:
        raise InputError("Chỉ in nhỏ được từ 50% đến 100%.")
    width, height = _paper(paper)
    return min((_plan(design, one, share) for one in ((width, height), (height, width))), key=lambda made: made.tiles)


def offer(design: Design, paper: str) -> Offer | None:
    """Return the largest share (at least 88 %) that needs fewer tiles, None when there is none."""
    whole = plan(design, paper).tiles
    found: list[Offer] = []
    width, height = _paper(paper)
    for across, down in ((width, height), (height, width)):
        reach = across - 2 * EDGE, down - 2 * EDGE
        most = [_count(side, one) for side, one in zip(design.size, reach, strict=True)]
        for columns in range(1, most[0] + 1):
            for rows in range(1, most[1] + 1):
                share = min(_span(columns, reach[0]) / design.size[0], _span(rows, reach[1]) / design.size[1], 1.0)
                share = floor(share * 1000) / 1000
                if share >= LEAST_SHARE and columns * rows < whole:
                    found.append(Offer(share, columns * rows, whole - columns * rows))
    return max(found, key=lambda one: (one.saved * one.share**4, one.share), default=None)


def sentence(design: Design, made: Plan, paper: str) -> str:
    """Say how much paper it takes and how large it becomes."""
    width, height = (number_vi(round(side * made.share / 10, 1)) for side in design.size)
    sides = f" mỗi mặt, {number_vi(made.tiles * design.pages)} tờ cả {design.pages} mặt" if design.pages > 1 else ""
    return (f"Ghép {len(made.rows)} hàng × {len(made.columns)} cột: {number_vi(made.tiles)} tờ {paper.upper()}{sides}, "
            f"thành phẩm {width} × {height} cm.")  # fmt: skip


def _paper(name: str) -> tuple[float, float]:
    if name.upper() not in PAPERS:
        raise InputError(f"Không có khổ giấy «{name}» để ghép: có {', '.join(PAPERS)}.")
    return PAPERS[name.upper()]


def _plan(design: Design, paper: tuple[float, float], share: float) -> Plan:
    width, height = design.size
    shown = [layer for layer in design.layers if layer.kind in WEIGHTS]
    across = [(layer.x, layer.x + layer.w, WEIGHTS[layer.kind]) for layer in shown]
    down = [(layer.y, layer.y + layer.h, WEIGHTS[layer.kind]) for layer in shown]
    edges, overlap = [(side - 2 * EDGE) / share for side in paper], OVERLAP / share
    return Plan(paper, _cuts(width, edges[0], overlap, across), _cuts(height, edges[1], overlap, down), share)


def _count(length: float, reach: float, overlap: float = OVERLAP) -> int:
    return 1 if length <= reach + 0.001 else ceil((length - overlap) / (reach - overlap) - 0.000_01)


def _span(count: int, reach: float) -> float:
    return count * (reach - OVERLAP) + OVERLAP


def _cuts(length: float, reach: float, overlap: float, things: Sequence[Thing]) -> Cuts:
    """Cut a length into as few tiles as it takes; each seam slides inside its own slack to where it hurts least."""
    count = _count(length, reach, overlap)
    step = reach - overlap
    slack = max(count * step + overlap - length, 0.0)
    if count == 1:
        return ((0.0, length),)
    # A seam begins between the latest place its tile can reach to and the earliest the rest can start from.
    best: dict[int, tuple[float, tuple[float, ...]]] = {STEPS: (0.0, ())}
    for number in range(1, count):
        reached: dict[int, tuple[float, tuple[float, ...]]] = {}
        for slid in range(STEPS + 1):
            start = number * step - slack * (STEPS - slid) / STEPS
            hurt = _hurt(start, overlap, things) + abs(slid - STEPS / 2) / STEPS / 1000
            # Slack that was used up is gone: seams may only fall back further, never reach ahead of their tile.
            before = [best[one] for one in best if one >= slid]
            if before:
                cost, starts = min(before)
                reached[slid] = (cost + hurt, (*starts, start))
        best = reached
    starts = (0.0, *min(best.values())[1])
    ends = [*(start + overlap for start in starts[1:]), length]
    return tuple((start, end - start) for start, end in zip(starts, ends, strict=True))


def _hurt(seam: float, overlap: float, things: Sequence[Thing]) -> int:
    return sum(weight for low, high, weight in things if low < seam + overlap and high > seam)


def is_covered(length: float, cuts: Cuts, reach: float) -> bool:
    """Tell whether tiles show all of a length, each overlapping the one before by the paste edge."""
    whole = cuts[0][0] == 0 and abs(sum(cuts[-1]) - length) < 0.01
    return whole and all(one[1] <= reach + 0.01 for one in cuts) and all(a[0] < b[0] < sum(a) for a, b in pairwise(cuts))
