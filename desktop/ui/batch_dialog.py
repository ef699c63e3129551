"""One paper for each person: a list typed, pasted or opened, what is wrong in it, and the pages. Nothing of it is kept."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.models.text import number_vi
from desktop.tasks import Job
from desktop.ui.chips import Chips
from desktop.ui.desk import Desk
from desktop.ui.desk_paper import DesignCard
from desktop.ui.parts import button, clear, column, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

WAIT = 300  # ms from the last key until the list is read
FAULTS = 8
SHEETS = (("", "Mỗi người một trang"), ("A4", "Xếp nhiều trên A4"), ("A3", "Xếp nhiều trên A3"))
SMALL = 160  # mm; what is smaller can stand several on a sheet


class BatchDialog(QDialog):
    """The list lives here only while the dialog is open; it is never written into the book and never sent."""

    told = Signal(str, str)
    read = Signal()

    def __init__(self, room: Room, design: DesignCard, order: Any, parent: QWidget, *, uid: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("In theo danh sách: {design}").format(design=design.label))
        self._room, self._design, self._order = room, design, order
        self.people: Any = None
        self._job: Job | None = None
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("Danh sách"))
        self.text.setPlaceholderText(self.tr("Mỗi dòng một người. Dán thẳng từ Excel cũng được: họ và tên, chức vụ, đơn vị…"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self._read_text)
        self.text.textChanged.connect(self._timer.start)
        self._found = label("", "strong", wrap=True)
        self._faults = QVBoxLayout()
        self.sheets = Chips(SHEETS, single=True)
        self.sheets.choose([""])
        self.sheets.setVisible(max(design.size_mm) <= SMALL)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.hide()
        opened = button(self.tr("Mở tệp xlsx, csv…"), self._ask_file, icon="folder-open", icons=room.icons)
        self.listed_button = button(self.tr("Người dự của hoạt động này"), lambda: self.take_listed(uid), icon="users",
                                    icons=room.icons)  # fmt: skip
        self.listed_button.hide()
        self.save_button = button(self.tr("Lưu PDF…"), self._ask_target, role="primary", icon="save", icons=room.icons)
        self.stop_button = button(self.tr("Dừng"), self.stop)
        self.stop_button.hide()
        close = button(self.tr("Đóng"), self.reject)
        self.save_button.setEnabled(False)
        note = label(self.tr("Danh sách tên chỉ nằm trong cửa sổ này: không lưu vào sổ, không gửi đi."), "small", wrap=True)
        faults = QWidget()
        faults.setLayout(column(self._faults, None))
        whole = column(row(opened, self.listed_button, None), self.text, self._found, scroll(faults), self.sheets, self._bar, note,
                       row(close, None, self.stop_button, self.save_button), space=SPACE.m, margin=SPACE.l)  # fmt: skip
        whole.setStretch(1, 3)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.resize(room.theme.px(640), min(room.theme.px(560), 680))
        self.text.setFocus()
        if uid:
            room.tasks.run(lambda desk, job: desk.personal.brief(uid),
                           lambda brief: self.listed_button.setVisible(brief is not None), failed=self._failed)  # fmt: skip

    def take_listed(self, uid: str) -> None:
        """Take the people of the list that is kept beside an activity."""
        self._room.tasks.run(lambda desk, job: desk.personal.people(uid), self._show, failed=self._failed, lane="people")

    def open_file(self, path: Path) -> None:
        """Read a list from a file."""
        self._read(path)

    def save(self, target: Path) -> None:
        """Write the pages on the worker."""
        order, people, sheet = self._order, self.people, (self.sheets.chosen() or [""])[0]

        def work(desk: Desk, job: Job) -> int:
            return desk.paper.batch(order, people, sheet, target, job.report, lambda: job.stopped)

        self._running(on=True)
        self._job = self._room.tasks.run(work, lambda pages: self._saved(pages, target), failed=self._failed,
                                         progress=self._progress)  # fmt: skip

    def stop(self) -> None:
        """Stop; the file stays as it was."""
        if self._job:
            self._job.stop()

    # What happens

    def _read_text(self) -> None:
        self._read(self.text.toPlainText())

    def _read(self, source: Path | str) -> None:
        self._room.tasks.run(lambda desk, job: desk.paper.people(source), self._show, failed=self._failed, lane="people")

    def _show(self, people: Any) -> None:
        self.people = people
        ready, faulty = len(people.ready()), people.faulty()
        said = self.tr("{n} người").format(n=number_vi(ready))
        if faulty:
            said += self.tr(", bỏ qua {n} dòng chưa đúng").format(n=number_vi(len(faulty)))
        self._found.setText(said)
        clear(self._faults)
        lines = [one.sentence for person in people.rows for one in (*person.faults, *person.remarks)]
        for line in lines[:FAULTS]:
            self._faults.addWidget(label(line, "remark", wrap=True))
        if len(lines) > FAULTS:
            self._faults.addWidget(label(self.tr("và {n} điều khác").format(n=number_vi(len(lines) - FAULTS)), "small"))
        self.save_button.setEnabled(bool(ready))
        self.read.emit()

    def _progress(self, done: int, whole: int) -> None:
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(done)

    def _saved(self, pages: int, target: Path) -> None:
        self._running(on=False)
        if pages:
            said = self.tr("Đã lưu {n} trang vào {file}.").format(n=number_vi(pages), file=target)
            self._found.setText(said)
            self.told.emit("done", said)
        else:
            self._found.setText(self.tr("Đã dừng, không có tệp nào được ghi."))

    def _failed(self, fault: AppError) -> None:
        self._running(on=False)
        self.save_button.setEnabled(self.people is not None and bool(self.people.ready()))
        self._found.setText(fault.sentence)
        self.read.emit()

    def _running(self, *, on: bool) -> None:
        self._bar.setVisible(on)
        self.stop_button.setVisible(on)
        self.save_button.setEnabled(not on)
        if on:
            self._bar.setRange(0, 0)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Danh sách"), "", self.tr("Danh sách (*.xlsx *.xls *.ods *.csv *.txt)"))
        if name:
            self.open_file(Path(name))

    def _ask_target(self) -> None:
        usual = str(Path.home() / f"{self._design.id}.pdf")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Lưu PDF"), usual, self.tr("Tài liệu PDF (*.pdf)"))
        if name:
            self.save(Path(name if name.lower().endswith(".pdf") else f"{name}.pdf"))
