"""Saved views of the list under one button, and on Alt+1 to Alt+9."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QWidget

from desktop.models.errors import AppError
from desktop.models.text import fold
from desktop.models.views import NAME_LIMIT, View
from desktop.ui.parts import button
from desktop.ui.room import Room

KEYS = 9
BARE = 150  # percent of text beyond which the button shows its picture only


class SavedViews(QWidget):
    """A button with the views; `now` returns the view that stands on the page, without a name."""

    chosen = Signal(object)  # a view
    told = Signal(str, str)

    def __init__(self, room: Room, page: QWidget, now: Callable[[], View]) -> None:
        super().__init__(page)
        self._room, self._desk, self._now = room, room.desk, now
        self._views: Sequence[View] = ()
        self.current = ""
        self._bare = room.theme.percent > BARE
        self.button: QPushButton = button("" if self._bare else self.tr("Cách xem"), self.drop, icon="book-mark", icons=room.icons,
                                          tip=self.tr("Các cách xem đã lưu: Alt+1 đến Alt+9"))  # fmt: skip
        self.button.setAccessibleName(self.tr("Cách xem"))
        for number in range(1, KEYS + 1):
            digit = Qt.Key(Qt.Key.Key_0 + number)
            short = QShortcut(QKeySequence(Qt.KeyboardModifier.AltModifier | digit), page)
            short.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            short.activated.connect(lambda place=number - 1: self.take(place))
        self.hide()

    def take(self, place: int) -> None:
        """Show the view at a place, from 0; there may be none."""
        self._views = self._desk.listing.views()
        if place < len(self._views):
            self._show(self._views[place])

    def drop(self) -> None:
        """Open the menu."""
        self.menu().popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Return the menu of views as it stands."""
        self._views = self._desk.listing.views()
        menu = QMenu(self.button)
        menu.setAccessibleName(self.tr("Cách xem"))
        for place, view in enumerate(self._views):
            made = self._add(menu, view.name, lambda view=view: self._show(view))
            if place < KEYS:
                made.setText(f"{view.name}\tAlt+{place + 1}")
            made.setCheckable(True)
            made.setChecked(view.name == self.current)
        menu.addSeparator()
        self._add(menu, self.tr("Lưu cách xem này…"), self.ask_name)
        if self.current in [view.name for view in self._views]:
            self._add(menu, self.tr("Lưu đè «{name}»").format(name=self.current), lambda: self.keep(self.current))
            self._add(menu, self.tr("Đưa «{name}» lên đầu (Alt+1)").format(name=self.current),
                      lambda: self._desk.listing.lead_view(self.current))  # fmt: skip
            self._add(menu, self.tr("Bỏ «{name}»").format(name=self.current), self._forget)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def ask_name(self) -> None:
        """Ask under which name to keep what is shown."""
        dialog = QInputDialog(self.button)
        dialog.setWindowTitle(self.tr("Lưu cách xem"))
        dialog.setLabelText(self.tr("Tên của cách xem này (bộ lọc, thứ tự và cột đang hiện):"))
        dialog.setTextValue(self.current)
        dialog.setOkButtonText(self.tr("Lưu"))
        dialog.setCancelButtonText(self.tr("Thôi"))
        dialog.textValueSelected.connect(self.keep)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def keep(self, name: str) -> None:
        """Keep what is shown under a name."""
        now = self._now()
        try:
            self._desk.listing.keep_view(View(name[: NAME_LIMIT + 1], now.query, now.window, now.columns))
        except AppError as fault:
            self.told.emit("fault", fault.sentence)
            return
        self._views = self._desk.listing.views()
        self.mark(next((one.name for one in self._views if fold(one.name) == fold(name)), name))
        place = next((at for at, one in enumerate(self._views, start=1) if one.name == self.current), 0)
        key = self.tr(", mở lại bằng Alt+{n}").format(n=place) if 0 < place <= KEYS else ""
        self.told.emit("done", self.tr("Đã lưu cách xem «{name}»{key}.").format(name=self.current, key=key))

    def mark(self, name: str) -> None:
        """Tell on the button which view stands on the page, "" for none."""
        self.current = name
        short = name if len(name) <= 18 else f"{name[:17]}…"
        if not self._bare:
            self.button.setText(short or self.tr("Cách xem"))
        self.button.setAccessibleName(self.tr("Cách xem: {name}").format(name=name) if name else self.tr("Cách xem"))

    def _forget(self) -> None:
        name = self.current
        self._desk.listing.drop_view(name)
        self.mark("")
        self.told.emit("done", self.tr("Đã bỏ cách xem «{name}».").format(name=name))

    def _show(self, view: View) -> None:
        self.chosen.emit(view)
        self.mark(view.name)

    @staticmethod
    def _add(menu: QMenu, text: str, run: Callable[[], Any]) -> QAction:
        made = menu.addAction(text)
        made.triggered.connect(lambda: run())
        return made
