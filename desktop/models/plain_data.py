"""Frozen dataclasses as JSON and back, by their type hints; what a newer program added is passed over."""

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


def dumps(value: Any) -> str:
    """Return a dataclass (tuples, dates, numbers and texts inside) as JSON text, the same for the same value."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(kind: type[Made], text: str) -> Made:
    """Return the dataclass a text was made of. Raises ValueError when it does not fit."""
    try:
        made: Made = _made(kind, json.loads(text))
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"no {kind.__name__}: {fault}") from fault
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, date):
        # Beside plain texts in a column a day must be known again.
        return {"day": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    return value


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: Any, raw: Any) -> Any:
    if isinstance(raw, dict) and set(raw) == {"day"}:
        return date.fromisoformat(raw["day"])
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        whole = next((one for one in inside if is_dataclass(one) or get_origin(one) is tuple), None)
        return _made(whole, raw) if whole is not None and isinstance(raw, dict | list) else raw
    if origin is tuple and isinstance(raw, list):
        if len(inside) == 2 and inside[1] is Ellipsis:
            return tuple(_made(inside[0], one) for one in raw)
        return tuple(_made(one, value) for one, value in zip(inside, raw, strict=True))
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        values = {one.name: _made(hints[one.name], raw[one.name]) for one in fields(kind)
                  if one.name in raw or (one.default is MISSING and one.default_factory is MISSING)}  # fmt: skip
        return kind(**values)
    return raw
