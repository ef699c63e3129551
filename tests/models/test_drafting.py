"""Reports as an office wants them: kinds, its own words, frozen versions, and the activities behind each figure."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models import exchange, plain_data, report_designs
from desktop.models.drafting import draft
from desktop.models.errors import InputError
from desktop.models.query import Query
from desktop.models.report import Annex, AnnexColumn, Report, Section
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.models.report_store import Reports
from desktop.models.report_words import Own, paragraphs

SAMPLES = Path(report_designs.SHIPPED).parents[1] / "samples" / "activities.jsonl"
Q3 = Choice(period="2026-Q3")


@pytest.fixture
def sampled(book, activities, kinds):
    outcomes = list(exchange.record(exchange.read(SAMPLES, kinds), activities))
    assert not [outcome.problems for outcome in outcomes if outcome.problems]
    return book


def said(report: Report) -> str:
    def texts(section: Section) -> list[str]:
        return [section.title, *(one.text for one in section.paragraphs), *(text for part in section.parts for text in texts(part))]

    return "\n".join([report.subject, report.opening, *(text for one in report.sections for text in texts(one)), report.closing])


def lesson(activities, day, *, people=10, uid=None, campaign="thuongxuyen", **more):
    return activities.save("TAPHUAN", {
        "title": f"Lớp ngày {day}", "starts_on": day, "topics": ["dvc"], "audiences": ["nguoidan"], "classes": 1,
        "place": "Hội trường", "participants": {"total": people, "female": people // 2}, "campaign": campaign} | more, uid=uid)  # fmt: skip


# The activities behind a figure


def amount_behind(activities, kinds, source, query: Query) -> float:
    found = list(activities.iterate(query))
    _, _, name = source.key.partition(".")
    if name in {"", "activities"}:
        return len(found)
    total = 0
    for one in found:
        if name in {"female", "people"}:
            people = one.values.get("participants") or {}
            total += people.get("female" if name == "female" else "total") or 0
            continue
        value = one.values.get(name) or 0
        total += (value.get("total") or 0) if isinstance(value, dict) else value
    return total


def test_every_figure_is_what_the_list_behind_it_adds_up_to(sampled, activities, kinds):
    found = draft(sampled, kinds, Q3).sources
    assert len(found) > 60
    assert sum(1 for one in found if one.now) > 15
    for one in found:
        if one.now is not None:
            assert amount_behind(activities, kinds, one, one.behind) == pytest.approx(one.now), one.key
            assert amount_behind(activities, kinds, one, one.behind_before) == pytest.approx(one.before), one.key
        assert amount_behind(activities, kinds, one, one.behind_year) == pytest.approx(one.year), one.key


def test_keys_of_figures_are_their_own(sampled, kinds):
    keys = [one.key for one in draft(sampled, kinds, Q3).sources]
    assert len(keys) == len(set(keys))


def test_zero_has_its_row_too(book, kinds):
    found = draft(book, kinds, Q3).sources
    assert {one.key for one in found} >= set(kinds)
    assert not any(one.now or one.before or one.year for one in found)


# Kinds of report


def test_a_report_of_a_campaign_counts_that_campaign_alone(book, activities, kinds):
    lesson(activities, "2026-10-05", people=30, campaign="ngay1010")
    lesson(activities, "2026-10-06", people=500)
    lesson(activities, "2025-10-05", people=20, campaign="ngay1010")
    made = draft(book, kinds, Choice("campaign", "2026-10-01..2026-10-10", subject="ngay1010"))
    assert made.report.subject == "Kết quả các hoạt động hưởng ứng Ngày Chuyển đổi số quốc gia 10/10 năm 2026"
    assert "1 hoạt động; 30 lượt người (nữ 15 lượt người)" in said(made.report)
    assert "bằng cùng kỳ năm trước" in said(made.report)
    assert "500" not in said(made.report)
    assert [one.now for one in made.sources if one.key == "TAPHUAN.participants"] == [30]
    assert len(made.behind) == 1
    assert "Theo chiến dịch" not in said(made.report)


def test_a_report_of_one_activity_tells_all_that_was_recorded_but_no_name(book, activities, kinds):
    saved = lesson(activities, "2026-07-02", people=45, ends_on="2026-07-03", person="Nguyễn Văn An", phone="0905123456",
                   difficulties="Đường truyền chập chờn", cost_actual=2500000,
                   basis=[{"type": "Kế hoạch", "number": "12/KH-UBND", "date": "2026-06-01"}])  # fmt: skip
    made = draft(book, kinds, Choice("activity", subject=saved.uid), Left(signer="Trần Thị Bình"))
    text = said(made.report)
    assert "từ ngày 02/07/2026 đến ngày 03/07/2026" in text
    assert "12/KH-UBND" in made.report.opening
    assert "45" in text
    assert "lượt người" in text
    assert "2.500.000 đồng" in text
    assert "Đường truyền chập chờn." in text
    assert "Nguyễn Văn An" not in text
    assert "0905" not in text
    assert made.report.signer_name == "Trần Thị Bình"
    assert made.behind == ((saved.uid, 1),)


def test_what_an_activity_does_not_say_is_left_open_or_zero(book, activities, kinds):
    text = said(draft(book, kinds, Choice("activity", subject=lesson(activities, "2026-07-02").uid)).report)
    assert "Không phát sinh kinh phí (0 đồng)." in text
    assert text.count("(Đơn vị bổ sung)") == 4
    assert "Ảnh lưu trong sổ: 0 ảnh." in text


@pytest.mark.parametrize("code", ["PHATTHANH", "BANGRON", "NGOAIKHOA", "SUKIEN", "CUOCTHI", "MOHINH"])
def test_every_kind_of_activity_can_be_reported(sampled, activities, kinds, code):
    found = next(activities.iterate(Query(kinds=(code,))))
    assert found.title in said(draft(sampled, kinds, Choice("activity", subject=found.uid)).report)


@pytest.mark.parametrize(("text", "than"), [("2026-Q3", "Quý II/2026"), ("2026-09", "tháng 8/2026"), ("2026-H1", "6 tháng đầu năm 2025"),
                                            ("2026-9M", "9 tháng đầu năm 2025"), ("2026", "năm 2025")])  # fmt: skip
def test_what_a_period_is_set_beside_by_custom(text, than):
    assert Choice(period=text).beside().label == than


def test_the_office_may_choose_what_it_is_set_beside():
    assert Choice(period="2026-Q3", compared="year").beside().label == "Quý III/2025"
    assert Choice(period="2026-H1", compared="previous").beside().label == "6 tháng cuối năm 2025"


@pytest.mark.parametrize(("choice", "says"), [
    (Choice("weekly", "2026-Q3"), "Không có kiểu báo cáo"), (Choice(period="2026-Q9"), "Không hiểu kỳ báo cáo"),
    (Choice("campaign", "2026-10-01..2026-10-10"), "Chưa chọn chiến dịch"),
    (Choice("campaign", "2026-10-01..2026-10-10", subject="tet"), "Không có chiến dịch"),
    (Choice(period="2026-Q3", compared="never"), "Không biết so với"),
    (Choice("activity", subject="0"), "Không có hoạt động")])  # fmt: skip
def test_a_report_that_cannot_be_made_says_why(book, kinds, choice, says):
    with pytest.raises(InputError, match=says):
        draft(book, kinds, choice)


# The office's own words


def test_what_the_office_writes_is_kept_with_the_report_and_takes_the_place_of_what_was_open(book, kinds):
    store = Reports(book)
    left = Left(own={"III.3": Own("Kinh phí còn ít.\n- Cán bộ kiêm nhiệm")}, signer="Trần Thị Bình", title="PHÓ CHỦ TỊCH",
                basis="Kế hoạch số 7/KH-UBND")  # fmt: skip
    store.keep(Q3, left)
    assert store.left(Q3) == left
    made = draft(book, kinds, Q3, store.left(Q3))
    causes = next(one for one in made.report.sections if one.number == "III").parts[2]
    assert [(one.text, one.kind) for one in causes.paragraphs] == [("Kinh phí còn ít.", "body"), ("Cán bộ kiêm nhiệm", "item")]
    assert made.report.opening.startswith("Thực hiện Kế hoạch số 7/KH-UBND;")
    assert made.report.signer_title_lines == ("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH")


def test_the_next_report_begins_with_the_same_signer_but_without_the_words(book):
    store = Reports(book)
    store.keep(Q3, Left(own={"V": Own("Cấp máy in.")}, signer="Trần Thị Bình", title="CHỦ TỊCH", basis="Kế hoạch 7"))
    assert store.left(Choice(period="2026-Q4")) == Left(signer="Trần Thị Bình", title="CHỦ TỊCH")


def test_words_stand_after_the_draft_or_instead_of_it(book, activities, kinds):
    lesson(activities, "2026-07-02")
    drafted = {one.key: one for one in draft(book, kinds, Q3).places}
    assert "1 hoạt động" in drafted["II.3"].drafted
    for instead in (False, True):
        own = {"II.3": Own("Lời của phường.", instead=instead, drafted=drafted["II.3"].mark)}
        part = draft(book, kinds, Q3, Left(own=own)).report.sections[1].parts[2]
        assert part.paragraphs[-1].text == "Lời của phường."
        assert len(part.paragraphs) == (1 if instead else 1 + len(drafted["II.3"].drafted.splitlines()))


def test_words_instead_of_a_draft_that_has_changed_are_told(book, activities, kinds):
    lesson(activities, "2026-07-02")
    mark = next(one for one in draft(book, kinds, Q3).places if one.key == "II.3").mark
    left = Left(own={"II.3": Own("Đã mở 1 lớp.", instead=True, drafted=mark), "V": Own("Thêm.")})
    assert not any(one.stale for one in draft(book, kinds, Q3, left).places)
    lesson(activities, "2026-07-09")
    assert [one.key for one in draft(book, kinds, Q3, left).places if one.stale] == ["II.3"]


def test_lines_with_a_dash_are_items():
    told = paragraphs("Một\n\n- hai\n+ ba\n• bốn\n  năm")
    assert [(one.text, one.kind) for one in told] == [("Một", "body"), ("hai", "item"), ("ba", "item"), ("bốn", "item"), ("năm", "body")]


def test_too_long_a_line_is_refused_and_nothing_kept(book):
    with pytest.raises(InputError, match="dài hơn 300"):
        Reports(book).keep(Q3, Left(signer="x" * 301))
    assert Reports(book).left(Q3) == Left()


# Issued versions


def issue(book, kinds, number=""):
    store = Reports(book)
    made = draft(book, kinds, Q3, store.left(Q3))
    return store.issue(Q3, made.report, made.sources, number=number, behind=made.behind)


def test_an_issued_report_stays_as_it_was_and_a_correction_shows_as_a_difference(book, activities, kinds):
    saved = lesson(activities, "2026-07-02", people=40)
    issued = issue(book, kinds, "12/BC-UBND")
    assert (issued.version, issued.number) == (1, "12/BC-UBND")
    before = Reports(book).frozen(issued)
    lesson(activities, "2026-07-02", people=55, uid=saved.uid)
    extra = lesson(activities, "2026-08-02", people=5)
    made, store = draft(book, kinds, Q3), Reports(book)
    assert store.frozen(issued) == before
    told = {one.key: (one.issued, one.today) for one in store.differences(issued, made.sources)}
    assert told == {"TAPHUAN": (1, 2), "TAPHUAN.classes": (1, 2), "TAPHUAN.participants": (40, 60), "TAPHUAN.female": (20, 29),
                    ".people": (40, 60), ".activities": (1, 2)}  # fmt: skip
    assert store.changed(issued, made.behind) == (saved.uid, extra.uid)
    again = issue(book, kinds)
    assert again.version == 2
    assert [one.version for one in store.issues(Q3)] == [2, 1]
    assert store.differences(again, made.sources) == ()
    assert store.frozen(issued) == before != store.frozen(again)


def test_issuing_twice_without_a_change_is_told(book, kinds):
    issue(book, kinds)
    with pytest.raises(InputError, match="không có gì khác bản đã phát hành lần 1"):
        issue(book, kinds)
    assert issue(book, kinds, "9/BC-UBND").version == 2


def test_an_issued_report_names_the_end_of_the_journal(book, activities, kinds):
    lesson(activities, "2026-07-02")
    chain = book.query("SELECT chain FROM journal ORDER BY seq DESC LIMIT 1")[0][0]
    assert issue(book, kinds).chain == chain
    assert [(choice, one.version) for choice, one in Reports(book).every_issue()] == [(Q3, 1)]


def test_a_version_nobody_issued_is_refused(book, kinds):
    issued = issue(book, kinds)
    with pytest.raises(InputError, match="Không có bản phát hành lần 7"):
        Reports(book).frozen(dataclasses.replace(issued, version=7))


CELLS = st.one_of(st.text(max_size=9), st.integers(-10**9, 10**9), st.floats(allow_nan=False, allow_infinity=False), st.none(),
                  st.dates(date(2000, 1, 1), date(2099, 12, 31)))  # fmt: skip


@given(texts=st.lists(st.text(max_size=20), min_size=1, max_size=5), cells=st.lists(CELLS, max_size=4), on=st.dates())
def test_a_report_comes_back_from_its_text(texts, cells, on):
    column = AnnexColumn(texts[0], 12.5)
    report = Report(
        unit_name=texts[0], unit_kind="phường", place="", title="", subject=texts[-1], recipient="", period="", opening="",
        sections=(Section("I", texts[0], paragraphs("\n".join(texts)), (Section("1", "", ()),)),), closing="",
        recipients=tuple(texts), signer_title_lines=(), signer_name="", on=on,
        annexes=(Annex("I", texts[0], (column,) * len(cells), (tuple(map(str, cells)),)),))  # fmt: skip
    assert plain_data.loads(Report, plain_data.dumps(report)) == report


def test_a_text_that_is_no_report_is_refused():
    with pytest.raises(ValueError, match="no Report"):
        plain_data.loads(Report, '{"title": 1}')
