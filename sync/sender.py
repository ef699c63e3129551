"""The sender: takes what waits in the book to the centre, and believes nothing but a sealed receipt."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx2

from desktop.models import kinds as declarations
from desktop.models.book import Book
from desktop.models.errors import Problem, Refused, Rejected, SyncError, TooNew, TooOld
from desktop.models.journal import Revision
from desktop.models.kinds import Kinds
from desktop.models.outbox import Outbox, Verdict
from sync import enrolment, seal, wire
from sync.enrolment import keep_office_file
from sync.line import Line
from sync.states import SENTENCES, Busy, Cut, NotTaken, fault
from sync.wire import Batch, Receipt, WireRevision

__all__ = ["SendSummary", "Sender", "keep_office_file"]

FIRST_SIZE = 40  # revisions: about 8 KB, one second at 64 kbit/s
QUICK = 8.0  # seconds; a batch answered sooner lets the next one be twice as big
SLOW = 20.0  # seconds; later than this the next one is half as big
TRIES = 4  # failures in a row before the line is called bad
CLOCK_OFF = 300  # seconds


@dataclass(frozen=True, slots=True)
class SendSummary:
    """What one sending did; `left` was queued at its start and no receipt counted it; bytes are bodies."""

    queued_at_start: int
    stored: int = 0
    known: int = 0
    refused: int = 0
    left: int = 0
    seconds: float = 0.0
    bytes_up: int = 0
    bytes_down: int = 0
    note: str = ""

    @property
    def complete(self) -> bool:
        """Whether receipts counted everything that was queued at the start."""
        return self.left == 0


class Sender:
    """Sends the waiting revisions of one book, oldest first, one batch at a time.

    `transport`, `clock` (seconds, monotonic) and `now` are handed in by tests. `last` keeps the summary of
    the last sending, also of one that ended in a fault.
    """

    def __init__(self, book: Book, *, transport: httpx2.BaseTransport | None = None,
                 clock: Callable[[], float] = time.monotonic,
                 now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:  # fmt: skip
        self._book = book
        self._transport = transport
        self._clock = clock
        self._now = now
        self.last: SendSummary | None = None

    def send(self, progress: Callable[[int, int], None] = lambda done, total: None,
             stop: Callable[[], bool] = lambda: False) -> SendSummary:  # fmt: skip
        """Send what is queued now and return what receipts said; `progress` gets (answered, queued at start).

        Raises SyncError, one sentence for each state of the line; what was answered before stays answered.
        """
        route = enrolment.route(self._book)
        line = Line(route, transport=self._transport, clock=self._clock)
        try:
            run = _Run(self._book, line, route.centre_key, clock=self._clock, now=self._now)
            try:
                run.go(progress, stop)
            finally:
                self.last = run.summary()
        finally:
            line.close()
        return self.last


class _Run:
    """One sending under way."""

    def __init__(self, book: Book, line: Line, centre_key: bytes, *, clock: Callable[[], float],
                 now: Callable[[], datetime]) -> None:  # fmt: skip
        self._book, self._line, self._centre_key, self._clock, self._now = book, line, centre_key, clock, now
        self._outbox = Outbox(book)
        self._kinds = declarations.load()
        self._begun = clock()
        self._upto = self._outbox.last_seq()
        self._queued = self._outbox.counts().waiting
        self._cursor = 0
        self._size = FIRST_SIZE
        self._failures = 0
        self._counts = {wire.STORED: 0, wire.KNOWN: 0, wire.REFUSED: 0}
        self._note = ""

    def go(self, progress: Callable[[int, int], None], stop: Callable[[], bool]) -> None:
        progress(0, self._queued)
        waiting = self._next()
        if not waiting:
            return
        self._device, self._secret = enrolment.device(self._book, self._line, now=self._now())
        while waiting and not stop():
            self._forward(waiting)
            progress(min(self._answered, self._queued), self._queued)
            waiting = self._next()

    def summary(self) -> SendSummary:
        counts = self._counts
        left = max(self._queued - self._answered, 0)
        return SendSummary(
            self._queued, counts[wire.STORED], counts[wire.KNOWN], counts[wire.REFUSED], left,
            self._clock() - self._begun, self._line.up, self._line.down, self._note,
        )  # fmt: skip

    @property
    def _answered(self) -> int:
        return sum(self._counts.values())

    def _next(self) -> list[Revision]:
        waiting = self._outbox.waiting(self._size, after_seq=self._cursor)
        return [revision for revision in waiting if revision.seq <= self._upto]

    def _forward(self, revisions: Sequence[Revision]) -> None:
        """Take one batch through, or make the next one smaller; a single one that cannot go is set aside."""
        try:
            batch = self._batch(revisions)
            sealed = seal.seal_batch(batch, self._secret)
        except Rejected as why:
            self._shrink_or_aside(
                revisions, NotTaken("too-big", proven=True, evidence=b"", details=why.details), ""
            )
            return
        try:
            receipt, raw = self._exchange(batch, sealed)
        except NotTaken as why:
            self._shrink_or_aside(revisions, why, sealed.digest.hex())
            return
        except (Busy, Refused, TooOld, TooNew):
            raise
        except SyncError as why:
            self._failed(why)
            return
        self._failures = 0
        self._settle(revisions, receipt, raw)

    def _batch(self, revisions: Sequence[Revision]) -> Batch:
        incarnation = bytes.fromhex(self._book.office.incarnation)
        at = self._now().astimezone(UTC).isoformat(timespec="seconds")
        return Batch(self._device, incarnation, os.urandom(16), at, tuple(_on_the_wire(r, self._kinds) for r in revisions))

    def _exchange(self, batch: Batch, sealed: seal.Sealed) -> tuple[Receipt, bytes]:
        """Send once; when the answer was lost once more the very same bytes, for the very same receipt."""
        begun = self._clock()
        try:
            raw = self._line.batch(sealed)
        except Cut:
            self._line.hello()
            raw = self._line.batch(sealed)
        receipt = self._verified(raw, batch, sealed)
        took = self._clock() - begun
        if took < QUICK and len(batch.revisions) >= self._size:
            self._size = min(self._size * 2, wire.MAX_REVISIONS)
        elif took > SLOW:
            self._halve()
        return receipt, raw

    def _verified(self, raw: bytes, batch: Batch, sealed: seal.Sealed) -> Receipt:
        opened = wire.open_receipt(raw)
        seal.verify(opened, self._centre_key)
        receipt = wire.read_receipt(opened)
        ours = (sealed.digest, batch.nonce, batch.device, [revision.seq for revision in batch.revisions])
        theirs = (receipt.batch, receipt.nonce, receipt.device, [verdict.seq for verdict in receipt.verdicts])
        if ours != theirs:
            raise fault("foreign")
        return receipt

    def _settle(self, revisions: Sequence[Revision], receipt: Receipt, raw: bytes) -> None:
        verdicts = [Verdict(revision.seq, revision.uid, revision.revision, said.verdict, said.problems)
                    for revision, said in zip(revisions, receipt.verdicts, strict=True)]  # fmt: skip
        self._keep(verdicts, at=receipt.server_time, batch=receipt.batch.hex(), raw=raw)
        self._check_clock(receipt.server_time)

    def _keep(self, verdicts: Sequence[Verdict], *, at: str, batch: str, raw: bytes) -> None:
        self._outbox.settle(verdicts, at=at, batch=batch, receipt=raw)
        for verdict in verdicts:
            self._counts[verdict.verdict] += 1
        self._cursor = verdicts[-1].seq

    def _shrink_or_aside(self, revisions: Sequence[Revision], why: NotTaken, digest: str) -> None:
        if len(revisions) > 1:
            self._size = max(len(revisions) // 2, 1)
            return
        one = revisions[0]
        if why.proven:
            verdict = Verdict(one.seq, one.uid, one.revision, wire.REFUSED, (Problem("", why.sentence),))
            at = self._now().astimezone(UTC).isoformat(timespec="seconds")
            self._keep([verdict], at=at, batch=digest or f"local-{one.seq}", raw=why.evidence)
            return
        # Something on the way turned it down, not the centre: it goes on waiting, the rest goes on.
        self._failed(why)
        self._cursor = one.seq
        self._note = SENTENCES["too-big"]

    def _failed(self, why: SyncError) -> None:
        """Go on with a smaller batch while the centre still shows itself, but not for ever."""
        self._failures += 1
        if self._failures >= TRIES:
            raise why
        self._line.hello()
        self._halve()

    def _halve(self) -> None:
        self._size = max(self._size // 2, 1)

    def _check_clock(self, server_time: str) -> None:
        try:
            off = abs((datetime.fromisoformat(server_time) - self._now()).total_seconds())
        except (ValueError, TypeError):
            return
        if off > CLOCK_OFF:
            self._note = (
                f"Đồng hồ máy này lệch {round(off / 60)} phút so với trung tâm: hãy chỉnh lại ngày giờ."
            )


def _on_the_wire(revision: Revision, kinds: Kinds) -> WireRevision:
    """Return what may leave this PC: never who saved it, never what is declared `local` (names, phones)."""
    return WireRevision(
        seq=revision.seq, uid=UUID(revision.uid).bytes, revision=revision.revision, kind=revision.kind,
        kind_version=revision.version, at=revision.at, by="", pc=revision.device,
        binned=revision.binned, values=_leaving(revision, kinds), chain=revision.chain,
    )  # fmt: skip


def _leaving(revision: Revision, kinds: Kinds) -> dict[str, Any]:
    if revision.kind in kinds:
        return kinds.outgoing(revision.kind, revision.values)
    # A kind these declarations do not know: whatever any of them keeps here stays here.
    kept = {field.name for kind in kinds.values() for field in kind.fields if field.local}
    return {name: value for name, value in revision.values.items() if name not in kept}
