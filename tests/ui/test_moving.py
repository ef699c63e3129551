"""The key of the book on the screen: a sheet that is read back, another PC, another person, a merged ward, a lost key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop import arriving
from desktop.keyholding import KeyHolding, Locked
from desktop.models import key_slots, keys, moving, recovery
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.describe import example
from desktop.models.errors import StoreError
from desktop.ui.recovery_sheet import CHECKED
from desktop.ui.set_up import SetUp
from desktop.ui.theme import Theme, dress
from sync import box
from sync import recovery as sync_recovery
from tests.ui.conftest import settle
from tests.ui.test_accessible import check


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Argon2id as weak as it goes: what is tested is the way, not how long it takes."""
    monkeypatch.setattr(key_slots, "MEMORY", 64)
    monkeypatch.setattr(key_slots, "TIME", 1)


@pytest.fixture
def card(qtbot, window):
    """The card of the key on the page An toàn của sổ."""
    window.show_page("safety")
    settle(qtbot, window)
    return window.page.cards["keys"]


def in_front(qtbot, dialog):
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)


def ward(folder, kinds, *, unit="20194"):
    """Return (file, code) of another ward's book with one activity, written for another PC."""
    with Book.create(folder, unit=unit, person="Bình") as book:
        Activities(book, kinds).save("KHAC", {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"})
        KeyHolding(book).keep_sheet(code := recovery.new_code())
        moving.leave(book, target := folder.with_name(f"{unit}.so-phuong"))
    return target, code


def test_a_sheet_is_in_force_once_a_group_of_it_was_typed_from_paper(qtbot, window, card, tmp_path):
    dialog = card.ask_sheet()
    settle(qtbot, window)
    in_front(qtbot, dialog)
    check(dialog)
    dialog._output.save(dialog._draft.paper, tmp_path / "phieu.pdf")
    settle(qtbot, window)
    assert (tmp_path / "phieu.pdf").read_bytes().startswith(b"%PDF")
    code = dialog._draft.code
    QTest.keyClicks(dialog.group, "123456" if not recovery.same_group("123456", code[-6:]) else "654321")
    QTest.mouseClick(dialog.keep_button, Qt.MouseButton.LeftButton)
    assert f"nhóm {CHECKED + 1}" in dialog.sentence
    assert KeyHolding(window.page.desk.keys._book).state().sheet == 0
    dialog.group.clear()
    QTest.keyClicks(dialog.group, code[-6:].lower())
    QTest.mouseClick(dialog.keep_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert any("Phiếu khôi phục số 1" in line for line in card.lines)
    assert keys.unlock(keys.slots(window.page.desk.folder), recovery=code) == window.page.desk.keys._book.key


def test_a_sheet_that_was_left_changes_nothing(qtbot, window, card):
    dialog = card.ask_sheet()
    settle(qtbot, window)
    dialog.reject()
    assert any("Chưa in phiếu" in line for line in card.lines)


def test_a_book_that_moved_is_only_looked_at_until_it_is_taken_back(qtbot, window, card, book, kinds, tmp_path):
    KeyHolding(book).keep_sheet(code := recovery.new_code())
    card.refresh()
    settle(qtbot, window)
    dialog = card.ask_move()
    in_front(qtbot, dialog)
    check(dialog)
    dialog.write(tmp_path / "so.so-phuong")
    settle(qtbot, window)
    assert "chỉ còn để xem" in dialog.sentence
    dialog.reject()
    values = {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"}
    with pytest.raises(StoreError, match="chuyển sang máy khác"):
        Activities(book, kinds).save("KHAC", values)
    assert not card.back_button.isHidden()
    window.show_page("today")
    settle(qtbot, window)
    assert any("chỉ để xem" in said for said in texts(window.page))
    life = book.office.incarnation
    card.take_back()
    settle(qtbot, window)
    Activities(book, kinds).save("KHAC", values)
    assert book.office.incarnation != life
    with moving.settle(tmp_path / "moi", tmp_path / "so.so-phuong", recovery=code) as other:
        assert other.office.incarnation not in (life, book.office.incarnation)
        Activities(other, kinds).save("KHAC", values)


def test_without_a_sheet_no_book_moves(card):
    dialog = card.ask_move()
    assert not dialog.write_button.isEnabled()
    dialog.reject()


def test_handing_over_wants_a_new_sheet_and_ends_with_a_record(qtbot, window, card, book, monkeypatch):
    printed = []
    monkeypatch.setattr("desktop.ui.output.Output.ask_and_print", lambda self, pdf, title: printed.append(pdf))
    dialog = card.ask_hand_over()
    in_front(qtbot, dialog)
    check(dialog)
    dialog.taker.setText("Trần Văn Bình")
    assert not dialog.give_button.isEnabled()
    sheet = dialog.ask_sheet()
    settle(qtbot, window)
    sheet.group.setText(sheet._draft.code[-6:])
    sheet.keep()
    settle(qtbot, window)
    dialog.give()
    settle(qtbot, window)
    dialog.reject()
    assert printed[0].startswith(b"%PDF")
    assert book.office.person == "Trần Văn Bình"
    told = book.setting("handovers")
    assert [(one["from"], one["to"], one["sheet"]) for one in told] == [("Nguyễn Thị Lan", "Trần Văn Bình", 1)]


def test_a_merged_wards_book_is_taken_in_once_and_only_looked_at(qtbot, window, card, book, kinds, tmp_path):
    target, code = ward(tmp_path / "cu", kinds)
    for _ in range(2):
        dialog = card.ask_take_in()
        in_front(qtbot, dialog)
        check(dialog)
        dialog.choose(target)
        QTest.keyClicks(dialog.code.line, code)
        QTest.keyClick(dialog.code.line, Qt.Key.Key_Return)
        settle(qtbot, window)
    (name, folder), = moving.histories(book.folder)
    assert name in " ".join(texts(card))
    assert book.query("SELECT count(*) FROM activities") == [(0,)]
    with Book.open(folder) as history:
        assert history.query("SELECT count(*) FROM activities") == [(1,)]
        with pytest.raises(StoreError, match="sổ cũ"):
            Activities(history, kinds).save("KHAC", {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"})


def test_a_code_of_another_sheet_is_told_and_can_be_typed_again(qtbot, window, card, kinds, tmp_path):
    target, code = ward(tmp_path / "cu", kinds)
    dialog = card.ask_take_in()
    dialog.choose(target)
    dialog.code.line.setText(code[:5] + ("H" if code[5] != "H" else "K") + code[6:])
    assert "Nhóm 1" in dialog.code.sentence and not dialog.take_button.isEnabled()
    dialog.code.line.setText(recovery.new_code())
    dialog.take()
    settle(qtbot, window)
    assert "phiếu số 1" in dialog.sentence and dialog.take_button.isEnabled()
    dialog.choose(Path(__file__))
    assert "không phải tệp sổ" in dialog.sentence
    dialog.reject()


# Before there is an open book


@pytest.fixture
def locked(tmp_path):
    """Return (folder, code, the centre's secret) of a book whose key is gone."""
    secret, public = box.new_pair()
    with Book.create(tmp_path / "khoa", unit="20242") as book:
        book.set("enrolment", {"box_key": public.hex()})
        KeyHolding(book).refresh()
        KeyHolding(book).keep_sheet(code := recovery.new_code())
    (tmp_path / "khoa" / keys.KEY_FILE).unlink()
    return tmp_path / "khoa", code, secret


@pytest.fixture
def asked(qtbot, qapp, locked):
    """The dialog that asks for the sheet, and the books it opened."""
    dress(qapp, Theme())
    opened = []
    dialog = arriving.ask_for_sheet(qapp, locked[0], "Không thấy khóa.", opened.append, opened.append)
    yield dialog, opened
    if dialog.isVisible():
        dialog.reject()
    for book in opened:
        book.close()


def test_the_sheet_opens_a_book_whose_key_is_gone(qtbot, asked, locked):
    dialog, opened = asked
    in_front(qtbot, dialog)
    check(dialog)
    QTest.keyClicks(dialog.code.line, recovery.new_code())
    QTest.keyClick(dialog.code.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "phiếu số 1" in dialog.sentence)
    dialog.code.line.clear()
    QTest.keyClicks(dialog.code.line, locked[1].replace("-", "").lower())
    QTest.keyClick(dialog.code.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].office.unit.code == "20242"
    assert (locked[0] / keys.KEY_FILE).exists()


def test_the_centre_opens_a_book_whose_key_and_sheet_are_gone(qtbot, asked, locked, tmp_path):
    dialog, opened = asked
    dialog.ask(tmp_path / "yeu-cau.json")
    request = sync_recovery.read_request(tmp_path / "yeu-cau.json")
    assert request.code in " ".join(texts(dialog))
    (tmp_path / "tra-loi.json").write_bytes(sync_recovery.answer(request, sync_recovery.open_slot(request, locked[2])))
    dialog.answer(tmp_path / "yeu-cau.json")
    qtbot.waitUntil(lambda: "không phải" in dialog.sentence)
    dialog.answer(tmp_path / "tra-loi.json")
    qtbot.waitUntil(lambda: bool(opened))
    assert Locked(locked[0]).asked == ""


def test_who_leaves_the_dialog_finds_everything_as_it_was(asked, locked):
    before = {path.name: path.read_bytes() for path in locked[0].iterdir()}
    asked[0].reject()
    assert asked[1] == []
    assert {path.name: path.read_bytes() for path in locked[0].iterdir()} == before


def test_a_new_pc_takes_the_book_of_the_old_one_instead_of_a_new_one(qtbot, qapp, kinds, tmp_path):
    target, code = ward(tmp_path / "cu", kinds)
    opened, made = [], []
    above = SetUp([], made.append, door=None, tasks=None, app=qapp)
    qtbot.addWidget(above)
    above.show()
    dialog = arriving.arrive(tmp_path / "moi", above, opened.append)
    dialog.choose(target)
    dialog.code.line.setText(code)
    dialog.take()
    qtbot.waitUntil(lambda: bool(opened))
    with opened[0] as book:
        assert book.query("SELECT count(*) FROM activities") == [(1,)]
        assert not book.standing
    assert made == [] and not above.isVisible()


def texts(widget):
    return [said.text() for said in widget.findChildren(QLabel)]
