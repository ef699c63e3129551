"""How much ink a paper takes, said in one sentence."""

import pytest

from desktop.models import units
from desktop.models.office import Office
from desktop.printing import coverage, designs, facts, paper
from desktop.printing.sheet import Sheet

OFFICE = Office(units.find("20242"), "", "0" * 16, "x")


@pytest.mark.parametrize(("color", "share"), [("#ffffff", 0), ("#000000", 50), ("#ff0000", 100), ("#00ffff", 50), ("#808080", 25)])
def test_ink_is_counted_as_printers_lay_it(color, share):
    sheet = Sheet(100, 100, title="x")
    sheet.box(0, 0, 50, 100, fill=color)
    assert coverage.coverage(sheet.bytes()) == pytest.approx(share, abs=1.5)


def test_the_thrifty_mode_is_named_where_it_saves_much():
    shelf = designs.load()
    pages = {}
    for name in ("poster-10-10", "danh-sach-ky-nhan"):
        slots = facts.fill(shelf[name], facts.facts(OFFICE))
        pages[name] = [paper.render(shelf[name], slots, paper.Look(mode=mode)) for mode in ("colour", "ink")]
    assert "Tiết kiệm mực" in coverage.sentence(*pages["poster-10-10"])
    assert "Tiết kiệm mực" not in coverage.sentence(*pages["danh-sach-ky-nhan"])
