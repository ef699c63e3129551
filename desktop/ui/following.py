"""The page scrolls to where the keyboard is: pages and forms have a Tab order of their own, which Qt does not follow."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop.ui.theme import SPACE


class Following(QObject):
    """Keeps what has the keyboard in sight, inside one window."""

    def __init__(self, window: QWidget, app: QApplication) -> None:
        super().__init__(window)
        self._window = window
        app.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._window.isAncestorOf(now):
            bring_into_sight(now, margin=SPACE.xxl * 2)


def bring_into_sight(widget: QWidget, *, margin: int = SPACE.l) -> None:
    """Scroll the area a widget lies in until it can be seen, with a margin in pixels above and below."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None and widget.isVisible():
        across = above.horizontalScrollBar().value()
        above.ensureWidgetVisible(widget, 0, margin)
        above.horizontalScrollBar().setValue(across)  # pages scroll down only
