"""The page «Nhập từ Excel» with real keys: paste, match, mend, leave out, save, take back."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton

from desktop.models.activities import Activities
from desktop.models.query import Query
from tests.ui.conftest import settle

HEAD = "STT\tTên hoạt động\tNgày\tĐịa điểm\tChủ đề\tSố lượt người\tNữ\n"
ROWS = ("1\tTập huấn tổ 1\t28/8/2026\tNhà văn hóa\tVNeID\t45\t20\n"
        "2\tTập huấn tổ 2\t31/2/2026\tHội trường\tNấu ăn\t30\t\n"
        "3\tTập huấn tổ 3\t30/8/2026\tHội trường\tNấu ăn\t30\t\n"
        "4\tTập huấn tổ 1\t28/8/2026\tNhà văn hóa\tVNeID\t45\t20\n")  # fmt: skip


@pytest.fixture
def page(window, qtbot):
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert window.page.__class__.__name__ == "Importing"
    return window.page


def paste(page, qtbot, text=HEAD + ROWS):
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.start.choose, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page.window())


def prepared(page, qtbot, text=HEAD + ROWS):
    """Paste, choose the kind, and say for whom every row was."""
    paste(page, qtbot, text)
    page.kind.setCurrentIndex(page.kind.findData("TAPHUAN"))
    settle(qtbot, page.window())
    box = page.columns.constants["audiences"]
    box.setCurrentIndex(box.findData("Người dân"))
    settle(qtbot, page.window())


def standings(page):
    return [row.standing for row in page.preview.rows]


def answer(page, text, qtbot):
    box = next(one for one in page.findChildren(QMessageBox) if one.isVisible())
    next(one for one in box.findChildren(QPushButton) if one.text() == text).click()
    settle(qtbot, page.window())


def test_paste_match_mend_save_and_take_back_by_keyboard(page, qtbot, book, kinds):
    prepared(page, qtbot)
    assert standings(page) == ["good", "faulty", "faulty", "double"]
    assert page.save_button.text() == "Nhập 1 hoạt động"
    assert page._summary.text() == "4 dòng: 1 tốt, 2 cần sửa, 1 trùng"
    assert Activities(book, kinds).count(Query()) == 0

    # F8 to the fault, Enter to mend it, and the same words elsewhere are mended with it
    page.rows.setFocus()
    QTest.keyClick(page.rows, Qt.Key.Key_F8)
    assert "Không có ngày 31/2/2026" in page._sentence.text()
    mend(page, "29/8/2026", qtbot)
    QTest.keyClick(page.rows, Qt.Key.Key_F8)
    assert "Không có lựa chọn «Nấu ăn»" in page._sentence.text()
    mend(page, "VNeID", qtbot)
    assert standings(page) == ["good", "good", "good", "double"]

    # Space leaves one out and takes the double in
    for place in (0, 3):
        page.rows.setCurrentIndex(page.model.index(place, 2))
        QTest.keyClick(page.rows, Qt.Key.Key_Space)
    assert [row.line for row in page.preview.ready(page._ticked, page._left_out)] == [3, 4, 5]
    page.save_button.setFocus()
    QTest.keyClick(page.save_button, Qt.Key.Key_Space)
    settle(qtbot, page.window())
    assert Activities(book, kinds).count(Query()) == 3 and "Đã nhập 3 hoạt động" in page.window().messages.text

    # The import stands below, and goes back into the bin whole
    settle(qtbot, page.window())
    back = next(one for one in page.start.findChildren(QPushButton) if one.text() == "Lấy lại cả lần nhập này")
    back.click()
    answer(page, "Lấy lại", qtbot)
    assert Activities(book, kinds).count(Query()) == 0
    assert Activities(book, kinds).count(Query(state="binned")) == 3


def mend(page, text, qtbot):
    QTest.keyClick(page.rows, Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: text in page._edits.values())  # Qt takes an edit over a turn later
    settle(qtbot, page.window())


def test_a_dropped_file_is_read_and_told_when_it_came_before(page, qtbot, tmp_path):
    file = tmp_path / "cu.csv"
    file.write_text((HEAD + ROWS).replace("\t", ";"), "utf-8-sig")

    def drop():
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                                  Qt.KeyboardModifier.NoModifier))  # fmt: skip
        settle(qtbot, page.window())

    drop()
    assert page._file.text() == "cu.csv" and page._again.isHidden()
    page.kind.setCurrentIndex(page.kind.findData("TAPHUAN"))
    settle(qtbot, page.window())
    box = page.columns.constants["audiences"]
    box.setCurrentIndex(1)
    settle(qtbot, page.window())
    page.save()
    settle(qtbot, page.window())
    drop()
    assert "Chính tệp này đã nhập ngày" in page._again.text() and not page._again.isHidden()
    assert "double" in standings(page) and page.kind.currentData() == "TAPHUAN"  # remembered by its headings


def test_old_letters_wait_for_an_answer(page, qtbot):
    paste(page, qtbot, "Tªn ho¹t ®éng\tNgµy\t§Þa ®iÓm\tChñ ®Ò\tSè l­ît ng­êi\n"
                       "TËp huÊn kü n¨ng sè\t28/8/2026\tNhµ v¨n hãa\tVNeID\t45\n")  # fmt: skip
    page.kind.setCurrentIndex(page.kind.findData("TAPHUAN"))
    settle(qtbot, page.window())
    page.columns.constants["audiences"].setCurrentIndex(1)
    settle(qtbot, page.window())
    assert not page.save_button.isEnabled()
    page.columns.answers["legacy"][0].click()
    settle(qtbot, page.window())
    assert page.preview.rows[0].cells["title"] == "Tập huấn kỹ năng số" and page.save_button.isEnabled()


def test_a_doubtful_number_is_answered_once(page, qtbot):
    prepared(page, qtbot, HEAD + ROWS.splitlines()[0].replace("\t45\t", "\t1,500\t") + "\n")
    assert standings(page) == ["faulty"]
    first = page.columns.answers["doubt 5"][0]
    assert first.text() == "1.500"
    first.click()
    settle(qtbot, page.window())
    assert standings(page) == ["good"] and page.preview.rows[0].values["participants"]["total"] == 1500


def test_a_column_can_be_turned_to_something_else(page, qtbot):
    prepared(page, qtbot)
    box = page.columns.boxes[6]
    assert box.currentData() == "participants.female"
    box.setCurrentIndex(box.findData("participants.elderly"))
    settle(qtbot, page.window())
    assert page.preview.rows[0].values["participants"] == {"total": 45, "elderly": 20}


def test_a_wicked_file_is_refused_in_a_sentence_and_the_page_stays(page, qtbot, tmp_path):
    file = tmp_path / "anh.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    page.open(file)
    settle(qtbot, page.window())
    assert "Không đọc được tệp Excel" in page.window().messages.text and page.preview is None


def test_only_faulty_rows_can_be_shown(page, qtbot):
    prepared(page, qtbot)
    page.filter.buttons["faulty"].click()
    assert [page.model.line(at).line for at in range(page.model.rowCount())] == [3, 4]
