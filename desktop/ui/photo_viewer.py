"""The photos of an activity, one at a time and as large as the window: turn, save, take off."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QScrollArea, QWidget

from desktop.models.errors import AppError
from desktop.ui.forms.editor import Setting
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE


class PhotoViewer(QDialog):
    """Arrows turn, R rotates, Z is full size, Delete takes off (Ctrl+Z gives back); says `changed` with what remains."""

    changed = Signal(list)

    def __init__(self, setting: Setting, photos: Sequence[dict[str, Any]], at: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Ảnh minh chứng"))
        self._setting = setting
        self.photos = [dict(photo) for photo in photos]
        self._at = at
        self._gone: list[tuple[int, dict[str, Any]]] = []
        self._whole = QPixmap()
        self._data = b""
        self._fit = True
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area = QScrollArea()
        self._area.setWidget(self._picture)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(self.tr("Ảnh"))
        self._where = label("", "small", wrap=True)
        icons = setting.icons
        self._before = button("", lambda: self.turn(-1), role="icon", icon="chevron-left", icons=icons, tip=self.tr("Ảnh trước"))
        self._after = button("", lambda: self.turn(1), role="icon", icon="chevron-right", icons=icons, tip=self.tr("Ảnh sau"))
        self._size = button(self.tr("Cỡ thật"), self.zoom, role="quiet")
        rotate = button(self.tr("Xoay phải"), self.rotate, role="quiet")
        save = button(self.tr("Lưu thành…"), self._ask_save, role="quiet", icon="save", icons=icons)
        self._remove = button(self.tr("Bỏ ảnh"), self.remove, role="danger")
        self._undo = button(self.tr("Lấy lại ảnh vừa bỏ"), self.give_back, role="quiet")
        self._undo.hide()
        close = button(self.tr("Đóng"), self.accept, role="primary")
        whole = column(self._area, self._where,
                       row(self._before, self._after, self._size, rotate, save, self._remove, self._undo, None, close),
                       space=SPACE.s, margin=SPACE.m)  # fmt: skip
        whole.setStretch(0, 1)
        self.setLayout(whole)
        key = Qt.Key
        for keys, run in ((key.Key_Left, lambda: self.turn(-1)), (key.Key_Right, lambda: self.turn(1)), (key.Key_R, self.rotate),
                          (key.Key_Z, self.zoom), (key.Key_Delete, self.remove)):  # fmt: skip
            QShortcut(QKeySequence(keys), self, run)
        QShortcut(QKeySequence.StandardKey.Undo, self, self.give_back)
        room = parent.window().size()
        self.resize(room.width() - 60, room.height() - 60)
        self._load()

    def turn(self, step: int) -> None:
        """Show the next photo or the one before; after the last comes the first."""
        if self.photos:
            self._at = (self._at + step) % len(self.photos)
            self._load()

    def zoom(self) -> None:
        """Show the photo whole, or at its own size."""
        self._fit = not self._fit
        self._size.setText(self.tr("Cỡ thật") if self._fit else self.tr("Vừa cửa sổ"))
        self._draw()

    def rotate(self) -> None:
        """Turn the photo to the right; the turned one stands in its place."""
        if not self.photos:
            return
        at, photo = self._at, self.photos[self._at]

        def done(turned: dict[str, Any]) -> None:
            self.photos[at] = {**photo, **turned}
            self.changed.emit(self.photos)
            self._load()

        self._run(lambda desk, job: desk.keeping.turn_photo(photo["sha256"], photo.get("name", "")), done, failed=self._tell)

    def remove(self) -> None:
        """Take the photo off the activity."""
        if self.photos:
            self._gone.append((self._at, self.photos.pop(self._at)))
            self._at = min(self._at, max(0, len(self.photos) - 1))
            self.changed.emit(self.photos)
            self._load()

    def give_back(self) -> None:
        """Put the photo that was taken off last back where it was."""
        if self._gone:
            at, photo = self._gone.pop()
            self.photos.insert(at, photo)
            self._at = at
            self.changed.emit(self.photos)
            self._load()

    def save(self, target: Path) -> None:
        """Keep the photo as a file."""
        data = self._data
        self._run(lambda desk, job: desk.keeping.write(target, data),
                  lambda _: self._where.setText(self.tr("Đã lưu {file}.").format(file=target)), failed=self._tell)  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the photo anew."""
        super().resizeEvent(event)
        self._draw()

    def _load(self) -> None:
        self._undo.setVisible(bool(self._gone))
        self._remove.setEnabled(bool(self.photos))
        for one in (self._before, self._after):
            one.setEnabled(len(self.photos) > 1)
        if not self.photos:
            self._whole = QPixmap()
            self._picture.clear()
            self._where.setText(self.tr("Không còn ảnh nào."))
            return
        photo, at = self.photos[self._at], self._at
        said = self.tr("Ảnh {n}/{of}: {name}").format(n=at + 1, of=len(self.photos), name=photo.get("name", ""))
        self._where.setText(said)
        self._picture.setAccessibleName(said)

        def show(data: bytes) -> None:
            if at == self._at:
                self._data = data
                self._whole = QPixmap()
                self._whole.loadFromData(data)
                self._draw()

        self._run(lambda desk, job: desk.keeping.photo(photo["sha256"]), show, failed=self._tell)

    def _draw(self) -> None:
        if self._whole.isNull():
            return
        room = self._area.viewport().size()
        smaller = self._whole.width() > room.width() or self._whole.height() > room.height()
        self._picture.setPixmap(self._whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio,
                                                   Qt.TransformationMode.SmoothTransformation)
                                if self._fit and smaller else self._whole)  # fmt: skip

    def _ask_save(self) -> None:
        if not self._data:
            return
        suffix = ".png" if self._data.startswith(b"\x89PNG") else ".jpg"
        name = Path(str(self.photos[self._at].get("name", "anh"))).stem + suffix
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Lưu ảnh"), str(Path.home() / name), f"*{suffix}")
        if chosen:
            self.save(Path(chosen))

    def _tell(self, fault: AppError) -> None:
        self._where.setText(fault.sentence)

    def _run(self, work: Any, done: Any, *, failed: Any) -> None:
        from shiboken6 import isValid

        assert self._setting.run is not None
        self._setting.run(work, lambda found: done(found) if isValid(self) else None,
                          failed=lambda fault: failed(fault) if isValid(self) else None)  # fmt: skip
