"""What the shop gets: boxes in mm, marks outside the bleed, the scale said, and a report that tells what is wrong."""

import io
from dataclasses import replace
from shutil import which
from subprocess import run

import pdfplumber
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from desktop.models import kinds, units
from desktop.models.errors import InputError, PrintError
from desktop.models.office import Office
from desktop.printing import designs, facts, marks, paper, preflight, shop
from desktop.printing.design import MODES
from desktop.printing.raster import raster
from desktop.printing.sheet import Sheet
from tests.printing import small

MM = 72 / 25.4
POSTER, BANNER = (designs.read_design(designs.SHIPPED / name / "design.toml") for name in ("poster-su-kien", "bang-ron-ngang"))


def slots(design):
    said = facts.facts(Office(units.find("20242"), "", "0" * 16, "x"), kinds.load()["TAPHUAN"],
                       {"title": "Tập huấn kỹ năng số", "starts_on": "2026-10-10", "place": {"name": "Nhà sinh hoạt"}})
    return facts.fill(design, said)


def photo(width, height):
    kept = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(kept, "JPEG")
    return kept.getvalue()


def found(pdf, design, look=None, filled=None, **how):
    return {one.what: one for one in preflight.judged(pdf, design, filled or slots(design), look or paper.Look(), **how)}


@pytest.mark.parametrize(("design", "scale"), [(POSTER, None), (POSTER, 10), (BANNER, None)], ids=["1:1", "poster 1:10", "banner"])
def test_boxes_are_the_finished_size_and_marks_stay_out_of_the_bleed(design, scale):
    share = shop.chosen_scale(design, scale)
    pdf = shop.art(design, slots(design), paper.Look(), scale=scale)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        trim, bleed = ([float(value) for value in document.pages[0][box]] for box in ("/TrimBox", "/BleedBox"))
    size = [(trim[2] - trim[0]) / MM * share, (trim[3] - trim[1]) / MM * share]
    assert size == pytest.approx(design.size, abs=0.05) and (trim[0] - bleed[0]) / MM * share == pytest.approx(design.bleed, abs=0.05)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        thin = [one for one in page.lines if abs(one["linewidth"] - marks.LINE) < 0.01]
        said = page.extract_text()
    assert len(thin) == 8
    for one in thin:
        outside = (one["x1"] <= bleed[0] - 1 or one["x0"] >= bleed[2] + 1
                   or one["y1"] <= bleed[1] - 1 or one["y0"] >= bleed[3] + 1)
        on_cut = any(abs(one[side] - cut) < 0.01 for side, cuts in (("x0", trim[::2]), ("y0", trim[1::2])) for cut in cuts)
        assert outside and on_cut
    assert f"Tỷ lệ 1:{share}" in said and "Thành phẩm" in said


def test_over_five_metres_only_one_to_ten_will_do():
    assert shop.chosen_scale(BANNER) == 10
    with pytest.raises(InputError, match="1:10"):
        shop.art(BANNER, slots(BANNER), paper.Look(), scale=1)
    with pytest.raises(InputError, match="1:1"):
        shop.chosen_scale(POSTER, 3)
    assert shop.chosen_scale(replace(BANNER, size=(4000.0, 700.0)), 1) == 1


def test_the_specification_says_what_the_shop_asks_for():
    job = shop.Job(3, "Chị Lan, 0905 000 000", note="Giao trước ngày 05/10")
    pdf = shop.specification(BANNER, slots(BANNER), paper.Look(), job)
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
        said = document.pages[0].extract_text()
    for wanted in ("6.000 × 800 mm", "1:10", "30 mm", "606 × 86 mm", "hiflex", "26 khoen", "3 bản", "Chị Lan", "Giao trước", "HIỆU QUẢ"):
        assert wanted in said
    for wrong in (shop.Job(0), shop.Job(1, "x" * 300)):
        with pytest.raises(InputError):
            shop.specification(BANNER, slots(BANNER), paper.Look(), wrong)


@pytest.mark.parametrize("outlines", [False, True])
@pytest.mark.parametrize("mode", MODES)
def test_what_goes_to_the_shop_is_clean_in_every_mode_and_its_code_reads(mode, outlines):
    look = paper.Look(mode=mode, outlines=outlines)
    pdf = shop.art(POSTER, slots(POSTER), look)
    report = preflight.judged(pdf, POSTER, slots(POSTER), look)
    assert preflight.clean(report) and "có thể gửi" in preflight.sentence(report), report
    width, height, pixels = raster(pdf, 0, dpi=90)
    assert [one.text for one in zxingcpp.read_barcodes(Image.frombytes("RGB", (width, height), pixels))] == [slots(POSTER)["link"]]
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert bool(document.pages[0].chars) is not outlines


@pytest.mark.skipif(which("pdftoppm") is None, reason="poppler is not installed")
def test_a_second_renderer_sees_the_same_page(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf := shop.art(POSTER, slots(POSTER), paper.Look()))
    run(["pdftoppm", "-r", "90", "-png", "-singlefile", "a.pdf", "a"], cwd=tmp_path, check=True, timeout=60)
    with Image.open(tmp_path / "a.png") as other:
        assert [one.text for one in zxingcpp.read_barcodes(other)] == [slots(POSTER)["link"]]
        width, height, pixels = raster(pdf, 0, dpi=90)
        one = Image.frombytes("RGB", (width, height), pixels).resize((30, 42), Image.Resampling.BOX).tobytes()
        two = other.convert("RGB").resize((30, 42), Image.Resampling.BOX).tobytes()
    assert sum(abs(a - b) for a, b in zip(one, two, strict=True)) / len(one) < 2


def test_the_report_finds_what_is_wrong_and_says_a_way_out():
    base = next(one for one in POSTER.layers if one.kind == "text" and one.text and one.size)
    edge = replace(base, kind="text", x=1.0, y=200.0, w=120.0, h=6.0, text="Sát mép", field="", size=4.5, smallest=4.5, face="sans")
    spoilt = replace(POSTER, every=(*POSTER.every, edge))
    wrong = found(shop.art(spoilt, slots(POSTER), paper.Look()), spoilt)
    assert not wrong["Chữ cách đường cắt"].good and not wrong["Cỡ chữ nhỏ nhất"].good and wrong["Mã QR"].good
    code = next(one for one in POSTER.layers if one.kind == "qr")
    over = replace(code, kind="rect", field="", x=code.x + code.w * 0.6, y=code.y + code.h * 0.6, w=9.0, h=9.0, color="accent")
    wrong = found(shop.art(replace(POSTER, every=(*POSTER.every, over)), slots(POSTER), paper.Look()), POSTER)
    assert not wrong["Mã QR"].good
    assert not found(shop.art(POSTER, slots(POSTER), paper.Look()), POSTER, look=paper.Look(outlines=True))["Phông chữ"].good
    other = Sheet(200, 300, title="")
    other.text(40, 40, "x", "sans", 12)
    wrong = found(other.bytes(), POSTER, filled={**slots(POSTER), "link": ""})
    assert not wrong["Khổ thành phẩm"].good and not wrong["Chừa xén"].good
    assert all(one.way.startswith("Hãy") for one in wrong.values() if not one.good)
    with pytest.raises(PrintError):
        preflight.judged(b"no pdf", POSTER, slots(POSTER), paper.Look())


def test_pictures_are_measured_at_the_finished_size():
    design = designs.read_text("thu", f"{small.HEAD}{small.LAYERS}")
    layer = next(one for one in design.layers if one.kind == "image")
    for dpi, good in ((100, False), (200, True)):
        filled = {**slots(design), layer.field: photo(round(layer.w / 25.4 * dpi), round(layer.h / 25.4 * dpi))}
        for scale in (1, 10):
            told = found(shop.art(design, filled, paper.Look(), scale=scale), design, filled=filled, scale=scale)
            assert told["Độ nét của ảnh"].good is good and str(dpi) in told["Độ nét của ảnh"].sentence
