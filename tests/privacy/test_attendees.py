"""Lists of who came: only where the office wants them, for a purpose, until a day, and never out of this PC."""

from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest

from desktop.models.attendees import Attendee, Rules, of_people
from desktop.models.errors import InputError
from desktop.personal import Personal
from tests.privacy.conftest import ON, TODAY

PASTED = "STT\tHọ và tên\tĐơn vị\tSố điện thoại\n1\tNguyễn Văn Bình\tTổ 12\t0905 111 222\n2\tTrần Thị Ánh\tTổ 3\t0905 333 444\n"
PEOPLE = (Attendee("Nguyễn Văn Bình", "Tổ 12"), Attendee("Trần Thị Ánh", "Tổ 3"))


def filled(personal, uid, people=PEOPLE, **more):
    return personal.keep(replace(personal.attendees(uid), people=people, **more))


def texts(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_an_office_that_did_not_ask_for_lists_has_none(personal, training):
    assert personal.rules() == Rules() and not personal.rules().on
    with pytest.raises(InputError, match="chưa bật"):
        filled(personal, training.uid)
    assert personal.brief(training.uid) is None


def test_a_list_pasted_from_excel_is_kept_with_its_purpose_and_its_last_day(personal, training):
    personal.decide(Rules(on=True, purpose="Cấp giấy chứng nhận", days=180))
    kept = filled(personal, training.uid, of_people(personal.read(PASTED)))
    assert [one.name for one in personal.attendees(training.uid).people] == ["Nguyễn Văn Bình", "Trần Thị Ánh"]
    assert kept.purpose == "Cấp giấy chứng nhận"
    ends = max(TODAY, date.fromisoformat(training.values.get("ends_on") or training.values["starts_on"]))
    assert kept.keep_until == (ends + timedelta(days=180)).isoformat()
    assert personal.brief(training.uid).count == 2


@pytest.mark.parametrize("phones", [False, True])
def test_phones_are_kept_only_where_the_office_asks_for_them(personal, training, phones):
    personal.decide(replace(ON, phones=phones))
    filled(personal, training.uid, of_people(personal.read(PASTED)))
    assert [one.phone for one in personal.attendees(training.uid).people] == (["0905 111 222", "0905 333 444"] if phones else ["", ""])


def test_who_may_not_see_names_sees_how_many_and_until_when(book, kinds, activities, personal, training):
    personal.decide(ON)
    filled(personal, training.uid)
    other = Personal(book, kinds, activities, may=lambda act: "không được" if act in {"attendees", "manage"} else "")
    assert other.brief(training.uid).count == 2
    for forbidden in (other.attendees, other.drop, other.people, other.sheet):
        with pytest.raises(InputError, match="không được"):
            forbidden(training.uid)
    with pytest.raises(InputError, match="không được"):
        other.decide(ON)


def test_the_count_goes_into_the_activity_only_when_asked(personal, activities, training):
    personal.decide(ON)
    filled(personal, training.uid)
    assert activities.get(training.uid).revision == 1
    with pytest.raises(InputError, match="nhiều hơn"):  # other facts say otherwise: nothing is changed behind the person's back
        personal.count_in(training.uid, 2)
    total = training.values["participants"]["total"]
    personal.count_in(training.uid, total + 1)
    found = activities.get(training.uid)
    assert found.revision == 2 and found.values["participants"]["total"] == total + 1


def test_a_list_whose_day_is_over_goes_by_itself_with_a_receipt_of_counts(book, kinds, activities, personal, training):
    personal.decide(ON)
    kept = filled(personal, training.uid)
    last = date.fromisoformat(kept.keep_until)

    def on(day):
        return Personal(book, kinds, activities, today=lambda: day)

    assert on(last - timedelta(days=15)).standing().soon == ()
    assert [one.count for one in on(last - timedelta(days=14)).standing().soon] == [2]
    assert on(last).purge_due() is None and personal.brief(training.uid).count == 2
    receipt = on(last + timedelta(days=1)).purge_due()
    assert dict(receipt.counts) == {"lists": 1, "attendees": 2} and receipt.act == "due"
    assert personal.brief(training.uid) is None and on(last + timedelta(days=2)).purge_due() is None
    assert "Bình" not in repr(personal.receipts()) and personal.receipts()[0].n == receipt.n


def test_a_list_is_deleted_by_hand_with_a_receipt(personal, training):
    personal.decide(ON)
    filled(personal, training.uid)
    assert "2 dòng người dự" in personal.drop(training.uid).sentence
    with pytest.raises(InputError, match="không có gì để xóa"):
        personal.drop(training.uid)


@pytest.mark.parametrize("until", ["2026-11-23", "2040-01-01", "bao giờ"])
def test_a_last_day_that_will_not_do_is_refused(personal, training, until):
    personal.decide(ON)
    with pytest.raises(InputError, match="Ngày giữ đến"):
        filled(personal, training.uid, keep_until=until)


def test_the_sign_in_sheet_bears_the_names_and_what_people_must_be_told(personal, training):
    personal.decide(ON)
    personal.name_officer("Bà Lê Thị Thu, 0236 3 881 888")
    blank = texts(personal.sheet(training.uid))
    assert "91/2025/QH15" in blank and "Bà Lê Thị Thu" in blank and "12 tháng" in blank and "Bình" not in blank
    filled(personal, training.uid, tuple(Attendee(f"Nguyễn Văn {chr(65 + n % 26)}{n}", f"Tổ {n}") for n in range(60)))
    pdf = personal.sheet(training.uid)
    said = texts(pdf)
    assert len(pypdfium2.PdfDocument(pdf)) >= 3 and all(f"{chr(65 + n % 26)}{n}" in said for n in range(60))


def test_certificates_are_made_straight_from_the_list(personal, training):
    personal.decide(ON)
    filled(personal, training.uid)
    assert [row.values["name"] for row in personal.people(training.uid).ready()] == ["Trần Thị Ánh", "Nguyễn Văn Bình"]
