"""What is typed is kept in time: at most two seconds of it are ever lost, and nobody leaves without hearing of what was not."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop.models.errors import AppError

AFTER = 1_200  # ms after the first key; at most so much typing is ever lost
TRY_AGAIN = 3_000  # ms until what the disk refused is tried again


class InTime(QTimer):
    """Calls `keep` soon after `touch`, however long the typing goes on; a refusal is told once and tried on until it works."""

    def __init__(self, parent: QObject, keep: Callable[[], object], refused: Callable[[AppError], object]) -> None:
        super().__init__(parent)
        self._keep, self._refused, self._told = keep, refused, False
        self.setSingleShot(True)
        self.timeout.connect(self._now)

    def touch(self) -> None:
        """Something was typed."""
        if not self.isActive():
            self.start(AFTER)

    def _now(self) -> None:
        try:
            self._keep()
        except AppError as fault:  # the screen still holds it
            if not self._told:
                self._refused(fault)
            self._told = True
            self.start(TRY_AGAIN)
            return
        self._told = False


class LastLook:
    """Holds back who leaves with words that could not be kept; who leaves once more means it."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell, self._warned = tell, False

    def holds(self, *acts: Callable[[], object]) -> bool:
        """Do what is to be done before leaving; return whether to stay."""
        try:
            for act in acts:
                act()
        except AppError as fault:
            if self._warned:
                return False
            self._warned = True
            said = QCoreApplication.translate("LastLook", "{why} Phần đang ghi chưa giữ được: hãy làm theo câu trên rồi đóng lại; "
                                              "đóng lần nữa ngay thì phần ấy mất.")  # fmt: skip
            self._tell(said.format(why=fault.sentence))
            return True
        self._warned = False
        return False
