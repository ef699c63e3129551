"""The question before a text of an old font is pasted: how it is now, how it would be, and the person decides."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.models.text import from_legacy
from desktop.ui.parts import button, label, row
from desktop.ui.theme import SPACE

_NAMES = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI"}
SAMPLE = 60  # letters shown before and after


class LegacyStrip(QFrame):
    """Hidden until there is something to ask."""

    answered = Signal(str)  # the text to paste

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.setProperty("tone", "warn")
        self._text, self._encoding = "", ""
        self.question = label("", wrap=True)
        self._yes = button(self.tr("Chuyển sang Unicode"), lambda: self._answer(from_legacy(self._text, self._encoding)),
                           role="primary")  # fmt: skip
        no = button(self.tr("Dán nguyên như vậy"), lambda: self._answer(self._text))
        inside = row(self.question, self._yes, no, space=SPACE.m)
        inside.setContentsMargins(SPACE.m, SPACE.s, SPACE.s, SPACE.s)
        inside.setStretch(0, 1)
        self.setLayout(inside)
        self.hide()

    def ask(self, text: str, encoding: str) -> None:
        """Show the first line as it is and as it would be in Unicode."""
        self._text, self._encoding = text, encoding
        sample = text.split("\n", 1)[0].replace("\t", " ")[:SAMPLE]
        self.question.setText(self.tr("Chữ dán vào dùng bảng mã {name}. «{before}» sẽ thành «{after}».").format(
            name=_NAMES[encoding], before=sample, after=from_legacy(sample, encoding)))  # fmt: skip
        self.show()
        self._yes.setFocus()

    def _answer(self, text: str) -> None:
        self.hide()
        self.answered.emit(text)
