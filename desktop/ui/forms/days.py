"""The editor of a day: a line that takes 28/8, 28/8/2026 or h for today, and a calendar on Alt+Down."""

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QWidget

from desktop.models import reading
from desktop.models.errors import InputError
from desktop.models.fields import Field
from desktop.models.text import date_vi
from desktop.ui.forms.editor import Setting
from desktop.ui.forms.lines import LineEditor
from desktop.ui.parts import button, column, label

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class DateEditor(LineEditor):
    """One Tab stop; the calendar is for the mouse and for Alt+Down."""

    wide = False
    narrow = 138
    hint = "28/8 hoặc h"

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self.opener = button("", self.open_calendar, role="icon", icon="calendar-days", icons=setting.icons,
                             tip=self.tr("Mở lịch (Alt+↓). Gõ 28/8; h hôm nay, q hôm qua, m mai; t2…cn; +3"))  # fmt: skip
        self.opener.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner.insertWidget(1, self.opener)
        self.weekday = label("", "small")
        self.inner.insertWidget(2, self.weekday)
        self.line.textChanged.connect(self._say_weekday)

    def raw(self) -> Any:
        """Return the day in ISO where it can be read with today in mind, else the text as typed."""
        text = self.line.text()
        try:
            return reading.day(text, today=self.setting.today()).isoformat() if text.strip() else ""
        except InputError:
            return text

    def put(self, value: Any) -> None:
        """Show a day as dd/mm/yyyy."""
        super().put(_shown(str(value)) if value else "")

    def fault(self) -> str:
        """Return what is wrong with the day, in the words of the reader."""
        text = self.line.text()
        if text.strip():
            try:
                reading.day(text, today=self.setting.today())
            except InputError as fault:
                return fault.sentence
        return super().fault()

    def settle(self) -> None:
        """Write the whole date out."""
        self.line.setText(_shown(str(self.raw() or "")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the calendar on Alt+Down."""
        if event.type() == QEvent.Type.KeyPress and watched is self.line:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def open_calendar(self) -> None:
        """Show the calendar below the line."""
        self.calendar = Calendar(self.raw(), self.setting.today(), self)
        self.calendar.chosen.connect(self._choose)
        self.calendar.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
        self.calendar.show()
        self.calendar.take_focus()

    def _say_weekday(self, text: str) -> None:
        try:
            found = reading.day(text, today=self.setting.today()) if text.strip() else None
        except InputError:
            found = None
        self.weekday.setText(WEEKDAYS[found.weekday()] if found else "")

    def _look(self, text: str) -> None:
        """Ask nothing: a day is no text."""

    def _choose(self, day: str) -> None:
        self.line.setText(date_vi(day))
        self.edited.emit()
        self.line.setFocus()


class Calendar(QFrame):
    """A month to choose a day from: arrows, Page Up/Down, Enter; Esc closes."""

    chosen = Signal(str)

    def __init__(self, value: Any, today: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("calendar")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._month = QCalendarWidget()
        self._month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._month.setAccessibleName(self.tr("Lịch"))
        day = QDate.fromString(str(value), Qt.DateFormat.ISODate)
        self._month.setSelectedDate(day if day.isValid() else QDate(today.year, today.month, today.day))
        self._month.activated.connect(self._choose)
        self._month.clicked.connect(self._choose)
        self.setLayout(column(self._month, margin=4))

    def take_focus(self) -> None:
        """Put the keyboard on the month."""
        self._month.setFocus()

    def _choose(self, day: QDate) -> None:
        self.chosen.emit(day.toString(Qt.DateFormat.ISODate))
        self.close()


def _shown(text: str) -> str:
    try:
        return date_vi(date.fromisoformat(text).isoformat())
    except ValueError:
        return text
