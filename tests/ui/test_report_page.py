"""The report page by its own doors: another kind, the office's words, issuing, a figure's list, files."""

import re

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.query import Query
from desktop.models.report_choice import Choice
from tests.ui.conftest import settle


def page_of(qtbot, open_window, book):
    window = open_window(book)
    page = window.show_page("reports")
    settle(qtbot, window)
    page.turn_to(Choice(period="2026-Q3"))
    settle(qtbot, window)
    return window, page


def press(page, chips, code):
    QTest.mouseClick(chips.buttons[code], Qt.MouseButton.LeftButton)


def test_words_typed_into_a_section_are_in_the_pages_and_are_there_next_time(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    press(page, page.tabs, "words")
    keys = [page.writing.list.item(n).data(Qt.ItemDataRole.UserRole) for n in range(page.writing.list.count())]
    page.writing.list.setCurrentRow(keys.index("V"))
    before = page.preview.pdf
    QTest.keyClicks(page.writing.words, "De nghi cap may in cho to dan pho.")
    qtbot.waitUntil(lambda: page.preview.pdf != before, timeout=8_000)
    settle(qtbot, window)
    window.show_page("today")
    settle(qtbot, window)
    page.choose("2026-Q2")
    settle(qtbot, window)
    assert page.writing.own == {}
    page.choose("2026-Q3")
    settle(qtbot, window)
    assert page.writing.own["V"].text == "De nghi cap may in cho to dan pho."
    assert "có lời của đơn vị" in page.writing.list.item(keys.index("V")).text()


def test_words_written_a_moment_before_leaving_are_not_lost(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    press(page, page.tabs, "signing")
    QTest.keyClicks(page.signing.signer, "Tran Thi Binh")
    window.show_page("today")
    settle(qtbot, window)
    assert window._desk.reporter.left(Choice(period="2026-Q3")).signer == "Tran Thi Binh"


def test_a_figure_opens_the_activities_behind_it(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    press(page, page.sides, "figures")
    table = page.figures.table
    asked = []
    page.page_asked.disconnect()
    page.page_asked.connect(lambda name, wanted: asked.append((name, wanted)))
    row = next(n for n in range(table.rowCount()) if table.item(n, 0).text().startswith("Tập huấn, bồi dưỡng")
               and table.item(n, 1))  # fmt: skip
    table.setFocus()
    table.setCurrentCell(row, 2)
    QTest.keyClick(table, Qt.Key.Key_Return)
    ((name, wanted),) = asked
    assert name == "activities"
    assert wanted == Query(kinds=("TAPHUAN",), since="2026-06-15", until="2026-09-14")
    assert str(window._desk.activities.count(wanted)) == table.item(row, 2).text()


def test_issuing_freezes_and_a_correction_is_told(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    press(page, page.tabs, "issues")
    QTest.keyClicks(page.issues.number, "12/BC-UBND")
    QTest.mouseClick(page.issues.button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    frozen = page.desk.reporter.issued(page.desk.reporter.every_issue()[0][1])
    assert "như bản phát hành lần 1" in page._note.text()
    found = next(window._desk.activities.iterate(Query(kinds=("TOROI",), since="2026-06-15", until="2026-09-14")))
    window._desk.activities.save("TOROI", dict(found.values) | {"handed_out": 1}, uid=found.uid)
    page.refresh()
    settle(qtbot, window)
    assert "đã khác bản phát hành lần 1" in page._note.text()
    assert page.preview.pdf != frozen
    page._look(page.desk.reporter.every_issue()[0][1])
    settle(qtbot, window)
    assert page.preview.pdf == frozen


def test_the_report_of_an_activity_and_of_a_campaign_can_be_turned_to(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    found = next(window._desk.activities.iterate(Query(kinds=("SUKIEN",))))
    page.turn_to({"activity": found.uid})
    settle(qtbot, window)
    assert page.choice.kind == "activity"
    assert page.period.subjects.currentData() == found.uid
    assert not page.sides.isVisible()
    press(page, page.tabs, "period")
    press(page, page.period.kinds, "campaign")
    settle(qtbot, window)
    assert page.choice.kind == "campaign"
    assert page.choice.subject in {"ngay1010", "ngay288"}
    assert page.preview.pdf.startswith(b"%PDF")


def test_a_day_nobody_can_read_is_told_and_the_report_stays(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    press(page, page.period.spans, "free")
    settle(qtbot, window)
    before = page.choice
    page.period.since.setFocus()
    page.period.since.setText("32/13")
    QTest.keyClick(page.period.since, Qt.Key.Key_Return)
    assert page.choice == before
    assert re.search("ngày", page.period._days.text())


def test_a_report_is_kept_as_a_file_and_copied_as_words(qtbot, open_window, full_book, tmp_path):
    window, page = page_of(qtbot, open_window, full_book)
    page.save(tmp_path / "bc.pdf")
    settle(qtbot, window)
    assert (tmp_path / "bc.pdf").read_bytes() == page.preview.pdf
    page.save(tmp_path / "no" / "bc.pdf")
    settle(qtbot, window)
    assert "hãy" in window.messages.text
    assert QApplication.clipboard() is not None
