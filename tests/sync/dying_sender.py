"""The real sender on a real book, killed by itself as by a power cut at the DIE_AT-th step of its work."""

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import httpx2

from desktop.models.book import Book
from desktop.models.errors import SyncError
from sync.sender import Sender

LEFT = [int(os.environ["DIE_AT"])]


def step(*_: object) -> None:
    LEFT[0] -= 1
    if LEFT[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)


class Stepping(httpx2.BaseTransport):
    """A real socket with a step before the question, before the answer is read and after it."""

    def __init__(self) -> None:
        self._inner = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        step()
        response = self._inner.handle_request(request)
        step()
        content = response.read()
        step()
        return httpx2.Response(response.status_code, headers=response.headers, stream=httpx2.ByteStream(content))


book = Book.open(Path(sys.argv[1]))
book.connection.set_trace_callback(step)
try:
    Sender(book, transport=Stepping()).send()
except SyncError as fault:
    print(fault.sentence)
