"""The editor of repeated rows: each cell is the editor of its column; Tab walks on, the last row adds another."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.models.fields import Field
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.parts import button, column, label
from desktop.ui.theme import SPACE


class TableEditor(Editor):
    """Rows of small editors with a heading; rows are added by a button and taken away one by one."""

    wide = True

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self._rows: list[tuple[list[Editor], QPushButton]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE.s)
        self._grid.setVerticalSpacing(SPACE.xs)
        self._tall = setting.theme.percent > 150  # then a row is a column: its cells below each other
        self._heads: dict[QPushButton, list[QWidget]] = {}
        for at, head in enumerate(() if self._tall else field.columns):
            self._grid.addWidget(label(_head(head), "small", wrap=True), 0, at)
            self._grid.setColumnStretch(at, 3 if head.type in ("text", "note", "place", "link") else 1)
        if self._tall:
            self._grid.setColumnStretch(0, 1)
        self._more = button(self.tr("Thêm dòng"), self._add_and_go, role="quiet", icon="plus", icons=setting.icons)
        whole = column(self._grid, self._more, space=SPACE.s)
        whole.setAlignment(self._more, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(whole)
        self._names = (field.label, "")
        self.watch(self._more)
        self.add_row()

    def raw(self) -> Any:
        """Return the rows that hold something."""
        found = [{e.field.name: e.raw() for e in editors if e.raw() not in (None, "", [])} for editors, _ in self._rows]
        return [row for row in found if row] or None

    def put(self, value: Any) -> None:
        """Show these rows."""
        rows = value if isinstance(value, list) else []
        while self._rows:
            self._drop(self._rows[0][1])
        for given in rows or [{}]:
            self.add_row()
            for editor in self._rows[-1][0]:
                if editor.field.name in given:
                    editor.put(given[editor.field.name])

    def parts(self) -> Sequence[QWidget]:
        """Return every cell and button the keyboard stops at."""
        found: list[QWidget] = []
        for editors, remove in self._rows:
            found += [part for editor in editors for part in editor.parts()] + [remove]
        return (*found, self._more)

    def name(self, name: str, description: str) -> None:
        """Name each cell by its column and row."""
        self._names = (name, description)
        for number, (editors, remove) in enumerate(self._rows, start=1):
            for editor in editors:
                editor.name(f"{name}, dòng {number}: {editor.field.label}", editor.field.help or description)
            remove.setAccessibleName(self.tr("Bỏ dòng {n}").format(n=number))
        self._more.setAccessibleName(f"{self.tr('Thêm dòng')}: {name}")

    def mark(self, faulty: object) -> None:
        """Mark the cells that cannot be read."""
        for editors, _ in self._rows:
            for editor in editors:
                editor.mark(bool(faulty) and bool(editor.fault()))

    def add_row(self) -> None:
        """Add an empty row at the end."""
        at = self._grid.rowCount()
        editors = [self.setting.make(replace(head, unit=""), self.setting) for head in self.field.columns]
        heads: list[QWidget] = []
        for place, editor in enumerate(editors):
            if self._tall:
                heads.append(label(_head(self.field.columns[place]), "small", wrap=True))
                self._grid.addWidget(heads[-1], at + 2 * place, 0)
                self._grid.addWidget(editor, at + 2 * place + 1, 0)
            else:
                self._grid.addWidget(editor, at, place, Qt.AlignmentFlag.AlignTop)
            editor.edited.connect(self.edited)
            editor.left.connect(self._cell_left)
        remove = button("", role="icon", icon="x", icons=self.setting.icons, tip=self.tr("Bỏ dòng này"))
        remove.clicked.connect(partial(self._remove, remove))
        self._grid.addWidget(remove, at, 1 if self._tall else len(editors), Qt.AlignmentFlag.AlignTop)
        self._heads[remove] = heads
        self._rows.append((editors, remove))
        if self.isVisible():  # at once, so that the very next key finds its cell
            for cell in (*heads, *editors, remove):
                cell.show()
        self.name(*self._names)
        self.setFocusProxy(self._rows[0][0][0])

    def _add_and_go(self) -> None:
        self.add_row()
        self._rows[-1][0][0].setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, remove: QPushButton, _on: bool = False) -> None:
        self._drop(remove)
        if not self._rows:
            self.add_row()
        self.edited.emit()
        self._rows[-1][0][0].setFocus(Qt.FocusReason.TabFocusReason)

    def _drop(self, remove: QPushButton) -> None:
        editors = next(cells for cells, button_ in self._rows if button_ is remove)
        self._rows = [line for line in self._rows if line[1] is not remove]
        for widget in (*self._heads.pop(remove), *editors, remove):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.name(*self._names)

    def _cell_left(self) -> None:
        now = self.focusWidget()
        if now is None or not now.hasFocus():
            self.left.emit()


def _head(column_: Field) -> str:
    return f"{column_.label} ({column_.unit})" if column_.unit and column_.type != "money" else column_.label
