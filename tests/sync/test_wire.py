"""The wire: what is written is read back, and nothing else is read at all."""

import os
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.errors import Problem, Rejected, SyncError, TooNew, TooOld
from sync import frame, seal, wire
from sync.wire import Batch, Receipt, SeqVerdict, WireRevision

SECRET = bytes(range(32))

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
revisions = st.builds(
    WireRevision, seq=st.just(1), uid=st.binary(min_size=16, max_size=16), revision=st.integers(1, 2**31),
    kind=words, kind_version=st.integers(0, 99), at=words, by=words, pc=words, binned=st.booleans(),
    values=st.dictionaries(words, plain, max_size=6), chain=st.binary(max_size=64),
)  # fmt: skip
problems = st.lists(st.builds(Problem, words, words), max_size=3).map(tuple)


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    rows = draw(st.lists(revisions, min_size=1, max_size=12))
    seqs = sorted(draw(st.sets(st.integers(1, 2**40), min_size=len(rows), max_size=len(rows))))
    numbered = tuple(replace(row, seq=seq) for row, seq in zip(rows, seqs, strict=True))
    return Batch(os.urandom(16), os.urandom(4), os.urandom(16), draw(words), numbered)


def one(**changed: object) -> WireRevision:
    base = WireRevision(seq=7, uid=bytes(16), revision=1, kind="TOROI", kind_version=1, at="2026-11-23T08:00:00Z",
                        by="", pc="", binned=False, values={"title": "Phát tờ rơi"}, chain=bytes(32))  # fmt: skip
    return replace(base, **changed)  # type: ignore[arg-type]


def batch_of(*rows: WireRevision) -> Batch:
    return Batch(bytes(16), bytes(4), bytes(16), "2026-11-23T08:00:00Z", rows)


def sealed(*rows: WireRevision) -> bytes:
    return seal.seal_batch(batch_of(*rows), SECRET).body


def reframed(header: dict[str, object], payload: bytes, mark: bytes = wire.BATCH_MARK) -> bytes:
    """Write a frame by hand, its seal right, so that only its content can be refused."""
    signed = frame.signed_part(mark, {**header, "payload": frame.digest(payload)})
    return signed + seal.sign(SECRET, signed) + payload


def header_of(raw: bytes) -> dict[str, object]:
    return dict(wire.open_batch(raw).header)


@given(batches())
def test_a_batch_is_read_as_it_was_written(batch: Batch) -> None:
    assert wire.read_batch(wire.open_batch(seal.seal_batch(batch, SECRET).body)) == batch


@given(st.lists(st.tuples(st.sampled_from(["stored", "known", "refused"]), problems), min_size=1, max_size=20), words)
def test_a_receipt_is_read_as_it_was_written(said: list[tuple[str, tuple[Problem, ...]]], at: str) -> None:
    verdicts = tuple(SeqVerdict(3 * i + 1, verdict, reasons) for i, (verdict, reasons) in enumerate(said))
    receipt = Receipt(os.urandom(32), os.urandom(16), os.urandom(16), at, os.urandom(16), verdicts)
    opened = wire.open_receipt(seal.seal_receipt(receipt, SECRET).body)
    seal.verify(opened, seal.public_key(SECRET))
    assert wire.read_receipt(opened) == receipt


def test_the_same_revision_has_the_same_digest_however_it_came() -> None:
    assert one().digest == one(seq=99, chain=b"x", kind_version=2, pc="other").digest
    assert one().digest != one(values={"title": "Khác"}).digest
    assert one().digest != one(binned=True).digest


@given(st.binary(max_size=400))
def test_noise_is_refused_and_nothing_else(raw: bytes) -> None:
    for mark in (b"", wire.BATCH_MARK, wire.RECEIPT_MARK):
        for read in (wire.open_batch, wire.open_receipt):
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
    raw, key = sealed(one(), one(seq=8, values={"title": "Khác", "printed": 5})), seal.public_key(SECRET)
    for bit in range(8 * len(raw)):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SyncError):
            seal.verify(wire.open_batch(bytes(flipped)), key)


def test_every_cut_of_a_sealed_batch_is_noticed() -> None:
    raw = sealed(one())
    for size in range(len(raw)):
        with pytest.raises(Rejected):
            wire.open_batch(raw[:size])
    with pytest.raises(Rejected):
        wire.open_batch(raw + b"\0")


def test_a_well_sealed_but_odd_payload_raises_nothing_but_rejected(seed: int = 3) -> None:
    chance, header = random.Random(seed), header_of(sealed(one()))
    data = frame.inflate(wire.open_batch(sealed(one())).payload, limit=10_000)
    odd: list[object] = [None, -1, 0, 2**62, "x" * 300, b"", b"x" * 70, [], [1], [[1]], {}, {"a": 1}, 1.5, True, [None, None, None]]
    outcomes = set()
    for _ in range(3000):
        broken = dict(data)
        broken[chance.choice(sorted(data))] = chance.choice(odd)
        try:
            wire.read_batch(wire.open_batch(reframed(header, frame.deflate(broken))))
            outcomes.add("read")
        except Rejected:
            outcomes.add("rejected")
    assert "rejected" in outcomes


@pytest.mark.parametrize(
    "change",
    [{"n": 0}, {"n": 2}, {"n": 501}, {"n": True}, {"device": b"short"}, {"nonce": "text"}, {"at": 5}, {"more": 1}, {"at": "x" * 201}],
    ids=str,
)  # fmt: skip
def test_an_odd_header_is_refused(change: dict[str, object]) -> None:
    raw = sealed(one())
    payload = wire.open_batch(raw).payload
    with pytest.raises(Rejected):
        wire.read_batch(wire.open_batch(reframed(header_of(raw) | change, payload)))


def test_another_version_is_told_apart_from_damage() -> None:
    raw = sealed(one())
    payload = wire.open_batch(raw).payload
    with pytest.raises(TooNew):
        wire.open_batch(reframed(header_of(raw) | {"v": wire.MAX_PROTOCOL + 1}, payload))
    with pytest.raises(TooOld):
        wire.open_batch(reframed(header_of(raw) | {"v": wire.MIN_PROTOCOL - 1}, payload))


def test_a_bomb_is_stopped_while_it_inflates() -> None:
    bomb = frame.zstd.compress(b"\0" * 200_000_000, 19)
    assert len(bomb) < 50_000
    with pytest.raises(Rejected, match="khuôn dạng") as caught:
        frame.inflate(bomb, limit=wire.MAX_INFLATED)
    assert "more than" in caught.value.details


def test_a_frame_that_asks_for_a_huge_window_is_refused() -> None:
    options = {frame.zstd.CompressionParameter.window_log: 27, frame.zstd.CompressionParameter.content_size_flag: 0}
    machine = frame.zstd.ZstdCompressor(options=options)
    with pytest.raises(Rejected):
        frame.inflate(machine.compress(frame.pack({"a": 1})) + machine.flush(), limit=1000)


def test_two_spellings_of_one_value_are_not_both_read() -> None:
    assert frame.unpack(frame.pack({"a": 1})) == {"a": 1}
    for spelling in (b"\xbf\x61a\x01\xff", b"\xa1\x61a\x18\x01", b"\xa2\x61a\x01\x61a\x01", frame.pack({"a": 1}) + b"\0"):
        with pytest.raises(Rejected):
            frame.unpack(spelling)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**64, "\ud800", {1: 2}, {1}, object(), (1,)], ids=repr)
def test_what_is_not_plain_is_not_written(value: object) -> None:
    with pytest.raises(Rejected):
        frame.pack({"a": value})


def test_limits_hold_when_writing() -> None:
    with pytest.raises(Rejected):
        sealed()
    with pytest.raises(Rejected):
        sealed(*(one(seq=i + 1) for i in range(wire.MAX_REVISIONS + 1)))
    with pytest.raises(Rejected):
        sealed(one(values={"title": "x" * wire.MAX_INFLATED}))
    with pytest.raises(Rejected):
        sealed(one(values={"title": random.Random(1).randbytes(wire.MAX_BODY * 2).hex()}))
    with pytest.raises(Rejected):
        sealed(one(seq=8), one(seq=7))


def test_bytes_have_no_place_among_values() -> None:
    with pytest.raises(Rejected):
        wire.read_batch(wire.open_batch(sealed(one(values={"title": b"raw"}))))


def test_columns_are_smaller_than_rows() -> None:
    rows = tuple(one(seq=i + 1, uid=os.urandom(16), values={"title": f"Phát tờ rơi đợt {i}", "printed": i, "host": "UBND"})
                 for i in range(100))  # fmt: skip
    as_rows = frame.deflate([[r.seq, r.uid, r.revision, r.kind, r.at, r.by, dict(r.values), r.chain] for r in rows])
    assert len(wire.open_batch(sealed(*rows)).payload) < len(as_rows)
