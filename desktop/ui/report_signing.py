"""Who signs a report, what it answers to, whom it goes to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.models import reading
from desktop.models.errors import InputError
from desktop.models.report_left import Left
from desktop.models.text import date_vi
from desktop.ui.parts import card, column, label
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class Signing(QWidget):
    """The lines around the text of a report; says `edited` while they change."""

    edited = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        tr = self.tr
        self.signer = self._line(tr("Người ký"), tr("Họ và tên"))
        self.title_lines = QPlainTextEdit()
        self.title_lines.setAccessibleName(tr("Chức vụ người ký"))
        self.title_lines.setPlaceholderText("CHỦ TỊCH")
        self.on = self._line(tr("Ngày của văn bản"), tr("hôm nay"))
        self.basis = self._line(tr("Căn cứ"), tr("Kế hoạch số …/KH-UBND ngày …"))
        self.recipients = QPlainTextEdit()
        self.recipients.setAccessibleName(tr("Nơi nhận"))
        self.recipients.setPlaceholderText(tr("Mỗi dòng một nơi nhận; để trống thì theo mẫu"))
        for box, lines in ((self.title_lines, 2), (self.recipients, 4)):
            box.setTabChangesFocus(True)
            box.setFixedHeight(room.theme.px(24 * lines + 14))
            box.textChanged.connect(self._typed)
        self.charts = QCheckBox(tr("Kèm biểu đồ ở phụ lục cuối (PDF)"))
        self.charts.toggled.connect(self._typed)
        self._fault = label("", "fault", wrap=True)
        self._fault.hide()
        parts: list[object] = [label(tr("Ký và gửi"), "lead")]
        for name, widget in ((tr("Người ký"), self.signer), (tr("Chức vụ"), self.title_lines),
                             (tr("Ngày của văn bản"), self.on), (tr("Căn cứ"), self.basis),
                             (tr("Nơi nhận"), self.recipients)):  # fmt: skip
            parts += [label(name, "label"), widget]
        self._filling = False
        note = label(tr("Số, chữ ký, dấu để trống cho văn thư."), "small", wrap=True)
        self.setLayout(column(card(*parts, self.charts, self._fault, note, space=SPACE.xs)))

    def show_left(self, left: Left) -> None:
        """Show what was set."""
        self._filling = True
        self.signer.setText(left.signer)
        self.title_lines.setPlainText(left.title)
        self.on.setText(date_vi(left.on) if left.on else "")
        self.basis.setText(left.basis)
        self.recipients.setPlainText("\n".join(left.recipients))
        self.charts.setChecked(left.charts)
        self._fault.hide()
        self._filling = False

    def facts(self) -> dict[str, object]:
        """Return what is set, by the names of Left; a day nobody can read counts as today and is told."""
        day = ""
        try:
            day = reading.day(self.on.text()).isoformat() if self.on.text().strip() else ""
            self._fault.hide()
        except InputError as fault:
            self._fault.setText(fault.sentence)
            self._fault.show()
        recipients = tuple(line.strip() for line in self.recipients.toPlainText().splitlines() if line.strip())
        return {"signer": self.signer.text().strip(), "title": self.title_lines.toPlainText().strip(), "on": day,
                "basis": self.basis.text().strip(), "recipients": recipients, "charts": self.charts.isChecked()}  # fmt: skip

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.textEdited.connect(self._typed)
        return line

    def _typed(self, *_: object) -> None:
        if not self._filling:
            self.edited.emit()
