"""What is typed is kept, wherever it is typed; who leaves hears of what could not be kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.drafts import Drafts
from desktop.ui.plan_dialog import PlanDialog
from tests.ui.conftest import settle

WARD = "phuong-2026"


def dialog_of(qtbot, window):
    page = window.show_page("plans")
    settle(qtbot, window)
    page.turn_to(WARD)
    settle(qtbot, window)
    page.edit()
    settle(qtbot, window)
    return page.findChildren(PlanDialog)[-1]


def test_escape_out_of_a_plan_keeps_what_was_changed_for_the_next_time(qtbot, open_window, full_book):
    window = open_window(full_book)
    dialog = dialog_of(qtbot, window)
    dialog.title.setFocus()
    dialog.title.selectAll()
    QTest.keyClicks(dialog.title, "Ke hoach moi")
    dialog.list.setCurrentRow(1)
    dialog.amount.selectAll()
    QTest.keyClicks(dialog.amount, "37")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    again = dialog_of(qtbot, window)
    assert again.title.text() == "Ke hoach moi"
    assert (again.list.currentRow(), again.amount.text()) == (1, "37")
    assert "sửa dở" in again._left.text()
    again.save()
    settle(qtbot, window)
    last = dialog_of(qtbot, window)
    assert last.title.text() == "Ke hoach moi" and last._left.isHidden()
    assert window._desk.plans.get(WARD).targets[1].amount == 37
    last.reject()


def test_what_was_changed_in_a_plan_can_be_forgotten_and_looking_leaves_nothing(qtbot, open_window, full_book):
    window = open_window(full_book)
    dialog = dialog_of(qtbot, window)
    before = dialog.title.text()
    dialog.reject()
    assert window._desk.plans.draft(WARD) is None
    dialog = dialog_of(qtbot, window)
    QTest.keyClicks(dialog.title, "x")
    dialog.reject()
    dialog = dialog_of(qtbot, window)
    assert dialog.title.text() != before
    dialog.forget()
    assert dialog.title.text() == before and window._desk.plans.draft(WARD) is None
    dialog.reject()


@pytest.fixture
def full_disk(book):
    """Return what makes the book's file unable to grow, and able again."""
    from desktop.models import engine

    def turn(window, *, full):
        pages = window._desk.drafts._book.query("PRAGMA page_count")[0][0]
        limit = pages if full else 1_000_000
        with engine.faults():
            window._desk.drafts._book.connection.execute(f"PRAGMA max_page_count = {limit}")

    return turn


def test_a_draft_the_disk_refuses_is_told_once_tried_on_and_kept_without_a_restart(window, qtbot, book, full_disk, monkeypatch):
    monkeypatch.setattr("desktop.ui.in_time.TRY_AGAIN", 50)
    place = window.open_form("TAPHUAN")
    full_disk(window, full=True)
    title = place.form.rows["title"].editor
    title.setFocus()
    QTest.keyClicks(title.focusWidget() or title, "x" * 120)
    place.form.rows["results"].editor.put("y" * 6_000)
    qtbot.waitUntil(lambda: "Ổ đĩa đã đầy" in window.messages.text, timeout=5_000)
    assert Drafts(book).all() == []
    full_disk(window, full=False)
    qtbot.waitUntil(lambda: len(Drafts(book).all()) == 1, timeout=5_000)


def test_a_window_that_cannot_keep_the_draft_says_so_before_it_closes(window, qtbot, book, full_disk):
    place = window.open_form("TAPHUAN")
    place.form.rows["results"].editor.put("y" * 6_000)
    place._edited()
    full_disk(window, full=True)
    window._leaving = True
    assert not window.close()
    assert "Ổ đĩa đã đầy" in window.messages.text and "đóng lần nữa" in window.messages.text
    assert place.form.values()["results"] == "y" * 6_000
    full_disk(window, full=False)
    with book.again() as other:
        assert window.close()
        assert Drafts(other).all()[0].values["results"] == "y" * 6_000
