"""Columns carry every revision exactly, whatever its values are, and junk ends in one of the two faults of junk."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import words
from desktop.models import fields
from desktop.models import kinds as declarations
from desktop.models.errors import Rejected, TooNew
from sync import columns, frame
from sync.wire import WireRevision

KINDS = declarations.load()
TYPES = columns.field_types(KINDS)
WARD = words.revisions(7, 120)
UIDS = [bytes([number]) * 16 for number in range(3)] + [one.uid for one in WARD[:3]]
NAMES = ["title", "starts_on", "place", "topics", "photos", "participants", "funding", "form", "width", "tự đặt", ""]


def there_and_back(revisions, types=TYPES):
    packed = frame.pack(columns.encode(revisions, types))
    return packed, columns.decode(frame.unpack(packed), len(revisions))


def assert_carried(revisions, types=TYPES):
    _, found = there_and_back(revisions, types)
    assert [told(one) for one in found] == [told(one) for one in revisions]
    assert [one.rid for one in found] == [one.rid for one in revisions]


def told(one):
    """A revision with its values as JSON: 1, 1.0 and true are three values, but == takes them for one."""
    return replace(one, values={}), json.dumps(one.values, sort_keys=True)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["2026-11-23", "2026-02-30", "0000-01-01", "08:30", "24:00", "ab" * 32, "AB" * 32, "tin", "Hải Châu",
     "Ha\u0309i Cha\u0302u", "\0", "\x01", "\x011;", "\x01d800;", "a\0\x01b", "Tiếng «Việt» — 5 × 3 ≥ 15"])  # fmt: skip
numbers = st.integers(-(2**63), 2**63 - 1) | st.integers(-9, 9) | st.sampled_from([1_500_000, 50_000, 2**53, 10**18])
floats = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, -0.0, 1.0, 2.5, 16.0678, 0.1, 1e16])
plain = st.recursive(
    st.none() | st.booleans() | numbers | floats | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts | st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
of_kinds = st.sampled_from(WARD).map(lambda one: one.values)
values = st.dictionaries(st.sampled_from(NAMES) | texts, plain, max_size=6) | of_kinds
times = texts | st.sampled_from(["2026-11-23T10:56:04.123+00:00", "2026-11-23T10:56:04+00:00", "1969-12-31T23:59:59.999+00:00",
                                 "0001-01-01T00:00:00.000+00:00", "9999-12-31T23:59:59.999+00:00",
                                 "2026-11-23T10:56:04.123+07:00", "2026-11-23T10:56:04.123"])  # fmt: skip


@st.composite
def batches(draw):
    made = []
    for _ in range(draw(st.integers(0, 12))):
        near = [one.rid[:8] for one in made]
        parents = st.binary(min_size=8, max_size=8) | st.sampled_from(near) if near else st.binary(min_size=8, max_size=8)
        made.append(WireRevision(
            draw(st.sampled_from(UIDS) | st.binary(min_size=16, max_size=16)), draw(st.integers(0, 2**62 - 1) | st.just(1)),
            tuple(draw(st.lists(parents, max_size=3))), draw(st.sampled_from([*KINDS][:4]) | texts),
            draw(st.integers(0, 3)), draw(times), draw(st.sampled_from([b"pc" * 4, b"PC" * 4])),
            draw(st.sampled_from([b"inc1", b"inc2"])), draw(st.booleans()), draw(values)))  # fmt: skip
    return made


@given(batches(), st.sampled_from([TYPES, dict(TYPES), {}]))
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_revisions_come_back_as_they_were(revisions, types):
    assert_carried(revisions, types)


@given(st.lists(plain, min_size=1, max_size=20), st.sampled_from(sorted({one.type for kind in KINDS.values() for one in kind.fields})))
@settings(deadline=None, max_examples=300)
def test_a_column_of_any_type_carries_what_does_not_fit_the_type(cells, type_name):
    rows = [replace(WARD[0], uid=bytes(15) + bytes([at]), values={"x": cell}) for at, cell in enumerate(cells)]
    assert_carried(rows, {"x": type_name})


@pytest.mark.parametrize("code", list(KINDS))
def test_every_kind_travels_with_every_field_filled_in(code):
    full = {one.name: fields.TYPES[one.type].example(one) for one in KINDS[code].fields if not one.local}
    rows = [replace(WARD[at], kind=code, values=full) for at in range(3)]
    assert_carried(rows)
    packed, _ = there_and_back(rows)
    assert frame.unpack(packed)[-1] == []  # Nothing fell back to plain values.


@pytest.mark.parametrize("count", [0, 1, 7, 8, 20, 21, 120])
def test_a_ward_s_batch_travels_whatever_its_size(count):
    assert_carried(WARD[:count])


def test_two_batches_of_the_same_rows_are_the_same_bytes():
    assert there_and_back(WARD)[0] == there_and_back([replace(one) for one in WARD])[0]


def test_columns_are_much_smaller_than_rows():
    assert len(frame.deflate(there_and_back(WARD)[0])) < 0.85 * len(frame.deflate(words.rows(WARD)))


def test_a_further_revision_carries_only_what_it_changes():
    first = WARD[5]
    second = replace(first, revision=2, parents=(first.rid[:8],), values=dict(first.values) | {"title": "Tên mới"})
    third = replace(second, revision=3, parents=(second.rid[:8],), binned=True,
                    values={name: value for name, value in second.values.items() if name != "host"})  # fmt: skip
    assert_carried([first, second, third])
    alone, three = (len(frame.deflate(there_and_back(rows)[0])) for rows in ([first], [first, second, third]))
    assert three < alone + 60


def test_a_number_a_point_number_and_yes_are_three_values():
    first = replace(WARD[0], values={"a": 1, "b": 0.0, "c": True, "d": [1]})
    second = replace(first, revision=2, values={"a": True, "b": -0.0, "c": 1.0, "d": [1.0]})
    assert_carried([first, second])


def test_words_of_a_kind_the_dictionary_does_not_know_do_not_outweigh_the_row():
    dice = random.Random(1)
    strange = ["".join(dice.choices("abcdefghiklmnopqrstuvxy", k=12)) for _ in range(35)]
    row = replace(WARD[0], kind="LOAIMOI", values={strange[3]: "x"})
    known = columns.FieldTypes(dict.fromkeys(strange, "text"), {"LOAIMOI": dict.fromkeys(strange, 1)})
    assert len(frame.deflate(there_and_back([row], known)[0])) < 110
    assert len(frame.deflate(frame.pack(columns.lay_out([row], known)))) > 300


@pytest.mark.parametrize("changed", [
    {"uid": bytes(15)}, {"pc": bytes(7)}, {"incarnation": b""}, {"parents": (bytes(9),)}, {"revision": -1},
    {"kind": "x" * 201}, {"at": "x" * 201}, {"revision": 2**62}, {"values": {"a": float("nan")}},
    {"values": {"a": 2**63}}, {"values": {"a": b"x"}}, {"values": {"a": "\ud800"}}, {"values": {1: 2}},
    {"values": {"a": {1: 2}}}, {"binned": 1}, {"values": {"\ud800": 1}}, {"values": {"a": [float("inf"), {"b": []}]}},
])  # fmt: skip
def test_what_the_contract_does_not_allow_is_not_written(changed):
    with pytest.raises(Rejected):
        frame.pack(columns.encode([replace(WARD[0], **changed)], TYPES))


def test_values_as_deep_as_a_hundred_lists_travel_and_deeper_ones_do_not():
    deep = 1
    for _ in range(100):
        deep = [deep]
    assert_carried([replace(WARD[0], values={"a": deep})])
    with pytest.raises(Rejected):
        columns.encode([replace(WARD[0], values={"a": [deep]})], TYPES)


def judged(data, count):
    """Decode what may be junk: a fault of ours is a bug, and what is read must have identities."""
    try:
        found = columns.decode(data, count)
    except (Rejected, TooNew):
        return False
    assert len({one.rid for one in found}) <= count
    return True


def test_no_changed_byte_of_a_batch_is_our_fault():
    dice = random.Random(5)
    edited = replace(WARD[3], revision=2, parents=(WARD[3].rid[:8], bytes(8)), values={"title": [1, {"a": None}]})
    packed, _ = there_and_back([*WARD[:8], edited])
    survived = 0
    for at in range(len(packed)):
        broken = bytearray(packed)
        broken[at] ^= dice.randrange(1, 256)
        try:
            data = frame.unpack(bytes(broken))
        except Rejected:
            continue
        survived += judged(data, 9)
    assert survived > 100  # Other texts and numbers are still a batch: it is the signature that tells them apart.


@given(st.data())
@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_junk_in_any_place_of_a_batch_is_not_our_fault(data):
    batch = columns.encode(WARD[:3], TYPES)
    junk = plain | st.binary(max_size=40) | st.lists(st.integers(0, 12) | texts | st.binary(max_size=3), max_size=6)
    place = data.draw(st.integers(0, 5))
    if place == 1 and data.draw(st.booleans()):
        group = data.draw(st.integers(0, len(batch[1]) - 1))
        batch[1][group][data.draw(st.integers(0, 2))] = data.draw(junk)
    elif type(batch[place]) is bytes and data.draw(st.booleans()):
        cut = data.draw(st.integers(0, len(batch[place])))
        batch[place] = batch[place][:cut] + data.draw(st.binary(max_size=12)) + batch[place][cut + data.draw(st.integers(0, 9)) :]
    else:
        batch[place] = data.draw(junk)
    judged(batch, data.draw(st.integers(0, 5)))


@given(plain | st.lists(plain, min_size=6, max_size=6), st.integers(0, 500))
@settings(deadline=None, max_examples=200)
def test_other_values_are_no_batch(value, count):
    if value not in ([1, [], b"", b"", b"", []], [True, [], b"", b"", b"", []]):
        judged(value, count)


def test_a_layout_of_tomorrow_asks_for_a_newer_program():
    with pytest.raises(TooNew):
        columns.decode([columns.LAYOUT + 1, "anything"], 1)


HEAD = bytes([0, 1, 0, 0, 0, 0, 0, 1, 0])  # group, times are numbers, time, same activity, id, revision, parents, pcs, binned
RAW = bytes(10 + 12)


def row_of(spec, cells, text=b""):
    """A batch of one row whose only field has that codec and those numbers."""
    return [1, [["X", 1, ["a", spec]]], text, RAW, HEAD + b"\1" + cells, []]


def test_the_rows_of_the_next_tests_are_rows():
    assert columns.decode(row_of(1, b"", b"x\0"), 1)[0].values == {"a": "x"}
    assert columns.decode(row_of([9, 2], b"\4\2\4"), 1)[0].values == {"a": [1, 2]}


@pytest.mark.parametrize(("spec", "cells"), [
    ([9, [10]], b"\xfe\xff\xff\xff\xff\xff\xff\xff\x7f"),  # as many empty records as a number can say
    ([9, [9, [10]]], b"\x90\x4e" + b"\xff\xff\x7f" * 5_000),
    ([9, 2], b"\xfe\xff\xff\xff\x0f" + b"\0\1\0"),  # two milliards of nothing
    ([9, [8, "x" * 1_000_000]], b"\x90\x4e" + b"\0\1\0"),  # five thousand times a million signs
    (4, b"\xfe\xff\xff\xff\xff\xff\xff\xff\x7f"), (5, b"\xc0\x16"), (6, b"\4"), ([8, "x"], b"\2"), ([8], b"\0"),
    (3, b"\x10\2"), (2, b""), (2, b"\xff" * 11), ([9, 2], b"\1"), ([10, "b", 2], b"\2\2"),
])  # fmt: skip
def test_a_small_batch_cannot_ask_for_endless_values(spec, cells):
    with pytest.raises(Rejected):
        columns.decode(row_of(spec, cells), 1)


@pytest.mark.parametrize(("place", "cells"), [
    (0, b"\2"), (0, b"\1"),  # the group
    (2, b"\xff\xff\xff\xff\xff\xff\xff\x7f"), (2, b"\xfe\xff\xff\xff\xff\xff\xff\x7f"),  # the time
    (3, b"\2"), (3, b"\1"), (4, b"\2"), (4, b"\xff\xff\xff\xff\xff\xff\xff\x7f"),  # the activity, its id
    (5, b"\1"), (5, b"\x80" * 8 + b"\x80\x01"), (6, b"\1"), (6, b"\2\2"), (6, b"\2\1"), (6, b"\x80\x7d"),  # number, parents
    (7, b"\0"), (7, b"\2"), (8, b"\2\2"), (8, b"\4"), (8, b"\1"),  # the pcs, the bin
])  # fmt: skip
def test_a_head_that_cannot_be_is_refused(place, cells):
    assert columns.decode([1, [["X", 1, []]], b"", RAW, HEAD, []], 1)[0].values == {}
    with pytest.raises(Rejected):
        columns.decode([1, [["X", 1, []]], b"", RAW, HEAD[:place] + cells + HEAD[place + 1 :], []], 1)


@pytest.mark.parametrize(("place", "more"), [(2, b"x\0"), (2, b"x"), (3, b"x"), (4, b"\0"), (5, [1])])
def test_nothing_may_be_left_over(place, more):
    batch = columns.encode(WARD[:9], TYPES)
    batch[place] = batch[place] + more
    with pytest.raises(Rejected):
        columns.decode(batch, 9)


@pytest.mark.parametrize("groups", [
    [["X", 1, ["a", 1]], ["X", 1, []]], [["X", -1, []]], [["X", 2**62, []]], [["x" * 201, 1, []]], [["X", 1]], [["X", "1", []]],
    [["X", 1, {}]], [["X", 1, ["a"]]], [["X", True, []]], {}, [{}], [["X", 1, ["a", 1, "a", 1]]], [["X", 1, [1, 1]]], [],
    [["X", 1, [part for at in range(1_001) for part in (str(at), 1)]]],
])  # fmt: skip
def test_a_group_that_cannot_be_is_refused(groups):
    with pytest.raises(Rejected) as told:
        columns.decode([1, groups, b"", RAW, HEAD + b"\0" * 200, []], 1)
    assert "left over" not in told.value.details


def test_a_heavy_value_cannot_be_pointed_at_for_ever(monkeypatch):
    heavy = [replace(WARD[0], revision=at, values={"a": "x" * 700_000, "b": at}) for at in range(100)]
    with pytest.raises(Rejected):
        columns.encode(heavy, TYPES)
    monkeypatch.setattr(columns, "MAX_WEIGHT", 10**12)  # A sender that does not keep to it.
    with pytest.raises(Rejected):
        columns.decode(columns.encode(heavy, TYPES), 100)


@pytest.mark.parametrize("spec", [-1, 12, True, None, "1", [], [8, 1], [9], [9, 1, 1], [10, "a"], [10, "a", 1, "a", 1],
                                  [10, 1, 1], [11], [9, [9, [9, [9, [9, [9, [9, 2]]]]]]], 2**40, 1.0])  # fmt: skip
def test_a_codec_that_is_none_is_refused(spec):
    with pytest.raises(Rejected):
        columns.decode(row_of(spec, b""), 1)
