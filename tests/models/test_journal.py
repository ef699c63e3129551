"""The chain of the journal: what was changed is named, what was redacted by law still links."""

import json

import pytest

from desktop.models.errors import StoreError
from desktop.models.journal import Journal

TALK = {"title": "Họp tổ dân phố", "starts_on": "2026-11-03", "topics": ["dvc"], "audiences": ["nguoidan"], "person": "Nguyễn Văn Ẩn",
        "classes": 1, "place": {"name": "Hội trường"}, "participants": {"total": 30},
        "phone": "0905123456"}  # fmt: skip


@pytest.fixture
def three(activities):
    for number in range(3):
        activities.save("TAPHUAN", TALK | {"title": f"Họp {number}"})
    return "TAPHUAN"


@pytest.fixture
def journal(book):
    return Journal(book)


def raw(book, sql, *values):
    for name in ("journal_keeps_rows", "journal_keeps_content", "redactions_keep_rows"):
        book.connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    book.connection.execute(sql, values)
    book.connection.commit()


def without(book, seq, *names):
    values = json.loads(book.query("SELECT change FROM journal WHERE seq = ?", (seq,))[0][0])["values"]
    return {name: value for name, value in values.items() if name not in names}


def test_what_is_local_goes_from_a_row_that_waits_and_the_chain_still_proves_the_rest(three, journal, book, kinds):
    gone = without(book, 2, "person", "phone")
    assert journal.redact({2: gone}, reason="theo yêu cầu", by="Lan", outgoing=kinds.outgoing) == 1
    assert journal.verify() == 3
    assert dict(journal.at(2).values) == gone
    assert book.query("SELECT salt FROM journal WHERE seq = 2") == [(b"\0",)]
    assert list(journal.redacted(journal.at(2).uid)) == [2]
    everything = "".join(str(row) for row in book.query("SELECT * FROM journal WHERE seq = 2"))
    assert "0905123456" not in everything


def test_a_row_redacted_twice_keeps_its_first_digest(three, journal, book, kinds):
    for names in (("person",), ("person", "phone")):
        journal.redact({1: without(book, 1, *names)}, reason="x", by="Lan", outgoing=kinds.outgoing)
    assert journal.verify() == 3


def test_who_saved_can_be_forgotten_too(three, journal, book, kinds):
    journal.redact({1: without(book, 1)}, reason="x", by="", outgoing=kinds.outgoing, names={1: ""})
    assert journal.at(1).by == ""
    assert journal.verify() == 3


def test_what_is_still_to_be_sent_must_stay_what_its_name_says(three, journal, book, kinds):
    with pytest.raises(StoreError, match="chưa gửi"):
        journal.redact({1: without(book, 1) | {"title": "khác"}}, reason="x", by="", outgoing=kinds.outgoing)
    assert book.query("SELECT count(*) FROM redactions") == [(0,)]
    assert journal.verify() == 3


def test_without_a_redaction_the_book_itself_refuses_a_change(three, book):
    with pytest.raises(Exception, match="append-only"):
        book.connection.execute("UPDATE journal SET change = '{}' WHERE seq = 1")


def test_a_redacted_row_still_cannot_be_moved_or_renamed(three, journal, book, kinds):
    journal.redact({1: without(book, 1, "person")}, reason="x", by="", outgoing=kinds.outgoing)
    for change in ("uid = 'x'", "chain = x'00'", "rid = x'00'", "at = 'x'", "device = 'x'"):
        with pytest.raises(Exception, match="append-only"):
            book.connection.execute(f"UPDATE journal SET {change} WHERE seq = 1")


@pytest.mark.parametrize("change", [
    "UPDATE journal SET change = replace(change, 'Họp', 'Hợp') WHERE seq = 2", "UPDATE journal SET by = 'ai đó' WHERE seq = 2",
    "UPDATE journal SET at = '2026-01-01T00:00:00.000+00:00' WHERE seq = 2", "DELETE FROM journal WHERE seq = 2",
    "UPDATE journal SET salt = x'00' WHERE seq = 2", "UPDATE journal SET device = 'f' WHERE seq = 2",
    "UPDATE journal SET rid = x'01' WHERE seq = 2", "UPDATE journal SET salt = randomblob(16) WHERE seq = 2"])  # fmt: skip
def test_a_changed_row_is_named(three, journal, book, change):
    raw(book, change)
    with pytest.raises(StoreError, match="dòng 2"):
        journal.verify()


def test_a_made_up_redaction_does_not_cover_a_change(three, journal, book):
    raw(book, "INSERT INTO redactions VALUES (2, x'0011', '', '', '')")
    raw(book, "UPDATE journal SET change = '{}', salt = x'00' WHERE seq = 2")
    with pytest.raises(StoreError, match="dòng 2"):
        journal.verify()


def test_rows_from_before_there_were_salts_still_link_and_can_be_redacted(three, journal, book, kinds):
    from desktop.models.journal import START, _link

    chain = START
    for row in book.query("SELECT seq, uid, revision, at, by, device, change, incarnation, rid FROM journal ORDER BY seq"):
        *facts, incarnation, rid = row
        chain = _link(chain, *facts, incarnation, rid)
        raw(book, "UPDATE journal SET chain = ?, salt = x'' WHERE seq = ?", chain, row[0])
    assert journal.verify() == 3
    journal.redact({2: without(book, 2, "person")}, reason="x", by="", outgoing=kinds.outgoing)
    assert journal.verify() == 3


def test_only_what_is_new_is_looked_at_again_but_an_end_that_is_gone_is_noticed(three, journal, activities, book):
    assert journal.verify_new() == 3
    activities.save(three, TALK | {"title": "Họp thứ tư"})
    assert journal.verify_new() == 4
    raw(book, "DELETE FROM journal WHERE seq = 4")
    with pytest.raises(StoreError, match="dòng 4"):
        journal.verify_new()
