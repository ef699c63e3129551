"""Declarations the centre published, as this book holds them; what this program cannot read waits for a newer one."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from desktop.models.errors import DeclarationError

if TYPE_CHECKING:
    from desktop.models.book import Book
    from desktop.models.kinds import Kinds

Loaded = TypeVar("Loaded")
_log = logging.getLogger(__name__)


def texts(book: "Book", topic: str) -> dict[str, str]:
    """Return the newest published text of each declaration of a topic (kinds, plans, designs, lists), by its name."""
    rows = book.query("SELECT key, body FROM bulletins WHERE topic = ? AND known = 1 ORDER BY serial", (topic,))
    found: dict[str, str] = {}
    for key, body in rows:
        said = json.loads(body)
        found.pop(key, None)
        if said.get("text"):
            found[key] = said["text"]
        # An empty text takes the publication back: the shipped declaration counts again.
    return found


def readable(book: "Book", topic: str, load: Callable[[Mapping[str, str]], Loaded]) -> Loaded:
    """Return what `load` makes of the published texts, leaving out one by one those it cannot read."""
    left = texts(book, topic)
    while True:
        try:
            return load(left)
        except DeclarationError as fault:
            if not left:
                raise
            _log.warning("published %s kept for a newer program: %s", topic, fault.sentence)
            # What cannot be blamed on one of them is blamed on all: the shipped declarations always work.
            left = {name: text for name, text in left.items() if name != fault.path.name and fault.path.name in left}


def kinds_of(book: "Book") -> "Kinds":
    """Return the kinds of a book: the shipped declarations and those the centre published."""
    from desktop.models import kinds, lists

    def with_lists(given: Mapping[str, str]) -> Mapping[str, str]:
        lists.load(published=given)
        return given

    own = readable(book, "lists", with_lists)
    return readable(book, "kinds", lambda given: kinds.load(published=given, published_lists=own))
