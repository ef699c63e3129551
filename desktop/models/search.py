"""The search index: folded words of each activity, found as typed, with or without marks."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from desktop.models import abbreviations
from desktop.models import fields as types
from desktop.models.kinds import Kind
from desktop.models.text import words

WORDS_LIMIT = 800
WORDS_TYPED = 12
_SHORT = 60  # letters of a text that is likely to come again
_SILENT = {"photos", "link", "people", "number", "money", "time", "duration", "check"}


def words_of(kind: Kind, values: Mapping[str, Any]) -> str:
    """Return the folded words under which an activity is found: its kind, all its texts, lists and days."""
    texts = [kind.label, kind.code]
    for field in kind.fields:
        value = values.get(field.name)
        if value is not None and field.type not in _SILENT:
            texts.append(types.show(field, value))
    found = dict.fromkeys(word for text in texts for word in (_folded(text) if len(text) <= _SHORT else words(text)))
    return " ".join(list(found)[:WORDS_LIMIT])


@lru_cache(maxsize=4096)
def _folded(text: str) -> tuple[str, ...]:
    """Labels, days and hosts come again and again; whole texts do not."""
    return tuple(words(text))


def expression(text: str) -> str:
    """Return the FTS5 query of what was typed: every word must begin a word; quoted, so no text is an operator.

    A known abbreviation, full name, or old name of a ward is found under its other names too; those must stand whole.
    """
    typed = words(text)[:WORDS_TYPED]
    parts, at = [], 0
    while at < len(typed):
        phrase = _known(typed, at)
        if phrase:
            choices = [_all(phrase, "*"), *(_all(other, "") for other in abbreviations.others()[phrase])]
            parts.append(f"({' OR '.join(choices)})")
        else:
            parts.append(_one(typed[at]))
        at += len(phrase) or 1
    return " AND ".join(dict.fromkeys(parts))


def _one(word: str) -> str:
    """Return the query of one word; a day or month of one digit is kept as 08 and typed as 8."""
    return f'("{word}"* OR "0{word}")' if len(word) == 1 and word.isdigit() else f'"{word}"*'


def _known(typed: list[str], at: int) -> abbreviations.Phrase:
    """Return the longest known phrase that begins at a word, () when there is none."""
    known = abbreviations.others()
    for length in range(min(abbreviations.longest(), len(typed) - at), 0, -1):
        if tuple(typed[at : at + length]) in known:
            return tuple(typed[at : at + length])
    return ()


def _all(phrase: abbreviations.Phrase, tail: str) -> str:
    return "(" + " AND ".join(f'"{word}"{tail}' for word in phrase) + ")"
