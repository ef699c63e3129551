"""What goes to who helps: the self-test, the logs and counts, read by the sender before it leaves; never whom it is about.

Everything is chosen by name: nothing of the book but counts, nothing of the settings but how the window looks.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop import logs, selftest
from desktop.models.book import Book
from desktop.models.errors import AppError
from desktop.probes import Finding

LARGEST = 2 * 1024 * 1024  # bytes of the whole zip
COUNTED = ("activities", "journal", "drafts", "attachments", "receipts", "copies", "checks")
SETTINGS = ("text_size", "look", "language")
_LOGIN = re.compile(r"(://)\S*@")  # up to the last @: a password may hold one, and a slash
_NAMED = re.compile(r"(?i)\b(bearer|basic|token|password|mat[_ ]?khau|secret|key|pin)\b([\s=:\"']+)[^\s\"',;]+")
_SECRET = re.compile(r"(?<![\w./-])[\w+/-]{24,}={0,2}|(?<![\w./-])(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[\w+/-]{20,}={0,2}")
_CODE = re.compile(r"\b(?:[A-Z0-9]{4,6}-){2,}[A-Z0-9]{4,6}\b")  # enrolment and recovery codes
_MARKED = re.compile(r"[^\W\d_]+")


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of the bundle by its name, the shortest to read first; what cannot be read is left out."""
    found = [_shown(one) for one in selftest.run(folder)]
    made = {"so.json": _json(_counts(folder)), "tu-kiem-tra.json": selftest.as_json(found), "tu-kiem-tra.pdf": _paper(found)}
    for path in logs.files():
        try:
            made[path.name] = _log(path.read_text(encoding="utf-8", errors="replace")).encode()
        except OSError:
            continue
    return made


def packed(found: dict[str, bytes], *, without: Collection[str] = ()) -> bytes:
    """Return the zip of these files; one too large for a letter is refused in one sentence."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in found.items():
            if name not in without:
                made.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    if room.tell() > LARGEST:
        raise AppError("Gói hỗ trợ lớn hơn 2 MB: hãy bỏ bớt một tệp nhật ký rồi làm lại.")
    return room.getvalue()


def clean(text: str) -> str:
    """Return a text without names, logins in addresses, tokens and codes."""
    text = _NAMED.sub(rf"\1\2{logs.HIDDEN}", _LOGIN.sub(rf"\1{logs.HIDDEN}@", text))
    return _SECRET.sub(logs.HIDDEN, _CODE.sub(logs.HIDDEN, logs.scrub(text)))


def _log(text: str) -> str:
    """Our own lines are English: a word with marks is somebody's."""
    return _MARKED.sub(lambda word: word.group() if word.group().isascii() else logs.HIDDEN, clean(text))


def _shown(one: Finding) -> Finding:
    return replace(one, sentence=clean(one.sentence), facts=_inside(one.facts))


def _inside(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case dict():
            return {key: _inside(kept) for key, kept in value.items()}
        case list() | tuple():
            return [_inside(kept) for kept in value]
    return value


def _counts(folder: Path) -> dict[str, Any]:
    if not Book.exists(folder):
        return {**selftest.about(), "book": False}
    try:
        with Book.open(folder) as book:
            there = {name for (name,) in book.query("SELECT name FROM sqlite_master WHERE type = 'table'")}
            counts = {name: book.query(f"SELECT count(*) FROM {name}")[0][0] for name in COUNTED if name in there}  # noqa: S608
            window = book.setting("window") or {}
            return {**selftest.about(), "book": True, "unit": book.office.unit.code, "counts": counts,
                    "settings": {name: window.get(name) for name in SETTINGS}}  # fmt: skip
    except AppError as fault:
        return {**selftest.about(), "book": True, "fault": type(fault).__name__}


def _paper(found: Sequence[Finding]) -> bytes:
    from desktop.printing import selftest as paper

    return paper.paper(selftest.about(), found)


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
