"""The card «Sức khỏe của sổ»: when it was last looked at, what was found, look now, mend."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QVBoxLayout

from desktop.models.errors import AppError
from desktop.models.text import number_vi
from desktop.ui.moments import moment
from desktop.ui.parts import button, card, clear, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

SHOWN = 4


class HealthCard(QFrame):
    """The daily check runs by itself; here it can be asked for, and mending begins."""

    told = Signal(str, str)  # tone, sentence
    changed = Signal()
    mend_asked = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._job: Any = None
        self._picture = QLabel()
        self._stands = label("", "strong", wrap=True)
        self._when = label("", "muted", wrap=True)
        self._found = QVBoxLayout()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Đang kiểm tra sổ"))
        self._bar.hide()
        self.check_button = button(self.tr("Kiểm tra ngay"), self.check, icon="refresh-cw", icons=room.icons,
                                   tip=self.tr("Xem lại từng trang, từng lần lưu, ảnh, chỉ mục và số liệu của sổ"))  # fmt: skip
        self.stop_button = button(self.tr("Dừng"), self.stop, role="quiet")
        self.stop_button.hide()
        self.mend_button = button(self.tr("Sửa sổ…"), self.mend_asked.emit, role="primary")
        self.mend_button.hide()
        head = row(self._picture, self._stands, space=SPACE.s)
        head.setStretch(1, 1)
        self.setLayout(row(card(label(self.tr("Sức khỏe của sổ"), "lead"), head, self._when, self._found, self._bar,
                                row(self.check_button, self.mend_button, self.stop_button, None))))  # fmt: skip

    def refresh(self) -> None:
        """Read how the book was when last looked at."""
        self._room.tasks.run(lambda desk, job: desk.health.state(), self._show, failed=self._failed, lane="health")

    def check(self) -> None:
        """Look at everything now, on the worker."""
        self._begin()
        self._job = self._room.tasks.run(
            lambda desk, job: (desk.health.check(job.report, lambda: job.stopped), desk.health.state()), self._checked,
            failed=self._failed, progress=self._progress)  # fmt: skip

    def stop(self) -> None:
        """Leave the rest for later; it goes on where it stands."""
        if self._job is not None:
            self._job.stop()

    def _begin(self) -> None:
        self._bar.setRange(0, 0)
        for part in (self._bar, self.stop_button):
            part.show()
        self.check_button.setEnabled(False)

    def _progress(self, done: int, whole: int) -> None:
        self._bar.setRange(0, whole)
        self._bar.setValue(done)

    def _checked(self, told: tuple[Any, Any]) -> None:
        findings, state = told
        self._rest()
        self._show(state)
        if findings is None:
            self.told.emit("note", self.tr("Đã dừng kiểm tra: lần nghỉ tới sẽ kiểm tra tiếp từ chỗ này."))
        else:
            self.told.emit("done" if findings.whole else "warn", findings.sentence)
        self.changed.emit()

    def _show(self, state: Any) -> None:
        tone, icon = ("fault", "circle-alert") if state.damaged else ("draft", "triangle-alert") if state.found else (
            ("sent", "circle-check") if state.at else ("saved", "info"))  # fmt: skip
        self._picture.setPixmap(self._room.icons.pixmap(icon, tone))
        if state.damaged:
            self._stands.setText(self.tr("Sổ bị hỏng một phần: đang chỉ cho xem, bấm «Sửa sổ» để sửa."))
        elif state.found:
            self._stands.setText(self.tr("Có chỗ cần sửa nhẹ; dữ liệu đã lưu còn nguyên."))
        elif state.at:
            self._stands.setText(self.tr("Sổ nguyên vẹn."))
        else:
            self._stands.setText(self.tr("Chưa kiểm tra lần nào: sổ được kiểm tra mỗi ngày một lần lúc rảnh."))
        seconds = number_vi(round(state.seconds, 1), decimals=1)
        when = self.tr("Kiểm tra lần cuối {at}, mất {s} giây.").format(at=moment(state.at), s=seconds) if state.at else ""
        later = self.tr("Đang kiểm tra dở, lúc rảnh sẽ tiếp.") if state.under_way else ""
        self._when.setText(f"{when} {later}".strip())
        self._when.setVisible(bool(self._when.text()))
        clear(self._found)
        for one in state.found[:SHOWN]:
            self._found.addWidget(label(f"· {one.sentence}", wrap=True))
        self.mend_button.setVisible(state.damaged or bool(state.found))

    def _failed(self, fault: AppError) -> None:
        self._rest()
        self.mend_button.show()
        self.told.emit("fault", fault.sentence)

    def _rest(self) -> None:
        self._job = None
        for part in (self._bar, self.stop_button):
            part.hide()
        self.check_button.setEnabled(True)
