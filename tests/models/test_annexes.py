"""Annexes against a second path: a database that knows nothing but the exported file gives the same totals."""

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from desktop.models import exchange
from desktop.models.codes import activity_code
from desktop.models.describe import example
from desktop.models.drafting import draft
from desktop.models.periods import parse
from desktop.models.query import Query
from desktop.models.report_choice import Choice

KINDS = ("TAPHUAN", "HOINGHI", "TINBAI", "TOROI", "SUKIEN")
SUMMED = ("activities", "people", "women", "planned", "spent")
WINDOW = parse("2026-Q3")
DAYS = st.integers(-40, 140).map(lambda number: WINDOW.since + timedelta(days=number))
MONEY = st.none() | st.integers(0, 9_000_000)
ENTRIES = st.lists(st.tuples(st.sampled_from(KINDS), DAYS, st.integers(1, 900), st.integers(0, 900), MONEY, MONEY), max_size=7)


def entry(kinds, number, kind, day, total, female, planned, spent):
    values: dict[str, Any] = dict(example(kinds[kind]))
    values.pop("kind")
    values |= {"title": f"Hoạt động {number}", "starts_on": day.isoformat()}
    values.pop("ends_on", None)
    if "participants" in kinds[kind].names:
        values["participants"] = {"total": total, "female": min(female, total)}
    values |= {name: one for name, one in (("cost_planned", planned), ("cost_actual", spent)) if one is not None}
    return kind, values


def loaded(path: Path) -> sqlite3.Connection:
    """The file as a table of plain cells: kind, day, people, women, money planned and spent."""
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE TABLE rows (uid TEXT, kind TEXT, day TEXT, people INTEGER, women INTEGER, planned INTEGER, spent INTEGER)")
    plain.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", [
        (row["Mã hoạt động"], row["Loại hoạt động"], row["Từ ngày"].isoformat(), row.get("Số lượt người tham gia (lượt người)") or 0,
         row.get("Số lượt người tham gia: Nữ") or 0, row["Kinh phí dự toán (đồng)"] or 0, row["Kinh phí thực hiện (đồng)"] or 0)
        for row in rows_of(path)])  # fmt: skip
    return plain


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        heads, *rows = book.get_sheet_by_name(name).to_python()
        yield from (dict(zip(heads, row, strict=True)) for row in rows if name != "Trống")


def asked(plain, since, until, kind="%"):
    found = plain.execute("SELECT count(*), sum(people), sum(women), sum(planned), sum(spent) FROM rows WHERE kind LIKE ? AND day BETWEEN ? AND ?",
                          (kind, since.isoformat(), until.isoformat())).fetchone()  # fmt: skip
    return dict(zip(SUMMED, (one or 0 for one in found), strict=True))


def told(annex, label, unit):
    return next(row[4:7:2] for row in annex.values if row[1] == label and row[2] == unit)


@given(entries=ENTRIES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_of_annexes_are_those_of_sql_over_the_exported_file(book, activities, kinds, tmp_path, entries):
    book.connection.execute("SAVEPOINT before")
    try:
        saved = activities.save_many([entry(kinds, number, *one) for number, one in enumerate(entries)])
        exchange.export(tmp_path / "ds.xlsx", activities, kinds, Query())
        report = draft(book, kinds, Choice(period="2026-Q3")).report
    finally:
        book.connection.execute("ROLLBACK TO before")
        book.connection.execute("RELEASE before")
    plain = loaded(tmp_path / "ds.xlsx")
    now = asked(plain, WINDOW.since, WINDOW.until)
    year = asked(plain, parse("2026").since, WINDOW.until)
    figures, listed = report.annexes[:2]
    assert told(figures, "Tổng số hoạt động", "hoạt động") == (now["activities"], year["activities"])
    assert told(figures, "Kinh phí dự toán", "đồng") == (now["planned"], year["planned"])
    assert told(figures, "Kinh phí thực hiện", "đồng") == (now["spent"], year["spent"])
    for code in KINDS:
        one = [asked(plain, since, WINDOW.until, kinds[code].label)["activities"] for since in (WINDOW.since, parse("2026").since)]
        assert told(figures, kinds[code].label, figures_unit(figures, kinds[code].label)) == tuple(one)
    total = listed.values[-1]
    assert (total[8], total[10]) == ((now["people"], now["women"]), now["spent"])
    codes = [row[1] for row in listed.values[:-1] if row[1]]
    wanted = plain.execute("SELECT uid FROM rows WHERE day BETWEEN ? AND ?", (WINDOW.since.isoformat(), WINDOW.until.isoformat())).fetchall()
    assert sorted(codes) == sorted(activity_code(uid) for (uid,) in wanted)
    assert len(saved) == plain.execute("SELECT count(*) FROM rows").fetchone()[0]
    plain.close()


def figures_unit(annex, label):
    return next(row[2] for row in annex.values if row[1] == label)


def test_words_and_values_of_an_annex_tell_the_same(book, activities, kinds):
    activities.save_many([entry(kinds, 1, "TAPHUAN", date(2026, 7, 2), 1_250, 600, None, 12_500_000)])
    for annex in draft(book, kinds, Choice(period="2026-Q3")).report.annexes[:2]:
        words = [*annex.rows, *([annex.total] if annex.total else [])]
        assert len(words) == len(annex.values)
        assert all(len(row) == len(annex.columns) for row in (*words, *annex.values))
    row = annex.values[0]
    assert (row[2], row[8], row[10]) == (date(2026, 7, 2), (1_250, 600), 12_500_000)
    assert (annex.rows[0][2], annex.rows[0][8], annex.rows[0][10]) == ("02/07/2026", "1.250 (600)", "12.500.000")


@pytest.mark.parametrize("period", ["2026-Q3", "2026"])
def test_part_names_are_headings_and_nothing_else_is(book, kinds, period):
    figures, listed, models = draft(book, kinds, Choice(period=period)).report.annexes
    assert [figures.rows[at][0] for at in sorted(figures.headings)] == [str(number) for number in range(1, len(figures.headings) + 1)]
    assert figures.rows[max(figures.headings)][1] == "KINH PHÍ"
    assert not listed.headings
    assert not models.headings
