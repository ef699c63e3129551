"""Which codec carries a column of values exactly: the declared one, or the nearest that is more general."""

import re
from collections.abc import Sequence
from typing import Any

from sync import codecs
from sync.codecs import Spec

_SHALLOW = 6  # levels of lists in a plain value; CBOR is read up to a depth of its own
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}")


def fit(hint: Spec, values: Sequence[Any]) -> Spec:
    """Return the codec nearest to the hint that carries all values exactly."""
    return _FITS[codecs.kind_of(hint)](hint, values) if values else hint


def _fit_plain(hint: Spec, values: Sequence[Any]) -> Spec:
    return codecs.PLAIN if all(_shallow(value, 0) for value in values) else codecs.DEEP


def _fit_text(hint: Spec, values: Sequence[Any]) -> Spec:
    return codecs.TEXT if all(type(value) is str for value in values) else _general(values)


def _fit_int(hint: Spec, values: Sequence[Any]) -> Spec:
    if all(type(value) is int for value in values):
        return codecs.INT if min(values) >= -(2**63) and max(values) < 2**63 else codecs.PLAIN
    return _fit_decimal(hint, values)


def _fit_decimal(hint: Spec, values: Sequence[Any]) -> Spec:
    if all(type(value) is int or type(value) is float for value in values):
        places = codecs.places_of(values)
        if all(codecs.exact(value, places) for value in values):
            return codecs.DECIMAL
    return _general(values)


def _fit_date(hint: Spec, values: Sequence[Any]) -> Spec:
    fits = all(type(value) is str and codecs.is_day(value) for value in values)
    return codecs.DATE if fits else _fit_text(codecs.TEXT, values)


def _fit_time(hint: Spec, values: Sequence[Any]) -> Spec:
    fits = all(type(value) is str and _CLOCK.fullmatch(value) for value in values)
    return codecs.TIME if fits else _fit_text(codecs.TEXT, values)


def _fit_flag(hint: Spec, values: Sequence[Any]) -> Spec:
    return codecs.FLAG if all(type(value) is bool for value in values) else _general(values)


def _fit_digest(hint: Spec, values: Sequence[Any]) -> Spec:
    fits = all(type(value) is str and _HEX.fullmatch(value) for value in values)
    return codecs.DIGEST if fits else _fit_text(codecs.TEXT, values)


def _fit_choice(hint: Spec, values: Sequence[Any]) -> Spec:
    if not all(type(value) is str for value in values):
        return _general(values)
    codes = list(dict.fromkeys([*hint[1:], *values]))
    return [codecs.CHOICE, *codes] if len(codes) <= codecs.MAX_CODES else codecs.TEXT


def _fit_list(hint: Spec, values: Sequence[Any]) -> Spec:
    if not all(type(value) is list for value in values):
        return _general(values)
    return [codecs.LIST, fit(hint[1], [one for value in values for one in value])]


def _fit_record(hint: Spec, values: Sequence[Any]) -> Spec:
    if not all(type(value) is dict and all(type(key) is str for key in value) for value in values):
        return _general(values)
    known = dict(zip(hint[1::2], hint[2::2], strict=True))
    names = list(dict.fromkeys([*known, *(key for value in values for key in value)]))
    if len(names) > codecs.MAX_NAMES:
        return _general(values)
    spec: list[Any] = [codecs.RECORD]
    for name in names:
        cells = [value[name] for value in values if name in value]
        spec += [name, fit(known[name], cells) if name in known else _general(cells)]
    return spec


def _general(values: Sequence[Any]) -> Spec:
    """Judge values by their looks alone."""
    if all(type(value) is str for value in values):
        return codecs.TEXT
    if all(type(value) is int for value in values):
        return codecs.INT if min(values) >= -(2**63) and max(values) < 2**63 else codecs.PLAIN
    return _fit_plain(codecs.PLAIN, values)


_FITS = (_fit_plain, _fit_text, _fit_int, _fit_decimal, _fit_date, _fit_time, _fit_flag, _fit_digest, _fit_choice,
         _fit_list, _fit_record, _fit_plain)  # fmt: skip


def _shallow(value: Any, depth: int) -> bool:
    if type(value) is list:
        return depth < _SHALLOW and all(_shallow(one, depth + 1) for one in value)
    if type(value) is dict:
        return depth < _SHALLOW and all(_shallow(one, depth + 1) for one in value.values())
    return True
