"""The official report: drafted from a real book, every section there, zeros told, figures right."""

import dataclasses
import json
import re
from datetime import date
from pathlib import Path

import pytest

from desktop.models import exchange, report_designs, reports
from desktop.models.errors import DeclarationError
from desktop.models.periods import parse
from desktop.models.report import Report, Section

SAMPLES = Path(report_designs.SHIPPED).parents[1] / "samples" / "activities.jsonl"
Q3 = parse("2026-Q3")


@pytest.fixture
def sampled(book, activities, kinds):
    outcomes = list(exchange.record(exchange.read(SAMPLES, kinds), activities))
    assert not [outcome.problems for outcome in outcomes if outcome.problems]
    return book


def texts(section: Section) -> list[str]:
    return [one.text for one in section.paragraphs] + [text for part in section.parts for text in texts(part)]


def section(report: Report, number: str) -> Section:
    return next(one for one in report.sections if one.number == number)


def line(report: Report, starts: str) -> str:
    return next(text for one in report.sections for text in texts(one) if text.startswith(starts))


def annex_row(report: Report, label: str, after: str = "") -> tuple[str, ...]:
    rows = list(report.annexes[0].rows)
    start = next((at for at, row in enumerate(rows) if row[1] == after), 0)
    return next(row for row in rows[start:] if row[1] == label)


def test_the_report_has_every_section_of_the_usual_outline(sampled, kinds):
    report = reports.build(sampled, kinds, Q3)
    assert [one.number for one in report.sections] == ["I", "II", "III", "IV", "V"]
    assert [part.number for part in section(report, "II").parts] == [str(n) for n in range(1, 11)]
    assert [part.title for part in section(report, "III").parts] == ["Ưu điểm", "Tồn tại, hạn chế", "Nguyên nhân"]
    assert all(texts(part) for one in report.sections for part in (one, *one.parts))
    assert [annex.number for annex in report.annexes] == ["I", "II", "III"]


def test_the_frame_is_that_of_a_ward_to_the_department(sampled, kinds):
    report = reports.build(sampled, kinds, Q3, on=date(2026, 9, 15), signer_title="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")
    assert (report.unit_name, report.unit_kind, report.place) == ("Phường Hải Châu", "phường", "Hải Châu")
    assert report.recipient == "Sở Khoa học và Công nghệ thành phố Đà Nẵng"
    assert report.recipients[1:] == ("- TT Đảng ủy, HĐND, UBND phường;", "- Lưu: VT, VHXH.")
    assert report.signer_title_lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert "Quý III/2026" in report.subject
    assert "từ ngày 15/06/2026 đến ngày 14/09/2026" in report.opening
    assert report.closing.endswith("của Ủy ban nhân dân phường Hải Châu./.")


def test_without_a_document_named_the_basis_stays_open_for_the_clerk(book, kinds):
    report = reports.build(book, kinds, Q3)
    assert "Kế hoạch số …/KH-UBND" in report.opening
    assert "Kế hoạch số 7/KH-UBND" in reports.build(book, kinds, Q3, basis="Kế hoạch số 7/KH-UBND").opening


def test_what_did_not_happen_is_printed_as_nothing_and_zero(book, kinds):
    report = reports.build(book, kinds, Q3)
    told = texts(section(report, "II"))
    for kind in kinds.of_family("activity"):
        assert any(text.startswith(f"{kind.label}: Không phát sinh") for text in told), kind.code
        assert annex_row(report, kind.label)[4:7] == ("0", "0", "0")
    assert [texts(part) for part in section(report, "III").parts] == [["(Đơn vị bổ sung)"]] * 3
    assert "0 đồng" in line(report, "Không phát sinh kinh phí")
    assert report.annexes[1].rows[0][3] == "Không phát sinh"


def test_the_figures_are_those_of_the_activities(sampled, kinds):
    report = reports.build(sampled, kinds, Q3)
    found = [json.loads(text) for text in SAMPLES.read_text(encoding="utf-8").splitlines()]
    inside = [one for one in found if "2026-06-15" <= one["starts_on"] <= "2026-09-14"]
    for code, name in (("TOROI", "handed_out"), ("PHATTHANH", "runs"), ("TOCNSCD", "guided"), ("TAPHUAN", "classes")):
        total = sum(one[name] for one in inside if one["kind"] == code)
        row = annex_row(report, kinds[code].field(name).label, after=kinds[code].label)
        assert row[4] == f"{total:,}".replace(",", "."), (code, name)
    pupils = sum(one["pupils"]["total"] for one in inside if one["kind"] == "NGOAIKHOA")
    assert f"{pupils:,} lượt học sinh".replace(",", ".") in line(report, "Ngoại khóa trường học")
    spent = sum(one.get("cost_actual", 0) for one in inside)
    assert f"thực hiện: {spent:,} đồng".replace(",", ".") in line(report, "Dự toán trong kỳ")
    activities_only = [one for one in inside if kinds[one["kind"]].family == "activity"]
    assert report.annexes[0].total[4] == str(len(activities_only)) == str(len(report.annexes[1].rows))


def save(activities, day: str, *, total: int = 10, classes: int = 1):
    return activities.save("TAPHUAN", {
        "title": f"Lớp ngày {day}", "starts_on": day, "topics": ["dvc"], "audiences": ["nguoidan"], "classes": classes,
        "place": "Hội trường", "participants": {"total": total, "female": total // 2}})  # fmt: skip


def test_a_period_is_set_beside_the_one_before_and_the_year_so_far(book, activities, kinds):
    for day in ("2025-12-14", "2025-12-15", "2026-06-14", "2026-06-15", "2026-07-01", "2026-09-14", "2026-09-15"):
        save(activities, day)
    report = reports.build(book, kinds, Q3)
    assert annex_row(report, "Tập huấn, bồi dưỡng")[4:7] == ("3", "1", "5")
    told = line(report, "Tập huấn, bồi dưỡng")
    assert "3 lớp" in told
    assert "tăng 2 lớp (200,0%) so với Quý II/2026; lũy kế năm 2026: 5 lớp" in told
    assert "30 lượt người (nữ 15 lượt người)" in told


def test_it_can_be_set_beside_the_same_period_of_last_year(book, activities, kinds):
    for day in ("2025-07-01", "2025-08-01", "2026-07-01"):
        save(activities, day)
    report = reports.build(book, kinds, Q3, compared=Q3.same_last_year())
    assert "giảm 1 lớp (50,0%) so với Quý III/2025" in line(report, "Tập huấn, bồi dưỡng")


def test_what_is_in_the_bin_is_not_counted(book, activities, kinds):
    activities.bin(save(activities, "2026-07-01").uid)
    report = reports.build(book, kinds, Q3)
    assert "Không phát sinh" in line(report, "Tập huấn, bồi dưỡng")
    assert report.annexes[1].rows[0][3] == "Không phát sinh"


def test_sums_of_people_are_never_called_people(sampled, kinds):
    report = reports.build(sampled, kinds, Q3)
    for text in [text for one in report.sections for text in texts(one)]:
        drafted = text.split("Danh mục Tổ")[0]
        assert not re.search(r"\d người\b", drafted), text
        for number in re.findall(r"có ([\d.]+ \w+ \w+) tham gia", text):
            assert number.endswith("lượt người")


def test_what_people_wrote_about_results_difficulties_and_proposals_is_in_its_place(sampled, kinds):
    report = reports.build(sampled, kinds, Q3)
    assert any("79 quầy hàng có mã QR" in text for text in texts(section(report, "II").parts[6]))
    assert any("Hai cụm loa khu vực Thuận Phước" in text for text in texts(section(report, "III").parts[1]))
    assert any("học liệu trực tuyến" in text for text in texts(section(report, "V")))
    assert not any("Học viên cao tuổi" in text for one in report.sections for text in texts(one)), "that was in Q4"


def test_what_the_book_holds_for_the_next_period_is_the_plan_for_it(sampled, kinds):
    told = texts(section(reports.build(sampled, kinds, Q3), "IV"))
    assert any("Lễ phát động Ngày Chuyển đổi số quốc gia" in text for text in told)


def test_teams_are_told_as_they_stand_and_who_was_trained_this_year(sampled, kinds):
    told = line(reports.build(sampled, kinds, Q3), "Danh mục Tổ công nghệ số cộng đồng đến hết kỳ")
    assert "8 tổ" in told
    assert "5/8 tổ (62,5%)" in told
    before = reports.build(sampled, kinds, parse("2025-Q4"))
    assert "7 tổ" in line(before, "Danh mục Tổ công nghệ số cộng đồng đến hết kỳ")


def test_models_are_listed_with_their_newest_evaluation(sampled, kinds):
    rows = {row[1]: row for row in reports.build(sampled, kinds, parse("2026-Q4")).annexes[2].rows}
    assert "Nhân rộng" in rows["Mô hình «Ngày thứ Sáu không giấy hẹn»"][-2]
    assert "Cải tiến" in rows["Sáng kiến «Góc học tập số» tại nhà sinh hoạt cộng đồng"][-2]


@pytest.mark.parametrize("period", ["2026-Q3", "2026-10", "2026", "2026-H1", "2026-9M", "2026-10-01..2026-10-10"])
def test_annexes_fill_a_landscape_page_and_every_row_every_column(sampled, kinds, period):
    report = reports.build(sampled, kinds, parse(period))
    for annex in report.annexes:
        assert sum(column.width_mm for column in annex.columns) == pytest.approx(257)
        assert min(column.width_mm for column in annex.columns) >= 10
        assert {len(row) for row in annex.rows} == {len(annex.columns)}
        assert annex.total is None or len(annex.total) == len(annex.columns)
        for row in annex.rows:
            assert all(isinstance(cell, str) and "None" not in cell for cell in row)


def test_a_figure_in_the_annex_always_has_its_unit(sampled, kinds):
    for row in reports.build(sampled, kinds, Q3).annexes[0].rows:
        assert row[2] or not row[4], row


def test_a_window_of_days_is_named_once(sampled, kinds):
    report = reports.build(sampled, kinds, parse("2026-10-01..2026-10-10"))
    assert report.opening.count("01/10/2026") == 1
    assert "bằng kỳ trước" in line(report, "Trong kỳ đã thực hiện 3 hoạt động")


def test_more_activities_than_the_list_takes_are_counted_at_its_end(sampled, kinds):
    design = dataclasses.replace(report_designs.load(), list_limit=10)
    report = reports.build(sampled, kinds, Q3, design=design)
    assert len(report.annexes[1].rows) == 11
    assert "33 hoạt động khác" in report.annexes[1].rows[-1][3]
    assert report.annexes[1].total[3] == "Cộng: 43 hoạt động"


def test_values_of_a_newer_declaration_do_not_stop_the_report(book, activities, kinds):
    saved = save(activities, "2026-07-01")
    with book.tx() as db:
        db.execute("UPDATE activities SET particulars = json_set(particulars, '$.later', json('{\"a\": [1]}'), "
                   "'$.more', 5) WHERE uid = ?", [saved.uid])  # fmt: skip
    assert "1 lớp" in line(reports.build(book, kinds, Q3), "Tập huấn, bồi dưỡng")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('symbol = "BC-UBND"', 'symbol = "BC-UBND"\ncolour = "red"', "không biết khóa «colour»"),
        ("{unit} báo cáo", "{ward} báo cáo", "chỗ điền lạ"),
        ('sections = ["contest"]', 'sections = ["sport"]', "không có nhóm «sport»"),
        ('sections = ["contest"]', 'sections = ["media"]', "đúng một mục"),
        ("list_limit = 1000", 'list_limit = "all"', "số nguyên"),
    ],
)
def test_a_wrong_report_design_is_refused_with_file_and_reason(tmp_path, old, new, reason):
    text = report_designs.SHIPPED.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "official.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationError, match=reason) as refused:
        report_designs.load(tmp_path / "official.toml")
    assert refused.value.line > 0
