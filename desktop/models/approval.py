"""The leader's approval: what is saved waits here until it is approved, and only then for the centre.

It is this PC's own matter: approvals are never sent, and what other PCs of the office wrote has its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from desktop.models.errors import InputError
from desktop.models.moment import now

if TYPE_CHECKING:  # the question of the list and the window read the words here and never the store
    from desktop.models.book import Book

SETTING = "approval"  # {"since": seq}: saves behind that one need approval; nothing kept: none does
_SINCE = f"(SELECT json_extract(value, '$.since') FROM settings WHERE key = '{SETTING}')"

# A revision that must not go yet: of `journal`, in any statement that reads it.
HELD = (f"(journal.seq > coalesce({_SINCE}, 9223372036854775807) AND NOT EXISTS "
        "(SELECT 1 FROM approvals WHERE approvals.uid = journal.uid AND approvals.seq >= journal.seq))")  # fmt: skip

# An activity whose newest words wait for the leader: of `activities`.
PENDING = ("verdict = 'waiting' AND EXISTS (SELECT 1 FROM journal WHERE journal.uid = activities.uid "
           f"AND {HELD} AND NOT EXISTS (SELECT 1 FROM receipts WHERE receipts.seq = journal.seq))")  # fmt: skip


class Approvals:
    """What the leader of one book approved; `may` says why somebody may not approve, "" when they may."""

    def __init__(self, book: Book, may: Callable[[str], str] = lambda act: "") -> None:
        self._book = book
        self._may = may

    @property
    def needed(self) -> bool:
        """Whether saves wait for approval."""
        return self._book.setting(SETTING) is not None

    def need(self, *, needed: bool) -> None:
        """Let saves from now on wait for approval, or let everything go that waits for it."""
        self._refuse("manage")
        if needed and not self.needed:
            last = self._book.query("SELECT coalesce(max(seq), 0) FROM journal")[0][0]
            self._book.set(SETTING, {"since": last})
        elif not needed:
            self._book.set(SETTING, None)

    def approve(self, uids: Sequence[str]) -> int:
        """Approve these activities as they stand; return how many were waiting for it."""
        self._refuse("approve")
        by = str(self._book.setting("office", {}).get("person", ""))
        with self._book.tx() as db:
            waiting = self.pending(uids)
            for uid in waiting:
                db.execute("INSERT OR REPLACE INTO approvals (uid, seq, at, by) "
                           "SELECT uid, max(seq), ?, ? FROM journal WHERE uid = ?", [now(), by, uid])  # fmt: skip
        return len(waiting)

    def all_pending(self, limit: int = 100_000) -> list[str]:
        """Return the activities that wait for approval, the oldest day first."""
        if not self.needed:
            return []
        return [row[0] for row in self._book.query(f"SELECT uid FROM activities WHERE {PENDING} ORDER BY id LIMIT ?", (limit,))]

    def count(self) -> int:
        """Return how many activities wait for approval."""
        return int(self._book.query(f"SELECT count(*) FROM activities WHERE {PENDING}")[0][0]) if self.needed else 0

    def pending(self, uids: Sequence[str]) -> set[str]:
        """Return those of these activities that wait for approval."""
        found: set[str] = set()
        for start in range(0, len(uids) if self.needed else 0, 500):
            some = uids[start : start + 500]
            sql = f"SELECT uid FROM activities WHERE uid IN ({','.join('?' * len(some))}) AND {PENDING}"
            found.update(row[0] for row in self._book.query(sql, tuple(some)))
        return found

    def of(self, uid: str) -> tuple[str, str] | None:
        """Return when (UTC, ISO 8601) and by whom an activity was approved last, None when it never was."""
        rows: list[tuple[Any, ...]] = self._book.query("SELECT at, by FROM approvals WHERE uid = ?", (uid,))
        return (rows[0][0], rows[0][1]) if rows else None

    def _refuse(self, act: str) -> None:
        reason = self._may(act)
        if reason:
            raise InputError(reason)
