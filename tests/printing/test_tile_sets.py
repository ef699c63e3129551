"""Tiles put back together from their pictures: the codes read, and nothing has moved, in every mode and by two renderers."""

from itertools import product
from shutil import which
from subprocess import run

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageStat

from desktop.models import kinds, units
from desktop.models.office import Office
from desktop.printing import designs, facts, paper, tiling
from desktop.printing.design import MODES
from desktop.printing.raster import raster

POSTER = designs.read_design(designs.SHIPPED / "poster-su-kien" / "design.toml")
SLOTS = facts.fill(POSTER, facts.facts(Office(units.find("20242"), "", "0" * 16, "x"), kinds.load()["TAPHUAN"],
                                       {"title": "Tập huấn kỹ năng số", "starts_on": "2026-10-10"}))  # fmt: skip


def by_pdfium(pdf, _, dpi):
    def page(number):
        width, height, pixels = raster(pdf, number, dpi=dpi)
        return Image.frombytes("RGB", (width, height), pixels)

    return page


def by_poppler(pdf, folder, dpi):
    (folder / "a.pdf").write_bytes(pdf)
    run(["pdftoppm", "-r", str(dpi), "-png", "a.pdf", "a"], cwd=folder, check=True, timeout=60)
    found = sorted(folder.glob("a-*.png"))
    return lambda number: Image.open(found[number]).convert("RGB")


def together(made, page, dpi):
    """Lay the tiles on each other by the plan, as a person pastes them: what lies above has its own edge cut."""
    dots = dpi / 25.4
    whole = Image.new("RGB", tuple(round(sum(cuts[-1]) * dots) for cuts in (made.columns, made.rows)))
    for number, ((top, high), (left, wide)) in enumerate(product(made.rows, made.columns), start=1):
        edge = round(tiling.EDGE * dots)
        tile = page(number).crop((edge, edge, edge + round(wide * dots), edge + round(high * dots)))
        whole.paste(tile, (round(left * dots), round(top * dots)))
    return whole


@pytest.mark.parametrize(("mode", "size", "dpi", "renderer"), [
    *((mode, "A3", 80, by_pdfium) for mode in MODES), ("colour", "A0", 30, by_pdfium),
    pytest.param("colour", "A3", 80, by_poppler, marks=pytest.mark.skipif(which("pdftoppm") is None, reason="poppler is not installed")),
])  # fmt: skip
def test_tiles_pasted_by_the_plan_are_the_poster_again(mode, size, dpi, renderer, tmp_path):
    look = paper.Look(mode=mode, size=size if size in POSTER.sizes() else "", tile="A4")
    design = paper.chosen(POSTER, look)
    made = tiling.plan(design, "A4")
    pasted = together(made, renderer(paper.render(POSTER, SLOTS, look), tmp_path, dpi), dpi)
    assert [one.text for one in zxingcpp.read_barcodes(pasted)] == [SLOTS["link"]]
    width, height, pixels = raster(paper.render(POSTER, SLOTS, paper.Look(mode=mode, size=look.size)), 0, dpi=dpi)
    spare = round(design.bleed * dpi / 25.4)
    true = Image.frombytes("RGB", (width, height), pixels).crop((spare, spare, spare + pasted.width, spare + pasted.height))
    moved = {shift: _difference(pasted, ImageChops.offset(true, *shift)) for shift in ((0, 0), (2, 0), (-2, 0), (0, 2), (0, -2))}
    assert min(moved, key=lambda shift: moved[shift]) == (0, 0), moved


def _difference(one, other):
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)
