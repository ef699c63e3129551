"""What a paper design is: sizes, layouts, themes, fields and layers, in mm and points; read by designs.py."""

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from desktop.printing.sheet import contrast

MODES = MappingProxyType({"colour": "Màu", "grey": "Đen trắng", "ink": "Tiết kiệm mực", "large": "Chữ lớn"})
LARGER = 1.3  # how much bigger letters are in the mode for weak eyes, where their box allows it
LEAST_CONTRAST = MappingProxyType({"colour": 4.5, "grey": 4.5, "ink": 4.5, "large": 7.0})  # WCAG 2 AA, AAA
LARGE_FACES = MappingProxyType({"sans": "large", "sans-medium": "large", "sans-semibold": "large-bold", "sans-bold": "large-bold",
                                "sans-black": "large-bold", "narrow": "large-bold"})  # fmt: skip
PAPER_SIZES = MappingProxyType({"A0": (841.0, 1189.0), "A1": (594.0, 841.0), "A2": (420.0, 594.0), "A3": (297.0, 420.0),
                                "A4": (210.0, 297.0), "A5": (148.0, 210.0), "A6": (105.0, 148.0)})  # fmt: skip
Step = str | float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing: its box, the width of its lines (0: filled) in the units of the box, and its paths."""

    size: tuple[float, float]
    line: float
    paths: tuple[tuple[Step, ...], ...]


_TEXTUAL = ("text", "flow", "steps")


@dataclass(frozen=True, slots=True)
class DesignField:
    """One thing a person fills in. `source` is made of facts of the activity, `default` stands without one."""

    name: str
    label: str
    kind: str
    max_length: int
    default: str
    source: str
    required: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """A named set of the eight colours."""

    id: str
    label: str
    colors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """A part a person may leave out; `on` says whether it is there at first."""

    id: str
    label: str
    on: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to set the same content: finished size and bleed in mm; `sizes` are names of paper it is scaled to."""

    id: str
    label: str
    size: tuple[float, float]
    bleed: float
    scale: int
    pages: int
    sizes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollColumn:
    """A column of a roll: heading and width in mm, a box to tick, and the field without which it is left out."""

    label: str
    width: float
    align: str
    tick: bool
    when: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One thing drawn: box in mm from the top left of the finished sheet, type sizes in points."""

    kind: str
    page: int
    x: float
    y: float
    w: float
    h: float
    color: str
    on: str
    to: str
    angle: float
    stroke: str
    line: float
    radius: float
    path: tuple[str | float, ...]
    text: str
    field: str
    face: str
    size: float
    smallest: float
    align: str
    valign: str
    pitch: float
    lines: int
    caps: bool
    when: str
    rows: str
    row_height: float
    columns: tuple[RollColumn, ...]
    layout: str = ""
    block: str = ""
    icon: str = ""
    gap: float = 0.0
    large: bool = True

    @property
    def is_text(self) -> bool:
        """Whether the layer is made of letters."""
        return self.kind in _TEXTUAL

    def scaled(self, by: float) -> "Layer":
        """Return the layer on a sheet that is `by` times as large."""
        path = tuple(one * by if isinstance(one, float) else one for one in self.path)
        columns = tuple(replace(one, width=one.width * by) for one in self.columns)
        return replace(self, x=self.x * by, y=self.y * by, w=self.w * by, h=self.h * by, line=self.line * by,
                       radius=self.radius * by, path=path, size=self.size * by, smallest=self.smallest * by,
                       row_height=self.row_height * by, gap=self.gap * by, columns=columns)  # fmt: skip

    def enlarged(self) -> "Layer":
        """Return the layer for weak eyes: a wider face, letters as large as the box allows."""
        if not self.is_text:
            return self
        return replace(self, face=LARGE_FACES.get(self.face, self.face), size=self.size * LARGER,
                       smallest=(self.smallest or self.size) * 0.8)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Design:
    """A paper design at one layout. `size` is the finished size in mm; `scale` 10 means it is drawn 1:10.

    `kinds` are the codes of activities it is offered for (all when empty), `pack` says it belongs to the papers of an
    event, `art` holds the drawings it brings along, `every` are the layers of all layouts.
    """

    id: str
    label: str
    family: str
    hint: str
    size: tuple[float, float]
    bleed: float
    scale: int
    pages: int
    themes: tuple[Theme, ...]
    ink: Mapping[str, str]
    fields: tuple[DesignField, ...]
    layers: tuple[Layer, ...]
    layouts: tuple[Layout, ...] = ()
    blocks: tuple[Block, ...] = ()
    kinds: tuple[str, ...] = ()
    pack: bool = False
    art: Mapping[str, Drawing] = field(default_factory=dict, repr=False)
    layout: str = ""
    every: tuple[Layer, ...] = field(default=(), repr=False)

    def theme(self, name: str | None) -> Theme | None:
        """Return a theme by its id, the first one for None."""
        return self.themes[0] if name is None else next((one for one in self.themes if one.id == name), None)

    def colors(self, theme: Theme, mode: str) -> Mapping[str, str]:
        """Return the eight colours of a theme in a mode."""
        if mode == "ink":
            return dict(theme.colors) | dict(self.ink)
        if mode == "large":
            return strengthened(theme.colors, self.pairs(), LEAST_CONTRAST["large"])
        return {name: grey(color) for name, color in theme.colors.items()} if mode == "grey" else theme.colors

    def pairs(self) -> set[tuple[str, str]]:
        """Return which colour stands on which wherever there are letters."""
        return {(one.color, one.on) for one in self.every if one.is_text or one.kind == "roll"}

    def sizes(self, layout: str = "") -> tuple[str, ...]:
        """Return the names of paper a layout can be scaled to."""
        return next((one.sizes for one in self.layouts if one.id == layout), self.layouts[0].sizes)

    def at(self, layout: str = "", size: str = "", *, mode: str = "colour", blocks: frozenset[str] | None = None) -> "Design":
        """Return the design as it is drawn: one layout, at a size of paper, with these blocks (None: as declared).

        Raises KeyError for a layout, size or block it does not have.
        """
        chosen = {one.id: one for one in self.layouts}[layout or self.layouts[0].id]
        on = frozenset(one.id for one in self.blocks if one.on) if blocks is None else blocks
        if not on <= {one.id for one in self.blocks}:
            raise KeyError(sorted(on - {one.id for one in self.blocks})[0])
        if size and size not in chosen.sizes:
            raise KeyError(size)
        layers = [one for one in self.every if one.layout in ("", chosen.id) and (not one.block or one.block in on)]
        if mode == "large":
            layers = [one.enlarged() for one in layers if one.large]
        by, finished = _grown(chosen, size)
        if by != 1:
            layers = [one.scaled(by) for one in layers]
        return replace(self, size=finished, bleed=chosen.bleed if by == 1 else min(chosen.bleed * by, 5.0), scale=chosen.scale,
                       pages=chosen.pages, layers=tuple(layers), layout=chosen.id)  # fmt: skip


def _grown(layout: Layout, size: str) -> tuple[float, tuple[float, float]]:
    """Return how many times larger a size of paper is, and the finished size in mm."""
    if not size:
        return 1.0, layout.size
    narrow, long = PAPER_SIZES[size]
    wanted = (narrow, long) if layout.size[0] <= layout.size[1] else (long, narrow)
    by = min(wanted[0] / layout.size[0], wanted[1] / layout.size[1])
    return by, wanted


def grey(color: str) -> str:
    """Return the grey of the same luma as "#rrggbb"."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"


def strengthened(colors: Mapping[str, str], pairs: Iterable[tuple[str, str]], least: float) -> dict[str, str]:
    """Return the colours with every (letters, ground) pair at `least`: letters move first, then what they stand on."""
    found = dict(colors)
    wanted = sorted(set(pairs))
    for _ in range(4):
        for letters, ground in wanted:
            if contrast(found[letters], found[ground]) >= least:
                continue
            away = _away(found[ground])
            found[letters] = _until(found[letters], away, found[ground], least)
            if contrast(found[letters], found[ground]) < least:
                found[ground] = _until(found[ground], _away(found[letters]), found[letters], least)
    return found


def _away(color: str) -> str:
    return "#000000" if contrast(color, "#000000") > contrast(color, "#ffffff") else "#ffffff"


def _until(color: str, towards: str, other: str, least: float) -> str:
    for share in range(21):
        mixed = _mixed(color, towards, share / 20)
        if contrast(mixed, other) >= least:
            return mixed
    return towards


def _mixed(one: str, other: str, share: float) -> str:
    parts = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in parts)


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names inside {braces} of a template."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name)
