"""What a screen reader gets: every word inside an element, headings and tables in reading order; PDF/A where Java can tell."""

import io
import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms

from desktop.models.report import Annex
from desktop.printing import srgb
from desktop.printing.official import official
from desktop.printing.outlines import Outlined
from desktop.printing.receipt import receipt
from desktop.printing.sheet import Sheet
from tests.printing.test_official import COLUMNS, report, rows
from tests.printing.test_receipt import slip

JARS = [Path("/usr/share/java") / f"{name}.jar" for name in
        ("pdfbox2", "preflight", "xmpbox", "fontbox2", "commons-logging", "jaxb-api", "javax.activation")]
PAINTS = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh"}


@pytest.fixture(scope="module")
def papers():
    annexes = (Annex("I", "Số liệu & «chỉ tiêu» <2026>", COLUMNS, rows(40), ("", "Tổng", "", "2.460", "")),)
    return {"report": official(report(long=True, annexes=annexes)), "receipt": receipt(slip(40))}


@pytest.fixture(params=["report", "receipt"])
def paper(request, papers):
    return papers[request.param]


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def elements(pdf):
    """The elements in reading order: (role, dictionary, depth)."""
    found = []

    def walk(node, depth):
        found.append((str(node.S)[1:], node, depth))
        for kid in kids(node):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid, depth + 1)

    for top in pdf.Root.StructTreeRoot.K:
        walk(top, 0)
    return found


def kids(node):
    inside = node.get("/K", [])
    return list(inside) if isinstance(inside, pikepdf.Array) else [inside]


def marks(page):
    """What a page draws: mark number (None in an artefact) to its words; a paint outside of any mark fails."""
    fonts = {name: cmap(font) for name, font in page.Resources.get("/Font", {}).items()}
    words, stack, letters = {}, [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        what = str(operator)
        if what == "BDC":
            stack.append(int(operands[1].MCID))
            assert stack[-1] not in words
            words[stack[-1]] = ""
        elif what == "BMC":
            assert str(operands[0]) == "/Artifact" and not stack
            stack.append(None)
        elif what == "EMC":
            stack.pop()
        elif what == "Tf":
            letters = fonts[str(operands[0])]
        elif what in PAINTS:
            assert len(stack) == 1, f"{what} outside of a mark, or marks in marks"
            if what == "Tj" and stack[0] is not None:
                words[stack[0]] += "".join(letters[code] for code in bytes(operands[0]))
    assert not stack
    return words


def cmap(font):
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for body in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, sign in re.findall(r"<(\w+)>\s*<(\w+)>", body):
            found[int(code, 16)] = bytes.fromhex(sign).decode("utf-16-be")
    for body in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for low, _, listed in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[(.*?)\]", body, re.S):
            for step, sign in enumerate(re.findall(r"<(\w+)>", listed)):
                found[int(low, 16) + step] = bytes.fromhex(sign).decode("utf-16-be")
    return found


def spoken(pdf):
    """What is read aloud: (role, words) of every element that has content, in the order of the tree."""
    with opened(pdf) as document:
        drawn = {page.objgen: marks(page) for page in document.pages}
        said = []
        for role, node, _ in elements(document):
            own = []
            for kid in kids(node):
                if isinstance(kid, int):
                    own.append(drawn[node.Pg.objgen].pop(kid))
                elif "/MCID" in kid:
                    own.append(drawn[kid.Pg.objgen].pop(int(kid.MCID)))
            if own:
                said.append((role, "".join(own)))
        assert not any(drawn.values()), "marks that belong to no element"
        return said


def test_every_mark_is_drawn_once_and_belongs_to_one_element(papers):
    for pdf in papers.values():
        assert spoken(pdf)


def test_the_report_is_heard_in_its_order_with_its_headings(papers):
    said = spoken(papers["report"])
    made = report(long=True)
    assert said[0] == ("P", "ỦY BAN NHÂN DÂN PHƯỜNG HẢI CHÂU")
    assert said[1] == ("P", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc")
    roles = [role for role, _ in said]
    assert roles.count("H1") == 1 and dict(said)["H1"] == f"BÁO CÁO {made.subject}"
    assert [words for role, words in said if role == "H2"][0] == "I. KẾT QUẢ THỰC HIỆN"
    assert roles.count("H2") == 5 and roles.count("H3") == 28
    # A paragraph set in lines, over a page too, is one sentence with its spaces.
    assert ("P", made.opening) in said and ("P", made.closing) in said
    assert ("P", "Nguyễn Thị Ngọc Ẩn") in said
    order = [words for _, words in said]
    assert order.index("Nơi nhận:") < order.index("KT. CHỦ TỊCH PHÓ CHỦ TỊCH") < order.index("STT")
    assert not {"2", "3"} & {words for role, words in said if role == "P"}, "page numbers are artefacts"


def test_a_table_has_one_heading_row_and_a_cell_for_every_column(papers):
    with opened(papers["report"]) as pdf:
        tables = [node for role, node, _ in elements(pdf) if role == "Table"]
        assert len(tables) == 1
        lines = [[str(cell.S)[1:] for cell in kids(row)] for row in kids(tables[0])]
        assert lines == [["TH"] * 5] + [["TD"] * 5] * 41
        head = kids(kids(tables[0])[0])
        assert all(str(cell.A.O) == "/Table" and str(cell.A.Scope) == "/Column" for cell in head)
    said = spoken(papers["report"])
    assert [words for role, words in said if role == "TH"] == ["STT", "Nội dung", "Đơn vị tính", "Thực hiện", "Ghi chú"]
    assert ("TD", rows(1)[0][1]) in said


def test_the_code_of_a_receipt_is_told_in_words(papers):
    with opened(papers["receipt"]) as pdf:
        figures = [node for role, node, _ in elements(pdf) if role == "Figure"]
        assert [str(one.Alt) for one in figures] == ["Mã QR chứa chữ ký số của trung tâm, dùng để kiểm tra biên nhận này"]
    assert dict(spoken(papers["receipt"]))["H1"] == "BIÊN NHẬN GỬI DỮ LIỆU"


def test_each_page_finds_the_elements_of_its_marks(paper):
    with opened(paper) as pdf:
        tree = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        by_page = dict(zip((int(one) for one in tree[::2]), tree[1::2], strict=True))
        for number, page in enumerate(pdf.pages):
            parents = by_page[int(page.StructParents)]
            assert int(page.StructParents) == number and len(parents) == len(marks(page))
            for mark, parent in enumerate(parents):
                assert any(mark == kid or (not isinstance(kid, int) and int(kid.get("/MCID", -1)) == mark
                                           and kid.Pg.objgen == page.objgen) for kid in kids(parent))
        for _, node, depth in elements(pdf):
            assert node.P.objgen == (pdf.Root.StructTreeRoot.objgen if depth == 0 else node.P.objgen)
            assert depth == 0 or node.objgen in [kid.objgen for kid in kids(node.P)]


def test_language_title_colours_and_what_the_file_is_are_told(paper):
    with opened(paper) as pdf:
        assert str(pdf.Root.Lang) == "vi-VN" and bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        intent = pdf.Root.OutputIntents[0]
        assert str(intent.S) == "/GTS_PDFA1" and int(intent.DestOutputProfile.N) == 3
        assert intent.DestOutputProfile.read_bytes() == srgb.profile()
        assert "/Filter" not in pdf.Root.Metadata
        with pdf.open_metadata() as told:
            assert told.pdfa_status == "1A"
            assert told["dc:title"] == str(pdf.docinfo.Title) and told["dc:creator"] == [str(pdf.docinfo.Author)]
            assert told["pdf:Producer"] == str(pdf.docinfo.Producer) and told["xmp:CreatorTool"] == "Sổ Phường"
        assert "/CreationDate" not in pdf.docinfo
        assert not any("/ExtGState" in page.Resources and "/ca" in str(page.Resources.ExtGState) for page in pdf.pages)


def test_the_text_comes_back_in_nfc_without_letters_of_private_use(paper):
    document = pypdfium2.PdfDocument(paper)
    try:
        said = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    assert "Ủ" in said and said == unicodedata.normalize("NFC", said)
    assert not any("\ue000" <= sign <= "\uf8ff" for sign in said)


def test_the_profile_is_srgb_to_the_last_shade():
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb.profile()))
    shades = Image.new("RGB", (64, 3))
    shades.putdata([(n * 4, 255 - n * 4, 128) for n in range(64)] + [(n * 4,) * 3 for n in range(64)] + [(0, n * 4, 255)
                                                                                                     for n in range(64)])
    same = ImageCms.profileToProfile(shades, ours, ImageCms.createProfile("sRGB"))
    apart = max(abs(a - b) for a, b in zip(shades.tobytes(), same.tobytes(), strict=True))
    assert apart <= 1 and srgb.profile()[8:10] == b"\x02\x10"


@pytest.mark.parametrize("make", [Sheet, Outlined])
def test_a_poster_is_one_figure_told_in_words_and_its_marks_are_artefacts(make):
    sheet = make(210, 297, title="Ngày hội chuyển đổi số")
    for page in (1, 2):
        if page == 2:
            sheet.turn(210, 297)
        with sheet.form(f"art{page}", 180, 260):
            sheet.text(10, 40, "Ngày hội", "sans-bold", 60)
        with sheet.figure(f"Áp phích, mặt {page}: Nga\u0300y hội"):
            sheet.place(f"art{page}", 15, 15, 260)
        sheet.rule(2, 15, 10, 15)
        if make is Sheet:
            sheet.text(15, 290, "Cắt theo vạch", "sans", 7)
    with opened(sheet.bytes()) as pdf:
        assert [str(node.Alt) for role, node, _ in elements(pdf) if role == "Figure"] == [
            "Áp phích, mặt 1: Ngày hội", "Áp phích, mặt 2: Ngày hội"]
        assert [len(marks(page)) for page in pdf.pages] == [1, 1]
        assert "/OutputIntents" not in pdf.Root
        with pdf.open_metadata() as told:
            assert told.pdfa_status == "" and told["dc:title"] == "Ngày hội chuyển đổi số"


def test_a_sheet_that_asks_for_nothing_is_not_marked():
    sheet = Sheet(100, 100, title="")
    with sheet.tag("P"):
        sheet.text(10, 10, "Chữ", "sans", 12)
        sheet.rule(10, 20, 30, 20)
    with opened(sheet.bytes()) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert not {"BDC", "BMC"} & {str(operator) for _, operator in pikepdf.parse_content_stream(pdf.pages[0])}


def test_the_same_paper_is_the_same_bytes(papers):
    assert receipt(slip(40)) == papers["receipt"]


@pytest.mark.skipif(not shutil.which("java") or not all(jar.exists() for jar in JARS),
                    reason="no Java, or no PDFBox preflight (Debian: libpdfbox2-java libjaxb-api-java libactivation-java)")
def test_pdfbox_finds_valid_pdf_a(papers, tmp_path):
    files = []
    for name, pdf in papers.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(pdf)
    for file in files:
        command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", os.pathsep.join(map(str, JARS)),
                   "org.apache.pdfbox.preflight.Validator_A1b", str(file)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert f"The file {file.name} is a valid PDF/A-1b file" in ran.stdout, ran.stdout[:2000] + ran.stderr[:2000]
