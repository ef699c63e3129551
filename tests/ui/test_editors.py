"""Every editor: one for each type, gives back what was put in, names itself, and leaves typing alone."""

import unicodedata
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.models import fields
from desktop.models.fields import TYPES, Choice, Field
from desktop.ui.forms.editor import Setting
from desktop.ui.forms.editors import EDITORS, make
from desktop.ui.forms.field_row import FieldRow
from desktop.ui.forms.money import in_words
from desktop.ui.icons import Icons
from desktop.ui.theme import Theme
from tests.ui.keys import type_text

TODAY = date(2026, 11, 23)
CHOICES = tuple(Choice(f"m{n}", f"Mục {n}") for n in range(9))


@pytest.fixture
def setting(qapp):
    theme = Theme()
    digest = {"sha256": "0" * 64, "name": "a.jpg", "size": 2048}
    return Setting(theme, Icons(theme), lambda: TODAY, lambda kind: ["Tổ 5 Hải Châu", "Tổ 7 Thuận Phước"], make,
                   lambda path: dict(digest))  # fmt: skip


def field(type_name, **more):
    plain = {"choices": CHOICES} if type_name in ("choice", "choices") else {}
    if type_name == "people":
        plain = {"groups": (Choice("female", "Nữ"),)}
    if type_name == "table":
        plain = {"columns": (Field("what", "Tiêu chí", "text"), Field("score", "Điểm", "number"))}
    return Field("x", "Nhãn của trường", type_name, **(plain | more))


@pytest.fixture
def shown(qtbot, setting):
    """Return a function that shows the row of a field beside a second place for the focus to go."""

    kept = []

    def begin(made):
        row = FieldRow(made, make(made, setting))
        qtbot.addWidget(row)
        row.show()
        row.activateWindow()
        kept.append(row)
        return row

    yield begin
    for row in kept:
        row.close()


def test_there_is_one_editor_for_every_type():
    assert set(EDITORS) == set(TYPES)


@pytest.mark.parametrize("name", TYPES)
def test_an_editor_gives_back_what_was_put_in(shown, name):
    made = field(name)
    value = TYPES[name].example(made) or [{"sha256": "1" * 64, "name": "b.png", "size": 5}]
    editor = shown(made).editor
    editor.put(value)
    assert fields.clean(made, editor.raw()) == value
    editor.put(editor.raw())
    assert fields.clean(made, editor.raw()) == value


@pytest.mark.parametrize("name", TYPES)
def test_an_empty_editor_gives_nothing(shown, name):
    made = field(name)
    editor = shown(made).editor
    editor.put(None)
    assert fields.clean(made, editor.raw()) is None
    assert editor.fault() == ""


@pytest.mark.parametrize("name", TYPES)
def test_every_stop_of_the_keyboard_has_a_name(shown, name):
    row = shown(field(name, help="Một lời chỉ dẫn."))
    stops = [w for w in row.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    stops = [stop for stop in stops if stop.focusProxy() is None]
    assert stops
    assert [type(stop).__name__ for stop in stops if not stop.accessibleName()] == []


def test_a_day_is_typed_short_and_written_out_when_left(shown, qtbot):
    row = shown(field("date"))
    line = row.editor.line
    for typed, written in (("28/8", "28/08/2026"), ("h", "23/11/2026"), ("5.10.26", "05/10/2026")):
        line.clear()
        type_text(line, typed)
        assert line.text() == typed
        row.editor.settle()
        assert line.text() == written


def test_alt_down_opens_a_calendar_and_enter_takes_the_day(shown, qtbot):
    row = shown(field("date"))
    row.editor.put("2026-08-28")
    QTest.keyClick(row.editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = row.editor.calendar
    QTest.keyClick(calendar._month.focusProxy() or calendar._month, Qt.Key.Key_Right)
    calendar._choose(calendar._month.selectedDate())
    assert row.editor.raw() == "2026-08-29"


def test_a_doubtful_number_is_asked_back_beside_the_field(shown):
    row = shown(field("number"))
    type_text(row.editor.line, "1,500")
    assert "chưa rõ" in row.editor.fault()


def test_money_is_said_in_words_below(shown):
    row = shown(field("money"))
    type_text(row.editor.line, "12,5 triệu")
    assert row.editor.words.text() == "Mười hai triệu năm trăm nghìn đồng"
    row.editor.settle()
    assert row.editor.line.text() == "12.500.000"


@pytest.mark.parametrize(("amount", "words"), [
    (0, "Không đồng"), (5, "Năm đồng"), (15, "Mười lăm đồng"), (21, "Hai mươi mốt đồng"), (105, "Một trăm lẻ năm đồng"),
    (1_000_000, "Một triệu đồng"), (1_005_000, "Một triệu không trăm lẻ năm nghìn đồng"),
    (2_000_000_011, "Hai tỷ không trăm mười một đồng"),
])  # fmt: skip
def test_money_in_words(amount, words):
    assert in_words(amount) == words


def test_unikey_types_with_backspaces_and_nothing_is_rewritten_meanwhile(shown):
    row = shown(field("text", suggest="DANHMUCTO"))
    line = row.editor.line
    # «tập» as Unikey sends it: letters, then Backspace and the letter with its mark
    type_text(line, "ta\bâp\b\bập")
    assert line.text() == "tập"


def test_pasted_nfd_text_is_kept_as_nfc(shown, qapp):
    row = shown(field("text"))
    qapp.clipboard().setText(unicodedata.normalize("NFD", "Tổ công nghệ số cộng đồng"))
    row.editor.line.paste()
    assert fields.clean(row.field, row.editor.raw()) == "Tổ công nghệ số cộng đồng"


def test_a_suggestion_never_replaces_what_is_typed(shown, qtbot):
    row = shown(field("text", suggest="DANHMUCTO"))
    type_text(row.editor.line, "to 7")
    popup = row.editor.line.completer().popup()
    assert row.editor.line.text() == "to 7"
    assert [popup.model().index(n, 0).data() for n in range(popup.model().rowCount())] == ["Tổ 7 Thuận Phước"]
    popup.hide()


def test_chips_are_one_stop_and_the_space_bar_chooses(shown):
    row = shown(field("choices"))
    chips = row.editor.chips.buttons
    stops = [chip for chip in chips.values() if chip.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 1
    stops[0].setFocus()
    QTest.keyClick(stops[0], Qt.Key.Key_Right)
    QTest.keyClick(chips["m1"], Qt.Key.Key_Space)
    assert row.editor.raw() == ["m1"]


def test_a_code_of_a_newer_list_is_not_lost(shown):
    row = shown(field("choices"))
    row.editor.put(["m2", "moi"])
    assert set(row.editor.raw()) == {"m2", "moi"}


def test_more_women_than_people_is_said_below(shown):
    row = shown(field("people"))
    type_text(row.editor.lines["total"], "45")
    type_text(row.editor.lines["female"], "50")
    assert row.editor.fault() == "Nữ (50) nhiều hơn tổng số (45)."


def test_a_photo_is_added_once_and_taken_off(shown, tmp_path):
    row = shown(field("photos"))
    row.editor.add(tmp_path / "a.jpg")
    row.editor.add(tmp_path / "a.jpg")
    assert [photo["name"] for photo in row.editor.raw()] == ["a.jpg"]
    row.editor.remove(0)
    assert row.editor.raw() == []


def test_a_row_of_a_table_is_added_and_taken_off(shown):
    row = shown(field("table"))
    row.editor.put([{"what": "Tính mới", "score": 8}])
    row.editor._more.click()
    type_text(row.editor._rows[-1][0][0].line, "Hiệu quả")
    assert row.editor.raw() == [{"what": "Tính mới", "score": "8"}, {"what": "Hiệu quả"}]
    row.editor._rows[0][1].click()
    assert row.editor.raw() == [{"what": "Hiệu quả"}]


def test_a_table_of_large_letters_has_its_cells_below_each_other(qapp, qtbot):
    theme = Theme(200)
    large = Setting(theme, Icons(theme), lambda: TODAY, lambda kind: [], make, lambda path: {})
    made = make(field("table"), large)
    qtbot.addWidget(made)
    made.put([{"what": "Tính mới", "score": 8}, {"what": "Hiệu quả", "score": 9}])
    made.show()
    first, second = made._rows[0][0]
    assert first.geometry().bottom() < second.geometry().top()
    made._rows[0][1].click()
    assert made.raw() == [{"what": "Hiệu quả", "score": "9"}]
    made.close()
