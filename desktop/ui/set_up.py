"""The first start: which unit, who enters the data, and IT's office file where there is one."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem

from desktop.models.errors import AppError
from desktop.models.text import fold
from desktop.ui.icons import Icons
from desktop.ui.messages import MessageBar
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE, Theme

Make = Callable[[str, str, Path | None], None]


class SetUp(QDialog):
    """One page, three answers; the book is made when «Bắt đầu» is pressed."""

    def __init__(self, units: Iterable[Any], make: Make, *, read_office: Callable[[Path], str], theme: Theme) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Sổ Phường: lập sổ mới"))
        self._make = make
        self._read_office = read_office
        self._office: Path | None = None
        self._icons = Icons(theme, ratio=self.devicePixelRatioF())
        self._units = sorted(units, key=lambda unit: (unit.kind != "phường", fold(unit.place)))
        self._messages = MessageBar(self._icons)

        # The unit
        self.line = _Typed(self)
        self.line.setPlaceholderText(self.tr("Gõ tên, có dấu hoặc không: hai chau, hoa vang…"))
        self.line.setAccessibleName(self.tr("Tìm phường, xã"))
        self.line.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Phường, xã, đặc khu"))
        self.list.setMinimumHeight(theme.px(190))
        self.list.currentItemChanged.connect(self._judge)
        self._fill()

        # The person
        self.person = QLineEdit()
        self.person.setPlaceholderText(self.tr("Ví dụ: Nguyễn Thị Lan"))
        self.person.setAccessibleName(self.tr("Người nhập dữ liệu"))
        self.person.returnPressed.connect(self.begin)
        said = label(self.tr("Người nhập dữ liệu"), "label")
        said.setBuddy(self.person)

        # The office file
        self._file = button(self.tr("Mở tệp đơn vị…"), self._ask_office, icon="folder-open", icons=self._icons)
        self._file_said = label(self.tr("Nếu bộ phận CNTT đã cấp; có thể mở sau ở trang Gửi dữ liệu."), "small", wrap=True)
        self._go = button(self.tr("Bắt đầu"), self.begin, role="primary", icon="check", icons=self._icons)
        later = button(self.tr("Để sau"), self.reject)

        file_line = row(self._file, self._file_said, space=SPACE.m)
        file_line.setStretch(1, 1)
        whole = column(
            self._head(theme), self._messages,
            column(label(self.tr("Đơn vị của anh/chị"), "label"), self.line, self.list, space=SPACE.xs),
            column(said, self.person, label(self.tr("Ghi vào lịch sử mỗi lần lưu; đổi được ở Cài đặt."), "small"),
                   space=SPACE.xs),
            file_line, row(None, later, self._go), space=SPACE.l, margin=SPACE.xl)  # fmt: skip
        self.setLayout(whole)
        self.resize(theme.px(580), theme.px(640))
        self._judge()
        self.line.setFocus()

    def begin(self) -> None:
        """Make the book and open the window."""
        unit = self._unit()
        if not unit:
            self._messages.tell("warn", self.tr("Hãy chọn phường hoặc xã trong danh sách."))
            return
        try:
            self._make(unit, self.person.text().strip(), self._office)
        except AppError as fault:
            self._messages.tell("fault", fault.sentence)
            return
        self.accept()

    def open_office(self, path: Path) -> None:
        """Take the unit from an office file, and keep the file for the line to the centre."""
        try:
            code = self._read_office(path)
        except AppError as fault:
            self._messages.tell("fault", fault.sentence)
            return
        self._office = path
        self._file_said.setText(self.tr("Đã mở {name}.").format(name=path.name))
        self.line.clear()
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == code:
                self.list.setCurrentRow(at)
                self.list.scrollToItem(self.list.item(at))

    def step(self, step: int) -> None:
        """Move the choice in the list by so many visible lines."""
        rows = [at for at in range(self.list.count()) if not self.list.item(at).isHidden()]
        if rows:
            now = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else -1
            self.list.setCurrentRow(rows[max(0, min(len(rows) - 1, now + step))])

    def _unit(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item and not item.isHidden() else ""

    def _fill(self) -> None:
        for unit in self._units:
            item = QListWidgetItem(unit.name)
            item.setData(Qt.ItemDataRole.UserRole, unit.code)
            item.setToolTip(self.tr("Mã {code}").format(code=unit.code))
            self.list.addItem(item)

    def _narrow(self, text: str) -> None:
        wanted = fold(text)
        for at, unit in enumerate(self._units):
            found = wanted in fold(f"{unit.name} {unit.code}") or wanted in fold(unit.merged_from)
            self.list.item(at).setHidden(not found)
        if not self._unit():
            self.list.setCurrentRow(-1)
            if wanted:
                self.step(1)
        self._judge()

    def _judge(self) -> None:
        self._go.setEnabled(bool(self._unit()))

    def _ask_office(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Tệp đơn vị"), "", self.tr("Tệp đơn vị (*.toml);;Mọi tệp (*)"))
        if name:
            self.open_office(Path(name))

    def _head(self, theme: Theme) -> Any:
        picture = QLabel()
        picture.setPixmap(self._icons.pixmap("book-mark", "primary", size=40))
        words = column(label(self.tr("Chào mừng đến với Sổ Phường"), "title"),
                       label(self.tr("Sổ nằm trên máy này, ghi không cần mạng. Chỉ cần hai câu trả lời."), "muted",
                             wrap=True), space=2)  # fmt: skip
        line = row(picture, words, space=SPACE.m)
        line.setStretch(1, 1)
        return line


class _Typed(QLineEdit):
    """The arrows move the choice below; Enter goes on to the name."""

    def __init__(self, dialog: SetUp) -> None:
        super().__init__()
        self._dialog = dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        step = steps.get(Qt.Key(event.key()))
        if step:
            self._dialog.step(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._dialog.person.setFocus()
        else:
            super().keyPressEvent(event)
