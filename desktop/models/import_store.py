"""Imports of one book: what was remembered of tables, what each import saved, and taking a whole import back."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.models import import_matching, import_source, import_table, importing
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.import_matching import Matching
from desktop.models.import_source import Sheet, Source
from desktop.models.import_table import Table
from desktop.models.importing import Edits, Key, Preview
from desktop.models.journal import new_uid, now
from desktop.models.kinds import Kinds
from desktop.models.query import BITS, day_floor
from desktop.models.text import date_vi, fold

_CHUNK = 100


@dataclass(frozen=True, slots=True)
class Import:
    """One import: when (UTC), by whom, of which file; rows found and saved; `undone_at` is "" until it is taken back."""

    uid: str
    at: str
    by: str
    file: str
    digest: str
    found: int
    saved: int
    undone_at: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back did: `binned` activities, `changed` ones that somebody has worked on since (uids), `locked` ones."""

    binned: int
    changed: tuple[str, ...]
    locked: int


class Imports:
    """Reads tables, judges them against this book, saves them whole, and takes them back."""

    def __init__(self, book: Book, kinds: Kinds, activities: Activities) -> None:
        self._book, self._kinds, self._activities = book, kinds, activities

    # Before anything is saved

    def open(self, source: Path | str) -> Source:
        """Read a file, or a pasted table (text). Raises InputError in one sentence, StoreError."""
        return import_source.pasted(source) if isinstance(source, str) else import_source.read(source)

    def table(self, sheet: Sheet, *, head: int | None = None) -> Table:
        """Find the table in a sheet; `head` names its heading row when the person knows better."""
        return import_table.find(sheet, import_matching.recogniser(self._kinds), head=head)

    def match(self, table: Table, *, name: str = "", kind: str = "") -> Matching:
        """Return how the columns are read: as remembered for these headings, else as the headings say."""
        rows = self._book.query("SELECT matches FROM import_matches WHERE headings = ?", (import_matching.key(table),))
        guessed = import_matching.guess(table, self._kinds, name=name, today_year=date.today().year, kind=kind)
        if rows:
            found = import_matching.remembered(rows[0][0], guessed.year)
            # Sheets of several kinds often have the same headings: what their names say counts for more.
            said = kind or import_matching.named_kind(table, self._kinds, name)
            if import_matching.fitting(found, table, self._kinds) and (not found.kind or said in {"", found.kind}):
                return found
        return guessed

    def preview(self, table: Table, matching: Matching, edits: Edits, *, before: Preview | None = None,
                told: Callable[[int, int], None] | None = None) -> Preview:  # fmt: skip
        """Judge every row by the rules of the form and look for doubles, in the file and in the book."""
        return importing.preview(self._kinds, table, matching, edits, in_book=self._repeated, known=self._known,
                                 before=before, told=told)  # fmt: skip

    def again(self, digest: str) -> Import | None:
        """Return the newest import of the same bytes that was not taken back."""
        found = self._select("WHERE digest = ? AND undone_at = '' ORDER BY at DESC LIMIT 1", (digest,))
        return found[0] if found else None

    # Saving and taking back

    def save(self, source: Source, preview: Preview, *, ticked: Iterable[int] = (), left_out: Iterable[int] = (),
             told: Callable[[int, int], None] | None = None, stopped: Callable[[], bool] | None = None) -> Import:  # fmt: skip
        """Save what the preview offers in one transaction: all of it, or on a stop or a fault nothing.

        Raises InputError when nobody answered about old fonts, when nothing is to be saved, or when it was stopped.
        """
        if preview.table.legacy() and preview.matching.legacy is None:
            raise InputError("Chưa trả lời về phông chữ cũ: hãy chọn «Đổi sang Unicode» hoặc «Giữ nguyên».")
        rows = preview.ready(frozenset(ticked), frozenset(left_out))
        rows.sort(key=lambda row: str((row.values or {}).get("starts_on", "")))  # see `undo`
        if not rows:
            raise InputError("Không có dòng nào để nhập: hãy sửa các dòng sai hoặc chọn thêm dòng.")
        made = Import(new_uid(), now(), str(self._book.setting("office", {}).get("person", "")), source.name[:200],
                      source.digest, len(preview.rows), len(rows), "")  # fmt: skip
        with self._book.tx() as db:
            for start in range(0, len(rows), _CHUNK):
                if stopped and stopped():
                    raise InputError("Đã dừng: chưa lưu dòng nào.")
                some = rows[start : start + _CHUNK]
                saved = self._activities.save_many([(row.kind, row.values or {}) for row in some])
                self._book.connection.executemany(
                    "INSERT INTO import_rows (import, line, uid, revision) VALUES (?, ?, ?, ?)",
                    [(made.uid, row.line, one.uid, one.revision) for row, one in zip(some, saved, strict=True)])  # fmt: skip
                if told:
                    told(start + len(some), len(rows))
            db.execute("INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       [made.uid, made.at, made.by, made.file, made.digest, made.found, made.saved, ""])  # fmt: skip
            db.execute("INSERT OR REPLACE INTO import_matches VALUES (?, ?, ?)",
                       [import_matching.key(preview.table), preview.matching.to_json(), made.at])  # fmt: skip
        return made

    def history(self, limit: int = 50) -> list[Import]:
        """Return the imports, newest first."""
        return self._select("ORDER BY at DESC LIMIT ?", (limit,))

    def lines(self, uid: str) -> list[tuple[int, str]]:
        """Return the rows of an import as (line, uid of the activity)."""
        rows = self._book.query("SELECT line, uid FROM import_rows WHERE import = ? ORDER BY line", (uid,))
        return [(int(line), str(activity)) for line, activity in rows]

    def undo(self, uid: str, *, changed_too: bool = False, told: Callable[[int, int], None] | None = None) -> Undone:
        """Put what an import saved into the bin, a hundred in a transaction; histories stay. What was cut short goes on.

        What was changed since is left alone and told, unless `changed_too`. Raises InputError for an unknown import.
        """
        if not self._select("WHERE uid = ?", (uid,)):
            raise InputError("Không có lần nhập này trong sổ: hãy xem lại danh sách các lần nhập.")
        # By id: the search index is written through to the disk whenever a smaller id follows a larger one.
        rows = self._book.query(
            "SELECT a.uid, a.revision = r.revision, coalesce(a.review, '') = 'locked' FROM import_rows AS r "
            "JOIN activities AS a ON a.uid = r.uid WHERE r.import = ? AND a.binned = 0 ORDER BY a.id", (uid,))  # fmt: skip
        binned, changed, locked = 0, [], 0
        for start in range(0, len(rows), _CHUNK):
            # In pieces, so that the post and other windows need not wait for the book.
            with self._book.tx():
                for activity, same, shut in rows[start : start + _CHUNK]:
                    if shut:
                        locked += 1
                    elif same or changed_too:
                        self._activities.bin(activity)
                        binned += 1
                    else:
                        changed.append(activity)
            if told:
                told(min(start + _CHUNK, len(rows)), len(rows))
        with self._book.tx() as db:
            db.execute("UPDATE imports SET undone_at = ? WHERE uid = ?", [now(), uid])
        return Undone(binned, tuple(changed), locked)

    def _select(self, where: str, parameters: tuple[object, ...]) -> list[Import]:
        rows = self._book.query(f"SELECT uid, at, by, file, digest, found, saved, undone_at FROM imports {where}", parameters)
        return [Import(*row) for row in rows]

    def _known(self, uids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        wanted = list(dict.fromkeys(uids))
        for start in range(0, len(wanted), 500):
            some = tuple(wanted[start : start + 500])
            marks = ",".join("?" * len(some))
            found.update(row[0] for row in self._book.query(f"SELECT uid FROM activities WHERE uid IN ({marks})", some))
        return found

    def _repeated(self, keys: Mapping[int, Key]) -> Mapping[int, str]:
        """Say for rows (by line) which activity of the book has the same kind, day and name."""
        by_day: dict[str, list[tuple[int, Key]]] = defaultdict(list)
        for line, key in keys.items():
            by_day[key[1]].append((line, key))
        found: dict[int, str] = {}
        for day, some in by_day.items():
            floor = day_floor(day)
            kept = self._book.query("SELECT kind, title FROM activities WHERE id >= ? AND id < ? AND binned = 0",
                                    (floor, floor + (1 << BITS)))  # fmt: skip
            there = {(kind, fold(title)) for kind, title in kept}
            found |= {line: f"đã có trong sổ ngày {date_vi(day)}" for line, key in some if (key[0], key[2]) in there}
        return found


def as_json(made: Import) -> str:
    """Return an import as one line of JSON."""
    return json.dumps({name: getattr(made, name) for name in Import.__slots__}, ensure_ascii=False)
