"""The colours of the window: light, dark, and strong for eyes that need it; every pair of text and ground stands out."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LOOKS = ("system", "light", "dark", "strong")


@dataclass(frozen=True, slots=True)
class Colours:
    """Tokens by what they are for; the defaults are a calm light palette: deep teal on warm white."""

    ground: str = "#F8F6F2"
    surface: str = "#FFFFFF"
    sunken: str = "#F0EDE7"
    line: str = "#E0DBD2"
    edge: str = "#8E897F"
    text: str = "#1B2729"
    muted: str = "#566163"
    faded: str = "#8A8F8B"
    primary: str = "#0B5D5E"
    primary_over: str = "#094C4D"
    primary_soft: str = "#E1EFED"
    on_primary: str = "#FFFFFF"
    rail: str = "#103B3D"
    rail_over: str = "#1B4E50"
    rail_on: str = "#2A6466"
    on_rail: str = "#E6F0EE"
    on_rail_soft: str = "#B9CFCB"
    focus: str = "#0B6FD6"
    focus_dark: str = "#FFC857"
    draft: str = "#6A5200"
    draft_soft: str = "#FFF3CC"
    saved: str = "#1A4E86"
    saved_soft: str = "#E4EFFA"
    sent: str = "#1C6238"
    sent_soft: str = "#E2F3E7"
    fault: str = "#A32A1D"
    fault_soft: str = "#FCE9E5"
    scroll: str = "#C6C0B5"
    tick: str = "check-white"  # the drawing on a ticked box


LIGHT = Colours()
DARK = Colours(
    ground="#14191A", surface="#1C2324", sunken="#262E2F", line="#343D3E", edge="#7C8788", text="#E8EDEC", muted="#A9B4B3",
    faded="#707A7A", primary="#6CC5BC", primary_over="#8AD6CE", primary_soft="#1F3B3A", on_primary="#08302F", rail="#0E1516",
    rail_over="#1D2B2C", rail_on="#24494A", on_rail="#E3ECEA", on_rail_soft="#A5B9B6", focus="#6FB4FF", focus_dark="#FFC857",
    draft="#F0CE6B", draft_soft="#3A3115", saved="#9CC7F5", saved_soft="#1B2E43", sent="#8FD9A8", sent_soft="#183524",
    fault="#FFA497", fault_soft="#45211C", scroll="#4A5556", tick="check-ink",
)  # fmt: skip
STRONG = Colours(
    ground="#FFFFFF", surface="#FFFFFF", sunken="#F2F2F2", line="#5A5A5A", edge="#000000", text="#000000", muted="#2B2B2B",
    faded="#5E5E5E", primary="#003B3C", primary_over="#002728", primary_soft="#D5ECEA", on_primary="#FFFFFF", rail="#000000",
    rail_over="#2A2A2A", rail_on="#004B4D", on_rail="#FFFFFF", on_rail_soft="#FFFFFF", focus="#0047C2", focus_dark="#FFD34D",
    draft="#4A3800", draft_soft="#FFF0B8", saved="#002E66", saved_soft="#DCEBFF", sent="#00401B", sent_soft="#D6F2DF",
    fault="#7A0C00", fault_soft="#FFE1DB", scroll="#5A5A5A",
)  # fmt: skip
PALETTES: Mapping[str, Colours] = MappingProxyType({"light": LIGHT, "dark": DARK, "strong": STRONG})

# Text on ground: measured by a test in every palette, so that a new colour cannot quietly become unreadable.
PAIRS = (
    ("text", "ground"), ("text", "surface"), ("text", "sunken"), ("text", "primary_soft"),
    ("text", "sent_soft"), ("text", "saved_soft"), ("text", "draft_soft"), ("text", "fault_soft"),
    ("muted", "ground"), ("muted", "surface"), ("muted", "sunken"), ("muted", "primary_soft"),
    ("primary", "surface"), ("primary", "ground"), ("primary", "primary_soft"), ("primary", "sunken"),
    ("on_primary", "primary"), ("on_primary", "primary_over"),
    ("on_rail", "rail"), ("on_rail", "rail_over"), ("on_rail", "rail_on"), ("on_rail_soft", "rail"),
    ("draft", "draft_soft"), ("saved", "saved_soft"), ("sent", "sent_soft"), ("fault", "fault_soft"),
    ("fault", "surface"), ("fault", "ground"), ("draft", "surface"), ("saved", "surface"), ("sent", "surface"),
)  # fmt: skip


def colours(look: str, *, system_is_dark: bool) -> Colours:
    """Return the palette of a look; "system" follows the desktop, an unknown one is light."""
    if look == "system":
        return DARK if system_is_dark else LIGHT
    return PALETTES.get(look, LIGHT)
