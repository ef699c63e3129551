"""The navigation at the left: the seven pages, the office's name, one button to record."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton

from desktop.ui.actions import PAGES, described, tr
from desktop.ui.icons import Icons
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE, Theme

WIDTH = 212


class Rail(QFrame):
    """Seven pages; the arrow keys move between them as well as Ctrl+1..7."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, *, office: str) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setFixedWidth(theme.px(WIDTH) if theme.percent <= 125 else theme.px(WIDTH * 0.92))
        self.setAccessibleName(self.tr("Các trang"))
        self._icons = icons
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(True)
        self._badge = ""
        parts: list[object] = [self._head(office)]
        for page in PAGES:
            made = button(tr(page.text), lambda name=page.name: self.chosen.emit(name), role="nav", icon=page.icon,
                          icons=icons, tip=described(page.name))  # fmt: skip
            made.setAccessibleName(tr(page.text))
            made.setCheckable(True)
            group.addButton(made)
            self._buttons[page.name] = made
            parts.append(made)
        layout = column(*parts, None, space=SPACE.xs)
        layout.setContentsMargins(SPACE.m, SPACE.l, SPACE.m, SPACE.m)
        self.setLayout(layout)

    def mark(self, name: str) -> None:
        """Show which page is in front."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def warn(self, name: str, sentence: str) -> None:
        """Mark a page quietly with what its tip then says; "" takes the mark away."""
        made = self._buttons[name]
        page = next(one for one in PAGES if one.name == name)
        icon, colour = ("cloud-off", "focus_dark") if sentence else (page.icon, "on_rail")
        made.setIcon(self._icons.icon(icon, colour, gap=SPACE.s - 2))
        made.setToolTip(sentence or described(name))
        made.setAccessibleDescription(sentence)

    def _head(self, office: str) -> QFrame:
        picture = QLabel()
        picture.setPixmap(self._icons.pixmap("book-mark", "focus_dark", size=26))
        name = label("Sổ Phường", "lead")
        self._office = label(office, "small", wrap=True)
        head = QFrame()
        lines = column(name, self._office, space=0)
        layout = row(picture, lines, space=SPACE.s)
        layout.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        layout.setStretch(1, 1)
        layout.setContentsMargins(SPACE.s, 0, 0, SPACE.m)
        head.setLayout(layout)
        return head


