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
PAGE = 1 << 20  # more marks than a page can hold
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
        # Thousands of cells have one mark each: plain numbers, page * PAGE + mark, -1 for none; lists only for others.
        self._marked = [-1]
        self._kids: dict[int, list[int]] = {0: []}  # elements inside one that holds others
        self._later: dict[int, list[int]] = {}  # the marks of an element after its first
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
        self._kids[parent].append(number)
        self._marked.append(-1)
        self._open.append(number)
        if role in CONTENT:
            self._mark(role, number)
        else:
            self._kids[number] = []
        if alt:
            self._alts[number] = alt
        return number

    def resume(self, number: int) -> None:
        """Open an element with content again: a paragraph goes on with another line or on the next page."""
        self._open.append(number)
        self._mark(self._roles[number], number)

    def _mark(self, role: str, number: int) -> None:
        marks = self._marks[-1]
        mark = len(marks)
        self._canvas._code.append(f"/{role} <</MCID {mark}>> BDC")
        marks.append(number)
        self.marking = True
        where = len(self._marks) * PAGE + mark
        if self._marked[number] < 0:
            self._marked[number] = where
        else:
            self._later.setdefault(number, []).append(where)

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

    def written(self, pages: list[int], first: int, root: int) -> list[str]:
        """Return the tree as the text of objects: elements from number `first` on, then the marks of each page.

        `pages` are the numbers of the page objects.
        """
        at = [f"/Pg {page} 0 R" for page in pages]
        heads = {role: f"{_SCOPES.get(role, '')}/S/{role}" for role in set(self._roles)}
        made = []
        number = first
        for role, parent, where in zip(self._roles, self._parents, self._marked, strict=True):
            above = first + parent if parent >= 0 else root
            if where >= 0 and number - first not in self._later:
                inside = f"{at[where // PAGE - 1]}/K {where % PAGE}"
            else:
                inside = self._inside(number - first, first, pages)
            if self._alts and number - first in self._alts:
                inside += f"/Alt {_hex(self._alts[number - first])}"
            made.append(f"{number} 0 obj\n<<{heads[role]}/P {above} 0 R{inside}>>\nendobj\n")
            number += 1
        for marks in self._marks:
            made.append(f"{number} 0 obj\n[{' '.join([f'{first + mark} 0 R' for mark in marks])}]\nendobj\n")
            number += 1
        return made

    def _inside(self, number: int, first: int, pages: list[int]) -> str:
        marks = [self._marked[number], *self._later[number]] if number in self._later else []
        kids = [f"<</Type/MCR/Pg {pages[where // PAGE - 1]} 0 R/MCID {where % PAGE}>>" for where in marks]
        return f"/K[{' '.join(kids + [f'{first + kid} 0 R' for kid in self._kids.get(number, [])])}]"

    def root(self, number: int, first: int) -> str:
        """Return the root of the tree as the text of an object."""
        trees = first + len(self._roles)
        found = " ".join(f"{page} {trees + page} 0 R" for page in range(len(self._marks)))
        return (f"{number} 0 obj\n<</Type/StructTreeRoot/K[{first} 0 R]/ParentTree<</Nums[{found}]>>"
                f"/ParentTreeNextKey {len(self._marks)}>>\nendobj\n")  # fmt: skip


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
    offsets[place] = at
    tree = [tags.root(place, number), *tags.written(pages, number, place)]
    at += len(tree[0])
    ordered = [offsets[one] for one in range(1, number)]
    for own in tree[1:]:
        ordered.append(at)
        at += len(own)
    parts.append("".join(tree).encode("ascii"))
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(ordered) + 1))
    parts.append("".join([f"{one:010d} 00000 n \n" for one in ordered]).encode("ascii"))
    parts.append(b"trailer\n<< /Size %d /Root %s /Info %s /ID %s >>\nstartxref\n%d\n%%%%EOF\n"
                 % (len(ordered) + 1, root.format(doc), info.format(doc), doc.ID(), at))  # fmt: skip
    return b"".join(parts)
