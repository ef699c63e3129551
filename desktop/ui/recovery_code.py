"""The line a recovery code is typed into from paper: each group is judged as soon as it is whole."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.models.errors import InputError
from desktop.models.recovery import GROUPS, LENGTH, is_whole, read_code
from desktop.ui.parts import column, label
from desktop.ui.theme import SPACE, Theme


class CodeLine(QWidget):
    """A wide line and a sentence under it; what is typed in any case, with or without hyphens, is understood."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__()
        self.whole = False  # what was typed is a code
        self.line = QLineEdit()
        self.line.setAccessibleName(name or self.tr("Mã trên phiếu khôi phục"))
        self.line.setPlaceholderText("F4HXFC-92T2K5-8R170G-6N3M7G-MN6JVC-GMF3VN")
        self.line.setMaxLength(200)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.px(18))
        self.line.setFont(font)
        self.line.textChanged.connect(self._judge)
        self._said = label(self.tr("Sáu nhóm, mỗi nhóm sáu ký tự, như in trên phiếu."), "small", wrap=True)
        said = label(self.line.accessibleName(), "label")
        said.setBuddy(self.line)
        self.setLayout(column(said, self.line, self._said, space=SPACE.xs))

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    @property
    def sentence(self) -> str:
        """What is said under the line."""
        return self._said.text()

    def _judge(self, typed: str) -> None:
        signs = "".join(sign for sign in typed if sign.isalnum())
        groups = [signs[at : at + LENGTH] for at in range(0, len(signs) - len(signs) % LENGTH, LENGTH)][:GROUPS]
        wrong = [str(at + 1) for at, group in enumerate(groups) if not is_whole(group, at)]
        self.whole = False
        if wrong:
            told = self.tr("Nhóm {groups} chưa đúng: hãy so lại từng ký tự với phiếu.").format(groups=", ".join(wrong))
        elif len(groups) < GROUPS:
            told = self.tr("Đúng {n}/{of} nhóm.").format(n=len(groups), of=GROUPS)
        else:
            try:
                self.whole = bool(read_code(typed))
                told = self.tr("Đủ sáu nhóm, mã gõ đúng.")
            except InputError as fault:
                told = fault.sentence
        self._said.setText(told)
        self.changed.emit()
