"""A group of chips to choose one or several from: one Tab stop, arrows move, Space chooses, letters jump."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.models.text import fold
from desktop.ui.flow import flow
from desktop.ui.parts import button
from desktop.ui.theme import SPACE

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Chips(QWidget):
    """Chips for (code, label) pairs; with `single`, choosing one lets go of the other."""

    toggled = Signal()

    def __init__(self, options: Sequence[tuple[str, str]], *, single: bool = False) -> None:
        super().__init__()
        self._single = single
        self.buttons: dict[str, QPushButton] = {}
        self._labels = dict(options)
        for code, text in options:
            made = button(text, role="chip")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            made.installEventFilter(self)
            made.clicked.connect(lambda _on, code=code: self._clicked(code))
            self.buttons[code] = made
        self.setLayout(flow(*self.buttons.values(), space=SPACE.s))
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if self.buttons:
            self._stop_at(next(iter(self.buttons.values())))

    def chosen(self) -> list[str]:
        """Return the codes that are chosen, in their order."""
        return [code for code, made in self.buttons.items() if made.isChecked()]

    def choose(self, codes: Sequence[str]) -> None:
        """Choose exactly these."""
        for code, made in self.buttons.items():
            made.setChecked(code in codes)
        first = next((made for made in self.buttons.values() if made.isChecked()), None)
        if first:
            self._stop_at(first)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the arrows and by first letters."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QPushButton):
            self._stop_at(watched)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        step = _STEPS.get(Qt.Key(event.key()))
        if step:
            self._go(step)
            return True
        letter = fold(event.text())
        if len(letter) == 1 and letter.isalnum() and not event.modifiers():
            self._jump(letter)
            return True
        return False

    def _go(self, step: int) -> None:
        buttons = list(self.buttons.values())
        at = next((i for i, made in enumerate(buttons) if made.hasFocus()), 0)
        self._focus(buttons[(at + step) % len(buttons)])

    def _jump(self, letter: str) -> None:
        codes = list(self.buttons)
        at = next((i for i, code in enumerate(codes) if self.buttons[code].hasFocus()), 0)
        for code in codes[at + 1 :] + codes[: at + 1]:
            if fold(self._labels[code]).startswith(letter):
                self._focus(self.buttons[code])
                return

    def _focus(self, made: QPushButton) -> None:
        self._stop_at(made)
        made.setFocus(Qt.FocusReason.TabFocusReason)

    def _stop_at(self, made: QPushButton) -> None:
        for other in self.buttons.values():
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is made else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(made)

    def _clicked(self, code: str) -> None:
        if self._single:
            for other, made in self.buttons.items():
                made.setChecked(other == code and self.buttons[code].isChecked())
        self.toggled.emit()
