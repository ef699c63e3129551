"""«Tìm một người»: every place of the book where a person stands, handed out to them or erased, with a receipt."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.models.errors import AppError
from desktop.models.person_places import KEPT, REDACTED, WHAT
from desktop.models.text import number_vi
from desktop.ui.output import Output
from desktop.ui.parts import button, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class PersonDialog(QDialog):
    """What is ticked is this person's; a namesake's places are unticked before anything is handed out or erased."""

    told = Signal(str, str)
    ready = Signal()

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = room
        self.found: Any = None
        self._paper = b""
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        self.setWindowTitle(self.tr("Tìm một người trong sổ"))
        self.name, self.phone = QLineEdit(), QLineEdit()
        for line, text, hint in ((self.name, self.tr("Họ và tên"), self.tr("Đủ họ và tên, có dấu hoặc không dấu")),
                                 (self.phone, self.tr("Số điện thoại"), self.tr("Số điện thoại, nếu biết"))):  # fmt: skip
            line.setAccessibleName(text)
            line.setPlaceholderText(hint)
            line.returnPressed.connect(self.find)
        self.find_button = button(self.tr("Tìm"), self.find, role="primary", icon="search", icons=room.icons)
        self.find_button.setAutoDefault(False)
        self.said = label(self.tr("Tìm trong mọi hoạt động, lịch sử lưu, bản nháp, danh sách, giấy, báo cáo, cài đặt."), wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(self.tr("Những chỗ có tên"))
        self.table.setHorizontalHeaderLabels([self.tr("Ở đâu"), self.tr("Nội dung"), self.tr("Khi xóa")])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        across = self.table.horizontalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        across.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        across.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        icons = room.icons
        self.held_button = button(self.tr("Cung cấp cho người đó (PDF)…"), self._save_held, icon="file-text", icons=icons)
        self.erase_button = button(self.tr("Xóa người này…"), self._ask, role="danger", icon="trash-2", icons=icons)
        self.paper_button = button(self.tr("Biên nhận (PDF)…"), self._save_paper, icon="printer", icons=icons)
        self.paper_button.hide()
        close = button(self.tr("Đóng"), self.reject)
        first = row(self.name, self.phone, self.find_button)
        first.setStretch(0, 3)
        first.setStretch(1, 2)
        foot = row(close, None, self.paper_button, self.held_button, self.erase_button)
        whole = column(first, self.said, self._bar, self.table, foot, space=SPACE.m, margin=SPACE.l)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        window = parent.window().size()
        self.resize(min(room.theme.px(820), window.width() - 40), min(room.theme.px(560), window.height() - 40))
        self._able()

    def begin(self) -> None:
        """Open."""
        self.open()
        self.name.setFocus()

    def find(self) -> None:
        """Look through the book, on the worker."""
        name, phone = self.name.text(), self.phone.text()
        self._busy()
        self._room.tasks.run(lambda desk, job: desk.personal.find(name, phone, job.report, lambda: job.stopped), self._show,
                             failed=self._failed, progress=self._progress, lane="person")  # fmt: skip

    def erase(self) -> None:
        """Erase what is ticked."""
        found, leave = self.found, self._left()
        self._busy()
        self._room.tasks.run(lambda desk, job: desk.personal.erase(found, leave=leave), self._erased, failed=self._failed)

    def _show(self, found: Any) -> None:
        self._rest()
        self.found = found
        self.table.setRowCount(len(found.places))
        for at, one in enumerate(found.places):
            count = f" ({number_vi(one.count)})" if one.count > 1 else ""
            first = QTableWidgetItem(f"{one.label}{count}")
            if one.what not in (KEPT, REDACTED):
                first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                first.setCheckState(Qt.CheckState.Checked)
            for where, item in enumerate((first, QTableWidgetItem(one.words), QTableWidgetItem(WHAT[one.what]))):
                self.table.setItem(at, where, item)
        self.table.resizeRowsToContents()
        if found.places:
            said = self.tr("Thấy ở {n} chỗ, viết là: {names}. Bỏ đánh dấu chỗ của người trùng tên.").format(
                n=number_vi(len(found.places)), names=", ".join(found.spellings[:6]))  # fmt: skip
            if found.sent:
                more = self.tr("{n} chỗ đã gửi về trung tâm: bản mới không có tên sẽ được gửi thay, và cần đề nghị trung tâm bỏ "
                               "tên khỏi bản cũ.")  # fmt: skip
                said += " " + more.format(n=number_vi(len(found.sent)))
        else:
            said = self.tr("Không thấy người này ở đâu trong sổ.")
        self.said.setText(said)
        self._able()
        self.ready.emit()

    def _left(self) -> list[Any]:
        """Return the places of a namesake: those whose tick was taken away."""
        found = []
        for at, one in enumerate(self.found.places):
            item = self.table.item(at, 0)
            if item is not None and one.what not in (KEPT, REDACTED) and item.checkState() != Qt.CheckState.Checked:
                found.append(one)
        return found

    def _erased(self, made: tuple[Any, bytes]) -> None:
        done, self._paper = made
        self._rest()
        said = self.tr("{what} Biên nhận số {n}.").format(what=done.receipt.sentence, n=done.receipt.n)
        self.said.setText(" ".join((said, *done.left)))
        self.found = None
        self.table.setRowCount(0)
        self.paper_button.show()
        self._able()
        self.told.emit("warn" if done.left else "done", said)
        self.ready.emit()

    def _ask(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Xóa người này"),
                          self.tr("Xóa hẳn những chỗ đã đánh dấu, cả trong các lần lưu cũ? Không lấy lại được; bản sao lưu cũ "
                                  "mất trong vòng 30 ngày."), parent=self)  # fmt: skip
        yes = box.addButton(self.tr("Xóa hẳn"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Để lại"), QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda pressed: self.erase() if pressed is yes else None)
        box.open()

    def _save_held(self) -> None:
        found, leave = self.found, self._left()
        self._room.tasks.run(lambda desk, job: desk.personal.held(found, leave=leave),
                             lambda pdf: self._output.ask_and_save(pdf, name="cung-cap-du-lieu"), failed=self._failed)  # fmt: skip

    def _save_paper(self) -> None:
        self._output.ask_and_save(self._paper, name="bien-nhan-xoa-du-lieu")

    def _busy(self) -> None:
        self._bar.setRange(0, 0)
        self._bar.show()
        for part in (self.find_button, self.held_button, self.erase_button):
            part.setEnabled(False)

    def _progress(self, done: int, whole: int) -> None:
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(done)

    def _rest(self) -> None:
        self._bar.hide()
        self._able()

    def _able(self) -> None:
        places = self.found.places if self.found else ()
        self.find_button.setEnabled(True)
        self.held_button.setEnabled(bool(places))
        self.erase_button.setEnabled(any(one.what != KEPT for one in places))

    def _failed(self, fault: AppError) -> None:
        self._rest()
        self.said.setText(fault.sentence)
        self.ready.emit()


