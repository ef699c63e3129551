"""Who came, in the window: hidden until asked for, pasted from Excel, kept until a day, straight onto certificates."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.models.activities import Activities
from desktop.models.attendees import Attendee, Rules
from desktop.ui.attendees import AttendeesDialog
from desktop.ui.batch_dialog import BatchDialog
from tests.privacy.conftest import sample
from tests.ui.conftest import settle

PASTED = "STT\tHọ và tên\tĐơn vị\n1\tNguyễn Văn Bình\tTổ 12\n2\tTrần Thị Ánh\tTổ 3\n"


@pytest.fixture
def training(book, kinds):
    return Activities(book, kinds).save("TAPHUAN", sample("TAPHUAN"))


@pytest.fixture
def shown(qtbot, open_window, book, training):
    """Return a function that opens the list of the training from the details of the list page."""
    window = open_window(book)

    def begin():
        page = window.show_page("activities")
        settle(qtbot, window)
        page.details.show_activity(training.uid)
        page.details.show_attendees()
        settle(qtbot, window)
        return page.details.findChildren(AttendeesDialog)[-1]

    return begin


def test_an_office_without_lists_is_told_where_to_switch_them_on(qtbot, shown):
    dialog = shown()
    assert dialog.settings_button.isVisible() and not dialog.table.isVisible() and not dialog.keep_button.isVisible()
    dialog.reject()


def test_people_pasted_from_excel_are_kept_and_hidden_the_next_time(qtbot, book, training, shown):
    book.set("attendees", {"on": True})
    dialog = shown()
    assert dialog.table.isVisible() and not dialog.drop_button.isVisible()
    QGuiApplication.clipboard().setText(PASTED)
    QTest.keyClick(dialog.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(dialog.table.people()) == 2)
    with qtbot.waitSignal(dialog.told) as told:
        dialog.keep_button.click()
    assert told.args[0] == "done" and "2 người" in told.args[1]
    again = shown()
    assert again.show_button.isVisible() and not again.table.isVisible() and again.table.people() == ()
    again.show_button.click()
    qtbot.waitUntil(lambda: again.table.isVisible())
    assert again.table.people() == (Attendee("Nguyễn Văn Bình", "Tổ 12"), Attendee("Trần Thị Ánh", "Tổ 3"))
    with qtbot.waitSignal(again.told) as told:
        again.drop()
    assert "Biên nhận số 1" in told.args[1] and not book.query("SELECT 1 FROM attendees")


def test_a_count_that_the_activity_cannot_take_is_told_and_the_list_is_kept(qtbot, book, shown):
    book.set("attendees", {"on": True})
    dialog = shown()
    dialog.table.put([Attendee("Nguyễn Văn Bình")])
    dialog.count_too.setChecked(True)
    with qtbot.waitSignal(dialog.told) as told:
        dialog.keep_button.click()
    assert told.args[0] == "warn" and "Chưa ghi được số người" in told.args[1]
    assert book.query("SELECT count(*) FROM attendees") == [(1,)]


def test_a_row_without_a_name_is_named_before_anything_is_kept(qtbot, book, shown):
    book.set("attendees", {"on": True})
    dialog = shown()
    dialog.table.put([Attendee("Nguyễn Văn Bình"), Attendee("", "Tổ 3")])
    dialog.keep_button.click()
    assert dialog._fault.isVisible() and "Dòng 2" in dialog._fault.text()
    dialog.reject()


def test_certificates_take_the_people_of_the_activity(qtbot, open_window, book, kinds, training):
    window = open_window(book)
    door = window._desk.personal
    door.decide(Rules(on=True))
    door.keep(replace(door.attendees(training.uid), people=(Attendee("Nguyễn Văn Bình", "Tổ 12"),)))
    card = next(one for one in window._desk.paper.designs() if one.id == "giay-chung-nhan")
    dialog = BatchDialog(window.page.room, card, window._desk.paper.begin(card.id, training.uid)[0], window, uid=training.uid)
    dialog.show()
    qtbot.waitUntil(dialog.listed_button.isVisible)
    dialog.listed_button.click()
    qtbot.waitUntil(lambda: dialog.people is not None)
    assert [row.values["name"] for row in dialog.people.ready()] == ["Nguyễn Văn Bình"] and dialog.save_button.isEnabled()
    dialog.close()
