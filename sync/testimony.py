"""What the centre's signatures say against a book: anchors that no longer fit its journal, results no receipt stands behind."""

import json
from collections.abc import Iterator

from desktop.models.book import Book
from desktop.models.errors import Rejected, TooNew, TooOld
from sync import anchors, enrolment, merkle, seal, wire

_SLICE = 200


def problems(book: Book) -> Iterator[tuple[str, int, str]]:
    """Yield (what, seq, sentence): those of `anchors.problems`, and "receipt" for a result that was edited in this book.

    A book that never knew a centre has none.
    """
    keys = enrolment.centre_keys(book)
    if not keys:
        return
    yield from anchors.problems(book, keys)
    batches = book.query("SELECT batch FROM sealed_receipts WHERE substr(receipt, 1, 4) = ? ORDER BY batch", (wire.RECEIPT_MARK,))
    for start in range(0, len(batches), _SLICE):
        some = json.dumps([batch for (batch,) in batches[start : start + _SLICE]])
        kept = book.query("SELECT batch, receipt, leaves FROM sealed_receipts "
                          "WHERE batch IN (SELECT value FROM json_each(?))", (some,))  # fmt: skip
        signed = {batch: _leaves(batch, receipt, leaves, keys) for batch, receipt, leaves in kept}
        rows = book.query("SELECT r.seq, r.batch, r.row, r.verdict, j.rid FROM receipts r JOIN journal j ON j.seq = r.seq "
                          "WHERE r.row IS NOT NULL AND r.batch IN (SELECT value FROM json_each(?)) "
                          "ORDER BY r.seq", (some,))  # fmt: skip
        for seq, batch, row, verdict, rid in rows:
            if not _stands(signed[batch], row, verdict, bytes(rid)):
                yield ("receipt", seq, f"Kết quả gửi của dòng {seq} trong nhật ký khác biên nhận trung tâm đã ký.")


def _leaves(batch: str, receipt: bytes, leaves: bytes, keys: tuple[bytes, ...]) -> list[bytes]:
    """Return the leaves under a root the centre signed for this batch, [] where it did not sign them."""
    own = [bytes(leaves[at : at + merkle.SIZE]) for at in range(0, len(leaves), merkle.SIZE)]
    try:
        opened = wire.open_receipt(bytes(receipt))
    except (Rejected, TooOld, TooNew):
        return []
    by_centre = any(seal.signed_by(key, opened.signature, opened.signed) for key in keys)
    whole = by_centre and opened.header[1].hex() == batch and opened.header[7] == merkle.root(own)
    return own if whole else []


def _stands(leaves: list[bytes], row: int, verdict: str, rid: bytes) -> bool:
    if row >= len(leaves) or verdict not in wire.VERDICTS:
        return False
    return leaves[row] == merkle.leaf(rid + bytes([wire.VERDICTS.index(verdict)]))
