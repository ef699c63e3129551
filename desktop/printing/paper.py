"""A design filled in, as a PDF: the one set of bytes that is previewed, printed, saved and handed to the shop."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from desktop.models.errors import InputError
from desktop.models.text import clean, number_vi
from desktop.printing import fonts, layers, tiles, tiling
from desktop.printing.design import MODES, Design, DesignField, Theme
from desktop.printing.layers import Brush, Photo, Slots
from desktop.printing.outlines import Outlined
from desktop.printing.sheet import Sheet

DRAFT_LONGEST = 5000
MOST_SAID = 1500  # characters of an alternative text
SLUG = 9.0  # mm below a sheet that is drawn to scale


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper is drawn: theme id (None for the first), mode, and "A4"/"A3" to tile a large one.

    `layout` and `size` ("" for the first layout at its own size) and `blocks` (None: as declared) choose what is drawn.
    A `draft` is for the screen: what is wrong is left out or marked instead of refused, photos are coarse. `outlines`
    draws letters as curves, for a shop without our fonts. Tiles are drawn at `share` of the size (tiling.offer); `only`
    are the numbers of those wanted, none for all with their map.
    """

    theme: str | None = None
    mode: str = "colour"
    tile: str | None = None
    layout: str = ""
    size: str = ""
    blocks: frozenset[str] | None = None
    draft: bool = False
    outlines: bool = False
    share: float = 1.0
    only: tuple[int, ...] = ()


def render(design: Design, slots: Slots, look: Look | None = None) -> bytes:
    """Return the paper as a PDF; the same slots and look give the same bytes.

    Raises InputError for a slot that is missing or too long, PrintError when it cannot be drawn.
    """
    look = look or Look()
    drawn, draw = art(design, slots, look)
    if look.tile and tiling.needed(drawn, look.tile):
        made = tiling.plan(drawn, look.tile, share=look.share)
        return tiles.tiled(drawn, made, look.tile, draw, only=look.only)
    return _whole(drawn, checked(drawn, slots, draft=look.draft), look, draw)


def art(design: Design, slots: Slots, look: Look) -> tuple[Design, Callable[[Sheet, int], None]]:
    """Return the design as a look draws it, and what draws one page of it at finished size onto a sheet or form.

    Raises InputError for a slot, theme or mode that is wrong; what is returned raises PrintError.
    """
    theme = design.theme(look.theme)
    if theme is None:
        raise InputError(f"Không có bảng màu «{look.theme}»: có {', '.join(one.id for one in design.themes)}.")
    if look.mode not in MODES:
        raise InputError(f"Không có kiểu in «{look.mode}»: có {', '.join(MODES)}.")
    drawn = chosen(design, look)
    kept = checked(drawn, slots, draft=look.draft)
    return drawn, lambda sheet, page: _page(sheet, drawn, theme, kept, look, page)


def chosen(design: Design, look: Look) -> Design:
    """Return the design as a look draws it. Raises InputError for a layout, size or part it does not have."""
    try:
        return design.at(look.layout, look.size, mode=look.mode, blocks=look.blocks)
    except KeyError as fault:
        raise InputError(f"Thiết kế «{design.label}» không có bố cục, khổ hoặc phần «{fault.args[0]}».") from fault


def checked(design: Design, slots: Slots, *, draft: bool = False) -> dict[str, str | bytes | Photo]:
    """Return the slots cleaned and judged: unknown, missing or too long ones are refused in words.

    A draft takes what is missing or too long, and leaves out signs that cannot be drawn.
    """
    known = {field.name: field for field in design.fields}
    for name in slots:
        if name not in known:
            raise InputError(f"Thiết kế «{design.label}» không có ô «{name[:40]}»: có {', '.join(known)}.")
    faces = {layer.face for layer in design.layers if layer.is_text}
    take = _drafted if draft else _slot
    return {name: take(field, slots.get(name), faces) for name, field in known.items()}


def _drafted(field: DesignField, value: str | bytes | Photo | None, faces: set[str]) -> str | bytes | Photo:
    if field.kind == "image":
        return value if isinstance(value, bytes | Photo) else b""
    text = clean(value) if isinstance(value, str) else ""
    text = "".join(sign for sign in text if all(fonts.covers(face, sign) for face in faces))
    return "" if field.kind == "number" and not text.isdecimal() else text[:DRAFT_LONGEST]


def _slot(field: DesignField, value: str | bytes | Photo | None, faces: set[str]) -> str | bytes | Photo:
    if field.kind == "image":
        return value if isinstance(value, bytes | Photo) else b""
    if isinstance(value, bytes | Photo):
        raise InputError(f"Ô «{field.label}» là chữ, không phải ảnh.")
    text = clean(value or "")
    if field.required and not text:
        raise InputError(f"Hãy điền ô «{field.label}» trước khi in.")
    if len(text) > field.max_length:
        raise InputError(f"Ô «{field.label}» dài {len(text)} ký tự, nhiều nhất {field.max_length}: hãy rút gọn.")
    strange = sorted({sign for sign in set(text) if not all(fonts.covers(face, sign) for face in faces)})
    if strange:
        raise InputError(f"Ô «{field.label}» có ký tự không in được: «{''.join(strange[:5])}»: hãy xóa rồi in lại.")
    if field.kind == "number" and text and not text.isdecimal():
        raise InputError(f"Ô «{field.label}» phải là số.")
    return text


def _whole(design: Design, slots: Slots, look: Look, draw: Callable[[Sheet, int], None]) -> bytes:
    width, height = design.size
    drawn = (width / design.scale, height / design.scale)
    bleed = design.bleed / design.scale
    slug = SLUG if design.scale > 1 else 0.0
    make = Outlined if look.outlines else Sheet
    sheet = make(drawn[0] + 2 * bleed, drawn[1] + 2 * bleed + slug, title=design.label)
    for page in range(1, design.pages + 1):
        if page > 1:
            sheet.turn(drawn[0] + 2 * bleed, drawn[1] + 2 * bleed + slug)
        if design.scale == 1 and not bleed:
            with _heard(sheet, design, slots, look, page):
                draw(sheet, page)
            continue
        sheet.marked((bleed, bleed, *drawn), bleed)
        with sheet.form(f"art{page}", width, height, bleed=design.bleed):
            draw(sheet, page)
        with _heard(sheet, design, slots, look, page):
            sheet.place(f"art{page}", bleed, bleed, height, scale=1 / design.scale)
        if slug:
            _scale_slug(sheet, design)
    return sheet.bytes()


def _page(sheet: Sheet, design: Design, theme: Theme, slots: Slots, look: Look, page: int) -> None:
    grey = look.mode in {"grey", "ink"}
    brush = Brush(sheet, design, design.colors(theme, look.mode), slots, grey=grey, draft=look.draft)
    for layer in design.layers:
        if layer.page == page:
            layers.draw(brush, layer)


def _heard(sheet: Sheet, design: Design, slots: Slots, look: Look, page: int) -> AbstractContextManager[None]:
    """Return what a page is drawn in so that those who hear it are told its words; nobody hears a draft."""
    if look.draft or any(layer.kind == "roll" for layer in design.layers):
        return nullcontext()
    return sheet.figure(alternative(design, slots, page))


def alternative(design: Design, slots: Slots, page: int) -> str:
    """Return what is said in place of a page: what it is, and its words from top to bottom."""
    brush = Brush(Sheet(10, 10, title=""), design, {}, slots, grey=False)
    shown = [layer for layer in design.layers if layer.page == page and (not layer.when or slots.get(layer.when))]
    said = [brush.words(layer) for layer in sorted(shown, key=lambda one: (one.y, one.x)) if layer.is_text]
    said += [f"Mã QR: {slots[layer.field]!s}" for layer in shown if layer.kind == "qr" and slots.get(layer.field)]
    words = ". ".join(" ".join(one.split()).rstrip(".") for one in (design.label, *said) if one)
    return words[:MOST_SAID].rsplit(" ", 1)[0] if len(words) > MOST_SAID else f"{words}."


def _scale_slug(sheet: Sheet, design: Design) -> None:
    width, height = (number_vi(side / 1000, decimals=2) for side in design.size)
    said = f"{design.label} · Tỷ lệ 1:{design.scale} · Thành phẩm {width} × {height} m · Xén mỗi cạnh {number_vi(design.bleed)} mm"
    sheet.text(5, sheet.height - 2.8, said, "sans", 9)
