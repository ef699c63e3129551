"""When an office sends: alone, after saves, when the line is gone, and ninety-four of them at once."""

import heapq
import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from desktop.models.errors import StoreError
from sync.schedule import Schedule
from sync.states import Busy, fault

MORNING = datetime(2026, 11, 23, 8, 0)
OFFICES, DAY_OF_WORK = 94, 3600.0


class Clock:
    """A clock that is set by hand, in seconds."""

    def __init__(self):
        self.at = 0.0

    def __call__(self):
        return self.at

    def now(self):
        return MORNING + timedelta(seconds=self.at)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def schedule(clock):
    return Schedule(clock, clock.now, random.Random(1).uniform)


def test_nothing_is_planned_before_the_start_and_soon_after_it(schedule):
    assert schedule.wait is None
    schedule.started(waiting=True)
    assert 3 <= schedule.wait <= 30


def test_a_run_of_saves_is_sent_ten_seconds_after_its_last(schedule, clock):
    for _ in range(3):
        schedule.saved()
        clock.at += 6
    assert schedule.wait == pytest.approx(4)


def test_someone_who_never_stops_saving_is_sent_after_a_minute(schedule, clock):
    schedule.saved()
    for _ in range(20):
        clock.at += 4
        schedule.saved()
    assert schedule.wait == 0


def test_a_sending_clears_the_plan_and_success_plans_the_timer(schedule):
    schedule.saved()
    schedule.begun()
    assert schedule.wait is None
    schedule.sent()
    assert 720 <= schedule.wait <= 1080
    schedule.saved()
    assert schedule.wait == 10


def test_what_was_saved_meanwhile_goes_soon(schedule):
    schedule.sent(more=True)
    assert schedule.wait == 10


@pytest.mark.parametrize("seed", range(50))
def test_after_the_line_is_back_the_first_byte_goes_within_thirty_seconds(seed):
    clock = Clock()
    schedule = Schedule(clock, clock.now, random.Random(seed).uniform)
    for _ in range(40):
        schedule.begun()
        schedule.failed(fault("offline"), waiting=True)
        assert 0 < schedule.wait <= 30
        clock.at += schedule.wait


def test_without_a_line_and_with_nothing_to_send_it_keeps_quiet(schedule):
    schedule.failed(fault("offline"), waiting=False)
    assert schedule.wait >= 720


@pytest.mark.parametrize("state", ["cut", "portal"])
def test_a_bad_line_is_tried_less_and_less_often(schedule, clock, state):
    waits = []
    for _ in range(10):
        schedule.failed(fault(state), waiting=True)
        waits.append(schedule.wait)
        clock.at += schedule.wait
    assert waits[0] <= 30
    assert 300 <= waits[-1] <= 900


@pytest.mark.parametrize("state", ["revoked", "too-old", "clock", "untrusted", "proxy", "unknown-device"])
def test_what_only_a_person_can_mend_is_hardly_tried(schedule, state):
    schedule.failed(fault(state), waiting=True)
    assert schedule.wait >= 4 * 3600


def test_a_save_does_not_break_into_the_pause_a_fault_asked_for(schedule, clock):
    schedule.failed(Busy(120), waiting=True)
    asked = schedule.wait
    assert asked >= 120
    clock.at += 5
    schedule.saved()
    assert schedule.wait == pytest.approx(asked - 5)


def test_a_success_ends_the_pause(schedule):
    schedule.failed(fault("portal"), waiting=True)
    schedule.begun()
    schedule.sent()
    schedule.saved()
    assert schedule.wait == 10


def test_a_fault_of_this_pc_also_backs_off(schedule):
    schedule.failed(StoreError("Đĩa đầy: hãy xóa bớt."), waiting=True)
    assert 0 < schedule.wait <= 30


def test_photos_that_wait_for_the_night_go_between_ten_and_eleven(schedule, clock):
    clock.at = 13.9 * 3600  # 21:54
    schedule.sent(tonight=True)
    assert 6 * 60 <= schedule.wait <= 66 * 60


def morning(seed, *, a_second, down_until=0.0):
    """Let every office start within five minutes of eight; return who was done when, and the knocks of each second."""
    dice = random.Random(seed)
    clock, knocks, served, done = Clock(), Counter(), Counter(), {}
    offices = [Schedule(clock, clock.now, dice.uniform) for _ in range(OFFICES)]
    begins = sorted((dice.uniform(0, 300) if at % 2 else 0.0, at) for at in range(OFFICES))
    queue = []
    for at, office in begins:
        clock.at = at
        offices[office].started(waiting=True)
        heapq.heappush(queue, (at + offices[office].wait, office))
    while queue and len(done) < OFFICES:
        clock.at, office = heapq.heappop(queue)
        if clock.at > DAY_OF_WORK * 3:
            break
        one, second = offices[office], int(clock.at)
        one.begun()
        knocks[second] += 1
        if clock.at < down_until:
            one.failed(fault("cut"), waiting=True)
        elif served[second] >= a_second:
            one.failed(Busy(30), waiting=True)
        else:
            served[second] += 1
            done.setdefault(office, clock.at)
            one.sent()
        heapq.heappush(queue, (clock.at + one.wait, office))
    return done, knocks


@pytest.mark.parametrize("seed", range(5))
def test_ninety_four_offices_at_eight_do_not_knock_the_centre_over(seed):
    done, knocks = morning(seed, a_second=8)
    assert len(done) == OFFICES
    assert max(done.values()) < 8 * 60
    assert max(knocks.values()) <= 12  # 47 of them start in the very same second


@pytest.mark.parametrize("seed", range(5))
def test_a_centre_that_was_down_for_an_hour_is_not_hammered_when_it_returns(seed):
    done, knocks = morning(seed, a_second=2, down_until=3600.0)
    assert len(done) == OFFICES
    assert max(done.values()) < 3600 + 1800
    assert max(count for second, count in knocks.items() if second >= 3600) <= 6
