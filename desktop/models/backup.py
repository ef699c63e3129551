"""A backup is one file: the encrypted book and what is needed to open it, checked by opening it before it counts."""

import os
import secrets
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from desktop.models import engine, integrity, keys, packaged, rekeying, salt, snapshot, witness
from desktop.models.book import FILE, VERSION, Book
from desktop.models.errors import Damaged, InputError, StoreError
from desktop.models.files import make_folder, put_in_place, sync_folder, told
from desktop.models.packaged import BOOK_ENTRY, MARK_ENTRY, SIZE_LIMIT, SLOTS_ENTRY, Facts

__all__ = ["BOOK_ENTRY", "MARK_ENTRY", "SIZE_LIMIT", "SLOTS_ENTRY", "backup", "check", "open_copy", "restore"]

SCRATCH = ".backup-"
_NO_COPY = "Một phần tệp sổ bị hỏng nên không sao lưu đè lên bản tốt: hãy bấm «Sửa sổ» hoặc chạy «sophuong repair»."
_SPOILT = "Bản sao lưu này bị hỏng một phần nên không dùng được: hãy chọn bản khác; sổ đang có vẫn nguyên."


def backup(book: Book, target: Path) -> int:
    """Write a copy of the book to `target` that was looked at like the book itself; return how many revisions it holds.

    The copy is encrypted with the book's own key, which stays on this PC's key store.
    """
    return write(book, target, why="hand", thorough=True).revisions


def write(book: Book, target: Path, *, why: str, thorough: bool = False, pause: Callable[[], None] = lambda: None,
          at: datetime | None = None) -> Facts:  # fmt: skip
    """Write a checked copy of the book to `target`, whole or not at all; return what it says of itself.

    Every page is proved, the copy opened and compared with the book's journal; `thorough` looks at every row too. Raises
    InputError for a folder, StoreError when the disk refuses or is all but full, Damaged for a book that is not whole: a
    good copy at `target` is then as it was.
    """
    if target.exists() and target.is_dir():
        raise InputError(f"«{target}» là thư mục: hãy ghi rõ tên tệp sao lưu, ví dụ so-phuong.backup.")
    book.harm.refuse()
    size = (book.folder / FILE).stat().st_size
    snapshot.refuse_full(target, 2 * size if target.parent == book.folder else size)
    scratch = book.folder / f"{SCRATCH}{secrets.token_hex(4)}"
    try:
        snapshot.take(book, scratch, pause=pause)
        count = _checked(scratch, book.key, thorough=thorough, said=_NO_COPY)
        mark = keys.read_mark(book.folder)
        made = (at or datetime.now(UTC)).isoformat(timespec="milliseconds")
        facts = Facts(mark.book, book.office.unit.code, made, count, why, slots=keys.slots(book.folder))
        written = packaged.write(target, scratch, facts, pause=pause)
    finally:
        _clear(scratch)
    if not packaged.proves(target, pause=pause):
        raise StoreError(f"«{target.name}» đọc lại không giống sổ: hãy dùng ổ đĩa hoặc USB khác rồi sao lưu lại.")
    return written


def restore(folder: Path, source: Path, *, key: bytes | None = None, aside: bool = True) -> int:
    """Put the book of a backup in place of the one in `folder`, which is set aside beside it; return its revisions.

    Not set `aside` where a copy of it was made just now, unless something of it is in its log only. `key` opens the backup
    where it is not the key of this PC. Nobody may have the book open. Raises InputError for a file that is no backup,
    KeyMissing or StoreError when it cannot be opened or is damaged; the book in place is then as it was.
    """
    facts = packaged.read(source)
    place = keys.read_mark(folder)
    if facts.book != place.book:
        raise StoreError("Bản sao lưu này là của sổ khác: hãy chọn đúng bản sao lưu của sổ này.")
    fresh = folder / f"{FILE}.restored"
    own = keys.fetch(folder, place)
    try:
        _clear(fresh)
        packaged.unpack(source, fresh)
        count = _checked(fresh, key or own, thorough=True)
        if key and key != own:
            rekeying.rekey(fresh, key, own)
        _new_incarnation(fresh, own)
        if not _log_emptied(folder, own) or aside:
            _set_aside(folder)
        witness.forget(folder)
        with told(folder):
            for name in (f"{FILE}-wal", f"{FILE}-shm", salt.FILE):
                (folder / name).unlink(missing_ok=True)
        put_in_place(fresh, folder / FILE)
    finally:
        _clear(fresh)
    return count


def open_copy(source: Path, scratch: Path, key: bytes) -> Book:
    """Unpack a copy and open it, every page proved; the caller closes it and calls `drop` afterwards.

    Raises as `restore`.
    """
    packaged.unpack(source, scratch)
    _checked(scratch, key, thorough=False)
    return Book(scratch.parent, key, engine.connect(scratch, key))


def drop(scratch: Path) -> None:
    """Remove an unpacked copy and what SQLite laid beside it."""
    _clear(scratch)


def check(book: Book) -> int:
    """Look at everything in a book or a copy; return how many revisions are whole.

    Raises Damaged that names the worst of what is damaged.
    """
    return integrity.require(book)


def _checked(path: Path, key: bytes, *, thorough: bool, said: str = _SPOILT) -> int:
    copy = Book(path.parent, key, engine.connect(path, key))
    try:
        if copy.query("PRAGMA user_version")[0][0] > VERSION:
            raise StoreError("Bản sao lưu này do phiên bản mới hơn tạo ra: hãy cập nhật chương trình trước.")
        with engine.faults():
            wrong = copy.connection.execute("PRAGMA cipher_integrity_check").fetchall() if key and engine.ENCRYPTED else []
        if wrong:
            raise Damaged(said, details=str(wrong[:3]))
        if thorough and copy.query("PRAGMA user_version")[0][0] == VERSION:
            return check(copy)
        return int(copy.query("SELECT count(*) FROM journal")[0][0])
    finally:
        copy.close()


def _new_incarnation(path: Path, key: bytes) -> None:
    """A restored book may repeat numbers that were used since: the centre must see it as another life."""
    copy = Book(path.parent, key, engine.connect(path, key))
    try:
        copy.new_incarnation()
        with engine.faults():
            copy.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        copy.close()


def _log_emptied(folder: Path, key: bytes) -> bool:
    """Bring the log of the book in place into its file: from there on the file alone is the whole book. False where it cannot."""
    log = folder / f"{FILE}-wal"
    try:
        connection = engine.connect(folder / FILE, key)
        try:
            with engine.faults():
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()
    except StoreError:
        return False
    with told(log):
        return not log.exists() or not log.stat().st_size


def _set_aside(folder: Path) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    kept = folder / "backups" / f"truoc-khoi-phuc-{stamp}"
    make_folder(kept)
    with told(kept):
        for name in (FILE, f"{FILE}-wal", salt.FILE):
            if (folder / name).exists():
                shutil.copy2(folder / name, kept / name)
                with (kept / name).open("rb+") as file:
                    os.fsync(file.fileno())
        sync_folder(kept)


def _clear(scratch: Path) -> None:
    with told(scratch):
        for suffix in ("", "-wal", "-shm", "-journal"):
            scratch.with_name(f"{scratch.name}{suffix}").unlink(missing_ok=True)
