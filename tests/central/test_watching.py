"""What the two people who run it look at, the workers they run, and what a full centre says to the real sender."""

import io
import json
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from desktop.models.errors import Offline
from desktop.models.kinds import Kinds
from sync import enrolment
from sync.central.answers import full, problem
from sync.central.app import make_app
from sync.central.store import ADDRESS_NAME, open_folder
from tests.sync.test_central import Pc, revision
from tests.sync.wards import UNIT, Between, Centre, Running, Ward, answer, assert_whole, invite, only_batches


def test_alive_ready_and_figures(centre: Centre) -> None:
    pc = Pc(centre)
    pc.say(revision(1), revision(2))
    assert centre.client.get("/healthz").text == "ok\n"
    assert centre.client.get("/readyz").text == "ready\n"
    said = centre.client.get("/metrics").text
    assert "sophuong_revisions 2.0" in said and "sophuong_batches 1.0" in said
    assert 'sophuong_requests_total{door="/v1/sync",status="200"} 1.0' in said
    assert centre.client.get("/metrics", headers={"x-forwarded-for": "10.0.0.9"}).status_code == 404
    assert "/healthz" not in centre.client.get("/openapi.json").json()["paths"]


def test_a_database_that_is_away_is_told_as_not_ready(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.central.schema.state", lambda connection: "0001")
    said = centre.client.get("/readyz")
    assert (said.status_code, said.headers["retry-after"]) == (503, "60")
    assert centre.client.get("/healthz").status_code == 200


def test_a_line_for_each_request_names_nobody(tmp_path: Path, kinds: Kinds) -> None:
    store, lines = open_folder(tmp_path), io.StringIO()
    client = TestClient(make_app(store, kinds, now=lambda: datetime.now(UTC), log=lines))
    asked = client.get("/v1/receipt/" + "ab" * 32, headers={"Sophuong-Device": "cd" * 16})
    client.get("/nguyen-van-an")
    first, *others = map(json.loads, lines.getvalue().splitlines())
    assert (first["door"], first["status"], first["request"]) == ("/v1/receipt/{digest}", 401, asked.headers["x-request-id"])
    assert others and all(set(other) == set(first) for other in others)
    assert "abab" not in lines.getvalue() and "cdcd" not in lines.getvalue() and "nguyen" not in lines.getvalue()
    store.close()


def test_the_sender_waits_as_long_as_a_full_centre_says(ward: Ward, centre: Centre) -> None:
    ward.fill(3)
    times: list[int] = []

    def busy(request: httpx2.Request, forward: Any) -> httpx2.Response:
        times.append(1)
        said = problem(centre.store.secret, None, full(7))
        return answer(503, headers=dict(said.headers), content=bytes(said.body))

    with pytest.raises(Offline):
        ward.send(Between(centre.transport, only_batches(busy)))
    assert len(times) == 1
    assert ward.send(centre.transport).stored == 3


@pytest.fixture
def ward(tmp_path: Path, kinds: Kinds, centre: Centre) -> Any:
    made = Ward(tmp_path / "ward", kinds)
    enrolment.keep_office_file(made.book, centre.office())
    yield made
    made.book.close()


@pytest.mark.long
def test_several_workers_serve_one_door_and_one_that_dies_is_replaced(tmp_path: Path, kinds: Kinds, database: str) -> None:
    (tmp_path / "many").mkdir()
    (tmp_path / "many" / ADDRESS_NAME).write_text(database)
    running = Running(tmp_path / "many", options=("--workers", "2", "--log"))
    running.start()
    store = open_folder(running.folder)
    ward = Ward(tmp_path / "ward", kinds)
    try:
        enrolment.keep_office_file(ward.book, invite(store, UNIT, url=running.url, now=datetime.now(UTC)))
        ward.fill(40)
        assert ward.send().stored == 40
        assert running._process is not None
        children = Path(f"/proc/{running._process.pid}/task/{running._process.pid}/children").read_text().split()
        assert len(children) == 2
        os.kill(int(children[0]), signal.SIGKILL)
        ward.fill(20)
        assert ward.send().stored == 20
        assert_whole(ward, store)
        assert running.stop() == (0, "")
    finally:
        store.close()
        ward.book.close()
        if not running.is_dead():
            running.kill()
