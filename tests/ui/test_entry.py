"""Entry at typing speed: real key events from Ctrl+N to the last Ctrl+Enter, and everything Unikey and a clipboard bring."""

import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.models.activities import Activities
from desktop.models.drafts import Drafts
from desktop.models.templates import Template, Templates
from tests.ui.conftest import settle
from tests.ui.keys import type_text

ROOT = Path(__file__).resolve().parents[2]
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
BROADCAST = {"title": "Bản tin chuyển đổi số", "starts_on": "2026-11-02", "topics": ["dvc"], "audiences": ["nguoidan"],
             "items": 3, "runs": 2, "length": 15, "clusters": 12, "origin": "tubiensoan", "results": "Phát đủ"}  # fmt: skip
TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"
WORDS = "Cộng hòa xã hội chủ nghĩa Việt Nam"


class Hands:
    """Types where the keyboard is, and counts: one for each key that goes down, two for Ctrl and a key."""

    def __init__(self):
        self.count = 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        assert QApplication.focusWidget() is not None, "the keyboard is nowhere"
        self.count += 1 if modifier == Qt.KeyboardModifier.NoModifier else 2
        QTest.keyClick(QApplication.focusWidget(), key, modifier)

    def write(self, text):
        for letter in text:
            self.count += 1
            type_text(QApplication.focusWidget(), letter)


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def broadcasts(book, kinds):
    store = Activities(book, kinds)
    store.save("PHATTHANH", BROADCAST)
    return store


def here():
    return QApplication.focusWidget().accessibleName()


def test_twelve_broadcasts_of_a_week_take_ten_keys_each(window, qtbot, broadcasts, hands):
    """A typist makes 200 to 300 keystrokes a minute: the week is written in half a minute."""
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    hands.count += 2
    hands.write("phat thanh\n")
    for day in ("t2", "t3", "t4", "t5", "t6", "t7"):
        for runs in ("2", "4"):
            hands.press(Qt.Key.Key_F4)
            hands.write(f"{day}\n3\n{runs}")
            hands.press(Qt.Key.Key_Return, CTRL)
    settle(qtbot, window)
    kept = [window._desk.activities.get(row.uid) for row in window._desk.activities.rows(list(window._desk.activities.first(_all(), 50)))]
    kept = [one for one in kept if one.starts_on != BROADCAST["starts_on"]]
    today = date.today()
    days = {(today - timedelta(days=(today.weekday() - at) % 7)).isoformat() for at in range(6)}
    assert len(kept) == 12
    assert {one.starts_on for one in kept} == days
    for one in kept:
        assert one.values["runs"] in (2, 4) and one.values["items"] == 3 and one.values["clusters"] == 12
        assert "results" not in one.values
    assert hands.count == 13 + 12 * 9, hands.count
    print("KEYS", hands.count)


def _all():
    from desktop.models.query import Query

    return Query()


def test_what_was_typed_before_f4_stays_and_the_rest_is_filled(window, broadcasts, hands):
    place = window.open_form("PHATTHANH")
    hands.write("Bản tin riêng")
    hands.press(Qt.Key.Key_F4)
    values = place.form.values()
    assert values["title"] == "Bản tin riêng"
    assert values["topics"] == ["dvc"]
    assert values["starts_on"] == date.today().isoformat()
    assert "runs" not in values and "results" not in values
    assert here() == "Từ ngày"


def test_after_f4_enter_goes_only_where_something_is_left_to_write(window, book, kinds, hands):
    from desktop.models.describe import example

    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
    values |= {"participants": {"total": 40, "female": 15}, "households": 3, "cost_actual": 500_000}
    values = {name: value for name, value in values.items() if name in kinds["TAPHUAN"].names}
    Activities(book, kinds).save("TAPHUAN", values)
    place = window.open_form("TAPHUAN")
    hands.press(Qt.Key.Key_F4)
    met = [here()]
    while QApplication.focusWidget() is not place._later:
        hands.press(Qt.Key.Key_Return)
        met.append(here())
        assert len(met) < 20, met
    assert "Số lượt người tham gia" in met and "Số lượt người tham gia: Nữ" in met
    assert len([one for one in met if one.startswith("Số lượt người tham gia: ")]) == 1, "groups nobody counted are passed by"
    assert not {"Địa điểm", "Chủ đề, nội dung", "Kết quả chính"} & set(met)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is place._later, "Tab still walks everything"


def test_enter_stops_at_fields_only_so_that_no_row_is_taken_away_by_it(window, hands):
    place = window.open_form("PHATTHANH")
    place.form.rows["cost_actual"].take_focus()
    hands.write("500000")
    met = []
    while QApplication.focusWidget() is not place._later:
        hands.press(Qt.Key.Key_Return)
        met.append(here())
        assert len(met) < 20, met
    assert [one.split(":")[0] for one in met[:2]] == ["Nguồn kinh phí, dòng 1"] * 2
    assert not [one for one in met if one.startswith(("Bỏ", "Thêm", "Chi tiết"))]


def test_f4_without_a_last_one_says_so(window, hands):
    window.open_form("TINBAI")
    hands.press(Qt.Key.Key_F4)
    assert "Chưa có hoạt động nào loại này" in window.messages.text


def test_enter_goes_on_shift_enter_back_and_the_last_enter_saves(window, qtbot, hands):
    place = window.open_form("PHATTHANH")
    hands.write("Bản tin\n")
    assert here() == "Từ ngày"
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert here() == "Tên hoạt động"
    seen = []
    for _ in range(60):
        hands.press(Qt.Key.Key_Return)
        seen.append(here())
        if QApplication.focusWidget() is place._later:
            break
        if here().startswith(("Chủ đề", "Đối tượng")):
            hands.press(Qt.Key.Key_Space)
        if here() == "Số lượt phát":
            hands.write("2")
        if isinstance(QApplication.focusWidget().parent(), type(place.form.rows["results"].editor)):
            QApplication.focusWidget().clearFocus()
            place._later.setFocus()
            break
    assert len(set(seen)) == len(seen), "no field is met twice"
    hands.press(Qt.Key.Key_Return)
    assert "Đã lưu «Bản tin»" in window.messages.text
    assert here() == "Tên hoạt động"


def test_ctrl_enter_of_the_number_block_saves_too_also_from_a_note(window, broadcasts, hands):
    place = window.open_form("PHATTHANH", BROADCAST | {"title": "Từ ghi chú"})
    place.form.rows["results"].take_focus()
    hands.write("dòng một")
    hands.press(Qt.Key.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier)
    assert "Đã lưu «Từ ghi chú»" in window.messages.text


def test_ctrl_enter_saves_also_where_qt_speaks_vietnamese(window, qapp, broadcasts, hands):
    """There the name of Return is «Enter»: read as a name, the two Enter keys would be one shortcut twice, and none would work."""
    words = QTranslator()
    assert words.load(str(ROOT / "resources" / "i18n" / "qtbase_vi.qm"))
    qapp.installTranslator(words)
    try:
        window.open_form("PHATTHANH", BROADCAST | {"title": "Tiếng Việt"})
        hands.press(Qt.Key.Key_Return, CTRL)
        assert "Đã lưu «Tiếng Việt»" in window.messages.text
    finally:
        qapp.removeTranslator(words)


def test_ctrl_d_makes_a_copy_and_the_first_one_stays(window, broadcasts, hands):
    first = broadcasts.last("PHATTHANH")
    place = window.open_activity(first.uid)
    hands.press(Qt.Key.Key_D, CTRL)
    values = place.form.values()
    assert values["title"] == first.title and values["starts_on"] == date.today().isoformat()
    assert int(values["runs"]) == 2
    hands.press(Qt.Key.Key_S, CTRL)
    assert broadcasts.get(first.uid).revision == 1
    assert broadcasts.last("PHATTHANH").uid != first.uid


def test_the_place_and_the_host_of_the_last_time_stand_there_already(window, book, kinds, hands):
    from desktop.models.describe import example

    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
    Activities(book, kinds).save("TAPHUAN", values | {"place": "Nhà văn hóa tổ 5", "host": "Đoàn phường", "person": "Trần Văn A"})
    form = window.open_form("TAPHUAN").form
    assert form.rows["place"].editor.line.text() == "Nhà văn hóa tổ 5"
    form.unfold()
    assert form.values()["host"] == "Đoàn phường"
    assert form.values()["person"] == "Trần Văn A"


def test_a_weekly_template_is_kept_found_by_ctrl_n_and_fills_the_next_day(window, qtbot, book, hands):
    place = window.open_form("PHATTHANH", BROADCAST)
    dialog = place.keep_template()
    dialog.name.selectAll()
    type_text(dialog.name, "Bản tin sáng thứ Hai")
    dialog.rhythm.buttons["0"].click()
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    settle(qtbot, window)
    (kept,) = Templates(book).all()
    assert (kept.name, kept.weekday, kept.kind) == ("Bản tin sáng thứ Hai", 0, "PHATTHANH")
    assert "starts_on" not in kept.values and "results" not in kept.values
    window.activateWindow()  # the dialog took the keyboard with it
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)
    hands.press(Qt.Key.Key_Escape)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    hands.write("sang thu hai\n")
    form = window.page.form
    day = date.fromisoformat(form.values()["starts_on"])
    assert day.weekday() == 0 and 0 <= (day - date.today()).days < 7
    assert form.values()["runs"] in (2, "2")
    hands.press(Qt.Key.Key_Return, CTRL)
    assert Templates(book).all()[0].used_for == day.isoformat()
    window.page.use_template("Bản tin sáng thứ Hai")
    assert window.page.form.values()["starts_on"] == (day + timedelta(days=7)).isoformat()


def test_templates_are_listed_thrown_away_and_taken_back(window, book, hands):
    Templates(book).keep(Template("Bản tin", "PHATTHANH", {"title": "A"}, 4))
    dialog = window.open_form("PHATTHANH").list_templates()
    assert "thứ Sáu hằng tuần" in dialog.list.item(0).text()
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert Templates(book).all() == []
    dialog.bring_back()
    assert [one.name for one in Templates(book).all()] == ["Bản tin"]
    dialog.close()


# What Unikey and a clipboard bring


def test_a_doubtful_number_is_asked_below_and_answered_without_leaving_the_field(window, hands):
    place = window.open_form("PHATTHANH")
    row = place.form.rows["runs"]
    row.take_focus()
    hands.write("1,500")
    assert row.editor.ask.text == "Ý là số nào?"
    assert QApplication.focusWidget() is row.editor.line, "asking never takes the keyboard"
    hands.press(Qt.Key.Key_1, ALT)
    assert row.editor.line.text() == "1.500"
    assert row.editor.ask.text == ""
    row.editor.line.selectAll()
    hands.write("1,5")
    assert row.editor.ask.text == ""


def test_sub_counts_are_judged_while_typing_and_never_while_the_total_is_typed(window, hands):
    place = window.open_form("TAPHUAN")
    row = place.form.rows["participants"]
    row.take_focus()
    hands.write("45")
    row.editor.lines["female"].setFocus()
    hands.write("5")
    assert row.fault == ""
    hands.write("0")
    assert row.fault == "Nữ (50) nhiều hơn tổng số (45)."
    assert QApplication.focusWidget() is row.editor.lines["female"]
    hands.write("\b")
    assert row.fault == ""
    row.editor.total.setFocus()
    row.editor.total.selectAll()
    hands.write("4")  # on the way to 48
    assert row.fault == ""


@pytest.mark.parametrize(("text", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI")], ids=["tcvn3", "vni"])
@pytest.mark.parametrize("field", ["title", "results"])
def test_a_paste_of_the_old_fonts_is_shown_first_and_turned_only_when_asked(window, qapp, hands, text, name, field):
    row = window.open_form("TAPHUAN").form.rows[field]
    row.take_focus()
    qapp.clipboard().setText(text)
    hands.press(Qt.Key.Key_V, CTRL)
    assert row.editor.raw() == text
    assert name in row.editor.ask.text and WORDS in row.editor.ask.text
    hands.press(Qt.Key.Key_1, ALT)
    assert row.editor.raw() == WORDS
    QTest.keySequence(QApplication.focusWidget(), QKeySequence(QKeySequence.StandardKey.Undo))
    assert row.editor.raw() == text, "Ctrl+Z brings back what was pasted"


def test_a_paste_of_the_old_fonts_can_be_left_as_it_is(window, qapp, hands):
    row = window.open_form("TAPHUAN").form.rows["title"]
    row.take_focus()
    qapp.clipboard().setText(TCVN3)
    hands.press(Qt.Key.Key_V, CTRL)
    hands.press(Qt.Key.Key_2, ALT)
    assert (row.editor.raw(), row.editor.ask.text) == (TCVN3, "")
    hands.write(" a")
    assert row.editor.ask.text == "", "who said no is not asked again"
    row.editor.line.selectAll()
    hands.write("\b")
    hands.press(Qt.Key.Key_V, CTRL)
    assert row.editor.ask.text


def test_unikey_retypes_and_nfd_is_pasted_and_both_are_saved_as_one_form(window, qtbot, qapp, book, kinds, hands):
    window.open_form("PHATTHANH", BROADCAST | {"title": ""})
    window.page.form.rows["title"].take_focus()
    hands.write("tuye\b\b\buyên tru\b\bryè\b\bruyền ")  # letters, then Backspace and the letter with its mark
    typed = window.page.form.rows["title"].editor.raw()
    qapp.clipboard().setText(unicodedata.normalize("NFD", "Tổ công nghệ số cộng đồng"))
    hands.press(Qt.Key.Key_V, CTRL)
    assert window.page.form.rows["title"].editor.ask is None or not window.page.form.rows["title"].editor.ask.text
    hands.press(Qt.Key.Key_S, CTRL)
    title = Activities(book, kinds).last("PHATTHANH").title
    assert title == f"{typed}Tổ công nghệ số cộng đồng"
    assert title == unicodedata.normalize("NFC", title)


@pytest.mark.parametrize("leave", ["escape", "page", "close", "other form"])
def test_leaving_a_form_never_loses_what_was_typed(window, qtbot, book, hands, leave):
    window.open_form("TOROI")
    hands.write("Tờ rơi mới gõ")
    if leave == "escape":
        hands.press(Qt.Key.Key_Escape)
    elif leave == "page":
        window.show_page("today")
    elif leave == "other form":
        window.open_form("TINBAI")
    else:
        window.keep_draft()
    assert [draft.values["title"] for draft in Drafts(book).all()] == ["Tờ rơi mới gõ"]


def test_the_page_follows_the_keyboard(window, qtbot, hands):
    place = window.open_form("TAPHUAN")
    place.form.rows["cost_actual"].take_focus()
    qtbot.waitUntil(lambda: _in_sight(place, place.form.rows["cost_actual"].editor.line))
    place.form.rows["title"].take_focus()
    qtbot.waitUntil(lambda: _in_sight(place, place.form.rows["title"].editor.line))


def _in_sight(place, widget):
    seen = place._area.viewport()
    at = widget.mapTo(seen, widget.rect().center())
    return seen.rect().contains(at)


def test_a_draft_from_before_the_last_section_was_made_is_whole(window, book, kinds):
    """The rest of a form is made when the screen has a moment; whoever leaves before loses nothing."""
    values = BROADCAST | {"cost_actual": 500_000, "links": "https://haichau.danang.gov.vn/a"}
    values = {name: value for name, value in values.items() if name in kinds["PHATTHANH"].names}
    place = window.open_form("PHATTHANH", {name: value for name, value in values.items() if name != "title"})
    type_text(QApplication.focusWidget(), "Gõ ngay")
    assert len(place.form._rows) < len(kinds["PHATTHANH"].fields), "the form is not whole yet"
    place.keep()
    (draft,) = Drafts(book).all()
    assert draft.values["title"] == "Gõ ngay"
    assert {name: draft.values[name] for name in ("runs", "cost_actual", "results")} == {
        "runs": 2, "cost_actual": 500_000, "results": "Phát đủ"}  # fmt: skip
    assert place.save()
    assert Activities(book, kinds).last("PHATTHANH").values["cost_actual"] == 500_000
