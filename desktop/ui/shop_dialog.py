"""A paper for the print shop: what is ordered, the art with bleed and marks, the order sheet, and what was checked."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.models.errors import AppError, InputError
from desktop.models.reading import number
from desktop.ui.desk_paper import DesignCard
from desktop.ui.parts import button, clear, column, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

FIELDS = (
    ("quantity", "Số lượng"), ("contact", "Người liên hệ, điện thoại"), ("material", "Chất liệu (để trống: loại thường dùng)"),
    ("eyelets", "Khoen, treo (để trống: như thường lệ)"), ("note", "Ghi chú"),
)  # fmt: skip


class ShopDialog(QDialog):
    """Nothing is written before every finding is good; what is not says how to mend it."""

    told = Signal(str, str)
    checked = Signal()

    def __init__(self, room: Room, design: DesignCard, order: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Cho nhà in: {design}").format(design=design.label))
        self._room, self._design, self._order = room, design, order
        self.fields: dict[str, QLineEdit] = {}
        form = column(space=SPACE.s)
        for name, words in FIELDS:
            line = QLineEdit("1" if name == "quantity" else "")
            said = label(self.tr(words), "label")
            said.setBuddy(line)
            line.setAccessibleName(said.text())
            self.fields[name] = line
            form.addLayout(column(said, line, space=2))
        self.outlines = QCheckBox(self.tr("Chữ thành đường cong (tiệm in không có phông)"))
        self.findings = QVBoxLayout()
        self.findings.setSpacing(SPACE.xs)
        listed = QWidget()
        listed.setLayout(column(self.findings, None))
        said = self.tr("Được hai tệp: bản in có chừa xén và vạch cắt (khổ lớn theo tỷ lệ 1:10), và phiếu đặt in một trang.")
        self.save_button = button(self.tr("Lưu hai tệp…"), self._ask, role="primary", icon="save", icons=room.icons)
        close = button(self.tr("Đóng"), self.reject)
        foot = row(close, None, self.save_button)
        whole_column = column(label(said, "muted", wrap=True), form, self.outlines, scroll(listed), foot, space=SPACE.m,
                              margin=SPACE.l)  # fmt: skip
        whole_column.setStretch(3, 1)
        self.setLayout(whole_column)
        self.resize(room.theme.px(560), min(room.theme.px(620), 690))
        self.fields["quantity"].setFocus()
        self.fields["quantity"].selectAll()

    def save(self, target: Path) -> None:
        """Make both files on the worker."""
        job: dict[str, Any] = {name: line.text().strip() for name, line in self.fields.items()}
        try:
            job["quantity"] = int(number(job["quantity"] or "1"))
        except InputError as fault:
            self._failed(fault)
            return
        job["outlines"] = self.outlines.isChecked()
        order = self._order
        self.save_button.setEnabled(False)
        self._room.tasks.run(lambda desk, _: desk.paper.for_shop(order, job, target),
                             lambda found: self._done(found, target), failed=self._failed)  # fmt: skip

    def _done(self, found: Any, target: Path) -> None:
        self.save_button.setEnabled(True)
        bad = [sentence for good, sentence in found if not good]
        self._show([("remark", one) for one in bad] or [("muted", f"✓ {sentence}") for _, sentence in found])
        if not bad:
            self.told.emit("done", self.tr("Đã lưu {file} và phiếu đặt in bên cạnh.").format(file=target))
        self.checked.emit()

    def _failed(self, fault: AppError) -> None:
        self.save_button.setEnabled(True)
        self._show([("remark", fault.sentence)])
        self.checked.emit()

    def _show(self, lines: list[tuple[str, str]]) -> None:
        clear(self.findings)
        for role, sentence in lines:
            self.findings.addWidget(label(sentence, role, wrap=True))

    def _ask(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Lưu cho nhà in"), str(Path.home() / f"{self._design.id}.pdf"),
                                              self.tr("Tài liệu PDF (*.pdf)"))  # fmt: skip
        if name:
            self.save(Path(name if name.lower().endswith(".pdf") else f"{name}.pdf"))
