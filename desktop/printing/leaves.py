"""The numbered pages of a list across A4: what stands at every foot, and the turn to the next page."""

from desktop.printing.sheet import Sheet

ACROSS = (297.0, 210.0)  # mm
_SMALL = 9.0  # points


class Leaves:
    """The pages of one sheet; places in mm from the left and the top."""

    def __init__(self, sheet: Sheet, said: str, *, left: float, right: float, foot: float, top: float) -> None:
        self._sheet, self._said = sheet, said
        self._left, self._right, self._foot, self._top = left, right, foot, top
        self._page = 1

    def end(self) -> None:
        """Write the foot of this page."""
        self._sheet.begin("Artifact")
        self._sheet.text(self._left, self._foot, self._said, "serif-italic", _SMALL)
        self._sheet.text(self._right, self._foot, f"Trang {self._page}", "serif-italic", _SMALL, align="right")
        self._sheet.end()

    def turn(self) -> float:
        """End this page and begin the next; return where its first line may stand."""
        self.end()
        self._page += 1
        self._sheet.turn(*ACROSS)
        return self._top
