"""Where an import begins: drop a file, paste a table, choose one; and the imports that were, each to be taken back."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.models.text import number_vi
from desktop.ui.icons import Icons
from desktop.ui.moments import short_moment
from desktop.ui.parts import button, card, clear, column, frame, label, row, scroll
from desktop.ui.theme import SPACE


class Start(QWidget):
    """The first look of the page."""

    file_asked = Signal()
    paste_asked = Signal()
    undo_asked = Signal(object)  # desktop.models.import_store.Import

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        picture = QLabel()
        picture.setPixmap(icons.pixmap("folder-open", "primary", size=44))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = label(self.tr("Kéo tệp Excel vào đây, hoặc dán bảng bằng Ctrl+V"), "lead", wrap=True)
        body = label(self.tr("Các sổ theo dõi cũ (.xlsx, .csv) được đọc theo tên cột. Mọi dòng được xem lại trước; "
                             "chưa bấm Nhập thì chưa lưu gì vào sổ."), "muted", wrap=True)  # fmt: skip
        for part in (head, body):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.choose = button(self.tr("Chọn tệp…"), self.file_asked.emit, role="primary", icon="folder-open", icons=icons)
        self.paste = button(self.tr("Dán bảng"), self.paste_asked.emit, icon="copy", icons=icons,
                            tip=self.tr("Dán bảng đã sao chép từ Excel (Ctrl+V)"))  # fmt: skip
        middle = row(None, body, None)
        middle.setStretch(1, 6)
        place = frame(column(picture, head, middle, row(None, self.choose, self.paste, None), space=SPACE.m, margin=SPACE.xl))
        self._imports = QVBoxLayout()
        self._imports.setSpacing(SPACE.s)
        self._title = label(self.tr("Các lần nhập trước"), "lead")
        self._title.hide()
        inner = QWidget()
        inner.setLayout(column(place, self._title, self._imports, None, space=SPACE.l))
        self.setLayout(column(scroll(inner)))

    def show_history(self, imports: Sequence[Any]) -> None:
        """Show the imports that were."""
        clear(self._imports)
        self._title.setVisible(bool(imports))
        for one in imports[:20]:
            self._imports.addWidget(self._line(one))

    def _line(self, one: Any) -> QWidget:
        said = self.tr("{n} hoạt động · {when}{by}").format(
            n=number_vi(one.saved), when=short_moment(one.at), by=f" · {one.by}" if one.by else "")  # fmt: skip
        words = column(label(one.file, "strong"), label(said, "small"), space=2)
        if one.undone_at:
            back: QWidget = label(self.tr("đã lấy lại {when}").format(when=short_moment(one.undone_at)), "small")
        else:
            back = button(self.tr("Lấy lại cả lần nhập này"), lambda: self.undo_asked.emit(one), role="quiet", icon="undo-2",
                          icons=self._icons)  # fmt: skip
            back.setAccessibleName(self.tr("Lấy lại lần nhập {file}").format(file=one.file))
        return card(row(words, None, back))
