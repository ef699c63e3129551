"""A table of people to type into or to paste into from Excel; it grows as it is filled."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from desktop.models.attendees import Attendee
from desktop.models.text import clean

BEHIND = 3  # empty rows that wait at the end


class AttendeesTable(QTableWidget):
    """Name, unit and, where the office keeps them, phone of each person."""

    edited = Signal()

    def __init__(self, heads: Sequence[str], paste: Callable[[str], None]) -> None:
        super().__init__(BEHIND, len(heads))
        self._paste = paste
        self._filling = False
        self.setHorizontalHeaderLabels(list(heads))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setTabKeyNavigation(True)
        self.setAlternatingRowColors(True)
        self.itemChanged.connect(lambda item: self._grow())

    def put(self, people: Sequence[Attendee]) -> None:
        """Show these people, and room for more."""
        self._filling = True
        self.clearContents()
        self.setRowCount(len(people) + BEHIND)
        for at, one in enumerate(people):
            for column, text in enumerate((one.name, one.unit, one.phone)[: self.columnCount()]):
                self.setItem(at, column, QTableWidgetItem(text))
        self._filling = False
        self.edited.emit()

    def people(self) -> tuple[Attendee, ...]:
        """Return the rows with a name, in their order."""
        found = []
        for at in range(self.rowCount()):
            cells = [clean(item.text()) if (item := self.item(at, column)) else "" for column in range(self.columnCount())]
            if cells[0]:
                found.append(Attendee(cells[0], cells[1], cells[2] if len(cells) > 2 else ""))
        return tuple(found)

    def nameless(self) -> list[int]:
        """Return the rows, from 1, that say something but no name."""
        return [at + 1 for at in range(self.rowCount())
                if not self._text(at, 0) and any(self._text(at, column) for column in range(1, self.columnCount()))]  # fmt: skip

    def remove_chosen(self) -> None:
        """Take the chosen rows out."""
        rows = sorted({index.row() for index in self.selectedIndexes()}, reverse=True)
        for row in rows:
            self.removeRow(row)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes whole tables, Delete empties what is chosen, Ctrl+Delete takes the rows out."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.remove_chosen()
        elif event.key() == Qt.Key.Key_Delete:
            for item in self.selectedItems():
                item.setText("")
        else:
            super().keyPressEvent(event)

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return clean(item.text()) if item else ""

    def _grow(self) -> None:
        if self._filling:
            return
        last = max((at for at in range(self.rowCount()) if any(self._text(at, column) for column in range(self.columnCount()))),
                   default=-1)  # fmt: skip
        self.setRowCount(max(self.rowCount(), last + 1 + BEHIND))
        self.edited.emit()
