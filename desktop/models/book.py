"""The book of one office: an encrypted SQLite file, its key, its settings, and the one way to write to it."""

import json
import logging
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from desktop.models import engine, key_slots, keys, rekeying, salt, units
from desktop.models.errors import Damaged, KeyMissing, StoreError
from desktop.models.files import identity, make_folder, put_in_place, told
from desktop.models.folders import refuse_shared
from desktop.models.harm import Harm
from desktop.models.key_slots import Slots
from desktop.models.office import Office

if TYPE_CHECKING:
    from sqlite_utils import Database

FILE = "book.db"
VERSION = 6  # the last step of migrations.py; a test keeps the two equal
FRESH = f"{FILE}.new"
STANDING = "standing"  # setting: why the book is only looked at


class Book:
    """An open book. `db` is its sqlite-utils Database; every write happens inside `tx()`.

    A connection belongs to the thread that opened it: a worker opens its own by `again()`.
    """

    def __init__(self, folder: Path, key: bytes, connection: engine.Connection) -> None:
        self.folder = folder
        self.connection = connection
        self.key = key
        self.harm = Harm()
        self._db: Database | None = None
        self._lies: tuple[int, int] | None = None  # which file of the disk this connection writes to

    @staticmethod
    def exists(folder: Path) -> bool:
        """Tell whether there is a book, or the remains of one, in the folder."""
        return any((folder / name).exists() for name in (FILE, keys.MARKER, keys.SLOTS_FILE))

    @classmethod
    def create(cls, folder: Path, *, unit: str, person: str = "") -> Self:
        """Make the book of a unit (five-digit code) in a folder that has none.

        Raises InputError for an unknown unit, StoreError when there is a book already or the disk refuses.
        """
        found = units.find(unit)
        if cls.exists(folder):
            raise StoreError(f"Thư mục «{folder}» đã có sổ: hãy mở sổ đó hoặc chọn thư mục khác.")
        refuse_shared(folder)
        make_folder(folder)
        with told(folder):
            _private(folder)
        fresh = folder / FRESH
        _remove(fresh)
        place, key = keys.keep_new(folder)
        book = cls(folder, key, engine.connect(fresh, key, create=True))
        try:
            engine.prepare(book.connection)
            book._migrate()
            with book.tx():
                book._found(found.code, person)
        finally:
            book.close()
        # From the marker on there is a book; before, what a power cut leaves is no book and nobody was told of one.
        keys.mark(folder, place)
        put_in_place(fresh, folder / FILE)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the book of a folder, renewing an older one after a copy was made.

        Raises StoreError: no book, key missing or wrong, damaged, or made by a newer program (left untouched).
        """
        if not cls.exists(folder):
            raise StoreError(f"Chưa có sổ trong «{folder}»: hãy lập sổ trước (sophuong init, hoặc mở chương trình).")
        refuse_shared(folder)
        place = keys.read_mark(folder)
        if not (folder / FILE).exists() and (folder / FRESH).exists():
            put_in_place(folder / FRESH, folder / FILE)  # the power went between the marker and the name
        if not (folder / FILE).exists():
            raise StoreError(f"Không thấy tệp «{FILE}» của sổ: hãy khôi phục từ bản sao lưu; không lập sổ mới đè lên.")
        if keys.is_staged(folder):
            _change_key(folder, place)
        book = cls._unlocked(folder, place)
        try:
            book.refuse_newer()
            engine.prepare(book.connection)
            book._renew()
            book._keep_slots(place)
        except BaseException:
            book.close()
            raise
        return book

    def again(self) -> Self:
        """Open a second connection to the same book, for the thread that calls."""
        connection = salt.connect(self.folder / FILE, self.key)
        engine.prepare(connection)
        other = type(self)(self.folder, self.key, connection)
        other.harm = self.harm
        other._lies = identity(self.folder / FILE)
        return other

    @property
    def db(self) -> "Database":
        """The sqlite-utils Database over the same connection, made when first asked for (its import costs 0.1 s)."""
        if self._db is None:
            from sqlite_utils import Database

            self._db = Database(self.connection, recursive_triggers=False, execute_plugins=False)
        return self._db

    @contextmanager
    def tx(self) -> Iterator["Database"]:
        """Write whole or not at all: BEGIN IMMEDIATE, so that two programs wait instead of failing.

        Inside another `tx` it is a savepoint of that one. Raises StoreError when the disk or a lock refuses, Damaged
        once damage of the file was seen.
        """
        self.harm.refuse()
        with self.faults():
            if self.connection.in_transaction:
                with self.db.atomic():
                    yield self.db
                return
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                with self.db.atomic():
                    yield self.db
                self._refuse_gone()
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def _refuse_gone(self) -> None:
        """Raise StoreError when the folder holds another file, or none: what is written to a file nobody finds is lost."""
        if self._lies is not None and identity(self.folder / FILE) != self._lies:
            raise StoreError("Thư mục sổ đã bị đổi chỗ, xóa hoặc thay bằng bản khác khi chương trình đang mở, nên chưa lưu: "
                             "hãy đưa thư mục về chỗ cũ rồi lưu lại, hoặc đóng và mở lại chương trình.")  # fmt: skip

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Turn an error of SQLite into a StoreError; damage is remembered for every connection of this book."""
        try:
            with engine.faults():
                yield
        except Damaged as fault:
            self.harm.note(fault.details)
            raise

    def query(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a SELECT as tuples."""
        with self.faults():
            rows: list[tuple[Any, ...]] = self.connection.execute(sql, parameters).fetchall()
        return rows

    def setting(self, key: str, default: Any = None) -> Any:
        """Return a kept setting (any JSON), or the default."""
        rows = self.query("SELECT value FROM settings WHERE key = ?", (key,))
        return json.loads(rows[0][0]) if rows else default

    def set(self, key: str, value: Any) -> None:
        """Keep a setting (any JSON); None removes it."""
        with self.tx() as db:
            if value is None:
                db.execute("DELETE FROM settings WHERE key = ?", [key])
                return
            text = json.dumps(value, ensure_ascii=False)
            db.execute("INSERT INTO settings VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                       [key, text])  # fmt: skip

    @property
    def office(self) -> Office:
        """Whose book this is."""
        kept = self.setting("office", {})
        return Office(units.find(kept["unit"]), kept.get("person", ""), kept["device"], kept["incarnation"])

    def sign_as(self, person: str) -> None:
        """Keep the name of the person who enters data from now on."""
        with self.tx():
            self.set("office", self.setting("office") | {"person": person})

    def new_incarnation(self) -> None:
        """Begin another life of this book: it was restored or copied, and may repeat what it did before."""
        with self.tx():
            self.set("office", self.setting("office") | {"incarnation": secrets.token_hex(4)})

    def close(self) -> None:
        """Close the connection; nothing needs it for safety."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    @property
    def standing(self) -> Mapping[str, str]:
        """Why this book is only looked at: `why` is "moved" or "history", `at` a moment, `words` a sentence; else empty."""
        kept: Mapping[str, str] = self.setting(STANDING, {})
        return kept

    def refuse_standing(self) -> None:
        """Raise StoreError where this book is only looked at."""
        kept = self.standing
        if kept:
            raise StoreError(kept["words"])

    def key_slots(self) -> Slots:
        """Return the slots of the book's key as they lie beside it, or bare ones. Changed by `keep_key_slots`."""
        found = keys.read_slots(self.folder)
        if found and found.fits(self.key):
            return found
        return Slots.of(self.key, book=keys.read_mark(self.folder).book, unit=self.office.unit.code)

    def keep_key_slots(self, slots: Slots) -> None:
        """Keep the slots beside the book, and once more in it."""
        keys.keep_slots(self.folder, slots)
        self.set(rekeying.SLOTS, slots.dump().decode())

    @classmethod
    def _unlocked(cls, folder: Path, place: keys.KeyPlace) -> Self:
        """Return the book under the key of this PC. Raises KeyMissing; Damaged when a right key does not open it."""
        path = folder / FILE
        found = keys.candidates(folder, place)
        if not found:
            raise KeyMissing(keys.GONE)
        if engine.ENCRYPTED and engine.is_plain(path):  # written while SQLCipher was missing here
            rekeying.rekey(path, b"", found[0])
        for key in found:
            try:
                book = cls(folder, key, salt.connect(path, key))
                book._lies = identity(path)
                return book
            except Damaged:
                if keys.is_sure(folder, place, key):
                    raise
        raise KeyMissing(keys.WRONG)

    def _keep_slots(self, place: keys.KeyPlace) -> None:
        """See to it that the slots lie beside the book and in it, and are about this key; a full disk is no reason to stay out."""
        beside, inside = keys.slots(self.folder), str(self.setting(rekeying.SLOTS, "")).encode()
        marked = keys.is_marked(self.folder)
        if beside == inside and beside and marked:
            return
        found = next((one for raw in (beside, inside) if (one := _parsed(raw)) and one.fits(self.key)), None)
        try:
            self.keep_key_slots(found or Slots.of(self.key, book=place.book, unit=self.office.unit.code))
            if not marked:
                keys.mark(self.folder, place)
        except StoreError as fault:
            logging.getLogger("sophuong").warning("slots: %s", fault.details)

    def _found(self, unit: str, person: str) -> None:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        self.set("office", {"unit": unit, "person": person, "device": secrets.token_hex(8),
                            "incarnation": secrets.token_hex(4), "made": made})  # fmt: skip

    def _version(self) -> int:
        return int(self.query("PRAGMA user_version")[0][0])

    def refuse_newer(self) -> None:
        if self._version() > VERSION:
            raise StoreError("Sổ này do phiên bản mới hơn tạo ra: hãy cập nhật chương trình rồi mở lại; "
                             "sổ chưa bị đụng tới.")  # fmt: skip

    def _renew(self) -> None:
        version = self._version()
        if version < VERSION:
            if version:
                self._copy_before(version)
            self._migrate()

    def _migrate(self) -> None:
        from desktop.models import migrations

        with engine.faults():
            migrations.steps.apply(self.db)

    def _copy_before(self, version: int) -> None:
        """Make a copy like any other, which the way back offers as «trước khi nâng cấp»."""
        from desktop.models import packaged

        at = datetime.now(UTC)
        target = self.folder / "backups" / f"so-phuong-{at.astimezone():%Y%m%d-%H%M%S}-v{version}-migration.backup"
        make_folder(target.parent)
        made = target.with_suffix(".part")
        _remove(made)
        try:
            with engine.faults():
                self.connection.execute("VACUUM INTO ?", (str(made),))
            count = self._refuse_spoilt(made)
            facts = packaged.Facts(keys.read_mark(self.folder).book, self.setting("office")["unit"], at.isoformat(), count,
                                   "migration", slots=keys.slots(self.folder))  # fmt: skip
            packaged.write(target, made, facts)
        finally:
            _remove(made)

    def _refuse_spoilt(self, made: Path) -> int:
        """Open a copy, prove every page of it, and return its saves: without one that is whole nothing is changed."""
        copy = engine.connect(made, self.key)
        try:
            with engine.faults():
                wrong = copy.execute("PRAGMA cipher_integrity_check").fetchall() if engine.ENCRYPTED and self.key else []
                count = copy.execute("SELECT count(*) FROM journal").fetchone()
        finally:
            copy.close()
        if wrong or [count] != self.query("SELECT count(*) FROM journal"):
            raise StoreError("Bản sao trước khi nâng cấp chưa nguyên vẹn nên sổ chưa được nâng cấp: hãy mở lại chương trình.",
                             details=str(wrong[:3]))  # fmt: skip
        return int(count[0])


def _change_key(folder: Path, place: keys.KeyPlace) -> None:
    """Put the book under the key that waits; where that cannot be done now, it opens under the one it has."""
    try:
        rekeying.go_on(folder, FILE, place)
    except StoreError as fault:
        logging.getLogger("sophuong").warning("key: %s", fault.details)


def _parsed(raw: bytes) -> Slots | None:
    try:
        return key_slots.parse(raw) if raw else None
    except StoreError:
        return None


def _private(folder: Path) -> None:
    if os.name != "nt" and not any(folder.iterdir()):
        folder.chmod(0o700)


def _remove(fresh: Path) -> None:
    with told(fresh):
        for leftover in fresh.parent.glob(f"{fresh.name}*"):
            leftover.unlink()
