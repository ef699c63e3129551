"""The rows of an import as a table: a tick for what goes in, faults in their cells, every cell can be mended."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.import_matching import KIND, UID
from desktop.models.importing import DOUBLE, FAULTY, GOOD, KNOWN, SKIPPED, Preview, Row
from desktop.models.kinds import Kinds
from desktop.models.text import fold
from desktop.ui.theme import COLOURS, Theme
from desktop.ui.tips import tip

STANDINGS = {GOOD: "Tốt", FAULTY: "Cần sửa", DOUBLE: "Trùng", KNOWN: "Đã có", SKIPPED: "Bỏ qua"}
FIRST = 2  # columns before those of the file: the line with its tick, the standing
_Index = QModelIndex | QPersistentModelIndex
_TONES = {GOOD: COLOURS.sent, FAULTY: COLOURS.fault, DOUBLE: COLOURS.draft, KNOWN: COLOURS.saved, SKIPPED: COLOURS.muted}


class RowsModel(QAbstractTableModel):
    """Shows the rows of a preview that pass the filter; editing and ticking are told, not done."""

    edited = Signal(int, str, str)  # line, target, text
    ticked = Signal(int, bool)  # line, whether it is to be saved

    def __init__(self, kinds: Kinds) -> None:
        super().__init__()
        self._kinds = kinds
        self._preview: Preview | None = None
        self._rows: list[Row] = []
        self._labels: dict[str, str] = {}
        self._in: set[int] = set()
        self.targets: tuple[str, ...] = ()

    def show_rows(self, preview: Preview, standings: Sequence[str], labels: dict[str, str], ready: set[int]) -> None:
        """Show those rows of a preview that stand so (all for none); `ready` are the lines that would be saved."""
        rows = [row for row in preview.rows if not standings or row.standing in standings]
        same = self.targets == preview.targets and [row.line for row in rows] == [row.line for row in self._rows]
        if not same:
            self.beginResetModel()
        self._preview, self._rows, self._labels, self._in = preview, rows, labels, ready
        self.targets = preview.targets
        if not same:
            self.endResetModel()
        elif rows:  # the keyboard stays where it is
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))

    def line(self, place: int) -> Row | None:
        """Return the row at a place."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def problem(self, index: _Index) -> str:
        """Return what is wrong with a cell, else with its row, else what was read or why it is left out."""
        row = self.line(index.row())
        if row is None:
            return ""
        target = self._target(index.column())
        own = [one.sentence for one in row.problems if _stands_at(one.field, target, self.targets)]
        if own and not row.skip:
            return f"{self._labels.get(target, target)}: {own[0]}"
        if row.problems and not row.skip:
            first = row.problems[0]
            return f"{self._labels.get(first.field, first.field) or self.tr('Dòng này')}: {first.sentence}"
        meant = (row.meant or {}).get(target, "")
        return self.tr("Đọc là: {text}").format(text=meant) if meant else row.remark and f"{row.remark[0].upper()}{row.remark[1:]}."

    def next_fault(self, index: _Index) -> QModelIndex:
        """Return the next faulty cell behind a place, from the start again at the end."""
        row_count, width = self.rowCount(), self.columnCount()
        begin = index.row() * width + index.column() + 1 if index.isValid() else 0
        for step in range(row_count * width):
            place, column = divmod((begin + step) % (row_count * width), width)
            row = self._rows[place]
            if row.problems and not row.skip and self._faulty(row, column):
                return self.index(place, column)
        return QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else FIRST + len(self.targets)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        target = self._target(index.column())
        row = self._rows[index.row()]
        if index.column() == 0 and row.values is not None and row.standing != KNOWN:
            return usual | Qt.ItemFlag.ItemIsUserCheckable
        return usual | Qt.ItemFlag.ItemIsEditable if target and target != UID else usual

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if orientation is not Qt.Orientation.Horizontal or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        target = self._target(section)
        if target and role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._labels.get(target, target))
        return self._labels.get(target, target) if target else (self.tr("Dòng"), self.tr("Tình trạng"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column, wanted = self._rows[index.row()], index.column(), Qt.ItemDataRole
        target = self._target(column)
        if role in (wanted.DisplayRole, wanted.AccessibleTextRole):
            return self._text(row, column, target)
        if role == wanted.EditRole:
            return row.cells.get(target, "")
        if role == wanted.CheckStateRole and column == 0 and row.values is not None and row.standing != KNOWN:
            return Qt.CheckState.Checked if row.line in self._in else Qt.CheckState.Unchecked
        if role == wanted.ToolTipRole:
            return tip(self.problem(index))
        if role == wanted.BackgroundRole:
            return QBrush(QColor(COLOURS.fault_soft)) if self._faulty(row, column) else None
        if role == wanted.ForegroundRole:
            return QBrush(QColor(self._colour(row, column)))
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.ticked.emit(row.line, Qt.CheckState(value) == Qt.CheckState.Checked)
        elif str(value) != row.cells.get(self._target(index.column()), ""):
            self.edited.emit(row.line, self._target(index.column()), str(value))
        return True

    def choices(self, index: _Index) -> list[str]:
        """Return the words a cell may hold, empty when it may hold any."""
        row, target = self._rows[index.row()], self._target(index.column())
        if target == KIND:
            return [kind.label for kind in self._kinds.of_family("activity")]
        kind = self._kinds.get(row.kind)
        if kind is None or target not in kind.names:
            return []
        return [choice.label for choice in kind.field(target).choices]

    def _target(self, column: int) -> str:
        return self.targets[column - FIRST] if FIRST <= column < FIRST + len(self.targets) else ""

    def _text(self, row: Row, column: int, target: str) -> str:
        if column == 0:
            return str(row.line)
        if column == 1:
            return self.tr(STANDINGS[row.standing])
        text = row.cells.get(target, "")
        if not text and self._faulty(row, column):
            return self.tr("(còn thiếu)")
        if not text and self._preview and target in self._preview.matching.constants and not row.skip:
            return self._preview.matching.constants[target]
        return " ".join(text.split())

    def _faulty(self, row: Row, column: int) -> bool:
        if row.standing != FAULTY:
            return False
        target = self._target(column)
        return bool(target) and any(_stands_at(one.field, target, self.targets) for one in row.problems)

    def _colour(self, row: Row, column: int) -> str:
        if column == 1:
            return _TONES[row.standing]
        if row.line not in self._in and row.standing != FAULTY:
            return COLOURS.muted
        return COLOURS.fault if self._faulty(row, column) else COLOURS.text


def _stands_at(field: str, target: str, targets: Sequence[str]) -> bool:
    """Say whether the fault of a field is shown at a target: at its own column, else at the first column of the field."""
    if field == target:
        return True
    return field not in targets and target == next((one for one in targets if one.partition(".")[0] == field.partition(".")[0]), "")


class RowsTable(QTableView):
    """The table: Enter and F2 edit, Space ticks, F8 goes to the next fault."""

    def __init__(self, model: RowsModel, theme: Theme) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_Editor(self))
        self.setAccessibleName(self.tr("Các dòng sẽ nhập"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(32))
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
                             | QAbstractItemView.EditTrigger.AnyKeyPressed)  # fmt: skip
        self.setTabKeyNavigation(False)
        self._theme = theme
        model.modelReset.connect(self._widths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            tick = index.siblingAtColumn(0)
            on = tick.data(Qt.ItemDataRole.CheckStateRole)
            if on is not None:
                turned = Qt.CheckState.Unchecked if Qt.CheckState(on) == Qt.CheckState.Checked else Qt.CheckState.Checked
                self.model().setData(tick, turned, Qt.ItemDataRole.CheckStateRole)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            super().keyPressEvent(event)

    def _widths(self) -> None:
        model = self.model()
        narrow = {"starts_on": 110, "ends_on": 100, "participants": 110, "title": 230, "kind": 150}
        for column in range(model.columnCount()):
            target = model._target(column)  # type: ignore[attr-defined]
            width = (76, 96)[column] if column < FIRST else narrow.get(target, 90 if "." in target else 140)
            self.setColumnWidth(column, self._theme.px(width))


class _Editor(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:  # the style sheet paints items itself and would pass it over
            painter.fillRect(option.rect, ground)  # type: ignore[attr-defined]
        super().paint(painter, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        made = QLineEdit(parent)
        made.setFrame(False)
        model = index.model()
        words = model.choices(index) if isinstance(model, RowsModel) else []
        if words:
            offered = QCompleter(words, made)
            offered.setFilterMode(Qt.MatchFlag.MatchContains)
            offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            made.setCompleter(offered)
        return made


def like(preview: Preview, line: int, target: str) -> list[int]:
    """Return the other lines with the same faulty words in the same column."""
    rows = {row.line: row for row in preview.rows}
    said = fold(rows[line].cells.get(target, ""))
    return [row.line for row in preview.rows if row.line != line and row.standing == FAULTY and said
            and fold(row.cells.get(target, "")) == said and any(one.field == target for one in row.problems)]  # fmt: skip
