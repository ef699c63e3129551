"""Pictures from outside, opened within bounds: upright, sRGB, no larger than asked, whatever the file says of itself.

A picture is judged by its head before a point of it is decoded, and made small strip by strip: no second copy of it
ever stands in memory at full size.
"""

import io
import re
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PIL import Image, ImageCms, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin

from desktop.models.errors import InputError

# Named, so that Pillow does not look through all fifty of its plugins; JPEG brings its own kin of several pictures (MPO).
FORMATS = ("JPEG", "PNG", WebPImagePlugin.WebPImageFile.format, "BMP", TiffImagePlugin.TiffImageFile.format, "GIF")
MILLION = 1_000_000
# Millions of points: what stays under 300 MB by how each decoder works (a plain JPEG opens at an eighth of its size,
# the library of WebP holds the picture five times).
LIMITS = {"JPEG": 160, "MPO": 160, "PNG": 50, "BMP": 50, "TIFF": 50, "GIF": 50, "HEIC": 50, "WEBP": 16}
PROGRESSIVE_LIMIT, SCANS = 50, 100
STRIP = 4_000_000  # points converted at a time
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypheim", b"ftypheis", b"ftypmif1", b"ftypmsf1")
_TAKEN, _TAKEN_AT, _ORIENTATION, _EXIF, _PLACE = 0x9003, 0x0132, 0x0112, 0x8769, 0x8825
_TURNS = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
          5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
          8: Image.Transpose.ROTATE_90}  # fmt: skip
# What decoders raise over broken bytes; they promise no list of their own.
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, LookupError, EOFError, MemoryError, TypeError,
          ArithmeticError, RuntimeError, struct.error, zlib.error, Image.DecompressionBombError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PictureIn:
    """An RGB image, upright and in sRGB; what the file told beside it.

    `drawn` says that it has few colours and hard edges, as a screenshot has; `place` is its EXIF GPS part.
    """

    image: Image.Image
    format: str
    drawn: bool
    taken: date | None
    place: dict[int, Any]


def opened(data: bytes, name: str, *, side: int) -> PictureIn:
    """Open a picture at most `side` pixels long. Raises InputError, one sentence that names it, for anything else."""
    with _told(name):
        if data[4:12] in _HEIC:
            return _heic(data, name, side=side)
        image = _head(data, name)
        facts = _facts(image)
        kind, profile = image.format or "", image.info.get("icc_profile")
        if kind in ("JPEG", "MPO"):
            # Decoded at the nearest of 1/1, 1/2, 1/4, 1/8 that is not below what is kept: little memory, little time.
            share = min(1.0, side / max(image.size))
            image.draft(None, (max(1, int(image.width * share)), max(1, int(image.height * share))))
        image.load()
        drawn = kind in ("PNG", "BMP", "GIF", "TIFF") and _few_colours(image)
        small = _smaller(lambda top, bottom: image.crop((0, top, image.width, bottom)), image.size, side)
        return PictureIn(_upright(_in_srgb(small, profile), facts), kind, drawn, facts.taken, facts.place)


@dataclass(frozen=True, slots=True)
class _Facts:
    orientation: int
    taken: date | None
    place: dict[int, Any]


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own limit of points and of odd EXIF: the bounds here are the judge
            yield
    except InputError:
        raise
    except BROKEN as fault:
        raise InputError(f"Không đọc được ảnh «{name}»: tệp hỏng hoặc không phải ảnh; hãy chọn ảnh JPEG, PNG hoặc HEIC khác.",
                         details=repr(fault)) from fault  # fmt: skip


def _head(data: bytes, name: str) -> Image.Image:
    """Read no more than the head, and refuse what would be too much to decode."""
    if not data:
        raise InputError(f"Tệp ảnh «{name}» trống: hãy chọn ảnh khác.")
    if re.match(rb"(\xef\xbb\xbf)?\s*<", data[:64]) and b"<svg" in data[:4096].lower():
        raise InputError(f"«{name}» là hình vẽ SVG, không phải ảnh chụp: hãy chọn ảnh JPEG, PNG hoặc HEIC.")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as fault:
        raise InputError(f"Ảnh «{name}» có quá nhiều điểm ảnh (hơn 170 triệu điểm ảnh): hãy thu nhỏ ảnh rồi thêm lại.",
                         details=repr(fault)) from fault  # fmt: skip
    limit = LIMITS[image.format or "PNG"]
    if image.info.get("progressive"):
        # Held whole until the last scan; and scans of a few bytes each would keep it busy for hours.
        limit = PROGRESSIVE_LIMIT
        if data.count(b"\xff\xda") > SCANS:
            raise InputError(f"Ảnh «{name}» được nén bất thường: hãy mở ảnh, lưu lại thành JPEG rồi thêm lại.")
    _refuse_bomb(image.size, limit, name)
    return image


def _heic(data: bytes, name: str, *, side: int) -> PictureIn:
    import pi_heif  # type: ignore[import-untyped]  # only who has such a telephone pays for it

    found = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
    _refuse_bomb(found.size, LIMITS["HEIC"], name)
    exif = Image.Exif()
    exif.load(found.info.get("exif") or b"")
    facts = _facts_of(exif)
    mode, (width, height), points, line = found.mode, found.size, memoryview(found.data), found.stride

    def strip(top: int, bottom: int) -> Image.Image:
        part = bytes(points[top * line : bottom * line])
        return Image.frombuffer(mode, (width, bottom - top), part, "raw", mode, line, 1)

    # It stands upright already: the library turns it as the file says.
    small = _in_srgb(_smaller(strip, (width, height), side), found.info.get("icc_profile"))
    return PictureIn(small, "HEIC", drawn=False, taken=facts.taken, place=facts.place)


def _refuse_bomb(size: tuple[int, int], limit: int, name: str) -> None:
    points = size[0] * size[1]
    if points > limit * MILLION:
        raise InputError(f"Ảnh «{name}» có {points // MILLION} triệu điểm ảnh, nhiều nhất {limit} triệu: "
                         "hãy thu nhỏ ảnh rồi thêm lại.")  # fmt: skip


def _smaller(strip: Callable[[int, int], Image.Image], size: tuple[int, int], side: int) -> Image.Image:
    """Return a picture at most `side` long of strips (top, bottom): whole steps first, the rest with a good filter."""
    width, height = size
    step = max(1, max(size) // side)
    lines = max(step, STRIP // width // step * step)
    small: Image.Image | None = None
    for top in range(0, height, lines):
        part = _plain(strip(top, min(height, top + lines))).reduce(step)
        if small is None:
            small = Image.new(part.mode, (-(-width // step), -(-height // step)))
        small.paste(part, (0, top // step))
    assert small is not None
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def _upright(image: Image.Image, facts: _Facts) -> Image.Image:
    turn = _TURNS.get(facts.orientation)
    return image if turn is None else image.transpose(turn)


def _plain(strip: Image.Image) -> Image.Image:
    """Return a strip as L, RGB or CMYK of 8 bits; what is clear in it on white."""
    if strip.mode.startswith("I"):
        # 16 bits a point: Pillow would cut them off at 255, all white.
        return strip.convert("I").point(lambda level: level * (1 / 257)).convert("L")
    if strip.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in strip.info:
        clear = strip.convert("RGBA")
        ground = Image.new("RGB", clear.size, "#ffffff")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    if strip.mode in {"L", "RGB", "CMYK"}:
        return strip
    return strip.convert("L" if strip.mode in {"1", "F"} else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            made = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"),
                                             outputMode="RGB")  # fmt: skip
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            made = None  # a broken profile, or one of another number of channels: the colours as they are
        if made is not None:
            return made
    return image.convert("RGB")


def _few_colours(image: Image.Image) -> bool:
    """Say whether it is drawn, not taken: among 16,000 points spread over it, few are of a colour of their own."""
    spread = image.resize((128, 128), Image.Resampling.NEAREST)
    found = spread.convert("RGB").getcolors(128 * 128)
    return found is not None and len(found) < 2_500


def _facts(image: Image.Image) -> _Facts:
    """Return how it stands, when and where it was taken; what is broken tells nothing."""
    try:
        return _facts_of(image.getexif())
    except BROKEN:
        return _Facts(1, None, {})


def _facts_of(exif: Image.Exif) -> _Facts:
    try:
        turned, place = exif.get(_ORIENTATION, 1), dict(exif.get_ifd(_PLACE))
        text = exif.get_ifd(_EXIF).get(_TAKEN) or exif.get(_TAKEN_AT)
    except BROKEN:
        return _Facts(1, None, {})
    try:
        taken = datetime.strptime(str(text)[:10], "%Y:%m:%d").date()
    except ValueError:
        taken = None
    return _Facts(turned if isinstance(turned, int) else 1, taken, place)
