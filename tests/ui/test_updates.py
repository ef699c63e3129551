"""«Bản mới» on the settings page: looked for, brought and laid ready by real clicks, from a real signed catalogue."""

import random

import pytest
from PySide6.QtCore import Qt

from desktop import app as composition
from desktop import installed, updating
from desktop.policy import Policy
from sync.updates import repository
from tests.ui.conftest import settle

NOISE = random.Random(3).randbytes(50_000)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """This version in place, and a stick that has the next one."""
    for version in (updating.version(), "9.0.0"):
        folder = tmp_path / f"tree-{version}"
        folder.mkdir()
        (folder / "so-phuong").write_bytes(NOISE + version.encode())
    (tmp_path / "root").mkdir()
    (tmp_path / f"tree-{updating.version()}").rename(tmp_path / "root" / f"app-{updating.version()}")
    root = tmp_path / "root.json"
    root.write_bytes(repository.begin(tmp_path / "repo", tmp_path / "keys"))
    for version, tree in ((updating.version(), tmp_path / "root" / f"app-{updating.version()}"), ("9.0.0", tmp_path / "tree-9.0.0")):
        repository.add(tmp_path / "repo", tmp_path / "keys", tree, version=version, platform=updating.platform_name(), notes="Nhanh hơn.")
    place = installed.Installed(tmp_path / "root", updating.version())
    monkeypatch.setattr(composition, "updates", lambda book, policy: updating.Updating(
        book.folder / "updates", place, lambda: None, root, str(tmp_path / "repo")))  # fmt: skip
    return place, tmp_path / "repo"


def press(qtbot, window, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def card_of(qtbot, window):
    page = window.show_page("settings")
    settle(qtbot, window)
    return page.updates


def test_a_newer_version_is_found_brought_and_waits_for_the_next_start(qtbot, shop, open_window, book):
    place, _ = shop
    window = open_window(book)
    card = card_of(qtbot, window)
    press(qtbot, window, card.look_now)
    assert "Có bản 9.0.0" in card._said.text()
    assert "Nhanh hơn." in card._said.text()
    press(qtbot, window, card.take)
    assert place.state().staged == "9.0.0"
    assert (place.root / "app-9.0.0" / "so-phuong").read_bytes().endswith(b"9.0.0")
    assert "đã sẵn sàng" in card._said.text()
    assert not card.look_now.isVisibleTo(card)


def test_a_catalogue_that_was_tampered_with_is_told_and_nothing_changes(qtbot, shop, open_window, book):
    place, repo = shop
    (repo / "metadata" / "timestamp.json").write_bytes(b"{}")
    window = open_window(book)
    card = card_of(qtbot, window)
    press(qtbot, window, card.look_now)
    assert "không đúng chữ ký" in window.messages.text
    assert place.state().staged == ""
    assert card.look_now.isEnabled()


def test_from_source_the_card_says_why_it_cannot(qtbot, open_window, book):
    card = card_of(qtbot, open_window(book))
    assert "không tự cập nhật" in card._said.text()
    assert not card.look_now.isVisibleTo(card)


def test_what_it_decided_is_shown_without_a_choice(qtbot, qapp, book, open_window, monkeypatch):
    decided = Policy({"look": "strong", "updates": "off", "photos_send": False})
    real = composition.open_window
    monkeypatch.setattr(composition, "open_window", lambda app, book: real(app, book, decided))
    window = open_window(book)
    page = window.show_page("settings")
    settle(qtbot, window)
    assert not page.looks.isEnabled()
    assert page.sizes.isEnabled()
    assert "Quản trị cập nhật" in page.updates._said.text()
    qtbot.waitUntil(lambda: not window._desk.post.photos().send)
