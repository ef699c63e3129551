"""What the centre said of an activity: returned for correction with remarks, accepted, locked, open again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.book import Book
from desktop.models.errors import Problem

RETURNED, ACCEPTED, LOCKED, OPEN = "returned", "accepted", "locked", "open"
STATES = (RETURNED, ACCEPTED, LOCKED, OPEN)


@dataclass(frozen=True, slots=True)
class Review:
    """One word of the centre on an activity; `rid` (32 bytes) is the revision it looked at.

    `remarks` are sentences by field, the reason for all of it under the field "".
    """

    serial: int
    state: str
    remarks: tuple[Problem, ...]
    at: str
    rid: bytes


class Reviews:
    """The reviews of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def apply(self, uid: str, serial: int, state: str, remarks: Sequence[tuple[str, str]], at: str, rid: bytes) -> None:
        """Keep a review and let the activity show it; saying it twice changes nothing."""
        told = json.dumps([list(pair) for pair in remarks], ensure_ascii=False)
        with self._book.tx() as db:
            db.execute("INSERT OR IGNORE INTO reviews (uid, serial, state, remarks, at, rid) VALUES (?, ?, ?, ?, ?, ?)",
                       [uid, serial, state, told, at, rid])  # fmt: skip
            rows = self._book.query("SELECT heads FROM activities WHERE uid = ?", (uid,))
            if rows:
                db.execute("UPDATE activities SET review = ? WHERE uid = ?", [self.standing(uid, rows[0][0]), uid])

    def of(self, uid: str) -> Review | None:
        """Return the last word on an activity, None where there is none."""
        history = self.history(uid)
        return history[-1] if history else None

    def history(self, uid: str) -> list[Review]:
        """Return every word on an activity, oldest first."""
        rows = self._book.query("SELECT serial, state, remarks, at, rid FROM reviews WHERE uid = ? ORDER BY serial", (uid,))
        return [Review(serial, state, tuple(Problem(*pair) for pair in json.loads(remarks)), at, rid)
                for serial, state, remarks, at, rid in rows]  # fmt: skip

    def standing(self, uid: str, heads: bytes) -> str | None:
        """Return what of the last word still stands for an activity with these heads (joined rids).

        A lock stands until it is taken back; the rest only for the revision it was said of.
        """
        last = self.of(uid)
        if last is None or last.state == OPEN:
            return None
        return last.state if last.state == LOCKED or last.rid == heads else None
