"""A sheet of paper measured from its top left corner in millimetres, drawn by ReportLab."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFResourceDictionary
from reportlab.pdfgen.canvas import Canvas

from desktop.models.text import clean
from desktop.printing import fonts, tagged

MM = 72 / 25.4
_ESCAPES = tuple(chr(code) if 32 <= code < 127 and chr(code) not in "()\\" else f"\\{code:03o}" for code in range(256))
PAGE_LIMIT = 5080.0  # mm; viewers and printers stop at 14,400 points


class Sheet:
    """A PDF being drawn. All lengths are millimetres from the top left, type sizes are points.

    The same calls give the same bytes: no date, no random id is written. An `archival` sheet is a tagged PDF/A-1a: its
    words are drawn inside elements (`begin`, `end`), what lies outside is an artefact.
    """

    def __init__(self, width: float, height: float, *, title: str, author: str = "", archival: bool = False) -> None:
        fonts.register()
        self._out = io.BytesIO()
        self._letters: dict[str, _Letters] = {}
        self.canvas: Any = Canvas(self._out, pagesize=(width * MM, height * MM), invariant=1, pageCompression=1,
                                  initialFontName="serif", initialFontSize=13, lang="vi-VN")  # fmt: skip
        self.canvas.setTitle(clean(title))
        self.canvas.setAuthor(clean(author))
        self.canvas.setCreator("Sổ Phường")
        self.width, self.height = width, height
        self._archival = archival
        self._tags = tagged.Tags(self.canvas) if archival else None
        self._loose = archival  # marks are asked for: we are on a page, not inside a form

    def turn(self, width: float, height: float) -> None:
        """Begin the next page with another size."""
        self.canvas.showPage()
        if self._tags:
            self._tags.turn()
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
        loose, self._loose = self._loose, False
        yield
        self._loose = loose
        self._carry_resources(name)
        self.width, self.height = page

    def place(self, name: str, x: float, y: float, height: float, *, scale: float = 1.0) -> None:
        """Place art of `height` mm with the top left corner of its cut at (x, y)."""
        with self._artefact():
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
        if self._tags:
            return tagged.save(self.canvas, self._tags, archival=self._archival)
        self.canvas.save()
        return self._out.getvalue()

    @property
    def speaks(self) -> bool:
        """Whether elements are kept: drawing code may spare itself what only they need."""
        return self._loose

    def begin(self, role: str, *, alt: str = "") -> int:
        """Begin an element (P, H1, Table, TR, TH, TD, Figure, Artifact); return what `resume` takes.

        What is drawn until `end` is its content, except in those that only hold others. A sheet without tags does
        nothing.
        """
        return self._tags.begin(role, alt) if self._tags and self._loose else -1

    def resume(self, element: int) -> None:
        """Open a paragraph again for its next line, which may stand on another page."""
        if self._tags and self._loose:
            self._tags.resume(element)

    def end(self) -> None:
        """End what was begun or resumed last."""
        if self._tags and self._loose:
            self._tags.end()

    @contextmanager
    def tag(self, role: str, *, alt: str = "") -> Iterator[None]:
        """Draw inside an element."""
        self.begin(role, alt=alt)
        yield
        self.end()

    @contextmanager
    def figure(self, alt: str) -> Iterator[None]:
        """Draw what is one picture for those who hear it: `alt` is said in its place.

        The first one on a sheet makes it a tagged PDF; marks and slugs outside are then artefacts. Not inside a form.
        """
        if self._tags is None:
            self._tags, self._loose = tagged.Tags(self.canvas), True
        with self.tag("Figure", alt=clean(alt)):
            yield

    @contextmanager
    def _artefact(self) -> Iterator[None]:
        """Mark a drawing that belongs to no element."""
        alone = self._loose and self._tags is not None and not self._tags.marking
        if alone:
            self.canvas._code.append("/Artifact BMC")
        yield
        if alone:
            self.canvas._code.append("EMC")

    def text(self, x: float, y: float, text: str, face: str, size: float, *, color: str = "#000000",
             align: str = "left", stretch: float = 0.0) -> None:  # fmt: skip
        """Draw one line with its baseline at y; `stretch` points are added to each space (justified lines)."""
        self.line(x, y, text, face, size, color=color, align=align, stretch=stretch)

    def line(self, x: float, y: float, text: str, face: str, size: float, *, color: str = "#000000",
             align: str = "left", stretch: float = 0.0, more: bool = False) -> None:  # fmt: skip
        """Draw one line as `text` does; `more` says that its sentence goes on, so that a space must part the words."""
        # What prints and is composed has nothing to be cleaned but its ends; `clean` looks at every sign.
        plain = text.isprintable() and is_normalized("NFC", text)
        line = text.strip() if plain else clean(text)
        wide = fonts.width(line, face, size) + stretch * line.count(" ")
        at = x * MM - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        drawn = self._set(at, (self.height - y) * MM, f"{line} " if more else line, face, size, color, stretch)
        if self._loose and self._tags and not self._tags.marking:
            with self._artefact():
                self.canvas._code.append(drawn)
        else:
            self.canvas._code.append(drawn)

    def _set(self, x: float, y: float, line: str, face: str, size: float, color: str, stretch: float) -> str:
        """Return the drawing of a line; ReportLab's text objects take four times as long over it."""
        letters = self._letters.get(face)
        if letters is None:
            letters = self._letters[face] = _Letters(face, self.canvas._doc)
        shown = letters.shown(line, f"{size:.4g}")
        if stretch:
            shown = f"{stretch:.4f} Tw {shown} 0 Tw"
        return f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm {_fill(color)} {shown} ET"

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.75, color: str = "#000000",
             dash: Sequence[float] = ()) -> None:  # fmt: skip
        """Draw a line; `width` and `dash` in points."""
        with self._artefact():
            self.canvas.saveState()
            self.canvas.setLineWidth(width)
            self.canvas.setStrokeColor(ink(color))
            self.canvas.setDash(list(dash))
            self.canvas.line(x1 * MM, (self.height - y1) * MM, x2 * MM, (self.height - y2) * MM)
            self.canvas.restoreState()

    def cells(self, x: float, y: float, widths: Sequence[float], height: float, *, line: float) -> None:
        """Draw the frames of a row of cells as one path."""
        low, high, right = (self.height - y - height) * MM, (self.height - y) * MM, x + sum(widths)
        drawn = [f"{x * MM:.3f} {low:.3f} {(right - x) * MM:.3f} {height * MM:.3f} re"]
        for width in widths[:-1]:
            x += width
            drawn.append(f"{x * MM:.3f} {low:.3f} m {x * MM:.3f} {high:.3f} l")
        with self._artefact():
            self.canvas._code.append(f"q {line:.4g} w 0 0 0 RG {' '.join(drawn)} S Q")

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = "", stroke: str = "",
            line: float = 0.75, radius: float = 0.0) -> None:  # fmt: skip
        """Draw a rectangle with its top left corner at (x, y)."""
        with self._artefact():
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


class _Letters(dict[str, str]):
    """How the signs of a face are written in one document; ReportLab deals them out to subsets of 256."""

    def __init__(self, face: str, doc: Any) -> None:
        self._font, self._doc = pdfmetrics.getFont(face), doc
        self._names: dict[str, None] = {}

    def shown(self, line: str, size: str) -> str:
        """Return a line at a size as text operators."""
        said = "".join(map(self.__getitem__, line))
        if len(self._names) == 1:
            return f"{next(iter(self._names))} {size} Tf ({said}) Tj"
        return " ".join(f"{self._font.getSubsetInternalName(subset, self._doc)} {size} Tf ({_escaped(part)}) Tj"
                        for subset, part in self._font.splitString(line, self._doc))  # fmt: skip

    def __missing__(self, sign: str) -> str:
        ((subset, part),) = self._font.splitString(sign, self._doc)
        self._names[self._font.getSubsetInternalName(subset, self._doc)] = None
        found = self[sign] = _escaped(part)
        return found


@lru_cache(maxsize=1000)
def _fill(color: str) -> str:
    red, green, blue = ink(color).rgb()
    return f"{red:.4g} {green:.4g} {blue:.4g} rg"


def _escaped(part: bytes) -> str:
    return "".join(map(_ESCAPES.__getitem__, part))


def luminance(color: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2)."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
