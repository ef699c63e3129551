"""The official report measured on the PDF itself: the checks of NĐ 30/2020/NĐ-CP, to 0.5 mm and 0.1 pt."""

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date

import pdfplumber
import pikepdf
import pytest

from desktop.models import units
from desktop.models.report import Annex, AnnexColumn, Paragraph, Report, Section
from desktop.printing.official import official

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 30, 195, 20, 277
LONG = ("Trong kỳ, Ủy ban nhân dân phường đã tổ chức 12 lớp tập huấn kỹ năng số với 540 lượt người tham gia (tăng 120 "
        "lượt người, tương ứng 28,6% so với quý trước), tập trung vào dịch vụ công trực tuyến, định danh điện tử VNeID, "
        "thanh toán không dùng tiền mặt và nhận biết lừa đảo trên không gian mạng.")
COLUMNS = (AnnexColumn("STT", 12, "center"), AnnexColumn("Nội dung", 110), AnnexColumn("Đơn vị tính", 25, "center"),
           AnnexColumn("Thực hiện", 35, "right"), AnnexColumn("Ghi chú", 75))


def rows(count):
    return tuple((str(n), "Số lớp tập huấn kỹ năng số cho người dân, tiểu thương và Tổ công nghệ số cộng đồng trên "
                          "địa bàn phường trong kỳ báo cáo", "lớp", str(n * 3), "") for n in range(1, count + 1))


def report(*, unit="20242", long=False, on=date(2026, 2, 5), annexes=()):
    one = units.find(unit)
    parts = tuple(Section(str(n), "Tập huấn, bồi dưỡng kỹ năng số", (Paragraph(LONG), Paragraph(LONG, "item")))
                  for n in range(1, 8 if long else 2))
    return Report(
        unit_name=one.name, unit_kind=one.kind, place=one.place, title="Báo cáo",
        subject=f"Kết quả công tác truyền thông chuyển đổi số Quý IV/2025 trên địa bàn {one.lowered}",
        recipient="Sở Khoa học và Công nghệ thành phố Đà Nẵng.", period="Quý IV/2025",
        opening="Thực hiện Kế hoạch số 63/KH-UBND ngày 01 tháng 3 năm 2025 của Ủy ban nhân dân thành phố Đà Nẵng, " + LONG,
        sections=tuple(Section(number, "Kết quả thực hiện", (Paragraph(LONG),), parts)
                       for number in (("I", "II", "III", "IV") if long else ("I",))),
        closing=f"Trên đây là báo cáo kết quả công tác truyền thông của Ủy ban nhân dân {one.lowered}./.",
        recipients=("- Như trên;", "- TT Đảng ủy, HĐND, UBND phường;", "- Lưu: VT, VHXH."),
        signer_title_lines=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), signer_name="Nguyễn Thị Ngọc Ẩn", on=on, annexes=annexes)


class Page:
    """A page as it was drawn: lines of text by baseline, in mm and points."""

    def __init__(self, page):
        self.page = page
        self.chars = [char for char in page.chars if char["text"].strip()]
        self.rules = [(line["x0"] / MM, line["x1"] / MM, line["top"] / MM) for line in page.lines]

    def lines(self):
        found = {}
        for char in self.page.chars:
            # The matrix holds the true baseline; "top" depends on the face.
            found.setdefault(round(self.page.height - char["matrix"][5], 1), []).append(char)
        return [Line(base / MM, sorted(chars, key=lambda c: c["x0"])) for base, chars in sorted(found.items())]

    def runs(self):
        """Lines cut where a gap wider than a column gutter opens."""
        for line in self.lines():
            start = 0
            for at in range(1, len(line.chars) + 1):
                if at == len(line.chars) or line.chars[at]["x0"] - line.chars[at - 1]["x1"] > 9 * MM:
                    yield Line(line.baseline, line.chars[start:at])
                    start = at

    def find(self, words):
        return next(run for run in self.runs() if words in run.text)

    def rule_below(self, run):
        return min((rule for rule in self.rules if 0 < rule[2] - run.baseline < 4 and run.x0 - 1 < rule[0] < run.x1),
                   key=lambda rule: rule[2])


class Line:
    def __init__(self, baseline, chars):
        self.baseline = baseline
        self.chars = chars
        inked = [char for char in chars if char["text"].strip()]
        self.text = "".join(char["text"] for char in chars).strip()
        self.x0, self.x1 = (inked[0]["x0"] / MM, inked[-1]["x1"] / MM) if inked else (0, 0)
        self.size = round(chars[0]["size"], 2)
        self.font = chars[0]["fontname"].split("+")[-1]
        self.centre = (self.x0 + self.x1) / 2


def pages(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        return [Page(page) for page in found.pages]


@pytest.fixture(scope="module", params=["short", "long", "longest name"])
def paper(request):
    longest = max(units.load().values(), key=lambda unit: len(unit.name)).code
    made = {"short": report(), "long": report(long=True, annexes=(Annex("I", "Số liệu", COLUMNS, rows(40)),)),
            "longest name": report(unit=longest, on=date(2026, 12, 30))}[request.param]
    pdf = official(made)
    return made, pdf, pages(pdf)


def body_pages(paper):
    return [page for page in paper[2] if page.page.width < page.page.height]


def test_1_the_paper_is_a4(paper):
    with pikepdf.open(io.BytesIO(paper[1])) as pdf:
        for page in pdf.pages:
            sides = sorted(float(side) / MM for side in page.mediabox[2:])
            assert sides == pytest.approx([210, 297], abs=0.5)


def test_a_long_report_has_at_least_six_pages():
    assert len(pages(official(report(long=True)))) >= 6


def test_2_nothing_stands_in_the_margins_but_the_page_number(paper):
    for number, page in enumerate(body_pages(paper), start=1):
        for line in page.lines():
            if number > 1 and line.text == str(number) and line.baseline < TOP:
                continue
            if line.text:
                assert line.x0 >= LEFT - 0.5 and line.x1 <= RIGHT + 0.5, line.text
                assert line.baseline - 10 / MM >= TOP - 0.5 and line.baseline + 3 / MM <= BOTTOM + 0.5, line.text


def test_3_pages_are_numbered_from_the_second_centred_in_the_top_margin(paper):
    for number, page in enumerate(body_pages(paper), start=1):
        above = [line for line in page.lines() if line.baseline < TOP and line.text]
        if number == 1:
            assert above == []
        else:
            assert [line.text for line in above] == [str(number)]
            assert above[0].centre == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
            assert 13 <= above[0].size <= 14


def test_4_the_face_is_times_compatible_embedded_and_text_comes_back_in_nfc(paper):
    made, raw, drawn = paper
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert str(pdf.Root.Lang) == "vi-VN" and str(pdf.docinfo["/Title"]).startswith("Báo cáo")
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                assert "LiberationSerif" in str(font.BaseFont)
                assert "/ToUnicode" in font and "/FontFile2" in font.FontDescriptor
    said = " ".join(" ".join(page.page.extract_text().split()) for page in drawn)
    assert said == unicodedata.normalize("NFC", said)
    for wanted in (made.closing, "Độc lập - Tự do - Hạnh phúc", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"):
        assert wanted in said
    assert not any("\ue000" <= sign <= "\uf8ff" for sign in said)


def test_5_the_national_title_stands_over_motto_and_date_on_one_centre(paper):
    first = paper[2][0]
    nation, motto = first.find("CỘNG HÒA"), first.find("Độc lập")
    day = first.find("tháng")
    assert 12 <= nation.size <= 13 and 13 <= motto.size <= 14 and 13 <= day.size <= 14
    assert "Bold" in nation.font and "Bold" in motto.font and "Italic" in day.font
    assert motto.centre == pytest.approx(nation.centre, abs=0.5)
    assert day.centre == pytest.approx(nation.centre, abs=0.5)
    assert nation.x1 <= RIGHT + 0.5 and nation.x0 > first.find("PHƯỜNG").x1 + 1


def test_6_the_rules_are_as_long_as_the_decree_says(paper):
    first = paper[2][0]
    motto, agency = first.find("Độc lập"), first.find("PHƯỜNG")
    rule = first.rule_below(motto)
    assert rule[:2] == pytest.approx((motto.x0, motto.x1), abs=0.5)
    subject = [run for run in first.runs() if "Bold" in run.font and 52 < run.baseline < 80][-1]
    for run in (agency, subject):
        x0, x1, _ = first.rule_below(run)
        assert 1 / 3 <= (x1 - x0) / (run.x1 - run.x0) <= 1 / 2
        assert (x0 + x1) / 2 == pytest.approx(run.centre, abs=0.5)


def test_7_number_and_date_stand_on_one_line(paper):
    first = paper[2][0]
    number, day = first.find("Số:"), first.find(", ngày")
    assert number.baseline == pytest.approx(day.baseline, abs=0.1)
    assert number.size == pytest.approx(13, abs=0.1)
    assert number.centre == pytest.approx(first.find("ỦY BAN").centre, abs=0.5)


def test_8_the_body_is_14_points_indented_and_spaced(paper):
    first = paper[2][0]
    body = [line for line in first.lines() if line.baseline > first.find("Kính gửi").baseline + 1 and line.text]
    for line in body[:12]:
        assert 13 <= line.size <= 14
        assert line.x0 == pytest.approx(LEFT, abs=0.5) or line.x0 == pytest.approx(LEFT + 12.7, abs=0.5), line.text
    steps = [(below.baseline - line.baseline) * MM for line, below in zip(body, body[1:6], strict=False)]
    single = 14 * 1.149  # the line of Times New Roman
    assert min(steps) >= single and min(steps) <= 1.5 * single
    starts = [line for line in body if line.x0 > LEFT + 5]
    above = [body[body.index(line) - 1] for line in starts[1:6]]
    for line, before in zip(starts[1:6], above, strict=True):
        assert (line.baseline - before.baseline) * MM >= min(steps) + 6 - 0.1


def test_the_lines_of_a_paragraph_fill_the_column(paper):
    first = paper[2][0]
    body = [line for line in first.lines() if line.baseline > first.find("Thực hiện").baseline - 0.1]
    assert body[0].x1 == pytest.approx(RIGHT, abs=0.5) and body[1].x1 == pytest.approx(RIGHT, abs=0.5)


def test_9_the_recipients_stand_level_with_the_signer(paper):
    last = body_pages(paper)[-1]
    heading, item, signer = last.find("Nơi nhận:"), last.find("- Như trên;"), last.find("KT. CHỦ TỊCH")
    assert heading.size == pytest.approx(12, abs=0.1) and "BoldItalic" in heading.font
    assert item.size == pytest.approx(11, abs=0.1) and "Bold" not in item.font and "Italic" not in item.font
    assert heading.x0 == pytest.approx(LEFT, abs=0.5) and item.x0 == pytest.approx(LEFT, abs=0.5)
    tops = [run.baseline - size * 0.66 / MM for run, size in ((heading, 12), (signer, 14))]
    assert tops[0] == pytest.approx(tops[1], abs=0.5)
    assert "Bold" in signer.font and 13 <= signer.size <= 14
    name = last.find("Nguyễn Thị Ngọc Ẩn")
    assert name.centre == pytest.approx(signer.centre, abs=0.5) and name.baseline - signer.baseline > 25


def test_the_signature_never_stands_alone(paper):
    last = body_pages(paper)[-1]
    assert "./." in "".join(line.text for line in last.lines())


def test_10_dates_are_padded_as_the_decree_says_and_the_number_is_left_open(paper):
    made, _, drawn = paper
    said = drawn[0].page.extract_text()
    assert {"20242": "ngày 05 tháng 02 năm 2026"}.get("20242" if made.on.month == 2 else "", "ngày 30 tháng 12 năm 2026") in said
    assert re.search(r"Số:\s+/BC-UBND", said)
    assert f"{made.place}, ngày" in said and "Phường" not in drawn[0].find(", ngày").text


def test_11_every_annex_counts_its_own_pages_and_repeats_its_heading():
    made = report(annexes=(Annex("I", "Số liệu trong kỳ", COLUMNS, rows(40), ("", "Tổng", "", "2.460", "")),
                           Annex("II", "Hoạt động trong kỳ", COLUMNS, rows(40))))
    found = [page for page in pages(official(made)) if page.page.width > page.page.height]
    numbers = [[line.text for line in page.lines() if line.baseline < TOP and line.text] for page in found]
    half = len(found) // 2
    expected = [[]] + [[str(n)] for n in range(2, half + 1)]
    assert numbers == expected * 2
    assert all("Nội dung" in page.page.extract_text() for page in found)
    assert "Phụ lục I" in found[0].page.extract_text() and "Phụ lục II" in found[half].page.extract_text()
    assert found[0].find("Phụ lục I").size == pytest.approx(14, abs=0.1)
    assert "Tổng" in found[half - 1].page.extract_text()
    for page in found:
        for line in page.lines():
            assert not line.text or (line.x0 >= 20 and line.x1 <= 297 - 15 + 0.5 and line.baseline < 190.5), line.text


def test_no_cell_runs_into_its_neighbour():
    wide = tuple((str(n), "https://dichvucong.danang.gov.vn/" + "duongdandai" * 12, "lớp", "1", "ghi chú " * 20) for n in range(4))
    for page in pages(official(report(annexes=(Annex("I", "Liên kết", COLUMNS, wide),)))):
        if page.page.width < page.page.height:
            continue
        edges = sorted({round(box["x0"], 1) for box in page.page.rects} | {round(box["x1"], 1) for box in page.page.rects})
        for char in page.chars:
            if char["size"] < 12:
                assert any(a - 0.1 <= char["x0"] and char["x1"] <= b + 0.1 for a, b in zip(edges, edges[1:], strict=False))


def test_the_same_report_gives_the_same_bytes():
    made = report(long=True, annexes=(Annex("I", "Số liệu", COLUMNS, rows(12)),))
    assert official(made) == official(made)


def test_text_typed_in_separate_marks_is_printed_whole():
    made = replace(report(), closing=unicodedata.normalize("NFD", "Trên đây là báo cáo của Ủy ban nhân dân phường./."))
    assert "Trên đây là báo cáo của Ủy ban nhân dân phường./." in " ".join(pages(official(made))[-1].page.extract_text().split())


@pytest.mark.parametrize("count", range(1, 40, 3))
def test_wherever_the_last_page_ends_the_block_stays_whole(count):
    one = report()
    lines = tuple(Paragraph("Đã thực hiện xong nội dung này trong kỳ.") for _ in range(count))
    made = replace(one, sections=(Section("I", "Kết quả", lines),))
    drawn = pages(official(made))
    text = drawn[-1].page.extract_text()
    assert "./." in text and "Nơi nhận:" in text and "Nguyễn Thị Ngọc Ẩn" in text and "- Lưu: VT, VHXH." in text
    for page in drawn:
        assert all(line.baseline + 3 / MM <= BOTTOM + 0.5 for line in page.lines() if line.text)


def test_ornate_letters_become_plain_and_pictures_are_left_out():
    pasted = "🎉 Ngày hội 𝗧𝗶𝗲\u0302\u0301𝘂 thương số ✅ tại Ⓒhợ Hàn"
    made = replace(report(), sections=(Section("I", "Kết quả", (Paragraph(pasted),)),),
                   annexes=(Annex("I", "Hoạt động", COLUMNS, (("1", pasted, "lớp", "1", ""),)),))
    for page in (pages(official(made))[0], pages(official(made))[-1]):
        told = " ".join(page.page.extract_text().split())
        assert "Ngày hội Tiếu thương số tại Chợ Hàn" in told and "\x00" not in told


def test_a_row_taller_than_a_page_goes_on_to_the_next():
    told = " ".join(f"chữ{n}" for n in range(900))
    drawn = pages(official(report(annexes=(Annex("I", "Mô hình", COLUMNS, (("1", "Mô hình", "", "", told),)),))))
    annex = [page.page for page in drawn if page.page.width > page.page.height]
    said = " ".join(page.extract_text() for page in annex).split()
    assert all(f"chữ{n}" in said for n in range(900))
    assert all(char["bottom"] <= 191 * MM for page in annex for char in page.chars)


def test_several_addressees_stand_one_under_the_other_inside_the_column():
    names = "Sở Khoa học và Công nghệ thành phố Đà Nẵng; Sở Văn hóa, Thể thao và Du lịch thành phố Đà Nẵng; Công an thành phố"
    first = pages(official(replace(report(), recipient=names)))[0]
    assert first.find("Kính gửi:").x0 == pytest.approx(LEFT + 35, abs=0.5)
    listed = [first.find(name) for name in ("- Sở Khoa", "- Sở Văn", "- Công an")]
    assert all(run.x0 == pytest.approx(LEFT + 45, abs=0.5) for run in listed)
    assert listed[-1].text.endswith("thành phố.")
    assert all(line.x1 <= RIGHT + 0.5 for line in first.lines() if line.text)


def test_a_long_title_of_the_signer_is_broken_inside_the_column():
    title = ("KT. CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG NGŨ HÀNH SƠN", "PHÓ CHỦ TỊCH")
    for page in pages(official(replace(report(), signer_title_lines=title))):
        assert all(line.x1 <= RIGHT + 0.5 for line in page.lines() if line.text)
