"""The one door to SQLite: what every connection answers, and what is done where SQLCipher cannot be loaded."""

import subprocess
import sys
import threading

import pytest

from desktop.models import engine, keys, rekeying
from desktop.models.backup import check
from desktop.models.book import FILE, Book
from desktop.models.drafts import Drafts
from desktop.models.errors import StoreError

WITHOUT = """
import sys
sys.modules["sqlcipher3"] = None  # what an import finds where the wheel is missing
from pathlib import Path
from desktop.models import engine
from desktop.models.book import Book
from desktop.models.drafts import Drafts
from desktop.models.errors import StoreError
assert not engine.ENCRYPTED
folder = Path(sys.argv[1])
try:
    with Book.open(folder) if Book.exists(folder) else Book.create(folder, unit="20242") as book:
        Drafts(book).keep("nháp", "KHAC", {"title": "viết khi chưa mã hóa"})
        with book.tx() as db:
            db.execute("INSERT OR IGNORE INTO search (rowid, words) VALUES (7, 'chuyen doi so')")
        print("open", book.query("PRAGMA journal_mode")[0][0], book.query("PRAGMA synchronous")[0][0])
except StoreError as fault:
    print(fault.sentence)
"""


def without_sqlcipher(folder):
    """Run the program of a PC without the wheel; return what it said."""
    ran = subprocess.run([sys.executable, "-c", WITHOUT, str(folder)], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.fixture
def book(tmp_path):
    with Book.create(tmp_path / "so", unit="20242") as made:
        yield made


def test_every_connection_of_a_book_is_set_for_lasting_and_deleting(book):
    found = []

    def look():
        with book.again() as other:
            found.append({name: other.query(f"PRAGMA {name}")[0][0] for name in engine.PRAGMAS | engine.CIPHER})

    worker = threading.Thread(target=look)
    worker.start()
    worker.join()
    found.append({name: book.query(f"PRAGMA {name}")[0][0] for name in engine.PRAGMAS | engine.CIPHER})
    assert found == [engine.PRAGMAS | engine.CIPHER] * 2
    assert engine.PRAGMAS == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0,
                              "busy_timeout": 5000, "temp_store": 2}  # fmt: skip
    version = tuple(map(int, book.query("SELECT sqlite_version()")[0][0].split(".")))
    assert version >= engine.SAFE_SQLITE == (3, 51, 3)
    assert book.query("PRAGMA cipher_version")[0][0].startswith("4.")


def test_nothing_of_the_book_is_plain_on_the_disk(book):
    Drafts(book).keep("nháp", "KHAC", {"title": "NGUYENTHILAN"})
    for path in book.folder.iterdir():
        assert b"NGUYENTHILAN" not in path.read_bytes() and b"SQLite format" not in path.read_bytes()[:16], path.name


@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("cipher_status", "1")])
def test_a_connection_that_does_not_do_what_it_was_asked_is_refused(tmp_path, monkeypatch, name, value):
    Book.create(tmp_path / "so", unit="20242").close()

    class Deaf:
        """A library or disk that takes a pragma and does otherwise."""

        def __init__(self, real):
            self._real = real

        def execute(self, sql, *rest):
            if sql == f"PRAGMA {name}":
                return self._real.execute("SELECT 'something else'")
            return self._real.execute(sql, *rest)

        def __getattr__(self, attribute):
            return getattr(self._real, attribute)

    real = engine.connect
    monkeypatch.setattr(engine, "connect", lambda *a, **n: Deaf(real(*a, **n)))
    with pytest.raises(StoreError, match="không giữ sổ an toàn"):
        Book.open(tmp_path / "so")


def test_an_old_library_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "SAFE_SQLITE", (99, 0, 0))
    with pytest.raises(StoreError, match="SQLite đi kèm quá cũ"):
        Book.create(tmp_path / "so", unit="20242")


# Without SQLCipher


def test_without_sqlcipher_a_book_is_plain_and_the_next_start_with_it_encrypts_it(tmp_path):
    folder = tmp_path / "so"
    assert without_sqlcipher(folder) == "open wal 2"
    assert engine.is_plain(folder / FILE)
    assert without_sqlcipher(folder) == "open wal 2"  # it goes on as it is
    with Book.open(folder) as book:
        assert Drafts(book).get("nháp").values == {"title": "viết khi chưa mã hóa"}
        assert book.query("SELECT rowid FROM search WHERE search MATCH 'doi'") == [(7,)]
        assert check_pages(book) == []
    assert not engine.is_plain(folder / FILE)
    assert sorted(path.name for path in folder.glob("book.db*")) == ["book.db"]
    for path in folder.iterdir():
        assert "viết khi chưa".encode() not in path.read_bytes(), path.name
    assert "đã được mã hóa" in without_sqlcipher(folder)
    with Book.open(folder) as book:
        assert check(book) == 0


def check_pages(book):
    return book.query("PRAGMA cipher_integrity_check")


@pytest.mark.parametrize("cut", ["_copied", "_counted", "put_in_place"])
def test_a_cut_while_a_plain_book_is_encrypted_leaves_it_as_it_was(tmp_path, monkeypatch, cut):
    folder = tmp_path / "so"
    without_sqlcipher(folder)

    def gone(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rekeying, cut, gone)
        with pytest.raises(KeyboardInterrupt):
            Book.open(folder)
    assert engine.is_plain(folder / FILE)
    (folder / f"{FILE}{rekeying.COPY}").write_bytes(b"what a power cut left of the copy")
    with Book.open(folder) as book:
        assert Drafts(book).get("nháp") is not None
    assert not engine.is_plain(folder / FILE)


def test_a_book_without_sqlcipher_keeps_its_key_for_the_day_it_has_it(tmp_path):
    without_sqlcipher(tmp_path / "so")
    assert (tmp_path / "so" / keys.KEY_FILE).exists()
    key = keys.fetch(tmp_path / "so", keys.read_mark(tmp_path / "so"))
    with Book.open(tmp_path / "so") as book:
        assert book.key == key


def test_a_copy_under_another_key_that_differs_is_not_taken(tmp_path, monkeypatch):
    folder = tmp_path / "so"
    with Book.create(folder, unit="20242") as book:
        key = book.key
    before = (folder / FILE).read_bytes()
    real = rekeying._counted
    monkeypatch.setattr(rekeying, "_counted", lambda copy, new: real(copy, new) | {"settings": 0})
    with pytest.raises(StoreError, match="không giống sổ"):
        rekeying.rekey(folder / FILE, key, b"2" * 32)
    assert (folder / FILE).read_bytes() == before
    assert not list(folder.glob("*.rekeyed*"))
