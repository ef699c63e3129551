"""Plans: read strictly, and their targets measured by what the book holds."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models import exchange, plans, reports
from desktop.models.describe import example
from desktop.models.errors import DeclarationError
from desktop.models.periods import parse
from desktop.models.progress import progress, rows

RESOURCES = Path(plans.SHIPPED).parent
NOW = date(2026, 11, 23)


@pytest.fixture(scope="session")
def shipped(kinds):
    return {plan.code: plan for plan in plans.load(kinds)}


def save(activities, kinds, kind: str, **values):
    return activities.save(kind, {k: v for k, v in example(kinds[kind]).items() if k != "kind"} | values)


def done(book, plan, *, on=NOW):
    return {one.target.code: one for one in progress(book, plan, on=on)}


def test_the_city_scheme_has_its_ten_targets_and_is_over(shipped):
    scheme = shipped["qd-2780"]
    assert [target.code for target in scheme.targets] == [f"T{n}" for n in range(1, 11)]
    assert (scheme.status, scheme.phase) == ("ended", "2022-2025 (hết giai đoạn)")
    assert list(shipped)[-1] == "qd-2780", "what runs comes first"


def test_the_ward_plan_is_marked_as_a_sample_without_a_number(shipped):
    plan = shipped["phuong-2026"]
    assert (plan.status, plan.number, plan.on) == ("sample", "", None)
    assert all(target.amount for target in plan.targets)


def test_an_empty_book_has_reached_nothing(book, shipped):
    for plan in shipped.values():
        assert {one.done for one in progress(book, plan, on=NOW)} == {0}


def test_targets_are_measured_by_the_activities(book, activities, kinds, shipped):
    outcomes = list(exchange.record(exchange.read(RESOURCES / "samples" / "activities.jsonl", kinds), activities))
    assert all(outcome.activity for outcome in outcomes)
    reached = done(book, shipped["phuong-2026"])
    assert {code: one.done for code, one in reached.items()} == {
        "P1": 1, "P2": 180, "P3": 23, "P4": 6, "P5": 2034, "P6": 87.5, "P7": 686, "P8": 7, "P9": 2, "P10": 2,
        "P11": 2, "P12": 3}  # fmt: skip
    assert reached["P2"].share == pytest.approx(180 / 480)
    assert reached["P6"].share == pytest.approx(0.875)


def test_a_target_counts_the_reporting_year_up_to_the_day(book, activities, kinds, shipped):
    for day in ("2025-12-14", "2025-12-15", "2026-03-01", "2026-11-24"):
        save(activities, kinds, "TINBAI", starts_on=day, quantity=10)
    reached = done(book, shipped["phuong-2026"])["P3"]
    assert (reached.done, reached.since, reached.until) == (20, date(2025, 12, 15), NOW)
    assert done(book, shipped["phuong-2026"], on=date(2027, 5, 1))["P3"].done == 30, "a past year stays what it was"


def test_only_activities_that_name_the_target_count_where_it_says_so(book, activities, kinds, shipped):
    save(activities, kinds, "TAPHUAN", starts_on="2025-05-01", classes=2, targets=["T4", "T10"])
    save(activities, kinds, "TAPHUAN", starts_on="2025-05-01", classes=5, targets=["T1"])
    save(activities, kinds, "TAPHUAN", starts_on="2025-05-01", classes=7)
    assert done(book, shipped["qd-2780"])["T4"].done == 2


def test_organisers_are_counted_once_each(book, activities, kinds, shipped):
    for host in ("Hội Nông dân", "Hội Nông dân", "Đoàn Thanh niên"):
        save(activities, kinds, "HOINGHI", starts_on="2025-05-01", host=host, targets=["T3"])
    reached = done(book, shipped["qd-2780"])["T3"]
    assert (reached.done, reached.share) == (2, pytest.approx(0.4))


def test_only_the_days_of_the_campaigns_count_as_their_events(book, activities, kinds, shipped):
    for campaign in ("ngay288", "thuongxuyen"):
        save(activities, kinds, "SUKIEN", starts_on="2026-08-28", campaign=campaign)
    assert done(book, shipped["phuong-2026"])["P9"].done == 1


def test_a_target_without_a_figure_has_no_share(book, shipped):
    assert done(book, shipped["qd-2780"])["T7"].share is None


def test_what_is_in_the_bin_does_not_count(book, activities, kinds, shipped):
    activities.bin(save(activities, kinds, "MOHINH", starts_on="2026-05-01").uid)
    assert done(book, shipped["phuong-2026"])["P10"].done == 0


def test_targets_go_into_the_first_annex_with_plan_and_percent(book, activities, kinds, shipped):
    save(activities, kinds, "PHATTHANH", starts_on="2026-07-01", runs=60)
    save(activities, kinds, "PHATTHANH", starts_on="2026-05-01", runs=60)
    period = parse("2026-Q3")
    told = rows(book, shipped["phuong-2026"], period, period.previous())
    report = reports.build(book, kinds, period, targets=told)
    row = next(row for row in report.annexes[0].rows if row[0] == "P2")
    assert row[2:8] == ("lượt phát", "480", "60", "60", "120", "25,0%")


def test_an_office_puts_its_own_plan_beside_its_book_and_the_report_measures_it(book, activities, kinds):
    own = book.folder / "plans"
    own.mkdir()
    text = (plans.SHIPPED / "ward_2026.toml").read_text(encoding="utf-8")
    (own / "2026.toml").write_text(text.replace('status = "sample"', 'status = "current"'), encoding="utf-8")
    found = plans.of_book(book, kinds)
    assert [(plan.code, plan.status) for plan in found] == [("phuong-2026", "current"), ("qd-2780", "ended")]
    save(activities, kinds, "PHATTHANH", starts_on="2026-07-01", runs=60)
    cells = [row for row in reports.build(book, kinds, parse("2026-Q3")).annexes[0].rows if row[0] == "P2"]
    assert [row[3:8] for row in cells] == [("480", "60", "0", "60", "12,5%")]


def test_a_sample_plan_never_gets_into_a_report(book, kinds):
    report = reports.build(book, kinds, parse("2026-Q3"))
    assert not [row for row in report.annexes[0].rows if row[0].startswith("P") or "CHỈ TIÊU" in row[1]]


GOOD = """code = "a"
title = "Kế hoạch"
body = "UBND"
phase = "2026"
since = "2026-01-01"
until = "2026-12-31"
status = "current"
[[targets]]
code = "P1"
label = "Lớp"
unit = "lớp"
amount = 2
how = "sum"
kinds = ["TAPHUAN"]
field = "classes"
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('title = "Kế hoạch"', 'title = "Kế hoạch"\ncolour = "đỏ"', 3, "không biết khóa «colour»"),
        ('title = "Kế hoạch"\n', "", 1, "thiếu khóa «title»"),
        ('since = "2026-01-01"', 'since = "1/1/2026"', 5, "phải là ngày"),
        ('until = "2026-12-31"', 'until = "2025-12-31"', 6, "không thể trước"),
        ('status = "current"', 'status = "đang"', 7, "phải là một trong"),
        ("amount = 2", 'amount = "hai"', 12, "phải là một số"),
        ("amount = 2", "amount = 0", 12, "lớn hơn 0"),
        ('how = "sum"', 'how = "guess"', 13, "phải là một trong"),
        ('kinds = ["TAPHUAN"]', 'kinds = ["LOP"]', 14, "không có loại «LOP»"),
        ('kinds = ["TAPHUAN"]\n', "", 8, "cần «kinds»"),
        ('field = "classes"', 'field = "lop"', 15, "không có trường «lop»"),
        ('field = "classes"', 'field = "form"', 15, "summed = true"),
        ('field = "classes"', 'field = "classes"\nmarked = "T99"', 16, "không có mã «T99»"),
        ('field = "classes"', 'field = "classes"\ncampaigns = ["tet"]', 16, "không có mã «tet»"),
        ('field = "classes"', 'field = "classes"\ntypo = 1', 16, "không biết khóa «typo»"),
        ('how = "sum"', 'how = "share"', 15, "kiểu date"),
    ],
)
def test_a_wrong_plan_is_refused_with_file_line_and_reason(kinds, tmp_path, old, new, line, reason):
    assert old in GOOD
    (tmp_path / "a.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DeclarationError) as refused:
        plans.load(kinds, tmp_path)
    assert reason in refused.value.reason
    assert (refused.value.path.name, refused.value.line) == ("a.toml", line)


def test_the_same_plan_twice_or_the_same_target_twice_is_refused(kinds, tmp_path):
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(DeclarationError, match="tệp khác"):
        plans.load(kinds, tmp_path)
    (tmp_path / "b.toml").unlink()
    (tmp_path / "a.toml").write_text(GOOD + GOOD[GOOD.index("[[") :], encoding="utf-8")
    with pytest.raises(DeclarationError, match="hai lần"):
        plans.load(kinds, tmp_path)
