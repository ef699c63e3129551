"""Power cuts, made from a recording: which bytes and names a disk may hold when the current goes at any moment.

The disk is an honest one: what was synced is there, and of what was not, anything may be. A name (made, moved, taken
away) lasts once its folder was synced; bytes last once their file was synced.
"""

import json
import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.durability.judging import Promises

HEAD = struct.Struct("<ciqII")
SECTOR = 512
MODES = ("nothing", "everything", "prefix", "subset", "torn", "garbage")
HERE = Path(__file__).parent


def built(folder: Path) -> Path:
    """Compile the recorder into a folder."""
    made = folder / "recorder.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(made), str(HERE / "recorder.c"), "-ldl", "-lpthread"],
                   check=True, capture_output=True)  # fmt: skip
    return made


def recorded(recorder: Path, root: Path, log: Path, *command: str) -> list["Op"]:
    """Run a program of ours under the recorder; return what it did to files below `root`."""
    around = os.environ | {"LD_PRELOAD": str(recorder), "SO_PHUONG_ROOT": str(root), "SO_PHUONG_LOG": str(log),
                           "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    ran = subprocess.run([sys.executable, *command], env=around, capture_output=True, text=True, cwd=HERE.parents[1])
    assert ran.returncode == 0, ran.stderr
    return list(read(log))


@dataclass(slots=True)
class Op:
    """One operation: open, close, write, truncate, sync, rename, link, unlink, mkdir, rmdir by their first letters."""

    what: str
    fd: int
    offset: int
    a: bytes
    b: bytes


def read(log: Path) -> Iterator[Op]:
    """Yield the operations of a recording."""
    data, at = log.read_bytes(), 0
    while at < len(data):
        what, fd, offset, a, b = HEAD.unpack_from(data, at)
        at += HEAD.size
        yield Op(what.decode(), fd, offset, data[at : at + a], data[at + a : at + a + b])
        at += a + b


@dataclass(slots=True, eq=False)
class File:
    """Bytes that last, and those that may."""

    lasting: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, int, bytes | None]] = field(default_factory=list)  # when, where or size, bytes or a cut

    def sync(self) -> None:
        for _, offset, data in self.pending:
            _put(self.lasting, offset, data)
        self.pending.clear()


@dataclass(slots=True)
class Change:
    """A name that was made (`to`), moved (`gone` and `to`) or taken away (`gone`)."""

    at: int
    gone: str
    to: str
    file: File | None  # None: a folder


class Disk:
    """Follows a recording; at any point says what may be left."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.now: dict[str, File | None] = {}
        self.lasting: dict[str, File | None] = {}
        self.changes: list[Change] = []
        self.fds: dict[int, tuple[str, File | None]] = {}
        self.promises = Promises()
        self._said = b""

    def begin_with(self, folder: Path) -> None:
        """Let the files of a folder be on the disk already."""
        for path in sorted([folder, *folder.rglob("*")]):
            self.now[str(path)] = self.lasting[str(path)] = None if path.is_dir() else File(bytearray(path.read_bytes()))

    def take(self, at: int, op: Op) -> None:
        """Let one operation happen."""
        a, b = os.fsdecode(op.a), os.fsdecode(op.b)
        match op.what:
            case "o":
                self._open(at, op, a)
            case "c":
                self.fds.pop(op.fd, None)
            case "w" | "t":
                path, file = self.fds.get(op.fd, ("", None))
                if path.endswith("/acks"):
                    self._hear(op.a)
                elif file is not None:
                    file.pending.append((at, op.offset, op.a if op.what == "w" else None))
            case "s":
                self._sync(*self.fds.get(op.fd, ("", None)))
            case "r":
                moved = [path for path in self.now if path == a or path.startswith(f"{a}/")]
                for path in moved:
                    to = b + path[len(a) :]
                    self._change(Change(at, path, to, self.now.pop(path)))
            case "l":
                self._change(Change(at, "", b, self.now[a]))
            case "m":
                self._change(Change(at, "", a, None))
            case "u" | "d":
                self.now.pop(a, None)
                self.changes.append(Change(at, a, "", None))

    def left(self, chance: random.Random, mode: str, at: int) -> dict[str, bytes | None]:
        """Return path → bytes (None: a folder) of one state that a cut before operation `at` may leave."""
        border = chance.randrange(at + 1) if mode == "prefix" else at
        share = chance.random()

        def stays(when: int) -> bool:
            if mode in ("everything", "prefix"):
                return when < border
            return mode != "nothing" and chance.random() < share

        names = dict(self.lasting)
        for change in self.changes:
            if stays(change.at):
                names.pop(change.gone, None)
                if change.to:
                    names[change.to] = change.file
        made: dict[int, bytes] = {}
        for file in names.values():
            if file is not None and id(file) not in made:
                made[id(file)] = self._bytes(file, chance, mode, stays)
        return {path: None if file is None else made[id(file)] for path, file in names.items() if self._reached(path, names)}

    # Private

    def _bytes(self, file: File, chance: random.Random, mode: str, stays: Callable[[int], bool]) -> bytes:
        data = bytearray(file.lasting)
        for when, offset, piece in file.pending:
            if piece is None or mode not in ("torn", "garbage"):
                if stays(when):
                    _put(data, offset, piece)
                continue
            for start in _sectors(offset, len(piece)):
                part = piece[max(0, start - offset) : start - offset + SECTOR]
                where = max(start, offset)
                if stays(when):
                    _put(data, where, part)
                elif mode == "garbage" and chance.random() < 0.3:
                    _put(data, where, chance.randbytes(len(part)))
        return bytes(data)

    def _reached(self, path: str, names: dict[str, File | None]) -> bool:
        folder = os.path.dirname(path)
        return folder == self.root or (folder in names and names[folder] is None and self._reached(folder, names))

    def _open(self, at: int, op: Op, path: str) -> None:
        if path not in self.now and op.offset & 1 and path != self.root and not path.endswith("/acks"):
            self._change(Change(at, "", path, File()))
        file = self.now.get(path)
        if file is not None and op.offset & 2:
            file.pending.append((at, 0, None))
        self.fds[op.fd] = (path, file)

    def _change(self, change: Change) -> None:
        self.now[change.to] = change.file
        self.changes.append(change)

    def _sync(self, path: str, file: File | None) -> None:
        if file is not None:
            file.sync()
            return
        rest = []
        for change in self.changes:
            if os.path.dirname(change.to or change.gone) != path:
                rest.append(change)
                continue
            self.lasting.pop(change.gone, None)
            if change.to:
                self.lasting[change.to] = change.file
        self.changes = rest

    def _hear(self, data: bytes) -> None:
        self._said += data
        *lines, self._said = self._said.split(b"\n")
        for line in lines:
            self.promises.hear(json.loads(line))


def cuts(
    ops: Sequence[Op], root: Path, seed: int, count: int, disk: Disk | None = None
) -> Iterator[tuple[str, Disk, dict[str, bytes | None]]]:
    """Yield (name of the state, the disk with its promises, what is left), in the order of the recording."""
    chance = random.Random(seed)
    points = sorted(chance.randrange(1, len(ops) + 1) for _ in range(count))
    disk, done = disk or Disk(root), 0
    for turn, point in enumerate(points):
        while done < point:
            disk.take(done, ops[done])
            done += 1
        mode = MODES[turn % len(MODES)]
        yield f"seed {seed} state {turn} cut at {point} of {len(ops)} {mode}", disk, disk.left(chance, mode, point)


def lay(left: dict[str, bytes | None], root: Path, into: Path) -> None:
    """Put a state into an empty folder, as `root` was."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    for path, data in sorted(left.items()):
        to = into / Path(path).relative_to(root)
        if data is None:
            to.mkdir(exist_ok=True)
        else:
            to.write_bytes(data)


def _put(data: bytearray, offset: int, piece: bytes | None) -> None:
    if piece is None:
        del data[offset:]
        data.extend(bytes(max(0, offset - len(data))))
        return
    data.extend(bytes(max(0, offset - len(data))))
    data[offset : offset + len(piece)] = piece


def _sectors(offset: int, size: int) -> range:
    return range(offset // SECTOR * SECTOR, offset + size, SECTOR)
