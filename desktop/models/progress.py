"""How far the targets of a plan are reached: counted from the sums that stay counted, whatever the plan asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.models import totals
from desktop.models.belonging import Rule, belongs, condition
from desktop.models.book import Book
from desktop.models.figures import span
from desktop.models.periods import Period, parse
from desktop.models.phrases import percent
from desktop.models.plans import Plan, Target
from desktop.models.text import number_vi
from desktop.models.totals import Group, Window

Row = tuple[str, ...]
_COMMON = {"participants": "people", "households": "households", "businesses": "businesses",
           "cost_planned": "cost_planned", "cost_actual": "cost_actual"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """What was done of a target in the days `since`..`until`; `share` is done by amount, None without an amount.

    `ends` is the last day the target has; `document` names what proves a yes-or-no target, "" when nothing does.
    """

    target: Target
    done: float
    share: float | None
    since: date
    until: date
    period: str
    ends: date
    document: str = ""


def progress(book: Book, plan: Plan, *, on: date, preset: str = "nd09") -> tuple[Progress, ...]:
    """Return the progress of every target as of a day: its year so far, or the phase of the plan so far.

    A plan that has ended is measured at its end, one that has not begun over its first year.
    """
    day = min(max(on, plan.since), plan.until)
    year = parse(str(day.year), preset=preset)
    whole = [(plan.since, plan.until) if one.period == "phase" else (year.since, year.until) for one in plan.targets]
    windows = [(since, min(day, until)) for since, until in whole]
    names = [plan.phase if one.period == "phase" else year.label for one in plan.targets]
    done = measure(book, plan, windows)
    return tuple(Progress(target, value, value / target.amount if target.amount else None, since, until, name, ends,
                          _document(book, plan, target, (since, until)) if target.how == "yesno" and value else "")
                 for target, value, (since, until), name, (_, ends)
                 in zip(plan.targets, done, windows, names, whole, strict=True))  # fmt: skip


def rule(plan: Plan, target: Target) -> Rule:
    """Return which activities count for a target."""
    return Rule(f"{plan.code}/{target.code}", target.kinds, target.campaigns, target.marked)


def measure(book: Book, plan: Plan, windows: Sequence[Window]) -> list[float]:
    """Return what was done of each target in its own window of days."""
    different = list(dict.fromkeys(windows))
    found = dict(zip(different, totals.groups(book, *different), strict=True))
    return [_share(book, target, window) if target.how == "share" else _value(plan, target, found[window])
            for target, window in zip(plan.targets, windows, strict=True)]  # fmt: skip


def measure_plainly(book: Book, plan: Plan, windows: Sequence[Window]) -> list[float]:
    """Return the same from the activities alone, by one SELECT each."""
    return [_share(book, target, window) if target.how == "share" else _plainly(book, plan, target, window)
            for target, window in zip(plan.targets, windows, strict=True)]  # fmt: skip


def rows(book: Book, plan: Plan, period: Period, compared: Period) -> tuple[Row, ...]:
    """Return the targets as rows of the report's first annex: plan, period, compared, year so far, percent."""
    year = period.year_to_date()
    three = [measure(book, plan, [(one.since, one.until)] * len(plan.targets)) for one in (period, compared, year)]
    heading = ("", f"CHỈ TIÊU {plan.title.upper()}", *[""] * 7)
    return (heading, *(_row(target, *(values[at] for values in three)) for at, target in enumerate(plan.targets)))


def _row(target: Target, now: float, before: float, year: float) -> Row:
    told = [number_vi(value, most=1) for value in (now, before, year)]
    wanted = number_vi(target.amount, most=1) if target.amount is not None else ""
    reached = percent(year, target.amount) if target.amount is not None else ""
    return (target.code, target.label, target.unit, wanted, *told, reached, "")


def _value(plan: Plan, target: Target, found: Sequence[Group]) -> float:
    asked = rule(plan, target)
    groups = [one for one in found if belongs(asked, one.kind, one.campaign, one.targets, one.plan_targets)]
    if target.how == "hosts":
        return float(len(frozenset().union(*(one.hosts for one in groups))))
    if target.how == "sum":
        return float(sum(_summed(target, one.sum) for one in groups))
    number = sum(one.sum.activities for one in groups)
    return float(bool(number)) if target.how == "yesno" else float(number)


def _summed(target: Target, found: totals.Sum) -> float:
    if target.field is None:
        return found.activities
    name = target.field.name
    if name in _COMMON and target.field.common:
        return float(getattr(found, _COMMON[name]))
    return found.sums.get(name, 0)


def _plainly(book: Book, plan: Plan, target: Target, window: Window) -> float:
    where, values = condition(rule(plan, target))
    counted = {"hosts": "count(DISTINCT host)", "sum": f"sum({_column(target)})", "yesno": "count(*) > 0"}
    sql = f"SELECT {counted.get(target.how, 'count(*)')} FROM activities WHERE id >= ? AND id < ? AND binned = 0 AND {where}"
    return float(book.query(sql, (*span(*window), *values))[0][0] or 0)


def _share(book: Book, target: Target, window: Window) -> float:
    name = target.field.name if target.field else ""
    last = span(window[1], window[1])[1]
    dated = f"json_extract(particulars, '$.{name}') BETWEEN ? AND ?"
    sql = f"SELECT count(CASE WHEN {dated} THEN 1 END) * 100.0 / count(*) FROM activities WHERE kind = ? AND binned = 0 AND id < ?"
    values: tuple[Any, ...] = (window[0].isoformat(), window[1].isoformat(), target.kinds[0], last)
    return float(book.query(sql, values)[0][0] or 0)


def _document(book: Book, plan: Plan, target: Target, window: Window) -> str:
    """Name the newest activity that proves a target, with its document where it has one."""
    where, values = condition(rule(plan, target))
    found = book.query("SELECT title, json_extract(basis, '$[0].number') FROM activities WHERE id >= ? AND id < ? AND binned = 0 "
                       f"AND {where} ORDER BY id DESC LIMIT 1", (*span(*window), *values))  # fmt: skip
    return " · ".join(part for part in reversed(found[0]) if part) if found else ""


def _column(target: Target) -> str:
    if target.field is None:
        return "1"
    name = target.field.name
    if name in _COMMON and target.field.common:
        return _COMMON[name]
    return f"json_extract(particulars, '$.{name}{'.total' if target.field.type == 'people' else ''}')"
