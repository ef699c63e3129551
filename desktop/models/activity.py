"""One activity in its shapes: as it stands, as a line of the list, as it comes from elsewhere, and where it is torn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.models.errors import Problem


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity as it stands; `heads` are the rids of the revisions it is made of, nearly always one.

    `state`: "binned", "conflict" (two PCs wrote different values), "refused", "returned" (for correction), "saved" (not
    confirmed by the centre), "pending" (saved, waits for the leader), "accepted", "locked" or "sent". `revision` rises
    with every change, also one from elsewhere.
    """

    uid: str
    revision: int
    kind: str
    values: Mapping[str, Any]
    state: str
    created_at: str
    created_by: str
    updated_at: str
    updated_by: str
    heads: tuple[bytes, ...] = ()

    @property
    def title(self) -> str:
        """The name of the activity."""
        return str(self.values.get("title", ""))

    @property
    def starts_on(self) -> str:
        """The first day, ISO, "" when there is none."""
        return str(self.values.get("starts_on", ""))


@dataclass(frozen=True, slots=True)
class Row:
    """What a line of the list shows."""

    id: int
    uid: str
    kind: str
    title: str
    starts_on: str
    place: str
    people: int | None
    state: str
    revision: int
    areas: str = ""
    campaign: str = ""
    cost: int | None = None
    changed: str = ""
    by: str = ""
    photos: int = 0
    host: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A revision from the unit's log that this journal may not have; `pc` and `incarnation` in hex digits."""

    rid: bytes
    uid: str
    revision: int
    parents: tuple[bytes, ...]
    kind: str
    version: int
    at: str
    pc: str
    incarnation: str
    binned: bool
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Received:
    """What came of foreign revisions: `new` ones, and activities that are torn by them now."""

    new: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a field that two PCs wrote: when and on which PC (16 hex digits)."""

    value: Any
    at: str
    device: str
    rid: bytes


@dataclass(frozen=True, slots=True)
class Torn:
    """A field with several values nobody chose between, the shown one first."""

    field: str
    choices: tuple[Choice, ...]
