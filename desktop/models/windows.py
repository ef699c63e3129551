"""Windows of days for looking at the list: those that move with today, those of reports, and any two days."""

from datetime import date, timedelta

from desktop.models import periods
from desktop.models.errors import InputError
from desktop.models.text import date_vi

MOVING = (
    ("week", "7 ngày qua"),
    ("month", "Tháng này"),
    ("last_month", "Tháng trước"),
    ("quarter", "Quý này"),
    ("year", "Năm nay"),
    ("last_year", "Năm trước"),
)
REPORTED = (
    ("nd09_month", "Tháng báo cáo này (15 đến 14)"),
    ("nd09_last_month", "Tháng báo cáo trước"),
    ("nd09_quarter", "Quý báo cáo này"),
    ("nd09_year", "Năm báo cáo này"),
)
_WORDS = dict(MOVING + REPORTED)


def resolve(code: str, today: date) -> tuple[str | None, str | None]:
    """Return the first and last day (ISO) of a window, None for open; "FROM..TO" names any two days, either empty."""
    if ".." in code:
        since, _, until = code.partition("..")
        return since or None, until or None
    found = _reported(code, today) if code.startswith("nd09") else _moving(code, today)
    return (found[0].isoformat(), found[1].isoformat()) if found else (None, None)


def words(code: str) -> str:
    """Return a window in words: "Tháng này", "05/10/2026 – 20/10/2026", "" for always."""
    if ".." not in code:
        return _WORDS.get(code, "")
    since, _, until = code.partition("..")
    if since == until:
        return f"ngày {date_vi(since)}"
    if since and until:
        return named(since, until) or f"{date_vi(since)} – {date_vi(until)}"
    return f"từ {date_vi(since)}" if since else f"đến {date_vi(until)}"


def named(since: str, until: str) -> str:
    """Return the name reports give to these two days: "Quý III/2026", "tháng 10/2026 (15 đến 14)", "" where none."""
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    for preset, note in (("calendar", ""), ("nd09", " (15 đến 14)")):
        for text in (f"{last:%Y-%m}", f"{last:%Y}-Q{(last.month + 2) // 3}", f"{last:%Y}-H{(last.month + 5) // 6}",
                     f"{last:%Y}-9M", f"{last:%Y}"):  # fmt: skip
            period = periods.parse(text, preset=preset)
            if (period.since, period.until) == (first, last):
                return f"{period.label[0].upper()}{period.label[1:]}{note}"
    return ""


def typed(text: str, *, preset: str = "nd09") -> str | None:
    """Return the window that was typed (2026-Q3, 9/2026, 5/10/2026..20/10/2026), None when it is none."""
    parts = text.strip().split("/")
    if len(parts) == 2 and all(part.strip().isdigit() for part in parts) and len(parts[1].strip()) == 4:
        text = f"{parts[1].strip()}-{int(parts[0]):02d}"
    try:
        period = periods.parse(text, preset=preset)
    except InputError:
        return None
    return f"{period.since}..{period.until}"


def _reported(code: str, today: date) -> tuple[date, date]:
    period = periods.parse(f"{today:%Y-%m}")
    if today > period.until:
        period = period.next()
    if code == "nd09_last_month":
        period = period.previous()
    elif code == "nd09_quarter":
        period = periods.parse(f"{period.year}-Q{(period.until.month + 2) // 3}")
    elif code == "nd09_year":
        period = periods.parse(str(period.year))
    return period.since, period.until


def _moving(code: str, today: date) -> tuple[date, date] | None:
    first = today.replace(day=1)
    if code == "week":
        return today - timedelta(days=6), today
    if code == "month":
        return first, _month_end(first)
    if code == "last_month":
        before = (first - timedelta(days=1)).replace(day=1)
        return before, _month_end(before)
    if code == "quarter":
        start = date(today.year, today.month - (today.month - 1) % 3, 1)
        return start, _month_end(start.replace(month=start.month + 2))
    if code in ("year", "last_year"):
        year = today.year - (code == "last_year")
        return date(year, 1, 1), date(year, 12, 31)
    return None


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
