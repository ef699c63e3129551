"""What is shipped: the kinds of DOMAIN 3.4-3.5 with their classes, their lists, and the sample activities."""

import json
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from desktop.models import kinds as kinds_module
from desktop.models import lists
from desktop.models.kinds import Kinds

RESOURCES = Path(kinds_module.SHIPPED).parent
SAMPLES = RESOURCES / "samples" / "activities.jsonl"
CLASSES = {
    "TOROI": "4", "APPHICH": "", "BANGRON": "", "PHUON": "", "PANO": "", "COTRANGTRI": "", "BANGDIENTU": "2",
    "PHATTHANH": "1", "LOALUUDONG": "5", "TINBAI": "", "TINNHAN": "8", "BANTIN": "3", "TAPHUAN": "", "HOINGHI": "5",
    "NGOAIKHOA": "", "CUOCTHI": "", "SUKIEN": "", "TOCNSCD": "5", "MOHINH": "", "LONGGHEP": "", "KHAC": "",
}  # fmt: skip
UNITS = {
    "tờ", "tấm", "chiếc", "bảng", "bản", "kỳ", "trang", "tin, bài", "tin", "nhóm", "lượt", "lượt phát", "phút", "cụm",
    "buổi", "lớp", "giờ", "cuộc", "lượt người", "lượt học sinh", "lượt dự thi", "người", "hộ", "tổ", "điểm", "đơn vị",
    "giải", "bài", "phiếu", "đồng", "m", "m2", "km", "%", "",
}  # fmt: skip


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return kinds_module.load()


@pytest.fixture(scope="module")
def samples() -> list[dict]:
    return [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def values(sample: dict) -> dict:
    return {name: value for name, value in sample.items() if name != "kind"}


def test_the_21_kinds_are_there_each_with_its_class_of_decree_49(kinds):
    assert {kind.code: kind.class49 for kind in kinds.of_family("activity")} == CLASSES
    assert [kind.code for kind in kinds.of_family("register")] == ["DANHMUCTO"]
    assert [kind.code for kind in kinds.of_family("evaluation")] == ["DANHGIA"]


@pytest.mark.parametrize(
    ("kind", "channel", "class49"),
    [("TINBAI", "cong", "6"), ("TINBAI", "facebook", "7"), ("TINBAI", "baodai", ""),
     ("TINNHAN", "sms", "8"), ("TINNHAN", "zalooa", "7")],
)  # fmt: skip
def test_the_class_of_an_article_and_of_a_message_follows_its_channel(kinds, kind, channel, class49):
    assert kinds[kind].class49_of({"channel": channel}) == class49


def test_every_code_list_is_used_by_a_declaration():
    text = "\n".join(path.read_text(encoding="utf-8") for path in (RESOURCES / "kinds").glob("*.toml"))
    for name in lists.load():
        assert f'list = "{name}"' in text or f'groups_list = "{name}"' in text, name


def test_units_are_spelled_as_officials_spell_them(kinds):
    for kind in kinds.values():
        for field in kind.fields:
            for one in (field, *field.columns):
                assert one.unit in UNITS, (kind.code, one.name, one.unit)


def test_what_is_summed_has_a_unit_unless_the_person_names_it(kinds):
    bare = [(kind.code, field.name) for kind in kinds.values() for field in kind.fields if field.summed and not field.unit]
    assert bare == [("KHAC", "quantity")]


def test_names_of_people_never_leave_the_pc(kinds):
    local = {(kind.code, field.name) for kind in kinds.values() for field in kind.fields if field.local}
    assert {("DANHMUCTO", "leader"), ("DANHMUCTO", "deputy"), ("TAPHUAN", "person"), ("TAPHUAN", "phone")} <= local


def test_a_team_of_six_is_advised_not_refused(kinds):
    team = {"title": "Tổ 1", "area": "Thôn 1", "members": 6}
    assert kinds.clean("DANHMUCTO", team)["members"] == 6
    assert [problem.field for problem in kinds.warnings("DANHMUCTO", team)] == ["members"]


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("TOROI", {"printed": 100, "in_stock": 20, "handed_out": 121}, "handed_out"),
        ("BANGRON", {"hung_on": "2026-10-05", "due_down": "2026-10-01"}, "due_down"),
        ("TOCNSCD", {"installed": 113}, "installed"),
        ("TOCNSCD", {"vulnerable": 113}, "vulnerable"),
        ("TAPHUAN", {"participants": {"total": 58, "female": 59}}, "participants"),
        ("TAPHUAN", {"learners": {"total": 59}}, "learners"),
        ("SUKIEN", {"delegates": 1151}, "delegates"),
        ("KHAC", {"starts_on": "2026-10-05", "ends_on": "2026-10-04"}, "ends_on"),
    ],
)
def test_figures_that_cannot_be_are_refused_beside_their_field(kinds, samples, kind, wrong, field):
    right = kinds.clean(kind, values(next(sample for sample in samples if sample["kind"] == kind)))
    assert {problem.field for problem in kinds.problems(kind, right | wrong)} == {field}


def test_every_sample_passes_the_rules_without_a_warning(kinds, samples):
    for sample in samples:
        cleaned = kinds.clean(sample["kind"], values(sample))
        assert kinds.warnings(sample["kind"], cleaned) == (), sample["title"]


def test_there_are_two_samples_of_every_kind_and_six_teams(kinds, samples):
    found = Counter(sample["kind"] for sample in samples)
    assert all(found[code] >= 2 for code in kinds), found
    assert found["DANHMUCTO"] >= 6


def test_samples_are_of_the_third_and_fourth_quarter_of_2026(kinds, samples):
    days = [date.fromisoformat(s["starts_on"]) for s in samples if kinds[s["kind"]].family == "activity"]
    assert all(date(2026, 6, 15) <= day <= date(2026, 11, 22) for day in days)
    assert sum(day <= date(2026, 9, 14) for day in days) >= 40


def test_samples_agree_with_each_other(samples):
    teams = {sample["title"] for sample in samples if sample["kind"] == "DANHMUCTO"}
    models = {sample["title"] for sample in samples if sample["kind"] == "MOHINH"}
    for sample in samples:
        if sample["kind"] == "TOCNSCD":
            assert sample["team"] in teams
            assert sum(row["guided"] for row in sample["services"]) == sample["guided"], sample["title"]
        if sample["kind"] == "DANHGIA":
            assert sample["model"] in models
        if "cost_actual" in sample:
            assert sum(row["amount"] for row in sample["funding"]) == sample["cost_actual"], sample["title"]


def test_every_shipped_toml_is_plain_toml():
    for path in RESOURCES.rglob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8")), path
