"""QR codes as one vector path."""

from functools import lru_cache

import segno

from desktop.models.errors import PrintError
from desktop.printing.sheet import MM, Sheet, ink

QUIET = 4  # modules of white around the code (ISO/IEC 18004)
LEAST_MODULE = 0.5  # mm; below it phones begin to fail


def draw_qr(sheet: Sheet, text: str, *, x: float, y: float, size: float) -> None:
    """Draw a code of level M into a white square of `size` mm. Raises PrintError when it would be too fine to read."""
    rows = matrix(text)
    side = size / (len(rows) + 2 * QUIET)
    if side < LEAST_MODULE:
        raise PrintError("Liên kết cho mã QR quá dài, mã sẽ quá nhỏ để quét: hãy dùng liên kết ngắn hơn.")
    sheet.box(x, y, size, size, fill="#ffffff")
    path = sheet.canvas.beginPath()
    for down, row in enumerate(rows):
        for start, length in _runs(row):
            left, top = x + (QUIET + start) * side, y + (QUIET + down) * side
            path.rect(left * MM, (sheet.height - top - side) * MM, length * side * MM, side * MM)
    sheet.canvas.setFillColor(ink("#000000"))
    sheet.canvas.drawPath(path, stroke=0, fill=1)


def matrix(text: str) -> list[bytes]:
    """Return the squares of a code row by row, 1 for dark. Raises PrintError when no code can hold the text."""
    return [bytes(row) for row in _code(text).matrix]


def module(size: float, text: str) -> float:
    """Return how large one square of the code of a text is, in the units of `size`; 0 when no code can hold it."""
    try:
        return size / (len(_code(text).matrix) + 2 * QUIET)
    except PrintError:
        return 0.0


@lru_cache(maxsize=256)
def _code(text: str) -> segno.QRCode:
    try:
        return segno.make(text, error="m", boost_error=False, micro=False)
    except (segno.DataOverflowError, ValueError) as fault:
        raise PrintError("Liên kết cho mã QR quá dài: hãy dùng liên kết ngắn hơn.", details=repr(fault)) from fault


def _runs(row: bytes) -> list[tuple[int, int]]:
    runs, start = [], None
    for at, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            runs.append((start, at - start))
            start = None
    return runs
