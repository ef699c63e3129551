"""The centre countersigns how far a journal had come: what stands before cannot be rewritten unseen.

It costs no byte on the line. The nonce of a batch, eight bytes the device signs, is a digest of the journal's end; the
centre signs the digest of the whole batch in its receipt. Batch and receipt together, kept beside the journal, are a
proof neither side can make alone: with another journal the nonce would be another, with another nonce the batch's
digest, and only the centre can sign that. Only small batches are kept (a question without rows is about 200 bytes).
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.models.book import Book
from desktop.models.errors import Rejected, TooNew, TooOld
from desktop.models.identity import START, canonical
from sync import seal, wire

LABEL = b"sophuong anchor 1\n"
MOST_KEPT = 4_000  # bytes of a batch that is kept whole
STAY = 400  # anchors that stay, the newest
_LENGTH = 4
_Facts = tuple[int, int, str, str]  # redactions, issues, digest and salt in hex


@dataclass(frozen=True, slots=True)
class End:
    """How far a book had come: the journal's last `seq` and its `chain` (32 bytes); how many redactions and issued reports
    there were, and the digest of both (32 bytes)."""

    seq: int
    chain: bytes
    redactions: int
    issues: int
    digest: bytes

    def commitment(self, device: bytes, salt: bytes) -> bytes:
        """Return the 8 bytes that stand for this end in a batch of that device; `salt` (8 random bytes) makes each another."""
        said = canonical([self.seq, self.chain.hex(), self.redactions, self.issues, self.digest.hex()]).encode()
        return hashlib.sha256(LABEL + device + salt + said).digest()[:8]


@dataclass(frozen=True, slots=True)
class Anchor:
    """One end the centre signed at `at` (ISO 8601, its clock)."""

    seq: int
    chain: bytes
    at: str
    batch: str
    proof: bytes


def end_of(book: Book) -> End:
    """Return how far the book has come now."""
    rows = book.query("SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1")
    seq, chain = rows[0] if rows else (0, START)
    redactions, issues = book.query("SELECT (SELECT count(*) FROM redactions), (SELECT count(*) FROM issues)")[0]
    return End(seq, bytes(chain), redactions, issues, said_apart(book, redactions, issues))


def said_apart(book: Book, redactions: int, issues: int) -> bytes:
    """Return the digest (32 bytes) of the first so many redactions and issued reports: what the journal itself does not hold."""
    whole = hashlib.sha256()
    sql = "SELECT seq, hex(digest) FROM redactions ORDER BY at, seq LIMIT ?"
    for row in book.query(sql, (redactions,)):
        whole.update(canonical(list(row)).encode())
    sql = "SELECT uid, version, number, report, figures, seq, hex(chain) FROM issues ORDER BY at, uid, version LIMIT ?"
    for row in book.query(sql, (issues,)):
        whole.update(canonical(list(row)).encode())
    return whole.digest()


def keep(book: Book, end: End, salt: bytes, sealed: seal.Sealed, head: bytes, at: str) -> None:
    """Keep what the centre signed of an end; `sealed` is the batch as it went, `head` of the receipt that answered it."""
    if not end.seq or len(sealed.body) > MOST_KEPT:
        return
    facts = canonical([end.redactions, end.issues, end.digest.hex(), salt.hex()]).encode()
    proof = b"".join(len(part).to_bytes(_LENGTH, "big") + part for part in (facts, sealed.body, head))
    with book.tx() as db:
        db.execute("INSERT OR REPLACE INTO anchors (seq, chain, at, batch, proof) VALUES (?, ?, ?, ?, ?)",
                   [end.seq, end.chain, at, sealed.digest.hex(), proof])  # fmt: skip
        db.execute("DELETE FROM anchors WHERE seq NOT IN (SELECT seq FROM anchors ORDER BY seq DESC LIMIT ?)", [STAY])


def kept(book: Book) -> list[Anchor]:
    """Return the anchors, the newest first."""
    return [Anchor(*row) for row in book.query("SELECT seq, chain, at, batch, proof FROM anchors ORDER BY seq DESC")]


def problems(book: Book, centre_keys: Sequence[bytes], limit: int = STAY) -> Iterator[tuple[str, int, str]]:
    """Yield (what, seq, sentence) for every anchor the book no longer fits; `what` is "anchor", "tail", "rewritten" or "apart".

    `centre_keys` are those the centre has signed with so far; only the newest `limit` anchors are looked at.
    """
    newest = True
    for one in kept(book)[:limit]:
        facts, body, head = _parts(one.proof)
        if not _signed(one, facts, body, head, centre_keys):
            yield ("anchor", one.seq, f"Xác nhận của trung tâm về nhật ký (dòng {one.seq}) đã bị sửa trên máy này.")
            continue
        day = _day(one.at)
        found = book.query("SELECT chain FROM journal WHERE seq = ?", (one.seq,))
        if not found:
            yield ("tail", one.seq, f"Nhật ký bị cắt: ngày {day} trung tâm đã xác nhận tới dòng {one.seq}, nay không còn dòng đó.")
        elif bytes(found[0][0]) != one.chain:
            yield ("rewritten", one.seq, f"Nhật ký bị viết lại trước dòng {one.seq}, khác bản trung tâm xác nhận ngày {day}.")
        elif newest and said_apart(book, facts[0], facts[1]).hex() != facts[2]:
            yield ("apart", one.seq, f"Báo cáo đã phát hành hoặc ghi nhận xóa dữ liệu bị sửa sau ngày trung tâm xác nhận ({day}).")
        newest = False


def _signed(one: Anchor, facts: _Facts, body: bytes, head: bytes, centre_keys: Sequence[bytes]) -> bool:
    try:
        batch, receipt = wire.open_batch(body), wire.open_receipt(head)
        end, salt = End(one.seq, one.chain, facts[0], facts[1], bytes.fromhex(facts[2])), bytes.fromhex(facts[3])
    except (Rejected, TooOld, TooNew, ValueError):
        return False
    by_centre = any(seal.signed_by(key, receipt.signature, receipt.signed) for key in centre_keys)
    return (by_centre and receipt.header[1] == batch.digest
            and batch.header[2] == end.commitment(batch.header[1], salt))  # fmt: skip


def _parts(proof: bytes) -> tuple[_Facts, bytes, bytes]:
    parts, at = [], 0
    for _ in range(3):
        size = int.from_bytes(proof[at : at + _LENGTH], "big")
        parts.append(bytes(proof[at + _LENGTH : at + _LENGTH + size]))
        at += _LENGTH + size
    try:
        redactions, issues, digest, salt = json.loads(parts[0])
        return (int(redactions), int(issues), str(digest), str(salt)), parts[1], parts[2]
    except (ValueError, TypeError, RecursionError):
        return (0, 0, "", ""), parts[1], parts[2]


def _day(at: str) -> str:
    return f"{at[8:10]}/{at[5:7]}/{at[:4]}"

