"""The city's console over HTTP: who gets in, what each sees, what each may do, what leaves as a file."""

import io
import json
import re
from datetime import timedelta

import openpyxl
import pytest

from desktop.models.errors import InputError
from sync.central.console.export import guarded
from sync.central.console.users import FREE, IDLE, Users
from tests.console.conftest import PASSWORD, Browser
from tests.sync.wards import UNIT


def first_activity(browser):
    return re.search(r'href="/bang(/hoat-dong/\d{5}/[^"?]+)"', browser.get("/hoat-dong").text)[1]


def test_nobody_sees_anything_before_signing_in(centre, ward):
    stranger = Browser(centre)
    for path in ("/", "/hoat-dong", f"/don-vi/{UNIT}", "/may", "/cong-bo", "/nhat-ky", "/xuat.csv"):
        answer = stranger.client.get(f"/bang{path}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/bang/dang-nhap"), path
    assert stranger.client.post("/bang/dang-nhap", data={"name": "a", "password": "b"}).status_code == 403, "no form of ours"


def test_the_overview_counts_every_unit_and_never_calls_hoang_sa_late(centre, ward, browse):
    page = browse("viewer").get("/").text
    assert page.count('class="name"') == 94
    assert re.search(rf'/bang/don-vi/{UNIT}\?ky=\d+"><span class="name">Hải Châu</span><b>3</b>', page)
    assert "chưa gửi lần nào" in page
    late = page.split('id="chua-gui"')[1]
    assert "Hoàng Sa" not in late and "Hải Châu" not in late and late.count("<li>") == 92


def test_any_number_leads_to_its_activities_and_each_to_what_was_saved(centre, ward, browse):
    browser = browse("viewer")
    for path in re.findall(r'<dd><a href="/bang([^"]+)"', browser.get(f"/don-vi/{UNIT}").text):
        listed = browser.get(path.replace("&amp;", "&")).text
        assert listed.count('scope="row"><a href="/bang/hoat-dong/') == 3
    activity = browser.get(first_activity(browser)).text
    assert "Các lần lưu" in activity and "đã nhận" in activity
    assert "Trả lại để sửa</button>" not in activity, "a viewer decides nothing"


def test_pages_of_a_long_list_follow_each_other_without_gap_or_double(centre, ward, browse, monkeypatch):
    ward.fill(60)
    ward.send(centre.transport)
    browser, seen, path = browse("viewer"), [], "/hoat-dong"
    for _ in range(5):
        page = browser.get(path).text
        seen += re.findall(r'th scope="row"><a href="(/bang/hoat-dong/[^"?]+)"', page)
        more = re.search(r'href="/bang([^"]+)">Trang sau', page)
        if not more:
            break
        path = more[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 63


def test_a_return_with_remarks_reaches_the_office_and_the_log(centre, ward, browse):
    browser = browse("reviewer")
    path = first_activity(browser)
    answer = browser.post(path, state="returned", reason="Cao hơn số đã in", **{"field.title": "Ghi rõ tên"})
    assert answer.status_code == 200 and "Trả lại để sửa</span>" in answer.text
    ward.send(centre.transport)
    (uid, remarks), = ward.book.query("SELECT uid, remarks FROM reviews")
    assert uid == path.rsplit("/", 1)[1] and "Ghi rõ tên" in remarks
    assert "Trả lại để sửa" in browse("admin").get("/nhat-ky").text
    assert browser.post(path, state="returned").status_code == 422, "without a word it is no return"


@pytest.mark.parametrize(("role", "refused"), [("viewer", ["/may", "/cong-bo", "/nhat-ky"]), ("reviewer", ["/may", "/cong-bo", "/nhat-ky"]),
                                               ("operator", ["/nhat-ky"]), ("admin", [])])  # fmt: skip
def test_a_role_opens_its_pages_and_no_others(centre, ward, browse, role, refused):
    browser = browse(role)
    assert "Chưa có máy nào" in browser.get("/don-vi/20194").text, "a unit that never came"
    for path in ("/", "/hoat-dong", "/may", "/cong-bo", "/nhat-ky"):
        assert browser.get(path).status_code == (403 if path in refused else 200), path
    if role == "viewer":
        assert browser.post(first_activity(browser), page="/", state="accepted").status_code == 403


def test_who_belongs_to_a_unit_reaches_no_other(centre, ward, browse):
    other = browse("operator", "20194")
    path = first_activity(browse("viewer"))
    for forbidden in (path, f"/don-vi/{UNIT}"):
        assert other.get(forbidden).status_code == 404
    assert "Không có hoạt động nào" in other.get(f"/hoat-dong?unit={UNIT}").text
    assert other.get(f"/xuat.jsonl?unit={UNIT}").text == ""
    assert other.post(path, page="/", state="accepted").status_code == 404
    assert other.post("/cap-tep", page="/may", unit=UNIT).status_code == 404
    assert other.post("/cong-bo", title="a", text="b").status_code == 403


def test_a_device_is_approved_and_revoked_and_an_office_file_given(centre, ward, browse):
    browser = browse("operator")
    device = re.search(r'action="/bang/may/([0-9a-f]{32})"', browser.get("/may").text)[1]
    assert "Cho gửi lại" in browser.post(f"/may/{device}", page="/may", act="revoke").text
    assert "Thu hồi</button>" in browser.post(f"/may/{device}", page="/may", act="readmit").text
    file = browser.post("/cap-tep", page="/may", unit="20194", url="https://trungtam.danang.gov.vn")
    assert 'unit = "20194"' in file.text and "attachment" in file.headers["content-disposition"]
    assert browser.post("/cap-tep", page="/may", unit="20194", url="http://x.y").status_code == 422


def test_a_notice_is_signed_and_how_many_have_it_is_seen(centre, ward, browse):
    browser = browse("operator")
    page = browser.post("/cong-bo", topic="notice", title="Họp ngày 10/10", text="8 giờ tại hội trường")
    assert re.search(r"<td>0 / 1 đơn vị đã gửi", page.text)
    ward.send(centre.transport)
    ward.fill(1)
    ward.send(centre.transport)
    assert re.search(r"<td>1 / 1 đơn vị đã gửi", browser.get("/cong-bo").text)
    assert ward.book.query("SELECT count(*) FROM bulletins WHERE topic = 'notice'")[0][0] == 1
    assert browser.post("/cong-bo", topic="plans", title="x.toml", text="= không phải").status_code == 422


def test_lists_leave_as_files_whose_texts_are_no_formulas(centre, ward, browse):
    ward.save(9, title="=HYPERLINK(1)")
    ward.send(centre.transport)
    browser = browse("viewer")
    lines = [json.loads(line) for line in browser.get("/xuat.jsonl").text.splitlines()]
    assert len(lines) == 4 and {line["unit"] for line in lines} == {UNIT}
    assert ",'=HYPERLINK(1)," in browser.get("/xuat.csv").text and browser.get("/xuat.csv").text[0] == "\ufeff"
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/xuat.xlsx").content)).active
    assert sheet.max_row == 5 and all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert browser.get("/xuat.exe").status_code == 404
    assert [guarded(text)[0] for text in ("=1", "+1", "-1", "@a", "\t=", "\r=")] == ["'"] * 6


def test_wrong_passwords_wait_longer_each_time_and_tell_nothing(centre):
    people = Users(centre.store)
    people.add("lan", "admin", PASSWORD, now=centre.now)
    browser = Browser(centre)
    answers = [browser.sign_in("lan", "sai rồi nhé").text for _ in range(FREE)] + [browser.sign_in("ai đó", "sai rồi nhé").text]
    assert all("Tên hoặc mật khẩu không đúng" in text for text in answers)
    browser.sign_in("lan", "sai rồi nhé")
    assert "Tên hoặc mật khẩu không đúng" in browser.sign_in("lan").text, "also with the right one, in the same words"
    centre.now += timedelta(seconds=31)
    assert browser.sign_in("lan").url.path == "/bang/"
    with pytest.raises(InputError, match="12 ký tự"):
        people.add("lan", "admin", "ngắn", now=centre.now)


def test_a_session_ends_by_itself_by_signing_out_and_by_being_shut_out(centre, browse):
    browser = browse("admin")
    cookie = next(iter(browser.client.cookies.jar))
    assert cookie.secure and cookie.has_nonstandard_attr("HttpOnly") and cookie.path == "/bang"
    assert browser.get("/").url.path == "/bang/"
    centre.now += IDLE + timedelta(minutes=1)
    assert browser.get("/").url.path == "/bang/dang-nhap"
    again = browse("viewer")
    again.post("/dang-xuat", page="/")
    assert again.get("/").url.path == "/bang/dang-nhap"
    third = browse("reviewer")
    Users(centre.store).disable("reviewer.", now=centre.now)
    assert third.get("/").url.path == "/bang/dang-nhap"


def test_a_form_of_another_session_or_another_site_does_nothing(centre, ward, browse):
    mine, other = browse("reviewer"), browse("admin")
    path = first_activity(mine)
    token = re.search(r'name="csrf" value="([^"]*)"', other.get(path).text)[1]
    assert mine.client.post(f"/bang{path}", data={"csrf": token, "state": "accepted"}).status_code == 403
    token = re.search(r'name="csrf" value="([^"]*)"', mine.get(path).text)[1]
    crossed = mine.client.post(f"/bang{path}", data={"csrf": token, "state": "accepted"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert crossed.status_code == 403
    assert "Đã chấp nhận</span>" not in mine.get(path).text


def test_every_answer_carries_its_headers_and_texts_are_never_markup(centre, ward, browse):
    ward.save(7, title="<script>alert(1)</script>")
    ward.send(centre.transport)
    browser = browse("viewer")
    for path in ("/", "/hoat-dong", "/dang-nhap", "/không-có"):
        answer = browser.get(path)
        assert "default-src 'none'" in answer.headers["content-security-policy"] and "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"
        assert "<script" not in answer.text
    assert "&lt;script&gt;" in browser.get("/hoat-dong").text
    assert browser.get("/không-có").status_code == 404


def test_what_a_stranger_types_into_an_address_is_no_fault_of_ours(centre, ward, browse):
    browser = browse("viewer")
    for path in ("/hoat-dong?after=a|b|c", "/hoat-dong?after=|||", "/hoat-dong?since=9999", "/?ky=0000", "/?ky=2026-Q9",
                 "/hoat-dong/20242/%00", "/hoat-dong?text=%25%5F'", "/static/../site.py", "/static/..%2fsite.py",
                 "/don-vi/%2e%2e", "/hoat-dong?unit=' OR 1=1--"):  # fmt: skip
        answer = browser.get(path)
        assert answer.status_code in (200, 404) and "import" not in answer.text, path
