"""The post in the window: it sends by itself and never in the way; every state is a sentence; the stick works too."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.models.describe import example
from sync import enrolment, office_file, photos
from tests.sync.wards import Running
from tests.ui.conftest import settle


def texts(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def said(widget, part):
    return any(part in text for text in texts(widget))


def shows(qtbot, widget, part):
    """Wait until a text stands there: what is added to a page is shown by the next event."""
    qtbot.waitUntil(lambda: said(widget, part), timeout=5_000)


def record(window, kinds, title="Lớp kỹ năng số"):
    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"} | {"title": title}
    saved = window._desk.activities.save("TAPHUAN", values)
    window._book_changed()
    return saved.uid


@pytest.fixture
def centre(tmp_path):
    running = Running(tmp_path / "centre")
    running.start()
    yield running
    if not running.is_dead():
        running.stop()


@pytest.fixture
def joined(centre, book, tmp_path):
    """A book whose office file names a real centre."""
    file = tmp_path / "unit.toml"
    ran = [sys.executable, "-m", "sync.central", "enrol", "20242", "--data", str(centre.folder), "--url", centre.url, "-o", str(file)]
    subprocess.run(ran, check=True, capture_output=True)
    enrolment.keep_office_file(book, office_file.read(file))
    return book


@pytest.fixture
def soon(monkeypatch):
    """The moments of sending come at once."""
    monkeypatch.setattr("sync.schedule.QUIET", 0.0)
    monkeypatch.setattr("sync.schedule.START", (0.0, 0.0))
    monkeypatch.setattr("desktop.ui.postman.LEAST_LOOK", 1)
    monkeypatch.setattr("desktop.ui.main_window.STARTS", 0)


def sent(window):
    counts = window._desk.outbox.counts()
    return counts.sent and not counts.waiting


def test_what_is_saved_goes_by_itself_and_nothing_on_the_screen_moves(joined, open_window, qtbot, kinds, soon):
    window = open_window(joined)
    place = window.open_form("TAPHUAN")
    editor = place.form.rows["title"].editor.parts()[0]
    editor.setFocus()
    uid = record(window, kinds)
    qtbot.waitUntil(lambda: sent(window), timeout=20_000)
    settle(qtbot, window)
    assert window.page is place
    assert window.focusWidget() is editor
    assert window.messages.text == ""
    assert window._desk.activities.get(uid).state == "sent"
    assert "mọi thứ đã gửi" in window._status.text().lower()


def test_at_the_start_what_waited_goes(joined, open_window, qtbot, kinds, soon):
    from desktop.models.activities import Activities

    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
    Activities(joined, kinds).save("TAPHUAN", values)
    window = open_window(joined)
    qtbot.waitUntil(lambda: sent(window), timeout=20_000)
    settle(qtbot, window)


def test_a_fault_of_the_line_is_a_quiet_mark_and_one_sentence_on_its_page(joined, centre, open_window, qtbot, kinds, soon):
    centre.kill()
    window = open_window(joined)
    record(window, kinds)
    qtbot.waitUntil(lambda: window._postman.fault is not None, timeout=20_000)
    settle(qtbot, window)
    assert window.messages.text == ""
    page = window.show_page("sending")
    settle(qtbot, window)
    shows(qtbot, page, "Chưa có đường truyền tới trung tâm")
    shows(qtbot, page, "Chương trình tự gửi lại lúc")
    shows(qtbot, page, "Còn 1 lần lưu chưa gửi")
    assert "đường truyền" in window._rail._buttons["sending"].toolTip()


def test_leaving_with_something_unsent_shows_a_bar_and_the_window_goes_when_it_is_sent(joined, open_window, qtbot, kinds):
    window = open_window(joined)
    record(window, kinds)
    settle(qtbot, window)
    window.close()
    assert window.isVisible()
    shows(qtbot, window, "Đang gửi nốt 1 lần lưu")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    with joined.again() as after:
        assert after.query("SELECT count(*) FROM receipts")[0][0] == 1


def test_who_cannot_wait_says_later_and_nothing_is_lost(joined, centre, open_window, qtbot, kinds):
    window = open_window(joined)
    record(window, kinds)
    settle(qtbot, window)
    window.close()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    with joined.again() as after:
        assert after.query("SELECT count(*) FROM journal")[0][0] == 1


def test_without_an_office_file_the_window_leaves_at_once(open_window, book, qtbot, kinds):
    window = open_window(book)
    record(window, kinds)
    settle(qtbot, window)
    window.close()
    assert not window.isVisible()


def test_a_stick_takes_what_waits_and_brings_its_receipt(joined, centre, open_window, qtbot, kinds, tmp_path):
    window = open_window(joined)
    record(window, kinds)
    page = window.show_page("sending")
    settle(qtbot, window)
    parcel, receipts = tmp_path / "di.sophuong", tmp_path / "ve.bien-nhan"
    page.parcel.pack(parcel)
    settle(qtbot, window)
    settle(qtbot, window)
    shows(qtbot, page, "chưa xác nhận")
    assert "di.sophuong" in window.messages.text
    ran = subprocess.run([sys.executable, "-m", "sync.central", "accept", str(parcel), "--data", str(centre.folder),
                          "-o", str(receipts)], capture_output=True, text=True)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    page.parcel.accept(receipts)
    settle(qtbot, window)
    settle(qtbot, window)
    assert "Biên nhận đã tính 1 lần lưu" in window.messages.text
    shows(qtbot, page, "Mọi thứ đã gửi xong")
    page.parcel.accept(receipts)
    settle(qtbot, window)
    assert "không có gì thay đổi" in window.messages.text


def test_a_file_that_is_no_receipt_is_refused_in_a_sentence(joined, open_window, qtbot, tmp_path):
    window = open_window(joined)
    page = window.show_page("sending")
    settle(qtbot, window)
    other = tmp_path / "thu.docx"
    other.write_bytes(b"PK\x03\x04 something else")
    page.parcel.accept(other)
    settle(qtbot, window)
    assert window.messages.text.endswith(".")
    assert page.parcel.accept_button.isEnabled()


def test_the_receipt_of_a_batch_goes_onto_paper(joined, open_window, qtbot, kinds, tmp_path):
    window = open_window(joined)
    record(window, kinds)
    page = window.show_page("sending")
    settle(qtbot, window)
    page.send_button.click()
    settle(qtbot, window)
    settle(qtbot, window)
    batch = window._desk.outbox.receipts(1)[0][0]
    pdf = window._desk.post.receipt_pdf(batch)
    page.keep_receipt(tmp_path / "bien-nhan.pdf", pdf)
    assert Path(tmp_path / "bien-nhan.pdf").read_bytes()[:5] == b"%PDF-"


def test_what_photos_may_use_of_the_line_is_kept(joined, open_window, qtbot):
    window = open_window(joined)
    page = window.show_page("sending")
    settle(qtbot, window)
    page.photos.night.setFocus()
    QTest.keyClick(page.photos.night, Qt.Key.Key_Space)
    chip = page.photos.cap.buttons["0"]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Right)
    QTest.keyClick(page.photos.cap.buttons["20"], Qt.Key.Key_Right)
    QTest.keyClick(page.photos.cap.buttons["50"], Qt.Key.Key_Space)
    settle(qtbot, window)
    assert (joined.setting(photos.NIGHT_ONLY), joined.setting(photos.DAILY_MB), joined.setting(photos.SEND, True)) == (True, 50, True)
