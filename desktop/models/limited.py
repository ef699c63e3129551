"""Files of others are read by a process beside this one, with little memory and time, that writes nothing and calls nobody.

A reader of Excel or of pictures may hang, swell or fall over a file made to do that: then that process ends, the person is
told in one sentence, and window and book go on. It is kept warm for two minutes, so the next photo does not wait for it.

One message, both ways: length of the facts (4 bytes, big-endian), the facts as JSON with the sizes of what follows, the bytes.
Where no process can be started (a guard of the PC forbids it) the same limits are kept here, without the wall around them.
"""

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from desktop.models.errors import InputError

JOBS = {"excel": "desktop.models.workbook", "photo": "desktop.photo_making"}  # each has `job(facts, data) -> (facts, parts)`
ARGUMENT = "--limited"
MEMORY = 400 * 2**20  # bytes of data of the child
PATIENCE, STARTING, WARM = 20.0, 20.0, 120.0  # s
MOST_ANSWER = 96 * 2**20
HELLO = b"so-phuong 1\n"
Facts = dict[str, Any]
_log = logging.getLogger(__name__)
_ROOT = Path(__file__).parents[2]


class Gone(Exception):
    """The process ended before it had answered, or answered what nobody asked."""


class Reader:
    """The process that reads files of others: started when first asked, one file at a time, ended when idle."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None
        self._walls: object = None
        self._forbidden = False

    @property
    def pid(self) -> int:
        """The number of the process, 0 while there is none."""
        return self._child.pid if self._child else 0

    def run(self, job: str, facts: Mapping[str, Any], data: bytes, *, sentence: str) -> tuple[Facts, list[bytes]]:
        """Have a job done; return its facts and parts. Raises InputError: the job's own, or `sentence` when it was too much."""
        with self._lock:
            if self._idle:
                self._idle.cancel()
            child = self._ready()
            if child is None:
                return import_module(JOBS[job]).job(dict(facts), data)  # type: ignore[no-any-return]
            try:
                said, parts = self._asked(child, {"job": job, "facts": dict(facts)}, data)
            except (Gone, OSError) as fault:
                self._end()
                raise InputError(sentence, details=repr(fault)) from fault
            self._idle = threading.Timer(WARM, self.close)
            self._idle.daemon = True
            self._idle.start()
        if "refused" in said:
            raise InputError(str(said["refused"]), details=str(said.get("details", "")))
        return said, parts

    def warm(self) -> None:
        """Start the process before it is needed."""
        with self._lock:
            self._ready()

    def close(self) -> None:
        """End the process, whatever it does; the next file starts another one."""
        if child := self._child:
            child.kill()
        with self._lock:
            if self._idle:
                self._idle.cancel()
            self._end()

    def _ready(self) -> subprocess.Popen[bytes] | None:
        if self._child and self._child.poll() is None:
            return self._child
        self._end()
        if self._forbidden:
            return None
        try:
            child = subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT,
                                     bufsize=0, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))  # fmt: skip
        except OSError as fault:
            self._do_without(fault)
            return None
        self._child = child
        if os.name == "nt":
            from desktop.models import limited_windows

            self._walls = limited_windows.around(child, MEMORY + 128 * 2**20)
        alarm = _alarm(child, STARTING)
        try:
            assert child.stdout
            if _exactly(child.stdout, len(HELLO)) != HELLO:
                raise Gone("another hello")
        except (Gone, OSError) as fault:
            self._end()
            self._do_without(fault)
            return None
        finally:
            alarm.cancel()
        return child

    def _do_without(self, fault: Exception) -> None:
        _log.warning("limited: %r", fault)
        self._forbidden = True

    def _asked(self, child: subprocess.Popen[bytes], facts: Facts, data: bytes) -> tuple[Facts, list[bytes]]:
        assert child.stdin and child.stdout
        alarm = _alarm(child, PATIENCE)
        try:
            send(child.stdin, facts, [data])
            return receive(child.stdout, MOST_ANSWER)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
            raise Gone(repr(fault)[:200]) from fault
        finally:
            alarm.cancel()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()
        child.wait()
        self._walls = None


def command() -> list[str]:
    """Return how this program starts the process; both programs of an installation share the window's file."""
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).with_stem("so-phuong")), ARGUMENT]
    return [sys.executable, "-m", "desktop", ARGUMENT]


def send(pipe: IO[bytes], facts: Facts, parts: list[bytes]) -> None:
    """Write one message."""
    head = json.dumps({"facts": facts, "sizes": [len(part) for part in parts]}, ensure_ascii=True).encode()
    for piece in (len(head).to_bytes(4, "big") + head, *parts):
        rest = memoryview(piece)
        while rest:
            rest = rest[pipe.write(rest) or 0 :]


def receive(pipe: IO[bytes], most: int) -> tuple[Facts, list[bytes]]:
    """Read one message of at most `most` bytes. Raises Gone, ValueError or KeyError for anything else."""
    size = int.from_bytes(_exactly(pipe, 4), "big")
    if size > most:
        raise Gone("too long an answer")
    head = json.loads(_exactly(pipe, size))
    facts, sizes = head["facts"], head["sizes"]
    if type(facts) is not dict or any(type(one) is not int or one < 0 for one in sizes) or size + sum(sizes) > most:
        raise Gone("another answer")
    return facts, [_exactly(pipe, one) for one in sizes]


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        piece = pipe.read(min(size - len(found), 1 << 20))
        if not piece:
            raise Gone("ended")
        found += piece
    return bytes(found)


def _alarm(child: subprocess.Popen[bytes], seconds: float) -> threading.Timer:
    alarm = threading.Timer(seconds, child.kill)
    alarm.daemon = True
    alarm.start()
    return alarm


reader = Reader()  # the one of this program: two at once would take twice the memory of an old PC
atexit.register(reader.close)
