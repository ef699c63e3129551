"""How a column of values is written: the codec is named in the batch, so a reader needs no declarations.

    PLAIN     any JSON                     DATE    days behind the row's day
    TEXT      text                         TIME    minutes
    INT       whole numbers of 64 bits     FLAG    yes or no
    DECIMAL   short decimal numbers        DIGEST  SHA-256 in hex, 32 bytes each
    DEEP      any JSON, as its text
    [CHOICE, code…]             places in this list
    [LIST, codec]               lengths, then all items as one column
    [RECORD, name, codec, …]    which names each has, then a column for each name

A codec says in advance whether it carries a column exactly (`fit`); what it does not carry goes to a more general one.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sync import frame
from sync.streams import Reader, Writer

PLAIN, TEXT, INT, DECIMAL, DATE, TIME, FLAG, DIGEST, CHOICE, LIST, RECORD, DEEP = range(12)
Spec = Any  # A number of the above, or a list that begins with CHOICE, LIST or RECORD.

HINTS: Mapping[str, Spec] = {
    "text": TEXT, "note": TEXT, "link": TEXT, "number": INT, "money": INT, "duration": INT, "date": DATE,
    "time": TIME, "choice": [CHOICE], "choices": [LIST, [CHOICE]], "check": FLAG, "people": [RECORD],
    "table": [LIST, [RECORD]], "photos": [LIST, [RECORD, "sha256", DIGEST, "name", TEXT, "size", INT]],
    "place": [RECORD, "name", TEXT, "lat", DECIMAL, "lon", DECIMAL],
}  # fmt: skip
"""The codec to begin with for each declared type."""

MAX_CODES, MAX_NAMES, MAX_PLACES = 255, 1_000, 15
_SHALLOW, _DEEPEST, _NESTED = 6, 100, 6
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}")
_FIRST_DAY, _LAST_DAY = 1, date.max.toordinal()


def fit(hint: Spec, values: Sequence[Any]) -> Spec:
    """Return the codec nearest to the hint that carries all values exactly."""
    return _FITS[_kind(hint)](hint, values) if values else hint


def put(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    """Write a column that `fit` approved; `days` is the day (ordinal) of each value's row."""
    match _kind(spec):
        case 0:
            out.plain += [_checked(value, 0) for value in values]
        case 1:
            out.texts += values
        case 2:
            out.ints(values)
        case 3:
            _put_decimals(values, out)
        case 4:
            out.ints([_ordinal(value) - day for value, day in zip(values, days, strict=True)])
        case 5:
            out.ints([int(value[:2]) * 60 + int(value[3:]) for value in values])
        case 6:
            out.ints(list(map(int, values)))
        case 7:
            out.raw += bytes.fromhex("".join(values))
        case 8:
            codes = {code: place for place, code in enumerate(spec[1:])}
            out.ints([codes[value] for value in values])
        case 9:
            out.ints([len(value) for value in values])
            put(spec[1], [one for value in values for one in value], _spread(days, map(len, values)), out)
        case 10:
            _put_records(spec, values, days, out)
        case _:
            out.texts += [_written(value) for value in values]


def take(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    """Read a column of as many values as `days`. Raises Rejected."""
    count = len(days)
    given.spend(count)
    match _kind(spec):
        case 0:
            return [_checked(value, 0) for value in given.plain(count)]
        case 1:
            return list(given.texts(count))
        case 2:
            return list(given.ints(count))
        case 3:
            return _take_decimals(count, given)
        case 4:
            return [_day(day + value) for value, day in zip(given.ints(count), days, strict=True)]
        case 5:
            return [_clock(value) for value in given.ints(count)]
        case 6:
            return [_at((False, True), value) for value in given.ints(count)]
        case 7:
            whole = given.raw(32 * count).hex()
            return [whole[at : at + 64] for at in range(0, len(whole), 64)]
        case 8:
            found = [_at(spec[1:], value) for value in given.ints(count)]
            given.weigh(sum(map(len, found)))
            return found
        case 9:
            lengths = given.ints(count)
            frame.expect(all(length >= 0 for length in lengths), "list: length")
            given.spend(sum(lengths))
            items = iter(take(spec[1], _spread(days, lengths), given))
            return [[next(items) for _ in range(length)] for length in lengths]
        case 10:
            return _take_records(spec, days, given)
        case _:
            return [_parsed(text) for text in given.texts(count)]


def check(spec: Spec, depth: int = 0) -> None:
    """Check a codec that was received. Raises Rejected."""
    frame.expect(depth <= _NESTED, "codec: nested too deep")
    if type(spec) is int:
        frame.expect(spec in (PLAIN, TEXT, INT, DECIMAL, DATE, TIME, FLAG, DIGEST, DEEP), "codec: number")
        return
    frame.expect(type(spec) is list and len(spec) > 0 and type(spec[0]) is int, "codec")
    if spec[0] == CHOICE:
        frame.expect(all(type(code) is str for code in spec[1:]), "codec: choice")
    elif spec[0] == LIST:
        frame.expect(len(spec) == 2, "codec: list")
        check(spec[1], depth + 1)
    else:
        frame.expect(spec[0] == RECORD, "codec: number")
        check_names(spec[1:], depth + 1)


def check_names(pairs: Sequence[Any], depth: int = 0) -> None:
    """Check a received [name, codec, name, codec, …]. Raises Rejected."""
    names = pairs[::2]
    frame.expect(len(pairs) % 2 == 0 and len(names) <= MAX_NAMES, "codec: names")
    frame.expect(all(type(name) is str for name in names) and len(set(names)) == len(names), "codec: names")
    for spec in pairs[1::2]:
        check(spec, depth)


def masks(records: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[int]:
    """Return for each record which of the names it has, the first name in the lowest bit."""
    bits = {name: 1 << place for place, name in enumerate(names)}
    return [sum(bits[name] for name in record) for record in records]


def take_masks(count: int, names: Sequence[str], given: Reader) -> list[int]:
    """Read `count` masks of these names. Raises Rejected."""
    given.spend(count * width(names))
    found = given.planes(count, width(names))
    frame.expect(all(mask < 1 << len(names) for mask in found), "record: names")
    return found


def width(names: Sequence[str]) -> int:
    """Return how many bytes a mask of these names takes."""
    return (len(names) + 7) // 8


def _kind(spec: Spec) -> int:
    return int(spec[0] if type(spec) is list else spec)


# What carries a column exactly


def _fit_plain(hint: Spec, values: Sequence[Any]) -> Spec:
    return PLAIN if all(_shallow(value, 0) for value in values) else DEEP


def _fit_text(hint: Spec, values: Sequence[Any]) -> Spec:
    return TEXT if all(type(value) is str for value in values) else _general(values)


def _fit_int(hint: Spec, values: Sequence[Any]) -> Spec:
    if all(type(value) is int for value in values):
        return INT if min(values) >= -(2**63) and max(values) < 2**63 else PLAIN
    return _fit_decimal(hint, values)


def _fit_decimal(hint: Spec, values: Sequence[Any]) -> Spec:
    if all(type(value) is int or type(value) is float for value in values):
        places = _places(values)
        if all(_exact(value, places) for value in values):
            return DECIMAL
    return _general(values)


def _fit_date(hint: Spec, values: Sequence[Any]) -> Spec:
    return DATE if all(type(value) is str and _is_day(value) for value in values) else _fit_text(TEXT, values)


def _fit_time(hint: Spec, values: Sequence[Any]) -> Spec:
    fits = all(type(value) is str and _CLOCK.fullmatch(value) for value in values)
    return TIME if fits else _fit_text(TEXT, values)


def _fit_flag(hint: Spec, values: Sequence[Any]) -> Spec:
    return FLAG if all(type(value) is bool for value in values) else _general(values)


def _fit_digest(hint: Spec, values: Sequence[Any]) -> Spec:
    fits = all(type(value) is str and _HEX.fullmatch(value) for value in values)
    return DIGEST if fits else _fit_text(TEXT, values)


def _fit_choice(hint: Spec, values: Sequence[Any]) -> Spec:
    if not all(type(value) is str for value in values):
        return _general(values)
    codes = list(dict.fromkeys([*hint[1:], *values]))
    return [CHOICE, *codes] if len(codes) <= MAX_CODES else TEXT


def _fit_list(hint: Spec, values: Sequence[Any]) -> Spec:
    if not all(type(value) is list for value in values):
        return _general(values)
    return [LIST, fit(hint[1], [one for value in values for one in value])]


def _fit_record(hint: Spec, values: Sequence[Any]) -> Spec:
    if not all(type(value) is dict and all(type(key) is str for key in value) for value in values):
        return _general(values)
    known = dict(zip(hint[1::2], hint[2::2], strict=True))
    names = list(dict.fromkeys([*known, *(key for value in values for key in value)]))
    if len(names) > MAX_NAMES:
        return _general(values)
    spec: list[Any] = [RECORD]
    for name in names:
        cells = [value[name] for value in values if name in value]
        spec += [name, fit(known[name], cells) if name in known else _general(cells)]
    return spec


def _general(values: Sequence[Any]) -> Spec:
    """Judge values by their looks alone."""
    if all(type(value) is str for value in values):
        return TEXT
    if all(type(value) is int for value in values):
        return INT if min(values) >= -(2**63) and max(values) < 2**63 else PLAIN
    return _fit_plain(PLAIN, values)


_FITS = (_fit_plain, _fit_text, _fit_int, _fit_decimal, _fit_date, _fit_time, _fit_flag, _fit_digest, _fit_choice,
         _fit_list, _fit_record, _fit_plain)  # fmt: skip


def _shallow(value: Any, depth: int) -> bool:
    if type(value) is list or type(value) is dict:
        inner = value if type(value) is list else value.values()
        return depth < _SHALLOW and all(_shallow(one, depth + 1) for one in inner)
    return True


# Numbers with a point


def _places(values: Sequence[Any]) -> int:
    return max((len(repr(value).partition(".")[2]) for value in values if type(value) is float), default=0)


def _exact(value: Any, places: int) -> bool:
    if places > MAX_PLACES or not abs(value) * 10**places < 2**53:
        return False
    again = _decimal(round(value * 10**places), places)
    return type(again) is type(value) and again == value


def _decimal(scaled: int, places: int) -> int | float:
    whole, rest = divmod(scaled, 10**places)
    return scaled / 10**places if rest else whole


def _put_decimals(values: Sequence[Any], out: Writer) -> None:
    places = _places(values)
    if values:
        out.count(places)
    out.ints([round(value * 10**places) for value in values])


def _take_decimals(count: int, given: Reader) -> list[Any]:
    places = given.count() if count else 0
    frame.expect(places <= MAX_PLACES, "decimal: places")
    return [_decimal(value, places) for value in given.ints(count)]


# Records


def _put_records(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    names = spec[1::2]
    out.planes(masks(values, names), width(names))
    for name, inner in zip(names, spec[2::2], strict=True):
        at = [place for place, value in enumerate(values) if name in value]
        put(inner, [values[place][name] for place in at], [days[place] for place in at], out)


def _take_records(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    names = spec[1::2]
    had = take_masks(len(days), names, given)
    found: list[dict[str, Any]] = [{} for _ in days]
    for bit, (name, inner) in enumerate(zip(names, spec[2::2], strict=True)):
        at = [place for place, mask in enumerate(had) if mask >> bit & 1]
        for place, value in zip(at, take(inner, [days[place] for place in at], given), strict=True):
            found[place][name] = value
        given.weigh(len(name) * len(at))
    return found


# Single values


def _spread(days: Sequence[int], lengths: Any) -> list[int]:
    return [day for day, length in zip(days, lengths, strict=True) for _ in range(length)]


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(_ordinal(text))
    except ValueError:
        return False


@lru_cache(10_000)
def _ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _day(ordinal: int) -> str:
    frame.expect(_FIRST_DAY <= ordinal <= _LAST_DAY, "date: no such day")
    return date.fromordinal(ordinal).isoformat()


def _clock(minutes: int) -> str:
    frame.expect(0 <= minutes < 1440, "time: no such minute")
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _at(options: Sequence[Any], place: int) -> Any:
    frame.expect(0 <= place < len(options), "choice: no such place")
    return options[place]


def _checked(value: Any, depth: int) -> Any:
    kind = type(value)
    if kind is list or kind is dict:
        frame.expect(depth < _DEEPEST, "value: nested too deep")
        for one in value if kind is list else value.values():
            _checked(one, depth + 1)
    elif kind is int:
        frame.expect(-(2**63) <= value < 2**63, "value: whole number beyond 64 bits")
    elif kind is float:
        frame.expect(math.isfinite(value), "value: not a finite number")
    else:
        frame.expect(value is None or kind is str or kind is bool, "value: no JSON")
    return value


def _written(value: Any) -> str:
    return json.dumps(_checked(value, 0), ensure_ascii=False, separators=(",", ":"))


def _parsed(text: str) -> Any:
    try:
        value = _checked(json.loads(text), 0)
        json.dumps(value, ensure_ascii=False).encode()  # No half of a surrogate, which JSON can spell.
    except (ValueError, RecursionError) as fault:
        raise frame.rejected(f"json: {fault}") from fault
    return value
