"""One paper being made: its fields at the left, the sheet as it will be at the right, and what is to be known of it."""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.models.text import date_vi, fold
from desktop.tasks import Job
from desktop.ui.chips import Chips
from desktop.ui.desk import Desk
from desktop.ui.desk_paper import DesignCard, LayoutCard, Slot
from desktop.ui.in_time import InTime
from desktop.ui.output import Output
from desktop.ui.parts import button, card, clear, column, label, row, scroll
from desktop.ui.preview import Preview
from desktop.ui.room import Room
from desktop.ui.slots import SlotRow
from desktop.ui.theme import SPACE

WAIT = 120  # ms from the last key to the new preview
ONE_EDIT = 2.0  # seconds; typing in the same field this soon after is one step of undo
WAYS = {
    "": "Nguyên khổ", "A4": "Ghép từ A4", "A4 less": "Ghép A4, ít tờ hơn", "A4 one": "Thử một tờ A4", "A3": "Ghép từ A3",
    "A3 less": "Ghép A3, ít tờ hơn", "A4 up": "Xếp nhiều trên A4", "A3 up": "Xếp nhiều trên A3", "A4 fold": "Tờ gấp trên A4",
}  # fmt: skip
SMALL, TILED_ABOVE = 212, 300  # mm; what is smaller can stand several on a sheet, what is longer is put together from tiles
PANELS = (297, 210)  # mm; a leaflet of three panels, open
MOST_REMARKS = 4
PERSONAL = ("certificate", "badge", "invitation")  # families that are made for one person each


class SheetForm(QWidget):
    """Every change makes a new order; orders are drawn, remembered beside the activity, and gone back to by Ctrl+Z."""

    left = Signal()
    told = Signal(str, str)
    remarked = Signal()  # what is to be known stands beside the fields

    def __init__(self, room: Room, design: DesignCard, *, recent: Sequence[Any], activity: str) -> None:
        super().__init__()
        self._room = room
        self.design = design
        self.order: Any = None
        self._past: list[Any] = []
        self._last_edit = ("", 0.0)
        self._dirty = False
        self._asked = 0
        self.rows: dict[str, SlotRow] = {}
        self._timer = self._after(WAIT, self.draw)
        self._keeper = InTime(self, self.keep, lambda fault: self.told.emit("fault", fault.sentence))
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        self.preview = Preview(room, lane="sheet-page", whole_page=True)

        # What the sheet says
        self.activity = self._activities(recent, activity)
        self.layouts = self._chips(self.tr("Bố cục"), [(one.id, one.label) for one in design.layouts], self._choose_layout)
        self.themes = self._chips(self.tr("Màu"), design.themes, lambda code: self._change("theme", theme=code))
        self.modes = self._chips(self.tr("Mực in"), design.modes, lambda code: self._change("mode", mode=code))
        self.tiles = self._chips(self.tr("In trên giấy"), [(way, WAYS[way]) for way in self._ways()], lambda code: self.draw())
        self._takes = label("", "small", wrap=True)
        self.blocks = Chips(design.blocks)
        self.blocks.setAccessibleName(self.tr("Phần hiện trên giấy"))
        self.blocks.toggled.connect(lambda: self._change("blocks", blocks=frozenset(self.blocks.chosen())))
        self._sizes = QVBoxLayout()
        self._size_box = QWidget()
        self.sizes: Chips | None = None
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(SPACE.xs)
        self._undo = button("", self.undo, role="icon", icon="undo-2", icons=room.icons, tip=self.tr("Hoàn tác (Ctrl+Z)"))
        self._afresh = button(self.tr("Điền lại từ sổ"), self.fill_afresh, role="quiet", icon="refresh-cw", icons=room.icons,
                              tip=self.tr("Bỏ những gì đã sửa trên giấy này"))  # fmt: skip
        self._save = button(self.tr("Lưu PDF…"), self.ask_and_save, role="primary", icon="save", icons=room.icons)
        self._print = button(self.tr("In…"), self._ask_and_print, icon="printer", icons=room.icons)
        self._list = button(self.tr("In theo danh sách…"), self.ask_list, icon="teams", icons=room.icons)
        self._list.hide()
        self._shop = button(self.tr("Cho nhà in…"), self.ask_shop, icon="truck", icons=room.icons)
        self._ink = button(self.tr("Tốn bao nhiêu mực?"), self.tell_ink, role="quiet")
        self._ready(ready=False)
        self._lay_out()
        for keys in (QKeySequence.StandardKey.Undo,):
            QShortcut(keys, self, self.undo, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        """Fill in what was left, or what the book knows, and draw."""
        self._begin(afresh=False)
        self.activity.setFocus()
        if self.design.family in PERSONAL:
            design = self.design.id
            self._room.tasks.run(lambda desk, job: desk.paper.personal(design), self._list.setVisible)

    def set_slot(self, name: str, text: str) -> None:
        """Write into one field as if it was typed."""
        self.rows[name].put(text)
        self._typed(name, text)

    def fill_afresh(self) -> None:
        """Forget what was edited and fill from the book."""
        uid, design = self._uid, self.design.id
        self._room.desk.paper.forget(uid, design)
        self._begin(afresh=True)

    def undo(self) -> None:
        """Go back to the order before the last change."""
        if self._past:
            self.order = self._past.pop()
            self._last_edit = ("", 0.0)
            self._show_order()
            self._touch()

    def keep(self) -> None:
        """Remember the paper beside its activity, when something was changed."""
        self._keeper.stop()
        if self._dirty and self.order is not None:
            self._room.desk.paper.keep(self._uid, self.order)
            self._dirty = False

    def draw(self) -> None:
        """Draw the sheet as it will be, with what does not fit marked, and say what is to be known."""
        self._timer.stop()
        if self.order is None:
            return
        order, tile = self.order, self._chosen(self.tiles)
        self._asked += 1
        asked = self._asked

        def work(desk: Desk, job: Job) -> tuple[bytes, Sequence[Any], str]:
            found = desk.paper.remarks(order)
            if any(one.stops for one in found):
                return desk.paper.render(order, draft=True), found, ""
            pdf, takes = desk.paper.on_paper(order, tile)
            return pdf, found, takes

        self._room.tasks.run(work, partial(self._made, asked), failed=self._not_made, lane="sheet")

    def ask_and_save(self) -> None:
        """Ask where to keep the PDF."""
        self.keep()
        name = fold(self.design.label).replace(" ", "-").replace("/", "-").replace(",", ".").replace(":", "")
        self._output.ask_and_save(self.preview.pdf, name=name)

    def ask_shop(self) -> None:
        """Make the files for a print shop."""
        from desktop.ui.shop_dialog import ShopDialog

        self.keep()
        dialog = ShopDialog(self._room, self.design, self.order, self)
        dialog.told.connect(self.told)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def tell_ink(self) -> None:
        """Say how much ink this paper takes."""
        order = self.order
        self._room.tasks.run(lambda desk, job: desk.paper.ink(order), lambda said: self.told.emit("note", said),
                             failed=lambda fault: self.told.emit("warn", fault.sentence), lane="ink")  # fmt: skip

    def ask_list(self) -> None:
        """Print one for each person of a list."""
        from desktop.ui.batch_dialog import BatchDialog

        self.keep()
        dialog = BatchDialog(self._room, self.design, self.order, self, uid=self._uid)
        dialog.told.connect(self.told)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # What happens

    @property
    def _uid(self) -> str:
        return self.activity.currentData() or ""

    def _begin(self, *, afresh: bool) -> None:
        self.keep()
        design, uid = self.design.id, self._uid
        self.preview.wait(self.tr("Đang vẽ…"))
        self._room.tasks.run(lambda desk, job: desk.paper.begin(design, uid, afresh=afresh), self._begun,
                             failed=self._not_made, lane="sheet-fill")  # fmt: skip

    def _begun(self, found: tuple[Any, bool]) -> None:
        self.order, edited = found
        self._past.clear()
        self._dirty = False
        if edited:
            self.told.emit("note", self.tr("Giấy này giữ những gì lần trước đã sửa; «Điền lại từ sổ» để làm mới."))
        self._show_order()
        self.draw()

    def _show_order(self) -> None:
        order = self.order
        for name, one in self.rows.items():
            if one.slot.kind == "image":
                self._show_photo(one, order.photos.get(name))
            else:
                one.put(order.slots.get(name, ""))
        for chips, code in ((self.layouts, order.layout), (self.themes, order.theme), (self.modes, order.mode)):
            chips.choose([code])
        self.blocks.choose(sorted(order.blocks))
        self._offer_sizes()
        self._undo.setEnabled(bool(self._past))

    def _show_photo(self, one: SlotRow, ref: Any) -> None:
        if ref is None:
            one.put_photo(None, (0.5, 0.5))
            return
        side = one.side
        self._room.tasks.run(lambda desk, job: desk.paper.photo(ref.sha256, side=side),
                             lambda picture: one.put_photo(picture, ref.focus), failed=self._not_made)  # fmt: skip

    def _typed(self, name: str, text: str) -> None:
        if self.order is not None:
            self._change(name, slots={**self.order.slots, name: text})

    def _took(self, name: str, data: bytes) -> None:
        order = self.order

        def done(made: Any) -> None:
            self._change(name, photos=made.photos)
            self._show_photo(self.rows[name], made.photos.get(name))

        self._room.tasks.run(lambda desk, job: desk.paper.with_photo(order, name, data), done,
                             failed=lambda fault: self.told.emit("fault", fault.sentence))  # fmt: skip

    def _focused(self, name: str, across: float, down: float) -> None:
        ref = self.order.photos.get(name)
        if ref is not None:
            self._change(f"{name} focus", photos={**self.order.photos, name: replace(ref, focus=(across, down))})

    def _choose_layout(self, code: str) -> None:
        self._change("layout", layout=code, size="")
        self._offer_sizes()

    def _change(self, what: str, **changed: Any) -> None:
        if self.order is None:
            return
        made = replace(self.order, **changed)
        if made == self.order:
            return
        now = time.monotonic()
        if self._last_edit[0] != what or now - self._last_edit[1] > ONE_EDIT:
            self._past.append(self.order)
        self._last_edit = (what, now)
        self.order = made
        self._touch()

    def _touch(self) -> None:
        self._dirty = True
        self._undo.setEnabled(bool(self._past))
        self._timer.start()
        self._keeper.touch()

    def _made(self, asked: int, found: tuple[bytes, Sequence[Any], str]) -> None:
        if asked == self._asked:
            pdf, remarks, takes = found
            self._takes.setText(takes)
            self._takes.setVisible(bool(takes))
            self.preview.show_pdf(pdf)
            self._say(remarks)
            self._ready(ready=not any(one.stops for one in remarks))

    def _say(self, remarks: Sequence[Any]) -> None:
        """Put each remark below its field, and the rest beside the sheet."""
        by_field: dict[str, str] = {}
        for one in remarks:
            by_field.setdefault(one.field, " ".join([one.sentence, *one.ways[:1]]))
        for name, made in self.rows.items():
            made.tell(by_field.get(name, ""))
        clear(self._remarks)
        rest = [one for one in remarks if one.field not in self.rows][:MOST_REMARKS]
        for one in rest:
            self._remarks.addWidget(label(" ".join([one.sentence, *one.ways[:1]]), "remark", wrap=True))
        self.remarked.emit()

    def _not_made(self, fault: AppError) -> None:
        self._ready(ready=False)
        self.preview.refuse(fault)

    def _ready(self, *, ready: bool) -> None:
        for part in (self._save, self._print, self._list, self._shop, self._ink):
            part.setEnabled(ready)

    def _ask_and_print(self) -> None:
        self.keep()
        self._output.ask_and_print(self.preview.pdf, self.design.label)

    @staticmethod
    def _chosen(chips: Chips) -> str:
        return (chips.chosen() or list(chips.buttons))[0]

    # Building

    def _after(self, wait: int, run: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(run)
        return timer

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
        box.currentIndexChanged.connect(lambda _: self._begin(afresh=False))
        return box

    def _chips(self, name: str, options: Sequence[tuple[str, str]], run: Any) -> Chips:
        made = Chips(options, single=True)
        made.setAccessibleName(name)
        if options:
            made.choose([options[0][0]])
        for code, chip in made.buttons.items():
            chip.setAccessibleName(f"{name}: {chip.text()}")
            chip.clicked.connect(lambda _on, code=code: made.choose([code]))
        made.toggled.connect(lambda: run(self._chosen(made)))
        return made

    def _layout_card(self) -> LayoutCard:
        return next((one for one in self.design.layouts if self.order and one.id == self.order.layout), self.design.layouts[0])

    def _offer_sizes(self) -> None:
        """Offer the sizes of paper of the chosen layout."""
        clear(self._sizes)
        sizes = self._layout_card().sizes
        self._size_box.setVisible(bool(sizes))
        if sizes:
            usual = [("", self.tr("Khổ gốc")), *((one, one) for one in sizes)]
            self.sizes = self._chips(self.tr("Khổ giấy"), usual, lambda code: self._change("size", size=code))
            self.sizes.choose([self.order.size])
            self._sizes.addWidget(self.sizes)

    def _ways(self) -> list[str]:
        """Return the ways onto office paper that make sense for the sizes of this design."""
        longest = max(max(one.size_mm) for one in self.design.layouts)
        found = [""]
        if longest > TILED_ABOVE or any(one.sizes for one in self.design.layouts):
            found += ["A4", "A4 less", "A4 one", "A3", "A3 less"]
        if min(max(one.size_mm) for one in self.design.layouts) <= SMALL:
            found += ["A4 up", "A3 up"]
        if any(one.size_mm == PANELS for one in self.design.layouts) and self.design.family == "leaflet":
            found.append("A4 fold")
        return found

    def _row(self, slot: Slot) -> SlotRow:
        made = self.rows[slot.name] = SlotRow(slot, self._room)
        made.edited.connect(self._typed)
        made.photo_given.connect(self._took)
        made.focus_moved.connect(self._focused)
        made.told.connect(self.told)
        return made

    def _lay_out(self) -> None:
        fields = column(space=SPACE.m)
        for slot in self.design.slots:
            fields.addWidget(self._row(slot))
        self._size_box.setLayout(column(label(self.tr("Khổ giấy"), "label"), self._sizes, space=4))
        looks: list[object] = [label(self.tr("Kiểu"), "lead")]
        for name, chips, shown in ((self.tr("Bố cục"), self.layouts, len(self.design.layouts) > 1),
                                   (self.tr("Màu"), self.themes, len(self.design.themes) > 1),
                                   (self.tr("Mực in"), self.modes, len(self.design.modes) > 1),
                                   (self.tr("Phần hiện trên giấy"), self.blocks, bool(self.design.blocks))):  # fmt: skip
            if shown:
                looks.append(column(label(name, "label"), chips, space=4))
        looks.append(self._size_box)
        if len(self.tiles.buttons) > 1:
            looks.append(column(label(self.tr("In trên giấy"), "label"), self.tiles, self._takes, space=4))
        looks.append(row(self._shop, self._ink, None))
        back = button(self.tr("Mẫu khác"), self._leave, role="quiet", icon="arrow-left", icons=self._room.icons)
        inside = QWidget()
        head = column(label(self.tr("Lấy chữ từ hoạt động"), "label"), self.activity, row(self._afresh, None), space=4)
        inside.setLayout(column(card(head, fields), card(*looks), None, space=SPACE.l))
        buttons = [row(back, None, self._undo, self._print, self._save)]
        if self._room.theme.percent > 125:
            buttons = [row(back, None, self._undo), row(self._print, None, self._save)]
        panel = column(*buttons, self._list, scroll(inside), space=SPACE.m)
        panel.setStretch(len(buttons) + 1, 1)
        side = QWidget()
        side.setLayout(panel)
        theme = self._room.theme
        side.setFixedWidth(theme.px(410) if theme.percent <= 125 else theme.px(330))
        shown = column(self.preview, self._remarks, space=SPACE.s)
        shown.setStretch(0, 1)
        both = row(side, space=SPACE.l)
        both.addLayout(shown, 1)
        self.setLayout(both)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _leave(self) -> None:
        self.keep()
        self.left.emit()
