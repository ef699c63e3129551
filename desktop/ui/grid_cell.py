"""A cell of the grid: a plain line to type in with its offers, and how a finished cell is painted."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.text import fold
from desktop.ui.grid_model import FAULT
from desktop.ui.theme import Theme

if TYPE_CHECKING:
    from desktop.ui.grid_table import GridTable

_Index = QModelIndex | QPersistentModelIndex
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellDelegate(QStyledItemDelegate):
    """A plain line to type in, so that Unikey's backspaces and letters come through untouched."""

    def __init__(self, theme: Theme, suggestions: Callable[[str], Sequence[str]], table: "GridTable") -> None:
        super().__init__(table)
        self._theme, self._suggestions, self._table = theme, suggestions, table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        column = self._table.grid.columns[index.column()]
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setProperty("role", "cell")
        line.setAccessibleName(column.label)
        line.setAccessibleDescription(column.field.help)
        line.textEdited.connect(lambda text: self._table.typing.emit())
        options = [choice.label for choice in column.field.choices] or list(self._suggestions(column.name))
        if options:
            line.setCompleter(_Completer(options, line, many=column.field.type == "choices"))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab finish the cell and go on; Escape leaves it as it was."""
        if isinstance(watched, QLineEdit) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() in (*_ENTERS, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down):
                if watched.completer() is not None:
                    watched.completer().popup().hide()
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                self._table.setFocus()
                self._go_on(event.key(), shift=shift)
                return True
        return super().eventFilter(watched, event)

    def _go_on(self, key: int, *, shift: bool) -> None:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            at = self._table.currentIndex()
            self._table.go(at.row() + (1 if key == Qt.Key.Key_Down else -1), at.column())
        elif key in _ENTERS:
            self._table.step(key, back=shift)
        else:
            self._table.tab(back=shift or key == Qt.Key.Key_Backtab)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        fault = index.data(FAULT)
        rect = option.rect
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if fault:
            painter.fillRect(rect, self._theme.colour("fault_soft"))
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("primary_soft"))
        painter.save()
        painter.setPen(self._theme.colour("fault" if fault else "text"))
        room = rect.adjusted(self._theme.px(8), 0, -self._theme.px(8), 0)
        text = option.fontMetrics.elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, room.width())
        align = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, Qt.AlignmentFlag(align), text)
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if fault:  # not by colour alone
            painter.setBrush(self._theme.colour("fault"))
            side = self._theme.px(7)
            painter.drawPolygon([rect.topRight(), rect.topRight() - QPoint(side, 0), rect.topRight() + QPoint(0, side)])
        if current:
            pen = painter.pen()
            pen.setColor(self._theme.colour("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()


class _Completer(QCompleter):
    """Offers labels by any of their words, without marks; writes nothing until one is taken."""

    def __init__(self, options: Sequence[str], line: QLineEdit, *, many: bool) -> None:
        super().__init__(line)
        self._line, self._many = line, many
        model = QStandardItemModel(self)
        for text in options:
            item = QStandardItem(text)
            item.setData(fold(text), Qt.ItemDataRole.UserRole)
            model.appendRow(item)
        self.setModel(model)
        self.setCompletionRole(Qt.ItemDataRole.UserRole)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.popup().setObjectName("completions")

    def splitPath(self, path: str) -> list[str]:
        """Look for what is typed last."""
        return [fold(path.split(";")[-1] if self._many else path)]

    def pathFromIndex(self, index: QModelIndex) -> str:
        """Return what the line says when a label is taken."""
        label = str(index.data())
        before = self._line.text().rpartition(";")[0] if self._many else ""
        return f"{before}; {label}" if before else label
