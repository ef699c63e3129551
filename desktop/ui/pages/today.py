"""Hôm nay: what waits, quick recording, this month's counts."""

from PySide6.QtWidgets import QWidget

from desktop.ui.page import Page
from desktop.ui.room import Room


class Today(Page):
    """The first page."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.lay("Hôm nay", QWidget())

    def refresh(self) -> None:
        """Read what waits."""
        self.shown.emit()


def make(room: Room) -> Page:
    """Return the page."""
    return Today(room)
