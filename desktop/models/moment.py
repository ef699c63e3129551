"""This moment, as the book writes it."""

from datetime import UTC, datetime


def now() -> str:
    """Return this moment in UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
