"""The editor of photos: from files, dropped or pasted, kept on the worker while the person goes on typing."""

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.models.fields import Field
from desktop.models.text import date_vi, number_vi
from desktop.ui.flow import flow
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE

TYPES = "*.jpg *.jpeg *.png *.heic *.heif *.webp *.bmp *.tif *.tiff *.gif"
SIDE = 96  # pixels of a small picture at 100 % text


class PhotosEditor(Editor):
    """Small pictures that open the viewer, each with a way to take it off."""

    wide = True
    taken = Signal(str)  # the ISO day a photo was taken, to be offered where the form has no day

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self._photos: list[dict[str, Any]] = []
        self._buttons: list[QWidget] = []
        self._waiting: deque[tuple[Path | bytes, str]] = deque()
        self._whole = 0
        self._refusals: list[str] = []
        self._agreed = not field.warning
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        icons = setting.icons
        self._add = button(self.tr("Thêm ảnh…"), self._ask, icon="plus", icons=icons)
        self._paste = button(self.tr("Dán"), self.paste, role="quiet", tip=self.tr("Dán ảnh đã chép (Ctrl+V ở đây); "
                                                                                    "cũng có thể kéo ảnh thả vào"))  # fmt: skip
        self._paste.setAccessibleName(self.tr("Dán ảnh"))
        self._keep_place = QCheckBox(self.tr("Giữ vị trí chụp"))
        self._keep_place.setToolTip(self.tr("Mặc định bỏ vị trí và số máy khỏi ảnh trước khi cất vào sổ"))
        self._keep_place.setAccessibleName(self._keep_place.text())
        self._stop = button(self.tr("Dừng"), self.stop, role="quiet")
        self._stop.hide()
        self._told = label("", "small", wrap=True)
        self._told.hide()
        self._warning = label(field.warning, "remark", wrap=True)
        self._warning.setVisible(bool(field.warning))
        self._consent = QCheckBox(self.tr("Tôi đã xem: ảnh chụp toàn cảnh, hoặc đã có sự đồng ý"))
        self._consent.setAccessibleName(self._consent.text())
        self._consent.setVisible(bool(field.warning))
        self._consent.toggled.connect(self._agree)
        parts: list[object] = [self._warning, self._consent] if field.warning else []
        self.setLayout(column(*parts, self._place, self._told,
                              row(self._add, self._paste, self._stop, self._keep_place, None), space=SPACE.xs))  # fmt: skip
        self.setAcceptDrops(True)
        paste = QShortcut(QKeySequence.StandardKey.Paste, self, self.paste)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._agree(self._agreed)
        self.watch(self._add)

    # What every editor does

    def raw(self) -> Any:
        """Return the photos that remain."""
        return [{key: photo[key] for key in ("sha256", "name", "size") if key in photo} for photo in self._photos]

    def put(self, value: Any) -> None:
        """Show the photos of an activity."""
        self._photos = [dict(photo) for photo in value] if isinstance(value, list) else []
        if self._photos and self.field.warning:
            self._consent.setChecked(True)  # asked when the first was added
        self._show()

    def parts(self) -> Sequence[QWidget]:
        """Return the buttons."""
        first = [self._consent] if self.field.warning else []
        return (*first, *self._buttons, self._add, self._paste, self._keep_place)

    def fault(self) -> str:
        """Return which files were not taken, and why."""
        return " ".join(self._refusals) or super().fault()

    def name(self, name: str, description: str) -> None:
        """Name the button that adds; each other one names its photo."""
        self._add.setAccessibleName(f"{name}: {self._add.text()}")
        self._add.setAccessibleDescription(description)

    # What the person does

    def add(self, *sources: Path | tuple[bytes, str]) -> None:
        """Keep photos in the book, one after the other, and show them; one that cannot be kept is told by its name."""
        if not self._agreed:
            self._refusals = [self.tr("Hãy đọc lời nhắc về ảnh học sinh và đánh dấu trước khi thêm ảnh.")]
            self.left.emit()
            return
        self._refusals = []
        self._waiting += [(one, one.name) if isinstance(one, Path) else one for one in sources]
        self._whole = len(self._waiting)
        self._next()

    def paste(self) -> None:
        """Add what is on the clipboard: files, or one picture."""
        self._take(QApplication.clipboard().mimeData())

    def stop(self) -> None:
        """Leave the rest; what was kept stays."""
        self._waiting.clear()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if _sources(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self._take(event.mimeData())
        event.acceptProposedAction()

    def _take(self, given: QMimeData) -> None:
        found = _sources(given)
        if found:
            self.add(*found)
        else:
            self._refusals = [self.tr("Chưa có ảnh nào được chép: hãy chép ảnh hoặc tệp ảnh rồi dán lại.")]
            self.left.emit()

    def _ask(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.field.label, "", f"{self.tr('Ảnh')} ({TYPES})")
        if names:
            self.add(*map(Path, names))

    def _agree(self, agreed: bool) -> None:
        self._agreed = agreed or not self.field.warning
        self._add.setEnabled(self._agreed)
        self._paste.setEnabled(self._agreed)

    # On the worker, one by one

    def _next(self) -> None:
        busy = bool(self._waiting)
        self._stop.setVisible(busy and self._whole > 1)
        self._told.setVisible(busy)
        if not busy:
            self.left.emit()
            return
        source, name = self._waiting.popleft()
        at = self._whole - len(self._waiting)
        self._told.setText(self.tr("Đang thêm ảnh {n}/{of}: {name}").format(n=at, of=self._whole, name=name))
        place = self._keep_place.isChecked()
        if self.setting.run is None:
            try:
                self._kept(self.setting.attach(source))  # type: ignore[arg-type]
            except AppError as fault:
                self._refused(fault)
            return
        self.setting.run(lambda desk, job: desk.keeping.attach(source, name, place=place), self._kept, failed=self._refused)

    def _kept(self, photo: dict[str, Any]) -> None:
        if all(kept["sha256"] != photo["sha256"] for kept in self._photos):
            self._photos.append(photo)
        if photo.get("taken"):
            self.taken.emit(photo["taken"])
        self._show()
        self.edited.emit()
        self._next()

    def _refused(self, fault: AppError) -> None:
        self._refusals.append(fault.sentence)
        self._next()

    # What stands there

    def _show(self) -> None:
        made = QWidget()
        self._buttons, cells = [], []
        side = self.setting.theme.px(SIDE)
        for at, photo in enumerate(self._photos):
            name = str(photo.get("name", ""))
            look = button("", partial(self.view, at), role="icon")
            look.setFixedSize(side + 12, side + 12)
            look.setIconSize(QSize(side, side))
            look.setToolTip(self._words(photo))
            look.setAccessibleName(self.tr("Xem ảnh {n}/{of}: {name}").format(n=at + 1, of=len(self._photos), name=name))
            remove = button("", partial(self._remove, photo), role="icon", icon="x", icons=self.setting.icons,
                            tip=self.tr("Bỏ ảnh {name}").format(name=name))  # fmt: skip
            self._ask_thumb(look, photo)
            cell = QWidget()
            cell.setLayout(column(look, row(label(name if len(name) < 15 else f"{name[:12]}…", "small"), remove), space=0))
            cells.append(cell)
            self._buttons += [remove, look]
        made.setLayout(flow(*cells, space=SPACE.s))
        while self._place.count():
            old = self._place.takeAt(0).widget()
            if old is not None:
                old.deleteLater()
        self._place.addWidget(made)
        made.setVisible(bool(cells))
        self.watch(*self._buttons)

    def _ask_thumb(self, look: QWidget, photo: dict[str, Any]) -> None:
        if self.setting.run is None:
            return
        digest = str(photo.get("sha256", ""))

        def show(data: bytes) -> None:
            picture = QPixmap()
            if data and picture.loadFromData(data):
                look.setIcon(QIcon(picture))  # type: ignore[attr-defined]

        self.setting.run(lambda desk, job: desk.keeping.thumb(digest), _if_there(look, show), failed=lambda fault: None)

    def _words(self, photo: dict[str, Any]) -> str:
        size = number_vi(round(int(photo.get("size", 0)) / 1024))
        when = f", {self.tr('chụp')} {date_vi(photo['taken'])}" if photo.get("taken") else ""
        return f"{photo.get('name', '')} ({size} KB{when})"

    def _remove(self, photo: dict[str, Any]) -> None:
        self._photos = [kept for kept in self._photos if kept is not photo]
        self._show()
        self._add.setFocus()
        self.edited.emit()

    def view(self, at: int) -> None:
        """Open the viewer at a photo."""
        if self.setting.run is None:
            return
        from desktop.ui.photo_viewer import PhotoViewer

        viewer = PhotoViewer(self.setting, self._photos, at, self)
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        viewer.changed.connect(self._changed)
        viewer.open()

    def _changed(self, photos: list[dict[str, Any]]) -> None:
        self._photos = [dict(photo) for photo in photos]
        self._show()
        self.edited.emit()


def _sources(given: QMimeData) -> list[Any]:
    if given.hasUrls():
        return [Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile()]
    if given.hasImage():
        image = given.imageData()
        found = image if isinstance(image, QImage) else QImage(image)
        store = QBuffer()
        store.open(QIODevice.OpenModeFlag.WriteOnly)
        if not found.isNull() and found.save(store, "PNG"):
            return [(bytes(store.data().data()), "anh-dan.png")]
    return []


def _if_there(widget: QWidget, run: Any) -> Any:
    """Call only while the widget lives: pictures come later than they are asked for."""
    from shiboken6 import isValid

    return lambda data: run(data) if isValid(widget) else None
