"""What was typed and not saved, as a list: Enter opens one."""


from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget

from desktop.ui.moments import moment
from desktop.ui.parts import empty
from desktop.ui.room import Room

_KIND, _KEY = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class DraftsList(QStackedWidget):
    """The drafts of the book, newest first."""

    opened = Signal(str, str)  # kind, key

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Bản nháp"))
        self.list.itemActivated.connect(lambda item: self.opened.emit(item.data(_KIND), item.data(_KEY)))
        self.addWidget(self.list)
        self.addWidget(empty(room.icons, "file-pen", title=self.tr("Không có bản nháp nào"),
                             text=self.tr("Phiếu ghi dở được giữ ở đây cho tới khi lưu.")))  # fmt: skip

    def refresh(self) -> int:
        """Read the drafts again and return how many there are."""
        self.list.clear()
        kinds = self._room.desk.kinds
        for draft in self._room.desk.drafts.all():
            if draft.kind in kinds:
                title = str(draft.values.get("title") or self.tr("(chưa có tên)"))
                item = QListWidgetItem(f"{title}\n{kinds[draft.kind].label} · {moment(draft.at)}")
                item.setIcon(self._room.icons.icon(kinds[draft.kind].icon, "primary"))
                item.setData(_KIND, draft.kind)
                item.setData(_KEY, draft.key)
                self.list.addItem(item)
        count = self.list.count()
        self.setCurrentIndex(0 if count else 1)
        if count:
            self.list.setCurrentRow(0)
        return count
