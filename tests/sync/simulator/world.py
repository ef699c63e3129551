"""One world: a centre, one to three units with PCs, and everything that can go wrong between them, by a seed."""

import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

from desktop.models.book import Book
from desktop.models.errors import Refused, SyncError
from desktop.models.kinds import Kinds
from sync import enrolment
from sync.sender import SendSummary
from tests.sync.simulator.centre import CentreDied, SimCentre
from tests.sync.simulator.counts import Broken, Counts
from tests.sync.simulator.line import Air, ClientDied, SimLine
from tests.sync.simulator.pc import SimPc
from tests.sync.simulator.promises import Ledger, check_now, check_quiet
from tests.sync.simulator.ruled import Ruler, ruled

UNITS = ("20194", "20197", "20200")
SHM = Path("/dev/shm")
STEPS = 60  # of an epoch
ROUNDS = 12  # everyone sends so often at most until nothing moves any more
# What one step does, and how often beside the others.
STEP = {
    "sync": 62, "edit": 40, "late": 6, "copy pc": 2, "restore pc": 1, "clone pc": 0.5, "copy centre": 1.5,
    "restore centre": 1, "clock": 2, "revoke": 0.7, "readmit": 1, "review": 3, "publish": 0.7, "die while editing": 1,
    "die while syncing": 3,
}  # fmt: skip


class World:
    """A seeded world in a folder of its own; `run` lives through some epochs and leaves nothing behind."""

    def __init__(self, seed: int, number: int, kinds: Kinds, template: "Template") -> None:
        self.seed, self.number = seed, number
        self.step = 0
        self.counts = Counts()
        self._ruler = Ruler(seed, number)
        self._kinds, self._template = kinds, template
        self._bad = True
        self._air = Air()
        self._ledger = Ledger(self.counts)
        self._unsure: set[str] = set()  # PCs that have not asked since a centre or they themselves were restored

    def run(self, epochs: int) -> Counts:
        """Live through the epochs; return what happened. Raises Broken with seed, world and step."""
        folder = Path(mkdtemp(prefix="sophuong-", dir=SHM if SHM.is_dir() else None))
        try:
            with ruled(self._ruler):
                self._begin(folder)
                try:
                    for _ in range(epochs):
                        self._epoch()
                    self._ledger.verify(self._pcs)
                finally:
                    for pc in self._pcs:
                        pc.fall()
                    self._centre.fall()
        except Exception as why:
            place = f"--seed {self.seed} --world {self.number} (step {self.step})"
            raise Broken(f"{place}: {type(why).__name__}: {why}") from why
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return self.counts

    def _begin(self, folder: Path) -> None:
        chance = self._ruler.chance
        self._folder, self._pcs = folder, []
        self._centre = SimCentre(folder / "centre", self._kinds, self._ruler.now)
        for unit in UNITS[: chance.choice((1, 1, 2, 3))]:
            for _ in range(chance.choice((1, 2, 2, 3))):
                name = f"pc{len(self._pcs)}"
                self._template.copy(unit, folder / name, self._ruler)
                pc = SimPc(name, folder / name, self._kinds, self._ruler)
                enrolment.keep_office_file(pc.book, self._centre.office(unit))
                self._pcs.append(pc)

    # One epoch

    def _epoch(self) -> None:
        self._bad = True
        for _ in range(STEPS):
            self.step += 1
            self._ruler.pass_by(600)
            act = self._ruler.chance.choices(_NAMES, _WEIGHTS)[0]
            getattr(self, "_" + act.replace(" ", "_"))()
        self._bad = False
        self._all_quiet()
        for unit in UNITS:
            pcs = [pc for pc in self._pcs if pc.unit == unit]
            if pcs:
                check_quiet(unit, pcs, self._centre, self._ledger)

    def _all_quiet(self) -> None:
        """Let the line be good and the people at the centre friendly, and send until nothing moves."""
        for device in self._centre.devices():
            if device.revoked_at:
                self._centre.readmit(device.id)
        for pc in self._pcs:
            pc.skew = timedelta()
        for _ in range(ROUNDS):
            moved = [self._good_sync(pc) for pc in list(self._pcs)]
            if not any(moved):
                return
        raise Broken("never quiet")

    def _good_sync(self, pc: SimPc) -> bool:
        """Send over a good line; return whether anything moved. Whoever is not known any more gets a new office file."""
        for _ in range(3):
            try:
                said = self._send(pc)
                break
            except Refused as why:
                self._help(pc, why)
        else:
            raise Broken(f"{pc.name} is refused for ever")
        if not said.complete:
            raise Broken(f"{pc.name}: {said.left} left over a good line")
        return bool(said.stored or said.known or said.pulled or said.refilled or said.refused or said.items)

    def _help(self, pc: SimPc, why: Refused) -> None:
        """Do what the people at the centre do for an office that calls."""
        known = {device.id: device for device in self._centre.devices()}
        device = known.get(pc.device())
        if device is not None and (device.revoked_at or not device.approved_at) and device.unit == pc.unit:
            self._centre.readmit(device.id)
            return
        self.counts.happened["enrolled anew"] += 1
        enrolment.keep_office_file(pc.book, self._centre.office(pc.unit))

    # Steps

    def _pc(self) -> SimPc:
        return self._ruler.chance.choice(self._pcs)

    def _sync(self) -> None:
        pc = self._pc()
        try:
            self._send(pc)
        except Refused as why:
            self.counts.happened["refused"] += 1
            if self._ruler.chance.random() < 0.5:
                self._help(pc, why)
        except SyncError:
            self.counts.happened["broken off"] += 1
        except ClientDied:
            self._stand_up(pc)

    def _send(self, pc: SimPc) -> SendSummary:
        self.counts.happened["syncs"] += 1
        try:
            said = pc.send(SimLine(self._ruler, self._centre, self._air, self.counts, bad=lambda: self._bad))
            self._unsure.discard(pc.name)
            self.counts.happened["conflicts"] += said.conflicts
            self.counts.happened["pulled"] += said.pulled
            self.counts.happened["refilled"] += said.refilled
            return said
        finally:
            pc.book.doom = 0
            self._ledger.hear(pc, own=False)
            if pc.name not in self._unsure:
                check_now(pc, self._centre)

    def _stand_up(self, pc: SimPc) -> None:
        self.counts.happened["clients died"] += 1
        pc.fall()
        pc.rise()

    def _edit(self) -> None:
        pc = self._pc()
        for _ in range(self._ruler.chance.choice((1, 1, 2, 4))):
            self.counts.happened["edits"] += 1
            self.counts.happened[f"edits {pc.edit()}"] += 1
        self._ledger.hear(pc, own=True)

    def _die_while_editing(self) -> None:
        pc = self._pc()
        pc.book.doom = self._ruler.chance.choice((1, 2))
        try:
            pc.edit()
        except ClientDied:
            self._stand_up(pc)
        pc.book.doom = 0
        self._ledger.hear(pc, own=True)

    def _die_while_syncing(self) -> None:
        pc = self._pc()
        pc.book.doom = self._ruler.chance.randrange(1, 12)
        try:
            self._send(pc)
        except SyncError:
            self.counts.happened["broken off"] += 1
        except ClientDied:
            self._stand_up(pc)

    def _late(self) -> None:
        """Let a question that was on its way arrive at last; nobody hears the answer."""
        if self._air.late:
            raw = self._air.late.pop(self._ruler.chance.randrange(len(self._air.late)))
            self._by_post(raw)
            if self._ruler.chance.random() < 0.3:
                self._air.late.append(raw)

    def _by_post(self, raw: bytes) -> bytes | None:
        try:
            return self._centre.take(raw)
        except CentreDied:
            return None

    def _copy_pc(self) -> None:
        pc = self._pc()
        if len(pc.copies) < 3:
            pc.copy()

    def _restore_pc(self) -> None:
        pc = self._pc()
        if pc.copies:
            self.counts.happened["clients restored"] += 1
            before = pc.rids()
            pc.restore(self._ruler.chance.randrange(len(pc.copies)))
            self._unsure.add(pc.name)
            self._ledger.lost(pc.unit, before - pc.rids(), self._pcs, self._centre)

    def _clone_pc(self) -> None:
        pc = self._pc()
        if len(self._pcs) < 7:
            self.counts.happened["disks cloned"] += 1
            self._pcs.append(pc.clone(f"pc{len(self._pcs)}"))
            self._unsure.add(self._pcs[-1].name)

    def _copy_centre(self) -> None:
        if len(self._centre.copies) < 4:
            self._centre.copy()

    def _restore_centre(self) -> None:
        if self._centre.copies:
            self.counts.happened["centre restored"] += 1
            units = sorted({pc.unit for pc in self._pcs})
            before = {unit: set(self._centre.rids(unit)) for unit in units}
            self._centre.restore(self._ruler.chance.randrange(len(self._centre.copies)))
            self._unsure.update(pc.name for pc in self._pcs)
            for unit in units:
                gone = before[unit] - set(self._centre.rids(unit))
                self._ledger.lost(unit, gone, self._pcs, self._centre, twice=True)

    def _clock(self) -> None:
        self.counts.happened["clock jumps"] += 1
        days = self._ruler.chance.choice((0, 0, -1, 1, -400, 400, -8000))
        self._pc().skew = timedelta(days=days, seconds=self._ruler.chance.uniform(-3000, 3000))

    def _revoke(self) -> None:
        devices = [device.id for device in self._centre.devices()]
        if devices:
            self.counts.happened["revoked"] += 1
            self._centre.revoke(self._ruler.chance.choice(devices))

    def _readmit(self) -> None:
        for device in self._centre.devices():
            if device.revoked_at:
                self.counts.happened["readmitted"] += 1
                self._centre.readmit(device.id)
                return

    def _review(self) -> None:
        uids = sorted(self._centre.current(self._pc().unit))
        if uids:
            state = self._ruler.chance.choice(("returned", "accepted", "locked", "open", "open"))
            self.counts.happened["reviewed"] += 1
            self._centre.review(self._ruler.chance.choice(uids), state)

    def _publish(self) -> None:
        self.counts.happened["published"] += 1
        self._centre.publish(f"Thông báo {self.step}")


_NAMES, _WEIGHTS = list(STEP), list(STEP.values())


class Template:
    """Empty books to copy from, one for each unit: making one anew takes longer than a hundred syncs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for unit in UNITS:
            Book.create(folder / unit, unit=unit, person="Văn thư").close()

    def copy(self, unit: str, target: Path, ruler: Ruler) -> None:
        """Put the book of another PC of a unit into a folder that is made."""
        shutil.copytree(self._folder / unit, target)
        with Book.open(target) as book:
            fresh = {"device": ruler.bytes.randbytes(8).hex(), "incarnation": ruler.bytes.randbytes(4).hex()}
            book.set("office", book.setting("office") | fresh)
