"""The files of copies: what each says of itself, carried to another disk, thinned, expired, swept up after."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.models import guards, packaged, snapshot
from desktop.models.errors import AppError, StoreError
from desktop.models.files import put_in_place, told
from desktop.models.text import number_vi
from desktop.models.thinning import WHYS, Dated, keep

SUFFIX = ".backup"
MARKER = "so-phuong-sao-luu.json"  # in the second place: whose copies lie there

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


def thin(folder: Path, now: datetime, book: str, *, spare: str = "") -> list[str]:
    """Remove the copies of a book that stand for no stretch of time any more, never the one called `spare`; return their names.

    On a stick that several offices share the copies of the others are left alone.
    """
    there = lying(folder, book, pattern=f"so-phuong-*{SUFFIX}")
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


def lying(folder: Path, book: str, *, place: str = "pc", pattern: str = f"*{SUFFIX}") -> list[Copy]:
    """Return the copies of a book in a folder, as they say themselves; what cannot be read is left out."""
    made = []
    with told(folder):
        paths = sorted(folder.glob(pattern)) if folder.is_dir() else []
    for path in paths:
        try:
            made.append(read(path, place))
        except AppError:
            continue
    return [one for one in made if one.book == book]


def expire(folder: Path, before: datetime, book: str) -> int:
    """Remove the copies of a book made before a moment, where a newer one stays; return how many."""
    there = lying(folder, book)
    old = [one for one in there if one.at < before]
    if len(old) == len(there):
        return 0
    for one in old:
        with told(one.path):
            one.path.unlink(missing_ok=True)
    return len(old)


def marked(folder: Path) -> set[str]:
    """Return whose copies lie in a folder."""
    try:
        said = guards.json_of((folder / MARKER).read_bytes()[:20_000])
    except (OSError, ValueError):
        return set()
    books = said.get("books") if isinstance(said, dict) else None
    return {str(one) for one in books} if isinstance(books, list) else set()


def sweep(folder: Path, now: datetime) -> None:
    """Remove what a copy that was cut off an hour ago or more left of itself."""
    with told(folder):
        for part in folder.glob(".so-phuong-*.part"):
            if abs(now.timestamp() - part.stat().st_mtime) > 3_600:
                part.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove a file, or a folder and what is in it."""
    if path.is_dir():
        for one in sorted(path.rglob("*"), reverse=True):
            one.rmdir() if one.is_dir() else one.unlink()
        path.rmdir()
    else:
        path.unlink()
