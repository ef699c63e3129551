"""A person is found however they are written, and nobody else is."""

import unicodedata

import pytest

from desktop.models.errors import InputError
from desktop.models.person_match import wanted


@pytest.mark.parametrize("text", [
    "Chị Nguyễn Thị Hoà phụ trách", "NGUYỄN THỊ HÒA", "nguyen thi hoa", "nguyễn  thị\u00a0hòa", "nguyen-thi_hoa.jpg",
    '{"person":"Nguyễn Thị\\nHòa"}', unicodedata.normalize("NFD", "Nguyễn Thị Hòa")])  # fmt: skip
def test_one_name_in_many_hands(text):
    found = wanted("Nguyễn Thị Hòa")
    assert found.in_text(text) and not found.in_text(found.cut(text))


@pytest.mark.parametrize("text", ["Nguyễn Thị Hoa", "Nguyễn Thị Hoàng", "Nguyễn Thị Hoá", "Nguyễn Văn Hòa", "Hòa Nguyễn Thị"])
def test_another_name_is_another_person(text):
    found = wanted("Nguyễn Thị Hòa")
    assert not found.in_text(text) and found.cut(text) == text


def test_a_name_typed_without_marks_finds_every_spelling():
    assert all(wanted("tran thi anh").in_text(one) for one in ("Trần Thị Ánh", "Trần Thị Anh", "TRAN THI ANH"))


@pytest.mark.parametrize("text", ["0905111222", "0905 111 222", "0905.111.222", "+84905111222", "84 905 111 222", "(0905) 111-222"])
def test_one_phone_in_many_hands(text):
    assert wanted(phone="0905 111 222").in_text(f"gọi {text} nhé") and wanted(phone="+84905111222").in_text(text)
    assert not wanted(phone="0905111222").in_text("10905111222") and not wanted(phone="0905111222").in_text("0905111223")


def test_plain_data_is_searched_and_cut_at_every_depth():
    found = wanted("Nguyễn Thị Hòa", "0905111222")
    value = {"rows": [{"who": "bà Nguyễn Thị Hòa", "n": 3}], "note": "0905 111 222", "other": "Trần Văn Bình"}
    assert found.in_value(value)
    assert found.cut_value(value) == {"rows": [{"who": "bà …", "n": 3}], "note": "…", "other": "Trần Văn Bình"}


@pytest.mark.parametrize(("name", "phone"), [("", ""), ("An", ""), ("  ", " "), ("", "0905"), ("x" * 90, "")])
def test_what_could_be_anybody_is_refused(name, phone):
    with pytest.raises(InputError):
        wanted(name, phone)
