"""Starts programs by the thousand: everything is imported once, each program is a fork of it, and can be killed for itself.

One line in, one line out: {"what": "day" | "typing", …} → {"pid": …}. A program tells what it did into the file `acks`.
"""

import ctypes
import gc
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Wait for orders until the line ends."""
    from desktop import app, importing, listing  # noqa: F401
    from desktop.models import import_store, kinds, migrations, report_left, totals, whole  # noqa: F401
    from tests.durability import sessions, typist

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a program that was killed
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # no program outlives the test
            run(order, sessions, typist)
        print(json.dumps({"pid": child}), flush=True)


def run(order: dict[str, Any], sessions: Any, typist: Any) -> None:
    """Be the program: never returns."""
    code = 1
    try:
        folder = Path(order["folder"])
        handle = os.open(folder.parent / "acks", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        say = sessions.line_to(handle)
        if order["what"] == "day":
            sessions.Day(folder, order["seed"], say).run(order["steps"])
        elif order["what"] == "open":
            from desktop.models.book import Book

            Book.open(folder).close()
        elif order["what"] == "typing":
            typist.work(folder, order["seed"], order["place"], say)
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)


if __name__ == "__main__":
    main()
