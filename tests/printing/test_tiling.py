"""Large sheets in tiles: every millimetre is there once at its place, codes stay whole, marks say how to put it together."""

import io
import itertools
import shutil
import subprocess

import pdfplumber
import pikepdf
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop.models import kinds, units
from desktop.models.errors import InputError
from desktop.models.office import Office
from desktop.printing import designs, facts, paper, tiles, tiling
from desktop.printing.raster import page_count, raster

MM = 72 / 25.4
SHELF = designs.load()
CLASS = {"title": "Tập huấn kỹ năng số cho người dân", "starts_on": "2026-10-10", "starts_at": "08:00",
         "place": {"name": "Nhà sinh hoạt cộng đồng Thạch Thang"}, "participants": {"total": 45}}
POSTER = SHELF["poster-su-kien"]
LARGE = [(design, layout.id, size) for design in SHELF.values() for layout in design.layouts
         for size in (layout.sizes or ("",)) if tiling.needed(design.at(layout.id, size), "A4")]


def slots(design):
    return facts.fill(design, facts.facts(Office(units.find("20242"), "", "0" * 16, "x"), kinds.load()["TAPHUAN"], CLASS))


def picture(pdf, page, dpi=100):
    width, height, pixels = raster(pdf, page, dpi=dpi)
    return Image.frombytes("RGB", (width, height), pixels)


@pytest.mark.parametrize(("design", "layout", "size"), LARGE, ids=lambda value: getattr(value, "id", value))
@pytest.mark.parametrize("sheet", ["A4", "A3"])
def test_tiles_cover_the_sheet_and_cut_no_code(design, layout, size, sheet):
    at = design.at(layout, size)
    made = tiling.plan(at, sheet)
    for length, cuts, most in ((at.size[0], made.columns, made.paper[0]), (at.size[1], made.rows, made.paper[1])):
        assert cuts[0][0] == 0 and sum(cuts[-1]) == pytest.approx(length)
        assert all(one <= most - 2 * tiling.EDGE + 0.01 for _, one in cuts)
        for (start, one), (following, _) in itertools.pairwise(cuts):
            assert start + one - following == pytest.approx(tiling.OVERLAP) and following > start
    for code in (layer for layer in at.layers if layer.kind == "qr"):
        for low, high, cuts, reach in ((code.x, code.x + code.w, made.columns, made.paper[0] - 2 * tiling.EDGE),
                                       (code.y, code.y + code.h, made.rows, made.paper[1] - 2 * tiling.EDGE)):
            seams = [start for start, _ in cuts[1:]]
            cut = [seam for seam in seams if low < seam + tiling.OVERLAP and high > seam]
            # A code as large as a sheet is cut; so is one where the sheets have no slack left to slide in.
            slack = len(cuts) * (reach - tiling.OVERLAP) + tiling.OVERLAP - (at.size[0] if cuts is made.columns else at.size[1])
            assert not cut or high - low > min(slack, reach) - tiling.OVERLAP - 8, (low, high, seams, slack)


def test_the_paper_it_takes_is_what_was_measured():
    poster = SHELF["poster-10-10"]
    assert [tiling.plan(poster.at(size=size), "A4").tiles for size in ("A3", "A2", "A1", "A0")] == [4, 8, 15, 25]
    offers = [tiling.offer(poster.at(size=size), "A4") for size in ("A3", "A2", "A1", "A0")]
    assert [one.tiles for one in offers] == [2, 4, 9, 16] and all(one.share >= 0.88 for one in offers)
    assert offers[0].sentence == "In nhỏ còn 90% thì chỉ cần 2 tờ, bớt 2 tờ."
    for one, size in zip(offers, ("A3", "A2", "A1", "A0"), strict=True):
        assert tiling.plan(poster.at(size=size), "A4", share=one.share).tiles == one.tiles


@pytest.mark.parametrize("share", [1.0, 0.9])
def test_art_stands_true_within_half_a_millimetre_over_the_whole_poster(share):
    """A word of the art, found on the tiles and put back by the plan, is where the untiled poster has it."""
    made = tiling.plan(POSTER, "A4", share=share)
    pdf = paper.render(POSTER, slots(POSTER), paper.Look(tile="A4", share=share))
    whole = paper.render(POSTER, slots(POSTER))
    with pdfplumber.open(io.BytesIO(whole)) as found:
        there = [(char["text"], char["x0"] / MM - POSTER.bleed, char["top"] / MM - POSTER.bleed) for char in found.pages[0].chars]
    seen, worst = set(), 0.0
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        for number, (down, across) in enumerate(itertools.product(range(len(made.rows)), range(len(made.columns))), start=1):
            for char in found.pages[number].chars:
                x = (char["x0"] / MM - tiling.EDGE) / share + made.columns[across][0]
                y = (char["top"] / MM - tiling.EDGE) / share + made.rows[down][0]
                near = [(abs(x - a) + abs(y - b), at) for at, (text, a, b) in enumerate(there) if text == char["text"]]
                if near and min(near)[0] < 2:
                    worst = max(worst, min(near)[0])
                    seen.add(min(near)[1])
    assert len(seen) == len(there) and worst < 0.5


def test_every_tile_set_keeps_its_code():
    for design in (POSTER, SHELF["poster-10-10"]):
        pdf = paper.render(design, slots(design), paper.Look(tile="A4"))
        wanted = {slots(design)[layer.field] for layer in design.layers if layer.kind == "qr"}
        read = {one.text for page in range(1, page_count(pdf)) for one in zxingcpp.read_barcodes(picture(pdf, page))}
        assert read == wanted
        with pikepdf.open(io.BytesIO(pdf)) as found:
            forms = [one for one in found.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
            assert len(forms) == design.pages, "the art is there once"


def test_every_tile_says_where_it_belongs_and_what_is_pasted_on_it():
    pdf = paper.render(POSTER, slots(POSTER), paper.Look(tile="A4"))
    made = tiling.plan(POSTER, "A4")
    assert page_count(pdf) == made.tiles + 1
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        texts = [page.extract_text() for page in found.pages]
        first = found.pages[1]
        rules = [line for line in first.lines if abs((line["x1"] - line["x0"]) / MM - tiles.BAR) < 0.01]
        reach = [side for line in (*first.lines, *first.rects) for side in (line["x0"], line["top"])]
    assert "Sơ đồ ghép" in texts[0] and "4 tờ A4" in texts[0] and "100%" in texts[0] and "B2" in texts[0]
    assert "A1" in texts[1] and "100 mm" in texts[1] and "Dán tờ B1 lên đây" in texts[1]
    assert "B2" in texts[4] and "Dán tờ" not in texts[4]
    assert len(rules) == 1, "the bar is 100 mm long, also on paper"
    assert min(reach) / MM >= tiles.REACH - 1.1, "marks stand where printers reach"


def test_one_tile_alone_is_the_test_print():
    alone = paper.render(POSTER, slots(POSTER), paper.Look(tile="A4", only=(4,)))
    whole = paper.render(POSTER, slots(POSTER), paper.Look(tile="A4"))
    assert page_count(alone) == 1
    assert picture(alone, 0, 40).tobytes() == picture(whole, 4, 40).tobytes()
    with pytest.raises(InputError, match="4 tờ"):
        paper.render(POSTER, slots(POSTER), paper.Look(tile="A4", only=(5,)))


def test_what_fits_a_sheet_is_not_cut_and_a_wrong_paper_is_refused():
    sheet = SHELF["danh-sach-ky-nhan"]
    assert paper.render(sheet, slots(sheet), paper.Look(tile="A4")) == paper.render(sheet, slots(sheet))
    for wrong in (paper.Look(tile="B7"), paper.Look(tile="A4", share=0.2)):
        with pytest.raises(InputError):
            paper.render(POSTER, slots(POSTER), wrong)


def test_a_banner_of_six_metres_is_small_in_bytes():
    banner = SHELF["bang-ron-ngang"]
    made = tiling.plan(banner, "A3")
    pdf = paper.render(banner, slots(banner), paper.Look(tile="A3"))
    assert sum(made.columns[-1]) == pytest.approx(6000) and page_count(pdf) == made.tiles + 1 and len(pdf) < 400_000


@given(st.floats(30, 9000), st.floats(80, 410), st.lists(st.tuples(st.floats(0, 9000), st.floats(1, 300)), max_size=5))
def test_any_length_is_covered_by_the_fewest_tiles(length, reach, things):
    cuts = tiling._cuts(length, reach, tiling.OVERLAP, [(low, low + size, 100) for low, size in things])
    assert tiling.is_covered(length, cuts, reach)
    assert len(cuts) == 1 or (len(cuts) - 1) * (reach - tiling.OVERLAP) + tiling.OVERLAP < length + 0.01


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler-utils is not installed")
@pytest.mark.parametrize("mode", designs.MODES)
def test_another_renderer_reads_the_codes_of_a_paper_and_of_its_tiles_too(mode, tmp_path):
    wanted = slots(POSTER)["link"]
    for look in (paper.Look(mode=mode), paper.Look(mode=mode, tile="A4")):
        source = tmp_path / "a.pdf"
        source.write_bytes(paper.render(POSTER, slots(POSTER), look))
        subprocess.run(["pdftoppm", "-r", "80", "-gray", source, tmp_path / "p"], check=True, timeout=60)
        read = set()
        for path in sorted(tmp_path.glob("p*.pgm")):
            with Image.open(path) as image:
                read |= {one.text for one in zxingcpp.read_barcodes(image.convert("RGB"))}
            path.unlink()
        assert read == {wanted}, look
