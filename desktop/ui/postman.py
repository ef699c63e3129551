"""The post of the window: sends by itself when the schedule says so, never in the way, on a thread of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.errors import AppError
from desktop.tasks import Job, Tasks
from desktop.ui.desk import Desk, Schedule, Sending

LEAST_LOOK, LONGEST_LOOK = 200, 60_000  # ms between looking at the schedule: a PC that slept wakes to a new hour
LAST_WAIT = 20_000  # ms the window stays open for what is still being sent
STARTS = 1_500  # ms after the first page: nothing of the post slows the start


class Postman(QObject):
    """One sending at a time; `by_hand` in the signals says whether the person asked for it."""

    began = Signal()
    progressed = Signal(int, int)  # saves a receipt counted, saves that waited
    pictures = Signal(float, float, float)  # bytes of photos confirmed, that waited, bytes a second
    ended = Signal(object, bool)  # Sending, by_hand
    failed = Signal(object, bool)  # AppError, by_hand

    def __init__(self, desk: Desk, tasks: Tasks, make_schedule: Callable[[], Schedule]) -> None:
        super().__init__()
        self._desk, self._tasks, self._make_schedule = desk, tasks, make_schedule
        self._job: Job | None = None
        self._closed = False
        self._by_hand = False
        self.fault: AppError | None = None  # of the last sending, None when it went well
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    # Public

    @cached_property
    def _schedule(self) -> Schedule:
        return self._make_schedule()

    @property
    def busy(self) -> bool:
        """Whether a sending is under way."""
        return self._job is not None

    @property
    def idle(self) -> bool:
        """Whether nothing is queued or under way on the post's thread."""
        return self._tasks.idle

    @property
    def next_try(self) -> datetime | None:
        """Return the local time of the next try of its own, None when none is planned."""
        wait = self._schedule.wait
        return None if wait is None or self.busy else datetime.now() + timedelta(seconds=wait)

    def start(self) -> None:
        """Begin to look after the post; called once the first page stands."""
        if not self._closed and self._desk.post.centre():
            self._schedule.started(waiting=bool(self._desk.outbox.counts().waiting))
            self._plan()

    def saved(self) -> None:
        """Something was saved in the book."""
        if not self._closed and self._desk.post.centre():
            self._schedule.saved()
            self._plan()

    def send(self, *, by_hand: bool = True) -> None:
        """Send now."""
        self._by_hand = self._by_hand or by_hand
        if self._job is not None:
            return
        self._by_hand = by_hand
        self._schedule.begun()
        self._timer.stop()
        self._job = self._tasks.run(self._work, self._sent, failed=self._not_sent, progress=self._told)
        self.began.emit()

    def stop(self) -> None:
        """Stop after the batch that is on its way."""
        if self._job is not None:
            self._job.stop()

    def close(self) -> None:
        """End what is under way and the thread."""
        self._closed = True
        self._timer.stop()
        self.stop()
        self._tasks.close()

    # Its work

    @staticmethod
    def _work(desk: Desk, job: Job) -> tuple[Sending, bool, bool]:
        def pictures(done: int, total: int, rate: float) -> None:
            job.tell(job, "progress", (done, total, rate))

        done = desk.post.send(job.report, lambda: job.stopped, pictures)
        left = desk.post.photos()
        return done, bool(left.count and left.send and left.night), bool(desk.outbox.counts().waiting)

    def _told(self, *told: Any) -> None:
        (self.progressed if len(told) == 2 else self.pictures).emit(*told)

    def _sent(self, said: tuple[Sending, bool, bool]) -> None:
        done, tonight, more = said
        self._finished(None, lambda: self._schedule.sent(more=more, tonight=tonight))
        self.ended.emit(done, self._by_hand)

    def _not_sent(self, fault: AppError) -> None:
        waiting = bool(self._desk.outbox.counts().waiting)
        self._finished(fault, lambda: self._schedule.failed(fault, waiting=waiting))
        self.failed.emit(fault, self._by_hand)

    def _finished(self, fault: AppError | None, plan: Callable[[], None]) -> None:
        self._job, self.fault = None, fault
        plan()
        self._plan()

    def _plan(self) -> None:
        wait = self._schedule.wait
        if wait is not None and self._job is None:
            self._timer.start(max(LEAST_LOOK, min(LONGEST_LOOK, round(wait * 1000))))

    def _look(self) -> None:
        if self._schedule.wait == 0:
            self.send(by_hand=False)
        else:
            self._plan()
