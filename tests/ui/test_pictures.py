"""The pages look as they did when somebody last looked at them (all of them: `python -m tests.ui.pictures`)."""

import json

import pytest
from PySide6.QtCore import Qt

from desktop.ui.theme import load_fonts
from tests.ui import pictures
from tests.ui.conftest import settle

STILL = ("chooser", "form", "form-banner", "grid", "importing", "bin", "sending")  # nothing here says what day it is


@pytest.mark.parametrize("look", pictures.LOOKS)
def test_pages_look_as_kept(qtbot, open_window, full_book, look):
    kept = json.loads(pictures.GOLDEN.read_text("utf-8"))
    window = open_window(full_book)
    load_fonts()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 768)
    window.set_look(look)
    other = []
    for name in STILL:
        pictures.SCENES[name](window)
        settle(qtbot, window)
        pictures.settle(window)
        far = pictures.distance(pictures.hashed(window.grab().toImage()), kept[f"{name}-1366-{look}"])
        if far > pictures.FAR:
            other.append((name, round(far, 3)))
    assert other == []


def test_another_page_is_told_from_the_one_kept():
    kept = json.loads(pictures.GOLDEN.read_text("utf-8"))
    for one, other in (("today", "activities"), ("form", "grid"), ("plans", "charts")):
        assert pictures.distance(kept[f"{one}-1366-light"], kept[f"{other}-1366-light"]) > pictures.FAR
