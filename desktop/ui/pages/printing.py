"""In ấn: choose a design, fill it beside its live preview, keep the PDF or print it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QStackedWidget

from desktop.models.query import Query
from desktop.tasks import Job
from desktop.ui.desk import DesignCard, Desk
from desktop.ui.page import Page
from desktop.ui.parts import empty, label
from desktop.ui.room import Room
from desktop.ui.sheet_form import SheetForm
from desktop.ui.theme import SPACE

THUMB = QSize(208, 208)
RECENT = 80


class Printing(Page):
    """The gallery, and the form of the design that was chosen."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._designs: dict[str, DesignCard] = {}
        self._activity = ""
        self._recent: Sequence[Any] = ()
        self._form: SheetForm | None = None
        self.gallery = self._gallery()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.gallery)
        self._stack.addWidget(empty(self.icons, "printer", title=self.tr("Chưa có mẫu in nào"),
                                    text=self.tr("Thư mục mẫu của chương trình trống: hãy cài lại chương trình.")))  # fmt: skip
        self._for = label("", "muted")
        self.lay(self.tr("In ấn"), self._stack, tools=(self._for,),
                 subtitle=self.tr("Chọn mẫu, sửa chữ, in ngay hoặc lưu PDF cho nhà in."))  # fmt: skip

    def take_focus(self) -> None:
        """Put the keyboard where work begins."""
        self.gallery.setFocus()

    def refresh(self) -> None:
        """Read the designs and the newest activities."""
        self.room.tasks.run(_read, self._show, failed=self.fail, lane="designs")

    def turn_to(self, wanted: object) -> None:
        """Print for one activity ({"activity": uid}), or open a design by its id."""
        if isinstance(wanted, dict):
            self._activity = wanted.get("activity", "")
            self._leave_form()
            self._say_for()
        elif isinstance(wanted, str):
            self.open(wanted)

    def open(self, design: str) -> None:
        """Open the form of a design."""
        if design not in self._designs:
            return
        self._leave_form()
        form = SheetForm(self.room, self._designs[design], recent=self._recent, activity=self._activity)
        form.left.connect(self._leave_form)
        form.told.connect(self.told)
        form.preview.drawn.connect(self.shown)
        self._form = form
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        self.subtitle.setText(self._designs[design].label)
        form.begin()

    @property
    def form(self) -> SheetForm | None:
        """The form of the open design, None while the gallery is in front."""
        return self._form

    def _gallery(self) -> QListWidget:
        made = QListWidget()
        made.setProperty("role", "gallery")
        made.setViewMode(QListView.ViewMode.IconMode)
        made.setResizeMode(QListView.ResizeMode.Adjust)
        made.setMovement(QListView.Movement.Static)
        made.setWordWrap(True)
        made.setSpacing(SPACE.s)
        made.setUniformItemSizes(True)
        side = self.room.theme.px(THUMB.width())
        made.setIconSize(QSize(side, side))
        made.setGridSize(QSize(side + 48, side + self.room.theme.px(72)))
        made.setAccessibleName(self.tr("Mẫu in"))
        made.itemActivated.connect(lambda item: self.open(item.data(Qt.ItemDataRole.UserRole)))
        made.itemClicked.connect(lambda item: self.open(item.data(Qt.ItemDataRole.UserRole)))
        return made

    def _show(self, found: tuple[Sequence[DesignCard], Sequence[Any]]) -> None:
        designs, self._recent = found
        if list(self._designs) != [design.id for design in designs]:
            self._designs = {design.id: design for design in designs}
            self._fill(designs)
        if self._form is None:
            self._stack.setCurrentIndex(0 if designs else 1)
            self._say_for()
        if not designs:
            self.shown.emit()

    def _fill(self, designs: Sequence[DesignCard]) -> None:
        self.gallery.clear()
        for design in designs:
            item = QListWidgetItem(f"{design.label}\n{size_in_words(design.size_mm)}")
            item.setData(Qt.ItemDataRole.UserRole, design.id)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            item.setToolTip(design.hint or design.label)
            item.setIcon(QIcon(self._blank()))
            self.gallery.addItem(item)
        if designs:
            self.gallery.setCurrentRow(0)
            self._draw_next(list(designs))

    def _draw_next(self, designs: list[DesignCard]) -> None:
        """Draw the thumbnails one after the other, so that anything else the person asks comes between."""
        design, *rest = designs
        side = round((self.room.theme.px(THUMB.width()) - 2 * SPACE.m) * self.devicePixelRatioF())

        def drawn(pixels: Any) -> None:
            self._set_picture(design.id, pixels)
            if rest:
                self._draw_next(rest)
            else:
                self.shown.emit()

        self.room.tasks.run(lambda desk, job: thumbnail(desk, design, side), drawn,
                            failed=lambda fault: drawn(None), lane="thumbnails")  # fmt: skip

    def _set_picture(self, design: str, picture: Any) -> None:
        if picture is None:
            return
        image = QImage(picture.pixels, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888)
        icon = QIcon()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # chosen or not, the sheet keeps its colours
            icon.addPixmap(self._framed(QPixmap.fromImage(image)), mode)
        for at in range(self.gallery.count()):
            item = self.gallery.item(at)
            if item.data(Qt.ItemDataRole.UserRole) == design:
                item.setIcon(icon)

    def _framed(self, sheet: QPixmap) -> QPixmap:
        """Return the sheet in the middle of a square, with a thin edge where white paper would be lost."""
        ratio = self.devicePixelRatioF()
        square = QPixmap(self.gallery.iconSize() * ratio)
        square.fill(self.room.theme.colour("sunken"))
        painter = QPainter(square)
        left, top = (square.width() - sheet.width()) // 2, (square.height() - sheet.height()) // 2
        painter.drawPixmap(left, top, sheet)
        painter.setPen(self.room.theme.colour("line"))
        painter.drawRect(left, top, sheet.width() - 1, sheet.height() - 1)
        painter.end()
        square.setDevicePixelRatio(ratio)
        return square

    def _blank(self) -> QPixmap:
        blank = QPixmap(self.gallery.iconSize())
        blank.fill(Qt.GlobalColor.transparent)
        return blank

    def _leave_form(self) -> None:
        if self._form is not None:
            form, self._form = self._form, None
            self._stack.setCurrentIndex(0)
            self._stack.removeWidget(form)
            form.deleteLater()
            self.subtitle.setText(self.tr("Chọn mẫu, sửa chữ, in ngay hoặc lưu PDF cho nhà in."))
            self.gallery.setFocus()

    def _say_for(self) -> None:
        title = next((line.title for line in self._recent if line.uid == self._activity), "")
        self._for.setText(self.tr("Cho: {title}").format(title=title) if title else "")


def size_in_words(size_mm: tuple[float, float]) -> str:
    """Return "A3 dọc", "6 x 0,8 m" or "148 x 210 mm"."""
    width, height = size_mm
    named = {(297, 420): "A3", (210, 297): "A4", (148, 210): "A5", (420, 594): "A2", (594, 841): "A1"}
    name = named.get((round(min(size_mm)), round(max(size_mm))))
    if name:
        return f"Khổ {name} {'ngang' if width > height else 'đứng'}"
    if max(size_mm) >= 1000:
        return f"Khổ {_metres(width)} x {_metres(height)} m"
    return f"Khổ {round(width)} x {round(height)} mm"


def _metres(mm: float) -> str:
    return f"{mm / 1000:g}".replace(".", ",")


def thumbnail(desk: Desk, design: DesignCard, side: int) -> Any:
    """Return a picture of the first page, at most `side` pixels either way."""
    slots: Mapping[str, Any] = desk.paper.fill(design.id, None)
    pdf = desk.paper.render(design.id, slots, theme=design.themes[0][0], mode=design.modes[0][0])
    small = desk.paper.picture(pdf, 0, dpi=18)
    return desk.paper.picture(pdf, 0, dpi=max(2.0, 18 * min(side / small.width, side / small.height)))


def _read(desk: Desk, job: Job) -> tuple[Sequence[DesignCard], Sequence[Any]]:
    return desk.paper.designs(), desk.activities.rows(list(desk.activities.first(Query(), RECENT)))


def make(room: Room) -> Page:
    """Return the page."""
    return Printing(room)
