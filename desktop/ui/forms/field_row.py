"""One field on the form: its label, its editor, a word of help, and what is wrong with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

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
        self._help = label(field.help, "small", wrap=True)
        self._fault = label("", "fault", wrap=True)
        # Only ever hidden here: showing what has no parent yet would open a window of its own.
        for part, empty in ((self._said, field.type == "check"), (self._help, not field.help)):
            if empty:
                part.hide()
        self._fault.hide()
        self._remark = label("", "remark", wrap=True)
        self._remark.hide()
        self.setLayout(column(self._said, editor, self._help, self._fault, self._remark, space=4))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._describe()

    @property
    def fault(self) -> str:
        """The sentence that stands below the editor, "" when it is right."""
        return "" if self._fault.isHidden() else self._fault.text()

    def say(self, sentence: str) -> None:
        """Show what is wrong below the editor, or that nothing is."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        self._help.setVisible(bool(self.field.help) and not sentence)
        self.editor.mark(sentence)
        self._describe()

    @property
    def remark(self) -> str:
        """What the centre says of this field, "" for nothing."""
        return "" if self._remark.isHidden() else self._remark.text()

    def tell(self, sentence: str) -> None:
        """Show what the centre says of this field until the form is left."""
        self._remark.setText(sentence)
        self._remark.setVisible(bool(sentence))
        self._describe()

    def take_focus(self) -> None:
        """Put the keyboard on the editor."""
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _describe(self) -> None:
        needed = self.tr("bắt buộc") if self.field.required else ""
        told = ". ".join(part for part in (self._fault.text(), self.remark, needed, self.field.unit, self.field.help) if part)
        self.editor.name(self.field.label, told)
