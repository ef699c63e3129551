"""One worker thread: work goes in, plain values come out, through one queued signal.

The worker has a context of its own, opened in its thread (a second connection to the book). A piece of work is
called as `work(context, job)`; what it returns is handed to `done` on the screen's thread, an AppError to
`failed`, anything else to `bug`. Work of a lane replaces the older work of that lane: only the last counts.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from desktop.models.errors import AppError

Work = Callable[[Any, "Job"], Any]


@dataclass(slots=True, eq=False)
class Job:
    """One piece of work under way: asks for progress to be told, and whether it should stop."""

    work: Work
    done: Callable[[Any], None] | None
    failed: Callable[[AppError], None] | None
    progress: Callable[[int, int], None] | None
    lane: str
    tell: Callable[..., None]
    _stop: threading.Event = field(default_factory=threading.Event)

    def report(self, done: int, whole: int) -> None:
        """Tell how far the work is; called from the worker."""
        self.tell(self, "progress", (done, whole))

    @property
    def stopped(self) -> bool:
        """Whether the work should end early."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to end; its result is then dropped unless it has no lane."""
        self._stop.set()


class Tasks(QObject):
    """The one worker thread and the door back to the screen."""

    busy = Signal(bool)
    _told = Signal(object, str, object)

    def __init__(self, open_context: Callable[[], Any], *, bug: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._open = open_context
        self._bug = bug
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._lanes: dict[str, Job] = {}
        self._under_way = 0
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._started = self._closed = False
        # What is done, until the screen's thread lets it go: a callback may hold the last of a widget, and a widget that is
        # destroyed on another thread can stop both for ever.
        self._spent: deque[Job] = deque()

    def run(
        self,
        work: Work,
        done: Callable[[Any], None] | None = None,
        *,
        failed: Callable[[AppError], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        lane: str = "",
    ) -> Job:
        """Queue a piece of work; the callbacks are called on the screen's thread. Once closed it takes nothing more."""
        if self._closed:
            job = Job(work, done, failed, progress, lane, lambda *told: None)
            job.stop()
            return job
        job = Job(work, done, failed, progress, lane, self._told.emit)
        if lane:
            older = self._lanes.get(lane)
            if older is not None:
                older.stop()
            self._lanes[lane] = job
        self._under_way += 1
        if self._under_way == 1:
            self.busy.emit(True)
        self._queue.put(job)
        self._start()
        return job

    @property
    def idle(self) -> bool:
        """Whether nothing is queued or under way."""
        return self._under_way == 0

    def close(self, *, wait: float = 10.0) -> None:
        """Stop what is under way, let the worker close its book, and wait for it (seconds)."""
        self._closed = True
        for job in self._lanes.values():
            job.stop()
        self._told.disconnect(self._hear)
        if self._started:
            self._queue.put(None)
            self._thread.join(wait)

    def _start(self) -> None:
        if not self._started:
            self._started = True
            self._thread.start()

    def _run(self) -> None:
        context: Any = None
        while (job := self._queue.get()) is not None:
            self._spent.append(job)
            if job.lane and job.stopped:
                self._tell(job, "dropped", None)
                continue
            try:
                if context is None:
                    context = self._open()
                self._tell(job, "done", job.work(context, job))
            except AppError as fault:
                self._tell(job, "failed", fault)
            except Exception as bug:
                self._tell(job, "bug", bug)
        if context is not None:
            context.close()

    def _tell(self, job: Job, what: str, value: object) -> None:
        try:
            self._told.emit(job, what, value)
        except RuntimeError:  # the window was closed meanwhile
            return

    @Slot(object, str, object)
    def _hear(self, job: Job, what: str, value: Any) -> None:
        if what == "progress":
            if job.progress and not job.stopped and _awaited(job.progress):
                job.progress(*value)
            return
        self._end(job)
        while len(self._spent) > 1:  # the worker itself still holds the newest
            self._spent.popleft()
        if (job.lane and job.stopped) or not _awaited(job.done):
            return
        if what == "done" and job.done:
            job.done(value)
        elif what == "failed" and job.failed:
            job.failed(value)
        elif what in ("failed", "bug"):
            self._bug(value)

    def _end(self, job: Job) -> None:
        self._under_way -= 1
        if self._lanes.get(job.lane) is job:
            del self._lanes[job.lane]
        if self._under_way == 0:
            self.busy.emit(False)


def _awaited(callback: Callable[..., None] | None) -> bool:
    """Say whether whoever asked is still there: a page may be gone before its answer comes."""
    told = getattr(callback, "func", callback)  # what a partial calls
    cells = getattr(told, "__closure__", None) or ()
    askers = [getattr(told, "__self__", None), *(cell.cell_contents for cell in cells)]
    return all(isValid(asker) for asker in askers if isinstance(asker, QObject))
