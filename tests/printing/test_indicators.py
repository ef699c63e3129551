"""The dictionary of indicators on paper and as a workbook: whole, in order, with nothing that could run."""

import io
from datetime import date

import pikepdf
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from desktop.models import indicators, kinds, plans
from desktop.models.indicators import HEADS, Indicator
from desktop.printing import indicators as paper

ON = date(2026, 2, 5)


@pytest.fixture(scope="module")
def found():
    known = kinds.load()
    return indicators.dictionary(known, plans.load(known))


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_every_indicator_stands_on_paper_once_and_the_pages_lie_across(found):
    pdf = paper.dictionary("Phường Hải Châu", found, ON)
    pages = text_of(pdf)
    whole = "".join(pages)
    assert all("".join(one.name.split()) in whole for one in found)
    assert all("".join(one.method.split())[:20] in whole for one in found)
    assert all("ngày05tháng02năm2026" in page and f"Trang{n}" in page for n, page in enumerate(pages, 1))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert all(float(page.mediabox[2]) > float(page.mediabox[3]) for page in document.pages)
        assert document.Root.MarkInfo.Marked


def test_every_page_but_the_last_of_a_chapter_repeats_the_heading(found):
    pages = text_of(paper.dictionary("Phường Hải Châu", found, ON))
    assert all("".join("".join(HEADS[:2]).split()) in page for page in pages)


def test_the_workbook_holds_every_cell_as_text_and_none_as_a_formula(found):
    hostile = Indicator("=1+1", "=cmd|' /C calc'!A0", "+2", "-3", "@SUM(A1)", "=2", "https://example.vn")
    data = paper.workbook("Phường Hải Châu", [*found, hostile], ON)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[2] == ["Phần", *HEADS]
    assert [tuple(row) for row in rows[3:]] == [(one.chapter, *one.cells) for one in (*found, hostile)]
    assert paper.workbook("Phường Hải Châu", found, ON) == paper.workbook("Phường Hải Châu", found, ON)
