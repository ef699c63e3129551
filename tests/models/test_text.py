import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models import text


@given(st.text())
def test_clean_text_is_nfc_and_cleaning_again_changes_nothing(typed):
    kept = text.clean(typed)
    assert unicodedata.is_normalized("NFC", kept)
    assert text.clean(kept) == kept


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậ ĐÀ", max_size=40))
def test_folding_finds_the_same_with_and_without_marks_and_in_either_form(typed):
    composed, split = unicodedata.normalize("NFC", typed), unicodedata.normalize("NFD", typed)
    assert text.fold(composed) == text.fold(split) == text.fold(text.fold(composed))
    assert text.fold(typed).isascii()


@pytest.mark.parametrize(("one", "other"), [("hoà", "hòa"), ("Thuý", "thúy"), ("Đà Nẵng", "da nang"), ("ĐẶNG", "dang")])
def test_old_and_new_tone_places_and_missing_marks_fold_together(one, other):
    assert text.fold(one) == text.fold(other)


def test_names_sort_by_the_vietnamese_alphabet_then_by_tone():
    mixed = ["đa", "da", "ăn", "an", "ân", "dạ", "dà", "eo", "ê"]
    assert sorted(mixed, key=text.sort_key) == ["an", "ăn", "ân", "da", "dà", "dạ", "đa", "eo", "ê"]


def test_people_sort_by_given_name_first():
    people = ["Trần Văn Bình", "Lê Thị An", "Nguyễn Văn An"]
    assert sorted(people, key=text.person_key) == ["Lê Thị An", "Nguyễn Văn An", "Trần Văn Bình"]


@pytest.mark.parametrize(("old", "encoding"), [
    ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3"),
    ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni"),
])  # fmt: skip
def test_text_of_the_old_fonts_is_recognised_and_converted(old, encoding):
    assert text.guess_legacy(old) == encoding
    assert text.from_legacy(old, encoding) == "Cộng hòa xã hội chủ nghĩa Việt Nam"


@pytest.mark.parametrize("modern", ["Tuyên truyền chuyển đổi số", "A · B · C", "khong dau", "Đánh giá mô hình", ""])
def test_modern_text_is_never_taken_for_an_old_font(modern):
    assert text.guess_legacy(modern) is None


def test_the_soft_hyphen_of_tcvn3_is_a_letter():
    assert text.from_legacy("ph\u00adêng", "tcvn3") == "phường"


@pytest.mark.parametrize(("number", "written"), [(1234567.5, "1.234.567,5"), (1500, "1.500"), (0, "0"), (0.8, "0,8")])
def test_numbers_are_written_the_vietnamese_way(number, written):
    assert text.number_vi(number) == written


@pytest.mark.parametrize(("day", "written"), [
    (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"), (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
    (date(2026, 2, 7), "ngày 07 tháng 02 năm 2026"), (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
])  # fmt: skip
def test_official_dates_are_padded_as_the_decree_says(day, written):
    assert text.date_official(day) == written
