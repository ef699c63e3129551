"""Messages in the window: inline bars that never take the focus; success is never a pop-up."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.ui.icons import Icons
from desktop.ui.parts import button, frame, label, restyle, row
from desktop.ui.theme import SPACE

_PICTURES = {
    "done": ("circle-check", "sent"),
    "note": ("info", "saved"),
    "warn": ("triangle-alert", "draft"),
    "fault": ("circle-alert", "fault"),
}
DONE_STAYS = 6_000


class MessageBar(QFrame):
    """One message at a time; `done` and `note` go by themselves, a fault stays until it is closed."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._picture = QLabel()
        self._text = label("", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = button("", role="quiet")
        self._run: Callable[[], object] | None = None
        self._action.clicked.connect(self._act)
        close = button("", self.hide, role="icon", icon="x", icons=icons, tip=self.tr("Đóng thông báo"))
        inner = row(self._picture, self._text, self._action, close, margin=SPACE.s, space=SPACE.m)
        inner.setContentsMargins(SPACE.m, SPACE.xs, SPACE.xs, SPACE.xs)
        self._frame = frame(inner, "message")
        outer = row(self._frame)
        outer.setContentsMargins(SPACE.xl, SPACE.m, SPACE.xl, 0)
        self.setLayout(outer)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What is being told, "" when nothing is."""
        return self._text.text() if not self.isHidden() else ""

    def tell(self, tone: str, text: str, *, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a message: tone is done, note, warn or fault; an action is one thing to do about it."""
        picture, colour = _PICTURES[tone]
        self._picture.setPixmap(self._icons.pixmap(picture, colour))
        self._text.setText(text)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._run = run
        restyle(self._frame, "tone", tone)
        self.setAccessibleName(text)
        self.show()
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # two large classes the start does without

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._timer.stop()
        if tone in ("done", "note"):
            self._timer.start(DONE_STAYS if not action else 2 * DONE_STAYS)

    def _act(self) -> None:
        self.hide()
        if self._run:
            self._run()
