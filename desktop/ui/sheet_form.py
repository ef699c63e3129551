"""One paper design being filled in: its fields at the left, the sheet as it will be at the right."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.models.errors import AppError
from desktop.models.text import date_vi, fold
from desktop.tasks import Job
from desktop.ui.chips import Chips
from desktop.ui.desk import DesignCard, Desk, Slot
from desktop.ui.output import Output
from desktop.ui.parts import button, card, column, label, row, scroll
from desktop.ui.preview import Preview
from desktop.ui.room import Room
from desktop.ui.slots import SlotRow
from desktop.ui.theme import SPACE

WAIT = 150  # ms from the last key to the new preview
TILES = (("", "Nguyên khổ"), ("A4", "Ghép từ A4"), ("A3", "Ghép từ A3"))
TILE_SIZES = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
TILED_ABOVE = 300  # mm; what is longer can be put together from A4 sheets


class SheetForm(QWidget):
    """Nothing is kept here: a paper is made from the book's facts and what is typed now."""

    left = Signal()
    told = Signal(str, str)

    def __init__(self, room: Room, design: DesignCard, *, recent: Sequence[Any], activity: str) -> None:
        super().__init__()
        self._room = room
        self.design = design
        self._asked = 0
        self.rows: dict[str, SlotRow] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self.draw)
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        self.preview = Preview(room, lane="sheet-page", whole_page=True)

        # What the sheet says
        self.activity = self._activities(recent, activity)
        self.themes = self._chips(self.tr("Màu"), design.themes)
        self.modes = self._chips(self.tr("Mực in"), design.modes)
        self.tiles = self._chips(self.tr("Giấy"), TILES)
        self._save = button(self.tr("Lưu PDF…"), self.ask_and_save, role="primary", icon="save", icons=room.icons)
        self._print = button(self.tr("In…"), self._ask_and_print, icon="printer", icons=room.icons)
        self._ready(ready=False)
        self._lay_out()

    def begin(self) -> None:
        """Fill in what the book knows and draw."""
        self._fill()
        self.activity.setFocus()

    def slots(self) -> dict[str, Any]:
        """Return what stands in the fields: text, or the bytes of a picture."""
        return {name: one.value() for name, one in self.rows.items()}

    def set_slot(self, name: str, text: str) -> None:
        """Write into one field as if it was typed."""
        self.rows[name].put(text)
        self._timer.start()

    def draw(self) -> None:
        """Make the PDF on the worker and show it."""
        self._timer.stop()
        design, slots = self.design.id, self.slots()
        theme, mode, tile = (self._chosen(chips) for chips in (self.themes, self.modes, self.tiles))
        self._asked += 1
        asked = self._asked
        self._ready(ready=False)

        def work(desk: Desk, job: Job) -> bytes:
            return desk.paper.render(design, slots, theme=theme, mode=mode, tile=tile or None)

        self._room.tasks.run(work, partial(self._made, asked), failed=self._not_made, lane="sheet")

    def ask_and_save(self) -> None:
        """Ask where to keep the PDF."""
        name = fold(self.design.label).replace(" ", "-").replace("/", "-").replace(",", ".")
        self._output.ask_and_save(self.preview.pdf, name=name)

    # What happens

    def _made(self, asked: int, pdf: bytes) -> None:
        if asked == self._asked:
            self.preview.show_pdf(pdf)
            self._ready(ready=True)

    def _not_made(self, fault: AppError) -> None:
        self.preview.refuse(fault)

    def _ready(self, *, ready: bool) -> None:
        self._save.setEnabled(ready)
        self._print.setEnabled(ready)

    def _fill(self) -> None:
        design, uid = self.design.id, self.activity.currentData() or None
        self.preview.wait(self.tr("Đang vẽ…"))
        self._room.tasks.run(lambda desk, job: desk.paper.fill(design, uid), self._filled,
                             failed=self._not_made, lane="sheet-fill")  # fmt: skip

    def _filled(self, slots: Mapping[str, Any]) -> None:
        for name, one in self.rows.items():
            one.put(slots.get(name, ""))
        self.draw()

    def _ask_and_print(self) -> None:
        size = TILE_SIZES.get(self._chosen(self.tiles), self.design.size_mm)
        self._output.ask_and_print(self.preview.pdf, size_mm=size)

    @staticmethod
    def _chosen(chips: Chips) -> str:
        return (chips.chosen() or list(chips.buttons))[0]

    # Building

    def _activities(self, recent: Sequence[Any], chosen: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Lấy chữ từ hoạt động"))
        box.addItem(self.tr("Không theo hoạt động nào"), "")
        for line in recent:
            day = date_vi(line.starts_on)[:5] if line.starts_on else ""
            box.addItem(f"{day} {line.title}".strip(), line.uid)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(10)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.currentIndexChanged.connect(self._fill)
        return box

    def _chips(self, name: str, options: Sequence[tuple[str, str]]) -> Chips:
        made = Chips(options, single=True)
        made.choose([options[0][0]])
        made.setAccessibleName(name)
        for code, chip in made.buttons.items():
            chip.setAccessibleName(f"{name}: {chip.text()}")
            chip.clicked.connect(lambda _on, code=code: made.choose([code]))
        made.toggled.connect(self.draw)
        return made

    def _row(self, slot: Slot) -> SlotRow:
        made = self.rows[slot.name] = SlotRow(slot, self._room)
        made.edited.connect(self._timer.start)
        made.told.connect(self.told)
        return made

    def _lay_out(self) -> None:
        fields = column(space=SPACE.m)
        for slot in self.design.slots:
            fields.addWidget(self._row(slot))
        large = max(self.design.size_mm) > TILED_ABOVE
        looks: list[object] = [label(self.tr("Kiểu"), "lead")]
        for name, chips, shown in ((self.tr("Màu"), self.themes, len(self.design.themes) > 1),
                                   (self.tr("Mực in"), self.modes, len(self.design.modes) > 1),
                                   (self.tr("Giấy"), self.tiles, large)):  # fmt: skip
            if shown:
                looks.append(column(label(name, "label"), chips, space=4))
        back = button(self.tr("Mẫu khác"), self.left.emit, role="quiet", icon="arrow-left", icons=self._room.icons)
        inside = QWidget()
        whole = column(card(column(label(self.tr("Lấy chữ từ hoạt động"), "label"), self.activity, space=4), fields),
                       *([card(*looks)] if len(looks) > 1 else []), None, space=SPACE.l)  # fmt: skip
        inside.setLayout(whole)
        panel = column(row(back, None, self._print, self._save), scroll(inside), space=SPACE.m)
        panel.setStretch(1, 1)
        side = QWidget()
        side.setLayout(panel)
        theme = self._room.theme
        side.setFixedWidth(theme.px(400) if theme.percent <= 125 else theme.px(300))
        both = row(side, self.preview, space=SPACE.l)
        both.setStretch(1, 1)
        self.setLayout(both)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
