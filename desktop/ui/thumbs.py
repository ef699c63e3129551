"""Small pictures of photos in lines: each opens the viewer, and where it may be changed has a way to take it off."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon, QPixmap, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from desktop.models.errors import AppError
from desktop.models.text import number_vi
from desktop.ui.flow import FlowLayout
from desktop.ui.icons import Icons
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE, Theme
from desktop.ui.tips import tip

SIDE = 96  # pixels at 100 % text
NAME_LENGTH = 15
Run = Callable[..., Any]


class Thumb(QPushButton):
    """One small picture, fetched on the worker when it is first on the screen."""

    def __init__(self, photo: Mapping[str, Any], side: int, run: Run | None) -> None:
        super().__init__()
        self._digest, self._run = str(photo.get("sha256", "")), run
        self.setProperty("role", "icon")
        self.setFixedSize(side + 12, side + 12)
        self.setIconSize(QSize(side, side))
        self.setAutoDefault(False)
        size = number_vi(round(int(photo.get("size", 0)) / 1024))
        self.setToolTip(tip(f"{photo.get('name', '')} ({size} KB)"))

    def sizeHint(self) -> QSize:
        """Take the whole square from the first moment: the style sheet forgets a fixed size, and a page must not jump."""
        return self.maximumSize()

    def minimumSizeHint(self) -> QSize:
        """Never give way."""
        return self.maximumSize()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the picture once."""
        super().showEvent(event)
        if self._run is None:
            return
        run, digest, self._run = self._run, self._digest, None
        run(lambda desk, job: desk.keeping.thumb(digest), self._show, failed=self._leave_empty)

    def _show(self, data: bytes) -> None:
        if not isValid(self):
            return
        picture = QPixmap()
        if data and picture.loadFromData(data):
            self.setIcon(QIcon(picture))
        else:  # named by an activity that came from another PC of the office
            self.setText(self.tr("Ảnh ở\nmáy khác"))

    def _leave_empty(self, fault: AppError) -> None:
        if isValid(self):
            self.setToolTip(tip(fault.sentence))


class Thumbs(QWidget):
    """The photos of one activity; says which one is to be seen or taken off by its place."""

    opened = Signal(int)
    removed = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, run: Run | None, *, side: int = SIDE, fixed: bool = False) -> None:
        super().__init__()
        self._side, self._icons, self._run, self._fixed = theme.px(side), icons, run, fixed
        self._cells: list[tuple[QWidget, Thumb, QPushButton | None]] = []
        self._names: list[str] = []
        self._lines = FlowLayout(space=SPACE.s)
        self.setLayout(self._lines)
        self.hide()

    def put(self, photos: Sequence[Mapping[str, Any]]) -> None:
        """Show these photos and no others."""
        while self._cells:
            self._drop(len(self._cells) - 1)
        for photo in photos:
            self._append(photo)
        self._tell_places()

    def append(self, photo: Mapping[str, Any]) -> None:
        """Show one more, the others as they are."""
        self._append(photo)
        self._tell_places()

    def remove(self, at: int) -> None:
        """Show one less."""
        self._drop(at)
        self._tell_places()

    def stops(self) -> list[QPushButton]:
        """Return what the keyboard stops at, as it stands on the page."""
        return [stop for _, look, remove in self._cells for stop in (look, remove) if stop is not None]

    def _append(self, photo: Mapping[str, Any]) -> None:
        name = str(photo.get("name", ""))
        look = Thumb(photo, self._side, self._run)
        look.clicked.connect(lambda: self.opened.emit(self._place(look)))
        below = label(name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 3]}…", "small")
        below.setToolTip(tip(name))
        remove = None
        if not self._fixed:
            remove = button("", lambda: self.removed.emit(self._place(look)), role="icon", icon="x", icons=self._icons,
                            tip=self.tr("Bỏ ảnh {name}").format(name=name))  # fmt: skip
        cell = QWidget()
        cell.setLayout(column(look, row(below, None, *([remove] if remove else []), space=0), space=0))
        cell.setFixedWidth(look.width())
        self._lines.addWidget(cell)
        self._cells.append((cell, look, remove))
        self._names.append(name)
        if self.isVisible():
            cell.show()

    def _drop(self, at: int) -> None:
        cell, _, _ = self._cells.pop(at)
        self._names.pop(at)
        self._lines.removeWidget(cell)
        cell.hide()
        cell.deleteLater()

    def _place(self, look: Thumb) -> int:
        return next(at for at, one in enumerate(self._cells) if one[1] is look)

    def _tell_places(self) -> None:
        for at, ((_, look, _), name) in enumerate(zip(self._cells, self._names, strict=True)):
            look.setAccessibleName(self.tr("Xem ảnh {n}/{of}: {name}").format(n=at + 1, of=len(self._cells), name=name))
        self.setVisible(bool(self._cells))
        self.updateGeometry()
