"""The pump of an emulated line: takes IP packets from one TUN device and gives them to the other, late or never.

`python -m bench.pump SEED CONTROL`: questions come by stdin, one JSON object a line, each answered by one on stdout.
"""

import ctypes
import fcntl
import json
import os
import random
import select
import struct
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

from bench.link import LEFT, MTU, RIGHT, Profile

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
TCP = 6


class Way:
    """One direction: a queue, a sender of so many bits a second, and the air behind it."""

    def __init__(self, out: int, dice: random.Random) -> None:
        self.out, self._dice = out, dice
        self.profile = Profile()
        self._air: deque[tuple[float, bytes]] = deque()
        self._free = 0.0
        self.silent_until = 0.0
        self.bytes = self.packets = self.lost = 0

    def put(self, packet: bytes, now: float) -> None:
        """Take a packet: into the queue, or nowhere when that is full."""
        rate = self.profile.rate
        if rate:
            begin = max(now, self._free)
            if (begin - now) * rate / 8 + len(packet) > self.profile.queue:
                return
            self._free = begin + len(packet) * 8 / rate
        else:
            self._free = now
        self.bytes += len(packet)
        self.packets += 1
        if self._dice.random() < self.profile.loss or now < self.silent_until:
            self.lost += 1
            return
        self._air.append((self._free + self.profile.delay, packet))

    def due(self) -> float:
        """Return when the next packet arrives."""
        return self._air[0][0] if self._air else float("inf")

    def deliver(self, now: float) -> None:
        """Let arrive what is due."""
        while self._air and self._air[0][0] <= now:
            os.write(self.out, self._air.popleft()[1])

    def silence(self, seconds: float, now: float) -> None:
        """Carry nothing for so long; what is in the air is lost."""
        self.silent_until = now + seconds
        self.lost += len(self._air)
        self._air.clear()


class Pump:
    """Both directions and what can happen to them."""

    def __init__(self, left: int, right: int, seed: int) -> None:
        self._ends = {left: Way(right, random.Random(f"up {seed}")), right: Way(left, random.Random(f"down {seed}"))}
        self.up, self.down = self._ends[left], self._ends[right]
        self._left = left
        self._seen: set[bytes] = set()
        self._forgotten: set[bytes] = set()

    def run(self) -> None:
        """Pump until stdin ends."""
        poller = select.poll()
        for number in (*self._ends, 0):
            poller.register(number, select.POLLIN)
        said = b""
        while True:
            wait = min(self.up.due(), self.down.due()) - time.monotonic()
            ready = poller.poll(None if wait == float("inf") else max(0, round(wait * 1000)))
            now = time.monotonic()
            for number, _ in ready:
                if number:
                    self._take(number, now)
                    continue
                piece = os.read(0, 65536)
                if not piece:
                    return
                *lines, said = (said + piece).split(b"\n")
                for line in lines:
                    print(json.dumps(self._obey(json.loads(line), now)), flush=True)
            self.up.deliver(time.monotonic())
            self.down.deliver(time.monotonic())

    def _take(self, number: int, now: float) -> None:
        packet = os.read(number, 65536)
        if packet[0] >> 4 != 4:
            return
        if packet[9] == TCP:
            head = (packet[0] & 15) * 4
            port = packet[head : head + 2] if number == self._left else packet[head + 2 : head + 4]
            if number == self._left:
                self._seen.add(port)
            if port in self._forgotten:
                # It was sent and paid for by the office; what comes down dies before the air.
                if number == self._left:
                    self.up.bytes += len(packet)
                    self.up.packets += 1
                    self.up.lost += 1
                return
        self._ends[number].put(packet, now)

    def _obey(self, said: dict[str, Any], now: float) -> dict[str, Any]:
        match said.pop("do"):
            case "become":
                self.up.profile = self.down.profile = Profile(**said)
            case "die":
                self.up.silence(said["seconds"], now)
                self.down.silence(said["seconds"], now)
            case "deafen":
                self.down.silence(said["seconds"], now)
            case "renumber":
                self._forgotten |= self._seen
            case "counts":
                up, down = self.up, self.down
                return {"up": up.bytes, "down": down.bytes, "packets_up": up.packets, "packets_down": down.packets,
                        "lost_up": up.lost, "lost_down": down.lost}  # fmt: skip
        return {}


def open_side(own: str, other: str, control: str) -> tuple[int, int]:
    """Move this process into a new namespace; return its TUN device and the namespace, both as file descriptors."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare")
    for name in ("all", "default"):
        Path(f"/proc/sys/net/ipv6/conf/{name}/disable_ipv6").write_text("1", encoding="ascii")
    if control:
        Path("/proc/sys/net/ipv4/tcp_congestion_control").write_text(control, encoding="ascii")
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH14x", b"line", IFF_TUN | IFF_NO_PI))
    for command in (f"addr add {own} peer {other} dev line", f"link set line mtu {MTU} up", "link set lo up",
                    "route add default dev line"):  # fmt: skip
        subprocess.run(["ip", *command.split()], check=True, capture_output=True)
    return tun, os.open("/proc/self/ns/net", os.O_RDONLY)


def main(seed: int, control: str) -> None:
    """Open both sides, say so, pump."""
    left, left_space = open_side(LEFT, RIGHT, control)
    right, right_space = open_side(RIGHT, LEFT, control)
    print(json.dumps({"left": left_space, "right": right_space}), flush=True)
    Pump(left, right, seed).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
