"""The first start in six steps: which unit, who, IT's office file, the recovery sheet, the look, and how to begin."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from desktop.models.errors import AppError
from desktop.models.text import fold
from desktop.tasks import Tasks
from desktop.ui.chips import Chips
from desktop.ui.icons import Icons
from desktop.ui.join_form import Door, JoinForm
from desktop.ui.messages import MessageBar
from desktop.ui.palette import colours
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE, TEXT_SIZES, Theme, dress


@dataclass(frozen=True, slots=True)
class Answers:
    """What the first start was told; `begin` is "record", "tour" or "today"."""

    unit: str
    person: str = ""
    office: Any = None  # the office file that was read (desktop.provisioning.Offer)
    text_size: int = 100
    look: str = "system"
    begin: str = "today"
    sheet: bool = False  # the recovery sheet is wanted at once


Make = Callable[[Answers], None]


class SetUp(QDialog):
    """Six short steps, only the first is needed; Enter goes on, Alt+← back, and the book is made at the end."""

    arrival_asked = Signal()  # there is a book from another PC

    def __init__(self, units: Iterable[Any], make: Make, *, door: Door, tasks: Tasks, app: QApplication,
                 offered: Path | None = None) -> None:  # fmt: skip
        super().__init__()
        self.setWindowTitle(self.tr("Sổ Phường: lập sổ mới"))
        self._make = make
        self._door, self._tasks = door, tasks
        self._office: Any = None
        self._app = app
        theme = Theme()
        self._icons = Icons(theme, ratio=self.devicePixelRatioF())
        self._units = sorted(units, key=lambda unit: (unit.kind != "phường", fold(unit.place)))
        self._messages = MessageBar(self._icons)

        # The steps
        self.steps = QStackedWidget()
        for made in (self._unit_step(), self._person_step(), self._office_step(), self._sheet_step(), self._look_step(),
                     self._begin_step()):  # fmt: skip
            self.steps.addWidget(made)
        self._where = label("", "small")

        # The way through them
        self._back = button(self.tr("Quay lại"), self.back, icon="arrow-left", icons=self._icons)
        self._skip = button(self.tr("Bắt đầu ngay"), self.begin, role="quiet",
                            tip=self.tr("Bỏ qua các bước còn lại; mọi thứ đổi được ở Cài đặt"))  # fmt: skip
        self._go = button(self.tr("Tiếp"), self.forward, role="primary", icon="chevron-right", icons=self._icons)
        later = button(self.tr("Để sau"), self.reject)

        whole = column(self._head(), self._messages, self.steps, row(later, self._where, None, self._skip, self._back, self._go),
                       space=SPACE.l, margin=SPACE.xl)  # fmt: skip
        whole.setStretch(2, 1)
        self.setLayout(whole)
        room = QApplication.primaryScreen().availableGeometry()
        self.resize(min(theme.px(640), room.width()), min(theme.px(600), room.height()))
        self._turn(0)
        if offered is not None:
            self.open_office(offered)

    # Public

    def forward(self) -> None:
        """Go to the next step; from the last one begin."""
        if not self._unit():
            self._messages.tell("warn", self.tr("Hãy chọn phường hoặc xã trong danh sách."))
        elif self.steps.currentIndex() == self.steps.count() - 1:
            self.begin()
        else:
            self._turn(self.steps.currentIndex() + 1)

    def back(self) -> None:
        """Go to the step before."""
        self._turn(max(0, self.steps.currentIndex() - 1))

    def begin(self) -> None:
        """Make the book and open the window."""
        unit = self._unit()
        if not unit:
            self._turn(0)
            self._messages.tell("warn", self.tr("Hãy chọn phường hoặc xã trong danh sách."))
            return
        try:
            office = self._office if self._office and self._office.unit == unit else None
            self._make(Answers(unit, " ".join(self.person.text().split()), office, int(self.sizes.chosen()[0]),
                               self.looks.chosen()[0], self.ways.chosen()[0], self.sheets.chosen() == ["now"]))  # fmt: skip
        except AppError as fault:
            self._messages.tell("fault", fault.sentence)
            return
        self.accept()

    def open_office(self, path: Path) -> None:
        """Take the unit from an office file, and keep the file for the line to the centre."""
        self.join.open_file(path)

    def step(self, step: int) -> None:
        """Move the choice in the list by so many visible lines."""
        rows = [at for at in range(self.list.count()) if not self.list.item(at).isHidden()]
        if rows:
            now = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else -1
            self.list.setCurrentRow(rows[max(0, min(len(rows) - 1, now + step))])

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Alt+← goes back; Escape leaves without a book."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.forward()
        elif event.key() == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.back()
        else:
            super().keyPressEvent(event)

    # The steps

    def _unit_step(self) -> QWidget:
        self.line = _Typed(self)
        self.line.setPlaceholderText(self.tr("Gõ tên, có dấu hoặc không: hai chau, hoa vang…"))
        self.line.setAccessibleName(self.tr("Tìm phường, xã"))
        self.line.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Phường, xã, đặc khu"))
        self.list.currentItemChanged.connect(self._judge)
        for unit in self._units:
            item = QListWidgetItem(unit.name)
            item.setData(Qt.ItemDataRole.UserRole, unit.code)
            item.setToolTip(self.tr("Mã {code}").format(code=unit.code))
            self.list.addItem(item)
        self.invited = button(self.tr("Có tệp hoặc mã của trung tâm…"), lambda: self._turn(2), role="quiet",
                              tip=self.tr("Đơn vị và đường gửi được điền sẵn"))  # fmt: skip
        self.arrive = button(self.tr("Tôi có sổ từ máy cũ…"), self.arrival_asked.emit, role="quiet",
                             tip=self.tr("Nhận sổ từ tệp trên USB hoặc từ một bản sao lưu, bằng phiếu khôi phục"))  # fmt: skip
        said = label(self.tr("Tên phường, xã trước khi sáp nhập cũng tìm được."), "small", wrap=True)
        ways = row(self.invited, self.arrive, None)
        return _step(label(self.tr("Đơn vị của anh/chị"), "lead"), self.line, self.list, said, ways)

    def _person_step(self) -> QWidget:
        self.person = QLineEdit()
        self.person.setPlaceholderText(self.tr("Ví dụ: Nguyễn Thị Lan"))
        self.person.setAccessibleName(self.tr("Người nhập dữ liệu"))
        said = label(self.tr("Người nhập dữ liệu"), "lead")
        said.setBuddy(self.person)
        return _step(said, self.person, label(self.tr("Ghi vào lịch sử mỗi lần lưu; đổi được ở Cài đặt. Có thể để trống."),
                                              "small", wrap=True), None)  # fmt: skip

    def _office_step(self) -> QWidget:
        self.join = JoinForm(self._door, self._tasks, self._icons)
        self.join.found.connect(self._office_found)
        self.join.failed.connect(lambda said: self._messages.tell("fault", said))
        self.join.said.setText(self.tr("Nếu bộ phận CNTT đã cấp; có thể nối sau ở trang Gửi dữ liệu."))
        return _step(label(self.tr("Nối với trung tâm của thành phố"), "lead"), self.join,
                     label(self.tr("Chưa có tệp vẫn ghi và in được ngay; dữ liệu chờ trong sổ."), "small", wrap=True),
                     None)  # fmt: skip

    def _office_found(self, offer: Any) -> None:
        self._office = offer
        self._messages.hide()
        self.line.clear()
        for at in range(self.list.count()):
            if self.list.item(at).data(Qt.ItemDataRole.UserRole) == offer.unit:
                self.list.setCurrentRow(at)
                self.list.scrollToItem(self.list.item(at))
        if self.steps.currentIndex() == 0:
            self._messages.tell("done", self.join.said.text())
        if offer.text_size or offer.look:
            self.sizes.choose([str(offer.text_size or 100)])
            self.looks.choose([offer.look or "system"])
            self._show_look()

    def _sheet_step(self) -> QWidget:
        self.sheets = Chips([("now", self.tr("In ngay sau bước cuối")), ("later", self.tr("Để sau"))], single=True)
        self.sheets.setAccessibleName(self.tr("Phiếu khôi phục"))
        self.sheets.choose(["later"])
        for chip in self.sheets.buttons.values():
            chip.setAccessibleName(f"{self.tr('Phiếu khôi phục')} {chip.text()}")
        self.sheets.toggled.connect(self._sheet_chosen)
        said = (self.tr("Sổ được mã hóa, khóa nằm trên máy này. Phiếu khôi phục là một tờ giấy có mã mở được sổ khi máy hỏng, mất, "
                        "cài lại Windows hoặc thay máy: in ra, cất vào két."),
                self.tr("Chưa có máy in thì để sau: trang Hôm nay nhắc cho tới khi in."))  # fmt: skip
        return _step(label(self.tr("Phiếu khôi phục"), "lead"), label(said[0], wrap=True), self.sheets,
                     label(said[1], "small", wrap=True), None)  # fmt: skip

    def _look_step(self) -> QWidget:
        self.sizes = self._chips([(str(size), f"{size} %") for size in TEXT_SIZES], self.tr("Cỡ chữ"), "100")
        self.looks = self._chips([("system", self.tr("Theo máy")), ("light", self.tr("Sáng")), ("dark", self.tr("Tối")),
                                  ("strong", self.tr("Tương phản mạnh"))], self.tr("Màu"), "system")  # fmt: skip
        return _step(label(self.tr("Cỡ chữ và màu"), "lead"), self.sizes, self.looks,
                     label(self.tr("Chọn là thấy ngay; đổi được ở Cài đặt."), "small", wrap=True), None)  # fmt: skip

    def _chips(self, choices: list[tuple[str, str]], name: str, chosen: str) -> Chips:
        made = Chips(choices, single=True)
        made.setAccessibleName(name)
        made.choose([chosen])
        for chip in made.buttons.values():
            chip.setAccessibleName(f"{name} {chip.text()}")
        made.toggled.connect(lambda: self._look_chosen(made, chosen))
        return made

    def _begin_step(self) -> QWidget:
        self.ways = self._chips([("record", self.tr("Ghi hoạt động đầu tiên")), ("tour", self.tr("Xem hướng dẫn một lượt")),
                                 ("today", self.tr("Vào trang Hôm nay"))], self.tr("Bắt đầu từ đâu"), "record")  # fmt: skip
        return _step(label(self.tr("Bắt đầu từ đâu"), "lead"), self.ways,
                     label(self.tr("Ctrl+N ghi hoạt động, F1 mở hướng dẫn, ở bất cứ trang nào."), "small", wrap=True),
                     None)  # fmt: skip

    # What is done

    def _turn(self, at: int) -> None:
        self.steps.setCurrentIndex(at)
        last = at == self.steps.count() - 1
        self._where.setText(self.tr("Bước {n}/{of}").format(n=at + 1, of=self.steps.count()))
        self._go.setText(self.tr("Bắt đầu") if last else self.tr("Tiếp"))
        self._go.setAccessibleName(self._go.text())
        self._back.setVisible(at > 0)
        self._skip.setVisible(not last)
        self._judge()
        (self.line, self.person, self.join.file, self.sheets.buttons[self.sheets.chosen()[0]],
         self.sizes.buttons[self.sizes.chosen()[0]], self.ways.buttons[self.ways.chosen()[0]])[at].setFocus()  # fmt: skip

    def _sheet_chosen(self) -> None:
        if not self.sheets.chosen():
            self.sheets.choose(["later"])

    def _look_chosen(self, chips: Chips, usual: str) -> None:
        if not chips.chosen():
            chips.choose([usual])
        self._show_look()

    def _show_look(self) -> None:
        dark = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        chosen = colours(self.looks.chosen()[0], system_is_dark=dark)
        look = Theme(int(self.sizes.chosen()[0]), chosen)
        dress(self._app, look)
        self._paint(Icons(look, ratio=self.devicePixelRatioF()))

    def _paint(self, icons: Icons) -> None:
        self._picture.setPixmap(icons.pixmap("book-mark", "primary", size=40))
        for one, name, colour in ((self.join.file, "folder-open", "text"), (self._back, "arrow-left", "text"),
                                  (self._go, "chevron-right", "on_primary")):  # fmt: skip
            one.setIcon(icons.icon(name, colour, gap=SPACE.s - 2))
            one.setIconSize(icons.side(gap=SPACE.s - 2))

    def _unit(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item and not item.isHidden() else ""

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
        if hasattr(self, "_go"):  # the list is filled before there are buttons
            self._go.setEnabled(bool(self._unit()))
            self._skip.setEnabled(bool(self._unit()))

    def _head(self) -> Any:
        self._picture = picture = QLabel()
        picture.setPixmap(self._icons.pixmap("book-mark", "primary", size=40))
        words = column(label(self.tr("Chào mừng đến với Sổ Phường"), "title"),
                       label(self.tr("Sổ nằm trên máy này, ghi không cần mạng. Sáu bước ngắn, chỉ bước đầu là cần."), "muted",
                             wrap=True), space=2)  # fmt: skip
        line = row(picture, words, space=SPACE.m)
        line.setStretch(1, 1)
        return line


def _step(*parts: object) -> QWidget:
    made = QWidget()
    made.setLayout(column(*parts, space=SPACE.m))
    return made


class _Typed(QLineEdit):
    """The arrows move the choice below; Enter goes on to the next step."""

    def __init__(self, dialog: SetUp) -> None:
        super().__init__()
        self._dialog = dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        step = steps.get(Qt.Key(event.key()))
        if step:
            self._dialog.step(step)
        else:
            super().keyPressEvent(event)
