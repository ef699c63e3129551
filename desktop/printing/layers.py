"""The layers of a design, drawn one after the other onto a sheet."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import cos, radians, sin
from types import MappingProxyType
from typing import Any

from reportlab.lib.utils import ImageReader

from desktop.models.errors import PrintError
from desktop.models.text import clean
from desktop.printing import pictures
from desktop.printing.design import Design, Layer, placeholders
from desktop.printing.designs import PATH_STEPS, art
from desktop.printing.prose import ALARM, flow, headline, spill, steps
from desktop.printing.qr import draw_qr
from desktop.printing.sheet import MM, Sheet, ink
from desktop.printing.tables import Column, draw_table


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture for a slot; `focus` is the place (0..1 across, 0..1 down) that a cut must keep."""

    data: bytes
    focus: tuple[float, float] = (0.5, 0.5)


Slots = Mapping[str, str | bytes | Photo]
FINEST_DPI = 300.0  # nothing finer can be told from it on paper
DRAFT_PIXELS = 1600
SIDES = MappingProxyType({"left": 0.0, "center": 0.5, "right": 1.0})


@dataclass(frozen=True, slots=True)
class Brush:
    """What every layer is drawn with. A `draft` is for the screen: what does not fit is marked instead of refused."""

    sheet: Sheet
    design: Design
    colors: Mapping[str, str]
    slots: Slots
    grey: bool
    draft: bool = False

    def words(self, layer: Layer) -> str:
        """Return the text of a layer, "" when it stands on fields that are all empty."""
        template = layer.text or f"{{{layer.field}}}"
        names = placeholders(template)
        said = {name: str(self.slots.get(name) or "") for name in names}
        if names and not any(said.values()):
            return ""
        text = clean(template.format(**said))
        return text.upper() if layer.caps else text

    def photo(self, layer: Layer) -> Photo | None:
        """Return the picture of a layer, None when the slot is empty."""
        value = self.slots.get(layer.field)
        if isinstance(value, bytes):
            return Photo(value) if value else None
        return value if isinstance(value, Photo) and value.data else None


    def readable(self, layer: Layer) -> Photo | None:
        """Return the picture of a layer; a draft marks one that cannot be read. Raises PrintError otherwise."""
        photo = self.photo(layer)
        if photo and self.draft and pictures.fault(photo.data):
            self.sheet.box(layer.x, layer.y, layer.w, layer.h, stroke=ALARM, line=2.0)
            return None
        return photo


def draw(brush: Brush, layer: Layer) -> None:
    """Draw one layer; one whose `when` field is empty is left out."""
    if not layer.when or brush.slots.get(layer.when):
        DRAWERS[layer.kind](brush, layer)


def _rect(brush: Brush, layer: Layer) -> None:
    stroke = brush.colors[layer.stroke] if layer.stroke else ""
    brush.sheet.box(layer.x, layer.y, layer.w, layer.h, fill=brush.colors[layer.color], stroke=stroke,
                    line=layer.line, radius=layer.radius)  # fmt: skip


def _background(brush: Brush, layer: Layer) -> None:
    spare = brush.design.bleed
    width, height = brush.design.size
    brush.sheet.box(-spare, -spare, width + 2 * spare, height + 2 * spare, fill=brush.colors[layer.color])


def _gradient(brush: Brush, layer: Layer) -> None:
    """Fill a box from `color` to `to`; `angle` 0 runs to the right, 90 down."""
    canvas, turn = brush.sheet.canvas, radians(layer.angle)
    middle = (layer.x + layer.w / 2) * MM, (brush.sheet.height - layer.y - layer.h / 2) * MM
    reach = (abs(layer.w * cos(turn)) + abs(layer.h * sin(turn))) / 2 * MM
    along = reach * cos(turn), -reach * sin(turn)
    canvas.saveState()
    window = canvas.beginPath()
    window.rect(layer.x * MM, (brush.sheet.height - layer.y - layer.h) * MM, layer.w * MM, layer.h * MM)
    canvas.clipPath(window, stroke=0, fill=0)
    canvas.linearGradient(middle[0] - along[0], middle[1] - along[1], middle[0] + along[0], middle[1] + along[1],
                          (ink(brush.colors[layer.color]), ink(brush.colors[layer.to])))  # fmt: skip
    canvas.restoreState()


def _lines(brush: Brush, layer: Layer) -> None:
    """Rule lines to write on by hand, `row_height` mm apart."""
    for number in range(1, int(layer.h / layer.row_height + 0.001) + 1):
        y = layer.y + number * layer.row_height
        brush.sheet.rule(layer.x, y, layer.x + layer.w, y, width=layer.line, color=brush.colors[layer.color])


def _circle(brush: Brush, layer: Layer) -> None:
    canvas = brush.sheet.canvas
    canvas.saveState()
    canvas.setFillColor(ink(brush.colors[layer.color]))
    canvas.setStrokeColor(ink(brush.colors[layer.stroke or layer.color]))
    canvas.setLineWidth(layer.line)
    x, y = layer.x * MM, (brush.sheet.height - layer.y - layer.h) * MM
    canvas.ellipse(x, y, x + layer.w * MM, y + layer.h * MM, stroke=int(bool(layer.stroke)), fill=1)
    canvas.restoreState()


def _rule(brush: Brush, layer: Layer) -> None:
    brush.sheet.rule(layer.x, layer.y, layer.x + layer.w, layer.y + layer.h, width=layer.line,
                     color=brush.colors[layer.color])  # fmt: skip


def _traced(brush: Brush, tokens: Sequence[str | float], x: float, y: float, scale: float = 1.0) -> Any:
    """Return a path of the canvas; its numbers times `scale` are mm from (x, y)."""
    path = brush.sheet.canvas.beginPath()
    draw = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}
    at = 0
    while at < len(tokens):
        step = str(tokens[at])
        count = PATH_STEPS[step]
        numbers = [float(one) * scale for one in tokens[at + 1 : at + 1 + count]]
        draw[step](*((value + x) * MM if place % 2 == 0 else (brush.sheet.height - value - y) * MM
                     for place, value in enumerate(numbers)))  # fmt: skip
        at += 1 + count
    return path


def _icon(brush: Brush, layer: Layer) -> None:
    """Draw a shared drawing as large as the box allows, in its middle."""
    drawing = brush.design.art.get(layer.icon) or art(layer.icon)
    (width, height), line = drawing.size, drawing.line
    scale = min(layer.w / width, layer.h / height)
    x, y = layer.x + (layer.w - width * scale) / 2, layer.y + (layer.h - height * scale) / 2
    canvas = brush.sheet.canvas
    canvas.saveState()
    canvas.setFillColor(ink(brush.colors[layer.color]))
    canvas.setStrokeColor(ink(brush.colors[layer.color]))
    canvas.setLineWidth(line * scale * MM)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for tokens in drawing.paths:
        canvas.drawPath(_traced(brush, tokens, x, y, scale), stroke=int(line > 0), fill=int(line == 0))
    canvas.restoreState()


def _path(brush: Brush, layer: Layer) -> None:
    canvas = brush.sheet.canvas
    path = _traced(brush, layer.path, layer.x, layer.y)
    canvas.saveState()
    canvas.setFillColor(ink(brush.colors[layer.color]))
    if layer.stroke:
        canvas.setStrokeColor(ink(brush.colors[layer.stroke]))
        canvas.setLineWidth(layer.line)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
    canvas.drawPath(path, stroke=int(bool(layer.stroke)), fill=int(not layer.stroke))
    canvas.restoreState()


def _text(brush: Brush, layer: Layer) -> None:
    _set(brush, layer, headline)


def _flow(brush: Brush, layer: Layer) -> None:
    _set(brush, layer, flow)


def _steps(brush: Brush, layer: Layer) -> None:
    disc = (brush.colors["primary"], brush.colors["on_primary"])
    if brush.colors["primary"] == brush.colors["paper"]:
        disc = (brush.colors["accent"], brush.colors["on_accent"])
    _set(brush, layer, partial(steps, disc=disc))


def _set(brush: Brush, layer: Layer, draw: Callable[[Sheet, str, Layer, str], bool]) -> None:
    words = brush.words(layer)
    if not words or draw(brush.sheet, words, layer, brush.colors[layer.color]):
        return
    if not brush.draft:
        label = next((f.label for f in brush.design.fields if f.name in (layer.field, *placeholders(layer.text))), "chữ")
        raise PrintError(f"Chữ ở ô «{label}» quá dài, không vừa khổ giấy: hãy rút gọn rồi in lại.")
    spill(brush.sheet, words, layer, brush.colors[layer.color])


def _image(brush: Brush, layer: Layer) -> None:
    photo = brush.readable(layer)
    if photo:
        most = DRAFT_PIXELS if brush.draft else round(max(layer.w, layer.h) / 25.4 * FINEST_DPI)
        cut = pictures.jpeg(photo.data, round(layer.w / layer.h, 5), photo.focus, grey=brush.grey, most=most)
        _place(brush, cut, layer.x, layer.y, layer.w, layer.h)


def _logo(brush: Brush, layer: Layer) -> None:
    photo = brush.readable(layer)
    if not photo:
        return
    image = pictures.opened(photo.data, ground=brush.colors[layer.on])
    if brush.grey:
        image = image.convert("L").convert("RGB")
    scale = min(layer.w / image.width, layer.h / image.height)
    width, height = image.width * scale, image.height * scale
    # The edges of a logo stay sharp as PNG.
    kept = io.BytesIO()
    image.save(kept, "PNG")
    _place(brush, kept.getvalue(), layer.x + (layer.w - width) * SIDES[layer.align], layer.y + (layer.h - height) / 2, width,
           height)  # fmt: skip


def _place(brush: Brush, image: bytes, x: float, y: float, width: float, height: float) -> None:
    place = (x * MM, (brush.sheet.height - y - height) * MM, width * MM, height * MM)
    brush.sheet.canvas.drawImage(ImageReader(io.BytesIO(image)), *place)


def _qr(brush: Brush, layer: Layer) -> None:
    text = clean(str(brush.slots.get(layer.field) or ""))
    if not text:
        return
    try:
        draw_qr(brush.sheet, text, x=layer.x, y=layer.y, size=layer.w)
    except PrintError:
        if not brush.draft:
            raise
        spill(brush.sheet, text, replace(layer, size=12.0, smallest=0.0), "#000000")


def _roll(brush: Brush, layer: Layer) -> None:
    """A table of empty rows that runs over as many pages as it needs."""
    rows = min(max(int(str(brush.slots.get(layer.rows) or 25)), 1), 1000)
    shown = [column for column in layer.columns if not column.when or brush.slots.get(column.when)]
    fit = layer.w / sum(column.width for column in shown)
    columns = [Column(column.label, column.width * fit, column.align, column.tick) for column in shown]
    cells = [[str(number), *[""] * (len(columns) - 1)] for number in range(1, rows + 1)]
    sheet, (width, height) = brush.sheet, brush.design.size
    page = 1

    def turn() -> float:
        nonlocal page
        page += 1
        sheet.turn(width, height)
        sheet.text(width / 2, 14.1, str(page), "serif", 13, align="center")
        return 20.0

    draw_table(sheet, columns, cells, x=layer.x, y=layer.y, bottom=layer.y + layer.h, turn=turn, least=layer.row_height,
               middle=True)  # fmt: skip


DRAWERS: Mapping[str, Callable[[Brush, Layer], None]] = MappingProxyType({
    "background": _background, "gradient": _gradient, "lines": _lines, "rect": _rect, "circle": _circle,
    "rule": _rule, "path": _path, "text": _text, "image": _image, "logo": _logo, "qr": _qr,
    "roll": _roll, "flow": _flow, "steps": _steps, "icon": _icon,
})  # fmt: skip
