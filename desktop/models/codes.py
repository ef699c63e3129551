"""The short code of an activity: said on the phone, written in an annex, typed into the search."""

import re

_CODE = re.compile(r"([0-9A-Fa-f]{4})[-–]([0-9A-Fa-f]{4})")


def activity_code(uid: str) -> str:
    """Return the last eight digits of a uid in two groups: "8F3A-21C4" (random digits: two of 10,000 meet once in 90 books)."""
    digits = uid.replace("-", "")[-8:].upper()
    return f"{digits[:4]}-{digits[4:]}"


def ending(text: str) -> str:
    """Return how the uid of a typed code ends, "" for a text that is no code."""
    found = _CODE.fullmatch(text.strip())
    return f"{found[1]}{found[2]}".lower() if found else ""
