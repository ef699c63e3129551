"""What every editor of a form is: it shows a value, gives back what was typed, and says when it was left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models import fields
from desktop.models.errors import InputError
from desktop.models.fields import Field
from desktop.ui.icons import Icons
from desktop.ui.parts import restyle
from desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Setting:
    """What editors need from around them: the look, today's date, the titles a field may suggest.

    `make` makes an editor for a field, so that a table can have editors as its cells; `attach` keeps a photo
    in the book and returns its value.
    """

    theme: Theme
    icons: Icons
    today: Callable[[], date]
    suggest: Callable[[str], Sequence[str]]
    make: Callable[[Field, "Setting"], "Editor"]
    attach: Callable[[Path], dict[str, object]]
    run: Callable[..., Any] | None = None  # work on the worker (tasks.run); without it photos are kept at once


class Editor(QWidget):
    """The editor of one field. `raw` is plain JSON, so that a draft can hold it; `put` takes it back."""

    edited = Signal()
    left = Signal()
    judged = Signal(str)  # what is wrong while it is being typed, "" when it is right again
    wide = False  # takes the whole width of the form

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__()
        self.field = field
        self.setting = setting

    def raw(self) -> Any:
        """Return what stands in the editor now."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show a value of the book, or what `raw` gave."""
        raise NotImplementedError

    def parts(self) -> Sequence[QWidget]:
        """Return the widgets the keyboard stops at, in order."""
        raise NotImplementedError

    def name(self, name: str, description: str) -> None:
        """Give the editor its accessible name and description."""
        for part in self.parts():
            part.setAccessibleName(name)
            part.setAccessibleDescription(description)

    def mark(self, faulty: object) -> None:
        """Draw the editor as faulty or not."""
        for part in self.parts()[:1]:
            restyle(part, "faulty", "true" if faulty else "")

    def settle(self) -> None:
        """Write what was typed in its usual form, where it can be read."""

    def fault(self) -> str:
        """Return what is wrong with what stands here, "" when nothing is or it is empty."""
        try:
            value = fields.clean(self.field, self.raw())
        except InputError as fault:
            return fault.sentence
        return "" if value is None else next(fields.check(self.field, value), "")

    def watch(self, *widgets: QWidget) -> None:
        """Notice when the focus leaves these widgets for somewhere outside the editor."""
        for widget in widgets:
            widget.installEventFilter(self)
        if widgets and self.focusProxy() is None:
            self.setFocusProxy(widgets[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say `left` once the focus is really elsewhere."""
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._look_back)
        return super().eventFilter(watched, event)

    def _look_back(self) -> None:
        now = QApplication.focusWidget()
        if now is None or not (now is self or self.isAncestorOf(now)):
            self.settle()
            self.left.emit()
