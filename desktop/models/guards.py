"""What text of others has to stand before it is read: JSON that says each thing once, brackets that end.

A fault is a ValueError in words for the log; whoever opens the file knows its name and says the sentence.
"""

import json
import re
from typing import Any

DEPTH, TABLES = 64, 4_096
# A name of thousands of parts keeps tomllib busy for minutes: it looks at each beginning of it anew.
_LONG_NAME = re.compile(r"""(?:^|[{,\[])[ \t]*+(?:(?:"[^"\n]*+"|'[^'\n]*+'|[\w-]++)[ \t]*+\.[ \t]*+){64}""", re.MULTILINE)
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


class TooMuch(ValueError):
    """More bytes, members or brackets than any honest file of its kind has."""


def json_of(text: str | bytes, *, depth: int = DEPTH) -> Any:
    """Return the value of JSON that says each thing once: no name twice, no NaN, no brackets without end. Raises ValueError."""
    try:
        said = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        _shallow(said, depth)
        found = json.loads(said, object_pairs_hook=_once, parse_constant=_never)
        if "\\u" in said:
            json.dumps(found, ensure_ascii=False).encode()  # half a letter could be kept nowhere
        return found
    except RecursionError as fault:
        raise TooMuch("brackets") from fault


def toml_of(text: str) -> dict[str, Any]:
    """Return the table of a TOML text. Raises ValueError; brackets without end and numbers of thousands of digits are that too."""
    import tomllib

    _shallow(text, TABLES)
    if _LONG_NAME.search(text):
        raise TooMuch("parts of a name")
    try:
        return tomllib.loads(text)
    except RecursionError as fault:
        raise TooMuch("brackets") from fault


def _shallow(text: str, most: int) -> None:
    if text.count("[") + text.count("{") <= most:
        return
    depth = 0
    for found in _BRACKETS.finditer(text):
        sign = found[0]
        if sign in "[{":
            depth += 1
            if depth > most:
                raise TooMuch("brackets")
        elif sign in "]}":
            depth -= 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _never(word: str) -> Any:
    raise ValueError(word)
