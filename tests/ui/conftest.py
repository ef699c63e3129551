"""A real book, the real window over it, real key events; only the paths are temporary."""

import gc
import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent

from desktop import app as composition
from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import Book

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples" / "activities.jsonl"


@pytest.fixture(scope="module", autouse=True)
def rubbish():
    """Collect on this thread alone, as the program does (ui/sweeper.py)."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def swept():
    """Collect what is young after each test."""
    yield
    gc.collect(1)


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


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory, kinds):
    """A folder with a book that holds the sample activities of every kind."""
    folder = tmp_path_factory.mktemp("samples") / "so"
    with Book.create(folder, unit="20242", person="Nguyễn Thị Lan") as made:
        store = Activities(made, kinds)
        for line in SAMPLES.read_text("utf-8").splitlines():
            values = json.loads(line)
            store.save(values.pop("kind"), values)
    return folder


@pytest.fixture
def full_book(sample_folder, tmp_path):
    """A copy of the sample book."""
    shutil.copytree(sample_folder, tmp_path / "full")
    return Book.open(tmp_path / "full")


@pytest.fixture
def open_window(qtbot, qapp, book):
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
        window.close_now()
        window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # a style sheet is laid on every widget that still lives
    assert not bugs, bugs


@pytest.fixture
def window(open_window, book):
    """The window over an empty book."""
    return open_window(book)


def settle(qtbot, window):
    """Wait until the worker has nothing left and what it told is shown."""
    qtbot.waitUntil(lambda: window._tasks.idle and window._postman.idle and window._tasks.idle, timeout=10_000)
