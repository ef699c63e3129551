"""Photos over a line that is cut: ours beside one POST a file, under the very same faults in the same run.

Ten faults a photo, at random bytes: the connection is reset in the middle of a question, the answer is lost, or the
centre is killed (SIGKILL) and started again. All bytes are counted where the line would be, heads of HTTP included.
The peer's centre is not killed: for it a kill is one more cut.
"""

import contextlib
import hashlib
import http.client
import os
import random
import select
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.figures import ROOT, beside
from desktop.models.activities import Activities
from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.errors import SyncError
from desktop.models.kinds import Kinds, load
from sync import enrolment, photos
from sync.central.enrolments import Enrolments
from sync.central.store import open_folder
from sync.line import Line
from sync.office_file import OfficeFile
from sync.sender import Sender

UNIT = "20242"
COUNT, FAULTS = 30, 10
SIZES = (60_000, 900_000)  # bytes, as cameras and Zalo leave them
CUT, ANSWER, KILL = "cut", "answer", "kill"
Fault = tuple[int, str]  # so many bytes after the last one; what happens


def measure() -> list[dict[str, Any]]:
    """Return bytes over size and bytes sent twice a cut, beside one POST a file."""
    chance = random.Random(3)
    pictures = [photograph(chance, chance.randrange(*SIZES)) for _ in range(COUNT)]
    plans = [faults(chance, len(data)) for data in pictures]
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        ours = send_ours(Path(place), pictures, plans)
    seconds = time.perf_counter() - began
    theirs = send_whole(pictures, plans)
    size = sum(map(len, pictures))
    told = {"photos": COUNT, "bytes": size, "faults": ours["fired"], "kills": ours["kills"], "seconds": round(seconds, 1)}
    return [
        beside(f"{COUNT} ảnh, mỗi ảnh {FAULTS} lần đứt hoặc mất điện: byte gửi trên kích thước", round(ours["up"] / size, 3),
               "lần", most=1.2, peer="POST cả tệp", peer_value=round(theirs["up"] / size, 3), **told),
        beside("Byte gửi thừa mỗi lần đứt (trung bình, cả đầu HTTP)", round((ours["up"] - size) / ours["fired"] / 1000, 1), "KB",
               most=41, peer="POST cả tệp",
               peer_value=round((theirs["up"] - size) / theirs["fired"] / 1000, 1)),
        beside("Byte mất nhiều nhất trong một lần đứt", round(max(ours["lost"]) / 1000, 1), "KB", most=41,
               peer="POST cả tệp", peer_value=round(max(theirs["lost"]) / 1000, 1)),
        beside("Ảnh sai hoặc thiếu ở trung tâm", ours["wrong"], "ảnh", most=0, peer="POST cả tệp: ảnh trùng",
               peer_value=theirs["doubled"]),
    ]  # fmt: skip


def photograph(chance: random.Random, size: int) -> bytes:
    """Return bytes that begin as a JPEG does and cannot be compressed."""
    return b"\xff\xd8\xff" + chance.randbytes(size - 3)


def faults(chance: random.Random, size: int, count: int = FAULTS) -> list[Fault]:
    """Plan faults at random bytes of a photo; one is a kill."""
    kinds = [KILL, *chance.choices((CUT, ANSWER), (2, 1), k=count - 1)]
    chance.shuffle(kinds)
    return [(chance.randrange(1, 2 * size // (count + 1)), kind) for kind in kinds]


class Cutter:
    """The line: carries bytes to whoever `target` names, counts them, and lets planned faults happen."""

    def __init__(self, target: Callable[[], int], kill: Callable[[], None] = lambda: None) -> None:
        self._target, self._kill = target, kill
        self._plan: list[Fault] = []
        self.up, self.fired, self.kills, self.lost = 0, 0, 0, [0]
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._open, daemon=True).start()

    def plan(self, plan: Sequence[Fault]) -> None:
        """Let these faults happen from now on."""
        self._plan = list(plan)

    def close(self) -> None:
        """Take no more callers."""
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _open(self) -> None:
        while True:
            try:
                caller, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        with caller, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._target())) as centre:
            asked = 0
            while True:
                ready = select.select([caller, centre], [], [])[0]
                if centre in ready:
                    said = centre.recv(65_536)
                    if self._due(ANSWER):
                        self._fire(caller, centre)
                        return
                    if not said:
                        return
                    caller.sendall(said)
                    asked = 0
                    continue
                room = self._plan[0][0] if self._plan and self._plan[0][1] != ANSWER else 65_536
                told = caller.recv(min(4096, max(1, room)))
                if not told:
                    return
                self.up += len(told)
                asked += len(told)
                if self._plan:
                    self._plan[0] = (max(0, self._plan[0][0] - len(told)), self._plan[0][1])
                centre.sendall(told)
                if self._due(CUT) or self._due(KILL):
                    self.lost.append(asked)
                    self._fire(caller, centre)
                    return

    def _due(self, kind: str) -> bool:
        return bool(self._plan) and self._plan[0] == (0, kind)

    def _fire(self, *ends: socket.socket) -> None:
        _, kind = self._plan.pop(0)
        self.fired += 1
        if kind == KILL:
            self.kills += 1
            self._kill()
        for end in ends:  # a reset, not a farewell
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.close()


class Mortal:
    """The centre as a process of its own, killed and started again on its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, 0
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [sys.executable, "-m", "sync.central", "serve", "--data", str(self.folder), "--port", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ))
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline().strip().rsplit(":", 1)[1])

    def stop(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None and self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def again(self) -> None:
        """Kill it and start it."""
        self.stop()
        self.start()


def send_ours(place: Path, pictures: Sequence[bytes], plans: Sequence[Sequence[Fault]]) -> dict[str, Any]:
    """Send photos with the real sender to the real centre; tell bytes and what was stored wrongly."""
    centre = Mortal(place / "centre")
    centre.start()
    cutter = Cutter(lambda: centre.port, centre.again)
    kinds = load()
    try:
        with Book.create(place / "so", unit=UNIT, person="Văn thư") as book:
            let_in(book, centre.folder, cutter.port)
            counted = sum(_one(book, kinds, cutter, place, data, plan) for data, plan in zip(pictures, plans, strict=True))
        return {"up": counted, "fired": cutter.fired, "kills": cutter.kills, "lost": cutter.lost,
                "wrong": wrong(centre.folder, pictures)}  # fmt: skip
    finally:
        cutter.close()
        centre.stop()


def let_in(book: Book, folder: Path, port: int) -> None:
    """Give a book the office file of the centre in a folder, reached at a port."""
    store = open_folder(folder)
    now = datetime.now(UTC)
    code, expires = Enrolments(store).invite(UNIT, now=now)
    office = OfficeFile(UNIT, f"http://127.0.0.1:{port}", code, store.public_key, expires, box_key=store.box_key)
    store.close()
    enrolment.keep_office_file(book, office)


def _one(book: Book, kinds: Kinds, cutter: Cutter, place: Path, data: bytes, plan: Sequence[Fault]) -> int:
    """Send one photo through its faults; return the bytes that went up the line."""
    path = place / "anh.jpg"
    path.write_bytes(data)
    kept = Attachments(book).add(path)
    values = {"title": f"Phát tờ rơi {kept.sha256[:8]}", "starts_on": "2026-11-02", "topics": ["dvc"], "audiences": ["nguoidan"],
              "campaign": "thuongxuyen", "host": "UBND phường", "size": "a5", "printed": 100, "handed_out": 90}  # fmt: skip
    Activities(book, kinds).save("TOROI", values | {"photos": [kept.value]})
    book.set(photos.SEND, False)
    Sender(book, kinds=kinds).send()
    book.set(photos.SEND, True)
    before = cutter.up
    cutter.plan(plan)
    device, secret = enrolment.identity(book)
    while photos.left(book).count:
        line = Line(enrolment.route(book))
        try:
            local = photos.PhotoSender(book, line, device, secret, clock=time.monotonic, now=datetime.now)
            local.send(lambda: False, lambda: False)
        except SyncError:
            continue
        finally:
            line.close()
    cutter.plan([])
    return cutter.up - before


def wrong(folder: Path, pictures: Sequence[bytes]) -> int:
    """Count photos that are not what their name says, that are missing, or that nobody sent."""
    meant = {hashlib.sha256(data).hexdigest() for data in pictures}
    found = {path.name: path.read_bytes() for path in (folder / "photos").glob("??/*")}
    bad = sum(hashlib.sha256(data).hexdigest() != name for name, data in found.items())
    return bad + len(meant ^ set(found))


def send_whole(pictures: Sequence[bytes], plans: Sequence[Sequence[Fault]]) -> dict[str, Any]:
    """Send each photo as one POST, again until it is answered: what a plain client does."""
    stored: list[str] = []
    server = Quiet(("127.0.0.1", 0), _keeper(stored))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    cutter = Cutter(lambda: server.server_address[1])
    try:
        for data, plan in zip(pictures, plans, strict=True):
            cutter.plan(plan)
            while not _posted(cutter.port, data):
                pass
        return {"up": cutter.up, "fired": cutter.fired, "lost": cutter.lost, "doubled": len(stored) - len(set(stored))}
    finally:
        cutter.close()
        server.shutdown()
        server.server_close()


class Quiet(ThreadingHTTPServer):
    """A server to which a reset connection is nothing to speak of."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the faults are planned."""


def _posted(port: int, data: bytes) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST", "/photos", data, {"Content-Type": "image/jpeg"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _keeper(stored: list[str]) -> type[BaseHTTPRequestHandler]:
    class Keeper(BaseHTTPRequestHandler):
        """Keeps whatever arrives whole."""

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            try:
                data = self.rfile.read(size)
            except OSError:
                return
            if len(data) == size:
                stored.append(hashlib.sha256(data).hexdigest())
                with contextlib.suppress(OSError):
                    self.send_response(200)
                    self.send_header("Content-Length", "0")
                    self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Keeper
