"""An toàn của sổ: copies, health, key, personal data; each a card of its own."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.ui.damage_watch import DamageWatch
from desktop.ui.page import Page
from desktop.ui.parts import column, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

CARDS = (("copies", "safety_copies", "CopiesCard"), ("health", "safety_health", "HealthCard"), ("keys", "safety_keys", "KeysCard"),
         ("persons", "safety_persons", "PersonsCard"))  # fmt: skip


class Safety(Page):
    """What keeps the book from being lost or read by others, in the order of how often it is looked at."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.cards: dict[str, Any] = {}
        for name, module, made in CARDS:
            if find_spec(f"desktop.ui.{module}") is None:
                continue
            card = getattr(import_module(f"desktop.ui.{module}"), made)(room)
            card.told.connect(self.told)
            card.changed.connect(self.changed)
            self.cards[name] = card
        self.cards["health"].mend_asked.connect(self._mend)
        inside = QWidget()
        inside.setLayout(column(*self.cards.values(), None, space=SPACE.l))
        inside.setMaximumWidth(room.theme.px(820))
        self.lay(self.tr("An toàn của sổ"), scroll(inside),
                 subtitle=self.tr("Sổ tự giữ mình: ở đây xem được nó đã làm gì, và làm thêm khi cần."))  # fmt: skip

    def take_focus(self) -> None:
        """Put the keyboard on the first act."""
        self.cards["copies"].copy_button.setFocus()

    def refresh(self) -> None:
        """Read how everything stands."""
        for card in self.cards.values():
            card.refresh()
        self.shown.emit()

    def turn_to(self, wanted: object) -> None:
        """Begin what was asked for: "sheet", "restore", "second", "drill", "copy"; another name brings that card into sight."""
        copies, keys = self.cards["copies"], self.cards["keys"]
        acts: dict[object, Callable[[], object]] = {
            "sheet": keys.ask_sheet, "restore": copies.ask_restore, "drill": copies.drill, "copy": copies.copy_now,
            "second": copies.second_button.setFocus}  # fmt: skip
        if wanted in acts:
            acts[wanted]()
        elif wanted in self.cards:
            self.cards[str(wanted)].setFocus()

    def _mend(self) -> None:
        watch = self.window().findChild(DamageWatch)
        if watch is not None:
            watch.mend()


def make(room: Room) -> Page:
    """Return the page."""
    return Safety(room)
