"""A PDF as pictures: for the live preview and for printers; by pdfium, which needs no screen."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2

from desktop.models.errors import PrintError


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """Open a PDF by pdfium for as long as it is looked at. Raises PrintError."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as fault:
        raise PrintError("Không mở được trang in vừa tạo: hãy tạo lại.", details=repr(fault)) from fault
    try:
        yield document
    finally:
        document.close()


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with opened(pdf) as document:
        return len(document)


def raster(pdf: bytes, page: int, *, dpi: float) -> tuple[int, int, bytes]:
    """Return a page (from 0) as (width, height, RGB bytes, rows without padding)."""
    with opened(pdf) as document:
        sheet = document[page]
        image = sheet.render(scale=dpi / 72).to_pil().convert("RGB")
        return image.width, image.height, image.tobytes()


def png(pdf: bytes, page: int, *, dpi: float) -> bytes:
    """Return a page as a PNG file, the same bytes for the same page."""
    with opened(pdf) as document:
        kept = io.BytesIO()
        document[page].render(scale=dpi / 72).to_pil().convert("RGB").save(kept, "PNG", dpi=(dpi, dpi))
        return kept.getvalue()
