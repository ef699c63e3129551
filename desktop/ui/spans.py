"""Windows of days to look at in the list; the windows of reports are those of desktop.models.periods."""

from datetime import date, timedelta

_CHOICES = (
    ("", "Mọi lúc"),
    ("week", "7 ngày qua"),
    ("month", "Tháng này"),
    ("last_month", "Tháng trước"),
    ("quarter", "Quý này"),
    ("year", "Năm nay"),
    ("last_year", "Năm trước"),
)


def choices() -> tuple[tuple[str, str], ...]:
    """Return what can be chosen, as (code, words)."""
    return _CHOICES


def span(code: str, today: date) -> tuple[str | None, str | None]:
    """Return the first and the last day (ISO), None for open."""
    found = _span(code, today)
    return (found[0].isoformat(), found[1].isoformat()) if found else (None, None)


def _span(code: str, today: date) -> tuple[date, date] | None:
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
