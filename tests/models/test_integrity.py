"""A check finds what is wrong, names it, and what is small is mended in place; the witness sees a book go back."""

import json
import random

import pytest

from desktop import mending
from desktop.models import engine, integrity, witness
from desktop.models.activities import Activities
from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.describe import example
from desktop.models.drafts import Drafts
from desktop.models.errors import Damaged
from desktop.models.outbox import STORED, Outbox, Verdict
from desktop.models.query import Query
from desktop.models.totals import groups
from desktop.models.typed import SafeDrafts
from tests.long.damages import DAMAGES, Subject
from tests.long.test_damages import judged


def entry(kinds, code="KHAC", **values):
    return {k: v for k, v in example(kinds[code]).items() if k != "kind"} | values


@pytest.fixture
def lived(book, kinds):
    """A book in which something of every sort happened."""
    store = Activities(book, kinds)
    made = [store.save(code, entry(kinds, code)) for code in ("KHAC", "TAPHUAN", "TOROI", "KHAC")]
    store.save("KHAC", dict(made[0].values) | {"title": "Sửa lần hai"}, uid=made[0].uid)
    store.bin(made[3].uid)
    Attachments(book).keep(b"\xff\xd8\xffphoto", "a.jpg", "image/jpeg", b"\xff\xd8\xffsmall")
    Drafts(book).keep("d", "KHAC", {"title": "đang ghi"})
    one = Outbox(book).waiting(1)[0]
    Outbox(book).settle([Verdict(one.seq, one.uid, one.revision, STORED)], at="2026-07-01", batch="aa", receipt=b"x")
    from datetime import date

    groups(book, (date(2026, 1, 1), date(2026, 12, 31)))
    return book


def test_a_book_that_was_used_is_whole(lived, kinds):
    found = integrity.check(lived, kinds)
    assert found.whole, found.found
    assert (found.revisions, found.activities) == (6, 4)
    assert "6 lần lưu của 4 hoạt động" in found.sentence


HARMS = {
    "title of a row": ("UPDATE activities SET title = 'khác' WHERE id = (SELECT min(id) FROM activities)", "activities"),
    "verdict of a row": ("UPDATE activities SET verdict = 'sent'", "activities"),
    "local fact of a row": ("UPDATE activities SET phone = '0900'", "activities"),
    "row gone": ("DELETE FROM activities WHERE id = (SELECT max(id) FROM activities)", "activities"),
    "words of a row": ("DELETE FROM search WHERE rowid = (SELECT max(rowid) FROM search)", "activities"),
    "words of nobody": ("INSERT INTO search (rowid, words) VALUES (5, 'ma')", "activities"),
    "trigger dropped": ("DROP TRIGGER journal_keeps_rows", "schema"),
    "index dropped": ("DROP INDEX journal_uid", "schema"),
    "trigger added": ("CREATE TRIGGER odd AFTER INSERT ON drafts BEGIN SELECT 1; END", "schema"),
    "draft": ("UPDATE drafts SET content = '{'", "kept"),
    "approval of nobody": ("INSERT INTO approvals VALUES ('x', 1, '2026-01-01', '')", "kept"),
    "sum": ("UPDATE bucket_sums SET sums = replace(sums, '\"activities\": 1', '\"activities\": 7')", "sums"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_small_harm_is_found_named_and_mended_in_place(lived, kinds, harm):
    statement, part = HARMS[harm]
    chain = lived.query("SELECT seq, chain FROM journal")
    with lived.tx() as db:
        db.execute(statement)
    found = integrity.check(lived, kinds)
    assert {one.part for one in found.found} == {part} and found.in_place and not found.damaged
    assert all(one.sentence.endswith(".") and "Sửa" in one.sentence for one in found.found)
    left = mending.Mending(lived, kinds).mend_in_place(found.found)
    assert left.whole, left.found
    assert lived.query("SELECT seq, chain FROM journal") == chain
    assert integrity.last(lived)[2] == ()


def test_a_spoilt_photo_and_a_changed_journal_are_no_small_harm(lived, kinds):
    with lived.tx() as db:
        db.execute("UPDATE attachments SET data = x'00'")
        db.execute("DROP TRIGGER journal_keeps_content")
        db.execute("UPDATE journal SET change = replace(change, 'Sửa lần hai', 'Sửa lần ba')")
    found = integrity.check(lived, kinds)
    assert found.damaged and {"photos", "journal", "schema"} <= {one.part for one in found.found}
    with pytest.raises(Damaged):
        integrity.require(lived, kinds)


def test_a_check_that_is_stopped_goes_on_where_it_stood(lived, kinds):
    with lived.tx() as db:
        db.execute("DELETE FROM search")
    place, slices = None, 0
    while True:
        one = integrity.Check(lived, kinds, place=json.loads(json.dumps(place)) if place else None)
        more = one.step()
        place, slices = one.place, slices + 1
        if not more or slices > 500:
            break
    assert slices > len(integrity.PARTS)
    assert [it.part for it in one.findings.found] == ["activities"]


def test_a_check_stops_at_once_when_somebody_works(lived, kinds):
    service = mending.Mending(lived, kinds)
    assert service.check(stopped=lambda: True) is None
    assert service.health().under_way
    assert service.check().whole
    assert not service.health().under_way and service.health().at


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_of_the_file_is_noticed(subject, tmp_path, kinds, name):
    DAMAGES[name](subject, random.Random(f"{name}"), tmp_path / "damaged")
    assert judged(tmp_path / "damaged", kinds)


@pytest.fixture(scope="module")
def subject(tmp_path_factory, kinds):
    return Subject(tmp_path_factory.mktemp("subject") / "so", kinds, count=40)


def test_a_book_that_went_back_is_seen_by_its_witness(lived, kinds):
    assert witness.keep(lived) and not witness.keep(lived)
    folder = lived.folder
    lived.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = (folder / "book.db").read_bytes()
    Activities(lived, kinds).save("KHAC", entry(kinds))
    witness.keep(lived)
    lived.close()
    (folder / "book.db").write_bytes(old)
    with Book.open(folder) as book:
        assert "thiếu 1 lần lưu" in witness.compare(book)
        assert not witness.keep(book), "what went back is told, not witnessed"
        Activities(book, kinds).save("KHAC", entry(kinds))
        assert "không nối tiếp" in witness.compare(book)
        witness.renew(book)
        assert witness.compare(book) == ""


def test_a_witness_of_another_key_says_nothing(lived):
    witness.keep(lived)
    path = lived.folder / witness.NAME
    told = json.loads(path.read_text("utf-8")) | {"seq": 99}
    path.write_text(json.dumps(told), encoding="utf-8")
    assert witness.read(lived.folder, lived.key) is None
    assert witness.compare(lived) == ""


def test_damage_met_at_work_makes_the_book_read_only_and_keeps_what_is_typed(book, kinds):
    store = Activities(book, kinds)
    for number in range(40):
        store.save("KHAC", entry(kinds, title=f"Hoạt động {number}"))
    other = book.again()
    told = []
    book.harm.told = lambda: told.append(1)
    book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (book.folder / "book.db").open("r+b") as file:
        pages = book.query("PRAGMA page_count")[0][0]
        for page in range(pages * 4 // 5, pages, 3):
            file.seek(page * 4096 + 100)
            file.write(b"\0" * 16)
    fresh = Book(book.folder, book.key, engine.connect(book.folder / "book.db", book.key))
    fresh.harm = book.harm
    with pytest.raises(Damaged):
        fresh.query("SELECT sum(length(change)) FROM journal")
    fresh.close()
    assert told == [1]
    with pytest.raises(Damaged, match="Sửa sổ"):
        Activities(other, kinds).save("KHAC", entry(kinds))
    drafts = SafeDrafts(other)
    drafts.keep("form", "KHAC", {"title": "đang gõ dở"})
    assert drafts.get("form").values == {"title": "đang gõ dở"}
    assert "đang gõ dở".encode() not in (book.folder / "book.typed").read_bytes()
    other.close()
    book.close()
    mending.rebuild(book.folder)
    aside = mending.settle(book.folder)
    assert (aside / "book.db").exists()
    with Book.open(book.folder) as mended:
        assert Drafts(mended).get("form").values == {"title": "đang gõ dở"}
        assert Activities(mended, kinds).count(Query()) >= 1
    assert not (book.folder / "book.typed").exists()
