"""The people of the office on the page Cài đặt: the first account, the list, one person, one PIN."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.models.accounts import ROLES, pin_fault
from desktop.models.errors import AppError
from desktop.models.text import number_vi
from desktop.ui import actions, lock
from desktop.ui.chips import Chips
from desktop.ui.flow import flow
from desktop.ui.parts import button, card, clear, column, label, row, rule
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

HINTS = {
    "official": "Ghi, sửa, in, báo cáo, gửi.",
    "leader": "Như cán bộ ghi, thêm quyền duyệt.",
    "print": "Chỉ xem và in.",
}


@dataclass(frozen=True, slots=True)
class Person:
    """What was typed of a person; the PIN goes to the worker with it and nowhere else."""

    name: str
    role: str
    manages: bool
    active: bool
    pin: str = field(repr=False)


class AccountsCard(QWidget):
    """What the office wants: nobody asked, or a PIN each; who may change it sees the buttons, the others see why not."""

    told = Signal(str, str)
    changed = Signal()  # what waits for the leader is another
    guard_asked = Signal()
    lock_asked = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._people = room.desk.people
        self._inside = QVBoxLayout()
        self._inside.setSpacing(SPACE.m)
        whole = column(card(label(self.tr("Người của đơn vị"), "lead"), self._inside))
        self.setLayout(whole)
        self.refresh()

    def refresh(self) -> None:
        """Show the accounts as they are."""
        clear(self._inside)
        if self._people.guarded:
            self._show_people()
        else:
            self._show_none()

    # Without accounts

    def _show_none(self) -> None:
        said = self.tr("Chưa lập tài khoản: ai mở chương trình cũng dùng được. Khi nhiều người dùng chung máy, lập tài khoản để "
                       "lịch sử ghi đúng tên, màn hình tự khóa, và lãnh đạo có thể duyệt trước khi gửi.")  # fmt: skip
        self.begin = button(self.tr("Lập tài khoản đầu tiên…"), self.ask_first, icon="users", icons=self._room.icons)
        self._inside.addWidget(label(said, wrap=True))
        self._inside.addLayout(row(self.begin, None))

    def ask_first(self) -> "PersonDialog":
        """Ask for the first account: who makes it manages."""
        people = self._people
        dialog = PersonDialog(self._room, self, title=self.tr("Tài khoản đầu tiên"), first=True)
        dialog.name.setText(self._room.desk.office().person)
        dialog.work = lambda desk, one: desk.people.found(one.name, one.role, one.pin)
        dialog.accepted.connect(lambda: self._done(
            self.tr("Đã lập tài khoản của {name}. Ctrl+L khóa máy, Ctrl+Shift+U đổi người dùng.").format(
                name=people.current.name if people.current else "")))  # fmt: skip
        return dialog.begin()

    # With accounts

    def _show_people(self) -> None:
        current, refused = self._people.current, self._people.may("manage")
        for at, one in enumerate(self._people.all()):
            if at:
                self._inside.addWidget(rule())
            self._inside.addLayout(self._line(one, current, refused))
        add = button(self.tr("Thêm người…"), self.ask_new, icon="plus", icons=self._room.icons)
        own = button(self.tr("Đổi PIN của tôi…"), self.ask_pin, role="quiet")
        off = button(self.tr("Bỏ mọi tài khoản…"), self.ask_off, role="quiet")
        now = button(self.tr("Khóa ngay"), self.lock_asked.emit, icon="lock", icons=self._room.icons, tip=actions.described("lock"))
        for made in (add, off):
            made.setEnabled(not refused)
            made.setToolTip(refused)
        self._inside.addLayout(flow(add, now, own, off, space=SPACE.s))
        self._inside.addWidget(rule())
        self._inside.addLayout(self._idle())
        self._inside.addLayout(self._approval(refused))
        told = self.tr("PIN giữ bàn làm việc, không thay mật khẩu máy tính: ai đăng nhập được vào máy này thì đặt lại được PIN.")
        self._inside.addWidget(label(told, "small", wrap=True))

    def _line(self, one: Any, current: Any, refused: str) -> Any:
        parts = [ROLES[one.role].lower(), *([self.tr("quản lý")] if one.manages else []),
                 *([] if one.active else [self.tr("đã ngừng")]), *([] if one.has_pin else [self.tr("chưa có PIN")]),
                 *([self.tr("đang ngồi đây")] if current and current.uid == one.uid else [])]  # fmt: skip
        edit = button(self.tr("Sửa…"), lambda: self.ask_change(one), role="quiet")
        edit.setAccessibleName(f"{self.tr('Sửa')}: {one.name}")
        edit.setEnabled(not refused)
        edit.setToolTip(refused)
        line = row(label(one.name, "strong"), label(", ".join(parts), "muted", wrap=True), edit, space=SPACE.m)
        line.setStretch(1, 1)
        return line

    def _idle(self) -> Any:
        chosen = self._room.desk.settings.kept(lock.SETTING, lock.AFTER)
        self.idle = Chips([("5", self.tr("5 phút")), ("10", self.tr("10 phút")), ("30", self.tr("30 phút")),
                           ("0", self.tr("Không tự khóa"))], single=True)  # fmt: skip
        self.idle.choose([str(chosen)])
        self.idle.setAccessibleName(self.tr("Tự khóa khi không ai dùng"))
        for chip in self.idle.buttons.values():
            chip.setAccessibleName(f"{self.tr('Tự khóa')}: {chip.text()}")
        self.idle.toggled.connect(self._keep_idle)
        return column(label(self.tr("Tự khóa khi không ai dùng sau"), "label"), self.idle, space=SPACE.xs)

    def _keep_idle(self) -> None:
        self._room.desk.settings.keep(lock.SETTING, int((self.idle.chosen() or [str(lock.AFTER)])[0]))

    def _approval(self, refused: str) -> Any:
        approvals = self._room.desk.approvals
        self.approval = QCheckBox(self.tr("Lãnh đạo duyệt trước khi gửi về thành phố"))
        self.approval.setChecked(approvals.needed)
        self.approval.setEnabled(not refused)
        self.approval.setToolTip(refused)
        self.approval.clicked.connect(self._keep_approval)
        lines: list[object] = [self.approval]
        count = approvals.count()
        said = (self.tr("{n} hoạt động đang chờ duyệt.").format(n=number_vi(count)) if count else
                self.tr("Bản ghi mới chờ ở máy này đến khi được duyệt; sửa sau khi duyệt thì chờ lại."))  # fmt: skip
        lines.append(label(said, "small", wrap=True))
        if count and not self._people.may("approve"):
            lines.append(row(button(self.tr("Duyệt tất cả"), self.approve_all, icon="circle-check", icons=self._room.icons), None))
        return column(*lines, space=SPACE.xs)

    def _keep_approval(self) -> None:
        self._try(lambda: self._room.desk.approvals.need(needed=self.approval.isChecked()),
                  self.tr("Từ giờ bản ghi mới chờ lãnh đạo duyệt.") if self.approval.isChecked()
                  else self.tr("Không cần duyệt nữa: mọi thứ đang chờ sẽ được gửi."))  # fmt: skip
        self.changed.emit()

    def approve_all(self) -> None:
        """Approve everything that waits, on the worker."""
        self._room.tasks.run(lambda desk, job: desk.approvals.approve(desk.approvals.all_pending()), self._approved,
                             failed=lambda fault: self.told.emit("warn", fault.sentence))  # fmt: skip

    def _approved(self, count: int) -> None:
        self._done(self.tr("Đã duyệt {n} hoạt động: sẽ được gửi về thành phố.").format(n=number_vi(count)))
        self.changed.emit()

    # What is asked

    def ask_new(self) -> "PersonDialog":
        """Ask for another person."""
        dialog = PersonDialog(self._room, self, title=self.tr("Thêm người"))
        dialog.work = lambda desk, one: desk.people.add(one.name, one.role, one.pin, manages=one.manages)
        dialog.accepted.connect(lambda: self._done(self.tr("Đã thêm {name}.").format(name=dialog.name.text())))
        return dialog.begin()

    def ask_change(self, one: Any) -> "PersonDialog":
        """Ask what is other about a person."""
        dialog = PersonDialog(self._room, self, title=one.name, known=one)
        dialog.work = lambda desk, new: desk.people.change(
            one.uid, name=new.name, role=new.role, manages=new.manages, active=new.active)  # fmt: skip
        dialog.reset_asked.connect(lambda: self._try(
            lambda: self._people.reset(one.uid),
            self.tr("Đã bỏ PIN của {name}: lần tới người đó đặt PIN mới.").format(name=one.name)))  # fmt: skip
        dialog.accepted.connect(lambda: self._done(self.tr("Đã sửa tài khoản của {name}.").format(name=dialog.name.text())))
        return dialog.begin()

    def ask_pin(self) -> "PersonDialog":
        """Ask for a new PIN of who sits here."""
        one = self._people.current
        dialog = PersonDialog(self._room, self, title=self.tr("Đổi PIN của {name}").format(name=one.name), pin_only=True)
        dialog.work = lambda desk, new: desk.people.set_pin(one.uid, new.pin)
        dialog.accepted.connect(lambda: self.told.emit("done", self.tr("Đã đổi PIN.")))
        return dialog.begin()

    def ask_off(self) -> QDialog:
        """Ask before all accounts go."""
        dialog = QDialog(self)
        dialog.setWindowTitle(self.tr("Bỏ mọi tài khoản"))
        said = label(self.tr("Chương trình sẽ mở ra là dùng được, không hỏi ai. Tên người ghi trong lịch sử vẫn còn."), wrap=True)
        keep = button(self.tr("Giữ tài khoản"), dialog.reject)
        go = button(self.tr("Bỏ mọi tài khoản"), dialog.accept, role="danger")
        dialog.setLayout(column(said, row(None, keep, go), margin=SPACE.l))
        dialog.accepted.connect(lambda: self._try(self._people.remove_all, self.tr("Đã bỏ mọi tài khoản.")))
        dialog.resize(self._room.theme.px(440), 0)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _try(self, act: Callable[[], object], sentence: str) -> None:
        try:
            act()
        except AppError as fault:
            self.told.emit("warn", fault.sentence)
            self.refresh()
            return
        self._done(sentence)

    def _done(self, sentence: str) -> None:
        self.refresh()
        self.told.emit("done", sentence)
        self.guard_asked.emit()


class PersonDialog(QDialog):
    """Name, role and PIN of one person; the PIN is hashed on the worker, faults stand below."""

    reset_asked = Signal()

    def __init__(self, room: Room, parent: QWidget, *, title: str, known: Any = None, first: bool = False,
                 pin_only: bool = False) -> None:  # fmt: skip
        super().__init__(parent)
        self._room = room
        self._with_pin = known is None
        self.work: Callable[[Any, Person], object] = lambda desk, person: None
        self.setWindowTitle(title)
        self.name = QLineEdit(known.name if known else "")
        self.name.setAccessibleName(self.tr("Họ và tên"))
        self._role = QComboBox()
        self._role.setAccessibleName(self.tr("Vai trò"))
        for code, words in ROLES.items():
            self._role.addItem(f"{words}: {HINTS[code].lower()}", code)
        self._role.setCurrentIndex(self._role.findData(known.role if known else "official"))
        self.manages = QCheckBox(self.tr("Quản lý tài khoản và cài đặt chung"))
        self.manages.setChecked(first or bool(known and known.manages))
        self.manages.setEnabled(not first)
        self.active = QCheckBox(self.tr("Còn làm việc ở đơn vị"))
        self.active.setChecked(known is None or known.active)
        self.pin = lock.pin_line(self.tr("PIN, 4 đến 12 chữ số"))
        self.again = lock.pin_line(self.tr("Nhắc lại PIN"))
        self._fault = label("", "fault", wrap=True)
        self._fault.hide()
        parts: list[object] = []
        if not pin_only:
            parts += [self._pair(self.name), self._pair(self._role), self.manages]
            if known is not None:
                forget = button(self.tr("Bỏ PIN đã quên"), self._reset, role="quiet")
                parts += [self.active, row(forget, None)]
        if self._with_pin:
            parts += [row(self._pair(self.pin), self._pair(self.again), space=SPACE.m)]
        self._save = button(self.tr("Lưu"), self.save, role="primary", icon="save", icons=room.icons)
        self.setLayout(column(*parts, self._fault, row(None, button(self.tr("Thôi"), self.reject), self._save),
                              margin=SPACE.l))  # fmt: skip
        self.resize(room.theme.px(480), 0)

    def begin(self) -> "PersonDialog":
        """Show the dialog and return it."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.open()
        return self

    def role(self) -> str:
        """The code of the chosen role."""
        return str(self._role.currentData())

    @property
    def fault(self) -> str:
        """What is said to be wrong, "" for nothing."""
        return "" if self._fault.isHidden() else self._fault.text()

    def save(self) -> None:
        """Check what can be checked here, then let the worker do it."""
        if self._with_pin:
            wrong = pin_fault(self.pin.text())
            if not wrong and self.pin.text() != self.again.text():
                wrong = self.tr("Hai lần nhập PIN chưa giống nhau: hãy nhập lại.")
            if wrong:
                self._tell(wrong)
                (self.pin if pin_fault(self.pin.text()) else self.again).setFocus()
                return
        self._save.setEnabled(False)
        person = Person(self.name.text(), self.role(), self.manages.isChecked(), self.active.isChecked(), self.pin.text())
        work = self.work  # the worker touches no widget
        self._room.tasks.run(lambda desk, job: work(desk, person), lambda done: self.accept(), failed=self._refused)

    def _reset(self) -> None:
        self.reset_asked.emit()
        self.reject()

    def _refused(self, fault: AppError) -> None:
        self._save.setEnabled(True)
        self._tell(fault.sentence)

    def _tell(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.show()

    def _pair(self, widget: QWidget) -> Any:
        said = label(widget.accessibleName(), "label")
        said.setBuddy(widget)
        return column(said, widget, space=SPACE.xs)
