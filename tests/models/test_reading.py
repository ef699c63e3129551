from datetime import date

import pytest

from desktop.models import reading
from desktop.models.errors import InputError

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("typed", "value"), [
    ("1.500", 1500), ("1.234.567", 1234567), ("1,5", 1.5), ("1.234,5", 1234.5), ("45", 45), ("1500", 1500),
    ("1,234,567", 1234567), (" 7 ", 7), ("2.5", 2.5), (3.0, 3),
])  # fmt: skip
def test_numbers_read_as_people_write_them(typed, value):
    assert reading.number(typed) == value


@pytest.mark.parametrize(("typed", "readings"), [("1,500", ("1.500", "1,5")), ("-12,345", ("-12.345", "-12,3450")),
                                                 ("1.500", ()), ("1,5", ()), ("mười", ())])  # fmt: skip
def test_both_readings_of_a_doubtful_number_can_be_offered(typed, readings):
    assert reading.doubt(typed) == readings
    for one in readings:
        reading.number(one)


def test_a_doubtful_number_is_asked_back_with_both_readings():
    with pytest.raises(InputError, match=r"1\.500 hay 1,5"):
        reading.number("1,500")


@pytest.mark.parametrize("typed", ["", "abc", "1..5", "12e5", "٣", "nan", "inf", float("nan"), True, "9" * 40])
def test_what_is_no_number_is_refused_in_words(typed):
    with pytest.raises(InputError):
        reading.number(typed)


@pytest.mark.parametrize(("typed", "day"), [
    ("2026-10-05", "2026-10-05"), ("5/10/2026", "2026-10-05"), ("5.10.26", "2026-10-05"), ("28/8", "2026-08-28"),
    ("h", "2026-11-23"), ("hôm nay", "2026-11-23"), ("05-10-2026", "2026-10-05"), ("hq", "2026-11-22"),
    ("28-8", "2026-08-28"), ("q", "2026-11-22"), ("m", "2026-11-24"), ("mai", "2026-11-24"), ("+3", "2026-11-26"), ("-2", "2026-11-21"),
    ("t2", "2026-11-23"), ("T3", "2026-11-17"), ("cn", "2026-11-22"), ("Chủ nhật", "2026-11-22"), ("thứ tư", "2026-11-18"),
    ("thứ 6", "2026-11-20"), ("t7", "2026-11-21"),
])  # fmt: skip
def test_days_read_as_people_write_them(typed, day):
    assert reading.day(typed, today=TODAY).isoformat() == day


def test_a_december_day_typed_in_january_is_last_year():
    assert reading.day("28/12", today=date(2027, 1, 4)) == date(2026, 12, 28)


@pytest.mark.parametrize("typed", ["t2", "+3", "q", "m", "31/2/2026", "hôm kia", "1/1/1875", "2026-13-01", "28/8"])
def test_a_day_that_is_none_is_refused_in_words(typed):
    with pytest.raises(InputError):
        reading.day(typed)


@pytest.mark.parametrize(("typed", "time"), [("8h", "08:00"), ("8h30", "08:30"), ("14:05", "14:05"), ("08 giờ 00", "08:00")])
def test_times_read_as_people_write_them(typed, time):
    assert reading.clock(typed) == time


@pytest.mark.parametrize(("typed", "minutes"), [("90", 90), ("1h30", 90), ("1 giờ 30 phút", 90), ("45 phút", 45), (15, 15)])
def test_lengths_of_time_read_as_people_write_them(typed, minutes):
    assert reading.minutes(typed) == minutes
