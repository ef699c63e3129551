"""The state of an activity in words on a tinted ground: as a widget, and painted into a table."""

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.theme import Theme

# state of the book -> token of its colour, words
STATES = {
    "draft": ("draft", "Nháp"),
    "saved": ("saved", "Đã lưu, chưa gửi"),
    "pending": ("draft", "Chờ duyệt"),
    "sent": ("sent", "Đã gửi"),
    "refused": ("fault", "Chưa hợp lệ"),
    "returned": ("fault", "Trả lại để sửa"),
    "conflict": ("draft", "Hai máy cùng sửa"),
    "accepted": ("sent", "Đã duyệt"),
    "locked": ("sent", "Đã chốt"),
    "binned": ("muted", "Trong thùng rác"),
}


def words(state: str) -> str:
    """Return a state in words."""
    return QCoreApplication.translate("State", STATES[state][1])


def paint(painter: QPainter, rect: QRect, state: str, theme: Theme) -> None:
    """Paint the chip of a state at the left of a cell, in the middle of its height."""
    colour, _ = STATES[state]
    font = theme.font(theme.type.small)
    size = size_of(state, theme)
    box = QRectF(rect.left(), rect.center().y() - size.height() / 2 + 0.5, min(size.width(), rect.width()),
                 size.height())  # fmt: skip
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("sunken") if colour == "muted" else theme.colour(f"{colour}_soft"))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    painter.setPen(theme.colour(colour))
    text = QFontMetrics(font).elidedText(words(state), Qt.TextElideMode.ElideRight, int(box.width()) - theme.px(16))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def size_of(state: str, theme: Theme) -> QSize:
    """Return how large the chip of a state is."""
    metrics = QFontMetrics(theme.font(theme.type.small))
    return QSize(metrics.horizontalAdvance(words(state)) + theme.px(20), metrics.height() + theme.px(6))


class Chip(QWidget):
    """The chip by itself."""

    def __init__(self, state: str, theme: Theme) -> None:
        super().__init__()
        self._state = state
        self._theme = theme
        self.setFixedSize(size_of(state, theme))
        self.setAccessibleName(words(state))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, self.rect(), self._state, self._theme)
        painter.end()
