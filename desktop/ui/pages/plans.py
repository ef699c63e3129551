"""Kế hoạch: each target with what is done, whether it is on time, what is missing, and one press to go on."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.models.text import date_vi, number_vi
from desktop.ui.calendar_card import CalendarCard
from desktop.ui.charts_card import ChartsCard
from desktop.ui.chips import Chips
from desktop.ui.desk import Desk, PlanCard, Target
from desktop.ui.flow import flow
from desktop.ui.pace_bar import PaceBar
from desktop.ui.page import Page
from desktop.ui.parts import button, card, clear, column, empty, label, row, rule, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

TONES = {"done": "sent", "on": "saved", "risk": "draft", "late": "fault", "missed": "fault", "open": "muted"}


class Plans(Page):
    """One plan at a time, the running one first."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._plans: Sequence[PlanCard] = ()
        self._wanted = ""
        self.chooser = QComboBox()
        self.chooser.setAccessibleName(self.tr("Kế hoạch"))
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setMinimumContentsLength(26)
        self.chooser.activated.connect(self._chosen)
        self._edit = button(self.tr("Sửa kế hoạch…"), self.edit, icon="file-pen", icons=self.icons)
        self._more = button(self.tr("Khác"), role="quiet", icon="ellipsis", icons=self.icons,
                            tip=self.tr("Chép sang năm sau, nhận từ tệp, lưu thành tệp"))  # fmt: skip
        menu = QMenu(self._more)
        self._copy = menu.addAction(self.icons.icon("copy"), self.tr("Chép năm sau…"), self.copy)
        self._take = menu.addAction(self.icons.icon("folder-open"), self.tr("Nhận từ tệp…"), self._ask_take)
        self._keep = menu.addAction(self.icons.icon("save"), self.tr("Lưu thành tệp…"), self._ask_write)
        self._more.setMenu(menu)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE.l)
        self._list.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(self._list)
        self._stack = QStackedWidget()
        self._stack.addWidget(scroll(inside))
        self._stack.addWidget(empty(
            self.icons, "target", title=self.tr("Chưa có kế hoạch nào"),
            text=self.tr("Kế hoạch của đơn vị và của thành phố sẽ hiện ở đây với từng chỉ tiêu; mức đạt "
                         "được tính từ các hoạt động đã ghi, không phải nhập lại.")))  # fmt: skip
        self.calendar = CalendarCard(room)
        self.calendar.opened.connect(self._open_event)
        self.calendar.failed.connect(self.fail)
        self._stack.addWidget(scroll(self.calendar))
        self.charts = ChartsCard(room)
        self.charts.opened.connect(lambda query: self.page_asked.emit("activities", query))
        self.charts.told.connect(self.told)
        self.charts.failed.connect(self.fail)
        around = scroll(self.charts)
        # A bar that comes and goes would change the width the chart is drawn for.
        around.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._stack.addWidget(around)
        self.sides = Chips([("targets", self.tr("Chỉ tiêu")), ("charts", self.tr("Biểu đồ")), ("calendar", self.tr("Lịch"))],
                           single=True)  # fmt: skip
        self.sides.setAccessibleName(self.tr("Xem"))
        self.sides.choose(["targets"])
        self.sides.toggled.connect(self._show_side)
        self.sides.setFixedSize(room.theme.px(232), room.theme.px(32))
        head = QWidget()
        # A row of them would be wider than the screen at large letters.
        head.setLayout(flow(self.sides, self.chooser, self._edit, self._more, space=SPACE.s))
        whole = QWidget()
        parts = column(head, self._stack, space=SPACE.m)
        parts.setStretch(1, 1)
        whole.setLayout(parts)
        self.lay(self.tr("Kế hoạch"), whole, subtitle=self.tr("Mức đạt được tính từ các hoạt động đã ghi trong sổ."))

    def take_focus(self) -> None:
        """Put the keyboard on the choice of the plan."""
        self.chooser.setFocus()

    def refresh(self) -> None:
        """Count the plan that is shown anew."""
        wanted = self._wanted or (self.plan.code if self.plan else "")
        self.room.tasks.run(lambda desk, job: list(desk.plans.progress(wanted)), self._show, failed=self.fail, lane="plans")

    def turn_to(self, wanted: object) -> None:
        """Show a plan by its code, or "calendar", or "charts"."""
        if wanted in ("calendar", "charts"):
            self.sides.choose([str(wanted)])
            self._show_side()
            return
        self.sides.choose(["targets"])
        self._show_side()
        self._wanted = str(wanted)
        self.refresh()

    @property
    def plan(self) -> PlanCard | None:
        """The plan that is shown."""
        at = self.chooser.currentIndex()
        return self._plans[at] if 0 <= at < len(self._plans) else None

    def edit(self) -> None:
        """Open the plan to be changed."""
        if self.plan is not None:
            code = self.plan.code
            self.room.tasks.run(lambda desk, job: (desk.plans.get(code), desk.plans.versions(code)),
                                lambda found: self._open(*found), failed=self.fail)  # fmt: skip

    def copy(self) -> None:
        """Copy the plan to a year that is asked for, and open the copy."""
        if self.plan is None:
            return
        code, year = self.plan.code, date.today().year + 1
        year, agreed = QInputDialog.getInt(self, self.tr("Chép kế hoạch"), self.tr("Sang năm"), year, 2000, 2099)
        if agreed:
            self.room.tasks.run(lambda desk, job: desk.plans.copy(code, year), lambda plan: self._open(plan, ()), failed=self.fail)

    def adopt(self) -> None:
        """Carry out the sample that is shown."""
        if self.plan is not None:
            code = self.plan.code
            self._do(lambda desk: desk.plans.adopt(code), self.tr("Kế hoạch này nay là kế hoạch đang thực hiện của đơn vị."))

    # What happens

    def _show(self, found: Sequence[PlanCard]) -> None:
        current = self._wanted or (self.plan.code if self.plan else "")
        self._wanted = ""
        self._plans = found
        self.chooser.clear()
        for one in found:
            self.chooser.addItem(f"{one.title} · {one.status_label}", one.code)
        counted = next((one.code for one in found if one.targets), "")
        at = self.chooser.findData(current if current in {one.code for one in found} else counted)
        self.chooser.setCurrentIndex(max(at, 0) if found else -1)
        self._show_side()
        for one in (self._edit, self._copy, self._keep):
            one.setEnabled(bool(found))
        self._draw()
        self.shown.emit()

    def _show_side(self) -> None:
        side = (self.sides.chosen() or ["targets"])[0]
        self.sides.choose([side])
        self.chooser.setVisible(side != "calendar")
        for one in (self._edit, self._more):
            one.setVisible(side == "targets")
        if side == "calendar":
            self._stack.setCurrentIndex(2)
            self.calendar.refresh()
        elif side == "charts":
            self._stack.setCurrentIndex(3)
            self.charts.turn_to(self.plan.code if self.plan else "")
        else:
            self._stack.setCurrentIndex(0 if self._plans else 1)

    def _open_event(self, event: Any) -> None:
        if event.page == "activity":
            self.activity_asked.emit(event.wanted)
        else:
            self.page_asked.emit(event.page, event.wanted)

    def _chosen(self) -> None:
        self.refresh()

    def _draw(self) -> None:
        clear(self._list)
        if self.plan is None:
            return
        self._list.addWidget(self._head(self.plan))
        parts: list[object] = []
        for target in self.plan.targets:
            parts += ([rule()] if parts else []) + [self._target(target)]
        self._list.addWidget(card(*parts, space=SPACE.s))
        self._list.addStretch(1)

    def _head(self, plan: PlanCard) -> QWidget:
        on = self.tr("ngày {day}").format(day=date_vi(plan.on)) if plan.on else ""
        facts = " · ".join(part for part in (" ".join((plan.number, on)).strip(), plan.body, plan.phase, plan.status_label) if part)
        told = self.tr("{n}/{of} chỉ tiêu đạt hoặc đúng tiến độ").format(n=plan.on_time, of=plan.counted)
        parts: list[object] = [label(plan.title, "lead", wrap=True), label(facts, "small", wrap=True), label(told, "strong")]
        if plan.status == "sample":
            use = button(self.tr("Dùng kế hoạch này"), self.adopt, role="primary", icon="check", icons=self.icons)
            note = self.tr("Đây là kế hoạch mẫu: sửa theo kế hoạch đã ban hành rồi bấm dùng; báo cáo chỉ lấy kế hoạch "
                           "đang thực hiện.")  # fmt: skip
            parts += [label(note, "small", wrap=True), row(use, None)]
        legend = self.tr("Vạch đứng trên thanh là mức nên đạt đến hôm nay. Từ 90 % mức ấy: đúng tiến độ; từ 60 %: có nguy cơ; "
                         "dưới nữa: chậm.")  # fmt: skip
        return card(*parts, label(legend, "small", wrap=True), space=SPACE.xs)

    def _target(self, target: Target) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.l)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setContentsMargins(0, SPACE.xs, 0, SPACE.xs)
        grid.addWidget(label(f"{target.code}. {target.label}", wrap=True), 0, 0)
        done = label(_reached(target), "strong")
        done.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        done.setMinimumWidth(self.room.theme.px(200))
        grid.addWidget(done, 0, 1)
        said = " · ".join(part for part in (target.sentence, target.document, target.period) if part)
        if target.share is not None:
            bar = PaceBar(self.room.theme, target.share, target.expected, target.state)
            bar.setAccessibleName(target.label)
            bar.setAccessibleDescription(f"{_reached(target)}. {target.state_label}. {target.sentence}")
            grid.addWidget(bar, 1, 0)
            state = row(None, self._chip(target), label(f"{number_vi(round(target.share * 100))} %", "small"))
            grid.addLayout(state, 1, 1)
        grid.addWidget(label(said, "small", wrap=True), 2, 0)
        look = button(self.tr("Xem hoạt động"), lambda: self.page_asked.emit("activities", target.behind), role="quiet")
        add = button(self.tr("Ghi hoạt động"), lambda: self.form_asked.emit(*target.begin, ""), role="quiet", icon="plus",
                     icons=self.icons)  # fmt: skip
        for one in (look, add):
            one.setAccessibleName(f"{one.text()}: {target.code}. {target.label}")
        grid.addLayout(row(None, look, add), 2, 1)
        grid.setColumnStretch(0, 1)
        made = QWidget()
        made.setLayout(grid)
        return made

    def _chip(self, target: Target) -> QLabel:
        made = label(target.state_label, "small")
        colour, soft = TONES[target.state], f"{TONES[target.state]}_soft"
        back = self.room.theme.colour(soft if hasattr(self.room.theme.colours, soft) else "sunken").name()
        made.setStyleSheet(f"color: {self.room.theme.colour(colour).name()}; background: {back}; border-radius: 8px; "
                           "padding: 1px 8px; font-weight: 600;")  # fmt: skip
        return made

    def _open(self, plan: Any, versions: Sequence[Any]) -> None:
        from desktop.ui.plan_dialog import PlanDialog

        dialog = PlanDialog(self.room, plan, versions, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, version: Any) -> None:
        self.told.emit("done", self.tr("Đã lưu kế hoạch, bản {n}.").format(n=version.version))
        self.turn_to(version.code)

    def _ask_take(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Nhận kế hoạch từ tệp"), str(Path.home()),
                                                self.tr("Tệp kế hoạch (*.toml)"))  # fmt: skip
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Keep the plan of a file and show it."""
        self.room.tasks.run(lambda desk, job: desk.plans.take(path), self._saved, failed=self.fail)

    def _ask_write(self) -> None:
        if self.plan is None:
            return
        code = self.plan.code
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Lưu kế hoạch thành tệp"), str(Path.home() / f"{code}.toml"),
                                                self.tr("Tệp kế hoạch (*.toml)"))  # fmt: skip
        if chosen:
            path = Path(chosen if chosen.lower().endswith(".toml") else f"{chosen}.toml")
            self._do(lambda desk: desk.plans.write(code, path), self.tr("Đã lưu {file}.").format(file=path))

    def _do(self, work: Any, said: str) -> None:
        def done(_: object) -> None:
            self.told.emit("done", said)
            self.refresh()

        def run(desk: Desk, job: Any) -> Any:
            return work(desk)

        self.room.tasks.run(run, done, failed=self.fail)


def _reached(target: Target) -> str:
    if target.how == "yesno":
        return "Đã có" if target.done else "Chưa có"
    done = number_vi(target.done, most=1)
    if target.amount is None:
        return f"{done} {target.unit}".strip()
    return f"{done} / {number_vi(target.amount, most=1)} {target.unit}".strip()


def make(room: Room) -> Page:
    """Return the page."""
    return Plans(room)
