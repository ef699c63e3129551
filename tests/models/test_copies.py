"""Copies that are made by themselves: real books, real files, real damage."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from desktop.models import backup, comparing, copies, packaged, snapshot
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.copies import Copies
from desktop.models.describe import example
from desktop.models.errors import Damaged, InputError, StoreError
from desktop.models.query import Query

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.at = START

    def __call__(self):
        return self.at

    def later(self, **time):
        self.at += timedelta(**time)


@pytest.fixture
def clock():
    """A clock that goes by hand."""
    return Clock()


@pytest.fixture
def book(tmp_path):
    """A book of one ward."""
    with Book.create(tmp_path / "so", unit="20242") as made:
        yield made


@pytest.fixture
def record(book, kinds):
    """Save an activity by its title."""
    store, values = Activities(book, kinds), {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"}
    return lambda title, uid=None: store.save("KHAC", values | {"title": title}, uid=uid).uid


def test_a_copy_is_made_checked_logged_and_not_made_again_without_a_reason(book, clock, record):
    record("Một")
    store = Copies(book, now=clock)
    made = store.make("auto")
    assert made.revisions == 1
    assert packaged.proves(made.path)
    clock.later(minutes=30)
    assert store.make("auto") is None, "nothing was saved since"
    record("Hai")
    clock.later(minutes=30)
    assert store.make("auto").revisions == 2
    assert [one.revisions for one in store.all()] == [2, 1]
    assert [row[1:3] for row in store.log()] == [("auto", "pc"), ("auto", "pc")]


def test_what_is_changed_without_one_row_more_is_copied_and_what_is_only_made_of_it_is_not(book, clock, record):
    record("Một")
    with book.tx() as db:
        db.execute("INSERT INTO incidents (uid, at, by, content) VALUES ('1', '2026-11-23', 'Lan', '{}')")
    store = Copies(book, now=clock)
    store.make("auto")
    clock.later(minutes=30)
    with book.tx() as db:
        db.execute("UPDATE incidents SET content = '{\"told\": true}'")
    assert store.make("auto") is not None
    clock.later(minutes=30)
    with book.tx() as db:
        db.execute("INSERT INTO buckets VALUES (7)")
        book.set("window", {"text_size": 150})
        book.set("journal_verified", [1, "00"])
    assert store.make("auto") is None


def test_two_copies_in_one_moment_are_two_files_and_the_later_one_stays(book, clock, record):
    store = Copies(book, now=clock)
    for title in ("Một", "Hai", "Ba"):
        record(title)
        made = store.make("auto")
        assert made.path.exists()
    assert [one.revisions for one in store.all() if one.path == made.path] == [3]


def test_before_an_import_or_restore_there_is_always_a_copy(book, clock, record):
    record("Một")
    store = Copies(book, now=clock)
    store.make("auto")
    clock.later(seconds=5)
    assert store.make("import").why == "import"


def test_a_copy_that_was_deleted_by_hand_is_made_anew(book, clock, record):
    record("Một")
    store = Copies(book, now=clock)
    store.make("auto").path.unlink()
    clock.later(minutes=30)
    assert store.make("auto") is not None


def test_copies_of_a_year_are_thinned(book, clock, record):
    store = Copies(book, now=clock)
    record("Một")
    first = store.make("auto")
    for days in (400, 200, 60, 10, 5, 2):
        older = first.path.with_name(f"so-phuong-{days}.backup")
        facts = packaged.read(first.path)
        scratch = book.folder / "scratch"
        packaged.unpack(first.path, scratch)
        packaged.write(older, scratch, packaged.Facts(facts.book, facts.unit, (START - timedelta(days=days)).isoformat(), 1, "auto"))
        scratch.unlink()
    record("Hai")
    clock.later(hours=1)
    store.make("auto")
    assert "so-phuong-400.backup" not in {one.path.name for one in store.all()}
    assert {"so-phuong-200.backup", "so-phuong-5.backup"} <= {one.path.name for one in store.all()}


def test_a_damaged_book_is_never_copied_over_a_good_copy(book, clock, record, kinds):
    for n in range(60):
        record(f"Hoạt động {n}")
    store = Copies(book, now=clock)
    good = store.make("auto")
    book.close()
    path = book.folder / "book.db"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0x10
    path.write_bytes(raw)
    clock.later(minutes=30)
    with pytest.raises(Damaged, match="hỏng"), Book.open(book.folder) as harmed:
        Copies(harmed, now=clock).make("import")
    assert packaged.proves(good.path)
    assert [one.name for one in (book.folder / "backups").iterdir()] == [good.path.name]


def test_saving_goes_on_while_a_copy_is_made_and_the_copy_is_of_one_moment(book, clock, record, kinds):
    for n in range(30):
        record(f"Hoạt động {n}")
    other = book.again()
    store, values = Activities(other, kinds), {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"}
    saved = []

    def meanwhile():
        if len(saved) < 5:
            saved.append(store.save("KHAC", values | {"title": f"Trong lúc chép {len(saved)}"}))

    made = Copies(book, now=clock).make("auto", pause=meanwhile)
    assert made.revisions == 30
    assert book.query("SELECT count(*) FROM journal")[0][0] == 30 + len(saved)
    assert saved
    other.close()


OTHER = """
import sys
from pathlib import Path
from desktop.models.book import Book
with Book.open(Path(sys.argv[1])) as book:
    book.set("other", sys.argv[2])
"""


def test_another_program_that_comes_and_goes_after_a_copy_takes_no_save_with_it(book, clock, record, tmp_path):
    record("Một")
    Copies(book, now=clock).make("auto")
    record("Hai")
    subprocess.run([sys.executable, "-c", OTHER, book.folder, "was here"], check=True, timeout=30)
    record("Ba")
    left = tmp_path / "as after a power cut"
    shutil.copytree(book.folder, left)
    with Book.open(left) as found:
        assert found.query("SELECT count(*) FROM journal")[0][0] == 3 and found.setting("other") == "was here"


def test_a_book_somebody_reads_all_the_time_is_copied_too(book, clock, record):
    record("Một")
    other = book.again()
    other.connection.execute("BEGIN")
    other.query("SELECT count(*) FROM journal")
    record("Hai")  # the log cannot be emptied while the other reads from it
    assert Copies(book, now=clock).make("auto").revisions == 2
    other.connection.execute("ROLLBACK")
    other.close()


def test_the_second_place_gets_a_copy_whenever_it_is_plugged_in_and_is_found_under_another_letter(book, clock, record, tmp_path):
    stick = tmp_path / "e" / "sao luu"
    plugged = []
    store = Copies(book, now=clock, drives=lambda: plugged)
    assert store.late()
    store.choose(stick)
    record("Một")
    store.make("auto")
    assert not store.late()
    assert [one.place for one in store.all()] == ["pc", "second"]
    (tmp_path / "f").mkdir()
    shutil.move(stick, tmp_path / "f" / "sao luu")
    record("Hai")
    clock.later(hours=1)
    store.make("auto")
    assert not store.second().there
    plugged.append(tmp_path / "f")
    assert store.second().folder == tmp_path / "f" / "sao luu"
    clock.later(hours=1)
    store.make("auto")
    assert max(one.revisions for one in store.all() if one.place == "second") == 2
    clock.later(days=8)
    assert store.late()


def test_a_stick_pulled_half_way_leaves_no_half_copy_and_the_book_has_its_own(book, clock, record, tmp_path, monkeypatch):
    stick = tmp_path / "usb"
    store = Copies(book, now=clock)
    store.choose(stick)
    record("Một")

    def pulled(source, target, *, pause=None):
        target.with_name(".half.part").write_bytes(b"half")
        raise StoreError("Ổ đĩa hoặc USB không còn ở đó.")

    monkeypatch.setattr(copies, "carry", pulled)
    assert store.make("auto") is not None
    assert store.log()[0][2:3] + store.log()[0][5:] == ("second", "Ổ đĩa hoặc USB không còn ở đó.")
    assert [one.place for one in store.all()] == ["pc"]


def test_offices_that_share_a_stick_leave_each_others_copies_alone(book, clock, record, tmp_path, kinds):
    stick = tmp_path / "usb"
    with Book.create(tmp_path / "khac", unit="20194") as other:
        Activities(other, kinds).save("KHAC", {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"})
        theirs = Copies(other, now=clock)
        theirs.choose(stick)
        theirs.make("auto")
        record("Một")
        ours = Copies(book, now=clock)
        ours.choose(stick)
        ours.make("auto")
        assert theirs.second().there and ours.second().there
        clock.later(days=40)
        record("Hai")
        ours.make("auto")
        ours.expire(clock())
        assert [one.place for one in theirs.all()] == ["pc", "second"]
        assert [one.unit for one in ours.all()] == ["20242", "20242"]


def test_a_stick_pulled_in_the_middle_of_a_file_keeps_the_copies_it_had(book, clock, record, tmp_path):
    stick = tmp_path / "usb"
    store = Copies(book, now=clock)
    store.choose(stick)
    record("Một")
    first = store.make("auto")

    def pulled():
        raise StoreError("Ổ đĩa hoặc USB không còn ở đó.")

    with pytest.raises(StoreError):
        copies.carry(first.path, stick / "so-phuong-moi.backup", pause=pulled)
    assert [path.name for path in stick.iterdir() if path.suffix != ".json"] == [first.path.name]
    assert packaged.proves(stick / first.path.name)
    left = stick / ".so-phuong-20242.aaa.part"  # as a power cut leaves it
    left.write_bytes(b"half")
    record("Hai")
    clock.later(hours=30)
    store.make("auto")
    assert not left.exists()


def test_the_second_place_is_not_inside_the_book(book, clock):
    with pytest.raises(InputError, match="ngoài"):
        Copies(book, now=clock).choose(book.folder / "backups")


def test_a_full_disk_is_told_before_anything_is_written(book, clock, record, monkeypatch):
    record("Một")
    monkeypatch.setattr(snapshot, "LEAST_ROOM", 2**60)
    store = Copies(book, now=clock)
    with pytest.raises(StoreError, match="MB"):
        store.make("auto")
    assert store.all() == []
    assert "MB" in store.log()[0][5]


def test_what_is_older_than_an_erasure_goes_wherever_a_newer_copy_is(book, clock, record):
    store = Copies(book, now=clock)
    record("Một")
    old = store.make("auto")
    assert store.expire(START + timedelta(days=1)) == 0, "the only copy stays"
    clock.later(days=31)
    record("Hai")
    store.make("auto")
    assert store.expire(START + timedelta(days=1)) == 1
    assert not old.path.exists()


def test_a_preview_tells_what_going_back_changes(book, clock, record, kinds):
    store = Copies(book, now=clock)
    first, second = record("Một"), record("Hai")
    made = store.make("auto")
    record("Hai đã sửa", uid=second)
    third = record("Ba")
    scratch = book.folder / "scratch.db"
    with backup.open_copy(made.path, scratch, book.key) as copy:
        told = comparing.preview(book, copy)
    backup.drop(scratch)
    assert {(one.uid, one.what) for one in told.changes} == {(second, comparing.OLDER), (third, comparing.GONE)}
    assert (told.lost, told.unsent) == (2, 2)
    assert "1 hoạt động ghi sau bản sao sẽ không còn; 1 hoạt động quay về" in told.sentence
    assert first not in {one.uid for one in told.changes}
    assert not scratch.exists()


def test_restored_and_restored_back_nothing_is_missing(book, clock, record, kinds):
    store = Copies(book, now=clock)
    record("Một")
    made = store.make("auto")
    record("Hai")
    clock.later(hours=1)
    before = store.make("restore")
    book.close()
    backup.restore(book.folder, made.path)
    with Book.open(book.folder) as old:
        rows = Activities(old, kinds)
        assert [row.title for row in rows.rows(rows.first(Query(), 9))] == ["Một"]
        scratch = book.folder / "scratch.db"
        with backup.open_copy(before.path, scratch, old.key) as copy:
            assert [one.what for one in comparing.preview(old, copy).changes] == [comparing.AGAIN]
        backup.drop(scratch)
    backup.restore(book.folder, before.path)
    with Book.open(book.folder) as back:
        assert back.query("SELECT count(*) FROM journal")[0][0] == 2
        assert backup.check(back) == 2
