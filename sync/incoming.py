"""What a receipt brings into the book: verdicts, places in the log, entries from elsewhere, what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from desktop.models import identity
from desktop.models.activities import Activities, Foreign
from desktop.models.book import Book
from desktop.models.journal import Revision
from desktop.models.kinds import Kinds
from desktop.models.outbox import Outbox, Verdict
from sync import news, wire
from sync.frame import Frame, expect
from sync.states import fault
from sync.wire import Cursor, Entry, Page, Receipt, WireRevision


@dataclass(slots=True)
class Brought:
    """What came so far: revisions from elsewhere, activities torn between two PCs, items published, own rows back."""

    pulled: int = 0
    conflicts: int = 0
    items: int = 0
    returned: int = 0
    own_back: int = 0


class Incoming:
    """Takes verified receipts into one book; each whole or not at all."""

    def __init__(self, book: Book, kinds: Kinds, centre_key: bytes) -> None:
        self._book, self._centre_key, self.kinds = book, centre_key, kinds
        self._outbox = Outbox(book)
        self._activities = Activities(book, kinds)
        self._early: dict[int, tuple[bytes, Sequence[bytes]]] = {}
        self.brought = Brought()
        self._last = self._last_serial = 0  # how long log and publications are at the centre
        self.heard = False
        self.void = 0  # receipts that were of a log this centre no longer has
        self.whole = False  # entries are wanted in full: this book lost rows it once sent

    def cursor(self) -> Cursor:
        """Return how far this book has followed the centre."""
        position, chain = self._outbox.log()
        serial, mark = news.place(self._book)
        return Cursor(position, chain[: wire.TAG] if position else b"", serial, mark)

    @property
    def more(self) -> bool:
        """Whether the centre has more than this book has followed, as far as it said."""
        return not self.heard or self._last > self._outbox.log()[0] or self._last_serial > news.place(self._book)[0]

    def begin_again(self) -> None:
        """Forget what receipts said of a log that is no longer the centre's."""
        self._early.clear()
        self.heard = False

    def take(self, rows: Sequence[Revision], sent: Sequence[WireRevision], opened: Frame, receipt: Receipt) -> None:
        """Keep what a receipt says of `rows` (they went as `sent`), and what it brings.

        Raises Rejected when its root is not that of these revisions, or a page does not continue the log.
        """
        rids = [revision.rid for revision in sent]
        expect(len(rids) == len(receipt.verdicts), "receipt: verdicts")
        leaves = wire.leaves(rids, receipt.verdicts)
        wire.check_root(receipt, leaves)
        at = datetime.fromtimestamp(receipt.at, UTC).isoformat(timespec="seconds")
        with self._book.tx():
            if rows:
                # A place this book has passed without meeting the revision there is one of a log that is no more.
                passed = self._outbox.log()[0]
                verdicts = [one for one in _verdicts(rows, receipt) if one.position is None or one.position > passed]
                self._outbox.settle(verdicts, at=at, batch=receipt.batch.hex(), receipt=opened.head, leaves=b"".join(leaves))
                self._follow(receipt.first, [rid for rid, said in zip(rids, receipt.verdicts, strict=True) if said.fresh],
                             receipt.chain)  # fmt: skip
            if receipt.page is not None:
                self._turn(receipt.page, at=at, batch=receipt.batch.hex())
            self._read(receipt.items)
        self._last, self._last_serial, self.heard = receipt.last, receipt.last_serial, True

    def _follow(self, first: int, fresh: Sequence[bytes], chain: bytes) -> None:
        """Go along the log over own rows; what others wrote in between comes by a page."""
        if not fresh:
            return
        self._early[first] = (chain, fresh)
        position, own = self._outbox.log()
        while position + 1 in self._early:
            said, rids = self._early.pop(position + 1)
            for rid in rids:
                own = identity.log_link(own, rid)
            if own != said:
                return  # not the log this book has followed: the next question's tag will tell the centre
            position += len(rids)
            self.void += self._outbox.follow(rids, own)

    def _turn(self, page: Page, *, at: str, batch: str) -> None:
        """Go along a page of the log: rows this book has are settled by it, others are taken in."""
        position, chain = self._outbox.log()
        if page.start != position:
            return  # asked before another receipt moved on
        for entry in page.entries:
            chain = identity.log_link(chain, entry.rid)
        if chain != page.chain:
            raise fault("foreign", details="page: chain")
        here = self._outbox.have([entry.rid for entry in page.entries])
        if any(entry.revision is None and entry.rid not in here for entry in page.entries):
            self.whole = True  # sent by this device once, and gone from its book: asked for again, in full
            return
        places = {entry.rid: (page.start + 1 + at, entry.problems) for at, entry in enumerate(page.entries)}
        fresh = [_foreign(entry) for entry in page.entries if entry.rid not in here]
        self._note_own(page.entries, here)
        taken = self._activities.receive([one for one in fresh if one is not None])
        self._outbox.settle_known(places, at=at, batch=batch)
        self.void += self._outbox.follow(list(places), chain)
        self.brought.pulled += taken.new
        self.brought.conflicts += taken.conflicts

    def _note_own(self, entries: Sequence[Entry], here: set[bytes]) -> None:
        """Notice rows of this very PC and life that its book does not have: it was restored, or copied."""
        office = self._book.office
        me = (bytes.fromhex(office.device), bytes.fromhex(office.incarnation))
        back = sum(
            1 for entry in entries
            if entry.revision and entry.rid not in here and (entry.revision.pc, entry.revision.incarnation) == me
        )  # fmt: skip
        if back:
            self._book.new_incarnation()
            self.brought.own_back += back

    def _read(self, items: Sequence[bytes]) -> None:
        for raw in items:
            said = news.keep(self._book, raw, self._centre_key)
            self.brought.items += said.fresh
            self.brought.returned += said.returned


def _verdicts(rows: Sequence[Revision], receipt: Receipt) -> list[Verdict]:
    position, found = receipt.first, []
    for row, (revision, said) in enumerate(zip(rows, receipt.verdicts, strict=True)):
        found.append(Verdict(revision.seq, revision.uid, revision.revision, said.verdict, said.problems,
                             row=row, position=position if said.fresh else None))  # fmt: skip
        position += said.fresh
    return found


def _foreign(entry: Entry) -> Foreign | None:
    revision = entry.revision
    if revision is None:
        return None
    return Foreign(
        rid=entry.rid, uid=str(UUID(bytes=revision.uid)), revision=revision.revision, parents=revision.parents,
        kind=revision.kind, version=revision.kind_version, at=revision.at, pc=revision.pc.hex(),
        incarnation=revision.incarnation.hex(), binned=revision.binned, values=dict(revision.values),
        problems=entry.problems,
    )  # fmt: skip
