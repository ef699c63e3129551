"""A real book, the real window over it, real key events; only the paths are temporary."""

import json
from pathlib import Path

import pytest

from desktop import app as composition
from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import Book

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples" / "activities.jsonl"


@pytest.fixture(scope="session")
def kinds():
    """The shipped declarations."""
    return declarations.load()


@pytest.fixture
def book(tmp_path):
    """An empty book of phường Hải Châu."""
    made = Book.create(tmp_path / "so", unit="20242", person="Nguyễn Thị Lan")
    yield made
    made.close()


@pytest.fixture
def full_book(book, kinds):
    """The same book with the sample activities of every kind."""
    store = Activities(book, kinds)
    for line in SAMPLES.read_text("utf-8").splitlines():
        values = json.loads(line)
        store.save(values.pop("kind"), values)
    return book


@pytest.fixture
def open_window(qtbot, qapp):
    """Return a function that opens the window over a book; bugs caught by the window fail the test."""
    opened, bugs = [], []

    def begin(book):
        window = composition.open_window(qapp, book)
        window._crash.caught.connect(bugs.append)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        settle(qtbot, window)
        opened.append(window)
        return window

    yield begin
    for window in opened:
        window.close()
    assert not bugs, bugs


@pytest.fixture
def window(open_window, book):
    """The window over an empty book."""
    return open_window(book)


def settle(qtbot, window):
    """Wait until the worker has nothing left and what it told is shown."""
    qtbot.waitUntil(lambda: window._tasks.idle, timeout=10_000)
