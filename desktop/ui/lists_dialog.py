"""What the office decides about lists of who came: at all, phones too, what for, how long; and who is in charge."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from desktop.models.attendees import Rules
from desktop.models.errors import AppError
from desktop.tasks import Job
from desktop.ui.desk import Desk
from desktop.ui.guide import Guide
from desktop.ui.parts import button, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class ListsDialog(Guide):
    """Off until who manages switches it on, knowing what it means."""

    told = Signal(str, str)
    ready = Signal()

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = room
        self.setWindowTitle(self.tr("Danh sách người dự"))
        self.on = QCheckBox(self.tr("Cho giữ danh sách người dự trong sổ"))
        self.phones = QCheckBox(self.tr("Giữ cả số điện thoại"))
        self.purpose, self.days, self.officer = QLineEdit(), QLineEdit(), QLineEdit()
        self.purpose.setMaxLength(200)
        self.days.setMaxLength(5)
        self.officer.setMaxLength(120)
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE.m)
        for text, line in ((self.tr("Giữ để làm gì"), self.purpose), (self.tr("Giữ bao nhiêu ngày sau hoạt động"), self.days),
                           (self.tr("Phụ trách dữ liệu cá nhân, điện thoại"), self.officer)):  # fmt: skip
            line.setAccessibleName(text)
            form.addRow(label(text), line)
        said = self.tr("Chỉ bật khi thật cần: không bật thì in phiếu ký tên, danh sách nằm trên giấy. Danh sách chỉ ở máy này, "
                       "không gửi đi, tên được ẩn; hết hạn tự xóa, có biên nhận. Mục đích và thời hạn được in trên phiếu để "
                       "người dự biết.")  # fmt: skip
        self._fault = label("", "fault", wrap=True)
        self._fault.hide()
        self.save_button = button(self.tr("Lưu"), self.save, role="primary", icon="save", icons=room.icons)
        foot = row(button(self.tr("Đóng"), self.reject), None, self.save_button)
        self.setLayout(column(label(said, "muted", wrap=True), self.on, self.phones, form, self._fault, foot, space=SPACE.m,
                              margin=SPACE.l))  # fmt: skip
        self.resize(room.theme.px(560), self.height())

    def begin(self) -> None:
        """Read what was decided and open."""
        self._room.tasks.run(lambda desk, job: (desk.personal.rules(), desk.personal.officer()), self._show, failed=self._failed)
        self.open()

    def save(self) -> None:
        """Keep what is decided."""
        days = self.days.text().strip()
        rules = Rules(self.on.isChecked(), self.phones.isChecked(), self.purpose.text(), int(days) if days.isdecimal() else 0)
        officer = self.officer.text()

        def work(desk: Desk, job: Job) -> None:
            desk.personal.decide(rules)
            desk.personal.name_officer(officer)

        self._room.tasks.run(work, lambda _: self._saved(), failed=self._failed)

    def _show(self, read: tuple[Any, str]) -> None:
        rules, officer = read
        self.on.setChecked(rules.on)
        self.phones.setChecked(rules.phones)
        self.purpose.setText(rules.purpose)
        self.purpose.setCursorPosition(0)
        self.days.setText(str(rules.days))
        self.officer.setText(officer)
        self.ready.emit()

    def _saved(self) -> None:
        self.told.emit("done", self.tr("Đã lưu cách giữ danh sách người dự."))
        self.accept()

    def _failed(self, fault: AppError) -> None:
        self._fault.setText(fault.sentence)
        self._fault.show()
        self.ready.emit()
