"""Marks around a finished sheet: where the shop cuts and where a person folds. Drawn by us, never scaled with the art."""

from collections.abc import Sequence

from desktop.printing.sheet import Sheet

GAP = 2.0  # mm between the bleed and a mark, so that none of it is left on the finished sheet
LENGTH = 5.0  # mm of a mark
ROOM = GAP + LENGTH + 1.0  # mm a sheet needs around its bleed
LINE = 0.25  # points: fine, and still seen
Rect = tuple[float, float, float, float]


def crop(sheet: Sheet, trim: Rect, bleed: float) -> None:
    """Mark the four corners of the cut (x, y, width, height in mm); the marks begin outside the bleed."""
    x, y, width, height = trim
    near, far = bleed + GAP, bleed + GAP + LENGTH
    for across in (x, x + width):
        sheet.rule(across, y - far, across, y - near, width=LINE)
        sheet.rule(across, y + height + near, across, y + height + far, width=LINE)
    for down in (y, y + height):
        sheet.rule(x - far, down, x - near, down, width=LINE)
        sheet.rule(x + width + near, down, x + width + far, down, width=LINE)


def fold(sheet: Sheet, trim: Rect, bleed: float, places: Sequence[float], *, length: float = LENGTH, gap: float = GAP) -> None:
    """Mark folds, dashed, above and below the cut; `places` are mm from its left edge."""
    x, y, _, height = trim
    near, far = bleed + gap, bleed + gap + length
    for place in places:
        sheet.rule(x + place, y - far, x + place, y - near, width=LINE, dash=(2, 1.5))
        sheet.rule(x + place, y + height + near, x + place, y + height + far, width=LINE, dash=(2, 1.5))
