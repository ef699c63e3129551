"""The sender: takes what waits in the book to the centre, follows the log there, believes only sealed receipts."""

import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

import httpx2

from desktop.models.book import Book
from desktop.models.errors import Problem, Refused, Rejected, StoreError, SyncError, TooNew, TooOld
from desktop.models.journal import Journal, Revision
from desktop.models.kinds import Kinds
from desktop.models.outbox import Outbox, Verdict
from desktop.models.published import kinds_of
from sync import anchors, columns, enrolment, photos, seal, wire
from sync.carrier import Carrier
from sync.enrolment import keep_office_file
from sync.frame import Frame
from sync.incoming import Incoming
from sync.line import Line
from sync.outgoing import outgoing
from sync.sizing import WIDEST, Sizing
from sync.states import SENTENCES, Busy, Cut, NotTaken
from sync.wire import Batch, Cursor, WireRevision

__all__ = ["SendSummary", "Sender", "keep_office_file"]

UNANSWERED = "unanswered"  # setting: batches whose answers have not come
TRIES = 4  # failures in a row before the line is called bad
CLOCK_OFF = 300  # seconds
ROOM, MOST_ROOM = 16_000, 400_000  # bytes that may come down beside the verdicts,
AIR = 8.0  # as many as take about so many seconds
MAX_POLLS = 10_000  # pages in one sending: a centre that never ends its log is no centre
FIRST_STEP = 16  # revisions to go back when the centre does not know our place in its log; then four times as many


@dataclass(frozen=True, slots=True)
class SendSummary:
    """What one sending did; `left` was saved before its start and no receipt counts it; bytes are bodies.

    `pulled` revisions came from other PCs of the office or back from the centre, `conflicts` activities of them need
    a person, `items` were published, `returned` of them send an activity back; `refilled` rows were sent again
    because the centre had lost them. `photos` went, others are `left`; `rate` is bytes a second.
    """

    queued_at_start: int
    stored: int = 0
    known: int = 0
    refused: int = 0
    left: int = 0
    seconds: float = 0.0
    bytes_up: int = 0
    bytes_down: int = 0
    pulled: int = 0
    conflicts: int = 0
    items: int = 0
    returned: int = 0
    refilled: int = 0
    photos: int = 0
    photos_left: int = 0
    photo_bytes_left: int = 0
    rate: float = 0.0
    note: str = ""

    @property
    def complete(self) -> bool:
        """Whether receipts counted everything that was queued at the start."""
        return self.left == 0


class Sender:
    """Sends the waiting revisions of one book, oldest first, and takes what the centre has for it.

    `transport` or `carrier`, `clock` (seconds, monotonic) and `now` are handed in by tests; `kinds` where they are
    already read. `last` keeps the summary of the last sending, also of one that ended in a fault.
    """

    def __init__(self, book: Book, *, transport: httpx2.BaseTransport | None = None, carrier: Carrier | None = None,
                 clock: Callable[[], float] = time.monotonic, now: Callable[[], datetime] = lambda: datetime.now(UTC),
                 kinds: Kinds | None = None, width: int = WIDEST) -> None:  # fmt: skip
        self._book = book
        self._transport, self._carrier = transport, carrier
        self._clock, self._now = clock, now
        self._kinds, self._width = kinds, width
        self.last: SendSummary | None = None

    def send(self, progress: Callable[[int, int], None] = lambda done, total: None,
             stop: Callable[[], bool] = lambda: False,
             pictures: Callable[[int, int, float], None] = lambda done, total, rate: None) -> SendSummary:  # fmt: skip
        """Send what is queued now, follow the centre's log, and return what receipts said.

        `progress` gets (answered, queued at start), then `pictures` (bytes of photos confirmed, bytes that waited, bytes
        a second). Raises SyncError, one sentence for each state of the line; what
        was answered before stays answered. Raises StoreError where the journal was tampered with: then nothing is sent.
        """
        route = enrolment.route(self._book)
        Journal(self._book).verify_waiting()
        line = Line(route, carrier=self._carrier, transport=self._transport, clock=self._clock,
                    known=enrolment.certificate(self._book))  # fmt: skip
        try:
            kinds = self._kinds or kinds_of(self._book)
            run = _Run(self._book, kinds, line, route.centre_key, self._clock, self._now, self._width)
            try:
                run.go(progress, stop, pictures)
            finally:
                self.last = run.summary()
                enrolment.keep_certificate(self._book, line.known)
        finally:
            line.close()
        return self.last


@dataclass(slots=True, eq=False)
class _Flight:
    """One batch under way."""

    rows: Sequence[Revision]
    sent: tuple[WireRevision, ...]
    sealed: seal.Sealed
    begun: float
    end: anchors.End
    salt: bytes


class _Run:
    """One sending under way."""

    def __init__(self, book: Book, kinds: Kinds, line: Line, centre_key: bytes, clock: Callable[[], float],
                 now: Callable[[], datetime], width: int) -> None:  # fmt: skip
        self._book, self._kinds, self._line, self._clock, self._now = book, kinds, line, clock, now
        self._widest = width
        self._types = columns.field_types(kinds)
        self._outbox = Outbox(book)
        self._incoming = Incoming(book, kinds, centre_key)
        self._begun = clock()
        self._upto = self._outbox.last_seq()
        self._queued = self._outbox.counts().waiting
        self._after = 0
        self._again: deque[Sequence[Revision]] = deque()  # batches that came back, in smaller pieces
        self._sizing = Sizing(waiting=self._queued)
        self._answers: deque[tuple[float, int]] = deque(maxlen=WIDEST)
        self._failures = 0
        self._counts = {wire.STORED: 0, wire.KNOWN: 0, wire.REFUSED: 0}
        self._first_verdicts: set[int] = set()
        self._refilled = 0
        self._sent_photos = 0
        self._note = ""
        self._unanswered: dict[str, list[int]] = {}
        self._end, self._salt = anchors.end_of(book), b""
        self._pool: ThreadPoolExecutor | None = None

    def go(self, progress: Callable[[int, int], None], stop: Callable[[], bool],
           pictures: Callable[[int, int, float], None] = lambda done, total, rate: None) -> None:  # fmt: skip
        """Everything up, then everything down; what a restored centre had lost goes up again."""
        progress(0, self._queued)
        self._device, self._secret = enrolment.device(self._book, self._line, now=self._now())
        self._ask_again()
        try:
            self._up(progress, stop)
            if not stop():
                self._down(stop)
            if self._refilled and not stop():
                self._after, self._upto = 0, self._outbox.last_seq()
                self._up(progress, stop)
                self._down(stop)
        finally:
            if self._pool:
                self._pool.shutdown(wait=False, cancel_futures=True)
        if not stop():
            self._let_sign()
            self._photos(stop, pictures)
        if enrolment.is_key_old(self._book, now=self._now()):
            enrolment.rotate(self._book, self._line, now=self._now())

    def summary(self) -> SendSummary:
        """Return what was done so far."""
        counts, brought = self._counts, self._incoming.brought
        note = self._note
        if brought.own_back:
            note = (f"Sổ trên máy này từng được khôi phục hoặc sao chép: đã lấy lại {brought.own_back} lần lưu từ "
                    "trung tâm, không mất gì.")  # fmt: skip
        left = photos.left(self._book)
        return SendSummary(
            self._queued, counts[wire.STORED], counts[wire.KNOWN], counts[wire.REFUSED],
            self._outbox.left(self._upto), self._clock() - self._begun, self._line.up,
            self._line.down, brought.pulled, brought.conflicts, brought.items, brought.returned, self._refilled,
            self._sent_photos, left.count, left.bytes, self._line.rate, note,
        )  # fmt: skip

    # Up

    def _ask_again(self) -> None:
        """Ask what became of batches whose answers were lost when a sending ended: what arrived need not go again."""
        for digest, seqs in self._book.setting(UNANSWERED, []):
            opened = self._line.receipt_of(bytes.fromhex(digest), self._secret, self._device)
            if opened is None:
                continue
            try:
                rows, receipt = self._outbox.rows(seqs), wire.read_receipt(opened)
                self._incoming.take(rows, [outgoing(row, self._kinds) for row in rows], opened, receipt)
            except (Rejected, StoreError):
                continue  # the book or its declarations are others now: the rows go again and are known
            for row, said in zip(rows, receipt.verdicts, strict=True):
                self._count(row.seq, said.verdict)
            self._incoming.heard = False  # of old: what the log holds now is yet to be asked
            if receipt.lost:
                self._find_place()
        self._remember({})

    def _remember(self, unanswered: dict[str, list[int]]) -> None:
        """Keep which batches are under way (digest in hex: journal numbers), before their first byte goes."""
        self._unanswered = unanswered
        self._book.set(UNANSWERED, [[digest, seqs] for digest, seqs in unanswered.items()])

    def _up(self, progress: Callable[[int, int], None], stop: Callable[[], bool]) -> None:
        flying: dict[Future[Frame], _Flight] = {}
        while True:
            while len(flying) < self._wide and not stop():
                flight = self._next_flight()
                if flight is None:
                    break
                if self._wide == 1 and not flying:
                    self._land(flight, partial(self._carry, flight))
                    progress(min(len(self._first_verdicts), self._queued), self._queued)
                else:
                    flying[self._launch(flight)] = flight
            if not flying:
                return
            landed, _ = wait(flying, return_when=FIRST_COMPLETED)
            for future in landed:
                self._land(flying.pop(future), future.result)
            progress(min(len(self._first_verdicts), self._queued), self._queued)

    @property
    def _wide(self) -> int:
        """How many batches may be under way."""
        return min(self._sizing.width, self._widest)

    def _next_flight(self) -> _Flight | None:
        """Seal the next batch; a revision that cannot be sealed is set aside and the next one taken."""
        while rows := self._next():
            sent = tuple(outgoing(revision, self._kinds) for revision in rows)
            try:
                sealed = seal.seal_batch(self._batch(sent, room=self._room(rows)), self._secret, self._types)
            except Rejected as why:
                self._turned_down(rows, NotTaken("too-big", proven=True, evidence=b"", details=why.details), "")
                continue
            self._remember(self._unanswered | {sealed.digest.hex(): [row.seq for row in rows]})
            return _Flight(rows, sent, sealed, self._clock(), self._end, self._salt)
        return None

    def _next(self) -> Sequence[Revision]:
        if self._again:
            return self._again.popleft()
        rows = [row for row in self._outbox.waiting(self._sizing.rows, after_seq=self._after) if row.seq <= self._upto]
        if rows:
            self._after = rows[-1].seq
        return rows

    def _room(self, rows: Sequence[Revision]) -> int:
        """Ask for the way down with the last batch only: one round trip does both, and nothing comes twice."""
        last = not self._again and not self._outbox.waiting(1, after_seq=rows[-1].seq)
        return self._free() if last and self._wide == 1 else 0

    def _free(self) -> int:
        return int(min(max(self._line.rate * AIR, ROOM), MOST_ROOM))

    def _batch(self, sent: tuple[WireRevision, ...] = (), *, room: int, cursor: Cursor | None = None) -> Batch:
        at = int(self._now().timestamp())
        self._end, self._salt = anchors.end_of(self._book), os.urandom(8)
        return Batch(self._device, self._end.commitment(self._device, self._salt), at, cursor or self._incoming.cursor(), room,
                     self._incoming.whole, sent)  # fmt: skip

    def _launch(self, flight: _Flight) -> "Future[Frame]":
        self._pool = self._pool or ThreadPoolExecutor(self._widest, thread_name_prefix="post")
        return self._pool.submit(self._carry, flight)

    def _carry(self, flight: _Flight) -> Frame:
        """Send once; after a lost answer ask for the receipt, and only where there is none send the very same bytes again."""
        try:
            return self._line.sync(flight.sealed)
        except Cut:
            kept = self._line.receipt_of(flight.sealed.digest, self._secret, self._device)
            return self._line.sync(flight.sealed) if kept is None else kept

    def _land(self, flight: _Flight, carried: Callable[[], Frame]) -> None:
        try:
            opened = carried()
            receipt = wire.read_receipt(opened)
            self._incoming.take(flight.rows, flight.sent, opened, receipt)
        except NotTaken as why:
            self._answered(flight)
            self._turned_down(flight.rows, why, flight.sealed.digest.hex())
            return
        except (Busy, Refused, TooOld, TooNew):
            raise
        except SyncError as why:
            self._failed(flight.rows, why)
            return
        self._failures = 0
        self._answered(flight)
        self._anchor(flight.end, flight.salt, flight.sealed, opened, receipt.at)
        self._learn(flight, len(opened.payload))
        for revision, said in zip(flight.rows, receipt.verdicts, strict=True):
            self._count(revision.seq, said.verdict)
        self._check_clock(receipt.at)
        if receipt.lost:
            self._find_place()

    def _answered(self, flight: _Flight) -> None:
        digest = flight.sealed.digest.hex()
        self._remember({other: seqs for other, seqs in self._unanswered.items() if other != digest})

    def _learn(self, flight: _Flight, down: int) -> None:
        now, size = self._clock(), len(flight.sealed.body)
        self._answers.append((now, size))
        (since, _), *rest = self._answers if len(self._answers) > 1 else [(flight.begun, 0), (now, size)]
        rate = sum(size for _, size in rest) / max(now - since, 0.001)
        self._sizing.answered(len(flight.rows), size, now - flight.begun, rate)

    def _count(self, seq: int, verdict: str) -> None:
        if seq not in self._first_verdicts and seq <= self._upto:
            self._first_verdicts.add(seq)
            self._counts[verdict] += 1

    def _turned_down(self, rows: Sequence[Revision], why: NotTaken, digest: str) -> None:
        """Halve a batch that was turned down whole; a single revision that cannot go is set aside."""
        if len(rows) > 1:
            self._sizing.failed()
            half = len(rows) // 2
            self._again.extendleft([rows[half:], rows[:half]])
            return
        one = rows[0]
        if why.proven:
            verdict = Verdict(one.seq, one.uid, one.revision, wire.REFUSED, (Problem("", why.sentence),))
            at = self._now().astimezone(UTC).isoformat(timespec="seconds")
            self._outbox.settle([verdict], at=at, batch=digest or f"local-{one.seq}", receipt=why.evidence, leaves=b"")
            self._count(one.seq, wire.REFUSED)
            return
        # Something on the way turned it down, not the centre: it goes on waiting, the rest goes on.
        self._failed((), why)
        self._note = SENTENCES["too-big"]

    def _failed(self, rows: Sequence[Revision], why: SyncError) -> None:
        """Go on with smaller batches while the centre still shows itself, but not for ever."""
        self._failures += 1
        if self._failures >= TRIES:
            raise why
        self._line.hello()
        self._sizing.failed()
        size = self._sizing.rows
        self._again.extendleft(reversed([rows[at : at + size] for at in range(0, len(rows), size)]))

    # Down

    def _down(self, stop: Callable[[], bool]) -> None:
        """Follow the log and the publications to their end."""
        for _ in range(MAX_POLLS):
            if stop():
                return
            if not self._incoming.more:
                # At the end of the log: a receipt that names no place in it is of a log this centre no longer has.
                self._refilled += self._outbox.step_back(*self._outbox.log()) + self._incoming.void
                self._incoming.void = 0
                return
            if self._poll(self._incoming.cursor()).lost:
                self._find_place()

    def _poll(self, cursor: Cursor, *, room: int | None = None) -> wire.Receipt:
        batch = self._batch(room=self._free() if room is None else room, cursor=cursor)
        sealed = seal.seal_batch(batch, self._secret, self._types)
        try:
            opened = self._line.sync(sealed)
        except Cut:
            self._line.hello()
            opened = self._line.sync(sealed)
        receipt = wire.read_receipt(opened)
        self._incoming.take((), (), opened, receipt)
        self._anchor(self._end, self._salt, sealed, opened, receipt.at)
        self._check_clock(receipt.at)
        return receipt

    def _anchor(self, end: anchors.End, salt: bytes, sealed: seal.Sealed, opened: Frame, at: int) -> None:
        moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
        anchors.keep(self._book, end, salt, sealed, opened.head, moment)

    def _let_sign(self) -> None:
        """After big batches alone nothing small was signed: ask one question, so that the centre signs where the journal ends."""
        newest = next(iter(anchors.kept(self._book)), None)
        if self._counts[wire.STORED] and (newest is None or newest.seq < self._upto):
            self._poll(self._incoming.cursor(), room=0)

    def _photos(self, stop: Callable[[], bool], pictures: Callable[[int, int, float], None]) -> None:
        """Send photos while no text waits; what is left goes next time."""
        if self._refilled:
            photos.forget(self._book)
        if not photos.is_time(self._book, now=self._now().astimezone()):
            return
        local = photos.PhotoSender(self._book, self._line, self._device, self._secret, clock=self._clock,
                                   now=lambda: self._now().astimezone())  # fmt: skip
        try:
            local.send(stop, lambda: bool(self._outbox.waiting(1, after_seq=self._upto)),
                       lambda done, total: pictures(done, total, self._line.rate))  # fmt: skip
        finally:
            self._sent_photos = local.sent

    def _find_place(self) -> None:
        """The centre does not know our place in its log (it was restored): find the last one both know."""
        back = FIRST_STEP
        serial = self._incoming.cursor()
        while True:
            position, chain = self._outbox.checkpoint(back)
            at = replace(serial, position=position, tag=chain[: wire.TAG] if position else b"")
            if not position or not self._poll(at, room=0).lost:
                break
            back *= 4
        self._refilled += self._outbox.step_back(position, chain)
        self._incoming.begin_again()

    def _check_clock(self, server_time: int) -> None:
        off = abs(self._now().timestamp() - server_time)
        if off > CLOCK_OFF:
            self._note = (
                f"Đồng hồ máy này lệch {round(off / 60)} phút so với trung tâm: hãy chỉnh lại ngày giờ."
            )
