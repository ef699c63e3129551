"""What one activity says: its facts in words, why it was refused, and what can be done with it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.models import fields, templates
from desktop.models.errors import AppError
from desktop.models.kinds import Kind
from desktop.ui import actions
from desktop.ui.chip import Chip
from desktop.ui.history import History, sent_words
from desktop.ui.moments import moment
from desktop.ui.parts import button, clear, column, empty, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE
from desktop.ui.thumbs import Thumbs

WIDTH = 360
PHOTO_SIDE = 84


class Details(QFrame):
    """Beside the list; everything here is for the activity that is chosen there."""

    edit_asked = Signal(str)
    print_asked = Signal(str)
    report_asked = Signal(str)
    copy_asked = Signal(str, object)  # kind, values of the copy
    told = Signal(str, str)
    changed = Signal(str)
    page_asked = Signal(str, object)  # page name, what to show there

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._desk = room.desk
        self._activity: Any = None
        self.setProperty("role", "card")
        self.setMinimumWidth(room.theme.px(WIDTH * 0.8) if room.theme.percent <= 125 else room.theme.px(WIDTH * 0.6))
        self.setAccessibleName(self.tr("Chi tiết hoạt động"))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(SPACE.m)
        inside = QWidget()
        self._facts.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        inside.setLayout(self._facts)
        self._scroll = scroll(inside)
        inside.setProperty("role", "plain")
        inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        shown = QWidget()
        self._buttons = self._make_buttons()
        whole = column(self._scroll, self._buttons, space=0)
        whole.setStretch(0, 1)
        shown.setLayout(whole)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty(room.icons, "book-open", title=self.tr("Chưa chọn hoạt động"),
                                    text=self.tr("Chọn một dòng để xem ở đây; Enter để sửa.")))  # fmt: skip
        self._stack.addWidget(shown)
        self.setLayout(column(self._stack, margin=1))

    def sizeHint(self) -> Any:
        """Ask for a pane of readable width."""
        hint = super().sizeHint()
        hint.setWidth(self._room.theme.px(WIDTH) if self._room.theme.percent <= 125 else self._room.theme.px(220))
        return hint

    @property
    def uid(self) -> str:
        """The activity that is shown, "" for none."""
        return self._activity.uid if self._activity else ""

    def show_activity(self, uid: str) -> None:
        """Show an activity, or with "" that none is chosen."""
        try:
            self._activity = self._desk.activities.get(uid) if uid else None
        except AppError:
            self._activity = None
        self._stack.setCurrentIndex(1 if self._activity else 0)
        if self._activity:
            self._fill()

    # What is done

    def edit(self) -> None:
        """Open the form."""
        self.edit_asked.emit(self.uid)

    def undo(self) -> None:
        """Undo the last save."""
        self._do(self._desk.activities.undo, self.tr("Đã trở về nội dung trước lần lưu cuối của «{title}»."))

    def bin(self) -> None:
        """Put into the bin."""
        self._do(self._desk.activities.bin, self.tr("Đã bỏ «{title}» vào thùng rác; Ctrl+Shift+T để xem và khôi phục."))

    def restore(self) -> None:
        """Bring back from the bin."""
        self._do(self._desk.activities.restore, self.tr("Đã khôi phục «{title}»."))

    def copy(self) -> None:
        """Begin a new activity that says the same but for its days and photos."""
        kind = self._desk.kinds.get(self._activity.kind) if self._activity else None
        if kind:
            self.copy_asked.emit(kind.code, templates.copied(kind, self._activity.values))

    def approve(self) -> None:
        """Approve as it stands."""
        if self._activity and self._activity.state == "pending":
            self._do(self._approved, self.tr("Đã duyệt «{title}»: sẽ được gửi về thành phố."))
        elif self._activity:
            self.told.emit("note", self.tr("Hoạt động này không chờ duyệt."))

    def _approved(self, uid: str) -> Any:
        self._desk.approvals.approve([uid])
        return self._desk.activities.get(uid)

    def show_history(self) -> None:
        """Show who changed what, with the way back to any save."""
        if self._activity is None:
            return
        dialog = History(self._room, self._activity, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.reverted.connect(self._reverted)
        dialog.open()

    def show_attendees(self) -> None:
        """Show who came, as far as the office keeps that."""
        from desktop.ui.attendees import AttendeesDialog  # read when somebody asks

        if self._activity is None:
            return
        dialog = AttendeesDialog(self._room, self._activity, self)
        dialog.told.connect(self.told)
        dialog.changed.connect(self._counted)
        dialog.safety_asked.connect(lambda: self.page_asked.emit("safety", "persons"))
        dialog.begin()

    def _counted(self, uid: str) -> None:
        self.show_activity(uid)
        self.changed.emit(uid)

    def _reverted(self, uid: str, sentence: str) -> None:
        self.told.emit("done", sentence)
        self.show_activity(uid)
        self.changed.emit(uid)

    def _do(self, act: Any, sentence: str) -> None:
        if not self.uid:
            return
        try:
            done = act(self.uid)
        except AppError as fault:
            self.told.emit("warn", fault.sentence)
            return
        self.told.emit("done", sentence.format(title=done.title))
        self.show_activity(done.uid)
        self.changed.emit(done.uid)

    # What is shown

    def _fill(self) -> None:
        clear(self._facts)
        activity = self._activity
        kind = self._desk.kinds.get(activity.kind)
        self._facts.addLayout(self._head(activity, kind))
        for problem in self._desk.activities.reason(activity.uid) if activity.state == "refused" else ():
            self._facts.addWidget(self._reason(kind, problem))
        self._tell_standing(activity, kind)
        if kind:
            self._facts.addLayout(self._table(kind, activity.values))
        if activity.values.get("photos"):
            self._add_thumbs(activity.values["photos"])
        receipt, held = self._desk.trails.newest(activity.uid)
        who = self.tr("Lần lưu {n}, {who}, {at}.").format(n=activity.revision, who=activity.updated_by or "–",
                                                        at=moment(activity.updated_at))  # fmt: skip
        self._facts.addWidget(label(f"{who} {sent_words(receipt, held=held)}", "small", wrap=True))
        self._facts.addStretch(1)
        binned = activity.state == "binned"
        locked = activity.state == "locked"
        self._edit.setText(self.tr("Xem") if locked else self.tr("Sửa"))
        self._edit.setVisible(not binned)
        self._print.setVisible(not binned)
        self._bring.setVisible(binned)
        self._more.setVisible(not binned)
        people = self._desk.people
        for act, able, refused in (
            (self._undo, activity.revision > 1 and not locked, people.may("edit")),
            (self._bin, not locked, people.may("bin")), (self._copy, True, people.may("record")),
            (self._bring, True, people.may("bin")), (self._approve, activity.state == "pending", people.may("approve")),
        ):  # fmt: skip
            act.setEnabled(able and not refused)
            if refused:
                act.setToolTip(refused)
        if people.may("edit"):
            self._edit.setText(self.tr("Xem"))
        waits = activity.state == "pending" and not people.may("approve")
        self._yes.setVisible(waits)
        self._approve.setVisible(self._desk.approvals.needed)

    def _head(self, activity: Any, kind: Kind | None) -> QVBoxLayout:
        picture = QLabel()
        picture.setPixmap(self._room.icons.pixmap(kind.icon if kind else "file-text", "primary"))
        what = row(picture, label(kind.label if kind else activity.kind, "muted", wrap=True), space=SPACE.s)
        what.setStretch(1, 1)
        title = label(activity.title, "lead", wrap=True)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return column(what, title, row(Chip(activity.state, self._room.theme), None), space=SPACE.s)

    def _tell_standing(self, activity: Any, kind: Kind | None) -> None:
        if activity.state == "conflict":
            said = self.tr("Hai máy cùng sửa: bấm Sửa để chọn giá trị đúng.")
            self._facts.addWidget(self._note("warn", said, ""))
        elif activity.state in ("returned", "accepted", "locked"):
            review = self._desk.activities.review(activity.uid)
            titles = {"returned": self.tr("Trung tâm trả lại để sửa"), "accepted": self.tr("Trung tâm đã duyệt"),
                      "locked": self.tr("Trung tâm đã chốt, chỉ xem")}  # fmt: skip
            tones = {"returned": "fault", "accepted": "done", "locked": "note"}
            lines = [_remark(kind, one) for one in review.remarks] if review else []
            self._facts.addWidget(self._note(tones[activity.state], titles[activity.state], "\n".join(lines)))

    def _note(self, tone: str, title: str, text: str) -> QWidget:
        made = QFrame()
        made.setProperty("role", "message")
        made.setProperty("tone", tone)
        made.setLayout(column(label(title, "strong", wrap=True), *([label(text, wrap=True)] if text else []), space=2,
                              margin=SPACE.s))  # fmt: skip
        return made

    def _reason(self, kind: Kind | None, problem: Any) -> QWidget:
        return self._note("fault", self.tr("Vì sao trung tâm chưa nhận"), _remark(kind, problem))

    def _table(self, kind: Kind, values: Any) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.m)
        grid.setVerticalSpacing(SPACE.s)
        grid.setColumnStretch(1, 1)
        narrow = self._room.theme.px(112 if self._room.theme.percent <= 125 else 76)
        shown = [field for field in kind.fields if field.name in values and field.name != "title"]
        for at, field in enumerate(shown):
            name = label(field.label, "small", wrap=True)
            name.setFixedWidth(narrow)
            text = fields.show(field, values[field.name])
            unit = field.unit if field.unit and not text.endswith(field.unit) else ""
            value = label(f"{text} {unit}".strip(), wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _add_thumbs(self, photos: Any) -> None:
        made = Thumbs(self._room.theme, self._room.icons, self._room.tasks.run, side=PHOTO_SIDE, fixed=True)
        made.opened.connect(lambda at: self._view(photos, at))
        self._facts.addWidget(made)  # first: shown without a parent it would be a window of its own
        made.put(photos)

    def _view(self, photos: Any, at: int) -> None:
        from desktop.ui.photo_viewer import PhotoViewer

        viewer = PhotoViewer(self._room.icons, self._room.tasks.run, photos, at, self, fixed=True)
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        viewer.open()

    def _make_buttons(self) -> QFrame:
        icons = self._room.icons
        self._edit = button(self.tr("Sửa"), self.edit, role="primary", icon="file-pen", icons=icons,
                            tip=actions.described("edit"))  # fmt: skip
        self._print = button(self.tr("In"), lambda: self.print_asked.emit(self.uid), icon="printer", icons=icons,
                             tip=actions.described("print"))  # fmt: skip
        self._bring = button(self.tr("Khôi phục"), self.restore, role="primary", icon="archive-restore", icons=icons,
                             tip=actions.described("restore"))  # fmt: skip
        self._yes = button(actions.tr("Duyệt"), self.approve, role="primary", icon="circle-check", icons=icons,
                           tip=actions.described("approve"))  # fmt: skip
        self._yes.hide()
        self._more = button("", role="icon", icon="ellipsis", icons=icons, tip=self.tr("Lịch sử, chép, báo cáo, hoàn tác, bỏ"))
        self._more.setMenu(self._menu(self._more))
        line = row(self._yes, self._edit, self._bring, self._print, None, self._more)
        line.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        made = QFrame()
        made.setProperty("role", "bar")
        made.setLayout(line)
        return made

    def _menu(self, owner: QPushButton) -> QMenu:
        menu = QMenu(owner)
        self._action(menu, "history", self.show_history)
        self._copy = self._action(menu, "copy", self.copy)
        self._action(menu, "attendees", self.show_attendees)
        self._action(menu, "report_one", lambda: self.report_asked.emit(self.uid) if self.uid else None)
        self._approve = self._action(menu, "approve", self.approve)
        self._undo = self._action(menu, "undo", self.undo)
        menu.addSeparator()
        self._bin = self._action(menu, "bin", self.bin)
        return menu

    def _action(self, menu: QMenu, name: str, run: Any) -> QAction:
        made = actions.make(name, self, run, icons=self._room.icons, whole_window=False)
        menu.addAction(made)
        return made


def _remark(kind: Kind | None, problem: Any) -> str:
    name = kind.field(problem.field).label if kind and problem.field in kind.names else ""
    return f"{name}: {problem.sentence}" if name else str(problem.sentence)
