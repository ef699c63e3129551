"""The wire: what is written is read back, and nothing else is read at all."""

import os
import random
from dataclasses import replace

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.errors import Problem, Rejected, SyncError, TooNew, TooOld
from sync import frame, seal, wire
from sync.wire import Batch, Cursor, Entry, Item, Page, Receipt, RowVerdict, WireRevision

SECRET = bytes(range(32))

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
rids = st.binary(min_size=32, max_size=32)
revisions = st.builds(
    WireRevision, uid=st.binary(min_size=16, max_size=16), revision=st.integers(1, 2**31),
    parents=st.lists(st.binary(min_size=8, max_size=8), max_size=3).map(tuple), kind=words,
    kind_version=st.integers(0, 99), at=words, pc=st.binary(min_size=8, max_size=8),
    incarnation=st.binary(min_size=4, max_size=4), binned=st.booleans(),
    values=st.dictionaries(words, plain, max_size=6),
)  # fmt: skip
problems = st.lists(st.builds(Problem, words, words), max_size=3).map(tuple)
counts = st.integers(0, 2**40)


@st.composite
def places(draw: st.DrawFn) -> tuple[int, bytes]:
    number = draw(counts)
    return number, draw(st.binary(min_size=8, max_size=8)) if number else b""


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    cursor = Cursor(*draw(places()), *draw(places()))
    rows = tuple(draw(st.lists(revisions, max_size=12)))
    return Batch(os.urandom(16), os.urandom(8), draw(counts), cursor, draw(counts), draw(st.booleans()), rows)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    entries = [Entry(one.rid, one, why) if full else Entry(draw(rids), None, why)
               for one, full, why in draw(st.lists(st.tuples(revisions, st.booleans(), problems), max_size=6))]  # fmt: skip
    return Page(draw(counts), draw(rids), tuple(entries))


@st.composite
def receipts(draw: st.DrawFn) -> tuple[Receipt, list[bytes]]:
    said = draw(st.lists(st.tuples(st.sampled_from(["stored", "known", "refused"]), problems, st.booleans()), max_size=20))
    verdicts = tuple(RowVerdict(verdict, why if verdict == "refused" else (), fresh if verdict == "refused" else verdict == "stored")
                     for verdict, why, fresh in said)  # fmt: skip
    receipt = Receipt(
        os.urandom(32), draw(counts), draw(counts), sum(one.fresh for one in verdicts), draw(rids), verdicts,
        draw(st.none() | pages()), tuple(draw(st.lists(st.binary(max_size=50), max_size=3))), draw(counts), draw(counts),
        draw(st.booleans()))  # fmt: skip
    return receipt, [os.urandom(32) for _ in verdicts]


def one(**changed: object) -> WireRevision:
    base = WireRevision(uid=bytes(16), revision=1, parents=(), kind="TOROI", kind_version=1,
                        at="2026-11-23T08:00:00.000+00:00", pc=bytes(8), incarnation=bytes(4), binned=False,
                        values={"title": "Phát tờ rơi"})  # fmt: skip
    return replace(base, **changed)  # type: ignore[arg-type]


def batch_of(*rows: WireRevision) -> Batch:
    return Batch(bytes(16), bytes(8), 1_795_000_000, Cursor(), 32_000, False, rows)


def sealed(*rows: WireRevision) -> bytes:
    return seal.seal_batch(batch_of(*rows), SECRET, {}).body


def reframed(header: list[object], payload: bytes) -> bytes:
    """Write a frame by hand, its seal right, so that only its content can be refused."""
    signature = seal.sign(SECRET, frame.signed_part(wire.BATCH_MARK, header, payload))
    return frame.put_together(wire.BATCH_MARK, header, signature, payload)


def header_of(raw: bytes) -> list[object]:
    return list(wire.open_batch(raw).header)


@given(batches())
def test_a_batch_is_read_as_it_was_written(batch: Batch) -> None:
    opened = wire.open_batch(seal.seal_batch(batch, SECRET, {"title": "text"}).body)
    seal.verify(opened, seal.public_key(SECRET))
    assert wire.read_batch(opened) == batch


@given(receipts())
def test_a_receipt_is_read_as_it_was_written(made: tuple[Receipt, list[bytes]]) -> None:
    receipt, rids = made
    opened = wire.open_receipt(seal.seal_receipt(receipt, rids, SECRET, {}).body)
    seal.verify(opened, seal.public_key(SECRET))
    said = wire.read_receipt(opened)
    wire.check_root(said, wire.leaves(rids, said.verdicts))
    assert replace(said, root=b"") == receipt


@given(receipts(), st.integers(0, 19))
def test_a_receipt_over_other_revisions_or_verdicts_is_refused(made: tuple[Receipt, list[bytes]], row: int) -> None:
    receipt, rids = made
    said = wire.read_receipt(wire.open_receipt(seal.seal_receipt(receipt, rids, SECRET, {}).body))
    with pytest.raises(Rejected):
        wire.check_root(said, wire.leaves([*rids, bytes(32)], [*said.verdicts, RowVerdict("stored")]))
    if rids:
        row %= len(rids)
        with pytest.raises(Rejected):
            wire.check_root(said, wire.leaves([*rids[:row], bytes(32), *rids[row + 1 :]], said.verdicts))


def test_the_kept_head_of_a_receipt_proves_without_its_payload() -> None:
    receipt = Receipt(bytes(32), 5, 1, 1, bytes(32), (RowVerdict("stored"),))
    opened = wire.open_receipt(seal.seal_receipt(receipt, [bytes(32)], SECRET, {}).body)
    kept = wire.open_receipt(opened.head)
    seal.verify(kept, seal.public_key(SECRET))
    assert kept.header == opened.header and kept.payload == b""


@given(st.integers(1, 2**40), counts, words, words, counts, st.sampled_from(["", "20242"]), plain)
def test_an_item_is_read_as_it_was_written(serial: int, at: int, topic: str, key: str, version: int, unit: str, body: object) -> None:
    item = Item(serial, at, topic, key, version, unit, body)
    opened = wire.open_item(seal.seal_item(item, SECRET).body)
    seal.verify(opened, seal.public_key(SECRET))
    assert wire.read_item(opened) == item


def test_the_same_revision_has_the_same_name_however_it_came() -> None:
    assert one().rid == one(kind_version=2, pc=b"another!", incarnation=b"life").rid
    for changed in ({"values": {"title": "Khác"}}, {"binned": True}, {"parents": (b"8 bytes!",)}, {"revision": 2}, {"at": "x"}):
        assert one().rid != one(**changed).rid


@given(st.binary(max_size=400))
def test_noise_is_refused_and_nothing_else(raw: bytes) -> None:
    for mark in (b"", wire.BATCH_MARK, wire.RECEIPT_MARK, wire.ITEM_MARK):
        for read in (wire.open_batch, wire.open_receipt, wire.open_item):
            with pytest.raises(SyncError):
                read(mark + raw)
    try:
        frame.unpack(raw)
    except Rejected:
        pass
    else:
        assert frame.pack(frame.unpack(raw)) == raw
    with pytest.raises(Rejected):
        frame.inflate(raw, limit=1000)


def test_every_flipped_bit_of_a_sealed_batch_is_noticed() -> None:
    raw, key = sealed(one(), one(values={"title": "Khác", "printed": 5})), seal.public_key(SECRET)
    for bit in range(8 * len(raw)):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SyncError):
            seal.verify(wire.open_batch(bytes(flipped)), key)


def test_every_cut_of_a_sealed_batch_is_noticed() -> None:
    raw = sealed(one())
    for size in range(len(raw)):
        with pytest.raises(Rejected):
            seal.verify(wire.open_batch(raw[:size]), seal.public_key(SECRET))
    opened = wire.open_batch(raw + b"\0")  # the signature covers the payload, so it tells
    with pytest.raises(Rejected):
        seal.verify(opened, seal.public_key(SECRET))


def test_a_well_sealed_but_odd_payload_raises_nothing_but_rejected(seed: int = 3) -> None:
    chance, header = random.Random(seed), header_of(sealed(one(), one(values={"title": "Khác"})))
    data = frame.inflate(wire.open_batch(sealed(one(), one(values={"title": "Khác"}))).payload, limit=10_000)
    odd: list[object] = [None, -1, 0, 2**62, "x" * 300, b"", b"x" * 70, [], [1], [[1]], {}, {"a": 1}, 1.5, True, [None, None, None]]
    outcomes = set()
    for _ in range(3000):
        broken = list(data)
        broken[chance.randrange(len(broken))] = chance.choice(odd)
        try:
            wire.read_batch(wire.open_batch(reframed(header, frame.deflate(frame.pack(broken)))))
            outcomes.add("read")
        except SyncError:
            outcomes.add("rejected")
    assert "rejected" in outcomes


@pytest.mark.parametrize(
    ("at", "value"),
    [(4, 0), (4, 2), (4, 501), (4, True), (1, b"short"), (2, "text"), (3, "5"), (5, 7), (6, b"12345678"), (7, -1), (9, 1.5),
     (10, 1)],
    ids=str,
)  # fmt: skip
def test_an_odd_header_is_refused(at: int, value: object) -> None:
    raw = sealed(one())
    header = header_of(raw)
    header[at] = value
    with pytest.raises(Rejected):
        wire.read_batch(wire.open_batch(reframed(header, wire.open_batch(raw).payload)))
    with pytest.raises(Rejected):
        wire.open_batch(reframed([*header_of(raw), 1], wire.open_batch(raw).payload))


def test_another_version_is_told_apart_from_damage() -> None:
    raw = sealed(one())
    payload, rest = wire.open_batch(raw).payload, header_of(raw)[1:]
    with pytest.raises(TooNew):
        wire.open_batch(reframed([wire.MAX_PROTOCOL + 1, *rest], payload))
    with pytest.raises(TooNew):
        wire.open_batch(reframed([wire.MAX_PROTOCOL + 1, "whatever", 5], payload))
    with pytest.raises(TooOld):
        wire.open_batch(reframed([wire.MIN_PROTOCOL - 1, *rest], payload))


def test_a_bomb_is_stopped_while_it_inflates() -> None:
    bomb = zstd.compress(b"\0" * 200_000_000, 19)
    assert len(bomb) < 50_000
    with pytest.raises(Rejected, match="khuôn dạng") as caught:
        frame.inflate(bomb, limit=wire.MAX_INFLATED)
    assert "more than" in caught.value.details


def test_a_frame_that_asks_for_a_huge_window_is_refused() -> None:
    options = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.content_size_flag: 0}
    machine = zstd.ZstdCompressor(options=options)
    with pytest.raises(Rejected):
        frame.inflate(machine.compress(frame.pack({"a": 1})) + machine.flush(), limit=1000)


def test_two_spellings_of_one_value_are_not_both_read() -> None:
    assert frame.unpack(frame.pack({"a": 1})) == {"a": 1}
    for spelling in (b"\xbf\x61a\x01\xff", b"\xa1\x61a\x18\x01", b"\xa2\x61a\x01\x61a\x01", frame.pack({"a": 1}) + b"\0"):
        with pytest.raises(Rejected):
            frame.unpack(spelling)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**64, "\ud800", {1: 2}, {1}, object(), (1,)], ids=lambda value: type(value).__name__ + repr(value)[:8])
def test_what_is_not_plain_is_not_written(value: object) -> None:
    with pytest.raises(Rejected):
        frame.pack({"a": value})


def test_limits_hold_when_writing() -> None:
    with pytest.raises(Rejected):
        sealed(*(one(revision=i + 1) for i in range(wire.MAX_REVISIONS + 1)))
    with pytest.raises(Rejected):
        sealed(one(values={"title": "x" * wire.MAX_INFLATED}))
    with pytest.raises(Rejected):
        sealed(one(values={"title": random.Random(1).randbytes(wire.MAX_BODY * 2).hex()}))
    with pytest.raises(Rejected):
        seal.seal_item(Item(1, 1, "kinds", "k", 1, "", random.Random(1).randbytes(wire.MAX_ITEM).hex()), SECRET)


def test_bytes_have_no_place_among_values() -> None:
    with pytest.raises((Rejected, TypeError)):
        wire.read_batch(wire.open_batch(sealed(one(values={"title": b"raw"}))))
