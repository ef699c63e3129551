"""The post as a file: the same batches in any order and any number of times, closed to all but the centre."""

import random
from pathlib import Path

import pytest

from desktop.models.errors import AppError, InputError, Refused
from desktop.models.kinds import Kinds
from sync import enrolment, parcels, sections
from sync.central.enrolments import Enrolments
from sync.central.parcels import Taken
from sync.central.parcels import accept as take_parcel
from sync.central.receiving import Receiving
from tests.sync.wards import UNIT, Centre, Ward, assert_whole, held


@pytest.fixture
def receiving(centre: Centre, kinds: Kinds) -> Receiving:
    return Receiving(centre.store, kinds, now=lambda: centre.now)


def carry(centre: Centre, receiving: Receiving, *files: Path) -> Taken:
    taken = Taken()
    for file in files:
        take_parcel(centre.store, receiving, file, taken, now=centre.now)
    return taken


def receipts(folder: Path, taken: Taken, name: str = "tra.bien-nhan") -> Path:
    target = folder / name
    target.write_bytes(sections.write(sections.RECEIPTS_MARK, taken.receipts))
    return target


def test_a_ward_that_never_had_a_line_sends_by_stick(ward: Ward, centre: Centre, receiving: Receiving, tmp_path: Path) -> None:
    uids = ward.fill(40)
    packed = parcels.pack(ward.book, tmp_path / "goi.sophuong")
    assert packed.count == 40
    assert (ward.outbox.counts().waiting, ward.outbox.counts().unconfirmed) == (40, 40)
    assert {ward.state(uid) for uid in uids} == {"saved"}
    back = receipts(tmp_path, carry(centre, receiving, tmp_path / "goi.sophuong"))
    done = parcels.accept(ward.book, back)
    assert (done.stored, done.enrolled, done.foreign) == (40, True, 0)
    assert {ward.state(uid) for uid in uids} == {"sent"}
    assert ward.outbox.counts().unconfirmed == 0
    assert_whole(ward, centre.store)
    ward.fill(2)
    assert ward.send(centre.transport).stored == 2  # the same device goes on by the line
    assert_whole(ward, centre.store)


@pytest.mark.parametrize("seed", range(6))
def test_stick_and_line_mix_in_any_order_any_number_of_times(
    ward: Ward, centre: Centre, receiving: Receiving, tmp_path: Path, seed: int
) -> None:
    chance, files, backs = random.Random(seed), [], []
    ward.fill(3)
    ward.send(centre.transport)
    for step in range(30):
        act = chance.choice(("save", "pack", "carry", "accept", "send"))
        if act == "save":
            ward.fill(chance.randrange(1, 6))
        elif act == "pack" and ward.outbox.counts().waiting:
            files.append(tmp_path / f"{step}.sophuong")
            parcels.pack(ward.book, files[-1])
        elif act == "carry" and files:
            chosen = [chance.choice(files) for _ in range(2)]
            backs.append(receipts(tmp_path, carry(centre, receiving, *chosen), f"{step}.bien-nhan"))
        elif act == "accept" and backs:
            parcels.accept(ward.book, chance.choice(backs))
        elif act == "send" and chance.random() < 0.5:
            ward.send(centre.transport)
    ward.send(centre.transport)
    assert_whole(ward, centre.store)
    assert all(len(found) == 1 for found in held(centre.store).values())


def test_whoever_finds_the_stick_reads_nothing(ward: Ward, tmp_path: Path) -> None:
    ward.save(1, title="Chuyện riêng của phường")
    parcels.pack(ward.book, tmp_path / "goi.sophuong")
    raw = (tmp_path / "goi.sophuong").read_bytes()
    for word in ("Chuyện", "riêng", "TOROI", ward.book.office.device, "code"):
        assert word.encode() not in raw


def test_an_altered_parcel_ends_in_a_sentence_and_stores_nothing(
    ward: Ward, centre: Centre, receiving: Receiving, tmp_path: Path
) -> None:
    ward.fill(5)
    file = tmp_path / "goi.sophuong"
    parcels.pack(ward.book, file)
    good, chance = file.read_bytes(), random.Random(4)
    for _ in range(60):
        bad = bytearray(good)
        if chance.random() < 0.3:
            del bad[chance.randrange(len(bad)) :]
        else:
            bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        file.write_bytes(bad)
        with pytest.raises(InputError) as caught:
            carry(centre, receiving, file)
        assert caught.value.sentence.endswith(".")
    assert held(centre.store) == {}


def test_a_parcel_for_another_centre_is_not_opened(ward: Ward, kinds: Kinds, tmp_path: Path) -> None:
    ward.fill(1)
    parcels.pack(ward.book, tmp_path / "goi.sophuong")
    other = Centre(tmp_path / "other", kinds)
    with pytest.raises(InputError, match="trung tâm khác"):
        carry(other, Receiving(other.store, kinds, now=lambda: other.now), tmp_path / "goi.sophuong")


def test_receipts_of_others_and_forged_ones_count_nothing(
    ward: Ward, centre: Centre, receiving: Receiving, kinds: Kinds, tmp_path: Path
) -> None:
    other = Ward(tmp_path / "other", kinds, unit="20194")
    enrolment.keep_office_file(other.book, centre.office("20194"))
    other.fill(3)
    ward.fill(3)
    parcels.pack(other.book, tmp_path / "khac.sophuong")
    parcels.pack(ward.book, tmp_path / "goi.sophuong")
    foreign = receipts(tmp_path, carry(centre, receiving, tmp_path / "khac.sophuong"))
    assert parcels.accept(ward.book, foreign).stored == 0
    own = carry(centre, receiving, tmp_path / "goi.sophuong")
    forged = [section[:-3] + bytes([section[-3] ^ 1]) + section[-2:] for section in own.receipts]
    own.receipts = forged
    assert parcels.accept(ward.book, receipts(tmp_path, own)).foreign == len(forged)
    assert ward.outbox.counts().waiting == 3
    with pytest.raises(AppError):
        parcels.accept(ward.book, tmp_path / "goi.sophuong")


def test_what_a_device_sends_before_it_is_approved_is_kept_apart_and_taken_in_then(
    ward: Ward, centre: Centre, receiving: Receiving, kinds: Kinds, tmp_path: Path
) -> None:
    ward.fill(1)
    ward.send(centre.transport)
    second = Ward(tmp_path / "second", kinds)
    enrolment.keep_office_file(second.book, centre.office(UNIT))
    second.fill(4)
    with pytest.raises(Refused, match="chờ trung tâm duyệt"):
        second.send(centre.transport)
    parcels.pack(second.book, tmp_path / "goi.sophuong")
    taken = carry(centre, receiving, tmp_path / "goi.sophuong")
    assert (taken.batches, taken.apart, len(held(centre.store))) == (0, 1, 1)
    Enrolments(centre.store).approve(second.book.setting("device")["id"], now=centre.now)
    assert receiving.readmit(second.book.setting("device")["id"]) == 1
    assert len(held(centre.store)) == 5
    assert second.send(centre.transport).known == 4
    ward.send(centre.transport)
    assert ward.outbox.log() == second.outbox.log()
