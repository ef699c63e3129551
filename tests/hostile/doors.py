"""The doors a file of others comes in by, and the fence around them: what was opened, started or called meanwhile."""

import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop import evidence
from desktop.copying import Copying
from desktop.models import copy_files, exchange, import_source, limited
from desktop.models.errors import AppError
from desktop.models.plan_store import PlanStore
from desktop.printing import packs
from desktop.services import Keeping
from sync import frame, office_file, parcels, recovery

ROOT = Path(__file__).parents[2]


@dataclass
class Verdict:
    """What came of a file: "refused" or "told" with a sentence, "read"; seconds here, peak of the other process in MB."""

    said: str
    sentence: str = ""
    seconds: float = 0.0
    peak: int = 0
    strayed: list[str] = field(default_factory=list)


def come_in(door, path, book, kinds):
    """Bring a file in by a door; whatever is no AppError flies on."""
    began, before = time.perf_counter(), _forget_peak()
    with fenced(path, book.folder) as strayed:
        try:
            said, sentence = _DOORS[door](path, book, kinds) or ("read", "")
        except AppError as fault:
            said, sentence = "refused", fault.sentence
    return Verdict(said, sentence, time.perf_counter() - began, _peak() or before, strayed)


def _lines(path, book, kinds):
    told = [one.problem.sentence for one in exchange.judged(exchange.read(path, kinds), kinds) if one.problem]
    return ("told", told[0]) if told else None


def _mark(path, book, kinds):
    (path.parent / copy_files.MARKER).write_bytes(path.read_bytes())
    assert copy_files.marked(path.parent) == set()


_DOORS = {
    "excel": lambda path, book, kinds: import_source.read(path) and None,
    "table": lambda path, book, kinds: import_source.read(path) and None,
    "lines": _lines,
    "photo": lambda path, book, kinds: Keeping(book).attach(path) and None,
    "paper": lambda path, book, kinds: evidence.for_paper(path) and None,
    "pack": lambda path, book, kinds: packs.add(book, path.read_bytes(), signed_by=None, unsigned=True, name=path.name) and None,
    "plan": lambda path, book, kinds: PlanStore(book, kinds).take(path) and None,
    "office": lambda path, book, kinds: office_file.read(path) and None,
    "backup": lambda path, book, kinds: Copying(book).preview(path) and None,
    "answer": lambda path, book, kinds: recovery.read_request(path) and None,
    "receipts": lambda path, book, kinds: parcels.accept(book, path) and None,
    "mark": _mark,
    "frame": lambda path, book, kinds: frame.inflate(path.read_bytes(), limit=4 * 2**20) and None,
}

_strayed: list[str] | None = None
_allowed: tuple[str, ...] = ()


@contextmanager
def fenced(path, folder):
    """Note every file opened outside the file's own folder and the program, every line and program started."""
    global _strayed, _allowed
    roots = (path.parent, folder, ROOT, sys.prefix, sys.base_prefix, "/dev/null", "/dev/urandom", "/usr/share/zoneinfo",
             f"/proc/{os.getpid()}", f"/proc/{limited.reader.pid}", "/proc/self", "/proc/mounts", "/etc/localtime")  # fmt: skip
    _allowed = tuple(os.path.realpath(one) for one in roots) + ("/proc/",)
    _strayed = found = []
    try:
        yield found
    finally:
        _strayed = None


def _note(event, arguments):
    if _strayed is None:
        return
    if event == "open" and isinstance(arguments[0], str | bytes) and not os.path.realpath(os.fsdecode(arguments[0])).startswith(_allowed):
        _strayed.append(f"open {arguments[0]!r}")
    elif event.startswith(("socket.connect", "socket.bind", "socket.getaddrinfo", "os.system", "os.exec", "os.posix_spawn")):
        _strayed.append(event)
    elif event == "subprocess.Popen" and list(arguments[1]) != limited.command():
        _strayed.append(f"{event} {arguments[1]}")


sys.addaudithook(_note)


def _forget_peak():
    limited.reader.warm()
    if limited.reader.pid:
        Path(f"/proc/{limited.reader.pid}/clear_refs").write_text("5")
    return 0


def _peak():
    if not limited.reader.pid:
        return 0
    status = Path(f"/proc/{limited.reader.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024 if "VmHWM:" in status else 0
