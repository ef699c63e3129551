"""Notices of the centre that nobody in the office has put away yet."""

import json
from dataclasses import dataclass

from desktop.models.book import Book

READ = "notices_read"  # setting: serials that were put away
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """A word of the centre to its offices; `at` is when it was published (UTC, ISO)."""

    serial: int
    title: str
    text: str
    at: str


class Notices:
    """The notices of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def waiting(self, limit: int = SHOWN) -> list[Notice]:
        """Return the newest notices that were not put away or withdrawn, the newest first."""
        read = set(self._book.setting(READ, []))
        rows = self._book.query("SELECT serial, key, at, body FROM bulletins WHERE topic = 'notice' AND known = 1 "
                                "ORDER BY serial DESC")  # fmt: skip
        found: dict[str, Notice] = {}
        for serial, key, at, body in rows:
            said = json.loads(body)
            found.setdefault(key, Notice(serial, str(said.get("title", "")), str(said.get("text", "")), at))
        kept = [one for one in found.values() if one.text and one.serial not in read]
        return kept[:limit]

    def put_away(self, serial: int) -> None:
        """Do not show a notice again on this PC."""
        with self._book.tx():
            read = [one for one in self._book.setting(READ, []) if one != serial]
            self._book.set(READ, [*read[-500:], serial])
