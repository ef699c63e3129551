"""Before there is an open book: one that comes from another PC, and one whose key is not on this one."""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog

from desktop.keyholding import Locked, settle
from desktop.models import moving
from desktop.models.book import Book
from desktop.models.errors import AppError
from desktop.tasks import Tasks
from desktop.ui import theme
from desktop.ui.icons import Icons
from desktop.ui.moving_in import FromFile, UnlockDialog
from desktop.ui.safety_keys import name_of

Begin = Callable[[Book], object]


def arrive(folder: Path, above: QDialog, begin: Begin) -> FromFile:
    """Let a book from another PC come instead of a new one; `above` is then done with."""

    def work(_: object, path: Path, code: str) -> None:
        settle(folder, path, code).close()  # a connection belongs to its thread: the window opens its own

    def come(_: object) -> None:
        begin(Book.open(folder))
        above.accept()

    look = theme.Theme()
    tasks = _tasks(folder)
    asked = FromFile(tasks, look, Icons(look, ratio=above.devicePixelRatioF()), above, look=moving.look, name_of=name_of, work=work)
    asked.taken.connect(come)
    asked.finished.connect(lambda _: tasks.close())
    return asked.begin()


def ask_for_sheet(app: QApplication, folder: Path, why: str, begin: Begin, refuse: Callable[[AppError], object]) -> UnlockDialog:
    """Ask for the sheet, or the centre's answer, and go on with the book; whoever leaves finds everything as it was."""
    look = theme.Theme()
    tasks = _tasks(folder)
    dialog = UnlockDialog(Locked(folder), tasks, look, Icons(look, ratio=app.devicePixelRatio()), why=why)

    def go_on() -> None:
        try:
            begin(Book.open(folder))
        except AppError as other:
            refuse(other)

    dialog.accepted.connect(go_on)
    dialog.finished.connect(lambda _: tasks.close())
    app.setProperty("unlocking", dialog)  # nobody else holds it
    dialog.show()
    dialog.activateWindow()
    return dialog


def _tasks(folder: Path) -> Tasks:
    return Tasks(lambda: Locked(folder), bug=lambda fault: logging.getLogger("sophuong").error("bug", exc_info=fault))
