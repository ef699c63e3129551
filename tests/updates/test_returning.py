"""A newer program that migrated the book and did not hold: the program before it gets its book back too."""

import pytest

from desktop.installed import Installed, State
from desktop.models import book as books
from desktop.models import kinds, migrations
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.describe import example
from desktop.models.errors import StoreError
from desktop.models.query import Query
from desktop.returning import bring_back

KINDS = kinds.load()


class Newer:
    """The migrations of a program to come."""

    @staticmethod
    def apply(db):
        db.execute("CREATE TABLE tomorrow (id INTEGER PRIMARY KEY)")
        db.execute("PRAGMA user_version = 99")


@pytest.fixture
def office(tmp_path):
    with Book.create(tmp_path / "so", unit="20242") as book:
        record(book, "Tập huấn tổ công nghệ số")
    return tmp_path / "so"


@pytest.fixture
def versions(tmp_path):
    (tmp_path / "app").mkdir()
    found = Installed(tmp_path / "app", "1.0.0")
    found.keep(State(bad=("1.1.0",), told="Bản 1.1.0 không mở được nên đã trở về bản 1.0.0; dữ liệu còn nguyên."))
    return found


def record(book, title):
    values = {name: value for name, value in example(KINDS["KHAC"]).items() if name != "kind"}
    Activities(book, KINDS).save("KHAC", values | {"title": title})


def titles(folder):
    with Book.open(folder) as book:
        activities = Activities(book, KINDS)
        return sorted(row.title for row in activities.rows(activities.first(Query(), 10)))


def migrate(folder, monkeypatch, *, later=()):
    with monkeypatch.context() as newer:
        newer.setattr(books, "VERSION", 99)
        newer.setattr(migrations, "steps", Newer)
        with Book.open(folder) as book:
            for title in later:
                record(book, title)


def test_the_book_of_before_the_migration_comes_back_with_the_program(office, versions, monkeypatch):
    migrate(office, monkeypatch)
    with pytest.raises(StoreError, match="phiên bản mới hơn"):
        Book.open(office)
    assert bring_back(office, versions)
    assert titles(office) == ["Tập huấn tổ công nghệ số"]
    assert versions.take_told().endswith("Sổ cũng đã trở về như trước khi nâng cấp, không mất lần lưu nào.")


def test_what_was_saved_with_the_newer_program_is_set_aside_and_told(office, versions, monkeypatch):
    migrate(office, monkeypatch, later=["Lớp thứ hai"])
    assert bring_back(office, versions)
    assert titles(office) == ["Tập huấn tổ công nghệ số"]
    assert "1 lần lưu sau đó nằm trong thư mục backups" in versions.take_told()
    assert list((office / "backups").glob("truoc-khoi-phuc-*/book.db"))


def test_a_book_that_is_not_too_new_is_left_alone(office, versions, monkeypatch):
    migrate(office, monkeypatch)
    assert bring_back(office, versions)  # from here on there is a copy that could be brought back once more
    with Book.open(office) as book:
        record(book, "Sau khi trở về")
    assert not bring_back(office, versions)
    assert titles(office) == ["Sau khi trở về", "Tập huấn tổ công nghệ số"]


def test_without_a_copy_the_book_is_left_alone(office, versions, monkeypatch):
    migrate(office, monkeypatch)
    for copy in (office / "backups").glob("*-migration.backup"):
        copy.unlink()
    assert not bring_back(office, versions)
    with pytest.raises(StoreError, match="phiên bản mới hơn"):
        Book.open(office)
