"""Server or PostgreSQL killed under load: nothing lost, nothing doubled."""

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.models.kinds import Kinds
from sync import seal, wire
from sync.central import checking, tables
from sync.central.store import ADDRESS_NAME, open_folder
from tests.central.server import Missing, Postgres
from tests.sync.test_central import Pc, revision
from tests.sync.wards import ROOT, Centre

SEED = int(os.environ.get("SO_PHUONG_SEED", "9"))
KILLS = int(os.environ.get("SO_PHUONG_KILLS", "200"))


class Served:
    """A centre of two workers on a port that stays; all of it dies at once."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self.port = folder, port

    def start(self) -> None:
        command = [sys.executable, "-m", "sync.central", "serve", "--data", str(self._folder), "--port", str(self.port),
                   "--workers", "2", "--pace", "100000"]  # fmt: skip
        while True:  # the database may still be away, the port still held
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT,
                                             start_new_session=True)  # fmt: skip
            assert self._process.stdout is not None
            if self._process.stdout.readline():
                return
            self._process.wait()

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill_one(self, chance: random.Random) -> bool:
        """Kill one worker; its parent puts another in its place."""
        pids = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        try:
            os.kill(int(chance.choice(pids)), signal.SIGKILL)
        except (IndexError, ProcessLookupError):
            return False
        return True

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_killed_under_load(tmp_path: Path, kinds: Kinds) -> None:
    chance = random.Random(SEED)
    try:
        server = Postgres(durable=True)
    except Missing as why:
        pytest.skip(str(why))
    try:
        _under_load(tmp_path / "centre", kinds, chance, server)
    finally:
        server.remove()


def _under_load(folder: Path, kinds: Kinds, chance: random.Random, server: Postgres) -> None:
    folder.mkdir()
    (folder / ADDRESS_NAME).write_text(server.fresh())
    centre = Centre(folder, kinds)
    pcs = [Pc(centre, unit) for unit in ("20242", "20194", "20197", "20200")]
    centre.client.close()
    centre.store.close()
    served = Served(folder, 18_094)
    served.start()
    over, sent, answered = threading.Event(), [[] for _ in pcs], [0] * len(pcs)

    def lane(number: int) -> None:
        pc, made = pcs[number], 0
        while not over.is_set():
            revisions = [revision(number * 10_000_000 + made + at + 1, made + at) for at in range(20)]
            made += 20
            body = seal.seal_batch(pc.batch(*revisions), pc.secret, {}).body
            while not _told(served.port, body):
                if over.is_set() and not served.alive():
                    return  # the test itself has failed: nobody will answer
                time.sleep(0.05)  # as a sender waits
            sent[number] += [one.rid for one in revisions]
            answered[number] += 1

    lanes = [threading.Thread(target=lane, args=(number,)) for number in range(len(pcs))]
    for each in lanes:
        each.start()
    until = time.monotonic() + float(os.environ.get("SO_PHUONG_SECONDS", "3000"))
    killed = {"server": 0, "worker": 0, "postgres": 0}
    try:
        for _ in range(KILLS):
            before = sum(answered)
            while sum(answered) < before + chance.randrange(1, 12):
                time.sleep(0.005)
            if time.monotonic() > until:
                break
            which = chance.random()
            if which < 0.05:
                served.kill()
                served.start()
                killed["server"] += 1
            elif which < 0.35:
                killed["worker"] += served.kill_one(chance)
            else:
                server.kill()
                server.start()
                killed["postgres"] += 1
    except BaseException:
        served.kill()
        raise
    finally:
        over.set()
        for each in lanes:
            each.join()
    served.kill()
    store = open_folder(folder)
    with store.reading() as connection:
        stored = connection.execute(select(tables.revisions.c.rid)).scalars().all()
        batches = len(connection.execute(select(tables.inbox.c.digest)).all())
    expected = [rid for rids in sent for rid in rids]
    print(f"seed {SEED}: killed {killed}, {sum(answered)} batches, {len(expected)} revisions answered")
    assert sorted(stored) == sorted(expected), "lost or doubled"
    assert batches == sum(answered)
    assert list(checking.check(store)) == []
    store.close()


def _told(port: int, body: bytes) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("POST", "/v1/sync", body, {"Content-Type": wire.BATCH_TYPE})
        answer = line.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return answer.status == 200
    finally:
        line.close()
