"""What happens when the program itself is wrong: nothing saved is lost, the person is told once, work goes on."""

import logging
import platform
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from desktop import logs
from desktop.models.errors import AppError
from desktop.ui.parts import button, column, label, row
from desktop.ui.theme import SPACE

_log = logging.getLogger("desktop.crash")


class Crash(QObject):
    """The third door: catches what nobody caught, from any thread, and tells it on the screen's thread.

    A foreseeable fault (AppError) that came this far is told as a sentence by `told`; anything else is a bug.
    """

    caught = Signal(object)
    told = Signal(str)

    def __init__(self, parent: QWidget, *, keep: Callable[[], None]) -> None:
        super().__init__(parent)
        self._window = parent
        self._keep = keep
        self._seen: set[str] = set()
        self.caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over sys.excepthook."""
        sys.excepthook = self.hook

    def hook(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Be called by Python for an exception that nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        self.report(fault)

    def report(self, fault: BaseException) -> None:
        """Log a fault and tell it; safe to call from any thread."""
        _log.error("bug", exc_info=fault)
        self.caught.emit(fault)

    def _tell(self, fault: BaseException) -> None:
        if isinstance(fault, AppError):
            self.told.emit(fault.sentence)
            return
        self._keep()
        details = describe(fault)
        if details in self._seen:
            return
        self._seen.add(details)
        dialog = CrashDialog(details, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def describe(fault: BaseException) -> str:
    """Return what a developer needs, without anything the person typed."""
    from importlib import metadata  # 25 ms of start that only a fault needs

    where = f"Sổ Phường {metadata.version('so-phuong')}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return f"{where}\n\n{logs.trace(fault)}"


class CrashDialog(QDialog):
    """Says that the data is safe and offers the details to copy."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Chương trình gặp lỗi"))
        box = QPlainTextEdit(details)
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setAccessibleName(self.tr("Chi tiết lỗi"))
        copy = button(self.tr("Chép chi tiết"), lambda: QGuiApplication.clipboard().setText(details))
        close = button(self.tr("Làm việc tiếp"), self.accept, role="primary")
        sentence = QCoreApplication.translate(
            "CrashDialog", "Một việc vừa rồi không làm được do lỗi của chương trình. Những gì đã lưu và bản nháp đang "
            "ghi đều còn nguyên; anh/chị có thể làm việc tiếp và gửi phần chi tiết dưới đây cho bộ phận hỗ trợ.")  # fmt: skip
        self.setLayout(column(label(self.tr("Dữ liệu vẫn an toàn"), "lead"), label(sentence, wrap=True), box,
                              row(None, copy, close), margin=SPACE.xl))  # fmt: skip
        self.resize(620, 420)
        close.setFocus()
