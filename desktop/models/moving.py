"""A book goes to another PC, or comes from one: always as one backup file that carries its slots.

The book that was left behind stays as it is and is only looked at; it can be taken back. A book taken in from a ward that
was merged keeps its own folder, its own receipts and its own name: nothing of it is counted or sent a second time.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop.models import backup, engine, key_slots, keys, packaged, units
from desktop.models.book import FILE, FRESH, STANDING, Book
from desktop.models.errors import InputError, KeyMissing, StoreError
from desktop.models.files import make_folder, put_in_place, told
from desktop.models.folders import refuse_shared
from desktop.models.keys import KeyPlace
from desktop.models.text import date_vi

SUFFIX = ".so-phuong"
ARCHIVE = "archive"
INCOMING = ".incoming"
MOVED, HISTORY = "moved", "history"


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a file of a book says of itself before it is opened; `sheet` is the number of the sheet that opens it, 0 for none."""

    unit: str
    made: str
    revisions: int
    sheet: int
    slots: bytes


def leave(book: Book, target: Path, *, words: str = "") -> int:
    """Write the book with its slots into one file, read it back, and mark this book as moved; return its revisions.

    Raises InputError without a recovery sheet (nobody could open the file), StoreError when it cannot be written or read back.
    """
    if book.key_slots().sheet is None:
        raise InputError("Chưa có phiếu khôi phục nên máy kia sẽ không mở được tệp: hãy in phiếu khôi phục trước.")
    count = backup.backup(book, target)
    read_back(target, book.key)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    sentence = (f"Sổ này đã chuyển sang máy khác ngày {date_vi(at[:10])} nên ở đây chỉ xem: hãy ghi tiếp trên máy mới, "
                "hoặc bấm «Lấy lại sổ về máy này».")  # fmt: skip
    book.set(STANDING, {"why": MOVED, "at": at, "words": sentence, "file": target.name, "told": words})
    return count


def take_back(book: Book) -> None:
    """Write on in a book that had moved: it begins another life, so that what both PCs wrote is told apart."""
    if book.standing.get("why") != MOVED:
        raise InputError("Sổ này không ở trạng thái đã chuyển đi: không có gì phải lấy lại.")
    with book.tx():
        book.set(STANDING, None)
        book.new_incarnation()


def read_back(target: Path, key: bytes) -> int:
    """Open what lies in a file, page by page, as the other PC will; return its bytes. Raises StoreError when it is not whole."""
    scratch = target.with_name(f".{target.name[:40]}.check")
    try:
        packaged.unpack(target, scratch)
        connection = engine.connect(scratch, key)
        try:
            with engine.faults():
                wrong = connection.execute("PRAGMA cipher_integrity_check").fetchall()
                wrong += [row for row in connection.execute("PRAGMA quick_check").fetchall() if row[0] != "ok"]
        finally:
            connection.close()
        if wrong:
            raise StoreError(f"Tệp «{target.name}» đọc lại không nguyên vẹn: hãy dùng USB khác rồi làm lại.",
                             details=str(wrong[:3]))  # fmt: skip
        return target.stat().st_size
    finally:
        _drop(scratch)


def look(source: Path) -> Arrived:
    """Return what a file says of itself. Raises InputError when it is no backup of ours."""
    found = packaged.read(source)
    about = key_slots.parse(found.slots) if found.slots else None
    number = about.sheet.number if about and about.sheet else 0
    return Arrived(found.unit, found.made, found.revisions, number, found.slots)


def settle(folder: Path, source: Path, *, recovery: str) -> Book:
    """Put the book of a file into a folder that has none, opened by the code of its sheet; return it, open, another life of it.

    Raises InputError (no backup, code mistyped), KeyMissing (another sheet), StoreError; the folder is then as it was.
    """
    if Book.exists(folder):
        raise StoreError(f"Thư mục «{folder}» đã có sổ: hãy chọn thư mục khác, hoặc khôi phục ở trang «An toàn của sổ».")
    refuse_shared(folder)
    key = _key(source, recovery)
    return _settled(folder, source, key, lambda book: book.set(STANDING, None))


def take_in(home: Path, source: Path, *, recovery: str) -> Book:
    """Take the book of another unit in as history: a folder of its own below this book's, only looked at; return it, open.

    The same book again takes the place of what was taken in before: nothing is ever there twice.
    """
    key = _key(source, recovery)
    about = key_slots.parse(look(source).slots)
    with Book.open(home) as own:
        if keys.read_mark(own.folder).book == about.book:
            raise InputError("Tệp này là bản sao của chính sổ đang dùng: muốn quay lại bản đó hãy dùng «Khôi phục».")
    folder = home / ARCHIVE / f"{about.unit}-{about.book}"
    older = folder.with_name(f"{folder.name}.older")
    with told(folder):
        if older.exists():
            shutil.rmtree(older)
        if folder.exists():
            folder.replace(older)
    try:
        book = _settled(folder, source, key, _as_history)
    except BaseException:
        with told(folder):
            if older.exists() and not folder.exists():
                older.replace(folder)
        raise
    with told(folder):
        if older.exists():
            shutil.rmtree(older)
    return book


def histories(home: Path) -> list[tuple[str, Path]]:
    """Return (name of the unit, folder) of each book taken in."""
    with told(home):
        found = sorted((home / ARCHIVE).glob("*-*/" + keys.MARKER))
    known = units.load()
    return [(known[code].name if (code := path.parent.name[:5]) in known else code, path.parent) for path in found]


def _as_history(book: Book) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    words = (f"Đây là sổ cũ của {book.office.unit.name}, nhận về ngày {date_vi(at[:10])} để tra cứu: chỉ xem, tìm, in, xuất và gửi "
             "nốt những gì còn chờ; hoạt động mới hãy ghi vào sổ của đơn vị mới.")  # fmt: skip
    book.set(STANDING, {"why": HISTORY, "at": at, "words": words})


def _settled(folder: Path, source: Path, key: bytes, then: Callable[[Book], None]) -> Book:
    """Unpack, open under the key, begin another life, and only then give the book its name."""
    there = folder.exists()
    make_folder(folder)
    fresh = folder / f"{FILE}{INCOMING}"
    try:
        slots = packaged.unpack(source, fresh).slots
        book = Book(folder, key, engine.connect(fresh, key))
        try:
            book.refuse_newer()
            engine.prepare(book.connection)
            backup.check(book)
            book.new_incarnation()
            then(book)
            with engine.faults():
                book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            book.close()
        about = key_slots.parse(slots)
        place = keys.keep(folder, about.book, key)
        # Under this name an opening finds it and goes on, should the power go between here and the last line.
        put_in_place(fresh, folder / FRESH)
        keys.keep_slots(folder, about)
        keys.mark(folder, KeyPlace(about.book, place.place))
        put_in_place(folder / FRESH, folder / FILE)
    except BaseException:
        _drop(fresh)
        if not (folder / FILE).exists():
            for name in (keys.SLOTS_FILE, keys.MARKER, keys.KEY_FILE, FRESH):
                (folder / name).unlink(missing_ok=True)
        if not there and not any(folder.iterdir()):
            folder.rmdir()
        raise
    _drop(fresh)
    return Book.open(folder)


def _key(source: Path, recovery: str) -> bytes:
    found = look(source)
    if not found.slots:
        raise KeyMissing("Bản sao này làm trước khi sổ có phiếu khôi phục nên máy khác không mở được: hãy sao lưu lại trên máy đã "
                         "lập sổ rồi chép sang.")  # fmt: skip
    return keys.unlock(found.slots, recovery=recovery)


def _drop(fresh: Path) -> None:
    for leftover in fresh.parent.glob(f"{fresh.name}*"):
        leftover.unlink(missing_ok=True)
