"""Plans of an office: versions, copies, files; which activities count, by rule and by hand; whether a target is on time."""

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.models import campaigns, pace, plans, progress, reports
from desktop.models.activities import Activities
from desktop.models.belonging import Rule, belongs
from desktop.models.book import Book
from desktop.models.errors import DeclarationError, InputError
from desktop.models.periods import parse
from desktop.models.plan_store import PlanStore, moved
from desktop.models.plan_writing import written
from desktop.models.plans import Target
from desktop.models.progress import Progress
from desktop.models.query import Query
from desktop.planning import PlanShelf

WARD = "phuong-2026"


@pytest.fixture
def store(book, kinds):
    return PlanStore(book, kinds)


def lesson(activities, day, *, people=10, classes=1, **more):
    return activities.save("TAPHUAN", {
        "title": f"Lớp ngày {day}", "starts_on": day, "topics": ["dvc"], "audiences": ["nguoidan"], "classes": classes,
        "place": "Hội trường", "participants": {"total": people}} | more)  # fmt: skip


def target_of(plan, code):
    return next(one for one in plan.targets if one.code == code)


# Versions


def test_a_change_is_a_next_version_and_every_version_stays(store):
    first = store.get(WARD)
    store.save(dataclasses.replace(first, number="12/KH-UBND", on=date(2026, 1, 15), status="current"))
    fewer = dataclasses.replace(store.get(WARD), targets=first.targets[:3])
    assert store.save(fewer).version == 2
    assert store.get(WARD).targets == first.targets[:3]
    assert store.get(WARD).number == "12/KH-UBND"
    assert store.version(WARD, 1).targets == first.targets
    assert [(one.version, one.by) for one in store.versions(WARD)] == [(2, "Cán bộ văn hóa"), (1, "Cán bộ văn hóa")]
    assert store.all()[0].code == WARD


def test_saving_without_a_change_is_told(store):
    store.adopt(WARD)
    with pytest.raises(InputError, match="không có gì thay đổi"):
        store.save(store.get(WARD))
    assert len(store.versions(WARD)) == 1


@pytest.mark.parametrize(("change", "says"), [
    ({"code": "kế hoạch"}, "Mã kế hoạch"), ({"until": date(2025, 1, 1)}, "không thể trước"), ({"targets": ()}, "không có chỉ tiêu")])  # fmt: skip
def test_what_the_reader_refuses_is_not_kept(store, change, says):
    with pytest.raises(InputError, match=says):
        store.save(dataclasses.replace(store.get(WARD), **change))
    assert store.versions(WARD) == ()


def test_a_target_with_a_wrong_amount_is_refused(store):
    plan = store.get(WARD)
    wrong = dataclasses.replace(plan.targets[0], amount=-1.0)
    with pytest.raises(InputError, match="lớn hơn 0"):
        store.save(dataclasses.replace(plan, targets=(wrong, *plan.targets[1:])))


def test_a_copy_for_the_next_year_moves_every_year_and_keeps_the_amounts(store, kinds):
    plan = store.get(WARD)
    copy = store.copy(WARD, 2027)
    assert (copy.code, copy.phase, copy.since, copy.until) == ("phuong-2027", "Năm 2027", date(2027, 1, 1), date(2027, 12, 31))
    assert copy.title == plan.title.replace("2026", "2027")
    assert [one.amount for one in copy.targets] == [one.amount for one in plan.targets]
    store.save(copy)
    assert {WARD, "phuong-2027"} <= {one.code for one in store.all()}
    with pytest.raises(InputError, match="Không chép được"):
        store.copy(WARD, 2026)
    with pytest.raises(InputError, match="Đã có kế hoạch «phuong-2027»"):
        store.copy(WARD, 2027)


def test_next_years_plan_neither_opens_first_nor_stands_in_this_years_report(book, kinds, store):
    store.adopt(WARD)
    store.save(dataclasses.replace(store.copy(WARD, 2027), title="Kế hoạch năm sau"))
    assert PlanShelf(book, kinds).progress("", date(2026, 11, 23))[0].code == WARD
    rows = reports.build(book, kinds, parse("2026-Q4")).annexes[0].rows
    assert any("CHỈ TIÊU KẾ HOẠCH TRUYỀN THÔNG" in row[1] for row in rows)
    assert not any("NĂM SAU" in row[1] for row in rows)


def test_a_plan_of_a_leap_day_moves_too(store):
    plan = dataclasses.replace(store.get(WARD), since=date(2024, 2, 29), until=date(2024, 12, 31))
    assert moved(plan, 2025).since == date(2025, 2, 28)


def test_a_plan_comes_from_a_file_and_a_wrong_one_says_where(store, tmp_path):
    text = written(store.copy(WARD, 2028))
    path = tmp_path / "ke-hoach.toml"
    path.write_text(text, encoding="utf-8")
    assert store.take(path).code == "phuong-2028"
    path.write_text(text.replace('how = "sum"', 'how = "dem"', 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"ke-hoach.toml dòng \d+"):
        store.take(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="Unicode"):
        store.take(path)
    path.write_bytes(b"# " + b"x" * 300_000)
    with pytest.raises(InputError, match="256 KB"):
        store.take(path)


def test_a_version_for_another_program_leaves_the_plan_as_it_was(book, store):
    store.adopt(WARD)
    with book.tx() as db:
        db.execute("INSERT INTO plan_versions VALUES (?, 2, '', '', 'own', ?)", [WARD, 'code = "phuong-2026"\nnew = 1'])
    assert store.get(WARD).status == "current"


def test_every_shipped_plan_is_its_text_and_back(kinds):
    for plan in plans.load(kinds):
        assert plans.parse_plan(written(plan), kinds) == plan


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1, max_size=60), amount=st.one_of(st.none(), st.floats(0.01, 1e9), st.integers(1, 10**9)),
       label=st.text(min_size=1, max_size=60))  # fmt: skip
def test_whatever_is_typed_into_a_plan_is_read_back(kinds, title, amount, label):
    shipped = next(one for one in plans.load(kinds) if one.code == WARD)
    target = dataclasses.replace(shipped.targets[1], label=label, amount=amount)
    plan = dataclasses.replace(shipped, title=title, targets=(target,))
    try:
        read = plans.parse_plan(written(plan), kinds)
    except DeclarationError as fault:
        # Only what the reader refuses in words may be refused.
        assert fault.reason
        return
    assert (read.targets[0].amount, read.since) == (amount, plan.since)
    assert read.title.split() == title.split() or read.title == title


# By rule and by hand


def test_an_activity_counts_by_hand_where_the_rule_does_not_see_it_and_the_other_way(book, activities, kinds, store):
    plan = store.get(WARD)
    at = [one.code for one in plan.targets].index("P4")
    year = [(date(2025, 12, 15), date(2026, 12, 14))] * len(plan.targets)

    def done():
        assert progress.measure(book, plan, year) == progress.measure_plainly(book, plan, year)
        return progress.measure(book, plan, year)[at]

    lesson(activities, "2026-03-01", classes=2)
    assert done() == 2
    out = lesson(activities, "2026-03-02", classes=3, plan_targets=[f"-{WARD}/P4"])
    assert done() == 2
    rule = progress.rule(plan, plan.targets[at])
    assert [one.uid for one in activities.iterate(Query(target=rule))] != [out.uid]
    assert activities.count(Query(target=rule)) == 1


def test_a_yes_or_no_target_names_what_proves_it(book, activities, store):
    activities.save("LONGGHEP", {"title": "Kế hoạch phát triển kinh tế - xã hội 2026", "starts_on": "2026-01-20", "topics": ["dvc"],
                                 "audiences": ["nguoidan"], "plan": "KH KT-XH", "targets": ["T2"],
                                 "basis": [{"type": "Kế hoạch", "number": "05/KH-UBND"}]}
                    | required(store, "LONGGHEP"))  # fmt: skip
    found = {one.target.code: one for one in progress.progress(book, store.get(WARD), on=date(2026, 3, 1))}
    assert (found["P1"].done, found["P1"].document) == (1, "05/KH-UBND · Kế hoạch phát triển kinh tế - xã hội 2026")
    assert found["P2"].document == ""


def required(store, code):
    kind = store._kinds[code]
    from desktop.models.describe import example

    wanted = example(kind)
    return {name: value for name, value in wanted.items() if name not in {"kind", "title", "starts_on", "targets", "basis"}}


MARKS = st.lists(st.sampled_from(["T1", "T2", "T10"]), max_size=2, unique=True)
HANDS = st.lists(st.sampled_from(["a/P1", "-a/P1", "a/P11", "b/P1", "-a/P11"]), max_size=3, unique=True)
FACTS = st.tuples(st.sampled_from(["TAPHUAN", "HOINGHI"]), st.sampled_from(["", "ngay1010", "khac"]), MARKS, HANDS)
RULES = st.builds(Rule, st.just("a/P1"), st.sampled_from([(), ("TAPHUAN",), ("TAPHUAN", "HOINGHI")]),
                  st.sampled_from([(), ("ngay1010",)]), st.sampled_from(["", "T1"]))  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(FACTS, min_size=1, max_size=8), rules=st.lists(RULES, min_size=1, max_size=6))
def test_the_rule_and_its_sql_say_the_same(tmp_path_factory, kinds, facts, rules):
    with Book.create(tmp_path_factory.mktemp("so") / "so", unit="20242") as book:
        store, saved = Activities(book, kinds), {}
        for number, (kind, campaign, marks, hands) in enumerate(facts):
            hands = [one for one in hands if one.startswith("-") or f"-{one}" not in hands]
            values = {"title": f"{number}", "starts_on": "2026-03-01", "topics": ["dvc"], "audiences": ["nguoidan"], "place": "A",
                      "participants": {"total": 1}} | ({"classes": 1} if kind == "TAPHUAN" else {})  # fmt: skip
            values |= {"campaign": campaign} if campaign else {}
            values |= {"targets": marks} if marks else {}
            values |= {"plan_targets": hands} if hands else {}
            saved[store.save(kind, values).uid] = (kind, campaign or "thuongxuyen", marks, hands)
        for rule in rules:
            found = {one.uid for one in store.iterate(Query(target=rule))}
            assert found == {uid for uid, one in saved.items() if belongs(rule, *one)}


# Pace


def at(done, amount, *, how="sum", unit="lớp", found=(), since=date(2026, 1, 1), ends=date(2026, 12, 31)):
    target = Target("P1", "Lớp", unit, amount, "year", how, ("TAPHUAN",), None, tuple(found), "")
    return Progress(target, done, done / amount if amount else None, since, ends, "năm 2026", ends)


@pytest.mark.parametrize(("done", "day", "state"), [
    (12, "2026-06-30", "done"), (6, "2026-06-30", "on"), (4, "2026-06-30", "risk"), (2, "2026-06-30", "late"), (0, "2026-01-02", "on"),
    (11, "2027-01-01", "missed"), (12, "2027-01-01", "done")])  # fmt: skip
def test_a_target_is_judged_by_what_is_expected_of_it_today(done, day, state):
    assert pace.pace(at(done, 12), date.fromisoformat(day)).state == state


def test_what_is_missing_is_told_with_the_days_and_the_speed():
    told = pace.pace(at(5, 8), date(2026, 11, 23))
    assert told.sentence == "Còn thiếu 3 lớp, còn 38 ngày, cần khoảng 1 lớp mỗi 12 ngày."
    assert pace.pace(at(100, 480, unit="lượt phát"), date(2026, 11, 23)).sentence.endswith("cần khoảng 10 lượt phát mỗi ngày.")
    assert pace.pace(at(5, 5), date(2026, 11, 23)).sentence == "Đã đạt chỉ tiêu."


def test_a_target_of_a_campaign_is_expected_after_its_days():
    asked = at(0, 2, how="activities", unit="sự kiện", found=("ngay288", "ngay1010"))
    assert [pace.pace(asked, date(2026, month, 20)).state for month in (7, 9, 11)] == ["on", "late", "late"]
    assert pace.pace(at(1, 2, how="activities", found=("ngay288", "ngay1010")), date(2026, 9, 20)).state == "on"


def test_a_yes_or_no_target_is_at_risk_in_its_last_month():
    asked = at(0, 1, how="yesno", unit="có/không")
    assert [pace.pace(asked, date(2026, 12, 31) - timedelta(days=left)).state for left in (90, 20)] == ["on", "risk"]
    assert pace.pace(asked, date(2027, 1, 1)).sentence == "Hết hạn, chưa có."


def test_targets_without_a_number_are_open_and_the_worst_come_first():
    found = [(one, pace.pace(one, date(2026, 6, 30))) for one in (at(4, 12), at(0, 12), at(3, None), at(12, 12))]
    assert [one[1].state for one in pace.due_soon(found)] == ["late", "risk"]
    assert pace.on_time([one for _, one in found]) == (1, 3)


# Campaigns


def test_campaigns_have_their_days_and_the_nearest_are_told():
    assert campaigns.days("ngay1010", 2026) == (date(2026, 10, 1), date(2026, 10, 10))
    assert campaigns.days("thuongxuyen", 2026) is None
    assert [code for code, _ in campaigns.coming(date(2026, 7, 20), within=30)] == ["ngay288"]
    assert campaigns.coming(date(2026, 12, 1), within=30) == []
    assert campaigns.newest(["thuongxuyen", "ngay1010", "ngay288"], date(2026, 11, 23)) == "ngay1010"
    assert campaigns.newest(["thuongxuyen", "ngay1010", "ngay288"], date(2026, 9, 1)) == "ngay288"
    assert campaigns.last_begun("ngay1010", date(2026, 3, 1)) == (date(2025, 10, 1), date(2025, 10, 10))


@pytest.mark.parametrize("wrong", ['since = "02-30"\nuntil = "03-01"', 'since = "10-10"\nuntil = "10-01"', 'since = "1/10"\nuntil = "10-10"'])
def test_a_wrong_day_of_a_campaign_is_refused_with_its_line(tmp_path, wrong):
    path = tmp_path / "campaigns.toml"
    path.write_text(f'[[campaigns]]\ncode = "x"\n{wrong}\n', encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"campaigns.toml dòng \d"):
        campaigns.load(path)


