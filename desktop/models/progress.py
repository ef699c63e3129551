"""How far the targets of a plan are reached: one pass over the book for a plan, whatever its targets."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.models.book import Book
from desktop.models.figures import span
from desktop.models.periods import Period, parse
from desktop.models.phrases import amount, percent
from desktop.models.plans import Plan, Target
from desktop.models.text import number_vi

Row = tuple[str, ...]
_COMMON = {"participants": "people", "households": "households", "businesses": "businesses",
           "cost_planned": "cost_planned", "cost_actual": "cost_actual"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """What was done of a target in the days `since`..`until`; `share` is done by amount, None without an amount."""

    target: Target
    done: float
    share: float | None
    since: date
    until: date
    period: str


def progress(book: Book, plan: Plan, *, on: date, preset: str = "nd09") -> tuple[Progress, ...]:
    """Return the progress of every target as of a day: its year so far, or the phase of the plan so far.

    A plan that has ended is measured at its end, one that has not begun over its first year.
    """
    day = min(max(on, plan.since), plan.until)
    year = parse(str(day.year), preset=preset)
    windows = [(plan.since, day) if one.period == "phase" else (year.since, min(day, year.until))
               for one in plan.targets]  # fmt: skip
    names = [plan.phase if one.period == "phase" else year.label for one in plan.targets]
    done = measure(book, plan, windows)
    return tuple(Progress(target, value, value / target.amount if target.amount else None, since, until, name)
                 for target, value, (since, until), name in zip(plan.targets, done, windows, names, strict=True))  # fmt: skip


def measure(book: Book, plan: Plan, windows: list[tuple[date, date]]) -> list[float]:
    """Return what was done of each target in its own window of days, by one SELECT."""
    columns: list[str] = []
    parameters: list[Any] = []
    for target, (since, until) in zip(plan.targets, windows, strict=True):
        column, values = _column(target, since, until)
        columns.append(column)
        parameters += values
    row = book.query(f"SELECT {', '.join(columns)} FROM activities WHERE binned = 0", tuple(parameters))[0]
    return [float(value or 0) for value in row]


def rows(book: Book, plan: Plan, period: Period, compared: Period) -> tuple[Row, ...]:
    """Return the targets as rows of the report's first annex: plan, period, compared, year so far, percent."""
    year = period.year_to_date()
    three = [measure(book, plan, [(one.since, one.until)] * len(plan.targets)) for one in (period, compared, year)]
    heading = ("", f"CHỈ TIÊU {plan.title.upper()}", *[""] * 7)
    return (heading, *(_row(target, *(values[at] for values in three)) for at, target in enumerate(plan.targets)))


def _row(target: Target, now: float, before: float, year: float) -> Row:
    told = [amount(_plain(value)) for value in (now, before, year)]
    wanted = number_vi(_plain(target.amount)) if target.amount is not None else ""
    reached = percent(year, target.amount) if target.amount is not None else ""
    return (target.code, target.label, target.unit, wanted, *told, reached, "")


def _column(target: Target, since: date, until: date) -> tuple[str, list[Any]]:
    condition, values = _condition(target, since, until)
    if target.how == "share":
        return _share(target, since, until)
    if target.how == "hosts":
        return f"count(DISTINCT CASE WHEN {condition} THEN host END)", values
    if target.how == "sum":
        return f"sum(CASE WHEN {condition} THEN {_value(target)} END)", values
    if target.how == "yesno":
        return f"max({condition})", values
    return f"count(CASE WHEN {condition} THEN 1 END)", values


def _condition(target: Target, since: date, until: date) -> tuple[str, list[Any]]:
    parts = ["activities.id >= ? AND activities.id < ?"]
    named: list[Any] = [*span(since, until)]
    if target.kinds:
        parts.append(f"kind IN ({','.join('?' * len(target.kinds))})")
        named += target.kinds
    if target.campaigns:
        parts.append(f"campaign IN ({','.join('?' * len(target.campaigns))})")
        named += target.campaigns
    if target.marked:
        parts.append("instr(coalesce(targets, ''), ?) > 0")
        named.append(f'"{target.marked}"')
    return f"({' AND '.join(parts)})", named


def _share(target: Target, since: date, until: date) -> tuple[str, list[Any]]:
    name = target.field.name if target.field else ""
    last = span(until, until)[1]
    dated = f"json_extract(particulars, '$.{name}') BETWEEN ? AND ?"
    done = f"count(CASE WHEN kind = ? AND activities.id < ? AND {dated} THEN 1 END)"
    whole = "nullif(count(CASE WHEN kind = ? AND activities.id < ? THEN 1 END), 0)"
    kind = target.kinds[0]
    return f"{done} * 100.0 / {whole}", [kind, last, since.isoformat(), until.isoformat(), kind, last]


def _value(target: Target) -> str:
    if target.field is None:
        return "1"
    name = target.field.name
    if name in _COMMON and target.field.common:
        return _COMMON[name]
    return f"json_extract(particulars, '$.{name}{'.total' if target.field.type == 'people' else ''}')"


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else round(value, 1)
