"""The post beside its peers over a bad line: seconds, bytes of IP, what a fault costs and whether it loses anything.

One run, the same records, the same line (64 kbit/s, 300 ms and 3 % loss each way), real TLS 1.3 behind a real chain.
Several lines are open at once, each with its own seed; what takes long is measured over fewer records and says so.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import link
from bench.figures import beside
from bench.link import BAD, EDGE, Profile
from bench.peers import burden, faults, trial
from bench.peers.trial import Cost

DAY, MANY, SOME, FEW = 20, 1000, 300, 60
SEEDS = (1, 2, 3)
LANES = 6  # lines open at once
PAUSE = 10.0  # seconds before the sender is asked again after a fault
Row = dict[str, Any]


def measure() -> list[Row]:
    """Return the rows; where the machine cannot have such a line, one row that says why."""
    if why := link.missing():
        return [_skipped(why)]
    folder = Path(tempfile.mkdtemp(prefix="so-phuong-post-"))
    try:
        return Post(folder).rows()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Post:
    """All trials of one run; each in a folder of its own under `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pool = ThreadPoolExecutor(LANES)
        self._without_pouch = trial.pouch_missing()

    def rows(self) -> list[Row]:
        """Start everything, longest first, and read it row by row."""
        self._grounds = {count: trial.make_ground(self._folder / f"ground-{count}", seed=count, count=count)
                         for count in (DAY, SOME, MANY)}  # fmt: skip
        trial.write_records(self._folder / "ground-100", MANY, 100)
        trial.write_records(self._folder / "ground-60", MANY, FEW)
        with self._pool:
            pouch = {} if self._without_pouch else {
                MANY: self._peer("pouch", MANY, size=100), DAY: self._peer("pouch", DAY, size=100)}  # fmt: skip
            rosa = {100: self._peer("openrosa", 100), DAY: self._peer("openrosa", DAY)}
            burdened = self._pool.submit(burden.memory, self._folder / "burden")
            hurt_peers = self._hurt_peers()
            many, bad = self._ours(MANY), self._ours(MANY, BAD)
            reno = self._ours(MANY, control="reno")
            clean = self._ours(SOME)
            gzip = {(count, profile.loss): self._peer("gzip", count, profile, size=500)
                    for count, profile in ((DAY, EDGE), (MANY, EDGE), (MANY, BAD))}  # fmt: skip
            back = [self._pool.submit(burden.reconnect, self._grounds[SOME], self._folder / f"back-{seed}", seed)
                    for seed in SEEDS]  # fmt: skip
            day = self._ours(DAY)
            up = statistics.mean(one.result().counts.up for one in clean)
            hurt = {(name, place): self._pool.submit(self._hurt, name, place, up)
                    for name in faults.NAMES for place in faults.PLACES}  # fmt: skip
            rows = self._main(day, many, bad, reno, gzip, rosa, pouch)
            rows += self._fault_rows(hurt, up) + self._peer_faults(hurt_peers)
            rows += burden.rows(burdened.result(), [one.result() for one in back])
        return rows + ([_skipped(self._without_pouch)] if self._without_pouch else [])

    def _main(self, day: "list[Future[Cost]]", many: "list[Future[Cost]]", bad: "list[Future[Cost]]",
              reno: "list[Future[Cost]]", gzip: "dict[tuple[int, float], Future[Cost]]",
              rosa: "dict[int, Future[Cost]]", pouch: "dict[int, Future[Cost]]") -> list[Row]:  # fmt: skip
        rows = []
        peers = [("JSON+gzip 500/gói", gzip[DAY, EDGE.loss], DAY, 1.0), ("OpenRosa", rosa[DAY], DAY, 1.0)]
        peers += [("PouchDB 100/gói", pouch[DAY], DAY, 1.0)] if pouch else []
        rows += _beside(f"{DAY} hoạt động (một ngày)", day, DAY, peers, seconds=3.5, size=450)
        peers = [("JSON+gzip 500/gói", gzip[MANY, EDGE.loss], MANY, 1.0),
                 ("OpenRosa, tính từ 100 bản ghi", rosa[100], 100, 10.0)]  # fmt: skip
        peers += [("PouchDB 100/gói", pouch[MANY], MANY, 1.0)] if pouch else []
        rows += _beside(f"{MANY} hoạt động", many, MANY, peers, seconds=27, size=190)
        peers = [("JSON+gzip 500/gói", gzip[MANY, BAD.loss], MANY, 1.0)]
        rows += _beside(f"{MANY} hoạt động, mất gói 10 %", bad, MANY, peers, seconds=36)
        peers = [("cùng sổ, TCP của máy", many[0], MANY, 1.0)]
        return rows + _beside(f"{MANY} hoạt động, TCP Reno", reno, MANY, peers)

    def _fault_rows(self, hurt: "dict[tuple[str, float], Future[Row]]", clean: float) -> list[Row]:
        rows = []
        for name in faults.NAMES:
            found = [hurt[name, place].result() for place in faults.PLACES]
            wrong = sum(one["lost"] + one["doubled"] + one["altered"] + one["false"] + one["hung"] for one in found)
            again = max(one["again"] for one in found)
            facts = {"peer": f"gửi {SOME} không sự cố", "found": found}
            rows.append(beside(f"{name}: mất, trùng, sai, treo", wrong, "lần", most=0, peer_value=0, **facts))
            if name.startswith("portal"):
                told = max(one["portal"] for one in found)
                rows.append(beside(f"{name}: byte vào cổng", told, "B", most=2000, peer_value=round(clean), **facts))
            else:
                rows.append(beside(f"{name}: gửi lại nhiều nhất", again, "%", most=35, peer_value=100, **facts))
        return rows

    def _hurt(self, name: str, place: float, clean: float) -> Row:
        folder = self._folder / f"{name}-{place}"
        cost = trial.ours(self._grounds[SOME], folder, seed=round(place * 10), pause=PAUSE, most=300,
                          trouble=faults.named(name, clean * place))  # fmt: skip
        found = faults.compare(folder)
        _say(f"{name} {place}: {cost.seconds:.0f} s, {found}")
        return {"place": place, "seconds": round(cost.seconds, 1), "lost": found.lost, "doubled": found.doubled,
                "altered": found.altered, "false": found.false, "hung": int(cost.more["hung"]),
                "again": round(100 * (cost.counts.up / clean - 1)), "portal": faults.portal_bytes(folder),
                "sentences": cost.more["faults"]}  # fmt: skip

    def _hurt_peers(self) -> "list[tuple[str, str, Future[Cost], Callable[[], str]]]":
        def kept(name: str) -> Callable[[], str]:
            return lambda: "mất {}, trùng {}".format(*faults.peer_compare(self._folder / name, FEW))

        found = [
            ("lost-ack", "mỗi bản ghi một POST", self._peer("naive", FEW, name="naive-ack", patience=20,
                                                          trouble=faults.deafen_peer(60_000, 40)), kept("naive-ack")),
            ("portal-trusted", "mỗi bản ghi một POST", self._peer("naive", FEW, name="naive-portal", patience=20,
                                                                trouble=faults.portal_peer(60_000)), kept("naive-portal")),
        ]  # fmt: skip
        if not self._without_pouch:
            run = self._peer("pouch", 100, name="pouch-new", size=100, most=200, trouble=faults.renumber_peer(60_000))
            found.append(("new-address", "PouchDB, 100 bản ghi, chờ 200 giây", run, lambda: ""))
        return found

    def _peer_faults(self, hurt: "list[tuple[str, str, Future[Cost], Callable[[], str]]]") -> list[Row]:
        rows = []
        for name, label, future, kept in hurt:
            cost = future.result()
            said = "treo" if cost.more["hung"] else kept() or "xong"
            rows.append({"what": f"{name} ở bên so: {said}", "value": round(cost.seconds, 1), "unit": "s", "peer": label,
                         "goal": ""})  # fmt: skip
        return rows

    def _ours(self, count: int, profile: Profile = EDGE, control: str = "") -> "list[Future[Cost]]":
        def one(seed: int) -> Cost:
            folder = self._folder / f"ours-{count}-{profile.loss}-{control}-{seed}"
            cost = trial.ours(self._grounds[count], folder, profile, seed=seed, control=control, pause=PAUSE)
            found = faults.compare(folder)
            _say(f"ours {count} {profile.loss:.0%} {control} #{seed}: {cost.seconds:.1f} s, {cost.bytes / count:.0f} B, {found}")
            if not found.is_whole:
                raise RuntimeError(f"a plain sending went wrong: {found}")
            return cost

        return [self._pool.submit(one, seed) for seed in (SEEDS if not control else SEEDS[:1])]

    def _peer(self, way: str, count: int, profile: Profile = EDGE, *, name: str = "", **more: Any) -> "Future[Cost]":
        records = self._folder / f"ground-{count}" / trial.RECORDS
        name = name or f"{way}-{count}-{profile.loss}"

        def one() -> Cost:
            cost = trial.peer(way, records, self._folder / name, profile, **more)
            _say(f"{name}: {cost.seconds:.1f} s, {cost.bytes / count:.0f} B, {cost.more}")
            return cost

        return self._pool.submit(one)


def _beside(what: str, runs: "Sequence[Future[Cost]]", count: int, peers: "list[tuple[str, Future[Cost], int, float]]", *,
            seconds: float | None = None, size: float | None = None) -> list[Row]:  # fmt: skip
    costs = [run.result() for run in runs]
    took = round(statistics.mean(cost.seconds for cost in costs), 1)
    weight = round(statistics.mean(cost.bytes for cost in costs) / count)
    more = {"runs": [round(cost.seconds, 2) for cost in costs], "weights": [round(cost.bytes / count) for cost in costs],
            "start_up": round(statistics.mean(cost.start_up for cost in costs), 2)}  # fmt: skip
    rows = []
    for label, future, records, times in peers:
        cost = future.result()
        rows.append(beside(what, took, "s", peer=label, peer_value=round(cost.seconds * times, 1), most=seconds, **more))
        rows.append(beside(what, weight, "B/hoạt động", peer=label, peer_value=round(cost.bytes / records), most=size, **more))
    return rows


def _skipped(why: str) -> Row:
    return {"what": why, "value": None, "unit": "", "peer": "", "peer_value": None, "ratio": None, "goal": ""}


def _say(text: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
