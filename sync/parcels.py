"""The post as a file, for a USB stick or the mail: the same sealed batches, closed to the centre alone.

In any order, any number of times: what came by the line meanwhile is known. Nothing counts as sent before its receipt.
"""

import base64
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop.models import guards
from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.errors import InputError, Rejected
from desktop.models.files import atomic_write
from desktop.models.kinds import Kinds
from desktop.models.outbox import Outbox
from desktop.models.published import kinds_of
from sync import box, columns, enrolment, frame, seal, sections, wire
from sync.incoming import Incoming
from sync.line import read_enrolled
from sync.outgoing import outgoing
from sync.sections import BATCH, ENROL, PHOTO, RECEIPT
from sync.wire import Batch, Cursor

ROWS = 300  # revisions of one batch


@dataclass(frozen=True, slots=True)
class Packed:
    """What lies in a parcel: revisions, photos, bytes."""

    count: int
    photos: int
    size: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """What receipts of a file said; `foreign` receipts were for other books, parcels or centres."""

    stored: int = 0
    known: int = 0
    refused: int = 0
    foreign: int = 0
    enrolled: bool = False


def pack(book: Book, target: Path, *, photos: bool = False, kinds: Kinds | None = None) -> Packed:
    """Write everything that waits into a parcel; nothing of it counts as sent before a receipt comes back.

    Raises Refused without an office file, InputError when nothing waits, StoreError when the file cannot be written.
    """
    known, outbox = kinds or kinds_of(book), Outbox(book)
    key = enrolment.box_key(book)
    device, secret = enrolment.identity(book)
    types = columns.field_types(known)
    parts: list[bytes] = []
    kept: list[tuple[bytes, list[int]]] = []
    if not enrolment.is_let_in(book):
        parts.append(ENROL + enrolment.question(book))
    after, count = 0, 0
    while rows := outbox.waiting(ROWS, after_seq=after):
        after, count = rows[-1].seq, count + len(rows)
        for some, sealed in _sealed(rows, known, device, secret, types):
            parts.append(BATCH + sealed.body)
            kept.append((sealed.digest, [row.seq for row in some]))
    pictures = list(_pictures(book)) if photos else []
    if not count and not pictures:
        raise InputError("Không có gì chờ gửi nên không cần gói tệp.")
    if pictures and not kept:  # an empty batch says whose photos these are
        parts += [BATCH + sealed.body for _, sealed in _sealed([], known, device, secret, types)]
    parts += [PHOTO + bytes.fromhex(sha256) + data for sha256, data in pictures]
    written = sections.write(sections.PARCEL_MARK, [box.close(section, key) for section in parts])
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with book.tx() as db:
        for digest, seqs in kept:
            db.execute("INSERT OR REPLACE INTO parcels (digest, at, seqs, file) VALUES (?, ?, ?, ?)",
                       [digest, at, json.dumps(seqs), target.name])  # fmt: skip
        atomic_write(target, written)
    return Packed(count, len(pictures), len(written))


def accept(book: Book, path: Path, *, kinds: Kinds | None = None) -> Accepted:
    """Take the receipts of a file into the book; each is verified as one from the line would be.

    Raises InputError for a file that holds no receipts, Refused without an office file.
    """
    centre_key = enrolment.route(book).centre_key
    incoming = Incoming(book, kinds or kinds_of(book), centre_key)
    counts = {wire.STORED: 0, wire.KNOWN: 0, wire.REFUSED: 0}
    foreign, enrolled = 0, False
    for section in sections.read(path, sections.RECEIPTS_MARK):
        letter, content = section[:1], section[1:]
        try:
            if letter == ENROL:
                enrolled = _let_in(book, content, centre_key) or enrolled
            elif letter == RECEIPT:
                for verdict in _settled(book, incoming, content, centre_key):
                    counts[verdict] += 1
        except Rejected:
            foreign += 1
    return Accepted(counts[wire.STORED], counts[wire.KNOWN], counts[wire.REFUSED], foreign, enrolled)


def _sealed(rows: Sequence[Any], kinds: Kinds, device: bytes, secret: bytes,
            types: Any) -> Iterator[tuple[Sequence[Any], seal.Sealed]]:  # fmt: skip
    """Seal rows as one batch, or as two when they are too big; one that cannot go at all stays out."""
    sent = tuple(outgoing(row, kinds) for row in rows)
    batch = Batch(device, os.urandom(8), int(time.time()), Cursor(), 0, False, sent)
    try:
        yield rows, seal.seal_batch(batch, secret, types)
    except Rejected:
        if len(rows) > 1:
            half = len(rows) // 2
            yield from _sealed(rows[:half], kinds, device, secret, types)
            yield from _sealed(rows[half:], kinds, device, secret, types)


def _pictures(book: Book) -> Iterator[tuple[str, bytes]]:
    store = Attachments(book)
    waiting = ("SELECT sha256 FROM attachments WHERE NOT EXISTS (SELECT 1 FROM photo_sends "
               "WHERE photo_sends.sha256 = attachments.sha256 AND done_at IS NOT NULL)")  # fmt: skip
    for (sha256,) in book.query(waiting):
        yield sha256, store.data(sha256)


def _let_in(book: Book, content: bytes, centre_key: bytes) -> bool:
    """Believe the centre's answer to this PC's own enrolment; say whether that is news. Raises Rejected."""
    try:
        said = guards.json_of(content)
        about, body = bytes.fromhex(said["about"]), base64.b64decode(said["body"], validate=True)
        signature = base64.b64decode(said["seal"], validate=True)
        answer = guards.json_of(body)
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise frame.rejected(f"enrolled: {fault!r}") from fault
    frame.expect(about == frame.digest(enrolment.question(book)), "enrolled: another question")
    frame.expect(seal.signed_by(centre_key, signature, *seal.answer_parts(200, about, body)), "enrolled: seal")
    frame.expect(type(answer) is dict, "enrolled: answer")
    ident, _, approved = read_enrolled(answer)
    known = enrolment.is_let_in(book)
    return enrolment.let_in(book, ident, approved=approved) and not known


def _settled(book: Book, incoming: Incoming, raw: bytes, centre_key: bytes) -> list[str]:
    """Take one receipt in; return the verdicts. Raises Rejected when it is not for a parcel of this book."""
    opened = wire.open_receipt(raw)
    seal.verify(opened, centre_key)
    receipt = wire.read_receipt(opened)
    found = book.query("SELECT seqs FROM parcels WHERE digest = ?", (receipt.batch,))
    frame.expect(bool(found), "receipt: no parcel of this book")
    rows = Outbox(book).rows(json.loads(found[0][0]))
    incoming.take(rows, [outgoing(row, incoming.kinds) for row in rows], opened, receipt)
    with book.tx() as db:
        db.execute("DELETE FROM parcels WHERE digest = ?", [receipt.batch])
    return [said.verdict for said in receipt.verdicts]
