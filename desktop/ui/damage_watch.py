"""Looks after the health of the book behind the window: at once when damage is met, in rests for all the rest."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget
from shiboken6 import isValid

from desktop.models.errors import AppError
from desktop.tasks import Job, Tasks
from desktop.ui.banner import banner
from desktop.ui.desk import Desk
from desktop.ui.icons import Icons
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import colours
from desktop.ui.parts import row
from desktop.ui.theme import SPACE, Theme

FIRST, EVERY = 4_000, 20_000  # ms after the first page, and between two looks
REST = 60.0  # seconds without a key or a click before the whole book is looked at
_BUSY = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}


class DamageWatch(QObject):
    """Knows no page: it holds a banner above them, and opens «Sửa sổ»."""

    noticed = Signal()  # damage was met, on whatever thread
    settle_asked = Signal(object)  # the dialog that waits for the mended book to be put in place

    def __init__(self, window: MainWindow, desk: Desk, care: Tasks, app: QApplication, *,
                 clock: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._desk, self._care, self._clock = window, desk, care, clock
        self._app = app
        self._job: Job | None = None
        self._said = ""  # what the banner says, "" while there is none
        self._banner: QWidget | None = None
        self.dialog: Any = None
        self._touched = clock()
        self.noticed.connect(self._damaged, Qt.ConnectionType.QueuedConnection)
        desk.health.listen(self.noticed.emit)
        self._watched: Any = None
        app.focusWindowChanged.connect(self._follow)
        self._follow(app.focusWindow())
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        window.painted.connect(lambda: QTimer.singleShot(FIRST, self, self.start))

    # Public

    @property
    def touched(self) -> float:
        """The moment of the last key, click or turn of the wheel, in seconds of the clock."""
        return self._touched

    def start(self) -> None:
        """Look at what can be seen at once, and again and again in rests."""
        self._care.run(lambda desk, job: desk.health.start(), self._started, failed=self._failed)
        self._timer.start()

    def look(self) -> None:
        """In a rest: write down how far the book has come; where it is due and nobody works, check the whole."""
        self._hold()
        if self._job is None and self._care.idle and not self._desk.health.damaged:
            self._care.run(lambda desk, job: desk.health.rest(), self._rested, failed=self._failed)

    def mend(self) -> None:
        """Open «Sửa sổ»."""
        from desktop.ui.damage_dialog import DamageDialog  # its module is read when there is something to mend

        if self.dialog is not None and isValid(self.dialog) and self.dialog.isVisible():
            self.dialog.raise_()
            return
        theme = self._look()
        self.dialog = DamageDialog(self._care, Icons(theme, ratio=self._window.devicePixelRatioF()), theme, self._window)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.settle_asked.connect(lambda: self.settle_asked.emit(self.dialog))
        self.dialog.mended.connect(self._mended)
        self.dialog.open()
        self.dialog.begin()

    def close(self) -> None:
        """End what is under way and the thread."""
        self._timer.stop()
        self._app.focusWindowChanged.disconnect(self._follow)
        self._follow(None)
        self._desk.health.listen(None)
        if self._job is not None:
            self._job.stop()
        self._care.close()

    def _follow(self, front: Any) -> None:
        """Watch the window in front only: a filter over the whole program would be paid by every event."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = front
        if front is not None:
            front.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that a person works: a check of the whole book waits for the next rest."""
        if event.type() in _BUSY:
            self._touched = self._clock()
            if self._job is not None:
                self._job.stop()
        return False

    # Its work

    def _started(self, said: str) -> None:
        if said:
            self._tell(said)

    def _rested(self, due: bool) -> None:
        if due and self._job is None and self._clock() - self._touched >= REST:
            # No lane: a check that was stopped has still something to tell.
            self._job = self._care.run(lambda desk, job: desk.health.check(job.report, lambda: job.stopped), self._checked,
                                       failed=self._failed)  # fmt: skip

    def _checked(self, findings: Any) -> None:
        self._job = None
        if findings is not None and not findings.whole:
            self._tell(findings.sentence)

    def _failed(self, fault: AppError) -> None:
        """A full or busy disk is told by whoever needs it; damage has its own way."""
        self._job = None

    def _damaged(self) -> None:
        self._window.keep_draft()
        said = self.tr("Tệp sổ bị hỏng một phần nên sổ đang chỉ cho xem. Những gì đang gõ được giữ riêng; hãy bấm «Sửa sổ».")
        self._tell(said)
        self.mend()

    def _mended(self, sentences: list[str]) -> None:
        self._said = ""
        if self._banner is not None and isValid(self._banner):
            self._banner.hide()
            self._banner.deleteLater()
        self._banner = None

    def _tell(self, said: str) -> None:
        self._mended([])
        self._said = said
        self._hold()

    def _hold(self) -> None:
        """Keep the banner above the pages, also after the window was drawn anew."""
        if not self._said or (self._banner is not None and isValid(self._banner)):
            return
        whole = self._window.centralWidget().layout()
        right = whole.itemAt(1).layout() if whole is not None else None
        if not isinstance(right, QBoxLayout):
            return
        icons = Icons(self._look(), ratio=self._window.devicePixelRatioF())
        inner = banner(icons, "fault", self._said, "", action=self.tr("Sửa sổ…"), run=self.mend)
        self._banner = QWidget()
        outer = row(inner)
        outer.setContentsMargins(SPACE.xl, SPACE.m, SPACE.xl, 0)
        self._banner.setLayout(outer)
        right.insertWidget(0, self._banner)

    def _look(self) -> Theme:
        kept = self._desk.settings
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return Theme(kept.text_size, colours(kept.look, system_is_dark=dark))
