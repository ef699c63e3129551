"""The clock of the PC: set back or forward it loses nothing and turns nothing round; a person is told once."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop.models import clock
from desktop.models.describe import example
from desktop.models.journal import Journal

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def saved_at(activities, kinds, monkeypatch):
    def save(moment, number):
        monkeypatch.setattr("desktop.models.activities.now", lambda: moment.isoformat(timespec="milliseconds"))
        values = {name: value for name, value in example(kinds["TAPHUAN"]).items() if name != "kind"}
        return activities.save("TAPHUAN", values | {"title": f"Lớp {number}"})

    return save


def test_a_book_without_saves_believes_the_clock(book):
    assert clock.remark(book, NOW) == ""


@pytest.mark.parametrize(("back", "told"), [(timedelta(hours=-5), False), (timedelta(hours=20), False), (timedelta(days=2), True),
                                            (timedelta(days=400), True)])  # fmt: skip
def test_a_clock_more_than_a_day_behind_the_last_save_is_told(book, saved_at, back, told):
    saved_at(NOW, 1)
    said = clock.remark(book, NOW - back)
    assert bool(said) is told
    if told:
        assert "hãy xem lại ngày giờ" in said and "23/11/2026" in said


def test_one_save_by_a_right_clock_does_not_hide_one_by_a_wrong_one(book, saved_at):
    saved_at(NOW, 1)
    saved_at(NOW - timedelta(days=30), 2)
    assert "23/11/2026" in clock.remark(book, NOW - timedelta(days=30))


def test_saves_under_a_jumping_clock_keep_their_order_and_their_chain(book, saved_at, activities):
    jumps = (0, -400, 3, -3, 9000, 0, -9000, 1)
    made = [saved_at(NOW + timedelta(days=jump), number) for number, jump in enumerate(jumps)]
    undone = activities.undo(activities.save("TAPHUAN", dict(made[0].values) | {"results": "sau"}, uid=made[0].uid).uid)
    assert "results" not in undone.values or undone.values["results"] != "sau"
    rows = book.query("SELECT seq, uid FROM journal ORDER BY seq")
    assert [uid for _, uid in rows[: len(jumps)]] == [one.uid for one in made]
    assert Journal(book).verify() == len(jumps) + 2
    assert activities.last("TAPHUAN").uid == made[0].uid
