"""Texts as cells of a table that leaves the program (.csv, clipboard): none begins a formula, and each can be taken back as it was.

A spreadsheet calculates a cell that begins with = + - @ (or their wide sisters), and where the PC's list sign is a semicolon it
cuts a cell of ours at each one: what follows would begin a cell too. An apostrophe before it keeps it a text; a text
that has one there already gets another, so nothing is lost on the way back.
"""

import re

_SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]"
# Inside a text a line that begins with a hyphen is a list, unless what follows could call something.
_WITHIN = r"(?:[=@\uff1d\uff20]|[+\-\uff0b\uff0d](?=[^;\r\n]*[|!(]))"
_FIRST = re.compile(rf"(\A)(?='*{_SIGNS})|([;\t\r\n])(?='*{_WITHIN})")
_BACK = re.compile(rf"(\A)'(?='*{_SIGNS})|([;\t\r\n])'(?='*{_WITHIN})")
_NUMBER = re.compile(r"-[0-9][0-9.,]*")


def guarded(text: str) -> str:
    """Return a text no spreadsheet takes for a formula; a negative number stays one."""
    return text if _NUMBER.fullmatch(text) else _FIRST.sub(r"\1\2'", text)


def taken_back(cell: str) -> str:
    """Return the text a guarded cell was made of."""
    return _BACK.sub(r"\1\2", cell)
