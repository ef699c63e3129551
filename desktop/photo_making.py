"""Photos made ready, in the process that reads files of others: upright, small, in sRGB, freed of where they were taken."""

import io
from datetime import date
from typing import Any

from PIL import Image

from desktop import pictures_in
from desktop.evidence import Evidence
from desktop.printing import pictures

LONGEST_SIDE, THUMB_SIDE = 1600, 240  # pixels
QUALITY, TURNED_QUALITY = 85, 92  # a photo that is turned is encoded once more: nobody should see it
THUMB_QUALITIES, THUMB_LIMIT = (72, 55, 38, 20), 20_000  # bytes
SHARP = 500_000  # bytes up to which a screenshot stays a PNG
_TAKEN, _EXIF, _PLACE = 0x9003, 0x8769, 0x8825


def job(facts: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Do one of these, in the process that is made for it (desktop.models.limited)."""
    want, name = facts["want"], facts["name"]
    if want == "paper":
        pictures.opened(data)
        return {}, []
    if want == "thumb":
        small = thumb_of(pictures_in.opened(data, name, side=THUMB_SIDE).image)
        made = Evidence(b"", "image/jpeg", small, None, had_place=False)
    else:
        made = _turned(data, name) if want == "turn" else _prepared(data, name, keep_place=want == "place")
    told = {"type": made.media_type, "taken": made.taken.isoformat() if made.taken else "", "place": made.had_place}
    return told, [made.data, made.thumb]


def _prepared(data: bytes, name: str, *, keep_place: bool) -> Evidence:
    found = pictures_in.opened(data, name, side=LONGEST_SIDE)
    small = thumb_of(found.image)
    png = _png(found.image) if found.drawn else b""
    if png and len(png) <= SHARP:
        return Evidence(png, "image/png", small, found.taken, bool(found.place))
    exif = _facts(found.taken, found.place if keep_place else {})
    return Evidence(_encoded(found.image, QUALITY, exif), "image/jpeg", small, found.taken, bool(found.place))


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


def _turned(data: bytes, name: str) -> Evidence:
    found = pictures_in.opened(data, name, side=LONGEST_SIDE)
    image = found.image.transpose(Image.Transpose.ROTATE_270)
    small = thumb_of(image)
    if found.format == "PNG":
        return Evidence(_png(image), "image/png", small, found.taken, bool(found.place))
    exif = _facts(found.taken, found.place)
    return Evidence(_encoded(image, TURNED_QUALITY, exif), "image/jpeg", small, found.taken, bool(found.place))


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
