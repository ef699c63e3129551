"""The figures of a report; each opens the list of the activities behind it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop.models.text import number_vi
from desktop.ui.parts import column, label
from desktop.ui.room import Room
from desktop.ui.tips import tip

_BEHIND = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Figures(QWidget):
    """A table: what, unit, the period, the compared one, the year so far, and what was issued where it differs."""

    asked = Signal(object)  # the Query behind a figure

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.table = QTableWidget(0, 6)
        self.table.setAccessibleName(self.tr("Số liệu của báo cáo"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        self.table.itemActivated.connect(self._activated)
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number, width in enumerate((92, 92, 92, 104, 104), start=1):
            self.table.setColumnWidth(number, room.theme.px(width))
        note = label(self.tr("Nhấn Enter hoặc nhấp đúp vào một con số để mở các hoạt động làm nên nó."), "small", wrap=True)
        whole = column(note, self.table)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_figures(self, found: Sequence[Any], different: Sequence[Any], *, labels: tuple[str, str, str]) -> None:
        """Show the figures; `labels` name the period, the compared one and the year so far."""
        issued = {one.key: one.issued for one in different}
        self.table.setColumnHidden(5, not issued)
        self.table.setHorizontalHeaderLabels([self.tr("Chỉ tiêu"), self.tr("Đơn vị"), *labels, self.tr("Đã phát hành")])
        groups = list(dict.fromkeys(one.group for one in found))
        self.table.clearSpans()
        self.table.setRowCount(len(found) + len(groups))
        for number in range(2, 6):
            self.table.horizontalHeaderItem(number).setTextAlignment(_RIGHT)
        at = 0
        for group in groups:
            self._heading(at, group)
            at += 1
            for one in found:
                if one.group == group:
                    self._figure(at, one, issued)
                    at += 1

    def _heading(self, at: int, text: str) -> None:
        item = QTableWidgetItem(text)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setItem(at, 0, item)
        self.table.setSpan(at, 0, 1, 6)

    def _figure(self, at: int, one: Any, issued: dict[str, float]) -> None:
        inner = "." in one.key and not one.key.startswith(".")
        self._cell(at, 0, f"{'    ' if inner else ''}{one.label}", None, right=False)
        self.table.item(at, 0).setToolTip(tip(one.label))
        self._cell(at, 1, one.unit, None, right=False)
        for number, (value, behind) in enumerate(((one.now, one.behind), (one.before, one.behind_before),
                                                  (one.year, one.behind_year)), start=2):  # fmt: skip
            self._cell(at, number, "" if value is None else number_vi(value, most=2), behind if value else None)
        self._cell(at, 5, number_vi(issued[one.key], most=2) if one.key in issued else "", None)

    def _cell(self, at: int, number: int, text: str, behind: object, *, right: bool = True) -> None:
        item = QTableWidgetItem(text)
        if right:
            item.setTextAlignment(_RIGHT)
        if behind is not None:
            item.setData(_BEHIND, behind)
            item.setToolTip(self.tr("Enter: mở các hoạt động phía sau"))
        self.table.setItem(at, number, item)

    def _activated(self, item: QTableWidgetItem) -> None:
        behind = item.data(_BEHIND)
        if behind is not None:
            self.asked.emit(behind)
