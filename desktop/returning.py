"""The book comes back with the program: what a newer program migrated, the one before it cannot read."""

from dataclasses import replace
from pathlib import Path

from desktop.installed import Installed
from desktop.models import backup, engine, keys, salt
from desktop.models.book import FILE, VERSION
from desktop.models.copy_files import SUFFIX, Copy, lying
from desktop.models.errors import AppError
from desktop.models.text import number_vi

BACKUPS = "backups"


def bring_back(folder: Path, versions: Installed) -> bool:
    """Put the newest copy from before the migration in place of a book that is too new; True when that was done.

    The newer book is set aside beside it, not lost; the sentence for the next window says so. False where the book is not too
    new or no copy of it opens.
    """
    try:
        place = keys.read_mark(folder)
        version, saves = _held(folder, keys.fetch(folder, place))
        if version <= VERSION:
            return False
        copy = _before(folder, place.book)
        if copy is None:
            return False
        count = backup.restore(folder, copy)
        state = versions.state()
        versions.keep(replace(state, told=f"{state.told} {_words(saves - count)}".strip()))
    except AppError:
        return False
    return True


def _held(folder: Path, key: bytes) -> tuple[int, int]:
    """Return the version of the book in place and how many saves it holds."""
    connection = salt.connect(folder / FILE, key)
    try:
        with engine.faults():
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            return version, int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])
    finally:
        connection.close()


def _before(folder: Path, book: str) -> Path | None:
    found: list[Copy] = lying(folder / BACKUPS, book, pattern=f"*-migration{SUFFIX}")
    return max(found, key=lambda one: one.at).path if found else None


def _words(later: int) -> str:
    if later <= 0:
        return "Sổ cũng đã trở về như trước khi nâng cấp, không mất lần lưu nào."
    return (f"Sổ cũng đã trở về như trước khi nâng cấp; {number_vi(later)} lần lưu sau đó nằm trong thư mục backups "
            "(truoc-khoi-phuc-…), hãy báo quản trị để lấy lại.")  # fmt: skip


