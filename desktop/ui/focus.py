"""The place in a photo that every cut must keep: a small picture, a ring to set by a click or the arrow keys."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.ui.desk_paper import Picture
from desktop.ui.theme import Theme

SIDE = 150  # pixels at 100 % text
STEP = 0.05
RING = 9
_STEPS = {Qt.Key.Key_Left: (-STEP, 0.0), Qt.Key.Key_Right: (STEP, 0.0), Qt.Key.Key_Up: (0.0, -STEP), Qt.Key.Key_Down: (0.0, STEP)}


class FocusPicker(QWidget):
    """`focus` is 0..1 across and down."""

    moved = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture = QPixmap()
        self.focus = (0.5, 0.5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Điểm quan trọng của ảnh"))
        self.setToolTip(self.tr("Bấm vào chỗ quan trọng nhất của ảnh, hoặc dùng phím mũi tên: khi cắt ảnh, chỗ đó luôn được giữ."))

    @property
    def side(self) -> int:
        """How large a picture is wanted, in pixels."""
        return self._theme.px(SIDE)

    def show_picture(self, picture: Picture, focus: tuple[float, float]) -> None:
        """Show a photo and where its focus is."""
        image = QImage(picture.pixels, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
        self._picture, self.focus = QPixmap.fromImage(image), focus
        self.setFixedSize(self._picture.size() + QSize(4, 4))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(2, 2, self._picture)
        spot = QPointF(2 + self.focus[0] * self._picture.width(), 2 + self.focus[1] * self._picture.height())
        for colour, wide in ((Qt.GlobalColor.white, 4.0), (self._theme.colour("focus"), 2.0)):
            painter.setPen(QPen(colour, wide))
            painter.drawEllipse(spot, RING, RING)
        if self.hasFocus():
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the ring where the person points."""
        at = event.position()
        self._go((at.x() - 2) / max(1, self._picture.width()), (at.y() - 2) / max(1, self._picture.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the ring."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._go(self.focus[0] + step[0], self.focus[1] + step[1])

    def _go(self, across: float, down: float) -> None:
        self.focus = (round(min(1.0, max(0.0, across)), 3), round(min(1.0, max(0.0, down)), 3))
        self.update()
        self.moved.emit()
