"""Keeping a filled form as a template, and the list of those that were kept."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.models.errors import AppError
from desktop.models.kinds import Kind
from desktop.models.templates import LONGEST, Template
from desktop.ui.chips import Chips
from desktop.ui.forms.days import WEEKDAYS
from desktop.ui.parts import button, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE
from desktop.ui.tips import tip


class KeepTemplate(QDialog):
    """Asks for the name and the rhythm of a template; a name that is there already is written over, and that is said."""

    def __init__(self, room: Room, kind: Kind, values: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._kind, self._values = room, kind, values
        self.kept: Template | None = None
        self.setWindowTitle(self.tr("Lưu thành mẫu"))
        self.name = QLineEdit(str(values.get("title", ""))[:LONGEST])
        self.name.setMaxLength(LONGEST)
        self.name.setAccessibleName(self.tr("Tên mẫu"))
        self.name.textChanged.connect(self._look)
        short = (*(f"T{day}" for day in range(2, 8)), "CN")
        self.rhythm = Chips([("", self.tr("Không lặp")), *((str(at), day) for at, day in enumerate(short))], single=True)
        for at, day in enumerate(WEEKDAYS):
            self.rhythm.buttons[str(at)].setAccessibleName(self.tr("{day} hằng tuần").format(day=day))
        self.rhythm.choose([""])
        self.rhythm.setAccessibleName(self.tr("Lặp hằng tuần"))
        self._said = label("", "fault", wrap=True)
        self._said.hide()
        hint = self.tr("Mẫu giữ mọi ô, trừ ngày, ảnh và kết quả. Mẫu hằng tuần tự điền ngày kế tiếp chưa ghi.")
        save = button(self.tr("Lưu mẫu"), self.keep, role="primary", icon="save", icons=room.icons)
        said = label(self.tr("Tên mẫu"), "label")
        said.setBuddy(self.name)
        self.setLayout(column(
            label(kind.label, "muted"), column(said, self.name, self._said, space=SPACE.xs),
            column(label(self.tr("Lặp hằng tuần vào"), "label"), self.rhythm, space=SPACE.xs), label(hint, "small", wrap=True),
            row(None, button(self.tr("Thôi"), self.reject), save), margin=SPACE.l, space=SPACE.l))  # fmt: skip
        self.resize(room.theme.px(560), 0)
        self.name.selectAll()
        self.name.setFocus()

    def keep(self) -> None:
        """Keep the template and close."""
        chosen = (self.rhythm.chosen() or [""])[0]
        template = Template(self.name.text(), self._kind.code, self._values, int(chosen) if chosen else None)
        try:
            self.kept = self._room.desk.templates.keep(template)
        except AppError as fault:
            self._said.setText(fault.sentence)
            self._said.show()
            self.name.setFocus()
            return
        self.accept()

    def _look(self, text: str) -> None:
        there = any(one.name == text.strip() for one in self._room.desk.templates.all())
        self._said.setText(self.tr("Đã có mẫu tên này: lưu là thay mẫu cũ.") if there else "")
        self._said.setVisible(there)


class TemplateList(QDialog):
    """Every template with its kind and rhythm; Del takes one away, and it can be taken back while the list is open."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = room
        self._gone: list[Template] = []
        self.setWindowTitle(self.tr("Các mẫu của đơn vị"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Các mẫu"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._drop = button(self.tr("Xóa mẫu (Del)"), self.drop, icon="trash-2", icons=room.icons)
        self._back = button(self.tr("Lấy lại"), self.bring_back, icon="undo-2", icons=room.icons)
        close = button(self.tr("Đóng"), self.accept, role="primary")
        hint = label(self.tr("Xóa mẫu không đụng tới các hoạt động đã ghi bằng mẫu đó."), "small", wrap=True)
        whole = column(self.list, hint, row(self._drop, self._back, None, close), margin=SPACE.l)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.resize(room.theme.px(520), room.theme.px(380))
        self._fill()

    def drop(self) -> None:
        """Take the chosen template away."""
        item = self.list.currentItem()
        if item is None:
            return
        name = str(item.data(Qt.ItemDataRole.UserRole))
        self._gone.append(self._room.desk.templates.get(name))
        self._room.desk.templates.drop(name)
        self._fill()

    def bring_back(self) -> None:
        """Take back what was taken away last."""
        if self._gone:
            self._room.desk.templates.keep(self._gone.pop())
            self._fill()

    def keyPressEvent(self, event: Any) -> None:
        """Take away by Del."""
        if event.key() == Qt.Key.Key_Delete:
            self.drop()
            return
        super().keyPressEvent(event)

    def _fill(self) -> None:
        self.list.clear()
        for one in self._room.desk.templates.all():
            kind = self._room.desk.kinds.get(one.kind)
            item = QListWidgetItem(f"{one.name} · {kind.label if kind else one.kind} · {spoken(one, self.tr)}")
            item.setToolTip(tip(item.text()))
            item.setData(Qt.ItemDataRole.UserRole, one.name)
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
        self._drop.setEnabled(bool(self.list.count()))
        self._back.setEnabled(bool(self._gone))


def spoken(template: Template, tr: Callable[[str], str]) -> str:
    """Return the rhythm of a template in words."""
    if template.weekday is None:
        return tr("không lặp")
    return tr("{day} hằng tuần").format(day=WEEKDAYS[template.weekday])
