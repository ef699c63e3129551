"""One thing to fill in on a paper: its label, the editor its kind asks for, and what is to be known of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from desktop.ui.desk_paper import Picture, Slot
from desktop.ui.focus import FocusPicker
from desktop.ui.parts import button, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

NOTE_LINES = 4


class SlotRow(QWidget):
    """A label above a line, a small text, or a photo with its focus; a remark below."""

    edited = Signal(str, str)  # name, text
    photo_given = Signal(str, bytes)  # name, the bytes of a file; none to take the photo out
    focus_moved = Signal(str, float, float)
    told = Signal(str, str)

    def __init__(self, slot: Slot, room: Room) -> None:
        super().__init__()
        self.slot = slot
        self._room = room
        self._remark = label("", "remark", wrap=True)
        self._remark.hide()
        editor = self._make()
        name = label(slot.label + (" *" if slot.required else ""), "label", wrap=True)
        name.setBuddy(self.editor)
        self.editor.setAccessibleName(slot.label)
        self.setLayout(column(name, editor, self._remark, space=SPACE.xs))

    @property
    def remark(self) -> str:
        """What is said below the editor, "" for nothing."""
        return "" if self._remark.isHidden() else self._remark.text()

    def tell(self, sentence: str) -> None:
        """Say something below the editor."""
        self._remark.setText(sentence)
        self._remark.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)

    def put(self, text: str) -> None:
        """Show a text without telling that it was edited."""
        blocked = self.editor.blockSignals(True)
        if isinstance(self.editor, QLineEdit) and self.editor.text() != text:
            self.editor.setText(text)
            self.editor.setCursorPosition(0)
        elif isinstance(self.editor, QPlainTextEdit) and self.editor.toPlainText() != text:
            self.editor.setPlainText(text)
        self.editor.blockSignals(blocked)

    def put_photo(self, picture: Picture | None, focus: tuple[float, float]) -> None:
        """Show the photo of the slot, or that there is none."""
        self._focus.setVisible(picture is not None)
        self._clear.setVisible(picture is not None)
        if picture is not None:
            self._focus.show_picture(picture, focus)

    @property
    def side(self) -> int:
        """How large a picture of the photo is wanted, in pixels."""
        return self._focus.side

    # Building

    def _make(self) -> QWidget:
        name = self.slot.name
        if self.slot.kind == "image":
            self.editor: QWidget = button(self.tr("Chọn ảnh…"), self._ask, icon="folder-open", icons=self._room.icons)
            self._clear = button(self.tr("Bỏ ảnh"), lambda: self.photo_given.emit(name, b""), role="quiet")
            self._focus = FocusPicker(self._room.theme)
            self._focus.moved.connect(lambda: self.focus_moved.emit(name, *self._focus.focus))
            self._clear.hide()
            self._focus.hide()
            whole = QWidget()
            whole.setLayout(column(row(self.editor, self._clear, None), self._focus, space=SPACE.s))
            return whole
        if self.slot.kind == "note":
            area = QPlainTextEdit()
            area.setTabChangesFocus(True)
            area.setFixedHeight(self._room.theme.px(22) * NOTE_LINES + 16)
            area.textChanged.connect(lambda: self.edited.emit(name, area.toPlainText()))
            self.editor = area
            return area
        line = QLineEdit()
        line.textEdited.connect(lambda text: self.edited.emit(name, text))
        self.editor = line
        return line

    def _ask(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Chọn ảnh"), "", self.tr("Ảnh (*.png *.jpg *.jpeg *.webp)"))
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Take a photo from a file."""
        self._room.tasks.run(lambda desk, job: desk.keeping.read(path),
                             lambda data: self.photo_given.emit(self.slot.name, data),
                             failed=lambda fault: self.told.emit("fault", fault.sentence))  # fmt: skip
