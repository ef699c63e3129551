from collections import Counter

import pytest

from desktop.models import units
from desktop.models.errors import InputError


def test_the_94_units_of_da_nang_are_whole():
    found = units.load()
    assert Counter(unit.kind for unit in found.values()) == {"phường": 23, "xã": 70, "đặc khu": 1}
    assert all(len(code) == 5 and code.isdigit() for code in found)
    assert len({unit.slug for unit in found.values()}) == 94


@pytest.mark.parametrize(("code", "name"), [("20194", "Phường Hải Vân"), ("20305", "Phường An Khê"), ("20875", "Xã Lãnh Ngọc"),
                                            ("20242", "Phường Hải Châu"), ("20333", "Đặc khu Hoàng Sa")])  # fmt: skip
def test_codes_that_others_get_wrong_are_right_here(code, name):
    assert units.find(code).name == name


def test_a_unit_is_found_by_name_with_or_without_marks_and_stands_right_in_a_sentence():
    assert units.find("hai chau").code == units.find("Phường Hải Châu").code == "20242"
    assert units.find("20242").lowered == "phường Hải Châu"
    assert units.find("20333").place == "Hoàng Sa"
    with pytest.raises(InputError):
        units.find("")
