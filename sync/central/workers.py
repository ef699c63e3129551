"""Several processes at one door: the parent holds the socket and sees that as many serve as were asked for.

Nothing that matters is in the memory of a worker: what one has committed the others read from the database.
"""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from desktop.models.errors import InputError

QUICK = 5.0  # seconds: a worker that ends sooner would only end again
PAUSE = 2.0  # seconds before it is tried again


def serve(door: socket.socket, count: int, words: Sequence[str], *, ready: Callable[[], None]) -> None:
    """Run `count` workers with these words of the command until stopped. Raises InputError where sockets cannot be shared."""
    if sys.platform == "win32":
        raise InputError("Nhiều tiến trình cần máy chủ Linux: trên Windows hãy bỏ --workers.")
    door.set_inheritable(True)
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        for worker, _started in running:
            worker.terminate()

    def begin() -> tuple["subprocess.Popen[bytes]", float]:
        # Its own word that it listens is not for our reader.
        made = subprocess.Popen([sys.executable, "-m", "sync.central", "serve", *words, "--door", str(door.fileno())],
                                pass_fds=[door.fileno()], stdout=subprocess.DEVNULL)  # fmt: skip
        return made, time.monotonic()

    running: list[tuple[subprocess.Popen[bytes], float]] = []
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        running += [begin() for _ in range(count)]
        ready()
        while not stopping:
            for at, (worker, started) in enumerate(running):
                try:
                    worker.wait(timeout=0.5)
                except subprocess.TimeoutExpired:
                    continue
                if stopping:
                    break
                if time.monotonic() - started < QUICK:
                    time.sleep(PAUSE)
                running[at] = begin()
    finally:
        for worker, _started in running:
            worker.terminate()
        for worker, _started in running:
            worker.wait()
        for number, handler in before.items():
            signal.signal(number, handler)
