"""When an office sends: decides, never sends; no line, no Qt, the clock and the dice are handed in.

Ninety-four offices start at eight o'clock and share one centre; each must neither wait long nor knock with the others.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.models.errors import AppError, SyncError

START, HERD = (3.0, 30.0), (20.0, 180.0)  # seconds after the start when something waits, and when nothing does
QUIET, LATEST = 10.0, 60.0  # seconds after the last save; at most after the first of a run
TIMER = 900.0  # seconds between sendings when all is well
NO_LINE = (12.0, 24.0)  # seconds between tries while there is no line at all: a try costs nothing then
BACKOFF, SLOWEST = 30.0, 900.0  # seconds of the first step, and of the longest
BY_HAND = 6 * 3600.0  # seconds between tries of what only a person can mend
NIGHT_BEGINS = 22  # o'clock, when photos that wait for the night go
NIGHT_SPREAD = 3600.0  # seconds over which offices begin
STUBBORN = frozenset({"revoked", "unknown-device", "not-enrolled", "no-box", "too-old", "too-new", "proxy", "untrusted",
                      "clock"})  # fmt: skip
PENDING = 600.0  # seconds between asking whether the centre has approved this PC


class Schedule:
    """Says when to send next. `clock` gives seconds (monotonic), `now` the local time, `dice` a number from a range."""

    def __init__(self, clock: Callable[[], float], now: Callable[[], datetime],
                 dice: Callable[[float, float], float] = random.uniform) -> None:  # fmt: skip
        self._clock, self._now, self._dice = clock, now, dice
        self._due: float | None = None
        self._held = 0.0  # no try of our own before this moment
        self._first_save: float | None = None
        self._failures = 0

    @property
    def wait(self) -> float | None:
        """Return in how many seconds to send, 0 when it is time, None when nothing is planned."""
        return None if self._due is None else max(0.0, self._due - self._clock())

    def started(self, *, waiting: bool) -> None:
        """The program has begun; whether something waits to be sent."""
        self._due = self._clock() + self._dice(*(START if waiting else HERD))

    def saved(self) -> None:
        """Something was saved: soon, but not at every key stroke of a run."""
        now = self._clock()
        if self._first_save is None:
            self._first_save = now
        wanted = max(min(now + QUIET, self._first_save + LATEST), self._held)
        # What was planned earlier for another reason (the start, the timer) may come first.
        planned = self._due if self._due is not None and self._held <= self._due < self._first_save + QUIET else wanted
        self._due = min(wanted, planned)

    def begun(self) -> None:
        """A sending has begun, by itself or by hand."""
        self._due = self._first_save = None

    def sent(self, *, more: bool = False, tonight: bool = False) -> None:
        """A sending ended well; `more` was saved meanwhile, `tonight` says that photos wait for the night."""
        self._failures, self._held = 0, 0.0
        wait = QUIET if more else TIMER * self._dice(0.8, 1.2)
        if tonight:
            wait = min(wait, self._until_night())
        self._due = self._clock() + wait

    def failed(self, fault: AppError, *, waiting: bool) -> None:
        """A sending ended in a fault; whether something still waits."""
        self._failures += 1
        wait = self._pause(fault, waiting=waiting)
        self._held = self._due = self._clock() + wait

    def _pause(self, fault: AppError, *, waiting: bool) -> float:
        state = fault.state if isinstance(fault, SyncError) else ""
        asked = float(getattr(fault, "retry_after", 0) or 0)
        if asked:
            # The centre said when; all who were told the same must not come back together.
            return asked + self._dice(0.0, max(10.0, asked / 2)) + self._dice(0.0, self._step() / 2)
        if state == "offline":
            return self._dice(*NO_LINE) if waiting else TIMER * self._dice(0.8, 1.2)
        if state == "pending":
            return PENDING * self._dice(0.8, 1.2)
        if state in STUBBORN:
            return BY_HAND * self._dice(0.8, 1.2)
        step = self._step()
        return self._dice(step / 3, step)

    def _step(self) -> float:
        return float(min(SLOWEST, BACKOFF * 2 ** min(self._failures - 1, 10)))

    def _until_night(self) -> float:
        now = self._now()
        begins = now.replace(hour=NIGHT_BEGINS, minute=0, second=0, microsecond=0)
        if begins <= now:
            begins += timedelta(days=1)
        return (begins - now).total_seconds() + self._dice(0.0, NIGHT_SPREAD)
