"""Rows of an old table judged by the rules of the form, before anything is saved."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.models.errors import InputError, Problem
from desktop.models.fields import Field, show
from desktop.models.import_matching import IGNORED, KIND, UID, Matching
from desktop.models.import_reading import KindWords, cell, days
from desktop.models.import_source import Cell
from desktop.models.import_table import Entry, Table
from desktop.models.kinds import Kind, Kinds
from desktop.models.text import clean, fold, from_legacy

GOOD, FAULTY, DOUBLE, KNOWN, SKIPPED = "good", "faulty", "double", "known", "skipped"
_AS_WRITTEN = frozenset({"text", "note", "place", "link", "table", "photos"})
Key = tuple[str, str, str]  # kind, first day, folded name
Edits = Mapping[tuple[int, str], str]  # what the person typed: (line, target) to the text


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it would be saved.

    `cells` holds the text of each target, `values` what the form would keep (None while faulty), `problems` name targets.
    `standing` is one of the words above; `remark` says why it is left out. `meant` shows what was read where it is not
    what stands there.
    """

    line: int
    kind: str
    cells: Mapping[str, str]
    values: Mapping[str, Any] | None
    problems: tuple[Problem, ...] = ()
    standing: str = GOOD
    remark: str = ""
    uid: str = ""
    skip: str = ""
    meant: Mapping[str, str] | None = None

    @property
    def key(self) -> Key | None:
        """What doubles have in common: kind, first day, folded name; None where one of them is missing."""
        values = self.values or {}
        title, day = values.get("title"), values.get("starts_on")
        return (self.kind, str(day), fold(str(title))) if title and day else None


@dataclass(frozen=True, slots=True)
class Preview:
    """All rows judged, with the table, the matching and the edits they were judged by; `targets` are the columns shown."""

    table: Table
    matching: Matching
    edits: Edits
    targets: tuple[str, ...]
    rows: tuple[Row, ...]

    def count(self, *standings: str) -> int:
        """Return how many rows stand so."""
        return sum(row.standing in standings for row in self.rows)

    def ready(self, ticked: Collection[int] = (), left_out: Collection[int] = ()) -> list[Row]:
        """Return what would be saved: the good rows but for those left out, and of the others those that were ticked."""
        return [row for row in self.rows if row.values is not None and not row.problems
                and ((row.standing == GOOD and row.line not in left_out)
                     or (row.standing in {DOUBLE, SKIPPED} and row.line in ticked))]  # fmt: skip


class Judge:
    """Reads the rows of one table by one matching."""

    def __init__(self, kinds: Kinds, table: Table, matching: Matching, edits: Edits) -> None:
        self._kinds, self._table, self._matching, self._edits = kinds, table, matching, edits
        self._words = KindWords(kinds)
        self._fields = {code: {field.name: field for field in kind.fields} for code, kind in kinds.items()}
        self._place = {target: at for at, target in enumerate(matching.columns) if target}
        self._meant_kinds: dict[str, str] = {}
        self._seen: dict[tuple[str, str, Cell], Any] = {}  # the same few topics, places and days in thousands of rows
        self._shown: dict[tuple[str, str, str, str], str] = {}

    @property
    def targets(self) -> tuple[str, ...]:
        """The columns to show: those of the file, then required facts that no column brings."""
        kind = self._kinds.get(self._matching.kind)
        needed = [field.name for field in kind.fields if field.required and field.default is None] if kind else []
        roots = {target.partition(".")[0] for target in self._place}
        extra = [name for name in dict.fromkeys([*needed, *self._matching.constants]) if name not in roots]
        return (*self._place, *extra)

    def row(self, entry: Entry) -> Row:
        """Return one row judged; whether it is a double is told by `doubles`."""
        cells = {target: self._cell(entry, at, target) for target, at in self._place.items()}
        cells |= {target: text for (line, target), text in self._edits.items() if line == entry.line} if self._edits else {}
        shown = {target: clean(str(said)) for target, said in cells.items()}
        kind = self._kind(shown.get(KIND, ""))
        uid = shown.get(UID, "").strip()
        if kind is None:
            said = shown.get(KIND, "")
            problem = Problem(KIND, f"Không có loại hoạt động «{said[:40]}»: hãy chọn loại cho dòng này." if said
                              else "Chưa biết loại hoạt động: hãy chọn loại.")  # fmt: skip
            return Row(entry.line, "", shown, None, (problem,), SKIPPED if entry.skip else FAULTY, entry.skip, uid, entry.skip)
        raw, problems = self._raw(kind, cells)
        wrong = {problem.field.partition(".")[0] for problem in problems}
        values: Mapping[str, Any] | None = None
        try:
            values = self._kinds.clean(kind.code, raw)
        except InputError as fault:
            problems += [problem for problem in fault.problems if problem.field not in wrong]
        if problems:
            values = None
        standing = SKIPPED if entry.skip else FAULTY if problems else GOOD
        return Row(entry.line, kind.code, shown, values, tuple(problems), standing, entry.skip, uid, entry.skip,
                   self._meant(kind, shown, values))  # fmt: skip

    def _cell(self, entry: Entry, at: int, target: str) -> Cell:
        said = entry.cells[at] if at < len(entry.cells) else ""
        encoding = (self._matching.legacy or {}).get(at, "")
        return from_legacy(said, encoding) if encoding and isinstance(said, str) else said

    def _kind(self, said: str) -> Kind | None:
        if self._matching.kind:
            return self._kinds.get(self._matching.kind)
        said = said or self._matching.constants.get(KIND, "")
        if said not in self._meant_kinds:
            self._meant_kinds[said] = self._words.within(said) if said else ""
        return self._kinds.get(self._meant_kinds[said])

    def _raw(self, kind: Kind, cells: Mapping[str, Cell]) -> tuple[dict[str, Any], list[Problem]]:
        known, values = self._fields[kind.code], dict[str, Any]()
        problems: list[Problem] = []
        filled = {target: said for target, said in cells.items() if str(said).strip()}
        constant = {target: said for target, said in self._matching.constants.items()
                    if target not in filled and target.partition(".")[0] in known}  # fmt: skip
        people: dict[str, dict[str, Any]] = {}
        for target, said in (constant | filled).items():
            if target in {KIND, UID, IGNORED}:
                continue
            name, _, group = target.partition(".")
            field = known.get(name)
            if field is None:
                problems.append(Problem(target, f"Loại «{kind.label}» không có trường này: hãy xóa ô hoặc đổi loại."))
                continue
            try:
                read = self._read(kind, field, target, said, filled, values)
            except InputError as fault:
                problems.append(Problem(target, fault.sentence))
                continue
            if field.type == "people" and not str(read).lstrip().startswith("{"):
                people.setdefault(name, {})[group or "total"] = read
            else:
                values[name] = read
        return values | people, problems

    def _read(self, kind: Kind, field: Field, target: str, said: Cell, filled: Mapping[str, Cell],
              values: dict[str, Any]) -> Any:  # fmt: skip
        if field.type == "date":
            first, last = days(said, self._matching.year)
            if last and field.name != "starts_on":
                raise InputError(f"«{said}» là hai ngày: hãy ghi một ngày.")
            if last and "ends_on" not in filled:
                values["ends_on"] = last
            return first
        at = self._place.get(target, -1)
        key = (kind.code, target, said)
        if key not in self._seen:
            doubtful, factor = self._matching.doubtful.get(at, ""), self._matching.factors.get(at, 1)
            self._seen[key] = cell(field, said, doubtful=doubtful, factor=factor)
        return self._seen[key]

    def _meant(self, kind: Kind, shown: Mapping[str, str], values: Mapping[str, Any] | None) -> Mapping[str, str] | None:
        if values is None:
            return None
        found = {}
        for target, said in shown.items():
            if said and target in values and self._fields[kind.code][target].type not in _AS_WRITTEN:
                told = self._told(kind, target, said, values[target])
                if told:
                    found[target] = told
        if shown.get(KIND) and fold(shown[KIND]) != fold(kind.label):
            found[KIND] = kind.label
        return found or None


    def _told(self, kind: Kind, target: str, said: str, value: Any) -> str:
        """Return what was read from a cell where it is not what stands there, else ""."""
        key = (kind.code, target, said, repr(value))
        if key not in self._shown:
            told = show(self._fields[kind.code][target], value)
            self._shown[key] = told if fold(told) != fold(said) else ""
        return self._shown[key]


def preview(kinds: Kinds, table: Table, matching: Matching, edits: Edits, *,
            in_book: Callable[[Mapping[int, Key]], Mapping[int, str]], known: Callable[[Sequence[str]], set[str]],
            before: Preview | None = None, told: Callable[[int, int], None] | None = None) -> Preview:  # fmt: skip
    """Judge the whole table; rows that were judged so before are taken over.

    `in_book` says for the keys of rows (by line) which activity of the book they repeat (by line), `known` which uids the book has.
    """
    judge = Judge(kinds, table, matching, edits)
    kept = _unchanged(before, table, matching, edits)
    rows = []
    for number, entry in enumerate(table.entries):
        rows.append(kept.get(entry.line) or judge.row(entry))
        if told and number % 200 == 0:
            told(number, len(table.entries))
    return Preview(table, matching, edits, judge.targets, tuple(_standings(rows, in_book, known)))


def _unchanged(before: Preview | None, table: Table, matching: Matching, edits: Edits) -> dict[int, Row]:
    if before is None or before.matching != matching or before.table is not table:
        return {}
    changed = {line for (line, target) in {*edits, *before.edits}
               if edits.get((line, target)) != before.edits.get((line, target))}  # fmt: skip
    return {row.line: row for row in before.rows if row.line not in changed}


def _standings(rows: list[Row], in_book: Callable[[Mapping[int, Key]], Mapping[int, str]],
               known: Callable[[Sequence[str]], set[str]]) -> Iterable[Row]:  # fmt: skip
    there = known([row.uid for row in rows if row.uid])
    keys = {row.line: key for row in rows if (key := row.key) is not None}
    repeated = in_book(keys)
    seen: dict[Key, int] = {}
    for row in rows:
        standing, remark = (SKIPPED, row.skip) if row.skip else (FAULTY, "") if row.problems else (GOOD, "")
        if row.uid in there:
            standing, remark = KNOWN, "đã có trong sổ"
        elif standing == GOOD and row.line in keys:
            key = keys[row.line]
            if key in seen:
                standing, remark = DOUBLE, f"giống dòng {seen[key]}"
            elif row.line in repeated:
                standing, remark = DOUBLE, repeated[row.line]
            seen.setdefault(key, row.line)
        yield row if (row.standing, row.remark) == (standing, remark) else replace(row, standing=standing, remark=remark)
