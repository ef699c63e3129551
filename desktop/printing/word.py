"""The official document as a Word file: the layout of the printed one (profile ND30_2020), in styles people can edit."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt

from desktop.models.chart import Chart
from desktop.models.report import Annex, Report, Section
from desktop.models.text import date_official
from desktop.printing import charts, fonts, raster, typeset
from desktop.printing.official import BLANK, CHARTS, ROMAN, SIGNING_ROOM, agency, compared
from desktop.printing.printable import printable
from desktop.printing.sheet import MM
from desktop.printing.word_parts import fill, grid, page_number, row_xml, rule, steady, whole_row
from desktop.printing.word_styles import IDS, ITEM, PITCH, RECIPIENTS, SUBJECT, TABLE, dress

A4 = (210.0, 297.0)
MARGINS = {"left": 30, "right": 15, "top": 20, "bottom": 20}  # mm
HEAD, SIGNING = (65.0, 100.0), (78.0, 87.0)  # mm, the two columns above and below the text
ANNEX_WIDTH, TALLEST, DPI = 252.0, 130.0, 200.0  # mm, mm of a picture, dots an inch
CENTER = WD_ALIGN_PARAGRAPH.CENTER


def word(report: Report) -> bytes:
    """Return the report as .docx, the same bytes for the same report. Raises PrintError when a font is missing."""
    report = printable(report)
    document = Document()
    dress(document)
    _facts(document, report)
    _page(document.sections[0], A4)
    _numbered(document.sections[0])
    _head(document, report)
    _body(document, report)
    _end(document, report)
    for annex in report.annexes:
        _annex(document, report, annex)
    if report.charts:
        _charts(document, report)
    kept = io.BytesIO()
    document.save(kept)
    return steady(kept.getvalue())


def _facts(document: Any, report: Report) -> None:
    said = document.core_properties
    said.title, said.author, said.last_modified_by = f"{report.title}: {report.subject}"[:255], agency(report), ""
    said.comments, said.language = "", "vi-VN"
    said.created = said.modified = datetime.combine(report.on, time(), UTC)
    said.revision = 1


def _page(section: Any, size: tuple[float, float]) -> None:
    section.page_width, section.page_height = Mm(size[0]), Mm(size[1])
    section.orientation = WD_ORIENT.LANDSCAPE if size[0] > size[1] else WD_ORIENT.PORTRAIT
    for side, width in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True


def _numbered(section: Any) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    page_number(paragraph)


def _head(document: Any, report: Report) -> None:
    table = grid(document, 2, HEAD, borders=False)
    unit, motto = report.unit_name.upper(), "Độc lập - Tự do - Hạnh phúc"
    left, right = table.rows[0].cells
    _centred(left, [("ỦY BAN NHÂN DÂN", 13, "b"), (unit, 13, "b")])
    rule(left.add_paragraph(), HEAD[0], fonts.width(unit, "serif-bold", 13) / MM * 0.42, gap=4)
    _centred(right, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, "b"), (motto, 14, "b")])
    rule(right.add_paragraph(), HEAD[1], fonts.width(motto, "serif-bold", 14) / MM, gap=4)
    left, right = table.rows[1].cells
    _centred(left, [(f"Số:{BLANK}/{report.number_symbol}", 13, "")])
    _centred(right, [(f"{report.place}, {date_official(report.on)}", 14, "i")])
    for row in table.rows:
        whole_row(row, HEAD)
    title = document.add_paragraph(report.title.upper(), "Title")
    title.paragraph_format.space_before = Pt(20)
    lines = typeset.balance(report.subject, "serif-bold", 14, 130 * MM)
    for line in lines:
        document.add_paragraph(line, SUBJECT)
    rule(document.add_paragraph(), 165, fonts.width(lines[-1], "serif-bold", 14) / MM * 0.4, gap=14)
    if report.recipient:
        _addressees(document, report.recipient)


def _addressees(document: Any, recipient: str) -> None:
    names = [name.strip(" .") for name in recipient.split(";") if name.strip(" .")]
    if len(names) == 1:
        document.add_paragraph(f"Kính gửi: {names[0]}").alignment = CENTER
        return
    document.add_paragraph("Kính gửi:").paragraph_format.left_indent = Mm(35)
    for number, name in enumerate(names, start=1):
        made = document.add_paragraph(f"- {name}{';' if number < len(names) else '.'}")
        made.paragraph_format.left_indent = Mm(45)


def _body(document: Any, report: Report) -> None:
    first = document.add_paragraph(report.opening, "Body Text")
    first.paragraph_format.space_before = Pt(9.5)
    for section in report.sections:
        document.add_paragraph(f"{section.number}. {section.title.upper()}", "Heading 1")
        _section(document, section, 2)


def _section(document: Any, section: Section, level: int) -> None:
    for one in section.paragraphs:
        item = one.kind == "item"
        document.add_paragraph(f"- {one.text}" if item else one.text, ITEM if item else "Body Text")
    for part in section.parts:
        document.add_paragraph(f"{part.number}. {part.title}", f"Heading {min(level, 3)}")
        _section(document, part, level + 1)


def _end(document: Any, report: Report) -> None:
    closing = document.add_paragraph(report.closing, "Body Text")
    closing.paragraph_format.keep_with_next = True
    space = document.add_paragraph()
    space.paragraph_format.keep_with_next = True
    space.paragraph_format.line_spacing = Pt(8)
    table = grid(document, 1, SIGNING, borders=False)
    left, right = table.rows[0].cells
    said = left.paragraphs[0]
    said.style = RECIPIENTS
    run = said.add_run("Nơi nhận:")
    run.bold, run.italic, run.font.size = True, True, Pt(12)
    for line in report.recipients:
        left.add_paragraph(line, RECIPIENTS)
    width = (SIGNING[1] - 2) * MM
    titles = [line for one in report.signer_title_lines for line in typeset.balance(one, "serif-bold", 14, width)]
    _centred(right, [(line, 14, "b") for line in titles])
    name = right.add_paragraph()
    name.alignment = CENTER
    name.paragraph_format.space_before = Pt(SIGNING_ROOM * MM - PITCH)
    name.add_run(report.signer_name).bold = True
    whole_row(table.rows[0], SIGNING)
    if report.code:
        run = document.add_paragraph().add_run(compared(report))
        run.font.size = Pt(8)


def _annex(document: Any, report: Report, annex: Annex) -> None:
    _annex_head(document, report, annex.number, annex.title)
    scale = ANNEX_WIDTH / sum(column.width_mm for column in annex.columns)
    widths = [column.width_mm * scale for column in annex.columns]
    _table(document, annex, widths)


def _charts(document: Any, report: Report) -> None:
    """Put the charts of the printed report in as pictures that say what they show."""
    _annex_head(document, report, ROMAN[len(report.annexes)], CHARTS)
    for chart in report.charts:
        rest: Chart | None = chart
        while rest is not None:
            part, rest = charts.split(rest, ANNEX_WIDTH, TALLEST, TALLEST)
            drawn = charts.page(part or chart, ANNEX_WIDTH)
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            paragraph.paragraph_format.space_after = Pt(12)
            shape = paragraph.add_run().add_picture(io.BytesIO(raster.png(drawn.pdf, 0, dpi=DPI)), width=Mm(ANNEX_WIDTH))
            shape._inline.docPr.set("descr", " ".join((part or chart).sentences))


def _annex_head(document: Any, report: Report, number: str, title: str) -> None:
    """Begin the page of an annex."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section, (A4[1], A4[0]))
    _restart(section)
    document.add_paragraph(f"Phụ lục {number}", SUBJECT)
    for line in typeset.balance(title.upper(), "serif-bold", 14, 220 * MM):
        document.add_paragraph(line, SUBJECT)
    said = document.add_paragraph(style=SUBJECT)
    run = said.add_run(f"(Kèm theo {report.title.capitalize()} số{BLANK}/{report.number_symbol} ngày{BLANK}tháng{BLANK}năm "
                       f"{report.on.year} của {agency(report)})")  # fmt: skip
    run.bold, run.italic = False, True
    said.paragraph_format.space_after = Pt(6)


def _restart(section: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    counted = OxmlElement("w:pgNumType")
    counted.set(qn("w:start"), "1")
    section._sectPr.append(counted)


def _table(document: Any, annex: Annex, widths: Sequence[float]) -> None:
    rows = [*annex.rows, *([annex.total] if annex.total else [])]
    aligns = [column.align for column in annex.columns]
    written = [row_xml([column.label for column in annex.columns], widths, ["center"] * len(widths), IDS[TABLE],
                       bold=True, head=True)]  # fmt: skip
    headings = annex.headings
    for number, row in enumerate(rows):
        heading, total = number in headings, annex.total is not None and number == len(rows) - 1
        written.append(row_xml(row, widths, aligns, IDS[TABLE], bold=total or heading, keep=heading))
    fill(grid(document, 1, widths, borders=True), written)


def _centred(cell: Any, lines: Sequence[tuple[str, float, str]]) -> None:
    """Put lines (words, points, "b" or "i") into a cell, each a centred paragraph."""
    for number, (text, size, look) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = CENTER
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.bold, run.italic = "b" in look, "i" in look
