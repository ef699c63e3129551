"""What the pages show: sums against the plan, who has not sent, the activities behind a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select, tuple_

from desktop.models import plans, units
from desktop.models.kinds import Kinds
from sync import wire
from sync.central import published, totals
from sync.central.enrolments import stamp
from sync.central.offices import Device
from sync.central.store import Store
from sync.central.tables import activities, devices, inbox, revisions

SILENT = timedelta(days=7)  # without a batch: «chưa gửi»
PAGE = 50


@dataclass(frozen=True, slots=True)
class Period:
    """A year, quarter ("2026-Q3") or month ("2026-09") as months, both included."""

    code: str
    label: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit in the grid; `state` is "sent", "silent", "never", "none" (Hoàng Sa, never late)."""

    unit: str
    name: str
    kind: str
    count: int
    last: str
    state: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A target over the units asked for: `amount` is of one unit; `units` of them reach their share of the year."""

    code: str
    label: str
    unit: str
    kinds: tuple[str, ...]
    value: int
    amount: float | None
    units: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which activities: filters as they stand in the address; "" for any. `after` is where the page before ended."""

    unit: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    review: str = ""
    text: str = ""
    after: str = ""


def period(code: str, today: date) -> Period:
    """Read a period; what is none means this year."""
    year, _, part = code.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdigit()):
        year, part = str(today.year), ""
    if part in ("Q1", "Q2", "Q3", "Q4"):
        first = 3 * int(part[1]) - 2
        return Period(f"{year}-{part}", f"Quý {part[1]}/{year}", f"{year}-{first:02}", f"{year}-{first + 2:02}")
    if part in {f"{month:02}" for month in range(1, 13)}:
        return Period(f"{year}-{part}", f"Tháng {int(part)}/{year}", f"{year}-{part}", f"{year}-{part}")
    return Period(year, f"Năm {year}", f"{year}-01", f"{year}-12")


def grid(store: Store, when: Period, now: datetime, only: str = "") -> list[Cell]:
    """Return every unit with its count in the period and when it last sent."""
    with store.reading() as connection:
        counts = {one.unit: one.value for one in totals.ask(connection, since=when.since, until=when.until)}
        last: dict[str, str] = {unit: at for unit, at in connection.execute(
            select(devices.c.unit, func.max(inbox.c.received_at)).join(inbox, inbox.c.device == devices.c.id)
            .group_by(devices.c.unit))}  # fmt: skip
    limit = stamp(now - SILENT)
    cells = []
    for unit in units.load().values():
        if only and unit.code != only:
            continue
        at = last.get(unit.code, "")
        state = "sent" if at >= limit else "none" if unit.code in units.NEVER_LATE else "silent" if at else "never"
        cells.append(Cell(unit.code, unit.name, unit.kind, counts.get(unit.code, 0), at, state))
    return cells


def by_kind(store: Store, kinds: Kinds, when: Period, unit: str = "") -> list[tuple[str, str, int]]:
    """Return (kind, label, count) of the period, the largest first."""
    with store.reading() as connection:
        found = totals.ask(connection, by=("kind",), since=when.since, until=when.until, units=(unit,) if unit else ())
    rows = [(one.kind, kinds[one.kind].label if one.kind in kinds else one.kind, one.value) for one in found if one.value]
    return sorted(rows, key=lambda row: (-row[2], row[1]))


def by_month(store: Store, when: Period, unit: str = "") -> list[tuple[str, int]]:
    """Return (YYYY-MM, count) of every month of the period."""
    with store.reading() as connection:
        sums = totals.ask(connection, by=("month",), since=when.since, until=when.until, units=(unit,) if unit else ())
    found = {one.month: one.value for one in sums}
    year, first, last = when.since[:4], int(when.since[5:]), int(when.until[5:])
    return [(f"{year}-{month:02}", found.get(f"{year}-{month:02}", 0)) for month in range(first, last + 1)]


def plan(store: Store, kinds: Kinds, when: Period, unit: str = "") -> tuple[str, list[Reached]]:
    """Return the running plan's title and its targets that sums can answer (counted or added up by kind alone).

    `units` counts the units that reach the part of the amount due in the period.
    """
    running = [one for one in plans.load(kinds, texts=published.texts(store, "plans")) if one.status != "ended"
               and one.since.isoformat()[:7] <= when.until and when.since <= one.until.isoformat()[:7]]  # fmt: skip
    if not running:
        return "", []
    months = int(when.until[5:]) - int(when.since[5:]) + 1
    found = []
    with store.reading() as connection:
        for target in running[0].targets:
            if target.how not in ("activities", "sum") or target.campaigns or target.marked or not target.kinds:
                continue
            measure = target.field.name if target.how == "sum" and target.field else totals.COUNT
            sums = totals.ask(connection, since=when.since, until=when.until, kinds=target.kinds, measures=(measure,),
                              units=(unit,) if unit else ())  # fmt: skip
            due = None if target.amount is None else target.amount * months / 12
            reach = sum(one.value >= due for one in sums) if due is not None else 0
            found.append(Reached(target.code, target.label, target.unit, target.kinds, sum(one.value for one in sums),
                                 target.amount, reach))  # fmt: skip
    return running[0].title, found


def page(store: Store, wanted: Wanted, *, limit: int = PAGE) -> tuple[list[Any], str]:
    """Return rows of activities, the newest day first, and where the next page begins ("" at the end)."""
    here = activities.c
    query = select(activities).where(*_conditions(wanted))
    if wanted.after.count("|") == 2:
        day, unit, uid = wanted.after.split("|")
        query = query.where(tuple_(here.starts_on, here.unit, here.uid) < tuple_(day, unit, uid))
    # All one way, so that the index is walked backwards and no million rows are sorted for fifty.
    query = query.order_by(here.starts_on.desc(), here.unit.desc(), here.uid.desc()).limit(limit + 1)
    with store.reading() as connection:
        rows = list(connection.execute(query))
    more = rows[limit - 1] if len(rows) > limit else None
    return rows[:limit], f"{more.starts_on}|{more.unit}|{more.uid}" if more else ""


def count(store: Store, wanted: Wanted) -> int:
    """Return how many activities the filters leave; by the sums that are kept where these can tell."""
    with store.reading() as connection:
        if not (wanted.review or wanted.text):
            of = {"units": (wanted.unit,) if wanted.unit else (), "kinds": (wanted.kind,) if wanted.kind else ()}
            found = totals.ask(connection, by=(), since=wanted.since, until=wanted.until, **of)
            return sum(one.value for one in found)
        chosen = select(func.count()).select_from(activities).where(*_conditions(wanted))
        return connection.scalar(chosen) or 0


def one(store: Store, unit: str, uid: str) -> tuple[Any, list[Any]]:
    """Return the row of an activity (None where there is none) and its revisions, the newest first."""
    with store.reading() as connection:
        row = connection.execute(select(activities).where(activities.c.unit == unit, activities.c.uid == uid)).one_or_none()
        older = connection.execute(select(revisions).where(revisions.c.unit == unit, revisions.c.uid == uid)
                                   .order_by(revisions.c.position.desc()).limit(100)).all()  # fmt: skip
    return row, list(older)


def pcs(store: Store, unit: str = "") -> list[tuple[str, Device]]:
    """Return (unit, PC) of a unit, or of all; those that wait for approval first."""
    query = select(devices, func.max(inbox.c.received_at).label("last")).outerjoin(inbox, inbox.c.device == devices.c.id)
    query = query.where(devices.c.unit == unit) if unit else query
    with store.reading() as connection:
        rows = connection.execute(query.group_by(devices.c.id).order_by(devices.c.unit, devices.c.enrolled_at, devices.c.id)).all()
    found = [(row.unit, Device(row.id, row.enrolled_at, row.approved_at, row.revoked_at, row.last)) for row in rows]
    return sorted(found, key=lambda pair: bool(pair[1].approved_at or pair[1].revoked_at))


def troubles(store: Store, unit: str) -> tuple[int, int]:
    """Return how many revisions of a unit were refused, and how many of its activities two PCs changed at once."""
    with store.reading() as connection:
        bad = select(func.count()).where(revisions.c.unit == unit, revisions.c.problems.is_not(None))
        torn = select(func.count()).where(activities.c.unit == unit, activities.c.conflict)
        return connection.scalar(bad) or 0, connection.scalar(torn) or 0


def taken(store: Store) -> dict[str, int]:
    """Return how far each unit has taken what was published (a serial), as its newest batch says; it may be further by now."""
    newest = select(inbox.c.unit, func.max(inbox.c.serial).label("serial")).group_by(inbox.c.unit).subquery()
    query = select(inbox.c.unit, inbox.c.body).join(newest, and_(inbox.c.unit == newest.c.unit, inbox.c.serial == newest.c.serial))
    with store.reading() as connection:
        return {row.unit: int(wire.open_batch(bytes(row.body)).header[7]) for row in connection.execute(query)}


def title(values: Mapping[str, Any]) -> str:
    """Return what an activity is called."""
    return str(values.get("title") or values.get("name") or "(không tên)")


def _conditions(wanted: Wanted) -> list[Any]:
    here = activities.c
    found = [~here.binned]
    if wanted.unit:
        found.append(here.unit == wanted.unit)
    if wanted.kind:
        found.append(here.kind == wanted.kind)
    if wanted.since:
        found.append(here.starts_on >= f"{wanted.since}-01")
    if wanted.until:
        found.append(here.starts_on <= f"{wanted.until}-31")
    if wanted.review:
        found.append(here.review.is_(None) if wanted.review == "open" else here.review == wanted.review)
    if wanted.text:
        # Marks count here: the centre keeps no folded copy of the words.
        found.append(here["values"]["title"].as_string().icontains(wanted.text[:80], autoescape=True))
    return found


