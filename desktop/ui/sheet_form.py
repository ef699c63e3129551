"""One paper design being filled in: its fields at the left, the sheet as it will be at the right."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.models.text import date_vi, fold
from desktop.tasks import Job
from desktop.ui.chips import Chips
from desktop.ui.desk import Desk, DesignCard, Slot
from desktop.ui.output import Output
from desktop.ui.parts import button, card, column, label, row, scroll
from desktop.ui.preview import Preview
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

WAIT = 150  # ms from the last key to the new preview
TILES = (("", "Nguyên khổ"), ("A4", "Ghép tờ A4"))
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
        self._editors: dict[str, QLineEdit | QPlainTextEdit] = {}
        self._images: dict[str, str] = {}
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
        first = next(iter(self._editors.values()), None)
        if first:
            first.setFocus()

    def slots(self) -> dict[str, Any]:
        """Return what stands in the fields; an image is the path of its file."""
        found: dict[str, Any] = {}
        for name, editor in self._editors.items():
            found[name] = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
        return found | self._images

    def set_slot(self, name: str, text: str) -> None:
        """Write into one field as if it was typed."""
        editor = self._editors[name]
        editor.setText(text) if isinstance(editor, QLineEdit) else editor.setPlainText(text)
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
        self._output.ask_and_save(self.preview.pdf, name=fold(self.design.label).replace(" ", "-").replace("/", "-"))

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
        for name, editor in self._editors.items():
            text = slots.get(name, "")
            text = text if isinstance(text, str) else ""
            editor.blockSignals(True)
            editor.setText(text) if isinstance(editor, QLineEdit) else editor.setPlainText(text)
            editor.blockSignals(False)
        self.draw()

    def _ask_and_print(self) -> None:
        tiled = self._chosen(self.tiles)
        self._output.ask_and_print(self.preview.pdf, size_mm=(210.0, 297.0) if tiled else self.design.size_mm)

    def _ask_image(self, slot: Slot, said: Any) -> None:
        name, _ = QFileDialog.getOpenFileName(self, slot.label, "", self.tr("Ảnh (*.png *.jpg *.jpeg)"))
        if name:
            self._images[slot.name] = name
            said.setText(name.replace("\\", "/").rsplit("/", 1)[-1])
            self.draw()

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

    def _slot(self, slot: Slot) -> QVBoxLayout:
        said = label(f"{slot.label} *" if slot.required else slot.label, "label", wrap=True)
        if slot.kind == "image":
            which = label(self.tr("Chưa chọn"), "small", wrap=True)
            ask = button(self.tr("Chọn ảnh…"), icon="folder-open", icons=self._room.icons)
            ask.clicked.connect(lambda: self._ask_image(slot, which))
            ask.setAccessibleName(f"{ask.text()} {slot.label}")
            line = row(ask, which)
            line.setStretch(1, 1)
            return column(said, line, space=4)
        editor = self._editor(slot)
        said.setBuddy(editor)
        return column(said, editor, space=4)

    def _editor(self, slot: Slot) -> QLineEdit | QPlainTextEdit:
        editor: QLineEdit | QPlainTextEdit
        if slot.kind == "note":
            editor = QPlainTextEdit()
            editor.setTabChangesFocus(True)
            editor.setFixedHeight(self._room.theme.px(92))
        else:
            editor = QLineEdit()
            editor.setPlaceholderText("https://…" if slot.kind == "qr" else "")
        editor.textChanged.connect(lambda *_: self._timer.start())
        editor.setAccessibleName(slot.label)
        self._editors[slot.name] = editor
        return editor

    def _lay_out(self) -> None:
        fields = column(space=SPACE.m)
        for slot in self.design.slots:
            fields.addLayout(self._slot(slot))
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
