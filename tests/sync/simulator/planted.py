"""Bugs planted into the real code, one at a time: a simulator that cannot find them proves nothing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from desktop.models import activities, merging, outbox
from desktop.models.book import Book
from desktop.models.errors import Offline, SyncError
from desktop.models.journal import Journal
from desktop.models.outbox import Outbox, Verdict
from sync import incoming, line, sender, wire
from sync.central import log, standing, tables
from sync.central.receiving import Receiving
from sync.incoming import Incoming

Plant = Callable[[ExitStack], None]
PLANTS: dict[str, Plant] = {}


def plant(make: Plant) -> Plant:
    """Register a bug by its name."""
    PLANTS[make.__name__] = make
    return make


@contextmanager
def planted(name: str) -> Iterator[None]:
    """Run with one bug in place."""
    with ExitStack() as stack:
        PLANTS[name](stack)
        yield


def _put(stack: ExitStack, target: Any, name: str, by: Any) -> None:
    stack.enter_context(patch.object(target, name, by))


def _settle(run: Any, flight: Any) -> None:
    said = [Verdict(row.seq, row.uid, row.revision, "stored", row=at) for at, row in enumerate(flight.rows)]
    run._outbox.settle(said, at="2026-11-23T08:00:00+00:00", batch=flight.sealed.digest.hex(), receipt=b"")


@plant
def sent_is_settled(stack: ExitStack) -> None:
    """What was put on the line is called sent."""
    real = sender._Run._carry

    def carry(self: Any, flight: Any) -> Any:
        _settle(self, flight)
        return real(self, flight)

    _put(stack, sender._Run, "_carry", carry)


@plant
def any_200_is_a_receipt(stack: ExitStack) -> None:
    real = sender._Run._land

    def land(self: Any, flight: Any, carried: Callable[[], Any]) -> None:
        try:
            carried()
        except Offline as why:
            if why.details.startswith("200"):
                return _settle(self, flight)
        except SyncError:
            pass
        return real(self, flight, carried)

    _put(stack, sender._Run, "_land", land)


def _for_any_batch(stack: ExitStack) -> None:
    asked: list[bytes] = []
    sync, open_receipt = line.Line.sync, wire.open_receipt

    def note(self: Any, sealed: Any) -> Any:
        asked[:] = [sealed.digest]
        return sync(self, sealed)

    def pretend(raw: bytes) -> Any:
        opened = open_receipt(raw)
        return replace(opened, header=[opened.header[0], asked[0], *opened.header[2:]])

    _put(stack, line.Line, "sync", note)
    _put(stack, wire, "open_receipt", pretend)


@plant
def receipt_of_another_batch(stack: ExitStack) -> None:
    """The digest of the batch is not compared."""
    _for_any_batch(stack)


@plant
def any_sealed_receipt(stack: ExitStack) -> None:
    """Neither the digest of the batch nor the root over its revisions is compared, and the log mends nothing."""
    _for_any_batch(stack)
    _put(stack, wire, "check_root", lambda receipt, own: None)
    # Following the log finds such a lie by itself: without this the plant cannot show.
    _put(stack, Outbox, "step_back", lambda self, position, chain: 0)
    _put(stack, Outbox, "follow", lambda self, rids, chain: self.advance(self.log()[0] + len(rids), chain) or 0)


@plant
def answered_before_commit(stack: ExitStack) -> None:
    """The centre answers first and commits when it is next asked."""
    take, store = Receiving.take, Receiving._store_batch

    class Answer(Exception):
        pass

    def hurried(self: Any, raw: bytes) -> bytes:
        waiting = self.__dict__.setdefault("waiting", [])
        while waiting:
            take(self, waiting.pop())

        def promise(*of: Any) -> bytes:
            raise Answer(store(self, *of))

        self._store_batch = promise
        try:
            return take(self, raw)
        except Answer as answer:
            waiting.append(raw)
            return answer.args[0]
        finally:
            del self._store_batch

    _put(stack, Receiving, "take", hurried)


@plant
def chain_unchecked(stack: ExitStack) -> None:
    """A page is taken for the next one wherever it starts and whatever chain it ends with."""
    real = Incoming._turn

    def turn(self: Any, page: Any, **more: Any) -> None:
        position, chain = self._outbox.log()
        for entry in page.entries:
            chain = incoming.identity.log_link(chain, entry.rid)
        real(self, replace(page, start=position, chain=chain), **more)

    def follow(self: Any, first: int, fresh: Any, chain: bytes) -> None:
        if fresh:
            self._outbox.advance(first + len(fresh) - 1, chain)

    _put(stack, Incoming, "_turn", turn)
    _put(stack, Incoming, "_follow", follow)


@plant
def lost_ignored(stack: ExitStack) -> None:
    """The client does not hear that its place is not in the centre's log."""
    real = wire.read_receipt
    _put(stack, wire, "read_receipt", lambda opened: replace(real(opened), lost=False))


@plant
def never_behind(stack: ExitStack) -> None:
    """The centre takes every cursor for one of its log."""
    _put(stack, log, "is_followed", lambda connection, unit, cursor: True)


@plant
def stored_twice(stack: ExitStack) -> None:
    """The centre asks neither its log nor its constraint whether it has a revision."""
    table = tables.revisions
    once = next(each for each in table.constraints if each.name == "revision_once")
    table.constraints.discard(once)
    stack.callback(table.constraints.add, once)
    _put(stack, log, "held", lambda connection, unit, rids: {})


@plant
def merged_by_clock(stack: ExitStack) -> None:
    """The newest by its clock wins whole."""

    def newest(nodes: Any) -> Any:
        merged = merging.merge(nodes)
        last = max((node for node in nodes if node.rid in merged.heads), key=lambda node: (node.at, node.rid))
        return replace(merged, values=dict(last.values), binned=last.binned, conflicts=())

    _put(stack, activities, "merge", newest)
    _put(stack, standing, "merge", newest)


@plant
def names_believed(stack: ExitStack) -> None:
    """Entries that are only named are taken for held."""
    real = Incoming._turn

    def turn(self: Any, page: Any, **more: Any) -> None:
        named = {entry.rid for entry in page.entries if entry.revision is None}
        have = self._outbox.have
        with patch.object(self._outbox, "have", lambda rids: have(rids) | named):
            real(self, page, **more)

    _put(stack, Incoming, "_turn", turn)


@plant
def refused_is_stored(stack: ExitStack) -> None:
    """A refusal is settled as if it had been stored."""
    _put(stack, outbox, "REFUSED", "stored")
    real = incoming._verdicts
    _put(stack, incoming, "_verdicts", lambda rows, receipt: [replace(one, verdict="stored") for one in real(rows, receipt)])


@plant
def parents_dropped(stack: ExitStack) -> None:
    """A revision does not name what it was made from."""
    append, named = Journal.append, activities.revision_id
    _put(stack, Journal, "append", lambda self, *of, parents, **more: append(self, *of, parents=(), **more))
    _put(stack, activities, "revision_id", lambda uid, revision, parents, *of: named(uid, revision, (), *of))


@plant
def settled_for_good(stack: ExitStack) -> None:
    """Stepping back in the log lets what lies behind it stay settled."""

    def step_back(self: Any, position: int, chain: bytes) -> int:
        self.advance(position, chain)
        return 0

    _put(stack, Outbox, "step_back", step_back)


@plant
def never_pulled(stack: ExitStack) -> None:
    """The log is not followed: what another PC wrote, or a restored one lost, stays away."""
    _put(stack, Incoming, "_turn", lambda self, page, **more: None)
    _put(stack, Incoming, "more", property(lambda self: False))


@plant
def one_life(stack: ExitStack) -> None:
    """A restored or copied book goes on as if it were the old one."""
    _put(stack, Book, "new_incarnation", lambda self: None)
