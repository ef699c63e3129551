"""What comes back: a refusal shows its reason, a sending tells what receipts counted, a draft outlives a kill."""

import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel

from desktop.models.describe import example
from desktop.models.drafts import Drafts
from desktop.models.errors import Problem
from desktop.models.outbox import Outbox, Verdict
from desktop.ui.tables import ActivityModel
from sync import enrolment, office_file
from tests.sync.wards import Running
from tests.ui.conftest import settle


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def an_activity(window, kinds, **changed):
    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"} | changed
    return window._desk.activities.save("TAPHUAN", values)


def test_a_refused_activity_shows_its_reason_on_the_sending_page_and_in_its_form(window, qtbot, book, kinds):
    saved = an_activity(window, kinds, title="Lớp bị trả lại")
    reason = "Số lượt người chưa khớp với danh sách."
    refused = Verdict(1, saved.uid, 1, "refused", (Problem("participants", reason),))
    Outbox(book).settle([refused], at="2026-11-23T08:00:00Z", batch="aa", receipt=b"r")
    page = window.show_page("sending")
    settle(qtbot, window)
    assert any(reason in text for text in texts(page))
    place = window.open_activity(saved.uid)
    assert place.form.rows["participants"].fault == reason
    assert reason in window.messages.text


def test_send_now_tells_what_receipts_counted_and_the_state_of_each_activity(window, qtbot, book, kinds, tmp_path):
    saved = an_activity(window, kinds)
    centre = Running(tmp_path / "centre")
    centre.start()
    try:
        command = [sys.executable, "-m", "sync.central", "enrol", "20242", "--data", str(centre.folder), "--url", centre.url,
                   "-o", str(tmp_path / "unit.toml")]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        enrolment.keep_office_file(book, office_file.read(tmp_path / "unit.toml"))
        page = window.show_page("sending")
        settle(qtbot, window)
        page.send_button.click()
        settle(qtbot, window)
    finally:
        centre.stop()
    assert "1 lần lưu" in window.messages.text
    assert window._desk.activities.get(saved.uid).state == "sent"


def test_without_a_way_to_the_centre_the_window_says_so_and_everything_goes_on_waiting(window, qtbot, book, kinds, tmp_path):
    saved = an_activity(window, kinds)
    centre = Running(tmp_path / "centre")
    centre.start()
    command = [sys.executable, "-m", "sync.central", "enrol", "20242", "--data", str(centre.folder), "--url", centre.url,
               "-o", str(tmp_path / "unit.toml")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    enrolment.keep_office_file(book, office_file.read(tmp_path / "unit.toml"))
    centre.stop()
    window.show_page("sending").send()
    qtbot.waitUntil(lambda: bool(window.messages.text) and window._tasks.idle and window._postman.idle, timeout=60_000)
    assert window.messages.text.endswith(".")
    assert window._desk.activities.get(saved.uid).state == "saved"
    assert window._desk.outbox.counts().waiting == 1


def test_asking_whether_a_line_can_be_chosen_reads_nothing_from_the_book(kinds, window):
    asked = []
    model = ActivityModel(lambda ids: asked.append(ids) or [], kinds, window._room.icons)
    model.show_ids(list(range(1_000)))
    for row in range(0, 1_000, 97):
        assert model.flags(model.index(row, 0, QModelIndex())) & Qt.ItemFlag.ItemIsSelectable
    assert model.rowCount() == 1_000
    assert asked == []


def test_a_text_too_long_for_the_paper_is_said_beside_its_field_and_nothing_is_printed(window, qtbot):
    page = window.show_page("printing")
    settle(qtbot, window)
    page.open("poster-su-kien")
    qtbot.waitUntil(lambda: page.form._save.isEnabled(), timeout=20_000)
    assert page.form.preview.pdf.startswith(b"%PDF")
    page.form.set_slot("headline", "chuyển đổi số " * 20)
    qtbot.waitUntil(lambda: bool(page.form.rows["headline"].remark), timeout=20_000)
    assert not page.form._save.isEnabled()
    assert page.form.preview.pdf.startswith(b"%PDF"), "what does not fit is shown, marked"


TYPING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app
from desktop.models.book import Book
from tests.ui.keys import type_text
application = app.make_application(["x"])
window = app.open_window(application, Book.open(Path(sys.argv[1])))
window.show()
place = window.open_form("TAPHUAN")
type_text(place.form.rows["title"].editor.parts()[0], "Lớp đang gõ dở")
def told():
    if window._desk.drafts.all():
        print("kept", flush=True)
timer = QTimer()
timer.timeout.connect(told)
timer.start(50)
application.exec()
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_what_was_being_typed_survives_kill_9(book, tmp_path):
    child = subprocess.Popen([sys.executable, "-c", TYPING, str(book.folder)], stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline().strip() == "kept"
    child.send_signal(signal.SIGKILL)
    child.stdout.close()
    child.wait()
    assert [draft.values["title"] for draft in Drafts(book).all()] == ["Lớp đang gõ dở"]
