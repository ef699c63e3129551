"""The search index: folded words of each activity, found as typed, with or without marks."""

from collections.abc import Mapping
from typing import Any

from desktop.models import fields as types
from desktop.models.kinds import Kind
from desktop.models.text import words

WORDS_LIMIT = 800
_SILENT = {"photos", "link", "people", "number", "money", "time", "duration", "check"}


def words_of(kind: Kind, values: Mapping[str, Any]) -> str:
    """Return the folded words under which an activity is found: its kind, all its texts, lists and days."""
    texts = [kind.label, kind.code]
    for field in kind.fields:
        value = values.get(field.name)
        if value is not None and field.type not in _SILENT:
            texts.append(types.show(field, value))
    found = dict.fromkeys(word for text in texts for word in words(text))
    return " ".join(list(found)[:WORDS_LIMIT])


def expression(text: str) -> str:
    """Return the FTS5 query of what was typed: every word must begin a word; quoted, so no text is an operator."""
    return " ".join(f'"{word}"*' for word in dict.fromkeys(words(text)[:12]))
