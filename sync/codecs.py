"""How a column of values is written: the codec is named in the batch, so a reader needs no declarations.

    PLAIN     any JSON                     DATE    days behind the row's day
    TEXT      text                         TIME    minutes
    INT       whole numbers of 64 bits     FLAG    yes or no
    DECIMAL   short decimal numbers        DIGEST  SHA-256 in hex, 32 bytes each
    DEEP      any JSON, as its text
    [CHOICE, code…]             places in this list
    [LIST, codec]               lengths, then all items as one column
    [RECORD, name, codec, …]    which names each has, then a column for each name

`sync.fitting` says which codec carries a column exactly.
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
    "time": TIME, "choice": [CHOICE], "choices": [LIST, [CHOICE]], "targets": [LIST, TEXT], "check": FLAG, "people": [RECORD],
    "table": [LIST, [RECORD]], "photos": [LIST, [RECORD, "sha256", DIGEST, "name", TEXT, "size", INT]],
    "place": [RECORD, "name", TEXT, "lat", DECIMAL, "lon", DECIMAL],
}  # fmt: skip
"""The codec to begin with for each declared type."""

MAX_CODES, MAX_NAMES, MAX_PLACES = 255, 1_000, 15
_DEEPEST, _NESTED = 100, 6
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIRST_DAY, _LAST_DAY = 1, date.max.toordinal()


def put(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    """Write a column that `fit` approved; `days` is the day (ordinal) of each value's row."""
    _PUT[kind_of(spec)](spec, values, days, out)


def take(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    """Read a column of as many values as `days`. Raises Rejected."""
    given.spend(len(days))
    return _TAKE[kind_of(spec)](spec, days, given)


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
    found = given.masks(count, width(names))
    frame.expect(all(mask < 1 << len(names) for mask in found), "record: names")
    return found


def width(names: Sequence[str]) -> int:
    """Return how many bytes a mask of these names takes."""
    return (len(names) + 7) // 8


def kind_of(spec: Spec) -> int:
    return int(spec[0] if type(spec) is list else spec)


# Columns of single values


def _put_plain(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    out.plain += [_checked(value, 0) for value in values]


def _take_plain(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    return [_checked(value, 0) for value in given.plain(len(days))]


def _put_text(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    out.texts += values


def _take_text(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    return [*given.texts(len(days))]


def _put_deep(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    out.texts += [json.dumps(_checked(value, 0), ensure_ascii=False, separators=(",", ":")) for value in values]


def _take_deep(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    return [_parsed(text) for text in given.texts(len(days))]


def _put_int(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    out.ints(values)


def _take_int(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    return [*given.ints(len(days))]


def _put_decimal(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    places = places_of(values)
    if values:
        out.count(places)
    out.ints([round(value * 10**places) for value in values])


def _take_decimal(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    places = given.count() if days else 0
    frame.expect(places <= MAX_PLACES, "decimal: places")
    return [_decimal(value, places) for value in given.ints(len(days))]


def places_of(values: Sequence[Any]) -> int:
    return max((len(repr(value).partition(".")[2]) for value in values if type(value) is float), default=0)


def exact(value: Any, places: int) -> bool:
    if places > MAX_PLACES or not abs(value) * 10**places < 2**53:
        return False
    again = _decimal(round(value * 10**places), places)
    return type(again) is type(value) and again == value


def _decimal(scaled: int, places: int) -> int | float:
    whole, rest = divmod(scaled, 10**places)
    return scaled / float(10**places) if rest else whole


def _put_date(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    out.ints([_ordinal(value) - day for value, day in zip(values, days, strict=True)])


def _take_date(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    return [_day(day + value) for value, day in zip(given.ints(len(days)), days, strict=True)]


def _put_time(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    out.ints([int(value[:2]) * 60 + int(value[3:]) for value in values])


def _take_time(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    return [_clock(value) for value in given.ints(len(days))]


def _put_flag(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    out.ints([int(value) for value in values])


def _take_flag(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    return [_at((False, True), value) for value in given.ints(len(days))]


def _put_digest(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    out.bytes += bytes.fromhex("".join(values))


def _take_digest(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    whole = given.raw(32 * len(days)).hex()
    return [whole[at : at + 64] for at in range(0, len(whole), 64)]


def _put_choice(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    codes = {code: place for place, code in enumerate(spec[1:])}
    out.ints([codes[value] for value in values])


def _take_choice(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    codes = spec[1:]
    found = [_at(codes, value) for value in given.ints(len(days))]
    given.weigh(sum(map(len, found)))
    return found


# Columns of values that hold others


def _put_lists(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    lengths = [len(value) for value in values]
    out.ints(lengths)
    put(spec[1], [one for value in values for one in value], _spread(days, lengths), out)


def _take_lists(spec: Spec, days: Sequence[int], given: Reader) -> list[Any]:
    lengths = given.ints(len(days))
    frame.expect(all(length >= 0 for length in lengths), "list: length")
    given.spend(sum(lengths))
    items = iter(take(spec[1], _spread(days, lengths), given))
    return [[next(items) for _ in range(length)] for length in lengths]


def _spread(days: Sequence[int], lengths: Sequence[int]) -> list[int]:
    return [day for day, length in zip(days, lengths, strict=True) for _ in range(length)]


def _put_records(spec: Spec, values: Sequence[Any], days: Sequence[int], out: Writer) -> None:
    names = spec[1::2]
    out.masks(masks(values, names), width(names))
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


def is_day(text: str) -> bool:
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
    """Return the value if it is JSON. Raises Rejected."""
    if type(value) is list or type(value) is dict:
        frame.expect(depth < _DEEPEST, "value: nested too deep")
        for key in value:
            _checked(value[key] if type(value) is dict else key, depth + 1)
    elif type(value) is int:
        frame.expect(-(2**63) <= value < 2**63, "value: whole number beyond 64 bits")
    elif type(value) is float:
        frame.expect(math.isfinite(value), "value: not a finite number")
    else:
        frame.expect(value is None or type(value) is str or type(value) is bool, "value: no JSON")
    return value


def _parsed(text: str) -> Any:
    try:
        value = _checked(json.loads(text), 0)
        json.dumps(value, ensure_ascii=False).encode()  # No half of a surrogate, which JSON can spell.
    except (ValueError, RecursionError) as fault:
        raise frame.rejected(f"json: {fault}") from fault
    return value


_PUT = (_put_plain, _put_text, _put_int, _put_decimal, _put_date, _put_time, _put_flag, _put_digest, _put_choice,
        _put_lists, _put_records, _put_deep)  # fmt: skip
_TAKE = (_take_plain, _take_text, _take_int, _take_decimal, _take_date, _take_time, _take_flag, _take_digest,
         _take_choice, _take_lists, _take_records, _take_deep)  # fmt: skip
