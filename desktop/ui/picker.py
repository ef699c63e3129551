"""A list of options with counts that drops from a filter: typed words narrow it, Enter chooses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.text import fold, number_vi
from desktop.ui.parts import column, label
from desktop.ui.theme import SPACE, Theme

_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)  # another program, a menu
_Index = QModelIndex | QPersistentModelIndex
LINES = 11  # shown at once
WIDTH = 340
UNKNOWN = "…"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to filter by; a `code` of None is a heading."""

    code: Any
    label: str


class _Options(QAbstractListModel):
    """The options that are left, with their counts as they become known."""

    def __init__(self) -> None:
        super().__init__()
        self.options: list[Option] = []
        self.counts: Mapping[Any, int] | None = None
        self.chosen: tuple[Any, ...] = ()

    def show(self, options: Sequence[Option]) -> None:
        self.beginResetModel()
        self.options = list(options)
        self.endResetModel()

    def count_of(self, row: int) -> str:
        code = self.options[row].code
        if code is None or code == "":
            return ""
        return UNKNOWN if self.counts is None else number_vi(self.counts.get(code, 0))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.options)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.options[index.row()].code is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        option = self.options[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return option.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            chosen = self.tr("đang lọc") if option.code in self.chosen else ""
            return ", ".join(part for part in (option.label, self.count_of(index.row()), chosen) if part)
        return None


class _Painter(QStyledItemDelegate):
    """Paints the label at the left and the count at the right; what is chosen has a tick."""

    def __init__(self, model: _Options, theme: Theme, tick: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._theme, self._tick = model, theme, tick

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        given = self._model.options[index.row()]
        rect, pad = option.rect, self._theme.px(8)
        side = self._tick.deviceIndependentSize().toSize()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected and given.code is not None:
            painter.fillRect(rect, self._theme.colour("primary_soft"))
        if given.code in self._model.chosen and given.code is not None:
            painter.drawPixmap(QPoint(rect.left() + pad, rect.center().y() - side.height() // 2), self._tick)
        painter.setFont(self._theme.font(self._theme.type.small) if given.code is None else option.font)
        painter.setPen(self._theme.colour("muted" if given.code is None else "text"))
        count = self._model.count_of(index.row())
        room = painter.fontMetrics().horizontalAdvance(count)
        left = rect.adjusted(pad + (side.width() + pad if given.code is not None else 0), 0, -pad - room - pad, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        text = painter.fontMetrics().elidedText(given.label, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | middle, text)
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(rect.adjusted(0, 0, -pad, 0), Qt.AlignmentFlag.AlignRight | middle, count)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self._theme.px(30))


class Picker(QFrame):
    """The list under a filter. Enter takes an option alone, Ctrl+Enter adds or takes away one where many may be chosen."""

    picked = Signal(object, bool)  # code, added to what is chosen

    def __init__(self, name: str, theme: Theme, tick: Any, parent: QWidget, *, many: bool = False,
                 typed: Callable[[str], Option | None] = lambda text: None, hint: str = "") -> None:  # fmt: skip
        super().__init__(parent.window())  # not a window of its own: those take the keyboard from Unikey
        self.setObjectName("calendar")  # the look of what drops from a field
        self.setAccessibleName(name)
        self._many, self._typed, self._theme = many, typed, theme
        self._under: QWidget | None = None
        self._all: list[Option] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint or self.tr("Gõ để tìm, Enter để chọn"))
        self.line.setAccessibleName(self.tr("Tìm trong {name}").format(name=name))
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.model = _Options()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Painter(self.model, theme, tick, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(name)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._clicked)
        said = self.tr("Ctrl+Enter hoặc Ctrl+bấm: chọn thêm") if many else ""
        note = label(said, "small")
        if not said:  # showing what has no parent yet would open a window of its own
            note.hide()
        self.setLayout(column(self.line, self.list, note, space=SPACE.xs, margin=SPACE.s))

    def drop(self, options: Sequence[Option], chosen: tuple[Any, ...], under: QWidget) -> None:
        """Show the options under a widget; the counts come later."""
        self.model.counts, self.model.chosen = None, chosen
        self._all = list(options)
        self.line.clear()
        self._narrow("")
        lines = min(max(len(options), 2), LINES)
        self.list.setFixedHeight(self._theme.px(30) * lines + 12)
        self.setFixedWidth(self._theme.px(WIDTH))
        self.adjustSize()
        self._under = under
        window = under.window()
        place = under.mapTo(window, QPoint(0, under.height() + 2))
        place.setX(max(0, min(place.x(), window.width() - self.width())))
        place.setY(max(0, min(place.y(), window.height() - self.height())))
        self.move(place)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_counts(self, counts: Mapping[Any, int], more: Sequence[Option] = ()) -> None:
        """Show the counts beside the options, and options that only the counts could name."""
        self.model.counts = counts
        known = {option.code for option in self._all}
        self._all += [option for option in more if option.code not in known]
        if more:
            self.list.setFixedHeight(self._theme.px(30) * min(max(len(self._all), 2), LINES) + 12)
            self.adjustSize()
        self._narrow(self.line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter work the list while the keyboard stays in the line."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS:
            self.hide()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self._step({Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: LINES - 1}.get(
                    Qt.Key(event.key()), 1 - LINES))  # fmt: skip
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex(), add=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
                return True
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._leave()
                return True
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        self.hide()
        if self._under is not None:
            self._under.setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, text: str) -> None:
        at = self.model.options[self.list.currentIndex().row()].code if self.list.currentIndex().isValid() else None
        wanted = fold(text).split()
        left = [one for one in self._all if (one.code is not None or not wanted)
                and all(word in fold(one.label) for word in wanted)]  # fmt: skip
        made = self._typed(text) if wanted else None
        if made is not None:
            left.insert(0, made)
        self.model.show(left)
        codes = [option.code for option in left]
        if wanted and at not in codes:
            at = None
        if at is None:
            at = next((code for code in codes if code in self.model.chosen and code is not None), None) if not wanted else None
        row = codes.index(at) if at in codes and at is not None else next(
            (place for place, code in enumerate(codes) if code is not None), -1)  # fmt: skip
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            self.list.scrollTo(self.model.index(row))

    def _step(self, step: int) -> None:
        codes = [option.code for option in self.model.options]
        row, way = self.list.currentIndex().row() + step, 1 if step > 0 else -1
        row = max(0, min(row, len(codes) - 1))
        while 0 <= row < len(codes) and codes[row] is None:
            row += way
        if 0 <= row < len(codes):
            self.list.setCurrentIndex(self.model.index(row))

    def _clicked(self, index: QModelIndex) -> None:
        from PySide6.QtWidgets import QApplication

        self._take(index, add=bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier))

    def _take(self, index: QModelIndex, *, add: bool) -> None:
        if not index.isValid() or self.model.options[index.row()].code is None:
            return
        code = self.model.options[index.row()].code
        if self._many and add and code != "":
            kept = self.model.chosen
            self.model.chosen = tuple(one for one in kept if one != code) if code in kept else (*kept, code)
            self.list.viewport().update()
            self.picked.emit(code, True)
            return
        self.hide()
        self.picked.emit(code, False)
