"""Periods: the windows of NĐ 09/2019, the calendar, and their names."""

from datetime import date

import pytest

from desktop.models.errors import InputError
from desktop.models.periods import parse

D = date.fromisoformat


@pytest.mark.parametrize(
    ("text", "since", "until", "label"),
    [
        ("2026-10", "2026-09-15", "2026-10-14", "tháng 10/2026"),
        ("2026-01", "2025-12-15", "2026-01-14", "tháng 1/2026"),
        ("2026-3", "2026-02-15", "2026-03-14", "tháng 3/2026"),
        ("2026-Q1", "2025-12-15", "2026-03-14", "Quý I/2026"),
        ("2026-q3", "2026-06-15", "2026-09-14", "Quý III/2026"),
        ("2026-Q4", "2026-09-15", "2026-12-14", "Quý IV/2026"),
        ("2026-H1", "2025-12-15", "2026-06-14", "6 tháng đầu năm 2026"),
        ("2026-H2", "2026-06-15", "2026-12-14", "6 tháng cuối năm 2026"),
        ("2026-9M", "2025-12-15", "2026-09-14", "9 tháng đầu năm 2026"),
        ("2026", "2025-12-15", "2026-12-14", "năm 2026"),
    ],
)
def test_a_period_is_the_window_of_decree_09(text, since, until, label):
    period = parse(text)
    assert (period.since, period.until, period.label) == (D(since), D(until), label)
    assert parse(period.text) == period


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-9M", "2026-01-01", "2026-09-30"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_the_calendar_is_the_other_way_to_count(text, since, until):
    period = parse(text, preset="calendar")
    assert (period.since, period.until) == (D(since), D(until))


@pytest.mark.parametrize("text", ["2026-10-01..2026-10-10", "1/10/2026..10/10/2026", " 2026-10-01 .. 10.10.2026 "])
def test_a_campaign_has_a_window_of_its_own(text):
    period = parse(text)
    assert (period.since, period.until) == (D("2026-10-01"), D("2026-10-10"))
    assert period.label == "từ ngày 01/10/2026 đến ngày 10/10/2026"
    assert parse(period.text) == period


@pytest.mark.parametrize("preset", ["nd09", "calendar"])
@pytest.mark.parametrize("text", ["2026-01", "2026-12", "2026-Q1", "2026-Q3", "2026-H1", "2026-H2", "2026"])
def test_periods_follow_each_other_without_gap_or_overlap(text, preset):
    period = parse(text, preset=preset)
    before, after = period.previous(), period.next()
    assert (period.since - before.until).days == 1
    assert (after.since - period.until).days == 1
    assert before.next() == period == after.previous()
    assert before.span == period.span


def test_the_period_before_crosses_the_year():
    assert parse("2026-Q1").previous().label == "Quý IV/2025"
    assert parse("2026-01").previous().text == "2025-12"
    assert parse("2026-H1").previous().label == "6 tháng cuối năm 2025"
    assert parse("2026-9M").previous().label == "9 tháng đầu năm 2025"
    assert parse("2026-10-01..2026-10-10").previous().text == "2026-09-21..2026-09-30"


def test_the_same_period_last_year():
    assert parse("2026-Q3").same_last_year() == parse("2025-Q3")
    assert parse("2026-9M", preset="calendar").same_last_year() == parse("2025-9M", preset="calendar")
    assert parse("2024-02-29..2024-03-01").same_last_year().text == "2023-02-28..2023-03-01"


@pytest.mark.parametrize(
    ("text", "preset", "since", "until"),
    [
        ("2026-Q3", "nd09", "2025-12-15", "2026-09-14"),
        ("2026-Q3", "calendar", "2026-01-01", "2026-09-30"),
        ("2026-Q1", "nd09", "2025-12-15", "2026-03-14"),
        ("2026-12-20..2026-12-25", "nd09", "2026-12-15", "2026-12-25"),
        ("2026-12-20..2026-12-25", "calendar", "2026-01-01", "2026-12-25"),
        ("2025-11-01..2026-02-28", "nd09", "2025-11-01", "2026-02-28"),
    ],
)
def test_what_adds_up_over_the_year_starts_with_the_reporting_year(text, preset, since, until):
    year = parse(text, preset=preset).year_to_date()
    assert (year.since, year.until) == (D(since), D(until))


@pytest.mark.parametrize("text", ["", "quý 3", "2026-Q5", "2026-13", "2026-0", "0099", "9999-Q1", "2026-10-01..", "..", "a..b"])
def test_a_text_that_is_no_period_is_answered_with_an_example(text):
    with pytest.raises(InputError, match="2026-Q3"):
        parse(text)


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(InputError, match="10/10/2026.*01/10/2026|01/10/2026.*10/10/2026"):
        parse("2026-10-10..2026-10-01")


def test_an_unknown_preset_is_refused():
    with pytest.raises(InputError, match="nd09"):
        parse("2026", preset="tuần")
