"""Sổ hoạt động: search as you type, filters with counts, saved views, the list, and what the chosen one says."""

from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QSplitter, QStackedWidget, QWidget

from desktop.models.query import Query
from desktop.models.text import number_vi
from desktop.models.views import View
from desktop.ui import actions, columns, list_menus
from desktop.ui.details import Details
from desktop.ui.drafts_list import DraftsList
from desktop.ui.filters import Filters
from desktop.ui.nothing import Nothing
from desktop.ui.page import Page
from desktop.ui.parts import button, column, empty, label, row
from desktop.ui.room import Room
from desktop.ui.saved_views import SavedViews
from desktop.ui.tables import ActivityModel, ActivityTable
from desktop.ui.theme import SPACE
from desktop.ui.whole import Whole

WAIT = 150  # ms from the last key to asking for the whole result; its first lines are asked for at every key
FIRST = 200  # lines shown at once; the rest of the ids follows
KEEP_AFTER = 600  # ms from the last change of the columns to keeping them
MANY = 200_000  # from so many on, another order than the day's takes seconds: told
BARE = 150  # percent of text beyond which buttons show their pictures only
LIST, NEW, NOTHING, DRAFTS = range(4)


class Activities(Page):
    """The list with its search, its filters and the details of one activity."""

    told_with = Signal(str, str, str, object)  # tone, sentence, words of an act, the act

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._wanted_uid = ""
        self._asking: Any = None  # the whole result under way
        self._order = Query()  # only its sort and direction count
        self._timer = self._make_timer(WAIT, self._search_all)
        self._columns_timer = self._make_timer(KEEP_AFTER, self._keep_columns)

        # The question
        self.line = SearchLine(self)
        self.line.setPlaceholderText(self.tr("Tìm có dấu hoặc không dấu: tap huan, CĐS, tên thôn, mã 8F3A-21C4…"))
        self.line.setAccessibleName(self.tr("Tìm trong sổ"))
        self.line.setClearButtonEnabled(True)
        self.line.addAction(self.icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.setMinimumWidth(room.theme.px(200))
        self._targets: dict[str, str] = {}
        self.filters = Filters(room, target_label=lambda rule: self._targets.get(rule.named, rule.named))
        self.filters.ask_words(self.line.text)
        self.views = SavedViews(room, self, self._view_now)
        self.views.chosen.connect(self.show_view)
        self.views.told.connect(self.told)
        self.line.textChanged.connect(self._question_changed)
        self.filters.changed.connect(self._question_changed)
        self._count = label("", "muted")

        # The answer
        self.model = ActivityModel(self.desk.activities.rows, self.desk.kinds, self.icons)
        self.table = ActivityTable(self.model, room.theme)
        self.table.show_columns(columns.chosen(self.model.columns, self.desk.settings.kept(columns.KEPT)))
        self.table.doubleClicked.connect(self._open_row)
        self.table.selectionModel().currentRowChanged.connect(self._choose_row)
        self.table.sort_asked.connect(self.sort_by)
        self.table.columns_changed.connect(self._columns_timer.start)
        self.table.everything_changed.connect(lambda marked: self.whole.tell(self.model.rowCount(), marked=marked))
        self.table.mark_sort("", turned=False)
        self._enter(self.table)
        self.whole = Whole(room, self, lambda: (self.query(), self.asked()), self.table.columns_shown)
        self.drafts = DraftsList(room)
        self.nothing = Nothing(self.icons)
        self.details = Details(room)
        self._join()
        self._lay_out()

    # Public

    def refresh(self) -> None:
        """Ask the book again."""
        self._search()

    def take_focus(self) -> None:
        """Put the keyboard on the search."""
        self.line.setFocus()

    def turn_to(self, wanted: object) -> None:
        """Show exactly a question (Query), a saved view, one activity (its uid), only some fields of a question
        ({"state": …}), or put the keyboard on the search ("find").
        """
        if wanted == "find":
            self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.line.selectAll()
        elif isinstance(wanted, Query):
            self.show_query(wanted)
        elif isinstance(wanted, View):
            self.show_view(wanted)
        elif isinstance(wanted, dict):
            known = {name: value for name, value in wanted.items() if name in Query.__slots__}
            self.show_query(Query(**known))
        elif isinstance(wanted, str):
            self._wanted_uid = wanted
            self.show_query(Query())

    def show_query(self, query: Query, window: str | None = None) -> None:
        """Show exactly this question, its parts as chips."""
        if query.target is not None and query.target.named not in self._targets:
            self.room.tasks.run(lambda desk, job: desk.listing.targets(), self._name_targets, failed=self.fail)
        self._order = query
        self.filters.show_query(query, window)
        self.line.blockSignals(True)
        self.line.setText(query.text)
        self.line.blockSignals(False)
        self.views.mark("")
        self._search()

    def show_view(self, view: View) -> None:
        """Show a saved view with its columns."""
        self.show_query(view.query, view.window)
        if view.columns:
            self.table.show_columns(columns.chosen(self.model.columns, list(view.columns)))
        self.views.mark(view.name)

    def reset(self) -> None:
        """Take all words and filters away."""
        self.show_query(replace(Query(), sort=self._order.sort, oldest_first=self._order.oldest_first))

    def query(self) -> Query:
        """Return the question as it stands."""
        return replace(self.filters.query(), text=self.line.text(), sort=self._order.sort,
                       oldest_first=self._order.oldest_first)  # fmt: skip

    def asked(self) -> str:
        """Return the question in words: "Kỳ: Tháng này; tìm «tap huan»"."""
        parts = [words for _, words, _ in self.filters.parts()]
        if self.line.text().strip():
            parts.append(self.tr("tìm «{text}»").format(text=self.line.text().strip()))
        return "; ".join(parts) or self.tr("Mọi hoạt động trong sổ")

    def sort_by(self, sort: str) -> None:
        """Order the list by a column; the same again turns it round."""
        turned = not self._order.oldest_first if sort == self._order.sort else False
        self._order = Query(sort=sort, oldest_first=turned)
        self.views.mark("")
        if sort and self.model.rowCount() > MANY:
            self.told.emit("note", self.tr("Sổ lớn: xếp theo cột này mất vài giây, thứ tự theo ngày thì tức thì."))
        self._search()

    # The answer

    def _question_changed(self) -> None:
        self.filters.stop_counting()
        self.views.mark("")
        if self._asking is not None:
            self._asking.stop()
        self._search_first()
        self._timer.start()

    def _search(self) -> None:
        self._search_first()
        self._search_all()

    def _search_first(self) -> None:
        query = self.query()
        self.table.mark_sort(query.sort, turned=query.oldest_first)
        if query.state == "draft":
            self._show_drafts()
            return
        if not query.sort:  # any other order is sorted whole before its first line is known: once is enough
            self.room.tasks.run(lambda desk, job: desk.activities.first(query, FIRST), self._show_first, failed=self.fail,
                                lane="list-first")  # fmt: skip

    def _search_all(self) -> None:
        self._timer.stop()
        query = self.query()
        if query.state != "draft":
            self._asking = self.room.tasks.run(
                lambda desk, job: desk.activities.ids(query, stopped=lambda: job.stopped), self._show_all, failed=self.fail,
                lane="list-all")  # fmt: skip

    def _show_first(self, ids: Sequence[int]) -> None:
        self.model.show_ids(ids)
        if ids:
            self._answers.setCurrentIndex(LIST)
        if ids and not self._wanted_uid:
            self.table.setCurrentIndex(self.model.index(0, 0))
        if not ids:
            self.details.show_activity("")

    def _show_all(self, ids: "array[int]") -> None:
        if self.query().sort:
            self._show_first(ids)
        else:
            self.model.extend(ids)
        self._tell_count(len(ids))
        filtered = bool(self.filters.parts() or self.line.text().strip())
        self._answers.setCurrentIndex(LIST if ids else NOTHING if filtered else NEW)
        if filtered and not ids:
            self._explain_nothing()
        if self._wanted_uid:
            self._go_to(self._wanted_uid)
            self._wanted_uid = ""
        self.shown.emit()

    def _name_targets(self, targets: Sequence[tuple[str, str]]) -> None:
        self._targets = dict(targets)
        self.filters.tell()

    def _tell_count(self, count: int) -> None:
        self._count.setText(self.tr("{n} hoạt động").format(n=number_vi(count)))
        self.whole.tell(count)

    def _show_drafts(self) -> None:
        count = self.drafts.refresh()
        self.model.show_ids([])
        self.details.show_activity("")
        self._count.setText(self.tr("{n} bản nháp").format(n=number_vi(count)))
        self.whole.tell(0)
        self._answers.setCurrentIndex(DRAFTS)
        self.shown.emit()

    def _explain_nothing(self) -> None:
        """Ask which single filter, taken away, would show something."""
        words = self.line.text().strip()
        without = [(name, said, replace(query, text=self.line.text())) for name, said, query in self.filters.parts()]
        if words:
            without.append(("text", self.tr("tìm «{text}»").format(text=words), replace(self.query(), text="")))
        self.nothing.show_parts([], asked=self.asked())
        self.room.tasks.run(
            lambda desk, job: [(name, said, desk.activities.count(query)) for name, said, query in without],
            lambda found: self.nothing.show_parts(found, asked=self.asked()), failed=self.fail, lane="list-nothing")  # fmt: skip

    def _drop_part(self, name: str) -> None:
        if name == "text":
            self.line.clear()
            self._search()
        elif name:
            self.filters.drop(name)
        else:
            self.reset()

    def _go_to(self, uid: str) -> None:
        key = self.desk.activities.key(uid)
        place = -1 if key is None else self.model.place_of(key)
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

    # Columns and order

    def display_menu(self) -> QMenu:
        """Return the menu of orders and columns as it stands."""
        shown = [name for name, _ in self.table.columns_shown()]
        return list_menus.display(self._display, self._order, self.sort_by, self.model.columns, shown, self.show_column,
                                  lambda: self._lay_columns(columns.chosen(self.model.columns, None)))  # fmt: skip

    def more_menu(self) -> QMenu:
        """Return the menu of what else belongs to the book."""
        return list_menus.more(self._more, self.icons, lambda name: self.page_asked.emit(name, None))

    def show_column(self, name: str, *, shown: bool) -> None:
        """Show a column at the end, or leave it out."""
        left = [pair for pair in self.table.columns_shown() if pair[0] != name]
        self._lay_columns([*left, (name, 0)] if shown else left)

    def _lay_columns(self, shown: Sequence[tuple[str, int]]) -> None:
        self.table.show_columns(shown)
        self._keep_columns()

    def _keep_columns(self) -> None:
        self._columns_timer.stop()
        self.desk.settings.keep(columns.KEPT, [list(pair) for pair in self.table.columns_shown()])

    def _view_now(self) -> View:
        query = replace(self.query(), since=None, until=None)
        return View("", query, self.filters.span, tuple(self.table.columns_shown()))

    # Building

    def _make_timer(self, wait: int, run: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(run)
        return timer

    def _enter(self, table: ActivityTable) -> None:
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            short = QShortcut(QKeySequence(keys), table)
            short.setContext(Qt.ShortcutContext.WidgetShortcut)
            short.activated.connect(lambda: self._open_row(table.currentIndex()))
        away = QShortcut(QKeySequence(Qt.Key.Key_Delete), table)
        away.setContext(Qt.ShortcutContext.WidgetShortcut)
        away.activated.connect(lambda: self.whole.bin() if table.everything else None)

    def _join(self) -> None:
        self.details.edit_asked.connect(self.activity_asked)
        self.details.print_asked.connect(lambda uid: self.page_asked.emit("printing", {"activity": uid}))
        self.details.told.connect(self.told)
        self.details.page_asked.connect(self.page_asked)
        self.details.changed.connect(self._book_changed)
        if hasattr(self.details, "copy_asked"):
            self.details.copy_asked.connect(lambda kind, values: self.form_asked.emit(kind, values, ""))
        if hasattr(self.details, "report_asked"):
            self.details.report_asked.connect(lambda uid: self.page_asked.emit("reports", {"activity": uid}))
        for act in self.details.actions():
            self.addAction(act)
        self.whole.told.connect(self.told)
        self.whole.told_with.connect(self.told_with)
        self.whole.changed.connect(self._result_changed)
        self.whole.send_asked.connect(lambda: self.page_asked.emit("sending", "send"))
        self.drafts.opened.connect(lambda kind, key: self.form_asked.emit(kind, None, key))
        self.nothing.dropped.connect(self._drop_part)

    def _book_changed(self, uid: str) -> None:
        self._wanted_uid = uid
        self._search()
        self.changed.emit()

    def _result_changed(self) -> None:
        self._search()
        self.changed.emit()

    def _lay_out(self) -> None:
        record = button(self.tr("Ghi hoạt động"), lambda: self.form_asked.emit("", None, ""), role="primary",
                        icon="plus", icons=self.icons, tip=actions.described("new"))  # fmt: skip
        many = button(self.tr("Nhập nhiều dòng"), lambda: self.page_asked.emit("grid", self._grid_kind()), icon="list-filter",
                      icons=self.icons, tip=actions.described("grid"))  # fmt: skip
        self._more = button("", lambda: self.more_menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft())),
                            role="icon", icon="ellipsis", icons=self.icons, tip=self.tr("Nhập từ Excel, thùng rác"))  # fmt: skip
        bare = self.room.theme.percent > BARE
        if bare:
            record.setText(self.tr("Ghi"))
            many.setText("")
            self._count.hide()  # the button of the whole result says it
        self._display = button("" if bare else self.tr("Hiển thị"), lambda: self.display_menu().popup(
            self._display.mapToGlobal(self._display.rect().bottomLeft())), icon="settings", icons=self.icons,
            tip=self.tr("Thứ tự và các cột của danh sách"))  # fmt: skip
        question = row(self.line, self.views.button, self._display, self.whole.button, space=SPACE.s)
        question.setStretch(0, 1)
        if 125 < self.room.theme.percent <= BARE:
            above = row(self.views.button, self._display, self.whole.button, None, space=SPACE.s)
            question = row(self.line)
            asked = column(question, above, self.filters, space=SPACE.s)
        else:
            asked = column(question, self.filters, space=SPACE.s)
        self._answers = QStackedWidget()
        self._answers.addWidget(self.table)
        first = button(self.tr("Ghi hoạt động đầu tiên"), lambda: self.form_asked.emit("", None, ""), role="primary")
        self._answers.addWidget(empty(
            self.icons, "book-open", title=self.tr("Sổ chưa có hoạt động nào"),
            text=self.tr("Mỗi việc đã làm là một dòng: buổi phát thanh, lớp tập huấn, băng rôn, tin bài. "
                         "Ghi ở đây một lần, danh sách, báo cáo và số liệu gửi đi lấy từ đó."), action=first))  # fmt: skip
        self._answers.addWidget(self.nothing)
        self._answers.addWidget(self.drafts)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self._answers)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setHandleWidth(SPACE.m)
        self._split.setChildrenCollapsible(False)
        whole = QWidget()
        inside = column(asked, self._split, space=SPACE.m)
        inside.setStretch(1, 1)
        whole.setLayout(inside)
        self.lay(self.tr("Sổ hoạt động"), whole, tools=(*(() if bare else (self._count,)), self._more, many, record))
        stops = [self.line, self.views.button, self._display, self.whole.button, *self.filters.stops(), self.table]
        for one, other in zip(stops, stops[1:], strict=False):
            QWidget.setTabOrder(one, other)

    def _grid_kind(self) -> str:
        kinds = self.filters.query().kinds
        return kinds[0] if len(kinds) == 1 else ""


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
