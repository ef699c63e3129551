"""History and trust: what changed, when, by whom, on which PC; receipts; the way back; the bin of ninety days."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.models.activities import Activities, Foreign
from desktop.models.approval import Approvals
from desktop.models.describe import example
from desktop.models.errors import Problem
from desktop.models.identity import PARENT, revision_id
from desktop.models.journal import Journal
from desktop.models.outbox import Outbox, Verdict
from desktop.models.reviews import Reviews
from desktop.models.trail import KEPT_DAYS, Trails
from desktop.ui.history import changes
from tests.ui.conftest import settle


def texts(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget) or widget.isHidden()]


@pytest.fixture
def store(book, kinds):
    return Activities(book, kinds)


@pytest.fixture
def three(store, kinds, book):
    """An activity that was saved three times by two people."""
    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
    values |= {"title": "Lớp một", "participants": {"total": 45, "female": 20}, "cost_actual": 1_500_000}
    saved = store.save("TAPHUAN", values)
    book.sign_as("Trần Văn Bình")
    store.save("TAPHUAN", values | {"title": "Lớp hai", "participants": {"total": 48, "female": 20}}, uid=saved.uid)
    return store.save("TAPHUAN", values | {"title": "Lớp ba", "cost_actual": 2_000_000}, uid=saved.uid)


def the_history(window, qtbot, uid):
    page = window.show_page("activities", uid)
    settle(qtbot, window)
    page.details.show_activity(uid)
    page.details.show_history()
    return page, next(one for one in page.details.children() if type(one).__name__ == "History")


def test_every_save_tells_who_and_each_changed_field_from_old_to_new(open_window, book, three, qtbot):
    window = open_window(book)
    _, dialog = the_history(window, qtbot, three.uid)
    said = texts(dialog)
    assert any("Lần 1" in one and "Nguyễn Thị Lan" in one for one in said)
    assert any("Lần 3" in one and "Trần Văn Bình" in one for one in said)
    assert "Ghi lần đầu." in said
    assert said.index("Lớp hai") < said.index("Lớp một", said.index("Lớp hai")), "the newest first"
    assert "tổng số: 45" in said and "tổng số: 48" in said and not any("nữ: 20" in one for one in said)
    assert "1.500.000 đồng" in said and "2.000.000 đồng" in said
    assert said.count("Chưa gửi về thành phố.") >= 3
    dialog.close()


def test_any_save_can_be_made_the_newest_again_and_that_too_is_a_save(open_window, book, store, three, qtbot):
    window = open_window(book)
    page, dialog = the_history(window, qtbot, three.uid)
    assert set(dialog.backs) == {1, 2}
    dialog.backs[1].setFocus()
    QTest.keyClick(dialog.backs[1], Qt.Key.Key_Space)
    settle(qtbot, window)
    now = store.get(three.uid)
    assert (now.title, now.revision) == ("Lớp một", 4)
    assert "Đã trở về nội dung lần 1" in window.messages.text
    assert page.details._activity.revision == 4
    assert len(store.history(three.uid)) == 4


def test_of_two_saves_of_one_number_the_very_one_comes_back(open_window, book, store, kinds, three, qtbot):
    first = store.history(three.uid)[0]
    values = kinds.outgoing("TAPHUAN", dict(first.values)) | {"title": "Lớp hai ở máy kia"}
    parents, at = (first.rid[:PARENT],), "2026-11-20T02:00:00+00:00"
    rid = revision_id(three.uid, 2, parents, "TAPHUAN", at, False, values)
    store.receive([Foreign(rid, three.uid, 2, parents, "TAPHUAN", first.version, at, "ab" * 8, "cd" * 4, False, values)])
    own = store.history(three.uid)[1]
    assert (own.revision, own.values["title"]) == (2, "Lớp hai")
    window = open_window(book)
    _, dialog = the_history(window, qtbot, three.uid)
    dialog.backs[own.seq].click()
    settle(qtbot, window)
    assert store.get(three.uid).title == "Lớp hai"


def test_the_receipt_of_each_save_is_told_with_its_time_and_number(open_window, book, store, three, qtbot):
    first, second, _ = store.history(three.uid)
    outbox = Outbox(book)
    outbox.settle([Verdict(first.seq, three.uid, 1, "stored", ())], at="2026-11-20T01:30:00+00:00", batch="a1b2c3d4e5", receipt=b"r")
    outbox.settle([Verdict(second.seq, three.uid, 2, "refused", (Problem("title", "Nêu rõ tên lớp."),))],
                  at="2026-11-20T02:30:00+00:00", batch="ffee0011", receipt=b"r")  # fmt: skip
    window = open_window(book)
    page, dialog = the_history(window, qtbot, three.uid)
    when = datetime.fromisoformat("2026-11-20T01:30:00+00:00").astimezone().strftime("%H:%M ngày %d/%m/%Y")
    said = texts(dialog)
    assert f"Đã gửi, biên nhận A1B2C3D4 lúc {when}." in said
    assert any(one.startswith("Đã gửi nhưng chưa hợp lệ, biên nhận FFEE0011") and "Nêu rõ tên lớp." in one for one in said)
    assert any("Chưa gửi về thành phố." in one and "Lần lưu 3" in one
               for one in (made.text() for made in page.details.findChildren(QLabel)))  # fmt: skip
    dialog.close()


def test_a_save_that_lost_personal_data_says_so(open_window, book, kinds, store, three, qtbot):
    first = store.history(three.uid)[0]
    Journal(book).redact({first.seq: dict(first.values)}, reason="xóa", by="", outgoing=kinds.outgoing)
    window = open_window(book)
    _, dialog = the_history(window, qtbot, three.uid)
    assert sum(one.startswith("Đã xóa thông tin cá nhân khỏi lần lưu này lúc ") for one in texts(dialog)) == 1
    dialog.close()


def test_every_word_of_the_centre_and_of_the_leader_stays_in_the_history(open_window, book, store, three, qtbot):
    Reviews(book).apply(three.uid, 1, "returned", [("participants", "Ghi cả số nữ.")], "2026-11-20T02:00:00+00:00", b"x" * 32)
    Reviews(book).apply(three.uid, 2, "accepted", [], "2026-11-21T02:00:00+00:00", b"y" * 32)
    Approvals(book).need(needed=True)
    store.save("TAPHUAN", three.values, uid=three.uid)
    Approvals(book).approve([three.uid])
    window = open_window(book)
    _, dialog = the_history(window, qtbot, three.uid)
    said = " ".join(texts(dialog))
    assert "Trung tâm trả lại để sửa" in said and "Số lượt người tham gia: Ghi cả số nữ." in said
    assert "Trung tâm đã duyệt" in said and "Trần Văn Bình duyệt để gửi" in said
    dialog.close()


def test_ctrl_h_opens_the_history_of_the_line_and_esc_closes_it(open_window, book, three, qtbot):
    window = open_window(book)
    page = window.show_page("activities", three.uid)
    settle(qtbot, window)
    page.details.setFocus()
    page.details._edit.setFocus()
    QTest.keyClick(page.details._edit, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = next(one for one in page.details.children() if type(one).__name__ == "History")
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_changed_is_told_in_words_also_for_a_kind_nobody_knows(store, three):
    one, two, _ = store.history(three.uid)
    assert changes(one, None, None) == ["Ghi lần đầu."]
    assert "title: Lớp một → Lớp hai" in changes(two, one, None)
    assert changes(one, one, None) == ["Lưu lại, nội dung không đổi."]


def test_the_bin_shows_the_days_left_and_enter_brings_back(open_window, book, store, three, qtbot):
    store.bin(three.uid)
    window = open_window(book)
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, window)
    page = window.page
    assert [page.table.item(0, at).text() for at in (2, 4, 5)] == ["Lớp ba", "Trần Văn Bình", "90 ngày"]
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert store.get(three.uid).state == "saved"
    assert "Đã khôi phục «Lớp ba»." in window.messages.text
    assert page.table.rowCount() == 0


def test_after_ninety_days_the_bin_hides_it_and_the_journal_keeps_it(open_window, book, store, three, qtbot):
    store.bin(three.uid)
    old = (datetime.now(UTC) - timedelta(days=KEPT_DAYS + 1)).isoformat()
    with book.tx() as db:
        db.execute("UPDATE activities SET updated_at = ? WHERE uid = ?", [old, three.uid])
    assert Trails(book).binned() == []
    (one,) = Trails(book).binned(older=True)
    assert one.days_left < 1
    window = open_window(book)
    page = window.show_page("bin")
    settle(qtbot, window)
    assert page.table.rowCount() == 0
    page.older.click()
    settle(qtbot, window)
    assert page.table.item(0, 5).text() == "hết hạn"
    page.restore()
    settle(qtbot, window)
    assert store.get(three.uid).state == "saved"
    assert len(store.history(three.uid)) == 5


def test_the_line_below_says_how_many_are_not_sent_and_how_many_wait_for_the_leader(open_window, book, store, three, qtbot):
    Approvals(book).need(needed=True)
    store.save("TAPHUAN", three.values, uid=three.uid)
    window = open_window(book)
    window.show_page("activities")
    window._book_changed()
    settle(qtbot, window)
    assert "chờ duyệt" in window._status.text() and "còn 3 chưa gửi" in window._status.text().lower()


def test_from_the_list_ctrl_d_copies_and_ctrl_h_tells_the_history(open_window, book, three, qtbot):
    window = open_window(book)
    page = window.show_page("activities", three.uid)
    settle(qtbot, window)
    page.details.show_activity(three.uid)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = next(one for one in page.details.children() if type(one).__name__ == "History")
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    values = window.page.form.values()
    assert values["title"] == "Lớp ba"
    assert window.page._uid is None and values["starts_on"] != three.starts_on
