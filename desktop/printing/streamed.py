"""A PDF of many pages written to disk page by page: memory does not grow with their number."""

import zlib
from array import array
from collections.abc import Mapping
from typing import Any, BinaryIO

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFIndirectObject, PDFObject

from desktop.printing.sheet import MM, Sheet

HEADER = b"%PDF-1.4\n%\x93\x8c\x8b\x9e\n"


class _Kids(PDFObject):  # type: ignore[misc]
    """The tree of pages: page n is object 2n + 1."""

    def __init__(self, pages: int) -> None:
        self.pages = pages

    def format(self, document: Any) -> bytes:
        kids = " ".join(f"{2 * number + 1} 0 R" for number in range(self.pages))
        return f"<< /Type /Pages /Count {self.pages} /Kids [ {kids} ] >>".encode("ascii")


class StreamedSheet(Sheet):
    """A sheet whose pages go to `out` as they end; how many there will be must be known.

    Objects 1 to 2 x `pages` are the pages and their drawings; what they share (art, letters) follows at the end.
    """

    def __init__(self, width: float, height: float, *, title: str, out: BinaryIO, pages: int) -> None:
        super().__init__(width, height, title=title)
        self._file, self._pages = out, pages
        self._offsets = array("Q")
        self._at = 0
        self._boxes = b""
        doc = self.canvas._doc
        self._shared = PDFDictionary({})
        doc.Reference(self._shared, "PageResources")
        doc.Catalog.Pages = _Kids(pages)
        doc.Reference(doc.Catalog.Pages, "PageTree")
        self._put(HEADER)

    def marked(self, trim: tuple[float, float, float, float], bleed: float) -> None:
        """Tell where every page is cut (as Sheet does)."""
        x, y, width, height = trim
        cut = (x * MM, (self.height - y - height) * MM, (x + width) * MM, (self.height - y) * MM)
        grown = (cut[0] - bleed * MM, cut[1] - bleed * MM, cut[2] + bleed * MM, cut[3] + bleed * MM)
        self._boxes = b"/TrimBox [ %s ] /BleedBox [ %s ] " % (_numbers(*cut), _numbers(*grown))

    def end_page(self) -> None:
        """Write what was drawn since the last page as a page of its own."""
        canvas, number = self.canvas, len(self._offsets) // 2
        drawn = "\n".join(canvas._code).encode("latin-1")
        canvas._doc.updateSignature(drawn)
        packed = zlib.compress(drawn)
        tree, shared = (self._number(name) for name in ("PageTree", "PageResources"))
        page = b"<< /Type /Page /Parent %d 0 R /Resources %d 0 R /MediaBox [ %s ] %s/Contents %d 0 R >>" % (
            tree, shared, _numbers(0, 0, self.width * MM, self.height * MM), self._boxes, 2 * number + 2)  # fmt: skip
        self._object(2 * number + 1, page)
        self._object(2 * number + 2, b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed))
        canvas._code.clear()
        canvas.init_graphics_state()
        canvas._startPage()

    def finish(self) -> None:
        """Write what the pages share and the table of contents of the file."""
        doc = self.canvas._doc
        shift = 2 * self._pages
        used = dict.fromkeys(one for one in doc.idToObject if one.startswith("FormXob."))
        for font in doc.delayedFonts:
            font.addObjects(doc)
        doc.info.invariant = doc.invariant
        doc.info.digest(doc.signature)
        root, info = doc.Reference(doc.Catalog), doc.Reference(doc.info)
        doc.Outlines.prepare(doc, self.canvas)
        doc.Catalog.Outlines = None
        self._share(used)
        # Every reference is by name until now: all that ReportLab numbered from 1 moves behind the pages.
        doc.idToObjectNumberAndVersion = {name: (n + shift, v) for name, (n, v) in doc.idToObjectNumberAndVersion.items()}
        doc.numberToId = {number + shift: name for number, name in doc.numberToId.items()}
        doc.objectcounter += shift
        number = shift + 1
        while number in doc.numberToId:  # grows while it is written
            name = doc.numberToId[number]
            self._offsets.append(self._at)
            self._put(PDFIndirectObject(name, doc.idToObject[name]).format(doc))
            number += 1
        start = self._at
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % number)
        for offset in self._offsets:
            self._put(b"%010d 00000 n \n" % offset)
        self._put(b"trailer\n<< /Size %d /Root %s /Info %s /ID %s >>\nstartxref\n%d\n%%%%EOF\n"
                  % (number, root.format(doc), info.format(doc), doc.ID(), start))  # fmt: skip

    def _share(self, forms: Mapping[str, Any]) -> None:
        doc = self.canvas._doc
        fonts = doc.idToObject["BasicFonts"]
        self._shared.dict["Font"] = doc.Reference(fonts)
        if forms:
            self._shared.dict["XObject"] = PDFDictionary({name: doc.Reference(doc.idToObject[name]) for name in forms})

    def _number(self, name: str) -> int:
        return int(self.canvas._doc.idToObjectNumberAndVersion[name][0]) + 2 * self._pages

    def _object(self, number: int, body: bytes) -> None:
        self._offsets.append(self._at)
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _put(self, data: bytes | str) -> None:
        raw = data if isinstance(data, bytes) else data.encode("latin-1")
        self._file.write(raw)
        self._at += len(raw)


def _numbers(*values: float) -> bytes:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values).encode("ascii")
