"""One window for one book: a second start brings the first window to the front and ends."""

import zlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QFileSystemWatcher, QLockFile, QObject, Qt, QThread
from PySide6.QtWidgets import QWidget

from desktop.models.errors import StoreError
from desktop.models.files import atomic_write

WAIT = 3_000  # ms for the first window to answer
STEP = 50  # ms between two looks
LONGEST = 4_096  # characters of a path


def bring_forward(window: QWidget) -> None:
    """Let a window stand before every other, also from the task bar."""
    window.setWindowState((window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()


class Single(QObject):
    """Holds the place of a book's one window; a lock left by a program that died is taken over.

    The second start leaves a file, the first watches for it: QtNetwork for one word would be 4 MB of the program.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._place = Path(QDir.tempPath()) / f"so-phuong-{zlib.crc32(str(folder.absolute()).encode()):08x}"
        self._call = self._place / "call"
        self._lock = QLockFile(str(self._place / "lock"))
        self._lock.setStaleLockTime(0)  # a window may stay open for weeks: only a dead program is stale
        self._watcher: QFileSystemWatcher | None = None
        self._asked: Callable[[str], None] = lambda said: None

    def first(self) -> bool:
        """Return whether no other window of this book is open; then the place is ours."""
        QDir().mkpath(str(self._place))
        # Where no lock can be written at all, the program opens rather than not.
        return self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError

    def listen(self, asked: Callable[[str], None]) -> None:
        """Call back whenever the program is started again, with what it was started with."""
        self._asked = asked
        self._watcher = QFileSystemWatcher([str(self._place)], self)
        self._watcher.directoryChanged.connect(lambda _: self._look())
        self._look()

    def call(self, said: str = "") -> bool:
        """Ask the first window to come to the front with the file `said`; return whether it heard."""
        try:
            atomic_write(self._call, said.encode())
            for _ in range(WAIT // STEP):
                if not self._call.exists():
                    return True
                QThread.msleep(STEP)  # nothing of ours is on the screen yet
            self._call.unlink(missing_ok=True)
        except (OSError, StoreError):
            return False
        return False

    def leave(self) -> None:
        """Give the place free."""
        self._watcher = None
        self._lock.unlock()

    def _look(self) -> None:
        if self._call.exists():
            try:
                said = self._call.read_text(encoding="utf-8")[:LONGEST]
                self._call.unlink()
            except (OSError, UnicodeDecodeError):
                return
            self._asked(said)
