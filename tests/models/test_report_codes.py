"""The code on an issued report: the book tells whether it still says what stands on paper."""

import pytest

from desktop.models import report_codes
from desktop.models.drafting import draft
from desktop.models.errors import InputError
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.models.report_store import Reports

Q3 = Choice("periodic", "2026-Q3")
LESSON = {"title": "Lớp kỹ năng số", "starts_on": "2026-07-01", "topics": ["dvc"], "audiences": ["nguoidan"], "classes": 1,
          "place": "Hội trường", "participants": {"total": 30, "female": 12}}  # fmt: skip


@pytest.fixture
def saved(activities):
    return activities.save("TAPHUAN", LESSON)


@pytest.fixture
def issue(book, kinds, saved):
    made = draft(book, kinds, Q3, Left())
    return Reports(book).issue(Q3, made.report, made.sources, number="12/BC-UBND", behind=made.behind)


def raw(book, sql, *values):
    for name in ("journal_keeps_rows", "journal_keeps_content"):
        book.connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    book.connection.execute(sql, values)
    book.connection.commit()


def told(book, issue):
    return report_codes.sentence(report_codes.compare(book, issue.code))


def test_an_untouched_book_agrees_with_its_paper(book, issue):
    assert "y nguyên" in told(book, issue)
    assert Reports(book).frozen(issue).code == issue.code == Reports(book).issues(Q3)[0].code


def test_a_code_is_read_as_people_type_it(book, issue):
    assert report_codes.compare(book, issue.code.lower().replace(" ", "-")).version == 1


@pytest.mark.parametrize("typed", ["", "3F9A", "XYZ1 2345 6789", "0000 0000 0000"])
def test_what_is_no_code_of_this_book_is_said(book, issue, typed):
    with pytest.raises(InputError, match="gõ lại"):
        report_codes.compare(book, typed)


def test_an_honest_correction_is_counted_and_is_no_tampering(book, activities, issue, saved):
    activities.save("TAPHUAN", LESSON | {"title": "Lớp khác"}, uid=saved.uid)
    found = report_codes.compare(book, issue.code)
    assert found.kept and found.chained and found.changed == (saved.uid,)


@pytest.mark.parametrize("sql", [
    "UPDATE issues SET report = replace(report, '30', '90')", "UPDATE issues SET figures = replace(figures, '1', '7')",
    "UPDATE issues SET number = '13/BC-UBND'", "UPDATE issues SET at = '2026-01-01'", "UPDATE issues SET chain = zeroblob(32)"])  # fmt: skip
def test_an_issued_report_edited_afterwards_is_named(book, issue, sql):
    raw(book, sql)
    assert "bị sửa trong sổ" in told(book, issue)


@pytest.mark.parametrize("sql", ["UPDATE journal SET chain = zeroblob(32)", "DELETE FROM journal"])
def test_a_journal_rewritten_under_an_issued_report_is_named(book, issue, sql):
    raw(book, sql)
    assert "Nhật ký" in told(book, issue)


def test_the_same_report_is_not_issued_twice_for_its_code_alone(book, kinds, issue):
    made = draft(book, kinds, Q3, Left())
    with pytest.raises(InputError, match="không có gì khác"):
        Reports(book).issue(Q3, made.report, made.sources, behind=made.behind)
