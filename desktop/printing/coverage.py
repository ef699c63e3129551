"""How much ink a paper takes: of its pictures, so that the sentence is about what is printed."""

from functools import lru_cache

from PIL import Image, ImageChops, ImageStat

from desktop.models.text import number_vi
from desktop.printing.raster import page_count, raster

PIXELS = 300  # of the longer side; a mean needs no more
MUCH = 60.0  # per cent; from here on another mode is worth a word


@lru_cache(maxsize=32)
def coverage(pdf: bytes) -> float:
    """Return the ink of a paper in per cent of its area, all colours together: 100 is one full layer, 0 is white."""
    shares = [_of_page(pdf, page) for page in range(min(page_count(pdf), 8))]
    return sum(shares) / len(shares)


def sentence(pdf: bytes, thrifty: bytes | None = None) -> str:
    """Say how much ink a paper takes, and how much less its thrifty copy (mode `ink`) would where that is worth a word."""
    share = coverage(pdf)
    said = f"Mực phủ khoảng {number_vi(round(share))}% diện tích"
    if thrifty is not None and share >= MUCH:
        less = coverage(thrifty)
        if less < share / 2:
            return f"{said}; kiểu «Tiết kiệm mực» chỉ {number_vi(round(less))}%."
    return f"{said}."


def _of_page(pdf: bytes, page: int) -> float:
    width, height, pixels = raster(pdf, page, dpi=24)
    image = Image.frombytes("RGB", (width, height), pixels)
    image.thumbnail((PIXELS, PIXELS), Image.Resampling.BOX)
    cyan, magenta, yellow = ImageChops.invert(image).split()
    black = ImageChops.darker(ImageChops.darker(cyan, magenta), yellow)
    # Black stands in for equal parts of the three, as printers do it.
    means = [ImageStat.Stat(one).mean[0] for one in (cyan, magenta, yellow, black)]
    return (sum(means[:3]) - 2 * means[3]) / 255 * 100
