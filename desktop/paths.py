"""Where the book lies on this PC."""

import os
import sys
from pathlib import Path

APP = "so-phuong"


def data_dir(given: str | Path | None = None) -> Path:
    """Return the folder of the book: the one given, or the usual place of this system for this person.

    The usual places are those of platformdirs; they are written out here because its import costs 26 ms at start.
    """
    if given:
        return Path(given).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / APP
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / APP
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / APP
