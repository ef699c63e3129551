"""What screen, Qt and printers this PC has, told by a window that really paints; asked for by the self-test."""

import json
from pathlib import Path


def tell(target: Path) -> int:
    """Paint a small window, write what was seen as JSON; return the exit code."""
    from PySide6.QtCore import Qt, QTimer, qVersion
    from PySide6.QtGui import QColor
    from PySide6.QtPrintSupport import QPrinterInfo
    from PySide6.QtWidgets import QApplication, QLabel

    from desktop.models.files import atomic_write

    app = QApplication([])
    shown = QLabel("Sổ Phường: tự kiểm tra")
    shown.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    shown.setStyleSheet("background: #ffffff; color: #000000; padding: 24px;")
    shown.show()

    def look() -> None:
        picture = shown.grab().toImage()
        colours = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
        painted = len(colours) > 2 and QColor.fromRgba(max(colours)).lightness() > 200
        screens = [
            [one.geometry().width(), one.geometry().height(), round(one.logicalDotsPerInch())] for one in app.screens()
        ]
        kinds = [QPrinterInfo.printerInfo(name).makeAndModel() or "?" for name in QPrinterInfo.availablePrinterNames()]
        told = {
            "painted": painted,
            "qt": qVersion(),
            "platform": app.platformName(),
            "screens": screens,
            "printers": kinds,
        }
        atomic_write(target, json.dumps(told, ensure_ascii=False).encode())
        app.quit()

    QTimer.singleShot(200, look)
    return app.exec()
