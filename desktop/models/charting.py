"""Charts of the book: by month beside last year, by kind, by thôn and tổ dân phố; and of a plan."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from desktop.models import areas, periods, totals
from desktop.models.book import Book
from desktop.models.chart import Bar, Chart
from desktop.models.figures import Scope
from desktop.models.kinds import Kind, Kinds
from desktop.models.pace import Pace
from desktop.models.periods import Period, days_label
from desktop.models.phrases import amount, change
from desktop.models.progress import Progress
from desktop.models.query import Query
from desktop.models.text import number_vi, sort_key
from desktop.models.totals import Group

MEASURES = {"activities": "hoạt động", "people": "lượt người"}
MOST_AREAS = 20  # more bars than this nobody compares
NOWHERE = "Không ghi thôn, tổ dân phố"


def months(book: Book, kinds: Kinds, year: int, *, measure: str, today: date, preset: str = "nd09") -> Chart:
    """Return twelve months beside those of the year before; a month that has not begun has no bar.

    The month that runs is compared with all of the same month last year, and says so.
    """
    unit = MEASURES[measure]
    now = [periods.parse(f"{year}-{month:02d}", preset=preset) for month in range(1, 13)]
    before = [one.same_last_year() for one in now]
    begun = [one for one in now if one.since <= today]
    counted = totals.groups(book, *((one.since, one.until) for one in (*begun, *before)))
    values = [_value(found, kinds, measure) for found in counted]
    bars = tuple(_month(one, values[at] if at < len(begun) else None, values[len(begun) + at], unit, today)
                 for at, one in enumerate(now))  # fmt: skip
    closed = "mỗi tháng tính từ ngày 15 tháng trước đến ngày 14" if preset == "nd09" else "theo tháng dương lịch"
    return Chart("months", f"Số {unit} theo tháng", f"năm {year}, {closed}", bars,
                 series=(f"Năm {year}", f"Năm {year - 1}"))  # fmt: skip


def by_kind(book: Book, kinds: Kinds, since: date, until: date, *, measure: str, campaign: str = "") -> Chart:
    """Return each kind with its number, the most first; kinds with nothing are told in one line."""
    unit = MEASURES[measure]
    (found,) = totals.groups(book, (since, until))
    by_code = {kind.code: 0 for kind in kinds.of_family("activity") if measure == "activities" or _gathers(kind)}
    for group in found:
        if group.kind in by_code and (not campaign or group.campaign == campaign):
            by_code[group.kind] += getattr(group.sum, measure)
    ordered = sorted(by_code.items(), key=lambda one: (-one[1], sort_key(kinds[one[0]].label)))
    bars = tuple(_bar(kinds[code].label, value, unit,
                      Query(kinds=(code,), since=since.isoformat(), until=until.isoformat(), campaign=campaign))
                 for code, value in ordered if value)  # fmt: skip
    none = [kinds[code].label for code, value in ordered if not value]
    note = f"Không phát sinh (0 {unit}): {'; '.join(none)}." if none else ""
    return Chart("rows", f"Số {unit} theo loại", days_label(since, until), bars, note)


def by_area(book: Book, kinds: Kinds, since: date, until: date, *, measure: str, campaign: str = "") -> Chart:
    """Return each thôn or tổ dân phố with its number, the most first.

    An activity that names several counts in full for each of them, and the note says so; those that name none are
    told beside.
    """
    unit = MEASURES[measure]
    codes = [kind.code for kind in kinds.of_family("activity")]
    counted = "count(*)" if measure == "activities" else "coalesce(sum(people), 0)"
    scope = Scope(since, until, campaign)
    rows = book.query(f"SELECT areas, {counted} FROM activities WHERE {scope.where} "
                      f"AND kind IN ({','.join('?' * len(codes))}) GROUP BY areas",
                      (*scope.parameters, *codes))  # fmt: skip
    sums: dict[str, int] = {}
    names: dict[str, dict[str, int]] = {}
    nowhere = several = 0
    for kept, value in rows:
        found = areas.named(kept)
        several += value if len(found) > 1 else 0
        nowhere += 0 if found else value
        for key, name in found:
            sums[key] = sums.get(key, 0) + value
            spelt = names.setdefault(key, {})
            spelt[name] = spelt.get(name, 0) + value
    # The way most activities write a place is its name.
    ordered = sorted(((max(sorted(names[key]), key=names[key].__getitem__), key, value) for key, value in sums.items()),
                     key=lambda one: (-one[2], sort_key(one[0])))  # fmt: skip
    bars = tuple(_bar(name, value, unit, Query(area=key, since=since.isoformat(), until=until.isoformat(), campaign=campaign))
                 for name, key, value in ordered[:MOST_AREAS] if value)  # fmt: skip
    rest = ordered[len(bars) :]
    parts = [f"{NOWHERE}: {amount(nowhere)} {unit}."] if nowhere else []
    if several:
        parts.append(f"{amount(several)} {unit} ghi ở nhiều nơi được tính cho từng nơi.")
    if rest and (left := sum(value for *_, value in rest)):
        parts.append(f"{len(rest)} nơi khác: {amount(left)} {unit}.")
    return Chart("rows", f"Số {unit} theo thôn, tổ dân phố", days_label(since, until), bars, " ".join(parts))


def of_plan(title: str, found: Sequence[tuple[Progress, Pace, Query | None]], today: date) -> Chart:
    """Return the targets of a plan that have a number, each with what is reached and where it should be today."""
    bars = tuple(_target(one, how, query) for one, how, query in found if one.share is not None)
    open_ = [f"{one.target.code}. {one.target.label}: {number_vi(one.done, most=1)} {one.target.unit}"
             for one, _, _ in found if one.share is None]  # fmt: skip
    note = f"Không đặt số: {'; '.join(open_)}." if open_ else ""
    return Chart("progress", title, f"tính đến {days_label(today, today)}; vạch đứng là mức nên đạt hôm nay", bars, note)


def of_report(book: Book, kinds: Kinds, period: Period, *, campaign: str = "") -> tuple[Chart, ...]:
    """Return the charts of a report, without the lists behind them: a report that was issued keeps what it showed."""
    since, until = period.since, period.until
    found = [by_kind(book, kinds, since, until, measure="activities", campaign=campaign),
             by_area(book, kinds, since, until, measure="people", campaign=campaign)]  # fmt: skip
    if not campaign and period.span != "free":
        year = [months(book, kinds, period.year, measure=measure, today=until, preset=period.preset) for measure in MEASURES]
        found = [*year, *found]
    return tuple(replace(one, bars=tuple(replace(bar, query=None) for bar in one.bars)) for one in found)


def _month(one: Period, now: float | None, before: float, unit: str, today: date) -> Bar:
    name = f"{one.label[0].upper()}{one.label[1:]}"
    query = Query(since=one.since.isoformat(), until=one.until.isoformat())
    label = f"T{one.text[-2:].lstrip('0')}"
    if now is None:
        return Bar(label, None, "", f"{name}: chưa đến; cùng kỳ năm trước {amount(before, unit)}.", query, before)
    compared = change(now, before, unit, than="cùng kỳ năm trước")
    running = ", chưa hết tháng" if one.until > today else ""
    return Bar(label, now, amount(now), f"{name} ({one.days_label}{running}): {amount(now, unit)}, {compared}.", query, before)


def _bar(label: str, value: int, unit: str, query: Query) -> Bar:
    return Bar(label, value, amount(value), f"{label}: {amount(value, unit)}.", query)


def _target(one: Progress, how: Pace, query: Query | None) -> Bar:
    wanted = one.target.amount or 0
    if one.target.how == "yesno":
        reached = "Đã có" if one.done else "Chưa có"
    else:
        reached = f"{number_vi(one.done, most=1)}/{number_vi(wanted, most=1)} {one.target.unit}".replace(" %", "%")
    shown = f"{reached} · {how.label}"
    said = f"{one.target.code}. {one.target.label}: {shown}. {how.sentence}".strip()
    return Bar(f"{one.target.code}. {one.target.label}", one.share, shown, said, query, expected=how.expected, state=how.state)


def _value(found: Iterable[Group], kinds: Kinds, measure: str) -> int:
    return sum(getattr(group.sum, measure) for group in found
               if group.kind in kinds and kinds[group.kind].family == "activity")  # fmt: skip


def _gathers(kind: Kind) -> bool:
    return "participants" in kind.names
