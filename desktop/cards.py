"""The quick card of an office: the window's own keys, so that the paper never tells another key than works."""

from collections.abc import Sequence

from desktop.models.book import Book
from desktop.printing.quick_card import Keys, card
from desktop.ui.action_list import ACTIONS, PAGES

CALLS = "card_calls"  # setting: (who, number) lines
_GROUPS = (
    ("Các trang", tuple(one.name for one in PAGES) + ("safety",)),
    ("Ghi và sửa", ("new", "save", "save_next", "repeat", "copy", "edit", "undo", "back")),
    ("Tìm và xem", ("find", "history", "trash", "help")),
    ("Nhiều việc một lúc", ("grid", "import", "print", "send_now")),
)


def groups() -> tuple[Keys, ...]:
    """Return the keys by what they are for, as the window has them."""
    return tuple(
        Keys(title, tuple((_printed(ACTIONS[name].keys), ACTIONS[name].text) for name in names if ACTIONS[name].keys))
        for title, names in _GROUPS
    )


def quick_card(book: Book, calls: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return the card as PDF."""
    return card(book.office.unit.name, groups(), calls)


def _printed(keys: str) -> str:
    return keys.replace("Return", "Enter").replace("+", " + ")
