"""What is left of a damaged book: every row on every page that can still be proved, whatever points at it.

SQLite gives up a whole table where one page of its tree is lost. Here each table is walked from its root first; then
every sound page nobody came to is asked what it holds, and its rows are known by their shape.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from desktop.models import records
from desktop.models.book import Book
from desktop.models.pages import LOCK_PAGE, Decrypt, Pages
from desktop.models.records import INDEX_INNER, INDEX_LEAF, TABLE_INNER, TABLE_LEAF

# Made anew from the rest, never salvaged.
DERIVED = frozenset({"search", "search_data", "search_idx", "search_content", "search_docsize", "search_config", "buckets",
                     "bucket_sums", "_sqlite_migrations", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"})  # fmt: skip
_KEPT_PLAIN = 4_000  # decrypted pages that are remembered


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the migrations make it; `stored` are its columns in the order in which a row lies in a page."""

    name: str
    columns: tuple[str, ...]
    stored: tuple[str, ...]
    types: dict[str, str]
    needed: frozenset[str]  # columns that are never NULL
    defaults: dict[str, Any]
    key: tuple[str, ...]
    rowid: str | None  # the column that is the rowid, "" where no column is, None in a table without rowids

    def row(self, cell: records.Cell) -> dict[str, Any] | None:
        """Return a row by its columns, None where it is not one of this table."""
        if cell.values is None or len(cell.values) > len(self.stored) or (cell.rowid is None) != (self.rowid is None):
            return None
        row = dict(zip(self.stored, cell.values, strict=False))
        if self.rowid:
            if row.get(self.rowid) is not None:
                return None
            row[self.rowid] = cell.rowid
        for name in self.stored[len(cell.values) :]:
            if name not in self.defaults:
                return None
            row[name] = self.defaults[name]
        return row if all(self._fits(name, row[name]) for name in self.stored) else None

    def _fits(self, name: str, value: Any) -> bool:
        if value is None:
            return name not in self.needed
        return isinstance(value, {"TEXT": str, "BLOB": bytes, "INTEGER": int}.get(self.types[name], object))


@dataclass(slots=True)
class Loss:
    """What could not be read of one table: damaged pages of its tree, rows that reach into damaged pages."""

    pages: int = 0
    rows: int = 0

    @property
    def any(self) -> bool:
        """Whether anything was lost."""
        return bool(self.pages or self.rows)


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows of one table lie: pages in the order of its tree, then those its tree does not lead to any more."""

    reached: list[int] = field(default_factory=list)
    adrift: list[int] = field(default_factory=list)


class Wreck:
    """A damaged file and what is left of it."""

    def __init__(self, path: Path, key: bytes, decrypt: Decrypt, tables: dict[str, Table], *, salt: bytes = b"") -> None:
        self._pages = Pages(path, key, salt=salt)
        self.tables = tables
        self.losses: dict[str, Loss] = {name: Loss() for name in tables}
        self.count = self._pages.count
        self.damaged = 0  # pages that are not as they were written

        @lru_cache(maxsize=_KEPT_PLAIN)
        def read(number: int) -> bytes | None:
            sound = 0 < number <= self._pages.count and self._pages.sound(number)
            return self._pages.plain(number, decrypt) if sound else None

        self._read: Callable[[int], bytes | None] = read
        self._places = self._survey()

    def close(self) -> None:
        """Let the file go."""
        self._pages.close()

    def __enter__(self) -> "Wreck":
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    @property
    def readable(self) -> bool:
        """Whether anything of the file can be told from noise."""
        return self._pages.provable and any(place.reached or place.adrift for place in self._places.values())

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table that are left; one that lies on two pages comes from the tree first."""
        table, loss = self.tables[name], self.losses[name]
        loss.rows = 0
        place = self._places[name]
        for number in (*place.reached, *place.adrift):
            page = self._read(number)
            if page is None:
                continue
            try:
                for cell in records.cells(page, number, self._read):
                    row = table.row(cell)
                    if row is not None:
                        yield row
                    elif cell.values is None:
                        loss.rows += 1
            except ValueError:
                loss.pages += 1

    def named_by_index(self) -> Iterator[tuple[str, int, int]]:
        """Yield (uid, revision, seq) of every row of the journal its index still knows."""
        for number in self._index:
            page = self._read(number)
            try:
                for cell in records.cells(page, number, self._read) if page else ():
                    if cell.values and len(cell.values) == 3 and isinstance(cell.values[2], int):
                        yield str(cell.values[0]), int(cell.values[1]), cell.values[2]
            except ValueError:
                continue

    def _survey(self) -> dict[str, Place]:
        places = {name: Place() for name in self.tables}
        seen: set[int] = set()
        index: list[int] = []
        roots, complete = self._roots()
        for name, root in roots.items():
            loss = self.losses.get(name, Loss())

            def lost(number: int, loss: Loss = loss) -> None:
                loss.pages += 1

            for number, found in records.walk(root, self._read, lost):
                seen.add(number)
                if name in places and records.kind(found, number) != TABLE_INNER:
                    places[name].reached.append(number)
                elif name == "journal_uid":
                    index.append(number)
        for number in range(1, self.count + 1):
            page = self._read(number)
            if page is None:
                self.damaged += number != LOCK_PAGE
            elif number not in seen:
                owner = self._owner(page, number)
                if owner:
                    places[owner].adrift.append(number)
        for name, loss in self.losses.items():
            if name not in roots or (not complete and not places[name].reached):
                loss.pages += 1  # nobody knows how much of it there was
        self._index = index
        return places

    def _roots(self) -> tuple[dict[str, int], bool]:
        """Return the root page of every table and index, and whether the list of them is whole."""
        lost: list[int] = []
        found: dict[str, int] = {}
        try:
            for number, page in records.walk(1, self._read, lost.append):
                for cell in records.cells(page, number, self._read):
                    if cell.values and len(cell.values) >= 4 and isinstance(cell.values[3], int) and cell.values[3]:
                        found[str(cell.values[1])] = cell.values[3]
                    elif cell.values is None:
                        lost.append(number)
        except ValueError:
            lost.append(1)
        return found, not lost

    def _owner(self, page: bytes, number: int) -> str:
        """Return the table whose rows a page holds, by their shape; "" where it is an index or nobody's."""
        if records.kind(page, number) not in (TABLE_LEAF, INDEX_LEAF, INDEX_INNER):
            return ""
        try:
            found = [cell for cell in records.cells(page, number, self._read) if cell.values is not None]
        except ValueError:
            return ""
        for name, table in self.tables.items():
            rows = [table.row(cell) for cell in found]
            if found and all(row is not None and _likely(name, row) for row in rows):
                return name
        return ""


def tables_of(fresh: Book) -> dict[str, Table]:
    """Return the tables of a fresh book that are worth salvaging."""
    found = {}
    rows = fresh.query("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rootpage")
    for name, sql in rows:
        if name not in DERIVED and not name.startswith("search"):
            found[name] = _table(fresh, name, "WITHOUT ROWID" in sql)
    return found


def _table(fresh: Book, name: str, without_rowid: bool) -> Table:
    info = fresh.query("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?)", (name,))
    columns = tuple(row[0] for row in info)
    key = tuple(row[0] for row in sorted((row for row in info if row[4]), key=lambda row: row[4]))
    types = {row[0]: row[1] for row in info}
    alias = key[0] if len(key) == 1 and types[key[0]] == "INTEGER" and not without_rowid else ""
    stored = (*key, *(one for one in columns if one not in key)) if without_rowid else columns
    needed = frozenset(row[0] for row in info if row[2] or (without_rowid and row[4]))
    defaults = {row[0]: _default(row[3]) for row in info if row[3] is not None or not row[2]}
    return Table(name, columns, stored, types, needed, defaults, key, None if without_rowid else alias)


def _default(said: str | None) -> Any:
    if said is None:
        return None
    if said.lower().startswith("x'"):
        return bytes.fromhex(said[2:-1])
    return said[1:-1] if said.startswith("'") else int(said)


def _likely(name: str, row: dict[str, Any] | None) -> bool:
    """Tell rows of the same shape apart by what stands in them."""
    if row is None:
        return False
    sign = _SIGNS.get(name)
    try:
        return sign is None or bool(sign(row))
    except (ValueError, TypeError, KeyError):
        return False


def _json(text: Any, kind: type | tuple[type, ...]) -> bool:
    return isinstance(json.loads(text), kind)


def _day(text: str) -> bool:
    return len(text) >= 10 and text[4] == text[7] == "-" and text[:4].isdigit()


_SIGNS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "settings": lambda row: json.loads(row["value"]) is not None,
    "drafts": lambda row: _json(row["content"], dict) and _day(row["at"]),
    "attendee_lists": lambda row: (not row["keep_until"] or _day(row["keep_until"])) and _day(row["at"]),
    "approvals": lambda row: _day(row["at"]),
    "import_matches": lambda row: _json(row["matches"], (dict, list)) and _day(row["at"]),
    "incidents": lambda row: _day(row["at"]) and _json(row["content"], dict),
    "designs": lambda row: _day(row["at"]) and row["signed"] in (0, 1) and len(row["digest"]) == 64,
    "attachments": lambda row: len(row["sha256"]) == 64,
    "thumbnails": lambda row: len(row["sha256"]) == 64,
    "paper_photos": lambda row: len(row["sha256"]) == 64 and _day(row["at"]),
    "photo_sends": lambda row: len(row["sha256"]) == 64 and (row["done_at"] is None or _day(row["done_at"])),
    "journal": lambda row: len(row["rid"]) == 32 and len(row["chain"]) == 32,
    "anchors": lambda row: len(row["chain"]) == 32 and _day(row["at"]),
    "redactions": lambda row: len(row["digest"]) == 32 and _day(row["at"]),
    "views": lambda row: _json(row["query"], (dict, list)),
    "plan_versions": lambda row: _day(row["at"]),
    "accounts": lambda row: _day(row["at"]) and row["active"] in (0, 1),
    "erasures": lambda row: _day(row["at"]) and _json(row["counts"], dict),
}
