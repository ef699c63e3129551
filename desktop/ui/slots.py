"""One thing to fill in on a paper: its label and the editor its kind asks for."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from desktop.ui.desk import Slot
from desktop.ui.parts import button, column, label
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

NOTE_LINES = 3


class SlotRow(QWidget):
    """A label above a line, a small text, or a button that takes a picture."""

    edited = Signal()
    told = Signal(str, str)

    def __init__(self, slot: Slot, room: Room) -> None:
        super().__init__()
        self._slot = slot
        self._room = room
        self._data = b""
        self._editor = self._make()
        name = label(slot.label + (" *" if slot.required else ""), "label", wrap=True)
        name.setBuddy(self._editor)
        self._editor.setAccessibleName(slot.label)
        self.setLayout(column(name, self._editor, space=SPACE.xs))

    def value(self) -> Any:
        """Return what stands in the editor: text, or the bytes of a picture."""
        if isinstance(self._editor, QLineEdit):
            return self._editor.text()
        if isinstance(self._editor, QPlainTextEdit):
            return self._editor.toPlainText()
        return self._data

    def put(self, value: Any) -> None:
        """Show a text without telling that it was edited; a picture stays as it is."""
        blocked = self._editor.blockSignals(True)
        if isinstance(self._editor, QLineEdit):
            self._editor.setText(str(value))
            self._editor.setCursorPosition(0)
        elif isinstance(self._editor, QPlainTextEdit):
            self._editor.setPlainText(str(value))
        self._editor.blockSignals(blocked)

    def _make(self) -> QWidget:
        if self._slot.kind == "image":
            return button(self.tr("Chọn ảnh…"), self._ask, icon="folder-open", icons=self._room.icons)
        if self._slot.kind == "note":
            area = QPlainTextEdit()
            area.setTabChangesFocus(True)
            area.setFixedHeight(self._room.theme.px(22) * NOTE_LINES + 16)
            area.textChanged.connect(self.edited)
            return area
        line = QLineEdit()
        line.textEdited.connect(lambda _: self.edited.emit())
        return line

    def _ask(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Chọn ảnh"), "", self.tr("Ảnh (*.png *.jpg *.jpeg *.webp)"))
        if name:
            self._room.tasks.run(lambda desk, job: desk.keeping.read(Path(name)), self._took,
                                 failed=lambda fault: self.told.emit("fault", fault.sentence))  # fmt: skip

    def _took(self, data: bytes) -> None:
        self._data = data
        self.edited.emit()
