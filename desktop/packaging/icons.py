"""The program's mark as the files each system wants: PNG for Linux, one .ico with every size for Windows."""

import io
import os
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "resources" / "icons" / "so-phuong.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def png(size: int, source: Path = SOURCE) -> bytes:
    """Return the mark as a PNG of `size` x `size` points."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(source.read_bytes())).render(painter)
    painter.end()
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(kept, "PNG")  # type: ignore[call-overload]
    return bytes(kept.data().data())


def ico(target: Path) -> Path:
    """Write the mark as an .ico of all sizes."""
    from PIL import Image

    pictures = [Image.open(io.BytesIO(png(size))) for size in SIZES]
    target.parent.mkdir(parents=True, exist_ok=True)
    pictures[-1].save(target, sizes=[(size, size) for size in SIZES], append_images=pictures[:-1])
    return target
