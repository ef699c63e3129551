"""A question to the list of activities, and its SQL."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.models.approval import PENDING
from desktop.models.belonging import Rule, condition
from desktop.models.codes import ending
from desktop.models.search import expression
from desktop.models.text import words

EPOCH = date(2000, 1, 1).toordinal()
BITS = 24  # activities a day; the id of an activity sorts by its day, then by when it was entered
_PAID = "coalesce(cost_actual, cost_planned)"
SORTS = {"title": "vi_key(title)", "people": "people", "cost": _PAID, "changed": "updated_at"}


@dataclass(frozen=True, slots=True)
class Query:
    """What the list shows: typed words, kinds, a window of days (ISO, inclusive), campaign, state, and the like.

    `state` is "" for all, "waiting", "sent", "refused", "binned", "conflict", "returned", "accepted", "locked", "pending"
    (waits for the leader) or "draft". A `text` that is the short code of an activity (8F3A-21C4) means just that one.
    `area` is the key of a thôn or tổ dân phố (models.areas), `by` who saved it last, `photos` "", "with" or "without".
    `sort` is "" for the day, newest first, or "title" (A first), "people", "cost", "changed" (most first);
    `target` asks for the activities that count for a target of a plan.
    `oldest_first` turns any of them round. Only the order of days is instant in a book of a million activities.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    campaign: str = ""
    state: str = ""
    family: str = "activity"
    oldest_first: bool = False
    area: str = ""
    by: str = ""
    photos: str = ""
    sort: str = ""
    target: Rule | None = None


def day_floor(day: str | None) -> int:
    """Return the lowest id of a day; undated entries come before all days."""
    return max(date.fromisoformat(day).toordinal() - EPOCH, 0) << BITS if day else 0


def select(query: Query, columns: str, *, limit: int | None = None) -> tuple[str, tuple[Any, ...]]:
    """Return the SELECT of a query and its parameters, in its order; `columns` are of activities.

    The SQL functions of models.areas and models.sorting must be known.
    """
    found, parameters = source(query)
    tail = f" LIMIT {int(limit)}" if limit is not None else ""
    order = _order(query, searched=found.startswith("search "))
    return f"SELECT {columns} FROM {found} ORDER BY {order}{tail}", parameters


def source(query: Query) -> tuple[str, tuple[Any, ...]]:
    """Return what stands between FROM and ORDER BY, and its parameters."""
    where, parameters = conditions(query)
    code = ending(query.text)
    typed = " AND ".join(filter(None, ("" if code else expression(query.text), _whole_words(query.area))))
    if not typed:
        return f"activities WHERE {where}", tuple(parameters)
    # The index is walked in id order, so the first page needs no sort and no full result.
    return f"search CROSS JOIN activities ON activities.id = search.rowid WHERE search MATCH ? AND {where}", (
        typed, *parameters)  # fmt: skip


def conditions(query: Query) -> tuple[str, list[Any]]:
    """Return the condition on activities without the typed words, and its parameters."""
    parts = ["binned = ?"]
    parameters: list[Any] = [int(query.state == "binned")]
    if query.kinds:
        parts.append(f"kind IN ({','.join('?' * len(query.kinds))})")
        parameters += query.kinds
    elif query.target is None:
        parts.append("family = ?")
        parameters.append(query.family)
    for column, value in (("campaign", query.campaign), ("verdict", _verdict(query.state)), ("updated_by", query.by)):
        if value is not None and value != "":
            parts.append(f"{column} = ?")
            parameters.append(value)
    if query.state in _STANDING:
        parts.append(_STANDING[query.state])
    if query.photos:
        parts.append("photos IS NOT NULL" if query.photos == "with" else "photos IS NULL")
    if query.area:
        parts.append("has_area(areas, ?)")
        parameters.append(query.area)
    limits, values = within(query)
    return " AND ".join(parts + limits), parameters + values


def within(query: Query) -> tuple[list[str], list[Any]]:
    """Return the conditions that no list of options is shown for: the window of days, a target, a short code."""
    parts: list[str] = []
    parameters: list[Any] = []
    if query.target is not None:
        counted, values = condition(query.target)
        parts.append(counted)
        parameters += values
    if code := ending(query.text):
        parts.append("uid LIKE ?")
        parameters.append(f"%{code}")
    if query.since:
        parts.append("activities.id >= ?")
        parameters.append(day_floor(query.since))
    if query.until:
        parts.append("activities.id < ?")
        parameters.append(day_floor(query.until) + (1 << BITS))
    return parts, parameters


def _order(query: Query, *, searched: bool) -> str:
    column = SORTS.get(query.sort)
    if column is None:
        # Said of the search index where there is one: only then is it walked in this order, without a sort.
        walked = "search.rowid" if searched else "activities.id"
        return f"{walked} {'ASC' if query.oldest_first else 'DESC'}"
    down = (query.sort == "title") == query.oldest_first
    unknown = "" if query.sort in ("title", "changed") else f"{column} IS NULL, "  # these two are always there
    return f"{unknown}{column} {'DESC' if down else 'ASC'}, activities.id DESC"


def _whole_words(area: str) -> str:
    """Return the words of a place by which the index narrows what has_area looks at; 5 may be written 05."""
    parts = [f'("{word}" OR "0{word}")' if word.isdigit() else f'"{word}"'
             for word in words(area) if word.isdigit() or len(word) > 2]  # fmt: skip
    return " AND ".join(parts)


_STANDING = {
    "pending": PENDING,
    "draft": "1 = 0",  # drafts are not activities yet: the window shows them from where they are kept
    "conflict": "conflict IS NOT NULL",
    "returned": "review = 'returned'",
    "accepted": "review = 'accepted'",
    "locked": "review = 'locked'",
}


def _verdict(state: str) -> str | None:
    return state if state in {"waiting", "sent", "refused"} else None
