"""This moment as the book writes it, and the names that are made of it."""

import os
import time
from datetime import UTC, datetime


def now() -> str:
    """Return this moment in UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def new_uid() -> str:
    """Return a UUIDv7 (RFC 9562): 48 bits of time, 74 of chance; never taken from a counter."""
    chance = int.from_bytes(os.urandom(10))
    value = (time.time_ns() // 1_000_000) << 80 | 0x7 << 76 | (chance >> 68) << 64 | 0b10 << 62 | chance & (1 << 62) - 1
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
