"""Kept sums say what the activities say, whatever is saved, moved, binned or restored in between."""

import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.models import totals
from desktop.models.activities import Activities
from desktop.models.book import Book

FIRST = date(2025, 11, 20)
DAYS = st.integers(0, 150).map(lambda n: FIRST + timedelta(days=n))


def entry(day, *, kind="TAPHUAN", total=10, female=4, classes=1, campaign="thuongxuyen", targets=(), host="Đoàn Thanh niên"):
    values = {"title": f"Lớp {day}", "starts_on": day.isoformat(), "topics": ["dvc"], "audiences": ["nguoidan"],
              "place": "Hội trường", "campaign": campaign, "host": host, "participants": {"total": total, "female": female}}  # fmt: skip
    values |= {"classes": classes} if kind == "TAPHUAN" else {}
    return kind, values | ({"targets": list(targets)} if targets else {})


def said(found):
    """Groups of several windows pieces joined and made comparable."""
    joined = {}
    for one in found:
        joined.setdefault((one.kind, one.campaign, one.targets, one.plan_targets), []).append(one)
    return {key: (totals.add(one.sum for one in same), frozenset().union(*(one.hosts for one in same)))
            for key, same in joined.items()}  # fmt: skip


def agrees(book, *windows):
    kept = totals.groups(book, *windows)
    return all(said(found) == said(totals.plainly(book, *window)) for found, window in zip(kept, windows, strict=True))


@pytest.mark.parametrize("day", [FIRST + timedelta(days=n) for n in range(0, 800, 13)], ids=str)
def test_a_day_lies_in_its_half_month_and_the_book_reckons_the_same(book, day):
    number = totals.bucket(day)
    since, until = totals.bounds(number)
    assert since <= day <= until
    assert totals.bounds(number + 1)[0] == until + timedelta(days=1)
    text = day.isoformat()
    sql = (Path(totals.__file__).parent / "migrations.py").read_text(encoding="utf-8")
    assert "substr({0}.starts_on, 9, 2) >= '15'" in sql
    year, month, late = book.query("SELECT CAST(substr(?, 1, 4) AS INTEGER), CAST(substr(?, 6, 2) AS INTEGER), substr(?, 9, 2) >= '15'",
                                   (text, text, text))[0]  # fmt: skip
    assert number == year * 24 + month * 2 + late


def test_what_is_saved_binned_restored_moved_or_undone_is_counted_anew(book, activities):
    window = date(2026, 1, 1), date(2026, 3, 31)

    def counted():
        assert agrees(book, window)
        return sum(one.sum.people for one in totals.groups(book, window)[0])

    saved = activities.save(*entry(date(2026, 1, 10)))
    assert counted() == 10
    activities.save(*entry(date(2026, 1, 10), total=5))
    assert counted() == 15
    kind, values = entry(date(2026, 3, 20), total=100)
    activities.save(kind, values, uid=saved.uid)
    assert counted() == 105
    activities.bin(saved.uid)
    assert counted() == 5
    activities.restore(saved.uid)
    assert counted() == 105
    kind, values = entry(date(2026, 6, 1), total=100)
    activities.save(kind, values, uid=saved.uid)
    assert counted() == 5
    activities.undo(saved.uid)
    assert counted() == 105


def test_sending_does_not_make_the_book_count_again(book, activities):
    saved = activities.save(*entry(date(2026, 1, 10)))
    window = date(2026, 1, 1), date(2026, 1, 31)
    totals.groups(book, window)
    before = book.query("SELECT * FROM buckets ORDER BY 1")
    with book.tx() as db:
        db.execute("UPDATE activities SET verdict = 'sent' WHERE uid = ?", [saved.uid])
    assert book.query("SELECT * FROM buckets ORDER BY 1") == before != []


def test_a_book_that_cannot_be_written_is_counted_all_the_same(book, activities):
    activities.save(*entry(date(2026, 1, 10)))
    window = date(2026, 1, 1), date(2026, 1, 31)
    book.connection.execute("PRAGMA query_only = 1")
    try:
        assert agrees(book, window)
        assert book.query("SELECT count(*) FROM buckets") == [(0,)]
    finally:
        book.connection.execute("PRAGMA query_only = 0")


def test_another_program_that_saves_is_seen(book, kinds):
    window = date(2026, 1, 1), date(2026, 1, 31)
    assert totals.groups(book, window) == [[]]
    other = book.again()
    try:
        Activities(other, kinds).save(*entry(date(2026, 1, 20)))
    finally:
        other.close()
    assert agrees(book, window)
    assert sum(one.sum.activities for one in totals.groups(book, window)[0]) == 1


ENTRIES = st.lists(st.tuples(
    DAYS, st.sampled_from(["TAPHUAN", "HOINGHI"]), st.integers(0, 500), st.integers(1, 9),
    st.sampled_from(["thuongxuyen", "ngay1010"]), st.sampled_from([(), ("T1",), ("T1", "T4")]),
    st.sampled_from(["Đoàn Thanh niên", "Hội Phụ nữ"])), min_size=1, max_size=12)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES, window=st.tuples(DAYS, DAYS).map(sorted), again=ENTRIES)
def test_any_book_in_any_window_adds_up_to_what_plain_sql_says(tmp_path_factory, kinds, entries, window, again):
    with Book.create(tmp_path_factory.mktemp("so") / "so", unit="20242") as made:
        store = Activities(made, kinds)
        since, until = window
        for batch in (entries, again):
            for day, kind, total, classes, campaign, targets, host in batch:
                store.save(*entry(day, kind=kind, total=total, female=0, classes=classes, campaign=campaign,
                                  targets=targets, host=host))  # fmt: skip
            assert agrees(made, (since, until), (FIRST, until))
            people, activities = (sum(getattr(one.sum, name) for one in totals.groups(made, (since, until))[0])
                                  for name in ("people", "activities"))  # fmt: skip
            assert (people, activities) == second_path(made, since, until)


def second_path(book, since, until):
    """Count the exported rows in a database that knows nothing of ours."""
    rows = book.query("SELECT uid, starts_on, participants FROM activities WHERE binned = 0")
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE TABLE rows (uid TEXT, day TEXT, people INTEGER)")
    plain.executemany("INSERT INTO rows VALUES (?, ?, ?)",
                      [(uid, day, json.loads(people)["total"] if people else 0) for uid, day, people in rows])  # fmt: skip
    found = plain.execute("SELECT coalesce(sum(people), 0), count(*) FROM rows WHERE day BETWEEN ? AND ?",
                          (since.isoformat(), until.isoformat())).fetchone()  # fmt: skip
    plain.close()
    return found
