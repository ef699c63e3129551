"""What the book adds up to in a window of days: counted by the database, never by loading activities.

An activity belongs to the window of its first day. People are counted as "lượt người": one person who came
twice is two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.models import totals
from desktop.models.book import Book
from desktop.models.fields import Field
from desktop.models.kinds import Kind
from desktop.models.query import BITS, day_floor
from desktop.models.totals import Group, Window
from desktop.models.totals import Sum as Sum

Span = tuple[int, int]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which activities a figure is of: those that begin in a window of days (both included), of a campaign unless "".

    `where` is the condition on `activities`, `parameters` what its question marks stand for.
    """

    since: date
    until: date
    campaign: str = ""

    @property
    def where(self) -> str:
        """The condition in SQL."""
        only = " AND campaign = ?" if self.campaign else ""
        return f"activities.id >= ? AND activities.id < ? AND binned = 0{only}"

    @property
    def parameters(self) -> Row:
        """The parameters of the condition."""
        return (*span(self.since, self.until), *([self.campaign] if self.campaign else []))

    @property
    def window(self) -> Window:
        """The first and the last day."""
        return self.since, self.until


class Figures:
    """The sums of a window, by kind."""

    def __init__(self, sums: Mapping[str, Sum]) -> None:
        self._sums = sums

    def of(self, code: str) -> Sum:
        """Return the sums of one kind, all 0 when nothing happened."""
        return self._sums.get(code, Sum())

    def all(self, codes: Iterable[str]) -> Sum:
        """Return the facts that all kinds share, added up over several kinds (`sums` stays empty)."""
        return replace(totals.add(self.of(code) for code in codes), sums={})


def count(book: Book, *scopes: Scope) -> tuple[Figures, ...]:
    """Add up the activities of each scope."""
    found = totals.groups(book, *(scope.window for scope in scopes))
    return tuple(of_groups(group for group in groups if scope.campaign in ("", group.campaign))
                 for scope, groups in zip(scopes, found, strict=True))  # fmt: skip


def of_groups(found: Iterable[Group]) -> Figures:
    """Add groups up by kind."""
    by_kind: defaultdict[str, list[Sum]] = defaultdict(list)
    for group in found:
        by_kind[group.kind].append(group.sum)
    return Figures({kind: totals.add(sums) for kind, sums in by_kind.items()})


def split(book: Book, kind: Kind, name: str, scope: Scope) -> dict[str, float]:
    """Divide a kind by one of its choices: how much of its main measure, or how many activities.

    For a table whose first column is a choice the first number column is added up by that choice.
    """
    declared = kind.field(name)
    if declared.type == "table":
        source, code, amount = _table_split(kind, name)
    else:
        source, code = "activities", f"json_extract(particulars, '$.{name}')"
        measure = main_measure(kind)
        amount = f"json_extract(particulars, '$.{measure}')" if measure else "1"
    rows = book.query(f"SELECT {code}, sum({amount}) FROM {source} WHERE kind = ? AND {scope.where} GROUP BY 1",
                      (kind.code, *scope.parameters))  # fmt: skip
    order = [choice.code for choice in (declared.columns[0] if declared.columns else declared).choices]
    found = {str(key): value for key, value in rows if key is not None and value}
    return dict(sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def main_measure(kind: Kind) -> str:
    """Return the field that measures a kind: the first counted one that is always filled in, "" when none is."""
    return next((name for name in kind.counts if kind.field(name).required), "")


def split_unit(kind: Kind, name: str) -> str:
    """Return the unit of what `split` adds up, "" when it counts entries."""
    declared, measure = kind.field(name), main_measure(kind)
    if declared.type == "table":
        return next(one.unit for one in declared.columns if one.name == _amount_column(kind, name))
    return kind.field(measure).unit if measure else ""


def splits(kind: Kind) -> tuple[str, ...]:
    """Return the fields by which a kind can be divided: its chosen columns and its tables by choice."""
    return tuple(one.name for one in kind.particulars if _divides(kind, one))


def _divides(kind: Kind, one: Field) -> bool:
    if one.type == "table":
        return kind.family == "activity" and one.columns[0].type == "choice" and bool(_amount_column(kind, one.name))
    return one.type == "choice" and one.required and one.name in kind.columns


def funding(book: Book, scope: Scope) -> dict[str, int]:
    """Return the money by source (code of the list funding_sources), in đồng."""
    rows = book.query("SELECT json_extract(f.value, '$.source'), coalesce(sum(json_extract(f.value, '$.amount')), 0) "
                      f"FROM activities, json_each(funding) f WHERE funding IS NOT NULL AND {scope.where} GROUP BY 1",
                      scope.parameters)  # fmt: skip
    return {str(source): int(amount) for source, amount in rows}


def tally(book: Book, column: str, scope: Scope) -> dict[str, int]:
    """Return how many activities name each code of a common fact that holds a list, most frequent first."""
    rows = book.query(f"SELECT c.value, count(*) FROM activities, json_each({column}) c "
                      f"WHERE {column} IS NOT NULL AND family = 'activity' AND {scope.where} GROUP BY 1 ORDER BY 2 DESC, 1",
                      scope.parameters)  # fmt: skip
    return {str(code): int(number) for code, number in rows}


def notes(book: Book, column: str, scope: Scope, *, limit: int, kinds: tuple[str, ...] = ()) -> list[str]:
    """Return what people wrote into a note (results, difficulties, proposals), each text once, in order of days."""
    only = f" AND kind IN ({','.join('?' * len(kinds))})" if kinds else ""
    rows = book.query(f"SELECT {column}, max(activities.id) FROM activities WHERE {scope.where} AND {column} IS NOT NULL{only} "
                      f"GROUP BY {column} ORDER BY 2 DESC LIMIT {int(limit)}", (*scope.parameters, *kinds))  # fmt: skip
    return [row[0] for row in reversed(rows)]


def register(book: Book, kind: Kind, until: date) -> Sum:
    """Return the entries of a register as they stand on a day: those that began by then or bear no date."""
    rows = book.query("SELECT count(*) FROM activities WHERE kind = ? AND binned = 0 AND activities.id < ?",
                      (kind.code, span(until, until)[1]))  # fmt: skip
    return Sum(activities=int(rows[0][0]), sums=_sums_of_register(book, kind, until))


def dated(book: Book, kind: Kind, name: str, since: date, until: date) -> int:
    """Return how many entries of a register have a day of the window in one of their date fields."""
    path = f"json_extract(particulars, '$.{name}')"
    sql = f"SELECT count(*) FROM activities WHERE kind = ? AND binned = 0 AND activities.id < ? AND {path} BETWEEN ? AND ?"
    return int(book.query(sql, (kind.code, span(until, until)[1], since.isoformat(), until.isoformat()))[0][0])


def span(since: date, until: date) -> Span:
    """Return the half-open range of ids of a window: the id of an activity sorts by its first day."""
    return day_floor(since.isoformat()), day_floor(until.isoformat()) + (1 << BITS)


def _sums_of_register(book: Book, kind: Kind, until: date) -> dict[str, float]:
    rows = book.query("SELECT kind, p.key, sum(p.value) FROM activities, json_each(particulars) p "
                      "WHERE kind = ? AND binned = 0 AND activities.id < ? AND p.type IN ('integer', 'real') GROUP BY 1, 2",
                      (kind.code, span(until, until)[1]))  # fmt: skip
    return _numbers(rows)[kind.code]


def _numbers(rows: Iterable[tuple[Any, ...]]) -> defaultdict[str, dict[str, float]]:
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for kind, name, total in rows:
        if total is not None:
            found[kind][name] = total
    return found


def _table_split(kind: Kind, name: str) -> tuple[str, str, str]:
    choice, amount = kind.field(name).columns[0].name, _amount_column(kind, name)
    return (f"activities, json_each(particulars, '$.{name}') t", f"json_extract(t.value, '$.{choice}')",
            f"json_extract(t.value, '$.{amount}')")  # fmt: skip


def _amount_column(kind: Kind, name: str) -> str:
    return next((column.name for column in kind.field(name).columns if column.type == "number" and column.unit), "")
