"""The look: readable everywhere, made from tokens only."""

import pytest

from desktop.ui import sheet
from desktop.ui.icons import FOLDER, Icons
from desktop.ui.palette import DARK, LIGHT, PAIRS, PALETTES, STRONG, colours
from desktop.ui.theme import COLOURS, TEXT_SIZES, Theme, contrast, load_fonts


@pytest.mark.parametrize("look", PALETTES)
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_text_stands_out_from_its_ground(pair, look):
    text, ground = (getattr(PALETTES[look], name) for name in pair)
    assert contrast(text, ground) >= (7 if look == "strong" else 4.5)


def test_a_look_follows_the_desktop_only_where_it_is_asked_to():
    assert colours("system", system_is_dark=True) == DARK
    assert colours("system", system_is_dark=False) == LIGHT
    assert colours("light", system_is_dark=True) == LIGHT
    assert colours("strong", system_is_dark=True) == STRONG
    assert colours("pink", system_is_dark=True) == LIGHT


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("look", PALETTES)
def test_the_focus_ring_is_seen_on_every_ground(look):
    found = PALETTES[look]
    for ground in (found.surface, found.ground, found.sunken, found.primary_soft):
        assert contrast(found.focus, ground) >= 3
    assert contrast(found.focus_dark, found.rail) >= 3
    # A chosen chip is light in the dark: there its ring stands against the card.
    assert max(contrast(found.focus_dark, found.primary), contrast(found.focus_dark, found.surface)) >= 3


@pytest.mark.parametrize("look", PALETTES)
@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_the_sheet_is_whole_at_every_text_size(percent, look):
    written = sheet.write(Theme(percent, PALETTES[look]))
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
