"""The streams a batch is written into, so that like stands beside like: numbers, texts, random bytes, the rest.

Numbers are varints, or planes of bytes where there are many. Texts end with NUL, in a page of one byte for each
Vietnamese letter (UTF-8 spends three, and the compressor pays for each). Random bytes stand apart, for they do not
compress and would spoil the statistics of what does.
"""

import codecs
import re
from collections.abc import Sequence
from functools import cache, reduce
from math import gcd
from operator import or_
from typing import Any

from sync import frame

_LOWER = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"  # of text that is not NFC
_SIGNS = "«»–—…“”‘’°²•×≥≤"
_FREE = (*range(2, 9), *range(11, 32), *range(127, 256))  # bytes that are no ASCII sign, tab or end of line
END, ESCAPE = "\0", "\x01"
_ESCAPED = re.compile(ESCAPE + "([0-9a-f]{1,6});")

FEW = 8  # numbers: below, planes do not pay
MAX_VALUES = 1_000_000  # values of one batch, however they are written
MAX_WEIGHT = 64_000_000  # characters of all values of one batch, those that are only pointed at too


@cache
def page() -> tuple[str, Any, re.Pattern[str]]:
    """Return the code page: its 256 signs, its encoder, and a pattern of what must be escaped."""
    signs = [chr(code) for code in range(256)]
    for code, letter in zip(_FREE, _LOWER + _LOWER.upper() + _MARKS + _SIGNS, strict=True):
        signs[code] = letter
    table = "".join(signs)
    kept = "".join(re.escape(sign) for sign in table if sign not in (END, ESCAPE))
    return table, codecs.charmap_build(table), re.compile(f"[^{kept}]")


class Writer:
    """Takes what the columns give; `close` returns the streams."""

    def __init__(self) -> None:
        self.numbers = bytearray()
        self.texts: list[str] = []
        self.bytes = bytearray()
        self.plain: list[Any] = []

    def count(self, value: int) -> None:
        """Write a number that is not negative."""
        while value > 127:
            self.numbers.append(value & 127 | 128)
            value >>= 7
        self.numbers.append(value)

    def number(self, value: int) -> None:
        """Write a whole number of either sign."""
        self.count(value << 1 if value >= 0 else (-value << 1) - 1)

    def ints(self, values: Sequence[int]) -> None:
        """Write a column of whole numbers of 64 bits; the reader knows how many."""
        if len(values) < FEW:
            for value in values:
                self.number(value)
            return
        least = min(values)
        step = reduce(gcd, (value - least for value in values)) or 1
        steps = [(value - least) // step for value in values]
        width = (max(steps).bit_length() + 7) // 8
        self.number(least)
        self.count(step)
        self.count(width)
        self.masks(steps, width)

    def masks(self, values: Sequence[int], width: int) -> None:
        """Write numbers of `width` bytes, all lowest bytes first."""
        for shift in range(0, width * 8, 8):
            self.numbers += bytes([value >> shift & 255 for value in values])

    def close(self) -> list[Any]:
        """Return the streams: texts, random bytes, numbers, plain values. Raises Rejected for half a surrogate."""
        _, encoder, odd = page()
        joined = END.join(odd.sub(_escape, text) for text in self.texts) + END if self.texts else ""
        return [codecs.charmap_encode(joined, "strict", encoder)[0], bytes(self.bytes), bytes(self.numbers), self.plain]


class Reader:
    """Gives back what a `Writer` took, in the same order. Raises Rejected for anything else."""

    def __init__(self, streams: Sequence[Any]) -> None:
        texts, raw, numbers, plain = streams
        frame.expect(type(numbers) is type(texts) is type(raw) is bytes and type(plain) is list, "columns: streams")
        self._numbers: bytes = numbers
        self._texts = _texts(texts)
        self._raw: bytes = raw
        self._plain: list[Any] = plain
        self._at = self._text = self._byte = self._item = 0
        self._values, self._weight = MAX_VALUES, MAX_WEIGHT

    def count(self) -> int:
        """Read a number that is not negative, below 2^64."""
        value = shift = 0
        while shift < 70 and self._at < len(self._numbers):
            byte = self._numbers[self._at]
            self._at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                frame.expect(value < 2**64, "columns: number too big")
                return value
            shift += 7
        raise frame.rejected("columns: numbers cut short")

    def number(self) -> int:
        """Read a whole number of 64 bits."""
        value = self.count()
        return _fits(-((value + 1) >> 1) if value & 1 else value >> 1)

    def ints(self, count: int) -> list[int]:
        """Read a column of whole numbers."""
        self.spend(count)
        if count < FEW:
            return [self.number() for _ in range(count)]
        least, step, width = self.number(), self.count(), self.count()
        frame.expect(width <= 8, "columns: width")
        steps = self._planes(count, width)
        _fits(least + step * max(steps))
        return [least + step * value for value in steps]

    def masks(self, count: int, width: int) -> list[int]:
        """Read `count` numbers of `width` bytes each."""
        self.spend(count * width)
        return self._planes(count, width)

    def texts(self, count: int) -> list[str]:
        """Read the next texts."""
        found = self._texts[self._text : self._text + count]
        frame.expect(len(found) == count, "columns: texts cut short")
        self._text += count
        return found

    def raw(self, size: int) -> bytes:
        """Read the next random bytes."""
        found = self._raw[self._byte : self._byte + size]
        frame.expect(len(found) == size, "columns: bytes cut short")
        self._byte += size
        return found

    def plain(self, count: int) -> list[Any]:
        """Read the next plain values."""
        found = self._plain[self._item : self._item + count]
        frame.expect(len(found) == count, "columns: values cut short")
        self._item += count
        return found

    def spend(self, count: int) -> None:
        """Reckon with `count` values more, so that a few bytes cannot ask for endless ones."""
        self._values -= count
        frame.expect(self._values >= 0, "columns: too many values")

    def weigh(self, characters: int) -> None:
        """Reckon with characters that are pointed at, not written."""
        self._weight -= characters
        frame.expect(self._weight >= 0, "columns: too much text")

    def _planes(self, count: int, width: int) -> list[int]:
        size = count * width
        blob = self._numbers[self._at : self._at + size]
        frame.expect(len(blob) == size, "columns: numbers cut short")
        self._at += size
        values = [0] * count
        for plane in range(width):
            part, shift = blob[plane * count : (plane + 1) * count], 8 * plane
            values = list(map(or_, values, [byte << shift for byte in part])) if shift else list(part)
        return values

    def done(self) -> None:
        """Check that nothing is left over."""
        left = (len(self._numbers) - self._at, len(self._texts) - self._text, len(self._raw) - self._byte,
                len(self._plain) - self._item)  # fmt: skip
        frame.expect(not any(left), "columns: something left over")


def _texts(raw: bytes) -> list[str]:
    if not raw:
        return []
    frame.expect(raw[-1] == 0, "columns: texts cut short")
    texts = codecs.charmap_decode(raw, "strict", page()[0])[0][:-1].split(END)
    return [_ESCAPED.sub(_unescape, text) if ESCAPE in text else text for text in texts]


def _escape(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    frame.expect(not 0xD800 <= code < 0xE000, "text: half a surrogate")
    return f"{ESCAPE}{code:x};"


def _unescape(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    frame.expect(code < 0x110000 and not 0xD800 <= code < 0xE000, "text: no such sign")
    return chr(code)


def _fits(value: int) -> int:
    frame.expect(-(2**63) <= value < 2**63, "columns: whole number beyond 64 bits")
    return value
