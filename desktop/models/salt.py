"""The first 16 bytes of the book, kept once more beside it.

SQLCipher reads from them what every page is checked with. They lie in a page that is written again at each checkpoint:
where a power cut spoils that sector, all else is whole, but without them none of it could be read.
"""

from pathlib import Path

from desktop.models import engine
from desktop.models.errors import Damaged
from desktop.models.files import atomic_write, told

FILE = "book.salt"
SIZE = 16


def connect(path: Path, key: bytes) -> engine.Connection:
    """Open the file of a book; where its own beginning is spoilt, by the one that was kept.

    Raises StoreError as `engine.connect` does; Damaged when neither opens it.
    """
    try:
        connection = engine.connect(path, key)
    except Damaged:
        kept = _read(path.with_name(FILE))
        if len(kept) != SIZE:
            raise
        return engine.connect(path, key, salt=kept)
    begin = _read(path)
    if len(begin) == SIZE and begin != _read(path.with_name(FILE)):
        atomic_write(path.with_name(FILE), begin)
    return connection


def _read(path: Path) -> bytes:
    if not path.exists():
        return b""
    with told(path), path.open("rb") as file:
        return file.read(SIZE)
