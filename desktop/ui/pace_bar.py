"""A bar that shows how much is done and where it should be today."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.theme import Theme

_COLOURS = {"done": "sent", "on": "primary", "risk": "draft", "late": "fault", "missed": "fault", "open": "muted"}


class PaceBar(QWidget):
    """`share` and `expected` are 0 to 1; what is over is told in words beside it, never by colour alone."""

    def __init__(self, theme: Theme, share: float, expected: float, state: str) -> None:
        super().__init__()
        self._theme, self._share, self._expected, self._state = theme, share, expected, state
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return as wide as there is room, 16 pixels high at 100 %."""
        return QSize(self._theme.px(160), self._theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, what is done, and the mark of today."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tall = self._theme.px(8)
        track = QRectF(1, (self.height() - tall) / 2, self.width() - 2, tall)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(track, tall / 2, tall / 2)
        done = min(1.0, max(0.0, self._share))
        if done:
            painter.setBrush(self._theme.colour(_COLOURS[self._state]))
            painter.drawRoundedRect(QRectF(track.x(), track.y(), max(tall, track.width() * done), tall), tall / 2, tall / 2)
        if 0 < self._expected < 1:
            at = track.x() + track.width() * self._expected
            painter.setPen(QPen(self._theme.colour("text"), self._theme.px(2)))
            painter.drawLine(round(at), 1, round(at), self.height() - 1)
