"""What comes down: declarations, notices, words on activities; two PCs, restored books and a restored centre."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.errors import InputError, Refused
from desktop.models.kinds import Kinds
from desktop.models.notices import Notices
from desktop.models.outbox import Outbox
from desktop.models.published import kinds_of, texts
from sync import enrolment
from sync.central import published, reviewing, tables
from sync.central.enrolments import Enrolments
from sync.central.receiving import Receiving
from sync.sender import Sender
from tests.sync.wards import Centre, Ward, assert_whole

KIND = (Path(__file__).parents[2] / "resources" / "kinds" / "leaflet.toml").read_text(encoding="utf-8")


def say(centre: Centre, kinds: Kinds, uid: str, state: str, **remarks: str) -> None:
    reason = remarks.pop("reason", "")
    reviewing.review(centre.store, kinds, uid, state, reason=reason, remarks=remarks, now=centre.now)


def second(tmp_path: Path, kinds: Kinds, centre: Centre, *, approve: bool = True) -> Ward:
    """A second PC of the same office."""
    made = Ward(tmp_path / "second", kinds, person="Máy hai")
    enrolment.keep_office_file(made.book, centre.office())
    if approve:
        with pytest.raises(Refused, match="chờ trung tâm duyệt"):
            made.send(centre.transport)
        Enrolments(centre.store).approve(enrolment.identity(made.book)[0].hex(), now=centre.now)
        Receiving(centre.store, kinds, now=lambda: centre.now)
    return made


# Words on an activity


def test_what_is_returned_shows_its_remarks_and_the_correction_goes_as_the_next_revision(ward: Ward, centre: Centre, kinds: Kinds) -> None:
    saved = ward.save()
    ward.send(centre.transport)
    say(centre, kinds, saved.uid, "returned", reason="Chưa khớp.", printed="Cao hơn số đã in.")
    summary = ward.send(centre.transport)
    assert (summary.returned, ward.state(saved.uid)) == (1, "returned")
    review = ward.activities.review(saved.uid)
    assert [(one.field, one.sentence) for one in review.remarks] == [("", "Chưa khớp."), ("printed", "Cao hơn số đã in.")]
    ward.save(uid=saved.uid, printed=10_000)
    assert ward.state(saved.uid) == "saved"
    assert ward.send(centre.transport).stored == 1
    assert ward.state(saved.uid) == "sent"


def test_accepted_stands_for_the_revision_it_was_said_of(ward: Ward, centre: Centre, kinds: Kinds) -> None:
    saved = ward.save()
    ward.send(centre.transport)
    say(centre, kinds, saved.uid, "accepted")
    ward.send(centre.transport)
    assert ward.state(saved.uid) == "accepted"
    ward.save(uid=saved.uid, title="Sửa thêm")
    ward.send(centre.transport)
    assert ward.state(saved.uid) == "sent"


def test_what_is_locked_cannot_be_saved_and_what_came_meanwhile_is_refused_with_its_reason(
        ward: Ward, centre: Centre, kinds: Kinds) -> None:  # fmt: skip
    saved = ward.save()
    ward.send(centre.transport)
    say(centre, kinds, saved.uid, "locked")
    ward.save(uid=saved.uid, title="Sửa trước khi biết đã khóa")
    assert ward.send(centre.transport).refused == 1
    assert ward.activities.reason(saved.uid)[0].sentence.endswith(".")
    with pytest.raises(InputError, match="khóa"):
        ward.save(uid=saved.uid, title="Sửa nữa")
    say(centre, kinds, saved.uid, "open")
    ward.send(centre.transport)
    ward.save(uid=saved.uid, title="Sửa sau khi mở")
    assert ward.send(centre.transport).stored == 1


def test_a_return_without_a_word_or_of_a_field_that_is_not_is_refused(ward: Ward, centre: Centre, kinds: Kinds) -> None:
    saved = ward.save()
    ward.send(centre.transport)
    for wrong in ({}, {"khong_co": "Sai."}):
        with pytest.raises(InputError):
            say(centre, kinds, saved.uid, "returned", **wrong)
    with pytest.raises(InputError):
        say(centre, kinds, "không có", "returned", reason="x")


# Publications


def publish(centre: Centre, topic: str, name: str, text: str, units: tuple[str, ...] = ("",)) -> None:
    published.publish(centre.store, topic=topic, key=name, body={"name": name, "text": text}, units=units, now=centre.now)


def test_a_newer_kind_is_used_by_the_ward_and_judged_by_the_centre(ward: Ward, centre: Centre) -> None:
    newer = KIND.replace('label = "Tờ rơi', 'label = "Tờ rơi mới', 1).replace("version = 1", "version = 2", 1)
    assert newer != KIND
    publish(centre, "kinds", "leaflet.toml", newer)
    ward.send(centre.transport)
    assert kinds_of(ward.book)["TOROI"].label.startswith("Tờ rơi mới")
    publish(centre, "kinds", "leaflet.toml", "")
    ward.send(centre.transport)
    assert not kinds_of(ward.book)["TOROI"].label.startswith("Tờ rơi mới")


def test_what_was_saved_by_an_older_declaration_is_not_refused_for_a_fact_it_did_not_ask_for(ward: Ward, centre: Centre) -> None:
    newer = KIND.replace("version = 1", "version = 2", 1) + (
        '\n[[fields]]\nname = "new_fact"\nlabel = "Điều mới"\ntype = "text"\nrequired = true\n')  # fmt: skip
    saved = ward.save()
    ward.forge(saved.uid, printed=-5)
    second = ward.save(2)
    publish(centre, "kinds", "leaflet.toml", newer)
    summary = ward.send(centre.transport)
    assert summary.refused == 1, "what the old declaration forbade stays forbidden"
    assert ward.state(second.uid) == "sent"


def test_a_declaration_this_program_cannot_read_is_kept_and_harms_nothing(ward: Ward, centre: Centre) -> None:
    publish(centre, "kinds", "tuong-lai.toml", 'code = "TUONGLAI"\nholograms = true\n')
    published.publish(centre.store, topic="holograms", key="x", body={"of": "next year"}, now=centre.now)
    ward.save()
    assert ward.send(centre.transport).complete
    assert "TUONGLAI" not in kinds_of(ward.book)
    assert texts(ward.book, "kinds")["tuong-lai.toml"].startswith("code")
    assert ward.book.query("SELECT count(*) FROM bulletins WHERE topic = 'holograms'")[0][0] == 1


def test_a_notice_reaches_only_the_units_it_is_for_and_comes_once(ward: Ward, centre: Centre) -> None:
    for number, unit in enumerate(("", "20242", "20195")):
        published.publish(centre.store, topic="notice", key=f"n{number}", body={"title": f"T{unit}", "text": "Mời họp."},
                          units=(unit,), now=centre.now)  # fmt: skip
    ward.send(centre.transport)
    ward.send(centre.transport)
    assert [one.title for one in Notices(ward.book).waiting()] == ["T20242", "T"]


def test_an_office_that_was_away_catches_up_in_one_go(ward: Ward, centre: Centre, kinds: Kinds, tmp_path: Path) -> None:
    ward.fill(700)
    ward.send(centre.transport)
    for number in range(80):
        published.publish(centre.store, topic="notice", key=f"n{number}", body={"title": str(number), "text": "x" * 3000},
                          now=centre.now)  # fmt: skip
    other = second(tmp_path, kinds, centre)
    summary = other.send(centre.transport)
    assert (summary.pulled, summary.items) == (700, 80)
    assert other.book.query("SELECT count(*) FROM activities")[0][0] == 700
    other.book.close()


# Two PCs of one office


def test_two_pcs_of_one_office_come_to_the_same_state(ward: Ward, centre: Centre, kinds: Kinds, tmp_path: Path) -> None:
    saved = ward.save()
    ward.send(centre.transport)
    other = second(tmp_path, kinds, centre)
    other.send(centre.transport)
    assert other.activities.get(saved.uid).values == ward.activities.get(saved.uid).values
    ward.save(uid=saved.uid, printed=9_001)
    other.save(uid=saved.uid, title="Tên ở máy hai", printed=9_002)
    ward.send(centre.transport)
    other.send(centre.transport)
    ward.send(centre.transport)
    states = [(pc.activities.get(saved.uid).heads, pc.activities.get(saved.uid).values["printed"], pc.state(saved.uid)) for pc in (ward, other)]
    assert states[0] == states[1]
    assert states[0][2] == "conflict"
    assert {choice.value for torn in ward.activities.conflicts(saved.uid) if torn.field == "printed" for choice in torn.choices} == {9_001, 9_002}
    ward.activities.save("TOROI", dict(ward.activities.get(saved.uid).values) | {"printed": 9_002}, uid=saved.uid)
    ward.send(centre.transport)
    other.send(centre.transport)
    assert {pc.state(saved.uid) for pc in (ward, other)} == {"sent"}
    other.book.close()


def test_a_device_that_was_shut_out_and_let_in_again_loses_nothing(ward: Ward, centre: Centre, kinds: Kinds) -> None:
    ward.save()
    ward.send(centre.transport)
    device = enrolment.identity(ward.book)[0].hex()
    Enrolments(centre.store).revoke(device, now=centre.now)
    ward.save(2)
    with pytest.raises(Refused, match="thu hồi"):
        ward.send(centre.transport)
    Enrolments(centre.store).admit_again(device, now=centre.now)
    Receiving(centre.store, kinds, now=lambda: centre.now).readmit(device)
    assert ward.send(centre.transport).complete
    assert_whole(ward, centre.store)


def test_a_key_that_is_a_year_old_is_replaced_and_the_office_goes_on(ward: Ward, centre: Centre) -> None:
    ward.save()
    ward.send(centre.transport)
    before = enrolment.identity(ward.book)
    later = datetime(2028, 1, 5, tzinfo=UTC)
    centre.now = later
    Sender(ward.book, transport=centre.transport, now=lambda: later).send()
    device, secret = enrolment.identity(ward.book)
    assert device == before[0]
    assert secret != before[1]
    ward.save(2)
    assert Sender(ward.book, transport=centre.transport, now=lambda: later).send().stored == 1


# Restored and copied


def test_a_book_restored_from_a_copy_gets_its_own_saves_back_and_goes_on(ward: Ward, centre: Centre, kinds: Kinds, tmp_path: Path) -> None:
    ward.fill(5)
    ward.send(centre.transport)
    ward.book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(ward.folder, tmp_path / "backup")
    later = ward.save(77)
    ward.send(centre.transport)
    with Book.open(tmp_path / "backup") as restored:
        summary = Sender(restored, transport=centre.transport).send()
        assert "khôi phục hoặc sao chép" in summary.note
        store = Activities(restored, kinds)
        assert store.get(later.uid).values["title"] == later.values["title"]
        life = restored.setting("office")["incarnation"]
        assert life != ward.book.setting("office")["incarnation"]
        store.save("TOROI", dict(later.values) | {"printed": 8_000}, uid=later.uid)
        assert Sender(restored, transport=centre.transport).send().stored == 1
        assert Outbox(restored).counts().waiting == 0
    assert centre.count(tables.revisions) == 7


def test_a_centre_restored_from_a_copy_is_refilled_by_the_office(ward: Ward, centre: Centre, kinds: Kinds, tmp_path: Path) -> None:
    ward.fill(40)
    ward.send(centre.transport)
    old = tmp_path / "old"
    centre.store.close()
    shutil.copytree(tmp_path / "centre", old)
    again = Centre(tmp_path / "centre", kinds)
    ward.fill(60)
    ward.send(again.transport)
    again.client.close()
    again.store.close()
    restored = Centre(old, kinds)
    late = ward.save(99)
    summary = ward.send(restored.transport)
    assert summary.refilled >= 60
    assert summary.complete
    assert ward.state(late.uid) == "sent"
    assert_whole(ward, restored.store)
    restored.client.close()
    restored.store.close()
