"""Photos as evidence: read with limits, turned upright, made small, freed of where and on what they were taken."""

import io
import struct
import warnings
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from desktop.models.errors import InputError
from desktop.models.files import told

LONGEST_SIDE, THUMB_SIDE = 1600, 240  # pixels
QUALITY, THUMB_QUALITY = 85, 72
FILE_LIMIT = 80 * 2**20
PIXELS, JPEG_PIXELS = 60_000_000, 160_000_000  # a JPEG can be opened at an eighth of its size, others cannot
SHARP = 700_000  # bytes up to which a screenshot stays a PNG
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypheim", b"ftypheis", b"ftypmif1", b"ftypmsf1", b"ftypavif")
_TAKEN, _TAKEN_AT, _ORIENTATION, _EXIF, _PLACE = 0x9003, 0x0132, 0x0112, 0x8769, 0x8825
_UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, IndexError, EOFError, MemoryError,
               OverflowError, struct.error)  # fmt: skip


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
        if not path.is_file():
            raise InputError(f"«{path.name}» không phải là tệp ảnh: hãy chọn tệp khác.")
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise InputError(f"Ảnh «{path.name}» lớn {size // 2**20} MB, nhiều nhất {FILE_LIMIT // 2**20} MB: "
                             "hãy thu nhỏ rồi thêm lại.")  # fmt: skip
        return path.read_bytes()


def prepare(data: bytes, name: str, *, keep_place: bool = False) -> Evidence:
    """Make of a photo what the book keeps: upright, sRGB, at most 1600 pixels long, without place and device.

    With `keep_place` the place stays. Raises InputError, in one sentence, for what is no photo or too large.
    """
    try:
        with warnings.catch_warnings():
            # Our own limits are told in words; Pillow refuses by itself what is larger still.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = _opened(data, name)
            exif = image.getexif()
            taken, place = _taken(exif), dict(exif.get_ifd(_PLACE))
            small = _small(image)
            thumb = _encoded(_fitted(small, THUMB_SIDE), THUMB_QUALITY)
            png = image.format == "PNG" and _png(small)
            if png and len(png) <= SHARP:
                return Evidence(png, "image/png", thumb, taken, bool(place))
            kept = _facts(taken, place if keep_place else {})
            return Evidence(_encoded(small, QUALITY, kept), "image/jpeg", thumb, taken, bool(place))
    except InputError:
        raise
    except Image.DecompressionBombError as fault:
        raise InputError(f"Ảnh «{name}» có quá nhiều điểm ảnh, nhiều nhất {JPEG_PIXELS // 1_000_000} triệu điểm ảnh: "
                         "hãy thu nhỏ ảnh rồi thêm lại.", details=repr(fault)) from fault  # fmt: skip
    except _UNREADABLE as fault:
        raise InputError(f"Không đọc được ảnh «{name}»: tệp hỏng hoặc không phải ảnh; hãy chọn ảnh JPEG, PNG hoặc HEIC khác.",
                         details=repr(fault)) from fault  # fmt: skip


def thumb(data: bytes) -> bytes:
    """Return the small picture of a kept photo, b"" for one that cannot be read."""
    try:
        return prepare(data, "ảnh").thumb
    except InputError:
        return b""


def turned(data: bytes, name: str) -> Evidence:
    """Return a kept photo turned a quarter to the right."""
    try:
        image = ImageOps.exif_transpose(_opened(data, name)).rotate(-90, expand=True).convert("RGB")
    except _UNREADABLE as fault:
        raise InputError(f"Không xoay được ảnh «{name}»: tệp hỏng.", details=repr(fault)) from fault
    return Evidence(_encoded(image, QUALITY), "image/jpeg", _encoded(_fitted(image, THUMB_SIDE), THUMB_QUALITY), None, False)


def _opened(data: bytes, name: str) -> Image.Image:
    if not data:
        raise InputError(f"Tệp ảnh «{name}» trống: hãy chọn ảnh khác.")
    if data[4:12] in _HEIC:
        return _heic(data, name)
    if data.lstrip()[:5].lower() in (b"<?xml", b"<svg ") or b"<svg" in data[:512].lower():
        raise InputError(f"«{name}» là hình vẽ SVG, không phải ảnh chụp: hãy chọn ảnh JPEG, PNG hoặc HEIC.")
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    pixels = image.width * image.height
    _refuse_bomb(pixels, JPEG_PIXELS if image.format in ("JPEG", "MPO") else PIXELS, name)
    # Decodes a JPEG at the nearest of 1/1, 1/2, 1/4, 1/8 above what is kept: little memory, little time.
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    return image


def _heic(data: bytes, name: str) -> Image.Image:
    import pi_heif

    found = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
    _refuse_bomb(found.size[0] * found.size[1], PIXELS, name)
    return found.to_pillow()


def _refuse_bomb(pixels: int, limit: int, name: str) -> None:
    if pixels > limit:
        raise InputError(f"Ảnh «{name}» có {pixels // 1_000_000} triệu điểm ảnh, nhiều nhất {limit // 1_000_000} triệu: "
                         "hãy thu nhỏ ảnh rồi thêm lại.")  # fmt: skip


def _small(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):
        # 16 bits a pixel: Pillow would cut them off at 255, all white.
        upright = upright.convert("I").point(lambda level: level * (1 / 257)).convert("L")
    if upright.mode in {"RGBA", "LA", "P", "PA"} or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "#ffffff")
        upright = Image.alpha_composite(ground, clear)
    return _fitted(_in_srgb(upright, profile), LONGEST_SIDE)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            made = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"),
                                             outputMode="RGB")  # fmt: skip
            return made if made is not None else image.convert("RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # A broken profile: the colours as they are.
    return image.convert("RGB")


def _fitted(image: Image.Image, side: int) -> Image.Image:
    made = image.copy()
    made.thumbnail((side, side), Image.Resampling.LANCZOS)
    return made


def _encoded(image: Image.Image, quality: int, exif: bytes = b"") -> bytes:
    kept = io.BytesIO()
    more: dict[str, Any] = {"exif": exif} if exif else {}
    image.save(kept, "JPEG", quality=quality, progressive=True, optimize=True, **more)
    return kept.getvalue()


def _png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _taken(exif: Image.Exif) -> date | None:
    text = exif.get_ifd(_EXIF).get(_TAKEN) or exif.get(_TAKEN_AT)
    try:
        return datetime.strptime(str(text)[:10], "%Y:%m:%d").date()
    except ValueError:
        return None


def _facts(taken: date | None, place: dict[int, Any]) -> bytes:
    """Return the facts that stay: the day, and the place where it was asked for."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(_EXIF)[_TAKEN] = f"{taken:%Y:%m:%d} 00:00:00"
    if place:
        exif.get_ifd(_PLACE).update(place)
    return exif.tobytes() if taken or place else b""
