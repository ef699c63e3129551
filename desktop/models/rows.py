"""Many activities of one kind as rows of a table: which columns suit it, what a cell means, what a pasted table holds."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from desktop.models import reading
from desktop.models.cells import taken_back
from desktop.models.errors import InputError
from desktop.models.fields import Choice, Field
from desktop.models.kinds import Kind, Kinds
from desktop.models.text import clean, date_vi, fold

UNSUITED = {"table", "photos"}  # have no words for one cell
FOLLOWED = {"choice", "choices", "place", "date", "time"}  # usually as in the row above
MOST_ROWS, CELL_LIMIT, TEXT_LIMIT = 2_000, 5_000, 8_000_000
SAME = frozenset(("''", '""', "nt", "nhu tren"))  # folded; what people write for "as above"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the grid: a field, or with `group` one of the counts of people in it.

    `follows` says whether a new row begins with what the row above says here.
    """

    name: str
    label: str
    field: Field
    follows: bool = False
    group: str = ""


def columns(kind: Kind) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """Return the columns a kind begins with, and those that can be added, in the order of its form."""
    first: list[Column] = []
    more: list[Column] = []
    for field in kind.fields:
        if field.type in UNSUITED:
            continue
        usual = field.name in kind.columns or field.name in kind.counts
        wanted = usual or (field.required and field.default is None)
        # What the lists show of a kind is what differs from row to row: a slogan and its size stay, street and quantity change.
        stays = field.required and not usual and not field.summed and field.name != "title"
        follows = field.type in FOLLOWED or stays or field.name in ("host", "person")
        (first if wanted else more).append(Column(field.name, field.label, field, follows))
        more += [Column(f"{field.name}:{group.code}", group.label, field, group=group.code) for group in field.groups]
    return tuple(first), tuple(more)


def normal(column: Column, text: str, today: date, above: str = "") -> str:
    """Return what a finished cell says: NFC, a spoken day written out, a choice by its label, «nt» as the row above.

    What cannot be read stays as typed: `judge` says why.
    """
    text = clean(text)[:CELL_LIMIT]
    if 0 < len(text) < 9 and fold(text) in SAME:
        return above
    if column.field.type == "date" and text:
        try:
            return date_vi(reading.day(text, today=today))
        except InputError:
            return text
    if column.field.type == "choice":
        return _choice(column.field.choices, text)
    if column.field.type == "choices":
        return "; ".join(_choice(column.field.choices, part) for part in _parts(column.field, text))
    return text


def values(columns: Sequence[Column], row: Mapping[str, str]) -> dict[str, Any]:
    """Return a row as `Kinds.clean` takes it; empty cells are left out so that defaults hold."""
    found: dict[str, Any] = {}
    for column in columns:
        text = row.get(column.name, "")
        if not text.strip():
            continue
        if column.field.type == "people":
            counts = found.setdefault(column.field.name, {})
            counts[column.group or "total"] = text
        else:
            found[column.field.name] = text
    return found


def judge(kinds: Kinds, kind: Kind, columns: Sequence[Column], row: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values to save and, by column, what is wrong; a fault that has no column stands under the first."""
    try:
        return kinds.clean(kind.code, values(columns, row)), {}
    except InputError as fault:
        faults: dict[str, str] = {}
        names = {column.name for column in columns}
        for problem in fault.problems:
            label = kind.field(problem.field).label if problem.field in kind.names else ""
            if problem.field in names:
                faults.setdefault(problem.field, problem.sentence)
            else:
                said = f"{label}: {problem.sentence}" if label else problem.sentence
                faults.setdefault(columns[0].name, said)
        return {}, faults


def table(text: str) -> list[list[str]]:
    """Return the cells of a table as Excel puts it on the clipboard: tabs between cells, quotes around lines.

    One row more than the grid takes says that there are more.
    """
    text = text[:TEXT_LIMIT].replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    try:
        return [list(map(taken_back, row)) for row in csv.reader(io.StringIO(text), delimiter="\t")][: MOST_ROWS + 1]
    except csv.Error:
        return [line.split("\t") for line in text.split("\n")][: MOST_ROWS + 1]


def headings(columns: Sequence[Column], first: Sequence[str]) -> list[Column | None] | None:
    """Return the column of each cell of a heading row, None when the row is no heading."""
    known = {fold(column.label): column for column in columns} | {column.name: column for column in columns}
    found = [known.get(fold(cell)) for cell in first]
    return found if sum(one is not None for one in found) >= min(2, len(first)) and any(found) else None


@lru_cache(maxsize=4_000)
def _choice(options: tuple[Choice, ...], text: str) -> str:
    """Return the label that was meant: by code, by label, or by the one label that begins with it."""
    wanted = fold(text)
    if not wanted:
        return ""
    known = _folded(options)
    if wanted in known:
        return known[wanted]
    begun = {label for folded, label in known.items() if folded.startswith(wanted) and fold(label) == folded}
    return begun.pop() if len(begun) == 1 else text


@lru_cache(maxsize=200)
def _folded(options: tuple[Choice, ...]) -> dict[str, str]:
    """Return the labels by their folded selves and by their codes."""
    return {fold(option.code): option.label for option in options} | {fold(option.label): option.label for option in options}


def _parts(field: Field, text: str) -> list[str]:
    known = _folded(field.choices)
    parts = [piece for part in text.replace("\n", ";").split(";") for piece in ([part] if fold(part) in known else part.split(","))]
    return [part.strip() for part in parts if part.strip()]
