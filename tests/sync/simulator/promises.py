"""What must hold: nothing lost, nothing doubled, nothing foreign, nothing falsely called sent, all see the same."""

from collections.abc import Iterable, Sequence
from typing import Any

from desktop.models.identity import PARENT
from desktop.models.journal import Revision
from sync.central.log import problems_of, revision_of
from sync.central.standing import LOCKED
from tests.sync.simulator.centre import SimCentre, chain_of
from tests.sync.simulator.counts import Broken, Counts
from tests.sync.simulator.pc import SimPc


class Ledger:
    """What was ever written, by unit, and what of it is excused because its last disk is gone."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self.written: dict[str, set[bytes]] = {}
        self.excused: set[bytes] = set()
        self.replaced: dict[bytes, list[bytes]] = {}

    def hear(self, pc: SimPc, *, own: bool) -> None:
        """Look at what came into a journal: written there just now, or brought by a sending."""
        written = self.written.setdefault(pc.unit, set())
        for revision in pc.journal.after(pc.told, 100_000):
            pc.told = revision.seq
            expect(pc.wire(revision).rid == revision.rid, f"{pc.name}: a revision is not what its rid says")
            if own:
                written.add(revision.rid)
            for old, made in pc.replaced:
                self.replaced.setdefault(old, []).append(made)
            pc.replaced.clear()
            expect(revision.rid in written, f"{pc.name}: foreign revision {revision.rid.hex()[:8]}")

    def lost(self, unit: str, rids: Iterable[bytes], pcs: Sequence[SimPc], centre: SimCentre, *,
             twice: bool = False) -> None:  # fmt: skip
        """Excuse what is on no disk any more; `twice`: a centre's copy is behind, and the disk was lost before."""
        left = set(centre.rids(unit)).union(*(pc.rids() for pc in pcs if pc.unit == unit))
        for rid in set(rids) - left - self.excused:
            self.excused.add(rid)
            self._counts.excused["with disk and copy" if twice else "with its disk"] += 1

    def due(self, unit: str) -> set[bytes]:
        """Return what must be at the centre."""
        return self.written.get(unit, set()) - self.excused

    def verify(self, pcs: Sequence[SimPc]) -> None:
        """Recompute every journal's chain."""
        for pc in pcs:
            pc.journal.verify()


def expect(holds: bool, what: str) -> None:
    """Raise Broken unless it holds."""
    if not holds:
        raise Broken(what)


def check_now(pc: SimPc, centre: SimCentre) -> None:
    """Whatever this PC calls sent or refused is at the centre at this very moment."""
    rows = pc.book.query("SELECT rid FROM receipts JOIN journal USING (seq)")
    if rows:
        missing = {bytes(row[0]) for row in rows}.difference(centre.rids(pc.unit))
        expect(not missing, f"{pc.name}: {len(missing)} revisions are falsely called sent")


def check_quiet(unit: str, pcs: Sequence[SimPc], centre: SimCentre, ledger: Ledger) -> None:
    """Everything there is to hold once everybody has sent over a good line."""
    entries = centre.entries(unit)
    rids = [row.rid for row in entries]
    have = set(rids)
    expect(len(have) == len(rids), f"{unit}: {len(rids) - len(have)} revisions doubled at the centre")
    expect([row.position for row in entries] == list(range(1, len(rids) + 1)), f"{unit}: the log has gaps")
    expect(all(revision_of(row).rid == row.rid for row in entries), f"{unit}: a revision was altered at the centre")
    expect(have <= ledger.written.get(unit, set()), f"{unit}: foreign revisions at the centre")
    lost = ledger.due(unit) - have
    expect(not lost, f"{unit}: {len(lost)} revisions lost")
    end = (len(rids), chain_of(rids))
    expect(centre.end(unit) == end, f"{unit}: the chain of the centre's log")
    bad = {row.rid: problems_of(row.problems) for row in entries}
    shown: dict[str, Any] | None = None
    restored = centre.restores > 0
    for pc in pcs:
        _check_book(pc, rids, bad, end, restored=restored)
        mine = _shown(pc, restored=restored)
        if shown is not None and mine != shown:
            raise Broken(f"{pc.name} shows something else than {pcs[0].name}: {_differ(mine, shown)}")
        shown = mine
    _check_current(pcs[0], centre, {row.uid for row in entries if row.problems})
    _check_kept(pcs[0])
    for uid, (_, _, heads, *_) in (shown or {}).items():
        again = [made for head in heads for made in ledger.replaced.get(head, ()) if made in have]
        expect(not again, f"{uid}: what a person replaced is back")


def _check_book(pc: SimPc, rids: Sequence[bytes], bad: dict[bytes, Any], end: tuple[int, bytes], *,
                restored: bool) -> None:  # fmt: skip
    rows = pc.book.query("SELECT rid, verdict, position FROM journal LEFT JOIN receipts USING (seq)")
    expect(len(rows) == len(rids) and {bytes(row[0]) for row in rows} == set(rids), f"{pc.name}: journal is not the log")
    expect(pc.outbox.log() == end, f"{pc.name}: its chain is not the centre's")
    places = {rid: at for at, rid in enumerate(rids, 1)}
    for rid, verdict, position in rows:
        expect(verdict is not None, f"{pc.name}: something waits")
        # A restored centre may judge otherwise than before (a lock is gone): the chain does not tell.
        expect(restored or (verdict == "refused") == bool(bad[rid]), f"{pc.name}: calls {verdict} what is not")
        expect(position in (None, places[rid]), f"{pc.name}: a receipt names another place")
    expect(pc.outbox.counts().waiting == 0, f"{pc.name}: something waits")


def _shown(pc: SimPc, *, restored: bool = False) -> dict[str, Any]:
    """Return what a PC shows of each activity, but for what never leaves it."""
    found = {}
    for (uid,) in pc.book.query("SELECT uid FROM activities"):
        one = pc.activities.get(uid)
        local = pc.activities._local(one.kind)
        values = {name: value for name, value in one.values.items() if name not in local}
        torn = [(each.field, [(choice.rid, choice.value) for choice in each.choices]) for each in pc.activities.conflicts(uid)]
        verdict, binned = pc.book.query("SELECT verdict, binned FROM activities WHERE uid = ?", (uid,))[0]
        found[uid] = (one.kind, one.revision, one.heads, values, torn, "" if restored else verdict, binned)
    return found


def _differ(one: dict[str, Any], other: dict[str, Any]) -> str:
    uid = next(uid for uid in sorted(one.keys() | other.keys()) if one.get(uid) != other.get(uid))
    return f"{uid}: {one.get(uid)} / {other.get(uid)}"[:900]


def _check_current(pc: SimPc, centre: SimCentre, refused: set[str]) -> None:
    """The centre shows what the PCs show, but for activities of which it refused a revision."""
    current = centre.current(pc.unit)
    for uid, (kind, revision, heads, values, torn, _, binned) in _shown(pc).items():
        if uid in refused:
            continue
        row = current.get(uid)
        told = row and (row.kind, row.revision, row.heads, row.values, row.conflict, row.binned)
        expect(told == (kind, revision, b"".join(heads), values, bool(torn), bool(binned)),
               f"{uid}: the centre shows something else: {told} / {(kind, revision, heads, values, torn)}"[:900])  # fmt: skip
        expect(row.review != LOCKED or row.locked_at is not None, f"{uid}: locked at no time")


def _check_kept(pc: SimPc) -> None:
    """Of an activity with several heads, every value that only one side wrote is shown or told as a conflict."""
    for (uid,) in pc.book.query("SELECT uid FROM activities WHERE length(heads) > 32"):
        history = {one.rid[:PARENT]: one for one in pc.activities.history(uid)}
        one = pc.activities.get(uid)
        heads = [history[rid[:PARENT]] for rid in one.heads]
        seen = {torn.field: [choice.value for choice in torn.choices] for torn in pc.activities.conflicts(uid)}
        local = pc.activities._local(one.kind)
        for head in heads:
            elders = [elder for other in heads if other is not head for elder in _elders(other, history)]
            for name, value in head.values.items():
                if name in local or any(elder.values.get(name) == value for elder in elders):
                    continue
                expect(value == one.values.get(name) or value in seen.get(name, ()), f"{uid}: a value of {name} vanished")


def _elders(one: Revision, history: dict[bytes, Revision]) -> list[Revision]:
    found: dict[bytes, Revision] = {}
    waiting = list(one.parents)
    while waiting:
        elder = history.get(waiting.pop())
        if elder and elder.rid not in found:
            found[elder.rid] = elder
            waiting.extend(elder.parents)
    return list(found.values())
