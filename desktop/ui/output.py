"""What is done with a finished PDF: kept as a file, or sent to a printer of this PC."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.room import Room


class Output(QObject):
    """Saves and prints for one page of the window; both go through the worker."""

    told = Signal(str, str)

    def __init__(self, room: Room, owner: QWidget) -> None:
        super().__init__(owner)
        self._room = room
        self._owner = owner

    def ask_and_save(self, pdf: bytes, *, name: str) -> None:
        """Ask for a place and keep the PDF there; `name` is what the file is called unless changed."""
        folder = self._room.desk.settings.kept("folder", str(Path.home()))
        chosen, _ = QFileDialog.getSaveFileName(self._owner, self.tr("Lưu PDF"), str(Path(folder) / f"{name}.pdf"),
                                                self.tr("Tài liệu PDF (*.pdf)"))  # fmt: skip
        if chosen:
            self.save(pdf, Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"))

    def save(self, pdf: bytes, target: Path) -> None:
        """Keep the PDF at a place."""
        self._room.desk.settings.keep("folder", str(target.parent))
        self._room.tasks.run(
            lambda desk, job: desk.keeping.write(target, pdf),
            lambda _: self.told.emit("done", self.tr("Đã lưu {file}.").format(file=target)),
            failed=lambda fault: self.told.emit("fault", fault.sentence))  # fmt: skip

    def ask_and_print(self, pdf: bytes, title: str) -> None:
        """Open the print dialog over a finished PDF."""
        from desktop.ui.print_dialog import PrintDialog

        dialog = PrintDialog(self._room, pdf, title, self._owner)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
