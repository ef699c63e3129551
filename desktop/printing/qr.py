"""QR codes as one vector path."""

import re

from desktop.models.errors import PrintError
from desktop.printing.codes import modules
from desktop.printing.sheet import MM, Sheet, ink

QUIET = 4  # modules of white around the code (ISO/IEC 18004)
LEAST_MODULE = 0.5  # mm; below it phones begin to fail
_DARK = re.compile("1+")


def draw_qr(sheet: Sheet, text: str, *, x: float, y: float, size: float) -> None:
    """Draw a code of level M into a white square of `size` mm. Raises PrintError when it would be too fine to read."""
    rows = modules(text)
    side = size / (len(rows) + 2 * QUIET)
    if side < LEAST_MODULE:
        raise PrintError("Liên kết cho mã QR quá dài, mã sẽ quá nhỏ để quét: hãy dùng liên kết ngắn hơn.")
    sheet.box(x, y, size, size, fill="#ffffff")
    canvas = sheet.canvas
    canvas.saveState()
    canvas.setFillColor(ink("#000000"))
    # From here a unit is a module and y runs down, so that every number is a small whole one.
    canvas.transform(side * MM, 0, 0, -side * MM, (x + QUIET * side) * MM, (sheet.height - y - QUIET * side) * MM)
    runs = (f"{run.start()} {down} {len(run.group())} 1 re" for down, row in enumerate(rows) for run in _DARK.finditer(row))
    canvas._code.append(f"n {' '.join(runs)} f")
    canvas.restoreState()


def matrix(text: str) -> list[bytes]:
    """Return the squares of a code row by row, 1 for dark. Raises PrintError when no code can hold the text."""
    return [bytes(map(int, row)) for row in modules(text)]


def module(size: float, text: str) -> float:
    """Return how large one square of the code of a text is, in the units of `size`; 0 when no code can hold it."""
    try:
        return size / (len(modules(text)) + 2 * QUIET)
    except PrintError:
        return 0.0
