"""A report as Word, Excel and plain words: the same text, real styles and numbers, no formula from what was typed."""

import io
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from desktop.models import exchange, report_designs
from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.codes import activity_code, ending
from desktop.models.drafting import draft
from desktop.models.errors import InputError
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.printing import plain, spreadsheet, word
from desktop.reporting import as_file

SAMPLES = Path(report_designs.SHIPPED).parents[1] / "samples" / "activities.jsonl"
FONTS = Path(report_designs.SHIPPED).parents[1] / "fonts"
HOSTILE = ("=1+1", "+84905", "-2", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "http://x.vn/?a=1")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    kinds = declarations.load()
    with Book.create(tmp_path_factory.mktemp("so") / "so", unit="20242", person="Cán bộ") as book:
        store = Activities(book, kinds)
        assert not [one.problems for one in exchange.record(exchange.read(SAMPLES, kinds), store) if one.problems]
        yield draft(book, kinds, Choice(period="2026-Q3"),
                    Left(signer="Nguyễn Thị Hồng Hạnh", title="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"))  # fmt: skip


@pytest.fixture(scope="module")
def report(made):
    return made.report


@pytest.fixture(scope="module")
def document(report):
    return Document(io.BytesIO(word.word(report)))


def letters(text: str) -> str:
    return re.sub(r"[\s\u00ad-]+", "", unicodedata.normalize("NFC", text))


def words_of(pdf: bytes) -> str:
    read = pypdfium2.PdfDocument(pdf)
    return letters("".join(page.get_textpage().get_text_range() for page in read))


def place_of(pdf: bytes, said: str) -> tuple[float, float]:
    """Where a text begins on the first page: mm from the left and from the foot."""
    read = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    at, _ = read.search(said).get_next()
    left, bottom, _, _ = read.get_charbox(at)
    return left * 25.4 / 72, bottom * 25.4 / 72


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".txt"])
def test_the_same_report_is_the_same_bytes(report, suffix):
    assert as_file(report, suffix) == as_file(report, suffix)


# Word


def test_every_word_of_the_report_is_in_the_document(report, document):
    told = [one.text for one in document.paragraphs]
    told += [cell.text for table in document.tables[:2] for row in table.rows for cell in row.cells]
    whole = letters("".join(told))
    for section in report.sections:
        for one in (section, *section.parts):
            assert letters(one.title).lower() in whole.lower()
            for paragraph in one.paragraphs:
                assert letters(paragraph.text) in whole
    for said in (report.subject, report.opening, report.closing, report.signer_name, *report.recipients, "Độc lập - Tự do - Hạnh phúc"):
        assert letters(said) in whole


def test_the_page_is_that_of_the_decree(document):
    first, *annexes = document.sections
    assert (round(first.page_width.mm, 1), round(first.page_height.mm, 1)) == (210, 297)
    for section in document.sections:
        margins = [section.left_margin, section.right_margin, section.top_margin, section.bottom_margin]
        assert [round(one.mm) for one in margins] == [30, 15, 20, 20]
        assert section.different_first_page_header_footer
    assert [one.orientation for one in annexes] == [WD_ORIENT.LANDSCAPE] * 3
    assert all(one._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1" for one in annexes)
    assert " PAGE " in first.header._element.xml


def test_styles_are_real_and_times(document):
    used = {one.style.name for one in document.paragraphs}
    assert {"Title", "Trích yếu", "Heading 1", "Heading 2", "Body Text", "Ý"} <= used
    for name in used | {"Nơi nhận", "Ô bảng"}:
        style = document.styles[name]
        while style.font.name is None:
            style = style.base_style
        assert style.font.name == "Times New Roman"
    body = document.styles["Body Text"]
    assert (body.font.size.pt, round(body.paragraph_format.first_line_indent.mm, 1), body.paragraph_format.space_before.pt) == (14, 12.7, 6)
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"


def test_tables_say_their_heads_again_and_keep_rows_whole(report, document):
    for annex, table in zip(report.annexes, document.tables[2:], strict=True):
        rows = table._tbl.tr_lst
        assert len(rows) == 1 + len(annex.rows) + bool(annex.total)
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        told = ["".join(node.text or "" for node in row.iter(qn("w:t"))) for row in rows]
        assert told[1:] == ["".join(row) for row in (*annex.rows, *([annex.total] if annex.total else []))]


def test_the_document_names_nobody_but_the_signer(report):
    with zipfile.ZipFile(io.BytesIO(word.word(report))) as packed:
        core = packed.read("docProps/core.xml").decode()
    assert "Cán bộ" not in core
    assert "python-docx" not in core


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_the_same_pages_of_it(report, tmp_path):
    (tmp_path / "bc.docx").write_bytes(word.word(report))
    (tmp_path / "fonts.conf").write_text(
        f"<?xml version='1.0'?><fontconfig><dir>{FONTS}</dir><cachedir>{tmp_path}/cache</cachedir><alias binding='same'>"
        "<family>Times New Roman</family><accept><family>Liberation Serif</family></accept></alias></fontconfig>")  # fmt: skip
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf", "--outdir",
                    str(tmp_path), str(tmp_path / "bc.docx")], check=True, capture_output=True, timeout=120,
                   env=os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "HOME": str(tmp_path)})  # fmt: skip
    theirs, ours = (tmp_path / "bc.pdf").read_bytes(), as_file(report, ".pdf")
    with pikepdf.open(io.BytesIO(theirs)) as one, pikepdf.open(io.BytesIO(ours)) as other:
        assert abs(len(one.pages) - len(other.pages)) <= 1
    for said in ("CỘNG HÒA", "Số:", "BÁO CÁO", "Kính gửi", "Thực hiện"):
        assert place_of(theirs, said) == pytest.approx(place_of(ours, said), abs=1.5), said
    told, wanted = words_of(theirs), words_of(ours)
    body = letters(report.opening), letters(report.closing), *(letters(one.text) for section in report.sections
                                                               for part in section.parts for one in part.paragraphs)  # fmt: skip
    # A page may end inside a paragraph there and not here, with its number between.
    assert sum(said in told for said in body) >= 0.9 * len(body)
    assert abs(len(told) - len(wanted)) <= 0.03 * len(wanted)


# Excel


@pytest.fixture(scope="module")
def sheets(report):
    book = CalamineWorkbook.from_filelike(io.BytesIO(spreadsheet.annexes(report)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_figures_are_numbers_and_add_up(made, sheets):
    rows = [row for row in sheets["Phụ lục I"] if len(row) > 6]
    for one in made.sources:
        if one.now and not one.key.startswith("."):
            assert any(row[1] == one.label and row[4] == one.now and row[6] == one.year for row in rows), one.key
    activities = sheets["Phụ lục II"][5:]
    listed, total = activities[:-1], activities[-1]
    assert all(isinstance(row[0], float) and isinstance(row[2], date | str) for row in listed)
    assert sum(row[8] or 0 for row in listed) == total[8] == next(one.now for one in made.sources if one.key == ".people")
    assert sum(row[9] or 0 for row in listed) == total[9]
    assert sum(row[11] or 0 for row in listed) == total[11]


def test_totals_of_the_list_are_sums_a_sheet_can_follow(report):
    with zipfile.ZipFile(io.BytesIO(spreadsheet.annexes(report))) as packed:
        second = packed.read("xl/worksheets/sheet2.xml").decode()
        others = "".join(packed.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 3, 4))
    assert re.findall(r"<f>([^<]*)</f>", second) == [f"SUM({c}6:{c}48)" for c in "IJL"]
    assert "<f>" not in others


def test_a_sheet_tells_its_window_and_how_it_counts(report, sheets):
    told = {row[0]: row[1] for row in sheets["Thuyết minh"]}
    assert "từ ngày 15/06/2026 đến ngày 14/09/2026" in told["Căn cứ, khoảng số liệu"]
    assert "hai lượt" in told["Lượt người"]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_what_was_typed_never_becomes_a_formula(tmp_path, typed):
    kinds = declarations.load()
    with Book.create(tmp_path / "so", unit="20242") as book:
        Activities(book, kinds).save("TAPHUAN", {
            "title": typed, "starts_on": "2026-07-02", "topics": ["dvc"], "audiences": ["nguoidan"], "classes": 1, "host": typed,
            "place": typed, "participants": {"total": 3}})  # fmt: skip
        report = draft(book, kinds, Choice(period="2026-Q3")).report
    data = spreadsheet.annexes(report)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        second = packed.read("xl/worksheets/sheet2.xml").decode()
        assert "hyperlink" not in second
    assert {text[:4] for text in re.findall(r"<f>([^<]*)</f>", second)} == {"SUM("}
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Phụ lục II").to_python()
    assert rows[5][3] == " ".join(typed.split())


def test_a_report_of_one_activity_has_no_sheets(tmp_path):
    kinds = declarations.load()
    with Book.create(tmp_path / "so", unit="20242") as book:
        saved = Activities(book, kinds).save("TAPHUAN", {
            "title": "Lớp", "starts_on": "2026-07-02", "topics": ["dvc"], "audiences": ["nguoidan"], "classes": 1, "place": "A",
            "participants": {"total": 3}})  # fmt: skip
        report = draft(book, kinds, Choice("activity", subject=saved.uid)).report
    with pytest.raises(InputError, match="không có phụ lục"):
        as_file(report, ".xlsx")
    assert as_file(report, ".docx")


# Words


def test_the_words_hold_everything_but_the_tables(report):
    told = letters(plain.text(report))
    for section in report.sections:
        for one in (section, *section.parts):
            assert all(letters(paragraph.text) in told for paragraph in one.paragraphs)
    assert "Phụ lục I, II, III" in plain.text(report)


def test_a_message_is_short_and_names_what_did_not_happen(report, tmp_path):
    assert len(plain.summary(report)) <= plain.LONGEST
    assert "43 hoạt động" in plain.summary(report)
    with Book.create(tmp_path / "so", unit="20242") as book:
        empty = draft(book, declarations.load(), Choice(period="2026-Q3")).report
    assert "Không phát sinh: Truyền thông" in plain.summary(empty)


# Codes


def test_an_activity_is_found_by_the_code_of_its_annex(made, report):
    codes = [row[1] for row in report.annexes[1].rows]
    assert codes == [activity_code(uid) for uid, _ in made.behind]
    assert all(made.behind[n][0].replace("-", "").endswith(ending(code)) for n, code in enumerate(codes))
    assert [ending(text) for text in ("8F3A-21C4", "8f3a–21c4 ", "8F3A21C4", "tập huấn", "")] == ["8f3a21c4", "8f3a21c4", "", "", ""]
