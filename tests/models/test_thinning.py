"""Which copies stay, whatever the clock did."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.thinning import Dated, keep

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def copies(*ages, why="auto"):
    return [Dated(f"{n}", NOW - age, why) for n, age in enumerate(ages)]


def test_a_day_by_the_hour_two_weeks_by_the_day_a_year_by_the_month():
    made = copies(*(timedelta(minutes=30 * n) for n in range(2 * 24 * 400)))
    stay = keep(made, NOW)
    kept = [one for one in made if one.name in stay]
    ages = [NOW - one.at for one in kept]
    assert 24 <= sum(age <= timedelta(hours=24) for age in ages) <= 25
    assert 13 <= sum(timedelta(hours=24) < age <= timedelta(days=14) for age in ages) <= 15
    assert 11 <= sum(timedelta(days=14) < age <= timedelta(days=366) for age in ages) <= 13
    assert max(ages) <= timedelta(days=366)


def test_the_newest_of_a_stretch_stands_for_it():
    made = copies(timedelta(minutes=40), timedelta(minutes=50), timedelta(days=3), timedelta(days=3, hours=1))
    assert keep(made, NOW) == {"0", "2"}


def test_what_was_made_by_hand_stays_and_so_do_two_from_before_upgrades():
    made = copies(timedelta(days=900), why="hand") + [Dated(f"m{n}", NOW - timedelta(days=800 + n), "migration") for n in range(4)]
    assert keep([*made, Dated("now", NOW)], NOW) == {"0", "m0", "m1", "now"}


def test_one_copy_alone_stays_however_old():
    assert keep(copies(timedelta(days=5_000)), NOW) == {"0"}


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(st.lists(moments, max_size=60), moments)
def test_whatever_the_clock_did_the_newest_stays_and_thinning_again_changes_nothing(found, now):
    made = [Dated(f"{n}", at) for n, at in enumerate(found)]
    kept = keep(made, now)
    if made:
        assert max(made, key=lambda one: (one.at, one.name)).name in kept
    left = [one for one in made if one.name in kept]
    assert keep(left, now) == kept


@given(st.lists(moments, min_size=1, max_size=40))
def test_thinned_as_time_goes_by_no_more_is_lost_than_thinned_at_once(found):
    ordered = sorted(set(found))
    end = ordered[-1]
    live = []
    for n, at in enumerate(ordered):
        live.append(Dated(f"{n:03}", at))
        kept = keep(live, at)
        live = [one for one in live if one.name in kept]
    for age in (timedelta(hours=24), timedelta(days=14)):
        if any(end - age <= at for at in ordered[:-1]):
            assert any(end - age <= one.at for one in live)
