"""What every page of the window is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.models.errors import AppError
from desktop.ui.parts import column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class Page(QWidget):
    """A page: a title, what can be done, and the content below; it asks the window for anything else."""

    form_asked = Signal(str, object, str)  # kind ("" to choose), values, draft key ("" for none)
    activity_asked = Signal(str)  # uid, to be opened in its form
    page_asked = Signal(str, object)  # page name, what to show there
    told = Signal(str, str)  # tone, sentence
    changed = Signal()  # the book has changed
    shown = Signal()  # the page's data has been read and shown

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setProperty("role", "ground")
        self.room = room
        self.desk = room.desk
        self.icons = room.icons

    def refresh(self) -> None:
        """Read again what the page shows; called each time it comes to the front."""

    def take_focus(self) -> None:
        """Put the keyboard where work on this page begins."""
        if not self.focusWidget():
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        (self.focusWidget() or self).setFocus()

    def turn_to(self, wanted: object) -> None:
        """Show something in particular; what, is the page's own matter."""

    def fail(self, fault: AppError) -> None:
        """Tell a fault in the window's message bar."""
        self.told.emit("fault", fault.sentence)

    def lay(self, title: str, content: QWidget, *, subtitle: str = "", tools: tuple[QWidget, ...] = ()) -> None:
        """Put the page together: title with tools at its right, then the content."""
        self.title = label(title, "title")
        self.subtitle = label(subtitle, "muted", wrap=True)
        if not subtitle:  # showing what has no parent yet would open a window of its own
            self.subtitle.hide()
        head = row(column(self.title, self.subtitle, space=2), *tools, space=SPACE.s)
        head.setStretch(0, 1)
        whole = column(head, content, space=SPACE.l)
        whole.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.l)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setAccessibleName(title)
