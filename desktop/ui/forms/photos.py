"""The editor of photos: from files, dropped or pasted, kept on the worker while the person goes on typing."""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QWidget

from desktop.models.errors import AppError
from desktop.models.fields import Field
from desktop.models.text import date_vi
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE
from desktop.ui.thumbs import Thumbs

ENDINGS = (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".bmp", ".tif", ".tiff", ".gif")
FASTEST = 100  # Qt's word for a PNG that is not compressed: the worker reads it a moment later
Source = Path | QImage


class PhotosEditor(Editor):
    """Small pictures that open the viewer, each with a way to take it off."""

    wide = True
    taken = Signal(str)  # the ISO day the person wants as the day of the activity
    finished = Signal()  # nothing waits any more

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self._photos: list[dict[str, Any]] = []
        self._waiting: deque[tuple[Source, str]] = deque()
        self._whole, self._pasted = 0, 0
        self._under_way = False
        self._refusals: list[str] = []
        self._agreed = not field.warning
        self.day_wanted: Callable[[str], bool] = lambda day: False  # the form says whether it still waits for its day
        self._thumbs = Thumbs(setting.theme, setting.icons, setting.run)
        self._thumbs.opened.connect(self.view)
        self._thumbs.removed.connect(self.remove)
        self._add = button(self.tr("Thêm ảnh…"), self._ask, icon="plus", icons=setting.icons)
        self._paste = button(self.tr("Dán"), self.paste, role="quiet",
                             tip=self.tr("Dán ảnh đã chép (Ctrl+V ở đây); cũng có thể kéo ảnh thả vào"))  # fmt: skip
        self._paste.setAccessibleName(self.tr("Dán ảnh"))
        self._keep_place = QCheckBox(self.tr("Giữ vị trí chụp"))
        self._keep_place.setToolTip(self.tr("Mặc định bỏ vị trí và số máy khỏi ảnh trước khi cất vào sổ"))
        self._keep_place.setAccessibleName(self._keep_place.text())
        self._stop = button(self.tr("Dừng"), self.stop, role="quiet")
        self._told = label("", "small", wrap=True)
        self._day = ""
        self._use_day = button("", self.use_day, role="quiet")
        for part in (self._stop, self._told, self._use_day):
            part.hide()
        self._warning = label(field.warning, "remark", wrap=True)
        self._consent = QCheckBox(self.tr("Tôi đã xem: ảnh chụp toàn cảnh, hoặc đã có sự đồng ý"))
        self._consent.setAccessibleName(self._consent.text())
        self._consent.setAccessibleDescription(field.warning)
        self._consent.toggled.connect(self._agree)
        parts: list[object] = [self._warning, self._consent] if field.warning else []
        self.setLayout(column(*parts, self._thumbs, self._told, row(self._use_day, None),
                              row(self._add, self._paste, self._stop, self._keep_place, None), space=SPACE.xs))  # fmt: skip
        self.setAcceptDrops(True)
        paste = QShortcut(QKeySequence.StandardKey.Paste, self, self.paste)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._agree(self._agreed)
        self.watch(self._add, self._paste, self._keep_place)

    # What every editor does

    def raw(self) -> Any:
        """Return the photos that remain."""
        return [{key: photo[key] for key in ("sha256", "name", "size") if key in photo} for photo in self._photos]

    def put(self, value: Any) -> None:
        """Show the photos of an activity; about pupils it is asked once for each activity."""
        self.stop()
        self._photos = [dict(photo) for photo in value] if isinstance(value, list) else []
        self._refusals = []
        if self.field.warning:
            self._consent.setChecked(bool(self._photos))
        self._use_day.hide()
        self._thumbs.put(self._photos)
        self.watch(*self._thumbs.stops())

    def parts(self) -> Sequence[QWidget]:
        """Return the buttons, as they stand."""
        first = [self._consent] if self.field.warning else []
        return (*first, *self._thumbs.stops(), self._use_day, self._add, self._paste, self._stop, self._keep_place)

    def fault(self) -> str:
        """Return which files were not taken, and why."""
        return " ".join(self._refusals) or super().fault()

    def name(self, name: str, description: str) -> None:
        """Name the button that adds; each other one names its photo."""
        self._add.setAccessibleName(f"{name}: {self._add.text()}")
        self._add.setAccessibleDescription(description)

    @property
    def busy(self) -> bool:
        """Whether photos are still on their way into the book."""
        return self._under_way

    # What the person does

    def add(self, *sources: Source) -> None:
        """Keep photos in the book, one after the other, and show them; one that cannot be kept is told by its name."""
        if not self._agreed:
            self._refuse(self.tr("Hãy đọc lời nhắc về ảnh học sinh và đánh dấu trước khi thêm ảnh."))
            return
        if not self._under_way:
            self._refusals, self._whole = [], 0
        self._waiting += [(one, self._name_of(one)) for one in sources]
        self._whole += len(sources)
        if not self._under_way:
            self._next()

    def paste(self) -> None:
        """Add what is on the clipboard: files, or one picture."""
        self._take(QApplication.clipboard().mimeData())

    def stop(self) -> None:
        """Leave the rest; what was kept stays."""
        self._waiting.clear()

    def remove(self, at: int) -> None:
        """Take a photo off; its bytes stay in the book, for older saves of the activity show it."""
        self._photos.pop(at)
        self._thumbs.remove(at)
        stops = self._thumbs.stops()
        (stops[min(2 * at, len(stops) - 2)] if stops else self._add).setFocus()
        self.edited.emit()

    def view(self, at: int) -> None:
        """Open the viewer at a photo."""
        if self.setting.run is None:
            return
        from desktop.ui.photo_viewer import PhotoViewer

        viewer = PhotoViewer(self.setting.icons, self.setting.run, self._photos, at, self)
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        viewer.changed.connect(self._changed)
        viewer.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if _sources(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        event.acceptProposedAction()
        self._take(event.mimeData())

    def _take(self, given: QMimeData) -> None:
        found = _sources(given)
        if found:
            self.add(*found)
        else:
            self._refuse(self.tr("Chưa có ảnh nào được chép: hãy chép ảnh hoặc tệp ảnh rồi dán lại."))

    def _ask(self) -> None:
        endings = " ".join(f"*{ending}" for ending in ENDINGS)
        names, _ = QFileDialog.getOpenFileNames(self, self.field.label, "", f"{self.tr('Ảnh')} ({endings})")
        if names:
            self.add(*map(Path, names))

    def _agree(self, agreed: bool) -> None:
        self._agreed = agreed or not self.field.warning
        self._add.setEnabled(self._agreed)
        self._paste.setEnabled(self._agreed)

    def _name_of(self, source: Source) -> str:
        if isinstance(source, Path):
            return source.name
        self._pasted += 1
        return "anh-dan.png" if self._pasted == 1 else f"anh-dan-{self._pasted}.png"

    # On the worker, one by one: what else waits there has its turn in between

    def _next(self) -> None:
        self._under_way = bool(self._waiting)
        self._stop.setVisible(len(self._waiting) > 1)
        self._told.setVisible(self._under_way)
        if not self._under_way:
            self.left.emit()
            self.finished.emit()
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
        self.setting.run(_keeping(source, name, place=place), self._kept, failed=self._refused)

    def _kept(self, photo: dict[str, Any]) -> None:
        if all(kept["sha256"] != photo["sha256"] for kept in self._photos):
            self._photos.append(photo)
            self._thumbs.append(photo)
            self.watch(*self._thumbs.stops()[-2:])
            self.edited.emit()
        if photo.get("taken"):
            self._offer(str(photo["taken"]))
        self._next()

    def _refused(self, fault: AppError) -> None:
        self._refusals.append(fault.sentence)
        self._next()

    def _refuse(self, sentence: str) -> None:
        self._refusals = [sentence]
        self.left.emit()

    def _offer(self, day: str) -> None:
        """Offer the day a photo was taken; the form shows it only where it has no day of its own."""
        if day > date.today().isoformat():
            return
        self._day = day
        self._use_day.setText(self.tr("Ảnh chụp ngày {day}: dùng làm ngày hoạt động").format(day=date_vi(day)))
        self._use_day.setAccessibleName(self._use_day.text())
        self._use_day.setVisible(self.day_wanted(day))

    def use_day(self) -> None:
        """Give the offered day to the form."""
        self._use_day.hide()
        self.taken.emit(self._day)

    def _changed(self, photos: list[dict[str, Any]]) -> None:
        self._photos = [dict(photo) for photo in photos]
        self._thumbs.put(self._photos)
        self.watch(*self._thumbs.stops())
        self.edited.emit()


def _keeping(source: Source, name: str, *, place: bool) -> Callable[[Any, Any], dict[str, object]]:
    """Return the work that keeps one photo; a pasted picture is packed there too, for a large one takes its time."""

    def work(desk: Any, job: Any) -> dict[str, object]:
        data = _packed(source) if isinstance(source, QImage) else source
        return desk.keeping.attach(data, name, place=place)  # type: ignore[no-any-return]

    return work


def _packed(image: QImage) -> bytes:
    store = QBuffer()
    store.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(store, "PNG", FASTEST)  # type: ignore[call-overload]
    return bytes(store.data().data())


def _sources(given: QMimeData | None) -> list[Source]:
    """Return the files or the picture of a clipboard or a drop; a browser gives an address and the picture beside it."""
    if given is None:
        return []  # a clipboard another program holds just now
    files: list[Source] = [Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile()]
    if files:
        return files
    if given.hasImage():
        image = QImage(given.imageData())
        return [] if image.isNull() else [image]
    lines = [line.strip().strip('"') for line in given.text().splitlines()]
    paths = [Path(line) for line in lines if line.lower().endswith(ENDINGS)]
    return [path for path in paths if path.is_absolute()] if len(paths) == len([line for line in lines if line]) else []
