"""How much to send at once: by what the line has shown, in seconds on the air, never by a fixed count."""

from dataclasses import dataclass

from sync import wire

FIRST = 16_000  # bytes: two seconds at 64 kbit/s
LARGEST = 128_000  # bytes: more gains less than it costs when the line breaks in the middle
SMALLEST = 500  # bytes
SWIFT, QUICK, SLOW = 6.0, 10.0, 25.0  # seconds a batch took: sooner, the next is 4 times or twice as big; later, half
FIRST_WEIGHT = 170.0  # bytes of a revision before any was measured
WIDEST = 3  # batches under way at once
WORTH = 1.1  # another batch under way stays only where it brings this much more
SHARE = 3  # a batch carries at most one part in so many of what waits
SHORT = 3.0  # seconds a full batch takes where others beside it do not lengthen each other's round trips


@dataclass(slots=True)
class Sizing:
    """The size of the next batch and how many may be under way."""

    waiting: int = 0  # revisions of the whole sending
    size: int = FIRST
    weight: float = FIRST_WEIGHT
    width: int = 1
    _best: float = 0.0
    _settled: bool = False

    @property
    def rows(self) -> int:
        """How many revisions the next batch may carry: never more than a third of all, for a cut costs what was under way."""
        most = max(FIRST / self.weight, self.waiting / SHARE)
        return max(1, min(wire.MAX_REVISIONS, int(min(self.size / self.weight, most))))

    def answered(self, rows: int, size: int, seconds: float, rate: float) -> None:
        """Learn from a batch that was answered; `rate`: bytes a second of everything under way together."""
        self.weight = max(40.0, (self.weight + size / max(rows, 1)) / 2)
        full = size >= self.size / 2
        if seconds > SLOW:
            self.failed()
        elif seconds < QUICK and full:
            self.size = min(self.size * (4 if seconds < SWIFT else 2), LARGEST)
        if full:
            self._widen(rate, seconds)

    def failed(self) -> None:
        """Learn from a line that broke or a batch that was too big."""
        self.size = max(self.size // 2, SMALLEST)
        self.width, self._settled = 1, False
        self._best = 0.0

    def _widen(self, rate: float, seconds: float) -> None:
        """Put one more under way as long as that brings more, then stay with the number that brought the most.

        On a slow line each more costs a handshake of 2.6 KB and fills the queue before the others (measured).
        """
        if self._settled:
            return
        if seconds < SHORT and rate > self._best * WORTH and self.width < WIDEST:
            self._best = rate
            self.width += 1
        else:
            self._settled = True
            if rate <= self._best:
                self.width = max(1, self.width - 1)
