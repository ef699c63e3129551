"""Lets the caretaker make the copies of the book, and tells what stands in their way; knows the way back to a copy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.errors import AppError, Damaged
from desktop.tasks import Job, Tasks, Work
from desktop.ui.caretaker import STARTS, Caretaker
from desktop.ui.main_window import MainWindow
from desktop.ui.room import Room

COPY, SECOND = "copy", "second place"
EVERY, FIRST, LOOKS = 30.0, 2.0, 2.0  # minutes of use


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
        caretaker.hang(SECOND, LOOKS, lambda desk, job: desk.copying.bring(caretaker.pause), self._brought,
                       failed=lambda fault: None, first=0.5)  # fmt: skip
        self._asked: Job | None = None
        window.painted.connect(lambda: QTimer.singleShot(STARTS, self, self._begin))
        window.leaving.connect(self._leave)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way on the caretaker's thread."""
        return self._care.idle

    def run(self, work: Work, done: Callable[[Any], None], *, failed: Callable[[AppError], None],
            progress: Callable[[int, int], None]) -> Job:  # fmt: skip
        """Do on that thread what a person asked for and that takes long; it is stopped when the window closes."""
        self._asked = self._care.run(work, done, failed=failed, progress=progress)
        return self._asked

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
        if self._asked is not None:
            self._asked.stop()
        self._caretaker.leave(COPY, lambda desk, job: desk.copying.make("exit", self._caretaker.pause))

    def _made(self, copy: object) -> None:
        self._told = ""
        if copy is not None:
            self.copied.emit()

    def _brought(self, folder: Path | None) -> None:
        if folder is not None:
            self._window.messages.tell("done", self.tr("Đã sao sang nơi thứ hai {folder}: rút ra được.").format(folder=folder))
            self.copied.emit()

    def _failed(self, fault: AppError) -> None:
        if isinstance(fault, Damaged):  # look at all of it now: whoever watches for damage then tells and mends
            self._care.run(lambda desk, job: desk.health.check(job.report, lambda: job.stopped), failed=lambda fault: None)
        elif fault.sentence != self._told:
            self._told = fault.sentence
            said = self.tr("Chưa sao lưu tự động được. {why}").format(why=fault.sentence)
            self._window.messages.tell("warn", said, action=self.tr("Xem"), run=lambda: self._window.show_page("safety"))
