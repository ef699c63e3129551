"""The strict reader and the rules, on declarations of the tests' own."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models import fields, kinds
from desktop.models.describe import describe, example
from desktop.models.errors import DeclarationError, InputError
from desktop.models.rules import Rule

COMMON = """groups = ["Chung", "Nội dung"]
[[fields]]
name = "title"
label = "Tên hoạt động"
type = "text"
required = true
group = "Chung"
[[fields]]
name = "participants"
label = "Số lượt người"
type = "people"
groups = [{ code = "female", label = "Nữ" }]
switch = "participants"
"""
LEAFLET = """code = "TOROI"
label = "Tờ rơi"
version = 1
section = "visual"
icon = "leaflet"
counts = ["printed"]
[common]
participants = "optional"
[[fields]]
name = "printed"
label = "Số lượng in"
type = "number"
required = true
summed = true
[[fields]]
name = "handed_out"
label = "Số lượng phát"
type = "number"
[[fields]]
name = "in_stock"
label = "Tồn"
type = "number"
[[rules]]
test = "handed_out <= printed + in_stock"
optional = ["in_stock"]
sentence = "Số tờ phát không thể nhiều hơn số in cộng số tồn."
field = "handed_out"
"""


def load(folder: Path, leaflet: str = LEAFLET, common: str = COMMON) -> kinds.Kinds:
    (folder / "lists").mkdir(exist_ok=True)
    (folder / "common.toml").write_bytes(common.encode())
    (folder / "leaflet.toml").write_bytes(leaflet.encode())
    return kinds.load(folder, lists_folder=folder / "lists")


@pytest.fixture
def own(tmp_path):
    return load(tmp_path)


def test_a_leaflet_cannot_hand_out_more_than_it_printed(own):
    with pytest.raises(InputError) as refused:
        own.clean("TOROI", {"title": "Phát tờ rơi", "printed": 100, "handed_out": 130})
    assert [problem.field for problem in refused.value.problems] == ["handed_out"]
    own.clean("TOROI", {"title": "Phát tờ rơi", "printed": 100, "handed_out": 130, "in_stock": 30})


def test_a_rule_says_nothing_while_a_field_it_names_is_empty(own):
    assert own.clean("TOROI", {"title": "Phát", "printed": 1}) == {"title": "Phát", "printed": 1}


def test_women_cannot_be_more_than_everybody(own):
    with pytest.raises(InputError, match="nhiều hơn tổng số"):
        own.clean("TOROI", {"title": "a", "printed": 1, "participants": {"total": 40, "female": 41}})


def test_every_wrong_field_is_named_at_once(own):
    with pytest.raises(InputError) as refused:
        own.clean("TOROI", {"printed": "nhiều", "handed_out": -1, "colour": "xanh"})
    assert {problem.field for problem in refused.value.problems} == {"title", "printed", "handed_out", "colour"}


@pytest.mark.parametrize(("change", "line", "reason"), [
    (('version = 1', 'version = 1\ncolour = "xanh"'), 4, "colour"),
    (('version = 1', 'version = "một"'), 3, "version"),
    (('label = "Tồn"', 'label = 7'), 21, "label"),
    (('type = "number"\n[[rules]]', 'type = "numbers"\n[[rules]]'), 22, "numbers"),
    (('test = "handed_out <= printed + in_stock"', 'test = "handed_out <= printing"'), 24, "printing"),
    (('test = "handed_out <= printed + in_stock"', 'test = "open(\'x\') == 1"'), 24, "Call"),
    (('field = "handed_out"', 'field = "nobody"'), 24, "nobody"),
    (('counts = ["printed"]', 'counts = ["handed_out"]'), 6, "summed"),
    (('section = "visual"', 'section = "somewhere"'), 4, "section"),
    (('participants = "optional"', 'participants = "maybe"'), 8, "participants"),
    (('name = "in_stock"', 'name = "printed"'), 1, "hai lần"),
    (('code = "TOROI"', 'code = TOROI'), 1, "TOML"),
    (('required = true\nsummed', 'required = "yes"\nsummed'), 13, "required"),
    (('label = "Số lượng phát"\ntype = "number"', 'label = "Số lượng phát"\ntype = "choice"'), 18, "choices"),
])  # fmt: skip
def test_a_wrong_declaration_is_refused_with_file_line_and_reason(tmp_path, change, line, reason):
    assert change[0] in LEAFLET
    with pytest.raises(DeclarationError) as refused:
        load(tmp_path, LEAFLET.replace(*change, 1))
    assert refused.value.path.name == "leaflet.toml"
    assert refused.value.line == line
    assert reason in refused.value.reason
    assert "leaflet.toml" in refused.value.sentence


def test_a_value_from_a_newer_declaration_is_shown_by_its_code():
    field = fields.Field("x", "X", "choice", choices=(fields.Choice("a", "A"),))
    assert fields.show(field, "moi") == "moi"


def test_the_shipped_kinds_are_described_well_enough_to_write_a_valid_activity(kinds):
    for kind in kinds.values():
        described = json.loads(json.dumps(describe(kind)))
        written = {field["name"]: field["example"] for field in described["fields"] if field["required"]}
        assert kinds.clean(kind.code, written)
        assert kinds.clean(kind.code, {k: v for k, v in example(kind).items() if k != "kind"})


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data())
def test_no_value_of_any_type_brings_the_rules_down(kinds, data):
    kind = kinds[data.draw(st.sampled_from(sorted(kinds)))]
    raw = {field.name: data.draw(JUNK, label=field.name) for field in kind.fields}
    try:
        values = kinds.clean(kind.code, raw)
    except InputError as refused:
        assert refused.problems
        return
    assert kinds.clean(kind.code, values) == values


@given(data=st.data())
def test_no_value_a_stranger_sends_brings_the_judgement_down(kinds, data):
    kind = kinds[data.draw(st.sampled_from(sorted(kinds)))]
    raw = {field.name: data.draw(JUNK.filter(lambda v: v is not None), label=field.name) for field in kind.fields}
    for problem in kinds.problems(kind.code, raw):
        assert problem.sentence


def test_a_cleaned_value_reads_back_as_itself_for_every_type(kinds):
    for kind in kinds.values():
        for field in kind.fields:
            if field.type == "photos":
                continue
            value = fields.clean(field, fields.TYPES[field.type].example(field))
            assert fields.clean(field, value) == value, (kind.code, field.name)
            assert list(fields.check(field, value)) == [], (kind.code, field.name)
            assert fields.show(field, value)


def test_a_rule_with_a_text_is_not_run_as_python():
    rule = Rule("'a' * n == 'b'", "", "n", frozenset({"n"}), frozenset())
    assert rule.holds({"n": 2**40}) is False
    assert Rule("n > 2 and n * 2 < 9", "", "n", frozenset({"n"}), frozenset()).holds({"n": 4})
