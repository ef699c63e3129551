"""What must hold of a book after the worst: every promise kept, nothing half done, every part saying the same."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from desktop.models.book import Book
from desktop.models.journal import Journal


@dataclass(slots=True)
class Promises:
    """What was acknowledged so far, and the step that may be under way."""

    kept: dict[str, Any] = field(default_factory=dict)
    begun: dict[str, Any] = field(default_factory=dict)
    saves: int = 0

    def hear(self, told: Mapping[str, Any]) -> None:
        """Take in one line of a session."""
        if "begin" in told:
            self.begun = dict(told["begin"])
        elif told.get("done"):
            self.kept |= self.begun
            self.begun = {}
            self.saves += 1

    @staticmethod
    def whole(lines: Iterable[bytes]) -> Iterator[Mapping[str, Any]]:
        """Yield what whole lines say; of a program that was killed the last one may be cut."""
        return (json.loads(line) for line in lines if line.endswith(b"\n"))

    def settle(self, folder: Path) -> None:
        """Take what became of the step under way as known from now on."""
        if self.begun and Book.exists(folder):
            with Book.open(folder) as book:
                self.kept |= {name: observe(book, name) for name in self.begun}
        self.begun = {}


def broken(folder: Path, promises: Promises, *, thorough: bool = True) -> list[str]:
    """Open the book as the program does; return every promise that does not hold, [] when all do."""
    with Book.open(folder) as book:
        wrong = torn(book) + (damaged(book) if thorough else [])
        seen = {name: observe(book, name) for name in promises.kept | promises.begun}
    news = set()
    for name, value in promises.begun.items():
        new, old = matches(seen[name], value), matches(seen[name], promises.kept.get(name))
        if not new and not old:
            wrong.append(f"{name}: {_brief(seen[name])} is neither {_brief(promises.kept.get(name))} nor {_brief(value)}")
        elif not (new and old):
            news.add(new)
    if len(news) > 1:
        wrong.append(f"half of a step is there: {sorted(promises.begun)[:5]}")
    wrong += [f"{name}: promised {_brief(value)}, found {_brief(seen[name])}" for name, value in promises.kept.items()
              if name not in promises.begun and not matches(seen[name], value)]  # fmt: skip
    return wrong


def matches(seen: Any, promised: Any) -> bool:
    return bool(seen == promised)


def _brief(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 90 else f"{text[:50]}…{text[-35:]}"


def observe(book: Book, name: str) -> Any:
    """Return what a register holds, None when it is not there."""
    what, _, which = name.partition(":")
    match what:
        case "activity":
            rows = book.query("SELECT revision, binned, results, photos FROM activities WHERE title = ?", (which,))
            if len(rows) > 1:
                return "twice"
            return [rows[0][0], bool(rows[0][1]), rows[0][2], len(json.loads(rows[0][3] or "[]"))] if rows else None
        case "draft":
            rows = book.query("SELECT content FROM drafts WHERE key = ?", (which,))
            return json.loads(rows[0][0]) if rows else None
        case "setting":
            return book.setting(which)
        case "template":
            found = [one for one in book.setting("templates", []) if one["name"] == which]
            return found[0]["values"]["results"] if found else None
        case "words":
            rows = book.query("SELECT content FROM reports WHERE period = ?", (which,))
            return json.loads(rows[0][0])["basis"] if rows else None
        case "file":
            path = book.folder.parent / which
            return path.read_bytes().hex() if path.exists() else None
        case "copy":
            return held(book.folder.parent / which)
    raise AssertionError(name)


def held(path: Path) -> int | str | None:
    """Return how many revisions a copy says it holds, None when it is not there, words when it cannot be read."""
    if not path.exists():
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.testzip():
                return "spoilt"
            return int(json.loads(archive.read("backup.json"))["revisions"])
    except (zipfile.BadZipFile, ValueError, KeyError) as fault:
        return repr(fault)


def torn(book: Book) -> list[str]:
    """Return what does not fit together: activity, revision, search row, photos, sums."""
    wrong = []
    rows = book.query("SELECT uid, revision, title, binned, results, id, photos FROM activities")
    newest = {uid: (revision, json.loads(change)) for uid, revision, change in
              book.query("SELECT uid, revision, change FROM journal ORDER BY seq")}  # fmt: skip
    if {row[0] for row in rows} != set(newest):
        wrong.append(f"{len(rows)} activities, {len(newest)} in the journal")
    photos = {row[0] for row in book.query("SELECT sha256 FROM attachments")}
    found = {row[0] for row in book.query("SELECT rowid FROM search")}
    for uid, revision, title, binned, results, key, pictures in rows:
        at, change = newest.get(uid, (0, {}))
        values = change.get("values", {})
        if (at, values.get("title"), change.get("binned"), values.get("results")) != (revision, title, bool(binned), results):
            wrong.append(f"activity {title} and its revision differ")
        if key not in found:
            wrong.append(f"{title} cannot be found")
        if any(one["sha256"] not in photos for one in json.loads(pictures or "[]")):
            wrong.append(f"{title} has lost a photo")
    if len(found) != len(rows):
        wrong.append(f"{len(found)} search rows, {len(rows)} activities")
    Journal(book).verify()
    return wrong + uncounted(book)


def uncounted(book: Book) -> list[str]:
    """Return whether kept sums are not those of the activities."""
    from desktop.models import totals

    window = (date(2026, 1, 1), date(2026, 12, 31))
    if not book.query("SELECT 1 FROM buckets LIMIT 1"):
        return []
    kept = sum(group.sum.amounts.get("activities", 0) if hasattr(group.sum, "amounts") else group.sum.activities
               for group in totals.groups(book, window)[0])  # fmt: skip
    plain = sum(group.sum.activities for group in totals.plainly(book, *window))
    return [] if kept == plain else [f"sums say {kept}, activities {plain}"]


def damaged(book: Book) -> list[str]:
    """Return what the database engine itself finds."""
    # It reads the file and not the log beside it: a cut in the middle of a checkpoint is no damage.
    book.query("PRAGMA wal_checkpoint(TRUNCATE)")
    wrong = [str(row) for row in book.query("PRAGMA cipher_integrity_check")]
    wrong += [row[0] for row in book.query("PRAGMA integrity_check") if row[0] != "ok"]
    return wrong + [str(row) for row in book.query("PRAGMA foreign_key_check")]
