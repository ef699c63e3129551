"""A chart on paper: every number can be read, every mark stands where its bar is, nothing leaves the page."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.chart import PAPER, Bar, Chart, Palette
from desktop.models.query import Query
from desktop.models.text import number_vi
from desktop.printing import charts, raster
from desktop.printing.sheet import Sheet

MM = 72 / 25.4
DAYS = "từ ngày 15/12/2025 đến ngày 14/12/2026"


def bar(label, value, **more):
    return Bar(label, value, number_vi(value) if value is not None else "", f"{label}: {value}.", Query(text=label), **more)


ROWS = Chart("rows", "Số hoạt động theo loại", DAYS, (bar("Tập huấn, bồi dưỡng", 1234), bar("Tờ rơi", 12)),
             "Không phát sinh (0 hoạt động): Cuộc thi; Pa-nô.")  # fmt: skip
MONTHS = Chart("months", "Số lượt người theo tháng", "năm 2026", tuple(
    bar(f"T{n}", n * 111 if n < 9 else None, before=n * 90) for n in range(1, 13)), series=("Năm 2026", "Năm 2025"))  # fmt: skip
PROGRESS = Chart("progress", "Kế hoạch năm 2026", "tính đến ngày 23/11/2026", tuple(
    replace(bar(f"P{n}. Lớp tập huấn cho người dân và cán bộ", n / 4), expected=0.6, state=state, shown=f"{n}/4 lớp · {state}")
    for n, state in enumerate(("late", "late", "risk", "on", "done"))))  # fmt: skip
ALL = pytest.mark.parametrize("chart", [ROWS, MONTHS, PROGRESS], ids=["rows", "months", "progress"])


def words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


def pixels(pdf):
    wide, high, rgb = raster.raster(pdf, 0, dpi=25.4 * 4)  # four pixels a millimetre
    return lambda x, y: tuple(rgb[3 * (min(high - 1, round(y * 4)) * wide + min(wide - 1, round(x * 4))) :][:3])


@ALL
@pytest.mark.parametrize("width", [80.0, 130.0, 180.0])
def test_every_label_number_window_and_note_stands_on_the_page(chart, width):
    found = words(charts.page(chart, width).pdf)
    plain = found.replace(" ", "")
    for one in chart.bars:
        assert one.label.replace(" ", "") in plain
        if chart.kind != "months" or width > 100:
            assert one.shown.replace(" ", "") in plain
    assert chart.title.replace(" ", "") in plain
    assert chart.window.replace(" ", "") in plain
    assert chart.note.replace(" ", "") in plain


@ALL
@pytest.mark.parametrize("width", [80.0, 180.0])
def test_marks_stand_in_the_page_one_after_another_and_do_not_overlap(chart, width):
    drawn = charts.page(chart, width)
    assert [one.sentence for one in drawn.marks] == [one.sentence for one in chart.bars]
    assert [one.query for one in drawn.marks] == [one.query for one in chart.bars]
    for one in drawn.marks:
        assert one.x >= -0.01
        assert one.y >= 0
        assert one.x + one.width <= width + 0.01
        assert one.y + one.height <= drawn.height
    for one, other in zip(drawn.marks, drawn.marks[1:], strict=False):
        assert other.y >= one.y + one.height - 0.01 or other.x >= one.x + one.width - 0.01


def test_a_bar_is_as_long_as_its_value(chart=ROWS):
    drawn = charts.page(chart, 180)
    colour = pixels(drawn.pdf)
    ink = tuple(int(PAPER.bar[at : at + 2], 16) for at in (1, 3, 5))
    lengths = []
    for one in drawn.marks:
        row = [colour(x / 4, one.y + one.height / 2 - 0.6) for x in range(180 * 4)]
        lengths.append(sum(1 for found in row if all(abs(a - b) < 12 for a, b in zip(found, ink, strict=True))))
    assert lengths[0] / lengths[1] == pytest.approx(1234 / 12, rel=0.35)
    assert lengths[0] > 300


def test_a_month_without_a_value_has_no_column_but_last_years_stands():
    drawn = charts.page(MONTHS, 180)
    colour = pixels(drawn.pdf)
    ink = tuple(int(PAPER.bar[at : at + 2], 16) for at in (1, 3, 5))
    for one, shown in zip(drawn.marks, MONTHS.bars, strict=True):
        over = [colour(one.x + x / 8, one.y + one.height - 7) for x in range(int(one.width * 8))]
        assert any(all(abs(a - b) < 12 for a, b in zip(found, ink, strict=True)) for found in over) == (shown.value is not None)
        assert any(found != (255, 255, 255) for found in over)


def test_this_year_and_last_year_and_the_states_differ_in_grey():
    def grey(colour):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    assert abs(grey(PAPER.bar) - grey(PAPER.before)) > 80
    assert abs(grey(PAPER.line) - min(map(grey, (PAPER.good, PAPER.warn, PAPER.bad)))) > 80


def test_nothing_yet_is_a_sentence():
    empty = replace(ROWS, bars=(), note="")
    drawn = charts.page(empty, 120)
    assert not drawn.marks
    assert charts.NOTHING in words(drawn.pdf)


def test_the_same_chart_gives_the_same_bytes_and_takes_the_colours_it_is_given():
    assert charts.page(ROWS, 120).pdf == charts.page(ROWS, 120).pdf
    dark = charts.page(ROWS, 120, Palette(text="#FFFFFF", ground="#101010"))
    assert pixels(dark.pdf)(60, 1) == (16, 16, 16)


@ALL
def test_a_chart_stands_in_a_document_as_one_figure_that_can_be_heard(chart):
    sheet = Sheet(210, 297, title="Báo cáo", archival=True)
    high = charts.height(chart, 160)
    marks = charts.draw(sheet, chart, 30, 40, 160)
    pdf = sheet.bytes()
    assert all(one.x >= 30 - 0.01 and one.x + one.width <= 190.01 and one.y >= 40 and one.y + one.height <= 40 + high for one in marks)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        heard = [str(one.Alt) for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
    assert len(heard) == 1
    assert all(one.sentence in heard[0] for one in chart.bars)
    assert chart.bars[0].label.replace(" ", "") in words(pdf).replace(" ", "")


@given(st.lists(st.integers(0, 5_000_000), min_size=1, max_size=25), st.sampled_from(["rows", "months"]), st.floats(70, 260))
def test_any_numbers_can_be_drawn_at_any_width(values, kind, width):
    chart = Chart(kind, "Số lượt người theo thôn, tổ dân phố", DAYS, tuple(bar(f"Tổ {at}", one) for at, one in enumerate(values)))
    drawn = charts.page(chart, width)
    assert len(drawn.marks) == len(values)
    assert drawn.height == pytest.approx(charts.height(chart, width))


def test_a_month_with_nothing_says_0_and_one_to_come_says_nothing():
    chart = Chart("months", "Số hoạt động", "năm 2026", (bar("Một", 0), bar("Hai", None, before=7)), series=("A", "B"))
    alone = words(charts.page(replace(chart, bars=chart.bars[1:]), 120).pdf)
    assert words(charts.page(chart, 120).pdf).count("0") == alone.count("0") + 1


LONG = Chart("rows", "Số lượt người theo thôn, tổ dân phố", DAYS, tuple(bar(f"Tổ dân phố số {n}", 40 - n) for n in range(40)), "Ghi chú.")


def test_a_chart_no_page_can_hold_is_cut_between_its_bars_at_one_scale():
    parts, rest = [], LONG
    while rest is not None:
        part, rest = charts.split(rest, 250, 120, 120)
        parts.append(part)
        assert charts.height(part, 250) <= 120
    assert [one for part in parts for one in part.bars] == list(LONG.bars)
    assert {part.full for part in parts[:-1]} == {40}
    assert [part.note for part in parts] == [""] * (len(parts) - 1) + ["Ghi chú."]
    assert parts[1].title == f"{LONG.title} (tiếp theo)" == parts[-1].title
    drawn = charts.page(parts[-1], 250)
    ink = tuple(int(PAPER.bar[at : at + 2], 16) for at in (1, 3, 5))
    colour, one = pixels(drawn.pdf), drawn.marks[0]
    long = sum(1 for x in range(250 * 4) if abs(colour(x / 4, one.y + one.height / 2)[0] - ink[0]) < 12)
    assert long < 250 * 4 / 2


@ALL
def test_a_chart_that_does_not_fit_waits_for_the_next_page(chart):
    high = charts.height(chart, 160)
    assert charts.split(chart, 160, high - 1, 200) == (None, chart)
    assert charts.split(chart, 160, high, 200) == (chart, None)
