"""Sums that stay counted: of each half-month, by kind, campaign and targets, so that a year is read in milliseconds.

Both presets of periods are made of half-months (1st-14th, 15th-last). The sums of one are kept in `bucket_sums`; a trigger
forgets them when an activity of that half-month changes, and the next question counts them anew, inside one transaction.
Days that fill no half-month are counted directly.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from desktop.models.book import Book
from desktop.models.errors import StoreError
from desktop.models.query import BITS, day_floor

Window = tuple[date, date]
NUMBERS = ("people", "households", "businesses", "cost_planned", "cost_actual")
_MIDDLE = 15  # the day a second half-month begins
_KEY = "kind, coalesce(campaign, ''), coalesce(targets, '') || char(10) || coalesce(plan_targets, '')"
_WITHIN = "activities.id >= ? AND activities.id < ? AND binned = 0"


@dataclass(frozen=True, slots=True)
class Sum:
    """The sums of one kind, or of several: `activities`, `people` and money in đồng, `sums` by field name.

    `costed` is how many activities name a cost, `groups` the people by group.
    """

    activities: int = 0
    people: int = 0
    households: int = 0
    businesses: int = 0
    cost_planned: int = 0
    cost_actual: int = 0
    costed: int = 0
    groups: Mapping[str, int] = field(default_factory=dict)
    sums: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """The activities of a window that share their kind, campaign and targets ("" and () where they name none)."""

    kind: str
    campaign: str
    targets: tuple[str, ...]
    plan_targets: tuple[str, ...]
    hosts: frozenset[str]
    sum: Sum


def bucket(day: date) -> int:
    """Return the number of the half-month of a day; the triggers of the book reckon the same."""
    return day.year * 24 + day.month * 2 + (day.day >= _MIDDLE)


def bounds(number: int) -> Window:
    """Return the first and the last day of a half-month."""
    year, month, late = (number - 2) // 24, (number - 2) % 24 // 2 + 1, number % 2
    if not late:
        return date(year, month, 1), date(year, month, _MIDDLE - 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, _MIDDLE), following - timedelta(days=1)


def groups(book: Book, *windows: Window) -> list[list[Group]]:
    """Return the groups of each window (both days included); half-months that windows share are read once."""
    whole: dict[int, list[Group]] = {}
    needed = sorted({number for window in windows for number in _buckets(*window)})
    if needed:
        whole = _kept(book, needed)
    edges: dict[Window, list[Group]] = {}
    return [[group for piece in _pieces(*window) for group in _piece(book, piece, whole, edges)] for window in windows]


def plainly(book: Book, since: date, until: date) -> list[Group]:
    """Count a window from the activities alone: what is kept has to say the same."""
    return _count(book, since, until)


def ahead(book: Book, today: date, years: int = 2, seconds: float = 0.05) -> bool:
    """Count half-months of the last years that are not kept, the newest first, for about so long; tell whether more are left."""
    last, ends = bucket(today), time.monotonic() + seconds
    kept = {row[0] for row in book.query("SELECT bucket FROM buckets")}
    missing = [number for number in range(last, last - 24 * years, -1) if number not in kept]
    if missing:
        with book.tx():
            while missing and time.monotonic() < ends:
                _renew(book, missing.pop(0))
    return bool(missing)


def add(sums: Iterable[Sum]) -> Sum:
    """Add sums up."""
    people: Counter[str] = Counter()
    amounts: dict[str, float] = {}
    totals = dict.fromkeys((*NUMBERS, "activities", "costed"), 0)
    for one in sums:
        for group, number in one.groups.items():
            people[group] += number
        for name, value in one.sums.items():
            amounts[name] = amounts.get(name, 0) + value
        for name in totals:
            totals[name] += getattr(one, name)
    return Sum(groups=people, sums=amounts, **totals)


def _piece(book: Book, piece: int | Window, whole: Mapping[int, list[Group]],
           edges: dict[Window, list[Group]]) -> list[Group]:  # fmt: skip
    if isinstance(piece, int):
        return whole[piece]
    if piece not in edges:
        edges[piece] = _count(book, *piece)
    return edges[piece]


def _pieces(since: date, until: date) -> list[int | Window]:
    """Cut a window into whole half-months and the days before and after them."""
    inner = _buckets(since, until)
    if not inner:
        return [(since, until)] if since <= until else []
    first, last = bounds(inner[0])[0], bounds(inner[-1])[1]
    day = timedelta(days=1)
    before: list[int | Window] = [(since, first - day)] if since < first else []
    after: list[int | Window] = [(last + day, until)] if last < until else []
    return [*before, *inner, *after]


def _buckets(since: date, until: date) -> range:
    first, last = bucket(since), bucket(until)
    return range(first + (bounds(first)[0] < since), last + (bounds(last)[1] <= until))


def _kept(book: Book, needed: Sequence[int]) -> dict[int, list[Group]]:
    """Return the groups of half-months, counting first those that are not kept any more."""
    known = {row[0] for row in book.query("SELECT bucket FROM buckets WHERE bucket BETWEEN ? AND ?", (needed[0], needed[-1]))}
    found: dict[int, list[Group]] = {number: [] for number in needed}
    fresh: dict[int, list[Group]] = {}
    for number in needed:
        if number not in known:
            fresh[number] = _renew(book, number)
    rows = book.query("SELECT bucket, kind, campaign, marks, sums FROM bucket_sums WHERE bucket BETWEEN ? AND ?",
                      (needed[0], needed[-1]))  # fmt: skip
    for number, kind, campaign, marks, sums in rows:
        if number in found and number not in fresh:
            found[number].append(_group(kind, campaign, marks, json.loads(sums)))
    return found | fresh


def _renew(book: Book, number: int) -> list[Group]:
    since, until = bounds(number)
    try:
        # Counted inside the transaction that keeps it: nobody saves in between.
        with book.tx() as db:
            counted = _count(book, since, until)
            db.execute("DELETE FROM bucket_sums WHERE bucket = ?", [number])
            db.conn.executemany("INSERT INTO bucket_sums VALUES (?, ?, ?, ?, ?)", [_row(number, one) for one in counted])
            db.execute("INSERT OR REPLACE INTO buckets VALUES (?)", [number])
    except StoreError:
        # A full disk or a busy book keeps nothing and hinders no report.
        return _count(book, since, until)
    return counted


def _count(book: Book, since: date, until: date) -> list[Group]:
    within = (day_floor(since.isoformat()), day_floor(until.isoformat()) + (1 << BITS))
    people = _by_key(book.query(f"SELECT {_KEY}, g.key, sum(g.value) FROM activities, json_each(participants) g "
                                f"WHERE participants IS NOT NULL AND {_WITHIN} GROUP BY 1, 2, 3, 4", within))  # fmt: skip
    amounts = _by_key(book.query(
        f"SELECT {_KEY}, p.key, sum(CASE p.type WHEN 'object' THEN json_extract(p.value, '$.total') ELSE p.value END) "
        "FROM activities, json_each(particulars) p "
        f"WHERE p.type IN ('integer', 'real', 'object') AND {_WITHIN} GROUP BY 1, 2, 3, 4", within))  # fmt: skip
    columns = ", ".join(f"coalesce(sum({name}), 0)" for name in NUMBERS)
    rows = book.query(f"SELECT {_KEY}, {columns}, count(*), count(coalesce(cost_actual, cost_planned)), "
                      f"json_group_array(DISTINCT host) FROM activities WHERE {_WITHIN} GROUP BY 1, 2, 3", within)  # fmt: skip
    found = []
    for *key, people_, households, businesses, planned, actual, activities, costed, hosts in rows:
        kind, campaign, marks = key
        whole = {name: int(value) for name, value in people.get((kind, campaign, marks), {}).items()}
        total = Sum(activities, people_, households, businesses, planned, actual, costed, whole,
                    amounts.get((kind, campaign, marks), {}))  # fmt: skip
        found.append(_made(kind, campaign, marks, (one for one in json.loads(hosts) if one), total))
    return _merged(found)


def _merged(found: list[Group]) -> list[Group]:
    """Join groups whose marks are the same though they were written differently."""
    by_key: dict[tuple[Any, ...], list[Group]] = {}
    for one in found:
        by_key.setdefault((one.kind, one.campaign, one.targets, one.plan_targets), []).append(one)
    return [replace(same[0], hosts=frozenset().union(*(one.hosts for one in same)), sum=add(one.sum for one in same))
            if len(same) > 1 else same[0] for same in by_key.values()]  # fmt: skip


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str, str], dict[str, float]]:
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for kind, campaign, marks, name, total in rows:
        if total is not None:
            found.setdefault((kind, campaign, marks), {})[name] = total
    return found


def _row(number: int, one: Group) -> tuple[int, str, str, str, str]:
    total = one.sum
    told = {name: value for name in (*NUMBERS, "activities", "costed") if (value := getattr(total, name))}
    told |= {"groups": dict(total.groups), "sums": dict(total.sums), "hosts": sorted(one.hosts)}
    marks = "\n".join(_listed(codes) for codes in (one.targets, one.plan_targets))
    return number, one.kind, one.campaign, marks, json.dumps(told, ensure_ascii=False)


def _listed(codes: tuple[str, ...]) -> str:
    return json.dumps(codes, ensure_ascii=False) if codes else ""


def _group(kind: str, campaign: str, marks: str, told: dict[str, Any]) -> Group:
    hosts = told.pop("hosts")
    return _made(kind, campaign, marks, hosts, Sum(**told))


def _made(kind: str, campaign: str, marks: str, hosts: Iterable[str], total: Sum) -> Group:
    targets, by_hand = (tuple(json.loads(one)) if one else () for one in marks.split("\n"))
    return Group(kind, campaign, targets, by_hand, frozenset(hosts), total)
