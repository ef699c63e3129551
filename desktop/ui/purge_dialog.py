"""«Xóa theo ngày»: names, phones and lists of activities before a day, with a preview of counts and a receipt."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from desktop.models import reading
from desktop.models.errors import AppError, InputError
from desktop.models.text import date_vi, number_vi
from desktop.tasks import Job
from desktop.ui.guide import Guide
from desktop.ui.output import Output
from desktop.ui.parts import button, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

USUAL = 2 * 365  # days


class PurgeDialog(Guide):
    """Nothing is deleted before it was counted for exactly that day."""

    told = Signal(str, str)
    ready = Signal()

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = room
        self._older: Any = None
        self._job: Job | None = None
        self._paper = b""
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        self.setWindowTitle(self.tr("Xóa dữ liệu cá nhân theo ngày"))
        self.day = QLineEdit(date_vi(date.today() - timedelta(days=USUAL)))
        self.day.setAccessibleName(self.tr("Xóa dữ liệu của hoạt động trước ngày"))
        self.day.textChanged.connect(self._changed)
        self.found = label("", "strong", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.hide()
        said = self.tr("Người phụ trách, điện thoại, tổ trưởng, tổ phó và danh sách người dự của các hoạt động trước ngày này "
                       "bị xóa hẳn, cả trong lịch sử các lần lưu. Hoạt động, số liệu, báo cáo giữ nguyên; không phải gửi lại "
                       "gì.")  # fmt: skip
        self.look_button = button(self.tr("Xem trước"), self.look, icon="search", icons=room.icons)
        self.purge_button = button(self.tr("Xóa hẳn"), self.purge, role="danger", icon="trash-2", icons=room.icons)
        self.purge_button.setEnabled(False)
        self.paper_button = button(self.tr("Biên nhận (PDF)…"), self._save_paper, icon="printer", icons=room.icons)
        self.paper_button.hide()
        line = row(label(self.tr("Trước ngày")), self.day, self.look_button, None)
        self.setLayout(column(label(said, "muted", wrap=True), line, self.found, self._bar,
                              row(button(self.tr("Đóng"), self.reject), None, self.paper_button, self.purge_button),
                              space=SPACE.m, margin=SPACE.l))  # fmt: skip
        self.resize(room.theme.px(560), self.height())

    def begin(self) -> None:
        """Open."""
        self.open()
        self.look()

    def look(self) -> None:
        """Count what would go."""
        try:
            day = reading.day(self.day.text(), today=date.today())
        except InputError as fault:
            self._failed(fault)
            return
        self._room.tasks.run(lambda desk, job: desk.personal.older(day), self._show, failed=self._failed, lane="older")

    def purge(self) -> None:
        """Delete what was counted."""
        before = date.fromisoformat(self._older.before)
        self.purge_button.setEnabled(False)
        self.look_button.setEnabled(False)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._job = self._room.tasks.run(
            lambda desk, job: desk.personal.purge(before, job.report, lambda: job.stopped), self._done, failed=self._failed,
            progress=self._progress)  # fmt: skip

    def _changed(self) -> None:
        self._older = None
        self.purge_button.setEnabled(False)

    def _show(self, older: Any) -> None:
        self._older = older
        said = self.tr("Trước {day}: {activities} hoạt động có tên hoặc số điện thoại ({saves} lần lưu), {lists} danh sách "
                       "({people} người).")  # fmt: skip
        self.found.setText(self.tr("Không có gì cũ hơn ngày này: không cần xóa.") if older.empty else said.format(
            day=date_vi(older.before), activities=number_vi(older.activities), saves=number_vi(older.revisions),
            lists=number_vi(older.lists), people=number_vi(older.attendees)))  # fmt: skip
        self.purge_button.setEnabled(not older.empty)
        self.ready.emit()

    def _progress(self, done: int, whole: int) -> None:
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(done)

    def _done(self, made: tuple[Any, bytes]) -> None:
        done, self._paper = made
        self._bar.hide()
        self._older = None
        said = self.tr("{what} Biên nhận số {n}.").format(what=done.receipt.sentence, n=done.receipt.n)
        self.found.setText(said)
        self.look_button.setEnabled(True)
        self.paper_button.show()
        self.told.emit("done", said)
        self.ready.emit()

    def _save_paper(self) -> None:
        self._output.ask_and_save(self._paper, name="bien-nhan-xoa-du-lieu")

    def _failed(self, fault: AppError) -> None:
        self._bar.hide()
        self.look_button.setEnabled(True)
        self.found.setText(fault.sentence)
        self.ready.emit()
