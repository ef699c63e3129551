"""What became of an activity, in the order it happened: saves, receipts, the leader, the centre; and what lies in the bin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop.models.errors import Problem

if TYPE_CHECKING:  # the window reads the shapes here and never the store
    from desktop.models.book import Book

KEPT_DAYS = 90  # so long the bin shows what was put into it
NUMBER = 8  # hex digits of a batch that people read out to each other


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the centre's receipt says of one save: `verdict` "stored", "known" or "refused", when, and its short number."""

    verdict: str
    at: str
    number: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the leader ("approved") or of the centre ("returned", "accepted", "locked", "open") on an activity."""

    state: str
    at: str
    by: str
    remarks: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """Receipts by the seq of the save they count, words oldest first, the seqs the leader's approval holds back, and when
    (UTC, ISO 8601) personal data was taken out of a save, by its seq."""

    receipts: Mapping[int, Receipt]
    words: tuple[Word, ...]
    held: frozenset[int]
    redacted: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Binned:
    """Something in the bin: since when (UTC, ISO 8601), by whom, how many days it is still shown (below 1: no more)."""

    uid: str
    kind: str
    title: str
    starts_on: str
    at: str
    by: str
    days_left: int


class Trails:
    """Reads the trail of activities of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def of(self, uid: str) -> Trail:
        """Return what became of an activity and of each of its saves."""
        from desktop.models.approval import HELD

        rows = self._book.query(
            "SELECT receipts.seq, verdict, receipts.at, batch, problems FROM receipts JOIN journal USING (seq) WHERE uid = ?",
            (uid,))  # fmt: skip
        receipts = {seq: Receipt(verdict, at, batch[:NUMBER].upper(), _problems(problems))
                    for seq, verdict, at, batch, problems in rows}  # fmt: skip
        held = self._book.query(f"SELECT seq FROM journal WHERE uid = ? AND {HELD}", (uid,))
        gone = self._book.query("SELECT r.seq, r.at FROM redactions AS r JOIN journal USING (seq) WHERE uid = ?", (uid,))
        return Trail(receipts, tuple(self._words(uid)), frozenset(row[0] for row in held if row[0] not in receipts), dict(gone))

    def newest(self, uid: str) -> tuple[Receipt | None, bool]:
        """Return the receipt of the newest save, None where there is none yet, and whether approval holds it back."""
        rows = self._book.query("SELECT max(seq) FROM journal WHERE uid = ?", (uid,))
        trail = self.of(uid)
        return trail.receipts.get(rows[0][0]), rows[0][0] in trail.held

    def binned(self, *, older: bool = False, limit: int = 1_000) -> list[Binned]:
        """Return what lies in the bin, put there last first; `older` also what is no longer shown."""
        rows = self._book.query(
            "SELECT uid, kind, title, starts_on, updated_at, updated_by FROM activities "
            "WHERE family IN ('activity', 'register', 'evaluation') AND binned = 1 "  # as the index begins
            "ORDER BY updated_at DESC LIMIT ?", (limit,))  # fmt: skip
        found = [Binned(uid, kind, title, day or "", at, by, _days_left(at)) for uid, kind, title, day, at, by in rows]
        return [one for one in found if older or one.days_left > 0]

    def _words(self, uid: str) -> list[Word]:
        rows = self._book.query("SELECT state, at, '', remarks FROM reviews WHERE uid = ? ORDER BY serial", (uid,))
        words = [Word(state, at, by, _problems(remarks)) for state, at, by, remarks in rows]
        words += [Word("approved", at, by, ()) for at, by in
                  self._book.query("SELECT at, by FROM approvals WHERE uid = ?", (uid,))]  # fmt: skip
        return sorted(words, key=lambda word: word.at)


def _problems(told: str) -> tuple[Problem, ...]:
    pairs: Any = json.loads(told)
    return tuple(Problem(str(field), str(sentence)) for field, sentence in pairs)


def _days_left(at: str) -> int:
    try:
        gone = datetime.now(UTC) - datetime.fromisoformat(at).astimezone(UTC)
    except (ValueError, TypeError):
        return KEPT_DAYS
    return KEPT_DAYS - gone // timedelta(days=1)
