"""People of the office: PINs that are hashed, waits that grow and outlive a restart, and what each role may do."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from desktop.models import accounts as accounts_module
from desktop.models.accounts import ACTS, FREE_TRIES, MAY, ROLES, WAITS, Accounts, Session, pin_fault
from desktop.models.activities import Activities
from desktop.models.approval import Approvals
from desktop.models.book import Book
from desktop.models.describe import example
from desktop.models.errors import InputError
from desktop.models.outbox import Outbox, Verdict
from desktop.models.templates import Template, Templates


@pytest.fixture
def quick(monkeypatch):
    """Hash with little work, so that forty tries take no time; what is tested here is not Argon2."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(accounts_module, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def accounts(book, quick):
    return Accounts(book)


@pytest.fixture
def lan(accounts):
    return accounts.add("Nguyễn Thị Lan", "official", "2580")


def later(book, uid, seconds):
    """Let time pass for the waits."""
    wrong = book.setting("wrong_pins")
    tries, until = wrong[uid]
    wrong[uid] = [tries, (datetime.fromisoformat(until) - timedelta(seconds=seconds)).isoformat()]
    book.set("wrong_pins", wrong)


def test_without_accounts_the_program_is_simply_open(accounts):
    assert not accounts.guarded
    session = Session(guarded=accounts.guarded)
    assert [act for act in ACTS if session.may(act)] == []


def test_the_first_account_always_manages_and_somebody_always_does(accounts, lan):
    assert lan.manages and accounts.guarded
    binh = accounts.add("Trần Văn Bình", "leader", "9071")
    assert not binh.manages
    with pytest.raises(InputError, match="ít nhất một người quản lý"):
        accounts.change(lan.uid, name=lan.name, role="official", manages=False)
    with pytest.raises(InputError, match="ít nhất một người quản lý"):
        accounts.change(lan.uid, name=lan.name, role="official", manages=True, active=False)
    accounts.change(binh.uid, name=binh.name, role="leader", manages=True)
    assert not accounts.change(lan.uid, name=lan.name, role="official", manages=False).manages


def test_the_pin_is_kept_as_an_argon2_hash_and_nothing_else(book):
    accounts = Accounts(book)
    begun = time.process_time()
    one = accounts.add("Lan", "official", "2580")
    assert time.process_time() - begun > 0.02, "a PIN must be dear to guess"
    (kept,) = book.query("SELECT pin FROM accounts")[0]
    assert kept.startswith("$argon2id$") and "2580" not in kept
    assert accounts.verify(one.uid, "2580").name == "Lan"
    with pytest.raises(InputError, match="PIN chưa đúng"):
        accounts.verify(one.uid, "2581")


@pytest.mark.parametrize("pin", ["", "123", "12a4", "1" * 13, "1111", "1234", "9876", "٣٣٤٥", "7890", " 2580"])
def test_a_pin_that_is_none_or_easy_is_refused(accounts, pin):
    assert pin_fault(pin)
    with pytest.raises(InputError, match="PIN"):
        accounts.add("Lan", "official", pin)
    assert accounts.all() == []


def test_waits_grow_with_wrong_pins_and_are_kept_in_the_book(accounts, book, lan):
    for _ in range(FREE_TRIES):
        with pytest.raises(InputError, match="PIN chưa đúng"):
            accounts.verify(lan.uid, "0000")
    assert accounts.wait(lan.uid) == 0
    for seconds in (*WAITS, WAITS[-1]):
        with pytest.raises(InputError, match="hãy chờ"):
            accounts.verify(lan.uid, "0000")
        assert seconds - 2 <= accounts.wait(lan.uid) <= seconds
        with pytest.raises(InputError, match="Sai PIN nhiều lần"):
            accounts.verify(lan.uid, "2580")  # even the right one waits
        with book.again() as restarted:
            assert Accounts(restarted).wait(lan.uid) > 0
        later(book, lan.uid, seconds + 1)
    assert accounts.verify(lan.uid, "2580") == lan
    assert book.setting("wrong_pins") is None


def test_a_try_is_counted_before_the_pin_is_looked_at(accounts, book, lan, monkeypatch):
    class Killed(BaseException):
        pass

    def end(hashed, pin):
        raise Killed

    monkeypatch.setattr(accounts_module, "_matches", end)
    with pytest.raises(Killed):
        accounts.verify(lan.uid, "0000")
    assert book.setting("wrong_pins")[lan.uid][0] == 1


def test_a_clock_set_back_locks_nobody_out_for_years(accounts, book, lan):
    book.set("wrong_pins", {lan.uid: [FREE_TRIES + 1, (datetime.now(UTC) + timedelta(days=900)).isoformat()]})
    assert accounts.wait(lan.uid) == WAITS[-1]


def test_a_reset_pin_opens_and_one_of_another_does_not(accounts, lan):
    binh = accounts.add("Bình", "print", "9071")
    with pytest.raises(InputError):
        accounts.verify(binh.uid, "2580")
    accounts.reset(binh.uid)
    assert not accounts.verify(binh.uid, "").has_pin
    accounts.set_pin(binh.uid, "4455")
    assert accounts.verify(binh.uid, "4455").has_pin
    accounts.change(binh.uid, name="Bình", role="print", manages=False, active=False)
    with pytest.raises(InputError, match="không còn dùng"):
        accounts.verify(binh.uid, "4455")


@pytest.mark.parametrize("name", ["", "L", "x" * 81, "nguyen thi lan"])
def test_names_are_told_apart(accounts, lan, name):
    with pytest.raises(InputError):
        accounts.add(name, "official", "2580")


def test_every_role_knows_what_it_may_and_says_what_it_may_not(accounts, lan):
    assert set(MAY) == set(ROLES) and all(acts <= set(ACTS) for acts in MAY.values())
    session = Session(guarded=True)
    assert "Máy đang khóa" in session.may("record")
    session.account = accounts.add("Bình", "print", "9071")
    assert session.may("print") == ""
    assert session.may("record") == "«Bình» (người in) không được ghi hoạt động: hãy đổi người dùng (Ctrl+Shift+U)."
    session.account = lan
    assert [act for act in ACTS if session.may(act)] == ["approve"]


def test_what_a_person_may_not_do_is_refused_by_the_book_itself(book, kinds, accounts, lan):
    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
    session = Session(guarded=True)
    store = Activities(book, kinds, may=session.may)
    session.account = lan
    saved = store.save("TAPHUAN", values)
    session.account = accounts.add("Bình", "print", "9071")
    for act in (lambda: store.save("TAPHUAN", values), lambda: store.save("TAPHUAN", values, uid=saved.uid),
                lambda: store.bin(saved.uid), lambda: store.undo(saved.uid)):  # fmt: skip
        with pytest.raises(InputError):
            act()
    session.account = None
    with pytest.raises(InputError, match="Máy đang khóa"):
        store.save("TAPHUAN", values)
    assert len(store.history(saved.uid)) == 1


def test_who_sits_at_the_desk_signs_from_the_next_save_on(book, kinds):
    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
    store = Activities(book, kinds)
    one = store.save("TAPHUAN", values)
    book.sign_as("Trần Văn Bình")
    two = store.save("TAPHUAN", values, uid=one.uid)
    assert [revision.by for revision in store.history(two.uid)] == ["Cán bộ văn hóa", "Trần Văn Bình"]


# The leader's approval


@pytest.fixture
def held(book, kinds):
    """A store whose saves wait for the leader, with one that was saved before that."""
    values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
    store = Activities(book, kinds)
    early = store.save("TAPHUAN", values | {"title": "Trước"})
    Approvals(book).need(needed=True)
    late = store.save("TAPHUAN", values | {"title": "Sau"})
    return store, values, early, late


def test_what_is_not_approved_is_held_back_and_what_was_saved_before_goes(book, held):
    store, _, early, late = held
    outbox = Outbox(book)
    assert [row.uid for row in outbox.waiting(10)] == [early.uid]
    counts = outbox.counts()
    assert (counts.waiting, counts.held, outbox.left(outbox.last_seq())) == (1, 1, 1)
    assert store.get(late.uid).state == "pending"
    assert [row.state for row in store.rows(list(store.first(_all(), 9)))].count("pending") == 1


def test_approval_lets_all_saves_of_an_activity_go_and_the_next_save_waits_again(book, held):
    store, values, _, late = held
    store.save("TAPHUAN", values | {"title": "Sau, sửa"}, uid=late.uid)
    approvals = Approvals(book)
    assert approvals.count() == 1 and approvals.all_pending() == [late.uid]
    assert approvals.approve([late.uid, "không có"]) == 1
    assert approvals.of(late.uid)[1] == "Cán bộ văn hóa"
    assert len(Outbox(book).waiting(10)) == 3
    assert store.get(late.uid).state == "saved"
    store.save("TAPHUAN", values | {"title": "Sửa nữa"}, uid=late.uid)
    assert store.get(late.uid).state == "pending"
    assert len(Outbox(book).waiting(10)) == 3 and Outbox(book).counts().held == 1


def test_without_the_step_everything_goes_again(book, held):
    Approvals(book).need(needed=False)
    assert len(Outbox(book).waiting(10)) == 2
    assert Outbox(book).counts().held == 0
    assert held[0].get(held[3].uid).state == "saved"


def test_what_is_sent_is_no_longer_pending_and_who_may_not_approve_is_told(book, held):
    store, _, _, late = held
    told = Approvals(book, lambda act: "Không được duyệt." if act == "approve" else "")
    with pytest.raises(InputError, match="Không được duyệt"):
        told.approve([late.uid])
    seq = store.history(late.uid)[0].seq
    Outbox(book).settle([Verdict(seq, late.uid, 1, "stored", ())], at="2026-11-23T08:00:00Z", batch="aa", receipt=b"r")
    assert Approvals(book).count() == 0
    assert store.get(late.uid).state == "sent"


def _all():
    from desktop.models.query import Query

    return Query()


# Templates


def test_a_weekly_template_goes_on_from_the_day_it_was_used_for(book):
    from datetime import date

    store = Templates(book)
    store.keep(Template("Bản tin", "PHATTHANH", {"title": "A"}, weekday=0))
    wednesday = date(2026, 11, 25)
    assert store.get("Bản tin").next_day(wednesday) == date(2026, 11, 30)
    store.used("Bản tin", "2026-11-09")
    assert store.get("Bản tin").next_day(wednesday) == date(2026, 11, 16), "a missed week is offered, not passed over"
    store.used("Bản tin", "2026-08-03")
    assert store.get("Bản tin").next_day(wednesday) == date(2026, 11, 30)
    monday = date(2026, 11, 30)
    assert Template("B", "X", {}, 0).next_day(monday) == monday
    assert Template("B", "X", {}).next_day(wednesday) == wednesday


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_template_needs_a_name(book, name):
    with pytest.raises(InputError, match="Tên mẫu"):
        Templates(book).keep(Template(name, "PHATTHANH", {}))


def test_a_template_of_the_same_name_takes_its_place(book):
    store = Templates(book)
    store.keep(Template("Bản tin", "PHATTHANH", {"title": "A"}))
    store.keep(Template("bản tin", "TINBAI", {"title": "B"}))
    assert [(one.name, one.kind) for one in store.all()] == [("bản tin", "TINBAI")]
    assert store.all("PHATTHANH") == []


# From the console


def sophuong(folder, *arguments):
    return subprocess.run([sys.executable, "-m", "desktop.cli", *arguments, "--data-dir", str(folder)],
                          capture_output=True, text=True, timeout=60)  # fmt: skip


def test_who_holds_the_pc_can_reset_a_pin_or_open_the_program_again(tmp_path, quick):
    with Book.create(tmp_path / "so", unit="20242", person="Lan") as book:
        Accounts(book).add("Nguyễn Thị Lan", "official", "2580")
    listed = sophuong(tmp_path / "so", "accounts", "--json")
    told = json.loads(listed.stdout)
    assert (told["name"], told["role"], told["manages"], told["has_pin"]) == ("Nguyễn Thị Lan", "official", True, True)
    assert "argon2" not in listed.stdout
    assert "đặt PIN mới" in sophuong(tmp_path / "so", "accounts", "--reset", "nguyen thi lan").stdout
    with Book.open(tmp_path / "so") as book:
        assert not Accounts(book).all()[0].has_pin
    assert sophuong(tmp_path / "so", "accounts", "--reset", "ai đó").returncode == 1
    assert sophuong(tmp_path / "so", "accounts", "--off").returncode == 0
    with Book.open(tmp_path / "so") as book:
        assert not Accounts(book).guarded


