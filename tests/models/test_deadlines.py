"""A report is due on a fixed day of the month where the office says so, on a working day, after its figures are closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models import deadlines
from desktop.models.deadlines import Deadlines
from desktop.models.errors import InputError
from desktop.models.periods import parse


def test_a_fixed_day_is_the_first_one_after_the_close():
    set_ = Deadlines({"month": None}, fixed={"month": 20})
    assert set_.due(parse("2026-09")) == date(2026, 9, 21)  # closed on 14/9; 20/9 is a Sunday
    assert set_.due(parse("2026-09", preset="calendar")) == date(2026, 10, 20)
    assert Deadlines(fixed={"quarter": 14}).due(parse("2026-Q3")) == date(2026, 10, 14)
    assert Deadlines({}, fixed={"month": 20}).due(parse("2026-Q3")) is None


def test_a_day_that_a_month_does_not_have_is_its_last():
    assert Deadlines(fixed={"month": 31}).due(parse("2026-02", preset="calendar")) == date(2026, 3, 31)
    assert Deadlines(fixed={"month": 31}).due(parse("2026-02")) == date(2026, 3, 2)  # 28/2 is a Saturday


@given(st.integers(1, 31), st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sets(st.integers(0, 60), max_size=5))
def test_it_is_a_working_day_within_six_weeks_of_the_close(day, close, off):
    set_ = Deadlines(holidays=frozenset(close + timedelta(days=one) for one in off), fixed={"free": day})
    due = set_.due(parse(f"{close}..{close}"))
    assert close < due
    assert due - close < timedelta(days=31 + 5 + len(off) + 6)
    assert set_.works(due)


@pytest.mark.parametrize(("typed", "said"), [("ngày 20", "ngày 20"), ("Ngày 5 hằng tháng", "ngày 5"), ("3", "3"), ("", ""), (" 0 ", "0")])
def test_what_is_typed_comes_back(book, typed, said):
    deadlines.keep(book, {"month": typed}, "")
    kept = deadlines.load(book)
    assert kept.words("month") == said
    assert kept.asked("month") == bool(said)


@pytest.mark.parametrize("typed", ["ngày 0", "ngày 32", "hai", "61", "ngày", "-1"])
def test_what_nobody_can_read_is_refused_in_a_sentence_and_keeps_nothing(book, typed):
    deadlines.keep(book, {"month": "ngày 20"}, "")
    with pytest.raises(InputError, match="Tháng"):
        deadlines.keep(book, {"month": typed}, "")
    assert deadlines.load(book).words("month") == "ngày 20"


def test_a_deadline_kept_before_there_were_fixed_days_is_read(book):
    book.set(deadlines.SETTING, {"after": {"month": 4}, "holidays": [], "preset": "nd09"})
    assert deadlines.load(book).words("month") == "4"
    assert deadlines.load(book).words("quarter") == "2"
