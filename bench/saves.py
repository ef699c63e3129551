"""10,000 saves, each its own commit: through `Activities.save` against bare INSERTs of the same rows.

The bare way writes the very rows ours left (activity, journal, search index) into a file of the same schema, key
and pragmas, one transaction a save; the two take turns of 500.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

from bench import books
from bench.figures import beside, milliseconds, quantile
from desktop.models import engine
from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import FILE, Book

SAVES, TURN = 10_000, 500


def measure() -> list[dict[str, Any]]:
    """Return the time of a save, median and p95, beside the bare rows."""
    with tempfile.TemporaryDirectory() as place:
        book = Book.create(Path(place) / "so", unit=books.UNIT, person="Phòng Văn hóa - Xã hội")
        bare = bare_twin(book, Path(place) / "tran.db")
        ours, theirs = by_turns(book, bare)
        size = (Path(place) / "so" / FILE).stat().st_size / 2**20
        bare.close()
        book.close()
    return [
        beside(f"{SAVES} lần lưu, từng lần chắc chắn trên đĩa (trung vị)", milliseconds(quantile(ours, 0.5)), "ms/lần",
               peer="INSERT trần cùng dữ liệu", peer_value=milliseconds(quantile(theirs, 0.5)),
               seconds=round(sum(ours), 1), size_mb=round(size, 1)),
        beside(f"{SAVES} lần lưu (p95)", milliseconds(quantile(ours, 0.95)), "ms/lần",
               peer="INSERT trần cùng dữ liệu", peer_value=milliseconds(quantile(theirs, 0.95))),
    ]  # fmt: skip


def bare_twin(book: Book, path: Path) -> engine.Connection:
    """Make an empty file with the schema, key and pragmas of the book."""
    bare = engine.connect(path, book.key, create=True)
    engine.prepare(bare)
    for (sql,) in book.query("SELECT sql FROM sqlite_master WHERE name IN ('activities', 'journal', 'search') "
                             "OR (type = 'index' AND sql IS NOT NULL AND tbl_name IN ('activities', 'journal'))"):
        bare.execute(sql)
    bare.commit()
    bare.isolation_level = None
    return bare


def by_turns(book: Book, bare: engine.Connection) -> tuple[list[float], list[float]]:
    """Save by turns; return the seconds of each save, ours and bare."""
    kinds = declarations.load()
    store, given = Activities(book, kinds), books.samples(kinds)
    ours: list[float] = []
    theirs: list[float] = []
    for first in range(0, SAVES, TURN):
        for number in range(first, first + TURN):
            kind, values = given[number % len(given)]
            fresh = values | {"title": f"{values['title'][:230]} ({number})"}
            began = time.perf_counter()
            store.save(kind, fresh)
            ours.append(time.perf_counter() - began)
        for rows in left_by(book, first):
            began = time.perf_counter()
            write_bare(bare, rows)
            theirs.append(time.perf_counter() - began)
    return ours, theirs


def left_by(book: Book, after: int) -> list[tuple[tuple[Any, ...], ...]]:
    """Return what each save behind journal row `after` left: its activity, its journal row, its search words."""
    found = []
    for entry in book.query("SELECT * FROM journal WHERE seq > ? ORDER BY seq", (after,)):
        activity = book.query("SELECT * FROM activities WHERE uid = ?", (entry[1],))[0]
        searched = book.query("SELECT rowid, words FROM search WHERE rowid = ?", (activity[0],))[0]
        found.append((activity, entry, searched))
    return found


def write_bare(bare: engine.Connection, rows: tuple[tuple[Any, ...], ...]) -> None:
    """Write the rows of one save in one transaction, and nothing else."""
    activity, entry, searched = rows
    bare.execute("BEGIN IMMEDIATE")
    bare.execute(f"INSERT INTO activities VALUES ({','.join('?' * len(activity))})", activity)
    bare.execute(f"INSERT INTO journal VALUES ({','.join('?' * len(entry))})", entry)
    bare.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", searched)
    bare.execute("COMMIT")
