"""Charts of the book and of a plan: what is counted, in which days, and the list behind each bar."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QVBoxLayout, QWidget

from desktop.models import periods
from desktop.ui.chart import Chart
from desktop.ui.chips import Chips
from desktop.ui.desk import Desk
from desktop.ui.flow import flow
from desktop.ui.output import Output
from desktop.ui.parts import button, card
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class ChartsCard(QWidget):
    """`opened` says which list the person wants to see; of a report it counts the days of the report alone."""

    opened = Signal(object)  # a Query
    told = Signal(str, str)
    failed = Signal(object)
    drawn = Signal()

    def __init__(self, room: Room, *, of_report: bool = False) -> None:
        super().__init__()
        self._room, self._plan, self._of_report = room, "", of_report
        self._days: tuple[str, str, str] = ("", "", "")
        names = [("kinds", self.tr("Theo loại")), ("areas", self.tr("Theo thôn, tổ dân phố")), ("months", self.tr("Theo tháng"))]
        self.names = Chips(names if of_report else [("plan", self.tr("Chỉ tiêu")), *names], single=True)
        self.names.setAccessibleName(self.tr("Biểu đồ"))
        self._first = "kinds" if of_report else "plan"
        self.names.choose([self._first])
        self.names.toggled.connect(self.refresh)
        self.measure = QComboBox()
        self.measure.setAccessibleName(self.tr("Đếm"))
        for code, words in (("activities", self.tr("Số hoạt động")), ("people", self.tr("Số lượt người"))):
            self.measure.addItem(words, code)
        self.measure.activated.connect(self.refresh)
        self.period = QComboBox()
        self.period.setAccessibleName(self.tr("Kỳ"))
        for words, text in windows(date.today()):
            self.period.addItem(words, text)
        self.period.activated.connect(self.refresh)
        self.chart = Chart(room, lane=f"{self._first} chart")
        self.chart.opened.connect(self.opened)
        self.chart.failed.connect(self.failed)
        self.chart.drawn.connect(self.drawn)
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        self.copying = button(self.tr("Chép ảnh"), self.copy, role="quiet", icon="copy", icons=room.icons,
                              tip=self.tr("Chép biểu đồ để dán vào Zalo, Word"))  # fmt: skip
        self.keeping = button(self.tr("Lưu PDF…"), self.save, role="quiet", icon="save", icons=room.icons)
        self.meaning = button(self.tr("Từ điển chỉ tiêu…"), self.explain, role="quiet", icon="book-open", icons=room.icons,
                              tip=self.tr("Định nghĩa, cách tính, đơn vị của từng con số"))  # fmt: skip
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        head = QWidget()
        head.setLayout(flow(self.measure, self.period, self.copying, self.keeping, self.meaning, space=SPACE.s))
        inside.addWidget(card(self.names, head, self.chart))
        inside.addStretch(1)
        self.setLayout(inside)

    def turn_to(self, plan: str) -> None:
        """Count for a plan."""
        self._plan = plan
        self.refresh()

    def turn_to_days(self, period: str, preset: str, campaign: str = "") -> None:
        """Count in the days of a report, of its campaign alone unless ""."""
        self._days = period, preset, campaign
        self.refresh()

    def refresh(self) -> None:
        """Count the chart that is chosen anew."""
        name = (self.names.chosen() or [self._first])[0]
        self.names.choose([name])
        self.measure.setVisible(name != "plan")
        self.period.setVisible(name != "plan" and not self._of_report)
        text, preset, campaign = self._days if self._of_report else (self.period.currentData(), "", "")
        if not (self._plan if name == "plan" else text):
            return
        measure, plan = self.measure.currentData(), self._plan

        def work(desk: Desk, job: Any) -> Any:
            return desk.plans.chart(name, text, measure, plan=plan, preset=preset, campaign=campaign)

        self._room.tasks.run(work, self.chart.show_chart, failed=self.failed.emit, lane=f"{self._first} charts")

    def copy(self) -> None:
        """Put the picture of the chart where it can be pasted from."""
        if self.chart.chart is not None:
            QApplication.clipboard().setImage(self.chart.copy())
            self.told.emit("done", self.tr("Đã chép biểu đồ: dán (Ctrl+V) vào Zalo, Word hoặc thư."))

    def save(self) -> None:
        """Keep the chart as a PDF."""
        chart = self.chart.chart
        if chart is not None:
            self._room.tasks.run(lambda desk, job: desk.paper.chart_page(chart),
                                 lambda pdf: self._output.ask_and_save(pdf, name=chart.title), failed=self.failed.emit)  # fmt: skip

    def explain(self) -> None:
        """Show what each figure means and how it is counted."""
        from desktop.ui.indicators_dialog import IndicatorsDialog

        dialog = IndicatorsDialog(self._room, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.told.connect(self.told)
        dialog.open()


def windows(today: date) -> list[tuple[str, str]]:
    """Return the reporting periods to choose from, as (words, text): this year first, its quarters and months, years before."""
    year = periods.parse(str(today.year))
    year = year if today <= year.until else year.next()
    found: list[Any] = [year]
    found += [one for number in range(4, 0, -1) if (one := periods.parse(f"{year.year}-Q{number}")).since <= today]
    months = [one for month in range(12, 0, -1) if (one := periods.parse(f"{year.year}-{month:02d}")).since <= today]
    found += months[:3]
    found += [year.previous(), year.previous().previous()]
    return [(f"{one.label[0].upper()}{one.label[1:]}", one.text) for one in found]
