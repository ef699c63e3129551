"""Where a form stands: its heading, its buttons, its draft; saving and going on to the next."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.errors import AppError, InputError, Problem
from desktop.ui import actions
from desktop.ui.banner import banner
from desktop.ui.chip import Chip
from desktop.ui.conflict import ConflictDialog
from desktop.ui.forms import editors
from desktop.ui.forms.chooser import Chooser
from desktop.ui.forms.editor import Setting
from desktop.ui.forms.form import Form
from desktop.ui.parts import button, column, frame, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

DRAFT_AFTER = 1_200  # ms after the first key; at most so much typing is ever lost
WIDEST = 980


class FormPlace(QWidget):
    """One form at a time, or the choice of a kind."""

    left = Signal()
    saved = Signal(str, str)  # sentence, uid
    told = Signal(str, str)
    page_asked = Signal(str, object)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setProperty("role", "ground")
        self._room = room
        self._desk = room.desk
        self.form: Form | None = None
        self.chooser: Chooser | None = None
        self._uid: str | None = None
        self._base: int | None = None
        self._key = ""
        self._dirty = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.timeout.connect(self.keep)
        self.banner: QFrame | None = None
        self._layout = QVBoxLayout()
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setLayout(self._layout)
        actions.make("back", self, self.back, icons=room.icons)

    # Public

    def choose(self) -> None:
        """Show the kinds to choose from."""
        self.chooser = Chooser(self._desk.kinds, self._room.icons, across=2 if self._room.theme.percent > 125 else 3)
        self.chooser.chosen.connect(self._begin_chosen)
        head = self._heading("plus", self.tr("Ghi hoạt động"), self.tr("Chọn loại, hoặc gõ vài chữ rồi Enter."))
        whole = column(head, self.chooser, space=SPACE.l)
        whole.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.l)
        whole.setStretch(1, 1)
        inside = QWidget()
        inside.setLayout(whole)
        self._layout.addWidget(inside)

    def begin(self, kind: str, values: Mapping[str, Any] | None = None, *, draft: str = "") -> None:
        """Show the form of a kind: empty with its defaults, with these values, or with a draft."""
        kept = self._desk.drafts.get(draft) if draft else None
        if kept:
            self._key, self._uid = kept.key, kept.uid
            self._base = self._desk.activities.get(kept.uid).revision if kept.uid else None
            self._lay(kept.kind, kept.values)
            self._dirty = True
            self.told.emit("note", self.tr("Đang mở bản nháp: xem lại rồi Lưu."))
            return
        self._key = f"new-{uuid.uuid4().hex[:12]}"
        self._lay(kind, self._fresh(kind) | dict(values or {}))

    def edit(self, uid: str) -> None:
        """Show the form of an activity, with the draft that was left of it if there is one."""
        activity = self._desk.activities.get(uid)
        kept = self._desk.drafts.get(uid)
        self._uid, self._key, self._base = uid, uid, activity.revision
        self._lay(activity.kind, kept.values if kept else activity.values, state=activity.state)
        if kept:
            self._dirty = True
            self.told.emit("note", self.tr("Có phần sửa dở từ trước: xem lại rồi Lưu."))
        self._tell_standing(activity)
        if activity.state == "refused" and self.form:
            reasons = self._desk.activities.reason(uid)
            rest = self.form.show_problems(reasons)
            first = (rest or list(reasons))[0].sentence if reasons else self.tr("không rõ lý do")
            self.told.emit("warn", self.tr("Trung tâm chưa nhận: {why}").format(why=first))

    def _tell_standing(self, activity: Any) -> None:
        """Show above the form what the centre or another PC of the office made of this activity."""
        if activity.state in ("returned", "locked", "accepted"):
            review = self._desk.activities.review(activity.uid)
            remarks = review.remarks if review else ()
            self._tell_review(activity.state, _local(review.at) if review else "", remarks)
        elif activity.state == "conflict":
            self._put_banner("warn", self.tr("Hai máy của đơn vị cùng sửa hoạt động này."),
                             self.tr("Đang hiện một trong các giá trị; cần chọn giá trị đúng."),
                             action=self.tr("Chọn giá trị đúng…"), run=self.ask_choices)  # fmt: skip

    def _tell_review(self, state: str, at: str, remarks: Sequence[Problem]) -> None:
        assert self.form
        rest = self.form.show_remarks(remarks) if state == "returned" else list(remarks)
        said = " ".join(one.sentence for one in rest)
        if state == "returned":
            more = self.tr("Lời nhắn nằm ngay dưới từng ô; sửa rồi Lưu, sẽ tự gửi lại.")
            self._put_banner("fault", self.tr("Trung tâm trả lại để sửa, {at}").format(at=at), f"{said} {more}".strip())
        elif state == "locked":
            self._put_banner("note", self.tr("Trung tâm đã chốt số liệu này, {at}").format(at=at),
                             self.tr("Chỉ xem, không sửa được: cần sửa hãy đề nghị trung tâm mở lại."))  # fmt: skip
            self.form.setEnabled(False)
            self._now.hide()
            self._later.hide()
            self._hint.setText(self.tr("Esc quay lại"))
        else:
            self._put_banner("done", self.tr("Trung tâm đã duyệt, {at}").format(at=at),
                             said or self.tr("Sửa thêm thì trung tâm sẽ xem lại."))  # fmt: skip

    def _put_banner(self, tone: str, title: str, text: str, *, action: str = "",
                    run: Callable[[], object] | None = None) -> None:  # fmt: skip
        self.banner = banner(self._room.icons, tone, title, text, action=action, run=run)
        line = row(self.banner)
        line.setContentsMargins(SPACE.xl, 0, SPACE.xl, SPACE.m)
        self._layout.insertLayout(1, line)

    def ask_choices(self) -> ConflictDialog:
        """Show what the PCs of the office wrote differently, and let the person choose."""
        assert self._uid
        activity = self._desk.activities.get(self._uid)
        dialog = ConflictDialog(self._room, activity, self._desk.activities.conflicts(self._uid), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._keep_choices(activity, dialog.chosen()))
        dialog.open()
        return dialog

    def _keep_choices(self, activity: Any, chosen: dict[str, Any]) -> None:
        """Save the choices over what both agree on; a save from all heads ends the conflict."""
        binned = chosen.pop("binned", False)
        values = dict(activity.values) | chosen
        try:
            saved = self._desk.activities.save(activity.kind, {name: value for name, value in values.items() if value is not None},
                                               uid=activity.uid, draft=self._key, base=activity.revision)  # fmt: skip
            if binned:
                self._desk.activities.bin(activity.uid)
        except InputError as fault:
            self.told.emit("fault", fault.problems[0].sentence if fault.problems else fault.sentence)
            return
        except AppError as fault:
            self.told.emit("fault", fault.sentence)
            return
        self._timer.stop()
        self._dirty = False
        self.saved.emit(self.tr("Đã giữ các lựa chọn của «{title}»; giá trị kia vẫn ở trong lịch sử.").format(title=saved.title),
                        saved.uid)  # fmt: skip
        self.left.emit()

    def take_focus(self) -> None:
        """Put the keyboard where typing begins."""
        if self.chooser:
            self.chooser.line.setFocus()
        elif self.form and not any(made.fault for made in self.form.rows.values()):
            self.form.take_focus()

    def keep(self) -> None:
        """Keep what was typed since the last time as a draft, now."""
        self._timer.stop()
        if self.form is None or not self._dirty:
            return
        self._desk.drafts.keep(self._key, self.form.kind.code, self.form.values(), uid=self._uid)
        self._hint.setText(self.tr("Bản nháp đã được giữ"))

    def back(self) -> None:
        """Leave the form; the draft stays."""
        kept = self._dirty and self.form is not None
        self.keep()
        if kept:
            self.told.emit("note", self.tr("Phần đang ghi được giữ làm bản nháp, có ở trang Hôm nay."))
        self.left.emit()

    def save(self) -> bool:
        """Save to the book and leave; faults stand beside their fields."""
        if self._save():
            self.left.emit()
            return True
        return False

    def save_next(self) -> bool:
        """Save and begin the next of the same kind."""
        if self.form is None or not self._save():
            return False
        kind = self.form.kind.code
        self._uid, self._base, self._key = None, None, f"new-{uuid.uuid4().hex[:12]}"
        self.form.put(self._fresh(kind))
        self._state.hide()
        self._title.setText(self._desk.kinds[kind].label)
        self._dirty = False
        self._area.verticalScrollBar().setValue(0)
        self.form.take_focus()
        return True

    # Qt

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab walk the fields as they stand: rows that come and go leave Qt's own order in pieces."""
        now = QApplication.focusWidget()
        stops = [stop for stop in self._stops() if stop.isEnabled() and stop.isVisible() and _by_tab(stop)]
        if now is None or now not in stops:
            return super().focusNextPrevChild(forward)
        at = stops.index(now) + (1 if forward else -1)
        to = stops[at] if 0 <= at < len(stops) else self._outside(now, forward=forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        to.setFocus(reason)
        return True

    # Private

    def _stops(self) -> list[QWidget]:
        return [self._leave, *self.form.stops(), self._later, self._now] if self.form else []

    def _outside(self, now: QWidget, *, forward: bool) -> QWidget:
        """Return the next stop of the window that is not of this form."""
        to = now
        while True:
            to = to.nextInFocusChain() if forward else to.previousInFocusChain()
            if to is now or (to.isVisible() and to.isEnabled() and _by_tab(to) and not self.isAncestorOf(to)):
                return to

    def _begin_chosen(self, kind: str) -> None:
        if self.chooser:
            old = self._layout.takeAt(0)
            if old and old.widget():
                old.widget().hide()
                old.widget().deleteLater()
            self.chooser = None
        self.begin(kind)
        self.take_focus()

    def _fresh(self, kind: str) -> dict[str, Any]:
        known = self._desk.kinds[kind]
        found = {field.name: field.default for field in known.fields if field.default is not None}
        if "starts_on" in known.names and known.field("starts_on").required:
            found["starts_on"] = date.today().isoformat()
        office = self._desk.office()
        if "person" in known.names and office.person:
            found["person"] = office.person
        return found

    def _lay(self, code: str, values: Mapping[str, Any], *, state: str = "draft") -> None:
        kind = self._desk.kinds[code]
        setting = Setting(self._room.theme, self._room.icons, date.today, self._desk.activities.titles, editors.make,
                          self._desk.keeping.attach)  # fmt: skip
        self.form = Form(kind, setting)
        self.form.put(values)
        self.form.edited.connect(self._edited)
        head = self._heading(kind.icon, kind.label, kind.hint, state=state)
        inside = QWidget()
        middle = QVBoxLayout()
        middle.setContentsMargins(SPACE.xl, 0, SPACE.xl, SPACE.xl)
        self.form.setMaximumWidth(self._room.theme.px(WIDEST))
        middle.addWidget(self.form)
        inside.setLayout(middle)
        self._area = scroll(inside)
        top = column(head)
        top.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.m)
        self._layout.addLayout(top)
        foot = self._foot()
        self._layout.addWidget(self._area, 1)
        self._layout.addWidget(foot)
        for part in (head, self._area, foot):
            part.show()  # at once, so that the very next key finds its field
        actions.make("save", self, self.save, icons=self._room.icons)
        actions.make("save_next", self, self.save_next, icons=self._room.icons)

    def _heading(self, icon: str, title: str, hint: str, *, state: str = "") -> QWidget:
        self._leave = leave = button("", self.back, role="icon", icon="arrow-left", icons=self._room.icons,
                       tip=actions.described("back"))  # fmt: skip
        picture = QLabel()
        picture.setPixmap(self._room.icons.pixmap(icon, "primary", size=28))
        self._title = label(title, "title")
        words = column(self._title, *([label(hint, "muted", wrap=True)] if hint else []), space=2)
        self._state = Chip(state or "draft", self._room.theme)
        if not state or self._uid is None:
            self._state.hide()
        line = row(leave, picture, words, self._state, space=SPACE.m)
        line.setStretch(2, 1)
        made = QWidget()
        made.setLayout(line)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return made

    def _foot(self) -> QWidget:
        icons = self._room.icons
        self._hint = label(self.tr("Ctrl+S lưu · Ctrl+Enter lưu và ghi tiếp · Esc quay lại, giữ bản nháp"), "small")
        self._later = later = button(self.tr("Lưu và ghi tiếp"), self.save_next, icon="corner-down-left", icons=icons,
                       tip=actions.described("save_next"))  # fmt: skip
        self._now = now = button(self.tr("Lưu"), self.save, role="primary", icon="save", icons=icons,
                     tip=actions.described("save"))  # fmt: skip
        later.setAccessibleName(later.text())
        line = row(self._hint, None, later, now)
        line.setContentsMargins(SPACE.xl, SPACE.m, SPACE.xl, SPACE.m)
        return frame(line, "bar")

    def _edited(self) -> None:
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def _save(self) -> bool:
        if self.form is None:
            return False
        try:
            saved = self._desk.activities.save(self.form.kind.code, self.form.values(), uid=self._uid,
                                               draft=self._key, base=self._base)  # fmt: skip
        except InputError as fault:
            return self._refuse(fault)
        except AppError as fault:
            self.told.emit("fault", fault.sentence)
            return False
        self._timer.stop()
        self._dirty = False
        self.saved.emit(self._told_saved(saved), saved.uid)
        return True

    def _told_saved(self, saved: Any) -> str:
        warnings = self._desk.kinds.warnings(saved.kind, saved.values)
        done = self.tr("Đã lưu «{title}».").format(title=saved.title)
        return " ".join([done, *(self.tr("Lưu ý: {what}").format(what=w.sentence) for w in warnings)])

    def _refuse(self, fault: InputError) -> bool:
        assert self.form
        rest = self.form.show_problems(fault.problems)
        wrong = len(fault.problems) - len(rest)
        if wrong:
            self.told.emit("fault", self.tr("Chưa lưu: còn {n} chỗ cần sửa, ghi ngay dưới ô.").format(n=wrong))
        else:
            self.told.emit("fault", rest[0].sentence if rest else fault.sentence)
        return False


def _local(at: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%H:%M ngày %d/%m/%Y")
    except ValueError:
        return at


def _by_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
