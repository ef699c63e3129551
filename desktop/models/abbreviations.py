"""Other ways to say the same: abbreviations of the trade, and the names wards had before they were merged."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from types import MappingProxyType

from desktop.models import units
from desktop.models.declarations import read
from desktop.models.text import words

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "abbreviations.toml"
Phrase = tuple[str, ...]  # folded words
_OLD_NAME = re.compile(r"(?:Phường|Xã|Thị trấn)\s+([^(;]+?)\s*\(")


@cache
def others(path: Path = SHIPPED) -> Mapping[Phrase, tuple[Phrase, ...]]:
    """Return for each known phrase the phrases that mean the same. Raises DeclarationError for a wrong file."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for one, other in (*_abbreviations(path), *_merged_units()):
        if one and other and one != other:
            found.setdefault(one, {})[other] = None
            found.setdefault(other, {})[one] = None
    return MappingProxyType({phrase: tuple(means) for phrase, means in found.items()})


@cache
def longest(path: Path = SHIPPED) -> int:
    """Return how many words the longest known phrase has."""
    return max(map(len, others(path)), default=0)


def _abbreviations(path: Path) -> list[tuple[Phrase, Phrase]]:
    table = read(path)
    pairs: list[tuple[Phrase, Phrase]] = []
    for item in table.tables("abbreviations"):
        short, full = tuple(words(item.text("short"))), item.strings("long", None)
        if not short or not full:
            raise item.fault("chữ tắt cần «short» và ít nhất một «long»", "short")
        pairs += combinations((short, *(tuple(words(text)) for text in full)), 2)
        item.done()
    table.done()
    return pairs


def _merged_units() -> list[tuple[Phrase, Phrase]]:
    """Return (old name, new name) of every unit; names of one word, as of numbered wards, would find too much."""
    pairs = []
    for unit in units.load().values():
        new = tuple(words(unit.place))
        old = (tuple(words(name)) for name in _OLD_NAME.findall(unit.merged_from))
        pairs += [(name, new) for name in old if len(name) > 1 and len(new) > 1]
    return pairs
