"""A book goes: to another PC as one file, to another person with a record to sign."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from desktop.models.errors import AppError
from desktop.models.text import number_vi
from desktop.ui.drives import removable
from desktop.ui.guide import Guide
from desktop.ui.messages import MessageBar
from desktop.ui.output import Output
from desktop.ui.parts import button, card, column, label, row
from desktop.ui.recovery_sheet import SheetDialog
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class _Guided(Guide):
    """What both have: a sentence bar, the sheet that must be there first, and the end."""

    told = Signal(str, str)
    changed = Signal()

    def __init__(self, room: Room, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.room = room
        self.setWindowTitle(title)
        self.messages = MessageBar(room.icons)
        self.resize(room.theme.px(620), 0)

    def begin(self) -> "_Guided":
        """Show the dialog."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.open()
        return self

    @property
    def sentence(self) -> str:
        """What is told, "" for nothing."""
        return self.messages.text

    def fail(self, fault: AppError) -> None:
        """Tell a fault."""
        self.messages.tell("fault", fault.sentence)


class MoveDialog(_Guided):
    """Write the whole book to a stick, read it back, and stop writing here."""

    def __init__(self, room: Room, parent: QWidget | None = None, *, sheet: int = 0) -> None:
        super().__init__(room, parent, self.tr("Chuyển sổ sang máy khác"))
        steps = (self.tr("1. Cắm USB vào máy này và bấm «Ghi ra tệp…»: cả sổ, ảnh và lịch sử vào một tệp đã mã hóa, được đọc lại "
                         "để kiểm tra. Sổ trên máy này từ đó chỉ để xem."),
                 self.tr("2. Trên máy mới: cài chương trình, mở lên, bấm «Tôi có sổ từ máy cũ…» và chọn tệp trên USB."),
                 self.tr("3. Gõ mã trên phiếu khôi phục số {n}. Xong thì ghi tiếp trên máy mới.").format(
                     n=sheet or "…"))  # fmt: skip
        self.write_button = button(self.tr("Ghi ra tệp…"), self._ask, role="primary", icon="save", icons=room.icons)
        self.write_button.setEnabled(bool(sheet))
        missing = label(self.tr("Chưa có phiếu khôi phục nên máy kia sẽ không mở được: hãy đóng cửa sổ này và in phiếu trước."),
                        "fault", wrap=True)  # fmt: skip
        missing.setVisible(not sheet)
        self._close = button(self.tr("Thôi"), self.reject)
        self.setLayout(column(card(*(label(step, wrap=True) for step in steps)), missing, self.messages,
                              row(None, self._close, self.write_button), space=SPACE.m, margin=SPACE.l))  # fmt: skip

    def write(self, target: Path) -> None:
        """Write the file on the worker."""
        self.write_button.setEnabled(False)
        self.messages.tell("note", self.tr("Đang ghi và đọc lại để kiểm tra…"))
        self.room.tasks.run(lambda desk, job: desk.keys.leave(target), lambda count: self._done(target, count),
                            failed=self._failed)  # fmt: skip

    def _ask(self) -> None:
        sticks = removable()
        place = sticks[0].folder if sticks else Path.home()
        usual = place / f"so-{self.room.desk.office().unit.code}-{date.today():%Y%m%d}.so-phuong"
        name, _ = QFileDialog.getSaveFileName(self, self.windowTitle(), str(usual), self.tr("Sổ Phường (*.so-phuong)"))
        if name:
            self.write(Path(name))

    def _done(self, target: Path, count: int) -> None:
        said = self.tr("Đã ghi {n} lần lưu vào {file} và đọc lại nguyên vẹn. Sổ trên máy này chỉ còn để xem.").format(
            n=number_vi(count), file=target.name)  # fmt: skip
        self.messages.tell("done", said)
        self._close.setText(self.tr("Xong"))
        self.changed.emit()
        self.told.emit("done", said)

    def _failed(self, fault: AppError) -> None:
        self.write_button.setEnabled(True)
        self.fail(fault)


class HandOverDialog(_Guided):
    """A new person: a new sheet, accounts anew where wanted, and a record for two to sign."""

    def __init__(self, room: Room, parent: QWidget | None = None, *, sheet: int = 0) -> None:
        super().__init__(room, parent, self.tr("Bàn giao sổ cho người khác"))
        self._known, self._fresh = sheet, 0
        self._output = Output(room, self)
        self._output.told.connect(self.messages.tell)
        self.taker = QLineEdit()
        self.taker.setAccessibleName(self.tr("Họ và tên người nhận"))
        self.taker.textChanged.connect(self._judge)
        said = label(self.taker.accessibleName(), "label")
        said.setBuddy(self.taker)
        giver = self.tr("Người bàn giao: {name}").format(name=room.desk.office().person or self.tr("chưa ghi tên"))
        self.sheet_button = button(self.tr("In phiếu khôi phục mới…"), self.ask_sheet, icon="printer", icons=room.icons)
        self._sheet_said = label(self.tr("Phiếu mới cho người giữ mới; phiếu cũ hết hiệu lực."), "small", wrap=True)
        self.forget = QCheckBox(self.tr("Bỏ mọi tài khoản và PIN cũ; người nhận lập lại"))
        self.forget.setVisible(room.desk.people.guarded)
        self.give_button = button(self.tr("Bàn giao"), self.give, role="primary", icon="users", icons=room.icons)
        line = row(self.sheet_button, self._sheet_said, space=SPACE.m)
        line.setStretch(1, 1)
        self.setLayout(column(
            card(label(self.tr("1. Phiếu khôi phục mới"), "lead"), line),
            card(label(self.tr("2. Người nhận"), "lead"), label(giver, "muted"), column(said, self.taker, space=SPACE.xs),
                 self.forget),
            card(label(self.tr("3. Biên bản"), "lead"),
                 label(self.tr("Số hoạt động, chưa gửi, lần gửi cuối, bản sao lưu, dấu vân tay nhật ký: in hai bản, hai bên ký."),
                       wrap=True)),
            self.messages, row(None, button(self.tr("Thôi"), self.reject), self.give_button),
            space=SPACE.m, margin=SPACE.l))  # fmt: skip
        self._judge()

    def ask_sheet(self) -> SheetDialog:
        """Open the dialog of a new sheet; it is done when that sheet is in force."""
        dialog = SheetDialog(self.room, self, known=self._known, by=self.taker.text())
        dialog.kept.connect(self._sheet_kept)
        dialog.begin()
        return dialog

    def give(self) -> None:
        """Write the book over on the worker, then offer the record."""
        taker = self.taker.text()
        if self.forget.isVisible() and self.forget.isChecked():
            try:
                self.room.desk.people.remove_all()
            except AppError as fault:
                self.fail(fault)
                return
        self.give_button.setEnabled(False)
        self.room.tasks.run(lambda desk, job: desk.keys.hand_over(taker), self._given, failed=self._failed)

    def _given(self, record: bytes) -> None:
        self.changed.emit()
        self.told.emit("done", self.tr("Đã bàn giao sổ cho {name}.").format(name=self.taker.text().strip()))
        self.messages.tell("done", self.tr("Đã bàn giao. Hãy in biên bản, hai bản."), action=self.tr("Lưu PDF…"),
                           run=lambda: self._output.ask_and_save(record, name="bien-ban-ban-giao"))  # fmt: skip
        self._output.ask_and_print(record, self.tr("Biên bản bàn giao"))

    def _sheet_kept(self, number: int) -> None:
        self._fresh = number
        self._sheet_said.setText(self.tr("Phiếu số {n} đã có hiệu lực.").format(n=number))
        self.changed.emit()
        self._judge()
        self.taker.setFocus()

    def _judge(self) -> None:
        self.give_button.setEnabled(bool(self._fresh and self.taker.text().strip()))
        self.give_button.setToolTip("" if self._fresh else self.tr("In phiếu khôi phục mới trước"))

    def _failed(self, fault: AppError) -> None:
        self._judge()
        self.fail(fault)
