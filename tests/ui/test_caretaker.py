"""The caretaker: when it begins, when it gives way, what it tells; its clock goes by hand."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QFrame

from desktop.models import copies, snapshot
from desktop.models.errors import StoreError
from desktop.ui.caretaker import FAILED, LAST, PATIENCE, Caretaker, OutOfTime
from desktop.ui.copies_watch import COPY, SECOND, CopiesWatch
from desktop.ui.rounds import LONGEST, STEP, STILL, USED, Rounds
from tests.ui.conftest import settle


def used(rounds, minutes, *, begin=0.0, step=20.0):
    """Let a person work for so many minutes, resting a moment before each look; return what began when."""
    now, began = begin, []
    while now < begin + minutes * 60:
        now += step
        name = rounds.look(now, now - STILL)
        if name:
            rounds.begun(name)
            began.append((name, now / 60))
    return began, now


def test_what_is_due_comes_after_so_many_minutes_of_use():
    rounds = Rounds(0.0)
    rounds.add("copy", 30, first=2)
    began, _ = used(rounds, 95)
    assert [round(at) for _, at in began] == [2, 32, 62, 92]


def test_minutes_in_which_nobody_sits_there_do_not_count():
    rounds = Rounds(0.0)
    rounds.add("copy", 30)
    for minute in range(600):
        assert rounds.look(minute * 60.0, 0.0) == "" or minute * 60 <= USED
    began, _ = used(rounds, 26, begin=36_000.0)
    assert began, "25 minutes more: five were used before"


def test_a_night_asleep_is_not_thirty_minutes_of_use():
    rounds = Rounds(0.0)
    rounds.add("copy", 30)
    rounds.look(10.0, 10.0)
    assert rounds.look(36_010.0, 36_010.0 - STILL) == ""
    began, _ = used(rounds, 31 - STEP / 60, begin=36_010.0)
    assert began


def test_nothing_begins_under_the_fingers_but_it_does_not_wait_for_ever():
    rounds = Rounds(0.0)
    rounds.add("copy", 1)
    now, waited = 0.0, None
    while waited is None:
        now += 20
        if rounds.look(now, now - 0.1):
            waited = now
    assert 60 + LONGEST - 20 <= waited <= 60 + LONGEST + 40


def test_of_two_that_are_due_the_longer_waiting_one_begins():
    rounds = Rounds(0.0)
    rounds.add("later", 2)
    rounds.add("sooner", 1)
    for now in (40.0, 80.0, 125.0):
        rounds.look(now, now)
    assert rounds.look(130.0, 120.0) == "sooner"
    rounds.begun("sooner")
    assert rounds.look(131.0, 120.0) == "later"


@given(st.lists(st.tuples(st.floats(0, 5_000), st.floats(0, 1_000)), max_size=60))
def test_however_the_hours_go_nothing_comes_oftener_than_its_minutes_of_use(steps):
    rounds, now, used_seconds, began = Rounds(0.0), 0.0, 0.0, 0
    rounds.add("copy", 30)
    for passed, rest in steps:
        now += passed
        used_seconds += min(passed, STEP) if rest <= USED else 0
        if rounds.look(now, now - rest):
            rounds.begun("copy")
            began += 1
    assert began <= used_seconds / (30 * 60) + 1e-6


class Now:
    """A worker that works at once, on the thread that asks."""

    def __init__(self):
        self.idle, self.ran = True, []

    def run(self, work, done=None, *, failed=None, **named):
        self.ran.append(work)
        try:
            value = work("desk", "job")
        except StoreError as fault:
            failed(fault)
        else:
            if done:
                done(value)


class Hand:
    """A clock that goes by hand."""

    def __init__(self):
        self.at = 0.0

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return Hand()


def test_one_thing_at_a_time_and_what_failed_comes_again_sooner(qapp, clock):
    worker, told, faults = Now(), [], [StoreError("đầy"), None]

    def work(desk, job):
        if fault := faults.pop(0):
            raise fault
        return "made"

    keeper = Caretaker(worker, lambda: clock.at - STILL, lambda: False, clock=clock)
    keeper.hang("copy", 30, work, told.append, failed=lambda fault: told.append(fault.sentence))
    worker.idle = False
    for _ in range(100):
        clock.at += 20
        keeper.look()
    assert told == [], "somebody else is at work on that thread"
    worker.idle = True
    clock.at += 20
    keeper.look()
    assert told == ["đầy"]
    for _ in range(int(FAILED * 3) + 1):
        clock.at += 20
        keeper.look()
    assert told == ["đầy", "made"]


def test_a_step_waits_for_whoever_types_but_only_for_a_while(qapp, clock):
    touched = Hand()
    keeper = Caretaker(Now(), touched, lambda: False, clock=clock)
    naps = []

    class Closing:
        def is_set(self):
            return False

        def wait(self, seconds):
            naps.append(seconds)
            clock.at += seconds

    keeper._closing = Closing()
    keeper.pause()
    assert 0.3 < sum(naps) < 0.6, "a key was pressed just now"
    naps.clear()
    keeper._busy = lambda: True
    keeper.pause()
    assert PATIENCE - 1 < sum(naps) < PATIENCE + 1
    naps.clear()
    keeper.pause()
    assert not naps, "patience is over: the work goes on"


def test_on_the_way_out_there_is_a_little_time_and_then_none(qapp, clock):
    worker, ends = Now(), []

    def last(desk, job):
        keeper.pause()
        clock.at += LAST + 1
        keeper.pause()

    keeper = Caretaker(worker, lambda: -99.0, lambda: False, clock=clock)
    keeper.hang("copy", 30, last, failed=ends.append)
    keeper.leave("copy", last)
    keeper.close()
    with pytest.raises(OutOfTime):
        keeper.pause()
    worker.ran.clear()
    clock.at += 10_000
    keeper.look()
    assert not worker.ran, "nothing begins once it closes"


# In the window


@pytest.fixture
def window(open_window, full_book):
    return open_window(full_book)


@pytest.fixture
def watch(window):
    return window.findChild(CopiesWatch)


def test_the_window_copies_by_itself_and_at_closing_only_what_is_new(window, watch, full_book, qtbot):
    folder = full_book.folder
    with qtbot.waitSignal(watch.copied, timeout=10_000):
        watch.caretaker.do(COPY)
    assert len(list((folder / "backups").glob("*-auto.backup"))) == 1
    full_book.set("office_note", "khác")
    window.close_now()
    assert len(list((folder / "backups").glob("*.backup"))) == 1, "one for each hour"
    assert len(list((folder / "backups").glob("*-exit.backup"))) == 1


def test_a_copy_that_cannot_be_made_is_told_once_with_where_to_look(window, watch, qtbot, monkeypatch):
    monkeypatch.setattr(snapshot, "LEAST_ROOM", 2**60)
    for _ in range(2):
        watch.caretaker.do(COPY)
        qtbot.waitUntil(lambda: watch.idle, timeout=10_000)
    assert "Chưa sao lưu tự động được. Ổ đĩa chỉ còn" in window.messages.text
    assert watch._told
    window.messages.tell("note", "khác")
    watch.caretaker.do(COPY)
    qtbot.waitUntil(lambda: watch.idle, timeout=10_000)
    assert window.messages.text == "khác", "the same fault is not told again and again"


def test_a_second_place_plugged_in_later_gets_its_copy_and_the_person_is_told_it_may_be_pulled(window, watch, full_book, qtbot,
                                                                                               tmp_path):  # fmt: skip
    stick = tmp_path / "usb"
    store = copies.Copies(full_book)
    store.choose(stick)
    stick.rename(tmp_path / "pulled")
    store.make("auto")
    watch.caretaker.do(SECOND)
    qtbot.waitUntil(lambda: watch.idle, timeout=10_000)
    assert window.messages.text == ""
    (tmp_path / "pulled").rename(stick)
    with qtbot.waitSignal(watch.copied, timeout=10_000):
        watch.caretaker.do(SECOND)
    assert "rút ra được" in window.messages.text
    assert len(list(stick.glob("*.backup"))) == 1


def test_what_somebody_asked_for_is_stopped_when_the_window_closes(window, watch, qtbot):
    seen = []

    def long(desk, job):
        while not job.stopped:
            job._stop.wait(0.01)
        seen.append("stopped")

    watch.run(long, seen.append, failed=seen.append, progress=lambda done, whole: None)
    window.close_now()
    assert seen == ["stopped"]


def test_hom_nay_reminds_of_a_second_place_once_the_book_is_a_week_old(window, full_book, qtbot, monkeypatch):
    monkeypatch.setattr(copies, "LATE", timedelta(0))
    window.show_page("today")
    settle(qtbot, window)
    qtbot.waitUntil(lambda: any("chỉ nằm trên máy này" in one.accessibleName() for one in window.page.findChildren(QFrame)))
