"""The charts of a report: asked for by the office, of its window and campaign alone, frozen with it."""

import io
import json
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from desktop.models import plain_data
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.drafting import draft
from desktop.models.report import Report
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.printing.official import official
from desktop.printing.word import word

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples" / "activities.jsonl"
QUARTER = Choice(period="2026-Q4")


@pytest.fixture(scope="module")
def book(tmp_path_factory, kinds):
    """The sample book."""
    with Book.create(tmp_path_factory.mktemp("charts") / "so", unit="20242", person="Nguyễn Thị Lan") as made:
        store = Activities(made, kinds)
        for line in SAMPLES.read_text("utf-8").splitlines():
            values = json.loads(line)
            store.save(values.pop("kind"), values)
        yield made


def pages(report):
    document = pypdfium2.PdfDocument(io.BytesIO(official(report)))
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_a_report_has_charts_only_where_the_office_asks(book, kinds):
    plain = draft(book, kinds, QUARTER).report
    with_charts = draft(book, kinds, QUARTER, Left(charts=True)).report
    assert plain.charts == ()
    before, after = pages(plain), pages(with_charts)
    assert after[: len(before)] == before
    assert after[len(before)].startswith("Phụ lục IV BIỂU ĐỒ SỐ LIỆU")
    said = "".join(after[len(before) :]).replace(" ", "")
    for chart in with_charts.charts:
        assert chart.title.replace(" ", "") in said
        assert chart.window.replace(" ", "") in said


def test_charts_count_what_the_figures_of_the_report_say(book, kinds):
    made = draft(book, kinds, QUARTER, Left(charts=True))
    total = next(one.now for one in made.sources if one.key == ".activities")
    by_kind = next(one for one in made.report.charts if one.title == "Số hoạt động theo loại")
    assert sum(bar.value for bar in by_kind.bars) == total > 0


def test_a_campaign_has_charts_of_its_own_activities_alone(book, kinds):
    choice = Choice("campaign", "2026-10-01..2026-10-31", subject="ngay1010")
    made = draft(book, kinds, choice, Left(charts=True))
    assert [one.title for one in made.report.charts] == ["Số hoạt động theo loại", "Số lượt người theo thôn, tổ dân phố"]
    counted = sum(bar.value for bar in made.report.charts[0].bars)
    assert counted == next(one.now for one in made.sources if one.key == ".activities")
    everything = draft(book, kinds, Choice(period="2026-10-01..2026-10-31"), Left(charts=True)).report.charts[0]
    assert 0 < counted < sum(bar.value for bar in everything.bars)


def test_a_report_that_was_issued_keeps_its_charts(book, kinds):
    report = draft(book, kinds, QUARTER, Left(charts=True, on="2026-12-15")).report
    kept = plain_data.loads(Report, plain_data.dumps(report))
    assert kept == report
    assert official(kept) == official(report)
    assert all(bar.query is None for chart in report.charts for bar in chart.bars)


def test_the_word_file_shows_the_same_charts_as_pictures_that_can_be_heard(book, kinds):
    report = draft(book, kinds, QUARTER, Left(charts=True, on="2026-12-15")).report
    data = word(report)
    document = Document(io.BytesIO(data))
    heard = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert heard == [" ".join(chart.sentences) for chart in report.charts]
    assert all(abs(shape.width.mm - 252) < 0.1 and shape.height.mm <= 131 for shape in document.inline_shapes)
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said.index("Phụ lục IV") + 1 == said.index("BIỂU ĐỒ SỐ LIỆU")
    assert word(report) == data
    assert not Document(io.BytesIO(word(draft(book, kinds, QUARTER, Left(on="2026-12-15")).report))).inline_shapes
