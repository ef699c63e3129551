"""The printers of this PC by Qt: which there are, and one at work; both are used from the worker."""

import os
import shutil
import subprocess
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.models.errors import PrintError
from desktop.printing.printers import PAPERS, Placement, Preset
from desktop.printing.spooling import Picture

_PAPERS = {"A3": QPageSize.PageSizeId.A3, "A4": QPageSize.PageSizeId.A4, "A5": QPageSize.PageSizeId.A5}
_DUPLEX = {"none": QPrinter.DuplexMode.DuplexNone, "long": QPrinter.DuplexMode.DuplexLongSide,
           "short": QPrinter.DuplexMode.DuplexShortSide}  # fmt: skip
_WRONG = {QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted}


def printers() -> list[str]:
    """Return the names of the printers this PC knows, its usual one first."""
    names, usual = QPrinterInfo.availablePrinterNames(), QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: (name != usual, name))


class QtPress:
    """One printer at work; given a `target` it prints into that PDF file instead."""

    def __init__(self, name: str, title: str, *, target: Path | None = None) -> None:
        self._name, self._title, self._target = name, title, target
        self._printer: QPrinter | None = None
        self._paper = ""
        self._painter = QPainter()

    def begin(self, preset: Preset) -> None:
        """Begin a job; the paper always stands, what lies is turned by us: drivers do not agree on how."""
        self._check()
        if self._target is None and not _accepts(self._name):
            raise PrintError(f"Máy in «{self._name}» đang bị khóa, không nhận thêm: hãy mở khóa hàng in rồi in tiếp.")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._target is None:
            printer.setPrinterName(self._name)
        else:
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(self._target))
        printer.setDocName(self._title)
        printer.setCreator("Sổ Phường")
        printer.setResolution(preset.dpi)
        printer.setColorMode(QPrinter.ColorMode.GrayScale if preset.grey else QPrinter.ColorMode.Color)
        printer.setDuplex(_DUPLEX[preset.duplex])
        layout = QPageLayout(QPageSize(_PAPERS[preset.paper]), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        # Full pages: nobody makes them fit, a millimetre is a millimetre.
        layout.setMode(QPageLayout.Mode.FullPageMode)
        printer.setPageLayout(layout)
        printer.setFullPage(True)
        self._printer, self._paper = printer, preset.paper
        if not self._painter.begin(printer):
            raise self._refusal()
        self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)

    def page(self, picture: Picture | None, placement: Placement, *, first: bool) -> None:
        """Print a page at its true size."""
        printer = self._printer
        assert printer is not None
        if not first and not printer.newPage():
            raise self._refusal()
        if picture is not None:
            form = QImage.Format.Format_Grayscale8 if picture.grey else QImage.Format.Format_RGB888
            image = QImage(memoryview(picture.pixels), picture.width, picture.height, picture.stride, form)
            dot = printer.resolution() / 25.4
            where = (placement.x * dot, placement.y * dot, placement.width * dot, placement.height * dot)
            self._painter.save()
            if placement.across:
                self._painter.translate(0, PAPERS[self._paper][1] * dot)
                self._painter.rotate(-90)
            self._painter.drawImage(QRectF(*where), image)
            self._painter.restore()
        if printer.printerState() in _WRONG:
            raise self._refusal()

    def end(self) -> None:
        """Hand the job over."""
        printer, self._printer = self._printer, None
        if not self._painter.end() or (printer is not None and printer.printerState() in _WRONG):
            raise self._refusal()
        self._check()  # Qt says nothing when the print server went away meanwhile

    def abort(self) -> None:
        """Drop the job."""
        printer, self._printer = self._printer, None
        if printer is not None:
            printer.abort()
        if self._painter.isActive():
            self._painter.end()

    def _check(self) -> None:
        if self._target is not None:
            return
        if self._name not in QPrinterInfo.availablePrinterNames():
            raise PrintError(f"Không thấy máy in «{self._name}»: hãy kiểm tra dây, nguồn và mạng của máy in rồi in tiếp.")
        if QPrinterInfo.printerInfo(self._name).state() == QPrinter.PrinterState.Error:
            raise PrintError(f"Máy in «{self._name}» đang tạm dừng: hãy xem giấy, mực, cho máy chạy lại rồi in tiếp.")

    def _refusal(self) -> PrintError:
        return PrintError(f"Máy in «{self._name}» không nhận: hãy xem giấy, mực và đèn báo của máy rồi in tiếp.")


def _accepts(name: str) -> bool:
    """Ask CUPS, where there is one, whether a queue takes jobs: Qt drops what it refuses without a word."""
    asking = shutil.which("lpstat")
    if asking is None:
        return True
    try:
        said = subprocess.run([asking, "-a", name], capture_output=True, text=True, timeout=10, check=False,
                              env=os.environ | {"LC_ALL": "C"})  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return "not accepting" not in said.stdout
