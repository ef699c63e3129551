"""Many activities at once in the grid, by real keys: typed as in Excel, pasted, judged, saved in one act, taken back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desktop import app as composition
from desktop.models.query import Query
from desktop.models.rows import columns
from desktop.ui.grid_model import GridModel
from tests.ui.conftest import settle
from tests.ui.keys import type_text

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WEEK = [("Bản tin sáng thứ hai", "16/11"), ("Bản tin chiều thứ hai", "16/11"), ("Bản tin sáng thứ ba", "17/11"),
        ("Bản tin chiều thứ ba", "17/11"), ("Bản tin sáng thứ tư", "18/11"), ("Bản tin chiều thứ tư", "18/11"),
        ("Bản tin sáng thứ năm", "19/11"), ("Bản tin chiều thứ năm", "19/11"), ("Bản tin sáng thứ sáu", "20/11"),
        ("Bản tin chiều thứ sáu", "20/11"), ("Bản tin thứ bảy", "21/11"), ("Bản tin chủ nhật", "22/11")]  # fmt: skip


class Keys:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, window, qtbot):
        self.count = 0
        self._window, self._qtbot = window, qtbot

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.count += 1
        QTest.keyClick(self._there(), key, modifier)

    def write(self, text):
        for letter in text:
            self.count += 1
            type_text(self._there(), letter)

    def _there(self):
        if QApplication.focusWidget() is None:  # the offscreen platform forgets who is active when a list of offers closes
            self._window.activateWindow()
            self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=2_000)
        return QApplication.focusWidget()


@pytest.fixture
def keys(window, qtbot):
    return Keys(window, qtbot)


@pytest.fixture
def grid(window, qtbot):
    page = window.show_page("grid", "PHATTHANH")
    settle(qtbot, window)
    return page


def names(page):
    return [column.name for column in page.model.columns]


def cell(page, row, name):
    return page.model.at(row, name)


def judged(page, qtbot):
    qtbot.waitUntil(lambda: page.model.counts()[2] and not page.model._timer.isActive(), timeout=5_000)


def test_the_columns_are_what_is_required_and_what_the_kind_shows(grid):
    assert names(grid) == ["title", "starts_on", "topics", "audiences", "items", "runs"]


def test_twelve_broadcasts_of_a_week_are_typed_like_a_table(window, grid, keys, qtbot):
    """The figure of docs/measurements.md: keystrokes beside those of the names themselves."""
    for at, (title, day) in enumerate(WEEK):
        keys.write(title)
        keys.press(Qt.Key.Key_Tab)
        if at == 0 or day != WEEK[at - 1][1]:
            keys.write(day)
        if at == 0:  # what follows stays for the rows below
            keys.press(Qt.Key.Key_Tab)
            keys.write("dvc")
            keys.press(Qt.Key.Key_Tab)
            keys.write("nguoidan")
        keys.press(Qt.Key.Key_Return)  # back to the names, one row down
    keys.press(Qt.Key.Key_Home, CTRL)
    keys.press(Qt.Key.Key_End)
    keys.write("2")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Up)
    keys.press(Qt.Key.Key_Down, CTRL | SHIFT)  # the column from the first row to the last
    keys.press(Qt.Key.Key_D, CTRL)
    judged(grid, qtbot)
    assert grid.model.counts() == (12, 0, True), [grid.model.faults(row) for row in range(12)]
    keys.press(Qt.Key.Key_S, CTRL)
    settle(qtbot, window)
    store = window._desk.activities
    assert store.count(Query(kinds=("PHATTHANH",))) == 12
    assert [row.starts_on[5:] for row in store.rows(store.first(Query(), 12))][:2] == ["11-22", "11-21"]
    letters = sum(len(title) for title, _ in WEEK)
    print(f"12 buổi phát thanh: {keys.count} phím, riêng tên {letters}")
    assert keys.count <= letters + 130
    assert "Đã lưu 12 hoạt động" in window.messages.text
    assert grid.model.rows == []


def test_a_row_that_is_begun_takes_from_above_what_usually_follows(grid, keys):
    grid.table.go(0, 0)
    keys.write("Một\tq\tdvc; vneid\tnguoidan\t3\t4\n")
    assert cell(grid, 0, "topics").count(";") == 1
    keys.write("Hai\n")
    assert cell(grid, 1, "title") == "Hai"
    assert cell(grid, 1, "topics") == cell(grid, 0, "topics")
    assert cell(grid, 1, "starts_on") == cell(grid, 0, "starts_on")
    assert cell(grid, 1, "runs") == ""
    keys.press(Qt.Key.Key_Z, CTRL)
    assert len(grid.model.rows) == 1  # one step: what followed goes with what was typed
    keys.press(Qt.Key.Key_Y, CTRL)
    assert cell(grid, 1, "topics") == cell(grid, 0, "topics")


def test_enter_goes_down_tab_right_and_enter_after_tabs_back_to_where_they_began(grid, keys):
    grid.table.go(0, 0)
    keys.write("Một\t16/11\n")
    at = grid.table.currentIndex()
    assert (at.row(), at.column()) == (1, 0)
    keys.press(Qt.Key.Key_Return, SHIFT)
    assert grid.table.currentIndex().row() == 0
    keys.press(Qt.Key.Key_F2)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert QApplication.focusWidget().text() == "Một"
    keys.press(Qt.Key.Key_Escape)
    assert grid.isVisible()
    assert cell(grid, 0, "title") == "Một"


def test_tab_leaves_the_table_at_its_end_and_shift_tab_at_its_beginning(grid, keys):
    grid.table.go(0, len(grid.model.columns) - 1)
    grid.table.setFocus()
    keys.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not grid.table
    grid.table.go(0, 0)
    grid.table.setFocus()
    keys.press(Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is not grid.table


def test_unikey_types_backspace_and_the_letter_again(grid, keys):
    grid.table.go(0, 0)
    keys.write("tie\bê\bếng Vie\bê\bệt")
    keys.press(Qt.Key.Key_Return)
    assert cell(grid, 0, "title") == "tiếng Việt"


def test_an_input_method_begins_a_cell_too(grid):
    grid.table.go(0, 0)
    grid.table.setFocus()
    event = QInputMethodEvent()
    event.setCommitString("đ")
    QApplication.sendEvent(grid.table, event)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    type_text(QApplication.focusWidget(), "ường\n")
    assert cell(grid, 0, "title") == "đường"


def test_a_table_of_excel_is_pasted_with_its_heading_in_another_order(grid, keys, qtbot):
    QGuiApplication.clipboard().setText(
        "Số lượt phát\tTên hoạt động\tTừ ngày\tChủ đề, nội dung\tĐối tượng\r\n"
        '2\t"Bản tin\nmột"\t16/11/2026\tdvc\tnguoidan\r\n1.500\tBa\u0309n tin hai\t17/11/2026\tdvc\tnguoidan\r\n'
        "1,500\tBản tin ba\t18/11/2026\tkhông có\tnguoidan\r\n")  # fmt: skip
    grid.table.go(0, 0)
    grid.table.setFocus()
    keys.press(Qt.Key.Key_V, CTRL)
    judged(grid, qtbot)
    assert grid.model.counts() == (2, 1, True)
    assert cell(grid, 1, "title") == "Bản tin hai"  # NFC
    faults = grid.model.faults(2)
    assert "1.500 hay 1,5" in faults["runs"]
    assert "Không có lựa chọn «không có»" in faults["topics"]
    keys.press(Qt.Key.Key_F8)
    assert grid.table.currentIndex().row() == 2
    assert "Không có lựa chọn" in grid._sentence.text()
    keys.press(Qt.Key.Key_Z, CTRL)
    assert grid.model.rows == []


def test_one_column_and_a_block_are_pasted_where_the_keyboard_is(grid, keys):
    grid.table.go(0, 0)
    grid.table.setFocus()
    QGuiApplication.clipboard().setText("Một\nHai\nBa")
    keys.press(Qt.Key.Key_V, CTRL)
    assert [row["title"] for row in grid.model.rows] == ["Một", "Hai", "Ba"]
    grid.table.go(0, 4)
    keys.write("7\n")
    grid.table.go(0, 4)
    keys.press(Qt.Key.Key_C, CTRL)
    grid.table.go(1, 4)
    keys.press(Qt.Key.Key_Down, SHIFT)
    keys.press(Qt.Key.Key_V, CTRL)
    assert [cell(grid, row, "items") for row in range(3)] == ["7", "7", "7"]
    grid.table.go(2, 0)
    keys.press(Qt.Key.Key_Apostrophe, CTRL)
    assert cell(grid, 2, "title") == "Hai"
    keys.press(Qt.Key.Key_Delete)
    assert cell(grid, 2, "title") == ""


def test_more_rows_than_the_grid_takes_are_told(window, grid):
    grid.table.paste_text("\n".join(f"Dòng {at}" for at in range(2_500)))
    assert len(grid.model.rows) == 2_000
    assert "nhiều nhất 2.000 dòng" in window.messages.text
    grid.model.fill([])


@pytest.mark.parametrize("text", ["", "\t\t\n", '"', 'a"b\tc\n"d', "x" * 200_000, "\0\ta", "\t".join("a" * 400), "=1+1\t@x"],
                         ids=["empty", "blank", "quote", "quotes", "long", "nul", "wide", "formula"])  # fmt: skip
def test_nothing_on_the_clipboard_breaks_the_grid(grid, text):
    grid.table.paste_text(text)
    assert all(len(cell) <= 5_000 for row in grid.model.rows for cell in row.values())


def test_an_old_font_is_asked_about_and_shown_before(grid, keys):
    QGuiApplication.clipboard().setText("H­íng dÉn dÞch vô c«ng trùc tuyÕn")
    grid.table.go(0, 0)
    grid.table.setFocus()
    keys.press(Qt.Key.Key_V, CTRL)
    assert grid.model.rows == []
    assert "Hướng dẫn dịch vụ công" in grid.legacy.question.text()
    keys.press(Qt.Key.Key_Space)
    assert cell(grid, 0, "title") == "Hướng dẫn dịch vụ công trực tuyến"


def test_good_rows_are_saved_and_faulty_ones_stay_and_the_whole_save_is_taken_back(window, grid, keys, qtbot):
    grid.table.go(0, 0)
    keys.write("Tốt\t16/11\tdvc\tnguoidan\t3\t4\n")
    keys.write("Xấu\n")  # no count of runs
    keys.press(Qt.Key.Key_S, CTRL)
    settle(qtbot, window)
    store = window._desk.activities
    assert store.count(Query()) == 1
    assert [row["title"] for row in grid.model.rows] == ["Xấu"]
    assert "Còn 1 dòng cần sửa" in window.messages.text
    window.messages._act()
    settle(qtbot, window)
    assert store.count(Query()) == 0
    assert store.count(Query(state="binned")) == 1
    assert [row["title"] for row in grid.model.rows] == ["Tốt", "Xấu"]


def test_what_is_typed_is_kept_within_two_seconds_and_comes_back(open_window, window, grid, keys, qtbot, book):
    grid.table.go(0, 0)
    keys.write("Dở dang\t")
    qtbot.waitUntil(lambda: bool(book.setting("grid/PHATTHANH")), timeout=2_000)
    again = open_window(book.again()).show_page("grid", "PHATTHANH")
    assert cell(again, 0, "title") == "Dở dang"


def test_leaving_and_another_kind_lose_nothing(window, grid, keys, qtbot):
    grid.table.go(0, 0)
    keys.write("Phát thanh dở\n")
    grid.begin("TINBAI")
    assert grid.model.rows == []
    grid.begin("PHATTHANH")
    assert cell(grid, 0, "title") == "Phát thanh dở"


def test_a_cell_still_being_typed_is_saved_with_its_row(window, grid, keys, qtbot):
    grid.table.go(0, 0)
    keys.write("Một\t16/11\tdvc\tnguoidan\t3\t4")
    keys.press(Qt.Key.Key_S, CTRL)
    settle(qtbot, window)
    assert window._desk.activities.count(Query()) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter], ids=["Return", "Enter"])
def test_ctrl_enter_saves_where_qt_speaks_vietnamese(request, window, grid, keys, qtbot, qapp, key):
    composition.translate(qapp)
    request.addfinalizer(lambda: [qapp.removeTranslator(one) for one in qapp.findChildren(QTranslator)])
    window.set_text_size(115)  # draws the window anew, with its keys
    page = window.show_page("grid", "PHATTHANH")
    settle(qtbot, window)
    page.table.go(0, 0)
    page.table.setFocus()
    keys.write("Một\t16/11\tdvc\tnguoidan\t3\t4\n")
    keys.press(key, CTRL)
    settle(qtbot, window)
    assert window._desk.activities.count(Query()) == 1


def test_ctrl_shift_n_opens_the_grid_and_esc_the_list(window, keys, qtbot):
    keys.press(Qt.Key.Key_N, CTRL | SHIFT)
    settle(qtbot, window)
    assert window.page.kind_code == "PHATTHANH"
    keys.press(Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert window.page.accessibleName() == "Sổ hoạt động"


def test_the_choice_of_a_kind_leads_to_the_grid(window, keys, qtbot):
    place = window.choose_kind()
    many = next(one for one in place.findChildren(QPushButton) if one.text() == "Nhập nhiều dòng")
    many.setFocus()
    keys.press(Qt.Key.Key_Space)
    settle(qtbot, window)
    assert window.page.kind_code == "PHATTHANH"


def test_a_column_is_added_and_kept(grid, window):
    grid.show_column("slot", shown=True)
    assert names(grid)[-1] == "slot"
    grid.begin("TINBAI")
    grid.begin("PHATTHANH")
    assert names(grid)[-1] == "slot"
    grid.show_column("title", shown=False)
    assert "title" in names(grid)  # what is required is always there


def test_people_have_columns_for_their_groups(grid):
    grid.begin("TAPHUAN")
    _, more = columns(grid.model.kind)
    group = next(one for one in more if one.group)
    grid.show_column(group.name, shown=True)
    row = {"title": "Lớp", "starts_on": "16/11/2026", "place": "Hội trường", "topics": "dvc", "audiences": "nguoidan",
           "participants": "45", group.name: "50"}  # fmt: skip
    for name in names(grid):
        row.setdefault(name, "")
    grid.model.write([(0, name, text) for name, text in row.items() if name in names(grid)], "thử")
    assert "nhiều hơn tổng số" in grid.model.faults(0)["participants"]
    grid.model.write([(0, group.name, "20")], "thử")
    assert grid.model.faults(0) == {}
    assert grid.model.good()[0][1]["participants"] == {"total": 45, group.group: 20}


def test_a_cell_still_being_typed_is_kept_too(window, grid, keys, qtbot, book):
    grid.table.go(0, 0)
    keys.write("Đang gõ dở")
    qtbot.waitUntil(lambda: bool(book.setting("grid/PHATTHANH")), timeout=2_000)
    assert book.setting("grid/PHATTHANH")["rows"][0]["title"].startswith("Đang")
    assert isinstance(QApplication.focusWidget(), QLineEdit)  # nothing was taken from under the hands


def test_banners_by_street_repeat_all_but_street_and_quantity(grid, keys):
    grid.begin("BANGRON")
    first = {"title": "Băng rôn 10/10", "starts_on": "1/10", "topics": "dvc", "audiences": "nguoidan",
             "slogan": "Chuyển đổi số vì dân", "width": "5", "height": "0,7", "quantity": "2", "street": "Lê Duẩn",
             "hung_on": "1/10", "due_down": "16/10"}  # fmt: skip
    grid.model.write([(0, name, text) for name, text in first.items()], "thử")
    assert grid.model.faults(0) == {}
    grid.table.go(1, names(grid).index("street"))
    grid.table.setFocus()
    keys.write("Trần Phú\n")
    assert cell(grid, 1, "slogan") == "Chuyển đổi số vì dân"
    assert cell(grid, 1, "due_down") == cell(grid, 0, "due_down")
    assert cell(grid, 1, "quantity") == ""
    assert cell(grid, 1, "title") == ""


@given(st.lists(st.tuples(st.sampled_from(("write", "remove", "undo", "redo")), st.integers(0, 5), st.integers(0, 5),
                          st.sampled_from(("", "a", "h", "1.500", "dvc", "nt"))), max_size=25))  # fmt: skip
@settings(max_examples=25)
def test_every_step_is_undone_and_done_again(kinds, qapp, steps):
    model = GridModel(kinds, kinds["PHATTHANH"], columns(kinds["PHATTHANH"])[0])
    for act, row, at, text in steps:
        if act == "write":
            model.write([(row, model.columns[at].name, text)], "thử")
        elif act == "remove":
            model.remove([row], "thử")
        else:
            getattr(model.undo, act)()
        assert not model.rows or any(model.rows[-1].values())
    while model.undo.canRedo():
        model.undo.redo()
    last = [{name: text for name, text in row.items() if text} for row in model.rows]
    while model.undo.canUndo():
        model.undo.undo()
    assert not any(any(row.values()) for row in model.rows)
    while model.undo.canRedo():
        model.undo.redo()
    assert [{name: text for name, text in row.items() if text} for row in model.rows] == last


@pytest.mark.parametrize("code", ["PHATTHANH", "BANGRON", "DANHMUCTO"])
def test_a_thousand_pasted_rows_do_not_stop_the_screen(grid, qtbot, code):
    grid.begin(code)
    cells = [(row, grid.model.columns[0].name, f"Dòng {row}") for row in range(1000)]
    grid.model.write(cells, "thử")
    judged(grid, qtbot)
    assert len(grid.model.rows) == 1000


def test_the_save_button_is_reached_by_tab(grid, keys):
    grid.table.go(0, len(grid.model.columns) - 1)
    grid.table.setFocus()
    for _ in range(4):
        keys.press(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is grid._save:
            return
    assert isinstance(QApplication.focusWidget(), QPushButton)
    pytest.fail("Tab never came to Lưu")


def test_a_deactivated_window_keeps_the_grid_at_once(window, grid, keys, book):
    grid.table.go(0, 0)
    keys.write("Kịp\n")
    window.keep_draft()
    assert book.setting("grid/PHATTHANH")["rows"][0]["title"] == "Kịp"
