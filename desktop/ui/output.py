"""What is done with a finished PDF: kept as a file, or sent to the printer of this PC."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.ui.preview import all_pages
from desktop.ui.room import Room

DPI, LARGEST_DPI = 300.0, 150.0


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

    def ask_and_print(self, pdf: bytes, *, size_mm: tuple[float, float]) -> None:
        """Ask for a printer and print every page, as large as its paper allows but never larger than meant."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        width, height = size_mm
        across = width > height
        layout = printer.pageLayout()
        layout.setOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)
        small = QPageSize(QPageSize.PageSizeId.A4 if max(width, height) <= 300 else QPageSize.PageSizeId.A3)
        layout.setPageSize(small)
        printer.setPageLayout(layout)
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self._owner)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        self.told.emit("note", self.tr("Đang chuẩn bị trang in…"))
        dpi = DPI if max(width, height) <= 300 else LARGEST_DPI
        self._room.tasks.run(lambda desk, job: all_pages(desk, job, pdf, dpi=dpi),
                             lambda pages: self._print(printer, pages, dpi),
                             failed=lambda fault: self.told.emit("fault", fault.sentence))  # fmt: skip

    def _print(self, printer: Any, pages: list[Any], dpi: float) -> None:
        painter = QPainter()
        if not painter.begin(printer):
            self.told.emit("fault", self.tr("Máy in không nhận: hãy kiểm tra máy in rồi in lại, hoặc lưu PDF."))
            return
        for at, page in enumerate(pages):
            if at:
                printer.newPage()
            image = QImage(page.pixels, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
            painter.drawImage(_place(printer, page.width / dpi, page.height / dpi), image)
        painter.end()
        self.told.emit("done", self.tr("Đã chuyển {n} trang tới máy in.").format(n=len(pages)))


def _place(printer: Any, width_in: float, height_in: float) -> QRectF:
    """Return where a page of so many inches stands on the paper: centred, made smaller when it does not fit."""
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    width, height = width_in * printer.resolution(), height_in * printer.resolution()
    fit = min(1.0, paper.width() / width, paper.height() / height)
    left, top = (paper.width() - width * fit) / 2, (paper.height() - height * fit) / 2
    return QRectF(left, top, width * fit, height * fit)
