"""Nhập từ Excel: a file or a pasted table, how its columns are read, every row looked at, then saved whole."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFileDialog,
    QMessageBox,
    QProgressDialog,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from desktop.models.errors import AppError
from desktop.models.import_matching import KIND, UID, Matching, targets
from desktop.models.importing import DOUBLE, FAULTY, GOOD, KNOWN, SKIPPED, Preview
from desktop.models.text import number_vi
from desktop.tasks import Job
from desktop.ui.chips import Chips
from desktop.ui.desk import Desk
from desktop.ui.import_columns import Columns
from desktop.ui.import_rows import RowsModel, RowsTable, like
from desktop.ui.import_start import Start
from desktop.ui.moments import short_moment
from desktop.ui.page import Page
from desktop.ui.parts import button, column, frame, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

_FILTERS = (("", ()), ("good", (GOOD,)), ("faulty", (FAULTY,)), ("double", (DOUBLE, KNOWN)), ("skipped", (SKIPPED,)))
_FILES = "Bảng (*.xlsx *.xlsm *.csv *.tsv *.txt)"


def make(room: Room) -> Page:
    """Return the page."""
    return Importing(room)


class Importing(Page):
    """Three steps on one page: the file, its columns, its rows. Nothing is saved before «Nhập»."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.source: Any = None
        self.table_read: Any = None
        self.preview: Preview | None = None
        self._edits: dict[tuple[int, str], str] = {}
        self._ticked: set[int] = set()
        self._left_out: set[int] = set()
        self._job: Job | None = None
        self._waiting: QProgressDialog | None = None
        self.setAcceptDrops(True)

        # The first look
        self.start = Start(room.icons)
        self.start.file_asked.connect(self.ask_file)
        self.start.paste_asked.connect(self.paste)
        self.start.undo_asked.connect(self._ask_undo)

        # The table
        self.sheet, self.kind = QComboBox(), QComboBox()
        self.sheet.setAccessibleName(self.tr("Trang tính"))
        self.kind.setAccessibleName(self.tr("Loại hoạt động của mọi dòng"))
        for box in (self.sheet, self.kind):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        self.kind.addItem(self.tr("Do một cột trong tệp cho biết"), "")
        for kind in self.desk.kinds.values():
            self.kind.addItem(kind.label, kind.code)
        self.sheet.currentIndexChanged.connect(self._sheet_chosen)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.columns = Columns(self.desk.kinds, room.icons)
        self.columns.changed.connect(self._matching_changed)
        self.model = RowsModel(self.desk.kinds)
        self.model.edited.connect(self._cell_edited)
        self.model.ticked.connect(self._row_ticked)
        self.rows = RowsTable(self.model, room.theme)
        self.rows.selectionModel().currentChanged.connect(self._say)
        self._lay_out()
        for keys, run in ((QKeySequence.StandardKey.Paste, self.paste), ("F8", self.next_fault), ("Ctrl+O", self.ask_file)):
            short = QShortcut(QKeySequence(keys), self)
            short.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            short.activated.connect(run)

    # Public

    def refresh(self) -> None:
        """Read the imports that were."""
        self.room.tasks.run(lambda desk, job: desk.imports.history(), self._show_history, failed=self.fail, lane="imports")

    def take_focus(self) -> None:
        """Put the keyboard where work begins."""
        (self.rows if self.preview else self.start.choose).setFocus()

    def ask_file(self) -> None:
        """Let the person choose a file."""
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Chọn tệp để nhập"), "", self.tr(_FILES))
        if name:
            self.open(Path(name))

    def paste(self) -> None:
        """Take the table that was copied in Excel."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.told.emit("warn", self.tr("Chưa có gì để dán: hãy chọn vùng trong Excel, bấm Ctrl+C rồi dán lại."))
            return
        self.open(text)

    def open(self, source: Path | str) -> None:
        """Read a file or a pasted text on the worker, and show it."""

        def work(desk: Desk, job: Job) -> Any:
            read = desk.imports.open(source)
            return read, desk.imports.again(read.digest), *_begin(desk, read, read.sheet(), "")

        self.room.tasks.run(work, self._opened, failed=self.fail, lane="import")

    def save(self) -> None:
        """Save what is ticked, whole or not at all, with progress and a way to stop."""
        if self.preview is None or self._job is not None:
            return
        source, shown, ticked, out = self.source, self.preview, set(self._ticked), set(self._left_out)

        def work(desk: Desk, job: Job) -> Any:
            return desk.imports.save(source, shown, ticked=ticked, left_out=out, told=job.report, stopped=lambda: job.stopped)

        self._busy(self.tr("Đang nhập…"), len(shown.ready(ticked, out)))
        self._job = self.room.tasks.run(work, self._saved, failed=self._failed, progress=self._progress)

    def undo(self, one: Any, *, changed_too: bool = False) -> None:
        """Take a whole import back."""

        def work(desk: Desk, job: Job) -> Any:
            return one, desk.imports.undo(one.uid, changed_too=changed_too, told=job.report)

        self._busy(self.tr("Đang lấy lại…"), one.saved, stop=False)
        self._job = self.room.tasks.run(work, self._undone, failed=self._failed, progress=self._progress)

    def close_source(self) -> None:
        """Let the table go and show the first look again."""
        self.source = self.table_read = self.preview = None
        self._edits, self._ticked, self._left_out = {}, set(), set()
        self._sides.setCurrentIndex(0)
        self._again.hide()
        self.take_focus()
        self.refresh()

    def next_fault(self) -> None:
        """Go to the next cell that needs mending."""
        found = self.model.next_fault(self.rows.currentIndex())
        if found.isValid():
            self.rows.setCurrentIndex(found)
            self.rows.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.open(files[0] if files else event.mimeData().text())
        event.acceptProposedAction()

    # What was read

    def _show_history(self, imports: Any) -> None:
        self.start.show_history(imports)
        self.shown.emit()

    def _opened(self, read: Any) -> None:
        source, again, *begun = read
        self.source = source
        self.sheet.blockSignals(True)
        self.sheet.clear()
        for sheet in source.sheets:
            name, count = sheet.name + (self.tr(" (ẩn)") if sheet.hidden else ""), number_vi(len(sheet.lines))
            self.sheet.addItem(self.tr("{name} · {n} dòng").format(name=name, n=count), sheet.name)
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(source.sheet().name)))
        self.sheet.blockSignals(False)
        self.sheet.setVisible(len(source.sheets) > 1)
        self._file.setText(source.name)
        self._again.setVisible(again is not None)
        if again is not None:
            self._again.setText(self.tr("Chính tệp này đã nhập ngày {when} ({n} hoạt động).").format(
                when=short_moment(again.at), n=number_vi(again.saved)))  # fmt: skip
        self._begun(begun)

    def _begun(self, begun: Any) -> None:
        self.table_read, matching, shown = begun
        self._edits, self._ticked, self._left_out = {}, set(), set()
        self.filter.choose([""])
        self._sides.setCurrentIndex(1)
        self._show(shown)
        self.rows.setFocus()
        if self.model.rowCount():
            self.rows.setCurrentIndex(self.model.index(0, 0))

    def _sheet_chosen(self) -> None:
        source, name = self.source, self.sheet.currentData()
        if source is not None:
            self.room.tasks.run(lambda desk, job: _begin(desk, source, source.sheet(name), ""), self._begun, failed=self.fail,
                                lane="import")  # fmt: skip

    def _kind_chosen(self) -> None:
        code, table, source = self.kind.currentData(), self.table_read, self.source
        if table is None:
            return

        def work(desk: Desk, job: Job) -> Any:
            matching = desk.imports.match(table, name=source.name, kind=code)
            if not code:
                matching = replace(matching, kind="")
            return table, matching, desk.imports.preview(table, matching, {})

        self.room.tasks.run(work, self._begun, failed=self.fail, lane="import")

    def _matching_changed(self, matching: Matching) -> None:
        self._judge(matching)

    def _judge(self, matching: Matching) -> None:
        table, edits, before = self.table_read, dict(self._edits), self.preview
        self.room.tasks.run(lambda desk, job: desk.imports.preview(table, matching, edits, before=before), self._show,
                            failed=self.fail, lane="import")  # fmt: skip

    def _cell_edited(self, line: int, target: str, text: str) -> None:
        shown = self.preview
        if shown is None:
            return
        others = like(shown, line, target)
        for one in (line, *others):
            self._edits[(one, target)] = text
        if others:
            self.told.emit("note", self.tr("Đã sửa cả {n} dòng khác có cùng nội dung này.").format(n=number_vi(len(others))))
        self._judge(shown.matching)

    def _row_ticked(self, line: int, on: bool) -> None:
        if self.preview is None:
            return
        standing = next((one.standing for one in self.preview.rows if one.line == line), "")
        chosen = self._left_out if standing == GOOD else self._ticked
        (chosen.discard if on is (standing == GOOD) else chosen.add)(line)
        self._show(self.preview)

    def _show(self, shown: Preview) -> None:
        self.preview = shown
        labels = dict(targets(self.desk.kinds, shown.matching.kind)) | {KIND: self.tr("Loại"), UID: self.tr("Mã trong sổ")}
        ready = {one.line for one in shown.ready(self._ticked, self._left_out)}
        standings = dict(_FILTERS)[(self.filter.chosen() or [""])[0]]
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(max(0, self.kind.findData(shown.matching.kind)))
        self.kind.blockSignals(False)
        self.columns.show_matching(shown.table, shown.matching)
        self.model.show_rows(shown, standings, labels, ready)
        self._count(shown, len(ready))
        self._say()
        self.shown.emit()

    def _count(self, shown: Preview, ready: int) -> None:
        skipped = shown.count(SKIPPED)
        counts = {"": len(shown.rows), "good": shown.count(GOOD), "faulty": shown.count(FAULTY),
                  "double": shown.count(DOUBLE, KNOWN), "skipped": skipped}  # fmt: skip
        for code, made in self.filter.buttons.items():
            made.setText(f"{dict(self._filters)[code]} {number_vi(counts[code])}")
            made.setVisible(code in {"", "good"} or bool(counts[code]) or made.isChecked())
        asked = bool(shown.table.legacy()) and shown.matching.legacy is None
        self.save_button.setText(self.tr("Nhập {n} hoạt động").format(n=number_vi(ready)))
        self.save_button.setEnabled(bool(ready) and not asked)
        self._next.setVisible(bool(counts["faulty"]))
        self._summary.setText(self.tr("{all} dòng: {good} tốt, {faulty} cần sửa, {double} trùng").format(
            all=number_vi(len(shown.rows) - skipped), good=number_vi(counts["good"]), faulty=number_vi(counts["faulty"]),
            double=number_vi(counts["double"])))  # fmt: skip

    def _filter_chosen(self) -> None:
        if self.preview is not None:
            self._show(self.preview)

    def _say(self, *_: QModelIndex) -> None:
        index = self.rows.currentIndex()
        said = self.model.problem(index) if index.isValid() else ""
        self._sentence.setText(said or self.tr("Sửa ngay trong ô (F2). Dấu cách: chọn hoặc bỏ dòng. F8: tới chỗ cần sửa."))

    # Saving and taking back

    def _busy(self, words: str, whole: int, *, stop: bool = True) -> None:
        waiting = QProgressDialog(words, self.tr("Dừng"), 0, max(1, whole), self)
        waiting.setWindowTitle(self.tr("Nhập từ Excel"))
        waiting.setWindowModality(Qt.WindowModality.WindowModal)
        waiting.setMinimumDuration(400)
        waiting.setAutoClose(False)
        waiting.setAutoReset(False)
        if not stop:
            waiting.setCancelButton(None)
        waiting.canceled.connect(self.stop)
        self._waiting = waiting
        self.save_button.setEnabled(False)

    def stop(self) -> None:
        """Stop saving; nothing of it stays."""
        if self._job is not None:
            self._job.stop()

    def _progress(self, done: int, whole: int) -> None:
        if self._waiting is not None:
            self._waiting.setMaximum(max(1, whole))
            self._waiting.setValue(done)

    def _free(self) -> None:
        self._job = None
        if self._waiting is not None:
            self._waiting.canceled.disconnect(self.stop)
            self._waiting.close()
            self._waiting.deleteLater()
            self._waiting = None

    def _saved(self, made: Any) -> None:
        self._free()
        self.told.emit("done", self.tr("Đã nhập {n} hoạt động từ «{file}». Cả lần nhập có thể lấy lại ở trang này.").format(
            n=number_vi(made.saved), file=made.file))  # fmt: skip
        self.changed.emit()
        self.close_source()

    def _failed(self, fault: AppError) -> None:
        self._free()
        self.fail(fault)
        if self.preview is not None:
            self._show(self.preview)

    def _ask_undo(self, one: Any) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Lấy lại lần nhập"),
                          self.tr("Bỏ {n} hoạt động nhập từ «{file}» vào thùng rác?").format(
                              n=number_vi(one.saved), file=one.file), parent=self)  # fmt: skip
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(self.tr("Hoạt động đã được sửa sau khi nhập thì để nguyên. "
                                       "Mọi thứ vẫn khôi phục được từ thùng rác."))  # fmt: skip
        agreed = box.addButton(self.tr("Lấy lại"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Thôi"), QMessageBox.ButtonRole.RejectRole)
        box.buttonClicked.connect(lambda chosen: self.undo(one) if chosen is agreed else None)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _undone(self, told: Any) -> None:
        self._free()
        one, done = told
        said = self.tr("Đã bỏ {n} hoạt động vào thùng rác.").format(n=number_vi(done.binned))
        if done.locked:
            said += self.tr(" {n} hoạt động trung tâm đã chốt được giữ nguyên.").format(n=number_vi(done.locked))
        if done.changed:
            said += self.tr(" {n} hoạt động đã sửa sau khi nhập được giữ nguyên.").format(n=number_vi(len(done.changed)))
            self._ask_changed(one, len(done.changed))
        self.told.emit("done", said)
        self.changed.emit()
        self.refresh()

    def _ask_changed(self, one: Any, count: int) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Lấy lại lần nhập"),
                          self.tr("{n} hoạt động đã được sửa sau khi nhập. Làm gì với chúng?").format(n=number_vi(count)),
                          parent=self)  # fmt: skip
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.addButton(self.tr("Giữ lại"), QMessageBox.ButtonRole.RejectRole)
        too = box.addButton(self.tr("Bỏ cả vào thùng rác"), QMessageBox.ButtonRole.AcceptRole)
        box.buttonClicked.connect(lambda chosen: self.undo(one, changed_too=True) if chosen is too else None)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    # Building

    def _lay_out(self) -> None:
        theme = self.room.theme
        self._file, self._again = label("", "strong", wrap=True), label("", "remark", wrap=True)
        self._again.hide()
        other = button(self.tr("Tệp khác"), self.close_source, role="quiet", icons=self.icons,
                       tip=self.tr("Thôi tệp này, chọn tệp khác"))  # fmt: skip
        top = column(row(label(self.tr("1  Tệp"), "lead"), None, other), self._file, self._again, self.sheet,
                     label(self.tr("Loại hoạt động"), "small"), self.kind, space=SPACE.s)  # fmt: skip
        inner = QWidget()
        inner.setLayout(column(top, label(self.tr("2  Khớp cột"), "lead"), self.columns, None, space=SPACE.m, margin=SPACE.s))
        left = scroll(inner)
        left.setMinimumWidth(theme.px(250))
        self._filters = tuple(zip((code for code, _ in _FILTERS),
                                  map(self.tr, ("Tất cả", "Tốt", "Cần sửa", "Trùng", "Bỏ qua")), strict=True))  # fmt: skip
        self.filter = Chips(self._filters, single=True)
        self.filter.choose([""])
        self.filter.toggled.connect(self._filter_chosen)
        self._summary, self._sentence = label("", "muted"), label("", "muted", wrap=True)
        self._sentence.setMinimumHeight(theme.px(40))
        self._next = button(self.tr("Tới chỗ cần sửa"), self.next_fault, role="quiet", icon="chevron-right", icons=self.icons,
                            tip=self.tr("Tới ô cần sửa kế tiếp (F8)"))  # fmt: skip
        self.save_button = button(self.tr("Nhập"), self.save, role="primary", icon="check", icons=self.icons)
        acts = row(None, self._next, self.save_button)
        if theme.percent <= 125:
            foot: QBoxLayout = row(self._sentence, acts)
            foot.setStretch(0, 1)
        else:
            foot = column(self._sentence, acts, space=SPACE.s)
            self._summary.hide()  # the filters say the same
        right = frame(column(row(label(self.tr("3  Xem lại"), "lead"), None, self._summary), self.filter, self.rows, foot,
                             space=SPACE.s, margin=SPACE.m))  # fmt: skip
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(280), theme.px(780)])
        self._sides = QStackedWidget()
        self._sides.addWidget(self.start)
        self._sides.addWidget(split)
        back = button(self.tr("Sổ hoạt động"), lambda: self.page_asked.emit("activities", None), role="quiet", icon="arrow-left",
                      icons=self.icons)  # fmt: skip
        self.lay(self.tr("Nhập từ Excel"), self._sides, tools=(back,))

    def sizeHint(self) -> QSize:
        return QSize(self.room.theme.px(1000), self.room.theme.px(600))


def _begin(desk: Desk, source: Any, sheet: Any, kind: str) -> tuple[Any, Matching, Preview]:
    table = desk.imports.table(sheet)
    matching = desk.imports.match(table, name=source.name, kind=kind)
    return table, matching, desk.imports.preview(table, matching, {})
