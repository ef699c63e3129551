"""A plan to be changed: its document, its targets, its older versions; kept only as a whole and only when it can be counted."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.models import reading
from desktop.models.errors import AppError, InputError
from desktop.models.text import date_vi, number_vi
from desktop.ui.chips import Chips
from desktop.ui.in_time import InTime
from desktop.ui.moments import moment
from desktop.ui.parts import button, column, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

WAYS = (("activities", "Đếm số hoạt động"), ("sum", "Cộng một số liệu"), ("share", "Tỷ lệ % của danh mục"),
        ("yesno", "Có hay không"), ("hosts", "Đếm đơn vị chủ trì"))  # fmt: skip
_LINES = ("title", "number", "on", "body", "phase", "since", "until", "code", "label", "unit")
_KEY = Qt.ItemDataRole.UserRole


class PlanDialog(QDialog):
    """Says `saved` with the version that was made."""

    saved = Signal(object)

    def __init__(self, room: Room, plan: Any, versions: Sequence[Any], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sửa kế hoạch"))
        self._room, self._kinds = room, room.desk.kinds
        self._plan = plan
        self._targets: list[Any] = list(plan.targets)
        self._filling = False
        activity = next(iter(self._kinds.of_family("activity")))
        campaigns = [(one.code, one.label) for one in activity.field("campaign").choices]
        marks = [("", self.tr("Không cần"))]
        marks += [(one.code, f"{one.code} · {one.label}") for one in activity.field("targets").choices]

        # The document
        self.title, self.number = self._line(self.tr("Tên kế hoạch")), self._line(self.tr("Số, ký hiệu"))
        self.on, self.body = self._line(self.tr("Ngày ban hành")), self._line(self.tr("Cơ quan ban hành"))
        self.phase = self._line(self.tr("Giai đoạn"))
        self.since, self.until = self._line(self.tr("Từ ngày")), self._line(self.tr("Đến ngày"))
        self.status = Chips([("current", self.tr("Đang thực hiện")), ("sample", self.tr("Mẫu")),
                             ("ended", self.tr("Hết giai đoạn"))], single=True)  # fmt: skip
        self.versions = QComboBox()
        self.versions.setAccessibleName(self.tr("Bản của kế hoạch"))
        self.versions.addItem(self.tr("Bản đang sửa"), 0)
        for one in versions:
            self.versions.addItem(f"{self.tr('Bản')} {one.version} · {moment(one.at)} · {one.by}", one.version)
        self.versions.activated.connect(self._go_back)
        self.versions.setVisible(bool(versions))

        # The targets
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Các chỉ tiêu"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show_target)
        self.code, self.label = self._line(self.tr("Mã")), self._line(self.tr("Chỉ tiêu"))
        self.unit, self.amount = self._line(self.tr("Đơn vị tính")), self._line(self.tr("Số phải đạt"))
        self.amount.setPlaceholderText(self.tr("để trống nếu kế hoạch không đặt số"))
        self.period = Chips([("year", self.tr("Mỗi năm")), ("phase", self.tr("Cả giai đoạn"))], single=True)
        self.how = self._combo(self.tr("Cách tính"), [(code, self.tr(text)) for code, text in WAYS])
        self.kinds = QListWidget()
        self.kinds.setAccessibleName(self.tr("Loại hoạt động được tính"))
        for kind in self._kinds.values():
            item = QListWidgetItem(kind.label)
            item.setData(_KEY, kind.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.kinds.addItem(item)
        self.kinds.setFixedHeight(room.theme.px(132))
        self.field = self._combo(self.tr("Số liệu"), [])
        self.campaigns = Chips(campaigns)
        self.marked = self._combo(self.tr("Chỉ hoạt động ghi thuộc chỉ tiêu"), marks)
        self._fault = label("", "fault", wrap=True)
        self._fault.hide()
        for chips in (self.status, self.period):  # a form leaves them the height of a narrow window
            chips.setFixedHeight(room.theme.px(34))
        self._left = label("", "small", wrap=True)
        self._forget = button(self.tr("Bỏ phần sửa dở"), self.forget, role="quiet")
        self._keeper = InTime(self, self.keep, self._tell)
        self._connect()
        self._lay_out()
        self._show_plan(plan)
        self._given = self._state()
        self._take_up()

    def keep(self) -> None:
        """Keep what was changed and not saved yet, now: it stands here again when the dialog is opened again."""
        self._keeper.stop()
        self._keep_target()
        if self._state() != self._given:
            self._room.desk.plans.keep_draft(replace(self._plan, targets=tuple(self._targets)), self._typed())
            self._given = self._state()

    def forget(self) -> None:
        """Begin again from the plan as it was saved."""
        self._room.desk.plans.drop_draft(self._plan.code)
        self._show_plan(self._plan)
        self._given = self._state()
        self._say_left(kept=False)

    def reject(self) -> None:
        """Close; what was changed stays for the next time."""
        try:
            self.keep()
        except AppError as fault:
            self._tell(fault)
            return
        super().reject()

    def save(self) -> None:
        """Keep the plan as its next version."""
        try:
            plan = self.plan()
        except InputError as fault:
            self._tell(fault)
            return
        self._room.tasks.run(lambda desk, job: desk.plans.save(plan), self._kept, failed=self._tell)

    def plan(self) -> Any:
        """Return the plan as it stands in the dialog. Raises InputError for a day or number nobody can read."""
        if self.amount.text().strip():
            reading.number(self.amount.text())
        self._keep_target()
        days = {name: self._day(line) for name, line in (("since", self.since), ("until", self.until))}
        on = reading.day(self.on.text()) if self.on.text().strip() else None
        return replace(self._plan, title=self.title.text().strip(), number=self.number.text().strip(), on=on,
                       body=self.body.text().strip(), phase=self.phase.text().strip(),
                       status=(self.status.chosen() or ["current"])[0], targets=tuple(self._targets), **days)  # fmt: skip

    # What the person does

    def add(self) -> None:
        """Add a target behind the one that is shown, like it."""
        self._keep_target()
        at = max(0, self.list.currentRow())
        like = self._targets[at]
        number = len(self._targets) + 1
        while f"P{number}" in {one.code for one in self._targets}:
            number += 1
        self._targets.insert(at + 1, replace(like, code=f"P{number}", label=self.tr("Chỉ tiêu mới"), amount=None))
        self._show_list(at + 1)
        self.label.setFocus()
        self.label.selectAll()

    def remove(self) -> None:
        """Take away the target that is shown; a plan keeps at least one."""
        at = self.list.currentRow()
        if len(self._targets) > 1 and at >= 0:
            self._targets.pop(at)
            self._show_list(min(at, len(self._targets) - 1))

    def move(self, step: int) -> None:
        """Move the target that is shown up or down."""
        self._keep_target()
        at = self.list.currentRow()
        if 0 <= at + step < len(self._targets):
            self._targets[at], self._targets[at + step] = self._targets[at + step], self._targets[at]
            self._show_list(at + step)

    def _go_back(self) -> None:
        number = int(self.versions.currentData() or 0)
        if number:
            code = self._plan.code
            self._room.tasks.run(lambda desk, job: desk.plans.version(code, number), self._show_plan, failed=self._tell)

    # What was left half changed

    def _typed(self) -> dict[str, Any]:
        lines = {name: getattr(self, name).text() for name in _LINES}
        return {"lines": lines, "status": self.status.chosen(), "row": max(0, self.list.currentRow()), "amount": self.amount.text()}

    def _state(self) -> tuple[Any, ...]:
        typed = self._typed()
        typed.pop("row")
        return typed, tuple(self._targets)

    def _take_up(self) -> None:
        found = self._room.desk.plans.draft(self._plan.code)
        if found is not None:
            plan, typed = found
            if plan is not None:
                self._show_plan(plan)
            self.status.choose(typed["status"])
            self._show_list(min(typed["row"], len(self._targets) - 1))
            for name in _LINES:
                getattr(self, name).setText(typed["lines"][name])
            self.amount.setText(typed["amount"])
            self._given = self._state()
        self._say_left(kept=found is not None)

    def _say_left(self, *, kept: bool) -> None:
        self._left.setText(self.tr("Có phần sửa dở từ trước: xem lại rồi Lưu.") if kept else "")
        self._forget.setVisible(kept)
        self._left.setVisible(kept)

    def _kept(self, version: Any) -> None:
        self._keeper.stop()
        self._room.desk.plans.drop_draft(self._plan.code)
        self._given = self._state()
        self.saved.emit(version)
        self.accept()

    def _tell(self, fault: AppError) -> None:
        self._fault.setText(fault.sentence)
        self._fault.show()

    # The shown target and the plan

    def _show_plan(self, plan: Any) -> None:
        self._targets = list(plan.targets)
        for line, text in ((self.title, plan.title), (self.number, plan.number), (self.body, plan.body), (self.phase, plan.phase),
                           (self.on, date_vi(plan.on) if plan.on else ""), (self.since, date_vi(plan.since)),
                           (self.until, date_vi(plan.until))):  # fmt: skip
            line.setText(text)
            line.setCursorPosition(0)
        self.status.choose([plan.status])
        self._shown = -1
        self._show_list(0)

    def _show_list(self, at: int) -> None:
        self._keeper.touch()
        self._filling = True
        self.list.clear()
        for one in self._targets:
            self.list.addItem(_line(one))
        self._filling = False
        self._shown = -1
        self.list.setCurrentRow(at)

    def _show_target(self, at: int) -> None:
        if self._filling or not 0 <= at < len(self._targets):
            return
        if self._shown >= 0:
            self._keep_target()
        one = self._targets[at]
        self._filling = True
        self.code.setText(one.code)
        self.label.setText(one.label)
        self.label.setCursorPosition(0)
        self.unit.setText(one.unit)
        plain = int(one.amount) if one.amount is not None and float(one.amount).is_integer() else one.amount
        self.amount.setText("" if plain is None else number_vi(plain))
        self.period.choose([one.period])
        self.how.setCurrentIndex(self.how.findData(one.how))
        for number in range(self.kinds.count()):
            item = self.kinds.item(number)
            item.setCheckState(Qt.CheckState.Checked if item.data(_KEY) in one.kinds else Qt.CheckState.Unchecked)
        self.campaigns.choose(one.campaigns)
        self.marked.setCurrentIndex(max(0, self.marked.findData(one.marked)))
        self._filling = False
        self._shown = at
        self._offer_fields(one.field.name if one.field else "")

    def _keep_target(self) -> None:
        """Take what is typed into the target it belongs to; a number nobody can read is told and left as it was."""
        at = self._shown
        if self._filling or not 0 <= at < len(self._targets):
            return
        self._fault.hide()
        one = self._targets[at]
        try:
            amount = float(reading.number(self.amount.text())) if self.amount.text().strip() else None
        except InputError as fault:
            self._tell(fault)
            amount = one.amount
        how = str(self.how.currentData())
        kinds = self._checked()
        name = str(self.field.currentData() or "")
        field = next((self._kinds[code].field(name) for code in kinds if name in self._kinds[code].names), None)
        code, said, unit = (line.text().strip() for line in (self.code, self.label, self.unit))
        self._targets[at] = replace(
            one, code=code, label=said, unit=unit, amount=amount, period=(self.period.chosen() or ["year"])[0], how=how,
            kinds=kinds, field=field if how in {"sum", "share"} else None, campaigns=tuple(self.campaigns.chosen()),
            marked=str(self.marked.currentData() or ""))  # fmt: skip
        item = self.list.item(at)
        if item is not None:
            item.setText(_line(self._targets[at]))

    def _checked(self) -> tuple[str, ...]:
        items = (self.kinds.item(number) for number in range(self.kinds.count()))
        return tuple(item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _offer_fields(self, wanted: str = "") -> None:
        how, kinds = str(self.how.currentData()), self._checked()
        current = wanted or str(self.field.currentData() or "")
        self.field.clear()
        for code in kinds[:1] if how in {"sum", "share"} else ():
            for field in self._kinds[code].fields:
                if (how == "sum" and field.summed) or (how == "share" and field.type == "date"):
                    self.field.addItem(f"{field.label} ({field.unit})" if field.unit else field.label, field.name)
        self.field.setEnabled(self.field.count() > 0)
        self.field.setCurrentIndex(max(0, self.field.findData(current)) if self.field.count() else -1)

    def _day(self, line: QLineEdit) -> Any:
        return reading.day(line.text())

    # Building

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        return line

    def _combo(self, name: str, options: Sequence[tuple[str, str]]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(20)
        for code, text in options:
            made.addItem(text, code)
        return made

    def _connect(self) -> None:
        for name in _LINES:
            getattr(self, name).textEdited.connect(self._keeper.touch)
        for said in (self.status.toggled, self.amount.textEdited, self.how.activated, self.kinds.itemChanged,
                     self.field.activated, self.marked.activated, self.period.toggled, self.campaigns.toggled):  # fmt: skip
            said.connect(self._keeper.touch)
        for line in (self.code, self.label, self.unit, self.amount):
            line.editingFinished.connect(self._keep_target)
        self.how.activated.connect(lambda: (self._offer_fields(), self._keep_target()))
        self.kinds.itemChanged.connect(lambda _: None if self._filling else (self._offer_fields(), self._keep_target()))
        self.field.activated.connect(lambda: self._keep_target())
        self.marked.activated.connect(lambda: self._keep_target())
        self.period.toggled.connect(self._keep_target)
        self.campaigns.toggled.connect(self._keep_target)

    def _lay_out(self) -> None:
        document = QFormLayout()
        document.setSpacing(SPACE.s)
        document.addRow(self.tr("Tên kế hoạch"), self.title)
        document.addRow(self.tr("Số, ngày"), row(self.number, self.on))
        document.addRow(self.tr("Cơ quan, giai đoạn"), row(self.body, self.phase))
        document.addRow(self.tr("Từ, đến ngày"), row(self.since, self.until))
        document.addRow("", self.status)
        one = QFormLayout()
        one.setSpacing(SPACE.s)
        one.addRow(self.tr("Mã, đơn vị tính"), row(self.code, self.unit))
        one.addRow(self.tr("Chỉ tiêu"), self.label)
        one.addRow(self.tr("Số phải đạt"), self.amount)
        one.addRow("", self.period)
        one.addRow(self.tr("Cách tính"), self.how)
        one.addRow(self.tr("Loại hoạt động"), self.kinds)
        one.addRow(self.tr("Số liệu"), self.field)
        one.addRow(self.tr("Chỉ chiến dịch"), self.campaigns)
        one.addRow(self.tr("Chỉ ghi thuộc"), self.marked)
        icons = self._room.icons
        acts = row(button(self.tr("Thêm"), self.add, icon="plus", icons=icons),
                   button("", lambda: self.move(-1), role="icon", icon="chevron-up", icons=icons, tip=self.tr("Lên trên")),
                   button("", lambda: self.move(1), role="icon", icon="chevron-down", icons=icons, tip=self.tr("Xuống dưới")),
                   button("", self.remove, role="icon", icon="trash-2", icons=icons, tip=self.tr("Bỏ chỉ tiêu")), None)  # fmt: skip
        left, right, inside = QWidget(), QWidget(), QWidget()
        chosen = column(self.list, acts, space=SPACE.s)
        chosen.setStretch(0, 1)
        left.setLayout(chosen)
        left.setMinimumWidth(self._room.theme.px(250))
        right.setLayout(one)
        both = row(left, right, space=SPACE.l)
        both.setStretch(1, 1)
        whole = column(document, label(self.tr("Chỉ tiêu"), "lead"), both, space=SPACE.m)
        whole.setStretch(2, 1)
        inside.setLayout(whole)
        save = button(self.tr("Lưu thành bản mới"), self.save, role="primary", icon="check", icons=icons)
        close = button(self.tr("Đóng"), self.reject)
        self.note = row(self._left, self._forget)
        outer = column(self.note, scroll(inside), self._fault, row(self.versions, None, close, save), space=SPACE.m, margin=SPACE.l)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        room = self.parentWidget().window().size()
        self.resize(min(self._room.theme.px(860), room.width() - 80), min(self._room.theme.px(680), room.height() - 40))


def _line(target: Any) -> str:
    return f"{target.code}. {target.label}"
