"""Which report is owed today."""

from datetime import date

from desktop.models import periods
from desktop.models.periods import Period


def owed(today: date, *, preset: str, span: str) -> Period:
    """Return the period of a span that a report is due for: the last that has ended, or the current one in its last ten days."""
    found = periods.parse(_first_of(today, span), preset=preset)
    while found.since > today:
        found = found.previous()
    while found.until < today:
        found = found.next()
    near = (found.until - today).days <= 10
    return found if near or span in ("year", "nine") else found.previous()


def _first_of(today: date, span: str) -> str:
    return {
        "month": f"{today.year}-{today.month:02d}",
        "quarter": f"{today.year}-Q{(today.month + 2) // 3}",
        "half": f"{today.year}-H{1 if today.month <= 6 else 2}",
        "nine": f"{today.year}-9M",
        "year": str(today.year),
    }[span]
