"""People of the office at the window: the first account, the lock, the switch, what each may do, and the leader's step."""

import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from desktop.models import accounts as accounts_module
from desktop.models.accounts import FREE_TRIES, Accounts
from desktop.models.activities import Activities
from desktop.models.approval import Approvals
from desktop.models.describe import example
from desktop.models.drafts import Drafts
from desktop.models.outbox import Outbox
from desktop.models.templates import Template
from tests.ui.conftest import settle
from tests.ui.keys import type_text
from tests.ui.test_accessible import check

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LAN, BINH, HOA = "2580", "9071", "4455"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Hash with little work; how dear a PIN is to guess is measured in tests/models."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(accounts_module, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def people(book):
    """An official who manages, a leader, and somebody who prints."""
    accounts = Accounts(book)
    return {"lan": accounts.add("Nguyễn Thị Lan", "official", LAN), "binh": accounts.add("Trần Văn Bình", "leader", BINH),
            "hoa": accounts.add("Lê Hoa", "print", HOA)}  # fmt: skip


@pytest.fixture
def guarded(open_window, book, people):
    return open_window(book)


def choose(window, name):
    screen = window.door.screen
    at = next(at for at in range(screen.list.count()) if screen.list.item(at).text().startswith(name))
    screen.list.setCurrentRow(at)
    return screen


def enter(window, qtbot, name, pin):
    screen = choose(window, name)
    type_text(screen.pin, pin)
    QTest.keyClick(screen.pin, Qt.Key.Key_Return)
    settle(qtbot, window)
    QApplication.sendPostedEvents()


def switch(window, qtbot, name, pin):
    QTest.keyClick(window, Qt.Key.Key_U, CTRL | SHIFT)
    enter(window, qtbot, name, pin)


def the_values(kinds, **changed):
    return {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"} | changed


def test_without_accounts_nothing_asks_and_ctrl_l_says_why(window):
    assert window.door is None
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    assert "chưa lập tài khoản" in window.messages.text
    assert window.centralWidget().isVisible()


def test_the_first_account_is_made_on_the_settings_page_and_sits_down_at_once(window, qtbot, book):
    page = window.show_page("settings")
    settle(qtbot, window)
    dialog = page.people.ask_first()
    assert dialog.name.text() == "Nguyễn Thị Lan"
    type_text(dialog.pin, "1234")
    type_text(dialog.again, "1234")
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    assert "dễ đoán" in dialog.fault
    dialog.pin.clear()
    type_text(dialog.pin, LAN)
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    assert "chưa giống nhau" in dialog.fault
    dialog.again.clear()
    type_text(dialog.again, LAN)
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    settle(qtbot, window)
    (one,) = Accounts(book).all()
    assert one.manages and one.has_pin
    assert window._desk.people.current.name == "Nguyễn Thị Lan"
    assert not page.person.isEnabled()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.door is not None and window.isActiveWindow())
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    assert not window.centralWidget().isVisible()
    enter(window, qtbot, "Nguyễn", LAN)
    assert window.centralWidget().isVisible()


def test_a_guarded_book_opens_locked_and_no_key_goes_behind_the_lock(guarded, qtbot, book):
    window = guarded
    assert window.door.screen.isVisible() and not window.centralWidget().isVisible()
    for key in (Qt.Key.Key_N, Qt.Key.Key_2, Qt.Key.Key_F):
        QTest.keyClick(window, key, CTRL)
        QTest.keyClick(window.door.screen.pin, key, CTRL)
    assert window._form is None and window._name == "today"
    enter(window, qtbot, "Nguyễn", "0001")
    assert "PIN chưa đúng" in window.door.screen.fault
    assert window.door.screen.pin.text() == ""
    enter(window, qtbot, "Nguyễn", LAN)
    assert window.door.screen is None
    assert window.centralWidget().isVisible()
    assert window._where.text() == "Nguyễn Thị Lan"
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    assert window._form is not None


def test_after_some_wrong_pins_even_the_right_one_waits_and_the_screen_counts_down(guarded, qtbot, book, people):
    for _ in range(FREE_TRIES + 1):
        enter(guarded, qtbot, "Nguyễn", "0001")
    screen = guarded.door.screen
    assert "giây" in screen.fault and not screen.pin.isEnabled()
    choose(guarded, "Trần")
    assert screen.pin.isEnabled(), "one person's wrong PINs lock nobody else out"
    book.set("wrong_pins", None)
    enter(guarded, qtbot, "Nguyễn", LAN)
    assert guarded.door.screen is None


def test_letters_and_long_pins_cannot_be_typed_and_the_pin_is_not_shown(guarded):
    screen = guarded.door.screen
    type_text(screen.pin, "12ab34567890123")
    assert screen.pin.text() == "123456789012"
    assert screen.pin.echoMode() == QLineEdit.EchoMode.Password


def test_the_same_person_comes_back_to_the_very_field_and_another_to_a_new_day(guarded, qtbot, book):
    window = guarded
    enter(window, qtbot, "Nguyễn", LAN)
    place = window.open_form("TOROI")
    type_text(QApplication.focusWidget(), "Tờ rơi")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_L, CTRL)
    assert [draft.values["title"] for draft in Drafts(book).all()] == ["Tờ rơi"]
    enter(window, qtbot, "Nguyễn", LAN)
    assert window.page is place
    assert QApplication.focusWidget() is place.form.rows["title"].editor.line
    type_text(QApplication.focusWidget(), " mới")
    switch(window, qtbot, "Trần", BINH)
    assert window.page is not place and window._name == "today"
    assert window._where.text() == "Trần Văn Bình"
    assert [draft.values["title"] for draft in Drafts(book).all()] == ["Tờ rơi mới"]


def test_a_dialog_is_hidden_behind_the_lock_and_shown_to_the_same_person_only(guarded, qtbot):
    window = guarded
    enter(window, qtbot, "Nguyễn", LAN)
    dialog = window.open_form("PHATTHANH").keep_template()
    window.lock()
    assert not dialog.isVisible()
    enter(window, qtbot, "Nguyễn", LAN)
    assert dialog.isVisible()
    window.lock()
    enter(window, qtbot, "Lê", HOA)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog), "what one was about to keep is not shown to another"


def test_saves_bear_the_name_of_who_sits_there(guarded, qtbot, book, kinds):
    window = guarded
    enter(window, qtbot, "Nguyễn", LAN)
    saved = window._desk.activities.save("TAPHUAN", the_values(kinds))
    switch(window, qtbot, "Trần", BINH)
    window._desk.activities.save("TAPHUAN", the_values(kinds), uid=saved.uid)
    assert [one.by for one in window._desk.activities.history(saved.uid)] == ["Nguyễn Thị Lan", "Trần Văn Bình"]


def test_who_prints_may_look_and_is_told_why_not_more(guarded, qtbot, book, kinds):
    saved = Activities(book, kinds).save("TAPHUAN", the_values(kinds))
    window = guarded
    enter(window, qtbot, "Lê", HOA)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    assert window._form is None
    assert "«Lê Hoa» (người in) không được ghi hoạt động" in window.messages.text
    page = window.show_page("activities", saved.uid)
    settle(qtbot, window)
    page.details.show_activity(saved.uid)
    assert not page.details._bin.isEnabled() and "không được" in page.details._bin.toolTip()
    place = window.open_activity(saved.uid)
    assert not place.form.isEnabled()
    assert not place.save()
    assert Activities(book, kinds).get(saved.uid).revision == 1


def test_only_who_manages_changes_accounts_and_anybody_their_own_pin(guarded, qtbot, book, people):
    window = guarded
    enter(window, qtbot, "Trần", BINH)
    page = window.show_page("settings")
    settle(qtbot, window)
    with pytest.raises(Exception, match="không được quản lý"):
        window._desk.people.reset(people["lan"].uid)
    dialog = page.people.ask_pin()
    for line in (dialog.pin, dialog.again):
        type_text(line, "7531")
    dialog.save()
    settle(qtbot, window)
    assert Accounts(book).verify(people["binh"].uid, "7531")
    assert page.people.approval.isEnabled() is False


def test_a_forgotten_pin_is_taken_away_and_the_person_sets_a_new_one_at_the_lock(guarded, qtbot, book, people):
    window = guarded
    enter(window, qtbot, "Nguyễn", LAN)
    page = window.show_page("settings")
    settle(qtbot, window)
    dialog = page.people.ask_change(people["binh"])
    dialog._reset()
    assert not Accounts(book).get(people["binh"].uid).has_pin
    QTest.keyClick(window, Qt.Key.Key_U, CTRL | SHIFT)
    screen = choose(window, "Trần")
    assert screen.again.isVisibleTo(screen)
    type_text(screen.pin, "8642")
    QTest.keyClick(screen.pin, Qt.Key.Key_Return)
    type_text(screen.again, "8642")
    QTest.keyClick(screen.again, Qt.Key.Key_Return)
    settle(qtbot, window)
    QApplication.sendPostedEvents()
    assert window._where.text() == "Trần Văn Bình"
    assert Accounts(book).verify(people["binh"].uid, "8642")


def test_the_desk_locks_by_itself_after_a_while_and_a_key_puts_it_off(guarded, qtbot):
    window = guarded
    enter(window, qtbot, "Nguyễn", LAN)
    window._desk.settings.keep("lock_after", 5)
    door = window.door
    door._touched = time.monotonic() - 299
    door._look()
    assert door.screen is None
    door._touched = time.monotonic() - 301
    door.eventFilter(window, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier))
    door._look()
    assert door.screen is None
    door._touched = time.monotonic() - 301
    door._look()
    assert door.screen is not None


def test_the_leader_approves_by_one_key_or_all_at_once_and_only_then_is_it_sent(guarded, qtbot, book, kinds):
    window = guarded
    enter(window, qtbot, "Nguyễn", LAN)
    page = window.show_page("settings")
    settle(qtbot, window)
    page.people.approval.click()
    one, two, three = (window._desk.activities.save("TAPHUAN", the_values(kinds, title=f"Lớp {n}")) for n in range(3))
    assert Outbox(book).waiting(9) == []
    assert window._desk.activities.get(one.uid).state == "pending"
    switch(window, qtbot, "Trần", BINH)
    page = window.show_page("activities", one.uid)
    settle(qtbot, window)
    page.details.show_activity(one.uid)
    page.details._edit.setFocus()
    QTest.keyClick(page.details._edit, Qt.Key.Key_D, CTRL | SHIFT)
    settle(qtbot, window)
    assert [row.uid for row in Outbox(book).waiting(9)] == [one.uid]
    page = window.show_page("settings")
    settle(qtbot, window)
    page.people.approve_all()
    settle(qtbot, window)
    assert len(Outbox(book).waiting(9)) == 3
    assert Approvals(book).of(two.uid)[1] == "Trần Văn Bình"


def test_no_pin_is_ever_written_to_a_log(guarded, qtbot, caplog):
    caplog.set_level(0)
    enter(guarded, qtbot, "Nguyễn", "8080")
    enter(guarded, qtbot, "Nguyễn", LAN)
    assert "8080" not in caplog.text and LAN not in caplog.text


def first_stop(top):
    """Return where Tab begins in a dialog."""
    at = top.nextInFocusChain()
    while not (at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible() and top.isAncestorOf(at)):
        at = at.nextInFocusChain()
    return at


def the_lock(window):
    return window.door.screen


def the_person(window):
    return window.show_page("settings").people.ask_new()


def the_template(window):
    return window.open_form("PHATTHANH").keep_template()


def the_templates(window):
    window._desk.templates.keep(Template("Bản tin", "PHATTHANH", {}, 2))
    return window.open_form("PHATTHANH").list_templates()


@pytest.mark.parametrize("make", [the_lock, the_person, the_template, the_templates], ids=["lock", "person", "template", "list"])
def test_each_of_these_dialogs_is_walked_by_tab_and_says_what_it_is(guarded, qtbot, make):
    window = guarded
    if make is not the_lock:
        enter(window, qtbot, "Nguyễn", LAN)
    dialog = make(window)
    settle(qtbot, window)
    dialog.window().activateWindow()
    qtbot.waitUntil(dialog.window().isActiveWindow)
    first_stop(dialog).setFocus()
    check(dialog, least=3)
    if make is not the_lock:
        dialog.close()
