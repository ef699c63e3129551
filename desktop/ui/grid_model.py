"""The grid of rows not saved yet: texts as typed, judged by the rules of their kind, every change undoable."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop.models import rows as meaning
from desktop.models.kinds import Kind, Kinds
from desktop.models.rows import Column
from desktop.ui.tips import tip

_Index = QModelIndex | QPersistentModelIndex
Cell = tuple[int, str, str]  # row, column, text
AT_ONCE = 40  # rows judged in one breath of the screen's thread
FAULT = Qt.ItemDataRole.UserRole


class GridModel(QAbstractTableModel):
    """Rows of one kind and one empty row below them that is always there."""

    counted = Signal()  # rows were judged
    edited = Signal()

    def __init__(self, kinds: Kinds, kind: Kind, columns: Sequence[Column], *, today: date | None = None) -> None:
        super().__init__()
        self.kind = kind
        self.columns = list(columns)
        self.rows: list[dict[str, str]] = []
        self.undo = QUndoStack(self)
        self.undo.setUndoLimit(500)
        self._kinds = kinds
        self._today = today
        self._judged: dict[int, tuple[dict[str, Any], dict[str, str]]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._judge_some)

    # What stands in it

    def at(self, row: int, name: str) -> str:
        """Return the text of a cell, "" below the last row."""
        return self.rows[row].get(name, "") if 0 <= row < len(self.rows) else ""

    def faults(self, row: int) -> Mapping[str, str]:
        """Return what is wrong with a row, by column; nothing while it is empty."""
        if not 0 <= row < len(self.rows) or not _begun(self.rows[row]):
            return {}
        if row not in self._judged:
            self._judged[row] = meaning.judge(self._kinds, self.kind, self.columns, self.rows[row])
        return self._judged[row][1]

    def good(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the rows that can be saved, with their values."""
        places = [row for row in range(len(self.rows)) if _begun(self.rows[row]) and not self.faults(row)]
        return [(row, self._judged[row][0]) for row in places]

    def counts(self) -> tuple[int, int, bool]:
        """Return how many rows are good, how many are faulty, and whether all were judged."""
        begun = [row for row in range(len(self.rows)) if _begun(self.rows[row])]
        known = [row for row in begun if row in self._judged]
        faulty = sum(bool(self._judged[row][1]) for row in known)
        return len(known) - faulty, faulty, len(known) == len(begun)

    def next_fault(self, row: int) -> tuple[int, str] | None:
        """Return the next faulty cell from a row on, going round."""
        order = [*range(row, len(self.rows)), *range(min(row, len(self.rows)))]
        return next(((at, next(iter(self.faults(at)))) for at in order if self.faults(at)), None)

    # What changes it

    def write(self, cells: Iterable[Cell], words: str) -> None:
        """Change cells in one step that can be undone; a row that is begun takes what usually follows from above."""
        wanted: dict[int, dict[str, str]] = {}
        for row, name, text in cells:
            if row < meaning.MOST_ROWS:
                wanted.setdefault(row, {})[name] = text
        today = self._today or date.today()
        after: dict[tuple[int, str], str] = {}
        by_name = {column.name: column for column in self.columns}

        def now(row: int, name: str) -> str:
            return after.get((row, name), self.at(row, name))

        for row in sorted(wanted):
            fresh = row >= len(self.rows) or not _begun(self.rows[row])
            typed = {name: meaning.normal(by_name[name], text, today, now(row - 1, name)) for name, text in wanted[row].items()}
            after |= {(row, name): text for name, text in typed.items()}
            if fresh and any(typed.values()):
                after |= {(row, name): text for name, text in self._following(row, today, now).items() if not typed.get(name)}
        changes = [(row, name, self.at(row, name), text) for (row, name), text in after.items() if self.at(row, name) != text]
        if changes:
            self.undo.push(_Change(self, changes, words))

    def remove(self, places: Sequence[int], words: str) -> None:
        """Take rows out in one step that can be undone."""
        gone = set(places)
        kept = [row for at, row in enumerate(self.rows) if at not in gone]
        while kept and not _begun(kept[-1]):
            kept.pop()
        if len(kept) != len(self.rows):
            self.undo.push(_Replace(self, self.rows, kept, words))

    def fill(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Begin with these rows; there is nothing to undo before them."""
        self.undo.clear()
        self.put([dict(row) for row in rows])

    def take_out(self, places: Iterable[int]) -> list[dict[str, str]]:
        """Take rows out because they were saved, and return them; that is undone in the book, not here."""
        gone = set(places)
        out = [row for at, row in enumerate(self.rows) if at in gone]
        self.undo.clear()
        self.put([row for at, row in enumerate(self.rows) if at not in gone])
        return out

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; what stands in those that are left out stays, unseen and unsaved."""
        self.beginResetModel()
        self.columns = list(columns)
        self._judged.clear()
        self.endResetModel()
        self._timer.start()
        self.edited.emit()

    def put(self, rows: list[dict[str, str]]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self._judged.clear()
        self.endResetModel()
        self._timer.start()
        self.edited.emit()

    def lay(self, changes: Iterable[Cell]) -> None:
        """Write texts as they are; rows are made and trimmed as needed."""
        changed = set()
        for row, name, text in changes:
            while row >= len(self.rows):
                self.beginInsertRows(QModelIndex(), len(self.rows) + 1, len(self.rows) + 1)
                self.rows.append({})
                self.endInsertRows()
            self.rows[row][name] = text
            changed.add(row)
            self._judged.pop(row, None)
        while self.rows and not _begun(self.rows[-1]):
            self.beginRemoveRows(QModelIndex(), len(self.rows), len(self.rows))
            self.rows.pop()
            self._judged.pop(len(self.rows), None)
            self.endRemoveRows()
        if changed:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(min(changed), 0), self.index(min(max(changed), len(self.rows)), last))
        self._timer.start()
        self.edited.emit()

    def _following(self, row: int, today: date, now: Any) -> dict[str, str]:
        """Return what a new row takes from the one above; the first row begins today."""
        found = {}
        for column in self.columns:
            if column.follows and not column.group:
                above = now(row - 1, column.name) if row else ""
                if not above and column.name == "starts_on":
                    above = meaning.normal(column, today.isoformat(), today)
                if above:
                    found[column.name] = above
        return found

    def _judge_some(self) -> None:
        left = [row for row in range(len(self.rows)) if row not in self._judged and _begun(self.rows[row])]
        for row in left[:AT_ONCE]:
            self.faults(row)
        if left:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(left[0], 0), self.index(left[: AT_ONCE][-1], last))
        if len(left) <= AT_ONCE:
            self._timer.stop()
        self.counted.emit()

    # Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows) + 1

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _FLAGS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(section + 1) if section < len(self.rows) else "+"
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{column.label} *" if column.field.required and not column.group else column.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(column.field.help or column.label)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.at(index.row(), column.name)
        if role in (FAULT, Qt.ItemDataRole.ToolTipRole):
            known = self._judged.get(index.row())
            said = known[1].get(column.name) if known else None
            return tip(said) if said and role != FAULT else said
        if role == Qt.ItemDataRole.AccessibleTextRole:
            known = self._judged.get(index.row())
            fault = known[1].get(column.name, "") if known else ""
            text = self.at(index.row(), column.name) or self.tr("trống")
            return f"{column.label}: {text}. {fault}" if fault else f"{column.label}: {text}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column.field.type in ("number", "money", "people", "duration"):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.columns[index.column()]
        self.write([(index.row(), column.name, str(value))], self.tr("sửa «{name}»").format(name=column.label))
        return True


_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable


def _begun(row: Mapping[str, str]) -> bool:
    return any(text.strip() for text in row.values())


class _Change(QUndoCommand):
    """Some cells: (row, column, before, after)."""

    def __init__(self, model: GridModel, changes: Sequence[tuple[int, str, str, str]], words: str) -> None:
        super().__init__(words)
        self._model, self._changes = model, changes

    def undo(self) -> None:
        self._model.lay([(row, name, before) for row, name, before, _ in self._changes])

    def redo(self) -> None:
        self._model.lay([(row, name, after) for row, name, _, after in self._changes])


class _Replace(QUndoCommand):
    """All rows."""

    def __init__(self, model: GridModel, before: Sequence[dict[str, str]], after: Sequence[dict[str, str]], words: str) -> None:
        super().__init__(words)
        self._model = model
        self._before, self._after = [dict(row) for row in before], [dict(row) for row in after]

    def undo(self) -> None:
        self._model.put([dict(row) for row in self._before])

    def redo(self) -> None:
        self._model.put([dict(row) for row in self._after])
