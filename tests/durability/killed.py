"""kill -9 at a moment of chance: the program has no last word."""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

HERE = Path(__file__).parent


class Zygote:
    """Makes programs that can be killed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def start(self, **order: Any) -> "Victim":
        """Start a program; it tells what it does into `acks` beside its folder."""
        sink, source = _pipe(self._process)
        sink.write(json.dumps(order) + "\n")
        sink.flush()
        return Victim(int(json.loads(source.readline())["pid"]), Path(order["folder"]).parent / "acks")


class Victim:
    """A running program; `log` grows by a line with everything it does."""

    def __init__(self, pid: int, log: Path) -> None:
        self.pid, self.log = pid, log
        self._watch = os.pidfd_open(pid)

    def wait_for_lines(self, lines: int, seconds: float = 30.0) -> bool:
        """Wait until it has told so many lines; False where it ended or took too long."""
        until = now() + seconds
        while len(self._lines()) < lines:
            if self._ended(0.01) or now() > until:
                return False
        return True

    def kill_within(self, chance: random.Random, seconds: float, *, lines: int = 0) -> bool:
        """Let it live until it has told so many lines and then up to `seconds` more; return whether it still lived."""
        told = chance.randint(0, lines)
        start = len(self._lines())
        while len(self._lines()) - start < told and not self._ended(0.002):
            continue
        ended = self._ended(chance.random() * seconds)
        if not ended:
            signal.pidfd_send_signal(self._watch, signal.SIGKILL)
            self._ended(10)
        os.close(self._watch)
        return not ended

    def _ended(self, seconds: float) -> bool:
        return bool(select.select([self._watch], [], [], seconds)[0])

    def _lines(self) -> list[bytes]:
        return self.log.read_bytes().splitlines() if self.log.exists() else []


@contextmanager
def zygote() -> Iterator[Zygote]:
    """Start the program that makes programs."""
    around = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    process = subprocess.Popen([sys.executable, "-m", "tests.durability.zygote"], stdin=subprocess.PIPE, text=True,
                               stdout=subprocess.PIPE, cwd=HERE.parents[1], env=around)  # fmt: skip
    try:
        yield Zygote(process)
    finally:
        sink, source = _pipe(process)
        sink.close()
        process.wait(20)
        source.close()


def now() -> float:
    """Return the clock that all programs of a machine share."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def _pipe(process: "subprocess.Popen[str]") -> tuple[IO[str], IO[str]]:
    assert process.stdin and process.stdout
    return process.stdin, process.stdout
