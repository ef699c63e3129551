"""A month of the office: campaigns, things to take down, reports due, activities; a day opens what lies in it."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from desktop.models.text import date_vi
from desktop.ui.desk import Desk
from desktop.ui.parts import button, card, clear, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE
from desktop.ui.tips import tip

_HEADS = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "CN")
_WORDS = {"campaign": "Chiến dịch", "down": "Tháo dỡ", "report": "Báo cáo", "activity": "Hoạt động", "target": "Chỉ tiêu"}
_TONES = {"note": "saved", "warn": "draft", "fault": "fault"}
_DAY = Qt.ItemDataRole.UserRole
WEEKS, SHOWN = 6, 2


class CalendarCard(QWidget):
    """Arrows walk the days, Enter on one lists what it holds; `opened` says which thing the person wants."""

    opened = Signal(object)  # an Event of models.agenda
    failed = Signal(object)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._today = date.today()
        self.month = self._today.replace(day=1)
        self._events: Sequence[Any] = ()
        self._title = label("", "lead")
        before = button("", lambda: self.move(-1), role="icon", icon="chevron-left", icons=room.icons, tip=self.tr("Tháng trước"))
        after = button("", lambda: self.move(1), role="icon", icon="chevron-right", icons=room.icons, tip=self.tr("Tháng sau"))
        now = button(self.tr("Tháng này"), self.home, role="quiet")
        self.table = QTableWidget(WEEKS, 7)
        self.table.setAccessibleName(self.tr("Lịch tháng"))
        self.table.setHorizontalHeaderLabels([self.tr(one) for one in _HEADS])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for head in (self.table.horizontalHeader(), self.table.verticalHeader()):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(room.theme.px(WEEKS * 62 + 34))
        self.table.currentCellChanged.connect(lambda *_: self._show_day())
        self._day = QVBoxLayout()
        self._day.setSpacing(SPACE.xs)
        head = row(before, self._title, after, now, None)
        both = row(card(head, self.table), column(card(self._day), None), space=SPACE.l)
        both.setStretch(0, 5)
        both.setStretch(1, 2)
        self.setLayout(both)

    def refresh(self) -> None:
        """Read the month anew."""
        since, until, today = self._first(), self._first() + timedelta(days=WEEKS * 7 - 1), self._today

        def work(desk: Desk, job: Any) -> Any:
            return since, desk.plans.agenda(since, until, today)

        self._room.tasks.run(work, self._show, failed=self.failed.emit, lane="calendar")

    def move(self, months: int) -> None:
        """Turn to another month."""
        number = self.month.year * 12 + self.month.month - 1 + months
        self.month = date(number // 12, number % 12 + 1, 1)
        self.refresh()

    def home(self) -> None:
        """Turn back to this month."""
        self.month = self._today.replace(day=1)
        self.refresh()

    def of_day(self, day: date) -> list[Any]:
        """Return what lies in a day."""
        return [one for one in self._events if one.since <= day <= one.until]

    def _first(self) -> date:
        return self.month - timedelta(days=self.month.weekday())

    def _show(self, answer: Any) -> None:
        since, self._events = answer
        if since != self._first():
            return
        self._title.setText(self.tr("Tháng {month} năm {year}").format(month=self.month.month, year=self.month.year))
        last = calendar.monthrange(self.month.year, self.month.month)[1]
        wanted = self._today if self._today.replace(day=1) == self.month else self.month
        for number in range(WEEKS * 7):
            day = since + timedelta(days=number)
            self.table.setItem(number // 7, number % 7, self._cell(day))
            if day == wanted:
                self.table.setCurrentCell(number // 7, number % 7)
        self.table.setRowHidden(5, (self.month + timedelta(days=last - 1)) < since + timedelta(days=35))
        self._show_day()

    def _cell(self, day: date) -> QTableWidgetItem:
        found = self.of_day(day)
        lines = [_short(one) for one in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(self.tr("+{n} việc").format(n=len(found) - SHOWN))
        item = QTableWidgetItem("\n".join([str(day.day), *lines]))
        item.setData(_DAY, day.isoformat())
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        item.setToolTip(tip("\n".join([date_vi(day), *(one.text for one in found)])))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, item.toolTip())
        theme = self._room.theme
        font = theme.font(theme.type.small)
        font.setBold(day == self._today)
        item.setFont(font)
        outside = day.month != self.month.month
        worst = next((one.tone for tone in ("fault", "warn") for one in found if one.tone == tone), "")
        item.setForeground(theme.colour("muted" if outside else _TONES[worst] if worst else "text"))
        if day == self._today:
            item.setBackground(theme.colour("primary_soft"))
        elif any(one.what == "campaign" for one in found):
            item.setBackground(theme.colour("saved_soft"))
        return item

    def _show_day(self) -> None:
        clear(self._day)
        item = self.table.currentItem()
        if item is None:
            return
        day = date.fromisoformat(item.data(_DAY))
        found = self.of_day(day)
        self._day.addWidget(label(date_vi(day), "strong"))
        if not found:
            self._day.addWidget(label(self.tr("Không có gì trong ngày này."), "muted"))
        for one in found:
            go = button(self.tr("Mở"), lambda one=one: self.opened.emit(one), role="quiet")
            go.setAccessibleName(f"{go.text()}: {one.text}")
            line = row(label(_WORDS[one.what], "small"), label(one.text, wrap=True), go, space=SPACE.m)
            line.setStretch(1, 1)
            self._day.addLayout(line)


def _short(one: Any) -> str:
    text = one.text if one.what == "activity" else f"{_WORDS[one.what]}: {one.text.removeprefix('Tháo dỡ: ')}"
    return f"• {text[:25]}…" if len(text) > 26 else f"• {text}"
