"""Papers that share a sheet: true size, cut marks on the cuts, backs behind their fronts, pages in folding order."""

import io
from dataclasses import replace

import pdfplumber
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from desktop.models import kinds, units
from desktop.models.errors import InputError
from desktop.models.office import Office
from desktop.printing import designs, facts, imposition, paper
from desktop.printing.raster import page_count, raster

MM = 72 / 25.4
LEAFLET, FOLDED, BADGE, CARD, POSTER = (
    designs.read_design(designs.SHIPPED / name / "design.toml")
    for name in ("to-roi-dich-vu-cong", "to-gap-ba-dvc", "the-deo", "the-a6-ho-tro", "poster-su-kien"))  # fmt: skip


def slots(design):
    said = facts.facts(Office(units.find("20242"), "", "0" * 16, "x"), kinds.load()["TAPHUAN"], {"title": "Lớp", "starts_on": "2026-10-10"})
    filled = facts.fill(design, said)
    return {field.name: filled.get(field.name) or field.label[: field.max_length] if field.required else filled.get(field.name, "")
            for field in design.fields}


def picture(pdf, page, dpi=60):
    width, height, pixels = raster(pdf, page, dpi=dpi)
    return Image.frombytes("RGB", (width, height), pixels)


def numbered(size, pages):
    """A paper whose pages are told by one number near their top left corner."""
    base = next(one for one in LEAFLET.every if one.kind == "text" and one.page == 1)
    texts = tuple(replace(base, page=page, text=f"{page}", field="", when="", block="", layout="", x=5.0, y=5.0, w=30.0, h=20.0,
                          size=40.0, smallest=40.0, face="sans", align="left", valign="top", lines=1, caps=False)
                  for page in range(1, pages + 1))  # fmt: skip
    layout = replace(LEAFLET.layouts[0], size=size, pages=pages, bleed=0.0)
    return replace(LEAFLET, size=size, pages=pages, bleed=0.0, layouts=(layout,), blocks=(), fields=(), every=texts, layers=texts)


def signs(pdf):
    """Where each number stands, page by page: (number, x, y, upright), mm from the top left of the sheet, of one upside down
    from the bottom right."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [[_sign(one, page) for one in page.chars if one["text"].isdecimal()] for page in document.pages]


def _sign(one, page):
    upright = one["matrix"][0] > 0
    x, y = (one["x0"], one["top"]) if upright else (float(page.width) - one["x1"], float(page.height) - one["bottom"])
    return int(one["text"]), round(x / MM, 1), round(y / MM, 1), upright


@pytest.mark.parametrize(("design", "layout", "sheet", "count"), [(LEAFLET, "", "A4", 2), (LEAFLET, "", "A3", 4), (CARD, "", "A4", 4),
                                                                  (BADGE, "ngang", "A4", 10), (BADGE, "doc", "A4", 4)])
def test_a_sheet_takes_as_many_as_fit_and_every_code_reads(design, layout, sheet, count):
    look = paper.Look(layout=layout)
    made = imposition.grid(paper.chosen(design, look), sheet)
    assert made.count >= count
    pdf = imposition.repeated(design, slots(design), look, sheet)
    codes = [one for one in paper.chosen(design, look).layers if one.kind == "qr" and slots(design).get(one.field)]
    for page in range(page_count(pdf)):
        wanted = made.count * len([one for one in codes if one.page == page + 1])
        assert len(zxingcpp.read_barcodes(picture(pdf, page, 150))) == wanted
    with pikepdf.open(io.BytesIO(pdf)) as document:
        forms = [one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
        assert len(forms) == design.pages, "the art is there once"


@pytest.mark.parametrize("up", [1, 2, 4, 8, 9, 10])
def test_the_number_on_a_sheet_can_be_chosen(up):
    small = paper.chosen(BADGE, paper.Look(layout="ngang"))
    try:
        made = imposition.grid(small, "A4", up=up)
    except InputError as fault:
        assert up == 9 and "nhiều nhất 10" in fault.sentence
        return
    across, down = made.starts()
    assert made.count == up and across[0] >= 0 and across[-1] + small.size[0] <= made.paper[0] and down[0] >= 0
    assert imposition.sentence(made, "A4", 21).endswith(f"{-(-21 // up)} tờ giấy.")


@pytest.mark.parametrize("edge", imposition.EDGES)
@pytest.mark.parametrize("size", [(148.0, 210.0), (90.0, 55.0), (70.0, 100.0)], ids=str)
def test_the_back_lies_behind_its_front_whichever_edge_the_sheet_turns_over(size, edge):
    two = numbered(size, 2)
    made = imposition.grid(two, "A4")
    front, back = signs(imposition.repeated(two, {}, paper.Look(), "A4", edge=edge))
    assert len(front) == len(back) == made.count and {one[0] for one in back} == {2}
    sideways = (edge == "short") == (made.paper[0] > made.paper[1])  # the sheet turns like a page of a book
    assert all(upright for *_, upright in front) and all(upright is sideways for *_, upright in back)
    places = [sorted((x, y) for _, x, y, _ in side) for side in (front, back)]
    assert all(one == pytest.approx(other, abs=0.25) for one, other in zip(*places, strict=True))
    # Every front has its back behind it, for the whole stands in the middle of the sheet.
    for starts, side, whole in zip(made.starts(), size, made.paper, strict=True):
        assert starts[0] == pytest.approx(whole - starts[-1] - side)


def test_a_leaflet_in_three_panels_folds_where_both_sides_say():
    for sheet in ("A4", "A3"):
        pdf = imposition.folded(FOLDED, slots(FOLDED), paper.Look(), sheet)
        with pdfplumber.open(io.BytesIO(pdf)) as document:
            left = (float(document.pages[0].width) / MM - 297) / 2
            found = [sorted({round(one["x0"] / MM - left, 1) for one in page.lines if one["x0"] == one["x1"] and one["dash"] and one["dash"][0]})
                     for page in document.pages]
        assert found == [[97.0, 197.0], [100.0, 200.0]] and [297 - one for one in found[1]] == found[0][::-1]
    with pytest.raises(InputError, match="gấp ba"):
        imposition.folded(CARD, slots(CARD), paper.Look())


def test_a_booklet_is_in_reading_order_once_it_is_folded():
    assert imposition.booklet_order(8) == [(8, 1), (2, 7), (6, 3), (4, 5)]
    assert imposition.booklet_order(5) == [(0, 1), (2, 0), (0, 3), (4, 5)]
    for pages in range(1, 20):
        sides = imposition.booklet_order(pages)
        assert sorted(one for side in sides for one in side if one) == list(range(1, pages + 1))
        assert all(front[0] in (0, back[1] + 1) and back[0] in (0, front[1] + 1) for front, back in zip(sides[::2], sides[1::2], strict=True))
    found = signs(imposition.booklet(numbered((148.0, 210.0), 6), {}, paper.Look()))
    assert [[number for number, *_ in sorted(side, key=lambda one: one[1])] for side in found] == [[1], [2], [6, 3], [4, 5]]
    assert found[0][0][1] > 148 and found[1][0][1] < 148, "the first page is on the right, blanks are left free"


def test_what_cannot_be_done_is_said():
    for wrong in (lambda: imposition.repeated(numbered((148.0, 210.0), 3), {}, paper.Look()),
                  lambda: imposition.repeated(LEAFLET, slots(LEAFLET), paper.Look(), edge="top"),
                  lambda: imposition.repeated(LEAFLET, slots(LEAFLET), paper.Look(), "B5"),
                  lambda: imposition.repeated(POSTER, slots(POSTER), paper.Look()),
                  lambda: imposition.booklet(CARD, slots(CARD), paper.Look())):  # fmt: skip
        with pytest.raises(InputError):
            wrong()
