"""A new recovery sheet: printed or saved first, and in force once a person read one group of it back from the paper."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.models.errors import AppError
from desktop.models.recovery import same_group
from desktop.ui.desk_keys import SheetDraft
from desktop.ui.guide import Guide
from desktop.ui.messages import MessageBar
from desktop.ui.output import Output
from desktop.ui.parts import button, card, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

CHECKED = 5  # the group that is read back: the last one, so that a page cut off at its end is noticed


class SheetDialog(Guide):
    """Two steps on one page; until the second is done the sheet before stays in force."""

    kept = Signal(int)  # the number of the new sheet

    def __init__(self, room: Room, parent: QWidget | None = None, *, known: int = 0, by: str = "") -> None:
        super().__init__(parent)
        self._room, self._by = room, by
        self._draft: SheetDraft | None = None
        self.setWindowTitle(self.tr("Phiếu khôi phục"))
        self._messages = MessageBar(room.icons)
        self._output = Output(room, self)
        self._output.told.connect(self._written)

        # What it is for, and the paper
        said = self.tr("Một tờ A4 có mã mở sổ, để dùng khi máy hỏng, mất, cài lại Windows, đổi mật khẩu hoặc chuyển máy. "
                       "Không có phiếu và không còn máy thì không mở được sổ, kể cả bản sao lưu.")  # fmt: skip
        self.print_button = button(self.tr("In phiếu…"), self.print_paper, role="primary", icon="printer", icons=room.icons)
        self.save_button = button(self.tr("Lưu PDF…"), self.save_paper, icon="save", icons=room.icons,
                                  tip=self.tr("Để in ở máy khác: mang bằng USB, in xong thì xóa tệp"))  # fmt: skip
        paper = card(label(self.tr("1. In phiếu, cất phong bì niêm phong vào két hoặc tủ khóa"), "lead"),
                     label(self.tr("Đừng để tệp phiếu trên máy này, đừng chụp ảnh, đừng gửi Zalo."), "small", wrap=True),
                     row(self.print_button, self.save_button, None))  # fmt: skip

        # Read back from the paper
        self.group = QLineEdit()
        self.group.setAccessibleName(self.tr("Nhóm {n} trên phiếu").format(n=CHECKED + 1))
        self.group.setMaxLength(12)
        self.group.setMaximumWidth(room.theme.px(180))
        self.group.textChanged.connect(self._judge)
        ask = label(self.group.accessibleName(), "label")
        ask.setBuddy(self.group)
        self.new_key = QCheckBox(self.tr("Phiếu cũ bị mất hoặc người ngoài đã thấy: đổi cả khóa của sổ (ở lần mở sau)"))
        self.new_key.setVisible(bool(known))
        check = card(label(self.tr("2. Gõ lại một nhóm từ tờ vừa in"), "lead"),
                     label(self.tr("Để chắc chắn giấy in ra đọc được; phiếu có hiệu lực từ lúc này, phiếu cũ thì hết."), "small",
                           wrap=True), row(ask, self.group, None), self.new_key)  # fmt: skip
        self.keep_button = button(self.tr("Dùng phiếu này"), self.keep, role="primary", icon="circle-check", icons=room.icons)
        later = button(self.tr("Để sau"), self.reject)
        self.setLayout(column(label(said, wrap=True), paper, check, self._messages, row(None, later, self.keep_button),
                              space=SPACE.m, margin=SPACE.l))  # fmt: skip
        self.resize(room.theme.px(620), 0)
        self._judge()
        for part in (self.print_button, self.save_button):
            part.setEnabled(False)
        room.tasks.run(lambda desk, job: self._made(desk, by), self._show, failed=self._failed)

    def begin(self) -> "SheetDialog":
        """Show the dialog and return it."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.open()
        return self

    @property
    def sentence(self) -> str:
        """What is told, "" for nothing."""
        return self._messages.text

    def print_paper(self) -> None:
        """Open the print dialog over the sheet."""
        if self._draft:
            self._output.ask_and_print(self._draft.paper, self.windowTitle())
            self.group.setFocus()

    def save_paper(self) -> None:
        """Ask for a place and keep the PDF there."""
        if self._draft:
            self._output.ask_and_save(self._draft.paper, name=f"phieu-khoi-phuc-so-{self._draft.number}")
            self.group.setFocus()

    def keep(self) -> None:
        """Make the sheet open the book, on the worker."""
        draft, by, new_key = self._draft, self._by, self.new_key.isChecked()
        if draft is None or not self._is_read():
            said = self.tr("Nhóm gõ lại chưa giống phiếu: hãy xem nhóm {n} trên tờ vừa in.").format(n=CHECKED + 1)
            self._messages.tell("warn", said)
            return
        self.keep_button.setEnabled(False)
        self._room.tasks.run(lambda desk, job: desk.keys.keep_sheet(draft.code, by=by, new_key=new_key),
                             lambda _: self._done(draft.number), failed=self._failed)  # fmt: skip

    @staticmethod
    def _made(desk: Any, by: str) -> SheetDraft:
        desk.keys.refresh()
        draft: SheetDraft = desk.keys.new_sheet(by)
        return draft

    def _show(self, draft: SheetDraft) -> None:
        self._draft = draft
        self.setWindowTitle(self.tr("Phiếu khôi phục số {n}").format(n=draft.number))
        for part in (self.print_button, self.save_button):
            part.setEnabled(True)
        self.print_button.setFocus()

    def _judge(self) -> None:
        self.keep_button.setEnabled(self._draft is not None and bool(self.group.text().strip()))

    def _is_read(self) -> bool:
        return self._draft is not None and same_group(self.group.text(), self._draft.code.split("-")[CHECKED])

    def _done(self, number: int) -> None:
        self.kept.emit(number)
        self.accept()

    def _written(self, tone: str, sentence: str) -> None:
        self._messages.tell(tone, sentence)

    def _failed(self, fault: AppError) -> None:
        self._judge()
        self._messages.tell("fault", fault.sentence)
