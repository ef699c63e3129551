"""Sums over current activities by unit, month and kind: kept while ingesting, so that nobody has to count millions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from sync.central import engines
from sync.central.tables import activities, totals

COUNT = ""  # the measure that counts activities
_MOST = 10**12  # a number beyond is no count of anything
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Total:
    """One sum; what was not asked to be told apart is ""."""

    unit: str
    month: str
    kind: str
    measure: str
    value: int


def ask(connection: Connection, *, by: Sequence[str] = ("unit",), since: str = "", until: str = "",
        units: Sequence[str] = (), kinds: Sequence[str] = (), measures: Sequence[str] = (COUNT,)) -> list[Total]:  # fmt: skip
    """Return sums told apart `by` any of unit, month, kind (measure always), in that order.

    `since` and `until` are months (YYYY-MM, both included); activities without a day are left out where either is
    given. No units, kinds or measures: all of them.
    """
    columns = [totals.c[name] for name in ("unit", "month", "kind") if name in by] + [totals.c.measure]
    query = select(*columns, func.sum(totals.c.value).label("value")).group_by(*columns).order_by(*columns)
    if since or until:
        query = query.where(totals.c.month >= (since or "0"), totals.c.month <= (until or "9999-12"))
    for column, chosen in ((totals.c.unit, units), (totals.c.kind, kinds), (totals.c.measure, measures)):
        if chosen:
            query = query.where(column.in_(chosen))
    found = [row._asdict() for row in connection.execute(query)]
    return [Total(**{"unit": "", "month": "", "kind": ""} | row | {"value": int(row["value"])}) for row in found]


def day_of(values: Mapping[str, Any]) -> str:
    """Return the day an activity begins on (YYYY-MM-DD), "" where it says none."""
    day = values.get("starts_on")
    return day if isinstance(day, str) and len(day) == 10 else ""


def change(connection: Connection, unit: str, before: Iterable[Any], after: Iterable[Mapping[str, Any]]) -> None:
    """Take activities as they were out of the sums of a unit and put them in as they are."""
    sums: dict[Key, int] = {}
    for row in before:
        _count(sums, unit, row.kind, row.binned, row.values, -1)
    for each in after:
        _count(sums, unit, each["kind"], each["binned"], each["values"], 1)
    # In one order always, so that two who write the same sums never wait for each other.
    rows = [{"unit": key[0], "month": key[1], "kind": key[2], "measure": key[3], "value": value}
            for key, value in sorted(sums.items()) if value]  # fmt: skip
    engines.put(connection, totals, rows, summed="value")


def counted(connection: Connection) -> dict[Key, int]:
    """Count all sums anew from the activities themselves."""
    sums: dict[Key, int] = {}
    query = select(activities.c.unit, activities.c.kind, activities.c.binned, activities.c["values"])
    for row in connection.execute(query.execution_options(yield_per=1000)):
        _count(sums, row.unit, row.kind, row.binned, row[3], 1)
    return {key: value for key, value in sums.items() if value}


def kept(connection: Connection) -> dict[Key, int]:
    """Return all sums as they are kept."""
    return {(row.unit, row.month, row.kind, row.measure): row.value
            for row in connection.execute(select(totals).where(totals.c.value != 0))}  # fmt: skip


def _count(sums: dict[Key, int], unit: str, kind: str, binned: bool, values: Mapping[str, Any], sign: int) -> None:
    if binned:
        return
    month = day_of(values)[:7]
    key = (unit, month, kind, COUNT)
    sums[key] = sums.get(key, 0) + sign
    for name, value in values.items():
        if type(value) is int and -_MOST < value < _MOST:
            key = (unit, month, kind, name)
            sums[key] = sums.get(key, 0) + sign * value
