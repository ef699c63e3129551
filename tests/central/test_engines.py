"""What must hold on SQLite and PostgreSQL alike: once, whole, in order, summed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from sync import seal
from sync.central import reviewing, tables, totals
from sync.central.enrolments import Enrolments
from sync.central.totals import Total
from tests.sync.test_central import OTHER, Pc, _stranger, revision
from tests.sync.wards import UNIT, Centre, held, leaflet


@pytest.fixture
def pc(centre: Centre) -> Pc:
    return Pc(centre)


def sums_agree(centre: Centre) -> None:
    with centre.store.reading() as connection:
        assert totals.kept(connection) == totals.counted(connection) != {}


def test_a_revision_is_stored_once_and_a_receipt_stays(pc: Pc, centre: Centre) -> None:
    body = pc.sealed(revision(1), revision(2, values=leaflet(2) | {"handed_out": 10**9}))
    first = pc.send(body)
    centre.now += timedelta(hours=1)
    assert first[0] == 200 and pc.send(body) == first
    assert pc.say(revision(1), revision(3), revision(3)) == ["known", "stored", "known"]
    assert [len(found) for found in held(centre.store).values()] == [1, 1, 1]
    with centre.store.reading() as connection:
        assert connection.execute(select(tables.inbox.c.serial).order_by(tables.inbox.c.serial)).scalars().all() == [1, 2]
    sums_agree(centre)


def test_many_at_once_are_stored_once_in_one_order(pc: Pc, centre: Centre) -> None:
    others = [Pc(centre, OTHER)]
    bodies = [pc.sealed(*(revision(i + 1, i) for i in range(start, start + 30))) for start in (0, 10, 20)]
    bodies += [others[0].sealed(*(revision(i + 1, i) for i in range(40)))]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(pc.send, bodies * 4))
    assert {status for status, _ in answers} == {200}
    assert len({receipt for _, receipt in answers}) == 4
    assert (centre.count(tables.revisions), centre.count(tables.activities), centre.count(tables.inbox)) == (90, 90, 4)
    with centre.store.reading() as connection:
        query = select(tables.revisions.c.position).where(tables.revisions.c.unit == UNIT).order_by(tables.revisions.c.position)
        assert connection.execute(query).scalars().all() == list(range(1, 51))
    sums_agree(centre)


def test_many_at_once_with_one_code_let_one_in(centre: Centre) -> None:
    code = centre.office().code

    def try_once(_: int) -> bool:
        return _status(centre, code) == 200

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(24))) == 1
    assert centre.count(tables.devices) == 1


def _status(centre: Centre, code: str) -> int:
    pc = _stranger(centre)
    key = seal.public_key(pc.secret)
    proof = seal.sign(pc.secret, seal.ENROL_LABEL, code.encode(), b"\n", key)
    asked = {"code": code, "public_key": key.hex(), "proof": proof.hex()}
    return centre.client.post("/v1/enrol", json=asked).status_code


def test_two_codes_of_one_unit_at_once_make_one_first_device(centre: Centre) -> None:
    codes = [centre.office().code for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda code: _status(centre, code), codes)) == {200}
    with centre.store.reading() as connection:
        approved = select(tables.devices.c.id).where(tables.devices.c.approved_at.is_not(None))
        assert len(connection.execute(approved).all()) == 1


@pytest.mark.parametrize("table", ["inbox", "revisions"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET device = device"])
def test_what_was_received_cannot_be_changed(pc: Pc, centre: Centre, table: str, act: str) -> None:
    pc.say(revision())
    with pytest.raises(DatabaseError, match="append-only"), centre.store.tx() as connection:
        connection.execute(text(act.format(table)))


def test_sums_follow_every_change(pc: Pc, centre: Centre, kinds: object) -> None:
    first = revision(1, 1, values=leaflet(1) | {"starts_on": "2026-07-03", "printed": 500, "handed_out": 400})
    pc.say(first, revision(2, 2, values=leaflet(2) | {"starts_on": "2026-08-09", "printed": 90, "handed_out": 9}))
    Pc(centre, OTHER).say(revision(3, 3, values=leaflet(3) | {"starts_on": "2026-08-10", "printed": 7, "handed_out": 7}))
    changed = revision(1, revision=2, parents=(first.rid[:8],), values={**first.values, "printed": 450, "starts_on": "2026-08-01"})
    pc.say(changed)
    with centre.store.reading() as connection:
        assert totals.ask(connection) == [Total(OTHER, "", "", "", 1), Total(UNIT, "", "", "", 2)]
        asked = totals.ask(connection, by=("month", "kind"), measures=("", "printed"), since="2026-08", until="2026-08", units=(UNIT,))
        assert asked == [Total("", "2026-08", "TOROI", "", 2), Total("", "2026-08", "TOROI", "printed", 540)]
    pc.say(revision(1, revision=3, parents=(changed.rid[:8],), values=changed.values, binned=True))
    with centre.store.reading() as connection:
        assert totals.ask(connection, units=(UNIT,)) == [Total(UNIT, "", "", "", 1)]
    sums_agree(centre)


def test_texts_of_every_kind_come_back_as_they_were_sent(pc: Pc, centre: Centre) -> None:
    odd = leaflet(1) | {"newer": {"a": [1, "Đà \u0000 \\ \" \t {,} \U0001f600", None, 1.5, True]}}
    assert pc.say(revision(1, values=odd, kind_version=99)) == ["stored"]
    assert list(held(centre.store).values()) == [[odd]]
    assert pc.post(pc.batch(revision(2, kind="TO\0ROI")))[0] == 400


def test_a_page_and_the_words_on_an_activity_come_down(pc: Pc, centre: Centre, kinds: object) -> None:
    pc.say(revision(1), revision(2))
    uid = str(__import__("uuid").UUID(int=1))
    reviewing.review(centre.store, kinds, uid, "locked", remarks={}, now=centre.now)  # type: ignore[arg-type]
    receipt = pc.ask(room=100_000)
    assert receipt.page is not None and len(receipt.page.entries) == 2 and len(receipt.items) == 1
    again = revision(1, 5, revision=2, parents=(revision(1).rid[:8],))
    assert pc.say(again) == ["refused"]
    Enrolments(centre.store).revoke(pc.id.hex(), now=centre.now)
    assert pc.post(pc.batch(revision(9)))[0] == 403
    assert centre.count(tables.quarantine) == 1
