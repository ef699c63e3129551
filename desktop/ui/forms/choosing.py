"""Editors that choose from a code list, and the yes-or-no."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.models.fields import Field
from desktop.models.text import fold
from desktop.ui.chips import Chips
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.parts import column

FEW = 6  # up to so many choices stand open as chips


def _codes(value: Any, field: Field) -> list[str]:
    parts = value if isinstance(value, list) else [value] if value else []
    return [str(part) for part in parts]


class ChoicesEditor(Editor):
    """Several of a list, as chips; a code of a newer list is kept though it has no chip."""

    wide = True
    single = False

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self.chips = Chips([(choice.code, choice.label) for choice in field.choices], single=self.single)
        self.chips.toggled.connect(self.edited)
        self._strangers: list[str] = []
        self.setLayout(column(self.chips))
        self.watch(*self.chips.buttons.values())
        self.setFocusProxy(self.chips)

    def raw(self) -> Any:
        """Return the chosen codes."""
        return self.chips.chosen() + self._strangers

    def put(self, value: Any) -> None:
        """Choose these codes."""
        codes = _codes(value, self.field)
        self._strangers = [code for code in codes if code not in self.chips.buttons]
        self.chips.choose(codes)

    def parts(self) -> Sequence[QWidget]:
        """Return the chips."""
        return tuple(self.chips.buttons.values())

    def name(self, name: str, description: str) -> None:
        """Name the group; each chip says its own choice within it."""
        self.chips.setAccessibleName(name)
        self.chips.setAccessibleDescription(description)
        for chip in self.chips.buttons.values():
            chip.setAccessibleName(f"{name}: {chip.text()}")
            chip.setAccessibleDescription(description)

    def mark(self, faulty: object) -> None:
        """The sentence below says it; chips stay as they are."""


class _OneChip(ChoicesEditor):
    single = True
    wide = True

    def raw(self) -> Any:
        chosen = super().raw()
        return chosen[0] if chosen else ""


class _Combo(QComboBox):
    """Letters without marks find their choice too; the wheel scrolls the form, not the choice."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = fold(event.text())
        if len(letter) == 1 and letter.isalnum() and self._jump(letter):
            return
        super().keyPressEvent(event)

    def _jump(self, letter: str) -> bool:
        count = self.count()
        for step in range(1, count + 1):
            at = (self.currentIndex() + step) % count
            if fold(self.itemText(at)).startswith(letter):
                self.setCurrentIndex(at)
                self.activated.emit(at)
                return True
        return False


class _ComboEditor(Editor):
    wide = False

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self.combo = _Combo()
        self.combo.addItem("", "")
        for choice in field.choices:
            self.combo.addItem(choice.label, choice.code)
        self.combo.activated.connect(self.edited)
        self.setLayout(column(self.combo))
        self.watch(self.combo)

    def raw(self) -> Any:
        return self.combo.currentData() or ""

    def put(self, value: Any) -> None:
        code = str(value or "")
        if self.combo.findData(code) < 0:
            self.combo.addItem(code, code)
        self.combo.setCurrentIndex(self.combo.findData(code))

    def parts(self) -> Sequence[QWidget]:
        return (self.combo,)


def choice_editor(field: Field, setting: Setting) -> Editor:
    """Return chips for a few choices, a list to open for many."""
    letters = sum(len(choice.label) for choice in field.choices)
    return (_OneChip if len(field.choices) <= FEW and letters <= 110 else _ComboEditor)(field, setting)


class CheckEditor(Editor):
    """Yes or not; the label stands beside the box."""

    wide = False

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self.box = QCheckBox(field.label)
        self.box.clicked.connect(self.edited)
        self.setLayout(column(self.box))
        self.watch(self.box)

    def raw(self) -> Any:
        """Return True, or None for not ticked: an empty box says nothing."""
        return True if self.box.isChecked() else None

    def put(self, value: Any) -> None:
        """Tick or not."""
        self.box.setChecked(bool(value))

    def parts(self) -> Sequence[QWidget]:
        """Return the box."""
        return (self.box,)
