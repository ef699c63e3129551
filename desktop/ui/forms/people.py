"""The editor of people counted: the total first, then how many of them belong to which group."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop.models import reading
from desktop.models.errors import InputError
from desktop.models.fields import Field
from desktop.models.text import number_vi
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.parts import column, frame, label, restyle, row
from desktop.ui.theme import SPACE


class PeopleEditor(Editor):
    """Figures only: no name is ever asked for."""

    wide = True

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self._told = False
        self.total = self._figure(116)
        self.lines = {"total": self.total}
        unit = label(field.unit or self.tr("lượt người"), "muted")
        whole: list[object] = [row(self.total, unit, None)]
        if field.groups:
            whole.append(self._groups(field))
        self.setLayout(column(*whole, space=SPACE.s))
        self.watch(*self.lines.values())

    def raw(self) -> Any:
        """Return what was typed for the total and each group; None when nothing was."""
        return {code: line.text() for code, line in self.lines.items() if line.text().strip()} or None

    def put(self, value: Any) -> None:
        """Show the figures."""
        self._told = False
        values = value if isinstance(value, dict) else {"total": value} if value else {}
        for code, line in self.lines.items():
            given = values.get(code, "")
            line.setText(given if isinstance(given, str) else number_vi(given))

    def parts(self) -> Sequence[QWidget]:
        """Return the figures, the total first."""
        return tuple(self.lines.values())

    def name(self, name: str, description: str) -> None:
        """Name the total by the field, each group by its label."""
        super().name(name, description)
        for group in self.field.groups:
            self.lines[group.code].setAccessibleName(f"{name}: {group.label}")

    def mark(self, faulty: object) -> None:
        """Mark the figure that is wrong: a group above the total, or the total."""
        wrong = self._too_many() if faulty else ""
        for code, line in self.lines.items():
            restyle(line, "faulty", "true" if faulty and code == (wrong or "total") else "")

    def settle(self) -> None:
        """Write the figures with their points."""
        for line in self.lines.values():
            value = _read(line.text())
            if value is not None:
                line.setText(number_vi(value))

    def _too_many(self) -> str:
        total = _read(self.total.text()) or 0
        return next((g.code for g in self.field.groups if (_read(self.lines[g.code].text()) or 0) > total), "")

    def _figure(self, width: int) -> QLineEdit:
        line = QLineEdit()
        line.setFixedWidth(self.setting.theme.px(width))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textEdited.connect(self.edited)
        line.textEdited.connect(self._watch_groups)
        return line

    def _watch_groups(self) -> None:
        """Say at once that a group is above the total; a total that is still being typed is left in peace."""
        wrong = self._too_many() if _read(self.total.text()) is not None else ""
        typing_total = self.total.hasFocus()
        if wrong and not typing_total:
            self._told = True
            self.judged.emit(self.fault())
        elif self._told and not wrong:
            self._told = False
            self.judged.emit("")

    def _groups(self, field: Field) -> QWidget:
        columns = 3 if self.setting.theme.percent <= 150 else 2
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.xl)
        grid.setVerticalSpacing(SPACE.s)
        for at, group in enumerate(field.groups):
            line = self.lines[group.code] = self._figure(84)
            text = label(group.label, wrap=True)
            text.setBuddy(line)
            pair = row(line, text, space=SPACE.s)
            pair.setStretch(1, 1)
            grid.addLayout(pair, at // columns, at % columns)
        for at in range(columns):
            grid.setColumnStretch(at, 1)
        whole = column(label(self.tr("Trong đó (một người có thể thuộc nhiều nhóm)"), "small"), grid, space=SPACE.s)
        whole.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.m)
        return frame(whole, "sunken")


def _read(text: str) -> int | float | None:
    try:
        return reading.number(text) if text.strip() else None
    except InputError:
        return None
