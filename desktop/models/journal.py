"""The journal: every save appends one revision; it is the history, the undo, the audit trail and the outbox."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models.approval import HELD
from desktop.models.book import Book
from desktop.models.errors import StoreError
from desktop.models.identity import PARENT, START, canonical
from desktop.models.moment import new_uid, now

__all__ = ["START", "Journal", "Revision", "canonical", "new_uid", "now"]

_COLUMNS = "seq, uid, revision, at, by, device, change, chain, incarnation, parents, rid"


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state of an activity: a full snapshot, so that any single revision can stand alone.

    `at` is UTC in ISO 8601 and only informs; `seq` is the order in which this book came to it, `revision` rises along
    an activity. `device` (16 hex digits) and `incarnation` (8) say where it was written, `rid` (32 bytes) names it,
    `parents` (8 bytes each) the revisions it was made from.
    """

    seq: int
    uid: str
    revision: int
    at: str
    by: str
    device: str
    kind: str
    version: int
    values: Mapping[str, Any]
    binned: bool
    chain: bytes
    incarnation: str
    parents: tuple[bytes, ...]
    rid: bytes


class Journal:
    """The append-only rows of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def append(self, uid: str, revision: int, kind: str, values: Mapping[str, Any], *, version: int, by: str,
               device: str, incarnation: str, parents: Sequence[bytes], rid: bytes, at: str,
               binned: bool = False) -> Revision:  # fmt: skip
        """Append a revision; only inside `book.tx()`, beside the change it records."""
        last = self._book.query("SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1")
        seq, chain = (last[0][0] + 1, last[0][1]) if last else (1, START)
        change = canonical({"kind": kind, "version": version, "values": values, "binned": binned})
        facts = (seq, uid, revision, at, by, device, change, incarnation, rid)
        link = _link(chain, *facts)
        self._book.connection.execute(
            f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, uid, revision, at, by, device, change, link, incarnation, b"".join(parents), rid))  # fmt: skip
        return Revision(seq, uid, revision, at, by, device, kind, version, values, binned, link, incarnation,
                        tuple(parents), rid)  # fmt: skip

    def of(self, uid: str) -> list[Revision]:
        """Return the revisions of an activity in the order in which this book came to them."""
        return self._select("WHERE uid = ? ORDER BY seq", (uid,))

    def at_revision(self, uid: str, revision: int) -> Revision:
        """Return one revision, the last that came of several with that number. Raises StoreError when there is none."""
        found = self._select("WHERE uid = ? AND revision = ? ORDER BY seq DESC LIMIT 1", (uid, revision))
        if not found:
            raise StoreError("Không thấy lần lưu này trong sổ: hãy mở lại danh sách.")
        return found[0]

    def at(self, seq: int) -> Revision:
        """Return the revision of that number. Raises StoreError when it is not in the journal."""
        found = self._select("WHERE seq = ?", (seq,))
        if not found:
            raise StoreError("Không thấy lần lưu này trong sổ: hãy mở lại danh sách.")
        return found[0]

    def have(self, rids: Sequence[bytes]) -> set[bytes]:
        """Return those of these rids that the journal holds."""
        found: set[bytes] = set()
        for start in range(0, len(rids), 500):
            some = rids[start : start + 500]
            sql = f"SELECT rid FROM journal WHERE rid IN ({','.join('?' * len(some))})"
            found.update(bytes(row[0]) for row in self._book.query(sql, tuple(some)))
        return found

    def after(self, seq: int, limit: int) -> list[Revision]:
        """Return at most `limit` revisions behind `seq`, in order."""
        return self._select("WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit))

    def unsettled(self, after: int, limit: int) -> list[Revision]:
        """Return the oldest revisions behind `after` that no receipt has counted and no approval holds back."""
        return self._select(
            f"WHERE seq > ? AND NOT EXISTS (SELECT 1 FROM receipts WHERE receipts.seq = journal.seq) AND NOT {HELD} "
            "ORDER BY seq LIMIT ?", (after, limit))  # fmt: skip

    def verify(self) -> int:
        """Recompute the chain of hashes and return how many rows it covers.

        Raises StoreError that names the first row which was changed or is missing.
        """
        chain, expected = START, 1
        for row in self._rows():
            seq, uid, revision, at, by, device, change, kept, incarnation, _, rid = row
            facts = (seq, uid, revision, at, by, device, change)
            # Rows of a book of version 2 were linked before there were incarnations and rids.
            more = (incarnation, rid) if incarnation else ()
            if seq != expected or kept != _link(chain, *facts, *more):
                raise StoreError(f"Nhật ký của sổ bị sửa hoặc mất ở dòng {expected}: hãy khôi phục từ bản sao lưu.")
            chain, expected = kept, expected + 1
        return expected - 1

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        last = 0
        while rows := self._book.query(
            f"SELECT {_COLUMNS} FROM journal WHERE seq > ? ORDER BY seq LIMIT 2000", (last,)
        ):
            yield from rows
            last = rows[-1][0]

    def _select(self, where: str, parameters: tuple[Any, ...]) -> list[Revision]:
        return [_revision(row) for row in self._book.query(f"SELECT {_COLUMNS} FROM journal {where}", parameters)]


def _link(chain: bytes, *facts: Any) -> bytes:
    told = [fact.hex() if isinstance(fact, bytes) else fact for fact in facts]
    return hashlib.sha256(chain + canonical(told).encode()).digest()


def _revision(row: tuple[Any, ...]) -> Revision:
    seq, uid, revision, at, by, device, change, chain, incarnation, parents, rid = row
    content = json.loads(change)
    made_from = tuple(parents[start : start + PARENT] for start in range(0, len(parents), PARENT))
    return Revision(seq, uid, revision, at, by, device, content["kind"], content["version"], content["values"],
                    content["binned"], chain, incarnation, made_from, rid)  # fmt: skip
