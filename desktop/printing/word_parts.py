"""What python-docx leaves to the markup: rules, page numbers, tables as an official document has them."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsmap, qn
from docx.shared import Mm, Pt

TWIPS = 1440 / 25.4  # twentieths of a point in a mm


def rule(paragraph: Any, width: float, length: float, *, gap: float) -> None:
    """Make an empty paragraph a line of `length` mm in the middle of `width` mm, `gap` points high in all."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((width - length) / 2)
    shape.first_line_indent = Mm(0)
    shape.space_before, shape.space_after = Pt(2), Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(gap)
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing",
                                                        "w:ind", "w:jc")  # fmt: skip


def page_number(paragraph: Any) -> None:
    """Put the field that counts pages into a paragraph."""
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            asked = OxmlElement("w:instrText")
            asked.set(qn("xml:space"), "preserve")
            asked.text = text
            run._r.append(asked)


def grid(place: Any, rows: int, widths: Sequence[float], *, borders: bool) -> Any:
    """Add a table of fixed widths in mm, with all borders or none, and cells without margins unless bordered."""
    table = place.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER if borders else WD_TABLE_ALIGNMENT.LEFT
    properties = table._tbl.tblPr
    lines = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single" if borders else "nil"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    properties.append(lines)
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 68), ("left", 74), ("bottom", 68), ("right", 74)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips) if borders else "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def whole_row(row: Any, widths: Sequence[float]) -> None:
    """Keep a row on one page, its cells at their widths."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row._tr.tc_lst, widths, strict=True):
        cell.width = Mm(width)


def row_xml(cells: Sequence[str], widths: Sequence[float], aligns: Sequence[str], style: str, *, bold: bool = False,
            head: bool = False, keep: bool = False) -> str:  # fmt: skip
    """Return a table row as markup: one paragraph a cell, never split over pages; a head row is said again on every page.

    A row to `keep` is never the last on a page.
    """
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    parts = ["<w:tr><w:trPr><w:cantSplit/>", "<w:tblHeader/>" if head else "", "</w:trPr>"]
    for text, width, align in zip(cells, widths, aligns, strict=True):
        said = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
        held = "<w:keepNext/>" if keep else ""
        parts.append(f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
                     f'<w:pStyle w:val="{style}"/>{held}<w:jc w:val="{align}"/></w:pPr>{said}</w:p></w:tc>')  # fmt: skip
    parts.append("</w:tr>")
    return "".join(parts)


def fill(table: Any, rows: Sequence[str]) -> None:
    """Put rows written as markup into a table instead of its own: cell by cell is ten times slower."""
    for row in list(table._tbl.tr_lst):
        table._tbl.remove(row)
    whole = parse_xml(f'<w:tbl xmlns:w="{nsmap["w"]}">{"".join(rows)}</w:tbl>')
    table._tbl.extend(list(whole))


def steady(data: bytes) -> bytes:
    """Pack a file anew without the hour it was packed at: the same document is the same bytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(entry, old.read(name))
    return kept.getvalue()
