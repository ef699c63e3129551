"""Real processes under fire: kill -9 at both ends, a line that cuts and lies, parcels on a stick: nothing lost or doubled."""

import os
import random
import selectors
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.models.errors import AppError
from desktop.models.files import atomic_write
from desktop.models.kinds import Kinds
from sync import enrolment, sections
from sync.central import parcels as desk
from sync.central.enrolments import Enrolments
from sync.central.log import revision_of
from sync.central.receiving import Receiving
from sync.central.store import Store, open_folder
from sync.central.tables import revisions
from sync.office_file import OfficeFile
from tests.sync.proxy import FaultyProxy
from tests.sync.wards import ROOT, Running, Ward

WORKER = Path(__file__).parent / "dying_ward.py"
UNITS = ("20242", "20242", "20194")  # two PCs of one unit and one of another


class Office:
    """A ward as a process that works until it is killed."""

    def __init__(self, folder: Path, unit: str, kinds: Kinds, proxy: FaultyProxy, store: Store) -> None:
        self.ward = Ward(folder, kinds, unit=unit)
        code, expires = Enrolments(store).invite(unit, now=datetime.now(UTC), approved=True)
        enrolment.keep_office_file(self.ward.book, OfficeFile(
            unit, proxy.url, code, store.public_key, expires, box_key=store.box_key))  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, stick: Path, seed: str) -> None:
        """Begin to work."""
        self.process = subprocess.Popen([sys.executable, str(WORKER), str(self.ward.folder), str(stick), seed, "1000000"],
                                        cwd=ROOT, stdout=subprocess.PIPE)  # fmt: skip

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None and self.process.stdout is not None
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process = None


class Chaos:
    """Some wards, a centre, the proxy between them and a stick that is carried to and fro."""

    def __init__(self, folder: Path, kinds: Kinds, seed: int) -> None:
        self.counts: Counter[str] = Counter()
        self._chance, self._kinds = random.Random(seed), kinds
        self._stick = folder / "stick"
        self._stick.mkdir()
        self.proxy = FaultyProxy(seed)
        self.centre = Running(folder / "centre", options=("--pace", "1000000"))
        self._rise()
        self.store = open_folder(folder / "centre")
        self.offices = [Office(folder / f"ward{at}", unit, kinds, self.proxy, self.store) for at, unit in enumerate(UNITS)]

    def run(self, syncs: int, kills: int) -> None:
        """Work until there were so many sendings and kills."""
        for office in self.offices:
            self._start(office)
        every = syncs // kills
        while self.counts["syncs"] < syncs or self.counts["kills"] < kills:
            self._listen(every)
            self.counts["kills"] += 1
            victim = self._chance.choice([*self.offices, None])
            if victim is None:
                self.centre.kill()
                self._rise()
            else:
                victim.kill()
                self._start(victim)
            self._carry()
        for office in self.offices:
            office.kill()

    def _start(self, office: Office) -> None:
        office.start(self._stick, f"{self._chance.random()}")

    def _rise(self) -> None:
        self.centre.start()
        self.proxy.target = int(self.centre.url.rpartition(":")[2])

    def _listen(self, lines: int) -> None:
        """Wait for so many sendings of whoever."""
        with selectors.DefaultSelector() as waiting:
            for office in self.offices:
                assert office.process is not None and office.process.stdout is not None
                waiting.register(office.process.stdout, selectors.EVENT_READ)
            heard = 0
            while heard < lines:
                for key, _ in waiting.select(timeout=60):
                    said = os.read(key.fd, 65536)
                    assert said, "a ward ended by itself"
                    assert b"fault" not in said, said.decode()
                    heard += said.count(b"\n")
                    for what in (b"whole", b"part", b"cut"):
                        self.counts[what.decode()] += said.count(what)
        self.counts["syncs"] += heard

    def _carry(self) -> None:
        """Bring the stick to the centre; some parcels are brought twice."""
        receiving = Receiving(self.store, self._kinds, now=lambda: datetime.now(UTC))
        for path in sorted(self._stick.glob("*.sophuong")):
            taken = desk.Taken()
            try:
                desk.accept(self.store, receiving, path, taken, now=datetime.now(UTC))
            except AppError:
                continue  # a ward was killed while it wrote
            atomic_write(path.with_suffix(".bien-nhan"), sections.write(sections.RECEIPTS_MARK, taken.receipts))
            self.counts["parcels"] += 1
            if self._chance.random() < 0.7:
                path.unlink()

    def check(self) -> None:
        """Over a good line everyone sends what is left; then all hold the same, each once, nothing else."""
        self.proxy.bad = False
        for _ in range(2):
            for office in self.offices:
                assert office.ward.sender(kinds=self._kinds).send().left == 0
        for unit in dict.fromkeys(UNITS):
            with self.store.reading() as connection:
                rows = connection.execute(revisions.select().where(revisions.c.unit == unit)).all()
            rids = [row.rid for row in rows]
            assert len(rids) == len(set(rids)), "doubled"
            assert all(revision_of(row).rid == row.rid for row in rows), "altered"
            for office in self.offices:
                if office.ward.book.office.unit.code == unit:
                    own = [bytes(row[0]) for row in office.ward.book.query("SELECT rid FROM journal")]
                    assert len(own) == len(rids) and set(own) == set(rids), "lost or foreign"
                    assert office.ward.outbox.counts().waiting == 0
                    office.ward.activities.receive([])
            self.counts["revisions"] += len(rids)

    def close(self) -> None:
        """End everything that runs."""
        for office in self.offices:
            if office.process:
                office.kill()
            office.ward.book.close()
        if not self.centre.is_dead():
            self.centre.kill()
        self.store.close()
        self.proxy.close()


@pytest.fixture
def chaos(tmp_path: Path, kinds: Kinds) -> Iterator[Chaos]:
    made = Chaos(tmp_path, kinds, seed=8)
    yield made
    made.close()


def told(chaos: Chaos) -> str:
    counts = chaos.counts | {f"line {name}": count for name, count in chaos.proxy.happened.items()}
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def test_wards_and_centre_killed_over_a_faulty_line_lose_and_double_nothing(chaos: Chaos) -> None:
    chaos.run(syncs=60, kills=5)
    chaos.check()
    print(told(chaos))


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_five_thousand_syncs_and_two_hundred_kills(chaos: Chaos) -> None:
    chaos.run(int(os.environ.get("SOPHUONG_CHAOS", "5000")), kills=200)
    chaos.check()
    print(told(chaos))
