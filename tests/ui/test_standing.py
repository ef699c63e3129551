"""What the centre and the other PC make of an activity: returned with remarks, locked, accepted, torn; notices."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.models.activities import Activities, Foreign
from desktop.models.describe import example
from desktop.models.identity import PARENT, revision_id
from desktop.models.reviews import Reviews
from tests.ui.conftest import settle
from tests.ui.keys import type_text

AT = "2026-11-20T02:00:00+00:00"


def said(widget, part):
    return any(part in one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def shows(qtbot, widget, part):
    """Wait until a text stands there: what is added to a page is shown by the next event."""
    qtbot.waitUntil(lambda: said(widget, part), timeout=5_000)


@pytest.fixture
def saved(book, kinds):
    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
    return Activities(book, kinds).save("TAPHUAN", values | {"title": "Lớp kỹ năng số"})


def review(book, saved, state, remarks=()):
    Reviews(book).apply(saved.uid, 1, state, remarks, AT, b"".join(saved.heads))


def write_elsewhere(book, kinds, saved, **changed):
    """Let another PC of the office have saved from the same revision."""
    activities = Activities(book, kinds)
    first = activities.history(saved.uid)[0]
    values = kinds.outgoing("TAPHUAN", dict(first.values)) | changed
    parents = (first.rid[:PARENT],)
    rid = revision_id(saved.uid, 2, parents, "TAPHUAN", AT, False, values)
    other = Foreign(rid, saved.uid, 2, parents, "TAPHUAN", first.version, AT, "ab" * 8, "cd" * 4, False, values)
    activities.receive([other])


@pytest.fixture
def torn(book, kinds, saved):
    """An activity whose name and place of work two PCs wrote differently."""
    activities = Activities(book, kinds)
    activities.save("TAPHUAN", saved.values | {"title": "Tên ở máy này", "results": "Kết quả ở máy này"}, uid=saved.uid)
    write_elsewhere(book, kinds, saved, title="Tên ở máy kia", results="Kết quả ở máy kia")
    assert {one.field for one in activities.conflicts(saved.uid)} == {"title", "results"}
    return saved


def test_a_returned_activity_tells_its_reason_on_top_and_each_remark_beside_its_field(open_window, book, saved, qtbot):
    review(book, saved, "returned", [("", "Thiếu số liệu."), ("participants", "Ghi cả số nữ."), ("title", "Nêu rõ tên lớp.")])
    window = open_window(book)
    shows(qtbot, window.page, "1 hoạt động được trả lại để sửa")
    place = window.open_activity(saved.uid)
    shows(qtbot, place, "Trung tâm trả lại để sửa")
    shows(qtbot, place, "Thiếu số liệu.")
    assert place.form.rows["participants"].remark == "Trung tâm: Ghi cả số nữ."
    assert place.form.rows["title"].remark == "Trung tâm: Nêu rõ tên lớp."
    assert place.form.rows["title"].isAncestorOf(window.focusWidget())
    type_text(place.form.rows["title"].editor.parts()[0], " cho tiểu thương")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert window._desk.activities.get(saved.uid).state == "saved"


def test_a_remark_on_a_folded_field_opens_the_fold(open_window, book, saved):
    review(book, saved, "returned", [("results", "Ghi kết quả.")])
    window = open_window(book)
    place = window.open_activity(saved.uid)
    assert place.form.rows["results"].remark == "Trung tâm: Ghi kết quả."


def test_a_locked_activity_is_only_shown(open_window, book, saved, qtbot):
    review(book, saved, "locked")
    window = open_window(book)
    place = window.open_activity(saved.uid)
    shows(qtbot, place, "Trung tâm đã chốt")
    assert not place.form.isEnabled()
    assert not [one for one in place.findChildren(QPushButton) if one.isVisibleTo(place) and "Lưu" in one.text()]


@pytest.mark.parametrize("state", ["returned", "accepted", "locked", "conflict"])
def test_every_state_has_its_chip_its_filter_and_its_word_beside_the_list(open_window, book, kinds, saved, qtbot, state):
    if state == "conflict":
        Activities(book, kinds).save("TAPHUAN", saved.values | {"title": "Khác"}, uid=saved.uid)
        write_elsewhere(book, kinds, saved, title="Khác nữa")
    else:
        review(book, saved, state, [("", "Đã xem.")])
    window = open_window(book)
    page = window.show_page("activities", {"state": state})
    settle(qtbot, window)
    assert page.model.rowCount() == 1
    page.table.setCurrentIndex(page.model.index(0, 0))
    settle(qtbot, window)
    assert window.grab().width()  # the chip is painted


def test_what_two_pcs_wrote_is_chosen_by_keys_and_nothing_is_lost(open_window, book, torn, qtbot):
    window = open_window(book)
    shows(qtbot, window.page, "1 hoạt động do hai máy cùng sửa")
    place = window.open_activity(torn.uid)
    shows(qtbot, place, "Hai máy của đơn vị cùng sửa")
    dialog = place.ask_choices()
    fields = [one.field for one in dialog._torn]
    line = fields.index("title")
    options = dialog.options[line]
    assert {option.text for option in options} == {"Tên ở máy này", "Tên ở máy kia"}
    assert options[0].text == "Tên ở máy này"  # this PC stands at the left
    options[0].setFocus()
    QTest.keyClick(options[0], Qt.Key.Key_Right)
    assert dialog.focusWidget() is options[1]
    QTest.keyClick(options[1], Qt.Key.Key_Space)
    other = dialog.options[1 - line]
    QTest.keyClick(options[1], Qt.Key.Key_Down if line == 0 else Qt.Key.Key_Up)
    assert dialog.focusWidget() is other[1]
    QTest.keyClick(other[1], Qt.Key.Key_Left)
    QTest.keyClick(other[0], Qt.Key.Key_Space)
    QTest.keyClick(other[0], Qt.Key.Key_Return)
    settle(qtbot, window)
    kept = window._desk.activities.get(torn.uid)
    assert (kept.values["title"], kept.values["results"]) == ("Tên ở máy kia", "Kết quả ở máy này")
    assert kept.state == "saved"
    assert not window._desk.activities.conflicts(torn.uid)
    written = {one.values["title"] for one in window._desk.activities.history(torn.uid)}
    assert written >= {"Tên ở máy này", "Tên ở máy kia"}


def test_choosing_later_leaves_both_values(open_window, book, torn):
    window = open_window(book)
    place = window.open_activity(torn.uid)
    dialog = place.ask_choices()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(window._desk.activities.conflicts(torn.uid)) == 2


def test_the_history_names_the_other_pc(open_window, book, torn, qtbot):
    window = open_window(book)
    page = window.show_page("activities", torn.uid)
    settle(qtbot, window)
    page.details.show_history()
    dialog = page.details.findChildren(QLabel)
    assert any("máy khác (abab)" in one.text() for one in dialog)


def test_a_notice_is_shown_until_it_is_read_and_never_again(open_window, book, qtbot):
    row = [b"d" * 32, 7, "notice", "n1", 1, AT, json.dumps({"title": "Tập huấn 28/8", "text": "Mời cử một người dự."}), b"", 1]
    with book.tx() as db:
        db.execute("INSERT INTO bulletins (digest, serial, topic, key, version, at, body, raw, known) VALUES (?,?,?,?,?,?,?,?,?)", row)
    window = open_window(book)
    shows(qtbot, window.page, "Tập huấn 28/8")
    shows(qtbot, window.page, "Mời cử một người dự.")
    read = next(one for one in window.page.findChildren(QPushButton) if one.text() == "Đã đọc")
    read.setFocus()
    QTest.keyClick(read, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert not said(window.page, "Tập huấn 28/8")
    with book.again() as later:
        from desktop.models.notices import Notices

        assert Notices(later).waiting() == []
