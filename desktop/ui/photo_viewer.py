"""The photos of an activity, one at a time and as large as the window: look closer, turn, name, save, take off."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QScrollArea, QWidget
from shiboken6 import isValid

from desktop.models.errors import AppError
from desktop.ui.icons import Icons
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE

CLOSER, CLOSEST, FARTHEST = 1.25, 4.0, 0.1
NAME_LIMIT = 120


class PhotoViewer(QDialog):
    """Arrows go on, + and - look closer, F fits, Z is full size, R rotates, Delete takes off, Ctrl+Z gives back.

    Says `changed` with what remains; with `fixed` nothing can be changed.
    """

    changed = Signal(list)

    def __init__(self, icons: Icons, run: Callable[..., Any], photos: Sequence[Mapping[str, Any]], at: int, parent: QWidget,
                 *, fixed: bool = False) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(self.tr("Ảnh minh chứng"))
        self._ask, self._fixed = run, fixed
        self.photos = [dict(photo) for photo in photos]
        self._at = at
        self._gone: list[tuple[int, dict[str, Any]]] = []
        self._whole = QPixmap()
        self._data = b""
        self._scale = 0.0  # of its own size; 0 is as large as fits
        self._folder: Path | None = None
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area = QScrollArea()
        self._area.setWidget(self._picture)
        self._area.setWidgetResizable(True)
        self._where = label("", "small", wrap=True)
        self._name = QLineEdit()
        self._name.setMaxLength(NAME_LIMIT)
        self._name.setAccessibleName(self.tr("Chú thích ảnh"))
        self._name.setPlaceholderText(self.tr("Chú thích ảnh"))
        self._name.setReadOnly(fixed)
        self._name.editingFinished.connect(self._rename)
        self._make_buttons(icons)
        whole = column(self._area, row(self._where, self._name), self._bar, space=SPACE.s, margin=SPACE.m)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._make_keys()
        room = parent.window().size()
        self.resize(room.width() - 60, room.height() - 60)
        self._area.setFocus()
        self._load()

    # What the person does

    def turn(self, step: int) -> None:
        """Show the next photo or the one before; after the last comes the first."""
        if self.photos:
            self._at = (self._at + step) % len(self.photos)
            self._load()

    def zoom(self) -> None:
        """Show the photo whole, or at its own size."""
        self._set_scale(0.0 if self._scale else 1.0)

    def look_closer(self, times: float) -> None:
        """Show it larger or smaller."""
        self._set_scale(min(CLOSEST, max(FARTHEST, (self._scale or self._fitting()) * times)))

    def rotate(self) -> None:
        """Turn the photo to the right; the turned one stands in its place."""
        if not self.photos or self._fixed:
            return
        photo = self.photos[self._at]

        def done(turned: dict[str, Any]) -> None:
            if photo in self.photos:
                at = self.photos.index(photo)
                self.photos[at] = {**photo, **turned}
                self.changed.emit(self.photos)
                self._load()

        self._run(lambda desk, job: desk.keeping.turn_photo(photo["sha256"], photo.get("name", "")), done)

    def remove(self) -> None:
        """Take the photo off the activity."""
        if self.photos and not self._fixed:
            self._gone.append((self._at, self.photos.pop(self._at)))
            self._at = min(self._at, max(0, len(self.photos) - 1))
            self.changed.emit(self.photos)
            self._load()
            self._undo.setFocus()

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
        if not self.photos:
            return
        wanted = self.photos[self._at]["sha256"]

        def done(_: object) -> None:
            self._where.setText(self.tr("Đã lưu {file}.").format(file=target))
            self._folder = target.parent
            self._open.show()

        self._run(lambda desk, job: desk.keeping.write(target, desk.keeping.photo(wanted)), done)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the photo anew."""
        super().resizeEvent(event)
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave letters, arrows and Delete to the caption while it is being written."""
        if watched is self._name and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().eventFilter(watched, event)

    # Private

    def _make_buttons(self, icons: Icons) -> None:
        self._before = button("", lambda: self.turn(-1), role="icon", icon="chevron-left", icons=icons,
                              tip=self.tr("Ảnh trước (←)"))  # fmt: skip
        self._after = button("", lambda: self.turn(1), role="icon", icon="chevron-right", icons=icons, tip=self.tr("Ảnh sau (→)"))
        self._size = button(self.tr("Cỡ thật"), self.zoom, role="quiet", tip=self.tr("Cỡ thật hoặc vừa cửa sổ (Z)"))
        closer = button("", lambda: self.look_closer(CLOSER), role="icon", icon="plus", icons=icons, tip=self.tr("Phóng to (+)"))
        self._rotate = button(self.tr("Xoay phải"), self.rotate, role="quiet", icon="refresh-cw", icons=icons,
                              tip=self.tr("Xoay ảnh sang phải (R)"))  # fmt: skip
        save = button(self.tr("Lưu thành…"), self._ask_save, role="quiet", icon="save", icons=icons)
        self._open = button(self.tr("Mở thư mục"), self._open_folder, role="quiet", icon="folder-open", icons=icons)
        self._remove = button(self.tr("Bỏ ảnh"), self.remove, role="danger", icon="trash-2", icons=icons)
        self._undo = button(self.tr("Lấy lại ảnh vừa bỏ"), self.give_back, role="quiet", icon="undo-2", icons=icons)
        close = button(self.tr("Đóng"), self.accept, role="primary")
        for part in (self._open, self._undo):
            part.hide()
        for part in (self._rotate, self._remove):
            part.setVisible(not self._fixed)
        self._bar = row(self._before, self._after, closer, self._size, self._rotate, save, self._open, self._remove, self._undo,
                        None, close)  # fmt: skip

    def _make_keys(self) -> None:
        key = Qt.Key
        for keys, run in (
            (key.Key_Left, lambda: self.turn(-1)), (key.Key_Right, lambda: self.turn(1)), (key.Key_PageUp, lambda: self.turn(-1)),
            (key.Key_PageDown, lambda: self.turn(1)), (key.Key_R, self.rotate), (key.Key_Z, self.zoom),
            (key.Key_F, lambda: self._set_scale(0.0)), (key.Key_Plus, lambda: self.look_closer(CLOSER)),
            (key.Key_Equal, lambda: self.look_closer(CLOSER)), (key.Key_Minus, lambda: self.look_closer(1 / CLOSER)),
            (key.Key_Delete, self.remove), (QKeySequence.StandardKey.Undo, self.give_back),
            (QKeySequence.StandardKey.Save, self._ask_save),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self, run)
        self._name.installEventFilter(self)

    def _rename(self) -> None:
        name = " ".join(self._name.text().split())
        if self.photos and not self._fixed and name and name != self.photos[self._at].get("name", ""):
            self.photos[self._at]["name"] = name
            self.changed.emit(self.photos)
            self._tell_place()

    def _tell_place(self) -> None:
        photo = self.photos[self._at]
        said = self.tr("Ảnh {n}/{of}: {name}").format(n=self._at + 1, of=len(self.photos), name=photo.get("name", ""))
        self._where.setText(self.tr("Ảnh {n}/{of}").format(n=self._at + 1, of=len(self.photos)))
        self._picture.setAccessibleName(said)
        self._area.setAccessibleName(said)
        self._name.setText(str(photo.get("name", "")))

    def _load(self) -> None:
        self._undo.setVisible(bool(self._gone))
        self._open.hide()
        for one in (self._remove, self._rotate, self._size, self._name):
            one.setEnabled(bool(self.photos))
        for one in (self._before, self._after):
            one.setEnabled(len(self.photos) > 1)
        self._data, self._whole = b"", QPixmap()
        self._picture.clear()
        if not self.photos:
            self._where.setText(self.tr("Không còn ảnh nào."))
            self._name.clear()
            return
        self._tell_place()
        wanted = self.photos[self._at]["sha256"]

        def show(data: bytes) -> None:
            if self.photos and self.photos[self._at]["sha256"] == wanted:
                self._data = data
                self._whole.loadFromData(data)
                self._draw()

        self._run(lambda desk, job: desk.keeping.photo(wanted), show)

    def _set_scale(self, scale: float) -> None:
        self._scale = scale
        self._size.setText(self.tr("Vừa cửa sổ") if scale else self.tr("Cỡ thật"))
        self._draw()

    def _fitting(self) -> float:
        if self._whole.isNull():
            return 1.0
        room = self._area.viewport().size()
        return min(1.0, room.width() / self._whole.width(), room.height() / self._whole.height())

    def _draw(self) -> None:
        if self._whole.isNull():
            return
        scale = self._scale or self._fitting()
        size = self._whole.size() * scale
        self._picture.setPixmap(self._whole if scale == 1.0 else self._whole.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))  # fmt: skip
        # Larger than the window it is walked with the bars; as large as fits it never asks for them.
        self._picture.setMinimumSize(size if self._scale else size * 0)

    def _ask_save(self) -> None:
        if not self._data:
            return
        suffix = ".png" if self._data.startswith(b"\x89PNG") else ".jpg"
        name = Path(str(self.photos[self._at].get("name", "") or "anh")).stem + suffix
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Lưu ảnh"), str(Path.home() / name), f"*{suffix}")
        if chosen:
            self.save(Path(chosen))

    def _open_folder(self) -> None:
        if self._folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _run(self, work: Any, done: Callable[[Any], None]) -> None:
        def tell(fault: AppError) -> None:
            if isValid(self):
                self._where.setText(fault.sentence)

        self._ask(work, lambda found: done(found) if isValid(self) else None, failed=tell)
