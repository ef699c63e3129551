"""Kế hoạch: the targets of each plan and how far the book says they are reached."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.text import number_vi
from desktop.ui.desk import PlanCard, Target
from desktop.ui.page import Page
from desktop.ui.parts import card, clear, column, empty, label, row, rule, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class Plans(Page):
    """One card a plan, one line a target."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
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
        self.lay(self.tr("Kế hoạch"), self._stack,
                 subtitle=self.tr("Mức đạt được tính từ các hoạt động đã ghi trong sổ."))  # fmt: skip

    def refresh(self) -> None:
        """Count anew."""
        self.room.tasks.run(lambda desk, job: list(desk.plans.progress()), self._show, failed=self.fail, lane="plans")

    def _show(self, plans: Sequence[PlanCard]) -> None:
        clear(self._list)
        for plan in plans:
            self._list.addWidget(self._plan(plan))
        self._list.addStretch(1)
        self._stack.setCurrentIndex(0 if plans else 1)
        self.shown.emit()

    def _plan(self, plan: PlanCard) -> QWidget:
        facts = " · ".join(part for part in (plan.number, plan.phase, plan.status) if part)
        parts: list[object] = [column(label(plan.title, "lead", wrap=True), label(facts, "small", wrap=True), space=2)]
        for target in plan.targets:
            parts += [rule(), self._target(target)]
        return card(*parts, space=SPACE.s)

    def _target(self, target: Target) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.l)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setContentsMargins(0, SPACE.xs, 0, SPACE.xs)
        name = label(f"{target.code}. {target.label}", wrap=True)
        done = label(_reached(target), "strong")
        done.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        done.setFixedWidth(self.room.theme.px(184))
        grid.addWidget(name, 0, 0)
        grid.addWidget(done, 0, 1)
        grid.setColumnStretch(0, 1)
        if target.share is not None:
            bar = QProgressBar()
            bar.setRange(0, 100)
            bar.setValue(round(min(1.0, target.share) * 100))
            bar.setTextVisible(False)
            bar.setAccessibleName(target.label)
            bar.setAccessibleDescription(_reached(target))
            percent = label(f"{number_vi(round(target.share * 100))} %", "small")
            grid.addLayout(row(bar, space=0), 1, 0)
            grid.addWidget(percent, 1, 1, Qt.AlignmentFlag.AlignRight)
        made = QWidget()
        made.setLayout(grid)
        return made


def _reached(target: Target) -> str:
    if target.unit == "có/không":
        return "Đã có" if target.done else "Chưa có"
    done = number_vi(_plain(target.done))
    if target.amount is None:
        return f"{done} {target.unit}".strip()
    return f"{done} / {number_vi(_plain(target.amount))} {target.unit}".strip()


def _plain(number: float) -> Any:
    return int(number) if float(number).is_integer() else round(number, 1)


def make(room: Room) -> Page:
    """Return the page."""
    return Plans(room)
