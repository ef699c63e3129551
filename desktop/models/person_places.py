"""The places where a person stands in a book, as they are found and shown, and what becomes of each when they are erased."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from desktop.models.person_match import Wanted

GOES, EMPTIED, CUT, REDACTED, KEPT = "goes", "emptied", "cut", "redacted", "kept"
WHAT: Mapping[str, str] = MappingProxyType({
    GOES: "xóa", EMPTIED: "làm trống ô", CUT: "bỏ tên khỏi chữ", REDACTED: "bỏ khỏi các lần lưu cũ",
    KEPT: "giữ lại theo quy định"})  # fmt: skip
PAIRS: Mapping[str, str] = MappingProxyType({"person": "phone"})  # local fields: whose name goes, their phone goes with it


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its table and the key of its row, what it is called, the words there, what becomes of it, how often.

    `uid` is the activity it belongs to, "" for none; `sent` says that the centre was sent these words.
    """

    table: str
    key: tuple[Any, ...]
    label: str
    words: str
    what: str
    uid: str = ""
    count: int = 1
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a person, how their name is spelled there, and the saves of the journal by activity."""

    wanted: Wanted
    places: tuple[Place, ...]
    spellings: tuple[str, ...]
    revisions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def sent(self) -> tuple[Place, ...]:
        """The texts that were sent to the centre: it has to be asked to take them out as well."""
        return tuple(one for one in self.places if one.sent)
