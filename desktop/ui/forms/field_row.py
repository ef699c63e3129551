"""One field on the form: its label, its editor, a word of help, and what is wrong with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.models.fields import Field
from desktop.ui.forms.editor import Editor
from desktop.ui.parts import column, label


class FieldRow(QWidget):
    """The one place where a field gets its buddy, accessible name and description, help and error line."""

    def __init__(self, field: Field, editor: Editor) -> None:
        super().__init__()
        self.field = field
        self.editor = editor
        self._said = label(f"{field.label} *" if field.required else field.label, "label", wrap=True)
        self._said.setBuddy(editor)
        # Only ever hidden here: showing what has no parent yet would open a window of its own.
        if field.type == "check":
            self._said.hide()
        self._help = label(field.help, "small", wrap=True) if field.help else None
        self._fault: QLabel | None = None  # these two are made when there is something to say: most fields never have
        self._remark: QLabel | None = None
        self._lines = column(self._said, editor, *([self._help] if self._help else []), space=4)
        self.setLayout(self._lines)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._describe()

    @property
    def fault(self) -> str:
        """The sentence that stands below the editor, "" when it is right."""
        return "" if self._fault is None or self._fault.isHidden() else self._fault.text()

    def say(self, sentence: str) -> None:
        """Show what is wrong below the editor, or that nothing is."""
        if self._fault is None:
            if not sentence:
                return
            self._fault = label("", "fault", wrap=True)
            self._lines.insertWidget(self._lines.count() - (self._remark is not None), self._fault)
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        if self._help:
            self._help.setVisible(not sentence)
        self.editor.mark(sentence)
        self._describe()

    @property
    def remark(self) -> str:
        """What the centre says of this field, "" for nothing."""
        return "" if self._remark is None or self._remark.isHidden() else self._remark.text()

    def tell(self, sentence: str) -> None:
        """Show what the centre says of this field until the form is left."""
        if self._remark is None:
            if not sentence:
                return
            self._remark = label("", "remark", wrap=True)
            self._lines.addWidget(self._remark)
        self._remark.setText(sentence)
        self._remark.setVisible(bool(sentence))
        self._describe()

    def take_focus(self) -> None:
        """Put the keyboard on the editor."""
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _describe(self) -> None:
        needed = self.tr("bắt buộc") if self.field.required else ""
        told = ". ".join(part for part in (self.fault, self.remark, needed, self.field.unit, self.field.help) if part)
        self.editor.name(self.field.label, told)
