"""The console and the reading doors under attack: bodies without end, borrowed forms, foreign hosts, odd questions."""

import os
import random
import re

import pytest
from starlette.testclient import TestClient

from sync.central.api.tokens import SCOPES, Tokens
from sync.central.console.site import MOST
from tests.console.conftest import Browser
from tests.sync.wards import UNIT

ODD = ("", "\x00", "'", "\"><svg onload=1>", "../../etc/passwd", "%2e%2e%2f", "9" * 400, "-1", "1e309", "ế\u0301\u202e", "|", "a|b", "null",
       "[]", "{}", "2026-13", "0000-00", "2026-Q0", "NaN", "\ud7ff", "20242", "=1+1", "${7*7}", "{{7*7}}", "TAPHUAN", ",", "unit,unit")  # fmt: skip
DOORS = ("/bang/", "/bang/hoat-dong", "/bang/don-vi/{}", "/bang/hoat-dong/{}/{}", "/bang/xuat.{}", "/bang/may/{}", "/bang/cong-bo", "/bang/nhat-ky",
         "/bang/dang-nhap", "/bang/cap-tep", "/bang/static/{}", "/bang/fonts/{}", "/api/v1/units", "/api/v1/totals", "/api/v1/activities",
         "/api/v1/units/{}/changes", "/v1/hello", "/v1/enrol", "/v1/sync", "/v1/rotate", "/v1/receipt/{}", "/v1/photo/{}", "/v1/office/{}")  # fmt: skip
NAMES = ("unit", "kind", "since", "until", "review", "text", "after", "ky", "by", "measure", "limit", "nonce", "offset", "length", "csrf", "state",
         "reason", "field.title", "topic", "title", "units", "act", "url", "name", "password")  # fmt: skip
HEADERS = ("If-None-Match", "Accept", "Authorization", "Cookie", "Sophuong-Device", "Sophuong-Sign", "Content-Type", "X-Forwarded-Proto",
           "Sec-Fetch-Site", "Host")  # fmt: skip
LOOSE = re.compile("[^ -~]")


def test_a_form_without_end_is_cut_off_before_it_is_read(centre):
    taken = []

    def endless():
        while len(taken) < 100:
            taken.append(1)
            yield b"a" * 50_000

    client = TestClient(centre.app, raise_server_exceptions=False)
    answer = client.post("/bang/dang-nhap", content=endless(), headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413 and "rút gọn" in answer.text
    whole = b"name=" + b"a" * MOST
    said = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "10"}
    assert client.post("/bang/dang-nhap", content=whole, headers=said).status_code == 413
    many = "&".join(f"f{at}=1" for at in range(20_000))
    assert client.post("/bang/dang-nhap", content=many, headers=said | {"Content-Length": "x"}).status_code < 500


def test_no_page_leads_away_or_names_a_host_that_was_only_claimed(centre, ward, browse):
    browser = browse("admin")
    for path in ("/dang-nhap?next=https://evil.example", "/dang-nhap?next=//evil.example", "//evil.example", "/\\evil.example"):
        answer = browser.get(path, follow_redirects=False, headers={"Host": "localhost"})
        assert "evil.example" not in answer.headers.get("location", ""), path
    for path in ("/", "/hoat-dong", "/may", "/cong-bo"):
        assert "evil.example" not in browser.get(path, headers={"Host": "evil.example"}).text, path


def test_a_session_is_not_carried_over_a_sign_in_nor_by_an_address(centre, browse):
    browser = Browser(centre)
    browser.client.cookies.set("bang", "chosen-by-another", domain="localhost.local", path="/bang")
    other = browse("viewer")
    token = next(cookie.value for cookie in other.client.cookies.jar if cookie.name == "bang")
    assert token != "chosen-by-another" and len(token) >= 40
    assert TestClient(centre.app).get(f"/bang/?bang={token}", follow_redirects=False).status_code == 303


def test_photos_and_files_beside_the_doors_are_out_of_reach(centre, ward):
    client = TestClient(centre.app, raise_server_exceptions=False)
    for path in ("/v1/photo/..%2f..%2ftrungtam.sqlite3", "/v1/photo/" + "g" * 64, "/bang/static/..%2f..%2fusers.py", "/bang/fonts/%2e%2e/kinds",
                 "/bang/static/%00", "/bang/fonts//etc/passwd"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code in (303, 401, 403, 404, 422) or "đăng nhập" in answer.text.lower(), path
        assert b"SQLite format" not in answer.content and b"import" not in answer.content, path


def test_a_token_reads_and_does_nothing_else(centre, ward):
    token = Tokens(centre.store).make("thử", tuple(SCOPES), days=1, now=centre.now)
    client = TestClient(centre.app, raise_server_exceptions=False)
    said = {"Authorization": f"Bearer {token}"}
    for path in ("/api/v1/units", "/api/v1/activities", f"/api/v1/units/{UNIT}/changes"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert client.request(method, path, headers=said).status_code == 405, (method, path)
    assert client.get("/bang/", headers=said, follow_redirects=False).status_code == 303


def odd_questions(client, browser, token, *, count, seed):
    """Ask so many odd questions, half of them as somebody who is let in; return how often each status came."""
    lot, seen = random.Random(seed), {}
    for _ in range(count):
        path = lot.choice(DOORS)
        while "{}" in path:
            path = path.replace("{}", LOOSE.sub(lambda sign: "".join(f"%{byte:02x}" for byte in sign[0].encode()), lot.choice(ODD)) or "x", 1)
        fields = {lot.choice(NAMES): lot.choice(ODD) for _ in range(lot.randrange(5))}
        headers = {lot.choice(HEADERS): LOOSE.sub("?", lot.choice(ODD)) for _ in range(lot.randrange(3))}
        if lot.random() < 0.5:
            headers.setdefault("Authorization", f"Bearer {token}")
        who = browser.client if lot.random() < 0.5 else client
        method = lot.choice(("GET", "GET", "POST", "HEAD", "PUT"))
        more = {"params": fields} if lot.random() < 0.6 else {"data": fields} if method == "POST" else {}
        if method == "POST" and not more:
            more = {"content": lot.randbytes(lot.randrange(400))}
        answer = who.request(method, path.replace("#", "%23").replace("?", "%3f"), headers=headers, follow_redirects=False, **more)
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
        assert answer.status_code < 500, (seed, method, path, fields, headers, more)
    return seen


def test_no_odd_question_is_a_fault_of_ours(centre, ward, browse):
    token = Tokens(centre.store).make("thử", tuple(SCOPES), days=1, now=centre.now)
    seen = odd_questions(TestClient(centre.app, raise_server_exceptions=False), browse("admin"), token, count=150, seed=9)
    assert {200, 422} <= set(seen)


@pytest.mark.long
@pytest.mark.timeout(580)
def test_thousands_of_odd_questions_are_no_fault_of_ours(centre, ward, browse):
    count, seed = int(os.environ.get("SO_PHUONG_QUESTIONS", "20000")), int(os.environ.get("SO_PHUONG_SEED", "1"))
    token = Tokens(centre.store).make("thử", tuple(SCOPES), days=1, now=centre.now)
    seen = odd_questions(TestClient(centre.app, raise_server_exceptions=False), browse("admin"), token, count=count, seed=seed)
    print(f"seed {seed}, {count} questions: {dict(sorted(seen.items()))}")
