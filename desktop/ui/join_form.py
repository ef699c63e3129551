"""The line to the centre: IT's file, or the address and the code it gave on paper; what was found is shown before it counts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from desktop.models.errors import AppError
from desktop.models.text import date_vi
from desktop.tasks import Tasks
from desktop.ui.guide import Guide
from desktop.ui.icons import Icons
from desktop.ui.messages import MessageBar
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE, Theme


class Door(Protocol):
    """Who reads office files and asks centres for them (desktop.provisioning)."""

    def read(self, path: Path) -> Any: ...
    def ask(self, url: str, code: str) -> Any: ...


class JoinForm(QWidget):
    """Two ways to one office file; `found` hands it on, or None when what was typed no longer stands for it."""

    found = Signal(object)
    failed = Signal(str)

    def __init__(self, door: Door, tasks: Tasks, icons: Icons) -> None:
        super().__init__()
        self._door, self._tasks, self._asking = door, tasks, False
        self.file = button(self.tr("Mở tệp đơn vị…"), self._ask_file, icon="folder-open", icons=icons)
        self.address = _Line(self.ask)
        self.address.setPlaceholderText(self.tr("Địa chỉ trung tâm: sophuong.danang.gov.vn"))
        self.address.setAccessibleName(self.tr("Địa chỉ trung tâm"))
        self.code = _Line(self.ask)
        self.code.setPlaceholderText(self.tr("Mã ghi danh: ABCD2-EFGH3-…"))
        self.code.setAccessibleName(self.tr("Mã ghi danh"))
        self.ask_button = button(self.tr("Hỏi trung tâm"), self.ask, icon="search", icons=icons,
                                 tip=self.tr("Lấy tệp đơn vị theo mã; cần có mạng"))  # fmt: skip
        self.said = label("", "small", wrap=True)
        line = row(self.address, self.ask_button, space=SPACE.s)
        line.setStretch(0, 1)
        self.setLayout(column(row(self.file, None), label(self.tr("hoặc gõ mã ghi danh trên giấy:"), "small"), self.code, line,
                              self.said, space=SPACE.s))  # fmt: skip
        for one in (self.address, self.code):
            one.textChanged.connect(self._judge)
        self._judge()

    def open_file(self, path: Path) -> None:
        """Read an office file."""
        try:
            offer = self._door.read(path)
        except AppError as fault:
            self.failed.emit(fault.sentence)
            return
        self._take(offer)

    def ask(self) -> None:
        """Ask the centre for the file the code stands for, on the worker."""
        if not self.ask_button.isEnabled():
            return
        url, code, door = self.address.text().strip(), self.code.text(), self._door
        self._asking = True
        self._judge()
        self.said.setText(self.tr("Đang hỏi trung tâm…"))
        self._tasks.run(lambda context, job: door.ask(url, code), self._take, failed=self._refused, lane="join")

    def tell(self, offer: Any) -> None:
        """Say what an office file is."""
        told = self.tr("Tệp của {unit}, trung tâm {url}, dùng được đến {day}.").format(
            unit=offer.unit_name, url=offer.url, day=date_vi(f"{offer.expires.astimezone():%Y-%m-%d}"))  # fmt: skip
        if offer.expired:
            told += " " + self.tr("Mã trong tệp đã hết hạn (đồng hồ máy đúng chưa?): gửi được khi trung tâm cấp mã mới.")
        elif not offer.signed:
            told += " " + self.tr("Tệp không có chữ ký của trung tâm: chỉ dùng khi chính bộ phận CNTT giao.")
        self.said.setText(told)

    def _take(self, offer: Any) -> None:
        self._asking = False
        self._judge()
        self.tell(offer)
        self.found.emit(offer)

    def _refused(self, fault: AppError) -> None:
        self._asking = False
        self._judge()
        self.said.setText("")
        self.failed.emit(fault.sentence)

    def _judge(self) -> None:
        self.ask_button.setEnabled(bool(self.address.text().strip() and self.code.text().strip()) and not self._asking)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Tệp đơn vị"), "", self.tr("Tệp đơn vị (*.toml);;Mọi tệp (*)"))
        if name:
            self.open_file(Path(name))


class JoinDialog(Guide):
    """The same in the open window: shows whose file it is and where it leads before the book is tied to it."""

    joined = Signal(str)

    def __init__(self, door: Any, tasks: Tasks, theme: Theme, icons: Icons, parent: QWidget | None, *, now: str) -> None:
        super().__init__(parent)
        self._door, self._offer, self._now = door, None, now
        self.setWindowTitle(self.tr("Nối sổ với trung tâm"))
        self._messages = MessageBar(icons)
        self.form = JoinForm(door, tasks, icons)
        self.form.found.connect(self._show)
        self.form.failed.connect(lambda said: self._messages.tell("fault", said))
        self.take_button = button(self.tr("Nối"), self.take, role="primary", icon="check", icons=icons)
        said = self.tr("Bộ phận CNTT của thành phố giao một tệp, hoặc một mã trên giấy dùng một lần.")
        self.setLayout(column(label(said, wrap=True), self.form, self._messages,
                              row(None, button(self.tr("Thôi"), self.reject), self.take_button),
                              space=SPACE.m, margin=SPACE.l))  # fmt: skip
        self.resize(theme.px(600), 0)
        self.take_button.setEnabled(False)

    @property
    def sentence(self) -> str:
        """What is told, "" for nothing."""
        return self._messages.text

    def take(self) -> None:
        """Tie the book to the centre that was shown."""
        if self._offer is None:
            return
        try:
            url = self._door.join(self._offer)
        except AppError as fault:
            self._messages.tell("fault", fault.sentence)
            return
        self.joined.emit(url)
        self.accept()

    def _show(self, offer: Any) -> None:
        self._offer = offer
        self.take_button.setEnabled(True)
        self.take_button.setFocus()
        self._messages.hide()
        if self._now and self._now != offer.url:
            self._messages.tell("warn", self.tr("Sổ đang gửi tới {now}; nối là chuyển sang {url}: chỉ làm khi CNTT thành phố báo.")
                                .format(now=self._now, url=offer.url))  # fmt: skip


class _Line(QLineEdit):
    """Enter asks where something was typed, and goes on where nothing was."""

    def __init__(self, asked: Callable[[], None]) -> None:
        super().__init__()
        self._asked = asked

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.type() == QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            event.accept()
            self._asked()
        else:
            super().keyPressEvent(event)
