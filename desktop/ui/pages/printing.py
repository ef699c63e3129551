"""In ấn: choose a design, fill it beside the live preview, keep the PDF or print it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.models.query import Query
from desktop.models.text import date_vi, fold
from desktop.ui.chips import Chips
from desktop.ui.desk import DesignCard, Desk
from desktop.ui.output import Output
from desktop.ui.page import Page
from desktop.ui.parts import button, card, clear, column, label, row, scroll
from desktop.ui.preview import Preview
from desktop.ui.room import Room
from desktop.ui.slots import SlotRow
from desktop.ui.theme import SPACE

SETTLE = 150  # ms of rest before the preview follows
OFFERED = 100
A4_LONGEST = 300
_ICONS = {"poster": "poster", "leaflet": "leaflet", "banner": "banner", "sheet": "file-text"}


class Printing(Page):
    """The designs at the left, what they say in the middle, the paper itself at the right."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._designs: dict[str, DesignCard] = {}
        self._design: DesignCard | None = None
        self._wanted = ""
        self._rows: dict[str, SlotRow] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE)
        self._timer.timeout.connect(self.draw)
        self._output = Output(room, self)
        self._output.told.connect(self.told)

        # What is chosen
        self.gallery = QListWidget()
        self.gallery.setProperty("role", "gallery")
        self.gallery.setAccessibleName(self.tr("Mẫu giấy in"))
        self.gallery.currentItemChanged.connect(self._design_chosen)
        self.activity = QComboBox()
        self.activity.setAccessibleName(self.tr("Điền từ hoạt động"))
        self.activity.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activity.activated.connect(self._fill)
        self._looks = QVBoxLayout()
        self._fields = QVBoxLayout()
        for layout in (self._looks, self._fields):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(SPACE.s)
        self.themes = self.modes = self.tiles = Chips(())

        # What it looks like
        self.preview = Preview(room, lane="paper-page", whole_page=True)
        self.preview.drawn.connect(self.shown)
        self._save = button(self.tr("Lưu PDF…"), self.ask_and_save, role="primary", icon="save", icons=self.icons)
        self._print = button(self.tr("In…"), self._ask_and_print, icon="printer", icons=self.icons)
        self._lay_out()

    def refresh(self) -> None:
        """Read the designs and the newest activities again."""
        self.room.tasks.run(_read, self._show, failed=self.fail, lane="designs")

    def turn_to(self, wanted: object) -> None:
        """Fill the paper from the activity with this uid."""
        if isinstance(wanted, Mapping):
            self._wanted = str(wanted.get("activity", ""))

    def choose(self, design: str) -> None:
        """Bring a design to the front."""
        for at in range(self.gallery.count()):
            if self.gallery.item(at).data(256) == design:
                self.gallery.setCurrentRow(at)

    def slots(self) -> dict[str, Any]:
        """Return what stands in the fields."""
        return {name: one.value() for name, one in self._rows.items()}

    def draw(self) -> None:
        """Draw the paper on the worker and show it."""
        self._timer.stop()
        design = self._design
        if design is None:
            return
        slots, theme, mode, tile = self.slots(), _one(self.themes), _one(self.modes), _one(self.tiles)
        self.room.tasks.run(
            lambda desk, job: desk.paper.render(design.id, slots, theme=theme, mode=mode, tile=tile or None),
            self._drawn, failed=self._not_drawn, lane="paper")  # fmt: skip

    def ask_and_save(self) -> None:
        """Ask where to keep the PDF."""
        if self._design:
            self._output.ask_and_save(self.preview.pdf, name=fold(self._design.label).replace(" ", "-").replace(",", "."))

    # What happens

    def _show(self, found: tuple[Sequence[DesignCard], Sequence[Any], Any]) -> None:
        designs, rows, wanted = found
        self._offer(rows)
        if not self._designs:
            self._designs = {design.id: design for design in designs}
            for design in designs:
                item = QListWidgetItem(self.icons.icon(_ICONS[design.family], "primary"), design.label)
                item.setData(256, design.id)
                item.setToolTip(design.hint)
                self.gallery.addItem(item)
            self.gallery.setCurrentRow(0)
        elif wanted is not None:
            self._fill()

    def _offer(self, rows: Sequence[Any]) -> None:
        chosen = self._wanted or self.activity.currentData()
        self.activity.clear()
        self.activity.addItem(self.tr("Không, tự điền"), "")
        for line in rows:
            self.activity.addItem(f"{date_vi(line.starts_on)} · {line.title}", line.uid)
        self.activity.setCurrentIndex(max(0, self.activity.findData(chosen)))
        self._wanted = ""

    def _design_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        self._design = self._designs[item.data(256)]
        self._build_looks(self._design)
        clear(self._fields)
        self._rows = {}
        for slot in self._design.slots:
            made = SlotRow(slot, self.room)
            made.edited.connect(self._timer.start)
            made.told.connect(self.told)
            self._rows[slot.name] = made
            self._fields.addWidget(made)
        self._fields.addStretch(1)
        self._fill()

    def _build_looks(self, design: DesignCard) -> None:
        clear(self._looks)
        large = max(design.size_mm) > A4_LONGEST
        tiles = (("", self.tr("Nguyên khổ")), ("A4", self.tr("Ghép từ A4")), ("A3", self.tr("Ghép từ A3")))
        self.themes, self.modes = self._chips(design.themes), self._chips(design.modes)
        self.tiles = self._chips(tiles if large else tiles[:1])
        shown = [(self.tr("Bảng màu"), self.themes), (self.tr("Kiểu in"), self.modes)]
        for text, chips in shown + ([(self.tr("Giấy"), self.tiles)] if large else []):
            chips.setAccessibleName(text)
            self._looks.addLayout(column(label(text, "small"), chips, space=SPACE.xs))

    def _chips(self, options: Sequence[tuple[str, str]]) -> Chips:
        made = Chips(options, single=True)
        made.choose([options[0][0]])
        made.toggled.connect(self._timer.start)
        return made

    def _fill(self, *_: object) -> None:
        design, uid = self._design, self.activity.currentData() or None
        if design:
            self.preview.wait(self.tr("Đang vẽ…"))
            self.room.tasks.run(lambda desk, job: desk.paper.fill(design.id, uid), self._filled, failed=self.fail,
                                lane="fill")  # fmt: skip

    def _filled(self, said: Mapping[str, Any]) -> None:
        for name, one in self._rows.items():
            one.put(said.get(name, ""))
        self.draw()

    def _drawn(self, pdf: bytes) -> None:
        self.preview.show_pdf(pdf)
        self._ready(ready=True)

    def _not_drawn(self, fault: AppError) -> None:
        self.preview.refuse(fault)
        self._ready(ready=False)
        self.shown.emit()

    def _ready(self, *, ready: bool) -> None:
        self._save.setEnabled(ready)
        self._print.setEnabled(ready)

    def _ask_and_print(self) -> None:
        if self._design:
            tile = _one(self.tiles)
            size = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}.get(tile, self._design.size_mm)
            self._output.ask_and_print(self.preview.pdf, size_mm=size)

    def _lay_out(self) -> None:
        chosen = card(label(self.tr("Mẫu"), "lead"), self.gallery, space=SPACE.s)
        chosen.setFixedWidth(236)
        inside = QWidget()
        filled = column(label(self.tr("Điền từ hoạt động"), "small"), self.activity, space=SPACE.xs)
        inside.setLayout(column(filled, self._looks, self._fields, space=SPACE.m))
        inside.layout().setContentsMargins(0, 0, SPACE.s, 0)
        middle = scroll(inside)
        middle.setFixedWidth(330)
        whole = row(chosen, middle, self.preview, space=SPACE.l)
        whole.setStretch(2, 1)
        body = QWidget()
        body.setLayout(whole)
        self.lay(self.tr("In ấn"), body, tools=(self._print, self._save))
        self._ready(ready=False)


def _read(desk: Desk, job: Any) -> tuple[Sequence[DesignCard], Sequence[Any], Any]:
    rows = desk.activities.rows(list(desk.activities.first(Query(), OFFERED)))
    return desk.paper.designs(), rows, True


def _one(chips: Chips) -> str:
    return (chips.chosen() or [""])[0]


def make(room: Room) -> Page:
    """Return the page."""
    return Printing(room)
