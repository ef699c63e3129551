"""The daily look for a newer version: by the caretaker, once a day, told in one sentence; brought only where IT said so."""

import pytest

from desktop import app as composition
from desktop.policy import Policy
from desktop.ui.copies_watch import CopiesWatch
from desktop.ui.updates_watch import LOOK
from tests.ui import test_updates

shop = test_updates.shop


def looked(qtbot, window):
    """Let the caretaker look now; return what the window says then."""
    caretaker = window.findChild(CopiesWatch).caretaker
    window.messages.hide()
    with qtbot.waitSignal(caretaker.ended, timeout=20_000):
        caretaker.do(LOOK)
    return window.messages.text if window.messages.isVisible() else ""


def test_a_newer_version_is_told_once_a_day(qtbot, shop, open_window, book):
    place, _ = shop
    window = open_window(book)
    assert "Có bản 9.0.0" in looked(qtbot, window)
    assert place.state().staged == ""
    assert looked(qtbot, window) == ""
    (book.folder / "updates" / "looked").write_text("2020-01-01")
    assert "Có bản 9.0.0" in looked(qtbot, window)


@pytest.mark.parametrize(("decided", "staged"), [("auto", "9.0.0"), ("off", ""), ("ask", "")])
def test_what_it_decided_is_done(qtbot, shop, open_window, book, monkeypatch, decided, staged):
    place, _ = shop
    real = composition.open_window
    monkeypatch.setattr(composition, "open_window", lambda app, book: real(app, book, Policy({"updates": decided})))
    looked(qtbot, open_window(book))
    assert place.state().staged == staged


def test_a_line_that_is_down_is_no_news_and_tried_again(qtbot, shop, open_window, book):
    _, repo = shop
    (repo / "metadata").rename(repo / "away")
    window = open_window(book)
    assert looked(qtbot, window) == ""
    (repo / "away").rename(repo / "metadata")
    assert "Có bản 9.0.0" in looked(qtbot, window)
