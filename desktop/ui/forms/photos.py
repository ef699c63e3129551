"""The editor of photos: shows what the book holds for this activity; a photo can be taken off the list."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.fields import Field
from desktop.models.text import number_vi
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.parts import button, clear, label, row


class PhotosEditor(Editor):
    """A list of names with a way to remove each."""

    wide = True

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self._photos: list[dict[str, Any]] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._list)
        self._show()

    def raw(self) -> Any:
        """Return the photos that remain."""
        return [dict(photo) for photo in self._photos]

    def put(self, value: Any) -> None:
        """Show the photos of an activity."""
        self._photos = [dict(photo) for photo in value] if isinstance(value, list) else []
        self._show()

    def parts(self) -> Sequence[QWidget]:
        """Return the buttons."""
        return tuple(self._buttons)

    def _show(self) -> None:
        clear(self._list)
        self._buttons: list[QWidget] = []
        for photo in self._photos:
            size = number_vi(round(int(photo.get("size", 0)) / 1024))
            remove = button("", partial(self._remove, photo), role="icon", icon="x", icons=self.setting.icons,
                            tip=self.tr("Bỏ ảnh {name}").format(name=photo.get("name", "")))  # fmt: skip
            self._buttons.append(remove)
            self._list.addLayout(row(label(f"{photo.get('name', '')} ({size} KB)"), remove, None))
        if not self._photos:
            self._list.addWidget(label(self.tr("Chưa có ảnh."), "muted"), 0, Qt.AlignmentFlag.AlignLeft)
        self.watch(*self._buttons)

    def _remove(self, photo: dict[str, Any]) -> None:
        self._photos = [kept for kept in self._photos if kept is not photo]
        self._show()
        self.edited.emit()
