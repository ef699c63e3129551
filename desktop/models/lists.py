"""The code lists (resources/lists/*.toml): topics, audiences, channels and the like."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from desktop.models.declarations import Table, parse, read
from desktop.models.fields import Choice

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "lists"


def load(folder: Path = SHIPPED, *, published: Mapping[str, str] = MappingProxyType({})) -> Mapping[str, tuple[Choice, ...]]:
    """Return every list by its file name; a published one (name → text) replaces the shipped one.

    Raises DeclarationError for a list that is wrong.
    """
    found = {path.stem: _items(read(path)) for path in sorted(folder.glob("*.toml"))}
    found |= {Path(name).stem: _items(parse(Path(name), text)) for name, text in published.items()}
    return MappingProxyType(found)


def read_choices(table: Table, key: str) -> tuple[Choice, ...]:
    """Take the items [{code, label}] under `key`; codes must differ."""
    items = []
    for item in table.tables(key):
        items.append(Choice(item.text("code"), item.text("label")))
        item.done()
    codes = [item.code for item in items]
    for code in codes:
        if codes.count(code) > 1:
            raise table.fault(f"mã «{code}» có hai lần", key)
    return tuple(items)


def _items(table: Table) -> tuple[Choice, ...]:
    table.text("label")
    items = read_choices(table, "items")
    table.done()
    if not items:
        raise table.fault("danh mục không có mục nào")
    return items
