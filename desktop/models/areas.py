"""Thôn and tổ dân phố of activities: free text with commas, read into names that count as one however they are typed."""

import json
import re
from functools import lru_cache
from typing import Any

from desktop.models.text import clean, fold, words

_APART = re.compile(r"[,;\n]+")


@lru_cache(maxsize=20_000)
def named(kept: str | None) -> tuple[tuple[str, str], ...]:
    """Return the places of a kept `areas` cell (JSON text) as (key, name as typed), each once."""
    if not kept:
        return ()
    try:
        text = json.loads(kept)
    except ValueError:
        text = kept
    parts = (" ".join(clean(part).split()) for part in _APART.split(text if isinstance(text, str) else ""))
    found = {key(part): part for part in parts if part}
    found.pop("", None)
    return tuple(found.items())


def key(name: str) -> str:
    """Return what two ways to write one place have in common: «TDP 5», «Tổ dân phố số 05» and «tổ 5»."""
    found = " ".join(word.lstrip("0") or "0" for word in words(fold(name)))
    for long, short in (("to dan pho so ", "to "), ("to dan pho ", "to "), ("tdp so ", "to "), ("tdp ", "to "), ("to so ", "to ")):
        if found.startswith(long):
            return short + found.removeprefix(long)
    return found


def teach(connection: Any) -> None:
    """Give a connection the SQL function has_area(areas, key)."""
    connection.create_function("has_area", 2, _has, deterministic=True)


def _has(kept: str | None, wanted: str) -> int:
    return int(any(found == wanted for found, _ in named(kept)))
