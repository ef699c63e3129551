"""An order: everything that decides the bytes of a paper, kept as JSON so that a reprint is the same byte for byte."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from types import MappingProxyType
from typing import Any

from desktop.models.errors import InputError
from desktop.models.text import clean
from desktop.printing import paper
from desktop.printing.design import MODES, Design
from desktop.printing.layers import Photo

VERSION = 1
LONGEST = 100_000  # characters of an order's JSON
_KEYS = frozenset({"version", "design", "layout", "size", "theme", "mode", "blocks", "slots", "photos"})
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo by its SHA-256 (64 hex digits) and the place that a cut must keep (0..1 across, 0..1 down)."""

    sha256: str
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Order:
    """A design and what a person chose for it; `size` "" is the layout's own, `blocks` are the optional parts shown."""

    design: str
    layout: str
    size: str
    theme: str
    mode: str
    blocks: frozenset[str] = frozenset()
    slots: Mapping[str, str] = field(default_factory=dict)
    photos: Mapping[str, PhotoRef] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the order as JSON; equal orders give equal text."""
        said = {
            "version": VERSION, "design": self.design, "layout": self.layout, "size": self.size, "theme": self.theme,
            "mode": self.mode, "blocks": sorted(self.blocks), "slots": dict(self.slots),
            "photos": {name: {"sha256": one.sha256, "focus": list(one.focus)} for name, one in self.photos.items()},
        }  # fmt: skip
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(design: Design, slots: Mapping[str, str] = MappingProxyType({}), *, layout: str = "", size: str = "",
          theme: str = "", mode: str = "colour", blocks: frozenset[str] | None = None) -> Order:  # fmt: skip
    """Return the order of a design as it is first shown: what is not chosen is its first layout, theme and own parts."""
    on = frozenset(one.id for one in design.blocks if one.on) if blocks is None else blocks
    return Order(design.id, layout or design.layouts[0].id, size, theme or design.themes[0].id, mode, on,
                 {name: clean(text) for name, text in slots.items()})  # fmt: skip


def from_json(text: str) -> Order:
    """Read an order. Raises InputError for anything `to_json` does not write."""
    if len(text) > LONGEST:
        raise _wrong("too long")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise _wrong(repr(fault)) from fault
    if not isinstance(said, dict) or set(said) != _KEYS:
        raise _wrong("keys")
    if said["version"] != VERSION or isinstance(said["version"], bool):
        raise InputError("Bản in này do chương trình mới hơn ghi lại: hãy cập nhật chương trình rồi mở lại.")
    words = {key: said[key] for key in ("design", "layout", "size", "theme", "mode")}
    if not all(isinstance(word, str) and len(word) <= 80 for word in words.values()) or words["mode"] not in MODES:
        raise _wrong("words")
    blocks = said["blocks"]
    if not isinstance(blocks, list) or not all(isinstance(one, str) for one in blocks) or blocks != sorted(set(blocks)):
        raise _wrong("blocks")
    slots = said["slots"]
    if not isinstance(slots, dict) or not all(isinstance(one, str) for one in slots.values()):
        raise _wrong("slots")
    photos = said["photos"]
    if not isinstance(photos, dict):
        raise _wrong("photos")
    return Order(blocks=frozenset(blocks), slots=slots, photos={name: _photo(one) for name, one in photos.items()}, **words)


def look(order: Order, **how: Any) -> paper.Look:
    """Return how an order is drawn; `how` are tile, draft, outlines, share, only of paper.Look."""
    return replace(paper.Look(order.theme or None, order.mode, None, order.layout, order.size, order.blocks), **how)


def slots(order: Order, photos: Callable[[str], bytes]) -> dict[str, str | bytes | Photo]:
    """Return what fills the design; `photos` gives the bytes of a photo by its SHA-256."""
    pictures = {name: Photo(photos(one.sha256), one.focus) for name, one in order.photos.items()}
    return {**order.slots, **pictures}


def design_of(order: Order, shelf: Mapping[str, Design]) -> Design:
    """Return the design an order names. Raises InputError when this program has none."""
    if order.design not in shelf:
        raise InputError(f"Không có mẫu «{order.design}»: mẫu đã được gỡ hoặc cần phiên bản chương trình mới hơn.")
    return shelf[order.design]


def render(order: Order, shelf: Mapping[str, Design], photos: Callable[[str], bytes], **how: Any) -> bytes:
    """Return the paper as a PDF; the same order and designs give the same bytes, today and after a restart.

    `how` are tile, draft, outlines, share, only of paper.Look. Raises InputError for a design, slot or choice that
    is wrong, PrintError when it cannot be drawn.
    """
    return paper.render(design_of(order, shelf), slots(order, photos), look(order, **how))


def _photo(said: Any) -> PhotoRef:
    if not isinstance(said, dict) or set(said) != {"sha256", "focus"}:
        raise _wrong("photo")
    digest, focus = said["sha256"], said["focus"]
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise _wrong("digest")
    if not isinstance(focus, list) or len(focus) != 2 or not all(_is_share(one) for one in focus):
        raise _wrong("focus")
    return PhotoRef(digest, (float(focus[0]), float(focus[1])))


def _is_share(number: Any) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and isfinite(number) and 0 <= number <= 1


def _wrong(what: str) -> InputError:
    return InputError("Bản in đã lưu không đọc được: hãy mở mẫu và điền lại.", details=f"order: {what}")
