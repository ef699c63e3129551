"""Photos as evidence: turned upright, made small, freed of where and on what they were taken."""

import hashlib
import io
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image

from desktop import pictures_in
from desktop.models.errors import InputError
from desktop.models.files import told

LONGEST_SIDE, THUMB_SIDE = 1600, 240  # pixels
QUALITY, TURNED_QUALITY = 85, 92  # a photo that is turned is encoded once more: nobody should see it
THUMB_QUALITIES, THUMB_LIMIT = (72, 55, 38, 20), 20_000  # bytes
FILE_LIMIT = 80 * 2**20
SHARP = 500_000  # bytes up to which a screenshot stays a PNG
_TAKEN, _EXIF, _PLACE = 0x9003, 0x8769, 0x8825


@dataclass(frozen=True, slots=True)
class Evidence:
    """A photo to keep: its bytes and type, a small picture of it, the day it was taken, whether it told a place."""

    data: bytes
    media_type: str
    thumb: bytes
    taken: date | None
    had_place: bool


def read(path: Path) -> bytes:
    """Return the bytes of a photo file. Raises InputError for what is no photo's size, StoreError from the disk."""
    with told(path):
        if not path.exists():
            raise InputError(f"Không tìm thấy «{path.name}»: hãy kiểm tra lại tệp hoặc ổ đĩa rồi thêm lại.")
        # A device has no end, and asking some of them already does something.
        if _reserved(path) or not path.is_file():
            raise InputError(f"«{path.name}» không phải là tệp ảnh: hãy chọn tệp khác.")
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise InputError(f"Ảnh «{path.name}» lớn {size // 2**20} MB, nhiều nhất {FILE_LIMIT // 2**20} MB: "
                             "hãy thu nhỏ rồi thêm lại.")  # fmt: skip
        with path.open("rb") as file:
            return file.read(FILE_LIMIT)


def original(data: bytes, *, keep_place: bool = False) -> str:
    """Return what names a file as it came and what was asked for it: 32 hex digits."""
    return hashlib.sha256(data).hexdigest()[:31] + ("1" if keep_place else "0")


def prepare(data: bytes, name: str, *, keep_place: bool = False) -> Evidence:
    """Make of a photo what the book keeps: upright, sRGB, at most 1600 pixels long, without place and device.

    With `keep_place` the place stays. Raises InputError, in one sentence, for what is no photo or too large.
    """
    found = pictures_in.opened(data, name, side=LONGEST_SIDE)
    small = thumb_of(found.image)
    png = _png(found.image) if found.drawn else b""
    if png and len(png) <= SHARP:
        return Evidence(png, "image/png", small, found.taken, bool(found.place))
    exif = _facts(found.taken, found.place if keep_place else {})
    return Evidence(_encoded(found.image, QUALITY, exif), "image/jpeg", small, found.taken, bool(found.place))


def thumb(data: bytes) -> bytes:
    """Return the small picture of a kept photo, b"" for one that cannot be read."""
    try:
        return thumb_of(pictures_in.opened(data, "", side=THUMB_SIDE).image)
    except InputError:
        return b""


def thumb_of(image: Image.Image) -> bytes:
    """Return a small picture as a JPEG of at most 20 kB."""
    small = image.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    made = b""
    for quality in THUMB_QUALITIES:
        made = _encoded(small, quality)
        if len(made) <= THUMB_LIMIT:
            break
    return made


def turned(data: bytes, name: str) -> Evidence:
    """Return a kept photo turned a quarter to the right; what it told of day and place stays."""
    found = pictures_in.opened(data, name, side=LONGEST_SIDE)
    image = found.image.transpose(Image.Transpose.ROTATE_270)
    small = thumb_of(image)
    if found.format == "PNG":
        return Evidence(_png(image), "image/png", small, found.taken, bool(found.place))
    exif = _facts(found.taken, found.place)
    return Evidence(_encoded(image, TURNED_QUALITY, exif), "image/jpeg", small, found.taken, bool(found.place))


def _reserved(path: Path) -> bool:
    """Say whether Windows takes the name for a device (CON, NUL, COM1…)."""
    return os.name == "nt" and (path.is_reserved() or str(path).startswith("\\\\.\\"))


def _encoded(image: Image.Image, quality: int, exif: bytes = b"") -> bytes:
    kept = io.BytesIO()
    more: dict[str, Any] = {"exif": exif} if exif else {}
    image.save(kept, "JPEG", quality=quality, progressive=True, optimize=True, **more)
    return kept.getvalue()


def _png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "PNG", compress_level=7)
    return kept.getvalue()


def _facts(taken: date | None, place: dict[int, Any]) -> bytes:
    """Return the facts that stay: the day, and the place where it was asked for."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(_EXIF)[_TAKEN] = f"{taken:%Y:%m:%d} 00:00:00"
    if place:
        exif.get_ifd(_PLACE).update(place)
    return exif.tobytes() if taken or place else b""
