"""Seals: only the holder of the key can make one, for exactly these bytes."""

import pytest

from desktop.models.errors import Rejected
from sync import frame, seal, wire

HEADER = [2, frame.digest(b"abc")]


def sealed(secret: bytes) -> bytes:
    signed = frame.signed_part(wire.BATCH_MARK, HEADER)
    return signed + seal.sign(secret, signed) + b"abc"


def test_the_seal_fits_its_key_and_no_other() -> None:
    mine, other = seal.new_secret(), seal.new_secret()
    opened = frame.take_apart(sealed(mine), mark=wire.BATCH_MARK, limit=1000)
    seal.verify(opened, seal.public_key(mine))
    with pytest.raises(Rejected):
        seal.verify(opened, seal.public_key(other))


def test_a_receipt_is_never_a_batch() -> None:
    with pytest.raises(Rejected):
        frame.take_apart(sealed(seal.new_secret()), mark=wire.RECEIPT_MARK, limit=1000)


def test_an_answer_is_sealed_for_its_status_its_question_and_its_body() -> None:
    secret = seal.new_secret()
    parts = (403, frame.digest(b"question"), b"body")
    signature = seal.sign(secret, *seal.answer_parts(*parts))
    key = seal.public_key(secret)
    assert seal.signed_by(key, signature, *seal.answer_parts(*parts))
    assert not seal.signed_by(key, signature, *seal.answer_parts(200, parts[1], parts[2]))
    assert not seal.signed_by(key, signature, *seal.answer_parts(403, frame.digest(b"other"), parts[2]))
    assert not seal.signed_by(key, signature, *seal.answer_parts(403, parts[1], b"other"))


@pytest.mark.parametrize("key", [b"", b"short", bytes(31), bytes(33), b"\xff" * 32])
def test_a_broken_key_signs_nothing(key: bytes) -> None:
    assert not seal.signed_by(key, bytes(64), b"anything")
