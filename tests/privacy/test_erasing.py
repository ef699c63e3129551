"""A person is found in every place of a book and taken out of it; what must stay is told, and nothing else is changed."""

import json
from dataclasses import replace
from datetime import date

import pytest

from desktop.models import erasures
from desktop.models.attendees import Attendee, Attendees, Rules
from desktop.models.drafts import Drafts
from desktop.models.erasing import Erasing
from desktop.models.errors import InputError
from desktop.models.integrity import Check
from desktop.models.journal import Journal
from desktop.models.outbox import Outbox, Verdict
from desktop.models.papers import Papers
from desktop.models.person_match import wanted
from desktop.models.person_places import CUT, EMPTIED, GOES, KEPT, REDACTED
from desktop.models.person_search import find
from desktop.models.templates import Template, Templates
from tests.privacy.conftest import TODAY, sample
from tests.privacy.reading import named, pages

HOA, PHONE = "Nguyễn Thị Hòa", "0905 111 222"
OTHER = "Trần Văn Bình"


def sent(book, *uids):
    """Let the centre have confirmed every save of these activities."""
    rows = [row for uid in uids for row in book.query("SELECT seq, uid, revision FROM journal WHERE uid = ?", (uid,))]
    verdicts = [Verdict(seq, uid, revision, "stored") for seq, uid, revision in rows]
    Outbox(book).settle(verdicts, at="2026-11-24T00:00:00+00:00", batch="ab" * 32, receipt=b"x")


@pytest.fixture
def hoa(book, activities):
    """A book in which Hòa stands nearly everywhere; return the training she was in charge of and taught at."""
    facts = sample("TAPHUAN") | {"person": HOA, "phone": PHONE, "results": f"Báo cáo viên {HOA} hướng dẫn 12 buổi"}
    training = activities.save("TAPHUAN", facts)
    activities.save("TAPHUAN", facts | {"title": "Tập huấn lần hai"}, uid=training.uid)
    sent(book, training.uid)
    other = activities.save("HOINGHI", sample("HOINGHI") | {"person": OTHER, "phone": "0905 999 888"})
    lists = Attendees(book)
    lists.decide(Rules(on=True, phones=True))
    people = (Attendee(OTHER, "Tổ 1"), Attendee("Nguyễn Thị Hoà", "Tổ 2", "0905111222"))
    lists.keep(replace(lists.fresh(training.uid, "", TODAY), people=people), today=TODAY)
    lists.keep(replace(lists.fresh(other.uid, "", TODAY), people=people[1:]), today=TODAY)
    Drafts(book).keep("nhap", "TAPHUAN", {"title": "Lớp mới", "person": HOA})
    Papers(book).keep(training.uid, "giay-moi", json.dumps({"slots": {"who": f"Kính gửi bà {HOA}"}}, ensure_ascii=False))
    Templates(book).keep(Template("Mẫu lớp", "TAPHUAN", {"person": HOA}))
    return training.uid


def wrong(book, kinds):
    """Return what the daily check finds."""
    check = Check(book, kinds)
    while check.step():
        pass
    return [one.sentence for one in check.findings.found]


def found(book, kinds, name=HOA, phone=PHONE):
    return find(book, kinds, wanted(name, phone))


def test_every_place_is_told_with_what_becomes_of_it(book, kinds, hoa):
    told = {(one.table, one.what) for one in found(book, kinds).places}
    assert told == {("activities", EMPTIED), ("activities", CUT), ("journal", REDACTED), ("attendees", GOES), ("drafts", CUT),
                    ("papers", CUT), ("settings", CUT)}  # fmt: skip
    assert [one.key[1] for one in found(book, kinds).sent] == ["results"]
    assert set(found(book, kinds).spellings) >= {HOA, "Nguyễn Thị Hoà"}


def test_a_person_who_was_erased_is_nowhere_and_the_book_is_whole(book, kinds, activities, hoa):
    done = Erasing(book, kinds, activities).erase(found(book, kinds))
    assert done.left == () and found(book, kinds).places == ()
    counts = done.receipt.counts
    assert counts["attendees"] == 2 and counts["lists"] == 1 and counts["fields"] == 2 and counts["revisions"] == 2
    assert counts["drafts"] == counts["papers"] == counts["other"] == 1
    assert Journal(book).verify() == 4 and activities.get(hoa).values["results"] == "Báo cáo viên … hướng dẫn 12 buổi"
    assert "person" not in activities.get(hoa).values and "phone" not in activities.get(hoa).values
    assert wrong(book, kinds) == []
    assert OTHER in repr([row for row in book.query("SELECT name FROM attendees")])
    assert HOA not in repr(erasures.receipts(book)) and book.query("SELECT count(*) FROM drafts") == [(1,)]


def test_no_page_of_the_book_bears_the_name_once_it_is_erased(book, kinds, activities, hoa):
    before = pages_of(book)
    assert named(before, [HOA, OTHER]) == [HOA, OTHER]
    Erasing(book, kinds, activities).erase(found(book, kinds))
    after = pages_of(book)
    assert named(after, [HOA, "Nguyễn Thị Hoà", "0905111222", PHONE]) == [] and named(after, [OTHER]) == [OTHER]


def pages_of(book):
    book.query("PRAGMA wal_checkpoint(TRUNCATE)")
    return pages(book.folder / "book.db", book.key)


def test_a_namesake_is_left_alone(book, kinds, activities, hoa):
    all_of = found(book, kinds)
    leave = [one for one in all_of.places if one.table == "attendees" and one.uid == hoa]
    assert len(leave) == 1
    Erasing(book, kinds, activities).erase(all_of, leave=leave)
    assert [(one.table, one.uid) for one in found(book, kinds).places] == [("attendees", hoa)]


def test_what_still_waits_to_be_sent_stays_until_it_is_and_that_is_told(book, kinds, activities):
    one = activities.save("TAPHUAN", sample("TAPHUAN") | {"person": HOA, "results": f"Có {HOA}"})
    done = Erasing(book, kinds, activities).erase(found(book, kinds))
    assert done.receipt.counts["waiting"] == 1 and "gửi xong" in done.left[0]
    assert activities.get(one.uid).values["results"] == "Có …" and "person" not in activities.get(one.uid).values
    sent(book, one.uid)
    assert Erasing(book, kinds, activities).erase(found(book, kinds)).left == () and found(book, kinds).places == ()


def test_what_is_only_local_goes_at_once_sent_or_not_and_nothing_is_sent_again(book, kinds, activities):
    one = activities.save("TAPHUAN", sample("TAPHUAN") | {"person": HOA, "phone": PHONE})
    sent(book, one.uid)
    assert activities.get(one.uid).state == "sent"
    Erasing(book, kinds, activities).erase(found(book, kinds))
    after = activities.get(one.uid)
    assert after.state == "sent" and after.revision == 1 and after.heads == one.heads and "phone" not in after.values


def test_who_worked_with_the_book_and_what_was_issued_stays_and_is_told(book, kinds, activities):
    book.sign_as(HOA)
    activities.save("TAPHUAN", sample("TAPHUAN"))
    told = found(book, kinds)
    assert told.places and {one.what for one in told.places} == {KEPT}
    done = Erasing(book, kinds, activities).erase(told)
    assert done.receipt.counts == {"kept": sum(one.count for one in told.places)}


def test_an_erasure_that_fails_half_way_leaves_everything(book, kinds, activities, hoa, monkeypatch):
    told = found(book, kinds)

    def full(*arguments):
        raise InputError("đầy")

    monkeypatch.setattr(erasures, "note", full)
    with pytest.raises(InputError):
        Erasing(book, kinds, activities).erase(told)
    assert found(book, kinds).places == told.places


def test_what_is_older_than_a_day_goes_with_its_lists_and_the_rest_stays(book, kinds, activities, hoa):
    activities.save("TAPHUAN", sample("TAPHUAN") | {"title": "Lớp xưa", "person": "Nguyễn Văn Qzxwvu"})
    newer = activities.save("TAPHUAN", sample("TAPHUAN") | {"starts_on": "2026-11-20", "ends_on": "2026-11-20", "person": OTHER})
    erasing = Erasing(book, kinds, activities)
    told = erasing.older(date(2026, 11, 1))
    assert (told.activities, told.revisions, told.lists, told.attendees) == (3, 4, 2, 3)
    assert b"zxwvu" in pages_of(book)  # folded, as the search index keeps words
    done = erasing.purge(date(2026, 11, 1))
    assert done.receipt.counts == {"fields": 5, "revisions": 4, "lists": 2, "attendees": 3}
    assert erasing.older(date(2026, 11, 1)).empty and activities.get(newer.uid).values["person"] == OTHER
    assert named(pages_of(book), ["0905 999 888", "0905111222"]) == [] and Journal(book).verify() == 5
    assert b"zxwvu" not in pages_of(book)
    assert wrong(book, kinds) == []
