"""What is left of a damaged book is found, joined with a copy and with the centre, and nothing is said that is not so."""

import random
import shutil

import pytest

from desktop import mending
from desktop.models import backup, witness
from desktop.models.activities import Activities
from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.describe import example
from desktop.models.drafts import Drafts
from desktop.models.errors import InputError, StoreError
from desktop.models.journal import Journal
from desktop.models.outbox import STORED, Outbox, Verdict
from desktop.models.pages import Pages
from desktop.models.query import Query
from sync import enrolment
from sync.central import tables
from tests.sync.wards import Centre, Ward

PAGE = 4096


def entry(kinds, code="KHAC", **values):
    return {k: v for k, v in example(kinds[code]).items() if k != "kind"} | values


@pytest.fixture
def folder(tmp_path, lived):
    """A copy of the book that lived a while."""
    shutil.copytree(lived, tmp_path / "so")
    return tmp_path / "so"


@pytest.fixture(scope="module")
def lived(tmp_path_factory, kinds):
    """A book with 60 activities, some saved again, a photo, a draft and a setting; witnessed and closed."""
    place = tmp_path_factory.mktemp("lived") / "so"
    with Book.create(place, unit="20242", person="Lan") as book:
        store = Activities(book, kinds)
        with book.tx():
            made = [store.save("KHAC", entry(kinds, title=f"Hoạt động {number}", person="Bà Sáu", phone="0905123456"))
                    for number in range(60)]  # fmt: skip
            for one in made[:20]:
                store.save("KHAC", dict(one.values) | {"title": f"{one.title} lần hai"}, uid=one.uid)
        Attachments(book).keep(b"\xff\xd8\xff" + random.Random(1).randbytes(20_000), "a.jpg", "image/jpeg", b"\xff\xd8\xffs")
        Drafts(book).keep("d", "KHAC", {"title": "đang ghi"})
        book.set("enrolment", {"url": "http://localhost"})
        witness.keep(book)
    return place


def facts(folder):
    with Book.open(folder) as book:
        return ({row[0] for row in book.query("SELECT rid FROM journal")},
                {row[0]: row[1:] for row in book.query("SELECT uid, title, person, phone, heads, verdict, revision FROM activities")})  # fmt: skip


def spoil(folder, *, seed=0, share=0.03, pages=None):
    """Zero pages of the file: a share of them, or those given."""
    data = bytearray((folder / "book.db").read_bytes())
    count = len(data) // PAGE
    for page in pages or random.Random(seed).sample(range(1, count + 1), round(count * share)):
        data[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    (folder / "book.db").write_bytes(data)


def mend(folder, **more):
    plan = mending.plan(folder, **more)
    outcome = mending.rebuild(folder, **more)
    return plan, outcome, mending.settle(folder)


def pages_of(folder, table):
    """Return the pages a table lies on: those whose loss costs it rows."""
    key = mending._key(folder)
    with mending._wreck(folder, key) as wreck:
        return wreck._places[table].reached


def test_a_lost_first_page_costs_nothing(folder):
    before = facts(folder)
    spoil(folder, pages=[1])
    with pytest.raises(StoreError, match="Sửa sổ|khôi phục"):
        Book.open(folder)
    plan, outcome, aside = mend(folder)
    assert plan.way == "rebuild" and plan.damaged_pages == 1 and plan.revisions == 80
    assert facts(folder) == before
    assert (outcome.revisions, outcome.missing, outcome.photos, outcome.drafts, outcome.relinked) == (80, 0, 1, 1, False)
    assert "Không thiếu gì." in mending.told_of(outcome, aside)


def test_an_activity_whose_revision_is_lost_comes_back_from_its_row(folder):
    rids, rows = facts(folder)
    lost = pages_of(folder, "journal")[-2:]
    spoil(folder, pages=lost)
    _, outcome, _ = mend(folder)
    kept, now = facts(folder)
    assert outcome.from_rows > 0 and outcome.relinked
    assert now == rows, "every activity stands as it last stood, with what never leaves the PC"
    assert kept <= rids, "and under the name the centre would know it by"
    with Book.open(folder) as book:
        assert Journal(book).verify() == outcome.revisions


def test_lost_settings_come_from_the_second_place_they_are_kept(folder):
    rows = facts(folder)[1]
    with Book.open(folder) as book:
        device = book.office.device
    spoil(folder, pages=pages_of(folder, "settings"))
    _, outcome, _ = mend(folder)
    with Book.open(folder) as book:
        assert book.office.device == device and book.office.person == "Lan"
        assert book.setting("enrolment") == {"url": "http://localhost"}
    assert facts(folder)[1] == rows and outcome.settings


def test_with_a_copy_the_journal_is_bit_by_bit_what_it_was(folder):
    (folder / "backups").mkdir(exist_ok=True)
    with Book.open(folder) as book:
        backup.backup(book, folder / "backups" / "hom-qua.sophuong")
        chain, life = book.query("SELECT seq, chain FROM journal"), book.office.incarnation
    before = facts(folder)
    spoil(folder, pages=[*pages_of(folder, "journal")[:4], *pages_of(folder, "attachments")])
    plan, outcome, _ = mend(folder)
    assert plan.copy == "hom-qua.sophuong" and outcome.from_copy > 0 and outcome.missing == 0
    with Book.open(folder) as book:
        assert book.query("SELECT seq, chain FROM journal") == chain and book.office.incarnation == life
        assert book.query("SELECT count(*) FROM attachments") == [(1,)]
    assert facts(folder) == before


def test_what_a_person_had_taken_out_does_not_come_back_with_a_copy(folder, kinds):
    (folder / "backups").mkdir(exist_ok=True)
    with Book.open(folder) as book:
        backup.backup(book, folder / "backups" / "truoc.sophuong")
        one = Activities(book, kinds).get(book.query("SELECT uid FROM journal ORDER BY seq DESC LIMIT 1")[0][0])
        rows = Journal(book).of(one.uid)
        bare = {row.seq: {name: value for name, value in row.values.items() if name not in ("person", "phone")} for row in rows}
        Journal(book).redact(bare, reason="xóa", by="Lan", outgoing=kinds.outgoing)
        with book.tx() as db:
            db.execute("UPDATE activities SET person = NULL, phone = NULL WHERE uid = ?", [one.uid])
        Drafts(book).drop("d")
    spoil(folder, pages=pages_of(folder, "journal"))
    mend(folder)
    with Book.open(folder) as book:
        told = [change for (change,) in book.query("SELECT change FROM journal WHERE uid = ?", (one.uid,))]
        assert all("0905123456" not in change for change in told)
        assert Drafts(book).all() == []


def test_a_receipt_is_never_said_of_another_revision(folder, kinds):
    with Book.open(folder) as book:
        sent = Outbox(book).waiting(80)[40:70]
        Outbox(book).settle([Verdict(one.seq, one.uid, one.revision, STORED) for one in sent], at="2026-07-01",
                            batch="aa", receipt=b"x")  # fmt: skip
        settled = {one.rid for one in sent}
    spoil(folder, pages=pages_of(folder, "journal")[3:6])
    mend(folder)
    with Book.open(folder) as book:
        said = {row[0] for row in book.query("SELECT rid FROM journal JOIN receipts USING (seq)")}
        assert said and said <= settled


def test_mending_can_be_taken_back(folder):
    before = facts(folder)
    spoil(folder, pages=[1])
    damaged = (folder / "book.db").read_bytes()
    _, _, aside = mend(folder)
    assert (aside / "book.db").read_bytes() == damaged
    now = mending.undo(folder, aside)
    assert (folder / "book.db").read_bytes() == damaged
    mending.undo(folder, folder / "backups" / now.name)
    assert facts(folder) == before
    with pytest.raises(InputError):
        mending.undo(folder, folder.parent)


def test_a_file_with_nothing_left_is_only_mended_by_a_copy(folder, tmp_path):
    with Book.open(folder) as book:
        backup.backup(book, tmp_path / "usb.sophuong")
    before = facts(folder)
    (folder / "book.db").write_bytes(b"\0" * PAGE * 10)
    with pytest.raises(StoreError, match="không còn gì đọc được"):
        mending.rebuild(folder)
    mend(folder, copy=tmp_path / "usb.sophuong")
    assert facts(folder) == before
    (folder / "book.db").unlink()
    mend(folder, copy=tmp_path / "usb.sophuong")
    assert facts(folder) == before


def test_what_was_sent_comes_back_from_the_centre_to_the_last_row(tmp_path, kinds):
    centre = Centre(tmp_path / "centre", kinds)
    ward = Ward(tmp_path / "ward", kinds)
    enrolment.keep_office_file(ward.book, centre.office())
    uids = ward.fill(150)
    ward.send(centre.transport)
    for uid in uids[:10]:
        ward.save(7, uid=uid, title="Sửa rồi gửi")
    ward.send(centre.transport)
    witness.keep(ward.book)
    ward.book.close()
    rids, rows = facts(ward.folder)
    spoil(ward.folder, pages=[*pages_of(ward.folder, "journal")[::5], *pages_of(ward.folder, "activities")[::5]])
    mend(ward.folder)
    with Book.open(ward.folder) as book:
        ward.book = book
        ward.send(centre.transport)
        ward.send(centre.transport)
        assert Outbox(book).counts().waiting == 0
    kept, now = facts(ward.folder)
    assert rids <= kept
    assert {uid: row[0] for uid, row in now.items()} == {uid: row[0] for uid, row in rows.items()}
    assert centre.count(tables.revisions) == 160
    centre.client.close()
    centre.store.close()


def test_a_page_is_judged_with_the_log_beside_it(tmp_path, kinds):
    with Book.create(tmp_path / "so", unit="20242") as book:
        Activities(book, kinds).save("KHAC", entry(kinds))
        with Pages(book.folder / "book.db", book.key) as pages:
            assert list(pages.unsound()) == [] and pages.count == book.query("PRAGMA page_count")[0][0]
        shutil.copyfile(book.folder / "book.db", tmp_path / "alone.db")
        assert Activities(book, kinds).count(Query()) == 1
