"""Moments as people read them."""

from datetime import datetime


def moment(at: str) -> str:
    """Return an ISO moment in this PC's time: "14:05 ngày 23/11/2026"; a text that is none comes back as it is."""
    return _written(at, "%H:%M ngày %d/%m/%Y")


def short_moment(at: str) -> str:
    """Return the same for a column, so that it sorts by eye: "23/11/2026 14:05"."""
    return _written(at, "%d/%m/%Y %H:%M")


def _written(at: str, pattern: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone().strftime(pattern)
    except ValueError:
        return at
