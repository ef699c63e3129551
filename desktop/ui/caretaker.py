"""The caretaker of the window: what is done again and again for the book, on a thread of its own, never in the way."""

import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.errors import AppError, StoreError
from desktop.tasks import Tasks, Work
from desktop.ui.rounds import Rounds

LOOKS = 20_000  # ms between two looks
STARTS = 6_000  # ms after the first page
FAILED = 10.0  # minutes of use after which what failed is tried again
TYPED = 0.4  # seconds after a key in which nothing goes on
PATIENCE = 30.0  # seconds that one piece of work waits for people altogether
NAP = 0.02  # seconds
LAST = 3.0  # seconds the way out may take


class OutOfTime(StoreError):
    """The program is closing: what was under way is left for the next start."""


class _Task(NamedTuple):
    work: Work
    done: Callable[[Any], None] | None
    failed: Callable[[AppError], None] | None


class Caretaker(QObject):
    """One thing at a time. `touched` is when a person last did something, `busy` whether somebody waits for the worker."""

    began = Signal(str)
    ended = Signal(str)

    def __init__(self, care: Tasks, touched: Callable[[], float], busy: Callable[[], bool], parent: QObject | None = None, *,
                 clock: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        super().__init__(parent)
        self._care, self._touched, self._busy, self._clock = care, touched, busy, clock
        self._rounds = Rounds(clock())
        self._tasks: dict[str, _Task] = {}
        self._waited = 0.0
        self._deadline: float | None = None
        self._closing = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKS)
        self._timer.timeout.connect(self.look)

    # Public

    def hang(self, name: str, every: float, work: Work, done: Callable[[Any], None] | None = None, *,
             failed: Callable[[AppError], None] | None = None, first: float | None = None) -> None:  # fmt: skip
        """Take up work to be done after every `every` minutes of use, the first time after `first`.

        `work` is called as work(desk, job) on the caretaker's thread and should call `pause` often; `done` and `failed` are
        called on the screen's thread.
        """
        self._tasks[name] = _Task(work, done, failed)
        self._rounds.add(name, every, first=first)

    def begin(self) -> None:
        """Begin the rounds."""
        self._timer.start()

    def look(self) -> None:
        """Do what is due, where the moment is good."""
        name = self._rounds.look(self._clock(), self._touched())  # also while somebody else is at work: it counts the use
        if name and self._care.idle and not self._closing.is_set():
            self.do(name)

    def do(self, name: str) -> None:
        """Do something now, whether it is due or not."""
        task = self._tasks[name]
        self._rounds.begun(name)
        self._waited = 0.0
        self.began.emit(name)
        self._care.run(task.work, lambda value: self._done(name, value), failed=lambda fault: self._failed(name, fault))

    def pause(self) -> None:
        """Called between two small steps of the work, on its thread: let whoever types or waits for paper go first.

        Raises OutOfTime when the program closes and the time for that is over.
        """
        while self._waited < PATIENCE and self._deadline is None and (
                self._clock() - self._touched() < TYPED or self._busy()):  # fmt: skip
            self._waited += NAP
            self._closing.wait(NAP)
        if self._closing.is_set() and (self._deadline is None or self._clock() > self._deadline):
            raise OutOfTime("Chưa kịp làm xong lúc đóng chương trình: lần mở sau sẽ làm tiếp.")

    def leave(self, name: str, work: Work) -> None:
        """Do one last thing while the program closes, for at most LAST seconds; what does not fit is left."""
        self._timer.stop()
        self._deadline = self._clock() + LAST
        if name in self._tasks:
            self._care.run(work, failed=lambda fault: None)

    def close(self) -> None:
        """Begin nothing more; what is under way ends at its next pause, or when the time of `leave` is over."""
        self._timer.stop()
        self._closing.set()

    # Its work

    def _done(self, name: str, value: Any) -> None:
        task = self._tasks[name]
        self.ended.emit(name)
        if task.done:
            task.done(value)

    def _failed(self, name: str, fault: AppError) -> None:
        self._rounds.sooner(name, FAILED)
        self.ended.emit(name)
        task = self._tasks[name]
        if task.failed:
            task.failed(fault)
