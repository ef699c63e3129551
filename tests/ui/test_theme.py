"""The look: readable everywhere, made from tokens only."""

import pytest

from desktop.ui import sheet
from desktop.ui.icons import FOLDER, Icons
from desktop.ui.theme import COLOURS, PAIRS, TEXT_SIZES, Theme, contrast, load_fonts


@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_text_stands_out_from_its_ground(pair):
    text, ground = (getattr(COLOURS, name) for name in pair)
    assert contrast(text, ground) >= 4.5


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_focus_ring_is_seen_on_every_ground():
    assert contrast(COLOURS.focus, COLOURS.surface) >= 3
    assert contrast(COLOURS.focus_dark, COLOURS.primary) >= 3
    assert contrast(COLOURS.focus_dark, COLOURS.rail) >= 3


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_the_sheet_is_whole_at_every_text_size(percent):
    written = sheet.write(Theme(percent))
    assert "$" not in written
    assert written.count("{") == written.count("}")


def test_the_letters_grow_and_the_gaps_stay():
    assert Theme(200).px(14) == 28
    assert Theme(200).space == Theme(100).space


def test_our_own_font_is_loaded(qapp):
    assert load_fonts()


def test_every_kind_has_an_icon_of_its_own(kinds):
    icons = [kind.icon for kind in kinds.values()]
    assert [name for name in icons if not (FOLDER / f"{name}.svg").is_file()] == []
    assert len(set(icons)) == len(icons)


def test_an_icon_takes_the_colour_of_its_token(qapp):
    picture = Icons(Theme()).pixmap("plus", "fault", size=96).toImage()
    assert picture.pixelColor(48, 48).name() == COLOURS.fault.lower()
    assert picture.pixelColor(2, 2).alpha() == 0
