"""The papers of an activity: every one it needs, filled in, those that were edited as they were left."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models.errors import InputError
from desktop.models.kinds import Kind
from desktop.models.office import Office
from desktop.printing import facts, order
from desktop.printing.design import Design, placeholders
from desktop.printing.designs import FAMILIES

# The order in which an event needs them: who is asked, what is hung up, who came, what they take home.
NEEDED = ("invitation", "poster", "banner", "sheet", "certificate", "handout")


@dataclass(frozen=True, slots=True)
class SetPaper:
    """One paper of an activity: what would be printed, and whether it was edited before."""

    order: order.Order
    edited: bool


def offered(shelf: Mapping[str, Design], kind: str) -> Sequence[Design]:
    """Return the designs for a kind of activity: those made for it first, then those for any."""
    fitting = [design for design in shelf.values() if not design.kinds or kind in design.kinds]
    return sorted(fitting, key=lambda design: (not design.kinds, FAMILIES.index(design.family)))


def pack(shelf: Mapping[str, Design], kind: str) -> Sequence[Design]:
    """Return the designs an activity of a kind needs, one of each family.

    The one made for that kind goes before any other, and one that says the activity's own name before one that says its own.
    """
    chosen: dict[str, Design] = {}
    for design in sorted(offered(shelf, kind), key=lambda one: (not one.kinds, not _says_its_name(one))):
        if design.pack:
            chosen.setdefault(design.family, design)
    return sorted(chosen.values(), key=_place)


def papers_for(shelf: Mapping[str, Design], office: Office, kind: Kind, values: Mapping[str, Any],
               kept: Callable[[str], str | None] = lambda design: None) -> Sequence[SetPaper]:  # fmt: skip
    """Return the papers of an activity; `kept` gives the JSON of the order a design was left with, None for none."""
    said = facts.facts(office, kind, values)
    needed = pack(shelf, kind.code)
    left = {design.id: kept(design.id) for design in offered(shelf, kind.code)}
    # An edited paper stands in for the one of its family that nobody touched.
    edited = [design for design in offered(shelf, kind.code) if left[design.id]]
    families = {design.family for design in edited}
    chosen = [*edited, *(design for design in needed if design.family not in families)]
    return [_paper(design, said, left[design.id]) for design in sorted(chosen, key=_place)]


def _says_its_name(design: Design) -> bool:
    return any("title" in placeholders(field.source) for field in design.fields)


def _place(design: Design) -> int:
    return (*NEEDED, *(one for one in FAMILIES if one not in NEEDED)).index(design.family)


def _paper(design: Design, said: Mapping[str, str], kept: str | None) -> SetPaper:
    if kept:
        try:
            left = order.from_json(kept)
            design.at(left.layout, left.size, blocks=left.blocks)
        except (InputError, KeyError):
            # The design has changed since: what the activity says now is better than nothing.
            return SetPaper(order.plain(design, facts.fill(design, said)), edited=False)
        return SetPaper(left, edited=True)
    return SetPaper(order.plain(design, facts.fill(design, said)), edited=False)
