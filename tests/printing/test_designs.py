"""Every shipped design in every theme and mode, read back from its own PDF; and designs that must be refused."""

import io
import itertools
import re
import unicodedata

import pdfplumber
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from desktop.models import kinds, units
from desktop.models.errors import DeclarationError, InputError, PrintError
from desktop.models.office import Office
from desktop.printing import designs, facts, layers, paper, pictures, remarks
from desktop.printing.design import placeholders
from desktop.printing.raster import page_count, raster

MM = 72 / 25.4
SHELF = designs.load()
every_design = pytest.mark.parametrize("design", SHELF.values(), ids=lambda design: design.id)
CLASS = {"title": "Tập huấn kỹ năng số cho người dân khu vực Thạch Thang", "starts_on": "2026-10-10", "starts_at": "08:00",
         "place": {"name": "Nhà sinh hoạt cộng đồng Thạch Thang"}, "audiences": ["nguoidan", "tocnscd"],
         "participants": {"total": 45}}


def office(code="20242"):
    return Office(units.find(code), "", "0" * 16, "x")


def slots(design, code="20242"):
    return facts.fill(design, facts.facts(office(code), kinds.load()["TAPHUAN"], CLASS))


def picture(pdf, page=0, dpi=100):
    width, height, pixels = raster(pdf, page, dpi=dpi)
    return Image.frombytes("RGB", (width, height), pixels)


def words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


def said(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in found.pages)


def png(color="red", size=(300, 200)):
    kept = io.BytesIO()
    Image.new("RGB", size, color).save(kept, "PNG")
    return kept.getvalue()


@every_design
def test_a_design_prints_in_every_layout_and_mode_and_its_codes_read_back(design):
    for number, (layout, mode) in enumerate(itertools.product(design.layouts, designs.MODES)):
        theme = design.themes[number % len(design.themes)]
        pdf = paper.render(design, slots(design), paper.Look(theme.id, mode, layout=layout.id))
        with pikepdf.open(io.BytesIO(pdf)) as found:
            for page in found.pages:
                trim = [float(side) / MM for side in page.get("/TrimBox", page.mediabox)]
                assert trim[2] - trim[0] == pytest.approx(layout.size[0] / layout.scale, abs=0.1)
                assert trim[3] - trim[1] == pytest.approx(layout.size[1] / layout.scale, abs=0.1)
                assert trim[0] == pytest.approx(layout.bleed / layout.scale, abs=0.1)
                assert max(map(float, page.mediabox)) <= 14_400
            kept = [one for one in found.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
            assert kept
            for font in kept:
                assert "/FontFile2" in font.FontDescriptor and "/ToUnicode" in font, font.BaseFont
        text = words(pdf)
        assert text == unicodedata.normalize("NFC", text) and not re.search("[\ue000-\uf8ff]", text)
        at = design.at(layout.id, mode=mode)
        if any("unit" in (layer.field, *placeholders(layer.text)) for layer in at.layers):
            assert "hải châu" in text.lower(), (layout.id, mode)
        for page in {layer.page for layer in at.layers if layer.kind == "qr"}:
            wanted = [slots(design)[layer.field] for layer in at.layers if layer.kind == "qr" and layer.page == page]
            finest = min(layer.w for layer in at.layers if layer.kind == "qr" and layer.page == page) / layout.scale
            read = zxingcpp.read_barcodes(picture(pdf, page - 1, dpi=2750 / finest))
            assert sorted(one.text for one in read) == sorted(wanted), (layout.id, mode, theme.id)
    assert pdf == paper.render(design, slots(design), paper.Look(theme.id, mode, layout=layout.id))


@every_design
def test_those_who_hear_a_paper_are_told_its_words(design):
    pdf = paper.render(design, slots(design))
    with pikepdf.open(io.BytesIO(pdf)) as found:
        if any(layer.kind == "roll" for layer in design.layers):
            return
        assert str(found.Root.Lang) == "vi-VN"
        figures = [one for one in found.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        assert len(figures) == design.pages
        heard = " ".join(str(figure.Alt) for figure in figures)
    drawn = set(re.findall(r"\w+", words(pdf).lower()))
    told = set(re.findall(r"\w+", heard.lower()))
    assert design.label in heard and len(told & drawn) > 5
    if design.scale == 1:  # else the scale is told below the art, which is no part of it
        assert len(drawn - told) <= len(drawn) * 0.1, drawn - told


@every_design
def test_the_longest_ward_and_every_theme_have_room(design):
    filled = slots(design, max(units.load(), key=lambda code: len(units.load()[code].name)))
    for layout, mode in itertools.product(design.layouts, designs.MODES):
        found = remarks.judged(design, filled, paper.Look(None, mode, layout=layout.id))
        assert not [one for one in found if one.stops], (layout.id, mode, found)
    for theme in design.themes:
        for layout in design.layouts:
            found = remarks.judged(design, filled, paper.Look(theme.id, layout=layout.id), thorough=True)
            assert not [one for one in found if one.stops or one.kind == "contrast"], (layout.id, theme.id, found)


@every_design
def test_nothing_is_drawn_outside_the_finished_sheet(design):
    pdf = paper.render(design, slots(design, max(units.load(), key=lambda code: len(units.load()[code].name))))
    with pdfplumber.open(io.BytesIO(pdf)) as found, pikepdf.open(io.BytesIO(pdf)) as boxes:
        for page, box in zip(found.pages, boxes.pages, strict=True):
            left, low, right, high = (float(side) for side in box.get("/TrimBox", box.mediabox))
            for char in page.chars:
                if char["text"].strip() and (design.scale == 1 or char["matrix"][3] != 9):
                    inside = page.height - char["bottom"] > low - 2 and page.height - char["top"] < high + 2
                    slug = page.height - char["bottom"] < low  # the scale is told below the art
                    assert slug or (char["x0"] > left and char["x1"] < right and inside), char["text"]


@every_design
def test_every_field_takes_its_longest_text_or_tells_how_to_mend_it(design):
    words = "Tập huấn kỹ năng số cho người dân và Tổ công nghệ số cộng đồng trên địa bàn phường trong tháng 10 " * 20
    full = slots(design)
    for field in design.fields:
        if field.kind in {"text", "note"}:
            full[field.name] = words[: field.max_length].strip()
    for mode in designs.MODES:
        told = [one for one in remarks.judged(design, full, paper.Look(None, mode)) if one.stops]
        if told:
            assert all(one.kind == "overflow" and one.field and one.ways for one in told), told
            assert page_count(paper.render(design, full, paper.Look(None, mode, draft=True))) >= design.pages
        else:
            assert page_count(paper.render(design, full, paper.Look(None, mode))) >= design.pages
    long = next(field for field in design.fields if field.kind == "text")
    with pytest.raises(InputError, match="rút gọn"):
        paper.render(design, full | {long.name: words[: long.max_length + 1].strip() + "x"})


@every_design
def test_without_an_activity_a_design_shows_what_it_is(design):
    empty = facts.fill(design, facts.facts(office()))
    assert page_count(paper.render(design, empty)) >= 1


def images(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as found:
        return sum(one.get("/Subtype") == "/Image" for one in found.objects if isinstance(one, pikepdf.Stream))


@every_design
def test_a_picture_slot_draws_nothing_when_empty_and_the_picture_when_full(design):
    for name in (field.name for field in design.fields if field.kind == "image"):
        layer = next(layer for layer in design.every if layer.field == name)
        look = paper.Look(layout=layer.layout)
        assert images(paper.render(design, slots(design), look)) == 0
        assert images(paper.render(design, slots(design) | {name: png()}, look)) == 1


def test_a_photo_fills_its_layout_around_its_focus_and_is_grey_where_the_paper_is():
    halves = Image.new("RGB", (1800, 1800), "#ff0000")
    halves.paste("#0000ff", (0, 900, 1800, 1800))
    kept = io.BytesIO()
    halves.save(kept, "PNG")
    design = SHELF["poster-su-kien"]
    for focus, mode, wanted in (((0.5, 0.0), "colour", (255, 0, 0)), ((0.5, 1.0), "large", (0, 0, 255)), ((0.5, 0.0), "ink", (76, 76, 76))):
        filled = slots(design) | {"photo": layers.Photo(kept.getvalue(), focus)}
        drawn = picture(paper.render(design, filled, paper.Look(mode=mode, layout="anh")), 0, 40)
        assert drawn.getpixel((round(200 * 40 / 25.4), round(100 * 40 / 25.4))) == pytest.approx(wanted, abs=6)


def test_a_place_nobody_told_is_never_made_up():
    told = {name: value for name, value in CLASS.items() if name != "place"}
    poster = SHELF["poster-su-kien"]
    filled = facts.fill(poster, facts.facts(office(), kinds.load()["TAPHUAN"], told))
    assert filled["place"] == ""
    assert "ĐỊA ĐIỂM" not in said(paper.render(poster, filled))


def test_a_sign_in_sheet_repeats_its_heading_and_asks_for_no_phone_unless_told():
    sheet = SHELF["danh-sach-ky-nhan"]
    pdf = paper.render(sheet, slots(sheet) | {"rows": "70"})
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        texts = [page.extract_text() for page in found.pages]
    assert len(texts) == 3 and all("Họ và tên" in text and "Ký tên" in text for text in texts)
    assert "70" in texts[-1].split() and "91/2025/QH15" in texts[0] and not any("Điện thoại" in text for text in texts)
    assert "Điện thoại" in said(paper.render(sheet, slots(sheet) | {"phone": "có"}))


def test_a_banner_of_six_metres_is_drawn_one_to_ten_and_says_so():
    text = said(paper.render(SHELF["bang-ron-ngang"], slots(SHELF["bang-ron-ngang"])))
    assert "1:10" in text and "6,00 × 0,80 m" in text


def test_each_layer_kind_has_its_drawer():
    assert set(layers.DRAWERS) == set(designs.LAYER_KINDS)


@pytest.mark.parametrize("kind", kinds.load().values(), ids=lambda kind: kind.code)
def test_every_kind_tells_every_fact_a_design_may_use(kind):
    found = facts.facts(office(), kind, CLASS)
    assert set(designs.FACTS) <= set(found) and all(isinstance(one, str) for one in found.values())
    assert all(found[name] for name in ("title", "date", "dates", "time", "when", "weekday", "day_words", "people", "place"))
    assert found["day_words"] == "ngày 10 tháng 10 năm 2026" and found["unit_place"] == "Hải Châu"


def test_kinds_name_the_same_thing_by_their_own_words():
    shelf = kinds.load()
    assert facts.facts(office(), shelf["SUKIEN"], {"theme": "Gần dân hơn"})["slogan"] == "Gần dân hơn"
    assert facts.facts(office(), shelf["NGOAIKHOA"], {"school": "Trường Phan Châu Trinh"})["place"] == "Trường Phan Châu Trinh"
    assert facts.facts(office(), shelf["TAPHUAN"], {"speaker": "Ông A"})["speaker"] == "Ông A"
    assert facts.facts(office(), shelf["TAPHUAN"], {})["date"] == ""


@pytest.mark.parametrize(("wrong", "part"), [
    ({"theme": "vang"}, "bảng màu"), ({"mode": "neon"}, "kiểu in"), ({"tile": "B7"}, "khổ giấy")])
def test_an_unknown_look_is_refused(wrong, part):
    design = SHELF["poster-su-kien"]
    with pytest.raises(InputError, match=part):
        paper.render(design, slots(design), paper.Look(**wrong))


@pytest.mark.parametrize(("slot", "value", "part"), [
    ("nothing", "x", "không có ô"), ("headline", "", "Hãy điền"), ("headline", "Ngày hội 😀", "😀"), ("headline", b"x", "là chữ")])
def test_a_wrong_slot_is_refused_in_one_sentence(slot, value, part):
    design = SHELF["poster-su-kien"]
    with pytest.raises(InputError, match=part) as fault:
        paper.render(design, slots(design) | {slot: value})
    assert "\n" not in fault.value.sentence


def test_a_link_too_long_for_its_code_is_refused():
    with pytest.raises(PrintError, match="ngắn hơn"):
        from desktop.printing.qr import draw_qr
        from desktop.printing.sheet import Sheet

        draw_qr(Sheet(100, 100, title="x"), "https://danang.gov.vn/" + "a" * 400, x=0, y=0, size=20)


def bomb():
    kept = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(kept, "PNG")
    return kept.getvalue()


@pytest.mark.parametrize("data", [b"not a picture", b"<svg/>", png()[:60], pytest.param(bomb(), id="bomb")])
def test_a_bad_picture_is_refused(data):
    design = SHELF["poster-su-kien"]
    with pytest.raises(PrintError, match="nh"):
        paper.render(design, slots(design) | {"logo": data})


SMALL = """id = "thu"
label = "Thử"
family = "poster"
size = [100, 100]
bleed = 2.0
[ink]
[[themes]]
id = "mot"
label = "Một"
paper = "#ffffff"
ink = "#000000"
muted = "#444444"
primary = "#00626f"
on_primary = "#ffffff"
accent = "#a8480c"
on_accent = "#ffffff"
soft = "#e3f0f1"
[[fields]]
name = "title"
label = "Tên"
kind = "text"
[[fields]]
name = "link"
label = "Liên kết"
kind = "qr"
max_length = 60
[[fields]]
name = "photo"
label = "Ảnh"
kind = "image"
[[layers]]
kind = "background"
color = "paper"
"""


def written(folder, more, base=SMALL):
    path = folder / "thu" / "design.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(base + more, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("more", "part"), [
    ('[[layers]]\nkind = "hologram"', "mới hơn"),
    ('[[layers]]\nkind = "rect"\nw = 10.0\nh = 10.0\nglow = 1', "glow"),
    ('[[layers]]\nkind = "rect"\nx = 95.0\nw = 10.0\nh = 10.0', "ngoài khổ"),
    ('[[layers]]\nkind = "rect"\nx = nan\nw = 10.0\nh = 10.0', "hữu hạn"),
    ('[[layers]]\nkind = "rect"\nw = 10.0\nh = inf', "hữu hạn"),
    ('[[layers]]\nkind = "text"\nw = 50.0\nh = 9.0\ntext = "{title}"\nface = "comic"', "phông"),
    ('[[layers]]\nkind = "text"\nw = 50.0\nh = 9.0\ntext = "{title}"\ncolor = "soft"', "quá nhạt"),
    ('[[layers]]\nkind = "text"\nw = 50.0\nh = 9.0\ntext = "{title}"\ncolor = "gold"', "color"),
    ('[[layers]]\nkind = "text"\nw = 50.0\nh = 9.0\ntext = "{nobody}"', "nobody"),
    ('[[layers]]\nkind = "text"\nw = 50.0\nh = 9.0\ntext = "{title.__class__}"', "ngoặc nhọn"),
    ('[[layers]]\nkind = "text"\nw = 50.0\nh = 9.0\ntext = "{title:>999999999}"', "ngoặc nhọn"),
    ('[[layers]]\nkind = "text"\nw = 50.0\nh = 9.0\ntext = "{"', "ngoặc nhọn"),
    ('[[layers]]\nkind = "qr"\nw = 15.0\nh = 15.0\nfield = "link"', "quá nhỏ"),
    ('[[layers]]\nkind = "qr"\nw = 40.0\nh = 40.0\nfield = "title"', "cần một ô"),
    ('[[layers]]\nkind = "image"\nw = 40.0\nh = 0.0\nfield = "photo"', "khổ"),
    ('[[layers]]\nkind = "path"\npath = "M 1"', "số"),
    ('[[layers]]\nkind = "path"\npath = "L 1 2"', "M"),
    ('[[layers]]\nkind = "path"\npath = "M 1 2 A 1 2 3"', "số"),
    ('[[layers]]\nkind = "rect"\npage = 2\nw = 5.0\nh = 5.0', "trang 2"),
    ('[[layers]]\nkind = "rect"\nw = "rộng"\nh = 5.0', "số"),
    ('[[fields]]\nname = "title"\nlabel = "Lại"\nkind = "text"', "hai lần"),
    ('[[fields]]\nname = "other"\nlabel = "Khác"\nkind = "text"\nsource = "{secret}"', "secret"),
])  # fmt: skip
def test_a_hostile_design_is_refused_by_file_line_and_reason(tmp_path, more, part):
    with pytest.raises(DeclarationError) as fault:
        designs.load(written(tmp_path, more))
    assert part in fault.value.reason and fault.value.path.name == "design.toml" and "\n" not in fault.value.sentence
    if "[[layers]]" in more:
        assert fault.value.line >= SMALL.count("\n")


@pytest.mark.parametrize(("old", "new", "part"), [
    ("size = [100, 100]", "size = [9000, 800]", "1:10"), ('id = "thu"', 'id = "khac"', "thư mục"),
    ('ink = "#000000"', 'ink = "black"', "#rrggbb"), ('ink = "#000000"\n', "", "ink"), ("bleed = 2.0", "bleed = -5.0", "xén")])
def test_a_wrong_head_is_refused(tmp_path, old, new, part):
    with pytest.raises(DeclarationError) as fault:
        designs.load(written(tmp_path, "", SMALL.replace(old, new)))
    assert part in fault.value.reason


def test_gradient_picture_and_lines_are_really_drawn_even_as_a_placed_form(tmp_path):
    more = ('[[layers]]\nkind = "gradient"\nx = 0.0\ny = 0.0\nw = 100.0\nh = 40.0\ncolor = "primary"\nto = "paper"\n'
            '[[layers]]\nkind = "image"\nx = 10.0\ny = 50.0\nw = 30.0\nh = 30.0\nfield = "photo"\n'
            '[[layers]]\nkind = "lines"\nx = 50.0\ny = 50.0\nw = 40.0\nh = 30.0\nrow_height = 10.0\nline = 2.0\n')
    design = designs.load(written(tmp_path, more))["thu"]
    drawn = picture(paper.render(design, {"photo": png("red")}), 0, 50)

    def at(x, y):
        return drawn.getpixel((round((x + 2) * 50 / 25.4), round((y + 2) * 50 / 25.4)))

    left, middle, right = at(2, 20), at(50, 20), at(98, 20)
    assert left[0] < 40 < middle[0] < right[0] and right[0] > 230
    assert at(25, 65)[0] > 200 and at(25, 65)[1] < 60
    assert max(at(70, 60)) < 120 and min(at(70, 65)) > 240
    grey = picture(paper.render(design, {"photo": png("red")}, paper.Look(mode="grey")), 0, 50)
    red, green, blue = grey.getpixel((round(27 * 50 / 25.4), round(67 * 50 / 25.4)))
    assert abs(red - green) < 6 and abs(green - blue) < 6


def marks(mode, theme="codo"):
    design = SHELF["bang-ron-ngang"]
    kept = io.BytesIO()
    logo = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    logo.paste((0, 0, 255, 255), (80, 80, 120, 120))
    logo.save(kept, "PNG")
    drawn = picture(paper.render(design, slots(design) | {"logo": kept.getvalue()}, paper.Look(theme, mode)), dpi=72)
    at = [round((side + design.bleed) / 10 * MM) for side in (140 + 190, 70 + 110)]
    return drawn.getpixel(tuple(at)), drawn.getpixel((at[0] - round(8 * MM), at[1]))


def test_a_clear_logo_shows_the_color_of_the_paper_around_it():
    mark, around = marks("colour")
    assert mark == pytest.approx((0, 0, 255), abs=3)
    assert around == pytest.approx((0xB3, 0x12, 0x1A), abs=3)


@pytest.mark.parametrize("mode", ["grey", "ink"])
def test_a_logo_is_grey_where_the_paper_is(mode):
    red, green, blue = marks(mode)[0]
    assert red == green == blue


def test_a_scan_of_16_bits_keeps_its_greys():
    kept = io.BytesIO()
    Image.new("I;16", (4, 4), 30000).save(kept, "PNG")
    assert pictures.opened(kept.getvalue()).getpixel((0, 0)) == pytest.approx((117, 117, 117), abs=1)
