"""Real wards and real centres: books on disk, the centre in process, over a socket, or killed on the way."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import func, select
from starlette.testclient import TestClient

from desktop.models.activities import Activities, Activity
from desktop.models.book import Book
from desktop.models.journal import Journal
from desktop.models.kinds import Kinds
from desktop.models.outbox import Outbox
from sync.central import tables
from sync.central.app import make_app
from sync.central.enrolments import Enrolments
from sync.central.store import Store, open_folder
from sync.office_file import OfficeFile
from sync.sender import Sender, SendSummary

ROOT = Path(__file__).resolve().parents[2]
UNIT = "20242"
Forward = Callable[[httpx2.Request], httpx2.Response]


class Between(httpx2.BaseTransport):
    """Something on the way: `act(request, forward)` answers itself or lets the request through."""

    def __init__(self, inner: httpx2.BaseTransport, act: Callable[[httpx2.Request, Forward], httpx2.Response]) -> None:
        self._inner = inner
        self._act = act

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._act(request, self._inner.handle_request)


def answer(status: int, *, headers: dict[str, str] | None = None, content: bytes = b"") -> httpx2.Response:
    """Return an answer that comes in piece by piece, as over a socket."""
    return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(content))


def only_batches(act: Callable[[httpx2.Request, Forward], httpx2.Response]) -> Callable[..., httpx2.Response]:
    """Act on batches, let everything else through."""
    return lambda request, forward: act(request, forward) if request.url.path == "/v1/sync" else forward(request)


def body_of(response: httpx2.Response) -> bytes:
    return response.read()


def status(code: int, **headers: str) -> Callable[..., httpx2.Response]:
    return lambda request, forward: answer(code, headers=headers, content=b"x")


class Centre:
    """The real centre in process; `now` may be moved."""

    url = "http://localhost"

    def __init__(self, folder: Path, kinds: Kinds) -> None:
        self.store: Store = open_folder(folder)
        self.now = datetime.now(UTC)
        self.app = make_app(self.store, kinds, now=lambda: self.now)
        self.client = TestClient(self.app, base_url=self.url, raise_server_exceptions=False)
        self.transport: httpx2.BaseTransport = self.client._transport

    def office(self, unit: str = UNIT, *, url: str = "") -> OfficeFile:
        """Invite a unit and return its office file."""
        return invite(self.store, unit, url=url or self.url, now=self.now)

    def count(self, table: Any) -> int:
        """Count the rows of a table."""
        return count(self.store, table)


class Ward:
    """A real book and the hand that writes in it."""

    def __init__(self, folder: Path, kinds: Kinds, unit: str = UNIT, person: str = "Văn thư") -> None:
        self.folder = folder
        self.book = Book.create(folder, unit=unit, person=person)
        self.activities = Activities(self.book, kinds)
        self.outbox = Outbox(self.book)

    def save(self, number: int = 1, *, uid: str | None = None, **changed: Any) -> Activity:
        """Save one leaflet activity."""
        return self.activities.save("TOROI", leaflet(number) | changed, uid=uid)

    def forge(self, uid: str, **changed: Any) -> None:
        """Save behind the form's back what no form would let through, as an older program might."""
        with self.book.tx():
            before = self.activities.get(uid)
            self.activities._write(uid, before.kind, {**before.values, **changed}, before=before)

    def fill(self, count: int) -> list[str]:
        """Save `count` activities in one transaction and return their uids."""
        with self.book.tx():
            return [self.save(number).uid for number in range(count)]

    def sender(self, transport: httpx2.BaseTransport | None = None, **more: Any) -> Sender:
        """Return the real sender, over a transport that is handed in or a real socket."""
        return Sender(self.book, transport=transport, **more)

    def send(self, transport: httpx2.BaseTransport | None = None) -> SendSummary:
        """Send what waits."""
        return self.sender(transport).send()

    def state(self, uid: str) -> str:
        """Return the state of an activity as the window shows it."""
        return self.activities.get(uid).state


def leaflet(number: int) -> dict[str, Any]:
    """Return the values of one correct leaflet activity, words varied by its number."""
    chance = random.Random(number)
    words = ["tuyên", "truyền", "dịch", "vụ", "công", "trực", "tuyến", "VNeID", "thanh", "toán", "điện", "tử", "tổ", "dân", "phố", "chợ", "trường", "học"]
    title = f"Phát tờ rơi đợt {number}: {' '.join(chance.choices(words, k=8))}"
    printed = chance.randrange(100, 5000)
    return {"title": title, "starts_on": f"2026-{chance.randrange(7, 11):02d}-{chance.randrange(1, 29):02d}",
            "topics": ["dvc"], "audiences": ["nguoidan"], "campaign": "thuongxuyen", "host": "UBND phường Hải Châu", "size": "a5",
            "printed": printed, "handed_out": printed - chance.randrange(0, 90)}  # fmt: skip


def invite(store: Store, unit: str, *, url: str, now: datetime) -> OfficeFile:
    """Make an enrolment code and return the office file that carries it."""
    code, expires = Enrolments(store).invite(unit, now=now)
    return OfficeFile(unit, url, code, store.public_key, expires, box_key=store.box_key)


def count(store: Store, table: Any) -> int:
    """Count the rows of a table."""
    with store.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def held(store: Store) -> dict[tuple[str, int], list[Any]]:
    """Return what the centre holds: the values kept for each (uid, revision), all of them."""
    found: dict[tuple[str, int], list[Any]] = {}
    with store.reading() as connection:
        for row in connection.execute(select(tables.revisions)):
            found.setdefault((row.uid, row.revision), []).append(row.values)
    return found


def assert_whole(ward: Ward, store: Store) -> None:
    """Nothing lost, nothing doubled, nothing altered: journal and centre hold the same revisions, each once."""
    written = {(r.uid, r.revision): [dict(r.values)] for r in Journal(ward.book).after(0, 1_000_000)}
    assert held(store) == written
    assert ward.outbox.counts().waiting == 0


class Running:
    """A centre as a process of its own, on whatever port is free; may be killed and started again."""

    def __init__(self, folder: Path, program: tuple[str, ...] = ("-m", "sync.central"), *,
                 options: tuple[str, ...] = ()) -> None:  # fmt: skip
        self.folder = folder
        self._program, self._options = program, options
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self, **environment: str) -> None:
        """Start it and wait until it says where it listens."""
        command = [sys.executable, *self._program, "serve", "--data", str(self.folder), "--port", "0", *self._options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT,
                                         env={**os.environ, **environment})  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("Trung tâm đang nghe tại http://"), line
        self.url = line.split()[-1]

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._close()

    def stop(self) -> tuple[int, str]:
        """Ask it to stop; return its exit code and what else it said on stdout."""
        assert self._process is not None and self._process.stdout is not None
        self._process.terminate()
        rest = self._process.stdout.read()
        code = self._process.wait()
        self._close()
        return code, rest

    def wait_dead(self) -> bool:
        """Wait for a process that was to end by itself; say whether a kill ended it."""
        assert self._process is not None
        code = self._process.wait(timeout=30)
        self._close()
        return code == -signal.SIGKILL

    def is_dead(self) -> bool:
        """Say whether the process has ended."""
        return self._process is None or self._process.poll() is not None

    def _close(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        self._process.stdout.close()
        self._process = None
