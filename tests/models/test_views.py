"""Saved views, windows of days, and acts on a whole result."""

from datetime import date

import pytest

from desktop.models import views as module
from desktop.models import windows
from desktop.models.belonging import Rule
from desktop.models.describe import example
from desktop.models.errors import InputError
from desktop.models.query import Query
from desktop.models.views import View, Views
from desktop.models.whole import Whole

TODAY = date(2026, 11, 23)


def nothing(*_told):
    return False


def test_a_new_book_has_the_shipped_views_and_keeps_what_is_added_dropped_and_moved(book):
    views = Views(book)
    assert [one.name for one in views.all()] == ["Tháng này", "Chưa gửi", "Bị trả lại", "Nháp"]
    mine = View("Phát thanh quý", Query(kinds=("PHATTHANH",), sort="title"), "quarter", (("day", 120), ("title", 0)))
    views.keep(mine)
    views.drop("Nháp")
    views.arrange(["Phát thanh quý", "Chưa gửi"])
    again = Views(book).all()
    assert [one.name for one in again] == ["Phát thanh quý", "Chưa gửi", "Tháng này", "Bị trả lại"]
    assert again[0] == mine


def test_a_view_of_a_target_stays_one(book):
    mine = View("Lớp của chỉ tiêu", Query(target=Rule("phuong-2026/P3", ("TAPHUAN",), ("ngay288",), "t1"), oldest_first=True))
    Views(book).keep(mine)
    assert Views(book).all()[-1] == mine


def test_a_view_of_the_same_name_is_replaced_where_it_stands(book):
    views = Views(book)
    views.keep(View("tháng NÀY", Query(text="x")))
    assert [one.name for one in views.all()][0] == "tháng NÀY"
    assert len(views.all()) == 4


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_needs_a_short_name(book, name):
    with pytest.raises(InputError, match="tên ngắn"):
        Views(book).keep(View(name))


def test_what_a_newer_program_kept_is_read(book):
    Views(book).keep(View("Mới"))
    with book.tx() as db:
        db.execute("UPDATE views SET query = ? WHERE name = ?", ['{"text": "a", "colour": "blue"}', "Mới"])
    assert Views(book).all()[-1].query == Query(text="a")


def test_there_is_an_end_to_views(book):
    views = Views(book)
    for at in range(module.MOST - len(module.SHIPPED)):
        views.keep(View(f"v{at}"))
    with pytest.raises(InputError, match="bỏ bớt"):
        views.keep(View("một nữa"))


@pytest.mark.parametrize(
    ("code", "days"),
    [("", (None, None)), ("week", ("2026-11-17", "2026-11-23")), ("month", ("2026-11-01", "2026-11-30")),
     ("last_month", ("2026-10-01", "2026-10-31")), ("quarter", ("2026-10-01", "2026-12-31")),
     ("year", ("2026-01-01", "2026-12-31")), ("nd09_month", ("2026-11-15", "2026-12-14")),
     ("nd09_last_month", ("2026-10-15", "2026-11-14")), ("nd09_quarter", ("2026-09-15", "2026-12-14")),
     ("nd09_year", ("2025-12-15", "2026-12-14")), ("2026-09-01..", ("2026-09-01", None)),
     ("2026-09-01..2026-09-05", ("2026-09-01", "2026-09-05"))],
)  # fmt: skip
def test_windows_move_with_today(code, days):
    assert windows.resolve(code, TODAY) == days


@pytest.mark.parametrize(
    ("code", "said"),
    [("month", "Tháng này"), ("2026-07-01..2026-09-30", "Quý III/2026"), ("2026-06-15..2026-09-14", "Quý III/2026 (15 đến 14)"),
     ("2026-01-01..2026-12-31", "Năm 2026"), ("2026-09-01..2026-09-05", "01/09/2026 – 05/09/2026"),
     ("2026-09-01..", "từ 01/09/2026"), ("2026-09-01..2026-09-01", "ngày 01/09/2026"), ("", "")],
)  # fmt: skip
def test_windows_are_told_in_the_words_of_reports(code, said):
    assert windows.words(code) == said


@pytest.mark.parametrize(("text", "code"), [("2026-Q3", "2026-06-15..2026-09-14"), ("9/2026", "2026-08-15..2026-09-14"),
                                            ("1/9/2026..5/9/2026", "2026-09-01..2026-09-05"), ("abc", None), ("13/2026", None)])  # fmt: skip
def test_a_window_can_be_typed(text, code):
    assert windows.typed(text) == code


@pytest.fixture
def many(book, activities, kinds):
    values = {name: value for name, value in example(kinds["HOINGHI"]).items() if name != "kind"}
    for at in range(230):
        activities.save("HOINGHI", values | {"title": f"Họp {at}"})
    return Whole(book, activities)


def test_a_whole_result_is_changed_and_taken_back_but_what_was_edited_meanwhile_stays(many, activities):
    told = []
    done = many.set_field(Query(text="hop"), "campaign", "ngay288", lambda *at: told.append(at), nothing)
    assert (len(done.changed), done.refused) == (230, 0)
    assert told[-1] == (230, 230)
    assert activities.count(Query(campaign="ngay288")) == 230
    uid = done.changed[0][0]
    one = activities.get(uid)
    activities.save(one.kind, {**one.values, "title": "Sửa tay"}, uid=uid)
    back = many.take_back(done, nothing, nothing)
    assert (len(back.changed), back.refused) == (229, 1)
    assert back.left == (("Sửa tay", "Đã được sửa sau đó nên giữ bản mới hơn."),)
    assert activities.count(Query(campaign="ngay288")) == 1


def test_what_would_not_change_makes_no_revision(many, activities):
    activities_before = activities.count(Query(campaign="thuongxuyen"))
    done = many.set_field(Query(campaign="thuongxuyen"), "campaign", "thuongxuyen", nothing, nothing)
    assert done.changed == ()
    assert activities.count(Query(campaign="thuongxuyen")) == activities_before


def test_binning_a_result_can_be_stopped_between_chunks_and_taken_back(many, activities):
    asked = []

    def stopped():
        asked.append(1)
        return len(asked) > 2

    done = many.bin(Query(), nothing, stopped)
    assert len(done.changed) == 200
    assert done.stopped
    assert activities.count(Query()) == 30
    many.take_back(done, nothing, nothing)
    assert activities.count(Query()) == 230


def test_new_rows_are_saved_in_one_act_and_taken_back_into_the_bin(many, activities, kinds):
    values = {name: value for name, value in example(kinds["HOINGHI"]).items() if name != "kind"}
    rows = [("HOINGHI", values | {"title": "Mới"}), ("HOINGHI", values | {"title": ""}), ("HOINGHI", values | {"title": "Mới nữa"})]
    done, saved = many.save(rows, nothing, nothing)
    assert saved == {0, 2}
    assert done.refused == 1
    assert activities.count(Query(text="moi")) == 2
    many.take_back(done, nothing, nothing)
    assert activities.count(Query(text="moi")) == 0
    assert activities.count(Query(text="moi", state="binned")) == 2


def test_a_locked_activity_is_left_and_told(many, book, activities):
    uid = activities.rows(activities.first(Query(), 1))[0].uid
    with book.tx() as db:
        db.execute("UPDATE activities SET review = 'locked' WHERE uid = ?", [uid])
    done = many.bin(Query(), nothing, nothing)
    assert done.refused == 1
    assert "khóa" in done.left[0][1]
    assert len(done.changed) == 229
