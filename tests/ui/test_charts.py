"""Charts in the window: the bar, its sentence and its list are one; by mouse and by keyboard."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from desktop.ui.indicators_dialog import IndicatorsDialog
from tests.ui.conftest import settle


def charts_of(qtbot, open_window, book):
    window = open_window(book)
    page = window.show_page("plans")
    settle(qtbot, window)
    page.turn_to("charts")
    settle(qtbot, window)
    asked = []
    page.page_asked.disconnect()
    page.page_asked.connect(lambda name, wanted: asked.append((name, wanted)))
    return window, page.charts, asked


def shown(qtbot, window, charts, name):
    charts.names.choose([name])
    charts.refresh()
    settle(qtbot, window)
    return charts.chart


def test_a_bar_of_each_chart_opens_the_activities_it_counts(qtbot, open_window, full_book):
    window, charts, asked = charts_of(qtbot, open_window, full_book)
    for name in ("kinds", "areas", "months"):
        chart = shown(qtbot, window, charts, name)
        assert chart.marks, name
        at = max(range(len(chart.marks)), key=lambda n: chart.chart.bars[n].value or 0)
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.place(at).center().toPoint())
        page, query = asked.pop()
        assert page == "activities"
        assert window._desk.activities.count(query) == chart.chart.bars[at].value > 0
    assert not asked


def test_the_keyboard_walks_the_bars_and_opens_one(qtbot, open_window, full_book):
    window, charts, asked = charts_of(qtbot, open_window, full_book)
    chart = shown(qtbot, window, charts, "kinds")
    chart.setFocus()
    assert chart.at == 0
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.at == 1
    assert chart.accessibleDescription() == chart.chart.bars[1].sentence
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert asked == [("activities", chart.chart.bars[1].query)]
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.at == len(chart.marks) - 1
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.at == len(chart.marks) - 1


def test_what_a_person_hears_is_every_bar_in_a_sentence(qtbot, open_window, full_book):
    window, charts, _ = charts_of(qtbot, open_window, full_book)
    chart = shown(qtbot, window, charts, "plan")
    said = chart.accessibleDescription()
    assert chart.chart.bars
    assert all(bar.sentence in said for bar in chart.chart.bars)
    place = chart.place(2).center().toPoint()
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, place, chart.mapToGlobal(place)))
    assert QToolTip.text() == chart.chart.bars[2].sentence
    QToolTip.hideText()
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), chart.mapToGlobal(QPoint(2, 2))))


def test_another_measure_and_another_period_count_anew(qtbot, open_window, full_book):
    window, charts, _ = charts_of(qtbot, open_window, full_book)
    chart = shown(qtbot, window, charts, "kinds")
    first = chart.chart
    charts.measure.setCurrentIndex(charts.measure.findData("people"))
    charts.measure.activated.emit(charts.measure.currentIndex())
    settle(qtbot, window)
    assert chart.chart.title == "Số lượt người theo loại"
    assert sum(bar.value for bar in chart.chart.bars) > sum(bar.value for bar in first.bars)
    charts.period.setCurrentIndex(charts.period.count() - 1)
    charts.period.activated.emit(charts.period.currentIndex())
    settle(qtbot, window)
    assert chart.chart.window != first.window
    assert not chart.chart.bars
    assert not chart.marks


def test_the_picture_is_copied_as_it_is_seen(qtbot, open_window, full_book):
    window, charts, _ = charts_of(qtbot, open_window, full_book)
    chart = shown(qtbot, window, charts, "kinds")
    charts.copy()
    image = QApplication.clipboard().image()
    assert abs(image.height() - chart.height() + 8) <= 1
    with qtbot.waitSignal(charts.drawn):
        window.resize(window.width() + 200, 768)
    charts.copy()
    assert QApplication.clipboard().image().width() > image.width()


def test_what_the_figures_mean_is_shown_and_kept(qtbot, open_window, full_book, tmp_path):
    _, charts, _ = charts_of(qtbot, open_window, full_book)
    charts.meaning.click()
    (dialog,) = charts.findChildren(IndicatorsDialog)
    with qtbot.waitSignal(dialog.shown, timeout=20_000):
        pass
    assert dialog.preview.pdf.startswith(b"%PDF")
    assert dialog.printing.isEnabled()
    with qtbot.waitSignal(dialog.told, timeout=20_000) as told:
        dialog.workbook(tmp_path / "tu-dien.xlsx")
    assert told.args[0] == "done"
    assert (tmp_path / "tu-dien.xlsx").read_bytes().startswith(b"PK")
    dialog.reject()


def test_the_charts_of_a_report_count_its_days_and_stand_in_its_pdf_when_asked(qtbot, open_window, full_book, tmp_path):
    window = open_window(full_book)
    page = window.show_page("reports")
    page.choose("2026-Q4")
    settle(qtbot, window)
    page.sides.choose(["charts"])
    page.sides.toggled.emit()
    settle(qtbot, window)
    chart = page.charts.chart
    window_days = page.choice.window()
    assert chart.chart.window == window_days.days_label
    asked = []
    page.page_asked.disconnect()
    page.page_asked.connect(lambda name, wanted: asked.append(wanted))
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Return)
    (query,) = asked
    assert (query.since, query.until) == (window_days.since.isoformat(), window_days.until.isoformat())
    before = page.preview.pdf
    page.signing.charts.setChecked(True)
    qtbot.waitUntil(lambda: page.preview.pdf != before, timeout=10_000)
    assert page.left.charts
    page.save(tmp_path / "bao-cao.pdf")
    settle(qtbot, window)
    assert b"%PDF" in (tmp_path / "bao-cao.pdf").read_bytes()
    assert window._desk.reporter.left(page.choice).charts
