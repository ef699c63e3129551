"""Where the book lies on this PC."""

from pathlib import Path

APP = "so-phuong"


def data_dir(given: str | Path | None = None) -> Path:
    """Return the folder of the book: the one given, or what this system keeps for this person and this program."""
    if given:
        return Path(given).expanduser().absolute()
    # Read only where it is needed: a window started by IT names its folder.
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False)
