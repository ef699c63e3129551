"""Báo cáo: choose the period, look at the pages, keep the PDF."""

from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.models import periods, reading
from desktop.models.errors import AppError, InputError
from desktop.models.periods import Period
from desktop.models.text import date_vi, fold
from desktop.ui.chips import Chips
from desktop.ui.desk import Desk
from desktop.ui.output import Output
from desktop.ui.page import Page
from desktop.ui.parts import button, card, column, label, row, scroll
from desktop.ui.preview import Preview
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

_SPANS = (("month", "Tháng"), ("quarter", "Quý"), ("half", "6 tháng"), ("nine", "9 tháng"), ("year", "Năm"),
          ("free", "Tự chọn"))  # fmt: skip
_PRESETS = (("nd09", "Ngày 15 đến 14"), ("calendar", "Đầu đến cuối tháng"))


class Reports(Page):
    """The official report of a period, drafted from the book."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(150)
        self._timer.timeout.connect(self.make)
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        kept = room.desk.settings.kept("report", {})
        self._preset = kept.get("preset", "nd09")
        self.period = finished(date.today(), preset=self._preset)

        # The questions
        self.spans = self._chips(self.tr("Kỳ báo cáo"), _SPANS, self.period.span)
        self.presets = self._chips(self.tr("Chốt số liệu"), _PRESETS, self._preset)
        self._label = label("", "lead", wrap=True)
        self._days = label("", "small", wrap=True)
        self._before = button("", lambda: self._move(-1), role="icon", icon="chevron-left", icons=self.icons,
                              tip=self.tr("Kỳ trước"))  # fmt: skip
        self._after = button("", lambda: self._move(1), role="icon", icon="chevron-right", icons=self.icons,
                             tip=self.tr("Kỳ sau"))  # fmt: skip
        self.since, self.until = self._day(self.tr("Từ ngày")), self._day(self.tr("Đến ngày"))
        self._free = QWidget()
        self._free.setLayout(row(self.since, label("–", "muted"), self.until))
        self.signer = self._line(self.tr("Người ký"), kept.get("signer", ""), self.tr("Họ và tên"))
        self.title_line = self._line(self.tr("Chức vụ"), kept.get("title", "CHỦ TỊCH"), "CHỦ TỊCH")

        # The answer
        self.preview = Preview(room, lane="report-page", whole_page=False)
        self.preview.drawn.connect(self.shown)
        self._save = button(self.tr("Lưu PDF…"), self.ask_and_save, role="primary", icon="save", icons=self.icons)
        self._print = button(self.tr("In…"), self._ask_and_print, icon="printer", icons=self.icons)
        self._lay_out()
        self._show_period()

    def take_focus(self) -> None:
        """Put the keyboard where work begins."""
        self.spans.setFocus()

    def refresh(self) -> None:
        """Make the report of the chosen period anew."""
        self.make()

    def choose(self, text: str) -> None:
        """Choose a period as the console program writes it: 2026-Q3, 2026-10, FROM..TO."""
        self.period = periods.parse(text, preset=self._preset)
        self.spans.choose([self.period.span])
        self._show_period()
        self.make()

    def make(self) -> None:
        """Make the report on the worker and show it."""
        self._timer.stop()
        text, preset = self.period.text, self._preset
        signer, title = self.signer.text().strip(), self.title_line.text().strip()
        self.desk.settings.keep("report", {"preset": preset, "signer": signer, "title": title})
        self.preview.wait(self.tr("Đang lập báo cáo…"))
        self._ready(ready=False)

        def work(desk: Desk, job: Any) -> bytes:
            return desk.reporter.report(text, preset=preset, signer=signer, title=title)

        self.room.tasks.run(work, self._made, failed=self._not_made, lane="report")

    def ask_and_save(self) -> None:
        """Ask where to keep the PDF."""
        name = fold(f"bao cao {self.period.label}").replace("/", "-").replace(" ", "-")
        self._output.ask_and_save(self.preview.pdf, name=name)

    # What happens

    def _made(self, pdf: bytes) -> None:
        self.preview.show_pdf(pdf)
        self._ready(ready=True)

    def _not_made(self, fault: AppError) -> None:
        self.preview.refuse(fault)
        self.shown.emit()

    def _ready(self, *, ready: bool) -> None:
        self._save.setEnabled(ready)
        self._print.setEnabled(ready)

    def _ask_and_print(self) -> None:
        self._output.ask_and_print(self.preview.pdf, self.tr("Báo cáo"))

    def _span_chosen(self) -> None:
        chosen = (self.spans.chosen() or [self.period.span])[0]
        self.spans.choose([chosen])
        if chosen == "free":
            self.since.setText(date_vi(self.period.since))
            self.until.setText(date_vi(self.period.until))
            self.period = periods.parse(f"{self.period.since}..{self.period.until}", preset=self._preset)
        else:
            self.period = finished(date.today(), preset=self._preset, span=chosen)
        self._changed()

    def _preset_chosen(self) -> None:
        self._preset = (self.presets.chosen() or [self._preset])[0]
        self.presets.choose([self._preset])
        self.period = periods.parse(self.period.text, preset=self._preset)
        self._changed()

    def _move(self, step: int) -> None:
        self.period = self.period.previous() if step < 0 else self.period.next()
        if self.period.span == "free":
            self.since.setText(date_vi(self.period.since))
            self.until.setText(date_vi(self.period.until))
        self._changed()

    def _days_typed(self) -> None:
        try:
            since, until = (reading.day(line.text(), today=date.today()) for line in (self.since, self.until))
            self.period = periods.parse(f"{since}..{until}", preset=self._preset)
        except InputError as fault:
            self._days.setText(fault.sentence)
            return
        self._changed()

    def _changed(self) -> None:
        self._show_period()
        self._timer.start()

    def _show_period(self) -> None:
        said = self.period.label
        self._label.setText(said[0].upper() + said[1:])
        free = self.period.span == "free"
        days = self.tr("Số liệu từ {since} đến {until}")
        self._days.setText(days.format(since=date_vi(self.period.since), until=date_vi(self.period.until)))
        self._free.setVisible(free)
        self._label.setHidden(free)

    # Building

    def _chips(self, name: str, options: Any, chosen: str) -> Chips:
        made = Chips([(code, self.tr(text)) for code, text in options], single=True)
        made.choose([chosen])
        made.setAccessibleName(name)
        for chip in made.buttons.values():
            chip.setAccessibleName(f"{name}: {chip.text()}")
        return made

    def _line(self, name: str, text: str, hint: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.textEdited.connect(lambda: self._timer.start(500))
        return line

    def _day(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText("28/8")
        line.editingFinished.connect(self._days_typed)
        return line

    def _lay_out(self) -> None:
        self.spans.toggled.connect(self._span_chosen)
        self.presets.toggled.connect(self._preset_chosen)
        which = row(self._before, column(self._label, self._free, self._days, space=2), self._after)
        which.setStretch(1, 1)
        period = card(label(self.tr("Kỳ báo cáo"), "lead"), self.spans, which,
                      column(label(self.tr("Chốt số liệu"), "label"), self.presets,
                             label(self.tr("Ngày 15 đến 14 là cách tính của Nghị định 09/2019."), "small", wrap=True),
                             space=SPACE.xs))  # fmt: skip
        signing = card(label(self.tr("Người ký"), "lead"), self.signer, self.title_line,
                       label(self.tr("Số, chữ ký, dấu để trống cho văn thư."), "small", wrap=True), space=SPACE.s)  # fmt: skip
        inside = QWidget()
        inside.setLayout(column(period, signing, None, space=SPACE.l))
        left = scroll(inside)
        left.setFixedWidth(self.room.theme.px(348) if self.room.theme.percent <= 125 else self.room.theme.px(288))
        both = row(left, self.preview, space=SPACE.l)
        both.setStretch(1, 1)
        whole = QWidget()
        whole.setLayout(both)
        self.lay(self.tr("Báo cáo"), whole, tools=(self._print, self._save))


def finished(today: date, *, preset: str, span: str = "quarter") -> Period:
    """Return the period of this span that a report is due for: the last one that has ended, or the current one
    in its last ten days."""
    found = periods.parse(_first_of(today, span), preset=preset)
    while found.since > today:
        found = found.previous()
    while found.until < today:
        found = found.next()
    near = (found.until - today).days <= 10
    return found if near or span in ("year", "nine") else found.previous()


def _first_of(today: date, span: str) -> str:
    return {
        "month": f"{today.year}-{today.month:02d}",
        "quarter": f"{today.year}-Q{(today.month + 2) // 3}",
        "half": f"{today.year}-H{1 if today.month <= 6 else 2}",
        "nine": f"{today.year}-9M",
        "year": str(today.year),
    }[span]


def make(room: Room) -> Page:
    """Return the page."""
    return Reports(room)
