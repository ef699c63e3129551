"""An official's way through the window, by keyboard alone."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models import kinds as declarations
from desktop.models.drafts import Drafts
from tests.ui.conftest import settle
from tests.ui.keys import type_text

CTRL = Qt.KeyboardModifier.ControlModifier
TITLE = "Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng"


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the keyboard is."""
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def write(text):
    """Type where the keyboard is."""
    for letter in text:
        type_text(QApplication.focusWidget(), letter)


def tab_to(name, *, at_most=60):
    """Press Tab until the keyboard is on the field of that name."""
    for _ in range(at_most):
        if QApplication.focusWidget().accessibleName().startswith(name):
            return
        press(Qt.Key.Key_Tab)
    pytest.fail(f"Tab never came to {name}")


def record_a_class(window, people):
    """Record a class as a person would, from Ctrl+N to Ctrl+S."""
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    write("tap huan\n")
    write(TITLE)
    tab_to("Từ ngày")
    QApplication.focusWidget().selectAll()
    write("5/10")
    tab_to("Địa điểm")
    write("Nhà văn hóa phường")
    for group in ("Chủ đề", "Đối tượng"):
        tab_to(group)
        press(Qt.Key.Key_Space)
    tab_to("Số lượt người tham gia")
    write(str(people))
    press(Qt.Key.Key_S, CTRL)


def test_a_class_of_45_people_is_recorded_found_corrected_and_undone_by_keyboard(window, qtbot):
    record_a_class(window, 45)
    settle(qtbot, window)
    assert window.messages.text == f"Đã lưu «{TITLE}»."

    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    write("tap huan")
    qtbot.wait(200)
    settle(qtbot, window)
    page = window.page
    assert [page.model.line(row).people for row in range(page.model.rowCount())] == [45]

    press(Qt.Key.Key_Return)  # to the list
    press(Qt.Key.Key_Return)  # to the form
    tab_to("Số lượt người tham gia")
    QApplication.focusWidget().selectAll()
    write("48")
    press(Qt.Key.Key_S, CTRL)
    settle(qtbot, window)
    assert page.model.line(0).people == 48

    page.table.setFocus()
    page.details.undo()
    settle(qtbot, window)
    assert page.model.line(0).people == 45


def test_faults_stand_beside_their_fields_and_the_keyboard_goes_to_the_first(window):
    window.open_form("TAPHUAN")
    press(Qt.Key.Key_S, CTRL)
    form = window.page.form
    assert form.rows["title"].fault == "Hãy nhập tên hoạt động."
    assert form.rows["participants"].fault
    assert QApplication.focusWidget() is form.rows["title"].editor.line
    assert "Chưa lưu" in window.messages.text


def test_ctrl_enter_saves_and_begins_the_next_of_its_kind(window, qtbot):
    record_a_class(window, 45)
    window.open_form("TAPHUAN", {"title": "Lớp thứ hai", "place": "Hội trường", "topics": ["dvc"],
                                 "audiences": ["nguoidan"], "participants": {"total": 30}})  # fmt: skip
    press(Qt.Key.Key_Return, CTRL)
    assert "Lớp thứ hai" in window.messages.text
    assert window.page.form.rows["title"].editor.raw() == ""
    assert QApplication.focusWidget() is window.page.form.rows["title"].editor.line


def test_esc_keeps_what_was_typed_as_a_draft_and_today_offers_it(window, qtbot, book):
    window.open_form("TOROI")
    write("Tờ rơi dở dang")
    press(Qt.Key.Key_Escape)
    settle(qtbot, window)
    (draft,) = Drafts(book).all()
    assert draft.values["title"] == "Tờ rơi dở dang"
    window.open_form(draft.kind, draft=draft.key)
    assert window.page.form.rows["title"].editor.raw() == "Tờ rơi dở dang"


def test_a_draft_is_kept_within_two_seconds_of_typing(window, qtbot, book):
    window.open_form("TOROI")
    write("Chưa bấm gì")
    qtbot.waitUntil(lambda: bool(Drafts(book).all()), timeout=2_000)


@pytest.mark.parametrize("code", declarations.load())
def test_tab_walks_every_field_of_every_form_and_comes_round(window, code):
    window.open_form(code)
    form = window.page.form
    form.unfold()
    first, names = QApplication.focusWidget(), set()
    for _ in range(200):
        press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget().accessibleName(), QApplication.focusWidget()
        names.add(QApplication.focusWidget().accessibleName())
        if QApplication.focusWidget() is first:
            break
    else:
        pytest.fail("Tab never came round")
    missed = [name for name, row in form.rows.items() if not names & {p.accessibleName() for p in row.editor.parts()}]
    assert missed == []


@pytest.mark.parametrize("name", ["today", "activities", "plans", "printing", "reports", "sending", "settings"])
@pytest.mark.parametrize("percent", [100, 150])
def test_every_page_opens_with_real_data(open_window, qtbot, full_book, name, percent):
    window = open_window(full_book)
    if percent != 100:
        window.set_text_size(percent)
    page = window.show_page(name)
    with qtbot.waitSignal(page.shown, timeout=20_000):
        page.refresh()
    assert page.isVisible()


class Openings(QObject):
    """Counts the windows that are shown while it listens."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        """Note every top-level widget that is shown."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_page_and_no_form_ever_shows_as_a_window_of_its_own(window, qtbot, qapp):
    ears = Openings()
    qapp.installEventFilter(ears)
    for name in ("activities", "plans", "printing", "reports", "sending", "settings"):
        window.show_page(name)
    for code in ("TAPHUAN", "DANHGIA", "TOCNSCD"):
        window.open_form(code)
        window.page.save()
    window.set_text_size(150)
    settle(qtbot, window)
    qapp.removeEventFilter(ears)
    assert ears.seen == []
