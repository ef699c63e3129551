"""The office's own words in a report, section by section, beside what was drafted."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from desktop.models.report_words import Own, Place
from desktop.ui.parts import card, column, label
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

_KEY = Qt.ItemDataRole.UserRole


class Writing(QWidget):
    """The places of a report that can be written into; says `edited` when the words change."""

    edited = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._places: dict[str, Place] = {}
        self._own: dict[str, Own] = {}
        self._filling = False
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Các mục của báo cáo"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.currentItemChanged.connect(self._turned)
        self._stale = label("", "fault", wrap=True)
        self._drafted = QPlainTextEdit()
        self._drafted.setReadOnly(True)
        self._drafted.setAccessibleName(self.tr("Đoạn chương trình soạn sẵn"))
        self._drafted.setTabChangesFocus(True)
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(self.tr("Lời của đơn vị"))
        self.words.setPlaceholderText(self.tr("Mỗi dòng là một đoạn; dòng bắt đầu bằng gạch «- » là một ý."))
        self.words.setTabChangesFocus(True)
        self.words.textChanged.connect(self._typed)
        self.instead = QCheckBox(self.tr("Dùng lời này thay cho đoạn soạn sẵn"))
        self.instead.toggled.connect(self._typed)
        inside = card(label(self.tr("Chọn mục để viết thêm"), "label"), self.list,
                      label(self.tr("Đoạn soạn sẵn từ số liệu"), "label"), self._drafted, self._stale,
                      label(self.tr("Lời của đơn vị"), "label"), self.words, self.instead, space=SPACE.s)  # fmt: skip
        layout = inside.layout()
        for widget, stretch in ((self.list, 3), (self._drafted, 2), (self.words, 3)):
            layout.setStretchFactor(widget, stretch)  # type: ignore[union-attr]
        whole = column(inside)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def show_places(self, places: Sequence[Place], own: Mapping[str, Own]) -> None:
        """Show where can be written and what was; the place the person is at stays."""
        self._places = {one.key: one for one in places}
        self._own = dict(own)
        current = self.key
        self._filling = True
        if [self.list.item(n).data(_KEY) for n in range(self.list.count())] != list(self._places):
            self.list.clear()
            for place in places:
                item = QListWidgetItem()
                item.setData(_KEY, place.key)
                self.list.addItem(item)
        for number in range(self.list.count()):
            item = self.list.item(number)
            place = self._places[item.data(_KEY)]
            indent = "    " * place.key.count(".")
            item.setText(f"{indent}{place.heading}{self._mark(place)}")
        wanted = max(0, list(self._places).index(current) if current in self._places else 0)
        if self.list.currentRow() != wanted and self.list.count():
            self.list.setCurrentRow(wanted)
        self._filling = False
        self._show(keep_words=current == self.key)

    @property
    def key(self) -> str:
        """The key of the place that is shown, "" when there is none."""
        item = self.list.currentItem()
        return str(item.data(_KEY)) if item else ""

    @property
    def own(self) -> Mapping[str, Own]:
        """What the office wrote, by key of place."""
        return {key: one for key, one in self._own.items() if one.text.strip()}

    def _mark(self, place: Place) -> str:
        if place.stale:
            return self.tr(" · số liệu đã đổi")
        return self.tr(" · có lời của đơn vị") if place.key in self.own else ""

    def _turned(self, *_: Any) -> None:
        if not self._filling:
            self._show(keep_words=False)

    def _show(self, *, keep_words: bool) -> None:
        place = self._places.get(self.key)
        self.words.setEnabled(place is not None)
        if place is None:
            return
        self._filling = True
        self._drafted.setPlainText(place.drafted or self.tr("(mục này chỉ có tiêu đề)"))
        own = self._own.get(place.key, Own(""))
        # What is being typed is newer than what was asked for.
        if not (keep_words and self.words.hasFocus()):
            self.words.setPlainText(own.text)
            self.instead.setChecked(own.instead)
        stale = self.tr("Số liệu của đoạn soạn sẵn đã đổi từ khi đơn vị viết lời thay: hãy đọc lại lời này.")
        self._stale.setText(stale if place.stale else "")
        self._stale.setVisible(place.stale)
        self._filling = False

    def _typed(self) -> None:
        place = self._places.get(self.key)
        if self._filling or place is None:
            return
        self._own[place.key] = Own(self.words.toPlainText(), self.instead.isChecked(), place.mark)
        self.edited.emit()
