"""The state of an activity is a function of its revisions: whoever holds the same ones sees the same, and no value vanishes."""

import shutil
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.activities import Activities, Foreign
from desktop.models.book import Book
from desktop.models.identity import PARENT, revision_id
from desktop.models.merging import Node, merge

FIELDS = ("a", "b", "c")
AT = "2026-11-20T02:00:00+00:00"


def node(parents, values, *, revision=0, binned=False):
    """A revision made from others, named by what it says."""
    short = tuple(parent.rid[:PARENT] for parent in parents)
    number = revision or max((parent.revision for parent in parents), default=0) + 1
    rid = revision_id("u", number, short, "TOROI", AT, binned, values)
    return Node(rid, short, number, "TOROI", 1, AT, binned, values)


edits = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(FIELDS), st.integers(0, 3), st.booleans()), min_size=1, max_size=12)


def history(steps):
    """Let up to four PCs edit; a PC that follows takes in everything written so far before it saves."""
    root = node((), {"a": 0, "b": 0})
    everything, seen = [root], [[root] for _ in range(4)]
    for pc, field, value, follows in steps:
        if follows:
            seen[pc] = list(everything)
        state = merge(seen[pc])
        heads = [one for one in seen[pc] if one.rid in state.heads]
        values = dict(state.values) | {field: value} if value else {k: v for k, v in state.values.items() if k != field}
        made = node(heads, values)
        seen[pc].append(made)
        everything.append(made)
    return everything


@given(edits, st.randoms(use_true_random=False))
def test_whoever_holds_the_same_revisions_sees_the_same_whatever_the_order(steps, chance):
    nodes = history(steps)
    shuffled = nodes + chance.choices(nodes, k=3)
    chance.shuffle(shuffled)
    assert merge(shuffled) == merge(nodes)


@given(edits)
def test_what_a_last_save_wrote_is_shown_or_told_as_a_conflict(steps):
    nodes = history(steps)
    by_name = {one.rid[:PARENT]: one for one in nodes}
    state = merge(nodes)
    for head in (one for one in nodes if one.rid in state.heads):
        parents = [by_name[parent] for parent in head.parents]
        for field in FIELDS:
            value = head.values.get(field)
            if parents and all(parent.values.get(field) != value for parent in parents):
                told = [choice for one in state.conflicts if one.field == field for _, choice in one.choices]
                assert value in (told if told else [state.values.get(field)])


@given(edits)
def test_a_save_made_from_all_heads_ends_every_conflict(steps):
    nodes = history(steps)
    state = merge(nodes)
    heads = [one for one in nodes if one.rid in state.heads]
    after = merge([*nodes, node(heads, {"a": 9, "b": 9, "c": 9})])
    assert not after.conflicts
    assert len(after.heads) == 1


def test_different_fields_merge_and_the_same_field_is_told_with_both_values():
    root = node((), {"a": 0, "b": 0})
    one, other = node((root,), {"a": 1, "b": 0}), node((root,), {"a": 0, "b": 2})
    assert merge([root, one, other]).values == {"a": 1, "b": 2}
    assert not merge([root, one, other]).conflicts
    third = node((root,), {"a": 3, "b": 0})
    state = merge([root, one, other, third])
    assert [(c.field, {value for _, value in c.choices}) for c in state.conflicts] == [("a", {1, 3})]


def test_the_same_value_written_twice_is_no_conflict():
    root = node((), {"a": 0})
    one, other = node((root,), {"a": 1, "b": 5}), node((root,), {"a": 1, "c": 6})
    assert not merge([root, one, other]).conflicts


def test_emptying_a_field_and_changing_it_is_a_conflict():
    root = node((), {"a": 0})
    one, other = node((root,), {}), node((root,), {"a": 1})
    assert {value for _, value in merge([root, one, other]).conflicts[0].choices} == {None, 1}


def test_the_bin_of_one_pc_and_an_edit_of_another_do_not_hide_each_other():
    root = node((), {"a": 0})
    binned, edited = node((root,), {"a": 0}, binned=True), node((root,), {"a": 1})
    state = merge([root, binned, edited])
    assert state.binned
    assert state.values == {"a": 1}


def test_a_history_that_was_torn_and_mended_many_times_is_read_once():
    nodes = [node((), {"a": 0, "b": 0})]
    for turn in range(60):
        left, right = node((nodes[-1],), {"a": 0, "b": 2 * turn + 1}), node((nodes[-1],), {"a": 0, "b": 2 * turn + 2})
        nodes += [left, right, node((left, right), {"a": 0, "b": -turn})]
    last = [node((nodes[-1],), {"a": 0, "b": 7}), node((nodes[-1],), {"a": 0, "b": 8})]
    state = merge(nodes + last)  # with 2 to the power of 60 ways to go this would never end
    assert state.values["a"] == 0
    assert [one.field for one in state.conflicts] == ["b"]


# Through real books


def foreign(history):
    return [Foreign(one.rid, one.uid, one.revision, one.parents, one.kind, one.version, one.at, one.device, one.incarnation,
                    one.binned, dict(one.values)) for one in history]  # fmt: skip


@pytest.fixture
def pcs(tmp_path, kinds):
    """Three PCs of one office, each with a book of its own."""
    books = [Book.create(tmp_path / name, unit="20242", person=name) for name in ("a", "b", "c")]
    yield [Activities(book, kinds) for book in books]
    for book in books:
        book.close()


LEAFLET = {"title": "Phát tờ rơi", "starts_on": "2026-10-01", "topics": ["dvc"], "audiences": ["nguoidan"],
           "campaign": "thuongxuyen", "host": "UBND", "size": "a5", "printed": 500, "handed_out": 400}  # fmt: skip


def test_three_pcs_show_the_same_whatever_came_first(pcs):
    one, two, three = pcs
    first = one.save("TOROI", LEAFLET)
    for other in (two, three):
        other.receive(foreign(one.history(first.uid)))
    one.save("TOROI", LEAFLET | {"printed": 600}, uid=first.uid)
    two.save("TOROI", LEAFLET | {"printed": 700}, uid=first.uid)
    three.save("TOROI", LEAFLET | {"title": "Phát tờ rơi đợt hai"}, uid=first.uid)
    written = [foreign(pc.history(first.uid)) for pc in pcs]
    for pc, order in zip(pcs, list(permutations(range(3)))[:3], strict=True):
        for at in order:
            pc.receive(written[at])
    shown = [(pc.get(first.uid).values["printed"], pc.get(first.uid).values["title"], pc.get(first.uid).state) for pc in pcs]
    assert len(set(shown)) == 1
    assert shown[0][1:] == ("Phát tờ rơi đợt hai", "conflict")
    assert {choice.value for choice in one.conflicts(first.uid)[0].choices} == {600, 700}
    chosen = two.save("TOROI", dict(two.get(first.uid).values) | {"printed": 700}, uid=first.uid)
    for pc in (one, three):
        pc.receive(foreign(two.history(first.uid)))
    assert {pc.get(first.uid).values["printed"] for pc in pcs} == {700}
    assert {pc.get(first.uid).state for pc in pcs} == {"saved"}
    assert chosen.heads == one.get(first.uid).heads == three.get(first.uid).heads
    assert {revision.values.get("printed") for revision in three.history(first.uid)} >= {500, 600, 700}


def test_taking_the_same_in_again_changes_nothing(pcs):
    one, two, _ = pcs
    first = one.save("TOROI", LEAFLET)
    told = foreign(one.history(first.uid))
    assert two.receive(told).new == 1
    assert two.receive(told * 3).new == 0
    assert len(two.history(first.uid)) == 1


def test_what_stays_on_a_pc_stays_when_another_edits(pcs):
    one, two, _ = pcs
    first = one.save("TOROI", LEAFLET | {"person": "Nguyễn Thị Lan"})
    sent = [Foreign(r.rid, r.uid, r.revision, r.parents, r.kind, r.version, r.at, r.device, r.incarnation, r.binned,
                    one._kinds.outgoing(r.kind, dict(r.values))) for r in one.history(first.uid)]  # fmt: skip
    two.receive(sent)
    assert "person" not in two.get(first.uid).values
    two.save("TOROI", dict(two.get(first.uid).values) | {"printed": 800}, uid=first.uid)
    back = [Foreign(r.rid, r.uid, r.revision, r.parents, r.kind, r.version, r.at, r.device, r.incarnation, r.binned,
                    two._kinds.outgoing(r.kind, dict(r.values))) for r in two.history(first.uid)]  # fmt: skip
    one.receive(back)
    assert (one.get(first.uid).values["person"], one.get(first.uid).values["printed"]) == ("Nguyễn Thị Lan", 800)


def test_a_copied_disk_that_wrote_on_is_a_second_pc(tmp_path, kinds, pcs):
    one = pcs[0]
    first = one.save("TOROI", LEAFLET)
    folder = one._book.folder
    shutil.copytree(folder, tmp_path / "copy")
    with Book.open(tmp_path / "copy") as copied:
        twin = Activities(copied, kinds)
        one.save("TOROI", LEAFLET | {"printed": 501}, uid=first.uid)
        twin.save("TOROI", LEAFLET | {"printed": 502}, uid=first.uid)
        one.receive(foreign(twin.history(first.uid)))
        twin.receive(foreign(one.history(first.uid)))
        assert {c.value for c in one.conflicts(first.uid)[0].choices} == {501, 502}
        assert one.get(first.uid).heads == twin.get(first.uid).heads
