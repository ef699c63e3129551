"""The list of activities over ids: a million rows cost 8 MB, and only the lines on the screen are fetched."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
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
from desktop.models.text import date_vi, number_vi
from desktop.ui import chip
from desktop.ui.icons import Icons
from desktop.ui.theme import Theme

DAY, KIND, TITLE, PLACE, PEOPLE, STATE = range(6)
HEADS = ("Ngày", "Loại", "Tên hoạt động", "Địa điểm", "Lượt người", "Trạng thái")
WIDTHS = (116, 46, 0, 170, 96, 148)
PAGE, PAGES_KEPT = 64, 64
_Index = QModelIndex | QPersistentModelIndex


class ActivityModel(QAbstractTableModel):
    """Rows by id; `fetch` gives the rows of a page of ids. `flags` never fetches."""

    def __init__(self, fetch: Callable[[list[int]], Sequence[Any]], kinds: Kinds, icons: Icons) -> None:
        super().__init__()
        self._fetch = fetch
        self._kinds = kinds
        self._icons = icons
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
        return 0 if parent.isValid() else len(HEADS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _FLAGS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == PEOPLE else _LEFT
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = Qt.ItemDataRole
        if role not in _READERS and role not in (wanted.DecorationRole, wanted.TextAlignmentRole):
            return None
        column = index.column()
        if role == wanted.TextAlignmentRole:
            return _RIGHT if column == PEOPLE else _LEFT
        line = self.line(index.row())
        if line is None:
            return None
        kind = self._kinds.get(line.kind)
        if role == wanted.DecorationRole:
            return self.picture(line.kind) if column == KIND else None
        if column == KIND:
            return None if role == wanted.DisplayRole else kind.label if kind else line.kind
        return words(line, column)


_READERS = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}


# Made once: Qt's flags cost more to join in Python than a cell costs to paint.
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SELECTED = QStyle.StateFlag.State_Selected
_ELIDE = Qt.TextElideMode.ElideRight
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def words(line: Any, column: int) -> str:
    """Return what a cell says."""
    if column == DAY:
        return date_vi(line.starts_on) if line.starts_on else ""
    if column == PEOPLE:
        return "" if line.people is None else number_vi(line.people)
    return {TITLE: line.title, PLACE: line.place, STATE: chip.words(line.state)}[column]


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
        self._text, self._soft, self._line = (theme.colour(name) for name in ("text", "primary_soft", "sunken"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect, column = option.rect, index.column()
        if option.state & _SELECTED:
            painter.fillRect(rect, self._soft)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        line = self._model.line(index.row())
        if line is None:
            return
        if column == STATE:
            self._place(painter, rect, self._chip(line.state))
        elif column == KIND:
            self._place(painter, rect, self._model.picture(line.kind))
        else:
            self._write(painter, option, rect.adjusted(self._pad, 0, -self._pad, 0), words(line, column), column)

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

    def _write(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, text: str, column: int) -> None:
        metrics = option.fontMetrics
        if metrics.horizontalAdvance(text) > room.width():
            text = metrics.elidedText(text, _ELIDE, room.width())
        painter.setPen(self._text)
        painter.drawText(room, _RIGHT if column == PEOPLE else _LEFT, text)


class ActivityTable(QTableView):
    """Uniform rows, no vertical header, one line selected at a time; Tab leaves the table."""

    def __init__(self, model: ActivityModel, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setModel(model)
        self.setItemDelegate(LineDelegate(model, theme, self))
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
        head.setSectionsClickable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(WIDTHS):
            head.setSectionResizeMode(column, _STRETCH if not width else QHeaderView.ResizeMode.Interactive)
            if width:
                self.setColumnWidth(column, theme.px(width))
        self.setAccessibleName(self.tr("Danh sách hoạt động"))

    def resizeEvent(self, event: Any) -> None:
        """Leave out what is least missed where the room is narrow, so that the name can be read."""
        room = self.viewport().width()
        self.setColumnHidden(PLACE, room < self._theme.px(800))
        self.setColumnHidden(PEOPLE, room < self._theme.px(590))
        self.setColumnHidden(KIND, room < self._theme.px(500))
        super().resizeEvent(event)


_STRETCH = QHeaderView.ResizeMode.Stretch
