"""The book: never replaced by an empty one, never touched by an older program, whole or not there."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.models import book as book_module
from desktop.models import engine, keys, migrations, packaged
from desktop.models.book import FILE, Book
from desktop.models.errors import InputError, StoreError


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_new_book_belongs_to_its_unit_and_opens_again(tmp_path):
    with Book.create(tmp_path / "so", unit="20242", person="Văn thư") as book:
        device = book.office.device
    with Book.open(tmp_path / "so") as book:
        assert (book.office.unit.name, book.office.person) == ("Phường Hải Châu", "Văn thư")
        assert book.office.device == device


def test_the_file_is_encrypted_and_its_key_is_for_its_owner_only(tmp_path):
    with Book.create(tmp_path / "so", unit="20242", person="Tên rất lạ Xyzzy") as book:
        book.set("note", "Xyzzyplugh")
    kept = bytes_of(tmp_path / "so")
    assert not kept[FILE].startswith(b"SQLite format 3")
    assert all(b"Xyzzy" not in data for data in kept.values())
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "so" / keys.KEY_FILE).stat().st_mode) == 0o600
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(tmp_path / "so" / FILE).execute("SELECT * FROM settings")


def test_the_pragmas_that_make_a_commit_last_are_on(book):
    on = {name: book.query(f"PRAGMA {name}")[0][0] for name in
          ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")}  # fmt: skip
    assert on == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    assert book.query("SELECT sqlite_version()")[0][0] >= "3.51.3"


def test_an_unknown_unit_makes_no_book(tmp_path):
    with pytest.raises(InputError, match="94 đơn vị"):
        Book.create(tmp_path / "so", unit="99999")
    assert not Book.exists(tmp_path / "so")


def test_a_book_is_never_made_over_another(tmp_path):
    Book.create(tmp_path / "so", unit="20242").close()
    before = bytes_of(tmp_path / "so")
    with pytest.raises(StoreError, match="đã có sổ"):
        Book.create(tmp_path / "so", unit="20194")
    assert bytes_of(tmp_path / "so") == before


@pytest.mark.parametrize("spoil", ["key gone", "key wrong", "file gone"])
def test_a_missing_or_wrong_key_or_file_is_never_answered_with_a_new_book(tmp_path, spoil):
    folder = tmp_path / "so"
    Book.create(folder, unit="20242").close()
    match spoil:
        case "key gone":
            (folder / keys.KEY_FILE).unlink()
        case "key wrong":
            (folder / keys.KEY_FILE).write_bytes(b"0" * 64)
        case "file gone":
            (folder / FILE).unlink()
    before = bytes_of(folder)
    with pytest.raises(StoreError) as told:
        Book.open(folder)
    assert ":" in told.value.sentence
    with pytest.raises(StoreError):
        Book.create(folder, unit="20242")
    assert bytes_of(folder) == before


def test_a_book_of_a_newer_program_is_refused_untouched(tmp_path):
    folder = tmp_path / "so"
    with Book.create(folder, unit="20242") as book:
        book.connection.execute("PRAGMA user_version = 99")
    before = bytes_of(folder)
    with pytest.raises(StoreError, match="mới hơn"):
        Book.open(folder)
    assert bytes_of(folder) == before


def old_book(folder: Path, stop_before: str) -> None:
    """Make the book as an earlier program left it: only the first steps, one setting kept."""
    from sqlite_utils import Database

    folder.mkdir()
    place, key = keys.keep_new(folder)
    connection = engine.connect(folder / FILE, key, create=True)
    engine.prepare(connection)
    migrations.steps.apply(Database(connection, execute_plugins=False), stop_before=stop_before)
    connection.execute("INSERT INTO settings VALUES ('office', '{\"unit\":\"20242\",\"device\":\"d\",\"incarnation\":\"i\"}')")
    connection.commit()
    connection.close()
    keys.mark(folder, place)


def test_an_older_book_is_copied_and_then_renewed(tmp_path):
    old_book(tmp_path / "so", "s0002_search")
    with Book.open(tmp_path / "so") as book:
        assert book.query("PRAGMA user_version")[0][0] == book_module.VERSION
        assert book.office.unit.code == "20242"
        (made,) = (tmp_path / "so" / "backups").glob("*-v1-migration.backup")
        assert packaged.unpack(made, tmp_path / "copy.db").why == "migration"
        copy = engine.connect(tmp_path / "copy.db", book.key)
        assert copy.execute("PRAGMA user_version").fetchone()[0] == 1
        copy.close()


def test_the_program_knows_exactly_its_own_steps(book):
    from sqlite_utils import Database

    applied = migrations.steps.applied(Database(book.connection, execute_plugins=False))
    assert len(applied) == migrations.VERSION == book_module.VERSION


def test_a_transaction_is_whole_or_not_there(book):
    with pytest.raises(RuntimeError), book.tx() as db:
        db.table("settings").insert({"key": "a", "value": "1"})
        with book.tx() as inner:
            inner.table("settings").insert({"key": "b", "value": "2"})
        raise RuntimeError
    assert book.setting("a") is None
    assert book.setting("b") is None


def test_two_programs_wait_for_each_other_and_lose_nothing(book):
    other = book.again()
    for turn in range(50):
        book.set(f"a{turn}", turn)
        other.set(f"b{turn}", turn)
    assert book.query("SELECT count(*) FROM settings WHERE key GLOB '[ab][0-9]*'")[0][0] == 100
    other.close()


@pytest.mark.parametrize("folder", ["//may-chu/chung/so", "/home/a/OneDrive/so", "C:/Users/a/Google Drive/so"])
def test_a_network_or_cloud_folder_is_refused_with_the_reason(folder):
    with pytest.raises(StoreError, match="thư mục mạng|tự đồng bộ"):
        Book.create(Path(folder), unit="20242")


FULL_DISK = """
import sys
from pathlib import Path
from desktop.models.book import Book
from desktop.models.errors import StoreError
book = Book.open(Path(sys.argv[1]))
book.connection.execute(f"PRAGMA max_page_count = {book.query('PRAGMA page_count')[0][0] + 8}")
kept = 0
try:
    for turn in range(1000):
        book.set(f"k{turn}", "x" * 3000)
        kept += 1
except StoreError as fault:
    print(kept, fault.sentence)
book.connection.execute("PRAGMA max_page_count = 100000")
assert book.query("SELECT count(*) FROM settings WHERE key GLOB 'k[0-9]*'")[0][0] == kept
book.set("after", 1)
print(book.setting("after"))
"""


def test_a_full_disk_is_told_keeps_what_was_saved_and_goes_on_without_restart(tmp_path):
    Book.create(tmp_path / "so", unit="20242").close()
    ran = subprocess.run([sys.executable, "-c", FULL_DISK, str(tmp_path / "so")], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    told, after = ran.stdout.strip().splitlines()
    assert "Ổ đĩa đã đầy" in told
    assert int(told.split()[0]) > 0
    assert after == "1"


READ_ONLY = """
import os, sys
from pathlib import Path
from desktop.models import units
from desktop.models.book import Book
from desktop.models.errors import StoreError
import desktop.models.migrations, sqlite_utils
units.load()
if os.geteuid() == 0:
    os.seteuid(65534)
for attempt in (lambda: Book.create(Path(sys.argv[1]) / "new", unit="20242"), lambda: Book.open(Path(sys.argv[2])).set("a", 1)):
    try:
        attempt()
        print("went through")
    except StoreError as fault:
        print(fault.sentence)
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_a_read_only_folder_is_told_with_what_to_do(tmp_path):
    Book.create(tmp_path / "so", unit="20242").close()
    (tmp_path / "shut").mkdir(mode=0o755)
    for path in (*tmp_path.parents, tmp_path):
        if path.owner() and path.is_relative_to("/tmp/") and path != Path("/tmp"):
            path.chmod(0o755)
    for path in (tmp_path / "so").iterdir():
        path.chmod(0o444)
    (tmp_path / "so").chmod(0o555)
    before = bytes_of(tmp_path / "so")
    ran = subprocess.run([sys.executable, "-c", READ_ONLY, str(tmp_path / "shut"), str(tmp_path / "so")],
                         capture_output=True, text=True)  # fmt: skip
    told = ran.stdout.splitlines()
    assert len(told) == 2, ran.stderr
    assert "quyền" in told[0]
    assert "quyền" in told[1]
    assert bytes_of(tmp_path / "so") == before
