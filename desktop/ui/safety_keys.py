"""The card of the book's key: which ways open it, a new sheet, and the ways to another PC, person or ward."""

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QProcess, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.models import units
from desktop.models.errors import AppError
from desktop.models.text import date_vi
from desktop.ui.desk import Desk
from desktop.ui.desk_keys import KeyState
from desktop.ui.flow import flow
from desktop.ui.moving import HandOverDialog, MoveDialog
from desktop.ui.moving_in import FromFile
from desktop.ui.parts import button, card, clear, column, label, row
from desktop.ui.recovery_sheet import SheetDialog
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class KeysCard(QWidget):
    """Three ways to the book, each with what is missing of it; losing any two of them still leaves one."""

    told = Signal(str, str)
    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._state: KeyState | None = None
        self._banner = label("", "fault", wrap=True)
        self._ways, self._older = QVBoxLayout(), QVBoxLayout()
        for layout in (self._ways, self._older):
            layout.setSpacing(SPACE.xs)
        icons = room.icons
        self.sheet_button = button(self.tr("In phiếu khôi phục…"), self.ask_sheet, icon="printer", icons=icons)
        self.move_button = button(self.tr("Chuyển sang máy khác…"), self.ask_move, icon="truck", icons=icons)
        self.hand_button = button(self.tr("Bàn giao…"), self.ask_hand_over, icon="users", icons=icons)
        self.take_button = button(self.tr("Nhận sổ đơn vị sáp nhập…"), self.ask_take_in, icon="layers", icons=icons)
        self.back_button = button(self.tr("Lấy lại sổ về máy này"), self.take_back, role="primary", icon="undo-2", icons=icons)
        acts = flow(self.back_button, self.sheet_button, self.move_button, self.hand_button, self.take_button, space=SPACE.s)
        self.setLayout(column(card(label(self.tr("Khóa của sổ"), "lead"), self._banner, self._ways, acts, self._older)))
        self._banner.hide()
        self.back_button.hide()

    def refresh(self) -> None:
        """Read the state of the key again."""
        self._room.tasks.run(lambda desk, job: _read(desk), self._show, failed=self._failed, lane="keys")

    @property
    def lines(self) -> list[str]:
        """What the card says of each way."""
        return [said.text() for said in self.findChildren(QLabel) if said.property("way")]

    def ask_sheet(self) -> SheetDialog:
        """Open the dialog of a new sheet."""
        dialog = SheetDialog(self._room, self, known=self._sheet)
        dialog.kept.connect(self._sheet_kept)
        return dialog.begin()

    def ask_move(self) -> MoveDialog:
        """Open the way to another PC."""
        dialog = MoveDialog(self._room, self, sheet=self._sheet)
        self._follow(dialog)
        return dialog

    def ask_hand_over(self) -> HandOverDialog:
        """Open the way to another person."""
        dialog = HandOverDialog(self._room, self, sheet=self._sheet)
        self._follow(dialog)
        return dialog

    def ask_take_in(self) -> FromFile:
        """Open the way of a merged ward's book into this one's folder."""
        dialog = FromFile(self._room.tasks, self._room.theme, self._room.icons, self, look=self._room.desk.keys.look,
                          name_of=name_of, work=lambda desk, path, code: desk.keys.take_in(path, code), history=True)  # fmt: skip
        dialog.taken.connect(lambda sentence: self._changed(str(sentence)))
        return dialog.begin()

    def take_back(self) -> None:
        """Write on here in a book that had moved."""
        self._room.tasks.run(lambda desk, job: desk.keys.take_back(),
                             lambda _: self._changed(self.tr("Đã lấy lại sổ: ghi tiếp được trên máy này, thôi ghi trên máy kia.")),
                             failed=self._failed)  # fmt: skip

    @property
    def _sheet(self) -> int:
        return self._state.sheet if self._state else 0

    def _follow(self, dialog: MoveDialog | HandOverDialog) -> None:
        dialog.told.connect(self.told)
        dialog.changed.connect(self.changed)
        dialog.changed.connect(self.refresh)
        dialog.begin()

    def _sheet_kept(self, number: int) -> None:
        said = self.tr("Phiếu khôi phục số {n} đã có hiệu lực: hãy sao lưu lại để bản sao mới mở được bằng phiếu này.")
        self._changed(said.format(n=number))

    def _changed(self, sentence: str) -> None:
        self.told.emit("done", sentence)
        self.changed.emit()
        self.refresh()

    def _failed(self, fault: AppError) -> None:
        self.told.emit("fault", fault.sentence)

    def _show(self, found: tuple[KeyState, list[tuple[str, Path]]]) -> None:
        state, histories = found
        self._state = state
        clear(self._ways)
        self._banner.setVisible(bool(state.words) or not state.encrypted)
        self._banner.setText(state.words or self.tr("Sổ trên máy này chưa được mã hóa: hãy cài lại chương trình, lần mở sau sổ tự "
                                                    "được mã hóa."))  # fmt: skip
        if state.keyring:
            self._way(True, self.tr("Máy này: khóa nằm trong kho khóa của hệ điều hành."))
        else:
            self._way(False, self.tr("Máy này không có kho khóa: khóa là tệp book.key cạnh sổ, ai chép cả thư mục thì đọc "
                                     "được sổ."))  # fmt: skip
        if state.sheet:
            self._way(True, self.tr("Phiếu khôi phục số {n}, ngày {day}{by}.").format(
                n=state.sheet, day=date_vi(state.sheet_made[:10]), by=f", {state.sheet_by}" if state.sheet_by else ""))  # fmt: skip
        else:
            self._way(False, self.tr("Chưa in phiếu khôi phục: máy hỏng hoặc cài lại Windows là không mở được sổ."))
        if state.centre_made:
            self._way(True, self.tr("Trung tâm thành phố mở giúp được, từ ngày {day}.").format(day=date_vi(state.centre_made[:10])))
        else:
            self._way(False, self.tr("Trung tâm thành phố chưa mở giúp được: cần tệp đơn vị (trang Gửi dữ liệu)."))
        if state.changing:
            self._way(True, self.tr("Khóa mới đang chờ: sổ được đổi khóa ở lần mở tới."))
        self.sheet_button.setText(self.tr("In phiếu khôi phục mới…") if state.sheet else self.tr("In phiếu khôi phục…"))
        self.sheet_button.setAccessibleName(self.sheet_button.text())
        self.back_button.setVisible(state.standing == "moved")
        for part in (self.move_button, self.hand_button, self.take_button):
            part.setVisible(not state.standing)
        clear(self._older)
        for name, folder in histories:
            look = button(self.tr("Mở để xem"), partial(self._look, folder), role="quiet")
            look.setAccessibleName(f"{self.tr('Mở để xem')}: {name}")
            line = row(label(self.tr("Sổ cũ: {name}").format(name=name), wrap=True), look, space=SPACE.m)
            line.setStretch(0, 1)
            self._older.addLayout(line)

    def _way(self, good: bool, text: str) -> None:
        picture = QLabel()
        picture.setPixmap(self._room.icons.pixmap("circle-check" if good else "circle-alert", "sent" if good else "draft", size=20))
        said = label(text, wrap=True)
        said.setProperty("way", True)
        line = row(picture, said, space=SPACE.m)
        line.setStretch(1, 1)
        self._ways.addLayout(line)

    def _look(self, folder: Path) -> None:
        """Open an older book in a window of its own."""
        packed = bool(getattr(sys, "frozen", False))
        arguments = ["--data-dir", str(folder)] if packed else ["-m", "desktop", "--data-dir", str(folder)]
        QProcess.startDetached(sys.executable, arguments)


def name_of(unit: str) -> str:
    """Return the name of a unit by its code; the code where nobody knows it."""
    found = units.load().get(unit)
    return found.name if found else unit


def _read(desk: Desk) -> tuple[KeyState, list[tuple[str, Path]]]:
    """Close the key to the centre this book knows, and return the state of things."""
    desk.keys.refresh()
    return desk.keys.state(), list(desk.keys.histories())
