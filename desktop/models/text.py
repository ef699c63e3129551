"""Vietnamese text: one form to keep, one to search, one to sort, and how numbers and dates are written."""

import json
import re
import unicodedata
from datetime import date
from functools import cache
from itertools import filterfalse
from pathlib import Path

LEGACY_TABLES = Path(__file__).resolve().parents[2] / "resources" / "legacy_encodings.json"

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007"), " ")
_CONTROL = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}
_CLEANING = _INVISIBLE | _SPACES | _CONTROL
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_ALPHABET = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=1)}
_TCVN3_SIGN = re.compile(r"(?<=[^\W\d_])[®¸µ¶·¹©¨«¬]|[®¸µ¶·¹©¨«¬](?=[^\W\d_])")
_VNI_SIGN = re.compile("[aeiouyAEIOUYôơưÔƠƯ][ùøûõïáàåãäéèúüëâêÙØÛÕÏÁÀÅÃÄÉÈÚÜËÂÊ]")


def clean(text: str) -> str:
    """Return the form that is kept: NFC, no invisible characters, no-break spaces as spaces, trimmed."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return normal.translate(_CLEANING).strip()


def fold(text: str) -> str:
    """Return the search key: lower case, no marks, đ as d, single spaces; hoà and hòa give the same."""
    lowered = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = lowered if lowered.isascii() else "".join(filterfalse(unicodedata.combining, lowered))
    return " ".join(bare.replace("đ", "d").split())


def words(text: str) -> list[str]:
    """Return the folded words of a text: runs of letters and digits."""
    return re.findall(r"[^\W_]+", fold(text))


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Return the key of dictionary order: letters a ă â b c d đ …, then tones, then the text itself."""
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", text.lower()):
        base, tone = _split_tone(sign)
        letters.append(_ALPHABET.get(base, 100 + ord(base) if base.isalpha() else 0))
        tones.append(tone)
    return tuple(letters), tuple(tones), text


def person_key(name: str) -> tuple[object, ...]:
    """Return the key that sorts people by given name (last word), then family name, then the middle."""
    parts = clean(name).split()
    if not parts:
        return ()
    return (sort_key(parts[-1]), sort_key(parts[0]), sort_key(" ".join(parts[1:-1])))


def guess_legacy(text: str) -> str | None:
    """Return "tcvn3" or "vni" when the text looks written in that old encoding, else None."""
    letters = sum(map(str.isalpha, text))
    if _has_modern_marks(text):
        return None
    for encoding, sign in (("tcvn3", _TCVN3_SIGN), ("vni", _VNI_SIGN)):
        hits = len(sign.findall(text))
        if hits and hits * 100 >= 3 * letters:
            return encoding
    return None


def from_legacy(text: str, encoding: str) -> str:
    """Convert text of the fonts .VnTime ("tcvn3") or VNI-Times ("vni") to Unicode NFC.

    The soft hyphen U+00AD is TCVN3's ư, so convert before `clean`. Source: DOMAIN 6.4.
    """
    table = _legacy_tables()[encoding]
    longest = sorted(table, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest)))
    return unicodedata.normalize("NFC", pattern.sub(lambda hit: table[hit.group()], text))


def number_vi(number: float, *, decimals: int | None = None, most: int = 6) -> str:
    """Write a number the Vietnamese way: 1.234.567,5, with exactly `decimals` places or as few as it needs up to `most`."""
    if decimals is None:
        plain = f"{number:,.{most}f}".rstrip("0").rstrip(".") if isinstance(number, float) else f"{number:,}"
    else:
        plain = f"{number:,.{decimals}f}"
    return plain.translate(str.maketrans(",.", ".,"))


def money_vi(dong: int) -> str:
    """Write an amount: 12.500.000 đồng."""
    return f"{number_vi(dong)} đồng"


def date_vi(day: date | str) -> str:
    """Write a day as on screen: 05/10/2026; a text that is no ISO date comes back as it is."""
    try:
        value = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        return str(day)
    return f"{value.day:02d}/{value.month:02d}/{value.year}"


def date_official(day: date) -> str:
    """Write a day as in documents: days below 10 and months 1, 2 get a leading 0 (NĐ 30/2020 Phụ lục I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _split_tone(sign: str) -> tuple[str, int]:
    decomposed = unicodedata.normalize("NFD", sign)
    tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), 0)
    base = "".join(mark for mark in decomposed if mark not in _TONES)
    return unicodedata.normalize("NFC", base)[:1] or sign, tone


def _has_modern_marks(text: str) -> bool:
    return any("\u1ea0" <= sign <= "\u1ef9" or sign in "ăđĂĐ" for sign in text)


@cache
def _legacy_tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = json.loads(LEGACY_TABLES.read_text(encoding="utf-8"))
    return tables
