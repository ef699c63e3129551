"""The copies of a book that are made by themselves: when, where, which stay, and what is known of each.

They lie in `backups` beside the book, and again in a second place where one was chosen: a folder on another disk or a
stick, found again by a marker whatever letter the stick gets. Each is logged in the table `copies` of the book.
"""

import hashlib
import json
import logging
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.models import backup, keys, packaged, snapshot
from desktop.models.book import Book
from desktop.models.errors import AppError, Damaged, InputError, StoreError
from desktop.models.files import atomic_write, make_folder, put_in_place, told
from desktop.models.text import number_vi
from desktop.models.thinning import WHYS, Dated, keep

FOLDER, SUFFIX = "backups", ".backup"
MARKER = "so-phuong-sao-luu.json"  # in the second place: whose copies lie there
SECOND, LAST = "second_place", "copied"  # settings: where it is; what the newest copy held
LATE = timedelta(days=7)  # a second place that is older is told
_PASSING = ("copies", "checks", "thumbnails", "settings", "redactions", "buckets", "bucket_sums")
_FEW = 200  # rows of a table that are looked at one by one
_QUIET = frozenset({SECOND, LAST, "check", "pulse", "line_rate", "key_slots", "window", "columns", "journal_verified", "views",
                    "designs_judged", "log", "photos_piece", "mended"})  # fmt: skip

Pause = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy that is there: `why` is a key of thinning.WHYS, `place` "pc" or "second", `size` bytes of the whole file."""

    path: Path
    at: datetime
    why: str
    revisions: int
    size: int
    place: str
    book: str
    unit: str


@dataclass(frozen=True, slots=True)
class Second:
    """The second place: the folder as last seen, whether it is there now, when it last got a copy (None: never)."""

    folder: Path
    there: bool
    last: datetime | None


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
        found = _found(self.folder, "pc", "*" + SUFFIX)
        if second and second.there:
            found += _found(second.folder, "second", "*" + SUFFIX)
        own = keys.read_mark(self._book.folder).book
        return sorted((one for one in found if one.book == own), key=lambda one: one.at, reverse=True)

    def second(self) -> Second | None:
        """Return the second place, looked for by its marker on every drive; None when none was chosen."""
        kept = self._book.setting(SECOND)
        if not kept:
            return None
        folder = self._where(kept)
        last = datetime.fromisoformat(kept["last"]) if kept.get("last") else None
        return Second(folder or Path(kept["folder"]), folder is not None, last)

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
            self._bring_second(pause)
            return None
        began, at = time.monotonic(), self._now()
        name = f"so-phuong-{at.astimezone():%Y%m%d-%H%M%S}-{why}{SUFFIX}"
        target = _free(self.folder / name)
        try:
            make_folder(self.folder)
            facts = backup.write(self._book, target, why=why, pause=pause, at=at)
        except AppError as fault:
            self._note(at, why, "pc", name, 0, 0, "", began, fault.sentence)
            raise
        self._note(at, why, "pc", target.name, target.stat().st_size, facts.revisions, facts.digest, began, "", state)
        if why == "restore":
            return Copy(target, at, why, facts.revisions, target.stat().st_size, "pc", facts.book, facts.unit)
        thin(self.folder, at, spare=target.name)
        self._bring_second(pause)
        return Copy(target, at, why, facts.revisions, target.stat().st_size, "pc", facts.book, facts.unit)

    def choose(self, folder: Path | None) -> None:
        """Take a folder as the second place, or none any more. Raises InputError where it would be no second place."""
        if folder is None:
            self._book.set(SECOND, None)
            return
        home = self._book.folder.resolve()
        if folder.resolve() == home or home in folder.resolve().parents:
            raise InputError("Nơi thứ hai phải ở ngoài thư mục của sổ, tốt nhất là USB hoặc ổ đĩa khác: hãy chọn nơi khác.")
        mark = keys.read_mark(self._book.folder).book
        make_folder(folder)
        atomic_write(folder / MARKER, json.dumps({"book": mark, "unit": self._book.office.unit.code}).encode())
        self._book.set(SECOND, {"folder": str(folder), "book": mark, "last": ""})

    def expire(self, before: datetime) -> int:
        """Remove what was made before a moment, wherever a newer copy stays; return how many files went.

        For personal data that was erased: it must not live on in old copies.
        """
        second = self.second()
        gone = _expire(self.folder, before)
        for aside in sorted(self.folder.glob("truoc-*")):
            with told(aside):
                if datetime.fromtimestamp(aside.stat().st_mtime, UTC) < before:
                    _remove(aside)
                    gone += 1
        if second and second.there:
            gone += _expire(second.folder, before)
        return gone

    # Inside

    def _bring_second(self, pause: Pause) -> None:
        """Carry the newest copy to the second place when it is plugged in and has not got it; a fault there is logged only."""
        second = self.second()
        mine = _found(self.folder, "pc", "*" + SUFFIX)
        if second is None or not second.there or not mine:
            return
        newest = max(mine, key=lambda one: one.at)
        target = second.folder / newest.path.name
        if target.exists():
            return
        began, at = time.monotonic(), self._now()
        try:
            carry(newest.path, target, pause=pause)
            thin(second.folder, at, spare=target.name)
        except AppError as fault:
            self._note(at, newest.why, "second", target.name, 0, 0, "", began, fault.sentence)
            return
        self._note(at, newest.why, "second", target.name, newest.size, newest.revisions, "", began, "")
        kept = dict(self._book.setting(SECOND) or {})
        self._book.set(SECOND, kept | {"folder": str(second.folder), "last": at.isoformat(timespec="seconds")})

    def _where(self, kept: dict[str, str]) -> Path | None:
        folder = Path(kept["folder"])
        below = folder.parts[1:] if folder.anchor else folder.parts
        drives = list(self._drives())
        candidates = [folder, *drives, *(drive.joinpath(*below) for drive in drives),
                      *(drive / folder.name for drive in drives if folder.name)]  # fmt: skip
        return next((one for one in candidates if _marked(one) == kept["book"]), None)

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


def carry(source: Path, target: Path, *, pause: Pause = lambda: None) -> None:
    """Copy a file of a book to another disk, whole or not at all, and read it back. Raises StoreError."""
    snapshot.refuse_full(target, source.stat().st_size)
    part = target.with_name(f".{target.name[:40]}.{secrets.token_hex(3)}.part")
    try:
        with told(target), source.open("rb") as coming, part.open("wb") as out:
            while block := coming.read(packaged.BLOCK):
                out.write(block)
                pause()
        put_in_place(part, target)
    finally:
        with told(target):
            part.unlink(missing_ok=True)
    if not packaged.proves(target, pause=pause):
        with told(target):
            target.unlink(missing_ok=True)
        raise StoreError(f"Bản sao trên «{target.parent}» đọc lại không đúng: hãy dùng USB hoặc ổ đĩa khác.")


def thin(folder: Path, now: datetime, *, spare: str = "") -> list[str]:
    """Remove the copies that stand for no stretch of time any more, never the one called `spare`; return their names."""
    there = [one for one in _found(folder, "pc", "so-phuong-*" + SUFFIX)]
    kept = keep([Dated(one.path.name, one.at, one.why) for one in there], now)
    gone = [one.path for one in there if one.path.name not in kept and one.path.name != spare]
    for path in gone:
        with told(path):
            path.unlink(missing_ok=True)
    return [path.name for path in gone]


def read(path: Path, place: str = "pc") -> Copy:
    """Return what a copy says of itself. Raises InputError when it is none."""
    facts = packaged.read(path)
    with told(path):
        return Copy(path, facts.at, facts.why if facts.why in WHYS else "hand", facts.revisions, path.stat().st_size, place,
                    facts.book, facts.unit)  # fmt: skip


def total(found: Iterable[Copy]) -> str:
    """Say how many copies there are and what room they take."""
    listed = list(found)
    return f"{number_vi(len(listed))} bản, {number_vi(round(sum(one.size for one in listed) / 1e6))} MB"


def _found(folder: Path, place: str, pattern: str) -> list[Copy]:
    made = []
    with told(folder):
        paths = sorted(folder.glob(pattern)) if folder.is_dir() else []
    for path in paths:
        try:
            made.append(read(path, place))
        except AppError:
            continue
    return made


def _expire(folder: Path, before: datetime) -> int:
    there = _found(folder, "pc", "*" + SUFFIX)
    old = [one for one in there if one.at < before]
    if len(old) == len(there):
        return 0
    for one in old:
        with told(one.path):
            one.path.unlink(missing_ok=True)
    return len(old)


def _free(target: Path) -> Path:
    made, n = target, 1
    while made.exists():
        n += 1
        made = target.with_name(f"{target.stem}-{n}{SUFFIX}")
    return made


def _marked(folder: Path) -> str:
    try:
        said = json.loads((folder / MARKER).read_bytes()[:1_000])
    except (OSError, ValueError):
        return ""
    return str(said.get("book", "")) if isinstance(said, dict) else ""


def _remove(path: Path) -> None:
    if path.is_dir():
        for one in sorted(path.rglob("*"), reverse=True):
            one.rmdir() if one.is_dir() else one.unlink()
        path.rmdir()
    else:
        path.unlink()


__all__ = ["WHYS", "Copies", "Copy", "Second", "carry", "read", "thin", "total"]
