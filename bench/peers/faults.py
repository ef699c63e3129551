"""What happens to a line, a PC or a centre in the middle of a sending, and whether anything was lost by it."""

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.link import RIGHT
from bench.peers import certificates, keeper, trial
from bench.peers.trial import PeerRun, Run

PLACES = (0.3, 0.6, 0.9)
DEAD, PORTAL_STAYS, DOWN = 20.0, 30.0, 5.0  # seconds
TOLD = "told-the-portal"


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong after a sending: revisions lost, stored twice, stored otherwise than written, called sent falsely."""

    lost: int
    doubled: int
    altered: int
    false: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.doubled or self.altered or self.false)


class Trouble:
    """Strikes once, when so many bytes of IP have gone up; `after` seconds later it is mended where it needs mending."""

    def __init__(self, at: float, strike: Callable[[Run], None], mend: Callable[[Run], None] | None = None, *,
                 after: float = 0.0) -> None:  # fmt: skip
        self._at, self._strike, self._mend, self._after = at, strike, mend, after
        self._struck = 0.0

    def __call__(self, run: Run) -> None:
        """Look whether it is time."""
        if not self._struck:
            if run.link.counts().up >= self._at:
                self._strike(run)
                self._struck = time.monotonic()
        elif self._mend and time.monotonic() - self._struck >= self._after:
            self._mend(run)
            self._mend = None


def named(name: str, at: float) -> Trouble:
    """Return the trouble of a name, to strike when `at` bytes have gone up."""
    match name:
        case "lost-ack":
            return Trouble(at, lambda run: run.link.deafen(DEAD))
        case "power-cut":
            return Trouble(at, _cut_power)
        case "dead":
            return Trouble(at, lambda run: run.link.die(DEAD))
        case "new-address":
            return Trouble(at, _renumber)
        case "server-kill":
            return Trouble(at, _kill_centre, _start_centre, after=DOWN)
        case "portal-untrusted":
            return Trouble(at, lambda run: _put_portal(run, trial.STRANGER), _start_centre, after=PORTAL_STAYS)
        case "portal-trusted":
            return Trouble(at, lambda run: _put_portal(run, trial.INSPECTOR), _start_centre, after=PORTAL_STAYS)
    raise ValueError(name)


NAMES = ("lost-ack", "power-cut", "dead", "new-address", "server-kill", "portal-untrusted", "portal-trusted")


def compare(folder: Path) -> Found:
    """Hold the book against the centre, revision by revision and value by value."""
    from desktop.models import kinds as declarations
    from desktop.models.activities import Activities
    from desktop.models.book import Book

    kinds = declarations.load()
    centre = sqlite3.connect(next((folder / trial.CENTRE).glob("*.sqlite3")))
    there = {bytes(rid): (uid, json.loads(values)) for rid, uid, values in
             centre.execute('SELECT rid, uid, "values" FROM revisions')}  # fmt: skip
    rows = centre.execute("SELECT count(*) FROM revisions").fetchone()[0]
    current = {uid: json.loads(values) for uid, values in centre.execute('SELECT uid, "values" FROM activities')}
    centre.close()
    with Book.open(folder / trial.BOOK) as book:
        store = Activities(book, kinds)
        here = {bytes(rid): uid for rid, uid in book.query("SELECT rid, uid FROM journal")}
        settled = {bytes(row[0]) for row in book.query(
            "SELECT rid FROM receipts JOIN journal USING (seq) WHERE verdict <> 'refused'")}  # fmt: skip
        altered = 0
        for uid in set(here.values()) & current.keys():
            one = store.get(uid)
            altered += current[uid] != json.loads(json.dumps(kinds.outgoing(one.kind, dict(one.values))))
    return Found(len(here.keys() - there.keys()), rows - len(here.keys() & there.keys()), altered, len(settled - there.keys()))


def peer_compare(folder: Path, records: int) -> tuple[int, int]:
    """Return how many records an HTTP peer's far end lacks, and how many it has twice."""
    kept = sqlite3.connect(folder / "there" / keeper.FILE)
    total, different = kept.execute("SELECT count(*), count(DISTINCT body) FROM kept").fetchone()
    kept.close()
    return records - different, total - different


def portal_bytes(folder: Path) -> int:
    """Return how many bytes a portal was told."""
    told = folder / TOLD
    return told.stat().st_size if told.exists() else 0


def deafen_peer(at: float, seconds: float) -> Callable[[PeerRun], None]:
    """Lose every answer for so long."""
    done: list[bool] = []

    def look(run: PeerRun) -> None:
        if not done and run.link.counts().up >= at:
            done.append(True)
            run.link.deafen(seconds)

    return look


def renumber_peer(at: float) -> Callable[[PeerRun], None]:
    """Dead for 20 s, then another address."""
    done: list[bool] = []

    def look(run: PeerRun) -> None:
        if not done and run.link.counts().up >= at:
            done.append(True)
            run.link.die(DEAD)
            run.link.renumber()

    return look


def portal_peer(at: float) -> Callable[[PeerRun], None]:
    """Put a portal with a trusted certificate in the far end's place for a while."""
    since: list[float] = []

    def look(run: PeerRun) -> None:
        if not since and run.link.counts().up >= at:
            run.server.kill()
            run.server.wait()
            run.server = trial.start_portal(run.link, run.folder / trial.INSPECTOR, run.folder / TOLD)
            since.append(time.monotonic())
        elif len(since) == 1 and time.monotonic() - since[0] >= PORTAL_STAYS:
            run.server.kill()
            run.server.wait()
            run.server = run.start_server()
            since.append(0.0)

    return look


def _cut_power(run: Run) -> None:
    run.client.kill()
    run.client.wait()
    run.send()


def _renumber(run: Run) -> None:
    run.link.die(DEAD)
    run.link.renumber()


def _kill_centre(run: Run) -> None:
    run.centre.kill()
    run.centre.wait()


def _start_centre(run: Run) -> None:
    _kill_centre(run)
    run.centre = trial.start_centre(run.link, run.folder)


def _put_portal(run: Run, name: str) -> None:
    chain = run.folder / name
    if name == trial.STRANGER:
        certificates.make(chain, RIGHT)
    _kill_centre(run)
    run.centre = trial.start_portal(run.link, chain, run.folder / TOLD)
