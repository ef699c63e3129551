"""The list of activities over ids: a million rows cost 8 MB, and only the lines on the screen are fetched."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.kinds import Kinds
from desktop.ui import chip, columns
from desktop.ui.icons import Icons
from desktop.ui.theme import Theme
from desktop.ui.tips import tip

PAGE, PAGES_KEPT = 64, 64
_Index = QModelIndex | QPersistentModelIndex


class ActivityModel(QAbstractTableModel):
    """Rows by id; `fetch` gives the rows of a page of ids. `flags` never fetches."""

    def __init__(self, fetch: Callable[[list[int]], Sequence[Any]], kinds: Kinds, icons: Icons) -> None:
        super().__init__()
        self._fetch = fetch
        self._kinds = kinds
        self._icons = icons
        self.columns = columns.every(kinds)
        self.names = [column.name for column in self.columns]
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, Any]] = OrderedDict()

    @property
    def icon_size(self) -> QSize:
        """The size of the kinds' icons."""
        return self._icons.side()

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show a new result."""
        self.beginResetModel()
        self._ids = ids if isinstance(ids, array) else array("q", ids)
        self._pages.clear()
        self.endResetModel()

    def extend(self, ids: "array[int]") -> None:
        """Show the whole result where its first lines stand already; what is on the screen stays there."""
        first = len(self._ids)
        if len(ids) > first and ids[:first] == self._ids:
            self.beginInsertRows(QModelIndex(), first, len(ids) - 1)
            self._ids = ids
            self._pages.pop(first // PAGE, None)
            self.endInsertRows()
        elif ids != self._ids:
            self.show_ids(ids)

    def line(self, row: int) -> Any:
        """Return the row at a place, fetched with its page; None when it is gone meanwhile."""
        page = row // PAGE
        if page not in self._pages:
            ids = self._ids[page * PAGE : (page + 1) * PAGE].tolist()
            self._pages[page] = {found.id: found for found in self._fetch(ids)}
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page].get(self._ids[row])

    def picture(self, kind: str) -> QPixmap:
        """Return the picture of a kind, of any document for one this program does not know."""
        known = self._kinds.get(kind)
        return self._icons.pixmap(known.icon if known else "file-text", "primary")

    def place_of(self, key: int) -> int:
        """Return the row of an id, -1 when the result does not hold it."""
        try:
            return self._ids.index(key)
        except ValueError:
            return -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _FLAGS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].right else _LEFT
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = Qt.ItemDataRole
        if role not in _READERS and role not in (wanted.DecorationRole, wanted.TextAlignmentRole):
            return None
        column = self.columns[index.column()]
        if role == wanted.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        line = self.line(index.row())
        if line is None:
            return None
        if role == wanted.DecorationRole:
            return self.picture(line.kind) if column.name == "kind" else None
        if column.name == "kind" and role == wanted.DisplayRole:
            return None
        return tip(column.words(line)) if role == wanted.ToolTipRole else column.words(line)


_READERS = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}


# Made once: Qt's flags cost more to join in Python than a cell costs to paint.
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SELECTED = QStyle.StateFlag.State_Selected
_ELIDE = Qt.TextElideMode.ElideRight
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class LineDelegate(QStyledItemDelegate):
    """Paints every cell of a line from the row itself.

    The style sheet and seven questions to the model for each cell would be two thirds of the time of a jump.
    """

    def __init__(self, model: ActivityModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._pad = theme.px(8)
        self._chips: dict[str, QPixmap] = {}
        self.everything = False  # the whole result is meant: every line is painted as chosen, none is selected
        self._text, self._soft, self._line = (theme.colour(name) for name in ("text", "primary_soft", "sunken"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect, column = option.rect, self._model.columns[index.column()]
        if self.everything or option.state & _SELECTED:
            painter.fillRect(rect, self._soft)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        line = self._model.line(index.row())
        if line is None:
            return
        if column.name == "state":
            self._place(painter, rect, self._chip(line.state))
        elif column.name == "kind":
            self._place(painter, rect, self._model.picture(line.kind))
        else:
            self._write(painter, option, rect.adjusted(self._pad, 0, -self._pad, 0), column.words(line), right=column.right)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return chip.size_of("saved", self._theme)

    def _place(self, painter: QPainter, rect: QRect, picture: QPixmap) -> None:
        height = picture.deviceIndependentSize().height()
        painter.drawPixmap(rect.left() + self._pad, round(rect.center().y() - height / 2 + 0.5), picture)

    def _chip(self, state: str) -> QPixmap:
        """Return the chip of a state, painted once."""
        if state not in self._chips:
            ratio, size = self.parent().devicePixelRatioF(), chip.size_of(state, self._theme)
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            chip.paint(painter, QRect(QPoint(0, 0), size), state, self._theme)
            painter.end()
            self._chips[state] = picture
        return self._chips[state]

    def _write(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, text: str, *,
               right: bool) -> None:  # fmt: skip
        metrics = option.fontMetrics
        if metrics.horizontalAdvance(text) > room.width():
            text = metrics.elidedText(text, _ELIDE, room.width())
        painter.setPen(self._text)
        painter.drawText(room, _RIGHT if right else _LEFT, text)


class ActivityTable(QTableView):
    """Uniform rows, no vertical header, one line selected at a time, or the whole result by a flag; Tab leaves it."""

    everything_changed = Signal(bool)
    sort_asked = Signal(str)  # an order of models.query
    columns_changed = Signal()

    def __init__(self, model: ActivityModel, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names = model.names
        self._columns = model.columns
        self._laying = True
        self.setModel(model)
        self._delegate = LineDelegate(model, theme, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(model.icon_size)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(40))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.setMinimumSectionSize(theme.px(40))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSortIndicatorShown(True)
        head.sectionClicked.connect(self._head_clicked)
        self._shown: list[tuple[str, int]] = []
        self.show_columns(columns.chosen(model.columns, None))
        head.sectionMoved.connect(self._head_changed)
        head.sectionResized.connect(self._head_changed)
        self.setAccessibleName(self.tr("Danh sách hoạt động"))
        model.modelReset.connect(self.release)

    @property
    def everything(self) -> bool:
        """Whether the whole result is meant."""
        return self._delegate.everything

    def take_everything(self) -> None:
        """Mean the whole result, however long; nothing is selected for it."""
        if not self.everything and self.model().rowCount():
            self._delegate.everything = True
            self.viewport().update()
            self.everything_changed.emit(True)

    def release(self) -> None:
        """Mean only the current line again."""
        if self.everything:
            self._delegate.everything = False
            self.viewport().update()
            self.everything_changed.emit(False)

    def show_columns(self, shown: Sequence[tuple[str, int]]) -> None:
        """Show these columns (name, width in pixels at 100 % text, 0 as it comes) in this order."""
        self._laying = True
        head = self.horizontalHeader()
        self._shown = list(shown)
        for place, (name, width) in enumerate(shown):
            at = self._names.index(name)
            head.moveSection(head.visualIndex(at), place)
            wanted = width or self._columns[at].width
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive if self._columns[at].width else _STRETCH)
            if wanted and self._columns[at].width:
                self.setColumnWidth(at, self._theme.px(wanted))
        self._fit()
        self._laying = False

    def columns_shown(self) -> list[tuple[str, int]]:
        """Return the columns as they stand now: (name, width in pixels at 100 % text, 0 for the one that stretches)."""
        head, names = self.horizontalHeader(), {name for name, _ in self._shown}
        order = [head.logicalIndex(place) for place in range(head.count())]
        return [(self._names[at], self._width(at)) for at in order if self._names[at] in names]

    def mark_sort(self, sort: str, *, turned: bool) -> None:
        """Show by which column the list is ordered."""
        at = next((at for at, column in enumerate(self._columns) if column.sort == sort), -1)
        down = (sort == "title") == turned  # Qt draws its "ascending" as an arrow down
        self.horizontalHeader().setSortIndicator(
            at, Qt.SortOrder.AscendingOrder if down else Qt.SortOrder.DescendingOrder)  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Ctrl+A as the whole result, Esc and every move as one line again."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.take_everything()
            return
        if self.everything and event.key() == Qt.Key.Key_Escape:
            self.release()
            return
        if event.key() in _MOVES:
            self.release()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        """Mean the line that is clicked."""
        self.release()
        super().mousePressEvent(event)

    def resizeEvent(self, event: Any) -> None:
        """Leave out what is least missed where the room is narrow, so that the name can be read."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        room, names = self.viewport().width(), {name for name, _ in self._shown}
        for at, column in enumerate(self._columns):
            hidden = column.name not in names or room < self._theme.px(column.room)
            if hidden != self.isColumnHidden(at):
                self.setColumnHidden(at, hidden)

    def _width(self, at: int) -> int:
        if not self._columns[at].width:
            return 0
        return round(self.columnWidth(at) * 100 / self._theme.percent) or dict(self._shown).get(self._names[at], 0)

    def _head_clicked(self, at: int) -> None:
        sort = self._columns[at].sort
        if sort is not None:
            self.sort_asked.emit(sort)

    def _head_changed(self) -> None:
        if not self._laying:
            self.columns_changed.emit()


_STRETCH = QHeaderView.ResizeMode.Stretch
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
