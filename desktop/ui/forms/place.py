"""Where a form stands: its heading, its buttons, its draft; saving and going on to the next."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.models import templates
from desktop.models.errors import AppError, InputError
from desktop.models.text import date_vi
from desktop.ui import actions
from desktop.ui.forms import editors
from desktop.ui.forms.again import AgainButton, ask_template, list_templates, repeat_button, short_way, usual
from desktop.ui.forms.chooser import Chooser
from desktop.ui.forms.editor import Setting
from desktop.ui.forms.form import Form
from desktop.ui.forms.heading import Foot, Heading
from desktop.ui.forms.standing import Standing
from desktop.ui.forms.targets import OFFERED
from desktop.ui.forms.walking import a_field, by_tab, outside
from desktop.ui.in_time import InTime
from desktop.ui.parts import button, column, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

WIDEST = 980
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NONE = Qt.KeyboardModifier.NoModifier


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
        self._given: dict[str, Any] = {}  # what stood in the form before the person typed anything
        self._way: list[QWidget] = []  # where Enter goes after a repeat, empty for every field
        self._awaiting: Callable[[], object] | None = None  # what was asked for while photos were on their way
        self._template = ""
        self._standing = Standing(room, self)
        self._standing.told.connect(self.told)
        self._standing.settled.connect(self._settled)
        self._timer = InTime(self, self.keep, lambda fault: self.told.emit("fault", fault.sentence))
        self.banner: QFrame | None = None
        self._layout = QVBoxLayout()
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setLayout(self._layout)
        actions.make("back", self, self.back, icons=room.icons)

    # Public

    def choose(self) -> None:
        """Show the kinds to choose from."""
        percent = self._room.theme.percent
        across = 3 if percent <= 125 else 2 if percent <= 150 else 1
        self.chooser = Chooser(self._desk.kinds, self._room.icons, across=across,
                               templates=self._desk.templates.all())  # fmt: skip
        self.chooser.chosen.connect(self._begin_chosen)
        self.chooser.template_chosen.connect(self.use_template)
        head = self._heading("plus", self.tr("Ghi hoạt động"), self.tr("Chọn loại, hoặc gõ vài chữ rồi Enter."))
        many = button(self.tr("Nhập nhiều dòng"), lambda: self.page_asked.emit("grid", ""), role="quiet", icon="list-filter",
                      icons=self._room.icons, tip=actions.described("grid"))  # fmt: skip
        above = row(head, many, space=SPACE.s)
        above.setStretch(0, 1)
        whole = column(above, self.chooser, space=SPACE.l)
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
        fresh = usual(self._desk, kind)
        self._lay(kind, fresh | dict(values or {}), usual=fresh)
        doubted = self._desk.keeping.clock()  # today stands in the form already
        if doubted:
            self.told.emit("warn", doubted)
        if values and "title" in values and self.form:
            self._way = short_way(self.form, self.form.kind, self.form.values(), values)

    def edit(self, uid: str) -> None:
        """Show the form of an activity, with the draft that was left of it if there is one."""
        activity = self._desk.activities.get(uid)
        kept = self._desk.drafts.get(uid)
        self._uid, self._key, self._base = uid, uid, activity.revision
        self._lay(activity.kind, kept.values if kept else activity.values, state=activity.state)
        if kept:
            self._dirty = True
            self.told.emit("note", self.tr("Có phần sửa dở từ trước: xem lại rồi Lưu."))
        if self.form:
            self._put_banner(self._standing.banner(activity, self.form))
        refused = self._desk.people.may("edit")
        if refused:
            self.told.emit("note", refused)
        if refused or activity.state == "locked":
            self._only_show()
        if activity.state == "refused" and self.form:
            reasons = self._desk.activities.reason(uid)
            rest = self.form.show_problems(reasons)
            first = (rest or list(reasons))[0].sentence if reasons else self.tr("không rõ lý do")
            self.told.emit("warn", self.tr("Trung tâm chưa nhận: {why}").format(why=first))

    def _put_banner(self, made: QFrame | None) -> None:
        if made is None:
            return
        self.banner = made
        line = row(made)
        line.setContentsMargins(SPACE.xl, 0, SPACE.xl, SPACE.m)
        self._layout.insertLayout(1, line)

    def _only_show(self) -> None:
        assert self.form
        self.form.setEnabled(False)
        self._now.hide()
        self._later.hide()
        self._hint.say(self.tr("Esc quay lại"))

    def _settled(self, sentence: str, uid: str) -> None:
        self._timer.stop()
        self._dirty = False
        self.saved.emit(sentence, uid)
        self.left.emit()

    def ask_choices(self) -> QWidget:
        """Show what the PCs of the office wrote differently, and let the person choose."""
        assert self._uid
        return self._standing.ask_choices(self._desk.activities.get(self._uid))

    def repeat(self) -> None:
        """Fill the form as the last of its kind was; only the day, the counts and the results are left to write."""
        if self.form is None or self._uid is not None:
            self.told.emit("note", self.tr("«Như lần trước» dùng khi ghi mới: bấm Ctrl+N rồi chọn loại."))
            return
        last = self._desk.activities.last(self.form.kind.code)
        if last is None:
            self.told.emit("note", self.tr("Chưa có hoạt động nào loại này để lặp lại: hãy ghi lần đầu."))
            return
        self._fill_in(templates.repeated(self.form.kind, last.values), last.values)
        said = self.tr("Đã điền như «{title}» ngày {day}; còn ngày và các con số.")
        self.told.emit("note", said.format(title=last.title, day=date_vi(last.starts_on)))

    def use_template(self, name: str) -> None:
        """Fill the form with a template, the day by its rhythm."""
        try:
            found = self._desk.templates.get(name)
        except AppError as fault:
            self.told.emit("fault", fault.sentence)
            return
        if self.form is None or self.form.kind.code != found.kind:
            self._begin_chosen(found.kind)
        assert self.form
        self._template = found.name
        day = found.next_day(date.today())
        self._fill_in(dict(found.values) | {"starts_on": day.isoformat()}, found.values)
        self.told.emit("note", self.tr("Mẫu «{name}», ngày {day}: xem lại ngày và các con số rồi Ctrl+Enter.").format(
            name=found.name, day=date_vi(day)))  # fmt: skip

    def copy(self) -> None:
        """Go on with a new activity that says the same, but for its days and photos; what was typed is kept first."""
        if self.form is None:
            return
        self.keep()
        kind, values = self.form.kind, self.form.values()
        self._start_anew(templates.copied(kind, values))
        self._way = short_way(self.form, kind, self.form.values(), values)
        self._edited()
        self.take_focus()
        self.told.emit("note", self.tr("Phiếu mới, chép từ «{title}»: ngày là hôm nay, chưa có ảnh.").format(
            title=str(values.get("title", ""))))  # fmt: skip

    def keep_template(self) -> QWidget:
        """Ask for the name of a template that keeps this form."""
        assert self.form
        values = templates.lasting(self.form.kind, self.form.values())
        return ask_template(self._room, self, self.form.kind, values, lambda name: self.told.emit(
            "done", self.tr("Đã lưu mẫu «{name}»: có ở nút Mẫu và ở Ctrl+N.").format(name=name)))  # fmt: skip

    def list_templates(self) -> QWidget:
        """Show the templates that are kept."""
        return list_templates(self._room, self)

    def take_focus(self) -> None:
        """Put the keyboard where typing begins."""
        if self.chooser:
            self.chooser.line.setFocus()
        elif self._way:
            self._way[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif self.form and not self.form.faulty:
            self.form.take_focus()

    def keep(self) -> None:
        """Keep what was typed since the last time as a draft, now."""
        self._timer.stop()
        if self.form is None or not self._dirty:
            return
        self._desk.drafts.keep(self._key, self.form.kind.code, self.form.values(), uid=self._uid)
        self._hint.say(self.tr("Bản nháp đã được giữ"))

    def back(self) -> None:
        """Leave the form; the draft stays."""
        if self._waits_for_photos(self.back):
            return
        kept = self._dirty and self.form is not None
        self.keep()
        if kept:
            self.told.emit("note", self.tr("Phần đang ghi được giữ làm bản nháp, có ở trang Hôm nay."))
        self.left.emit()

    def save(self) -> bool:
        """Save to the book and leave; faults stand beside their fields."""
        if self._waits_for_photos(self.save):
            return False
        if self._save():
            self.left.emit()
            return True
        return False

    def save_next(self) -> bool:
        """Save and begin the next of the same kind."""
        if self.form is None or self._waits_for_photos(self.save_next) or not self._save():
            return False
        self._start_anew({})
        self.form.take_focus()
        return True

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go on to the next field, Shift+Enter back; on a button it does what the button says."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.form is None or event.key() not in _ENTER or plain not in (_NONE, Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
            return
        now = QApplication.focusWidget()
        if isinstance(now, QPushButton) and not a_field(now):
            now.click()
        elif plain or not self._go_on(now):
            self.focusNextPrevChild(not plain)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab walk the fields as they stand: rows that come and go leave Qt's own order in pieces."""
        now = QApplication.focusWidget()
        stops = [stop for stop in self._stops() if stop.isEnabled() and stop.isVisible() and by_tab(stop)]
        if now is None or now not in stops:
            return super().focusNextPrevChild(forward)
        at = stops.index(now) + (1 if forward else -1)
        to = stops[at] if 0 <= at < len(stops) else outside(self, now, forward=forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        to.setFocus(reason)
        return True

    # Private

    def _waits_for_photos(self, run: Callable[[], object]) -> bool:
        """Let photos on their way arrive first, so that what is saved holds them; then it goes on by itself."""
        if self._awaiting or self.form is None or not self.form.when_photos_are_kept(self._photos_kept):
            return bool(self._awaiting)
        self._awaiting = run
        self._hint.say(self.tr("Đang cất ảnh vào sổ, xong sẽ tiếp tục ngay…"))
        return True

    def _photos_kept(self) -> None:
        run, self._awaiting = self._awaiting, None
        if run:
            run()

    def _go_on(self, now: QWidget | None) -> bool:
        """Go to the next field that is left to write; False where Enter walks like Tab."""
        assert self.form
        stops = [stop for stop in self.form.stops() if a_field(stop) or stop is now]
        way = [stop for stop in self._way if stop in stops] or stops
        if now not in stops:
            return False
        behind = stops[stops.index(now) + 1 :]
        to = next((stop for stop in behind if stop in way and stop.isEnabled() and stop.isVisible() and by_tab(stop)),
                  self._later if self._later.isVisible() else self._now)  # fmt: skip
        to.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _start_anew(self, values: Mapping[str, Any]) -> None:
        """Make the form that stands here one of a new activity, with these values over the usual ones."""
        assert self.form
        kind = self.form.kind.code
        self._uid, self._base, self._key = None, None, f"new-{uuid.uuid4().hex[:12]}"
        self._way, self._template = [], ""
        self.form.usual = usual(self._desk, kind)
        self.form.put(self.form.usual | dict(values))
        self._given = self.form.values()
        self._state.hide()
        if self.banner:
            self.banner.hide()
        self._title.say(self._desk.kinds[kind].label)
        self._dirty = False
        self._again.setVisible(True)
        self._repeat.setVisible(True)
        self._foot.usual()
        self._area.verticalScrollBar().setValue(0)

    def _fill_in(self, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        """Put values under what the person has typed already, and the keyboard on what is left."""
        assert self.form
        typed = {name: value for name, value in self.form.values().items() if value != self._given.get(name)}
        self.form.put(self._given | dict(values) | typed)
        self._given = {name: value for name, value in self.form.values().items() if name not in typed}
        self._way = short_way(self.form, self.form.kind, self.form.values(), before)
        self._foot.short_way()
        self._edited()
        self.take_focus()

    def _stops(self) -> list[QWidget]:
        return [self._leave, *self.form.stops(), self._later, self._now, self._repeat, self._again] if self.form else []

    def _note_given(self, names: Sequence[str]) -> None:
        """Note what was given for fields as their editors write it, so that what the person types can be told from it."""
        assert self.form
        now = self.form.values()
        for name in names:
            self._given.pop(name, None)
            if name in now:
                self._given[name] = now[name]

    def _begin_chosen(self, kind: str) -> None:
        if self.chooser:
            old = self._layout.takeAt(0)
            if old and old.widget():
                old.widget().hide()
                old.widget().deleteLater()
            self.chooser = None
        self.begin(kind)
        self.take_focus()

    def _suggest(self, asked: str) -> Sequence[str]:
        if asked == OFFERED:
            return self._desk.plans.offered()
        return self._desk.activities.titles(asked)

    def _lay(self, code: str, values: Mapping[str, Any], *, state: str = "draft",
             usual: Mapping[str, Any] = MappingProxyType({})) -> None:  # fmt: skip
        kind = self._desk.kinds[code]
        setting = Setting(self._room.theme, self._room.icons, date.today, self._suggest, editors.make,
                          self._desk.keeping.attach, self._room.tasks.run)  # fmt: skip
        self.form = Form(kind, setting)
        self.form.usual = usual
        head = self._heading(kind.icon, kind.label, kind.hint, state=state, kind=code)
        top = column(head)
        top.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, SPACE.m)
        self._layout.addLayout(top)
        inside = QWidget()
        middle = QVBoxLayout()
        middle.setContentsMargins(SPACE.xl, 0, SPACE.xl, SPACE.xl)
        inside.setLayout(middle)
        self._area = scroll(inside)
        foot = self._make_foot()
        self._layout.addWidget(self._area, 1)
        self._layout.addWidget(foot)
        self.form.setMaximumWidth(self._room.theme.px(WIDEST))
        middle.addWidget(self.form)
        self.form.build()
        self.form.put(values)
        self._given = self.form.values()
        self.form.built.connect(self._note_given)
        self.form.edited.connect(self._edited)
        for part in (head, self._area, foot):
            part.show()  # at once, so that the very next key finds its field
        actions.make("save", self, self.save, icons=self._room.icons)
        actions.make("save_next", self, self.save_next, icons=self._room.icons)
        actions.make("repeat", self, self.repeat, icons=self._room.icons)
        actions.make("copy", self, self.copy, icons=self._room.icons)

    def _heading(self, icon: str, title: str, hint: str, *, state: str = "", kind: str = "") -> Heading:
        tools = self._again_buttons(kind) if kind else ()
        made = Heading(self._room, icon=icon, title=title, hint=hint, back=self.back, tools=tools,
                       state=state if self._uid else "")  # fmt: skip
        self._leave, self._title, self._state = made.leave, made.title, made.state
        return made

    def _again_buttons(self, kind: str) -> tuple[QPushButton, ...]:
        self._repeat = repeat_button(self._room, self.repeat)
        self._again = AgainButton(self._room, kind)
        self._again.repeat_asked.connect(self.repeat)
        self._again.template_asked.connect(self.use_template)
        self._again.keep_asked.connect(self.keep_template)
        self._again.list_asked.connect(self.list_templates)
        if self._uid is not None:
            self._repeat.hide()
        return self._repeat, self._again

    def _make_foot(self) -> Foot:
        self._foot = Foot(self._room, save=self.save, save_next=self.save_next)
        self._foot.usual()
        self._hint, self._later, self._now = self._foot.hint, self._foot.later, self._foot.now
        return self._foot

    def _edited(self) -> None:
        self._dirty = True
        self._timer.touch()

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
        if self._template:
            self._desk.templates.used(self._template, saved.starts_on)
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
