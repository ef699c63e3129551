"""A question beside a field: asked quietly, answered by Alt+1 or Alt+2, by the mouse, or not at all."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desktop.ui.flow import flow
from desktop.ui.following import bring_into_sight
from desktop.ui.parts import button, clear, column, label
from desktop.ui.theme import SPACE

Answer = tuple[str, Callable[[], object]]


class Ask(QFrame):
    """Stands below the line it asks about; it never takes the focus and Tab passes it by."""

    def __init__(self, line: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.setProperty("tone", "warn")
        self._answers: tuple[Answer, ...] = ()
        self._said = label("", "", wrap=True)
        self._buttons = flow(space=SPACE.s)
        self.setLayout(column(self._said, self._buttons, space=SPACE.xs, margin=SPACE.s))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        line.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The question, "" when none is asked."""
        return "" if self.isHidden() else self._said.text()

    def ask(self, sentence: str, answers: Sequence[Answer]) -> None:
        """Ask, with what can be answered: the words and what they do."""
        if sentence == self.text:
            return
        self._answers = tuple(answers)
        self._said.setText(sentence)
        self.setAccessibleName(sentence)
        clear(self._buttons)
        for number, (words, _) in enumerate(self._answers, start=1):
            made = button(f"{words}  (Alt+{number})", lambda at=number: self.answer(at), role="quiet")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._buttons.addWidget(made)
        self.show()
        QTimer.singleShot(0, self, self._be_seen)

    def done(self) -> None:
        """Ask nothing any more."""
        self._answers = ()
        self.hide()

    def answer(self, number: int) -> None:
        """Do what the answer of that number says."""
        _, act = self._answers[number - 1]
        self.done()
        act()

    def _be_seen(self) -> None:
        """Scroll until the question can be read."""
        bring_into_sight(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Alt+1 and Alt+2 in the line that is asked about."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and self._answers:
            assert isinstance(event, QKeyEvent)
            number = event.key() - Qt.Key.Key_0
            if event.modifiers() == Qt.KeyboardModifier.AltModifier and 1 <= number <= len(self._answers):
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self.answer(number)
                return True
        return super().eventFilter(watched, event)
