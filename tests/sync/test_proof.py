"""What a kept receipt proves, read back by somebody who has nothing but the text and the centre's key."""

import base64
import random

import pytest

from desktop.models.errors import InputError, Rejected, SyncError
from sync import proof, seal
from tests.sync.wards import Centre, Ward

OTHER = seal.public_key(bytes(32))


def sent(ward: Ward, centre: Centre, count: int) -> list[str]:
    uids = ward.fill(count)
    assert ward.send(centre.transport).stored == count
    return uids


def test_every_revision_sent_is_proven_alone_and_with_its_batch(ward: Ward, centre: Centre) -> None:
    uids, key = sent(ward, centre, 37), centre.store.public_key
    rids = {uid: ward.activities.history(uid)[0].rid for uid in uids}
    for uid in uids:
        one, listed = proof.of_activity(ward.book, uid)
        said = proof.verify(proof.text_of_revision(ward.book, one, listed), key)
        assert (said.rid, said.verdict, said.batch.hex()) == (rids[uid], "stored", one.batch)
    batches = [proof.verify(proof.text_of_batch(one), key) for one in proof.kept(ward.book)]
    assert sum(said.count for said in batches) == sum(said.stored for said in batches) == 37
    assert sum(len(proof.rows(ward.book, one)) for one in proof.kept(ward.book)) == 37


def test_another_key_proves_nothing(ward: Ward, centre: Centre) -> None:
    sent(ward, centre, 1)
    with pytest.raises(Rejected):
        proof.verify(proof.text_of_batch(proof.kept(ward.book)[0]), OTHER)


def test_a_changed_bit_anywhere_proves_nothing(ward: Ward, centre: Centre) -> None:
    uid, key = sent(ward, centre, 20)[3], centre.store.public_key
    one, listed = proof.of_activity(ward.book, uid)
    for text in (proof.text_of_batch(one), proof.text_of_revision(ward.book, one, listed)):
        coded = text.removeprefix(proof.LABEL)
        raw = base64.b32decode(coded + "=" * (-len(coded) % 8))
        for at in range(len(raw) * 8):
            bad = bytearray(raw)
            bad[at // 8] ^= 1 << at % 8
            with pytest.raises(SyncError):  # TooNew or TooOld where the bit is the version's
                proof.verify(proof._encoded(bytes(bad)), key)


def test_a_refusal_is_proven_as_one(ward: Ward, centre: Centre) -> None:
    uids = ward.fill(3)
    ward.forge(uids[1], printed=-5)
    ward.send(centre.transport)
    one, listed = proof.of_activity(ward.book, uids[1])
    said = proof.verify(proof.text_of_revision(ward.book, one, listed), centre.store.public_key)
    assert (said.verdict, said.rid) == ("refused", ward.activities.history(uids[1])[-1].rid)
    assert ward.state(uids[1]) == "refused"
    assert sorted({row.verdict for row in proof.rows(ward.book, one)}) == ["refused", "stored"]


def test_hostile_text_is_one_fault(centre: Centre) -> None:
    chance, key = random.Random(7), centre.store.public_key
    for size in (0, 1, 6, 40, 300):
        for _ in range(40):
            with pytest.raises(Rejected):
                proof.verify(proof._encoded(chance.randbytes(size)), key)
    for text in ("", "SPBN2:", "SPBN2:====", "SPBN2:Ẵ", "SPBN1:AAAA", "SPBN2:" + "A" * 100_000):
        with pytest.raises(Rejected):
            proof.verify(text, key)


def test_a_text_broken_over_lines_or_in_small_letters_is_read_all_the_same(ward: Ward, centre: Centre) -> None:
    sent(ward, centre, 1)
    text = proof.text_of_batch(proof.kept(ward.book)[0]).lower()
    broken = "\n ".join(text[at : at + 40] for at in range(0, len(text), 40))
    assert proof.verify(broken, centre.store.public_key).count == 1


def test_what_was_never_sent_has_no_proof(ward: Ward) -> None:
    with pytest.raises(InputError):
        proof.of_activity(ward.book, ward.save(1).uid)
