"""The tamper kit: eleven ways to change a book behind the program's back, at seeded places; each is found and named."""

import os
import random

import pytest

from desktop.models import journal as chain
from desktop.models import tampering
from desktop.models.drafting import draft
from desktop.models.journal import START, Journal
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.models.report_store import Reports

ROWS, SEEDS = 12, range(5)
TALK = {"title": "Họp tổ dân phố", "starts_on": "2026-07-03", "topics": ["dvc"], "audiences": ["nguoidan"], "classes": 1,
        "person": "Nguyễn Văn Ẩn", "place": {"name": "Hội trường"}, "participants": {"total": 30}}  # fmt: skip


@pytest.fixture
def full(book, activities, kinds):
    for number in range(ROWS):
        activities.save("TAPHUAN", TALK | {"title": f"Họp {number}"})
    Journal(book).verify_new()
    made = draft(book, kinds, Choice("periodic", "2026-Q3"), Left())
    Reports(book).issue(Choice("periodic", "2026-Q3"), made.report, made.sources, behind=made.behind)
    return book


def raw(book, sql, *values):
    for (name,) in book.query("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%keep%'"):
        book.connection.execute(f"DROP TRIGGER {name}")
    book.connection.execute("PRAGMA foreign_keys = OFF")
    book.connection.execute(sql, values)
    book.connection.commit()


def relink(book, start):
    """Link all rows from `start` on anew, as one would who knows how."""
    rows = book.query("SELECT seq, chain FROM journal WHERE seq = ?", (start - 1,))
    link = bytes(rows[0][1]) if rows else START
    for row in list(Journal(book).rows(start - 1)):
        seq, uid, revision, at, by, device, change, _, incarnation, _, rid, salt, _ = row
        link = chain._link(link, seq, uid, revision, at, device, incarnation, rid, chain._digest(salt, by, change))
        raw(book, "UPDATE journal SET chain = ? WHERE seq = ?", link, seq)


def swap(book, seq):
    columns = "uid, revision, at, by, device, change, incarnation, parents, salt, rid"
    kept = {at: book.query(f"SELECT {columns} FROM journal WHERE seq = ?", (at,))[0] for at in (seq, seq + 1)}
    raw(book, "UPDATE journal SET rid = randomblob(32) WHERE seq IN (?, ?)", seq, seq + 1)
    for at, other in ((seq, seq + 1), (seq + 1, seq)):
        sets = ", ".join(f"{name} = ?" for name in columns.split(", "))
        raw(book, f"UPDATE journal SET {sets} WHERE seq = ?", *kept[other], at)


def insert(book, seq):
    raw(book, "UPDATE journal SET seq = -(seq + 1) WHERE seq >= ?", seq)
    raw(book, "UPDATE journal SET seq = -seq WHERE seq < 0")
    raw(book, "INSERT INTO journal SELECT ?, uid || 'x', 1, at, by, device, change, chain, incarnation, parents, randomblob(32), "
              "randomblob(16) FROM journal WHERE seq = ?", seq, seq + 1)  # fmt: skip


def on(sql):
    return lambda book, seq: raw(book, sql, seq)


KIT = {
    "a row's words": (on("UPDATE journal SET change = replace(change, 'Họp', 'Hợp') WHERE seq = ?"), "content"),
    "when": (on("UPDATE journal SET at = '2026-01-01T00:00:00.000+00:00' WHERE seq = ?"), "content"),
    "who": (on("UPDATE journal SET by = 'ai khác' WHERE seq = ?"), "who"),
    "which PC": (on("UPDATE journal SET device = 'ffffffffffffffff' WHERE seq = ?"), "who"),
    "what never leaves": (on("UPDATE journal SET change = replace(change, 'Văn Ẩn', 'Văn B') WHERE seq = ?"), "who"),
    "a row deleted": (on("DELETE FROM journal WHERE seq = ?"), "missing"),
    "the tail deleted": (on("DELETE FROM journal WHERE seq >= ?"), "tail"),
    "two rows swapped": (swap, "who"),
    "a row inserted": (insert, "content"),
    "a made-up redaction": (lambda book, seq: (raw(book, "INSERT INTO redactions VALUES (?, x'0011', '', '', '')", seq), raw(
        book, "UPDATE journal SET change = replace(change, 'Họp', 'X'), salt = x'00' WHERE seq = ?", seq)), "redaction"),
    "the list": (on("UPDATE activities SET revision = 9 WHERE uid = (SELECT uid FROM journal WHERE seq = ?)"), "list"),
    "a receipt": (on("INSERT INTO receipts VALUES (?, 'stored', '[]', '2026-07-04', 'khong', 0, NULL)"), "receipt"),
    "an issued report": (lambda book, seq: raw(book, "UPDATE issues SET report = replace(report, 'Hải Châu', 'Khác')"), "issue"),
}  # fmt: skip


@pytest.mark.parametrize("way", sorted(KIT))
def test_each_way_is_found_and_named_where_it_was_done(full, kinds, way):
    seed = len(way) + 1000 * int(os.environ.get("SO_PHUONG_TAMPER_SEED", "0"))
    seq = random.Random(seed).randrange(2, ROWS - 1)
    act, what = KIT[way]
    act(full, seq)
    found = tampering.examine(full, kinds)
    assert found and found[0].what == what, (seed, seq, found)
    if what != "issue":
        assert found[0].seq == seq
    assert str(found[0].seq) in found[0].sentence


def test_an_honest_book_has_nothing(full, activities, kinds):
    uid = activities.save("TAPHUAN", TALK).uid
    activities.save("TAPHUAN", TALK | {"title": "Họp lại"}, uid=uid)
    activities.bin(uid)
    assert tampering.examine(full, kinds) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_edited_and_linked_anew_are_told_by_what_was_issued_and_by_its_paper(full, kinds, seed):
    from desktop.models import report_codes

    seq = random.Random(seed).randrange(2, ROWS - 1)
    raw(full, "UPDATE journal SET change = replace(change, 'Văn Ẩn', 'Văn B') WHERE seq = ?", seq)
    relink(full, seq)
    assert [one.what for one in tampering.examine(full, kinds)] == ["rewritten"]
    code = Reports(full).issues(Choice("periodic", "2026-Q3"))[0].code
    assert not report_codes.compare(full, code).chained
