"""The dictionary of indicators, looked at, printed, or kept as a file."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.models.errors import AppError
from desktop.ui.output import Output
from desktop.ui.parts import button, column, row
from desktop.ui.preview import Preview
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class IndicatorsDialog(QDialog):
    """Shows the dictionary as it is printed; what it means is written from the declarations on the worker."""

    told = Signal(str, str)
    shown = Signal()

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Từ điển chỉ tiêu"))
        self._room = room
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        self.preview = Preview(room, lane="indicators", whole_page=False)
        self.preview.setMinimumSize(room.theme.px(520), room.theme.px(320))
        self.preview.drawn.connect(self.shown)
        self.printing = button(self.tr("In…"), self.print_, role="primary", icon="printer", icons=room.icons)
        self.keeping = button(self.tr("Lưu PDF…"), self.save, icon="save", icons=room.icons)
        self.sheet = button(self.tr("Lưu Excel…"), self.ask_workbook, icon="save", icons=room.icons)
        close = button(self.tr("Đóng"), self.reject)
        for one in (self.printing, self.keeping):
            one.setEnabled(False)
        whole = column(self.preview, row(None, self.sheet, self.keeping, self.printing, close), margin=SPACE.l)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        room_given = self.screen().availableSize()
        self.resize(min(room.theme.px(940), room_given.width() - 60), min(room.theme.px(660), room_given.height() - 60))
        self.preview.wait(self.tr("Đang lập từ điển…"))
        room.tasks.run(lambda desk, job: desk.plans.indicators_as(".pdf", date.today()), self._show, failed=self._fail)

    def print_(self) -> None:
        """Print it."""
        self._output.ask_and_print(self.preview.pdf, self.tr("Từ điển chỉ tiêu"))

    def save(self) -> None:
        """Keep it as a PDF."""
        self._output.ask_and_save(self.preview.pdf, name="tu-dien-chi-tieu")

    def ask_workbook(self) -> None:
        """Ask for a place and keep it as an Excel file."""
        folder = self._room.desk.settings.kept("folder", str(Path.home()))
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Lưu Excel"), str(Path(folder) / "tu-dien-chi-tieu.xlsx"),
                                                self.tr("Bảng tính Excel (*.xlsx)"))  # fmt: skip
        if chosen:
            self.workbook(Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx"))

    def workbook(self, target: Path) -> None:
        """Keep it as an Excel file at a place."""
        self._room.tasks.run(
            lambda desk, job: desk.keeping.write(target, desk.plans.indicators_as(".xlsx", date.today())),
            lambda _: self.told.emit("done", self.tr("Đã lưu {file}.").format(file=target)), failed=self._fail)  # fmt: skip

    def _show(self, pdf: bytes) -> None:
        self.preview.show_pdf(pdf)
        for one in (self.printing, self.keeping):
            one.setEnabled(True)

    def _fail(self, fault: AppError) -> None:
        self.told.emit("fault", fault.sentence)
        self.preview.wait(fault.sentence)
