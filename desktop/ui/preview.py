"""A printed thing on the screen, page by page, drawn by the worker at the size it is shown."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from desktop.models.errors import AppError
from desktop.tasks import Job
from desktop.ui.desk import Desk
from desktop.ui.desk_paper import Picture
from desktop.ui.parts import button, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

SETTLE = 120  # ms after the last resize
POINTS = 72.0


class Preview(QFrame):
    """Shows one page of a PDF, as wide or as high as there is room."""

    failed = Signal(object)
    drawn = Signal()

    def __init__(self, room: Room, *, lane: str, whole_page: bool) -> None:
        super().__init__()
        self._room = room
        self._lane = lane
        self._whole_page = whole_page
        self._pdf = b""
        self._pages = 0
        self._page = 0
        self.setProperty("role", "sunken")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(self.tr("Bản xem trước"))
        self._area = QScrollArea()
        self._area.setWidget(self._picture)
        self._area.setWidgetResizable(True)
        policy = Qt.ScrollBarPolicy
        # A bar that comes and goes would change the width the page is drawn for.
        self._area.setHorizontalScrollBarPolicy(policy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if whole_page else policy.ScrollBarAlwaysOn)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._picture.setAutoFillBackground(False)
        self._note = label("", "muted", wrap=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._back = button("", lambda: self.turn(-1), role="icon", icon="chevron-left", icons=room.icons,
                            tip=self.tr("Trang trước"))  # fmt: skip
        self._on = button("", lambda: self.turn(1), role="icon", icon="chevron-right", icons=room.icons,
                          tip=self.tr("Trang sau"))  # fmt: skip
        self._where = label("", "small")
        self._turner = QWidget()
        self._turner.setLayout(row(None, self._back, self._where, self._on, None))
        whole = column(self._area, self._note, self._turner, space=SPACE.xs, margin=SPACE.s)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE)
        self._timer.timeout.connect(self._draw)
        self.wait("")

    @property
    def pdf(self) -> bytes:
        """The PDF that is shown, empty while there is none."""
        return self._pdf

    def wait(self, sentence: str) -> None:
        """Say what is going on instead of a page; an older page stays in sight, paler."""
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))
        self._turner.setVisible(self._pages > 1)

    def refuse(self, fault: AppError) -> None:
        """Show why there is no page."""
        self._pdf, self._pages = b"", 0
        self._picture.clear()
        self.wait(fault.sentence)
        self.failed.emit(fault)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF, at the page that was in front if it has it."""
        self._pdf = pdf
        self._draw()

    def turn(self, step: int) -> None:
        """Turn pages."""
        self._page = max(0, min(self._pages - 1, self._page + step))
        self._area.verticalScrollBar().setValue(0)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page at its new size."""
        super().resizeEvent(event)
        if self._pdf:
            self._timer.start()

    def _draw(self) -> None:
        if not self._pdf:
            return
        pdf, page = self._pdf, self._page
        box = self._area.viewport().size()
        ratio = self.devicePixelRatioF()
        width, height = (box.width() - 4) * ratio, (box.height() - 4) * ratio if self._whole_page else 0.0
        self._room.tasks.run(lambda desk, job: draw(desk, pdf, page, width, height), self._drawn,
                             failed=self.refuse, lane=self._lane)  # fmt: skip

    def _drawn(self, found: tuple[int, int, Picture]) -> None:
        self._pages, self._page, picture = found
        image = QImage(picture.pixels, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(QPixmap.fromImage(image))
        self._where.setText(self.tr("Trang {n} / {of}").format(n=self._page + 1, of=self._pages))
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page + 1 < self._pages)
        self.wait("")
        self.drawn.emit()


def draw(desk: Desk, pdf: bytes, page: int, width: float, height: float) -> tuple[int, int, Picture]:
    """Return how many pages there are, which one this is, and its picture inside width x height pixels (0: any)."""
    pages = desk.paper.pages(pdf)
    page = min(page, pages - 1)
    small = desk.paper.picture(pdf, page, dpi=POINTS / 4)
    dpi = (POINTS / 4) * max(1.0, width) / small.width
    if height:
        dpi = min(dpi, (POINTS / 4) * max(1.0, height) / small.height)
    return pages, page, desk.paper.picture(pdf, page, dpi=max(4.0, dpi))


def all_pages(desk: Desk, job: Job, pdf: bytes, *, dpi: float) -> list[Any]:
    """Return every page as a picture, for the printer."""
    found = []
    for page in range(desk.paper.pages(pdf)):
        if job.stopped:
            break
        found.append(desk.paper.picture(pdf, page, dpi=dpi))
    return found
