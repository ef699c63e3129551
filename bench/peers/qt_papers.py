"""Certificates drawn by Qt's own PDF writer."""

from collections.abc import Sequence
from pathlib import Path

import segno
from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
)

from desktop.printing import fonts

DPI = 1200
MM = DPI / 25.4
_app: list[QGuiApplication] = []


def ready() -> None:
    """Begin a program of Qt without a screen and load the faces."""
    _app.append(QGuiApplication([]))
    for name in ("BeVietnamPro-Regular.ttf", "BeVietnamPro-Bold.ttf", "BeVietnamPro-ExtraBold.ttf"):
        QFontDatabase.addApplicationFont(str(fonts.FOLDER / name))


def certificates(people: Sequence[tuple[str, str]], border: Sequence[tuple[str, tuple[float, ...]]], line: str, out: Path) -> None:
    """Draw every page: border, title, name fitted, line, code."""
    writer = QPdfWriter(str(out))
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QSizeF(297, 210), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF())
    frame = QPainterPath()
    for step, at in border:
        points = [QPointF(at[place] * MM, at[place + 1] * MM) for place in range(0, len(at), 2)]
        if step == "M":
            frame.moveTo(points[0])
        else:
            frame.cubicTo(*points)
    painter = QPainter(writer)
    for number, (name, link) in enumerate(people):
        if number:
            writer.newPage()
        painter.setPen(QPen(QColor("#0b4f63"), 0.1 * MM))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(frame)
        _words(painter, "GIẤY CHỨNG NHẬN", 40, 800, 48)
        wide = QFontMetricsF(_font(44, 700), writer).horizontalAdvance(name)
        _words(painter, name, min(44.0, 44.0 * 200 * MM / wide), 700, 90)
        _words(painter, line, 13, 400, 117)
        _code(painter, link)
    painter.end()


def _font(size: float, weight: int) -> QFont:
    font = QFont("Be Vietnam Pro")
    font.setPointSizeF(size)
    font.setWeight(QFont.Weight(weight))
    return font


def _words(painter: QPainter, text: str, size: float, weight: int, y: float) -> None:
    painter.setFont(_font(size, weight))
    painter.drawText(QRectF(0, y * MM, 297 * MM, 24 * MM), int(Qt.AlignmentFlag.AlignHCenter), text)


def _code(painter: QPainter, link: str) -> None:
    rows = [bytes(row) for row in segno.make(link, error="m", boost_error=False, micro=False).matrix]
    side = 34 * MM / (len(rows) + 8)
    path = QPainterPath()
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                path.addRect(240 * MM + (across + 4) * side, 150 * MM + (down + 4) * side, side, side)
    painter.fillPath(path, QColor("black"))
