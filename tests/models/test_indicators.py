"""The dictionary of indicators says of every figure what the declarations say, and the book counts it that way."""

from pathlib import Path

import pytest

from desktop.dictionary import of_indicators
from desktop.models import indicators, plans
from desktop.models.indicators import ATTENDANCE, HEADS
from desktop.models.plans import parse_plan

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "indicators.md"
OWN = """code = "rieng-2027"
title = "Kế hoạch riêng"
number = "12/KH-UBND"
date = "2027-02-05"
body = "UBND phường Hải Châu"
phase = "Năm 2027"
since = "2027-01-01"
until = "2027-12-31"
status = "current"

[[targets]]
code = "R1"
label = "Sự kiện Ngày Chuyển đổi số quốc gia"
unit = "sự kiện"
amount = 2
how = "activities"
kinds = ["SUKIEN"]
campaigns = ["ngay1010"]
"""


@pytest.fixture(scope="module")
def found(kinds):
    return {one.code: one for one in indicators.dictionary(kinds, plans.load(kinds))}


def test_the_document_is_what_the_declarations_say_today(kinds):
    assert DOCUMENT.read_text(encoding="utf-8") == of_indicators(kinds), "hãy chạy: python3 dev.py dictionary"


def test_every_kind_every_sum_every_group_and_every_target_has_one(kinds, found):
    for kind in kinds.values():
        assert found[kind.code].name == kind.label
        for field in kind.particulars:
            assert (f"{kind.code}.{field.name}" in found) == field.summed
    groups = kinds["TAPHUAN"].field("participants").groups
    assert all(f"CHUNG.participants.{group.code}" in found for group in groups)
    for plan in plans.load(kinds):
        for target in plan.targets:
            one = found[f"{plan.code}/{target.code}"]
            assert one.name == target.label
            assert one.unit == target.unit
            assert all(f"«{kinds[code].label}»" in one.method for code in target.kinds)
            assert not target.field or f"«{target.field.label}»" in one.method


def test_none_is_without_name_definition_method_and_unit(found):
    for one in found.values():
        assert all((one.name, one.definition, one.method, one.unit)), one.code
        assert all(text.endswith(".") for text in (one.method, one.definition)), one


def test_codes_are_told_once(kinds):
    listed = [one.code for one in indicators.dictionary(kinds, plans.load(kinds))]
    assert len(listed) == len(set(listed))


def test_a_sum_of_attendances_says_that_one_person_twice_is_two(found):
    counted = [one for one in found.values() if one.unit == "lượt người" and "Trong đó" not in one.name]
    assert counted
    assert all(ATTENDANCE in one.method for one in counted), [one.code for one in counted if ATTENDANCE not in one.method]
    assert ATTENDANCE not in found["DANHMUCTO.members"].method


def test_each_class_of_the_decree_is_named_in_words(kinds, found):
    assert len(indicators.classes()) == 8
    for kind in kinds.of_family("activity"):
        for number in {kind.class49, *(kind.class49_by[1].values() if kind.class49_by else ())} - {""}:
            assert f"{number}: {indicators.classes()[number]}" in found[kind.code].source


def test_the_offices_own_plan_stands_in_its_dictionary_with_its_document(kinds):
    plan = parse_plan(OWN, kinds)
    one = indicators.dictionary(kinds, [plan])[-1]
    assert one.code == "rieng-2027/R1"
    assert one.chapter == "Kế hoạch riêng (đang thực hiện)"
    assert one.source == "số 12/KH-UBND ngày 05 tháng 02 năm 2027, UBND phường Hải Châu, Năm 2027"
    assert "Mức đề ra: 2 sự kiện." in one.definition
    assert "(từ 01/10 đến 10/10 hằng năm)" in one.method


def test_no_cell_breaks_the_table_of_the_text(kinds):
    text = OWN.replace("Sự kiện Ngày Chuyển", "Sự kiện | Ngày\\nChuyển")
    written = indicators.markdown(indicators.dictionary(kinds, [parse_plan(text, kinds)]))
    rows = [line for line in written.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {len(HEADS) + 1}
