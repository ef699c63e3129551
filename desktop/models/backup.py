"""A backup is one file: the encrypted book and what is needed to open it, checked by opening it."""

import io
import json
import os
import secrets
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from desktop.models import engine, integrity, keys
from desktop.models.book import FILE, VERSION, Book
from desktop.models.errors import InputError, StoreError
from desktop.models.files import atomic_write, sync_folder, told

BOOK_ENTRY, MARK_ENTRY, SLOTS_ENTRY = "book.db", "backup.json", keys.SLOTS_FILE
SIZE_LIMIT = 8 * 2**30


def backup(book: Book, target: Path) -> int:
    """Write a checked copy of the book to `target` and return how many revisions it holds.

    The copy is encrypted with the book's own key, which stays on this PC's key store.
    """
    if target.exists() and target.is_dir():
        raise InputError(f"«{target}» là thư mục: hãy ghi rõ tên tệp sao lưu, ví dụ so-phuong.backup.")
    temporary = book.folder / f".backup-{secrets.token_hex(4)}"
    try:
        with engine.faults():
            book.connection.execute("VACUUM INTO ?", (str(temporary),))
        count = _checked(temporary, book.key)
        mark = keys.read_mark(book.folder)
        facts = {"format": 1, "book": mark.book, "unit": book.office.unit.code, "revisions": count,
                 "made": datetime.now(UTC).isoformat(timespec="seconds")}  # fmt: skip
        atomic_write(target, _packed(temporary, facts, keys.slots(book.folder)))
    finally:
        with told(temporary):
            temporary.unlink(missing_ok=True)
    return count


def restore(folder: Path, source: Path) -> int:
    """Put the book of a backup in place of the one in `folder`, which is set aside beside it; return its revisions.

    Raises InputError for a file that is no backup, StoreError when its key is not on this PC or it is damaged;
    the book in place is then as it was.
    """
    data, facts = _unpacked(source)
    place = keys.read_mark(folder)
    if facts.get("book") != place.book:
        raise StoreError("Bản sao lưu này là của sổ khác: hãy chọn đúng bản sao lưu của sổ này.")
    key = keys.fetch(folder, place)
    fresh = folder / f"{FILE}.restored"
    try:
        atomic_write(fresh, data, mode=0o600)
        count = _checked(fresh, key)
        _new_incarnation(fresh, key)
        _set_aside(folder)
        with told(folder):
            os.replace(fresh, folder / FILE)
            sync_folder(folder)
    finally:
        for leftover in folder.glob(f"{FILE}.restored*"):
            leftover.unlink(missing_ok=True)
    return count


def check(book: Book) -> int:
    """Look at everything in a book or a copy; return how many revisions are whole.

    Raises Damaged that names the worst of what is damaged.
    """
    return integrity.require(book)


def _checked(path: Path, key: bytes) -> int:
    copy = Book(path.parent, key, engine.connect(path, key))
    try:
        if copy.query("PRAGMA user_version")[0][0] > VERSION:
            raise StoreError("Bản sao lưu này do phiên bản mới hơn tạo ra: hãy cập nhật chương trình trước.")
        return check(copy)
    finally:
        copy.close()


def _new_incarnation(path: Path, key: bytes) -> None:
    """A restored book may repeat numbers that were used since: the centre must see it as another life."""
    copy = Book(path.parent, key, engine.connect(path, key))
    try:
        copy.new_incarnation()
    finally:
        copy.close()


def _set_aside(folder: Path) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    kept = folder / "backups" / f"truoc-khoi-phuc-{stamp}"
    with told(kept):
        kept.mkdir(parents=True)
        for suffix in ("", "-wal", "-shm"):
            old = folder / f"{FILE}{suffix}"
            if old.exists():
                shutil.copy2(old, kept / old.name)
        for suffix in ("-wal", "-shm"):
            (folder / f"{FILE}{suffix}").unlink(missing_ok=True)


def _packed(database: Path, facts: dict[str, object], slots: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(MARK_ENTRY, json.dumps(facts, indent=1))
        archive.write(database, BOOK_ENTRY)
        if slots:  # what opens the copy where this PC is gone
            archive.writestr(SLOTS_ENTRY, slots)
    return out.getvalue()


def _unpacked(source: Path) -> tuple[bytes, dict[str, object]]:
    with told(source):
        if source.stat().st_size > SIZE_LIMIT:
            raise InputError(f"Tệp «{source.name}» quá lớn, không phải bản sao lưu của Sổ Phường.")
        try:
            with zipfile.ZipFile(source) as archive:
                if sorted(set(archive.namelist()) | {SLOTS_ENTRY}) != sorted((MARK_ENTRY, BOOK_ENTRY, SLOTS_ENTRY)):
                    raise ValueError("other entries")
                if any(info.compress_type != zipfile.ZIP_STORED for info in archive.infolist()):
                    raise ValueError("compressed entries")
                facts = json.loads(archive.read(MARK_ENTRY))
                return archive.read(BOOK_ENTRY), dict(facts)
        except (zipfile.BadZipFile, ValueError, KeyError, EOFError) as fault:
            raise InputError(f"«{source.name}» không phải bản sao lưu của Sổ Phường, hoặc đã hỏng: hãy chọn tệp khác.",
                             details=repr(fault)) from None  # fmt: skip
