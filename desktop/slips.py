"""The receipts of a book as paper wants them: what the centre signed, beside what the office calls it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from desktop.models.book import Book
from desktop.models.errors import AppError, InputError
from desktop.models.kinds import Kinds
from desktop.models.outbox import Outbox
from desktop.models.text import date_vi
from desktop.printing.receipt import Slip, SlipRow
from sync import enrolment, proof

VIETNAM = timezone(timedelta(hours=7))
WORDS = {"stored": "Đã nhận", "known": "Đã có từ trước", "refused": "Từ chối"}


def of_batch(book: Book, kinds: Kinds, batch: proof.Kept) -> Slip:
    """Return the receipt of a whole batch. Raises InputError for one that an older key signed."""
    return _slip(book, kinds, batch, proof.rows(book, batch), proof.text_of_batch(batch), alone=False)


def of_activity(book: Book, kinds: Kinds, uid: str) -> Slip:
    """Return the receipt of the last counted save of an activity. Raises InputError where there is none."""
    one, listed = proof.of_activity(book, uid)
    return _slip(book, kinds, one, [listed], proof.text_of_revision(book, one, listed), alone=True)


def when(at: int) -> str:
    """Return a moment (seconds, Unix) as the hour and day in Việt Nam."""
    there = datetime.fromtimestamp(at, VIETNAM)
    return f"{there:%H:%M} ngày {date_vi(there.date())}"


def _slip(book: Book, kinds: Kinds, kept: proof.Kept, listed: Sequence[proof.Listed], text: str, *, alone: bool) -> Slip:
    said, route = kept.said, enrolment.route(book)
    try:
        proof.verify(text, route.centre_key)
    except AppError as fault:
        raise InputError("Biên nhận này do khóa cũ hoặc trung tâm khác ký nên không in được nữa: hãy chọn biên nhận khác.",
                         details=fault.details) from fault  # fmt: skip
    rows = []
    for one, row in zip(listed, Outbox(book).rows([one.seq for one in listed]), strict=True):
        label = kinds[row.kind].label if row.kind in kinds else row.kind
        rows.append(SlipRow(row.uid[:8], label, str(row.values.get("title", "")),
                            date_vi(str(row.values.get("starts_on", ""))), WORDS[one.verdict]))  # fmt: skip
    refused = Counter(one.verdict for one in listed)["refused"]
    return Slip(
        unit=book.office.unit.name, centre=route.url, at=when(said.at), batch=kept.batch, of=said.count,
        stored=said.stored, refused=refused, fingerprint=proof.fingerprint(route.centre_key), proof=text,
        rows=tuple(rows), alone=alone,
    )  # fmt: skip
