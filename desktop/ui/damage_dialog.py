"""«Sửa sổ»: what is wrong, what mending would do, one button, and what came of it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.tasks import Tasks
from desktop.ui.icons import Icons
from desktop.ui.parts import button, clear, column, frame, label, row, scroll
from desktop.ui.theme import SPACE, Theme

_MARKS = ("file-text", "database-backup", "cloud-upload", "archive-restore")


class DamageDialog(QDialog):
    """Looks first (nothing is changed), mends when asked; `settle_asked` when a fresh book waits to be put in place."""

    settle_asked = Signal()
    mended = Signal(list)  # sentences

    def __init__(self, tasks: Tasks, icons: Icons, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._icons, self._plan = tasks, icons, None
        self._busy = False
        self.setWindowTitle(self.tr("Sửa sổ"))
        self._picture = picture = QLabel()
        picture.setPixmap(icons.pixmap("triangle-alert", "draft", size=30))
        self._head = label(self.tr("Đang xem sổ còn những gì…"), "title", wrap=True)
        self._lead = label(self.tr("Chưa có gì bị thay đổi. Tệp hỏng luôn được giữ lại nguyên vẹn."), "muted", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE.s)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Đang làm"))
        self.later = button(self.tr("Để sau"), self.reject)
        self.mend_button = button(self.tr("Sửa sổ"), self.mend, role="primary")
        self.mend_button.setEnabled(False)
        head = row(picture, column(self._head, self._lead, space=2), space=SPACE.m)
        head.setStretch(1, 1)
        inside = QWidget()
        inside.setLayout(column(frame_of(self._lines), None))
        whole = column(head, scroll(inside), self._bar, row(None, self.later, self.mend_button), margin=SPACE.xl, space=SPACE.l)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.resize(theme.px(620), min(theme.px(350), 680))
        self.later.setFocus()

    def begin(self) -> None:
        """Look what can be done, on the worker."""
        self._working(self.tr("Đang xem sổ còn những gì…"))
        self._tasks.run(lambda desk, job: desk.health.plan(), self._show, failed=self._failed)

    def mend(self) -> None:
        """Do it."""
        plan = self._plan
        self._working(self.tr("Đang sửa sổ…"))
        self._tasks.run(lambda desk, job: desk.health.mend(plan, job.report), self._made, failed=self._failed,
                        progress=self._progress)  # fmt: skip

    def show_done(self, sentences: Sequence[str]) -> None:
        """Say what came of it."""
        self._rest()
        self._picture.setPixmap(self._icons.pixmap("circle-check", "sent", size=30))
        self._head.setText(self.tr("Sổ đã được sửa"))
        self._lead.setText(self.tr("Anh/chị có thể làm việc tiếp ngay."))
        self._tell([(one, "circle-check", "sent") for one in sentences])
        self.mend_button.hide()
        self.later.setText(self.tr("Làm việc tiếp"))
        self.later.setFocus()

    def fail(self, fault: AppError) -> None:
        """Say why it could not be done; the book is as it was."""
        self._failed(fault)

    def reject(self) -> None:
        """Close, but not in the middle of the work."""
        if not self._busy:
            super().reject()

    # Its work

    def _show(self, plan: Any) -> None:
        self._plan = plan
        self._rest()
        if plan.way == "none":
            self._head.setText(self.tr("Sổ nguyên vẹn"))
            self._lead.setText(self.tr("Đã xem lại từng trang, từng dòng của sổ."))
        elif plan.way == "in place":
            self._head.setText(self.tr("Có chỗ cần sửa nhẹ"))
        else:
            self._head.setText(self.tr("Sổ bị hỏng một phần, sửa được"))
        self._tell([(one, _MARKS[number % len(_MARKS)], "primary") for number, one in enumerate(plan.sentences)])
        self.mend_button.setEnabled(plan.way != "none")
        self.mend_button.setVisible(plan.way != "none")
        (self.mend_button if plan.way != "none" else self.later).setFocus()

    def _made(self, done: list[str] | None) -> None:
        if done is None:
            self._bar.setRange(0, 0)
            self._head.setText(self.tr("Đang thay sổ…"))
            self.settle_asked.emit()
        else:
            self.show_done(done)
            self.mended.emit(done)

    def _failed(self, fault: AppError) -> None:
        self._rest()
        self._head.setText(self.tr("Chưa sửa được"))
        self._tell([(fault.sentence, "circle-alert", "fault")])
        self.mend_button.setText(self.tr("Thử lại"))
        self.mend_button.setVisible(True)
        self.mend_button.setEnabled(self._plan is not None)

    def _progress(self, done: int, whole: int) -> None:
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(done)

    def _working(self, head: str) -> None:
        self._busy = True
        self._head.setText(head)
        self._bar.setRange(0, 0)
        self._bar.show()
        self.later.setEnabled(False)
        self.mend_button.setEnabled(False)

    def _rest(self) -> None:
        self._busy = False
        self._bar.hide()
        self.later.setEnabled(True)

    def _tell(self, lines: Sequence[tuple[str, str, str]]) -> None:
        clear(self._lines)
        for text, icon, colour in lines:
            mark = QLabel()
            mark.setPixmap(self._icons.pixmap(icon, colour))
            line = row(mark, label(text, wrap=True), space=SPACE.m)
            line.setStretch(1, 1)
            self._lines.addLayout(line)
        self.setAccessibleDescription(" ".join(text for text, _, _ in lines))


def frame_of(lines: QVBoxLayout) -> QWidget:
    """Return a card around lines that come and go."""
    lines.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
    return frame(lines)
