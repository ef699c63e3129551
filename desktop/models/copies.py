"""The copies of a book that are made by themselves: when, where, which stay, and what is known of each.

They lie in `backups` beside the book, and again in a second place where one was chosen: a folder on another disk or a
stick, found again by a marker whatever letter the stick gets. Each is logged in the table `copies` of the book.
"""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.models import backup, keys
from desktop.models.book import Book
from desktop.models.copy_files import MARKER, SUFFIX, Copy, Pause, carry, expire, lying, marked, remove, sweep, thin
from desktop.models.errors import AppError, Damaged, InputError, StoreError
from desktop.models.files import atomic_write, make_folder, told

FOLDER = "backups"
SECOND, LAST = "second_place", "copied"  # settings: where it is; what the newest copy held
LATE = timedelta(days=7)  # a second place that is older is told
_PASSING = ("copies", "checks", "thumbnails", "settings", "redactions", "buckets", "bucket_sums")
_FEW = 200  # rows of a table that are looked at one by one
_QUIET = frozenset({SECOND, LAST, "check", "pulse", "line_rate", "key_slots", "window", "columns", "journal_verified", "views",
                    "designs_judged", "log", "photos_piece", "mended"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Second:
    """The second place: the folder as last seen, whether it is there now, when it last got a copy (None: never).

    `beside`: it is on the very disk of the book, as far as that can be told.
    """

    folder: Path
    there: bool
    last: datetime | None
    beside: bool = False


class Copies:
    """The copies of one open book; `now` and the drives that are plugged in come from outside."""

    def __init__(self, book: Book, *, now: Callable[[], datetime] = lambda: datetime.now(UTC),
                 drives: Callable[[], Iterable[Path]] = lambda: ()) -> None:  # fmt: skip
        self._book, self._now, self._drives = book, now, drives
        self.folder = book.folder / FOLDER

    # What there is

    def all(self) -> list[Copy]:
        """Return the copies on this PC and in the second place, the newest first; a file that cannot be read is left out."""
        second = self.second()
        found = lying(self.folder, self._own())
        if second and second.there:
            found += lying(second.folder, self._own(), place="second")
        return sorted(found, key=lambda one: one.at, reverse=True)

    def second(self) -> Second | None:
        """Return the second place, looked for by its marker on every drive; None when none was chosen."""
        kept = self._book.setting(SECOND)
        if not kept:
            return None
        folder = self._where(kept)
        last = datetime.fromisoformat(kept["last"]) if kept.get("last") else None
        beside = folder is not None and _disk(folder) == _disk(self._book.folder)
        return Second(folder or Path(kept["folder"]), folder is not None, last, beside)

    def late(self) -> bool:
        """Tell whether there is no second place, or one that has had no copy for a week."""
        second = self.second()
        return second is None or second.last is None or self._now() - second.last > LATE

    def log(self, limit: int = 50) -> Sequence[tuple[datetime, str, str, str, int, str]]:
        """Return what was tried, the newest first: (when, why, place, file, bytes, fault or "")."""
        rows = self._book.query("SELECT at, reason, place, file, size, fault FROM copies ORDER BY n DESC LIMIT ?", (limit,))
        return [(datetime.fromisoformat(at), *rest) for at, *rest in rows]

    # Making them

    def make(self, why: str, *, pause: Pause = lambda: None) -> Copy | None:
        """Make a copy beside the book, and in the second place where it is there; thin both. None when nothing changed.

        Before a book goes back nothing is thinned: what it goes back to may be one of them.

        Raises StoreError or Damaged; what was there before stays as it was, and the fault is logged where it can be.
        """
        state = self._state()
        if why in ("auto", "exit") and state == self._book.setting(LAST) and self._newest_is_there():
            self.bring(pause=pause)
            return None
        began, at = time.monotonic(), self._now()
        name = f"so-phuong-{self._book.office.unit.code}-{at.astimezone():%Y%m%d-%H%M%S}-{why}{SUFFIX}"
        target = _free(self.folder / name)
        try:
            make_folder(self.folder)
            sweep(self.folder, at)
            facts = backup.write(self._book, target, why=why, pause=pause, at=at)
        except AppError as fault:
            self._note(at, why, "pc", name, 0, 0, "", began, fault.sentence)
            raise
        self._note(at, why, "pc", target.name, target.stat().st_size, facts.revisions, facts.digest, began, "", state)
        if why == "restore":
            return Copy(target, at, why, facts.revisions, target.stat().st_size, "pc", facts.book, facts.unit)
        thin(self.folder, at, facts.book, spare=target.name)
        self.bring(pause=pause)
        return Copy(target, at, why, facts.revisions, target.stat().st_size, "pc", facts.book, facts.unit)

    def choose(self, folder: Path | None) -> None:
        """Take a folder as the second place, or none any more. Raises InputError where it would be no second place."""
        if folder is None:
            self._book.set(SECOND, None)
            return
        home = self._book.folder.resolve()
        if folder.resolve() == home or home in folder.resolve().parents:
            raise InputError("Nơi thứ hai phải ở ngoài thư mục của sổ, tốt nhất là USB hoặc ổ đĩa khác: hãy chọn nơi khác.")
        mark = self._own()
        make_folder(folder)
        atomic_write(folder / MARKER, json.dumps({"books": sorted({*marked(folder), mark})}).encode())
        self._book.set(SECOND, {"folder": str(folder), "book": mark, "last": ""})

    def expire(self, before: datetime) -> int:
        """Remove what was made before a moment, wherever a newer copy stays; return how many files went.

        For personal data that was erased: it must not live on in old copies.
        """
        second = self.second()
        gone = expire(self.folder, before, self._own())
        for aside in sorted(self.folder.glob("truoc-*")):
            with told(aside):
                if datetime.fromtimestamp(aside.stat().st_mtime, UTC) < before:
                    remove(aside)
                    gone += 1
        if second and second.there:
            gone += expire(second.folder, before, self._own())
        return gone

    def bring(self, *, pause: Pause = lambda: None) -> Path | None:
        """Carry the newest copy to the second place when it is plugged in and has not got it; return where to.

        A fault there is logged only: the copy on this PC is there.
        """
        second = self.second()
        if second is None or not second.there:
            return None
        mine = lying(self.folder, self._own())
        newest = max(mine, key=lambda one: one.at, default=None)
        if newest is None or (second.folder / newest.path.name).exists():
            return None
        target = second.folder / newest.path.name
        began, at = time.monotonic(), self._now()
        try:
            sweep(second.folder, at)
            carry(newest.path, target, pause=pause)
            thin(second.folder, at, newest.book, spare=target.name)
        except AppError as fault:
            self._note(at, newest.why, "second", target.name, 0, 0, "", began, fault.sentence)
            return None
        self._note(at, newest.why, "second", target.name, newest.size, newest.revisions, "", began, "")
        kept = dict(self._book.setting(SECOND) or {})
        self._book.set(SECOND, kept | {"folder": str(second.folder), "last": at.isoformat(timespec="seconds")})
        return second.folder

    # Inside

    def _where(self, kept: dict[str, str]) -> Path | None:
        folder = Path(kept["folder"])
        below = folder.parts[1:] if folder.anchor else folder.parts
        drives = list(self._drives())
        candidates = [folder, *drives, *(drive.joinpath(*below) for drive in drives),
                      *(drive / folder.name for drive in drives if folder.name)]  # fmt: skip
        return next((one for one in candidates if kept["book"] in marked(one)), None)

    def _own(self) -> str:
        return keys.read_mark(self._book.folder).book

    def _newest_is_there(self) -> bool:
        rows = self._book.query("SELECT file FROM copies WHERE place = 'pc' AND fault = '' ORDER BY n DESC LIMIT 1")
        return bool(rows) and (self.folder / rows[0][0]).exists()

    def _state(self) -> str:
        """Return a digest of how far every table of the book has come; what is made of other tables does not count."""
        tables = [row[0] for row in self._book.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL")]
        plain = sorted(name for name in tables if not name.startswith(("search", "sqlite", "_")) and name not in _PASSING)
        counted = [self._come(name) for name in plain]
        rows = self._book.query("SELECT key, value FROM settings ORDER BY key")
        ends = self._book.query("SELECT max(seq) FROM journal") + self._book.query("SELECT max(at) FROM drafts")
        said = [counted, [row for row in rows if row[0] not in _QUIET], ends]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()

    def _come(self, table: str) -> list[object]:
        count = self._book.query(f'SELECT count(*) FROM "{table}"')[0][0]
        columns = self._book.query(f"SELECT name, type FROM pragma_table_info('{table}')")
        if count <= _FEW and "BLOB" not in {kind for _, kind in columns}:
            return [table, hashlib.sha256(repr(self._book.query(f'SELECT * FROM "{table}"')).encode()).hexdigest()]
        newest = self._book.query(f'SELECT max(at) FROM "{table}"')[0] if ("at", "TEXT") in columns else ()
        return [table, count, *newest]

    def _note(self, at: datetime, why: str, place: str, file: str, size: int, revisions: int, digest: str, began: float,
              fault: str, state: str = "") -> None:  # fmt: skip
        """Log a try; where the disk or a lock refuses that, a copy that was made is still one."""
        took = round((time.monotonic() - began) * 1000)
        try:
            with self._book.tx() as db:
                db.execute("INSERT INTO copies (at, reason, place, file, size, revisions, digest, took, fault) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           [at.isoformat(timespec="seconds"), why, place, file, size, revisions, digest, took, fault])  # fmt: skip
                db.execute("DELETE FROM copies WHERE n <= (SELECT max(n) FROM copies) - 2000")
                if state:
                    self._book.set(LAST, state)
        except Damaged:
            if not fault:
                raise
        except StoreError as refused:
            logging.getLogger("sophuong").warning("copies: %s", refused.details)


def _disk(folder: Path) -> int:
    """Return which disk a folder is on, 0 where nobody knows."""
    with told(folder):
        return folder.stat().st_dev


def _free(target: Path) -> Path:
    made, n = target, 1
    while made.exists():
        n += 1
        made = target.with_name(f"{target.stem}-{n}{SUFFIX}")
    return made
