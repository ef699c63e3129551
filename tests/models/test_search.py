"""What is typed finds what is meant: abbreviations, full names, old names of wards, thôn and TDP, all sorts."""

import pytest

from desktop.models.activities import Activities
from desktop.models.query import Query, select
from desktop.models.search import expression
from desktop.models.sorting import key
from desktop.models.text import sort_key

DAY = "2026-10-05"


@pytest.fixture
def store(book, kinds):
    return Activities(book, kinds)


def save(store, title, **more):
    values = {"title": title, "starts_on": DAY, "topics": ["khac"], "audiences": ["nguoidan"], "place": "Hội trường",
              "participants": 10} | more  # fmt: skip
    return store.save("TAPHUAN", values)


def found(store, text, **more):
    return [row.title for row in store.rows(store.first(Query(text=text, **more), 50))]


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Hội nghị chuyển đổi số", "cđs"), ("Hội nghị CĐS năm nay", "chuyển đổi số"), ("Hướng dẫn dịch vụ công", "DVC"),
     ("Hướng dẫn DVC mức cao", "dich vu cong"), ("Cài VNeID", "định danh điện tử"), ("Cấp định danh điện tử", "vneid"),
     ("Ra mắt tổ công nghệ số cộng đồng", "tổ CNSCĐ"), ("Ra mắt tổ CNSCĐ", "tổ công nghệ số cộng đồng"),
     ("Thanh toán không dùng tiền mặt", "TTKDTM"), ("Chợ TTKDTM", "thanh toán không dùng tiền mặt"),
     ("Họp ở phường Thạch Thang cũ", "Hải Châu"), ("Họp dân phường Hải Châu", "thach thang")],
)  # fmt: skip
def test_short_and_full_old_and_new_names_find_each_other(store, written, typed):
    save(store, written)
    save(store, "Một việc hoàn toàn khác")
    assert found(store, typed) == [written]


def test_other_words_still_narrow_what_an_abbreviation_finds(store):
    save(store, "Hội nghị chuyển đổi số")
    save(store, "Cuộc thi chuyển đổi số")
    assert found(store, "cds cuoc") == ["Cuộc thi chuyển đổi số"]
    assert found(store, "thi chuyển đổi số cuộc") == ["Cuộc thi chuyển đổi số"]


@pytest.mark.parametrize("typed", ['"', "a OR b", "NEAR(a b)", "title:x", "*", "(", "cds)", "AND", "a\0b", "-", "chuyển đổi " * 30],
                         ids=range(11))
def test_no_text_is_an_operator(store, typed):
    save(store, "Bình thường")
    found(store, typed)


def test_every_phrase_of_the_file_is_a_query_sqlite_takes(store):
    from desktop.models import abbreviations

    for phrase in abbreviations.others():
        found(store, " ".join(phrase))
        assert " OR " in expression(" ".join(phrase))


def test_a_tdp_is_one_however_it_is_written(store):
    save(store, "Một", areas="Tổ dân phố số 5, Tổ 6")
    save(store, "Hai", areas="TDP 05; thôn Phú Sơn")
    save(store, "Ba", areas="Tổ 15")
    assert sorted(found(store, "", area="to 5")) == ["Hai", "Một"]
    assert found(store, "", area="thon phu son") == ["Hai"]
    assert found(store, "mot", area="to 5") == ["Một"]


def test_photos_and_who_saved_are_filters(store, book):
    photo = {"sha256": "a" * 64, "name": "anh.jpg", "size": 10}
    save(store, "Có ảnh", photos=[photo])
    book.sign_as("Trần Văn Bình")
    save(Activities(book, store._kinds), "Không ảnh")
    assert found(store, "", photos="with") == ["Có ảnh"]
    assert found(store, "", photos="without") == ["Không ảnh"]
    assert found(store, "", by="Trần Văn Bình") == ["Không ảnh"]


def test_every_order_and_the_other_way_round(store):
    save(store, "Đào tạo", participants=5, cost_actual=100)
    save(store, "Ăn toàn", participants=50)
    save(store, "Dân vận", participants=7, cost_planned=900)
    assert found(store, "", sort="title") == ["Ăn toàn", "Dân vận", "Đào tạo"]
    assert found(store, "", sort="title", oldest_first=True) == ["Đào tạo", "Dân vận", "Ăn toàn"]
    assert found(store, "", sort="people") == ["Ăn toàn", "Dân vận", "Đào tạo"]
    assert found(store, "", sort="cost") == ["Dân vận", "Đào tạo", "Ăn toàn"]
    assert found(store, "", sort="cost", oldest_first=True) == ["Đào tạo", "Dân vận", "Ăn toàn"]  # none paid: always last
    assert found(store, "", sort="changed") == ["Dân vận", "Ăn toàn", "Đào tạo"]
    assert list(store.ids(Query(sort="title"))) == store.first(Query(sort="title"), 50)


def test_the_quick_order_is_dictionary_order():
    names = ["Ánh", "Anh", "Ăn", "Ân", "Bà", "Ba", "Bả", "Đà", "Da", "Dạ", "Đỗ", "ê", "E", "ơ", "o", "ô", "tổ", "Tờ", "ư", "Ước"]
    assert sorted(names, key=key) == sorted(names, key=lambda name: sort_key(name)[:2])


def test_the_short_code_of_an_activity_finds_it_alone(store):
    from desktop.models.codes import activity_code

    one, _ = save(store, "Một"), save(store, "Hai")
    assert found(store, activity_code(one.uid)) == ["Một"]
    assert found(store, f" {activity_code(one.uid).lower()} ") == ["Một"]
    assert found(store, "0000-0000") == []


@pytest.mark.parametrize("asked", [Query(text="hop"), Query(text="cds"), Query(text="hop", oldest_first=True), Query(),
                                   Query(text="dich vu cong", kinds=("TAPHUAN",), since="2026-01-01"), Query(area="thon phu son")])  # fmt: skip
def test_the_order_of_days_is_walked_and_never_sorted(book, asked):
    sql, parameters = select(asked, "activities.id", limit=200)
    assert "TEMP B-TREE" not in str(book.query(f"EXPLAIN QUERY PLAN {sql}", parameters))


def test_a_day_is_found_as_it_is_typed(store):
    save(store, "Ngày hội", starts_on="2026-08-28")
    save(store, "Ngày khác", starts_on="2026-10-18")
    assert found(store, "28/8") == found(store, "28/08/2026") == ["Ngày hội"]
