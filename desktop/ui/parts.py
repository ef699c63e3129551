"""The small parts pages are put together from: labels, buttons, cards, rows; their look is their `role`."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import tips
from desktop.ui.icons import Icons
from desktop.ui.theme import SPACE


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return plain text in a role of the type scale; what people typed is never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def button(
    text: str,
    run: Callable[[], object] | None = None,
    *,
    role: str = "",
    icon: str = "",
    icons: Icons | None = None,
    tip: str = "",
) -> QPushButton:
    """Return a button; one with only an icon needs a tip, which is also its accessible name."""
    made = QPushButton(text)
    if role:
        made.setProperty("role", role)
    if icon and icons:
        gap = SPACE.s - 2 if text else 0
        made.setIcon(icons.icon(icon, _ICON_COLOURS.get(role, "text"), gap=gap))
        made.setIconSize(icons.side(gap=gap))
    if tip:
        made.setToolTip(tips.tip(tip))
    made.setAccessibleName(text or tip)
    made.setAutoDefault(role == "primary")
    if run:
        made.clicked.connect(lambda: run())
    return made


_ICON_COLOURS = {"primary": "on_primary", "quiet": "primary", "danger": "fault", "tile": "primary", "nav": "on_rail"}


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and draw the widget anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def column(*items: object, space: int = SPACE.m, margin: int = 0) -> QVBoxLayout:
    """Return a column of widgets, layouts and stretches (None)."""
    return _fill(QVBoxLayout(), items, space, margin)


def row(*items: object, space: int = SPACE.s, margin: int = 0) -> QHBoxLayout:
    """Return a row of widgets, layouts and stretches (None)."""
    return _fill(QHBoxLayout(), items, space, margin)


def _fill(layout: "QBoxLayout", items: Iterable[object], space: int, margin: int) -> "QBoxLayout":
    layout.setSpacing(space)
    layout.setContentsMargins(margin, margin, margin, margin)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout


def frame(layout: QLayout, role: str = "card") -> QFrame:
    """Return a frame around a layout."""
    made = QFrame()
    made.setProperty("role", role)
    made.setLayout(layout)
    return made


def card(*items: object, space: int = SPACE.m) -> QFrame:
    """Return a white card with a column of things."""
    return frame(column(*items, space=space, margin=SPACE.l))


def rule() -> QFrame:
    """Return a thin line across."""
    made = QFrame()
    made.setProperty("role", "rule")
    made.setFixedHeight(1)
    return made


def scroll(inner: QWidget) -> QScrollArea:
    """Return a scroll area that follows its width and never catches the focus."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner.setProperty("role", "ground")
    area.setWidget(inner)
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if item.widget():
            item.widget().hide()
            item.widget().deleteLater()
        elif item.layout():
            clear(item.layout())


def empty(icons: Icons, icon: str, *, title: str, text: str, action: QPushButton | None = None) -> QWidget:
    """Return an empty state that teaches: a picture, what belongs here, and how to begin."""
    picture = QLabel()
    picture.setPixmap(icons.pixmap(icon, "primary", size=44))
    picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
    head, body = label(title, "lead"), label(text, "muted", wrap=True)
    for part in (head, body):
        part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    middle = row(None, body, None)
    middle.setStretch(1, 6)  # a wrapped text keeps its height only where its layout gives it a width
    made = QWidget()
    layout = column(None, picture, head, middle, space=SPACE.s, margin=SPACE.l)
    if action:
        layout.addSpacing(SPACE.s)
        layout.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch(1)
    made.setLayout(layout)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return made
