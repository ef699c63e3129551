"""A list as Excel: real values, no formula, whole or not at all; its totals are those of plain SQL over the file."""

import io
import random
import re
import sqlite3
import string
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from desktop.models import exchange, figures, report_designs, sheet_rows, sheets
from desktop.models.codes import activity_code
from desktop.models.figures import Scope
from desktop.models.periods import parse
from desktop.models.query import Query
from desktop.models.reckoning import reckon

SAMPLES = Path(report_designs.SHIPPED).parents[1] / "samples" / "activities.jsonl"
SEED, STRINGS = 20261123, 10_000
WRITTEN = ("title", "host", "results", "difficulties", "proposals")


@pytest.fixture
def sampled(book, activities, kinds):
    assert not [one.problems for one in exchange.record(exchange.read(SAMPLES, kinds), activities) if one.problems]
    return book


def rows_of(path):
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        heads, *rows = book.get_sheet_by_name(name).to_python()
        for row in rows:
            yield name, dict(zip(heads, row, strict=True))


def test_every_activity_has_its_row_with_real_numbers_and_days(sampled, activities, kinds, tmp_path):
    path = tmp_path / "ds.xlsx"
    told = []
    assert exchange.export(path, activities, kinds, Query(), progress=lambda *one: told.append(one)) == activities.count(Query())
    found = {row["Mã hoạt động"]: row for _, row in rows_of(path)}
    assert len(found) == activities.count(Query())
    assert told[-1] == (len(found), len(found))
    for one in activities.iterate(Query()):
        row = found[one.uid]
        assert row[kinds[one.kind].field("title").label] == one.title
        assert row[kinds[one.kind].field("starts_on").label] == date.fromisoformat(one.starts_on)
        people = one.values.get("participants")
        assert people is None or row["Số lượt người tham gia (lượt người)"] == people["total"]
        money = one.values.get("cost_actual")
        assert money is None or row["Kinh phí thực hiện (đồng)"] == money
    assert len({activity_code(uid) for uid in found}) == len(found)


def test_totals_of_the_file_are_the_figures_of_the_report(sampled, activities, kinds, tmp_path):
    """The second path: a database that knows only the file."""
    exchange.export(tmp_path / "ds.xlsx", activities, kinds, Query())
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE TABLE rows (kind TEXT, day TEXT, people INTEGER, women INTEGER, spent INTEGER)")
    plain.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", [
        (row["Loại hoạt động"], row["Từ ngày"].isoformat(), row.get("Số lượt người tham gia (lượt người)") or 0,
         row.get("Số lượt người tham gia: Nữ") or 0, row["Kinh phí thực hiện (đồng)"] or 0)
        for _, row in rows_of(tmp_path / "ds.xlsx")])  # fmt: skip
    period = parse("2026-Q3")
    facts = reckon(sampled, kinds, period, design=report_designs.load(), compared=period.previous())
    for kind in kinds.of_family("activity"):
        found = plain.execute("SELECT count(*), coalesce(sum(people), 0), coalesce(sum(women), 0), coalesce(sum(spent), 0) FROM rows "
                              "WHERE kind = ? AND day BETWEEN ? AND ?",
                              (kind.label, period.since.isoformat(), period.until.isoformat())).fetchone()  # fmt: skip
        total = facts.now.of(kind.code)
        assert found == (total.activities, total.people, total.groups.get("female", 0), total.cost_actual), kind.code
    plain.close()
    assert figures.count(sampled, Scope(period.since, period.until))[0].all(kinds).activities > 0


def hostile(chance):
    sign = chance.choice(["=", "+", "-", "@", "\t", "\r", "=cmd|' /C calc'!A", "=HYPERLINK(", "http://", "mailto:", "{=", "'="])
    return sign + "".join(chance.choice(string.printable[:94] + "ạộ") for _ in range(chance.randrange(1, 30)))


def test_no_text_becomes_a_formula_or_a_link(book, activities, kinds, tmp_path):
    chance = random.Random(SEED)
    made = [{name: hostile(chance) for name in WRITTEN} for _ in range(STRINGS // len(WRITTEN))]
    saved = activities.save_many([("TINBAI", {
        "starts_on": "2026-03-01", "topics": ["dvc"], "audiences": ["nguoidan"], "quantity": 1, "channel": "website"}
        | _required(kinds, "TINBAI") | texts) for texts in made])  # fmt: skip
    for name in ("ds.xlsx", "ds.csv"):
        exchange.export(tmp_path / name, activities, kinds, Query())
    with zipfile.ZipFile(tmp_path / "ds.xlsx") as packed:
        for part in packed.namelist():
            assert not re.search(rb"<f[ >]|<hyperlink", packed.read(part)), part
    found = {row["Mã hoạt động"]: row for _, row in rows_of(tmp_path / "ds.xlsx")}
    for one in saved:
        for name in WRITTEN:
            assert found[one.uid][kinds["TINBAI"].field(name).label] == one.values[name]
    import csv

    with (tmp_path / "ds.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not re.fullmatch("-[0-9.,]+", cell)]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), min_size=1, max_size=8))
@settings(deadline=None, max_examples=60)
def test_any_text_stands_in_its_cell_as_it_is(texts):
    rows = sheet_rows.Rows(1)
    rows.add([sheet_rows.text(f"{chr(65 + at)}1", one) for at, one in enumerate(texts)])
    kept = io.BytesIO()
    rows.pour(kept)
    rows.close()
    cells = ElementTree.fromstring(kept.getvalue().decode())
    told = ["".join(cell.itertext()) for cell in cells]
    # Excel reads "_x0007_" as the sign with that number.
    unmasked = [re.sub(r"_x([0-9A-F]{4})_", lambda one: chr(int(one[1], 16)), one) for one in told]
    assert unmasked == texts


def test_a_kind_with_more_rows_than_a_sheet_goes_on_in_the_next(sampled, activities, kinds, tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_rows, "MOST", 3)
    assert exchange.export(tmp_path / "ds.xlsx", activities, kinds, Query()) == activities.count(Query())
    found = list(rows_of(tmp_path / "ds.xlsx"))
    assert {row["Mã hoạt động"] for _, row in found} == {one.uid for one in activities.iterate(Query())}
    sizes = Counter(name for name, _ in found)
    assert max(sizes.values()) == 2
    assert len(sizes) > len({row["Loại hoạt động"] for _, row in found})


def _required(kinds, code):
    from desktop.models.describe import example

    wanted = example(kinds[code])
    return {name: value for name, value in wanted.items() if name not in {"kind", "title", "starts_on", "host", "quantity"}}


def test_an_export_that_is_stopped_leaves_nothing(sampled, activities, kinds, tmp_path):
    for name in ("ds.xlsx", "ds.csv", "ds.jsonl"):
        assert exchange.export(tmp_path / name, activities, kinds, Query(), stop=lambda: True) == 0
    assert list(tmp_path.glob("*ds*")) == []


def test_an_empty_list_says_so(book, activities, kinds, tmp_path):
    assert exchange.export(tmp_path / "ds.xlsx", activities, kinds, Query()) == 0
    assert "Không có hoạt động nào" in CalamineWorkbook.from_path(tmp_path / "ds.xlsx").get_sheet_by_name("Trống").to_python()[0][0]


def test_sheets_have_names_excel_takes(kinds):
    names = set()
    for kind in kinds.values():
        name = sheets._name(kind, names)
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name not in names
        names.add(name)
