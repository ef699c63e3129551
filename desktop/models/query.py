"""A question to the list of activities, and its SQL."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.models.search import expression

EPOCH = date(2000, 1, 1).toordinal()
BITS = 24  # activities a day; the id of an activity sorts by its day, then by when it was entered


@dataclass(frozen=True, slots=True)
class Query:
    """What the list shows: typed words, kinds, a window of days (ISO, inclusive), campaign, state.

    `state` is "" for all, "waiting", "sent", "refused", "binned", "conflict", "returned", "accepted" or "locked".
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    campaign: str = ""
    state: str = ""
    family: str = "activity"
    oldest_first: bool = False


def day_floor(day: str | None) -> int:
    """Return the lowest id of a day; undated entries come before all days."""
    return max(date.fromisoformat(day).toordinal() - EPOCH, 0) << BITS if day else 0


def select(query: Query, columns: str, *, limit: int | None = None) -> tuple[str, tuple[Any, ...]]:
    """Return the SELECT of a query and its parameters, ordered by day; `columns` are of activities."""
    where, parameters = _conditions(query)
    typed = expression(query.text)
    order = "ASC" if query.oldest_first else "DESC"
    tail = f" LIMIT {int(limit)}" if limit is not None else ""
    if typed:
        # The index is walked in id order, so the first page needs no sort and no full result.
        sql = (f"SELECT {columns} FROM search CROSS JOIN activities ON activities.id = search.rowid "
               f"WHERE search MATCH ? AND {where} ORDER BY search.rowid {order}{tail}")  # fmt: skip
        return sql, (typed, *parameters)
    return f"SELECT {columns} FROM activities WHERE {where} ORDER BY activities.id {order}{tail}", tuple(parameters)


def _conditions(query: Query) -> tuple[str, list[Any]]:
    parts = ["binned = ?"]
    parameters: list[Any] = [int(query.state == "binned")]
    if query.kinds:
        parts.append(f"kind IN ({','.join('?' * len(query.kinds))})")
        parameters += query.kinds
    else:
        parts.append("family = ?")
        parameters.append(query.family)
    for column, value in (("campaign", query.campaign), ("verdict", _verdict(query.state))):
        if value is not None and value != "":
            parts.append(f"{column} = ?")
            parameters.append(value)
    if query.state in _STANDING:
        parts.append(_STANDING[query.state])
    if query.since:
        parts.append("activities.id >= ?")
        parameters.append(day_floor(query.since))
    if query.until:
        parts.append("activities.id < ?")
        parameters.append(day_floor(query.until) + (1 << BITS))
    return " AND ".join(parts), parameters


_STANDING = {
    "conflict": "conflict IS NOT NULL",
    "returned": "review = 'returned'",
    "accepted": "review = 'accepted'",
    "locked": "review = 'locked'",
}


def _verdict(state: str) -> str | None:
    return state if state in {"waiting", "sent", "refused"} else None
