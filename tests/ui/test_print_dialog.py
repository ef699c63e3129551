"""The print dialog by its keys: presets, pages, progress, a printer that fails and is gone on with, files and sticks."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.errors import PrintError
from desktop.printing.sheet import Sheet
from desktop.ui.drives import Drive
from desktop.ui.print_dialog import PrintDialog
from tests.ui.conftest import settle
from tests.ui.keys import type_text


class Bench:
    """Printers that note what they are told; `fails` are the numbers of pages that are refused once."""

    def __init__(self):
        self.opened, self.presets, self.jobs, self.now, self.fails, self.threads = [], [], [], [], set(), set()
        self.gate = threading.Event()
        self.gate.set()

    def open(self, printer, title):
        self.opened.append((printer, title))
        return self

    def begin(self, preset):
        self.presets.append(preset)
        self.now = []

    def page(self, picture, placement, *, first):
        assert self.gate.wait(10)
        self.threads.add(threading.current_thread().name)
        number = sum(map(len, self.jobs)) + len(self.now) + 1
        if number in self.fails:
            self.fails.discard(number)
            raise PrintError("Máy in «Canon» không nhận: hãy xem giấy rồi in tiếp.")
        self.now.append(picture)

    def end(self):
        self.jobs.append(self.now)

    def abort(self):
        self.now = []


@pytest.fixture
def bench():
    return Bench()


@pytest.fixture
def show(qtbot, window, bench, tmp_path):
    """Return a function that shows the dialog for a PDF of so many pages and waits until it knows the printers."""
    shown = []

    def begin(pages, *, size=(60.0, 40.0), printers=("Canon", "HP")):
        sheet = Sheet(*size, title="Giấy mời")
        for page in range(pages):
            if page:
                sheet.turn(*size)
            sheet.text(5, 15, str(page + 1), "sans", 12)
        made = PrintDialog(window._room, sheet.bytes(), "Giấy mời", window, find=lambda: printers, open_press=bench.open,
                           drives=lambda: [Drive("USB của Lan", tmp_path, 7_000_000_000)])  # fmt: skip
        made.show()
        shown.append(made)
        settle(qtbot, window)
        return made

    yield begin
    for made in shown:
        made.close()
        settle(qtbot, window)
        made.deleteLater()


def done(qtbot, window, dialog):
    qtbot.waitUntil(lambda: not dialog.busy, timeout=10_000)
    settle(qtbot, window)


def press(dialog, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(dialog.focusWidget() or dialog, key, modifier)


def test_enter_prints_every_page_on_the_worker_and_the_printer_is_remembered(show, qtbot, window, bench):
    dialog = show(3)
    assert "3 trang, 40 × 60 mm" in dialog.sentence and dialog.focusWidget() is dialog.printer
    press(dialog, Qt.Key.Key_Down)
    press(dialog, Qt.Key.Key_Return)
    done(qtbot, window, dialog)
    assert bench.opened == [("HP", "Giấy mời")] and [len(job) for job in bench.jobs] == [3]
    assert bench.threads == {"worker"} and dialog.sentence == "Đã chuyển 3 trang tới máy in."
    again = show(1)
    assert again.printer.currentText() == "HP"


def test_pages_copies_duplex_and_grey_are_set_by_keys(show, qtbot, window, bench):
    dialog = show(5)
    for _ in range(3):
        press(dialog, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.duplex
    press(dialog, Qt.Key.Key_Down)
    press(dialog, Qt.Key.Key_Tab)
    type_text(dialog.pages, "2-4")
    press(dialog, Qt.Key.Key_Tab)
    dialog.copies.selectAll()
    type_text(dialog.copies, "2")
    press(dialog, Qt.Key.Key_Tab)
    press(dialog, Qt.Key.Key_Space)
    press(dialog, Qt.Key.Key_Return)
    done(qtbot, window, dialog)
    preset = bench.presets[0]
    assert (preset.duplex, preset.grey, preset.copies) == ("long", True, 2)
    assert [picture is not None for picture in bench.jobs[0]] == [True, True, True, False] * 2
    assert all(picture.grey for picture in bench.jobs[0] if picture)


@pytest.mark.parametrize(("field", "text", "said"), [
    ("pages", "9", "Tài liệu có 2 trang"), ("pages", "x", "hãy ghi số trang"), ("copies", "0", "từ 1 đến 999"),
    ("copies", "hai", "không phải là số"), ("margin", "40", "Lề máy in"), ("right", "a", "số mm"), ("down", "-11", "nhiều nhất")])
def test_what_is_wrong_is_said_and_nothing_is_printed(show, bench, field, text, said):
    dialog = show(2)
    editor = getattr(dialog, field)
    editor.clear()
    type_text(editor, f"{text}\n")
    assert said in dialog.sentence and not bench.presets and not dialog.busy


def test_a_page_larger_than_the_paper_is_refused_until_it_may_shrink(show, qtbot, window, bench):
    dialog = show(1, size=(297.0, 420.0))
    press(dialog, Qt.Key.Key_Return)
    assert "lớn hơn giấy A4" in dialog.sentence
    dialog.shrink.setFocus()
    press(dialog, Qt.Key.Key_Space)
    press(dialog, Qt.Key.Key_Return)
    done(qtbot, window, dialog)
    assert bench.presets[0].shrink and len(bench.jobs) == 1


def test_a_printer_that_fails_tells_what_is_out_and_enter_goes_on_on_another_one(show, qtbot, window, bench):
    bench.fails = {23}
    dialog = show(25)
    press(dialog, Qt.Key.Key_Return)
    done(qtbot, window, dialog)
    assert dialog.sentence == ("Máy in «Canon» không nhận: hãy xem giấy rồi in tiếp. Tới nay đã ra trang 1-20; hãy xem tờ cuối "
                               "trong khay.")
    assert dialog.start.text() == "21" and dialog.focusWidget() is dialog.start
    assert dialog.print_button.text() == "In tiếp" and dialog.bar.value() == 20
    dialog.printer.setCurrentText("HP")
    type_text(dialog.start, "\b\b" + "23\n")
    done(qtbot, window, dialog)
    assert [printer for printer, _ in bench.opened] == ["Canon", "HP"]
    assert [len(job) for job in bench.jobs] == [20, 3] and not dialog.start.isVisible()


def test_a_broken_printing_can_be_given_up_and_begun_anew(show, qtbot, window, bench):
    bench.fails = {2}
    dialog = show(3)
    press(dialog, Qt.Key.Key_Return)
    done(qtbot, window, dialog)
    dialog.anew_button.setFocus()
    press(dialog, Qt.Key.Key_Space)
    assert dialog.print_button.text() == "In" and "3 trang" in dialog.sentence and not dialog.start.isVisible()
    type_text(dialog.pages, "2\n")
    done(qtbot, window, dialog)
    assert [len(job) for job in bench.jobs] == [1]


def test_stop_ends_after_the_page_under_way_and_closing_stops_too(show, qtbot, window, bench):
    bench.gate.clear()
    dialog = show(30)
    press(dialog, Qt.Key.Key_Return)
    assert dialog.busy and dialog.stop_button.isVisible() and not dialog.printer.isEnabled()
    dialog.stop_button.setFocus()
    press(dialog, Qt.Key.Key_Space)
    bench.gate.set()
    done(qtbot, window, dialog)
    assert dialog.sentence == "Đã dừng: chưa trang nào ra." and not bench.jobs
    bench.gate.clear()
    press(dialog, Qt.Key.Key_Return)
    press(dialog, Qt.Key.Key_Escape)
    bench.gate.set()
    done(qtbot, window, dialog)
    assert not dialog.isVisible() and not bench.jobs


def test_a_search_comes_between_two_pages(show, qtbot, window, bench):
    bench.gate.clear()
    dialog = show(6)
    press(dialog, Qt.Key.Key_Return)
    seen = []
    window._tasks.run(lambda desk, job: len(bench.now), seen.append)
    bench.gate.set()
    done(qtbot, window, dialog)
    assert seen == [1] and len(bench.jobs[0]) == 6


def test_a_way_is_kept_under_its_name_for_its_printer(show, window, bench):
    dialog = show(1)
    dialog.way.lineEdit().selectAll()
    type_text(dialog.way, "Giấy mời hai mặt")
    dialog.duplex.setCurrentIndex(2)
    dialog.copies.setText("40")
    dialog.margin.setText("5,5")
    dialog.keep_button.setFocus()
    press(dialog, Qt.Key.Key_Space)
    assert dialog.sentence == "Đã giữ cách in «Giấy mời hai mặt» cho máy «Canon»." and dialog.copies.text() == "40"
    again = show(1)
    assert again.way.currentText() == "Giấy mời hai mặt"
    assert (again.preset().duplex, again.preset().copies, again.preset().margin) == ("short", 40, 5.5)
    again.printer.setFocus()
    press(again, Qt.Key.Key_Down)
    again.printer.activated.emit(1)
    assert again.way.findText("Giấy mời hai mặt") == -1 and again.preset().copies == 1


def test_the_test_page_is_printed_once_on_one_side(show, qtbot, window, bench):
    dialog = show(4)
    dialog.copies.setText("9")
    dialog.trial_button.setFocus()
    press(dialog, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(bench.jobs), timeout=10_000)
    done(qtbot, window, dialog)
    assert [len(job) for job in bench.jobs] == [1] and bench.presets[0].copies == 1
    assert bench.jobs[0][0].width == pytest.approx(2480, abs=2)
    bench.fails = {2}
    dialog.trial_button.setFocus()
    press(dialog, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "không nhận" in dialog.sentence, timeout=10_000)
    assert dialog.print_button.text() == "In" and not dialog.start.isVisible()


def test_the_pdf_is_kept_on_a_stick_and_read_back(show, qtbot, window, tmp_path):
    dialog = show(1)
    dialog._sticks.aboutToShow.emit()
    offered = dialog._sticks.actions()
    assert [action.text() for action in offered] == ["USB của Lan (còn 7.000 MB)"]
    offered[0].trigger()
    settle(qtbot, window)
    assert (tmp_path / "Giấy mời.pdf").read_bytes() == dialog._pdf and "Hãy tháo USB an toàn" in dialog.sentence
    dialog.save_into(tmp_path / "đã rút", stick=True)
    settle(qtbot, window)
    assert "hãy" in dialog.sentence and "Không tìm thấy" in dialog.sentence


def test_without_a_printer_the_file_can_still_be_kept(show):
    dialog = show(1, printers=())
    assert "chưa có máy in" in dialog.sentence
    assert not dialog.print_button.isEnabled() and dialog.save_button.isEnabled() and dialog.stick_button.isEnabled()


def test_every_field_has_a_name_for_those_who_hear_the_window(show):
    dialog = show(1)
    for editor in (dialog.printer, dialog.way, dialog.paper, dialog.duplex, dialog.pages, dialog.copies, dialog.start,
                   dialog.margin, dialog.right, dialog.down, dialog.bar):
        assert editor.accessibleName() and "&" not in editor.accessibleName()
