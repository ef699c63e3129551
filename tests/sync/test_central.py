"""The centre's doors, knocked at by friend and foe."""

import asyncio
import base64
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from desktop.models.errors import InputError, Refused, StoreError
from sync import frame, seal, wire
from sync.central import tables
from sync.central.enrolments import Enrolments
from sync.central.store import FILE_NAME, open_folder, open_url
from sync.wire import Batch, Cursor, WireRevision
from tests.sync.wards import UNIT, Centre, Ward, held, leaflet

OTHER = "20194"
START = Cursor()


class Pc:
    """A device that speaks the wire by hand, so that it can also lie."""

    def __init__(self, centre: Centre, unit: str = UNIT) -> None:
        self.centre = centre
        self.secret = seal.new_secret()
        self.id, self.unit = self.enrol(centre.office(unit).code)

    def enrol(self, code: str) -> tuple[bytes, str]:
        key = seal.public_key(self.secret)
        proof = seal.sign(self.secret, seal.ENROL_LABEL, code.encode(), b"\n", key)
        device, unit, self.approved = Enrolments(self.centre.store).admit(code, key, proof, now=self.centre.now)
        return bytes.fromhex(device), unit

    def batch(self, *revisions: WireRevision, cursor: Cursor = START, room: int = 0, whole: bool = False) -> Batch:
        return Batch(self.id, os.urandom(8), 1_795_000_000, cursor, room, whole, revisions)

    def sealed(self, *revisions: WireRevision) -> bytes:
        return seal.seal_batch(self.batch(*revisions), self.secret, {}).body

    def post(self, batch: Batch, *, secret: bytes | None = None) -> tuple[int, bytes]:
        return self.send(seal.seal_batch(batch, secret or self.secret, {}).body)

    def send(self, body: bytes) -> tuple[int, bytes]:
        answer = self.centre.client.post("/v1/sync", content=body, headers={"content-type": wire.BATCH_TYPE})
        return answer.status_code, answer.content

    def ask(self, *revisions: WireRevision, **more: Any) -> wire.Receipt:
        status, body = self.post(self.batch(*revisions, **more))
        assert status == 200, body
        opened = wire.open_receipt(body)
        seal.verify(opened, self.centre.store.public_key)
        return wire.read_receipt(opened)

    def say(self, *revisions: WireRevision) -> list[str]:
        return [verdict.verdict for verdict in self.ask(*revisions).verdicts]


def revision(uid: int = 1, number: int = 1, **changed: object) -> WireRevision:
    made = WireRevision(uid=UUID(int=uid).bytes, revision=1, parents=(), kind="TOROI", kind_version=1,
                        at="2026-11-23T08:00:00.000+00:00", pc=bytes(8), incarnation=bytes(4), binned=False,
                        values=leaflet(number))  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


def current(centre: Centre) -> Any:
    with centre.store.reading() as connection:
        return connection.execute(select(tables.activities)).one()


@pytest.fixture
def pc(centre: Centre) -> Pc:
    return Pc(centre)


def name_of(body: bytes) -> str:
    said = json.loads(body)
    assert set(said) == {"type", "title", "status", "detail"}
    return str(said["title"])


def test_a_revision_is_stored_once_however_often_it_comes(pc: Pc, centre: Centre) -> None:
    assert pc.say(revision(1), revision(2)) == ["stored", "stored"]
    assert pc.say(revision(1), revision(3), revision(3)) == ["known", "stored", "known"]
    assert [len(found) for found in held(centre.store).values()] == [1, 1, 1]


def test_the_same_bytes_again_get_the_same_receipt(pc: Pc, centre: Centre) -> None:
    body = pc.sealed(revision())
    first = pc.send(body)
    centre.now += timedelta(hours=1)
    assert pc.send(body) == first
    assert centre.count(tables.inbox) == 1


def test_the_same_bytes_at_the_same_time_are_stored_once(pc: Pc, centre: Centre) -> None:
    body = pc.sealed(*(revision(i + 1, i) for i in range(60)))
    other = pc.sealed(*(revision(i + 1, i) for i in range(60)))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(pc.send, [body, other] * 4))
    assert {status for status, _ in answers} == {200}
    assert len({receipt for _, receipt in answers}) == 2
    assert (centre.count(tables.revisions), centre.count(tables.inbox)) == (60, 2)


def test_the_database_itself_refuses_a_second_copy(pc: Pc, centre: Centre) -> None:
    pc.say(revision())
    with centre.store.reading() as connection:
        row = dict(connection.execute(select(tables.revisions)).one()._mapping)
    for changed in ({}, {"position": row["position"] + 1}, {"rid": bytes(32)}):
        with pytest.raises(DatabaseError), centre.store.tx() as connection:
            connection.execute(tables.revisions.insert().values(row | changed))


@pytest.mark.parametrize("table", ["inbox", "revisions"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET device = device"])
def test_what_was_received_cannot_be_changed(pc: Pc, centre: Centre, table: str, act: str) -> None:
    pc.say(revision())
    with pytest.raises(DatabaseError, match="append-only"), centre.store.tx() as connection:
        connection.execute(text(act.format(table)))


def test_two_contents_of_one_revision_are_both_kept_and_flagged(pc: Pc, centre: Centre) -> None:
    one, other = revision(1, 1), revision(1, 2)
    assert pc.say(one) == ["stored"] and pc.say(other) == ["stored"]
    assert [len(found) for found in held(centre.store).values()] == [2]
    shown = max((one, other), key=lambda made: made.rid)
    assert (current(centre).conflict, current(centre).values["title"]) == (True, shown.values["title"])
    chosen = revision(1, 3, revision=3, parents=(one.rid[:8], other.rid[:8]))
    pc.say(chosen)
    assert (current(centre).conflict, current(centre).values) == (False, leaflet(3))


def test_what_it_was_made_from_counts_not_what_came_last(pc: Pc, centre: Centre) -> None:
    first = revision(1, 1)
    second = revision(1, 2, revision=2, parents=(first.rid[:8],))
    third = revision(1, 3, revision=3, parents=(second.rid[:8],))
    for late in (third, first, second):
        pc.say(late)
    assert (current(centre).revision, current(centre).values, current(centre).conflict) == (3, leaflet(3), False)


def test_edits_of_different_fields_on_two_pcs_merge(pc: Pc, centre: Centre) -> None:
    first = revision(1, 1)
    pc.say(first)
    mine = revision(1, revision=2, parents=(first.rid[:8],), values=leaflet(1) | {"results": "Tốt"})
    theirs = revision(1, revision=2, parents=(first.rid[:8],), values=leaflet(1) | {"difficulties": "Mưa"})
    pc.say(mine)
    pc.say(theirs)
    assert (current(centre).conflict, current(centre).values) == (False, leaflet(1) | {"results": "Tốt", "difficulties": "Mưa"})


def test_the_unit_comes_from_the_key(pc: Pc, centre: Centre) -> None:
    stranger = Pc(centre, OTHER)
    stranger.say(revision(values=leaflet(1) | {"unit": UNIT}))
    pc.say(revision())
    with centre.store.reading() as connection:
        rows = connection.execute(select(tables.activities.c.unit)).scalars().all()
    assert sorted(rows) == sorted([UNIT, OTHER])


def test_nobody_speaks_for_another_device(pc: Pc, centre: Centre) -> None:
    thief = Pc(centre, OTHER)
    for batch, secret in (
        (replace(pc.batch(revision()), device=pc.id), thief.secret),
        (replace(pc.batch(revision()), device=bytes(16)), thief.secret),
        (thief.batch(revision()), pc.secret),
        (pc.batch(revision()), seal.new_secret()),
    ):
        status, body = pc.post(batch, secret=secret)
        assert (status, name_of(body)) == (401, "unknown-device")
    assert centre.count(tables.revisions) == centre.count(tables.inbox) == 0


def test_the_seal_is_judged_before_any_work(pc: Pc, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("inflated before the seal was judged")

    body = seal.seal_batch(pc.batch(revision()), seal.new_secret(), {}).body
    monkeypatch.setattr(frame, "inflate", never)
    assert pc.send(body)[0] == 401


def test_a_revoked_device_is_refused_and_its_data_kept(pc: Pc, centre: Centre) -> None:
    pc.say(revision())
    Enrolments(centre.store).revoke(pc.id.hex(), now=centre.now)
    status, body = pc.post(pc.batch(revision(2)))
    assert (status, name_of(body), centre.count(tables.revisions)) == (403, "revoked", 1)


def test_a_wrong_revision_is_refused_with_its_field_and_kept_apart(pc: Pc, centre: Centre) -> None:
    wrong = revision(2, values=leaflet(2) | {"handed_out": 10**9})
    status, body = pc.post(pc.batch(revision(), wrong, revision(3, kind="KHONGCO")))
    verdicts = wire.read_receipt(wire.open_receipt(body)).verdicts
    assert [(v.verdict, [p.field for p in v.problems]) for v in verdicts] == [
        ("stored", []), ("refused", ["handed_out"]), ("refused", ["kind"])]  # fmt: skip
    assert (status, centre.count(tables.activities), centre.count(tables.revisions)) == (200, 1, 3)
    assert pc.say(wrong) == ["refused"]
    assert centre.count(tables.revisions) == 3


def test_what_a_newer_declaration_added_is_kept(pc: Pc, centre: Centre) -> None:
    values = leaflet(1) | {"added_next_year": {"a": [1, "b"]}}
    assert pc.say(revision(values=values, kind_version=99)) == ["stored"]
    assert list(held(centre.store).values()) == [[values]]


def test_bodies_that_are_no_batch_are_turned_down(pc: Pc, centre: Centre) -> None:
    good = pc.sealed(revision())
    for body, status in ((b"", 400), (b"x" * 100, 400), (good[:-1], 401), (good + b"x", 401), (b"x" * (wire.MAX_BODY + 1), 413)):
        answer = pc.send(body)
        assert answer[0] == status
        name_of(answer[1])
    answer = centre.client.post("/v1/sync", content=good, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert centre.count(tables.inbox) == 0


def test_a_body_is_counted_while_it_is_read(centre: Centre) -> None:
    taken, said = [], []

    async def endless() -> dict[str, object]:
        taken.append(100_000)
        return {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

    async def heard(message: dict[str, object]) -> None:
        said.append(message.get("status"))

    scope = {"type": "http", "method": "POST", "path": "/v1/sync", "raw_path": b"/v1/sync", "query_string": b"",
             "headers": [(b"content-type", wire.BATCH_TYPE.encode())], "http_version": "1.1", "scheme": "http"}  # fmt: skip
    asyncio.run(centre.app(scope, endless, heard))  # type: ignore[arg-type]
    assert said[0] == 413
    assert wire.MAX_BODY < sum(taken) <= wire.MAX_BODY + 200_000


def test_a_store_that_cannot_write_says_come_back(pc: Pc, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OperationalError("INSERT", {}, sqlcipher3.dbapi2.OperationalError("database or disk is full"))

    monkeypatch.setattr("sync.central.standing.renew", full)
    answer = centre.client.post("/v1/sync", content=pc.sealed(revision()),
                                headers={"content-type": wire.BATCH_TYPE})  # fmt: skip
    assert (answer.status_code, answer.headers["retry-after"], name_of(answer.content)) == (503, "60", "full")
    monkeypatch.undo()
    assert (centre.count(tables.inbox), centre.count(tables.revisions)) == (0, 0)
    assert pc.say(revision()) == ["stored"]


def test_a_fault_of_ours_shows_nothing_of_the_inside(pc: Pc, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.central.standing.renew", lambda *_: 1 / 0)
    status, body = pc.post(pc.batch(revision()))
    assert (status, name_of(body)) == (500, "fault")
    assert b"ZeroDivision" not in body and b"Traceback" not in body


def test_the_centre_shows_itself(centre: Centre) -> None:
    nonce = os.urandom(16)
    answer = centre.client.get("/v1/hello", params={"nonce": nonce.hex()})
    assert answer.json()["nonce"] == nonce.hex()
    assert len(answer.content) < 300
    signature = base64.b64decode(answer.headers["sophuong-seal"])
    parts = seal.answer_parts(200, frame.digest(nonce), answer.content)
    assert seal.signed_by(centre.store.public_key, signature, *parts)
    assert centre.client.get("/v1/hello").status_code == 422
    assert centre.client.get("/v1/health").json() == {"status": "ok"}
    assert centre.client.get("/etc/passwd").status_code == 404
    assert centre.client.get("/v1/sync").status_code == 405


def test_the_contract_is_served(centre: Centre) -> None:
    said = centre.client.get("/openapi.json").json()
    assert {path for path in said["paths"] if path.startswith("/v1/")} == {"/v1/hello", "/v1/health", "/v1/enrol", "/v1/rotate", "/v1/sync",
                                  "/v1/office/{lookup}", "/v1/photo/{sha256}", "/v1/receipt/{digest}"}
    batch = said["paths"]["/v1/sync"]["post"]
    assert wire.BATCH_TYPE in batch["requestBody"]["content"]
    assert wire.RECEIPT_TYPE in batch["responses"]["200"]["content"]
    assert {"400", "401", "403", "413", "426", "503"} <= set(batch["responses"])


def test_a_code_lets_one_device_in_once(centre: Centre) -> None:
    pc, code = Pc(centre), centre.office().code
    first = Pc.__new__(Pc)
    first.centre, first.secret = centre, seal.new_secret()
    ident = first.enrol(code)
    assert ident[1] == UNIT
    assert first.enrol(code) == ident
    assert first.enrol(code.lower().replace("-", " ")) == ident
    with pytest.raises(Refused, match="đã được dùng"):
        pc.__class__.enrol(_stranger(centre), code)


def _stranger(centre: Centre) -> Pc:
    made = Pc.__new__(Pc)
    made.centre, made.secret = centre, seal.new_secret()
    return made


def test_a_code_ends_after_a_day_and_must_be_right(centre: Centre) -> None:
    code = centre.office().code
    centre.now += timedelta(hours=24, seconds=1)
    with pytest.raises(Refused, match="hết hạn"):
        _stranger(centre).enrol(code)
    with pytest.raises(Refused, match="không đúng"):
        _stranger(centre).enrol("0" * 26)
    with pytest.raises(InputError):
        centre.office("99999")


def test_a_key_that_is_not_proven_is_not_let_in(centre: Centre) -> None:
    code, mine, other = centre.office().code, seal.new_secret(), seal.public_key(seal.new_secret())
    proof = seal.sign(mine, seal.ENROL_LABEL, code.encode(), b"\n", other)
    with pytest.raises(Refused):
        Enrolments(centre.store).admit(code, other, proof, now=centre.now)


def test_many_at_once_with_one_code_let_one_in(centre: Centre) -> None:
    code = centre.office().code

    def try_once(_: int) -> bool:
        try:
            return bool(_stranger(centre).enrol(code))
        except Refused:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_once, range(40))) == 1
    assert centre.count(tables.devices) == 1


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b"{" * 3000, b'{"code":1,"public_key":"","proof":""}', b"\xff", b"x" * 5000]
)
def test_an_odd_enrolment_is_turned_down(centre: Centre, body: bytes) -> None:
    answer = centre.client.post("/v1/enrol", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (413, 422)
    name_of(answer.content)


def test_codes_are_kept_only_as_hashes(centre: Centre, ward: Ward) -> None:
    code = ward.book.setting("enrolment")["code"].replace("-", "").encode()
    raw = b"".join(path.read_bytes() for path in (ward.folder.parent / "centre").iterdir())
    assert code not in raw and raw


def test_an_opened_centre_is_safe_against_power_cuts_and_closed_to_others(centre: Centre) -> None:
    with centre.store.reading() as connection:
        facts = {name: connection.execute(text(f"PRAGMA {name}")).scalar()
                 for name in ("journal_mode", "synchronous", "foreign_keys")}  # fmt: skip
        version = str(connection.execute(text("SELECT sqlite_version()")).scalar())
        assert tuple(int(part) for part in version.split(".")) >= (3, 51, 3)
        path = connection.execute(text("PRAGMA database_list")).all()[0][2]
    assert facts == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert os.stat(path).st_mode & 0o077 == 0


def test_two_kinds_of_database_are_served() -> None:
    for url in ("nonsense", "mysql://x", "sqlite://", "postgresql://"):
        with pytest.raises(InputError, match="SQLite hoặc PostgreSQL"):
            open_url(url)
    with pytest.raises(InputError, match="--data"):
        open_url("postgresql://localhost/x")


def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="127.0.0.1/sophuong") as told:
        open_url("postgresql://centre:kh0ng-ai-biet@127.0.0.1:9/sophuong", tmp_path)
    assert "kh0ng" not in told.value.sentence + str(told.value.details)


def test_a_file_that_is_no_centre_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"these are notes, not a database" * 200)
    with pytest.raises(StoreError, match="kho của trung tâm"):
        open_url(f"sqlite:///{path}")
    assert path.read_bytes() == b"these are notes, not a database" * 200


def test_a_folder_of_any_name_holds_a_centre(tmp_path: Path) -> None:
    folder = tmp_path / "trung tâm #1?x=y%20"
    first = open_folder(folder)
    first.close()
    second = open_folder(folder)
    second.close()
    assert (first.box_secret, first.secret) == (second.box_secret, second.secret)
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]
