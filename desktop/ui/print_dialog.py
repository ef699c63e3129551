"""Printing: which printer, how, which pages; how far it is; what is out when the printer stops, and how to go on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.models.errors import AppError, InputError
from desktop.models.text import number_vi
from desktop.printing.printers import DUPLEX, OFFERED, PAPERS, Preset, keep, presets
from desktop.printing.spooling import Press, Spool, sizes
from desktop.tasks import Job
from desktop.ui.drives import Drive, removable
from desktop.ui.parts import button, column, label, restyle, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

KEPT = "printers"  # the ways of every printer, in the window's settings
LAST = "printer"


class PrintDialog(QDialog):
    """Prints, or keeps as a file, one finished PDF; nothing of the page behind it waits for the printer.

    `find` lists the printers and `open_press(printer, title)` opens one; both are called on the worker.
    """

    printed = Signal()

    def __init__(self, room: Room, pdf: bytes, title: str, parent: QWidget | None = None, *,
                 find: Callable[[], Sequence[str]] | None = None, drives: Callable[[], Sequence[Drive]] = removable,
                 open_press: Callable[[str, str], Press] | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(self.tr("In «{title}»").format(title=title))
        self._room, self._pdf, self._title = room, pdf, title
        self._find, self._open, self._drives = find or _printers, open_press or _press, drives
        self._spool: Spool | None = None
        self._job: Job | None = None
        self._more: Callable[[], None] = self.print_all
        self._ways: tuple[Preset, ...] = OFFERED
        self._sizes: list[tuple[float, float]] = []
        self._once = False  # a test page: nothing to go on with
        self._build()
        self._lay_out()
        self._ask()

    @property
    def sentence(self) -> str:
        """What the dialog says at its foot."""
        return self._said.text()

    @property
    def busy(self) -> bool:
        """Whether pages are on their way."""
        return self._job is not None

    def preset(self) -> Preset:
        """Return what is chosen. Raises InputError in words, about the first thing that is wrong."""
        return Preset(name=self.way.currentText(), paper=self.paper.currentText(), duplex=self.duplex.currentData(),
                      grey=self.grey.isChecked(), copies=_whole(self.copies.text()), margin=_number(self.margin.text()),
                      right=_number(self.right.text()), down=_number(self.down.text()),
                      shrink=self.shrink.isChecked())  # fmt: skip

    def print_all(self) -> None:
        """Print the chosen pages."""
        try:
            self._begin(self._pdf, self._sizes, self.preset(), self.pages.text())
        except InputError as fault:
            self._tell(fault.sentence, "fault")

    def print_trial(self) -> None:
        """Print the test page, once."""
        from desktop.printing.trial import trial

        try:
            preset = replace(self.preset(), copies=1, duplex="none")
        except InputError as fault:
            self._tell(fault.sentence, "fault")
            return
        printer, size = self.printer.currentText(), PAPERS[preset.paper]
        self._room.tasks.run(lambda desk, job: trial(preset, printer), lambda pdf: self._begin(pdf, [size], preset, "", once=True),
                             failed=lambda fault: self._tell(fault.sentence, "fault"))  # fmt: skip

    def go_on(self) -> None:
        """Print on after a fault, from the page that is written, on the printer that is chosen now."""
        if self._spool is None:
            return
        try:
            self._spool.go_on_from(_whole(self.start.text()), self._open(self.printer.currentText(), self._title))
        except InputError as fault:
            self._tell(fault.sentence, "fault")
            return
        self._run()

    def start_anew(self) -> None:
        """Give up what is left of a broken printing; the pages and the way can be chosen again."""
        self._forget()
        self._count()
        self.printer.setFocus()

    def stop(self) -> None:
        """Stop after the page under way."""
        if self._job:
            self._job.stop()
            self._tell(self.tr("Đang dừng sau trang này…"), "")

    def keep_way(self) -> None:
        """Keep what is chosen as a way of this printer, under the name in the box."""
        try:
            preset = self.preset()
        except InputError as fault:
            self._tell(fault.sentence, "fault")
            return
        if not preset.name.strip():
            self._tell(self.tr("Cách in chưa có tên: hãy đặt tên rồi lưu."), "fault")
            return
        settings, printer = self._room.desk.settings, self.printer.currentText()
        settings.keep(KEPT, keep(settings.kept(KEPT, {}), printer, preset))
        self._offer_ways()
        self._tell(self.tr("Đã giữ cách in «{name}» cho máy «{printer}».").format(name=preset.name, printer=printer), "done")

    def ask_and_save(self) -> None:
        """Ask for a place and keep the PDF there."""
        folder = self._room.desk.settings.kept("folder", str(Path.home()))
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Lưu PDF vào thư mục"), folder)
        if chosen:
            self.save_into(Path(chosen))

    def save_into(self, folder: Path, *, stick: bool = False) -> None:
        """Keep the PDF in a folder, read it back, and say where it is."""
        from desktop.printing.saving import save

        self._tell(self.tr("Đang ghi và đọc lại…"), "")
        done = self.tr("Đã lưu và đọc lại đúng: {file}.") + (self.tr(" Hãy tháo USB an toàn.") if stick else "")
        self._room.tasks.run(lambda desk, job: save(folder, self._title, self._pdf),
                             lambda path: self._tell(done.format(file=path), "done"),
                             failed=lambda fault: self._tell(fault.sentence, "fault"))  # fmt: skip

    def reject(self) -> None:
        """Close; what is under way is stopped first."""
        self.stop()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is under way."""
        self.stop()
        super().closeEvent(event)

    def _build(self) -> None:
        self.printer, self.way, self.paper, self.duplex = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.way.setEditable(True)
        self.way.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.paper.addItems(list(PAPERS))
        for kept, words in DUPLEX.items():
            self.duplex.addItem(words, kept)
        self.pages, self.copies, self.start = QLineEdit(), QLineEdit(), QLineEdit()
        self.pages.setPlaceholderText(self.tr("Tất cả; hoặc 1-3, 5"))
        self.margin, self.right, self.down = QLineEdit(), QLineEdit(), QLineEdit()
        self.grey = QCheckBox(self.tr("Đen trắng"))
        self.shrink = QCheckBox(self.tr("Thu nhỏ nếu trang lớn hơn giấy"))
        for short in (self.copies, self.start, self.margin, self.right, self.down):
            short.setMaximumWidth(self._room.theme.px(90))
        self.print_button = button(self.tr("In"), self._primary, role="primary", icon="printer", icons=self._room.icons)
        self.print_button.setDefault(True)
        self.stop_button = button(self.tr("Dừng"), self.stop)
        self.trial_button = button(self.tr("In trang thử"), self.print_trial)
        self.anew_button = button(self.tr("Bỏ, in lại từ đầu"), self.start_anew, role="quiet")
        self.keep_button = button(self.tr("Giữ cách in này"), self.keep_way, role="quiet")
        self.save_button = button(self.tr("Lưu tệp…"), self.ask_and_save)
        self.stick_button = button(self.tr("Lưu vào USB"))
        self._sticks = QMenu(self.stick_button)
        self._sticks.aboutToShow.connect(self._list_sticks)
        self.stick_button.setMenu(self._sticks)
        self.close_button = button(self.tr("Đóng"), self.reject)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Số trang đã in"))
        self._said = label("", "muted", wrap=True)
        self.way.activated.connect(lambda at: self._take(self._ways[at]))
        self.printer.activated.connect(lambda _: self._offer_ways())

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.l)
        grid.setVerticalSpacing(SPACE.m if self._room.theme.percent <= 125 else SPACE.s)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        named: list[tuple[str, QWidget]] = [
            (self.tr("Máy &in"), self.printer), (self.tr("&Cách in"), self.way), (self.tr("&Giấy"), self.paper),
            (self.tr("In &hai mặt"), self.duplex), (self.tr("&Trang"), self.pages), (self.tr("&Số bản"), self.copies),
        ]  # fmt: skip
        for number, (words, editor) in enumerate(named):
            grid.addLayout(self._named(words, editor), number // 2, number % 2)
        grid.addWidget(self.grey, 3, 0)
        grid.addWidget(self.shrink, 3, 1)
        fine = row(self._named(self.tr("&Lề máy, mm"), self.margin), self._named(self.tr("Chỉnh sang &phải, mm"), self.right),
                   self._named(self.tr("Chỉnh &xuống, mm"), self.down), None, space=SPACE.l)  # fmt: skip
        self._on = QWidget()
        self._on.setLayout(row(label(self.tr("In tiếp từ trang")), self.start, self.anew_button, None))
        self.start.setAccessibleName(self.tr("In tiếp từ trang"))
        inside = QWidget()
        fields = column(grid, fine, row(self.trial_button, self.keep_button, None), None)
        fields.setContentsMargins(0, 0, SPACE.m, 0)  # the scroll bar's
        inside.setLayout(fields)
        self._form = inside
        area = scroll(inside)
        whole = column(area, self._on, self.bar, self._said,
                       row(self.save_button, self.stick_button, None, self.close_button, self.stop_button, self.print_button),
                       margin=SPACE.l)  # fmt: skip
        whole.setStretch(0, 1)
        self.setLayout(whole)
        for first, then in zip(order := self._order(), order[1:], strict=False):
            QWidget.setTabOrder(first, then)
        theme = self._room.theme
        self.resize(min(theme.px(640), 1300), min(theme.px(570), 700))
        self._show_state()
        self._take(OFFERED[0])
        self.printer.setFocus()

    def _order(self) -> list[QWidget]:
        return [
            self.printer, self.way, self.paper, self.duplex, self.pages, self.copies, self.grey, self.shrink, self.margin,
            self.right, self.down, self.trial_button, self.keep_button, self.start, self.anew_button, self.save_button,
            self.stick_button, self.close_button, self.stop_button, self.print_button,
        ]  # fmt: skip

    def _named(self, words: str, editor: QWidget) -> QVBoxLayout:
        name = label(words, "label")
        name.setTextFormat(Qt.TextFormat.AutoText)
        name.setBuddy(editor)
        editor.setAccessibleName(words.replace("&", ""))
        return column(name, editor, space=4)

    def _ask(self) -> None:
        """Ask the worker for printers and sizes: a printer on the net may take seconds to answer."""
        self._tell(self.tr("Đang tìm máy in…"), "")
        self._room.tasks.run(lambda desk, job: (list(self._find()), sizes(self._pdf)), self._found,
                             failed=lambda fault: self._tell(fault.sentence, "fault"))  # fmt: skip

    def _found(self, found: tuple[list[str], list[tuple[float, float]]]) -> None:
        names, self._sizes = found
        self.printer.addItems(names)
        last = self._room.desk.settings.kept(LAST, "")
        self.printer.setCurrentIndex(max(0, self.printer.findText(last)))
        self._offer_ways()
        self._count()
        self._show_state()
        if not names:
            self._tell(self.tr("Máy này chưa có máy in: hãy cài máy in, hoặc lưu PDF rồi in ở máy khác."), "warn")

    def _count(self) -> None:
        kinds = sorted({tuple(sorted((round(wide), round(high)))) for wide, high in self._sizes})
        told = ", ".join(f"{small} × {large} mm" for small, large in kinds[:3])
        said = self.tr("{n} trang, {sizes}. In đúng cỡ thật, không tự thu phóng.")
        self._tell(said.format(n=number_vi(len(self._sizes)), sizes=told), "")

    def _offer_ways(self) -> None:
        name = self.way.currentText()
        self._ways = presets(self._room.desk.settings.kept(KEPT, {}), self.printer.currentText())
        self.way.clear()
        self.way.addItems([one.name for one in self._ways])
        at = max(0, self.way.findText(name)) if name and name != OFFERED[0].name else 0
        self.way.setCurrentIndex(at)
        self._take(self._ways[at])

    def _take(self, preset: Preset) -> None:
        self.way.setEditText(preset.name)
        self.paper.setCurrentText(preset.paper)
        self.duplex.setCurrentIndex(self.duplex.findData(preset.duplex))
        self.grey.setChecked(preset.grey)
        self.shrink.setChecked(preset.shrink)
        self.copies.setText(str(preset.copies))
        for editor, value in ((self.margin, preset.margin), (self.right, preset.right), (self.down, preset.down)):
            editor.setText(number_vi(value))

    def _primary(self) -> None:
        self._more()

    def _begin(self, pdf: bytes, measured: Sequence[tuple[float, float]], preset: Preset, pages: str, *,
               once: bool = False) -> None:  # fmt: skip
        printer = self.printer.currentText()
        self._spool = Spool(pdf, measured, preset, self._open(printer, self._title), pages=pages)
        self._once = once
        self._room.desk.settings.keep(LAST, printer)
        self._run()

    def _run(self) -> None:
        """Send one page to the worker; when it is done, the next: a search asked meanwhile comes between two pages."""
        spool, halt = self._spool, self._job is not None and self._job.stopped
        assert spool is not None
        self._job = self._room.tasks.run(lambda desk, job: _one(spool, halt=halt or job.stopped), self._stepped,
                                         failed=self._failed)  # fmt: skip
        self._show_state()

    def _stepped(self, state: str) -> None:
        spool = self._spool
        assert spool is not None
        self.bar.setMaximum(spool.whole)
        self.bar.setValue(spool.at)
        if state == "more":
            self._tell(self.tr("Đang in trang {n} / {of}…").format(n=spool.at + 1, of=spool.whole), "")
            self._run()
            return
        self._job = None
        if state == "done":
            self._forget()
            self._tell(self.tr("Đã chuyển {n} trang tới máy in.").format(n=spool.whole), "done")
            if not self._once:
                self.printed.emit()
        else:
            self._offer_to_go_on(self.tr("Đã dừng: {told}.").format(told=spool.told), "warn")
        self._show_state()

    def _failed(self, fault: AppError) -> None:
        self._job = None
        told = self._spool.told if self._spool else ""
        self._offer_to_go_on(self.tr("{why} Tới nay {told}; hãy xem tờ cuối trong khay.").format(why=fault.sentence, told=told),
                             "fault")  # fmt: skip
        self._show_state()

    def _offer_to_go_on(self, sentence: str, tone: str) -> None:
        if self._once:
            self._forget()
        elif self._spool:
            self.bar.setValue(self._spool.out)
            self._more = self.go_on
            self.start.setText(str(self._spool.next_page))
        self._tell(sentence, tone)

    def _forget(self) -> None:
        self._more, self._spool = self.print_all, None
        self._show_state()

    def _show_state(self) -> None:
        waiting = self._spool is not None and not self.busy
        self._form.setEnabled(not self.busy)
        self._on.setVisible(waiting)
        self.bar.setVisible(self._spool is not None)
        self.stop_button.setVisible(self.busy)
        self.print_button.setText(self.tr("In tiếp") if waiting else self.tr("In"))
        ready = self.printer.count() > 0 and not self.busy
        self.print_button.setEnabled(ready)
        self.trial_button.setEnabled(ready)
        self.keep_button.setEnabled(ready)
        if waiting:
            self.start.setFocus()

    def _list_sticks(self) -> None:
        self._sticks.clear()
        found = list(self._drives())
        for drive in found:
            free = self.tr("{name} (còn {mb} MB)").format(name=drive.name, mb=number_vi(drive.room // 1_000_000))
            self._sticks.addAction(free, lambda drive=drive: self.save_into(drive.folder, stick=True))
        if not found:
            self._sticks.addAction(self.tr("Chưa thấy USB: hãy cắm USB rồi mở lại")).setEnabled(False)

    def _tell(self, sentence: str, tone: str) -> None:
        self._said.setText(sentence)
        restyle(self._said, "role", {"fault": "fault", "warn": "remark", "done": "strong"}.get(tone, "muted"))


def _one(spool: Spool, *, halt: bool) -> str:
    if halt:
        spool.stop()
        return "stopped"
    return "more" if spool.step() else "done"


def _whole(text: str) -> int:
    if not text.strip().isdecimal():
        raise InputError(f"«{text.strip()}» không phải là số: hãy ghi một số nguyên như 1.")
    return int(text)


def _number(text: str) -> float:
    try:
        return float(text.strip().replace(",", ".") or "0")
    except ValueError as fault:
        raise InputError(f"«{text.strip()}» không phải là số: hãy ghi số mm như 4,2.") from fault


def _printers() -> Sequence[str]:
    from desktop.ui.press import printers

    return printers()


def _press(printer: str, title: str) -> Press:
    from desktop.ui.press import QtPress

    return QtPress(printer, title)
