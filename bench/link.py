"""A bad line between two network namespaces: real TCP at both ends, the air between them counted byte by byte.

The left side (the office) is 10.77.0.1, the right side (the centre) 10.77.0.2. A pump of its own process joins two TUN
devices and gives each IP packet its rate, delay, loss and queue. Needs Linux, root and /dev/net/tun, no module of the
kernel. `python -m bench.link` measures the pump itself: round trip and goodput.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.figures import ROOT, child_environment

LEFT, RIGHT = "10.77.0.1", "10.77.0.2"
MTU = 1400


@dataclass(frozen=True, slots=True)
class Profile:
    """How a line is, each way: bits a second (0: no limit), seconds, share lost, bytes that may wait."""

    rate: float = 64_000
    delay: float = 0.3
    loss: float = 0.03
    queue: int = 65_536


EDGE = Profile()
BAD = Profile(loss=0.10)
CLEAN = Profile(loss=0.0)
FAST = Profile(rate=0, delay=0, loss=0)


@dataclass(frozen=True, slots=True)
class Counts:
    """Bytes and packets of IP that went on the air each way, lost ones among them."""

    up: int
    down: int
    packets_up: int
    packets_down: int
    lost_up: int
    lost_down: int

    def __sub__(self, before: "Counts") -> "Counts":
        found, base = asdict(self), asdict(before)
        return Counts(**{name: found[name] - base[name] for name in found})


def missing() -> str:
    """Return in one sentence why this machine cannot have such a line, "" when it can."""
    if not sys.platform.startswith("linux"):
        return "Đường truyền giả lập cần Linux: hãy chạy trên máy Linux."
    if os.geteuid() != 0:
        return "Đường truyền giả lập cần quyền root: hãy chạy bằng sudo."
    if not Path("/dev/net/tun").exists():
        return "Máy này không có /dev/net/tun: hãy nạp mô-đun tun."
    if not shutil.which("ip") or not shutil.which("nsenter"):
        return "Máy này thiếu lệnh ip hoặc nsenter: hãy cài iproute2 và util-linux."
    return ""


class Link:
    """One line, open inside `with`; each has namespaces of its own, so several may be open at once.

    `control` names TCP's congestion control at both ends, "" leaves the machine's.
    """

    def __init__(self, profile: Profile = EDGE, *, seed: int = 1, control: str = "") -> None:
        self._profile, self._seed, self._control = profile, seed, control
        self._started: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Link":
        self._pump = subprocess.Popen([sys.executable, "-m", "bench.pump", str(self._seed), self._control], cwd=ROOT, text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=child_environment())  # fmt: skip
        ready = self._answer()
        self._sides = {side: f"/proc/{self._pump.pid}/fd/{ready[side]}" for side in ("left", "right")}
        self.become(self._profile)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        for program in self._started:
            if program.poll() is None:
                program.kill()
            program.wait()
        assert self._pump.stdin
        self._pump.stdin.close()
        self._pump.wait(10)

    def start(self, side: str, command: Sequence[str], **options: Any) -> "subprocess.Popen[bytes]":
        """Start a program on one side ("left", "right"); it is killed when the line goes, unless it ended before."""
        options.setdefault("cwd", ROOT)
        options["env"] = child_environment() | options.get("env", {})
        program = subprocess.Popen([*self._enter(side), *command], **options)
        self._started.append(program)
        return program

    def run(self, side: str, command: Sequence[str], **options: Any) -> "subprocess.CompletedProcess[str]":
        """Run a program on one side to its end."""
        env = child_environment() | options.pop("env", {})
        return subprocess.run([*self._enter(side), *command], cwd=ROOT, env=env, text=True, check=False, **options)

    def counts(self) -> Counts:
        """Return what has been on the air so far."""
        return Counts(**self._ask({"do": "counts"}))

    def become(self, profile: Profile) -> None:
        """Change the line under the programs' feet, and let both kernels forget how it was."""
        self._ask({"do": "become", **asdict(profile)})
        for side in ("left", "right"):
            self.run(side, ["ip", "tcp_metrics", "flush", "all"], capture_output=True)

    def die(self, seconds: float) -> None:
        """Carry nothing for so long; what was in the air is lost."""
        self._ask({"do": "die", "seconds": seconds})

    def renumber(self) -> None:
        """Forget every connection of the left side, as an address translator does: silence on them for ever."""
        self._ask({"do": "renumber"})

    def deafen(self, seconds: float) -> None:
        """Carry nothing down for so long: questions arrive, answers do not."""
        self._ask({"do": "deafen", "seconds": seconds})

    def settled(self, quiet: float = 1.5, most: float = 10.0) -> Counts:
        """Wait until nothing has moved for a while, and return the counts then."""
        last, since, end = self.counts(), time.monotonic(), time.monotonic() + most
        while time.monotonic() < min(since + quiet, end):
            time.sleep(0.1)
            found = self.counts()
            if found != last:
                last, since = found, time.monotonic()
        return last

    def _enter(self, side: str) -> list[str]:
        return ["nsenter", f"--net={self._sides[side]}", "--"]

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self._pump.stdin
        self._pump.stdin.write(json.dumps(question) + "\n")
        self._pump.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._pump.stdout
        line = self._pump.stdout.readline()
        if not line:
            raise RuntimeError("the pump of the line has ended")
        return dict(json.loads(line))


_SERVE = """
import socket, sys, time
door = socket.create_server(("0.0.0.0", 7000))
print("ready", flush=True)
for _ in range(2):
    line, _ = door.accept()
    taken, begun = 0, 0.0
    while piece := line.recv(65536):
        begun = begun or time.monotonic()
        if not taken: start = len(piece)
        taken += len(piece)
        if piece == b"?": line.sendall(b"!"); taken = 0; begun = 0.0
    if taken: print((taken - start) * 8 / (time.monotonic() - begun), flush=True)
"""
_ASK = """
import socket, sys, time
line = socket.create_connection((sys.argv[1], 7000))
line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for _ in range(5):
    begun = time.monotonic(); line.sendall(b"?"); line.recv(1); print(time.monotonic() - begun, flush=True)
line.close()
line = socket.create_connection((sys.argv[1], 7000))
line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
line.sendall(bytes(100_000)); line.shutdown(socket.SHUT_WR); line.recv(1)
"""


def check() -> dict[str, float]:
    """Measure the line itself without loss: the middle round trip in seconds, and goodput with its headers, bits a second."""
    with Link(CLEAN, control="reno") as link:  # bbr leaves the line idle on purpose
        server = link.start("right", [sys.executable, "-c", _SERVE], stdout=subprocess.PIPE)
        assert server.stdout
        server.stdout.readline()
        trips = sorted(map(float, link.run("left", [sys.executable, "-c", _ASK, RIGHT], capture_output=True).stdout.split()))
        goodput = float(server.stdout.readline())
    return {"round_trip": trips[2], "goodput": goodput * MTU / (MTU - 52)}


if __name__ == "__main__":
    print(missing() or check())
