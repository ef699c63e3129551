"""The shipped dictionaries: pinned for ever, named by the frame, worth their bytes; and what a frame may ask for."""

import gzip
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from bench import train, words
from desktop.models import kinds as declarations
from desktop.models.errors import Rejected, TooNew
from sync import columns, dictionary, frame
from sync.dictionary import zstd

GOLDEN = Path(__file__).parent / "golden"
LIMIT = 8_000_000
WARD = words.revisions(7, 6)
PACKED = frame.pack(columns.encode(WARD, columns.field_types(declarations.load())))


def stranger():
    """A dictionary that never shipped."""
    content = dictionary.newest().dict_content
    return zstd.ZstdDict(content[:4] + (2**31 - 1).to_bytes(4, "little") + content[8:])


def test_every_dictionary_that_shipped_is_still_here_byte_by_byte():
    assert {f"dictionary-{number}.zdict" for number in dictionary.SHIPPED} == {one.name for one in dictionary.FOLDER.iterdir()}
    for number, digest in dictionary.SHIPPED.items():
        content = (dictionary.FOLDER / f"dictionary-{number}.zdict").read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
        assert dictionary.by_id(number).dict_id == number >= dictionary.FIRST


def test_a_frame_names_the_newest_dictionary():
    assert zstd.get_frame_info(dictionary.compress(b"x")).dictionary_id == max(dictionary.SHIPPED)


@pytest.mark.parametrize("plain", [b"", b"x", PACKED, bytes(range(256)) * 8_000], ids=["none", "one", "batch", "2 MB"])
def test_what_is_compressed_comes_back(plain):
    assert dictionary.decompress(dictionary.compress(plain), LIMIT) == plain


def test_a_frame_without_a_dictionary_is_read_too():
    assert dictionary.decompress(zstd.compress(PACKED, 3), LIMIT) == PACKED


def test_the_dictionary_spares_one_activity_half_its_bytes():
    one = frame.pack(columns.encode(WARD[:1], columns.field_types(declarations.load())))
    assert len(dictionary.compress(one)) < 0.6 * len(zstd.compress(one, 19))


def test_an_unknown_dictionary_asks_for_a_newer_program():
    with pytest.raises(TooNew) as told:
        dictionary.decompress(zstd.compress(PACKED, 3, zstd_dict=stranger()), LIMIT)
    assert "cài bản mới" in told.value.sentence


def test_a_damaged_dictionary_is_not_used(tmp_path, monkeypatch):
    (tmp_path / "dictionary-32769.zdict").write_bytes(b"x" * 100)
    monkeypatch.setattr(dictionary, "FOLDER", tmp_path)
    dictionary.by_id.cache_clear()
    with pytest.raises(RuntimeError):
        dictionary.by_id(32_769)


@pytest.fixture(autouse=True)
def read_again():
    yield
    dictionary.by_id.cache_clear()


def test_a_frame_holds_no_more_than_the_limit():
    bomb = zstd.compress(bytes(50_000_000), 3)
    with pytest.raises(Rejected):
        dictionary.decompress(bomb, LIMIT)
    with pytest.raises(Rejected):
        dictionary.decompress(dictionary.compress(PACKED), len(PACKED) - 1)
    assert dictionary.decompress(dictionary.compress(PACKED), len(PACKED)) == PACKED


def test_a_frame_may_not_ask_for_a_window_larger_than_the_largest_payload():
    wide = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.content_size_flag: 0}
    machine = zstd.ZstdCompressor(options=wide)
    with pytest.raises(Rejected):
        dictionary.decompress(machine.compress(PACKED) + machine.flush(), LIMIT)


def test_a_frame_cut_short_or_with_bytes_behind_it_is_refused():
    raw = dictionary.compress(PACKED)
    for broken in (raw[:-1], raw[:9], raw + b"\0", raw + raw, b"", b"junk", raw[1:]):
        with pytest.raises(Rejected):
            dictionary.decompress(broken, LIMIT)


def test_no_changed_byte_of_a_frame_is_our_fault():
    raw = dictionary.compress(PACKED)
    for at in range(len(raw)):
        for change in (1, 255):
            broken = bytearray(raw)
            broken[at] ^= change
            try:
                columns.decode(frame.inflate(bytes(broken), limit=LIMIT), len(WARD))
            except (Rejected, TooNew):
                continue


@pytest.mark.parametrize("number", list(dictionary.SHIPPED))
@pytest.mark.parametrize("name", ["ward", "odd"])
def test_a_batch_of_every_shipped_dictionary_can_be_read_for_ever(name, number):
    payload = (GOLDEN / f"{name}-{number}.zst").read_bytes()
    told = [json.loads(line) for line in (GOLDEN / f"{name}-{number}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert zstd.get_frame_info(payload).dictionary_id == number
    found = columns.decode(frame.inflate(payload, limit=LIMIT), len(told))
    assert [as_told(one) for one in found] == told


def test_the_bank_that_measures_shares_at_most_half_with_the_bank_that_teaches():
    taught, held = ({text for some in words.rules(bank).values() for text in some} for bank in ("train", "held-out"))
    assert len(taught & held) <= len(held) / 2
    pairs = [{pair for text in bank for pair in pairwise(re.findall(r"[^\W\d_]+", text.lower()))} for bank in (taught, held)]
    assert len(pairs[0] & pairs[1]) <= len(pairs[1]) / 2  # A word is two syllables more often than not.


def test_the_same_words_give_the_same_dictionary(monkeypatch):
    monkeypatch.setattr(train, "MIX", {1: 150, 8: 20})
    made = train.make(40_000)
    assert made == train.make(40_000)
    assert zstd.ZstdDict(made).dict_id == 40_000


def test_the_words_to_measure_with_are_as_heavy_as_real_ones():
    rows = words.rows(words.revisions(1, 500))
    assert {kind for kind, _ in words.activities(1, 500)} == set(declarations.load())
    assert 1_300 < len(rows) / 500 < 1_600
    assert 300 < len(gzip.compress(rows, 6)) / 500 < 330
    assert 200 < len(zstd.compress(rows, 19)) / 500 < 230


def as_told(one):
    return {"rid": one.rid.hex(), "uid": one.uid.hex(), "revision": one.revision, "parents": [p.hex() for p in one.parents],
            "kind": one.kind, "version": one.kind_version, "at": one.at, "pc": one.pc.hex(),
            "incarnation": one.incarnation.hex(), "binned": one.binned, "values": one.values}  # fmt: skip
