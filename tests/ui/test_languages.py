"""The window in English: every word has its translation, and choosing takes hold at once and back again."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.ui.languages import FOLDER, speak
from tests.ui import words
from tests.ui.conftest import settle

HOLE = re.compile(r"\{\w*\}")
TOOLS = Path(sys.executable).with_name("pyside6-lupdate").exists() and shutil.which("sh")


@pytest.fixture
def vietnamese_again(qapp):
    """What a test chose is not for the next one."""
    yield
    speak(qapp, "vi")


def test_every_word_of_the_window_has_its_english():
    if not TOOLS:
        pytest.skip("pyside6-lupdate is not in this environment")
    known = words.read(words.ENGLISH)
    assert sorted(key for key in words.in_code() | words.in_tables() if not known.get(key)) == []


def test_what_is_filled_in_stands_in_both_languages():
    wrong = [text for (_, text), said in words.read(words.ENGLISH).items()
             if sorted(HOLE.findall(text)) != sorted(HOLE.findall(said)) or text.count("*.") != said.count("*.")
             or text.count("\n") != said.count("\n") or text.count(";;") != said.count(";;")]  # fmt: skip
    assert wrong == []


def test_the_compiled_english_is_that_of_the_source(tmp_path):
    if not TOOLS:
        pytest.skip("pyside6-lrelease is not in this environment")
    fresh = tmp_path / "fresh.qm"
    lrelease = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([lrelease, words.ENGLISH, "-qm", fresh], check=True, capture_output=True, timeout=60)
    assert fresh.read_bytes() == (FOLDER / "so_phuong_en.qm").read_bytes()


def test_the_window_speaks_english_at_once_and_vietnamese_again(qtbot, window, vietnamese_again):
    page = window.show_page("settings")
    page.languages.buttons["en"].click()
    qtbot.waitUntil(lambda: window.page is not page)
    settle(qtbot, window)
    shown = {one.text() for kind in (QLabel, QPushButton) for one in window.findChildren(kind)}
    assert {"Today", "Activities", "Settings", "Text size and colours", "Tiếng Việt"} <= shown
    assert window._desk.settings.language == "en"
    again = window.page
    again.languages.buttons["vi"].click()
    qtbot.waitUntil(lambda: window.page is not again)
    assert "Cỡ chữ và màu" in {one.text() for one in window.page.findChildren(QLabel)}


def test_the_language_is_kept_for_the_next_start(open_window, full_book, vietnamese_again):
    full_book.set("window", {"language": "en"})
    window = open_window(full_book)
    assert "Quick record" in {one.text() for one in window.page.findChildren(QLabel)}
