"""Activities: saved through the rules, found, undone, never lost to another window, never half saved."""

import os
import random
import signal
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.drafts import Drafts
from desktop.models.errors import InputError, StoreError
from desktop.models.journal import Journal, new_uid
from desktop.models.outbox import Outbox, Verdict
from desktop.models.query import Query

CLASS = {"title": "Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng", "starts_on": "2026-10-05"}


def a(kinds, kind="KHAC", **values):
    from desktop.models.describe import example

    return {k: v for k, v in example(kinds[kind]).items() if k != "kind"} | values


def test_a_saved_activity_comes_back_as_it_was_entered(activities, kinds):
    for kind in kinds:
        entered = kinds.clean(kind, a(kinds, kind))
        assert activities.get(activities.save(kind, entered).uid).values == entered


def test_an_activity_is_found_with_and_without_marks_in_either_form_and_place_of_tone(activities, kinds):
    saved = activities.save("TAPHUAN", a(kinds, "TAPHUAN", title="Tập huấn Đề án 06 tại Hoà Vang"))
    activities.save("KHAC", a(kinds, title="Việc khác"))
    for typed in ("tap huan", "Tập huấn", "đề án", "de an 06", "hòa vang", "HOÀ VANG", unicodedata.normalize("NFD", "Tập huấn")):
        rows = activities.rows(activities.first(Query(text=typed), 10))
        assert [row.uid for row in rows] == [saved.uid], typed


@pytest.mark.parametrize("typed", ['"', "'", "a AND", "NEAR(", "*", "x:y", "-", "( OR )", "tap^2", "\0", "a" * 500])
def test_nothing_typed_into_the_search_is_taken_for_an_operator(activities, kinds, typed):
    activities.save("KHAC", a(kinds))
    assert activities.count(Query(text=typed)) in (0, 1)


def test_the_list_is_in_order_of_days_and_filters_by_them(activities, kinds):
    for day in ("2026-03-01", "2026-01-15", "2026-12-31", "2026-03-01"):
        activities.save("KHAC", a(kinds, starts_on=day))
    days = [row.starts_on for row in activities.rows(activities.first(Query(), 10))]
    assert days == ["2026-12-31", "2026-03-01", "2026-03-01", "2026-01-15"]
    assert activities.count(Query(since="2026-03-01", until="2026-03-01")) == 2
    assert list(activities.ids(Query())) == activities.first(Query(), 10)


def test_an_activity_whose_day_changes_moves_in_the_list_and_stays_found(activities, kinds):
    first = activities.save("KHAC", a(kinds, starts_on="2026-01-01", title="Ngày hội số"))
    activities.save("KHAC", a(kinds, starts_on="2026-05-01"))
    activities.save("KHAC", a(kinds, starts_on="2026-09-01", title="Ngày hội số"), uid=first.uid)
    assert activities.rows(activities.first(Query(), 1))[0].uid == first.uid
    assert activities.count(Query(text="ngay hoi")) == 1


def test_undo_brings_back_the_save_before_and_can_itself_be_undone(activities, kinds):
    saved = activities.save("KHAC", a(kinds, title="Bản một"))
    activities.save("KHAC", a(kinds, title="Bản hai"), uid=saved.uid)
    assert activities.undo(saved.uid).title == "Bản một"
    assert activities.undo(saved.uid).title == "Bản hai"
    assert [entry.values["title"] for entry in activities.history(saved.uid)] == ["Bản một", "Bản hai", "Bản một", "Bản hai"]


def test_the_bin_hides_an_activity_and_gives_it_back(activities, kinds):
    saved = activities.save("KHAC", a(kinds))
    activities.bin(saved.uid)
    assert activities.count(Query()) == 0
    assert activities.count(Query(state="binned")) == 1
    activities.restore(saved.uid)
    assert activities.count(Query()) == 1


def test_what_another_window_saved_meanwhile_is_not_overwritten(activities, kinds):
    saved = activities.save("KHAC", a(kinds, title="Bản một"))
    activities.save("KHAC", a(kinds, title="Của người khác"), uid=saved.uid, base=1)
    with pytest.raises(InputError, match="cửa sổ khác"):
        activities.save("KHAC", a(kinds, title="Của tôi"), uid=saved.uid, base=1)
    assert activities.get(saved.uid).title == "Của người khác"


def test_values_a_newer_program_left_are_kept_when_this_one_saves(activities, kinds, book):
    saved = activities.save("KHAC", a(kinds))
    with book.tx() as db:
        db.execute("UPDATE activities SET particulars = json_set(particulars, '$.tomorrow', 7) WHERE uid = ?", [saved.uid])
    activities.save("KHAC", a(kinds, title="Sửa tên"), uid=saved.uid)
    assert activities.get(saved.uid).values["tomorrow"] == 7


def test_a_wrong_activity_leaves_no_trace(activities, kinds, book):
    with pytest.raises(InputError):
        activities.save("KHAC", a(kinds, title=""))
    assert book.query("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM activities)")[0][0] == 0


def test_the_journal_cannot_be_changed_and_a_tampered_row_is_named(activities, kinds, book):
    for _ in range(3):
        activities.save("KHAC", a(kinds))
    for statement in ("UPDATE journal SET by = 'x'", "DELETE FROM journal"):
        with pytest.raises(Exception, match="append-only"):
            book.connection.execute(statement)
    assert Journal(book).verify() == 3
    book.connection.execute("DROP TRIGGER journal_keeps_content")
    book.connection.execute("UPDATE journal SET change = replace(change, 'K', 'k') WHERE seq = 2")
    with pytest.raises(StoreError, match="dòng 2"):
        Journal(book).verify()


def test_a_save_takes_its_draft_with_it(activities, kinds, book):
    drafts = Drafts(book)
    drafts.keep("new-1", "KHAC", {"title": "đang gõ"})
    assert [draft.values["title"] for draft in drafts.all()] == ["đang gõ"]
    activities.save("KHAC", a(kinds), draft="new-1")
    assert drafts.get("new-1") is None


def test_only_a_receipt_for_the_newest_revision_makes_an_activity_sent(activities, kinds, book):
    outbox = Outbox(book)
    saved = activities.save("KHAC", a(kinds))
    first = outbox.waiting(10)[0]
    activities.save("KHAC", a(kinds, title="Sửa sau khi gửi"), uid=saved.uid)
    outbox.settle([Verdict(first.seq, saved.uid, 1, "stored")], at="2026-11-23", batch="aa", receipt=b"r")
    assert activities.get(saved.uid).state == "saved"
    assert outbox.counts().waiting == 1
    second = outbox.waiting(10)[0]
    outbox.settle([Verdict(second.seq, saved.uid, 2, "stored")], at="2026-11-23", batch="bb", receipt=b"r")
    outbox.settle([Verdict(second.seq, saved.uid, 2, "stored")], at="2026-11-24", batch="bb", receipt=b"r")
    assert activities.get(saved.uid).state == "sent"
    assert (outbox.counts().waiting, outbox.counts().sent) == (0, 2)


def test_ids_are_uuid7_and_never_repeat():
    made = {new_uid() for _ in range(20_000)}
    assert len(made) == 20_000
    assert all(uid[14] == "7" and uid[19] in "89ab" for uid in made)


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(titles=st.lists(WORDS.filter(lambda t: t.strip()), min_size=1, max_size=5))
def test_any_text_survives_the_journal_and_the_chain_stays_whole(activities, kinds, book, titles):
    for title in titles:
        try:
            saved = activities.save("KHAC", a(kinds, title=title))
        except InputError:
            continue
        assert activities.history(saved.uid)[0].values["title"] == saved.title
    Journal(book).verify()


SAVER = """
import sys
from pathlib import Path
from desktop.models import kinds as k
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.describe import example
kinds = k.load()
activities = Activities(Book.open(Path(sys.argv[1])), kinds)
print("ready", flush=True)
values = {key: value for key, value in example(kinds["TAPHUAN"]).items() if key != "kind"}
while True:
    print(activities.save("TAPHUAN", values).uid, flush=True)
"""


def kill_while_saving(folder, after: int) -> set[str]:
    child = subprocess.Popen([sys.executable, "-c", SAVER, str(folder)], stdout=subprocess.PIPE, text=True)
    told = set()
    for line in child.stdout:
        if line.endswith("\n") and line.strip() != "ready":
            told.add(line.strip())
        if len(told) >= after:
            child.send_signal(signal.SIGKILL)
            break
    told.update(line.strip() for line in child.stdout if line.endswith("\n"))
    child.stdout.close()
    child.wait()
    return told


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_what_was_told_as_saved_survives_kill_9_whole(tmp_path, kinds):
    Book.create(tmp_path / "so", unit="20242").close()
    chance, told = random.Random(7), set()
    for _ in range(6):
        told |= kill_while_saving(tmp_path / "so", chance.randrange(1, 60))
    with Book.open(tmp_path / "so") as book:
        kept = {row[0] for row in book.query("SELECT uid FROM activities")}
        assert told <= kept
        assert len(kept - told) <= 6
        assert book.query("SELECT count(*) FROM journal")[0][0] == len(kept)
        assert book.query("SELECT count(*) FROM search")[0][0] == len(kept)
        assert Journal(book).verify() == len(kept)


def test_two_programs_saving_at_once_lose_nothing(tmp_path, kinds):
    with Book.create(tmp_path / "so", unit="20242") as book, book.again() as other:
        one, two = Activities(book, kinds), Activities(other, kinds)
        for _ in range(40):
            one.save("KHAC", a(kinds))
            two.save("KHAC", a(kinds))
        assert one.count(Query()) == two.count(Query()) == 80
        assert Journal(book).verify() == 80
