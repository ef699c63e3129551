"""«Khôi phục sổ»: which copy, what would change, and the way there and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.models.differences import AGAIN, GONE, OLDER
from desktop.models.errors import AppError, KeyMissing
from desktop.models.text import number_vi
from desktop.models.thinning import WHYS
from desktop.ui.moments import moment, short_moment
from desktop.ui.parts import button, clear, column, frame, label, row, scroll
from desktop.ui.recovery_code import CodeLine
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

SHOWN = 200  # activities of a preview
_MARKS = {GONE: ("trash-2", "fault"), OLDER: ("undo-2", "draft"), AGAIN: ("archive-restore", "sent")}


class RestoreDialog(QDialog):
    """Three steps in one window: choose, look, done. Nothing changes before the last button."""

    go_back_asked = Signal(object)  # what desk.copying.ready gave; then nobody may have the book open

    def __init__(self, room: Room, parent: QWidget | None = None, *, source: Path | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Khôi phục sổ"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._room, self._source, self._code, self._busy = room, source, "", False
        self._copies: Sequence[Any] = ()
        self._names = {kind.code: kind.label for kind in room.desk.kinds.values()}

        # The head
        self._picture = QLabel()
        self._head = label("", "title", wrap=True)
        self._lead = label("", "muted", wrap=True)
        head = row(self._picture, column(self._head, self._lead, space=2), space=SPACE.m)
        head.setStretch(1, 1)

        # The steps
        self.table = self._table()
        self.code = CodeLine(room.theme)
        self.code.changed.connect(self._code_typed)
        self.code.hide()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE.s)
        self._lines.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        inside = QWidget()
        inside.setLayout(column(frame(self._lines), None))
        self._steps = QStackedWidget()
        self._steps.addWidget(self.table)
        self._steps.addWidget(scroll(inside))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Đang làm"))

        # The buttons
        self.file_button = button(self.tr("Tệp khác…"), self._ask_file, role="quiet", icon="folder-open", icons=room.icons)
        self.back_button = button(self.tr("Chọn bản khác"), self._choose_again)
        self.later = button(self.tr("Thôi"), self.reject)
        self.look_button = button(self.tr("Xem trước"), self._look_at_chosen, role="primary")
        self.restore_button = button(self.tr("Khôi phục"), self.restore, role="primary", icon="archive-restore", icons=room.icons)
        whole = column(head, self._steps, self.code, self._bar,
                       row(self.file_button, self.back_button, None, self.later, self.look_button, self.restore_button),
                       margin=SPACE.xl, space=SPACE.l)  # fmt: skip
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.resize(room.theme.px(720), min(room.theme.px(470), 680))

    # Public

    def begin(self) -> None:
        """Show the copies there are, or the one that was chosen already."""
        self._choose()
        self.open()
        self._working(True)
        self._room.tasks.run(lambda desk, job: desk.copying.state(), self._show_copies, failed=self.fail, lane="restore")
        if self._source is not None:
            self.look(self._source)

    def look(self, source: Path) -> None:
        """Compare a copy with the book, on the worker."""
        self._source = source
        self._working(True)
        self._code = code = self.code.text if self.code.isVisible() else ""
        self._room.tasks.run(lambda desk, job: (desk.copying.look(source), desk.copying.preview(source, code)),
                             self._show_preview, failed=self.fail)  # fmt: skip

    def restore(self) -> None:
        """Keep the book as it is as a copy of its own; then ask for the way back."""
        source, code = self._source, self._code
        self._working(True)
        self._head.setText(self.tr("Đang giữ lại sổ hiện có…"))
        self._room.tasks.run(lambda desk, job: desk.copying.ready(source, code), self._ready, failed=self.fail)

    def show_done(self, sentences: Sequence[str]) -> None:
        """Say what came of it."""
        self._working(False)
        self._say("circle-check", "sent", self.tr("Sổ đã được khôi phục"), self.tr("Anh/chị có thể làm việc tiếp ngay."))
        self._tell([("circle-check", "sent", one) for one in sentences])
        self._buttons()
        self.later.setText(self.tr("Làm việc tiếp"))
        self.later.setAccessibleName(self.later.text())
        self.later.setFocus()

    def fail(self, fault: AppError) -> None:
        """Say why it could not be done; the book is as it was."""
        self._working(False)
        self._say("circle-alert", "fault", self.tr("Chưa khôi phục được"), self.tr("Sổ đang có vẫn nguyên như cũ."))
        self._tell([("circle-alert", "fault", fault.sentence)])
        self._buttons(self.back_button)
        if isinstance(fault, KeyMissing):
            self.code.show()
            self._buttons(self.back_button, self.look_button)
            self._code_typed()
            self.code.line.setFocus()
        else:
            self.later.setFocus()

    def reject(self) -> None:
        """Close, but not in the middle of the work."""
        if not self._busy:
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the list."""
        super().showEvent(event)
        self.table.setFocus()

    # Its work

    def _table(self) -> QTableWidget:
        made = QTableWidget(0, 5)
        heads = (self.tr("Lúc sao"), self.tr("Vì sao"), self.tr("Số lần lưu"), self.tr("Cỡ"), self.tr("Ở đâu"))
        made.setHorizontalHeaderLabels(heads)
        made.setAccessibleName(self.tr("Các bản sao lưu"))
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setTabKeyNavigation(False)
        made.setShowGrid(False)
        made.setAlternatingRowColors(True)
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(self._room.theme.px(34))
        made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        made.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        made.horizontalHeader().setHighlightSections(False)
        made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        made.doubleClicked.connect(lambda _: self._look_at_chosen())
        return made

    def _show_copies(self, state: Any) -> None:
        self._copies = state.copies
        places = {"pc": self.tr("Máy này"), "second": self.tr("Nơi thứ hai")}
        self.table.setRowCount(len(self._copies))
        for number, one in enumerate(self._copies):
            size = self.tr("{n} MB").format(n=number_vi(round(one.size / 1e6, 1), decimals=1))
            for at, text in enumerate((short_moment(one.at.isoformat()), WHYS[one.why], number_vi(one.revisions), size,
                                       places[one.place])):  # fmt: skip
                cell = QTableWidgetItem(text)
                if at in (2, 3):
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(number, at, cell)
        if self._source is None:
            self._working(False)
            self._choose()
            self.table.selectRow(0)
            self.table.setFocus()

    def _choose(self) -> None:
        self.code.hide()
        self._steps.setCurrentWidget(self.table)
        self._say("history", "primary", self.tr("Đưa sổ trở về một bản sao lưu"),
                  self.tr("Chọn bản sao rồi xem trước. Chưa có gì thay đổi cho tới khi bấm «Khôi phục»; sổ đang có luôn được "
                          "giữ lại."))  # fmt: skip
        self._buttons(self.file_button, self.look_button)
        self.look_button.setEnabled(bool(self._copies))

    def _choose_again(self) -> None:
        self._source = None
        self._choose()
        self.table.setFocus()

    def _look_at_chosen(self) -> None:
        if self.code.isVisible() and self._source is not None:
            self.look(self._source)
        elif 0 <= self.table.currentRow() < len(self._copies):
            self.look(self._copies[self.table.currentRow()].path)

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), str(Path.home()),
                                              self.tr("Bản sao lưu (*.backup *.sophuong *.so-phuong);;Mọi tệp (*)"))  # fmt: skip
        if name:
            self.look(Path(name))

    def _show_preview(self, found: tuple[Any, Any]) -> None:
        copy, preview = found
        self._working(False)
        said = self.tr("Bản sao lúc {at}, {why}: {n} lần lưu.").format(
            at=moment(copy.at.isoformat()), why=WHYS[copy.why], n=number_vi(preview.saves))  # fmt: skip
        self._say("info", "primary", preview.sentence, said)
        self._tell([self._line(one) for one in preview.changes[:SHOWN]])
        left = len(preview.changes) - SHOWN
        if left > 0:
            self._lines.addWidget(label(self.tr("và {n} hoạt động khác").format(n=number_vi(left)), "muted"))
        if not preview.changes:
            self._tell([("circle-check", "sent", self.tr("Không hoạt động nào thay đổi."))])
        self.code.hide()
        self._buttons(self.back_button, self.restore_button)
        self.back_button.setFocus()

    def _line(self, one: Any) -> tuple[str, str, str]:
        words = {GONE: self.tr("Sẽ không còn"), OLDER: self.tr("Về nội dung cũ"), AGAIN: self.tr("Trở lại")}
        name = one.title or self.tr("chưa có tên")
        kind = self._names.get(one.kind, one.kind)
        unsent = self.tr(" · {n} lần lưu chưa gửi").format(n=number_vi(one.unsent)) if one.unsent else ""
        return (*_MARKS[one.what], f"{words[one.what]}: {name} ({kind}){unsent}")

    def _ready(self, ready: object) -> None:
        self._head.setText(self.tr("Đang thay sổ…"))
        self.go_back_asked.emit(ready)

    def _code_typed(self) -> None:
        if self.code.isVisible():
            self.look_button.setEnabled(self.code.whole)

    def _working(self, busy: bool) -> None:
        self._busy = busy
        self._bar.setVisible(busy)
        for part in (self.later, self.back_button, self.file_button, self.look_button, self.restore_button, self.table):
            part.setEnabled(not busy)

    def _buttons(self, *shown: QWidget) -> None:
        for part in (self.file_button, self.back_button, self.look_button, self.restore_button):
            part.setVisible(part in shown)

    def _say(self, icon: str, colour: str, head: str, lead: str) -> None:
        self._picture.setPixmap(self._room.icons.pixmap(icon, colour, size=30))
        self._head.setText(head)
        self._lead.setText(lead)

    def _tell(self, lines: Sequence[tuple[str, str, str]]) -> None:
        clear(self._lines)
        self._steps.setCurrentIndex(1)
        for icon, colour, text in lines:
            mark = QLabel()
            mark.setPixmap(self._room.icons.pixmap(icon, colour))
            line = row(mark, label(text, wrap=True), space=SPACE.m)
            line.setStretch(1, 1)
            self._lines.addLayout(line)
        self.setAccessibleDescription(" ".join(text for _, _, text in lines[:20]))
