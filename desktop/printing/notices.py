"""What people must be told about their data, in large letters on one sheet to hang at the door of an event."""

from collections.abc import Sequence

from desktop.printing import typeset
from desktop.printing.printable import printable
from desktop.printing.sheet import MM, Sheet

A4 = (210.0, 297.0)
LEFT, RIGHT, TOP, BOTTOM = 22.0, 188.0, 40.0, 280.0  # mm
TITLE, LARGEST, SMALLEST = 34.0, 24.0, 12.0  # points
PITCH, GAP = 1.35, 5.0  # of the size; mm between two paragraphs


def poster(unit: str, lines: Sequence[str]) -> bytes:
    """Return the sheet as a tagged PDF/A, the letters as large as it holds. Raises PrintError when a font is missing."""
    unit, lines = printable(unit), tuple(printable(one) for one in lines)
    sizes = (half / 2 for half in range(int(LARGEST * 2), int(SMALLEST * 2), -1))
    size = next((one for one in sizes if _height(lines, one) <= BOTTOM - TOP - 14), SMALLEST)
    made = Sheet(*A4, title="Thông báo về dữ liệu cá nhân", author=unit, archival=True)
    with made.tag("P"):
        made.text((LEFT + RIGHT) / 2, 24.0, f"ỦY BAN NHÂN DÂN {unit.upper()}", "serif-bold", 14, align="center")
    with made.tag("H1"):
        made.text((LEFT + RIGHT) / 2, TOP, "THÔNG BÁO", "serif-bold", TITLE, align="center")
    y = TOP + 10
    for text in lines:
        with made.tag("P"):
            for line in _wrapped(text, size):
                y += size * PITCH / MM
                made.line(LEFT, y, line, "serif", size, more=True)
        y += GAP
    return made.bytes()


def _wrapped(text: str, size: float) -> Sequence[str]:
    return typeset.wrap(text, "serif", size, (RIGHT - LEFT) * MM)


def _height(lines: Sequence[str], size: float) -> float:
    return sum(len(_wrapped(one, size)) * size * PITCH / MM + GAP for one in lines)
