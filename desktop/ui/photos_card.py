"""Which photos wait to be sent, and what the person lets them use of the line."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame

from desktop.ui.chips import Chips
from desktop.ui.desk import PhotoState
from desktop.ui.parts import card, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

CAPS = (0, 20, 50, 100, 300)  # MB a day, 0 for no limit


class PhotosCard(QFrame):
    """Text always goes first; photos follow as far as this card allows."""

    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._desk = room.desk
        self._said = label("", wrap=True)
        self.send = QCheckBox(self.tr("Gửi cả ảnh"))
        self.night = QCheckBox(self.tr("Chỉ gửi ảnh ban đêm (22 giờ đến 6 giờ, khi máy còn mở)"))
        self.cap = Chips([(str(size), f"{size} MB" if size else self.tr("không giới hạn")) for size in CAPS], single=True)
        limit = label(self.tr("Mỗi ngày gửi nhiều nhất"))
        for chip in self.cap.buttons.values():
            chip.setAccessibleName(f"{limit.text()} {chip.text()}")
        line = row(limit, self.cap, space=SPACE.m)
        line.setStretch(1, 1)
        inner = card(label(self.tr("Ảnh"), "lead"), self._said, column(self.send, self.night, line, space=SPACE.s))
        self.setLayout(column(inner))
        self.send.toggled.connect(self._keep)
        self.night.toggled.connect(self._keep)
        self.cap.toggled.connect(self._keep)
        self._shown: tuple[bool, bool, int] | None = None

    def show_state(self, state: PhotoState, *, joined: bool) -> None:
        """Show what waits and what was chosen."""
        self.setVisible(joined)
        self._shown = (state.send, state.night, state.daily_mb)
        for box, on in ((self.send, state.send), (self.night, state.night)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        self.cap.choose([str(min(CAPS, key=lambda size: abs(size - state.daily_mb)))])
        decided = self._desk.settings.decided
        self.send.setEnabled(decided("photos_send") is None)
        self.night.setEnabled(state.send and decided("photos_night_only") is None)
        self.cap.setEnabled(state.send and decided("photos_daily_mb") is None)
        self._said.setText(state.sentence or self.tr("Không có ảnh nào đang chờ gửi. Ảnh đi sau văn bản, từng phần, "
                                                     "mạng đứt thì gửi tiếp từ chỗ dở."))  # fmt: skip

    def _keep(self) -> None:
        if not self.cap.chosen():
            self.cap.choose(["0"])
        chosen = (self.send.isChecked(), self.night.isChecked(), int(self.cap.chosen()[0]))
        if chosen != self._shown:
            self._desk.post.choose_photos(send=chosen[0], night=chosen[1], daily_mb=chosen[2])
            self.changed.emit()
