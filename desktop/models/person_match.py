"""A person as somebody writes them: found in any text however the marks, capitals and gaps are, and cut out of it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from desktop.models.errors import InputError
from desktop.models.text import clean, fold

INSTEAD = "…"
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_GAP = r"(?:\\[nt]|[\W_]){0,3}"
_DIGIT_GAP = r"[\s.\-()]{0,2}"
_LONGEST, _LEAST = 80, 4  # letters of a name that is looked for


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is looked for: `name` as it was typed (marks count where there are any), `phone` in digits; either may be ""."""

    name: str
    phone: str
    _patterns: tuple[re.Pattern[str], ...] = field(repr=False, compare=False)
    _same: str = field(repr=False, compare=False)

    def hits(self, text: str) -> Iterator[re.Match[str]]:
        """Yield where a text speaks of this person."""
        for pattern in self._patterns:
            yield from (found for found in pattern.finditer(text) if self._is(found))

    def in_text(self, text: str) -> bool:
        """Tell whether a text speaks of this person."""
        return any(True for _ in self.hits(text))

    def cut(self, text: str, instead: str = INSTEAD) -> str:
        """Return a text in which this person is not named any more."""
        for pattern in self._patterns:
            text = pattern.sub(lambda found: instead if self._is(found) else found.group(), text)
        return text

    def in_value(self, value: Any) -> bool:
        """Tell whether plain data (of JSON) speaks of this person, in its texts or keys."""
        if isinstance(value, str):
            return self.in_text(value)
        if isinstance(value, dict):
            return any(self.in_value(one) for pair in value.items() for one in pair)
        return isinstance(value, list | tuple) and any(self.in_value(one) for one in value)

    def cut_value(self, value: Any) -> Any:
        """Return plain data in which no text names this person."""
        if isinstance(value, str):
            return self.cut(value)
        if isinstance(value, dict):
            return {name: self.cut_value(one) for name, one in value.items()}
        return [self.cut_value(one) for one in value] if isinstance(value, list | tuple) else value

    def _is(self, found: re.Match[str]) -> bool:
        """Tell whether what has the same letters is the same name: «Hùng» is not «Hưng», but «Hung» may be either."""
        if found.lastgroup != "name" or not self._same:
            return True
        said = unicodedata.normalize("NFC", re.sub(r"\\[nt]", " ", found.group()))
        return said.isascii() or _spelling(said) == self._same


def wanted(name: str = "", phone: str = "") -> Wanted:
    """Return who is looked for. Raises InputError for a name or a number too short to mean one person."""
    kept = " ".join(clean(name).split())
    digits = re.sub(r"\D", "", phone)
    digits = "0" + digits[2:] if digits.startswith("84") and len(digits) > 9 else digits
    parts = re.findall(r"[^\W\d_]+", fold(kept))
    if kept and (len("".join(parts)) < _LEAST or len(kept) > _LONGEST):
        raise InputError(f"Hãy gõ đủ họ và tên (từ {_LEAST} chữ cái): tên quá ngắn sẽ trùng với nhiều người.")
    if phone.strip() and not 8 <= len(digits) <= 12:
        raise InputError("Hãy gõ đủ số điện thoại (8 đến 12 chữ số).")
    if not kept and not digits:
        raise InputError("Hãy gõ họ và tên, hoặc số điện thoại của người cần tìm.")
    # What stands before is looked at behind the first sign: a pattern that begins with a sign is ten times as quick.
    said = []
    if parts:
        first, *rest = [[_class(letter) for letter in part] for part in parts]
        head = rf"{first[0]}(?<![^\W\d_].){''.join(first[1:])}"
        said.append(rf"(?P<name>{_GAP.join([head, *(''.join(one) for one in rest)])}(?![^\W\d_]))")
    if digits:
        tail = _DIGIT_GAP.join(digits[1:] if digits[0] == "0" else digits)
        head = rf"[0+8](?<!\d.)(?:(?<=0)|(?<=\+)84|(?<=8)4){_DIGIT_GAP}" if digits[0] == "0" else r"(?<!\d)"
        said.append(rf"(?P<phone>{head}{tail}(?!\d))")
    return Wanted(kept, digits, tuple(map(re.compile, said)), "" if kept.isascii() else _spelling(kept))


@cache
def _class(letter: str) -> str:
    """Return the pattern of a letter in any case, with any marks, in one sign or in several."""
    found = {letter}
    for base in _LETTERS:
        found |= {made for tone in _TONES if fold(made := unicodedata.normalize("NFC", base + tone)) == letter and len(made) == 1}
    signs = "".join(sorted({case for one in found for case in (one, one.upper()) if len(case) == 1}))
    return f"[{re.escape(signs)}][\u0300-\u036f]*"


def _spelling(name: str) -> str:
    """Return a name by which two spellings are compared: letters with their marks, the tone of each word behind it."""
    words = []
    for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", name.lower())):
        apart = unicodedata.normalize("NFD", word)
        tones = "".join(sorted(sign for sign in apart if sign in "".join(_TONES)))
        words.append("".join(sign for sign in apart if sign not in "".join(_TONES)) + tones)
    return " ".join(words)
