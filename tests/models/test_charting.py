"""What charts show is what the book holds, counted a second way; every bar opens the activities it counts."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models import charting, pace, plans, progress
from desktop.models.activities import Activities
from desktop.models.areas import named
from desktop.models.book import Book
from desktop.models.query import Query

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples" / "activities.jsonl"
TODAY = date(2026, 11, 23)
YEAR = date(2025, 12, 15), date(2026, 12, 14)


@pytest.fixture(scope="module")
def store(tmp_path_factory, kinds):
    """The activities of the sample book."""
    made = Book.create(tmp_path_factory.mktemp("charts") / "so", unit="20242", person="Nguyễn Thị Lan")
    store = Activities(made, kinds)
    for line in SAMPLES.read_text("utf-8").splitlines():
        values = json.loads(line)
        store.save(values.pop("kind"), values)
    yield store
    made.close()


@pytest.fixture(scope="module")
def book(store):
    return store._book


def gathering(day, areas="", people=10, title="Tập huấn"):
    return {"title": title, "starts_on": day.isoformat(), "topics": ["dvc"], "audiences": ["nguoidan"], "place": "Hội trường",
            "classes": 1, "areas": areas, "participants": {"total": people}}  # fmt: skip


@pytest.mark.parametrize("measure", ["activities", "people"])
def test_kinds_months_and_places_count_what_their_lists_hold(book, store, kinds, measure):
    def value(query):
        found = [one for one in store.iterate(query) if kinds[one.kind].family == "activity"]
        if measure == "activities":
            return len(found)
        return sum((one.values.get("participants") or {}).get("total", 0) for one in found)

    found = [charting.by_kind(book, kinds, *YEAR, measure=measure), charting.by_area(book, kinds, *YEAR, measure=measure),
             charting.months(book, kinds, 2026, measure=measure, today=TODAY)]  # fmt: skip
    for chart in found:
        assert chart.bars
        assert [bar.value for bar in chart.bars] == [value(bar.query) for bar in chart.bars], chart.title


def test_the_year_of_months_is_the_year_of_kinds(book, kinds):
    months = charting.months(book, kinds, 2026, measure="people", today=date(2026, 12, 14))
    by_kind = charting.by_kind(book, kinds, *YEAR, measure="people")
    assert sum(bar.value for bar in months.bars) == sum(bar.value for bar in by_kind.bars) > 0


def test_a_kind_without_activities_is_told_with_its_zero(book, kinds):
    none = charting.by_kind(book, kinds, date(2020, 1, 1), date(2020, 12, 31), measure="activities")
    assert not none.bars
    assert none.note.startswith("Không phát sinh (0 hoạt động): ")
    assert all(kind.label in none.note for kind in kinds.of_family("activity"))


def test_a_month_to_come_has_no_bar_and_one_that_runs_says_so(book, kinds):
    chart = charting.months(book, kinds, 2026, measure="activities", today=date(2026, 8, 1))
    assert [bar.value is None for bar in chart.bars] == [False] * 8 + [True] * 4
    assert "chưa hết tháng" in chart.bars[7].sentence
    assert "chưa hết tháng" not in chart.bars[6].sentence
    assert "chưa đến" in chart.bars[8].sentence
    assert "từ ngày 15/07/2026 đến ngày 14/08/2026" in chart.bars[7].sentence


def test_people_are_told_as_attendances(book, kinds):
    for chart in (charting.by_kind(book, kinds, *YEAR, measure="people"), charting.by_area(book, kinds, *YEAR, measure="people"),
                  charting.months(book, kinds, 2026, measure="people", today=TODAY)):  # fmt: skip
        said = " ".join(chart.sentences)
        assert "lượt người" in said
        assert said.count("người") == said.count("lượt người")


def test_a_place_typed_in_three_ways_is_one_bar_and_two_places_count_for_each(tmp_path, kinds):
    with Book.create(tmp_path / "so", unit="20242", person="Lan") as book:
        store = Activities(book, kinds)
        for areas in ("Tổ 5, Hòa Phú", "TDP 05", "tổ dân phố số 5", "Hoà Phú", ""):
            store.save("TAPHUAN", gathering(date(2026, 5, 4), areas))
        chart = charting.by_area(book, kinds, *YEAR, measure="activities")
        assert [bar.value for bar in chart.bars] == [3, 2]
        assert [store.count(bar.query) for bar in chart.bars] == [3, 2]
        assert "Không ghi thôn, tổ dân phố: 1 hoạt động." in chart.note
        assert "1 hoạt động ghi ở nhiều nơi được tính cho từng nơi." in chart.note


def test_many_places_leave_a_line_for_the_rest(tmp_path, kinds):
    with Book.create(tmp_path / "so", unit="20242", person="Lan") as book:
        store = Activities(book, kinds)
        for number in range(1, charting.MOST_AREAS + 4):
            store.save("TAPHUAN", gathering(date(2026, 5, 4), f"Tổ {number}"))
        chart = charting.by_area(book, kinds, *YEAR, measure="activities")
        assert len(chart.bars) == charting.MOST_AREAS
        assert "3 nơi khác: 3 hoạt động." in chart.note


def test_the_chart_of_a_plan_shows_what_its_page_says(book, kinds):
    plan = next(one for one in plans.of_book(book, kinds) if one.code == "phuong-2026")
    found = [(one, pace.pace(one, TODAY), Query(text=one.target.code)) for one in progress.progress(book, plan, on=TODAY)]
    chart = charting.of_plan(plan.title, found, TODAY)
    assert len(chart.bars) + chart.note.count(": ") - bool(chart.note) == len(plan.targets)
    for bar in chart.bars:
        one, how, query = next(part for part in found if bar.label.startswith(f"{part[0].target.code}. "))
        assert (bar.value, bar.expected, bar.query) == (one.share, how.expected, query)
        assert how.label in bar.shown
        assert how.sentence in bar.sentence
    assert "23/11/2026" in chart.window


entries = st.lists(st.tuples(st.integers(1, 28), st.sampled_from(["", "Tổ 1", "Tổ 1, Tổ 2", "TDP 02", "Thôn An Mỹ"]),
                             st.integers(0, 500)), min_size=1, max_size=8)  # fmt: skip


@given(entries)
@settings(max_examples=12)
def test_charts_agree_with_plain_sql_on_any_book(tmp_path_factory, kinds, made):
    folder = tmp_path_factory.mktemp("any") / "so"
    with Book.create(folder, unit="20242", person="Lan") as book:
        store = Activities(book, kinds)
        for day, areas, people in made:
            store.save("TAPHUAN", gathering(date(2026, 5, day), areas, people))
        rows = [tuple(row) for row in book.query("SELECT areas, people FROM activities WHERE kind = 'TAPHUAN' AND binned = 0")]
        expected = Counter()
        for areas, people in rows:
            for key, _ in named(areas):
                expected[key] += people
        chart = charting.by_area(book, kinds, *YEAR, measure="people")
        assert {bar.query.area: bar.value for bar in chart.bars} == {key: value for key, value in expected.items() if value}
        by_kind = charting.by_kind(book, kinds, *YEAR, measure="people")
        assert sum(bar.value for bar in by_kind.bars) == sum(people for _, people in rows)
