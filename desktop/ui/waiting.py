"""What the office has waiting today, read from the book on the worker."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desktop.models.query import Query
from desktop.ui.desk import Desk

QUICK = 6  # kinds that stand ready to be recorded
USUAL = ("PHATTHANH", "TINBAI", "TAPHUAN", "TOCNSCD", "BANGRON", "TOROI")
HABIT_DAYS, DUE_DAYS, HANGING_DAYS = 180, 3, 180


@dataclass(frozen=True, slots=True)
class Due:
    """Something that hangs and must come down: what, since when it is due (ISO)."""

    uid: str
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The state of the office at one moment."""

    drafts: tuple[Any, ...]
    unsent: int
    refused: int
    due: tuple[Due, ...]
    quick: tuple[str, ...]
    month_activities: int
    month_people: int
    newest: tuple[Any, ...]
    total: int
    returned: int = 0
    torn: int = 0
    notices: tuple[Any, ...] = ()
    key: Any = None  # which ways open the book (desktop.ui.desk_keys.KeyState)


def look_around(desk: Desk, today: date) -> Waiting:
    """Read everything the first page shows."""
    counts = desk.outbox.counts()
    month = Query(since=today.replace(day=1).isoformat(), until=_last_day(today).isoformat())
    ids = desk.activities.ids(month).tolist()
    people = sum(line.people or 0 for start in range(0, len(ids), 500)
                 for line in desk.activities.rows(ids[start : start + 500]))  # fmt: skip
    total = desk.activities.count(Query())
    newest = desk.activities.rows(list(desk.activities.first(Query(), 6)))
    return Waiting(
        tuple(desk.drafts.all()), counts.waiting, counts.refused_now, tuple(due_down(desk, today)),
        tuple(habits(desk, today)), len(ids), people, tuple(newest), total,
        desk.activities.count(Query(state="returned")), desk.activities.count(Query(state="conflict")),
        tuple(desk.notices.waiting()), desk.keys.state(),
    )  # fmt: skip


def habits(desk: Desk, today: date) -> Sequence[str]:
    """Return the kinds recorded most of late, filled up with the usual ones."""
    since = (today - timedelta(days=HABIT_DAYS)).isoformat()
    counted = Counter({kind.code: desk.activities.count(Query(kinds=(kind.code,), since=since))
                       for kind in desk.kinds.of_family("activity")})  # fmt: skip
    often = [code for code, count in counted.most_common(QUICK) if count]
    rest = [code for code in (*USUAL, *desk.kinds) if code in counted and code not in often]
    return list(dict.fromkeys(often + rest))[:QUICK]


def due_down(desk: Desk, today: date) -> list[Due]:
    """Return what hangs past its day or within three days of it, the oldest first."""
    kinds = tuple(kind.code for kind in desk.kinds.values() if "due_down" in kind.names)
    if not kinds:
        return []
    since = (today - timedelta(days=HANGING_DAYS)).isoformat()
    soon = (today + timedelta(days=DUE_DAYS)).isoformat()
    found = [Due(activity.uid, activity.title, str(activity.values["due_down"]))
             for activity in desk.activities.iterate(Query(kinds=kinds, since=since))
             if str(activity.values.get("due_down") or "9") <= soon and _still_hangs(activity.values)]  # fmt: skip
    return sorted(found, key=lambda due: due.day)


def _still_hangs(values: Any) -> bool:
    return values.get("status") != "dathao"


def _last_day(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
