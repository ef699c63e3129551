"""A chart in the window: the very page that goes onto paper, with the list behind each bar one press away."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from desktop.models import chart as shapes
from desktop.models.chart import Mark, Palette
from desktop.models.errors import AppError
from desktop.ui.desk_paper import Picture
from desktop.ui.room import Room
from desktop.ui.theme import SPACE, Theme

SETTLE = 120  # ms after the last resize
DPI, MM = 96.0, 25.4
LEAST = 300  # pixels at 100 %
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Chart(QWidget):
    """Hover tells a bar, arrows walk the bars, Enter or a click opens the list behind one."""

    opened = Signal(object)  # a Query
    failed = Signal(object)
    drawn = Signal()

    def __init__(self, room: Room, *, lane: str = "chart") -> None:
        super().__init__()
        self._room, self._lane = room, lane
        self.chart: shapes.Chart | None = None
        self.marks: Sequence[Mark] = ()
        self.at = -1
        self._over = -1
        self._picture = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(room.theme.px(LEAST))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE)
        self._timer.timeout.connect(self._draw)

    def show_chart(self, chart: shapes.Chart) -> None:
        """Show a chart in place of the one before."""
        self.chart, self.at, self._over = chart, -1, -1
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(" ".join(chart.sentences))
        self._draw()

    def copy(self) -> QImage:
        """Return the picture that is shown, to be pasted into a message."""
        return self._picture.toImage()

    def sizeHint(self) -> QSize:
        """Return as wide as there is room, as high as the chart."""
        return QSize(self._room.theme.px(LEAST), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the chart at its new width."""
        super().resizeEvent(event)
        if self.chart is not None and event.size().width() != event.oldSize().width():
            self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the page, the bar under the mouse and the bar of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(SPACE.xs, SPACE.xs, self._picture)
        if 0 <= self._over < len(self.marks) and self.marks[self._over].query is not None:
            soft = QColor(self._room.theme.colour("primary"))
            soft.setAlpha(26)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(soft)
            painter.drawRoundedRect(self.place(self._over), 4, 4)
        if self.hasFocus() and 0 <= self.at < len(self.marks):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._room.theme.colour("focus"), 2))
            painter.drawRoundedRect(self.place(self.at), 4, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the bars and open the list behind one."""
        key, last = Qt.Key(event.key()), len(self.marks) - 1
        if last >= 0 and key in _STEPS:
            self.walk(min(last, max(0, self.at + _STEPS[key])))
        elif last >= 0 and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.walk(0 if key == Qt.Key.Key_Home else last)
        elif 0 <= self.at <= last and key in _PRESS:
            self._open(self.at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        """Begin at the first bar."""
        super().focusInEvent(event)
        if self.at < 0 and self.marks:
            self.walk(0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which bar is under the mouse."""
        over = self._under(event.position().x(), event.position().y())
        if over != self._over:
            self._over = over
            linked = over >= 0 and self.marks[over].query is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list behind the bar."""
        at = self._under(event.position().x(), event.position().y())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.walk(at)
            self._open(at)

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the bar."""
        self._over = -1
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell the bar under the mouse in a sentence."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._under(event.pos().x(), event.pos().y())
            if at >= 0:
                QToolTip.showText(event.globalPos(), self.marks[at].sentence, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def walk(self, at: int) -> None:
        """Put the keyboard on a bar and say it."""
        self.at = at
        self.setAccessibleDescription(self.marks[at].sentence)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        place = self.place(at).toAlignedRect()
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea):
            centre = self.mapTo(area.widget(), place.center())
            area.ensureVisible(centre.x(), centre.y(), SPACE.l, place.height() // 2 + SPACE.l)
        self.update()

    def place(self, at: int) -> QRectF:
        """Return where a bar stands in the widget, in pixels."""
        mark, scale = self.marks[at], self._scale
        return QRectF(mark.x * scale + SPACE.xs - 2, mark.y * scale + SPACE.xs, mark.width * scale + 2, mark.height * scale)

    @property
    def _scale(self) -> float:
        return DPI / MM * self._room.theme.percent / 100

    def _under(self, x: float, y: float) -> int:
        return next((at for at in range(len(self.marks)) if self.place(at).contains(x, y)), -1)

    def _open(self, at: int) -> None:
        if self.marks[at].query is not None:
            self.opened.emit(self.marks[at].query)

    def _draw(self) -> None:
        chart, theme = self.chart, self._room.theme
        if chart is None:
            return
        width = max(self.width() - 2 * SPACE.xs, theme.px(LEAST)) / self._scale
        dpi = DPI * theme.percent / 100 * self.devicePixelRatioF()
        colours = palette(theme)
        self._room.tasks.run(lambda desk, job: (chart, *desk.paper.chart(chart, width, colours, dpi=dpi)), self._drawn,
                             failed=self._refuse, lane=self._lane)  # fmt: skip

    def _drawn(self, found: tuple[shapes.Chart, Any, Picture]) -> None:
        chart, page, picture = found
        if chart is not self.chart:
            return
        image = QImage(picture.pixels, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture = QPixmap.fromImage(image)
        self.marks = page.marks
        self.setFixedHeight(round(page.height * self._scale) + 2 * SPACE.xs)
        if self.hasFocus() and self.at < 0 and self.marks:
            self.walk(0)
        self.update()
        self.drawn.emit()

    def _refuse(self, fault: AppError) -> None:
        self.failed.emit(fault)


def palette(theme: Theme) -> Palette:
    """Return the colours of a chart on the window's surface."""
    one = theme.colours
    return Palette(text=one.text, muted=one.muted, line=one.line, bar=one.primary, before=one.primary_soft, good=one.sent,
                   warn=one.draft, bad=one.fault, ground=one.surface)  # fmt: skip
