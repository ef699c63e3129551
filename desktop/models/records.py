"""Rows read off the pages of a SQLite file without SQLite (sqlite.org/fileformat2.html): what is left of a damaged one."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER = 0x0D, 0x05, 0x0A, 0x02
FILE_HEAD = 100  # bytes before the b-tree of page 1
_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8}
_DEEPEST = 40

Read = Callable[[int], bytes | None]  # a page as SQLite wrote it, None where it is damaged


@dataclass(frozen=True, slots=True)
class Cell:
    """A row as it lies in a page; `rowid` is None in an index and in a table without rowids.

    `values` is None where a part of the row lay on a damaged page.
    """

    rowid: int | None
    values: tuple[Any, ...] | None


def kind(page: bytes, number: int) -> int:
    """Return what sort of b-tree page this is: one of the four constants, or another number for none."""
    return page[FILE_HEAD if number == 1 else 0]


def children(page: bytes, number: int) -> list[int]:
    """Return the pages below an inner page, from left to right."""
    head = FILE_HEAD if number == 1 else 0
    found = [int.from_bytes(page[at : at + 4], "big") for at in _cells(page, head, 12)]
    return [*found, int.from_bytes(page[head + 8 : head + 12], "big")]


def cells(page: bytes, number: int, read: Read) -> Iterator[Cell]:
    """Yield the rows of a page; overflow is followed by `read`. Raises ValueError for a page that is no b-tree's."""
    sort, head = kind(page, number), FILE_HEAD if number == 1 else 0
    if sort == TABLE_INNER:
        return
    if sort not in (TABLE_LEAF, INDEX_LEAF, INDEX_INNER):
        raise ValueError("no page of rows")
    try:
        for at in _cells(page, head, 12 if sort == INDEX_INNER else 8):
            at += 4 if sort == INDEX_INNER else 0
            size, at = _varint(page, at)
            rowid = None
            if sort == TABLE_LEAF:
                rowid, at = _varint(page, at)
            payload = _payload(page, at, size, read, leaf_of_table=sort == TABLE_LEAF)
            yield Cell(rowid, None if payload is None else record(payload))
    except (IndexError, UnicodeDecodeError) as fault:
        raise ValueError("spoilt page") from fault


def record(payload: bytes) -> tuple[Any, ...]:
    """Return the values of a record. Raises ValueError or IndexError for what is none."""
    end, at = _varint(payload, 0)
    if end > len(payload):
        raise ValueError("spoilt record")
    values: list[Any] = []
    body = end
    while at < end:
        serial, at = _varint(payload, at)
        value, body = _value(payload, body, serial)
        values.append(value)
    if body != len(payload):
        raise ValueError("spoilt record")
    return tuple(values)


def walk(root: int, read: Read, lost: Callable[[int], None]) -> Iterator[tuple[int, bytes]]:
    """Yield (number, page) of a b-tree's pages with rows, from left to right; `lost` is told of damaged ones."""
    waiting, seen = [(root, 0)], set()
    while waiting:
        number, depth = waiting.pop()
        if number in seen or depth > _DEEPEST:
            continue
        seen.add(number)
        page = read(number)
        sort = None if page is None else kind(page, number)
        if page is None or sort not in (TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER):
            lost(number)
            continue
        if sort in (TABLE_INNER, INDEX_INNER):
            waiting += [(one, depth + 1) for one in reversed(children(page, number))]
        yield number, page


def _cells(page: bytes, head: int, size: int) -> list[int]:
    count = int.from_bytes(page[head + 3 : head + 5], "big")
    first = head + size
    if first + 2 * count > len(page):
        raise ValueError("spoilt page")
    return [int.from_bytes(page[at : at + 2], "big") for at in range(first, first + 2 * count, 2)]


def _payload(page: bytes, at: int, size: int, read: Read, *, leaf_of_table: bool) -> bytes | None:
    usable = len(page)
    most = usable - 35 if leaf_of_table else (usable - 12) * 64 // 255 - 23
    if size <= most:
        if at + size > usable:
            raise ValueError("spoilt page")
        return page[at : at + size]
    least = (usable - 12) * 32 // 255 - 23
    here = least + (size - least) % (usable - 4)
    here = here if here <= most else least
    parts = [page[at : at + here]]
    following, left = int.from_bytes(page[at + here : at + here + 4], "big"), size - here
    while left > 0 and following:
        more = read(following)
        if more is None:
            return None
        parts.append(more[4 : 4 + left])
        left -= len(parts[-1])
        following = int.from_bytes(more[:4], "big")
    return b"".join(parts) if left == 0 else None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9


def _value(payload: bytes, at: int, serial: int) -> tuple[Any, int]:
    if serial >= 12:
        end = at + (serial - 12) // 2
        raw = payload[at:end]
        if len(raw) != end - at:
            raise ValueError("spoilt record")
        return (raw.decode() if serial % 2 else raw), end
    if serial in (8, 9):
        return serial - 8, at
    if serial == 0:
        return None, at
    width = _WIDTHS.get(serial)
    if width is None:
        raise ValueError("spoilt record")
    raw = payload[at : at + width]
    if serial == 7:
        return struct.unpack(">d", raw)[0], at + width
    return int.from_bytes(raw, "big", signed=True), at + width
