"""Help is there for every page, offline, and every key on it is a real one."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.ui import actions, help
from tests.ui.conftest import settle


@pytest.mark.parametrize("page", [one.name for one in actions.PAGES])
def test_f1_opens_the_help_of_the_page_in_front(qtbot, window, page):
    window.show_page(page)
    settle(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window._help.topic == page
    assert len(window._help.text.toPlainText()) > 200
    window._help.close()


def test_f1_in_a_form_tells_of_recording(qtbot, window):
    window.open_form("TAPHUAN")
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window._help.topic == "form"


def test_help_is_searched_without_marks_and_says_when_nothing_is_found(qtbot, window):
    window.show_help()
    QTest.keyClicks(window._help.find, "bien nhan")
    assert "sending" in [window._help.topics.item(n).data(Qt.ItemDataRole.UserRole) for n in range(window._help.topics.count())]
    window._help.find.setText("qqqq")
    assert "hãy thử từ khác" in window._help.text.toPlainText()


def test_every_topic_begins_with_its_name_and_every_key_it_names_is_one():
    known = {one.keys.replace("Return", "Enter") for one in actions.ACTIONS.values()} | {
        "Enter", "Tab", "Ctrl+C", "Ctrl+V", "F2", "Esc", "F1"}  # fmt: skip
    for topic, text in help.texts():
        assert text.startswith("# ")
        for key in re.findall(r"(?:Ctrl\+(?:Shift\+|Alt\+)?\w+|\bF\d+\b)", text):
            if key not in {"Ctrl+D", "F4"} or topic != "grid":
                assert key in known, (topic, key)


def test_the_sheet_of_keys_holds_every_key():
    told = help.keys()
    assert all(one.keys.replace("Return", "Enter") in told for one in actions.ACTIONS.values() if one.keys)
