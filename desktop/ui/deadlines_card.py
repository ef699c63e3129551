"""When reports are due, and the days the office does not work: a card of the settings page."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from desktop.models.errors import AppError
from desktop.models.text import date_vi
from desktop.ui.chips import Chips
from desktop.ui.parts import button, card, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

SPANS = (("month", "Tháng"), ("quarter", "Quý"), ("half", "6 tháng"), ("nine", "9 tháng"), ("year", "Năm"))


class DeadlinesCard(QWidget):
    """Asks for working days after the close of each period; empty means no such report."""

    told = Signal(str, str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.days: dict[str, QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.m)
        for at, (span, name) in enumerate(SPANS):
            line = QLineEdit()
            line.setMaxLength(20)
            line.setFixedWidth(room.theme.px(84))
            line.setPlaceholderText("–")
            asked = self.tr("Hạn báo cáo {span}, số ngày làm việc sau ngày chốt hoặc ngày trong tháng")
            line.setAccessibleName(asked.format(span=name.lower()))
            grid.addWidget(label(self.tr(name), "label"), 0, at)
            grid.addWidget(line, 1, at)
            self.days[span] = line
        grid.setColumnStretch(len(SPANS), 1)
        self.presets = Chips([("nd09", self.tr("Ngày 15 đến 14")), ("calendar", self.tr("Đầu đến cuối tháng"))], single=True)
        self.presets.setAccessibleName(self.tr("Chốt số liệu"))
        self.presets.toggled.connect(lambda: self.presets.choose(self.presets.chosen()[-1:] or ["nd09"]))
        self.holidays = QPlainTextEdit()
        self.holidays.setAccessibleName(self.tr("Ngày nghỉ thêm"))
        self.holidays.setPlaceholderText(self.tr("16/02/2026, 17/02/2026, …"))
        self.holidays.setTabChangesFocus(True)
        self.holidays.setFixedHeight(room.theme.px(64))
        self._fault = label("", "fault", wrap=True)
        self._fault.hide()
        note = self.tr("Số ngày làm việc sau ngày chốt số liệu (2), hoặc ngày cố định trong tháng (ngày 20); để trống nếu "
                       "không làm báo cáo đó. Thứ Bảy, Chủ nhật và lễ dương lịch đã được trừ; Tết, Giỗ Tổ và ngày nghỉ bù "
                       "thì ghi ở dưới.")  # fmt: skip
        self.setLayout(column(card(label(self.tr("Hạn báo cáo"), "lead"), label(note, "small", wrap=True), grid,
                                   label(self.tr("Chốt số liệu"), "label"), self.presets,
                                   label(self.tr("Ngày nghỉ thêm"), "label"), self.holidays, self._fault,
                                   row(button(self.tr("Lưu hạn báo cáo"), self.save), None), space=SPACE.s)))  # fmt: skip

    def refresh(self) -> None:
        """Read what is set."""
        self._room.tasks.run(lambda desk, job: desk.plans.deadlines(), self._show, failed=self._tell, lane="deadlines")

    def save(self) -> None:
        """Keep what is typed."""
        after = {span: line.text() for span, line in self.days.items()}
        holidays, preset = self.holidays.toPlainText(), (self.presets.chosen() or ["nd09"])[0]
        self._room.tasks.run(lambda desk, job: desk.plans.set_deadlines(after, holidays, preset), self._kept, failed=self._tell)

    def _show(self, found: Any) -> None:
        for span, line in self.days.items():
            line.setText(found.words(span))
        self.presets.choose([found.preset])
        self.holidays.setPlainText(", ".join(date_vi(day) for day in sorted(found.holidays)))

    def _kept(self, _: object) -> None:
        self._fault.hide()
        self.told.emit("done", self.tr("Đã lưu hạn báo cáo."))

    def _tell(self, fault: AppError) -> None:
        self._fault.setText(fault.sentence)
        self._fault.show()
