"""The reading doors: who may, pages that hold still, sums, CSV, and a description that is complete."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from sync.central.api.tokens import SCOPES, Tokens
from tests.sync.wards import UNIT


@pytest.fixture
def read(centre):
    """Return a function that asks as a system with these scopes."""
    client = TestClient(centre.app, raise_server_exceptions=False)

    def asked(path, *scopes, unit="", days=1, **headers):
        token = Tokens(centre.store).make("thống kê", scopes or tuple(SCOPES), days=days, unit=unit, now=centre.now)
        return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"} | headers)

    return asked


def test_only_a_living_token_of_that_scope_and_unit_reads(centre, ward, read):
    client = TestClient(centre.app)
    assert client.get("/api/v1/units").status_code == 401
    assert client.get("/api/v1/units", headers={"Authorization": "Bearer spt_x"}).json()["type"].endswith("no-token")
    assert read("/activities", "totals").status_code == 403
    assert read("/totals", "activities").status_code == 403
    assert read(f"/units/{UNIT}/changes", unit="20194").status_code == 403
    assert [row["code"] for row in read("/units", unit="20194").json()] == ["20194"]
    assert read("/activities", unit="20194").json()["items"] == []
    token = Tokens(centre.store).make("cũ", ("totals",), days=1, now=centre.now)
    asked = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/units", headers=asked).status_code == 200
    Tokens(centre.store).revoke(Tokens(centre.store).all()[0][0], now=centre.now)
    assert client.get("/api/v1/units", headers=asked).status_code == 401
    later = Tokens(centre.store).make("hết hạn", ("totals",), days=1, now=centre.now - timedelta(days=2))
    assert client.get("/api/v1/units", headers={"Authorization": f"Bearer {later}"}).status_code == 401
    assert token.encode() not in (centre.store.folder / "trungtam.sqlite3").read_bytes()


def test_sums_are_those_of_the_activities(ward, read):
    rows = read("/totals?by=unit,kind").json()
    assert [(row["unit"], row["kind"], row["value"]) for row in rows] == [(UNIT, "TOROI", 3)]
    printed = sum(one["values"].get("printed", 0) for one in read("/activities").json()["items"])
    assert read("/totals?by=unit&measure=printed").json()[0]["value"] == printed > 0
    assert read("/totals?since=1999-01&until=1999-12").json() == []
    said = read("/totals?by=unit", Accept="text/csv")
    assert said.text.splitlines() == ["unit,month,kind,measure,value", f"{UNIT},,,,3"]


def test_pages_hold_still_while_more_comes_in(centre, ward, read):
    ward.fill(9)
    ward.send(centre.transport)
    there = {row[0] for row in ward.book.query("SELECT uid FROM activities")}
    seen, after = [], ""
    while after is not None:
        page = read(f"/activities?limit=5&after={after}").json()
        seen += [row["uid"] for row in page["items"]]
        after = page["next"]
        if len(seen) == 5:
            ward.fill(2)
            ward.send(centre.transport)
    assert len(seen) == len(set(seen)) and set(seen) >= there
    first = read(f"/units/{UNIT}/changes?limit=4").json()
    rest = read(f"/units/{UNIT}/changes?after={first['last']}&limit=500").json()
    assert [row["position"] for row in first["items"] + rest["items"]] == list(range(1, 15))
    assert read(f"/units/{UNIT}/changes?after={rest['last']}").json() == {"items": [], "last": 14}


def test_nothing_new_is_answered_without_a_body(centre, ward):
    client = TestClient(centre.app)
    asked = {"Authorization": f"Bearer {Tokens(centre.store).make('a', ('totals',), days=1, now=centre.now)}"}
    tag = client.get("/api/v1/units", headers=asked).headers["etag"]
    again = client.get("/api/v1/units", headers=asked | {"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_nothing_personal_is_read(centre, kinds, tmp_path, ward, read):
    local = {field.name for kind in kinds.values() for field in kind.fields if field.local}
    assert local
    said = read("/activities").text + read(f"/units/{UNIT}/changes").text
    assert not [name for name in local if f'"{name}"' in said]


@pytest.mark.parametrize("path", ["/totals?by=unit;drop", "/totals?since=2026-13", "/activities?limit=0", "/activities?limit=501",
                                  "/activities?after=x", "/units/abcde/changes", "/units/20242/changes?after=-1"])  # fmt: skip
def test_what_is_no_question_is_refused_in_words(read, path):
    answer = read(path)
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"


def test_the_description_is_complete(centre):
    told = TestClient(centre.app).get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path in ("/api/v1/units", "/api/v1/totals", "/api/v1/activities", "/api/v1/units/{unit}/changes"):
        door = told["paths"][path]["get"]
        assert door["description"] and door["security"] == [{"token": []}]
        assert {"200", "401", "403", "422", "429"} <= set(door["responses"])
    for name in ("UnitRow", "TotalRow", "ActivityRow", "ChangeRow"):
        shape = told["components"]["schemas"][name]["properties"]
        assert all("examples" in part or part.get("type") == "boolean" for part in shape.values()), name
