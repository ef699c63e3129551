"""The journal: every save appends one revision; it is the history, the undo, the audit trail and the outbox.

Each row is linked to the one before it by a hash. The link covers a salted digest of who wrote what, not the words
themselves: where the law asks for a person's data to go, words and salt go, the digest stays in `redactions`, and the
chain still proves every other row. What was redacted is always shown as such.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models.approval import HELD
from desktop.models.book import Book
from desktop.models.errors import StoreError
from desktop.models.identity import PARENT, START, canonical, revision_id
from desktop.models.moment import new_uid, now

__all__ = ["START", "VERIFIED", "Journal", "Revision", "canonical", "linked", "new_uid", "now", "revision_of"]

_COLUMNS = "seq, uid, revision, at, by, device, change, chain, incarnation, parents, rid"
_CHECKED = f"{_COLUMNS}, salt, (SELECT digest FROM redactions WHERE redactions.seq = journal.seq)"
_SALT = 16
_GONE = b"\0"  # the salt of a redacted row that had one
VERIFIED = "journal_verified"


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
        salt = os.urandom(_SALT)
        link = _link(chain, seq, uid, revision, at, device, incarnation, rid, _digest(salt, by, change))
        self._book.connection.execute(
            f"INSERT INTO journal ({_COLUMNS}, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, uid, revision, at, by, device, change, link, incarnation, b"".join(parents), rid, salt))  # fmt: skip
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

    def redact(self, changes: Mapping[int, Mapping[str, Any]], *, reason: str, by: str,
               outgoing: Callable[[str, Mapping[str, Any]], Mapping[str, Any]],
               names: Mapping[int, str] | None = None) -> int:  # fmt: skip
        """Put these values in place of those of the rows (by seq), for good; return how many rows were changed.

        `names` puts other words in place of who saved; `outgoing` tells what of the values may leave (Kinds.outgoing).
        A row the centre has not confirmed may lose only what never leaves: what is still to be sent has to be what its
        rid says. Raises StoreError for such a row (save the activity anew and let it be sent first) and for a row
        that is not there.
        """
        moment = now()
        with self._book.tx():
            for seq, values in changes.items():
                self._redact(seq, values, (names or {}).get(seq), outgoing, (moment, by, reason))
        return len(changes)

    def _redact(self, seq: int, values: Mapping[str, Any], name: str | None,
                outgoing: Callable[[str, Mapping[str, Any]], Mapping[str, Any]], said: tuple[str, str, str]) -> None:  # fmt: skip
        one = self.at(seq)
        execute = self._book.connection.execute
        if not execute("SELECT 1 FROM receipts WHERE seq = ?", (seq,)).fetchone():
            rid = revision_id(one.uid, one.revision, one.parents, one.kind, one.at, one.binned, outgoing(one.kind, values))
            if rid != one.rid:
                raise StoreError(f"Lần lưu {one.revision} của một hoạt động chưa gửi xong nên chưa xóa được: hãy gửi rồi làm lại.")
        salt, change = execute("SELECT salt, change FROM journal WHERE seq = ?", (seq,)).fetchone()
        # A row from before there were salts has its link itself for a digest.
        digest = _digest(salt, one.by, change) if len(salt) == _SALT else one.chain
        execute("INSERT OR IGNORE INTO redactions (seq, digest, at, by, reason) VALUES (?, ?, ?, ?, ?)", (seq, digest, *said))
        fresh = canonical({"kind": one.kind, "version": one.version, "values": dict(values), "binned": one.binned})
        execute("UPDATE journal SET change = ?, by = ?, salt = ? WHERE seq = ?",
                (fresh, one.by if name is None else name, _GONE if salt else b"", seq))  # fmt: skip

    def redacted(self, uid: str) -> dict[int, tuple[str, str]]:
        """Return when and why rows of an activity were redacted, by seq."""
        rows = self._book.query("SELECT r.seq, r.at, r.reason FROM redactions AS r JOIN journal USING (seq) WHERE uid = ?", (uid,))
        return {seq: (at, reason) for seq, at, reason in rows}

    def verify(self) -> int:
        """Recompute the chain of hashes and return how many rows it covers.

        Raises StoreError that names the first row which was changed or is missing.
        """
        return self._verify(0, START)[0]

    def verify_new(self) -> int:
        """Verify what was written since the last call and that what was verified then still ends the same.

        Return how many rows the chain covers. Raises StoreError as `verify`.
        """
        seq, chain = self._book.setting(VERIFIED, [0, START.hex()])
        at, end = self._verify(int(seq), bytes.fromhex(chain))
        if at != seq:
            self._book.set(VERIFIED, [at, end.hex()])
        return at

    def verify_waiting(self) -> int:
        """Verify from the oldest row no receipt has counted, and at least what was written since the last time; as `verify_new`."""
        waiting = self._book.query("SELECT min(seq) FROM journal WHERE seq NOT IN (SELECT seq FROM receipts)")[0][0]
        seen = int(self._book.setting(VERIFIED, [0, ""])[0])
        if waiting is not None and waiting <= seen:
            before = self._book.query("SELECT chain FROM journal WHERE seq = ?", (waiting - 1,)) if waiting > 1 else [(START,)]
            if not before:
                raise _broken(waiting - 1)
            self._verify(waiting - 1, before[0][0])
        return self.verify_new()

    def _verify(self, after: int, chain: bytes) -> tuple[int, bytes]:
        if after and self._book.query("SELECT chain FROM journal WHERE seq = ?", (after,)) != [(chain,)]:
            raise _broken(after)
        expected = after + 1
        for row in self.rows(after):
            if row[0] != expected or not linked(chain, row):
                raise _broken(expected)
            chain, expected = row[7], expected + 1
        return expected - 1, chain

    def rows(self, after: int) -> Iterator[tuple[Any, ...]]:
        """Yield the rows behind `after` as they are kept, for `linked` to judge and `revision_of` to read."""
        last = after
        while rows := self._book.query(
            f"SELECT {_CHECKED} FROM journal WHERE seq > ? ORDER BY seq LIMIT 2000", (last,)
        ):
            yield from rows
            last = rows[-1][0]

    def _select(self, where: str, parameters: tuple[Any, ...]) -> list[Revision]:
        return [revision_of(row) for row in self._book.query(f"SELECT {_COLUMNS} FROM journal {where}", parameters)]


def linked(chain: bytes, row: tuple[Any, ...]) -> bool:
    """Tell whether a row follows from the chain before it, by the rule it was written under."""
    seq, uid, revision, at, by, device, change, kept, incarnation, _, rid, salt, redacted = row
    if salt:
        told = redacted if salt == _GONE else _digest(salt, by, change)
        return told is not None and bool(kept == _link(chain, seq, uid, revision, at, device, incarnation, rid, told))
    if redacted is not None:
        return bool(kept == redacted)
    # Rows of a book of version 2 were linked before there were incarnations and rids.
    more = (incarnation, rid) if incarnation else ()
    return bool(kept == _link(chain, seq, uid, revision, at, by, device, change, *more))


def _digest(salt: bytes, by: str, change: str) -> bytes:
    return hashlib.sha256(salt + canonical([by, change]).encode()).digest()


def _broken(seq: int) -> StoreError:
    return StoreError(f"Nhật ký của sổ bị sửa hoặc mất ở dòng {seq}: hãy khôi phục từ bản sao lưu.")


def _link(chain: bytes, *facts: Any) -> bytes:
    told = [fact.hex() if isinstance(fact, bytes) else fact for fact in facts]
    return hashlib.sha256(chain + canonical(told).encode()).digest()


def revision_of(row: tuple[Any, ...]) -> Revision:
    """Read the first 11 columns of a row. Raises ValueError, KeyError or TypeError where they are no revision."""
    seq, uid, revision, at, by, device, change, chain, incarnation, parents, rid = row
    content = json.loads(change)
    made_from = tuple(parents[start : start + PARENT] for start in range(0, len(parents), PARENT))
    return Revision(seq, uid, revision, at, by, device, content["kind"], content["version"], content["values"],
                    content["binned"], chain, incarnation, made_from, rid)  # fmt: skip
