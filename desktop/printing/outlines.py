"""Letters as curves: what a shop without our fonts asks for. The same places and widths as with letters."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import uharfbuzz

from desktop.models.text import clean
from desktop.printing import fonts
from desktop.printing.sheet import MM, Sheet, ink

Step = tuple[str, tuple[float, ...]]  # the name of a canvas path's method, and its numbers in em


class Outlined(Sheet):
    """A sheet that draws every letter as a curve; nothing of it can be searched or read aloud."""

    def text(self, x: float, y: float, text: str, face: str, size: float, *, color: str = "#000000",
             align: str = "left", stretch: float = 0.0) -> None:  # fmt: skip
        """Draw one line with its baseline at y, as curves."""
        line = clean(text)
        wide = fonts.width(line, face, size) + stretch * line.count(" ")
        at, base = x * MM - {"left": 0.0, "center": wide / 2, "right": wide}[align], (self.height - y) * MM
        path = self.canvas.beginPath()
        for sign in line:
            for name, numbers in outline(face, sign):
                getattr(path, name)(*(value * size + (base if place % 2 else at) for place, value in enumerate(numbers)))
            at += fonts.width(sign, face, size) + (stretch if sign == " " else 0.0)
        with self._artefact():
            self.canvas.setFillColor(ink(color))
            # Glyphs overlap themselves (đ, ơ): by the even-odd rule these places would be holes.
            self.canvas.drawPath(path, stroke=0, fill=1, fillMode=1)


@cache
def outline(face: str, sign: str) -> Sequence[Step]:
    """Return the curves of one letter in em, nothing for one the face does not have."""
    font, units = fonts.shaper(face)
    glyph = font.get_nominal_glyph(ord(sign))
    steps: list[Step] = []
    if glyph:
        font.draw_glyph(glyph, _pen(), (steps, 1 / units))
    return tuple(steps)


@cache
def _pen() -> Any:
    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, to: _step(to, "moveTo", x, y))
    pen.set_line_to_func(lambda x, y, to: _step(to, "lineTo", x, y))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, to: _step(to, "curveTo", a, b, c, d, x, y))
    pen.set_quadratic_to_func(_quadratic)
    pen.set_close_path_func(lambda to: _step(to, "close"))
    return pen


def _quadratic(bend_x: float, bend_y: float, x: float, y: float, to: tuple[list[Step], float]) -> None:
    # PDF knows cubic curves only: the same curve, its two bends a third of the way from each end.
    steps, unit = to
    start_x, start_y = (value / unit for value in steps[-1][1][-2:])
    _step(to, "curveTo", start_x + 2 / 3 * (bend_x - start_x), start_y + 2 / 3 * (bend_y - start_y),
          x + 2 / 3 * (bend_x - x), y + 2 / 3 * (bend_y - y), x, y)  # fmt: skip


def _step(to: tuple[list[Step], float], name: str, *numbers: float) -> None:
    steps, unit = to
    steps.append((name, tuple(value * unit for value in numbers)))
