"""Sổ hoạt động: search as you type, filters, the list, and what the chosen one says."""

from array import array
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QSplitter, QStackedWidget, QWidget

from desktop.models.query import Query
from desktop.models.text import number_vi
from desktop.ui import actions, spans
from desktop.ui.details import Details
from desktop.ui.page import Page
from desktop.ui.parts import button, column, empty, label, row
from desktop.ui.room import Room
from desktop.ui.tables import ActivityModel, ActivityTable
from desktop.ui.theme import SPACE

WAIT = 120  # ms from the last key to the search
FIRST = 200  # lines shown at once; the rest of the ids follows
_STATES = (("", "Mọi trạng thái"), ("waiting", "Đã lưu, chưa gửi"), ("sent", "Đã gửi"), ("refused", "Chưa hợp lệ"),
           ("returned", "Trả lại để sửa"), ("conflict", "Hai máy cùng sửa"), ("accepted", "Đã duyệt"), ("locked", "Đã chốt"),
           ("binned", "Thùng rác"))  # fmt: skip


class Activities(Page):
    """The list with its search, its filters and the details of one activity."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._wanted_uid = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self._search)

        # The question
        self.line = SearchLine(self)
        self.line.setPlaceholderText(self.tr("Tìm có dấu hoặc không dấu: tap huan, vneid, tên thôn…"))
        self.line.setAccessibleName(self.tr("Tìm trong sổ"))
        self.line.setClearButtonEnabled(True)
        self.line.addAction(self.icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.textChanged.connect(self._timer.start)
        self.period = self._filter(self.tr("Thời gian"), spans.choices())
        self.kind = self._filter(self.tr("Loại"), self._kind_choices())
        self.state = self._filter(self.tr("Trạng thái"), _STATES)
        self.campaign = self._filter(self.tr("Chiến dịch"), self._campaign_choices())
        self._reset = button(self.tr("Bỏ lọc"), self.reset, role="quiet", icon="x", icons=self.icons)
        self._count = label("", "muted")

        # The answer
        self.model = ActivityModel(self.desk.activities.rows, self.desk.kinds, self.icons)
        self.table = ActivityTable(self.model, room.theme)
        self.table.doubleClicked.connect(self._open_row)
        self.table.selectionModel().currentRowChanged.connect(self._choose_row)
        self._enter(self.table)
        self.line.setMinimumWidth(room.theme.px(200))
        self.details = Details(room)
        self._join_details()
        self._lay_out()

    # Public

    def refresh(self) -> None:
        """Ask the book again."""
        self._search()

    def take_focus(self) -> None:
        """Put the keyboard on the search."""
        self.line.setFocus()

    def turn_to(self, wanted: object) -> None:
        """Show one activity (its uid), only one state ({"state": …}), or put the keyboard on the search."""
        if wanted == "find":
            self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.line.selectAll()
        elif isinstance(wanted, dict):
            self.reset()
            self._pick(self.state, wanted.get("state", ""))
            self._search()
        elif isinstance(wanted, str):
            self.reset()
            self._wanted_uid = wanted
            self._search()

    def reset(self) -> None:
        """Take all filters away."""
        self.line.clear()
        for box in (self.period, self.kind, self.state, self.campaign):
            box.setCurrentIndex(0)

    def query(self) -> Query:
        """Return the question as it stands."""
        since, until = spans.span(self.period.currentData(), date.today())
        kind = self.kind.currentData()
        return Query(text=self.line.text(), kinds=(kind,) if kind else (), since=since, until=until,
                     campaign=self.campaign.currentData(), state=self.state.currentData())  # fmt: skip

    # The question

    def _filter(self, name: str, options: Any) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        for code, text in options:
            if code is None:
                box.insertSeparator(box.count())
            else:
                box.addItem(self.tr(text), code)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(9)
        if self.room.theme.percent <= 125:
            box.setMaximumWidth(self.room.theme.px(168))
        box.setMaxVisibleItems(26)
        box.view().setMinimumWidth(self.room.theme.px(240))
        box.currentIndexChanged.connect(self._timer.start)
        return box

    def _kind_choices(self) -> list[tuple[str | None, str]]:
        found: list[tuple[str | None, str]] = [("", self.tr("Mọi hoạt động"))]
        kinds = self.desk.kinds
        found += [(kind.code, kind.label) for kind in kinds.of_family("activity")]
        others = [kind for kind in kinds.values() if kind.family != "activity"]
        return found + ([(None, "")] if others else []) + [(kind.code, kind.label) for kind in others]

    def _campaign_choices(self) -> list[tuple[str, str]]:
        fields = [f for kind in self.desk.kinds.values() for f in kind.fields if f.name == "campaign"]
        choices = fields[0].choices if fields else ()
        return [("", self.tr("Mọi chiến dịch")), *((choice.code, choice.label) for choice in choices)]

    @staticmethod
    def _pick(box: QComboBox, code: object) -> None:
        box.setCurrentIndex(max(0, box.findData(code)))

    # The answer

    def _search(self) -> None:
        self._timer.stop()
        query = self.query()
        self.room.tasks.run(lambda desk, job: desk.activities.first(query, FIRST), self._show_first, failed=self.fail,
                            lane="list-first")  # fmt: skip
        self.room.tasks.run(lambda desk, job: desk.activities.ids(query), self._show_all, failed=self.fail,
                            lane="list-all")  # fmt: skip

    def _show_first(self, ids: list[int]) -> None:
        self.model.show_ids(ids)
        if ids and not self._wanted_uid:
            self.table.setCurrentIndex(self.model.index(0, 0))
        if not ids:
            self.details.show_activity("")

    def _show_all(self, ids: "array[int]") -> None:
        self.model.extend(ids)
        self._count.setText(self.tr("{n} hoạt động").format(n=number_vi(len(ids))))
        filtered = self.query() != Query()
        self._reset.setEnabled(filtered)
        self._answers.setCurrentIndex(0 if ids else 2 if filtered else 1)
        if self._wanted_uid:
            self._go_to(self._wanted_uid)
            self._wanted_uid = ""
        self.shown.emit()

    def _go_to(self, uid: str) -> None:
        place = next((at for at in range(min(self.model.rowCount(), 5000)) if self._uid(at) == uid), -1)
        if place < 0:
            self.details.show_activity(uid)
            return
        self.table.setCurrentIndex(self.model.index(place, 0))
        self.table.scrollTo(self.model.index(place, 0))

    def _uid(self, place: int) -> str:
        line = self.model.line(place)
        return line.uid if line else ""

    def _choose_row(self, now: QModelIndex, before: QModelIndex) -> None:
        self.details.show_activity(self._uid(now.row()) if now.isValid() else "")

    def _open_row(self, index: QModelIndex) -> None:
        line = self.model.line(index.row()) if index.isValid() else None
        if line is not None and line.state != "binned":
            self.activity_asked.emit(line.uid)

    # Building

    def _enter(self, table: ActivityTable) -> None:
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            short = QShortcut(QKeySequence(keys), table)
            short.setContext(Qt.ShortcutContext.WidgetShortcut)
            short.activated.connect(lambda: self._open_row(table.currentIndex()))

    def _join_details(self) -> None:
        self.details.edit_asked.connect(self.activity_asked)
        self.details.print_asked.connect(lambda uid: self.page_asked.emit("printing", {"activity": uid}))
        self.details.told.connect(self.told)
        self.details.changed.connect(self._book_changed)

    def _book_changed(self, uid: str) -> None:
        self._wanted_uid = uid
        self._search()
        self.changed.emit()

    def _lay_out(self) -> None:
        record = button(self.tr("Ghi hoạt động"), lambda: self.form_asked.emit("", None, ""), role="primary",
                        icon="plus", icons=self.icons, tip=actions.described("new"))  # fmt: skip
        boxes = (self.period, self.kind, self.state, self.campaign, self._reset)
        if self.room.theme.percent <= 125:
            filters: QBoxLayout = row(self.line, *boxes, space=SPACE.s)
            filters.setStretch(0, 1)
        else:
            filters = column(self.line, row(*boxes, space=SPACE.s), space=SPACE.s)
        self._answers = QStackedWidget()
        self._answers.addWidget(self.table)
        first = button(self.tr("Ghi hoạt động đầu tiên"), lambda: self.form_asked.emit("", None, ""), role="primary")
        self._answers.addWidget(empty(
            self.icons, "book-open", title=self.tr("Sổ chưa có hoạt động nào"),
            text=self.tr("Mỗi việc đã làm là một dòng: buổi phát thanh, lớp tập huấn, băng rôn, tin bài. "
                         "Ghi ở đây một lần, danh sách, báo cáo và số liệu gửi đi lấy từ đó."), action=first))  # fmt: skip
        self._answers.addWidget(empty(
            self.icons, "search", title=self.tr("Không thấy hoạt động nào như vậy"),
            text=self.tr("Thử ít chữ hơn, bỏ dấu cũng được, hoặc bỏ bớt bộ lọc."),
            action=button(self.tr("Bỏ mọi bộ lọc"), self.reset)))  # fmt: skip
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self._answers)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setHandleWidth(SPACE.m)
        self._split.setChildrenCollapsible(False)
        whole = QWidget()
        inside = column(filters, self._split, space=SPACE.m)
        inside.setStretch(1, 1)
        whole.setLayout(inside)
        self.lay(self.tr("Sổ hoạt động"), whole, tools=(self._count, record))
        for one, other in ((self.line, self.period), (self.period, self.kind), (self.kind, self.state),
                           (self.state, self.campaign), (self.campaign, self._reset), (self._reset, self.table)):  # fmt: skip
            QWidget.setTabOrder(one, other)


class SearchLine(QLineEdit):
    """Down and Enter go to the list."""

    def __init__(self, page: Activities) -> None:
        super().__init__()
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list, or type on."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._page.model.rowCount():
            self._page.table.setFocus(Qt.FocusReason.TabFocusReason)
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


def make(room: Room) -> Page:
    """Return the page."""
    return Activities(room)
