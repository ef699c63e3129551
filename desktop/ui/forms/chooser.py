"""What to record: every kind by section, found by typing."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.models.kinds import Kind, Kinds
from desktop.models.text import fold
from desktop.ui.icons import Icons
from desktop.ui.parts import button, label, scroll
from desktop.ui.theme import SPACE

SECTIONS = {
    "media": "Báo đài, mạng xã hội",
    "visual": "Cổ động trực quan",
    "training": "Tập huấn, hội họp",
    "school": "Trường học",
    "contest": "Cuộc thi",
    "event": "Sự kiện",
    "team": "Tổ công nghệ số cộng đồng",
    "model": "Mô hình, sáng kiến",
    "integration": "Lồng ghép",
    "other": "Khác",
}
ACROSS = 3


class Chooser(QWidget):
    """A line to type in and tiles below; Enter takes the first that is left."""

    chosen = Signal(str)
    template_chosen = Signal(str)

    def __init__(self, kinds: Kinds, icons: Icons, *, across: int = ACROSS, templates: Sequence[Any] = ()) -> None:
        super().__init__()
        self._across = across
        self._templates = [one for one in templates if one.kind in kinds]
        self._kinds = kinds
        self._icons = icons
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Gõ để tìm: tap huan, to roi, loa…"))
        self.line.setAccessibleName(self.tr("Tìm loại hoạt động"))
        self.line.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.tiles: dict[str, QPushButton] = {}  # by the code of a kind, or by the name of a template behind a "="
        self._told: dict[str, tuple[str, str]] = {}  # what a tile says, and what it can be found by besides
        self._heads: list[tuple[QWidget, list[str]]] = []
        inside = QWidget()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, SPACE.m, 0)
        self._list.setSpacing(SPACE.s)
        inside.setLayout(self._list)
        self._fill()
        self._none = label(self.tr("Không có loại nào như vậy. Hãy thử từ khác, hoặc chọn «Khác»."), "muted")
        self._none.hide()
        self._list.addWidget(self._none)
        self._list.addStretch(1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE.l)
        whole.addWidget(self.line)
        whole.addWidget(scroll(inside), 1)
        self.setLayout(whole)
        self.setFocusProxy(self.line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go down into the tiles with the arrow, take the first with Enter; neither key goes any further."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                first = self._first()
                if first:
                    first.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_first()
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        if self._templates:
            tiles = {f"={one.name}": self._template(one) for one in self._templates}
            self._add(self.tr("Mẫu của đơn vị"), tiles)
        by_section: dict[str, list[Kind]] = {}
        for kind in self._kinds.values():
            by_section.setdefault(kind.section, []).append(kind)
        small = [name for name, kinds in by_section.items() if len(kinds) == 1]
        for name, kinds in by_section.items():
            if name not in small:
                self._add(SECTIONS.get(name, name), {kind.code: self._tile(kind) for kind in kinds})
        if small:
            others = [kind for name in small for kind in by_section[name]]
            self._add(self.tr("Hoạt động khác"), {kind.code: self._tile(kind) for kind in others})

    def _add(self, title: str, tiles: dict[str, QPushButton]) -> None:
        head = label(title, "strong")
        grid = QGridLayout()
        grid.setSpacing(SPACE.s)
        for at, tile in enumerate(tiles.values()):
            grid.addWidget(tile, at // self._across, at % self._across)
        for at in range(self._across):
            grid.setColumnStretch(at, 1)
        grid.setContentsMargins(0, 0, 0, SPACE.s)
        self._list.addWidget(head)
        self._list.addLayout(grid)
        self.tiles |= tiles
        self._heads.append((head, list(tiles)))

    def _tile(self, kind: Kind) -> QPushButton:
        tile = button(kind.label, lambda: self.chosen.emit(kind.code), role="tile", icon=kind.icon, icons=self._icons,
                      tip=kind.hint or kind.label)  # fmt: skip
        tile.setAccessibleDescription(kind.hint)
        self._told[kind.code] = (fold(kind.label), fold(f"{kind.hint} {kind.code}"))
        return tile

    def _template(self, one: Any) -> QPushButton:
        kind = self._kinds[one.kind]
        tile = button(one.name, lambda: self.template_chosen.emit(one.name), role="tile", icon=kind.icon, icons=self._icons,
                      tip=self.tr("Mẫu: {kind}").format(kind=kind.label))  # fmt: skip
        tile.setAccessibleDescription(kind.label)
        self._told[f"={one.name}"] = (fold(one.name), fold(kind.label))
        return tile

    def _narrow(self, text: str) -> None:
        words = fold(text).split()
        for code, tile in self.tiles.items():
            haystack = " ".join(self._told[code])
            tile.setVisible(all(word in haystack for word in words))
        for head, codes in self._heads:
            head.setVisible(any(not self.tiles[code].isHidden() for code in codes))
        self._none.setVisible(self._first() is None)

    def _first(self) -> QPushButton | None:
        """Return the best tile: one whose name holds what was typed before one whose hint does."""
        typed = fold(self.line.text())
        left = [(code, tile) for code, tile in self.tiles.items() if not tile.isHidden()]
        left.sort(key=lambda pair: typed not in self._told[pair[0]][0])
        return left[0][1] if left else None

    def _take_first(self) -> None:
        first = self._first()
        if first and self.line.text().strip():
            first.click()
