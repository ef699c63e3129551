"""Where the window stood the last time."""

from contextlib import suppress

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget

from desktop.models.errors import AppError
from desktop.settings import Settings

SIZE = (1240, 720)
_KEPT = "geometry"


def put_back(window: QWidget, settings: Settings, screen: QScreen) -> None:
    """Let a window stand where it stood, or well on this screen."""
    kept = settings.kept(_KEPT, "")
    room = screen.availableGeometry()
    window.setMinimumSize(min(960, room.width()), min(600, room.height()))
    if not (kept and window.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode())))):
        window.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
        if room.width() <= 1440:
            window.setWindowState(Qt.WindowState.WindowMaximized)


def keep(window: QWidget, settings: Settings) -> None:
    """Keep where a window stands; where the disk refuses, it is not worth a sentence to who leaves."""
    with suppress(AppError):
        settings.keep(_KEPT, bytes(window.saveGeometry().toBase64().data()).decode())
