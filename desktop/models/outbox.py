"""What waits for the centre: the revisions of the journal that no receipt has counted yet."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.models.book import Book
from desktop.models.errors import Problem
from desktop.models.journal import Journal, Revision

SETTLED = {"stored": "sent", "known": "sent", "refused": "refused"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a receipt says of one revision: "stored", "known" (it was there already) or "refused" with reasons."""

    seq: int
    uid: str
    revision: int
    verdict: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many revisions wait, were counted by receipts, or were refused; activities refused now; last receipt."""

    waiting: int
    sent: int
    refused: int
    refused_now: int
    last_at: str


class Outbox:
    """The journal seen as a queue; a row leaves it only by a receipt."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._journal = Journal(book)

    def waiting(self, limit: int, *, after_seq: int = 0) -> list[Revision]:
        """Return the oldest revisions without a receipt."""
        return self._journal.unsettled(after_seq, limit)

    def last_seq(self) -> int:
        """Return the seq of the newest revision, 0 for an empty journal."""
        return int(self._book.query("SELECT coalesce(max(seq), 0) FROM journal")[0][0])

    def counts(self) -> OutboxCounts:
        """Count what waits and what receipts have said."""
        rows = self._book.query("SELECT verdict, count(*), max(at) FROM receipts GROUP BY verdict")
        by = {verdict: count for verdict, count, _ in rows}
        sent = by.get("stored", 0) + by.get("known", 0)
        settled = sum(by.values())
        total = self._book.query("SELECT count(*) FROM journal")[0][0]
        refused_now = self._book.query(
            "SELECT count(*) FROM activities WHERE verdict <> 'sent' AND verdict = 'refused'")[0][0]  # fmt: skip
        last = max((at for _, _, at in rows), default="")
        return OutboxCounts(total - settled, sent, by.get("refused", 0), refused_now, last)

    def settle(self, verdicts: Iterable[Verdict], *, at: str, batch: str, receipt: bytes) -> None:
        """Keep what a verified receipt said, whole or not at all; saying it twice changes nothing.

        `batch` is the hex digest of the batch that was answered, `receipt` the signed bytes to keep.
        """
        with self._book.tx() as db:
            db.execute("INSERT OR IGNORE INTO sealed_receipts (batch, at, receipt) VALUES (?, ?, ?)",
                       [batch, at, receipt])  # fmt: skip
            for verdict in verdicts:
                problems = json.dumps([[p.field, p.sentence] for p in verdict.problems], ensure_ascii=False)
                db.execute("INSERT OR IGNORE INTO receipts (seq, verdict, problems, at, batch) VALUES (?, ?, ?, ?, ?)",
                           [verdict.seq, verdict.verdict, problems, at, batch])  # fmt: skip
                # Only when that revision is still the newest: a later save is waiting again.
                db.execute("UPDATE activities SET verdict = ? WHERE uid = ? AND revision = ?",
                           [SETTLED[verdict.verdict], verdict.uid, verdict.revision])  # fmt: skip

    def receipts(self, limit: int = 20) -> list[tuple[str, str, int, int]]:
        """Return the last receipts: (batch digest, when, counted, refused), newest first."""
        rows = self._book.query(
            "SELECT batch, max(at), sum(verdict <> 'refused'), sum(verdict = 'refused') FROM receipts "
            "GROUP BY batch ORDER BY max(seq) DESC LIMIT ?", (limit,))  # fmt: skip
        return [(batch, at, counted, refused) for batch, at, counted, refused in rows]
