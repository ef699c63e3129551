"""Two PCs of the office wrote the same field: both values beside each other, the person chooses, nothing is lost."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QWidget

from desktop.models import fields
from desktop.models.kinds import Kind
from desktop.ui.icons import Icons
from desktop.ui.moments import moment
from desktop.ui.parts import button, column, label, restyle, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

BINNED = "binned"
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class ConflictDialog(QDialog):
    """One row a field, one column a PC; arrows move, Space chooses, Enter keeps the choices."""

    def __init__(self, room: Room, activity: Any, torn: Sequence[Any], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Hai máy cùng sửa"))
        self._room, self._torn = room, torn
        self._kind: Kind | None = room.desk.kinds.get(activity.kind)
        own = room.desk.office().device
        self._columns = _columns(torn, own)
        self.options: list[list[Option | None]] = []
        said = self.tr("«{title}» được sửa ở hai máy cùng lúc. Mỗi dòng chọn một giá trị đúng; giá trị kia vẫn nằm trong lịch sử.")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE.m)
        self._grid.setVerticalSpacing(SPACE.m)
        self._grid.setColumnStretch(0, 2)
        for at, (device, nth) in enumerate(self._columns):
            self._grid.setColumnStretch(at + 1, 3)
            self._grid.addWidget(self._heading(device == own, device, nth), 0, at + 1)
        for line, one in enumerate(torn):
            self._add(line, one)
        self._grid.setRowStretch(len(torn) + 1, 1)
        inside = QWidget()
        inside.setLayout(self._grid)
        keep = button(self.tr("Giữ các lựa chọn"), self.accept, role="primary")
        keep.setDefault(True)
        later = button(self.tr("Để sau"), self.reject)
        whole = column(label(said.format(title=activity.title), wrap=True), scroll(inside),
                       row(label(self.tr("←→ đổi cột · ↑↓ đổi dòng · Space chọn · Enter giữ"), "small"), None, later, keep),
                       margin=SPACE.l)  # fmt: skip
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.resize(room.theme.px(760), min(room.theme.px(220 + 92 * len(torn)), 660))
        first = next(option for option in self.options[0] if option)
        first.setFocus()

    def chosen(self) -> dict[str, Any]:
        """Return the chosen value of each field; None where the chosen PC had emptied it."""
        found = {}
        for one, line in zip(self._torn, self.options, strict=True):
            option = next(option for option in line if option and option.chosen)
            found[one.field] = option.value
        return found

    def _move(self, key: Qt.Key) -> None:
        step, place = _STEPS[key], self._place()
        if place is None:
            return
        line, at = place
        if step[0]:
            line = min(max(line + step[0], 0), len(self.options) - 1)
        else:
            at += step[1]
        near = [(abs(other - at), other) for other, option in enumerate(self.options[line]) if option]
        option = self.options[line][min(near)[1]]
        if option:
            option.setFocus()

    def _place(self) -> tuple[int, int] | None:
        for line, options in enumerate(self.options):
            for at, option in enumerate(options):
                if option is not None and option is self.focusWidget():
                    return line, at
        return None

    def _heading(self, own: bool, device: str, nth: int) -> QWidget:
        name = self.tr("Máy này") if own else self.tr("Máy kia")
        if nth or (not own and len({one for one, _ in self._columns}) > 2):
            name += f" ({device[:4]}{'·' + str(nth + 1) if nth else ''})"
        return label(name, "lead")

    def _add(self, line: int, one: Any) -> None:
        field = self._kind.field(one.field) if self._kind and one.field in self._kind.names else None
        name = field.label if field else self.tr("Trong thùng rác") if one.field == BINNED else one.field
        self._grid.addWidget(label(name, "label", wrap=True), line + 1, 0, Qt.AlignmentFlag.AlignTop)
        options: list[Option | None] = [None] * len(self._columns)
        for at, choice in _placed(one.choices, self._columns):
            option = Option(self._room.icons, _words(field, one.field, choice.value), f"lưu lúc {moment(choice.at)}",
                            value=choice.value)  # fmt: skip
            option.setAccessibleName(f"{name}: {option.text}")
            option.moved.connect(self._move)
            option.picked.connect(lambda line=line, option=option: self._pick(line, option))
            self._grid.addWidget(option, line + 1, at + 1)
            options[at] = option
        self.options.append(options)
        self._pick(line, next(option for option in options if option and option.value == one.choices[0].value))

    def _pick(self, line: int, chosen: "Option") -> None:
        for option in self.options[line]:
            if option:
                option.choose(on=option is chosen)


class Option(QFrame):
    """One value that was written, and when."""

    picked = Signal()
    moved = Signal(Qt.Key)

    def __init__(self, icons: Icons, text: str, when: str, *, value: Any) -> None:
        super().__init__()
        self.text, self.value, self.chosen = text, value, False
        self._icons = icons
        self.setProperty("role", "option")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._mark = QLabel()
        self._mark.setFixedWidth(icons.side(20).width() + 2)
        words = column(label(text, wrap=True), label(when, "small"), space=2)
        line = row(self._mark, words, space=SPACE.s, margin=SPACE.m)
        line.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)

    def choose(self, *, on: bool) -> None:
        """Show whether this is the chosen one."""
        self.chosen = on
        self._mark.setPixmap(self._icons.pixmap("circle-check", "primary", size=20))
        self._mark.setVisible(True)
        if not on:
            self._mark.clear()
        restyle(self, "chosen", "true" if on else "false")
        self.setAccessibleDescription(self.tr("đang chọn") if on else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Space, go on with the arrows."""
        if event.key() == Qt.Key.Key_Space:
            self.picked.emit()
        elif event.key() in _STEPS:
            self.moved.emit(Qt.Key(event.key()))  # the area around would scroll
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose with a click."""
        self.setFocus()
        self.picked.emit()


def _columns(torn: Sequence[Any], own: str) -> list[tuple[str, int]]:
    """Return the columns as (PC, nth value of it), this PC first; a copied disk may have written two values."""
    found: dict[tuple[str, int], None] = {}
    for one in torn:
        seen: dict[str, int] = {}
        for choice in one.choices:
            nth = seen.get(choice.device, 0)
            seen[choice.device] = nth + 1
            found.setdefault((choice.device, nth))
    return sorted(found, key=lambda column: (column[0] != own, column))


def _placed(choices: Sequence[Any], columns: list[tuple[str, int]]) -> list[tuple[int, Any]]:
    seen: dict[str, int] = {}
    placed = []
    for choice in choices:
        nth = seen.get(choice.device, 0)
        seen[choice.device] = nth + 1
        placed.append((columns.index((choice.device, nth)), choice))
    return placed


def _words(field: Any, name: str, value: Any) -> str:
    if name == BINNED:
        return "Bỏ vào thùng rác" if value else "Giữ trong sổ"
    if value is None:
        return "(để trống)"
    text = fields.show(field, value) if field else str(value)
    return f"{text} {field.unit}" if field and field.unit and not text.endswith(field.unit) else text
