"""What a kept receipt proves, as text short enough for a QR code, checked by anybody who has the centre's key.

    SPBN2:  base32, no padding, of  shape (1 byte) · head of the receipt (mark, length, header, signature)
            shape 1 goes on with    row (2 bytes, big-endian) · verdict (1) · rid (32) · steps (32 each) to the root

Shape 0 proves a whole batch, shape 1 one revision of it. No word of what was written is in it.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.book import Book
from desktop.models.errors import InputError
from sync import frame, merkle, seal, wire
from sync.frame import expect, rejected

LABEL = "SPBN2:"
BATCH, REVISION = 0, 1
MOST = 2_000  # characters
_STEPS = 9  # of a path among MAX_REVISIONS leaves


@dataclass(frozen=True, slots=True)
class Proof:
    """What the centre signed: at `at` (seconds since 1970) it answered the batch `batch` (SHA-256) of `count` revisions.

    `stored` of them were new to it. Of one revision also `rid` (32 bytes) and `verdict`, else b"" and "".
    """

    batch: bytes
    at: int
    count: int
    stored: int
    rid: bytes = b""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt of the book: its signed `head` and the `leaves` its root is made of, in the order of the batch."""

    batch: str
    head: bytes
    leaves: tuple[bytes, ...]

    @property
    def said(self) -> Proof:
        """What it says of the batch, read without a key: the book verified it when it took it in."""
        return _batch(wire.open_receipt(self.head))


@dataclass(frozen=True, slots=True)
class Listed:
    """A revision of this book in a kept receipt: journal number, place in the batch, what the centre signed of it."""

    seq: int
    row: int
    verdict: str


def verify(text: str, centre_key: bytes) -> Proof:
    """Return what a text proves against the centre's public key (32 bytes). Raises Rejected, TooOld, TooNew."""
    told = "".join(text.split()).upper()
    expect(len(told) <= MOST and told.startswith(LABEL), "proof: no proof")
    raw = _decoded(told.removeprefix(LABEL))
    head, rest = _split(raw[1:])
    opened = wire.open_receipt(head)
    seal.verify(opened, centre_key)
    said = _batch(opened)
    if raw[0] == BATCH:
        expect(not rest, "proof: bytes left over")
        return said
    expect(raw[0] == REVISION and len(rest) >= 35 and (len(rest) - 35) % merkle.SIZE == 0, "proof: shape")
    row, code, rid = int.from_bytes(rest[:2], "big"), rest[2], rest[3:35]
    steps = [rest[at : at + merkle.SIZE] for at in range(35, len(rest), merkle.SIZE)]
    expect(code < len(wire.VERDICTS) and len(steps) <= _STEPS, "proof: verdict or path")
    leaf = merkle.leaf(rid + bytes([code]))
    expect(merkle.leads_to(leaf, row, said.count, steps, opened.header[7]), "proof: path")
    return Proof(said.batch, said.at, said.count, said.stored, rid, wire.VERDICTS[code])


def of_receipt(raw: bytes, centre_key: bytes) -> Proof:
    """Return what a whole receipt (of a file of receipts) proves. Raises Rejected, TooOld, TooNew."""
    opened = wire.open_receipt(raw)
    seal.verify(opened, centre_key)
    return _batch(opened)


def kept(book: Book, limit: int = 1_000) -> list[Kept]:
    """Return the receipts the book keeps, newest first."""
    rows = book.query("SELECT batch, receipt, leaves FROM sealed_receipts WHERE substr(receipt, 1, 4) = ? "
                      "ORDER BY at DESC, batch LIMIT ?", (wire.RECEIPT_MARK, limit))  # fmt: skip
    return [_kept(row) for row in rows]


def find(book: Book, batch: str) -> Kept | None:
    """Return the receipt of the batch whose hex digest begins so, None without exactly one."""
    rows = book.query("SELECT batch, receipt, leaves FROM sealed_receipts WHERE substr(batch, 1, ?) = ? "
                      "AND substr(receipt, 1, 4) = ? LIMIT 2", (len(batch), batch.lower(), wire.RECEIPT_MARK))  # fmt: skip
    return _kept(rows[0]) if len(rows) == 1 else None


def of_activity(book: Book, uid: str) -> tuple[Kept, Listed]:
    """Return the receipt of the newest saved state of an activity that one stands for.

    `uid` may be its beginning, 8 signs or more. Raises InputError when there is none.
    """
    rows = book.query("SELECT seq, row, batch FROM receipts JOIN journal USING (seq) WHERE substr(uid, 1, ?) = ? "
                      "AND row IS NOT NULL ORDER BY seq DESC", (len(uid), uid.lower()))  # fmt: skip
    for seq, row, batch in rows if len(uid) >= 8 else []:
        one = find(book, batch)
        if one is not None:
            return one, _listed(book, one, seq, row)
    raise InputError("Chưa có biên nhận nào cho mã này: hãy gửi trước, rồi xem sophuong receipts.")


def rows(book: Book, one: Kept) -> list[Listed]:
    """Return the revisions of this book a receipt stands for, in the order of the batch."""
    found = book.query("SELECT seq, row FROM receipts WHERE batch = ? AND row IS NOT NULL ORDER BY row", (one.batch,))
    return [_listed(book, one, seq, row) for seq, row in found]


def text_of_batch(one: Kept) -> str:
    """Return the proof of a whole batch."""
    return _encoded(bytes([BATCH]) + one.head)


def text_of_revision(book: Book, one: Kept, of: Listed) -> str:
    """Return the proof of one revision."""
    rid = _rid(book, of.seq)
    steps = b"".join(merkle.path(one.leaves, of.row))
    tail = of.row.to_bytes(2, "big") + bytes([wire.VERDICTS.index(of.verdict)]) + rid + steps
    return _encoded(bytes([REVISION]) + one.head + tail)


def fingerprint(centre_key: bytes) -> str:
    """Return what two people compare by eye of the centre's key: 32 hex digits in groups of four."""
    digits = frame.digest(centre_key).hex()[:32].upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _kept(row: Sequence[bytes]) -> Kept:
    batch, head, leaves = row
    return Kept(str(batch), head, tuple(leaves[at : at + merkle.SIZE] for at in range(0, len(leaves), merkle.SIZE)))


def _listed(book: Book, one: Kept, seq: int, row: int) -> Listed:
    # What was signed, not what the book shows now: a restored centre may have judged otherwise since.
    rid, leaf = _rid(book, seq), one.leaves[row] if row < len(one.leaves) else b""
    for code, verdict in enumerate(wire.VERDICTS):
        if merkle.leaf(rid + bytes([code])) == leaf:
            return Listed(seq, row, verdict)
    raise InputError("Biên nhận này được nhận bằng bản chương trình cũ nên không in riêng được: hãy in cả đợt gửi.")


def _rid(book: Book, seq: int) -> bytes:
    return bytes(book.query("SELECT rid FROM journal WHERE seq = ?", (seq,))[0][0])


def _batch(opened: frame.Frame) -> Proof:
    _, batch, at, count, _, stored, *_ = opened.header
    return Proof(batch, at, count, stored)


def _split(raw: bytes) -> tuple[bytes, bytes]:
    expect(len(raw) >= 6, "proof: cut short")
    end = 6 + int.from_bytes(raw[4:6], "big") + frame.SIGNATURE_SIZE
    return raw[:end], raw[end:]


def _encoded(raw: bytes) -> str:
    return LABEL + base64.b32encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError) as fault:
        raise rejected(f"proof: {fault}") from fault
    expect(bool(raw) and _encoded(raw) == LABEL + text, "proof: spelling")
    return raw
