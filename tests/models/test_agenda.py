"""What lies before an office, and when a report is due."""

from datetime import date, timedelta

import pytest

from desktop.models import agenda, deadlines
from desktop.models.describe import example
from desktop.models.drafting import draft
from desktop.models.errors import DeclarationError, InputError
from desktop.models.periods import parse
from desktop.models.plan_store import PlanStore
from desktop.models.report_choice import Choice
from desktop.models.report_store import Reports

TODAY = date(2026, 9, 17)


def banner(activities, kinds, *, down, status="dangtreo", day="2026-09-01"):
    values = {name: value for name, value in example(kinds["BANGRON"]).items() if name != "kind"}
    values |= {"title": f"Băng rôn đến {down}", "starts_on": day, "hung_on": day, "due_down": down, "status": status}
    return activities.save("BANGRON", values)


def texts(found, what):
    return [one.text for one in found if one.what == what]


def test_a_report_is_due_so_many_working_days_after_its_close():
    set_ = deadlines.Deadlines()
    assert set_.due(parse("2026-Q3")) == date(2026, 9, 16)  # closed on Monday the 14th
    assert set_.due(parse("2026-Q2")) == date(2026, 6, 16)
    assert set_.due(parse("2026-09")) is None
    assert set_.due(parse("2026-Q4")) == date(2026, 12, 16)
    assert deadlines.Deadlines({"quarter": 0}).due(parse("2026-Q1", preset="calendar")) == date(2026, 3, 31)


def test_weekends_and_days_off_are_passed_over():
    set_ = deadlines.Deadlines({"month": 2}, frozenset({date(2026, 9, 15)}))
    assert set_.due(parse("2026-09")) == date(2026, 9, 17)
    assert not set_.works(date(2026, 9, 2))
    assert not set_.works(date(2026, 9, 19))
    # 30/4 and 1/5 are Thursday and Friday: the next working day is Monday.
    assert deadlines.Deadlines({"month": 1}).working_day(date(2026, 4, 29), 1) == date(2026, 5, 4)


def test_deadlines_are_kept_as_typed_and_a_wrong_one_keeps_nothing(book):
    deadlines.keep(book, {"month": "3", "quarter": "", "year": "5"}, "16/2/2026, 17/2/2026\n18/2/2026", "calendar")
    kept = deadlines.load(book)
    assert (kept.after["month"], kept.after["quarter"], kept.after["year"], kept.after["half"]) == (3, None, 5, 2)
    assert kept.holidays == {date(2026, 2, day) for day in (16, 17, 18)}
    assert kept.preset == "calendar"
    for after, holidays, says in (({"month": "mai"}, "", "số"), ({"month": "61"}, "", "từ 0 đến 60"), ({}, "32/1/2026", "ngày")):
        with pytest.raises(InputError, match=says):
            deadlines.keep(book, after, holidays)
    assert deadlines.load(book) == kept


def test_a_report_is_reminded_of_until_it_is_issued(book, kinds):
    found = agenda.reminders(book, kinds, TODAY)
    (late,) = [one for one in found if one.what == "report"]
    assert late.text == "Báo cáo Quý III/2026: đã quá hạn từ 16/09/2026"
    assert (late.tone, late.wanted) == ("fault", Choice(period="2026-Q3"))
    made = draft(book, kinds, late.wanted)
    Reports(book).issue(late.wanted, made.report, made.sources)
    assert texts(agenda.reminders(book, kinds, TODAY), "report") == []


def test_a_campaign_is_told_before_and_while_it_runs(book, kinds):
    label = "Ngày Chuyển đổi số quốc gia 10/10"
    assert texts(agenda.reminders(book, kinds, TODAY), "campaign") == [f"{label} bắt đầu sau 14 ngày (01/10/2026)"]
    assert texts(agenda.reminders(book, kinds, date(2026, 10, 8)), "campaign") == [f"{label} đang diễn ra, đến hết ngày 10/10/2026"]
    assert texts(agenda.reminders(book, kinds, date(2026, 11, 20)), "campaign") == []


def test_what_hangs_stands_in_the_calendar_on_the_day_it_must_come_down(book, activities, kinds):
    hanging = banner(activities, kinds, down="2026-09-20")
    banner(activities, kinds, down="2026-09-21", status="dathao")
    found = agenda.events(book, kinds, date(2026, 9, 1), date(2026, 9, 30), today=TODAY)
    assert [(one.since, one.wanted) for one in found if one.what == "down"] == [(date(2026, 9, 20), hanging.uid)]


def test_planned_activities_of_the_week_are_told_and_lie_in_their_days(book, activities, kinds):
    for days in (0, 3, 20):
        banner(activities, kinds, down="2026-12-30", day=(TODAY + timedelta(days=days)).isoformat(), status="dathao")
    assert [one.since for one in agenda.reminders(book, kinds, TODAY) if one.what == "activity"] == [TODAY, TODAY + timedelta(days=3)]
    found = agenda.events(book, kinds, TODAY, TODAY + timedelta(days=30), today=TODAY)
    assert len(texts(found, "activity")) == 3


def test_targets_of_the_running_plan_that_are_late_are_told(book, kinds):
    assert texts(agenda.reminders(book, kinds, TODAY), "target") == []
    PlanStore(book, kinds).adopt("phuong-2026")
    told = texts(agenda.reminders(book, kinds, TODAY), "target")
    assert any(text.startswith("Chậm: P4. Lớp tập huấn, bồi dưỡng kỹ năng số. Còn thiếu 8 lớp") for text in told)


def test_a_month_without_anything_is_empty(book, kinds):
    assert agenda.events(book, kinds, date(2026, 2, 1), date(2026, 2, 28), today=date(2026, 2, 1)) == ()


def test_holidays_are_read_strictly(tmp_path, monkeypatch):
    path = tmp_path / "holidays.toml"
    path.write_text('days = ["01-01"]\nmore = 1\n', encoding="utf-8")
    monkeypatch.setattr(deadlines, "SHIPPED", path)
    deadlines._fixed.cache_clear()
    with pytest.raises(DeclarationError, match="more"):
        deadlines.Deadlines().works(TODAY)
    deadlines._fixed.cache_clear()
