"""Nhập nhiều dòng: many activities of one kind, typed or pasted as a table, judged while they stand there."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QComboBox, QMenu, QProgressBar, QWidget

from desktop.models import rows as meaning
from desktop.models.errors import AppError
from desktop.models.kinds import Kind
from desktop.models.text import number_vi
from desktop.ui.grid_model import GridModel
from desktop.ui.grid_table import GridTable
from desktop.ui.in_time import InTime
from desktop.ui.legacy_strip import LegacyStrip
from desktop.ui.page import Page
from desktop.ui.parts import button, column, label, restyle, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE
from desktop.ui.tips import tip

FIRST_KIND = "PHATTHANH"  # only where neither the office nor the book says another
COLUMNS = "grid_columns"
SUGGESTED = 200
BARE = 150  # percent of text beyond which buttons show their pictures only


class Grid(Page):
    """One kind at a time; good rows are saved in one act, faulty ones stay."""

    told_with = Signal(str, str, str, object)  # tone, sentence, words of an act, the act

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.model: GridModel | None = None
        self.table: GridTable | None = None
        self._suggested: dict[str, Sequence[str]] = {}
        self._laid = ""
        self._job: Any = None
        self._timer = InTime(self, self._keep_later, self.fail)

        # Above the table
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(self.tr("Loại hoạt động của bảng"))
        for kind in self.desk.kinds.values():
            self.kinds.addItem(self.icons.icon(kind.icon, "primary"), kind.label, kind.code)
        self.kinds.setMaxVisibleItems(24)
        self.kinds.setMinimumContentsLength(14)
        self.kinds.activated.connect(lambda: self.begin(self.kinds.currentData()))
        self._columns = button(self.tr("Cột"), self._drop_columns, icon="settings", icons=self.icons,
                               tip=self.tr("Chọn cột của bảng"))  # fmt: skip
        bare = room.theme.percent > BARE  # pictures only: the table needs the room
        self._paste = button("" if bare else self.tr("Dán từ Excel"), self.paste, icon="copy", icons=self.icons,
                             tip=self.tr("Dán bảng từ Excel (Ctrl+V)"))  # fmt: skip
        self._same = button("" if bare else self.tr("Giống dòng trên"), lambda: self._with_table("same_as_above"),
                            icon="corner-down-left", icons=self.icons, tip=self.tr("Chép cả dòng trên xuống (Ctrl+')"))  # fmt: skip
        self._undo = button("" if bare else self.tr("Hoàn tác"), lambda: self.model and self.model.undo.undo(),
                            icon="undo-2", icons=self.icons, tip=self.tr("Bỏ thao tác vừa làm (Ctrl+Z)"))  # fmt: skip
        self.legacy = LegacyStrip()
        self.legacy.answered.connect(self._paste_text)

        # Below it
        self._sentence = label("", "muted", wrap=True)
        self._sentence.setAccessibleName(self.tr("Ô đang chọn"))
        self._count = label("", "strong")
        self._next = button(self.tr("Tới ô cần sửa"), self.go_to_fault, role="quiet", icon="circle-alert", icons=self.icons,
                            tip=self.tr("F8"))  # fmt: skip
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Đang lưu"))
        self._bar.hide()
        self._save = button(self.tr("Lưu"), self.save, role="primary", icon="save", icons=self.icons, tip=self.tr("Ctrl+S"))
        self._place = column(space=0)
        self._lay_out()

    # Public

    def turn_to(self, wanted: object) -> None:
        """Show the grid of a kind (its code), "" for the one used last."""
        code = wanted if isinstance(wanted, str) and wanted in self.desk.kinds else ""
        self.begin(code or self.kind_code or str(self.desk.settings.kept("grid_kind", "")))
        self.take_focus()

    def refresh(self) -> None:
        """Show the last grid where none stands yet."""
        if self.model is None:
            self.begin(str(self.desk.settings.kept("grid_kind", "")))
        self.shown.emit()

    def take_focus(self) -> None:
        """Put the keyboard into the table."""
        if self.table is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def kind_code(self) -> str:
        """The kind of the rows, "" before there is a table."""
        return self.model.kind.code if self.model is not None else ""

    def begin(self, code: str) -> None:
        """Show the grid of a kind with what was left in it."""
        kind = self.desk.kinds.get(code) or self.desk.kinds.get(FIRST_KIND) or next(iter(self.desk.kinds.values()))
        if kind.code == self.kind_code:
            return
        self.keep()
        self.desk.settings.keep("grid_kind", kind.code)
        self.kinds.setCurrentIndex(self.kinds.findData(kind.code))
        self._lay_table(kind)
        self._read_suggestions(kind.code)
        kept = self.desk.listing.grid(kind.code)
        rows = _readable(kept)
        if rows and self.model is not None:
            self.model.fill(rows)
            self.told.emit("note", self.tr("Đang mở phần nhập dở: {n} dòng.").format(n=number_vi(len(rows))))
        self._laid = _key(rows)
        self._timer.stop()
        assert self.table is not None
        self.table.go(len(rows), 0)

    def keep(self) -> None:
        """Keep what stands in the table, now."""
        if self.model is not None and _key(self._rows()) != self._laid:
            self._timer.stop()
            laid, content = _key(self._rows()), self._content()
            self.desk.listing.keep_grid(self.kind_code, content)
            self._laid = laid

    def paste(self) -> None:
        """Paste from the current cell on."""
        self._with_table("paste")

    def _paste_text(self, text: str) -> None:
        if self.table is not None:
            self.table.paste_text(text)
            self.table.setFocus()

    def go_to_fault(self) -> None:
        """Put the keyboard on the next faulty cell."""
        if self.model is None or self.table is None:
            return
        found = self.model.next_fault(self.table.currentIndex().row() + 1)
        if found is not None:
            names = [one.name for one in self.model.columns]
            self.table.go(found[0], names.index(found[1]))
            self.table.setFocus()

    def save(self) -> None:
        """Save every good row in one act; faulty ones stay."""
        if self.model is None or self.table is None or self._job is not None:
            return
        refused = self.desk.people.may("record")
        if refused:
            self.told.emit("warn", refused)
            return
        self._finish_cell()
        good = self.model.good()
        if not good:
            faulty = self.model.counts()[1]
            said = self.tr("Chưa lưu: {n} dòng còn chỗ cần sửa, chỗ sai được tô và nói rõ ở dòng dưới bảng.")
            empty = self.tr("Bảng còn trống: hãy gõ hoặc dán vào bảng.")
            self.told.emit("warn", said.format(n=number_vi(faulty)) if faulty else empty)
            self.go_to_fault()
            return
        kind, places = self.kind_code, [place for place, _ in good]
        entries = [(kind, values) for _, values in good]
        self.table.setEnabled(False)
        self._bar.setRange(0, len(entries))
        self._bar.setValue(0)
        self._bar.setVisible(len(entries) > 20)
        self._save.setEnabled(False)
        self._job = self.room.tasks.run(
            lambda desk, job: desk.listing.save(entries, job.report, lambda: job.stopped),
            partial(self._saved, kind, places), failed=self._not_saved,
            progress=lambda done, whole: self._bar.setValue(done))  # fmt: skip

    # After a save

    def _saved(self, kind: str, places: Sequence[int], told: tuple[Any, set[int]]) -> None:
        done, saved = told
        self._end_saving()
        if self.model is None or self.table is None or kind != self.kind_code:
            return
        out = self.model.take_out(places[at] for at in saved)
        self.keep()
        self.table.go(len(self.model.rows), 0)
        self.take_focus()
        left = sum(bool(self.model.faults(place)) for place in range(len(self.model.rows)))
        said = self.tr("Đã lưu {n} hoạt động.").format(n=number_vi(len(saved)))
        if left:
            said = self.tr("{said} Còn {n} dòng cần sửa.").format(said=said, n=number_vi(left))
        if done.refused:
            said = self.tr("{said} Chưa lưu «{title}»: {why}").format(said=said, title=done.left[0][0], why=done.left[0][1])
        self.told_with.emit("done", said, self.tr("Lấy lại cả lần lưu"), partial(self._take_back, kind, done, out))
        self.changed.emit()

    def _not_saved(self, fault: AppError) -> None:
        self._end_saving()
        self.told.emit("fault", fault.sentence)

    def _end_saving(self) -> None:
        self._job = None
        self._bar.hide()
        if self.table is not None:
            self.table.setEnabled(True)
        self._tell_counts()

    def _take_back(self, kind: str, done: Any, out: Sequence[Mapping[str, str]]) -> None:
        self.room.tasks.run(lambda desk, job: desk.listing.take_back(done, job.report, lambda: job.stopped),
                            partial(self._taken_back, kind, out), failed=self.fail)  # fmt: skip

    def _taken_back(self, kind: str, out: Sequence[Mapping[str, str]], done: Any) -> None:
        self.begin(kind)
        assert self.model is not None
        self.model.fill([*out, *self.model.rows])
        self.keep()
        self.told.emit("done", self.tr("Đã lấy lại {n} hoạt động: các dòng trở về bảng để sửa.").format(
            n=number_vi(len(done.changed))))  # fmt: skip
        self.changed.emit()

    # The table

    def _lay_table(self, kind: Kind) -> None:
        if self.table is not None:
            self.table.hide()
            self.table.deleteLater()
        self.model = GridModel(self.desk.kinds, kind, self._chosen(kind))
        self.model.setParent(self)
        self.table = GridTable(self.model, self.room.theme, self._suggestions)
        self.model.edited.connect(self._edited)
        self.table.typing.connect(self._typing)
        self.table.overflowed.connect(self._tell_overflow)
        self.model.counted.connect(self._tell_counts)
        self.table.cell_changed.connect(self._tell_cell)
        self.table.legacy_found.connect(self.legacy.ask)
        self._place.addWidget(self.table)
        if self.isVisible():
            self.table.show()  # at once, so that it can take the keyboard now
        for one, other in ((self._undo, self.table), (self.table, self._next), (self._next, self._save)):
            QWidget.setTabOrder(one, other)
        self.legacy.hide()
        self._tell_counts()

    def _chosen(self, kind: Kind) -> list[meaning.Column]:
        first, more = meaning.columns(kind)
        kept = self.desk.settings.kept(COLUMNS, {}).get(kind.code)
        if not isinstance(kept, list):
            return list(first)
        every = [*first, *more]
        order = {column.name: at for at, column in enumerate(every)}
        needed = {column.name for column in first if column.field.required}
        names = [name for name in kept if name in order]
        names += [column.name for column in first if column.name in needed and column.name not in names]
        return [every[order[name]] for name in names]

    def _drop_columns(self) -> None:
        self.columns_menu().popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def columns_menu(self) -> QMenu:
        """Return the menu of columns: what is required is always there."""
        assert self.model is not None
        menu = QMenu(self._columns)
        menu.setAccessibleName(self.tr("Cột của bảng"))
        shown = [one.name for one in self.model.columns]
        first, more = meaning.columns(self.model.kind)
        for one in (*first, *more):
            made = menu.addAction(one.label if not one.group else self.tr("trong đó: {name}").format(name=one.label))
            made.setCheckable(True)
            made.setChecked(one.name in shown)
            made.setEnabled(not (one.field.required and one.field.default is None) or bool(one.group))
            made.triggered.connect(lambda on, name=one.name: self.show_column(name, shown=on))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def show_column(self, name: str, *, shown: bool) -> None:
        """Add a column at the end, or leave one out."""
        assert self.model is not None
        names = [one.name for one in self.model.columns if one.name != name] + ([name] if shown else [])
        kept = {**self.desk.settings.kept(COLUMNS, {}), self.kind_code: names}
        self.desk.settings.keep(COLUMNS, kept)
        self.model.show_columns(self._chosen(self.model.kind))

    def _suggestions(self, name: str) -> Sequence[str]:
        """Return what was written before in a column, once the worker has read it."""
        return self._suggested.get(name, ())

    def _read_suggestions(self, kind: str) -> None:
        def told(titles: Sequence[str]) -> None:
            if kind == self.kind_code:
                self._suggested = {"title": titles}

        self._suggested = {}
        self.room.tasks.run(lambda desk, job: desk.activities.titles(kind, SUGGESTED), told, failed=self.fail, lane="grid-titles")

    def _with_table(self, act: str) -> None:
        if self.table is not None:
            self._finish_cell()
            getattr(self.table, act)()
            self.table.setFocus()

    def _finish_cell(self) -> None:
        """Take what is being typed into the model: focus leaving the line does it."""
        if self.table is not None and self.table.isVisible():
            self.table.setFocus()

    # Telling

    def _edited(self) -> None:
        self._timer.touch()
        self._tell_cell()
        self._undo.setEnabled(self.model is not None and self.model.undo.canUndo())

    def _tell_overflow(self) -> None:
        self.told.emit("warn", self.tr("Bảng nhận nhiều nhất {n} dòng, phần sau chưa được dán: hãy lưu rồi dán tiếp, "
                                       "hoặc dùng «Nhập từ Excel».").format(n=number_vi(meaning.MOST_ROWS)))  # fmt: skip

    def _typing(self) -> None:
        self._timer.touch()

    def _tell_counts(self) -> None:
        if self.model is None:
            return
        good, faulty, whole = self.model.counts()
        parts = [self.tr("{n} dòng tốt").format(n=number_vi(good))]
        if faulty:
            parts.append(self.tr("{n} cần sửa").format(n=number_vi(faulty)))
        if not whole:
            parts.append(self.tr("đang xem xét…"))
        self._count.setText(", ".join(parts) if good or faulty or not whole else self.tr("Bảng trống"))
        self._next.setVisible(faulty > 0)
        self._save.setText(self.tr("Lưu {n} dòng").format(n=number_vi(good)) if good else self.tr("Lưu"))
        self._save.setAccessibleName(self._save.text())
        self._save.setEnabled(self._job is None)
        self._undo.setEnabled(self.model.undo.canUndo())
        self._tell_cell()

    def _tell_cell(self) -> None:
        """Say below the table what is wrong with the current cell, or what belongs there."""
        if self.model is None or self.table is None or not self.table.currentIndex().isValid():
            return
        at = self.table.currentIndex()
        if at.column() >= len(self.model.columns):
            return
        one = self.model.columns[at.column()]
        fault = self.model.faults(at.row()).get(one.name, "")
        unit = f" ({one.field.unit})" if one.field.unit else ""
        hint = one.field.help or {
            "date": self.tr("28/8, 28-8, h là hôm nay"), "number": self.tr("như 1.500 hoặc 1,5"),
            "choice": self.tr("gõ vài chữ đầu rồi chọn"), "choices": self.tr("nhiều mục cách nhau bằng dấu ;"),
            "money": self.tr("như 1.500.000 hoặc 1,5 triệu"), "time": self.tr("như 8h30"), "duration": self.tr("như 45 phút"),
        }.get(one.field.type, "")  # fmt: skip
        said = f"{one.label}: {fault}" if fault else f"{one.label}{unit}{': ' if hint else ''}{hint}"
        room = 2 * self._sentence.width() - self.room.theme.px(80)  # two lines; the whole of it is in the tip
        large = self.room.theme.percent > 125 and self._sentence.isVisible()
        self._sentence.setText(self._sentence.fontMetrics().elidedText(said, _ELIDE, room) if large else said)
        self._sentence.setToolTip(tip(said))
        self._sentence.setAccessibleDescription(said)
        restyle(self._sentence, "role", "fault" if fault else "muted")

    # Keeping

    def _rows(self) -> list[dict[str, str]]:
        """Return the rows with the cell that is still being typed."""
        rows = [dict(row) for row in (self.model.rows if self.model else [])]
        open_cell = self.table.unfinished() if self.table is not None else None
        if open_cell is not None and open_cell[2].strip():
            place, name, text = open_cell
            rows += [{} for _ in range(place + 1 - len(rows))]
            rows[place][name] = text
        return rows

    def _content(self) -> Any:
        rows = [row for row in self._rows() if any(row.values())]
        return {"rows": rows} if rows else None

    def _keep_later(self) -> None:
        if self.model is None or _key(self._rows()) == self._laid:
            return
        self._laid = _key(self._rows())
        kind, content = self.kind_code, self._content()
        self.room.tasks.run(lambda desk, job: desk.listing.keep_grid(kind, content), failed=self.fail)

    # Building

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the name have the room that is left."""
        super().resizeEvent(event)
        if self.table is not None and self.model is not None and not self.model.rows:
            self.table.fit()

    def _shortcut(self, keys: QKeySequence, run: Any) -> None:
        short = QShortcut(keys, self)
        short.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        short.activated.connect(run)

    def _lay_out(self) -> None:
        # By their keys, not by their names: in Vietnamese both Returns are called Enter, and neither would work.
        key, control = Qt.Key, Qt.KeyboardModifier.ControlModifier
        for keys in (control | key.Key_S, control | key.Key_Return, control | key.Key_Enter):
            self._shortcut(QKeySequence(keys), self.save)
        self._shortcut(QKeySequence(key.Key_F8), self.go_to_fault)
        self._shortcut(QKeySequence(key.Key_Escape), lambda: self.page_asked.emit("activities", None))
        above = row(self.kinds, self._columns, self._paste, self._same, self._undo, None, space=SPACE.s)
        if self.room.theme.percent > 125:
            below: QBoxLayout = column(self._sentence, row(self._count, self._bar, None, self._next, self._save, space=SPACE.m),
                                       space=SPACE.s)  # fmt: skip
            self._sentence.setFixedHeight(2 * self._sentence.fontMetrics().lineSpacing() + SPACE.xs)
            self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        else:
            below = row(self._sentence, self._bar, self._count, self._next, self._save, space=SPACE.m)
            below.setStretch(0, 1)
        whole = QWidget()
        inside = column(above, self.legacy, space=SPACE.m)
        inside.addLayout(self._place, 1)
        inside.addLayout(below)
        whole.setLayout(inside)
        said_above = self.tr("Gõ hoặc dán bảng từ Excel. Enter xuống dòng, Tab sang ô, Ctrl+D chép từ trên, "
                             "Ctrl+S lưu các dòng tốt.")  # fmt: skip
        large = self.room.theme.percent > 125  # the table needs the room more
        self.lay(self.tr("Nhập nhiều dòng"), whole, subtitle="" if large else said_above)
        self.setAccessibleDescription(said_above)


_ELIDE = Qt.TextElideMode.ElideRight


def _readable(kept: Any) -> list[dict[str, str]]:
    """Return kept rows; what another version kept otherwise is left out."""
    rows = kept.get("rows") if isinstance(kept, dict) else None
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [{str(name): str(text) for name, text in row.items()} for row in found[: meaning.MOST_ROWS]]


def _key(rows: Sequence[Mapping[str, str]]) -> str:
    """Return what tells whether rows changed since they were kept."""
    return repr([sorted(row.items()) for row in rows if any(row.values())])


def make(room: Room) -> Page:
    """Return the page."""
    return Grid(room)
