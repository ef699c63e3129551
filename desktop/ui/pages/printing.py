"""In ấn: choose a design, fill it beside its live preview, keep the PDF or print it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QListView, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from desktop.models.query import Query
from desktop.models.text import fold
from desktop.tasks import Job
from desktop.ui.chips import Chips
from desktop.ui.desk import Desk
from desktop.ui.desk_paper import DesignCard
from desktop.ui.flow import flow
from desktop.ui.page import Page
from desktop.ui.parts import button, card, clear, column, empty, label, row
from desktop.ui.room import Room
from desktop.ui.sheet_form import SheetForm
from desktop.ui.theme import SPACE
from desktop.ui.tips import tip

THUMB = QSize(208, 208)
SCREENFUL = 8  # small pictures until the page counts as shown
RECENT = 80
FAMILIES = {
    "poster": "Áp phích", "leaflet": "Tờ rơi", "handout": "Tài liệu phát", "banner": "Băng rôn, phướn", "panel": "Pa-nô",
    "standee": "Standee", "backdrop": "Phông", "invitation": "Giấy mời", "certificate": "Chứng nhận", "badge": "Thẻ đeo",
    "sign": "Biển", "sheet": "Danh sách", "script": "Lời phát thanh",
}  # fmt: skip


class Printing(Page):
    """The gallery, and the form of the design that was chosen."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._designs: dict[str, DesignCard] = {}
        self._activity = ""
        self._recent: Sequence[Any] = ()
        self._form: SheetForm | None = None
        self.gallery = self._gallery()
        self.families = Chips([("", self.tr("Tất cả"))], single=True)
        self._family_place = column()
        self._set_card = SetCard(room)
        self._set_card.opened.connect(self.open)
        self._set_card.told.connect(self.told)
        self._set_card.hide()
        shelf = QWidget()
        inner = column(self._set_card, self._family_place, self.gallery, space=SPACE.m)
        inner.setStretch(2, 1)
        shelf.setLayout(inner)
        self._stack = QStackedWidget()
        self._stack.addWidget(shelf)
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
            self._set_card.ask(self._activity)
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
        again = list(self._designs) == [design.id for design in designs]
        if not again:
            self._designs = {design.id: design for design in designs}
            self._fill(designs)
        if self._form is None:
            self._stack.setCurrentIndex(0 if designs else 1)
            self._say_for()
        if not designs or again:
            self.shown.emit()

    def _offer_families(self, designs: Sequence[DesignCard]) -> None:
        clear(self._family_place)
        found = [family for family in FAMILIES if any(one.family == family for one in designs)]
        self.families = Chips([("", self.tr("Tất cả")), *((one, FAMILIES[one]) for one in found)], single=True)
        self.families.setAccessibleName(self.tr("Loại mẫu"))
        self.families.choose([""])
        self.families.toggled.connect(self._sift)
        self._family_place.addWidget(self.families)

    def _sift(self) -> None:
        """Show only the designs of the chosen family."""
        family = (self.families.chosen() or [""])[0]
        if not self.families.chosen():
            self.families.choose([""])
        for at in range(self.gallery.count()):
            item = self.gallery.item(at)
            design = self._designs[item.data(Qt.ItemDataRole.UserRole)]
            item.setHidden(bool(family) and design.family != family)

    def _fill(self, designs: Sequence[DesignCard]) -> None:
        self._offer_families(designs)
        self.gallery.clear()
        for design in designs:
            more = self.tr(" và {n} khổ khác").format(n=len(design.layouts) - 1) if len(design.layouts) > 1 else ""
            item = QListWidgetItem(f"{design.label}\n{size_in_words(design.size_mm)}{more}")
            item.setData(Qt.ItemDataRole.UserRole, design.id)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            item.setToolTip(tip(design.hint or design.label))
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
            if len(self._designs) - len(rest) == min(SCREENFUL, len(self._designs)):
                self.shown.emit()
            if rest:
                self._draw_next(rest)

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
            form.keep()
            self._set_card.ask(self._activity)
            self._stack.setCurrentIndex(0)
            self._stack.removeWidget(form)
            form.deleteLater()
            self.subtitle.setText(self.tr("Chọn mẫu, sửa chữ, in ngay hoặc lưu PDF cho nhà in."))
            self.gallery.setFocus()

    def _say_for(self) -> None:
        title = next((line.title for line in self._recent if line.uid == self._activity), "")
        self._for.setText(self.tr("Cho: {title}").format(title=title) if title else "")


class SetCard(QFrame):
    """The papers one activity needs, each filled in: open one, or keep them all as files in one go."""

    opened = Signal(str)
    told = Signal(str, str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._papers: Sequence[tuple[Any, str, bool]] = ()
        self._tiles = flow(space=SPACE.s)
        self._all = button(self.tr("Lưu cả bộ…"), self._ask, role="primary", icon="save", icons=room.icons)
        head = row(label(self.tr("Trọn bộ cho hoạt động này"), "lead"), None, self._all)
        self.setLayout(column(card(head, self._tiles)))

    def ask(self, uid: str) -> None:
        """Read what an activity needs; "" for none."""
        self.hide()
        if uid:
            self._room.tasks.run(lambda desk, job: desk.paper.set_of(uid), self._show,
                                 failed=lambda fault: self.told.emit("warn", fault.sentence), lane="set")  # fmt: skip

    def save_all(self, folder: Path) -> None:
        """Write every paper into a folder, one file each."""
        papers = self._papers

        def work(desk: Desk, job: Job) -> int:
            for order, name, _ in papers:
                desk.keeping.write(folder / f"{fold(name).replace(' ', '-').replace('/', '-').replace(',', '')}.pdf",
                                   desk.paper.render(order))  # fmt: skip
            return len(papers)

        self._room.tasks.run(work, lambda n: self.told.emit("done", self.tr("Đã lưu {n} tệp vào {folder}.").format(
            n=n, folder=folder)), failed=lambda fault: self.told.emit("fault", fault.sentence))  # fmt: skip

    def _show(self, papers: Sequence[tuple[Any, str, bool]]) -> None:
        self._papers = papers
        clear(self._tiles)
        for order, name, edited in papers:
            said = self.tr("{name} (đã sửa)").format(name=name) if edited else name
            self._tiles.addWidget(button(said, lambda design=order.design: self.opened.emit(design), role="tile",
                                         icon="file-pen" if edited else "file-text", icons=self._room.icons))  # fmt: skip
        self.setVisible(bool(papers))

    def _ask(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Lưu cả bộ vào thư mục"), str(Path.home()))
        if folder:
            self.save_all(Path(folder))


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
    order, _ = desk.paper.begin(design.id, "", afresh=True)
    pdf = desk.paper.render(order, draft=True)
    small = desk.paper.picture(pdf, 0, dpi=18)
    return desk.paper.picture(pdf, 0, dpi=max(2.0, 18 * min(side / small.width, side / small.height)))


def _read(desk: Desk, job: Job) -> tuple[Sequence[DesignCard], Sequence[Any]]:
    return desk.paper.designs(), desk.activities.rows(list(desk.activities.first(Query(), RECENT)))


def make(room: Room) -> Page:
    """Return the page."""
    return Printing(room)
