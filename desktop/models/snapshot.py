"""A copy of the book's file as it stands at one moment, while others go on reading and writing."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from desktop.models import engine
from desktop.models.book import FILE, Book
from desktop.models.errors import StoreError
from desktop.models.files import told

BLOCK, TRIES, LEAST_ROOM = 1 << 20, 3, 50 * 2**20  # bytes, times, bytes that stay free on the disk


def take(book: Book, target: Path, *, pause: Callable[[], None] = lambda: None) -> None:
    """Write the book as it is now to `target`: an encrypted file under the same key, nothing of it in a log.

    With the log emptied and a reader in place, the file itself may not change (sqlite.org/walformat.html, "WAL read
    locks"): it is copied as fast as the disk allows, no page is opened. Where somebody writes without a rest, SQLite
    makes the copy. Raises StoreError when the disk refuses; `target` is then gone.
    """
    try:
        if not _copied(book, target, pause):
            with book.faults():
                book.connection.execute("VACUUM INTO ?", (str(target),))
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def refuse_full(target: Path, size: int) -> None:
    """Raise StoreError where a file of so many bytes would leave the disk all but full."""
    with told(target.parent):
        free = shutil.disk_usage(target.parent).free
    if free < size + LEAST_ROOM:
        raise StoreError(f"Ổ đĩa chỉ còn {free // 2**20} MB nên chưa sao lưu: hãy xóa bớt tệp không cần, hoặc chọn ổ khác.")


def _copied(book: Book, target: Path, pause: Callable[[], None]) -> bool:
    path, connection = book.folder / FILE, book.connection
    log = path.with_name(f"{FILE}-wal")
    for _ in range(TRIES):
        with book.faults():
            if not _emptied(connection):
                continue
            connection.execute("BEGIN")
            try:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on we are a reader
                with told(log):
                    empty = not log.exists() or not log.stat().st_size
                if empty:
                    _pour(path, target, pause)
                    return True
            finally:
                connection.execute("ROLLBACK")
    return False


def _emptied(connection: engine.Connection) -> bool:
    """Put what is in the log into the file; tell whether that was done at once: nobody is waited for."""
    waits = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 100")
    try:
        return not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(waits)}")


def _pour(path: Path, target: Path, pause: Callable[[], None]) -> None:
    # Closing a handle of our own gives up this process's POSIX locks on the file. The SQLite we ship (3.53.4) does not go by
    # them when a last connection closes: it asks for the lock on the log's index too; a test with two programs holds it.
    with told(path), path.open("rb") as source, told(target):
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as out:
            while block := source.read(BLOCK):
                out.write(block)
                pause()

