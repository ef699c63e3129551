"""What a person is told before printing, each with a way out; and what printing refuses."""

import io

import pytest
from PIL import Image

from desktop.models import units
from desktop.models.errors import AppError
from desktop.models.office import Office
from desktop.printing import designs, order, paper, remarks
from desktop.printing.layers import Photo
from desktop.printing.raster import raster

from .small import HEAD, LAYERS

OFFICE = Office(units.find("20242"), "", "0" * 16, "x")
SMALL = designs.load(published={"thu.toml": HEAD + LAYERS})["thu"]
SLOTS = {"title": "Ngày hội", "unit": "PHƯỜNG HẢI CHÂU", "note": "", "link": "https://danang.gov.vn"}
LONG = "Tập huấn kỹ năng số cho người dân và Tổ công nghệ số cộng đồng trên địa bàn "


def picture(color, size=(1800, 1200)):
    kept = io.BytesIO()
    Image.new("RGB", size, color).save(kept, "PNG")
    return kept.getvalue()


def said(slots=SLOTS, design=SMALL, **look):
    return remarks.judged(design, slots, paper.Look(**look), thorough=True)


def only(found, kind):
    found = [one for one in found if one.kind == kind]
    assert len(found) == 1, found
    assert found[0].sentence.endswith((".", "!")) and found[0].ways and all(way.endswith(".") for way in found[0].ways)
    return found[0]


def test_a_paper_that_is_right_gets_no_remark():
    assert said() == ()


@pytest.mark.parametrize("mode", designs.MODES)
def test_words_that_do_not_fit_are_told_with_how_many_would(mode):
    slots = SLOTS | {"note": (LONG * 12)[:900]}
    tight = designs.load(published={"thu.toml": HEAD + LAYERS.replace("h = 90", "h = 40")})["thu"]
    told = only(said(slots, tight, mode=mode), "overflow")
    assert told.field == "note" and told.stops and "Ghi chú" in told.sentence
    room = int("".join(sign for sign in told.ways[0].split("khoảng")[1].split("ký tự")[0] if sign.isdigit()))
    shorter = slots | {"note": slots["note"][:room]}
    assert not said(shorter, tight, mode=mode) and paper.render(tight, shorter, paper.Look(mode=mode))
    with pytest.raises(AppError, match="rút gọn"):
        paper.render(tight, slots, paper.Look(mode=mode))
    assert any("Màu" in way for way in told.ways) is (mode == "large")


def test_what_printing_refuses_is_still_shown_on_the_screen_and_marked():
    slots = SLOTS | {"title": "", "note": (LONG * 12)[:900], "link": "x" * 200, "photo": b"junk"}
    tight = designs.load(published={"thu.toml": HEAD + LAYERS.replace("h = 90", "h = 40")})["thu"]
    found = said(slots, tight)
    assert {one.field for one in found if one.stops} == {"title", "note", "link", "photo"}
    assert set(remarks.stopping(found)) == {"title", "note", "link", "photo"}
    width, height, pixels = raster(paper.render(tight, slots, paper.Look(draft=True)), 0, dpi=40)
    drawn = Image.frombytes("RGB", (width, height), pixels)
    frame = drawn.crop((round(22 * 40 / 25.4), round(152 * 40 / 25.4), round(40 * 40 / 25.4), round(155 * 40 / 25.4)))
    assert any(red > 180 and green < 90 for red, green, _ in frame.get_flattened_data())


def test_a_headline_shrunk_to_its_smallest_is_told_but_may_be_printed():
    slots = SLOTS | {"unit": "UBND PHƯỜNG NGŨ HÀNH SƠN, TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"}
    told = only(said(slots), "small")
    assert told.field == "unit" and not told.stops and paper.render(SMALL, slots)


@pytest.mark.parametrize(("size", "coarse"), [((1182, 800), False), ((1150, 800), True), ((4000, 600), True)])
def test_a_photo_under_150_dpi_at_its_size_is_told(size, coarse):
    found = [one for one in said(SLOTS | {"photo": picture("white", size)}) if one.kind == "resolution"]
    assert bool(found) is coarse
    if coarse:
        assert "dpi" in found[0].sentence and "1.182 × 709" in found[0].ways[0] and not found[0].stops


def test_a_photo_that_stands_on_its_side_is_measured_upright():
    kept = io.BytesIO()
    turned = Image.new("RGB", (800, 1200), "white")
    exif = turned.getexif()
    exif[0x0112] = 6
    turned.save(kept, "JPEG", exif=exif)
    assert not [one for one in said(SLOTS | {"photo": Photo(kept.getvalue())}) if one.kind == "resolution"]


def test_letters_on_a_photo_are_judged_by_what_is_under_them():
    dark = only(said(SLOTS | {"photo": picture("#303840")}), "contrast")
    assert dark.field == "title" and "khó đọc" in dark.sentence and len(dark.ways) == 3
    assert not said(SLOTS | {"photo": picture("#f0f4f4")})
    hidden = remarks.judged(SMALL, SLOTS | {"photo": picture("#303840")}, paper.Look(blocks=frozenset()))
    assert not hidden, "a photo that is left out hides nothing"


def test_letters_half_on_dark_are_hard_to_read_though_the_other_half_is_light():
    image = Image.new("RGB", (1800, 1200), "#ffffff")
    image.paste("#303840", (0, 0, 1800 * 4 // 10, 1200))
    kept = io.BytesIO()
    image.save(kept, "PNG")
    wide = SLOTS | {"title": "Ngày hội chuyển đổi số phường Hải Châu", "photo": kept.getvalue()}
    assert only(said(wide), "contrast").field == "title"


def test_the_mode_for_weak_eyes_asks_for_more_contrast():
    # #6c6c6c on white stands between the two limits (5.2), seen from the dark letters' side: a middle grey ground.
    slots = SLOTS | {"photo": picture("#8b9599")}
    assert not [one for one in said(slots) if one.kind == "contrast"]
    assert [one for one in said(slots, mode="large") if one.kind == "contrast"]


def test_a_gradient_is_looked_at_where_the_letters_are():
    more = '[[layers]]\nkind = "gradient"\nx = 0\ny = 0\nw = 200\nh = 120\ncolor = "primary"\nto = "primary"\n'
    design = designs.load(published={"thu.toml": HEAD + more + LAYERS.replace('[[layers]]\nkind = "background"\ncolor = "paper"\n', "")})
    told = only(said(design=design["thu"]), "contrast")
    assert told.field == "title" and len(told.ways) == 1


def test_a_code_too_fine_at_a_smaller_paper_is_told():
    text = (HEAD + LAYERS.replace("w = 40\nh = 40", "w = 24\nh = 24")).replace("size = [200, 280]\nbleed = 3.0\n", "") + \
        '[[layouts]]\nid = "doc"\nlabel = "Dọc"\nsize = [210, 297]\nbleed = 3.0\nsizes = ["A4", "A6"]\n'
    design = designs.load(published={"thu.toml": text})["thu"]
    slots = SLOTS | {"link": "https://danang.gov.vn/" + "a" * 38}
    assert not said(slots, design)
    told = only(said(slots, design, size="A6"), "code")
    assert told.field == "link" and told.stops


def test_an_order_is_judged_like_what_it_prints():
    ordered = order.Order("thu", "chinh", "", "bien", "colour", frozenset({"anh"}), SLOTS, {"photo": order.PhotoRef("a" * 64)})
    found = remarks.remarks(SMALL, ordered, lambda digest: picture("#303840", (300, 200)))
    assert [one.kind for one in found] == ["resolution", "contrast"]
