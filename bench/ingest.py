"""The centre taking in: revisions a second over HTTP, signed and validated, beside a bare COPY of the same rows.

`python -m bench.ingest` (SO_PHUONG_INGEST revisions, 20,000 unless told; SO_PHUONG_DATABASE: a server whose user may make
databases, else one of our own). Batches are sealed before the clock runs; sender, workers and database share this machine.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from bench.figures import beside
from desktop.models import kinds as declarations
from desktop.models import units
from sync import columns, seal, wire
from sync.central.enrolments import Enrolments
from sync.central.store import ADDRESS_NAME, Store, open_folder
from sync.wire import Batch, Cursor, WireRevision
from tests.central.server import Postgres
from tests.sync.wards import ROOT, leaflet

OFFICES, LANES = 94, 8
GOAL, SHARE, PATIENCE, MEMORY, ODK = 5000, 0.5, 2.0, 256, 41
Device = tuple[str, bytes]
Row = dict[str, Any]


def measure() -> list[Row]:
    """Return the rows of both engines."""
    count = int(os.environ.get("SO_PHUONG_INGEST", "20000"))
    workers = int(os.environ.get("SO_PHUONG_WORKERS", "2"))
    rows: list[Row] = []
    server = Postgres(durable=True, options=("shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=30min"))
    try:
        with tempfile.TemporaryDirectory() as home:
            for engine in ("postgresql", "sqlite"):
                folder = Path(home) / engine
                folder.mkdir()
                address = server.fresh() if engine == "postgresql" else ""
                if address:
                    (folder / ADDRESS_NAME).write_text(address)
                asked = count if address else min(count, 100_000)
                rows += Run(folder, engine, asked, address, workers if address else 1).rows()
    finally:
        server.remove()
    return rows


class Run:
    """One engine: let devices in, seal the batches, serve, send, look at what it cost."""

    def __init__(self, folder: Path, engine: str, count: int, address: str, workers: int) -> None:
        self._folder, self._engine, self._count, self._address, self._workers = folder, engine, count, address, workers

    def rows(self) -> list[Row]:
        """Return the rows of this engine."""
        store = open_folder(self._folder)
        devices = [_let_in(store, unit) for unit in list(units.load())[:OFFICES]]
        store.close()
        full = _sealed(devices, self._count, 500)
        forms = _forms(devices[0])
        small = _sealed(devices, OFFICES * 100, 100)
        server = subprocess.Popen([sys.executable, "-m", "sync.central", "serve", "--data", str(self._folder), "--port", "0",
                                   "--workers", str(self._workers), "--pace", "100000"],
                                  stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True)  # fmt: skip
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split()[-1]
            seconds, _, refused = send(url, full, LANES)
            speed = self._count / seconds
            label = f"{self._engine}, {self._count:,} bản, {self._workers} tiến trình, gói 500"
            rows = [beside(f"Nhận qua HTTP ({label})", round(speed), "bản/s", peer="đích", peer_value=GOAL, goal=f"≥ {GOAL}",
                           ok=speed >= GOAL)]  # fmt: skip
            rows.append({"what": f"Bị từ chối ({label})", "value": refused, "unit": "gói", "goal": "0", "ok": not refused})
            if self._address:
                bare = self._copy()
                rows.append(beside(f"Nhận so với COPY trần ({label})", round(speed), "bản/s",
                                   peer="COPY cùng số dòng, bảng cùng khóa", peer_value=round(bare),
                                   goal=f"tỉ lệ ≥ {SHARE:g}", ok=speed >= SHARE * bare))  # fmt: skip
                rows.append({"what": f"Đĩa một bản ghi, kể cả chỉ mục, gói và biên nhận ({label})",
                             "value": round(self._disk()), "unit": "byte"})  # fmt: skip
            seconds, _, refused = send(url, forms, LANES)
            rows.append(beside(f"Phiếu 250 câu, 5.887 byte, mỗi yêu cầu một phiếu ({self._engine})",
                               round(len(forms) / seconds), "phiếu/s",
                               peer="ODK Central (công bố)", peer_value=ODK, refused=refused))  # fmt: skip
            _, waits, refused = send(url, small, OFFICES)
            late = statistics.quantiles(waits, n=100)[98]
            rows.append({"what": f"94 đơn vị gửi cùng lúc, gói 100 ({self._engine}), p99", "value": round(late, 2), "unit": "s",
                         "goal": f"≤ {PATIENCE:g}, từ chối 0", "refused": refused,
                         "ok": late <= PATIENCE and not refused})  # fmt: skip
            rows.append({"what": f"Bộ nhớ lớn nhất của một tiến trình ({self._engine})", "value": _memory(server.pid), "unit": "MB",
                         "goal": f"≤ {MEMORY}", "ok": _memory(server.pid) <= MEMORY})  # fmt: skip
        finally:
            server.terminate()
            server.wait()
        return rows

    def _disk(self) -> float:
        with psycopg.connect(self._address) as there:
            found = there.execute("SELECT sum(pg_total_relation_size(c)) FROM unnest("
                                  "ARRAY['revisions','activities','inbox','totals','logs']::regclass[]) c").fetchone()  # fmt: skip
        return float(found[0] if found else 0) / self._count

    def _copy(self) -> float:
        """Return the rows a second of a bare COPY of what is in `revisions` now, into a table with the same keys."""
        with psycopg.connect(self._address, autocommit=True) as there:
            there.execute("CREATE TABLE bare (LIKE revisions INCLUDING ALL)")
            data: list[bytes | memoryview] = []
            with there.cursor().copy("COPY (SELECT * FROM revisions) TO STDOUT") as out:
                data.extend(bytes(piece) for piece in out)
            begun = time.perf_counter()
            with there.cursor().copy("COPY bare FROM STDIN") as into:
                for piece in data:
                    into.write(piece)
            seconds = time.perf_counter() - begun
            there.execute("DROP TABLE bare")
        return len(data) / seconds


def send(url: str, batches: Sequence[bytes], lanes: int) -> tuple[float, list[float], int]:
    """Send batches over as many connections as there are lanes; return seconds, seconds of each, how many got no 200."""
    where, waiting, waits, refused = urlsplit(url), iter(batches), [], []
    taking = threading.Lock()

    def lane() -> None:
        line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=120)
        while True:
            with taking:
                body = next(waiting, None)
            if body is None:
                break
            begun = time.perf_counter()
            line.request("POST", "/v1/sync", body, {"Content-Type": wire.BATCH_TYPE})
            answer = line.getresponse()
            answer.read()
            waits.append(time.perf_counter() - begun)
            if answer.status != 200:
                refused.append(answer.status)
        line.close()

    threads = [threading.Thread(target=lane) for _ in range(lanes)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun, waits, len(refused)


def _let_in(store: Store, unit: str) -> Device:
    secret, now = seal.new_secret(), datetime.now(UTC)
    key = seal.public_key(secret)
    code, _ = Enrolments(store).invite(unit, now=now)
    proof = seal.sign(secret, seal.ENROL_LABEL, code.encode(), b"\n", key)
    return Enrolments(store).admit(code, key, proof, now=now)[0], secret


def _sealed(devices: Sequence[Device], count: int, size: int) -> list[bytes]:
    """Return batches of fresh activities, device after device in turn, as their PCs would seal them."""
    jobs = [(*devices[at % len(devices)], size, at) for at in range(count // size)]
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(_seal, jobs, chunksize=8))


def _forms(device: Device) -> list[bytes]:
    """Return 400 batches of one form each: 250 answers, 5,887 bytes as JSON, as in ODK Central's published load test."""
    base = leaflet(1)
    more = 250 - len(base)
    made = []
    for number in range(400):
        answers = base | {f"q{at:03d}": f"{number * at % 997:03d}" for at in range(more)}
        short = 5887 - len(json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode())
        answers["q000"] = "x" * (short + 3)
        one = WireRevision(uid=os.urandom(16), revision=1, parents=(), kind="TOROI", kind_version=99,
                           at="2026-11-23T08:00:00.000+00:00", pc=bytes(8), incarnation=bytes(4), binned=False,
                           values=answers)  # fmt: skip
        batch = Batch(bytes.fromhex(device[0]), os.urandom(8), 1_795_000_000, Cursor(), 0, False, (one,))
        made.append(seal.seal_batch(batch, device[1], {}).body)
    return made


def _seal(job: tuple[str, bytes, int, int]) -> bytes:
    device, secret, size, number = job
    if not _types:
        _types.update(columns.field_types(declarations.load()))
        _leaflets.extend(leaflet(each) for each in range(1000))
    made = tuple(WireRevision(
        uid=os.urandom(16), revision=1, parents=(), kind="TOROI", kind_version=1, at="2026-11-23T08:00:00.000+00:00", pc=bytes(8),
        incarnation=bytes(4), binned=False, values=_leaflets[(number * size + each) % 1000]) for each in range(size))  # fmt: skip
    batch = Batch(bytes.fromhex(device), os.urandom(8), 1_795_000_000, Cursor(), 0, False, made)
    return seal.seal_batch(batch, secret, _types).body


_types: dict[str, str] = {}
_leaflets: list[dict[str, Any]] = []


def _memory(pid: int) -> int:
    """Return the peak memory (MB) of the largest of a process and its children."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    peaks = []
    for each in (str(pid), *children):
        for line in Path(f"/proc/{each}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                peaks.append(int(line.split()[1]) // 1024)
    return max(peaks)


if __name__ == "__main__":
    for found in measure():
        print(found)
