"""Going back to a copy: old or new at every moment, the way back, drafts, keys of earlier days, the yearly drill."""

import os
import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop import drilling
from desktop.copying import Copying, go_back
from desktop.models import backup, copies, keys, packaged, recovery, rekeying, typed
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.describe import example
from desktop.models.drafts import Drafts
from desktop.models.errors import Damaged, InputError, KeyMissing, StoreError
from desktop.models.files import told

STRIDE = int(os.environ.get("SO_PHUONG_STRIDE", "16"))  # 1: before every single touch
NAMES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir"})
TOUCHES = NAMES | {"open", "os.chmod", "shutil.copyfile"}


@pytest.fixture
def record(book, kinds):
    """Save an activity by its title."""
    values = {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"}
    return lambda title, into=book: Activities(into, kinds).save("KHAC", values | {"title": title}).uid


def titles(folder):
    with Book.open(folder) as book:
        backup.check(book)
        return sorted(row[0] for row in book.query("SELECT title FROM activities"))


def newest(book, why):
    return next(one for one in Copying(book).state().copies if one.why == why)


def test_a_restore_keeps_drafts_and_its_way_back(book, record):
    record("Một")
    service = Copying(book)
    first = service.make("auto")
    record("Hai")
    Drafts(book).keep("đang gõ", "KHAC", {"title": "Ba"})
    ready = service.ready(first.path)
    book.close()
    said = go_back(ready)
    assert "1 lần lưu" in said[0] and "1 bản nháp" in said[-1]
    assert titles(book.folder) == ["Một"]
    with Book.open(book.folder) as old:
        assert [one.values for one in Drafts(old).all()] == [{"title": "Ba"}]
        again = Copying(old).ready(newest(old, "restore").path)
    go_back(again)
    assert titles(book.folder) == ["Hai", "Một"]
    assert not list(book.folder.glob("backups/truoc-khoi-phuc-*")), "a copy was made: no second one as loose files"
    assert not (book.folder / typed.FILE).exists()


def test_the_copy_that_is_gone_back_to_is_not_thinned_away_by_the_one_made_before(book, record):
    record("Một")
    first = Copying(book).make("auto")
    record("Hai")
    Copying(book).ready(first.path)
    assert first.path.exists()


def _killed_at(step, ready, touches):
    """Go back in a child that dies, without a word, before its `step`th such touch of the disk; return whether it got to the end."""
    child = os.fork()
    if child == 0:
        left = [step]

        def hook(event, arguments):
            if event in touches:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(7)

        sys.addaudithook(hook)
        go_back(ready)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="dies by fork")
@pytest.mark.parametrize(("touches", "stride"), [(NAMES, 1), (TOUCHES, STRIDE)], ids=["each name", "some of all"])
def test_killed_at_any_step_of_a_restore_the_book_is_the_old_or_the_new_one(book, record, tmp_path, touches, stride):
    record("Một")
    first = Copying(book).make("auto")
    record("Hai")
    Drafts(book).keep("đang gõ", "KHAC", {"title": "Ba"})
    ready = Copying(book).ready(first.path)
    book.close()
    whole = tmp_path / "whole"
    shutil.copytree(book.folder, whole)
    seen, step = [], 0
    while True:
        shutil.rmtree(book.folder)
        shutil.copytree(whole, book.folder)
        ended = _killed_at(step, ready, touches)
        with Book.open(book.folder) as after:
            Copying(after).tidy()
            assert [one.values for one in Drafts(after).all()] == [{"title": "Ba"}]
            seen.append(sorted(row[0] for row in after.query("SELECT title FROM activities")))
        if ended:
            break
        step += stride
    assert seen[0] == ["Hai", "Một"] and seen[-1] == titles(book.folder) == ["Một"]
    assert all(one in (["Một"], ["Hai", "Một"]) for one in seen)
    assert len(seen) > 4
    turned = seen.index(["Một"])
    assert all(one == ["Một"] for one in seen[turned:]), "once new, new"


def test_a_log_of_the_book_in_place_is_in_it_before_it_is_set_aside_or_replaced(book, record, tmp_path):
    record("Một")
    first = Copying(book).make("auto")
    record("Hai")
    left = tmp_path / "as after a kill"
    shutil.copytree(book.folder, left)
    assert (left / "book.db-wal").stat().st_size
    backup.restore(left, left / "backups" / first.path.name)
    (aside,) = left.glob("backups/truoc-khoi-phuc-*")
    shutil.copy(aside / "book.db", left / "book.db")
    assert titles(left) == ["Hai", "Một"]
    book.close()


def test_a_spoilt_copy_is_refused_before_the_window_lets_go_of_the_book(book, record):
    for n in range(40):
        record(f"Việc {n}")
    made = Copying(book).make("auto")
    data = bytearray(made.path.read_bytes())
    data[len(data) // 2] ^= 1
    made.path.write_bytes(data)
    with pytest.raises((InputError, StoreError), match="hỏng"):
        Copying(book).preview(made.path)


def test_a_refused_restore_leaves_the_book_and_its_drafts(book, record):
    record("Một")
    made = Copying(book).make("auto")
    Drafts(book).keep("đang gõ", "KHAC", {"title": "Ba"})
    ready = Copying(book).ready(made.path)
    data = bytearray(made.path.read_bytes())
    data[len(data) // 2] ^= 1
    made.path.write_bytes(data)
    book.close()
    with pytest.raises((InputError, StoreError)):
        go_back(ready)
    assert titles(book.folder) == ["Một"]
    with Book.open(book.folder) as same:
        assert len(Drafts(same).all()) == 1 and not (same.folder / typed.FILE).exists()


def test_where_the_office_has_accounts_only_who_manages_goes_back_or_moves_the_second_place(book, record, tmp_path):
    record("Một")
    made = Copying(book).make("auto")
    other = Copying(book, may=lambda act: f"«Lan» không được {act}: hãy đổi người dùng." if act == "manage" else "")
    with pytest.raises(InputError, match="đổi người dùng"):
        other.ready(made.path)
    with pytest.raises(InputError, match="đổi người dùng"):
        other.choose(tmp_path / "usb")
    assert not (tmp_path / "usb").exists() and other.make("import") is not None


def test_a_copy_of_another_office_is_not_looked_into(book, tmp_path):
    with Book.create(tmp_path / "khac", unit="20194") as other:
        backup.backup(other, tmp_path / "khac.sophuong")
    with pytest.raises(InputError, match="sổ khác"):
        Copying(book).preview(tmp_path / "khac.sophuong")


def _rekeyed(book, monkeypatch):
    """Give a book a sheet, copy it, then a new key; return (folder, code of the first sheet, the copy)."""
    from desktop.keyholding import KeyHolding
    from desktop.models import key_slots

    monkeypatch.setattr(key_slots, "MEMORY", 64)
    monkeypatch.setattr(key_slots, "TIME", 1)
    KeyHolding(book).keep_sheet(code := recovery.new_code())
    made = Copying(book).make("auto")
    KeyHolding(book).keep_sheet(recovery.new_code(), new_key=True)
    folder = book.folder
    book.close()
    Book.open(folder).close()
    return folder, code, made


def test_a_copy_under_an_earlier_key_opens_and_comes_back_under_the_key_of_today(book, record, monkeypatch):
    record("Một")
    folder, _, made = _rekeyed(book, monkeypatch)
    with Book.open(folder) as now:
        assert not keys.fits(packaged.read(made.path).slots, now.key)
        record("Hai", now)
        ready = Copying(now).ready(made.path)
        assert ready.key is not None
    go_back(ready)
    assert titles(folder) == ["Một"]
    with Book.open(folder) as now:
        assert Copying(now).preview(made.path).saves == 1, "the earlier key is still known"


def test_a_copy_whose_key_nobody_remembers_opens_with_the_code_from_its_sheet(book, record, monkeypatch):
    record("Một")
    folder, code, made = _rekeyed(book, monkeypatch)
    with Book.open(folder) as now:
        now.set(rekeying.RETIRED, None)
        with pytest.raises(KeyMissing, match="phiếu khôi phục"):
            Copying(now).preview(made.path)
        assert Copying(now).preview(made.path, code).saves == 1


def test_an_empty_book_is_not_copied_and_a_damaged_one_is_set_aside_as_it_is(book, record):
    service = Copying(book)
    assert service.make("auto") is None and service.make("exit") is None
    record("Một")
    made = service.make("auto")
    book.harm.note("met damage")
    with pytest.raises(Damaged):
        service.make("import")
    ready = service.ready(made.path)
    assert not ready.copied
    book.close()
    assert "cất nguyên" in go_back(ready)[1]
    assert list(book.folder.glob("backups/truoc-khoi-phuc-*/book.db"))


def test_what_a_killed_program_left_beside_the_book_is_tidied_after_an_hour(book):
    old, fresh = book.folder / ".backup-0011", book.folder / ".look-0011"
    folder = book.folder / ".drill-0011"
    folder.mkdir()
    for path in (old, fresh, folder / "book.db"):
        path.write_bytes(b"left")
    for path in (old, folder):
        os.utime(path, (0, 0))
    Copying(book).tidy()
    assert not old.exists() and not folder.exists() and fresh.exists()


def test_of_two_drafts_of_one_form_the_newer_stays(book):
    drafts = Drafts(book)
    drafts.keep("đang gõ", "KHAC", {"title": "cũ"})
    typed.put_beside(book)
    drafts.put(replace(drafts.get("đang gõ"), values={"title": "mới"}, at="2099-01-01T00:00:00+00:00"))
    Copying(book).tidy()
    assert [one.values for one in drafts.all()] == [{"title": "mới"}]
    typed.put_beside(book)
    drafts.put(replace(drafts.get("đang gõ"), values={"title": "của bản sao cũ"}, at="2020-01-01T00:00:00+00:00"))
    Copying(book).tidy()
    assert [one.values for one in drafts.all()] == [{"title": "mới"}]


# The drill


def test_a_drill_tries_the_newest_copy_of_each_place_and_is_noted(book, record, tmp_path):
    record("Một")
    service = Copying(book)
    service.choose(tmp_path / "usb")
    record("Hai")
    seen = []
    report = service.drill(lambda done, whole: seen.append((done, whole)))
    assert report.well and [one.place for one in report.tried] == ["pc", "second"]
    assert [(one.saves, one.since, one.strange) for one in report.tried] == [(1, 1, 0)] * 2
    assert seen[0] == (0, 8) and seen[-1] == (8, 8)
    state = service.state()
    assert state.well and state.drilled and not state.drill_late
    assert not list(book.folder.glob(".drill-*"))
    assert titles(book.folder) == ["Hai", "Một"]


def test_a_drill_finds_a_copy_that_rotted_where_it_lay(book, record, tmp_path):
    for n in range(40):
        record(f"Việc {n}")
    service = Copying(book)
    service.choose(tmp_path / "usb")
    (rotten,) = (tmp_path / "usb").glob("*.backup")
    data = bytearray(rotten.read_bytes())
    data[len(data) // 2] ^= 1
    rotten.write_bytes(data)
    report = service.drill()
    assert not report.well and "nơi thứ hai" in report.sentence
    assert [bool(one.fault) for one in report.tried] == [False, True]
    assert not service.state().well
    assert b"%PDF" in service.drill_paper(report)[:8]


def test_a_drill_looks_at_every_row_not_only_at_every_page(book, record):
    record("Một")
    with book.tx() as db:
        db.execute("INSERT INTO attachments (sha256, name, media_type, size, data) VALUES (?, 'a.jpg', 'image/jpeg', 3, x'010203')",
                   ["00" * 32])  # fmt: skip
    service = Copying(book)
    service.make("auto")
    report = service.drill()
    assert not report.well and "ảnh" in report.tried[0].fault.lower()


def test_a_drill_is_stopped_between_two_steps(book, record):
    record("Một")
    service = Copying(book)
    service.make("auto")
    with pytest.raises(drilling.Stopped):
        service.drill(stopped=lambda: True)
    assert service.state().drilled is None and not list(book.folder.glob(".drill-*"))


def test_after_a_year_without_a_drill_and_a_week_without_a_second_place_somebody_is_reminded(book, record, monkeypatch):
    service = Copying(book)
    assert not service.brief().alone and not service.brief().drill_late
    record("Một")
    monkeypatch.setattr("desktop.copying.YEAR", timedelta(0))
    monkeypatch.setattr(copies, "LATE", timedelta(0))
    assert service.brief().alone and service.brief().drill_late


def test_a_fault_of_the_last_copy_is_told_until_one_is_made(book, record, monkeypatch):
    record("Một")
    service = Copying(book)

    def full(*arguments, **named):
        with told(book.folder):
            raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(backup, "write", full)
        with pytest.raises(StoreError, match="đầy"):
            service.make("auto")
    assert "đầy" in service.brief().fault
    service.make("auto")
    assert service.brief().fault == "" and service.brief().last is not None


def test_a_copy_from_before_an_upgrade_is_one_to_go_back_to(tmp_path):
    from tests.durability import old_books

    old_books.make(tmp_path / "so", 4)
    Book.open(tmp_path / "so").close()
    with Book.open(tmp_path / "so") as book:
        saves = book.query("SELECT count(*) FROM journal")[0][0]
        made = newest(book, "migration")
        assert made.revisions == saves
        ready = Copying(book).ready(made.path)
    go_back(ready)
    with Book.open(tmp_path / "so") as book:
        assert book.query("SELECT count(*) FROM journal")[0][0] == saves == backup.check(book)


def test_copies_from_before_an_erasure_are_gone_within_thirty_days(book, record, tmp_path):
    record("Nguyễn Văn Xóa")
    service = Copying(book)
    service.choose(tmp_path / "usb")
    service.make("hand")

    def erased(days):
        with book.tx() as db:
            db.execute("DELETE FROM erasures")
            db.execute("INSERT INTO erasures (at, by, act, counts) VALUES (?, '', 'erase', '{}')",
                       [(datetime.now(UTC) + timedelta(minutes=1) - timedelta(days=days)).isoformat(timespec="seconds")])  # fmt: skip

    erased(0)
    service.tidy()
    assert len(service.state().copies) == 2, "younger than thirty days: still there"
    for path in (*(book.folder / "backups").glob("*.backup"), *(tmp_path / "usb").glob("*.backup")):
        facts = packaged.unpack(path, tmp_path / "scratch")
        packaged.write(path, tmp_path / "scratch", replace(facts, made=(datetime.now(UTC) - timedelta(days=27)).isoformat()))
    erased(26)
    service.tidy()
    left = service.state().copies
    assert {one.place for one in left} == {"pc", "second"}
    assert all(datetime.now(UTC) - one.at < timedelta(hours=1) for one in left)
