"""Words that a face can draw: what people paste from social pages is turned into plain letters, or left out."""

import unicodedata
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from desktop.printing import fonts

T = TypeVar("T")


def printable(value: T, face: str = "serif") -> T:
    """Return a text, or a frozen dataclass or tuple of texts, in which every sign can be drawn with a face.

    Ornate letters (𝗧, ①) become plain ones; pictures (🎉) are left out, for a square says nothing to anybody.
    """
    return _printable(value, face)  # type: ignore[no-any-return]


def _printable(value: Any, face: str) -> Any:
    if isinstance(value, str):
        return _text(value, face)
    if isinstance(value, tuple):
        return tuple(_printable(one, face) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _printable(getattr(value, one.name), face) for one in fields(value)})
    return value


@lru_cache(maxsize=20_000)
def _text(text: str, face: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    if fonts.covers(face, composed):
        return composed
    plain = "".join(_sign(sign, face) for sign in composed)
    return "\n".join(" ".join(line.split()) for line in unicodedata.normalize("NFC", plain).split("\n"))


def _sign(sign: str, face: str) -> str:
    if sign.isspace() or unicodedata.combining(sign) or fonts.covers(face, sign):
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    return plain if fonts.covers(face, plain) else ""
