"""Above and below a form: what it is and where it may begin from; what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.ui import actions
from desktop.ui.chip import Chip
from desktop.ui.parts import button, column, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE
from desktop.ui.tips import tip

ROOMY = 760  # px at 100 %: below, words give way to pictures


class Elided(QLabel):
    """A line that ends in … where there is no room for all of it; read out whole."""

    def __init__(self, text: str, role: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(tip(text))
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 40)))


class Heading(QWidget):
    """The way back, what is recorded, and beside it what it can begin from and where it stands."""

    def __init__(self, room: Room, *, icon: str, title: str, hint: str, back: Callable[[], object],
                 tools: tuple[QPushButton, ...] = (), state: str = "") -> None:  # fmt: skip
        super().__init__()
        self._room = room
        self.leave = button("", back, role="icon", icon="arrow-left", icons=room.icons, tip=actions.described("back"))
        picture = QLabel()
        picture.setPixmap(room.icons.pixmap(icon, "primary", size=28))
        self.title = Elided(title, "title")
        self.hint = Elided(hint, "muted")
        if not hint:
            self.hint.hide()
        self._tools = [(tool, tool.text()) for tool in tools]
        self.state = Chip(state or "draft", room.theme)
        if not state:
            self.state.hide()
        line = row(self.leave, picture, column(self.title, self.hint, space=2), *tools, self.state, space=SPACE.m)
        line.setStretch(2, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the tools out where the title would suffer."""
        roomy = self.width() >= self._room.theme.px(ROOMY)
        for tool, words in self._tools:
            tool.setText(words if roomy else "")
        super().resizeEvent(event)


class Foot(QFrame):
    """What the keys do, and the two ways to save."""

    def __init__(self, room: Room, *, save: Callable[[], object], save_next: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.hint = Elided("", "small")
        self.later = button(self.tr("Lưu và ghi tiếp"), save_next, icon="corner-down-left", icons=room.icons,
                            tip=actions.described("save_next"))  # fmt: skip
        self.now = button(self.tr("Lưu"), save, role="primary", icon="save", icons=room.icons, tip=actions.described("save"))
        line = row(self.hint, self.later, self.now)
        line.setStretch(0, 1)
        line.setContentsMargins(SPACE.xl, SPACE.m, SPACE.xl, SPACE.m)
        self.setLayout(line)

    def usual(self) -> None:
        """Tell the usual keys."""
        self.hint.say(self.tr("Enter ô kế tiếp · F4 như lần trước · Ctrl+S lưu · Ctrl+Enter lưu và ghi tiếp · Esc giữ bản nháp"))

    def short_way(self) -> None:
        """Tell how Enter walks after a repeat."""
        self.hint.say(self.tr("Enter đến ô còn phải ghi · Tab qua mọi ô · Ctrl+Enter lưu và ghi tiếp"))
