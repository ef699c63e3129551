"""The sender and the centre, in process: only a sealed receipt counts."""

from datetime import timedelta

import httpx2
import pytest

from desktop.models.book import Book
from desktop.models.errors import Offline, Refused, SyncError, TooNew, TooOld
from desktop.models.query import Query
from sync import enrolment, frame, states, wire
from sync.central import tables
from sync.central.answers import problem, stop_of
from sync.central.enrolments import Enrolments
from sync.sender import Sender
from tests.sync.wards import Between, Centre, Forward, Ward, answer, assert_whole, body_of, held, only_batches


def test_what_was_queued_is_at_the_centre_and_counted(ward: Ward, centre: Centre) -> None:
    uids, told = ward.fill(120), []
    summary = ward.sender(centre.transport).send(lambda done, total: told.append((done, total)))
    assert (summary.queued_at_start, summary.stored, summary.left, summary.complete) == (120, 120, 0, True)
    assert told[0] == (0, 120) and told[-1] == (120, 120) and told == sorted(told)
    assert {ward.state(uid) for uid in uids} == {"sent"}
    assert centre.count(tables.activities) == 120
    assert_whole(ward, centre.store)


def test_sending_again_sends_nothing(ward: Ward, centre: Centre) -> None:
    ward.fill(3)
    ward.send(centre.transport)
    again = ward.send(centre.transport)
    assert (again.queued_at_start, again.stored) == (0, 0)
    assert again.bytes_up < 150 and again.bytes_down < 300  # one question whether there is news
    assert centre.count(tables.inbox) == 1


def test_each_save_travels_as_its_own_revision_and_the_last_is_current(ward: Ward, centre: Centre) -> None:
    uid = ward.save(1).uid
    ward.save(2, uid=uid)
    ward.send(centre.transport)
    ward.save(3, uid=uid)
    assert ward.state(uid) == "saved"
    ward.send(centre.transport)
    with centre.store.reading() as connection:
        current = connection.execute(tables.activities.select()).one()
    assert (current.revision, current.values["title"], current.conflict) == (3, ward.activities.get(uid).title, False)
    assert_whole(ward, centre.store)


def test_what_is_in_the_bin_is_told_and_no_longer_counted(ward: Ward, centre: Centre) -> None:
    from sync.central.offices import lines, offices

    uid = ward.save(1).uid
    ward.save(2)
    ward.send(centre.transport)
    ward.activities.bin(uid)
    ward.send(centre.transport)
    assert offices(centre.store)[0].activities == 1
    assert len(list(lines(centre.store))) == 1
    assert_whole(ward, centre.store)


def test_a_refused_activity_shows_its_reason_and_the_others_go_through(ward: Ward, centre: Centre) -> None:
    good = ward.fill(5)
    bad = ward.save(6).uid
    # The ward's program is older than a rule of the centre: here the rule is broken behind the form's back.
    ward.forge(bad, printed=10, handed_out=11)
    more = ward.save(7).uid
    summary = ward.send(centre.transport)
    assert (summary.stored, summary.refused, summary.left) == (7, 1, 0)
    assert {ward.state(uid) for uid in [*good, more]} == {"sent"}
    assert ward.state(bad) == "refused"
    assert [problem.field for problem in ward.activities.reason(bad)] == ["handed_out"]
    with centre.store.reading() as connection:
        kept = connection.execute(tables.revisions.select().where(tables.revisions.c.problems.is_not(None))).all()
    assert [row.values["printed"] for row in kept] == [10]
    ward.save(6, uid=bad)
    assert ward.send(centre.transport).stored == 1
    assert ward.state(bad) == "sent"


def test_a_lost_answer_is_asked_for_again_and_is_the_same_receipt(ward: Ward, centre: Centre) -> None:
    ward.fill(10)
    lost: list[bytes] = []
    asked: list[str] = []

    def lose_the_first(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        asked.append(request.url.path)
        response = forward(request)
        if request.url.path == "/v1/sync" and not lost:
            lost.append(body_of(response))
            raise httpx2.ReadError("connection reset")
        return response

    summary = ward.send(Between(centre.transport, lose_the_first))
    assert summary.stored == 10
    assert asked.count("/v1/sync") == 1, "not a byte of the batch goes twice"
    kept = ward.book.query("SELECT receipt FROM sealed_receipts")[0][0]
    assert lost[0].startswith(kept)


def test_a_batch_the_centre_never_had_goes_once_more(ward: Ward, centre: Centre) -> None:
    ward.fill(10)
    bodies: list[bytes] = []

    def lose_the_question(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        bodies.append(request.read())
        if len(bodies) == 1:
            raise httpx2.WriteError("connection reset")
        return forward(request)

    assert ward.send(Between(centre.transport, only_batches(lose_the_question))).stored == 10
    assert bodies[0] == bodies[1]


def test_what_arrived_before_the_program_ended_is_known_the_next_time(ward: Ward, centre: Centre) -> None:
    ward.fill(10)

    def lose(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        forward(request).read()
        raise httpx2.ReadError("connection reset")

    def lose_and_die(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if request.url.path.startswith("/v1/receipt/"):
            raise httpx2.ConnectError("no route")
        return only_batches(lose)(request, forward)

    with pytest.raises(Offline):
        ward.send(Between(centre.transport, lose_and_die))
    assert ward.outbox.counts().waiting == 10
    asked: list[str] = []

    def note(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        asked.append(request.url.path)
        return forward(request)

    summary = ward.send(Between(centre.transport, note))
    assert (summary.stored, summary.known, summary.left) == (10, 0, 0)
    assert asked[0].startswith("/v1/receipt/"), "what arrived is asked for, not sent again"
    assert summary.bytes_up < 400
    assert_whole(ward, centre.store)


def test_a_revoked_device_is_told_so_and_nothing_of_it_is_stored(ward: Ward, centre: Centre) -> None:
    ward.fill(2)
    ward.send(centre.transport)
    Enrolments(centre.store).revoke(ward.book.setting("device")["id"], now=centre.now)
    ward.fill(2)
    with pytest.raises(Refused) as caught:
        ward.send(centre.transport)
    assert caught.value.sentence == states.SENTENCES["revoked"]
    assert (ward.outbox.counts().waiting, centre.count(tables.revisions)) == (2, 2)


def test_a_device_let_in_anew_after_being_revoked_goes_on(ward: Ward, centre: Centre) -> None:
    ward.fill(2)
    ward.send(centre.transport)
    Enrolments(centre.store).revoke(ward.book.setting("device")["id"], now=centre.now)
    ward.fill(2)
    enrolment.keep_office_file(ward.book, centre.office())
    assert ward.send(centre.transport).stored == 2
    assert_whole(ward, centre.store)


def test_a_centre_of_another_protocol_is_told_apart(ward: Ward, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    ward.fill(1)
    ward.send(centre.transport)
    ward.fill(1)
    monkeypatch.setattr(wire, "PROTOCOL", wire.MAX_PROTOCOL + 1)
    with pytest.raises(TooNew):
        ward.send(centre.transport)
    monkeypatch.setattr(wire, "PROTOCOL", wire.MIN_PROTOCOL - 1)
    with pytest.raises(TooOld):
        ward.send(centre.transport)
    assert ward.outbox.counts().waiting == 1


@pytest.mark.parametrize("place", [0, 17, 39])
def test_a_poison_revision_is_found_by_halving_and_set_aside(ward: Ward, centre: Centre, place: int) -> None:
    ward.fill(place)
    poison = ward.save(77, results="hạt sạn").uid
    ward.fill(39 - place)

    def choke(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        # A centre that cannot read what is in this batch turns it down whole, and seals that it did.
        opened = wire.open_batch(request.read())
        if any(row.values.get("results") == "hạt sạn" for row in wire.read_batch(opened).revisions):
            said = problem(centre.store.secret, opened.digest, stop_of(frame.rejected("unreadable")))
            return answer(said.status_code, headers=dict(said.headers), content=bytes(said.body))
        return forward(request)

    summary = ward.send(Between(centre.transport, only_batches(choke)))
    assert (summary.stored, summary.refused, summary.left) == (39, 1, 0)
    assert ward.state(poison) == "refused"
    assert ward.activities.reason(poison)[0].sentence == states.SENTENCES["malformed"]
    assert len(held(centre.store)) == 39


def test_who_saved_and_what_is_declared_local_never_leave_the_pc(ward: Ward, centre: Centre) -> None:
    sent: list[str] = []
    ward.save(1, person="Người Phụ Trách", phone="0905 123 456", results="Kết quả chung")

    def listen(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        sent.append(repr(wire.read_batch(wire.open_batch(request.read()))))
        return forward(request)

    ward.send(Between(centre.transport, only_batches(listen)))
    assert "Kết quả chung" in sent[0]
    for name in ("Người Phụ Trách", "0905", "Văn thư"):
        assert name not in sent[0]
    kept = next(iter(held(centre.store).values()))[0]
    assert "person" not in kept
    assert ward.activities.history(ward.activities.rows(ward.activities.first(Query(), 1))[0].uid)[0].values["phone"]


def test_a_revision_too_big_for_the_wire_is_set_aside_here(ward: Ward, centre: Centre) -> None:
    import random

    ward.fill(3)
    big = ward.save(4, results="x").uid
    ward.forge(big, results=random.Random(5).randbytes(1_500_000).hex())
    ward.fill(3)
    summary = ward.send(centre.transport)
    assert (summary.stored, summary.refused, summary.left) == (7, 1, 0)
    assert ward.state(big) == "refused"


def test_stopping_leaves_the_rest_waiting(ward: Ward, centre: Centre) -> None:
    ward.fill(100)
    done: list[int] = []
    summary = ward.sender(centre.transport).send(lambda sent, _: done.append(sent), lambda: done[-1] >= 20)
    assert 20 <= summary.stored < 100 and summary.stored + summary.left == 100 and not summary.complete
    assert ward.outbox.counts().waiting == summary.left


def test_what_is_saved_while_sending_waits_for_the_next_time(ward: Ward, centre: Centre) -> None:
    ward.fill(3)

    def save_meanwhile(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        ward.save(50)
        return forward(request)

    summary = ward.send(Between(centre.transport, only_batches(save_meanwhile)))
    assert (summary.queued_at_start, summary.stored, summary.left) == (3, 3, 0)
    assert ward.outbox.counts().waiting == 1


def test_a_slow_line_gets_smaller_batches(ward: Ward, centre: Centre) -> None:
    ticks, sizes = iter(range(0, 10**9, 30)), []

    def count(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        sizes.append(wire.open_batch(request.read()).header[4])
        return forward(request)

    ward.fill(200)
    Sender(ward.book, transport=Between(centre.transport, only_batches(count)), clock=lambda: next(ticks)).send()
    assert sizes[0] == 94 and sizes[1] < sizes[0]


def test_a_wrong_clock_is_told_and_harms_nothing(ward: Ward, centre: Centre) -> None:
    ward.fill(2)
    ward.send(centre.transport)
    centre.now += timedelta(minutes=42)
    ward.fill(2)
    summary = ward.send(centre.transport)
    assert summary.complete
    assert "42 phút" in summary.note


def test_two_senders_at_once_store_everything_once(ward: Ward, centre: Centre) -> None:
    ward.fill(90)
    second, sent = Book.open(ward.folder), []

    def meanwhile(request: httpx2.Request, forward: Forward) -> httpx2.Response:
        if not sent:
            sent.append(1)
            sent.append(Sender(second, transport=centre.transport).send().stored)
        return forward(request)

    summary = ward.send(Between(centre.transport, only_batches(meanwhile)))
    second.close()
    assert sent[1] == 90
    assert (summary.stored, summary.left) == (0, 0) and summary.known > 0  # the other one's receipts count the rest
    assert_whole(ward, centre.store)


def test_a_book_without_an_office_file_says_what_to_do(ward: Ward, centre: Centre) -> None:
    ward.book.set("enrolment", None)
    ward.save(1)
    with pytest.raises(SyncError, match="tệp đơn vị"):
        ward.send(centre.transport)


def test_frames_have_one_digest(ward: Ward, centre: Centre) -> None:
    ward.fill(1)
    ward.send(centre.transport)
    with centre.store.reading() as connection:
        kept = connection.execute(tables.inbox.select()).one()
    assert kept.digest == frame.digest(kept.body)
