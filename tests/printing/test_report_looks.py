"""How a report looks in each of its forms: codes stay whole, part names are bold and kept, rows have room, no count is told twice."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from desktop.models import exchange, report_designs
from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.drafting import draft
from desktop.models.report import Annex, AnnexColumn, Paragraph, Section
from desktop.models.report_choice import Choice
from desktop.printing import fonts, official, plain, spreadsheet, tables, word

SAMPLES = Path(report_designs.SHIPPED).parents[1] / "samples" / "activities.jsonl"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    kinds = declarations.load()
    with Book.create(tmp_path_factory.mktemp("so") / "so", unit="20242") as book:
        assert not [one.problems for one in exchange.record(exchange.read(SAMPLES, kinds), Activities(book, kinds)) if one.problems]
        return draft(book, kinds, Choice(period="2026-Q3")).report


def parted_by(report, shift):
    """A report whose annex is part, row, part, row … from the row `shift` on."""
    columns = (AnnexColumn("STT", 20), AnnexColumn("Nội dung", 200), AnnexColumn("Số", 37, "right", "number"))
    rows = [("", "dòng", "1")] * shift
    rows += [row for number in range(60) for row in ((str(number + 100), f"PHẦN {number}", ""), ("", "dòng", "1"))]
    return replace(report, annexes=(Annex("I", "BẢNG SỐ LIỆU", columns, tuple(rows), ("", "Cộng", "9")),))


@pytest.fixture
def parted(report):
    return parted_by(report, 0)


def pages(pdf):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_a_code_is_never_broken(report):
    column = next(one for one in report.annexes[1].columns if one.label == "Mã")
    room = column.width_mm * official.ANNEX_WIDTH / 257 - 2 * tables.PAD
    assert fonts.width("DDDD-DDDD", tables.FACE, tables.SIZE) / 72 * 25.4 <= room
    told = "\n".join(pages(official.official(report)))
    assert all(row[1] in told for row in report.annexes[1].rows)


@pytest.mark.parametrize("shift", [0, 1])
def test_the_name_of_a_part_is_never_the_last_line_of_a_page(report, shift):
    landscape = [text.split() for text in pages(official.official(parted_by(report, shift))) if "dòng" in text]
    assert len(landscape) > 3
    for words in landscape[:-1]:
        assert words[-1] == "1", words[-4:]


def test_part_names_and_totals_are_bold_and_nothing_else(parted):
    annex = parted.annexes[0]
    rows = Document(io.BytesIO(word.word(parted))).tables[-1]._tbl.tr_lst
    bold = [at for at, row in enumerate(rows) if row.findall(f".//{qn('w:b')}")]
    kept = [at for at, row in enumerate(rows) if row.findall(f".//{qn('w:keepNext')}")]
    assert bold == [0, *(1 + at for at in sorted(annex.headings)), len(rows) - 1]
    assert kept == [1 + at for at in sorted(annex.headings)]


def test_rows_of_a_sheet_have_room_for_their_words(report):
    with zipfile.ZipFile(io.BytesIO(spreadsheet.annexes(report))) as packed:
        second = packed.read("xl/worksheets/sheet2.xml").decode()
    heights = {int(row): float(height) for row, height in re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', second)}
    longest = max(range(len(report.annexes[1].rows)), key=lambda at: max(len(one) for one in report.annexes[1].rows[at]))
    assert heights[6 + longest] >= 3 * 14  # rows are counted from 1, four above the headings
    assert max(heights.values()) <= 409


def test_a_message_tells_each_count_once(report):
    parts = [line for line in plain.summary(report).splitlines() if line.startswith("- ")]
    for line in parts:
        pieces = line.rstrip(".").split("; ")
        assert len(pieces) == len(set(pieces)), line
    assert any("489 lượt người" in line for line in parts)


@pytest.mark.parametrize("text", [
    "Trong kỳ đã thực hiện 6 hoạt động; 489 lượt người; tăng 2 hoạt động (50,0%) so với Quý II/2026; lũy kế năm 2026: 9 hoạt động; 700 lượt người.",
    "Trong kỳ đã thực hiện 6 hoạt động; 489 lượt người; bằng Quý II/2026; lũy kế năm 2026: 9 hoạt động; 700 lượt người.",
    "Trong kỳ đã thực hiện 6 hoạt động; 489 lượt người; Quý II/2026 không phát sinh; lũy kế năm 2026: 9 hoạt động; 700 lượt người."],
    ids=["more", "same", "none"])  # fmt: skip
def test_a_message_keeps_to_its_period(report, text):
    section = Section("II", plain.DONE, (), (Section("1", "Tập huấn", (Paragraph(text),)),))
    assert "- Tập huấn: 6 hoạt động; 489 lượt người." in plain.summary(replace(report, sections=(section,)))
