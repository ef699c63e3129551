"""Who sits at the desk: the lock screen, the quick switch, and the lock after a while without a key."""

import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QRegularExpressionValidator, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QMainWindow, QWidget

from desktop.models.accounts import ROLES, pin_fault
from desktop.models.errors import AppError
from desktop.ui.parts import button, column, frame, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

AFTER, SETTING = 10, "lock_after"  # minutes; the window remembers another choice, 0 for never
LOOKS = 15_000  # ms between two looks at how long nobody touched anything
_TOUCHES = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
            QEvent.Type.TouchBegin, QEvent.Type.TabletPress}  # fmt: skip


def pin_line(name: str) -> QLineEdit:
    """Return a line for a PIN: digits only, shown as dots, never kept by an input method."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,12}"), line))
    line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
                             | Qt.InputMethodHint.ImhHiddenText)  # fmt: skip
    line.setAccessibleName(name)
    return line


class LockScreen(QFrame):
    """Covers the window: who, PIN, Enter. The PIN is looked at on the worker and is nowhere kept."""

    opened = Signal(object)  # the account that sat down

    def __init__(self, room: Room, parent: QWidget, *, who: str) -> None:
        super().__init__(parent)
        self._room = room
        self._busy = False
        self.setProperty("role", "ground")
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Máy đang khóa"))

        # Who
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Người dùng"))
        self.list.currentRowChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda item: self.pin.setFocus())
        self._accounts = list(room.desk.people.active())
        for one in self._accounts:
            self.list.addItem(QListWidgetItem(f"{one.name}  ·  {ROLES[one.role].lower()}"))
        self.list.setFixedHeight(room.theme.px(38) * min(max(len(self._accounts), 2), 6) + 8)

        # The PIN
        self.pin = pin_line(self.tr("PIN"))
        self.again = pin_line(self.tr("Nhắc lại PIN mới"))
        self._head = label(self.tr("PIN"), "label")
        self._head_again = label(self.tr("Nhắc lại PIN mới"), "label")
        self._head.setBuddy(self.pin)
        self._head_again.setBuddy(self.again)
        self.pin.returnPressed.connect(self.enter)
        self.again.returnPressed.connect(self.enter)
        self._fault = label("", "fault", wrap=True)
        self.go = button(self.tr("Mở khóa"), self.enter, role="primary", icon="lock", icons=room.icons)
        self._timer = QTimer(self)
        self._timer.setInterval(1_000)
        self._timer.timeout.connect(self._count_down)
        self._lay_out()
        at = next((at for at, one in enumerate(self._accounts) if one.uid == who), 0)
        self.list.setCurrentRow(at)
        self.resize(parent.size())
        parent.installEventFilter(self)

    @property
    def account(self) -> Any:
        """Who is chosen."""
        return self._accounts[max(self.list.currentRow(), 0)]

    @property
    def fault(self) -> str:
        """What is said below the PIN."""
        return self._fault.text()

    def take_focus(self, *, on_list: bool = False) -> None:
        """Put the keyboard on the PIN, or on the names."""
        (self.list if on_list and len(self._accounts) > 1 else self.pin).setFocus()

    def enter(self) -> None:
        """Try the PIN."""
        account, pin, new = self.account, self.pin.text(), ""
        if self._busy or self._room.desk.people.wait(account.uid):
            return
        if not account.has_pin:
            new = pin
            fault = pin_fault(new) or ("" if new == self.again.text() else self.tr("Hai lần nhập chưa giống nhau: hãy nhập lại."))
            if fault and not self.again.text() and not pin_fault(new):
                self.again.setFocus()
                return
            if fault:
                self._tell(fault)
                return
        elif not pin:
            self._tell(self.tr("Hãy nhập PIN."))
            return
        self._busy = True
        self.go.setEnabled(False)
        self._fault.setText(self.tr("Đang xem PIN…"))
        self._room.tasks.run(lambda desk, job: desk.people.sign_in(account.uid, pin, new_pin=new), self._let_in,
                             failed=self._refused)  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            assert isinstance(event, QResizeEvent)
            self.resize(event.size())
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the names the height their style asks for: they were added before it was known."""
        super().showEvent(event)
        self.list.doItemsLayout()

    def _lay_out(self) -> None:
        picture = QLabel()
        picture.setPixmap(self._room.icons.pixmap("lock", "primary", size=32))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label(self.tr("Ai đang ngồi vào máy?"), "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        office = label(self._room.desk.office().unit.name, "muted")
        office.setAlignment(Qt.AlignmentFlag.AlignCenter)
        help_ = label(self.tr("Quên PIN: nhờ người quản lý bỏ PIN cũ ở Cài đặt. Người quản lý quên: trên máy này chạy lệnh "
                              "«sophuong accounts --reset TÊN»."), "small", wrap=True)  # fmt: skip
        pins = column(self._head, self.pin, self._head_again, self.again, self._fault, space=SPACE.xs)
        inside = column(picture, title, office, self.list, pins, row(None, self.go), help_, space=SPACE.m, margin=SPACE.xl)
        middle = frame(inside, "card")
        middle.setFixedWidth(self._room.theme.px(420))
        holder = QWidget()
        holder.setLayout(column(None, row(None, middle, None), None))
        self.setLayout(column(scroll(holder)))  # large letters on a low screen

    def _chosen(self, _row: int) -> None:
        new = not self.account.has_pin
        self._head.setText(self.tr("Đặt PIN mới, 4 đến 12 chữ số") if new else self.tr("PIN"))
        self._head_again.setVisible(new)
        self.again.setVisible(new)
        self.pin.clear()
        self.again.clear()
        self._fault.setText("")
        self._count_down()

    def _count_down(self) -> None:
        wait = self._room.desk.people.wait(self.account.uid)
        self.pin.setEnabled(not wait)
        self.go.setEnabled(not wait and not self._busy)
        if wait:
            self._fault.setText(self.tr("Sai PIN nhiều lần: còn {n} giây nữa được thử lại.").format(n=wait))
            self._timer.start()
        elif self._timer.isActive():
            self._timer.stop()
            self._fault.setText("")
            self.pin.setFocus()

    def _let_in(self, account: Any) -> None:
        self.pin.clear()
        self.again.clear()
        self.opened.emit(account)

    def _refused(self, fault: AppError) -> None:
        self._busy = False
        self.go.setEnabled(True)
        self._tell(fault.sentence)
        self._count_down()

    def _tell(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self.pin.setAccessibleDescription(sentence)
        self.pin.clear()
        self.again.clear()
        self.pin.setFocus()


class Door(QObject):
    """Locks the window and lets people in; without accounts it stands open and does nothing."""

    switched = Signal()  # somebody else sits here now
    entered = Signal(object)  # the account that sat down

    def __init__(self, window: QMainWindow, app: QGuiApplication) -> None:
        super().__init__(window)
        self._window = window
        self._app = app
        self._room: Any = None
        self.screen: LockScreen | None = None
        self._last = ""
        self._touched = time.monotonic()
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None
        self._watched: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKS)
        self._timer.timeout.connect(self._look)

    def begin(self, room: Room) -> None:
        """Take the room of the window, and ask who is there where the office has accounts."""
        self._room = room
        if room.desk.people.guarded and room.desk.people.current is None:
            self.lock()
        self.watch()

    def watch(self) -> None:
        """Lock after a while without a key, where there are accounts."""
        if self._room.desk.people.guarded and not self._timer.isActive():
            self._timer.start()
            self._app.focusWindowChanged.connect(self._follow)
            self._follow(self._app.focusWindow())

    def lock(self, *, switch: bool = False) -> None:
        """Cover the window until somebody's PIN is right; `switch` begins with the names."""
        if self.screen is not None or not self._room.desk.people.guarded:
            return
        current = self._room.desk.people.current
        self._last = current.uid if current else self._room.desk.settings.kept("last_account", "")
        self._room.desk.people.leave()
        self._focus = self._window.focusWidget()
        self._hide_dialogs()
        for act in self._window.actions():
            act.setEnabled(False)
        self.screen = LockScreen(self._room, self._window, who=self._last)
        self.screen.opened.connect(self._open, Qt.ConnectionType.QueuedConnection)
        self._window.centralWidget().hide()
        self.screen.show()
        self.screen.raise_()
        self.screen.take_focus(on_list=switch)

    def _open(self, account: Any) -> None:
        screen, self.screen = self.screen, None
        if screen is None:
            return
        self._window.removeEventFilter(screen)
        screen.hide()
        screen.deleteLater()
        for act in self._window.actions():
            act.setEnabled(True)
        self._window.centralWidget().show()
        other = account.uid != self._last
        for dialog in self._hidden:
            dialog.close() if other else dialog.show()
        self._hidden.clear()
        self._touched = time.monotonic()
        self._room.desk.settings.keep("last_account", account.uid)
        self.entered.emit(account)
        if other:
            self.switched.emit()
        elif self._focus is not None:
            self._focus.setFocus()

    def _hide_dialogs(self) -> None:
        self._hidden = [one for one in self._window.findChildren(QWidget)
                        if one.isWindow() and one.isVisible() and one is not self._window]  # fmt: skip
        for dialog in self._hidden:
            dialog.hide()

    # The while without a key

    def _follow(self, window: Any) -> None:
        """Watch the window in front only: an event filter over the whole program would be paid by every event."""
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = window
        self._touched = time.monotonic()
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note when somebody touched something."""
        if event.type() in _TOUCHES:
            self._touched = time.monotonic()
        return False

    def _look(self) -> None:
        minutes = self._room.desk.settings.kept(SETTING, AFTER)
        if minutes and time.monotonic() - self._touched > minutes * 60:
            self.lock()
