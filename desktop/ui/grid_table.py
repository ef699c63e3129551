"""The grid under the keys of Excel: Enter down, Tab right, F2, Ctrl+D, blocks copied and pasted, undo."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QTableView,
)

from desktop.models import rows as meaning
from desktop.models.cells import guarded
from desktop.models.text import guess_legacy
from desktop.ui.grid_cell import CellDelegate
from desktop.ui.grid_model import GridModel
from desktop.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
WIDTHS = {"text": 190, "note": 220, "choice": 170, "choices": 190, "place": 190, "link": 190, "date": 124}
ENOUGH = 110
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GridTable(QTableView):
    """Cells to type in; Tab leaves the table from its last cell, Shift+Tab from its first."""

    legacy_found = Signal(str, str)  # pasted text, encoding: the person decides
    cell_changed = Signal()
    overflowed = Signal()  # more was pasted than the grid takes
    typing = Signal()  # into a cell that is not finished

    def __init__(self, model: GridModel, theme: Theme, suggestions: Callable[[str], Sequence[str]]) -> None:
        super().__init__()
        self._theme = theme
        self._came_from = 0  # the column where a run of Tabs began; Enter goes back to it, one row down
        self.setModel(model)
        self.setItemDelegate(CellDelegate(theme, suggestions, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(36))
        self.verticalHeader().setMinimumWidth(theme.px(40))
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(self.tr("Bảng nhập nhiều dòng"))
        self.setAccessibleDescription(self.tr("Enter xuống, Tab sang phải, F2 sửa, Ctrl+D chép từ trên xuống"))
        model.modelReset.connect(self.fit)
        self.fit()

    @property
    def grid(self) -> GridModel:
        """The model."""
        found = self.model()
        assert isinstance(found, GridModel)
        return found

    def fit(self) -> None:
        """Give each column its first width, and the name what is left."""
        head = self.horizontalHeader()
        whole = 0
        for at, column in enumerate(self.grid.columns):
            wide = self._theme.px(WIDTHS.get(column.field.type, ENOUGH))
            wide = max(wide, head.sectionSizeHint(at))
            self.setColumnWidth(at, wide)
            whole += wide
        names = [column.name for column in self.grid.columns]
        room = self.viewport().width() - whole
        if "title" in names and room > 0:
            at = names.index("title")
            self.setColumnWidth(at, min(self.columnWidth(at) + room, self._theme.px(420)))

    def unfinished(self) -> tuple[int, str, str] | None:
        """Return the cell that is being typed and what stands in it: (row, column, text)."""
        line, at = QApplication.focusWidget(), self.currentIndex()
        if self.state() is not QAbstractItemView.State.EditingState or not at.isValid():
            return None
        if not isinstance(line, QLineEdit) or not self.isAncestorOf(line):
            return None
        return at.row(), self.grid.columns[at.column()].name, line.text()

    def go(self, row: int, column: int) -> None:
        """Put the keyboard on a cell."""
        row, column = max(0, min(row, self.model().rowCount() - 1)), max(0, min(column, self.model().columnCount() - 1))
        self.setCurrentIndex(self.model().index(row, column))
        self.scrollTo(self.currentIndex())

    def step(self, key: int, *, back: bool = False) -> bool:
        """Go on from a cell by Enter or Tab; False where Tab leaves the table."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        if key in _ENTERS:
            self.go(row + (-1 if back else 1), column if back else self._came_from)
            return True
        last = self.model().columnCount() - 1
        if back:
            if (row, column) == (0, 0):
                return False
            self.go(row, column - 1) if column else self.go(row - 1, last)
            return True
        if column < last:
            run = self._came_from
            self.go(row, column + 1)
            self._came_from = run
            return True
        if row >= self.model().rowCount() - 1:
            return False
        self._came_from = 0
        self.go(row + 1, 0)
        return True

    # Acts on what is selected

    def block(self) -> tuple[int, int, int, int]:
        """Return the selected block: first row, first column, last row, last column."""
        chosen = self.selectionModel().selection()
        if chosen.isEmpty():
            at = self.currentIndex()
            return at.row(), at.column(), at.row(), at.column()
        parts = [chosen.at(at) for at in range(chosen.size())]
        return (min(part.top() for part in parts), min(part.left() for part in parts),
                max(part.bottom() for part in parts), max(part.right() for part in parts))  # fmt: skip

    def fill_down(self) -> None:
        """Copy the top row of the block into the rows below; from one row, the row above is copied into it."""
        top, left, bottom, right = self.block()
        if top < len(self.grid.rows):
            bottom = min(bottom, len(self.grid.rows) - 1)  # the empty row below is no row yet
        source = top if bottom > top else top - 1
        names = [column.name for column in self.grid.columns[left : right + 1]]
        cells = [(row, name, self.grid.at(source, name)) for row in range(source + 1, bottom + 1) for name in names]
        if source >= 0:
            self.grid.write(cells, self.tr("chép xuống"))

    def select_down(self) -> None:
        """Select the column from the current cell down to the last row that is begun."""
        at, model = self.currentIndex(), self.model()
        if at.isValid():
            last = model.index(max(at.row(), len(self.grid.rows) - 1), at.column())
            self.selectionModel().select(QItemSelection(at, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def same_as_above(self) -> None:
        """Make the row what the row above says; «Tên» too, to be changed a little."""
        row = self.currentIndex().row()
        if row > 0:
            cells = [(row, column.name, self.grid.at(row - 1, column.name)) for column in self.grid.columns]
            self.grid.write(cells, self.tr("giống dòng trên"))

    def empty_block(self) -> None:
        """Empty the selected cells."""
        top, left, bottom, right = self.block()
        names = [column.name for column in self.grid.columns[left : right + 1]]
        self.grid.write([(row, name, "") for row in range(top, min(bottom, len(self.grid.rows) - 1) + 1) for name in names],
                        self.tr("xóa ô"))  # fmt: skip

    def remove_rows(self) -> None:
        """Take the selected rows out."""
        top, left, bottom, _ = self.block()
        self.grid.remove(range(top, bottom + 1), self.tr("bỏ dòng"))
        self.go(top, left)

    def copy(self) -> None:
        """Put the block on the clipboard as Excel reads it."""
        top, left, bottom, right = self.block()
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        for row in range(top, bottom + 1):
            writer.writerow([guarded(self.grid.at(row, column.name)) for column in self.grid.columns[left : right + 1]])
        QGuiApplication.clipboard().setText(out.getvalue().rstrip("\n"))

    def paste(self) -> None:
        """Write what is on the clipboard from the current cell on; old fonts are asked about first."""
        text = QGuiApplication.clipboard().text()
        legacy = guess_legacy(text)
        if legacy:
            self.legacy_found.emit(text, legacy)
        elif text:
            self.paste_text(text)

    def paste_text(self, text: str) -> None:
        """Write a table from the current cell on; a heading row says itself which columns are meant."""
        cells = meaning.table(text)
        if not cells:
            return
        top, left = max(self.currentIndex().row(), 0), max(self.currentIndex().column(), 0)
        places: list[Any] = list(self.grid.columns[left:])
        named = meaning.headings(self.grid.columns, cells[0])
        if named is not None:
            cells, places = cells[1:], list(named)
        first, across, last, right = self.block()
        if len(cells) == 1 and len(cells[0]) == 1 and (last, right) != (first, across):  # one cell into a whole block
            top, left, bottom = first, across, last
            places = list(self.grid.columns[left : right + 1])
            cells = [[cells[0][0]] * len(places) for _ in range(bottom - top + 1)]
        written = [(top + down, places[at].name, cell) for down, row in enumerate(cells) for at, cell in enumerate(row)
                   if at < len(places) and places[at] is not None]  # fmt: skip
        if top + len(cells) > meaning.MOST_ROWS:
            self.overflowed.emit()
        self.grid.write(written, self.tr("dán {n} dòng").format(n=len(cells)))

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of a spreadsheet do; anything typed begins a cell anew."""
        act = self._act(event)
        if act is not None:
            act()
            return
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _ENTERS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step(key, back=shift)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.tab(back=shift or key == Qt.Key.Key_Backtab)
        else:
            if key in _ARROWS:
                super().keyPressEvent(event)
                self._came_from = self.currentIndex().column()
                return
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Tab, which a view hands on before the keys are asked; Ctrl+Tab always leaves."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in (
                Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # fmt: skip
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
            else:
                self.keyPressEvent(event)
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Begin a cell by what an input method writes, as by a key."""
        if event.commitString() or event.preeditString():
            self.edit(self.currentIndex())
            editor = QApplication.focusWidget()
            if isinstance(editor, QLineEdit):
                editor.clear()
                QApplication.sendEvent(editor, event)
                return
        super().inputMethodEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        """Begin a run of Tabs where the mouse put the keyboard."""
        super().mousePressEvent(event)
        self._came_from = max(self.currentIndex().column(), 0)

    def currentChanged(self, now: QModelIndex, before: QModelIndex) -> None:
        """Tell the page that another cell is looked at."""
        super().currentChanged(now, before)
        self.cell_changed.emit()

    def tab(self, *, back: bool) -> None:
        if not self.step(Qt.Key.Key_Tab, back=back):
            self.focusNextPrevChild(not back)

    def _act(self, event: QKeyEvent) -> Callable[[], None] | None:
        keys = QKeySequence.StandardKey
        for standard, act in ((keys.Copy, self.copy), (keys.Paste, self.paste), (keys.Cut, self._cut),
                              (keys.Undo, self.grid.undo.undo), (keys.Redo, self.grid.undo.redo)):  # fmt: skip
            if event.matches(standard):
                return act
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_D and control:
            return self.fill_down
        if event.key() == Qt.Key.Key_Apostrophe and control:
            return self.same_as_above
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_End) and event.modifiers() == both:
            return self.select_down
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self.remove_rows if control else self.empty_block if event.key() == Qt.Key.Key_Delete else None
        return None

    def _cut(self) -> None:
        self.copy()
        self.empty_block()


_ARROWS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}
