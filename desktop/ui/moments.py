"""Moments as people read them."""

from datetime import datetime


def moment(at: str) -> str:
    """Return an ISO moment in this PC's time: "14:05 ngày 23/11/2026"; a text that is none comes back as it is."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%H:%M ngày %d/%m/%Y")
    except ValueError:
        return at
