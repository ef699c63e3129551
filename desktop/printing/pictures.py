"""Photos and logos for paper: opened with limits, turned upright, cut to their box."""

import io
import warnings
from functools import lru_cache

from PIL import Image, ImageOps, UnidentifiedImageError

from desktop.models.errors import PrintError

PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


def opened(data: bytes, *, ground: str = "#ffffff") -> Image.Image:
    """Open an image upright and in RGB, what is clear in it on the `ground`.

    Raises PrintError for a bomb, a broken file or another format.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > PIXELS:
                raise PrintError("Ảnh lớn hơn 40 triệu điểm ảnh: hãy thu nhỏ ảnh rồi chọn lại.")
            upright = ImageOps.exif_transpose(image)
            if upright.mode.startswith("I"):
                # 16 bits a pixel (scanners): Pillow would cut them off at 255, all white.
                upright = upright.convert("I").point(lambda level: level * (1 / 257)).convert("L")
            if upright.mode in {"RGBA", "LA", "P"} or "transparency" in upright.info:
                return _on(upright.convert("RGBA"), ground)
            return upright.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError,
            Image.DecompressionBombWarning, SyntaxError) as fault:  # fmt: skip
        raise PrintError("Không đọc được ảnh: hãy dùng ảnh PNG hoặc JPEG khác.", details=repr(fault)) from fault


@lru_cache(maxsize=16)
def fault(data: bytes) -> str:
    """Return what is wrong with an image in a sentence, "" when it can be drawn; asked once for each, for a live preview."""
    try:
        opened(data)
    except PrintError as told:
        return told.sentence
    return ""


@lru_cache(maxsize=6)
def jpeg(data: bytes, ratio: float, focus: tuple[float, float], *, grey: bool, most: int) -> bytes:
    """Return an image cut to `ratio` around `focus`, of at most `most` pixels a side, as JPEG.

    Made anew: the PDF library never sees bytes that came from outside. The last ones are kept, for a live preview.
    """
    image = covering(opened(data), ratio, focus=focus)
    image.thumbnail((most, most), Image.Resampling.LANCZOS)
    kept = io.BytesIO()
    (image.convert("L").convert("RGB") if grey else image).save(kept, "JPEG", quality=90)
    return kept.getvalue()


def covering(image: Image.Image, ratio: float, *, focus: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    """Cut an image to width / height = `ratio`, `focus` (0..1 across and down) as near the middle as can be."""
    wide = image.width / image.height > ratio
    size = (round(image.height * ratio), image.height) if wide else (image.width, round(image.width / ratio))
    left, top = (round(min(max(share * whole - part / 2, 0), whole - part))
                 for share, whole, part in zip(focus, image.size, size, strict=True))  # fmt: skip
    return image.crop((left, top, left + max(size[0], 1), top + max(size[1], 1)))


def _on(image: Image.Image, color: str) -> Image.Image:
    ground = Image.new("RGB", image.size, color)
    ground.paste(image, mask=image.getchannel("A"))
    return ground
