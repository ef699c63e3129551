"""Photos to the centre: after the text, in pieces, from wherever they stand, never twice.

No library serves: the tus servers of PyPI keep the offset beside an appended file (a kill between the two doubles
bytes), check no digest of the whole and know no signed questions; the one client speaks PATCH, which proxies of offices
block. Names and order follow the IETF draft on resumable uploads: ask for the offset, append there, complete when the
length is reached.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.text import number_vi
from sync import frame
from sync.line import Line
from sync.states import Cut, NotTaken

FIRST, SMALLEST, LARGEST = 32_768, 8_192, 262_144  # bytes of a piece
QUICK = 4.0  # seconds; a piece taken sooner lets the next one be twice as big
CALM = 8  # after a cut, so many times its size arrives before a piece grows
TRIES = 4  # failures in a row, nothing confirmed in between, before the line is called bad
SETBACKS = 2  # times the centre may go back on a photo before that photo is set aside
SET_ASIDE = -1  # in photo_sends.sent
NIGHT = (22, 6)  # hours of the day between which «chỉ gửi ảnh ban đêm» sends
SEND, NIGHT_ONLY, DAILY_MB, TODAY = "photos_send", "photos_night", "photos_daily_mb", "photos_today"
PIECE = "photos_piece"
_RESUME = frozenset({409})

# Photos named by an activity that is not in the bin, whose text a receipt counts, and which are not yet there.
_WAITING = """
SELECT DISTINCT attachments.sha256, attachments.size FROM attachments
JOIN (SELECT json_extract(one.value, '$.sha256') AS sha256 FROM activities, json_each(activities.photos) AS one
      WHERE activities.photos IS NOT NULL AND activities.binned = 0 AND activities.verdict = 'sent') AS named
  ON named.sha256 = attachments.sha256
WHERE NOT EXISTS (SELECT 1 FROM photo_sends WHERE photo_sends.sha256 = attachments.sha256
                  AND (done_at IS NOT NULL OR sent < 0))
ORDER BY attachments.size
"""


@dataclass(frozen=True, slots=True)
class Left:
    """Photos that are not at the centre yet, and their bytes."""

    count: int
    bytes: int

    def sentence(self, rate: float) -> str:
        """Tell what is left and how long it takes at a rate (bytes a second); "" when nothing is left."""
        if not self.count:
            return ""
        size = number_vi(round(self.bytes / 1e6, 1), decimals=1) if self.bytes >= 100_000 else "dưới 0,1"
        return f"Văn bản đã gửi, còn {self.count} ảnh ({size} MB, khoảng {minutes(self.bytes, rate)} phút)."


def minutes(size: int, rate: float) -> int:
    """Return how many minutes so many bytes take at a rate (bytes a second), at least 1."""
    return max(1, round(size / max(rate, 1.0) / 60))


def left(book: Book) -> Left:
    """Count the photos that are not at the centre yet and whose text is."""
    rows = book.query(_WAITING)
    return Left(len(rows), sum(size for _, size in rows))


def forget(book: Book) -> None:
    """Ask for every photo again: the centre was restored. Those it has are proven without sending a byte of them."""
    with book.tx() as db:
        db.execute("DELETE FROM photo_sends")


def is_time(book: Book, *, now: datetime) -> bool:
    """Say whether the person lets photos go at this moment; `now` in local time."""
    if not book.setting(SEND, True):
        return False
    return not book.setting(NIGHT_ONLY, False) or now.hour >= NIGHT[0] or now.hour < NIGHT[1]


def proof_of(sha256: str, device: bytes, data: bytes) -> str:
    """Return what shows the centre that this device has the photo (64 hex digits)."""
    return hashlib.sha256(sha256.encode() + device.hex().encode() + data).hexdigest()


class Pieces:
    """The size of pieces, learnt from what became of them; begins with the size of the last time (bytes, 0: none)."""

    def __init__(self, size: int = 0) -> None:
        self.size = min(LARGEST, max(SMALLEST, size)) if size else FIRST
        self._calm = 0  # arrived since the last cut or growth
        self._cut = 0 < size < FIRST

    def arrived(self, size: int, seconds: float) -> None:
        """Note a piece that was answered: a cut costs half a piece on average, so trust comes back slowly."""
        self._calm += size
        if size >= self.size and seconds < QUICK and self._calm >= (CALM if self._cut else 1) * self.size:
            self.size, self._calm = min(LARGEST, self.size * 2), 0

    def cut(self) -> None:
        """Note a piece that got no answer."""
        self.size, self._calm, self._cut = max(SMALLEST, self.size // 2), 0, True


class PhotoSender:
    """Sends the photos of one book over an open line; gives way to text at every piece.

    `clock` gives seconds (monotonic), `now` the local time; `sent` photos were completed, `up` bytes of photos went
    out, also in vain.
    """

    def __init__(self, book: Book, line: Line, device: bytes, secret: bytes, *, clock: Callable[[], float],
                 now: Callable[[], datetime]) -> None:  # fmt: skip
        self._book, self._line, self._device, self._secret = book, line, device, secret
        self._clock, self._now = clock, now
        self._store = Attachments(book)
        self._pieces = Pieces(int(book.setting(PIECE, 0)))
        self.sent, self.up = 0, 0
        self._done, self._total = 0, 0
        self._progress: Callable[[int, int], None] = lambda done, total: None

    def send(self, stop: Callable[[], bool], text_waiting: Callable[[], bool],
             progress: Callable[[int, int], None] = lambda done, total: None) -> int:  # fmt: skip
        """Send what may go now; return how many photos were completed. Raises SyncError; what was confirmed stays.

        `progress` gets (bytes confirmed, bytes that waited at the start).
        """
        waiting = self._book.query(_WAITING)
        self._progress, self._done, self._total = progress, 0, sum(size for _, size in waiting)

        def may_go() -> bool:
            return not stop() and not text_waiting() and is_time(self._book, now=self._now()) and self._room() > 0

        try:
            for sha256, size in waiting:
                if not may_go() or not self._one(sha256, may_go):
                    break
                self._done += size
        finally:
            self._book.set(PIECE, self._pieces.size)
        return self.sent

    def _one(self, sha256: str, may_go: Callable[[], bool]) -> bool:
        """Bring one photo to its end; False when sending pauses. A photo the centre does not want is set aside."""
        data = self._store.data(sha256)
        offset: int | None = None
        reached, failures, setbacks = 0, 0, 0
        while may_go():
            try:
                said = self._standing(sha256, data) if offset is None else self._piece(sha256, data, offset)
            except (Cut, NotTaken) as fault:
                if isinstance(fault, NotTaken) and fault.proven:
                    self._mark(sha256, len(data), SET_ASIDE)
                    return True
                failures += 1
                self._pieces.cut()
                if failures == TRIES:
                    raise
                offset = None  # the piece may have arrived: where the photo stands is asked before anything goes again
                continue
            before, (offset, complete) = offset, _read(said, len(data))
            self._mark(sha256, len(data), offset, done=complete)
            self._progress(self._done + offset, self._total)
            if complete:
                self.sent += 1
                return True
            if offset > reached:
                reached, failures = offset, 0
            elif before is not None and offset <= before:
                reached, setbacks = offset, setbacks + 1
                if setbacks == SETBACKS:
                    self._mark(sha256, len(data), SET_ASIDE)
                    return True
        return False

    def _standing(self, sha256: str, data: bytes) -> Mapping[str, Any]:
        path = f"/v1/photo/{sha256}?proof={proof_of(sha256, self._device, data)}"
        return self._line.ask_signed("GET", path, b"", self._secret, self._device)[1]

    def _piece(self, sha256: str, data: bytes, offset: int) -> Mapping[str, Any]:
        piece = data[offset : offset + min(self._pieces.size, self._room())]
        path, begun = f"/v1/photo/{sha256}?offset={offset}&length={len(data)}", self._clock()
        self._count(len(piece))
        _, said = self._line.ask_signed("POST", path, piece, self._secret, self._device, also=_RESUME)
        self._pieces.arrived(len(piece), self._clock() - begun)
        return said

    def _room(self) -> int:
        """Return how many bytes may still go today."""
        cap = int(self._book.setting(DAILY_MB, 0)) * 1_000_000
        return max(0, cap - self._today()[1]) if cap else LARGEST

    def _today(self) -> tuple[str, int]:
        today = self._now().date().isoformat()
        day, sent = self._book.setting(TODAY, [today, 0])
        return today, int(sent) if day == today else 0

    def _count(self, size: int) -> None:
        # Before it goes: what is lost on the way was paid for too.
        self.up += size
        day, sent = self._today()
        self._book.set(TODAY, [day, sent + size])

    def _mark(self, sha256: str, size: int, sent: int, *, done: bool = False) -> None:
        at = self._now().isoformat(timespec="seconds") if done else None
        with self._book.tx() as db:
            db.execute("INSERT INTO photo_sends (sha256, size, sent, done_at) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) "
                       "DO UPDATE SET sent = excluded.sent, done_at = excluded.done_at", [sha256, size, sent, at])  # fmt: skip


def _read(said: Mapping[str, Any], length: int) -> tuple[int, bool]:
    offset, complete = said.get("offset"), said.get("complete")
    if type(offset) is not int or not 0 <= offset <= length or type(complete) is not bool or (complete and offset != length):
        raise frame.rejected("photo: offset")
    return offset, complete
