"""The way without a line: a file for the centre to carry away, and the file of receipts that comes back."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame

from desktop.models.errors import AppError
from desktop.ui.parts import button, card, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class ParcelCard(QFrame):
    """What is packed stays «chưa gửi» until its receipts are back."""

    told = Signal(str, str)  # tone, sentence
    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        said = self.tr("Đường truyền hỏng lâu? Gói những gì đang chờ thành một tệp đã mã hóa riêng cho trung tâm, mang đi bằng "
                       "USB hoặc gửi thư, Zalo; rồi nhận tệp biên nhận trung tâm trả lại.")  # fmt: skip
        self.pack_button = button(self.tr("Gói ra tệp…"), self._ask_target, icon="archive-restore", icons=room.icons)
        self.accept_button = button(self.tr("Nhận tệp biên nhận…"), self._ask_receipts, icon="inbox", icons=room.icons)
        self.with_photos = QCheckBox(self.tr("Gói cả ảnh"))
        line = row(self.pack_button, self.with_photos, self.accept_button, None, space=SPACE.m)
        outer = row(card(label(self.tr("Không có mạng: gửi bằng tệp"), "lead"), label(said, "muted", wrap=True), line))
        self.setLayout(outer)

    def show_state(self, counts: Any, *, joined: bool) -> None:
        """Show only where there is a centre to pack for."""
        self.setVisible(joined)
        self.pack_button.setEnabled(bool(counts.waiting) or self.with_photos.isChecked())

    def pack(self, target: Path) -> None:
        """Pack what waits into a file, on the worker."""
        photos = self.with_photos.isChecked()
        self._run(lambda desk: desk.post.pack(target, photos=photos))

    def accept(self, path: Path) -> None:
        """Take a file of receipts, on the worker."""
        self._run(lambda desk: desk.post.accept(path))

    def _run(self, work: Any) -> None:
        for part in (self.pack_button, self.accept_button):
            part.setEnabled(False)
        self._room.tasks.run(lambda desk, job: work(desk), self._done, failed=self._failed)

    def _done(self, sentence: str) -> None:
        self.accept_button.setEnabled(True)
        self.told.emit("done", sentence)
        self.changed.emit()

    def _failed(self, fault: AppError) -> None:
        self.accept_button.setEnabled(True)
        self.told.emit("warn", fault.sentence)
        self.changed.emit()

    def _ask_target(self) -> None:
        code = self._room.desk.office().unit.code
        usual = str(Path.home() / f"goi-{code}-{date.today():%Y%m%d}.sophuong")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Gói ra tệp"), usual, self.tr("Gói của Sổ Phường (*.sophuong)"))
        if name:
            self.pack(Path(name))

    def _ask_receipts(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Tệp biên nhận"), "",
                                              self.tr("Tệp biên nhận (*.bien-nhan);;Mọi tệp (*)"))  # fmt: skip
        if name:
            self.accept(Path(name))
