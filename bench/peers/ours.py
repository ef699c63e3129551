"""Our own end in a process of its own: a real book on disk and the real sender.

`python -m bench.peers.ours prepare BOOK OFFICE_FILE RECORDS TIMES`  a book let in by the centre, with what waits to be sent
`python -m bench.peers.ours send BOOK PAUSE`                   send; after a fault again, PAUSE seconds later
`python -m bench.peers.ours idle BOOK`                         memory of an open book, and of a sending, in MB

Each line printed is one JSON object; times are of the machine's monotonic clock.
"""

import time

STARTED = time.monotonic()

import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from desktop.models import kinds as declarations  # noqa: E402
from desktop.models.activities import Activities  # noqa: E402
from desktop.models.book import Book  # noqa: E402
from desktop.models.errors import SyncError  # noqa: E402
from sync import enrolment, office_file  # noqa: E402
from sync.sender import Sender  # noqa: E402

UNIT = "20242"


def prepare(folder: str, office: str, records: str, times: str) -> None:
    """Make the book, let it in with a first activity sent, then write what is to wait."""
    lines = [json.loads(line) for line in Path(records).read_text(encoding="utf-8").splitlines()] * int(times)
    with Book.create(Path(folder), unit=UNIT, person="Văn thư") as book:
        enrolment.keep_office_file(book, office_file.read(Path(office)))
        store = Activities(book, declarations.load())
        store.save(lines[0]["kind"], lines[0]["values"])
        Sender(book).send()
        for start in range(0, len(lines), 500):
            with book.tx():
                for one in lines[start : start + 500]:
                    store.save(one["kind"], one["values"])


def send(folder: str, pause: str) -> None:
    """Send until nothing waits."""
    with Book.open(Path(folder)) as book:
        sender = Sender(book)
        tell(event="ready", start_up=time.monotonic() - STARTED, at=time.monotonic())
        while True:
            try:
                said = sender.send()
            except SyncError as fault:
                tell(event="fault", at=time.monotonic(), sentence=fault.sentence, details=fault.details)
            else:
                tell(event="sent", at=time.monotonic(), left=said.left, up=said.bytes_up, down=said.bytes_down,
                     seconds=said.seconds)  # fmt: skip
                if said.complete:
                    return
            time.sleep(float(pause))


def idle(folder: str) -> None:
    """Tell the memory of an open book and after a sending of all that waits."""
    from bench.figures import peak_mb

    with Book.open(Path(folder)) as book:
        sender = Sender(book)
        declarations.load()
        import httpx2  # noqa: F401

        tell(event="idle", mb=peak_mb(), at=time.monotonic())
        said = sender.send()
        tell(event="sent", mb=peak_mb(), at=time.monotonic(), left=said.left, seconds=said.seconds)


def tell(**facts: Any) -> None:
    """Print one line."""
    print(json.dumps(facts, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    {"prepare": prepare, "send": send, "idle": idle}[sys.argv[1]](*sys.argv[2:])
