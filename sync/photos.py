"""Photos to the centre: after the text, in pieces, from wherever they stand, never twice.

No library serves: the tus servers of PyPI are bound to one web framework each and know no signed questions, its one
client speaks PATCH, which proxies of offices block. Names and order follow the IETF draft on resumable uploads:
ask for the offset, append there, complete when the length is reached.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.errors import Refused
from desktop.models.text import number_vi
from sync import frame
from sync.line import Line
from sync.states import Cut

FIRST, SMALLEST, LARGEST = 32_768, 8_192, 262_144  # bytes of a piece
QUICK = 4.0  # seconds; a piece taken sooner lets the next one be twice as big
TRIES = 4  # failures in a row before the line is called bad
NIGHT = (22, 6)  # hours of the day between which «chỉ gửi ảnh ban đêm» sends
SEND, NIGHT_ONLY, DAILY_MB, TODAY = "photos_send", "photos_night", "photos_daily_mb", "photos_today"
_RESUME = frozenset({409})

# Photos named by an activity that is not in the bin, whose text a receipt counts, and which are not yet there.
_WAITING = """
SELECT DISTINCT attachments.sha256, attachments.size FROM attachments
JOIN (SELECT json_extract(one.value, '$.sha256') AS sha256 FROM activities, json_each(activities.photos) AS one
      WHERE activities.photos IS NOT NULL AND activities.binned = 0 AND activities.verdict = 'sent') AS named
  ON named.sha256 = attachments.sha256
WHERE NOT EXISTS (SELECT 1 FROM photo_sends WHERE photo_sends.sha256 = attachments.sha256 AND done_at IS NOT NULL)
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
        size = number_vi(round(self.bytes / 1e6, 1)) if self.bytes >= 100_000 else "dưới 0,1"
        return (f"Văn bản đã gửi, còn {self.count} ảnh ({size} MB, khoảng {minutes(self.bytes, rate)} phút).")


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
        db.execute("UPDATE photo_sends SET done_at = NULL")


def is_time(book: Book, *, now: datetime) -> bool:
    """Say whether the person lets photos go at this moment; `now` in local time."""
    if not book.setting(SEND, True):
        return False
    return not book.setting(NIGHT_ONLY, False) or now.hour >= NIGHT[0] or now.hour < NIGHT[1]


class PhotoSender:
    """Sends the photos of one book over an open line; gives way to text at every piece."""

    def __init__(self, book: Book, line: Line, device: bytes, secret: bytes, *, clock: Callable[[], float],
                 now: Callable[[], datetime]) -> None:  # fmt: skip
        self._book, self._line, self._device, self._secret = book, line, device, secret
        self._clock, self._now = clock, now
        self._store = Attachments(book)
        self._size, self._failures = FIRST, 0
        self.sent = 0

    def send(self, stop: Callable[[], bool], text_waiting: Callable[[], bool]) -> int:
        """Send what may go now; return how many photos were completed. Raises SyncError by state."""
        for sha256, size in self._book.query(_WAITING):
            if stop() or text_waiting() or not self._one(sha256, size, stop, text_waiting):
                break
        return self.sent

    def _one(self, sha256: str, size: int, stop: Callable[[], bool], text_waiting: Callable[[], bool]) -> bool:
        """Bring one photo to its end; False when sending pauses. A photo the centre does not want is passed over."""
        data = self._store.data(sha256)
        try:
            offset, complete = self._standing(sha256, data)
            while not complete:
                if stop() or text_waiting() or not self._may(min(self._size, size - offset)):
                    return False
                offset, complete = self._piece(sha256, data, offset)
        except Refused as why:
            if not why.details.startswith("403"):
                raise
            return True
        self._done(sha256, size)
        self.sent += 1
        return True

    def _standing(self, sha256: str, data: bytes) -> tuple[int, bool]:
        proof = hashlib.sha256(sha256.encode() + self._device.hex().encode() + data).hexdigest()
        _, said = self._line.ask_signed("GET", f"/v1/photo/{sha256}?proof={proof}", b"", self._secret, self._device)
        return _read(said, len(data))

    def _piece(self, sha256: str, data: bytes, offset: int) -> tuple[int, bool]:
        piece = data[offset : offset + self._size]
        path, begun = f"/v1/photo/{sha256}?offset={offset}&length={len(data)}", self._clock()
        try:
            _, said = self._line.ask_signed("POST", path, piece, self._secret, self._device, also=_RESUME)
        except Cut:
            self._failures += 1
            if self._failures >= TRIES:
                raise
            self._size = max(self._size // 2, SMALLEST)
            return self._standing(sha256, data)
        self._failures = 0
        self._count(len(piece))
        if self._clock() - begun < QUICK and len(piece) == self._size:
            self._size = min(self._size * 2, LARGEST)
        return _read(said, len(data))

    def _may(self, size: int) -> bool:
        cap = int(self._book.setting(DAILY_MB, 0)) * 1_000_000
        return is_time(self._book, now=self._now()) and (not cap or self._today()[1] + size <= cap)

    def _today(self) -> tuple[str, int]:
        today = self._now().date().isoformat()
        day, sent = self._book.setting(TODAY, [today, 0])
        return today, int(sent) if day == today else 0

    def _count(self, size: int) -> None:
        day, sent = self._today()
        self._book.set(TODAY, [day, sent + size])

    def _done(self, sha256: str, size: int) -> None:
        at = self._now().isoformat(timespec="seconds")
        with self._book.tx() as db:
            db.execute("INSERT INTO photo_sends (sha256, size, sent, done_at) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT (sha256) DO UPDATE SET done_at = excluded.done_at", [sha256, size, size, at])  # fmt: skip


def _read(said: dict[str, object], length: int) -> tuple[int, bool]:
    offset, complete = said.get("offset"), said.get("complete")
    if type(offset) is not int or not 0 <= offset <= length or type(complete) is not bool or (complete and offset != length):
        raise frame.rejected("photo: offset")
    return offset, complete
