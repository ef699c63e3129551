"""What is typed while the book may not be written to: kept beside it, encrypted by the same key, until it is mended."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.models import engine
from desktop.models.book import Book
from desktop.models.drafts import Draft, Drafts
from desktop.models.errors import Damaged, StoreError
from desktop.models.files import told

FILE = "book.typed"
_TABLE = ("CREATE TABLE IF NOT EXISTS drafts (key TEXT PRIMARY KEY, kind TEXT NOT NULL, uid TEXT, content TEXT NOT NULL, "
          "at TEXT NOT NULL) WITHOUT ROWID")  # fmt: skip


class SafeDrafts:
    """The drafts of a book; where the book is damaged they go into a file of their own, and come from both."""

    def __init__(self, book: Book) -> None:
        self._book, self._drafts = book, Drafts(book)

    def keep(self, key: str, kind: str, values: Mapping[str, Any], *, uid: str | None = None) -> None:
        """Keep the state of a form under its key, in place of what was there."""
        try:
            self._drafts.keep(key, kind, values, uid=uid)
        except Damaged:
            with _Beside(self._book.folder, self._book.key) as beside:
                beside.keep(key, kind, values, uid=uid)

    def get(self, key: str) -> Draft | None:
        """Return the draft of a key, None when there is none."""
        return next((one for one in self._beside() if one.key == key), None) or self._drafts.get(key)

    def all(self) -> list[Draft]:
        """Return every draft, the newest first."""
        beside = self._beside()
        keys = {one.key for one in beside}
        try:
            kept = self._drafts.all()
        except Damaged:
            kept = []
        return sorted((*beside, *(one for one in kept if one.key not in keys)), key=lambda one: one.at, reverse=True)

    def drop(self, key: str) -> None:
        """Throw a draft away."""
        try:
            self._drafts.drop(key)
        except Damaged:
            with _Beside(self._book.folder, self._book.key) as beside:
                beside.drop(key)

    def _beside(self) -> list[Draft]:
        if not self._book.harm.seen or not (self._book.folder / FILE).exists():
            return []
        with _Beside(self._book.folder, self._book.key) as beside:
            return beside.all()


def put_beside(book: Book) -> int:
    """Keep every draft beside the book as well, because the book is about to be put back; return how many."""
    drafts = SafeDrafts(book).all()
    if not book.harm.seen:
        _drop(book.folder)
    if drafts:
        with _Beside(book.folder, book.key) as beside:
            for one in drafts:
                beside.put(one)
    return len(drafts)


def take(book: Book) -> int:
    """Take into a mended book what was typed meanwhile; return how many drafts. The file beside it then goes.

    Of two drafts of one form the newer stays. What was being changed and is no longer in the book becomes a new form.
    """
    path = book.folder / FILE
    if not path.exists():
        return 0
    try:
        with _Beside(book.folder, book.key) as beside:
            waiting = beside.all()
    except StoreError:
        return 0  # of another key or spoilt: left where it is
    drafts = Drafts(book)
    newer = [one for one in waiting if (there := drafts.get(one.key)) is None or there.at < one.at]
    with book.tx():
        for one in newer:
            known = one.uid and book.query("SELECT 1 FROM activities WHERE uid = ?", (one.uid,))
            drafts.put(one if known else replace(one, uid=None))
    _drop(book.folder)
    return len(newer)


def _drop(folder: Path) -> None:
    with told(folder / FILE):
        for suffix in ("", "-wal", "-shm"):
            (folder / f"{FILE}{suffix}").unlink(missing_ok=True)


class _Beside:
    """The file of drafts beside the book."""

    def __init__(self, folder: Path, key: bytes) -> None:
        path = folder / FILE
        self._book = Book(folder, key, engine.connect(path, key, create=True))
        engine.prepare(self._book.connection)
        with engine.faults():
            self._book.connection.execute(_TABLE)

    def __enter__(self) -> Drafts:
        return Drafts(self._book)

    def __exit__(self, *fault: object) -> None:
        self._book.close()
