"""Personal data in the window: the card tells in counts, a person is found and erased, lists are switched on, incidents told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.models.activities import Activities
from desktop.models.attendees import Attendee, Attendees, Rules
from desktop.models.incidents import Incident, Incidents
from desktop.ui.copies_watch import CopiesWatch
from desktop.ui.persons_watch import LISTS
from tests.privacy.conftest import sample
from tests.ui.conftest import settle

HOA = "Nguyễn Thị Hòa"


@pytest.fixture
def training(book, kinds):
    return Activities(book, kinds).save("TAPHUAN", sample("TAPHUAN") | {"person": HOA, "phone": "0905 111 222",
                                                                        "starts_on": "2023-02-10", "ends_on": "2023-02-10"})  # fmt: skip


@pytest.fixture
def card(qtbot, open_window, book, training):
    window = open_window(book)
    page = window.show_page("safety")
    settle(qtbot, window)
    return page.cards["persons"]


def test_the_card_says_how_things_stand_and_no_name(qtbot, card, book):
    assert any("chỉ đếm số người" in line for line in card.lines) and HOA not in " ".join(card.lines)


def test_a_person_is_found_and_erased_with_a_receipt(qtbot, card, book, kinds, training):
    dialog = card.ask_person()
    dialog.name.setText("nguyen thi hoa")
    with qtbot.waitSignal(dialog.ready):
        dialog.find_button.click()
    assert dialog.table.rowCount() == 3 and HOA in dialog.said.text() and dialog.erase_button.isEnabled()
    with qtbot.waitSignal(dialog.told) as told:
        dialog.erase()
    assert "Biên nhận số 1" in told.args[1] and HOA not in told.args[1] and dialog.paper_button.isVisible()
    assert "person" not in Activities(book, kinds).get(training.uid).values
    dialog.reject()
    qtbot.waitUntil(lambda: any("số 1" in line for line in card.lines))


def test_what_a_namesake_has_is_unticked_and_stays(qtbot, card, book, kinds, training):
    dialog = card.ask_person()
    dialog.name.setText(HOA)
    with qtbot.waitSignal(dialog.ready):
        dialog.find()
    for at in range(2):
        dialog.table.item(at, 0).setCheckState(Qt.CheckState.Unchecked)
    with qtbot.waitSignal(dialog.told):
        dialog.erase()
    assert Activities(book, kinds).get(training.uid).values["person"] == HOA
    dialog.reject()


def test_a_name_that_could_be_anybody_is_refused_in_the_dialog(qtbot, card):
    dialog = card.ask_person()
    dialog.name.setText("An")
    with qtbot.waitSignal(dialog.ready):
        dialog.find()
    assert "đủ họ và tên" in dialog.said.text() and not dialog.erase_button.isEnabled()
    dialog.reject()


def test_who_manages_switches_lists_on(qtbot, card, book):
    dialog = card.ask_lists()
    qtbot.waitSignal(dialog.ready).wait()
    dialog.on.setChecked(True)
    dialog.days.setText("x")
    with qtbot.waitSignal(dialog.ready):
        dialog.save()
    assert dialog._fault.isVisible() and not Attendees(book).rules.on
    dialog.days.setText("90")
    with qtbot.waitSignal(dialog.told):
        dialog.save_button.click()
    assert Attendees(book).rules == Rules(on=True, days=90, purpose=Attendees(book).rules.purpose)


def test_old_names_are_purged_after_a_preview(qtbot, card, book, kinds, training):
    dialog = card.ask_purge()
    qtbot.waitUntil(dialog.purge_button.isEnabled)
    assert "1 hoạt động" in dialog.found.text()
    dialog.day.setText("1/1/2020")
    assert not dialog.purge_button.isEnabled()
    dialog.look_button.click()
    qtbot.waitUntil(lambda: "không cần xóa" in dialog.found.text())
    dialog.day.setText("1/1/2024")
    dialog.look()
    qtbot.waitUntil(dialog.purge_button.isEnabled)
    with qtbot.waitSignal(dialog.told):
        dialog.purge_button.click()
    assert "person" not in Activities(book, kinds).get(training.uid).values
    dialog.reject()


def test_an_incident_is_written_down_told_and_counted_down(qtbot, card, book, monkeypatch):
    dialog = card.ask_incident()
    qtbot.waitSignal(dialog.ready).wait()
    kept = []
    monkeypatch.setattr(dialog._output, "ask_and_save", lambda pdf, name: kept.append(pdf))
    with qtbot.waitSignal(dialog.ready):
        dialog.keep()
    assert dialog._fault.isVisible() and not kept
    dialog.texts["story"].setPlainText("Mất một USB có bản sao lưu trên đường về.")
    dialog.texts["done"].setPlainText("Báo lãnh đạo.")
    dialog.data["names"].setChecked(True)
    with qtbot.waitSignal(dialog.told) as told:
        dialog.keep_button.click()
    assert "Còn 7" in told.args[1] and kept[0].startswith(b"%PDF")
    card.refresh()
    qtbot.waitUntil(lambda: any("Còn 7" in line for line in card.lines))
    with qtbot.waitSignal(dialog.told):
        dialog.told_button.click()
    qtbot.waitUntil(lambda: not any("Còn 7" in line for line in card.lines))


def test_a_list_whose_day_is_over_goes_while_the_window_is_open(qtbot, open_window, book, training):
    lists = Attendees(book)
    lists.decide(Rules(on=True))
    past = date.today() - timedelta(days=10)
    lists.keep(replace(lists.fresh(training.uid, "", past), people=(Attendee(HOA),), keep_until=past.isoformat()), today=past)
    window = open_window(book)
    window.findChild(CopiesWatch).caretaker.do(LISTS)
    qtbot.waitUntil(lambda: not book.query("SELECT 1 FROM attendees"))
    qtbot.waitUntil(lambda: "Biên nhận số 1" in window.messages._text.text())


def test_the_first_page_counts_down_to_the_notice_of_an_incident(qtbot, open_window, book):
    seen = datetime.now(UTC) - timedelta(hours=2)
    Incidents(book).keep(Incident(what="lost_pc", seen_at=seen.isoformat(), story="Mất máy tính có sổ.", data=("names",), done="Báo"))
    window = open_window(book)
    qtbot.waitUntil(lambda: any("Còn 69 giờ" in one.text() for one in window.page.findChildren(QLabel)))
