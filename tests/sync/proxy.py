"""A TCP proxy that cuts, stalls, flips, truncates and answers HTML, connection by connection."""

import random
import socket
import threading
from collections import Counter
from contextlib import suppress

FAULTS = {"fine": 60, "cut": 12, "stalled": 3, "flipped": 8, "refused": 5, "html": 6, "mute": 6}
STALL = 0.3  # seconds
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 18\r\nConnection: close\r\n\r\n<html>login</html>"


class FaultyProxy:
    """Listens on a port of its own; `target` is where it leads now; `bad` may be switched off."""

    def __init__(self, seed: int) -> None:
        self._chance, self._lock = random.Random(seed), threading.Lock()
        self.target, self.bad = 0, True
        self.happened: Counter[str] = Counter()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Listen no longer."""
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                with self._lock:
                    fault = self._chance.choices(list(FAULTS), list(FAULTS.values()))[0] if self.bad else "fine"
                    at = self._chance.choice((0, 10, 200, 400, 700, 1200, 3000)) + self._chance.randrange(200)
                    up = self._chance.random() < 0.5
                    self.happened[fault] += 1
                threading.Thread(target=self._carry, args=(near, fault, at, up), daemon=True).start()

    def _carry(self, near: socket.socket, fault: str, at: int, up: bool) -> None:
        with near, suppress(OSError):
            if fault == "refused":
                return
            if fault == "html":
                near.recv(65536)
                near.sendall(HTML)
                return
            with socket.create_connection(("127.0.0.1", self.target), timeout=5) as far:
                far.settimeout(None)
                back = threading.Thread(target=_pump, args=(far, near, "fine" if up else fault, at), daemon=True)
                back.start()
                _pump(near, far, fault if up else "fine", at)
                back.join(30)


def _pump(source: socket.socket, target: socket.socket, fault: str, at: int) -> None:
    """Carry bytes one way; at byte `at` the fault happens."""
    passed = 0
    with suppress(OSError):
        while piece := source.recv(65536):
            here = at - passed
            passed += len(piece)
            if fault != "fine" and 0 <= here < len(piece):
                if fault == "stalled":
                    threading.Event().wait(STALL)
                elif fault == "flipped":
                    piece = piece[:here] + bytes([piece[here] ^ 4]) + piece[here + 1 :]
                else:  # cut: in the middle; mute: all that was said before goes through, nothing behind it
                    if fault == "cut":
                        target.sendall(piece[:here])
                    break
            target.sendall(piece)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
