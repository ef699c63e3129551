"""«An toàn của sổ»: copy, second place, drill, and the way back to a copy in the open window, by its keys."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QLineEdit

from desktop import app as composition
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.describe import example
from desktop.models.drafts import Drafts
from desktop.ui.copies_watch import CopiesWatch
from desktop.ui.main_window import MainWindow
from tests.ui.conftest import settle
from tests.ui.keys import type_text
from tests.ui.test_accessible import check


@pytest.fixture
def window(open_window, full_book):
    return open_window(full_book)


@pytest.fixture
def record(full_book, kinds):
    """Save an activity by its title, beside the window."""
    values = {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"}
    return lambda title: Activities(full_book, kinds).save("KHAC", values | {"title": title})


@pytest.fixture
def card(qtbot, window):
    """The card of the copies."""
    window.show_page("safety")
    settle(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.page.cards["copies"].lines))
    return window.page.cards["copies"]


def done(qtbot, window, *, told=None):
    watch = window.findChild(CopiesWatch)
    qtbot.waitUntil(lambda: watch.idle and window._tasks.idle, timeout=20_000)


def titles(book):
    return {row[0] for row in book.query("SELECT title FROM activities")}


def test_a_copy_is_made_by_one_key_and_told(qtbot, window, card, full_book):
    assert "Chưa có bản sao nào" in card.lines[0] and "Chưa có nơi thứ hai" in card.lines[1]
    card.copy_button.setFocus()
    qtbot.keyClick(card.copy_button, Qt.Key.Key_Space)
    done(qtbot, window)
    assert "Đã sao lưu và kiểm tra" in window.messages.text
    assert "Bản gần nhất lúc" in card.lines[0]
    assert card.copy_button.hasFocus(), "the keyboard comes back"
    qtbot.keyClick(card.copy_button, Qt.Key.Key_Space)
    done(qtbot, window)
    assert "không cần sao thêm" in window.messages.text
    assert len(list((full_book.folder / "backups").glob("*.backup"))) == 1


def test_the_second_place_is_chosen_once_and_gets_a_copy_at_once(qtbot, window, card, tmp_path):
    menu = card.ask_second()
    assert [one.text() for one in menu.actions()] == ["Thư mục khác…"]
    menu.close()
    card.choose(tmp_path / "usb")
    done(qtbot, window)
    assert "Đã có bản sao mới nhất ở đó" in window.messages.text
    assert len(list((tmp_path / "usb").glob("*.backup"))) == 1
    assert str(tmp_path / "usb") in card.lines[1]
    menu = card.ask_second()
    assert menu.actions()[-1].text() == "Không dùng nơi thứ hai nữa"
    menu.close()
    card.choose(None)
    done(qtbot, window)
    assert "Chưa có nơi thứ hai" in card.lines[1]


def test_a_second_place_inside_the_book_is_refused_in_words(qtbot, window, card, full_book):
    card.choose(full_book.folder / "backups")
    done(qtbot, window)
    assert "ở ngoài thư mục của sổ" in window.messages.text
    assert card.copy_button.isEnabled()


def test_the_drill_tells_and_gives_a_page_for_the_file(qtbot, window, card, tmp_path, monkeypatch):
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *a: (str(tmp_path / "bb.pdf"), ""))
    assert "Chưa diễn tập" in card.lines[-1]
    card.drill()
    done(qtbot, window)
    assert "Diễn tập đạt" in window.messages.text and ": đạt." in card.lines[-1]
    qtbot.mouseClick(card.paper_button, Qt.MouseButton.LeftButton)
    done(qtbot, window)
    done(qtbot, window)
    assert (tmp_path / "bb.pdf").read_bytes().startswith(b"%PDF")


def test_going_back_is_previewed_done_in_the_open_window_and_undone(full_book, record, qtbot, qapp):
    window = composition.open_window(qapp, full_book)
    window.show()
    settle(qtbot, window)
    card = window.show_page("safety").cards["copies"]
    settle(qtbot, window)
    card.copy_now()
    done(qtbot, window)
    record("Ghi sau bản sao")
    Drafts(full_book).keep("đang gõ", "KHAC", {"title": "Đang viết dở"})
    dialog = card.ask_restore()
    settle(qtbot, window)
    dialog.activateWindow()
    check(dialog)
    assert dialog.table.rowCount() == 1
    qtbot.keyClick(dialog.look_button, Qt.Key.Key_Space)
    settle(qtbot, window)
    check(dialog)
    assert "1 hoạt động ghi sau bản sao sẽ không còn" in dialog._head.text()
    assert "Ghi sau bản sao" in dialog.accessibleDescription() and "1 lần lưu chưa gửi" in dialog.accessibleDescription()
    assert "Ghi sau bản sao" in titles(full_book), "looking changes nothing"
    qtbot.keyClick(dialog.restore_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "đã được khôi phục" in dialog._head.text(), timeout=20_000)
    (fresh,) = [one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
    assert fresh is not window
    folder = full_book.folder
    with Book.open(folder) as book:
        assert "Ghi sau bản sao" not in titles(book)
        assert [one.values["title"] for one in Drafts(book).all()] == ["Đang viết dở"]
    assert "1 bản nháp" in dialog.accessibleDescription()
    qtbot.keyClick(dialog.later, Qt.Key.Key_Space)
    settle(qtbot, fresh)

    # and there again
    card = fresh.show_page("safety").cards["copies"]
    settle(qtbot, fresh)
    dialog = card.ask_restore()
    settle(qtbot, fresh)
    before = [row for row in range(dialog.table.rowCount()) if dialog.table.item(row, 1).text() == "trước khi khôi phục"]
    dialog.table.selectRow(before[0])
    qtbot.keyClick(dialog.look_button, Qt.Key.Key_Space)
    settle(qtbot, fresh)
    assert "1 hoạt động trở lại" in dialog._head.text()
    qtbot.keyClick(dialog.restore_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "đã được khôi phục" in dialog._head.text(), timeout=20_000)
    (again,) = [one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
    with Book.open(folder) as book:
        assert "Ghi sau bản sao" in titles(book)
    dialog.reject()
    settle(qtbot, again)
    again.close_now()
    again.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_copy_that_rots_between_the_look_and_the_act_leaves_the_book_and_a_window_to_work_in(full_book, qtbot, qapp):
    window = composition.open_window(qapp, full_book)
    window.show()
    settle(qtbot, window)
    card = window.show_page("safety").cards["copies"]
    settle(qtbot, window)
    card.copy_now()
    done(qtbot, window)
    before = titles(full_book)
    dialog = card.ask_restore()
    settle(qtbot, window)
    qtbot.keyClick(dialog.look_button, Qt.Key.Key_Space)
    settle(qtbot, window)
    (copy,) = (full_book.folder / "backups").glob("*-auto.backup")
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    qtbot.keyClick(dialog.restore_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Chưa khôi phục được" in dialog._head.text(), timeout=20_000)
    (fresh,) = [one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
    with Book.open(full_book.folder) as book:
        assert titles(book) == before
    dialog.reject()
    settle(qtbot, fresh)
    fresh.close_now()
    fresh.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_file_that_is_no_copy_is_refused_and_the_list_is_one_key_away(qtbot, window, card, tmp_path):
    card.copy_now()
    done(qtbot, window)
    (tmp_path / "anh.backup").write_bytes(b"not a copy")
    dialog = card.ask_restore()
    settle(qtbot, window)
    dialog.look(tmp_path / "anh.backup")
    settle(qtbot, window)
    assert "không phải tệp sổ hay bản sao lưu" in dialog.accessibleDescription()
    assert "vẫn nguyên" in dialog._lead.text() and not dialog.restore_button.isVisible()
    qtbot.keyClick(dialog.back_button, Qt.Key.Key_Space)
    assert dialog.table.isVisible() and dialog.table.hasFocus()
    dialog.reject()


def test_a_copy_under_a_forgotten_key_asks_for_the_code_on_paper(qtbot, window, card, full_book, tmp_path, monkeypatch):
    from desktop.keyholding import KeyHolding
    from desktop.models import copies, key_slots, keys, recovery, rekeying

    monkeypatch.setattr(key_slots, "MEMORY", 64)
    monkeypatch.setattr(key_slots, "TIME", 1)
    KeyHolding(full_book).keep_sheet(code := recovery.new_code())
    made = copies.Copies(full_book).make("hand")
    monkeypatch.setattr(keys, "fits", lambda slots, key: False)
    monkeypatch.setattr(rekeying, "retired", lambda connection, slots: None)
    dialog = card.ask_restore()
    settle(qtbot, window)
    dialog.look(made.path)
    settle(qtbot, window)
    assert dialog.code.isVisible() and not dialog.look_button.isEnabled()
    type_text(dialog.code.findChild(QLineEdit), code)
    assert dialog.look_button.isEnabled()
    qtbot.keyClick(dialog.look_button, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert "không đổi gì" in dialog._head.text() and dialog.restore_button.isVisible()
    assert dialog._code == code
    dialog.reject()


def test_hom_nay_and_cai_dat_lead_to_the_page_and_a_key_too(qtbot, window):
    page = window.show_page("settings")
    settle(qtbot, window)
    qtbot.mouseClick(page.safety, Qt.MouseButton.LeftButton)
    assert window._name == "safety"
    window.show_page("today")
    qtbot.keyClick(window, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    assert window._name == "safety"
    settle(qtbot, window)
    assert list(window.page.cards)[:3] == ["copies", "health", "keys"]
    assert not window.findChildren(QDialog)
