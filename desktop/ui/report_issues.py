"""Issuing a report: its number, the versions there are, and what has changed since the newest."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.models.text import number_vi
from desktop.ui.moments import moment
from desktop.ui.parts import button, card, clear, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

MOST = 8


class Issues(QWidget):
    """The issued versions of one report."""

    issue_asked = Signal(str)  # the number and sign, "" for none
    opened = Signal(object)  # an Issue to look at
    saved = Signal(object)  # an Issue to keep as a file
    compare_asked = Signal(str)  # the code as it was typed from paper
    list_asked = Signal(object)  # uids of changed activities

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._icons = room.icons
        self.number = QLineEdit()
        self.number.setAccessibleName(self.tr("Số, ký hiệu"))
        self.number.setPlaceholderText("12/BC-UBND")
        self.number.setMaxLength(60)
        self.button = button(self.tr("Phát hành bản này"), lambda: self.issue_asked.emit(self.number.text().strip()),
                             role="primary", icon="check", icons=room.icons)  # fmt: skip
        self._since = QVBoxLayout()
        self._versions = QVBoxLayout()
        for layout in (self._since, self._versions):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(SPACE.s)
        told = self.tr("Bản đã phát hành được giữ nguyên cùng số liệu của nó. Sửa sổ về sau chỉ hiện thành phần chênh lệch, "
                       "và có thể phát hành lại thành bản mới.")  # fmt: skip
        self.setLayout(column(
            card(label(self.tr("Phát hành"), "lead"), label(told, "small", wrap=True),
                 label(self.tr("Số, ký hiệu (nếu văn thư đã cấp)"), "label"), self.number, self.button, space=SPACE.s),
            self._since, self._versions, self._paper(), None, space=SPACE.l))  # fmt: skip

    def show_issues(self, issues: Sequence[Any], different: Sequence[Any], changed: Sequence[str]) -> None:
        """Show the versions of the report, newest first."""
        clear(self._since)
        clear(self._versions)
        if issues:
            self._since.addWidget(self._differences(issues[0], different, changed))
        for issue in issues:
            self._versions.addWidget(self._version(issue))

    def show_compared(self, sentence: str) -> None:
        """Show what the book says of the code that was typed."""
        self.compared.setText(sentence)
        self.compared.show()

    def _paper(self) -> QWidget:
        self.code = QLineEdit()
        self.code.setAccessibleName(self.tr("Mã trên giấy"))
        self.code.setPlaceholderText("3F9A 01BC 77E2")
        self.code.setMaxLength(40)
        self.compared = label("", wrap=True)
        self.compared.hide()
        look = button(self.tr("Đối chiếu"), self._compare)
        self.code.returnPressed.connect(self._compare)
        told = self.tr("Gõ mã ở chân trang có chữ ký để biết sổ có còn đúng như báo cáo đã in không.")
        return card(label(self.tr("Đối chiếu mã trên giấy"), "lead"), label(told, "small", wrap=True), self.code,
                    row(look, None), self.compared, space=SPACE.s)  # fmt: skip

    def _compare(self) -> None:
        self.compare_asked.emit(self.code.text())

    def _differences(self, newest: Any, different: Sequence[Any], changed: Sequence[str]) -> QWidget:
        title = label(self.tr("So với bản phát hành lần {n}").format(n=newest.version), "lead", wrap=True)
        if not different and not changed:
            return card(title, label(self.tr("Số liệu của sổ vẫn đúng như bản đã phát hành."), wrap=True), space=SPACE.s)
        lines = [self.tr("{label}: {was} → {now} {unit}").format(
            label=one.label, was=number_vi(one.issued, most=2), now=number_vi(one.today, most=2), unit=one.unit)
            for one in different[:MOST]]  # fmt: skip
        if len(different) > MOST:
            lines.append(self.tr("… và {n} số khác, xem trang «Số liệu».").format(n=len(different) - MOST))
        told = self.tr("{n} hoạt động đã thêm, bớt hoặc sửa từ khi phát hành.").format(n=number_vi(len(changed)))
        return card(title, label("\n".join(lines), wrap=True), label(told, "small", wrap=True), space=SPACE.s)

    def _version(self, issue: Any) -> QWidget:
        name = self.tr("Lần {n}").format(n=issue.version) + (f" · {issue.number}" if issue.number else "")
        facts = " · ".join(part for part in (moment(issue.at), issue.by) if part)
        chain = self.tr("Mã đối chiếu sổ: {code}").format(code=issue.code) if issue.code else ""
        look = button(self.tr("Xem"), lambda: self.opened.emit(issue), role="quiet")
        keep = button(self.tr("Lưu…"), lambda: self.saved.emit(issue), role="quiet")
        for one in (look, keep):
            one.setAccessibleName(f"{one.text()} {name}")
        return card(label(name, "strong"), label(facts, "small", wrap=True), label(chain, "small"),
                    row(look, keep, None), space=SPACE.xs)  # fmt: skip
