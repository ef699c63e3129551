"""The sticks that are plugged in."""

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

REMOVABLE = 2  # DRIVE_REMOVABLE of Windows
MOUNTED_UNDER = ("/media/", "/run/media/", "/mnt/usb")


@dataclass(frozen=True, slots=True)
class Drive:
    """A removable drive that can be written to; `room` is free bytes."""

    name: str
    folder: Path
    room: int


def removable() -> list[Drive]:
    """Return the removable drives that are ready."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if volume.isValid() and volume.isReady() and not volume.isReadOnly() and _is_removable(volume.rootPath()):
            found.append(Drive(volume.displayName(), Path(volume.rootPath()), volume.bytesAvailable()))
    return found


def _is_removable(root: str) -> bool:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(root) == REMOVABLE)
    return f"{root}/".startswith(MOUNTED_UNDER)
