"""A PDF on its way to the printer, page by page: what is out, what is left, and how to go on after a fault.

Pages go in jobs of a few sheets: when the printer fails, the finished jobs are out and only one is in doubt. A picture
of one page is all that is in memory.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from desktop.models.errors import AppError, PrintError
from desktop.printing import raster
from desktop.printing.printers import Placement, Preset, chosen, place, ranges

JOB = 20  # pages, even: both sides of a sheet stay together
MM_A_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels: RGB (3 bytes) or grey (1 byte); `stride` bytes a row."""

    width: int
    height: int
    stride: int
    grey: bool
    pixels: Any


class Press(Protocol):
    """A printer at work; each call raises PrintError when it refuses."""

    def begin(self, preset: Preset) -> None:
        """Begin a job."""

    def page(self, picture: Picture | None, placement: Placement, *, first: bool) -> None:
        """Print a page, None for an empty side."""

    def end(self) -> None:
        """Hand the job over."""

    def abort(self) -> None:
        """Drop the job."""


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return the width and height of every page in mm."""
    with raster.opened(pdf) as document:
        return [(page[0] * MM_A_POINT, page[1] * MM_A_POINT) for page in map(document.get_page_size, range(len(document)))]


class Spool:
    """The pages of one printing in their order; `step` prints one, again and again until it says there is no more."""

    def __init__(self, pdf: bytes, measured: Sequence[tuple[float, float]], preset: Preset, press: Press, *,
                 pages: str = "") -> None:  # fmt: skip
        """`measured` are the `sizes` of the PDF. Raises InputError for pages that are not there or do not fit the paper."""
        self._pdf, self._preset, self._press = pdf, preset, press
        which = chosen(pages, len(measured))
        self._places = {page: place(measured[page], preset) for page in which}
        side: list[int | None] = list(which)
        if preset.duplex != "none" and len(side) % 2 and preset.copies > 1:
            side.append(None)  # the next copy begins on a sheet of its own
        self._steps = side * preset.copies
        self._copy = len(side)
        self._out = self._at = 0
        self._working = False

    @property
    def whole(self) -> int:
        """How many pages go to the printer, copies and empty sides included."""
        return len(self._steps)

    @property
    def at(self) -> int:
        """How many of them were drawn."""
        return self._at

    @property
    def out(self) -> int:
        """How many of them were handed over in finished jobs."""
        return self._out

    @property
    def next_page(self) -> int:
        """The page (from 1) to go on from after a fault."""
        return next((page + 1 for page in self._steps[self._out :] if page is not None), 0)

    @property
    def told(self) -> str:
        """What is out, in words."""
        if not self._out:
            return "chưa trang nào ra"
        copies, rest = divmod(self._out, self._copy)
        if self._preset.copies == 1 or not copies:
            return f"đã ra trang {ranges([page for page in self._steps[: self._out] if page is not None])}"
        more = ranges([page for page in self._steps[self._out - rest : self._out] if page is not None])
        return f"đã ra {copies} bản" + (f" và trang {more} của bản sau" if more else "")

    def go_on_from(self, page: int, press: Press) -> None:
        """Print again from a page (from 1) of the copy that was under way, maybe on another printer.

        Raises InputError for a page that does not exist.
        """
        start = self._out // self._copy * self._copy if self._out < self.whole else 0
        chosen(str(page), max(one for one in self._steps if one is not None) + 1)
        places = [at for at in range(start, min(start + self._copy, self.whole)) if self._steps[at] == page - 1]
        # A sheet has two sides: it is printed again as a whole.
        at = places[0] if places else start
        self._out = self._at = at - (at - start) % 2 if self._preset.duplex != "none" else at
        self._press = press

    def step(self) -> bool:
        """Print one page; tell whether there is another. A fault drops the job under way and is raised as PrintError."""
        if self._at >= self.whole:
            return False
        page = self._steps[self._at]
        placement = self._places[page] if page is not None else next(iter(self._places.values()))
        try:
            if not self._working:
                self._press.begin(self._preset)
            first, self._working = not self._working, True
            self._print(page, placement, first=first)
            self._at += 1
            if self._at == self.whole or self._at - self._out >= JOB:
                self._press.end()
                self._out, self._working = self._at, False
        except AppError:
            self.stop()
            raise
        return self._at < self.whole

    def run(self, *, progress: Callable[[int, int], None] | None = None, stopped: Callable[[], bool] = bool) -> bool:
        """Print everything that is left; tell whether it came to its end."""
        more = self._at < self.whole
        while more and not stopped():
            more = self.step()
            if progress:
                progress(self._at, self.whole)
        if more:
            self.stop()
        return not more

    def stop(self) -> None:
        """Drop the job under way; what is out stays out."""
        if self._working:
            self._press.abort()
        self._working, self._at = False, self._out

    def _print(self, page: int | None, placement: Placement, *, first: bool) -> None:
        if page is None:
            self._press.page(None, placement, first=first)
            return
        with raster.opened(self._pdf) as document:
            drawn = document[page].render(scale=self._preset.dpi / 72 * placement.scale, rev_byteorder=True,
                                          grayscale=self._preset.grey, maybe_alpha=False)  # fmt: skip
            if drawn.mode not in {"RGB", "L"}:
                raise PrintError("Không tạo được ảnh trang in: hãy tạo lại tài liệu.", details=drawn.mode)
            picture = Picture(drawn.width, drawn.height, drawn.stride, drawn.mode == "L", drawn.buffer)
            self._press.page(picture, placement, first=first)
