"""One design for a whole list: what is on each page, names fitted, sheets of badges, cancel, memory, the same bytes again."""

import io
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from desktop.models import people, units
from desktop.models.errors import InputError, PrintError, StoreError
from desktop.models.office import Office
from desktop.printing import batches, designs, facts, paper
from desktop.printing.raster import page_count, raster

ROOT = Path(__file__).parents[2]
MM = 72 / 25.4
DESIGN = """
id = "giay"
label = "Giấy chứng nhận"
family = "certificate"
hint = ""
size = [{size}]
bleed = {bleed}
pages = {pages}
[ink]
paper = "#ffffff"
[[themes]]
id = "bien"
label = "Biển"
paper = "#ffffff"
ink = "#16323d"
muted = "#4d6570"
primary = "#00626f"
on_primary = "#ffffff"
accent = "#a8480c"
on_accent = "#ffffff"
soft = "#e3f0f1"
[[fields]]
name = "title"
label = "Tên giấy"
kind = "text"
default = "GIẤY CHỨNG NHẬN"
[[fields]]
name = "name"
label = "Họ và tên"
kind = "text"
max_length = 80
required = true
[[fields]]
name = "workplace"
label = "Đơn vị"
kind = "text"
max_length = 60
[[fields]]
name = "link"
label = "Liên kết"
kind = "qr"
max_length = 42
[[layers]]
kind = "background"
color = "soft"
[[layers]]
kind = "gradient"
x = 0
y = 0
w = {w}
h = 8
color = "primary"
to = "accent"
[[layers]]
kind = "text"
field = "title"
x = 5
y = 10
w = {inner}
h = 8
size = 16
smallest = 8
face = "sans-bold"
on = "soft"
align = "center"
[[layers]]
kind = "text"
field = "name"
x = 5
y = 20
w = {inner}
h = 15
size = 24
smallest = 9
lines = 1
face = "sans-bold"
on = "soft"
align = "center"
valign = "middle"
[[layers]]
kind = "rule"
x = 5
y = 37
w = {inner}
color = "primary"
[[layers]]
kind = "text"
text = "Đơn vị: {{workplace}}"
when = "workplace"
x = 5
y = 38
w = {inner}
h = 6
size = 10
smallest = 6
face = "sans"
on = "soft"
[[layers]]
kind = "qr"
field = "link"
when = "link"
x = {qr}
y = 46
w = 22
h = 22
"""
BACK = """
[[layers]]
kind = "text"
page = 2
text = "Mặt sau của {name}"
x = 5
y = 20
w = 75
h = 10
size = 10
smallest = 6
face = "sans"
"""


def design(tmp_path, size=(148, 105), bleed=0.0, pages=1, more=""):
    folder = tmp_path / "giay"
    folder.mkdir(exist_ok=True)
    text = DESIGN.format(size=f"{size[0]}, {size[1]}", bleed=bleed, pages=pages, w=size[0], inner=size[0] - 10, qr=size[0] - 30)
    (folder / "design.toml").write_text(text + more, encoding="utf-8")
    return designs.read_design(folder / "design.toml")


def crowd(count):
    return [{"name": f"Nguyễn Thị Ngọc Ẩn {number}", "workplace": "" if number % 3 else "Tổ 12",
             "link": f"https://hoc.danang.gov.vn/cn/{number:06d}"} for number in range(count)]


def made(tmp_path, batch, name="ra.pdf"):
    pages = batches.write(batch, tmp_path / name)
    pdf = (tmp_path / name).read_bytes()
    assert page_count(pdf) == pages
    return pdf


def texts(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        return [page.extract_text() for page in found.pages]


def picture(pdf, page, dpi=100):
    width, height, pixels = raster(pdf, page, dpi=dpi)
    return Image.frombytes("RGB", (width, height), pixels)


def test_every_page_is_what_the_design_alone_would_be(tmp_path):
    one, everyone = design(tmp_path), crowd(7)
    pdf = made(tmp_path, batches.Batch(one, {"title": "GIẤY KHEN"}, everyone))
    for number, person in enumerate(everyone):
        alone = paper.render(one, {"title": "GIẤY KHEN", **person})
        assert picture(pdf, number).tobytes() == picture(alone, 0).tobytes()
        assert texts(pdf)[number] == texts(alone)[0]
        assert [code.text for code in zxingcpp.read_barcodes(picture(pdf, number, dpi=150))] == [person["link"]]


def test_the_same_list_gives_the_same_bytes_and_the_art_is_there_once(tmp_path):
    batch = batches.Batch(design(tmp_path, bleed=3.0), {"title": "GIẤY KHEN"}, crowd(30))
    pdf = made(tmp_path, batch)
    assert pdf == made(tmp_path, batch, "nữa.pdf")
    assert pdf != made(tmp_path, replace(batch, people=crowd(29)), "khác.pdf")
    with pikepdf.open(io.BytesIO(pdf)) as found:
        assert found.check_pdf_syntax() == []
        assert found.Root.Lang == "vi-VN" and str(found.docinfo.Title) == "Giấy chứng nhận"
        shared = {page.Resources.objgen for page in found.pages}
        assert len(shared) == 1
        for page in found.pages:
            assert [float(side) / MM for side in page.MediaBox][2:] == pytest.approx([154, 111], abs=0.01)
            assert [float(side) / MM for side in page.TrimBox] == pytest.approx([3, 3, 151, 108], abs=0.01)
        for font in (one for one in found.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"):
            assert "/FontFile2" in font.FontDescriptor and "/ToUnicode" in font


@pytest.mark.parametrize("mode", designs.MODES)
def test_in_every_mode(tmp_path, mode):
    pdf = made(tmp_path, batches.Batch(design(tmp_path), {}, crowd(2), paper.Look(mode=mode)))
    assert zxingcpp.read_barcodes(picture(pdf, 1, dpi=150))[0].text.endswith("000001")
    assert "Ngọc Ẩn 1" in texts(pdf)[1]


def test_a_long_name_gets_smaller_then_takes_two_lines_then_is_refused_by_name(tmp_path):
    one = design(tmp_path, size=(90, 70))
    long = "Công Tằng Tôn Nữ Nguyễn Thị"
    longer = "Công Tằng Tôn Nữ Nguyễn Thị Hoài Thương Phương Uyên Quỳnh Trâm"
    sizes = []
    with pdfplumber.open(io.BytesIO(made(tmp_path, batches.Batch(one, {}, [{"name": name} for name in ("Lê B", long, longer)])))) as pdf:
        for page in pdf.pages:
            letters = [char for char in page.chars if 20 * MM - 5 < char["top"] < 37 * MM]
            sizes.append((round(letters[0]["size"], 1), len({round(char["top"]) for char in letters})))
            assert min(char["x0"] for char in letters) > 5 * MM - 1 and max(char["x1"] for char in letters) < 85 * MM + 1
    assert sizes[0] == (24.0, 1)
    assert 24 * 0.6 <= sizes[1][0] < 24 and sizes[1][1] == 1
    assert sizes[2][1] == 2
    batch = batches.Batch(one, {}, [{"name": "Lê B"}, {"name": "Ẩn" * 40}])
    with pytest.raises(PrintError, match=r"^Người thứ 2 \(Ẩn.*«Họ và tên» quá dài"):
        batches.write(batch, tmp_path / "không.pdf")
    assert [number for number, _ in batches.faults(batch)] == [1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["giay", "ra.pdf"]


@pytest.mark.parametrize(("person", "said"), [
    ({"name": ""}, "điền ô «Họ và tên»"), ({"name": "Lê B", "workplace": "x" * 61}, "nhiều nhất 60"), ({"name": "Lê 漢"}, "«漢»")])
def test_what_cannot_be_printed_names_the_person(tmp_path, person, said):
    batch = batches.Batch(design(tmp_path), {}, [{"name": "Lê A"}, person])
    with pytest.raises(InputError, match="^Người thứ 2") as fault:
        batches.write(batch, tmp_path / "ra.pdf")
    assert said in fault.value.sentence and not (tmp_path / "ra.pdf").exists()
    assert said in dict(batches.faults(batch))[1]


def test_badges_fill_a_sheet_and_their_backs_lie_behind_them(tmp_path):
    one, everyone = design(tmp_path, size=(85, 70), bleed=2.0, pages=2, more=BACK), crowd(9)
    pdf = made(tmp_path, batches.Batch(one, {}, everyone, sheet="A4"))
    grid = batches.grid(one, "A4")
    assert len(grid.spots) == 6 and page_count(pdf) == 4
    said = texts(pdf)
    assert [n for n in range(9) if f"Ẩn {n}" in said[0]] == [0, 1, 2, 3, 4, 5] and "Mặt sau" not in said[0]
    assert [n for n in range(9) if f"Mặt sau của Nguyễn Thị Ngọc Ẩn {n}" in said[3]] == [6, 7, 8]
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        fronts, backs = (
            {hit["text"][-1]: hit for hit in found.pages[page].search(r"Nguyễn Thị Ngọc Ẩn \d")} for page in (0, 1))
        width = float(found.pages[0].width)
        for number in "012345":
            x, y = grid.spots[int(number)]
            assert x * MM < fronts[number]["x0"] < (x + 85) * MM and y * MM < fronts[number]["top"] < (y + 70) * MM
            # Turned over the long edge, what is printed at x lies behind width - x.
            assert x * MM < width - backs[number]["x1"] < (x + 85) * MM and y * MM < backs[number]["top"] < (y + 70) * MM
    codes = zxingcpp.read_barcodes(picture(pdf, 0, dpi=200))
    assert sorted(code.text for code in codes) == [person["link"] for person in everyone[:6]]


def test_progress_and_cancel(tmp_path):
    target, told = tmp_path / "ra.pdf", []
    target.write_bytes(b"old")
    batch = batches.Batch(design(tmp_path), {}, crowd(120))
    assert batches.write(batch, target, progress=lambda *at: told.append(at), stopped=lambda: len(told) > 2) == 0
    assert target.read_bytes() == b"old" and sorted(path.name for path in tmp_path.iterdir()) == ["giay", "ra.pdf"]
    assert told == [(0, 120), (25, 120), (50, 120)]
    assert batches.write(batch, target, progress=lambda *at: told.append(at)) == 120 and told[-1] == (120, 120)


def test_what_is_no_paper_for_a_list_is_refused(tmp_path):
    shelf = designs.load()
    with pytest.raises(InputError, match="không in theo danh sách"):
        batches.write(batches.Batch(shelf["bang-ron-ngang"], {"slogan": "x", "unit": "y"}, [{"occasion": "z"}]), tmp_path / "a")
    for wrong in (batches.Batch(design(tmp_path), {}, []), batches.Batch(design(tmp_path), {}, [{"shoe": "42"}]),
                  batches.Batch(design(tmp_path), {}, crowd(1), sheet="B5"),
                  batches.Batch(design(tmp_path, size=(400, 400)), {}, crowd(1), sheet="A4"),
                  batches.Batch(design(tmp_path), {}, crowd(1), paper.Look(theme="hường"))):
        with pytest.raises(InputError):
            batches.write(wrong, tmp_path / "a")
    with pytest.raises(StoreError):
        batches.write(batches.Batch(design(tmp_path), {}, crowd(1)), tmp_path / "không có" / "a.pdf")


def test_a_list_from_excel_to_paper(tmp_path):
    found = people.pasted("STT\tHọ tên\tĐơn vị\n1\tLê Thị Mỹ\tTổ 1\n2\tHuỳnh Đức\tTổ 2")
    one = design(tmp_path)
    everyone = batches.chosen(one, found)
    said = texts(made(tmp_path, batches.Batch(one, {}, everyone)))
    assert "Huỳnh Đức" in said[1] and "Đơn vị: Tổ 2" in said[1]


def test_the_papers_of_the_shelf_that_name_people_take_a_list(tmp_path):
    found = people.pasted("Họ và tên\tChức vụ\tĐơn vị\nLê Thị Mỹ\tTổ trưởng\tTổ 1\nHuỳnh Đức\t\tTổ 2")
    told = facts.facts(Office(units.find("20242"), "", "0" * 16, "x"))
    for one in (design for design in designs.load().values() if design.family in {"certificate", "badge", "invitation"}):
        everyone = batches.chosen(one, found)
        said = texts(made(tmp_path, batches.Batch(one, facts.fill(one, told), everyone)))
        assert "Lê Thị Mỹ" in " ".join(said[0].split()) and "Huỳnh Đức" in " ".join(said[one.pages].split()), one.id
        assert ("Tổ 2" in said[one.pages]) == ("team" in everyone[0]), one.id


def test_memory_does_not_grow_with_the_list(tmp_path):
    """A process of its own for each count; ten times the people may not take 12 MB more."""
    design(tmp_path)
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from bench.figures import peak_mb
        from desktop.printing import batches, designs
        folder, count = Path(sys.argv[1]), int(sys.argv[2])
        people = [{"name": f"Nguyễn Văn {n}"} for n in range(count)]
        one = designs.read_design(folder / "giay" / "design.toml")
        batches.write(batches.Batch(one, {}, people), folder / f"{count}.pdf")
        print(peak_mb())
    """)
    few, many = (float(subprocess.run([sys.executable, "-c", program, str(tmp_path), str(count)], cwd=ROOT, text=True,
                                      capture_output=True, check=True).stdout) for count in (200, 2000))
    assert many - few < 12
