"""The main window: the rail, the page in front, a form over it, messages above, one calm line below."""

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from desktop.models.errors import AppError
from desktop.models.text import number_vi
from desktop.tasks import Tasks
from desktop.ui import actions, standing_place, theme
from desktop.ui.crash import Crash
from desktop.ui.desk import Desk, Sending
from desktop.ui.farewell import Farewell
from desktop.ui.following import Following
from desktop.ui.icons import Icons
from desktop.ui.in_time import LastLook
from desktop.ui.languages import speak
from desktop.ui.messages import MessageBar
from desktop.ui.page import Page
from desktop.ui.palette import Colours, colours
from desktop.ui.parts import column, frame, label, row
from desktop.ui.postman import STARTS, Postman
from desktop.ui.rail import Rail
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

READ_AHEAD = 400  # ms after the first page
UNDER = {"grid": "activities", "importing": "activities", "bin": "activities", "safety": "settings"}  # not in the rail
AHEAD = 400  # ms of rest between two pieces of counting ahead


class MainWindow(QMainWindow):
    """Shows one page at a time; knows the pages by name only and does nothing of theirs itself."""

    painted = Signal()  # the first page stands on the screen with its data
    leaving = Signal()  # the person is done; the workers end next

    def __init__(self, desk: Desk, tasks: Tasks, postman: Postman, *, app: QApplication) -> None:
        super().__init__()
        self.setWindowTitle(f"Sổ Phường · {desk.office().unit.name}")
        self._desk = desk
        self._tasks = tasks
        self._postman = postman
        self._app = app
        self._waiting = 0  # saves without a receipt, as last shown
        self._leaving = False
        self._saved_at = ""
        self._painted = False
        self._crash = Crash(self, keep=self.keep_draft)
        self._last_look = LastLook(lambda sentence: self._messages.tell("fault", sentence))
        self._crash.told.connect(lambda sentence: self._messages.tell("fault", sentence))

        Following(self, app)

        # What the post tells
        postman.ended.connect(self._post_ended)
        postman.failed.connect(self._post_failed)

        app.styleHints().colorSchemeChanged.connect(self._system_turned)

        # What stands on the screen
        self._build()
        self._make_actions()
        self._door: Any = None
        self._restore()
        if desk.people.guarded:
            self.guard()

    # Public

    def show_page(self, name: str, wanted: object = None) -> Page:
        """Bring a page to the front; `wanted` is what to show there. Returns the page."""
        self._leave_form()
        page = self._page(name)
        self._name = name
        self._rail.mark(UNDER.get(name, name))
        self._stack.setCurrentWidget(page)
        page.take_focus()
        page.refresh()
        if wanted is not None:
            page.turn_to(wanted)
        return page

    def open_form(self, kind: str, values: Mapping[str, Any] | None = None, *, draft: str = "") -> QWidget:
        """Open the form of a kind, empty, with these values, or with the draft of that key."""
        return self._open(lambda place: place.begin(kind, values, draft=draft), act="record")

    def open_activity(self, uid: str) -> QWidget:
        """Open the form of an activity that is in the book."""
        return self._open(lambda place: place.edit(uid))

    def choose_kind(self) -> QWidget:
        """Let the person choose what to record."""
        return self._open(lambda place: place.choose(), act="record")

    @property
    def page(self) -> QWidget:
        """The page or form in front."""
        return self._stack.currentWidget()

    @property
    def messages(self) -> MessageBar:
        """The message bar."""
        return self._messages

    @property
    def door(self) -> Any:
        """Who sits at the desk (desktop.ui.lock.Door), None where the office has no accounts."""
        return self._door

    def guard(self) -> None:
        """Ask who is there, now and after a while without a key; called again when accounts or the room change."""
        from desktop.ui.lock import Door  # an office without accounts does not pay for it

        if self._door is None:
            self._door = Door(self, self._app)
            self._door.entered.connect(self._entered)
            self._door.switched.connect(self._switched)
        self._show_person()
        self._door.begin(self._room)

    def lock(self, *, switch: bool = False) -> None:
        """Lock the window, or let somebody else sit down."""
        if not self._desk.people.guarded:
            self._messages.tell("note", self.tr("Đơn vị chưa lập tài khoản, nên không có gì để khóa: lập ở trang Cài đặt."))
            return
        self.keep_draft()
        self._door.lock(switch=switch)

    def _entered(self, account: Any) -> None:
        self._show_person()
        self._messages.tell("done", self.tr("Chào {name}.").format(name=account.name))

    def _switched(self) -> None:
        """Somebody else sits here: what was being typed is a draft, and the day begins anew."""
        self._leave_form()
        self._pages_changed()
        self.show_page("today")

    def _pages_changed(self) -> None:
        """Make the other pages anew where they are next wanted: what may be done there is another's."""
        for name in [name for name in self._pages if name != "today"]:
            page = self._pages.pop(name)
            self._stack.removeWidget(page)
            page.deleteLater()

    def _show_person(self) -> None:
        self._where.setText(self._desk.office().person)

    def report(self, fault: BaseException) -> None:
        """Tell a fault of the worker."""
        self._crash.report(fault)

    def take_over_faults(self) -> None:
        """Let the window tell what nobody caught (sys.excepthook)."""
        self._crash.install()

    def keep_draft(self) -> None:
        """Keep what is being typed, now."""
        typed = self._form or self._stack.currentWidget()
        if hasattr(typed, "keep"):
            typed.keep()

    def end(self) -> None:
        """Let the workers end and close the book."""
        self._postman.close()
        self._tasks.close()
        self._desk.close()

    def show_help(self) -> None:
        """Open the help of the page or form in front."""
        from desktop.ui.help import Help

        if self._help is None:
            self._help = Help(self._room, self)
        self._help.open_at("form" if self._form is not None else self._name)

    def set_text_size(self, percent: int) -> None:
        """Draw the whole window anew at a text size."""
        self._desk.settings.text_size = percent
        self._draw_anew()

    def set_look(self, look: str) -> None:
        """Draw the whole window anew in other colours."""
        self._desk.settings.look = look
        self._draw_anew()

    def set_language(self, language: str) -> None:
        """Draw the whole window anew in another language; what the office writes stays as it is."""
        self._desk.settings.language = language
        speak(self._app, language)
        self._draw_anew()

    def _system_turned(self) -> None:
        """Follow the desktop from day to night, where the person lets it choose."""
        if self._desk.settings.look == "system" and self._room.theme.colours != self._colours():
            self._draw_anew()

    def _colours(self) -> Colours:
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return colours(self._desk.settings.look, system_is_dark=dark)

    def _draw_anew(self) -> None:
        self.keep_draft()
        name, self._form = self._name, None
        old = self.centralWidget()
        self._build()
        self.centralWidget().show()
        old.deleteLater()
        self._make_actions()
        if self._door is not None:
            self._door.begin(self._room)
        self.show_page(name)
        self._book_changed()

    # Qt

    def close_now(self) -> None:
        """Close without waiting for the post."""
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the draft and the window's place, send what waits where there is a line, let the workers end."""
        if self._last_look.holds(self.keep_draft, self._leave_form):
            event.ignore()
            return
        if self._has_last_words():
            event.ignore()
            self._say_farewell()
            return
        self._leaving = True
        standing_place.keep(self, self._desk.settings)
        self.leaving.emit()
        self.end()
        super().closeEvent(event)

    def _has_last_words(self) -> bool:
        if self._leaving or self._postman.fault is not None or self._app.isSavingSession():
            return False
        return bool(self._desk.post.centre() and self._desk.outbox.counts().waiting)

    def _say_farewell(self) -> None:
        if self._farewell is not None:
            self.close_now()  # asked twice: the person is in a hurry
            return
        self.show_page(self._name)
        self._farewell = Farewell(self._postman, self._room.icons, waiting=self._desk.outbox.counts().waiting)
        self._farewell.over.connect(self.close_now, Qt.ConnectionType.QueuedConnection)
        self._right.insertWidget(self._right.count() - 1, self._farewell)
        self._farewell.show()
        self._farewell.begin()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the draft when the person turns to another program."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.keep_draft()
        super().changeEvent(event)

    # Building

    def _build(self) -> None:
        look = theme.Theme(self._desk.settings.text_size, self._colours())
        theme.dress(self._app, look)
        self._room = Room(self._desk, self._tasks, look, Icons(look, ratio=self.devicePixelRatioF()), self._postman)
        self._farewell: Farewell | None = None
        self._help: Any = None  # made when first asked for, anew at another look
        self._pages: dict[str, Page] = {}
        self._form: Any = None
        self._name = "today"
        self._rail = Rail(look, self._room.icons, office=self._desk.office().unit.name)
        self._rail.chosen.connect(self.show_page)
        self._messages = MessageBar(self._room.icons)
        self._stack = QStackedWidget()
        self._right = column(self._messages, self._stack, self._status_line(), space=0)
        self._right.setStretch(1, 1)
        whole = row(self._rail, space=0)
        whole.addLayout(self._right, 1)
        middle = QWidget()
        middle.setProperty("role", "ground")
        middle.setLayout(whole)
        self.setCentralWidget(middle)

    def _status_line(self) -> QWidget:
        self._status = label("", "small")
        self._status.setAccessibleName(self.tr("Tình trạng sổ"))
        self._where = label("", "small")
        self._where.setText(self._desk.office().person)
        line = row(self._status, None, self._where)
        line.setContentsMargins(SPACE.xl, 6, SPACE.xl, 6)
        return frame(line, "status")

    def _make_actions(self) -> None:
        for old in self.actions():
            self.removeAction(old)
            old.deleteLater()
        for spec in actions.PAGES:
            self._action(spec.name, lambda name=spec.name: self.show_page(name))
        self._action("help", self.show_help)
        self._action("new", self.choose_kind)
        self._action("grid", lambda: self.show_page("grid", ""))
        self._action("import", lambda: self.show_page("importing"))
        self._action("find", lambda: self.show_page("activities", "find"))
        self._action("trash", lambda: self.show_page("bin"))
        self._action("safety", lambda: self.show_page("safety"))
        self._action("lock", self.lock)
        self._action("switch", lambda: self.lock(switch=True))
        self._action("send_now", lambda: self.show_page("sending", "send"))

    def _action(self, name: str, run: Any) -> None:
        actions.make(name, self, run, icons=self._room.icons, whole_window=True)

    def _page(self, name: str) -> Page:
        if name not in self._pages:
            # A page's module is read when the page is first wanted: the start pays only for the first one.
            made: Page = import_module(f"desktop.ui.pages.{name}").make(self._room)
            self._listen(made)
            self._pages[name] = made
            self._stack.addWidget(made)
        return self._pages[name]

    def _listen(self, page: Page) -> None:
        page.form_asked.connect(self._start_form)
        page.activity_asked.connect(self._start_activity)
        page.page_asked.connect(self.show_page)
        page.told.connect(self._messages.tell)
        page.changed.connect(self._book_changed)
        page.shown.connect(self._first_painted)
        if hasattr(page, "told_with"):
            page.told_with.connect(lambda tone, text, act, run: self._messages.tell(tone, text, action=act, run=run))
        # Queued: the page that asks is gone when the window has been drawn anew.
        for name, run in (("text_size_asked", self.set_text_size), ("look_asked", self.set_look), ("guard_asked", self.guard),
                          ("language_asked", self.set_language), ("lock_asked", self.lock)):  # fmt: skip
            if hasattr(page, name):
                getattr(page, name).connect(run, Qt.ConnectionType.QueuedConnection)

    # Forms

    def _open(self, begin: Any, *, act: str = "") -> QWidget:
        from desktop.ui.forms.place import FormPlace

        refused = self._desk.people.may(act) if act else ""
        if refused:
            self._messages.tell("warn", refused)
            return self._stack.currentWidget()
        self._leave_form()
        place = FormPlace(self._room)
        place.left.connect(self._form_left)
        place.saved.connect(self._form_saved)
        place.told.connect(self._messages.tell)  # before it begins: a refusal or a draft is told while it is laid out
        place.page_asked.connect(self.show_page)
        self._stack.addWidget(place)  # first: hung in when it is full, every field goes through the style sheet again
        try:
            begin(place)
        except AppError as fault:
            self._stack.removeWidget(place)
            place.deleteLater()
            self._messages.tell("fault", fault.sentence)
            return self._stack.currentWidget()
        self._form = place
        self._stack.setCurrentWidget(place)
        place.take_focus()
        return place

    def _start_form(self, kind: str, values: object, draft: str) -> None:
        if kind:
            self.open_form(kind, values or None, draft=draft)  # type: ignore[arg-type]
        else:
            self.choose_kind()

    def _start_activity(self, uid: str) -> None:
        self.open_activity(uid)

    def _form_saved(self, sentence: str, uid: str) -> None:
        self._saved_at = datetime.now().strftime("%H:%M")
        self._messages.tell("done", sentence, action=self.tr("Xem trong sổ"),
                            run=lambda: self.show_page("activities", uid))  # fmt: skip
        self._book_changed()

    def _form_left(self) -> None:
        self.show_page(self._name)

    def _leave_form(self) -> None:
        if self._form is not None:
            place = self._form
            place.keep()  # first: where the disk refuses, the form is still there
            self._form = None
            self._stack.removeWidget(place)
            place.deleteLater()

    # The line below

    def _book_changed(self) -> None:
        self._tasks.run(lambda desk, job: desk.outbox.counts(), self._show_counts, lane="counts")

    # The post

    def _post_ended(self, done: Sending, by_hand: bool) -> None:
        self._rail.warn("sending", "")
        self._book_changed()
        if done.pulled or done.items or done.returned:
            self._refresh_front()
        if done.returned and not by_hand:
            said = self.tr("Trung tâm trả lại {n} hoạt động để sửa.").format(n=number_vi(done.returned))
            self._messages.tell("note", said, action=self.tr("Xem"),
                                run=lambda: self.show_page("activities", {"state": "returned"}))  # fmt: skip
        elif done.note and not by_hand:
            self._messages.tell("note", done.note)

    def _post_failed(self, fault: AppError, by_hand: bool) -> None:
        self._rail.warn("sending", fault.sentence)
        self._book_changed()

    def _refresh_front(self) -> None:
        if self._form is None:
            self._page(self._name).refresh()

    def _show_counts(self, counts: Any) -> None:
        if counts.waiting > self._waiting:
            self._postman.saved()
        self._waiting = counts.waiting
        parts = []
        if self._saved_at:
            parts.append(self.tr("Đã lưu lúc {at}").format(at=self._saved_at))
        if counts.refused_now:
            parts.append(self.tr("{n} chưa hợp lệ").format(n=number_vi(counts.refused_now)))
        if counts.held:
            parts.append(self.tr("{n} chờ duyệt").format(n=number_vi(counts.held)))
        waiting = self.tr("còn {n} chưa gửi").format(n=number_vi(counts.waiting))
        parts.append(waiting if counts.waiting else self.tr("mọi thứ đã gửi") if counts.sent and not counts.held else "")
        sentence = " · ".join(part for part in parts if part) or self.tr("Sổ còn trống")
        self._status.setText(sentence[0].upper() + sentence[1:])

    def _count_ahead(self) -> None:
        """Count what plans and reports will ask for, a little at a time and only while nobody waits for the worker."""
        if self._leaving:
            return
        if not self._tasks.idle:
            QTimer.singleShot(AHEAD, self, self._count_ahead)
            return
        self._tasks.run(lambda desk, job: desk.plans.count_ahead(),
                        lambda more: QTimer.singleShot(AHEAD, self, self._count_ahead) if more else None,
                        failed=lambda fault: None)  # fmt: skip

    def _first_painted(self) -> None:
        if not self._painted:
            self._painted = True
            self._stack.currentWidget().repaint()
            QTimer.singleShot(0, self, lambda: self.painted.emit())
            QTimer.singleShot(AHEAD, self, self._count_ahead)
            QTimer.singleShot(0, self._book_changed)
            QTimer.singleShot(STARTS, self, self._postman.start)
            QTimer.singleShot(READ_AHEAD, self, self._read_ahead)

    def _read_ahead(self) -> None:
        """Read the forms' modules on the worker while nobody waits: the first form then opens at once; look at the clock."""
        self._tasks.run(lambda desk, job: desk.keeping.clock() if import_module("desktop.ui.forms.place") else "",
                        lambda said: self._messages.tell("warn", said) if said else None)  # fmt: skip

    # Where the window stands

    def _restore(self) -> None:
        standing_place.put_back(self, self._desk.settings, self._app.primaryScreen())
        self.show_page("today")
