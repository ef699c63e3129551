"""The program's own icons: SVG files tinted by the theme, drawn by QtSvg; never the system's icon theme."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.ui.theme import Theme

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


class Icons:
    """Icons by name at one theme; each is drawn when first asked for and kept."""

    def __init__(self, theme: Theme, *, ratio: float = 1.0, folder: Path = FOLDER) -> None:
        self._theme = theme
        self._ratio = max(1.0, ratio)
        self._folder = folder
        self._drawn: dict[tuple[str, str, int, int], QPixmap] = {}

    def icon(self, name: str, colour: str = "text", *, size: int = 18, gap: int = 0) -> QIcon:
        """Return an icon in a token's colour; `size` in pixels at 100 % text, `gap` empty room at its right."""
        return QIcon(self._draw(name, getattr(self._theme.colours, colour), size, gap))

    def pixmap(self, name: str, colour: str = "text", *, size: int = 18) -> QPixmap:
        """Return an icon as a picture; an unknown name gives the plain document."""
        return self._draw(name, getattr(self._theme.colours, colour), size)

    def has(self, name: str) -> bool:
        """Return whether the program ships this icon."""
        return (self._folder / f"{name}.svg").is_file()

    def side(self, size: int = 18, *, gap: int = 0) -> QSize:
        """Return the size an icon has on the screen at this theme."""
        return QSize(self._theme.px(size) + gap, self._theme.px(size))

    def _draw(self, name: str, colour: str, size: int, gap: int = 0) -> QPixmap:
        key = (name, colour, size, gap)
        if key not in self._drawn:
            self._drawn[key] = self._render(name, colour, self._theme.px(size), gap)
        return self._drawn[key]

    def _render(self, name: str, colour: str, side: int, gap: int) -> QPixmap:
        file = self._folder / f"{name if self.has(name) else 'file-text'}.svg"
        svg = file.read_text("utf-8").replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.75"')
        picture = QPixmap(QSize(side + gap, side) * self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side * self._ratio, side * self._ratio))
        painter.end()
        picture.setDevicePixelRatio(self._ratio)
        return picture
