"""Thùng rác: what was put away in the last 90 days, with the days left and the way back."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QTableWidget, QTableWidgetItem, QWidget

from desktop.models.errors import AppError
from desktop.models.text import date_vi, number_vi
from desktop.models.trail import KEPT_DAYS
from desktop.ui.moments import moment
from desktop.ui.page import Page
from desktop.ui.parts import button, column, empty, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE
from desktop.ui.tips import tip

HEADS = ("Ngày", "Loại", "Tên", "Bỏ lúc", "Người bỏ", "Còn")
WIDTHS = (104, 190, 0, 190, 160, 110)


class Bin(Page):
    """One line for each thing that was put away; Enter brings it back."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._lines: tuple[Any, ...] = ()
        self.table = _Lines(self)
        self.table.setAccessibleName(self.tr("Thùng rác"))
        for at, width in enumerate(WIDTHS):
            if width:
                self.table.setColumnWidth(at, room.theme.px(width))
        self.older = QCheckBox(self.tr("Hiện cả những gì quá {n} ngày").format(n=KEPT_DAYS))
        self.older.toggled.connect(self.refresh)
        self._back = button(self.tr("Khôi phục (Enter)"), self.restore, role="primary", icon="archive-restore", icons=self.icons)
        self._count = label("", "muted")
        told = label(self.tr(
            "Quá {n} ngày, hoạt động thôi hiện ở đây nhưng chưa mất: nhật ký của sổ giữ mọi lần lưu, không ai xóa được. "
            "Những gì ở đây không được tính vào báo cáo; việc bỏ đi cũng được báo về thành phố.").format(n=KEPT_DAYS),
            "small", wrap=True)  # fmt: skip
        nothing = empty(self.icons, "trash-2", title=self.tr("Thùng rác trống"),
                        text=self.tr("Bỏ nhầm một hoạt động thì tìm lại ở đây trong {n} ngày.").format(n=KEPT_DAYS))  # fmt: skip
        self._answers = QStackedWidget()
        self._answers.addWidget(self.table)
        self._answers.addWidget(nothing)
        whole = QWidget()
        inside = column(self._answers, row(self.older, None, self._back), told, space=SPACE.m)
        inside.setStretch(0, 1)
        whole.setLayout(inside)
        self.lay(self.tr("Thùng rác"), whole, tools=(self._count,))

    def take_focus(self) -> None:
        """Put the keyboard on the lines."""
        (self.table if self._lines else self.older).setFocus()

    def refresh(self) -> None:
        """Read what lies here."""
        older = self.older.isChecked()
        self.room.tasks.run(lambda desk, job: tuple(desk.trails.binned(older=older)), self._show, failed=self.fail, lane="bin")

    def restore(self) -> None:
        """Bring the chosen one back."""
        at = self.table.currentRow()
        if not 0 <= at < len(self._lines):
            return
        try:
            done = self.desk.activities.restore(self._lines[at].uid)
        except AppError as fault:
            self.told.emit("warn", fault.sentence)
            return
        self.told.emit("done", self.tr("Đã khôi phục «{title}».").format(title=done.title))
        self.changed.emit()
        self.refresh()

    def _show(self, lines: tuple[Any, ...]) -> None:
        self._lines = lines
        at = max(self.table.currentRow(), 0)
        self.table.setRowCount(len(lines))
        for place, one in enumerate(lines):
            self._fill(place, one)
        self._answers.setCurrentIndex(0 if lines else 1)
        self._count.setText(self.tr("{n} hoạt động").format(n=number_vi(len(lines))) if lines else "")
        refused = self.desk.people.may("bin")
        self._back.setEnabled(bool(lines) and not refused)
        self._back.setToolTip(refused)
        if lines:
            self.table.setCurrentCell(min(at, len(lines) - 1), 0)
            if not self.focusWidget() or self.focusWidget() is self.older:
                self.table.setFocus()
        self.shown.emit()

    def _fill(self, place: int, one: Any) -> None:
        kind = self.desk.kinds.get(one.kind)
        left = self.tr("{n} ngày").format(n=one.days_left) if one.days_left > 0 else self.tr("hết hạn")
        texts = (date_vi(one.starts_on) if one.starts_on else "", kind.label if kind else one.kind, one.title,
                 moment(one.at), one.by or "–", left)  # fmt: skip
        for at, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(tip(text))
            self.table.setItem(place, at, item)


class _Lines(QTableWidget):
    """Whole lines, read only; Enter brings back, Tab leaves."""

    def __init__(self, page: Bin) -> None:
        super().__init__(0, len(HEADS))
        self._page = page
        self.setHorizontalHeaderLabels([page.tr(head) for head in HEADS])
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(page.room.theme.px(40))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(WIDTHS.index(0), head.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is least missed where the room is narrow, so that the name can be read."""
        room = self.viewport().width()
        px = self._page.room.theme.px
        for column_, least in ((HEADS.index("Người bỏ"), 900), (HEADS.index("Loại"), 740), (HEADS.index("Bỏ lúc"), 560)):
            self.setColumnHidden(column_, room < px(least))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bring back by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._page.restore()
            return
        super().keyPressEvent(event)


def make(room: Room) -> Page:
    """Return the page."""
    return Bin(room)
