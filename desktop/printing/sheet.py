"""A sheet of paper measured from its top left corner in millimetres, drawn by ReportLab."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfdoc import PDFResourceDictionary
from reportlab.pdfgen.canvas import Canvas

from desktop.models.text import clean
from desktop.printing import fonts

MM = 72 / 25.4
PAGE_LIMIT = 5080.0  # mm; viewers and printers stop at 14,400 points


class Sheet:
    """A PDF being drawn. All lengths are millimetres from the top left, type sizes are points.

    The same calls give the same bytes: no date, no random id is written.
    """

    def __init__(self, width: float, height: float, *, title: str, author: str = "") -> None:
        fonts.register()
        self._out = io.BytesIO()
        self.canvas: Any = Canvas(self._out, pagesize=(width * MM, height * MM), invariant=1, pageCompression=1,
                                  initialFontName="serif", initialFontSize=13, lang="vi-VN")  # fmt: skip
        self.canvas.setTitle(clean(title))
        self.canvas.setAuthor(clean(author))
        self.canvas.setCreator("Sổ Phường")
        self.width, self.height = width, height

    def turn(self, width: float, height: float) -> None:
        """Begin the next page with another size."""
        self.canvas.showPage()
        self.canvas.setPageSize((width * MM, height * MM))
        self.width, self.height = width, height

    def marked(self, trim: tuple[float, float, float, float], bleed: float) -> None:
        """Tell the shop where this page is cut: x, y, width, height in mm, and how far the art goes beyond."""
        x, y, width, height = trim
        cut = (x * MM, (self.height - y - height) * MM, (x + width) * MM, (self.height - y) * MM)
        self.canvas.setTrimBox(cut)
        grown = (cut[0] - bleed * MM, cut[1] - bleed * MM, cut[2] + bleed * MM, cut[3] + bleed * MM)
        self.canvas.setBleedBox(grown)

    @contextmanager
    def form(self, name: str, width: float, height: float, *, bleed: float = 0.0) -> Iterator[None]:
        """Draw once, place often: what is drawn inside becomes art of that size with its bleed around it."""
        page = self.width, self.height
        self.canvas.beginForm(name, -bleed * MM, -bleed * MM, (width + bleed) * MM, (height + bleed) * MM)
        self.width, self.height = width, height
        yield
        self._carry_resources(name)
        self.width, self.height = page

    def place(self, name: str, x: float, y: float, height: float, *, scale: float = 1.0) -> None:
        """Place art of `height` mm with the top left corner of its cut at (x, y)."""
        self.canvas.saveState()
        self.canvas.translate(x * MM, (self.height - y - height * scale) * MM)
        self.canvas.scale(scale, scale)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def _carry_resources(self, name: str) -> None:
        # A form of ReportLab forgets its gradients: hand them over with the fonts and pictures.
        shadings = dict(self.canvas._shadingUsed)
        self.canvas.endForm()
        form = self.canvas._doc.idToObject[self.canvas._doc.getXObjectName(name)]
        carried = PDFResourceDictionary()
        carried.basicFonts()
        carried.allProcs()
        carried.setShading(shadings)
        if form.XObjects:
            carried.XObject = form.XObjects
        form.Resources = carried

    def bytes(self) -> bytes:
        """Finish and return the PDF."""
        self.canvas.save()
        return self._out.getvalue()

    def text(self, x: float, y: float, text: str, face: str, size: float, *, color: str = "#000000",
             align: str = "left", stretch: float = 0.0) -> None:  # fmt: skip
        """Draw one line with its baseline at y; `stretch` points are added to each space (justified lines)."""
        line = clean(text)
        wide = fonts.width(line, face, size) + stretch * line.count(" ")
        at = x * MM - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        drawn = self.canvas.beginText(at, (self.height - y) * MM)
        drawn.setFont(face, size)
        drawn.setFillColor(ink(color))
        if stretch:
            drawn.setWordSpace(stretch)
        drawn.textOut(line)
        self.canvas.drawText(drawn)

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.75, color: str = "#000000",
             dash: Sequence[float] = ()) -> None:  # fmt: skip
        """Draw a line; `width` and `dash` in points."""
        self.canvas.saveState()
        self.canvas.setLineWidth(width)
        self.canvas.setStrokeColor(ink(color))
        self.canvas.setDash(list(dash))
        self.canvas.line(x1 * MM, (self.height - y1) * MM, x2 * MM, (self.height - y2) * MM)
        self.canvas.restoreState()

    def cells(self, x: float, y: float, widths: Sequence[float], height: float, *, line: float) -> None:
        """Draw the frames of a row of cells as one path."""
        path = self.canvas.beginPath()
        low, right = (self.height - y - height) * MM, x + sum(widths)
        path.rect(x * MM, low, (right - x) * MM, height * MM)
        for width in widths[:-1]:
            x += width
            path.moveTo(x * MM, low)
            path.lineTo(x * MM, low + height * MM)
        self.canvas.setLineWidth(line)
        self.canvas.setStrokeColor(ink("#000000"))
        self.canvas.drawPath(path, stroke=1, fill=0)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = "", stroke: str = "",
            line: float = 0.75, radius: float = 0.0) -> None:  # fmt: skip
        """Draw a rectangle with its top left corner at (x, y)."""
        self.canvas.saveState()
        self.canvas.setLineWidth(line)
        if fill:
            self.canvas.setFillColor(ink(fill))
        if stroke:
            self.canvas.setStrokeColor(ink(stroke))
        place = (x * MM, (self.height - y - height) * MM, width * MM, height * MM)
        if radius:
            self.canvas.roundRect(*place, radius * MM, stroke=int(bool(stroke)), fill=int(bool(fill)))
        else:
            self.canvas.rect(*place, stroke=int(bool(stroke)), fill=int(bool(fill)))
        self.canvas.restoreState()


@lru_cache(maxsize=1000)
def ink(color: str) -> Color:
    """Return a colour of "#rrggbb"."""
    return HexColor(color)


def luminance(color: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2)."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
