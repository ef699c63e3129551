"""The code of a paper, typed into the report page: the book's answer stands under it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import settle
from tests.ui.test_report_page import page_of, press


def test_a_code_typed_from_paper_is_answered_and_a_wrong_one_too(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    press(page, page.tabs, "issues")
    QTest.mouseClick(page.issues.button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    code = page.desk.reporter.every_issue()[0][1].code
    QTest.keyClicks(page.issues.code, code.replace(" ", "").lower())
    QTest.keyClick(page.issues.code, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "y nguyên" in page.issues.compared.text()
    page.issues.code.clear()
    QTest.keyClicks(page.issues.code, "0000 0000 0000")
    QTest.keyClick(page.issues.code, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "Không bản báo cáo nào" in page.issues.compared.text() and page.issues.compared.isVisible()
