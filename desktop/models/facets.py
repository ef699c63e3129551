"""How many activities each filter would leave: counted once for all filters together, then added up in memory."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from desktop.models import areas
from desktop.models.approval import SETTING
from desktop.models.book import Book
from desktop.models.codes import ending
from desktop.models.engine import Fault
from desktop.models.query import Query, source, within
from desktop.models.search import expression

INDEX = "activities_facets"
_COLUMNS = ("family", "kind", "campaign", "verdict", "review", "conflict IS NOT NULL", "updated_by",
            "photos IS NOT NULL", "areas")  # fmt: skip
STATES = ("waiting", "sent", "refused", "returned", "conflict", "accepted", "locked", "binned")
_STEPS = 20_000  # SQLite's steps between two looks at whether anybody still waits


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts by option, each with every other filter standing; `areas` are (key, name as mostly typed, count)."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    campaigns: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    by: Mapping[str, int] = field(default_factory=dict)
    photos: Mapping[str, int] = field(default_factory=dict)
    areas: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    """Activities that are alike in all that is filtered by."""

    family: str
    kind: str
    campaign: str
    verdict: str
    review: str
    torn: bool
    by: str
    photos: bool
    areas: str | None
    count: int

    def state(self, wanted: str) -> bool:
        if wanted in ("waiting", "sent", "refused"):
            return self.verdict == wanted
        return self.torn if wanted == "conflict" else self.review == wanted


class Facets:
    """Counts over one book; what was counted is kept until the book changes."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._kept: tuple[object, list[_Cell]] | None = None

    def counts(self, query: Query, *, stopped: Callable[[], bool] = lambda: False) -> Counts | None:
        """Return the counts beside the options of every filter, None when `stopped` said that nobody waits."""
        cells = self._cells(query, stopped)
        if cells is None:
            return None
        named: dict[str, tuple[str, int]] = {}
        for cell in _left(cells, query, "area"):
            for key, name in areas.named(cell.areas):
                known = named.get(key, (name, 0))
                named[key] = (known[0], known[1] + cell.count)
        states = _added((state, cell) for cell in _left(cells, query, "state") for state in STATES if cell.state(state))
        return Counts(
            kinds=_added((cell.kind, cell) for cell in _left(cells, query, "kinds")),
            campaigns=_added((cell.campaign, cell) for cell in _left(cells, query, "campaign")),
            states=states | self._beside(query),
            by=_added((cell.by, cell) for cell in _left(cells, query, "by")),
            photos=_added(("with" if cell.photos else "without", cell) for cell in _left(cells, query, "photos")),
            areas=tuple((key, name, count) for key, (name, count) in named.items()),
        )

    def spans(self, query: Query, windows: Iterable[tuple[str, str | None, str | None]]) -> dict[str, int]:
        """Return how many activities lie in each window (code, since, until) with every other filter standing."""
        found = {}
        for code, since, until in windows:
            where, parameters = source(replace(query, since=since, until=until))
            found[code] = int(self._book.query(f"SELECT count(*) FROM {where}", parameters)[0][0])
        return found

    def _beside(self, query: Query) -> dict[str, int]:
        """Return the states that no cell tells: the bin, what waits for the leader where there is one, and drafts."""
        states = ("binned", "pending") if self._book.setting(SETTING) is not None else ("binned",)
        found = {}
        for state in states:
            where, parameters = source(replace(query, state=state))
            found[state] = int(self._book.query(f"SELECT count(*) FROM {where}", parameters)[0][0])
        found["draft"] = int(self._book.query("SELECT count(*) FROM drafts")[0][0])
        return {state: count for state, count in found.items() if count}

    def _cells(self, query: Query, stopped: Callable[[], bool]) -> list[_Cell] | None:
        """Return the cells of what is typed and of the window; the other filters are applied to them in memory."""
        base = replace(query, kinds=(), campaign="", state="", area="", by="", photos="", sort="", oldest_first=False)
        now = (base, self._book.query("PRAGMA data_version"), self._book.connection.total_changes)
        if self._kept is not None and self._kept[0] == now:
            return self._kept[1]
        sql, parameters = self._sql(base)
        connection = self._book.connection
        connection.set_progress_handler(lambda: int(stopped()), _STEPS)
        try:
            rows = connection.execute(sql, parameters).fetchall()
        except Fault:
            if stopped():
                return None
            raise
        finally:
            connection.set_progress_handler(None, _STEPS)
        cells = [_Cell(family, kind, campaign or "", verdict, review or "", bool(torn), by, bool(photos), where, count)
                 for family, kind, campaign, verdict, review, torn, by, photos, where, count in rows]  # fmt: skip
        self._kept = (now, cells)
        return cells

    def _sql(self, base: Query) -> tuple[str, tuple[object, ...]]:
        parts, parameters = within(base)
        # The last two name the partial index, so that nothing but the index is read.
        parts += ["binned = 0", "revision > 0"]
        typed = "" if ending(base.text) else expression(base.text)
        if typed:
            parts.append("id IN (SELECT rowid FROM search WHERE search MATCH ?)")
            parameters.append(typed)
        columns, groups = ", ".join(_COLUMNS), ", ".join(str(at) for at in range(1, len(_COLUMNS) + 1))
        sql = f"SELECT {columns}, count(*) FROM activities {self._index()} WHERE {' AND '.join(parts)} GROUP BY {groups}"
        return sql, tuple(parameters)

    def _index(self) -> str:
        rows = self._book.query("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?", (INDEX,))
        return f"INDEXED BY {INDEX}" if rows else ""


def _left(cells: Iterable[_Cell], query: Query, without: str) -> Iterable[_Cell]:
    """Yield the cells that every filter but one leaves."""
    for cell in cells:
        if without != "kinds" and not _of_kind(cell, query):
            continue
        if without != "campaign" and query.campaign and cell.campaign != query.campaign:
            continue
        if without != "state" and query.state and not cell.state(query.state):
            continue
        if without != "by" and query.by and cell.by != query.by:
            continue
        if without != "photos" and query.photos and cell.photos != (query.photos == "with"):
            continue
        if without != "area" and query.area and not any(key == query.area for key, _ in areas.named(cell.areas)):
            continue
        yield cell


def _of_kind(cell: _Cell, query: Query) -> bool:
    if query.kinds:
        return cell.kind in query.kinds
    return query.target is not None or cell.family == query.family


def _added(pairs: Iterable[tuple[str, _Cell]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for option, cell in pairs:
        found[option] = found.get(option, 0) + cell.count
    return found
