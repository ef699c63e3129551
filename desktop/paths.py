"""Where the book lies on this PC."""

import os
import sys
from pathlib import Path

APP = "so-phuong"
PORTABLE = "du-lieu"  # a folder of this name beside the program makes it portable: the book lies in it
UNPLUG = ("Sổ đang nằm cạnh chương trình mang đi ({place}): đóng chương trình rồi mới rút USB, "
          "và chọn nơi sao lưu thứ hai trên máy (trang «An toàn của sổ»).")  # fmt: skip


def data_dir(given: str | Path | None = None) -> Path:
    """Return the folder of the book: the one given, the one beside a portable program, or what this system keeps for a person."""
    if given:
        return Path(given).expanduser().absolute()
    beside = portable()
    if beside is not None:
        return beside
    # Read only where it is needed: a window started by IT names its folder.
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False)


def portable() -> Path | None:
    """Return the folder of the book beside a built program that is carried about; None for an installed one, and from source."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(os.path.realpath(sys.executable)).parent
    # Versions lie side by side below one folder, and the book belongs to all of them.
    places = (folder, folder.parent) if folder.name.startswith("app-") else (folder,)
    return next((place / PORTABLE for place in places if (place / PORTABLE).is_dir()), None)


def unplug_words(folder: Path) -> str:
    """Return what whoever works from a stick should know, "" for a book of this PC."""
    return UNPLUG.format(place=folder) if portable() == folder else ""
