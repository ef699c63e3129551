"""Whether a design of another's making may be printed with: looked at as it is drawn, in every layout, theme and mode."""

from collections.abc import Iterator
from functools import cache

from PIL import Image

from desktop.models import kinds, units
from desktop.models.errors import AppError
from desktop.models.office import Office
from desktop.models.units import Unit
from desktop.printing import facts, fonts, paper, qr, remarks
from desktop.printing.design import MODES, Design, Layer
from desktop.printing.raster import raster

SAMPLE = {
    "title": "Tập huấn kỹ năng số cho người dân và Tổ công nghệ số cộng đồng", "starts_on": "2026-10-10", "starts_at": "08:00",
    "place": {"name": "Nhà sinh hoạt cộng đồng tổ dân phố số 15"}, "participants": {"total": 45},
}  # fmt: skip
LINK = "https://danang.gov.vn/chuyen-doi-so-2026"
PIXELS = 3.4  # of the picture a square of a code is read from
DARK, LIGHT = 110, 145
QUIET = 2  # squares of white around a code that readers need; we draw four
MOST_LOOKS = 160  # layouts x themes x modes; more would hold the program up for a minute


def problems(design: Design, *, thorough: bool = True) -> Iterator[str]:
    """Yield what speaks against a design, each a sentence; `thorough` draws every theme in every mode, else one of each.

    Nothing is yielded for a design that can be used; a caller may stop at the first.
    """
    strange = [one for one in design.kinds if one not in kinds.load()]
    if strange:
        yield f"không có loại hoạt động «{strange[0][:20]}»"
    looks = list(_looks(design, thorough=thorough))
    if len(looks) > MOST_LOOKS:
        yield f"quá nhiều bố cục và bảng màu: {len(looks)} cách in, nhiều nhất {MOST_LOOKS}"
        return
    for unit in _longest():
        yield from _one_look(design, paper.Look(), _filled(design, unit))
    for look in looks:
        yield from _one_look(design, look, _filled(design, _longest()[0]))


def _looks(design: Design, *, thorough: bool) -> Iterator[paper.Look]:
    themes = design.themes if thorough else design.themes[:1]
    for layout in design.layouts:
        for theme in themes:
            for mode in MODES:
                yield paper.Look(theme.id, mode, layout=layout.id, blocks=frozenset(one.id for one in design.blocks))


def _one_look(design: Design, look: paper.Look, slots: dict[str, str]) -> Iterator[str]:
    where = f"bố cục {look.layout or design.layouts[0].id}, bảng màu {look.theme or design.themes[0].id}, kiểu {look.mode}"
    try:
        for one in remarks.judged(design, slots, look, thorough=True):
            if one.stops or one.kind == "contrast":
                yield f"{one.sentence.rstrip('.')} ({where})"
        drawn = paper.chosen(design, look)
        pdf = paper.render(design, slots, look)
        pages = {layer.page for layer in drawn.layers if layer.kind == "qr"}
        for page in pages:
            codes = [layer for layer in drawn.layers if layer.kind == "qr" and layer.page == page and _is_shown(layer, slots)]
            yield from (f"{one} ({where})" for one in _unread(drawn, pdf, page, codes, slots))
    except AppError as fault:
        yield f"{fault.sentence.rstrip('.')} ({where})"


def _is_shown(layer: Layer, slots: dict[str, str]) -> bool:
    return bool(slots.get(layer.field)) and (not layer.when or bool(slots.get(layer.when)))


def _unread(design: Design, pdf: bytes, page: int, codes: list[Layer], slots: dict[str, str]) -> Iterator[str]:
    """Read every square of the codes on a page from its picture; one wrong square is one too many."""
    if not codes:
        return
    finest = min(qr.module(layer.w, slots[layer.field]) for layer in codes) / design.scale
    dpi = min(PIXELS / finest * 25.4, 300.0)
    width, height, pixels = raster(pdf, page - 1, dpi=dpi)
    picture = Image.frombytes("RGB", (width, height), pixels).convert("L")
    dots = dpi / 25.4 / design.scale
    for layer in codes:
        rows = qr.matrix(slots[layer.field])
        side = layer.w / (len(rows) + 2 * qr.QUIET)
        for down in range(-QUIET, len(rows) + QUIET):
            for across in range(-QUIET, len(rows) + QUIET):
                x = design.bleed + layer.x + (across + qr.QUIET + 0.5) * side
                y = design.bleed + layer.y + (down + qr.QUIET + 0.5) * side
                level = picture.getpixel((min(int(x * dots), width - 1), min(int(y * dots), height - 1)))
                inside = 0 <= down < len(rows) and 0 <= across < len(rows)
                dark = inside and bool(rows[down][across])
                if not isinstance(level, int) or (level > DARK if dark else level < LIGHT):
                    yield f"mã QR ở ô «{layer.field}» không đọc lại được: có gì đó vẽ đè lên"
                    return


def _filled(design: Design, unit: Unit) -> dict[str, str]:
    """Fill a design as an office does on a day without luck: long names, every field told."""
    code = design.kinds[0] if design.kinds and design.kinds[0] in kinds.load() else "TAPHUAN"
    said = facts.facts(Office(unit, "", "0" * 16, ""), kinds.load()[code], SAMPLE)
    slots = facts.fill(design, said)
    for field in design.fields:
        if field.kind == "qr":
            slots[field.name] = LINK[: field.max_length]
        elif field.kind in {"text", "note"}:
            default = field.default.format(**{name: said[name] for name in said if name.startswith("unit")})
            slots[field.name] = (slots[field.name] or default or field.label)[: field.max_length].strip()
    return slots


@cache
def _longest() -> tuple[Unit, ...]:
    """Return the units whose names are longest on paper, the longest first."""
    fonts.register()
    found = sorted(units.load().values(), key=lambda unit: -fonts.width(unit.name.upper(), "sans-bold", 10))
    return tuple(found[:2])
