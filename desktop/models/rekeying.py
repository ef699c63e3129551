"""A book under another key: from plain to encrypted, and from a key somebody may know to a new one.

Always by a checked copy that takes the book's place at the end. A cut anywhere leaves the book as it was under its old key,
or whole under its new one; the next opening goes on from there.
"""

import json
from pathlib import Path

from desktop.models import engine, key_slots, keys
from desktop.models.errors import StoreError
from desktop.models.files import put_in_place, told
from desktop.models.keys import KeyPlace

COPY = ".rekeyed"
RETIRED, SLOTS = "retired_keys", "key_slots"  # settings


def rekey(path: Path, old: bytes, new: bytes) -> None:
    """Put a closed SQLite file under another key; no old key (b"") stands for a plain file. `path` is replaced at the end.

    Raises StoreError: the disk is full, the file damaged, in use, or not under the old key; it is then as it was.
    """
    copy = path.with_name(f"{path.name}{COPY}")
    _drop(copy)
    try:
        told_before = _copied(path, old, copy, new)
        if _counted(copy, new) != told_before:
            raise StoreError("Bản sao dưới khóa mới không giống sổ: sổ vẫn như cũ, hãy thử lại.")
        log = path.with_name(f"{path.name}-wal")
        with told(path):
            if log.exists() and log.stat().st_size:
                raise StoreError("Sổ đang được một chương trình khác dùng nên chưa đổi khóa: hãy đóng chương trình đó rồi mở lại.")
        put_in_place(copy, path)
    finally:
        _drop(copy)


def go_on(folder: Path, file: str, place: KeyPlace) -> None:
    """Finish, or begin, putting the book under the key that waits beside it; without one nothing happens.

    Raises StoreError when that cannot be done now: the book stays under its old key, the new one goes on waiting.
    """
    fresh = keys.staged(folder, place)
    path = folder / file
    if fresh is None:
        keys.unstage(folder, place)
        return
    if not path.exists():
        return
    if not _opens(path, fresh):
        old = next((key for key in keys.candidates(folder, place) if _opens(path, key)), None)
        if old is None:
            return  # nothing here opens it: that is told elsewhere
        _remember(path, old, place)
        rekey(path, old, fresh)
    keys.promote(folder, place, fresh)


def retired(connection: engine.Connection, raw: bytes) -> bytes | None:
    """Return the earlier key of this book that opens a backup with these slots, None when none does."""
    rows = connection.execute("SELECT value FROM settings WHERE key = ?", (RETIRED,)).fetchall()
    if not rows or not raw:
        return None
    about = key_slots.parse(raw)
    return next((key for key in map(bytes.fromhex, json.loads(rows[0][0])) if about.fits(key)), None)


def _remember(path: Path, old: bytes, place: KeyPlace) -> None:
    """Keep the old key inside the book, so that older copies still open on this PC; the slots of the old key go."""
    connection = engine.connect(path, old)
    try:
        engine.prepare(connection)
        with engine.faults():
            connection.execute("BEGIN IMMEDIATE")
            rows = connection.execute("SELECT value FROM settings WHERE key = ?", (RETIRED,)).fetchall()
            known = json.loads(rows[0][0]) if rows else []
            text = json.dumps(list(dict.fromkeys([*known, old.hex()])))
            connection.execute("INSERT INTO settings VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                               (RETIRED, text))  # fmt: skip
            connection.execute("DELETE FROM settings WHERE key = ?", (SLOTS,))
            connection.execute("COMMIT")
    finally:
        connection.close()


def _copied(path: Path, old: bytes, copy: Path, new: bytes) -> dict[str, int]:
    connection = engine.connect(path, old)
    try:
        with engine.faults():
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            connection.execute(f"ATTACH ? AS made KEY \"x'{new.hex()}'\"", (str(copy),))
            connection.execute("SELECT sqlcipher_export('made')").fetchall()
            connection.execute(f"PRAGMA made.user_version = {version}")
            connection.execute("DETACH made")
            return _counts(connection)
    finally:
        connection.close()


def _counted(copy: Path, key: bytes) -> dict[str, int]:
    """Return the rows of each table of a copy that every check found whole. Raises StoreError, Damaged."""
    connection = engine.connect(copy, key)
    try:
        with engine.faults():
            wrong = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            wrong += [row for row in connection.execute("PRAGMA quick_check").fetchall() if row[0] != "ok"]
            if wrong:
                raise StoreError("Bản sao dưới khóa mới bị hỏng: sổ vẫn như cũ, hãy kiểm tra ổ đĩa rồi thử lại.",
                                 details=str(wrong[:3]))  # fmt: skip
            return _counts(connection)
    finally:
        connection.close()


def _counts(connection: engine.Connection) -> dict[str, int]:
    names = [row[0] for row in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name <> 'sqlite_stat1'").fetchall()]  # fmt: skip
    found = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}
    found["user_version"] = int(connection.execute("PRAGMA user_version").fetchone()[0])
    found["schema"] = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    return found


def _opens(path: Path, key: bytes) -> bool:
    try:
        engine.connect(path, key).close()
    except StoreError:
        return False
    return True


def _drop(copy: Path) -> None:
    with told(copy):
        for leftover in copy.parent.glob(f"{copy.name}*"):
            leftover.unlink()
