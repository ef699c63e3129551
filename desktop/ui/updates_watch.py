"""Looks once a day whether there is a newer version, by the caretaker; takes it by itself only where IT decided so."""

from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from desktop.models.text import number_vi
from desktop.ui.caretaker import Caretaker
from desktop.ui.main_window import MainWindow

LOOK = "updates"
EVERY, FIRST = 60.0, 15.0  # minutes of use; the day of the last look is kept, so it is once a day


class UpdatesWatch(QObject):
    """A child of the window; a line that is down is no news, tomorrow is another day."""

    def __init__(self, window: MainWindow, caretaker: Caretaker) -> None:
        super().__init__(window)
        self._window = window
        caretaker.hang(LOOK, EVERY, look, self._found, failed=lambda fault: None, first=FIRST)

    def _found(self, found: Any) -> None:
        if found is None:
            return
        if isinstance(found, str):
            self._window.messages.tell("note", found)
            return
        self._window.messages.tell("note", self.tr("Có bản {version} (tải {size} MB): mở Cài đặt, mục «Bản mới» để tải.").format(
            version=found.version, size=number_vi(found.length / 1e6, most=2)))  # fmt: skip


def look(desk: Any, job: object) -> Any:
    """Return the newer version there is (an offer), what was brought in words where IT decided «auto», or None."""
    decided = desk.settings.decided("updates")
    if decided == "off":
        return None
    offer = desk.updates.daily(date.today().isoformat())
    if offer is None or decided != "auto":
        return offer
    return desk.updates.bring(offer)
