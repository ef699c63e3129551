"""The editor of photos: added from files into the book, listed by name, taken off one by one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.models.fields import Field
from desktop.models.text import number_vi
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.parts import button, clear, column, label, row


class PhotosEditor(Editor):
    """A list of names with a way to remove each."""

    wide = True

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self._photos: list[dict[str, Any]] = []
        self._buttons: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._add = button(self.tr("Thêm ảnh…"), self._ask, icon="plus", icons=setting.icons)
        self._refusal = ""
        self.setLayout(column(self._list, row(self._add, None), space=4))
        self.watch(self._add)

    def raw(self) -> Any:
        """Return the photos that remain."""
        return [dict(photo) for photo in self._photos]

    def put(self, value: Any) -> None:
        """Show the photos of an activity."""
        self._photos = [dict(photo) for photo in value] if isinstance(value, list) else []
        self._show()

    def parts(self) -> Sequence[QWidget]:
        """Return the buttons."""
        return (*self._buttons, self._add)

    def fault(self) -> str:
        """Return why the last file was not taken."""
        return self._refusal or super().fault()

    def name(self, name: str, description: str) -> None:
        """Name the button that adds; each other one names its photo."""
        self._add.setAccessibleName(f"{name}: {self._add.text()}")
        self._add.setAccessibleDescription(description)

    def add(self, path: Path) -> None:
        """Keep a photo in the book and list it."""
        try:
            photo = self.setting.attach(path)
            self._refusal = ""
        except AppError as fault:
            self._refusal = fault.sentence
            self.left.emit()
            return
        if all(kept["sha256"] != photo["sha256"] for kept in self._photos):
            self._photos.append(photo)
        self._show()
        self.left.emit()
        self.edited.emit()

    def _ask(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.field.label, "", self.tr("Ảnh (*.jpg *.jpeg *.png)"))
        for name in names:
            self.add(Path(name))

    def _show(self) -> None:
        clear(self._list)
        self._buttons = []
        for photo in self._photos:
            size = number_vi(round(int(photo.get("size", 0)) / 1024))
            remove = button("", partial(self._remove, photo), role="icon", icon="x", icons=self.setting.icons,
                            tip=self.tr("Bỏ ảnh {name}").format(name=photo.get("name", "")))  # fmt: skip
            self._buttons.append(remove)
            self._list.addLayout(row(label(f"{photo.get('name', '')} ({size} KB)"), remove, None))
        self.watch(*self._buttons)

    def _remove(self, photo: dict[str, Any]) -> None:
        self._photos = [kept for kept in self._photos if kept is not photo]
        self._show()
        self._add.setFocus()
        self.edited.emit()
