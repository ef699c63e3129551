"""The typefaces on paper: static TrueType files of ours, embedded in every PDF (all OFL, fsType 0)."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from desktop.models.errors import PrintError

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FACES = {
    "serif": "LiberationSerif-Regular.ttf",
    "serif-bold": "LiberationSerif-Bold.ttf",
    "serif-italic": "LiberationSerif-Italic.ttf",
    "serif-bold-italic": "LiberationSerif-BoldItalic.ttf",
    "sans": "BeVietnamPro-Regular.ttf",
    "sans-medium": "BeVietnamPro-Medium.ttf",
    "sans-semibold": "BeVietnamPro-SemiBold.ttf",
    "sans-bold": "BeVietnamPro-Bold.ttf",
    "sans-black": "BeVietnamPro-ExtraBold.ttf",
    "narrow": "BarlowCondensed-SemiBold.ttf",
    "large": "Lexend-Regular.ttf",
    "large-bold": "Lexend-Bold.ttf",
}


@cache
def register() -> None:
    """Make every face known to ReportLab, once. Raises PrintError when a file is missing or spoilt."""
    # Base-85 only swells images by a quarter.
    rl_config.useA85 = 0
    known = set(pdfmetrics.getRegisteredFontNames())
    for face, name in FACES.items():
        if face not in known:
            try:
                pdfmetrics.registerFont(TTFont(face, str(FOLDER / name)))
            except (TTFError, OSError) as fault:
                raise PrintError(f"Thiếu hoặc hỏng phông chữ «{name}»: hãy cài lại chương trình.",
                                 details=repr(fault)) from fault  # fmt: skip


def width(text: str, face: str, size: float) -> float:
    """Return the advance width of a text in points."""
    return 0.001 * size * _units(text, face)


@lru_cache(maxsize=30_000)
def _units(text: str, face: str) -> float:
    """Return the advance width of a text in thousandths of an em; ReportLab would add it up anew each time."""
    return sum(map(_advances(face).__getitem__, text))


class _Advances(dict[str, float]):
    """The advance of each sign of a face, asked for once."""

    def __init__(self, face: str) -> None:
        register()
        found = pdfmetrics.getFont(face).face
        self._known, self._default = found.charWidths, found.defaultWidth

    def __missing__(self, sign: str) -> float:
        found = self[sign] = self._known.get(ord(sign), self._default)
        return float(found)


@cache
def _advances(face: str) -> _Advances:
    return _Advances(face)


def ascent(face: str, size: float) -> float:
    """Return the ascent of a face in points."""
    return size * _reach(face)[0] / 1000


def descent(face: str, size: float) -> float:
    """Return the descent of a face in points, negative."""
    return size * _reach(face)[1] / 1000


@cache
def _reach(face: str) -> tuple[float, float]:
    return float(pdfmetrics.getAscent(face, 1000)), float(pdfmetrics.getDescent(face, 1000))


def covers(face: str, text: str) -> bool:
    """Tell whether a face has a glyph for every letter of a text."""
    return all(_has(face, sign) for sign in text)


@cache
def _has(face: str, sign: str) -> bool:
    register()
    return sign.isspace() or ord(sign) in pdfmetrics.getFont(face).face.charToGlyph


def ink(text: str, face: str, size: float) -> tuple[float, float]:
    """Return how far the ink of a line reaches above and below its baseline, both positive, in points."""
    reach = [_glyph_ink(face, sign) for sign in text] or [(0.0, 0.0)]
    return size * max(top for top, _ in reach), size * max(bottom for _, bottom in reach)


def cap_height(face: str, size: float) -> float:
    """Return the height of an unmarked capital in points."""
    return size * _glyph_ink(face, "H")[0]


@cache
def _glyph_ink(face: str, sign: str) -> tuple[float, float]:
    font, units = shaper(face)
    glyph = font.get_nominal_glyph(ord(sign))
    extents = font.get_glyph_extents(glyph) if glyph else None
    if extents is None:
        return 0.0, 0.0
    return extents.y_bearing / units, -(extents.y_bearing + extents.height) / units


@cache
def shaper(face: str) -> tuple[Any, int]:
    """Return a face as HarfBuzz knows it, and its units an em."""
    found = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FOLDER / FACES[face])))
    return uharfbuzz.Font(found), int(found.upem)
