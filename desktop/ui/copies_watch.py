"""Lets the caretaker make the copies of the book, and tells what stands in their way; knows the way back to a copy."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.errors import AppError, Damaged
from desktop.tasks import Tasks
from desktop.ui.caretaker import STARTS, Caretaker
from desktop.ui.main_window import MainWindow
from desktop.ui.room import Room

COPY = "copy"
EVERY, FIRST = 30.0, 2.0  # minutes of use


class CopiesWatch(QObject):
    """A child of the window; pages find it there."""

    go_back_asked = Signal(object, object)  # the dialog that waits, what desk.copying.ready gave
    copied = Signal()  # there is a new copy

    def __init__(self, window: MainWindow, caretaker: Caretaker, care: Tasks) -> None:
        super().__init__(window)
        self._window, self._caretaker, self._care = window, caretaker, care
        self._told = ""  # the last fault that was told: the same one is not told again and again
        caretaker.hang(COPY, EVERY, lambda desk, job: desk.copying.make("auto", caretaker.pause), self._made,
                       failed=self._failed, first=FIRST)  # fmt: skip
        window.painted.connect(lambda: QTimer.singleShot(STARTS, self, self._begin))
        window.leaving.connect(self._leave)

    @property
    def care(self) -> Tasks:
        """The caretaker's thread, for what a person asked for and that takes long."""
        return self._care

    @property
    def caretaker(self) -> Caretaker:
        """Who does it; other work that comes again and again can be hung there."""
        return self._caretaker

    def restore(self, room: Room, source: Path | None = None) -> Any:
        """Open the dialog of the way back, at a copy where one was chosen already."""
        from desktop.ui.restore_dialog import RestoreDialog  # read when somebody goes back

        dialog = RestoreDialog(room, self._window, source=source)
        dialog.go_back_asked.connect(lambda ready: self.go_back_asked.emit(dialog, ready))
        dialog.begin()
        return dialog

    def _begin(self) -> None:
        self._care.run(lambda desk, job: desk.copying.tidy(), failed=lambda fault: None)
        self._caretaker.begin()

    def _leave(self) -> None:
        """Make the last copy; the person is gone for all they see."""
        self._window.hide()
        self._caretaker.leave(COPY, lambda desk, job: desk.copying.make("exit", self._caretaker.pause))

    def _made(self, copy: object) -> None:
        self._told = ""
        if copy is not None:
            self.copied.emit()

    def _failed(self, fault: AppError) -> None:
        if isinstance(fault, Damaged):  # look at all of it now: whoever watches for damage then tells and mends
            self._care.run(lambda desk, job: desk.health.check(job.report, lambda: job.stopped), failed=lambda fault: None)
        elif fault.sentence != self._told:
            self._told = fault.sentence
            said = self.tr("Chưa sao lưu tự động được. {why}").format(why=fault.sentence)
            self._window.messages.tell("warn", said, action=self.tr("Xem"), run=lambda: self._window.show_page("safety"))
