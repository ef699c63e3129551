"""The print centre: a paper is edited beside its preview, remembered with its activity, undone, printed for a list."""

import io
import json

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.models.activities import Activities
from desktop.models.describe import example
from desktop.models.papers import Papers
from sync.outgoing import outgoing
from tests.ui.conftest import settle


@pytest.fixture
def training(book, kinds):
    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
    return Activities(book, kinds).save("TAPHUAN", values | {"title": "Tập huấn kỹ năng số cho tiểu thương"})


@pytest.fixture
def printing(open_window, book, training, qtbot):
    window = open_window(book)
    page = window.show_page("printing", {"activity": training.uid})
    settle(qtbot, window)
    return window, page


def open_form(window, page, qtbot, design="poster-binh-dan-hoc-vu-so"):
    page.open(design)
    qtbot.waitUntil(lambda: page.form._save.isEnabled() and window._tasks.idle, timeout=30_000)
    return page.form


def drawn(form, window, qtbot, act):
    before = form.preview.pdf
    act()
    qtbot.waitUntil(lambda: form.preview.pdf != before and window._tasks.idle, timeout=30_000)


def test_the_papers_of_an_activity_are_offered_as_one_set_and_saved_in_one_go(printing, qtbot, tmp_path):
    window, page = printing
    qtbot.waitUntil(lambda: not page._set_card.isHidden(), timeout=20_000)
    names = [one.text() for one in page._set_card.findChildren(QPushButton) if one.property("role") == "tile"]
    assert len(names) >= 5
    page._set_card.save_all(tmp_path)
    settle(qtbot, window)
    files = sorted(tmp_path.glob("*.pdf"))
    assert len(files) == len(names)
    assert all(file.read_bytes()[:5] == b"%PDF-" for file in files)


def test_what_is_edited_is_remembered_with_the_activity_and_drawn_the_same_again(printing, qtbot, training, book):
    window, page = printing
    form = open_form(window, page, qtbot)
    drawn(form, window, qtbot, lambda: form.set_slot("slogan", "Mỗi tối một kỹ năng"))
    drawn(form, window, qtbot, lambda: form.themes.buttons["bien"].click())
    pdf = form.preview.pdf
    page._leave_form()
    kept = json.loads(Papers(book).get(training.uid, "poster-binh-dan-hoc-vu-so").order)
    assert (kept["slots"]["slogan"], kept["theme"]) == ("Mỗi tối một kỹ năng", "bien")
    again = open_form(window, page, qtbot)
    assert again.rows["slogan"].editor.text() == "Mỗi tối một kỹ năng"
    assert again.preview.pdf == pdf


def test_filling_afresh_forgets_what_was_edited(printing, qtbot, training, book):
    window, page = printing
    form = open_form(window, page, qtbot)
    drawn(form, window, qtbot, lambda: form.set_slot("slogan", "Sửa tay"))
    form.keep()
    drawn(form, window, qtbot, form.fill_afresh)
    assert form.rows["slogan"].editor.text() != "Sửa tay"
    assert Papers(book).get(training.uid, "poster-binh-dan-hoc-vu-so") is None


def test_undo_goes_back_step_by_step(printing, qtbot):
    window, page = printing
    form = open_form(window, page, qtbot)
    first = form.order
    drawn(form, window, qtbot, lambda: form.themes.buttons["rung"].click())
    for text in ("M", "Mộ", "Một"):
        form.set_slot("slogan", text)
    assert len(form._past) == 2, "typing in one field is one step"
    form._undo.setFocus()
    QTest.keyClick(form._undo, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert form.order.slots == first.slots
    assert form.order.theme == "rung"
    form.undo()
    assert form.order == first
    assert not form._undo.isEnabled()


def test_layouts_sizes_and_modes_change_the_sheet(printing, qtbot):
    window, page = printing
    form = open_form(window, page, qtbot, "giay-moi")
    drawn(form, window, qtbot, lambda: form.layouts.buttons["thiep"].click())
    assert form.order.layout == "thiep"
    form = open_form(window, page, qtbot, "poster-vneid")
    drawn(form, window, qtbot, lambda: form.sizes.buttons["A4"].click())
    drawn(form, window, qtbot, lambda: form.modes.buttons["large"].click())
    assert (form.order.size, form.order.mode) == ("A4", "large")


def test_a_photo_keeps_its_focus_and_a_coarse_one_is_said(printing, qtbot, tmp_path):
    window, page = printing
    form = open_form(window, page, qtbot)
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(data, "PNG")
    (tmp_path / "logo.png").write_bytes(data.getvalue())
    drawn(form, window, qtbot, lambda: form.rows["logo"].take(tmp_path / "logo.png"))
    picker = form.rows["logo"]._focus
    qtbot.waitUntil(lambda: not picker.isHidden(), timeout=10_000)
    QTest.keyClick(picker, Qt.Key.Key_Right)
    assert form.order.photos["logo"].focus == (0.55, 0.5)
    qtbot.waitUntil(lambda: "điểm ảnh" in form.rows["logo"].remark or "dpi" in form.rows["logo"].remark or bool(form.rows["logo"].remark),
                    timeout=20_000)  # fmt: skip
    broken = tmp_path / "hỏng.png"
    broken.write_bytes(b"not a picture")
    form.rows["logo"].take(broken)
    qtbot.waitUntil(lambda: "Không đọc được ảnh" in window.messages.text, timeout=10_000)


def test_the_gallery_can_be_sifted_by_family(printing, qtbot):
    window, page = printing
    page.families.buttons["certificate"].click()
    shown = [page.gallery.item(at) for at in range(page.gallery.count()) if not page.gallery.item(at).isHidden()]
    assert [item.data(Qt.ItemDataRole.UserRole) for item in shown] == ["giay-chung-nhan"]


def test_certificates_are_printed_for_a_pasted_list_and_the_names_stay_out_of_the_book(printing, qtbot, tmp_path, book, kinds):
    window, page = printing
    form = open_form(window, page, qtbot, "giay-chung-nhan")
    assert not form._list.isHidden()
    form.ask_list()
    dialog = window.findChildren(BatchDialog())[0]
    with qtbot.waitSignal(dialog.read, timeout=20_000):
        dialog.text.setPlainText("Họ và tên\nNguyễn Văn An\nTrần Thị Bích Ngọc\n")
    assert "2 người" in dialog._found.text()
    target = tmp_path / "chung-nhan.pdf"
    dialog.save(target)
    qtbot.waitUntil(lambda: target.exists() and window._tasks.idle, timeout=30_000)
    assert window._desk.paper.pages(target.read_bytes()) == 2
    dialog.reject()
    everything = json.dumps([list(row) for row in book.query("SELECT * FROM journal")], default=repr, ensure_ascii=False)
    assert "Bích Ngọc" not in everything
    assert "Bích Ngọc" not in json.dumps([list(r) for r in book.query("SELECT * FROM papers")], default=repr, ensure_ascii=False)
    assert all("Bích Ngọc" not in repr(outgoing(row, kinds)) for row in window._desk.outbox.waiting(100))


def BatchDialog():
    from desktop.ui.batch_dialog import BatchDialog as found

    return found


def test_a_list_that_is_none_is_told_in_a_sentence(printing, qtbot, tmp_path):
    window, page = printing
    form = open_form(window, page, qtbot, "giay-chung-nhan")
    form.ask_list()
    dialog = window.findChildren(BatchDialog())[0]
    wrong = tmp_path / "danh-sach.xlsx"
    wrong.write_bytes(b"PK\x03\x04 not a workbook")
    with qtbot.waitSignal(dialog.read, timeout=20_000):
        dialog.open_file(wrong)
    assert dialog._found.text().endswith(".")
    assert not dialog.save_button.isEnabled()
    dialog.reject()


def test_a_large_poster_is_put_together_from_office_paper_and_says_what_that_takes(printing, qtbot):
    window, page = printing
    form = open_form(window, page, qtbot, "poster-vneid")
    drawn(form, window, qtbot, lambda: form.tiles.buttons["A4"].click())
    assert "tờ" in form._takes.text()
    assert window._desk.paper.pages(form.preview.pdf) > 2
    drawn(form, window, qtbot, lambda: form.tiles.buttons["A4 one"].click())
    assert window._desk.paper.pages(form.preview.pdf) == 1
    form.tell_ink()
    qtbot.waitUntil(lambda: "mực" in window.messages.text.lower(), timeout=20_000)


def test_cards_stand_several_on_a_sheet(printing, qtbot):
    window, page = printing
    form = open_form(window, page, qtbot, "the-a6-ho-tro")
    drawn(form, window, qtbot, lambda: form.tiles.buttons["A4 up"].click())
    assert "bản" in form._takes.text()


def test_the_shop_gets_two_files_and_a_wrong_quantity_is_said(printing, qtbot, tmp_path):
    from desktop.ui.shop_dialog import ShopDialog

    window, page = printing
    form = open_form(window, page, qtbot, "bang-ron-khau-hieu")
    form.ask_shop()
    dialog = window.findChildren(ShopDialog)[0]
    dialog.fields["quantity"].setText("nhiều")
    with qtbot.waitSignal(dialog.checked, timeout=20_000):
        dialog.save(tmp_path / "bang-ron.pdf")
    assert not list(tmp_path.glob("*.pdf"))
    dialog.fields["quantity"].setText("3")
    with qtbot.waitSignal(dialog.checked, timeout=60_000):
        dialog.save(tmp_path / "bang-ron.pdf")
    assert sorted(one.name for one in tmp_path.glob("*.pdf")) == ["bang-ron-phieu-dat-in.pdf", "bang-ron.pdf"]
    dialog.reject()
