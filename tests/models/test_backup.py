import pytest

from desktop.models import backup
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.describe import example
from desktop.models.errors import InputError, StoreError
from desktop.models.query import Query


def entry(kinds, **values):
    return {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"} | values


def test_a_backup_brings_back_what_it_held_and_the_book_lives_on_as_another(tmp_path, kinds):
    folder, copy = tmp_path / "so", tmp_path / "usb.backup"
    with Book.create(folder, unit="20242") as book:
        activities = Activities(book, kinds)
        activities.save("KHAC", entry(kinds, title="Giữ lại"))
        assert backup.backup(book, copy) == 1
        activities.save("KHAC", entry(kinds, title="Sau sao lưu"))
        life = book.office.incarnation
    assert backup.restore(folder, copy) == 1
    with Book.open(folder) as book:
        rows = Activities(book, kinds)
        assert [row.title for row in rows.rows(rows.first(Query(), 9))] == ["Giữ lại"]
        assert book.office.incarnation != life
    assert list((folder / "backups").glob("truoc-khoi-phuc-*/book.db"))


@pytest.mark.parametrize("spoil", ["not a backup", "cut short", "one byte"])
def test_a_spoilt_backup_is_refused_and_the_book_is_as_it_was(tmp_path, kinds, spoil):
    folder, copy = tmp_path / "so", tmp_path / "usb.backup"
    with Book.create(folder, unit="20242") as book:
        Activities(book, kinds).save("KHAC", entry(kinds))
        backup.backup(book, copy)
    data = copy.read_bytes()
    middle = len(data) // 2
    copy.write_bytes({"not a backup": b"hello", "cut short": data[:middle],
                      "one byte": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]}[spoil])  # fmt: skip
    before = (folder / "book.db").read_bytes()
    with pytest.raises((InputError, StoreError)):
        backup.restore(folder, copy)
    assert (folder / "book.db").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["book.db", "book.json", "book.key", "book.keys", "book.salt"]


def test_another_offices_backup_is_refused(tmp_path, kinds):
    with Book.create(tmp_path / "a", unit="20242") as book:
        backup.backup(book, tmp_path / "a.backup")
    Book.create(tmp_path / "b", unit="20194").close()
    with pytest.raises(StoreError, match="sổ khác"):
        backup.restore(tmp_path / "b", tmp_path / "a.backup")


def test_damage_of_a_page_is_found_by_the_check(tmp_path, kinds):
    folder = tmp_path / "so"
    with Book.create(folder, unit="20242") as book:
        activities = Activities(book, kinds)
        for number in range(60):
            activities.save("KHAC", entry(kinds, title=f"Hoạt động {number}"))
        assert backup.check(book) == 60
    data = bytearray((folder / "book.db").read_bytes())
    data[len(data) * 3 // 4] ^= 0x10
    (folder / "book.db").write_bytes(data)
    with pytest.raises(StoreError, match="hỏng"), Book.open(folder) as book:
        backup.check(book)
