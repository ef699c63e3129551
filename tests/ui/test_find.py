"""Finding anything in the book, by keys: words, filters with counts, views, columns, and acts on the whole result."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop.models.query import Query
from tests.ui.conftest import settle
from tests.ui.keys import type_text

CTRL, SHIFT, ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier)


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def write(text):
    for letter in text:
        type_text(QApplication.focusWidget(), letter)


@pytest.fixture
def window(open_window, full_book):
    return open_window(full_book)


@pytest.fixture
def page(window, qtbot):
    made = window.show_page("activities")
    settle(qtbot, window)
    return made


def search(page, window, qtbot):
    qtbot.waitUntil(lambda: not page._timer.isActive(), timeout=5_000)
    settle(qtbot, window)


def titles(page):
    return [page.model.line(row).title for row in range(page.model.rowCount())]


def open_filter(page, window, qtbot, name):
    """Open a filter by keys and wait for its counts."""
    page.filters.filters[name].chip.setFocus()
    press(Qt.Key.Key_Down)
    picker = page.filters._picker
    assert picker.isVisible()
    settle(qtbot, window)
    return picker


def test_a_kind_is_chosen_by_keys_with_its_count_beside_it_and_taken_away_by_delete(page, window, qtbot):
    every = page.model.rowCount()
    picker = open_filter(page, window, qtbot, "kinds")
    said = {one.code: picker.model.count_of(row) for row, one in enumerate(picker.model.options)}
    type_text(picker.line, "phat thanh (dai")
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    search(page, window, qtbot)
    assert page.query().kinds == ("PHATTHANH",)
    assert str(page.model.rowCount()) == said["PHATTHANH"]
    chip = page.filters.filters["kinds"].chip
    assert chip.text().startswith("Loại: Phát thanh")
    chip.setFocus()
    press(Qt.Key.Key_Delete)
    search(page, window, qtbot)
    assert page.model.rowCount() == every


def test_several_kinds_are_chosen_with_ctrl_enter(page, window, qtbot):
    picker = open_filter(page, window, qtbot, "kinds")
    QTest.keyClick(picker.line, Qt.Key.Key_Down)
    QTest.keyClick(picker.line, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(picker.line, Qt.Key.Key_Down)
    QTest.keyClick(picker.line, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(picker.line, Qt.Key.Key_Escape)
    search(page, window, qtbot)
    assert len(page.query().kinds) == 2
    assert "và 1 loại nữa" in page.filters.filters["kinds"].chip.text()


def test_a_thon_or_tdp_of_the_book_is_offered_with_its_count(page, window, qtbot, full_book):
    picker = open_filter(page, window, qtbot, "area")
    options = [one for one in picker.model.options if one.code]
    assert options
    first = options[0]
    count = picker.model.count_of(picker.model.options.index(first))
    type_text(picker.line, first.label)
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    search(page, window, qtbot)
    assert str(page.model.rowCount()) == count


def test_a_period_is_typed_into_its_filter(page, window, qtbot):
    picker = open_filter(page, window, qtbot, "window")
    type_text(picker.line, "2026-Q3")
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    search(page, window, qtbot)
    assert (page.query().since, page.query().until) == ("2026-06-15", "2026-09-14")
    assert "Quý III/2026" in page.filters.filters["window"].chip.text()


def test_another_page_can_ask_exactly_a_question(page, window, qtbot):
    asked = Query(text="so", kinds=("TAPHUAN", "PHATTHANH"), since="2026-01-01", until="2026-12-31", campaign="thuongxuyen",
                  photos="without")  # fmt: skip
    window.show_page("activities", asked)
    settle(qtbot, window)
    assert page.query() == asked
    assert {name for name, _, _ in page.filters.parts()} == {"window", "kinds", "campaign", "photos"}
    assert page.line.text() == "so"
    page.filters.reset_button.setFocus()
    press(Qt.Key.Key_Space)
    search(page, window, qtbot)
    assert page.query() == Query(text="so")


def test_the_filter_that_empties_the_result_is_named_and_offered(page, window, qtbot):
    window.show_page("activities", Query(kinds=("PHATTHANH",), since="2001-01-01", until="2001-01-31"))
    settle(qtbot, window)
    assert page._answers.currentWidget() is page.nothing
    assert "Kỳ: Tháng 1/2001" in page.nothing._text.text()
    offer = next(one for one in page.nothing.findChildren(QPushButton) if one.text().startswith("Bỏ «Kỳ"))
    qtbot.waitUntil(offer.isVisible, timeout=5_000)  # what is added to a layout is shown by the next event
    offer.setFocus()
    press(Qt.Key.Key_Space)
    search(page, window, qtbot)
    assert page.query() == Query(kinds=("PHATTHANH",))
    assert page.model.rowCount()


def test_a_view_is_kept_with_its_columns_and_comes_back_by_alt_digit(page, window, qtbot, full_book):
    window.show_page("activities", Query(kinds=("PHATTHANH",)))
    page.sort_by("title")
    page.show_column("areas", shown=True)
    page.show_column("place", shown=False)
    page.views.keep("Phát thanh")
    assert "Alt+5" in window.messages.text
    page.show_column("areas", shown=False)
    page.reset()
    page.table.setFocus()
    press(Qt.Key.Key_5, ALT)
    search(page, window, qtbot)
    assert page.query() == Query(kinds=("PHATTHANH",), sort="title")
    shown = [name for name, _ in page.table.columns_shown()]
    assert "areas" in shown
    assert "place" not in shown
    press(Qt.Key.Key_2, ALT)
    search(page, window, qtbot)
    assert page.query().state == "waiting"


def test_the_drafts_are_a_view_too(page, window, qtbot, full_book):
    window.open_form("TOROI")
    write("Tờ rơi dở dang")
    press(Qt.Key.Key_Escape)
    settle(qtbot, window)
    page.table.setFocus()
    press(Qt.Key.Key_4, ALT)
    search(page, window, qtbot)
    assert page.drafts.list.count() == 1
    page.drafts.list.setFocus()
    press(Qt.Key.Key_Return)
    assert window.page.form.rows["title"].editor.raw() == "Tờ rơi dở dang"


def test_a_head_orders_and_turns_round(page, window, qtbot):
    page.table.sort_asked.emit("people")
    search(page, window, qtbot)
    people = [page.model.line(row).people or 0 for row in range(page.model.rowCount())]
    assert people == sorted(people, reverse=True)
    page.table.sort_asked.emit("people")
    search(page, window, qtbot)
    assert page.model.line(0).people == min(one for one in people if one)


def test_columns_stay_as_they_were_left(open_window, page, window, qtbot, full_book):
    page.show_column("by", shown=True)
    page.table.setColumnWidth(page.model.names.index("day"), 180)
    qtbot.waitUntil(lambda: not page._columns_timer.isActive(), timeout=5_000)
    again = open_window(full_book.again()).show_page("activities")
    shown = dict(again.table.columns_shown())
    assert "by" in shown
    assert shown["day"] == 180


def test_ctrl_a_means_the_whole_result_and_selects_nothing(page, window):
    page.table.setFocus()
    press(Qt.Key.Key_A, CTRL)
    assert page.table.everything
    assert page.whole.button.text() == f"Đã chọn cả {page.model.rowCount()}"
    assert len(page.table.selectionModel().selectedRows()) <= 1
    press(Qt.Key.Key_Down)
    assert not page.table.everything


def test_a_whole_result_gets_a_campaign_and_it_is_taken_back(page, window, qtbot):
    window.show_page("activities", Query(kinds=("PHATTHANH",)))
    settle(qtbot, window)
    before = page.model.rowCount()
    page.whole.set_field("campaign", "ngay288")
    settle(qtbot, window)
    assert window._desk.activities.count(Query(kinds=("PHATTHANH",), campaign="ngay288")) == before
    assert "Đã đổi" in window.messages.text
    window.messages._act()
    settle(qtbot, window)
    assert window._desk.activities.count(Query(kinds=("PHATTHANH",), campaign="ngay288")) < before


def test_binning_a_result_is_asked_and_taken_back(page, window, qtbot):
    window.show_page("activities", Query(kinds=("PHATTHANH",)))
    settle(qtbot, window)
    before = page.model.rowCount()
    page.table.setFocus()
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Delete)
    box = page.findChild(QMessageBox)
    assert f"Bỏ {before} hoạt động" in box.text()
    yes = next(one for one in box.buttons() if one.text() == "Bỏ vào thùng rác")
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert page._answers.currentWidget() is page.nothing
    window.messages._act()
    settle(qtbot, window)
    assert page.model.rowCount() == before


def test_the_result_is_exported_and_printed(page, window, qtbot, tmp_path):
    page.whole.export(tmp_path / "ra.csv")
    settle(qtbot, window)
    lines = (tmp_path / "ra.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) > page.model.rowCount() / 2
    query, said = page.query(), page.asked()
    from desktop.ui import columns

    pdf = window._desk.listing.pdf(query, said, columns.for_paper(page.model.columns, page.table.columns_shown()))
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as document:
        text = "".join(one.get_textpage().get_text_range() for one in document)
        assert round(document[0].get_width()) > round(document[0].get_height())
    assert "DANH SÁCH HOẠT ĐỘNG" in text
    assert titles(page)[0].split()[0] in text


def test_an_old_name_and_a_short_name_are_typed(page, window, qtbot):
    page.line.setFocus()
    write("CNSCD")
    search(page, window, qtbot)
    short = titles(page)
    assert short
    page.line.clear()
    page.line.setFocus()
    write("tổ công nghệ số cộng đồng")
    search(page, window, qtbot)
    assert set(titles(page)) == set(short)


def test_the_question_stays_the_same_when_the_page_is_left_and_come_back_to(page, window, qtbot):
    asked = Query(kinds=("PHATTHANH",))
    window.show_page("activities", asked)
    settle(qtbot, window)
    window.show_page("plans")
    window.show_page("activities")
    settle(qtbot, window)
    assert replace(page.query()) == asked


def test_the_menu_of_orders_and_columns_tells_what_stands(page, window, qtbot):
    page.sort_by("people")
    search(page, window, qtbot)
    menu = page.display_menu()
    ticked = [one.text() for one in menu.actions() if one.isChecked()]
    assert "Xếp theo lượt người" in ticked
    assert "Cột Địa điểm" in ticked
    assert "Cột Người ghi" not in ticked
    next(one for one in menu.actions() if one.text() == "Cột Người ghi").trigger()
    assert "by" in dict(page.table.columns_shown())
    next(one for one in page.display_menu().actions() if one.text() == "Cột như ban đầu").trigger()
    assert "by" not in dict(page.table.columns_shown())


def test_the_book_leads_to_import_and_bin(page, window, qtbot):
    names = {one.text() for one in page.more_menu().actions()}
    assert names == {"Nhập từ Excel…", "Thùng rác"}
    next(one for one in page.more_menu().actions() if one.text() == "Thùng rác").trigger()
    settle(qtbot, window)
    assert window.page is not page


def test_a_long_act_shows_how_far_it_is_and_is_stopped_and_taken_back(page, window, qtbot, monkeypatch):
    from desktop.models import whole as models_whole
    from desktop.ui import whole

    monkeypatch.setattr(whole, "LONG", 5)
    monkeypatch.setattr(models_whole, "CHUNK", 10)
    every = page.model.rowCount()
    told = []
    show = page.whole._show_progress

    def stop_after_two(done, whole_count):
        show(done, whole_count)
        told.append(page.whole._progress.labelText())
        page.whole._progress.cancel()

    page.whole._show_progress = stop_after_two
    page.whole.set_field("campaign", "bdhvs")
    settle(qtbot, window)
    assert told[0].startswith(f"Xong 10 trong {every}")
    changed = window._desk.activities.count(Query(campaign="bdhvs"))
    assert 0 < changed <= every
    window.messages._act()
    settle(qtbot, window)
    assert window._desk.activities.count(Query(campaign="bdhvs")) < changed or changed == 0
