"""Random clicks and keys over a real book: no exception, no lost save, a journal that only grows and holds together."""

import os

import pytest

from desktop.models.book import Book
from desktop.models.journal import Journal
from tests.ui.conftest import settle
from tests.ui.monkey import Monkey, quiet_dialogs

SHORT, LONG = 6, 600  # seconds


def play(qtbot, open_window, full_book, monkeypatch, *, seed, seconds):
    quiet_dialogs(monkeypatch)
    monkeypatch.setenv("BROWSER", "true")
    folder = full_book.folder
    before = full_book.query("SELECT seq, rid FROM journal ORDER BY seq")
    window = open_window(full_book)
    monkey = Monkey(window, seed)
    try:
        monkey.play(seconds, settle=lambda: settle(qtbot, window))
    except BaseException:
        print("\n".join(monkey.trail[-40:]))
        raise
    settle(qtbot, window)
    window.close_now()
    with Book.open(folder) as book:
        after = book.query("SELECT seq, rid FROM journal ORDER BY seq")
        assert after[: len(before)] == before
        assert [seq for seq, _ in after] == list(range(1, len(after) + 1))
        # Every save that is in the journal is what its activity says.
        torn = book.query("SELECT uid FROM activities a WHERE revision <> (SELECT max(revision) FROM journal WHERE uid = a.uid)")
        assert torn == []
        assert book.query("SELECT count(DISTINCT uid) FROM journal") == book.query("SELECT count(*) FROM activities")
        assert book.query("PRAGMA integrity_check") == [("ok",)]
        assert Journal(book) is not None
    print(f"seed {seed}: {monkey.steps} steps, {len(after) - len(before)} saves")
    return monkey


def test_a_monkey_plays_for_a_moment(qtbot, open_window, full_book, monkeypatch):
    assert play(qtbot, open_window, full_book, monkeypatch, seed=7, seconds=SHORT).steps > 20


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_monkey_plays_for_ten_minutes(qtbot, open_window, full_book, monkeypatch):
    seed = int(os.environ.get("SO_PHUONG_SEED", "20261123"))
    play(qtbot, open_window, full_book, monkeypatch, seed=seed, seconds=float(os.environ.get("SO_PHUONG_SECONDS", LONG)))
