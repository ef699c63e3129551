"""What lies before an office, day by day: campaigns, things to take down, reports due, activities, targets at risk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desktop.models import campaigns, deadlines, pace, plans, progress
from desktop.models.book import Book
from desktop.models.figures import span
from desktop.models.kinds import Kinds
from desktop.models.owed import owed
from desktop.models.report_choice import Choice
from desktop.models.text import date_vi, number_vi

SOON, AHEAD, LATE = 7, 30, 45  # days: activities, campaigns and reports before; reports that are overdue
HANGING = 180  # days after which what was hung up is forgotten
MOST = 400


@dataclass(frozen=True, slots=True)
class Event:
    """One thing of some days: `what` is campaign, down, report, activity or target; `page` and `wanted` say where it opens.

    `tone` is note, warn or fault as of the day it was asked for.
    """

    what: str
    since: date
    until: date
    text: str
    tone: str
    page: str
    wanted: Any


def events(book: Book, kinds: Kinds, since: date, until: date, *, today: date) -> tuple[Event, ...]:
    """Return what lies in a window of days, in order of days."""
    found = [*_campaigns(kinds, since, until, today), *_down(book, kinds, since, until, today),
             *_reports(book, since, until, today), *_activities(book, since, until)]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.since, one.what, one.text)))


def reminders(book: Book, kinds: Kinds, today: date) -> tuple[Event, ...]:
    """Return what an office should think of today: the overdue first, then by day; targets at risk last."""
    near, far = today + timedelta(days=SOON), today + timedelta(days=AHEAD)
    found = [*_campaigns(kinds, today, far, today),
             *_reports(book, today - timedelta(days=LATE), today + timedelta(days=14), today),
             *_planned(book, today, near)]  # fmt: skip
    return (*sorted(found, key=lambda one: (one.tone != "fault", one.until, one.what)), *_targets(book, kinds, today))


def _campaigns(kinds: Kinds, since: date, until: date, today: date) -> Iterator[Event]:
    labels = {one.code: one.label for kind in kinds.of_family("activity") for one in kind.field("campaign").choices}
    for year in range(since.year, until.year + 1):
        for code in campaigns.load():
            days = campaigns.days(code, year)
            if days is None or days[1] < since or days[0] > until:
                continue
            first, last = days
            left = (first - today).days
            if left > 0:
                said = f"{labels.get(code, code)} bắt đầu sau {number_vi(left)} ngày ({date_vi(first)})"
            elif today <= last:
                said = f"{labels.get(code, code)} đang diễn ra, đến hết ngày {date_vi(last)}"
            else:
                said = f"{labels.get(code, code)} ({date_vi(first)} đến {date_vi(last)})"
            choice = Choice("campaign", f"{first}..{last}", subject=code)
            yield Event("campaign", first, last, said, "note", "reports", choice)


def _down(book: Book, kinds: Kinds, since: date, until: date, today: date) -> Iterator[Event]:
    codes = [kind.code for kind in kinds.values() if "due_down" in kind.names]
    if not codes:
        return
    marks = ",".join("?" * len(codes))
    rows = book.query(
        "SELECT uid, title, json_extract(particulars, '$.due_down') d FROM activities "
        f"WHERE kind IN ({marks}) AND binned = 0 AND id >= ? AND d BETWEEN ? AND ? "
        "AND coalesce(json_extract(particulars, '$.status'), '') <> 'dathao' ORDER BY d LIMIT ?",
        (*codes, span(since - timedelta(days=HANGING), until)[0], since.isoformat(), until.isoformat(), MOST))  # fmt: skip
    for uid, title, day in rows:
        due = date.fromisoformat(day)
        yield Event("down", due, due, f"Tháo dỡ: {title}", "warn" if due <= today else "note", "activity", uid)


def _reports(book: Book, since: date, until: date, today: date) -> Iterator[Event]:
    set_ = deadlines.load(book)
    for name in deadlines.SPANS:
        if not set_.asked(name):
            continue
        period = owed(until, preset=set_.preset, span=name).next()
        while period.until >= since - timedelta(days=90):
            due = set_.due(period)
            if due is not None and since <= due <= until and not _issued(book, period.text, set_.preset):
                late = due < today
                words = "đã quá hạn từ" if late else "hạn gửi"
                yield Event("report", due, due, f"Báo cáo {period.label}: {words} {date_vi(due)}", "fault" if late else "warn",
                            "reports", Choice(period=period.text, preset=set_.preset))  # fmt: skip
            period = period.previous()


def _issued(book: Book, period: str, preset: str) -> bool:
    return bool(book.query("SELECT 1 FROM reports JOIN issues USING (uid) WHERE kind = 'periodic' AND period = ? AND preset = ? "
                           "LIMIT 1", (period, preset)))  # fmt: skip


def _activities(book: Book, since: date, until: date) -> Iterator[Event]:
    rows = book.query("SELECT uid, title, starts_on, ends_on FROM activities WHERE family = 'activity' AND binned = 0 "
                      "AND id >= ? AND id < ? ORDER BY id LIMIT ?", (*span(since, until), MOST))  # fmt: skip
    for uid, title, first, last in rows:
        begun = date.fromisoformat(first)
        ends = date.fromisoformat(last) if last else begun
        yield Event("activity", begun, ends, title, "note", "activity", uid)


def _planned(book: Book, today: date, until: date) -> Iterator[Event]:
    for one in _activities(book, today, until):
        when = "hôm nay" if one.since == today else f"ngày {date_vi(one.since)}"
        yield Event("activity", one.since, one.until, f"{one.text}, {when}", "note", "activity", one.wanted)


def _targets(book: Book, kinds: Kinds, today: date) -> Iterator[Event]:
    for plan in plans.of_book(book, kinds):
        if plan.status != "current" or not plan.since <= today <= plan.until:
            continue
        judged = [(one, pace.pace(one, today)) for one in progress.progress(book, plan, on=today)]
        for one, how in pace.due_soon(judged):
            said = f"{how.label}: {one.target.code}. {one.target.label}. {how.sentence}"
            yield Event("target", today, one.ends, said, "fault" if how.state == "late" else "warn", "plans", plan.code)
