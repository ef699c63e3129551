"""What a drawing says to a screen reader: the tree of headings, paragraphs, tables and figures; and PDF/A around it.

Elements are numbered as they begin. What is drawn while one of CONTENT is open is marked as its content, anything
else as an artefact (ISO 32000-1 14.7-14.8). The tree is written by hand behind ReportLab's objects: a table has
thousands of cells.
"""

from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFIndirectObject,
    PDFName,
    PDFObject,
    PDFStream,
    PDFString,
)

from desktop.printing import srgb

CONTENT = frozenset({"P", "H1", "H2", "H3", "H4", "TH", "TD", "Figure"})
ARTEFACT = "Artifact"
HEADER = b"%PDF-1.4\n%\x93\x8c\x8b\x9e\n"
END_OF_STREAM = b"endstream\nendobj\n"
_SCOPES = {"TH": "/A<</O/Table/Scope/Column>>"}

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>{level}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>
"""
LEVEL = "\n<pdfaid:part>1</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>"


class Tags:
    """The elements of one PDF, and what is open while it is drawn."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._roles = ["Document"]
        self._parents = [-1]
        self._kids: list[list[int | tuple[int, int]]] = [[]]  # an element, or a page and a mark on it
        self._alts: dict[int, str] = {}
        self._open = [0]
        self._marks: list[list[int]] = [[]]  # a page's marks: whose each one is
        self.marking = False

    def begin(self, role: str, alt: str = "") -> int:
        """Begin an element inside the one that is open (an ARTEFACT is none, but ends the same); return its number."""
        if role == ARTEFACT:
            self._open.append(-1)
            self._canvas._code.append("/Artifact BMC")
            self.marking = True
            return -1
        number = len(self._roles)
        parent = self._open[-1]
        self._roles.append(role)
        self._parents.append(parent)
        self._kids.append([])
        self._kids[parent].append(number)
        if alt:
            self._alts[number] = alt
        self.resume(number)
        return number

    def resume(self, number: int) -> None:
        """Open an element again, for a paragraph that goes on with another line or on the next page."""
        self._open.append(number)
        role = self._roles[number]
        if role in CONTENT:
            marks = self._marks[-1]
            self._canvas._code.append(f"/{role} <</MCID {len(marks)}>> BDC")
            self._kids[number].append((len(self._marks), len(marks)))
            marks.append(number)
            self.marking = True

    def end(self) -> None:
        """End what was begun or resumed last."""
        self._open.pop()
        if self.marking:
            self._canvas._code.append("EMC")
            self.marking = False

    def turn(self) -> None:
        """Tell that a page was ended; what is drawn next is on another one."""
        self._bind()
        self._marks.append([])

    def _bind(self) -> None:
        page = self._canvas._doc.idToObject[f"Page{len(self._marks)}"]
        page.__NoDefault__ = (*page.__NoDefault__, "StructParents", "Tabs")
        page.StructParents, page.Tabs = len(self._marks) - 1, PDFName("S")

    def written(self, numbers: list[int], first: int, root: int) -> list[tuple[int, bytes]]:
        """Return the tree as objects (number, body): elements from `first` on; `numbers` are those of the pages."""
        made = []
        for number, (role, kids) in enumerate(zip(self._roles, self._kids, strict=True)):
            parent = first + self._parents[number] if number else root
            alt = f"/Alt {_hex(self._alts[number])}" if number in self._alts else ""
            if len(kids) == 1 and isinstance(kids[0], tuple):
                page, mark = kids[0]
                inside = f"/Pg {numbers[page - 1]} 0 R/K {mark}"
            else:
                inside = f"/K[{' '.join([_kid(kid, first, numbers) for kid in kids])}]"
            made.append((first + number, f"<</S/{role}/P {parent} 0 R{_SCOPES.get(role, '')}{alt}{inside}>>".encode("ascii")))
        tree = first + len(made)
        for page, marks in enumerate(self._marks):
            made.append((tree + page, f"[{' '.join([f'{first + mark} 0 R' for mark in marks])}]".encode("ascii")))
        found = " ".join(f"{page} {tree + page} 0 R" for page in range(len(self._marks)))
        made.append((root, f"<</Type/StructTreeRoot/K[{first} 0 R]/ParentTree<</Nums[{found}]>>"
                           f"/ParentTreeNextKey {len(self._marks)}>>".encode("ascii")))  # fmt: skip
        return made


def _kid(kid: int | tuple[int, int], first: int, numbers: list[int]) -> str:
    if isinstance(kid, int):
        return f"{first + kid} 0 R"
    return f"<</Type/MCR/Pg {numbers[kid[0] - 1]} 0 R/MCID {kid[1]}>>"


def _hex(text: str) -> str:
    return f"<{(chr(0xFEFF) + text).encode('utf-16-be').hex().upper()}>"


class _Info(PDFObject):  # type: ignore[misc]
    """Title, author and programs; no dates, so that the same paper is the same bytes."""

    invariant = 1

    def __init__(self, info: Any) -> None:
        self.kept = {"Title": info.title, "Author": info.author, "Creator": info.creator, "Producer": info.producer}

    def digest(self, signature: Any) -> None:
        for text in self.kept.values():
            signature.update(text.encode("utf-8"))

    def format(self, document: Any) -> bytes:
        return bytes(PDFDictionary({name: PDFString(text) for name, text in self.kept.items()}).format(document))


def save(canvas: Any, tags: Tags, *, archival: bool) -> bytes:
    """Return the finished PDF with its tree; `archival` says it is PDF/A-1a, which it must then be drawn to be."""
    canvas.showPage()
    tags._bind()
    doc = canvas._doc
    doc.info = _Info(doc.info)
    for font in doc.delayedFonts:
        font.addObjects(doc)
    doc.info.digest(doc.signature)
    catalog, root = doc.Catalog, PDFDictionary({})
    catalog.Outlines = None
    catalog.__NoDefault__ = (*catalog.__NoDefault__, "OutputIntents")
    catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    catalog.StructTreeRoot = doc.Reference(root, "StructTreeRoot")
    catalog.__Refs__ = [name for name in catalog.__Refs__ if name != "StructTreeRoot"]
    catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
    catalog.Metadata = _stream({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}, _xmp(doc.info.kept, archival))
    if archival:
        catalog.OutputIntents = PDFArray([_intent(doc)])
    return _file(doc, tags)


def _xmp(kept: dict[str, str], archival: bool) -> bytes:
    told = {name.lower(): escape(text) for name, text in kept.items()}
    return XMP.format(level=LEVEL if archival else "", **told).encode("utf-8")


def _intent(doc: Any) -> PDFDictionary:
    profile = _stream({"N": 3}, srgb.profile())
    name = PDFString(srgb.NAME)
    return PDFDictionary({"Type": PDFName("OutputIntent"), "S": PDFName("GTS_PDFA1"), "OutputConditionIdentifier": name,
                          "Info": name, "DestOutputProfile": doc.Reference(profile)})  # fmt: skip


def _stream(said: dict[str, object], content: bytes) -> PDFStream:
    # PDF/A wants the metadata bare.
    return PDFStream(PDFDictionary(said), content)


def _file(doc: Any, tags: Tags) -> bytes:
    """Write ReportLab's objects, then the tree, then the table of both."""
    root, info = doc.Reference(doc.Catalog), doc.Reference(doc.info)
    place = doc.idToObjectNumberAndVersion["StructTreeRoot"][0]
    parts, at = [HEADER], len(HEADER)
    offsets: dict[int, int] = {}
    number = 1
    while number in doc.numberToId:  # grows while it is written
        if number != place:
            name = doc.numberToId[number]
            part = PDFIndirectObject(name, doc.idToObject[name]).format(doc)
            if part.endswith(END_OF_STREAM):  # PDF/A wants it on a line of its own, beyond the length that is told
                part = part[: -len(END_OF_STREAM)] + b"\n" + END_OF_STREAM
            offsets[number] = at
            at += len(part)
            parts.append(part)
        number += 1
    pages = [doc.idToObjectNumberAndVersion[f"Page{page + 1}"][0] for page in range(len(tags._marks))]
    for own, body in tags.written(pages, number, place):
        part = b"%d 0 obj\n%s\nendobj\n" % (own, body)
        offsets[own] = at
        at += len(part)
        parts.append(part)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
    parts.append("".join([f"{offsets[one]:010d} 00000 n \n" for one in range(1, len(offsets) + 1)]).encode("ascii"))
    parts.append(b"trailer\n<< /Size %d /Root %s /Info %s /ID %s >>\nstartxref\n%d\n%%%%EOF\n"
                 % (len(offsets) + 1, root.format(doc), info.format(doc), doc.ID(), at))  # fmt: skip
    return b"".join(parts)
