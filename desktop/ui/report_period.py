"""Which report: its kind, its period, what it is set beside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.models import campaigns, periods, reading
from desktop.models.errors import InputError
from desktop.models.owed import owed
from desktop.models.periods import Period
from desktop.models.report_choice import Choice
from desktop.models.text import date_vi
from desktop.ui.chips import Chips
from desktop.ui.parts import button, card, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class PeriodCard(QWidget):
    """Asks for the choice of a report; says `chosen` when the person chose another."""

    chosen = Signal(object)

    def __init__(self, room: Room, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        tr = self.tr
        self.kinds = self._chips(tr("Kiểu báo cáo"), [("periodic", tr("Định kỳ")), ("campaign", tr("Chiến dịch")),
                                                      ("activity", tr("Một hoạt động"))], self._kind_chosen)  # fmt: skip
        self.spans = self._chips(tr("Kỳ báo cáo"), [
            ("month", tr("Tháng")), ("quarter", tr("Quý")), ("half", tr("6 tháng")), ("nine", tr("9 tháng")),
            ("year", tr("Năm")), ("free", tr("Tự chọn"))], self._span_chosen)  # fmt: skip
        self.presets = self._chips(tr("Chốt số liệu"), [("nd09", tr("Ngày 15 đến 14")), ("calendar", tr("Đầu đến cuối tháng"))],
                                   self._preset_chosen)  # fmt: skip
        self.compared = self._chips(tr("So với"), [("previous", tr("Kỳ trước")), ("year", tr("Cùng kỳ năm trước"))],
                                    self._compared_chosen)  # fmt: skip
        self._label = label("", "lead", wrap=True)
        self._days = label("", "small", wrap=True)
        self.since, self.until = self._day(tr("Từ ngày")), self._day(tr("Đến ngày"))
        self.subjects = QComboBox()
        self.subjects.setMinimumContentsLength(18)
        self.subjects.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.subjects.activated.connect(self._subject_chosen)
        self._options: dict[str, Sequence[tuple[str, str]]] = {"campaign": (), "activity": ()}
        before = button("", lambda: self._move(-1), role="icon", icon="chevron-left", icons=room.icons, tip=tr("Kỳ trước"))
        after = button("", lambda: self._move(1), role="icon", icon="chevron-right", icons=room.icons, tip=tr("Kỳ sau"))
        self._free = QWidget()
        self._free.setLayout(row(self.since, label("–", "muted"), self.until))
        self._subject = self._group(label("", "label"), self.subjects)
        self._subject_label: Any = self._subject.layout().itemAt(0).widget()
        which = row(before, column(self._label, self._free, self._days, space=2), after)
        which.setStretch(1, 1)
        self._when = self._group(label(tr("Kỳ báo cáo"), "label"), self.spans, which)
        self._cut = self._group(label(tr("Chốt số liệu"), "label"), self.presets,
                                label(tr("Ngày 15 đến 14 là cách tính của Nghị định 09/2019."), "small", wrap=True))  # fmt: skip
        self._beside = self._group(label(tr("So với"), "label"), self.compared)
        self.setLayout(column(card(label(tr("Báo cáo nào"), "lead"), self.kinds, self._subject, self._when, self._cut,
                                   self._beside)))  # fmt: skip
        self.show_choice(choice)

    def offer(self, campaigns: Sequence[tuple[str, str]], activities: Sequence[tuple[str, str]]) -> None:
        """Take what a report can be of: campaigns and activities as (code or uid, words)."""
        self._options = {"campaign": campaigns, "activity": activities}
        self._show_subjects()

    def show_choice(self, choice: Choice) -> None:
        """Show a choice without saying anything."""
        self.choice = choice
        window = choice.window() if choice.period else None
        self.kinds.choose([choice.kind])
        self.presets.choose([choice.preset])
        self._when.setVisible(choice.kind != "activity")
        self._beside.setVisible(choice.kind != "activity")
        self._cut.setVisible(choice.kind == "periodic")
        self.spans.setVisible(choice.kind == "periodic")
        self._show_subjects()
        if window is None:
            return
        self.spans.choose([window.span])
        usual = "year" if choice.beside() == window.same_last_year() else "previous"
        self.compared.choose([choice.compared or usual])
        free = window.span == "free"
        self._label.setText(window.label[0].upper() + window.label[1:])
        self._label.setHidden(free)
        self._free.setVisible(free)
        self.since.setText(date_vi(window.since))
        self.until.setText(date_vi(window.until))
        self._days.setText(self.tr("Số liệu từ {since} đến {until}").format(since=date_vi(window.since),
                                                                             until=date_vi(window.until)))  # fmt: skip

    # What the person does

    def _kind_chosen(self) -> None:
        kind = (self.kinds.chosen() or [self.choice.kind])[0]
        today = date.today()
        if kind == "periodic":
            self._choose(Choice(period=owed(today, preset=self.choice.preset, span="quarter").text, preset=self.choice.preset))
        elif kind == "campaign":
            code = campaigns.newest((code for code, _ in self._options["campaign"]), today)
            since, until = campaigns.last_begun(code, today)
            self._choose(Choice("campaign", f"{since}..{until}", self.choice.preset, code))
        else:
            options = self._options["activity"]
            self._choose(Choice("activity", "", self.choice.preset, options[0][0] if options else ""))

    def _subject_chosen(self) -> None:
        subject = str(self.subjects.currentData() or "")
        if self.choice.kind == "campaign":
            since, until = campaigns.last_begun(subject, date.today())
            self._choose(replace(self.choice, subject=subject, period=f"{since}..{until}"))
        else:
            self._choose(replace(self.choice, subject=subject))

    def _span_chosen(self) -> None:
        window = self.choice.window()
        span = (self.spans.chosen() or [window.span])[0]
        text = f"{window.since}..{window.until}" if span == "free" else owed(
            date.today(), preset=self.choice.preset, span=span).text  # fmt: skip
        self._choose(replace(self.choice, period=text, compared=""))

    def _preset_chosen(self) -> None:
        self._choose(replace(self.choice, preset=(self.presets.chosen() or [self.choice.preset])[0]))

    def _compared_chosen(self) -> None:
        self._choose(replace(self.choice, compared=(self.compared.chosen() or ["previous"])[0]))

    def _move(self, step: int) -> None:
        window = self.choice.window()
        if self.choice.kind == "campaign":
            moved = window.same_last_year() if step < 0 else _year_later(window)
        else:
            moved = window.previous() if step < 0 else window.next()
        self._choose(replace(self.choice, period=moved.text))

    def _days_typed(self) -> None:
        try:
            since, until = (reading.day(line.text(), today=date.today()) for line in (self.since, self.until))
            text = f"{since}..{until}"
            periods.parse(text, preset=self.choice.preset)
        except InputError as fault:
            self._days.setText(fault.sentence)
            return
        if text != self.choice.period:
            self._choose(replace(self.choice, period=text))

    def _choose(self, choice: Choice) -> None:
        self.show_choice(choice)
        self.chosen.emit(choice)

    # Building

    def _show_subjects(self) -> None:
        kind = self.choice.kind
        self._subject.setVisible(kind != "periodic")
        if kind == "periodic":
            return
        name = self.tr("Chiến dịch") if kind == "campaign" else self.tr("Hoạt động")
        self._subject_label.setText(name)
        self.subjects.setAccessibleName(name)
        self.subjects.clear()
        options = list(self._options[kind])
        if kind == "activity" and self.choice.subject not in {uid for uid, _ in options} and self.choice.subject:
            options.insert(0, (self.choice.subject, self.tr("Hoạt động đã chọn")))
        for code, text in options:
            self.subjects.addItem(text, code)
        self.subjects.setCurrentIndex(max(0, self.subjects.findData(self.choice.subject)))

    def _group(self, *parts: QWidget | Any) -> QWidget:
        made = QWidget()
        made.setLayout(column(*parts, space=SPACE.xs))
        return made

    def _chips(self, name: str, options: Any, run: Any) -> Chips:
        made = Chips(options, single=True)
        made.setAccessibleName(name)
        for chip in made.buttons.values():
            chip.setAccessibleName(f"{name}: {chip.text()}")
        made.toggled.connect(run)
        return made

    def _day(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText("28/8")
        line.editingFinished.connect(self._days_typed)
        return line


def _year_later(window: Period) -> Period:
    since, until = (day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)
                    for day in (window.since, window.until))  # fmt: skip
    return periods.parse(f"{since}..{until}", preset=window.preset)
