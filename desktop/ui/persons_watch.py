"""Lets the caretaker delete the lists of who came whose day is over, and says so."""

from typing import Any

from PySide6.QtCore import QObject

from desktop.ui.caretaker import Caretaker
from desktop.ui.main_window import MainWindow

LISTS = "lists of attendees"
EVERY, FIRST = 120.0, 3.0  # minutes of use


class PersonsWatch(QObject):
    """A child of the window."""

    def __init__(self, window: MainWindow, caretaker: Caretaker) -> None:
        super().__init__(window)
        self._window = window
        caretaker.hang(LISTS, EVERY, lambda desk, job: desk.personal.purge_due(), self._purged,
                       failed=lambda fault: None, first=FIRST)  # fmt: skip

    def _purged(self, receipt: Any) -> None:
        if receipt is not None:
            said = self.tr("{what} Biên nhận số {n}.").format(what=receipt.sentence, n=receipt.n)
            self._window.messages.tell("note", said, action=self.tr("Xem"), run=lambda: self._window.show_page("safety", "persons"))
