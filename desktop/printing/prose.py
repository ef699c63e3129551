"""Words in the box of a layer: a headline, running text (a paragraph a line of the field), numbered steps."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from desktop.printing import fonts, typeset
from desktop.printing.design import Layer
from desktop.printing.sheet import MM, Sheet, ink

DISC = 2.0  # em across the disc of a step's number
DASHES = ("- ", "– ", "• ")
ALARM = "#d00000"
HANG = 1.1  # em a list line is set in


class Block(NamedTuple):
    """A paragraph set in lines, indented `indent` points, with its mark (a dash) or ""."""

    lines: typeset.Setting
    indent: float
    mark: str


def fitted(words: str, layer: Layer) -> typeset.Setting | None:
    """Return a headline at the largest size that fits its layer, None when even the smallest does not."""
    return typeset.fit(words, layer.face, layer.w * MM, layer.h * MM, largest=layer.size,
                       smallest=layer.smallest or layer.size, pitch=layer.pitch, most_lines=layer.lines)  # fmt: skip


def headline(sheet: Sheet, words: str, layer: Layer, color: str) -> bool:
    """Draw a headline into its layer; False (and nothing drawn) when it does not fit."""
    setting = fitted(words, layer)
    if setting is None:
        return False
    top = layer.y + lead(setting, layer)
    for line, drop in zip(setting.lines, setting.drops, strict=True):
        sheet.text(_start(layer, 0.0), top + drop / MM, line, setting.face, setting.size, color=color, align=layer.align)
    return True


def lead(setting: typeset.Setting, layer: Layer) -> float:
    """Return how far below the top of its box a headline begins, in mm; the middle is that of its capitals."""
    if layer.valign == "middle":
        optical = setting.drops[-1] - setting.drops[0] + setting.cap
        return (layer.h - optical / MM) / 2 - (setting.drops[0] - setting.cap) / MM
    return layer.h - setting.height / MM if layer.valign == "bottom" else 0.0


def size(words: str, layer: Layer) -> float:
    """Return the size (points) at which words fit their layer of any kind, 0 when they do not."""
    if layer.kind == "flow":
        return _flow_size(words, layer) or 0.0
    if layer.kind == "steps":
        return _steps_size(_parts(words), layer) or 0.0
    setting = fitted(words, layer)
    return setting.size if setting else 0.0


def spill(sheet: Sheet, words: str, layer: Layer, color: str) -> None:
    """Draw what there is room for of words that do not fit, in a frame that says so: for the screen only."""
    size, top = layer.smallest or layer.size, layer.y
    sheet.canvas.saveState()
    window = sheet.canvas.beginPath()
    window.rect(layer.x * MM, (sheet.height - layer.y - layer.h) * MM, layer.w * MM, layer.h * MM)
    sheet.canvas.clipPath(window, stroke=0, fill=0)
    setting = typeset.setting(typeset.wrap(words, layer.face, size, layer.w * MM), layer.face, size, pitch=layer.pitch)
    for line, drop in zip(setting.lines, setting.drops, strict=True):
        sheet.text(_start(layer, 0.0), top + drop / MM, line, layer.face, size, color=color, align=layer.align)
    sheet.canvas.restoreState()
    thick = max(sheet.width, sheet.height) / 250
    sheet.box(layer.x, layer.y, layer.w, layer.h, stroke=ALARM, line=thick)


def flow(sheet: Sheet, text: str, layer: Layer, color: str) -> bool:
    """Draw paragraphs into the box of a layer, as large as they fit; False (and nothing drawn) when they do not."""
    size = _flow_size(text, layer)
    if size is None:
        return False
    blocks = _paragraphs(text, layer, size)
    top = layer.y * MM + _lead(layer, _height(blocks, layer.gap * MM))
    for block in blocks:
        for line, drop in zip(block.lines.lines, block.lines.drops, strict=True):
            sheet.text(_start(layer, block.indent), (top + drop) / MM, line, layer.face, size, color=color, align=layer.align)
        if block.mark:
            sheet.text(layer.x, (top + block.lines.drops[0]) / MM, block.mark, layer.face, size, color=color)
        top += block.lines.height + layer.gap * MM
    return True


def steps(sheet: Sheet, text: str, layer: Layer, color: str, disc: tuple[str, str]) -> bool:
    """Draw a numbered step for each line of a text; `disc` are the colours of a number's ground and of the number."""
    parts = _parts(text)
    size = _steps_size(parts, layer)
    if size is None:
        return False
    top, across = layer.y * MM, DISC * size
    spare = layer.h * MM - _steps_height(parts, layer, size)
    gap = layer.gap * MM + min(spare / max(len(parts) - 1, 1), 2.5 * size) if len(parts) > 1 else 0.0
    for number, part in enumerate(parts, start=1):
        lines = _step(part, layer, size)
        high = max(across, lines.height)
        middle = top + across / 2
        sheet.canvas.setFillColor(ink(disc[0]))
        sheet.canvas.circle(layer.x * MM + across / 2, sheet.height * MM - middle, across / 2, stroke=0, fill=1)
        cap = fonts.cap_height("sans-bold", size)
        sheet.text(layer.x + across / 2 / MM, (middle + cap / 2) / MM, str(number), "sans-bold", size, color=disc[1],
                   align="center")  # fmt: skip
        # A single line stands level with its number, more of them begin at its top.
        shift = middle + fonts.cap_height(layer.face, size) / 2 - lines.drops[0] if len(lines.lines) == 1 else top
        for line, drop in zip(lines.lines, lines.drops, strict=True):
            sheet.text(layer.x + 1.45 * across / MM, (shift + drop) / MM, line, layer.face, size, color=color)
        top += high + gap
    return True


def _parts(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _flow_size(text: str, layer: Layer) -> float | None:
    return _largest(layer, lambda size: _height(_paragraphs(text, layer, size), layer.gap * MM))


def _steps_size(parts: Sequence[str], layer: Layer) -> float | None:
    return _largest(layer, lambda size: _steps_height(parts, layer, size))


def _paragraphs(text: str, layer: Layer, size: float) -> list[Block]:
    found = []
    for paragraph in text.split("\n"):
        if not paragraph.strip():
            continue
        mark = next((dash.strip() for dash in DASHES if paragraph.startswith(dash)), "")
        words, indent = (paragraph[2:], HANG * size) if mark else (paragraph, 0.0)
        lines = typeset.prose(words, layer.face, size, layer.w * MM - indent)
        found.append(Block(typeset.setting(lines, layer.face, size, pitch=layer.pitch), indent, mark))
    return found


def _step(part: str, layer: Layer, size: float) -> typeset.Setting:
    lines = typeset.prose(part, layer.face, size, layer.w * MM - 1.45 * DISC * size)
    return typeset.setting(lines, layer.face, size, pitch=layer.pitch)


def _steps_height(parts: Sequence[str], layer: Layer, size: float) -> float:
    return sum(max(DISC * size, _step(part, layer, size).height) for part in parts) + layer.gap * MM * (len(parts) - 1)


def _height(blocks: Sequence[Block], gap: float) -> float:
    return sum(block.lines.height for block in blocks) + gap * max(len(blocks) - 1, 0)


def _largest(layer: Layer, height: Callable[[float], float]) -> float | None:
    """Return the largest size (points) whose height fits the box, None when the smallest does not."""
    room, smallest = layer.h * MM, layer.smallest or layer.size
    if height(layer.size) <= room:
        return layer.size
    if height(smallest) > room:
        return None
    low, high = smallest, layer.size
    for _ in range(9):
        middle = (low + high) / 2
        low, high = (middle, high) if height(middle) <= room else (low, middle)
    return low


def _lead(layer: Layer, height: float) -> float:
    spare = layer.h * MM - height
    return {"top": 0.0, "middle": spare / 2, "bottom": spare}[layer.valign]


def _start(layer: Layer, indent: float) -> float:
    return layer.x + indent / MM + {"left": 0.0, "center": layer.w / 2, "right": layer.w}[layer.align]
