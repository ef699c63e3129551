"""Paper designs: data read strictly from resources/designs/<id>/design.toml, checked when read.

A design says its size in mm, its colour themes, the fields a person fills, and layers that are drawn in
order. A layer of an unknown kind means «needs a newer program», never half a drawing.
"""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from types import MappingProxyType

from desktop.models.declarations import Table, parse, read
from desktop.models.errors import DeclarationError
from desktop.printing import fonts
from desktop.printing.qr import LEAST_MODULE, module
from desktop.printing.sheet import PAGE_LIMIT, contrast

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "designs"
FAMILIES = ("poster", "leaflet", "banner", "sheet")
FIELD_KINDS = ("text", "note", "date", "image", "qr", "number")
LAYER_KINDS = ("background", "rect", "gradient", "path", "circle", "rule", "lines", "text", "image", "logo", "qr", "roll")
WHOLE = ("path", "background")  # kinds whose box is the sheet unless they say otherwise
COLORS = ("paper", "ink", "muted", "primary", "on_primary", "accent", "on_accent", "soft")
FACTS = ("title", "date", "dates", "time", "when", "place", "host", "areas", "audiences", "slogan", "people", "content", "topics",
         "unit", "unit_upper", "unit_lowered", "unit_place", "campaign", "link")  # fmt: skip
UNIT_FACTS = tuple(name for name in FACTS if name.startswith("unit"))
SLOT_KINDS = MappingProxyType({"qr": "qr", "image": "image", "logo": "image"})
MOST_PAGES, MOST_LAYERS, LONGEST = 12, 400, 2000
MODES = MappingProxyType({"colour": "Màu", "grey": "Đen trắng", "ink": "Tiết kiệm mực"})
LEAST_CONTRAST = 4.5  # WCAG 2 AA
_HEX = re.compile(r"#[0-9a-f]{6}")
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d+)?")
PATH_STEPS = MappingProxyType({"M": 2, "L": 2, "C": 6, "Z": 0})
MOST_PATH = 200_000


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


@dataclass(frozen=True, slots=True)
class Design:
    """A paper design. `size` is the finished size in mm; `scale` 10 means it is drawn 1:10."""

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

    def theme(self, name: str | None) -> Theme | None:
        """Return a theme by its id, the first one for None."""
        return self.themes[0] if name is None else next((one for one in self.themes if one.id == name), None)

    def colors(self, theme: Theme, mode: str) -> Mapping[str, str]:
        """Return the eight colours of a theme in a mode."""
        if mode == "ink":
            return dict(theme.colors) | dict(self.ink)
        return {name: grey(color) for name, color in theme.colors.items()} if mode == "grey" else theme.colors


def grey(color: str) -> str:
    """Return the grey of the same luma as "#rrggbb"."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"


def load(folder: Path = SHIPPED, *, published: Mapping[str, str] = MappingProxyType({})) -> Mapping[str, Design]:
    """Return every design by its id; published ones (name → text) replace shipped ones of the same id.

    Raises DeclarationError with file, line and reason.
    """
    found = {}
    for path in sorted(folder.glob("*/design.toml")):
        design = read_design(path)
        if design.id != path.parent.name:
            raise DeclarationError(path, 1, f"id «{design.id}» khác tên thư mục «{path.parent.name}»")
        found[design.id] = design
    for name, text in published.items():
        design = _design(parse(Path(name), text))
        found[design.id] = design
    return MappingProxyType(found)


def read_design(path: Path) -> Design:
    """Read and check one design."""
    return _design(read(path))


def _design(table: Table) -> Design:
    size = _pair(table, "size")
    layers = list(table.tables("layers"))
    design = Design(
        id=table.text("id"), label=table.text("label"), family=_one_of(table, "family", FAMILIES),
        hint=table.text("hint", ""), size=size, bleed=table.real("bleed", 0.0), scale=table.whole("scale", 1),
        pages=table.whole("pages", 1), themes=tuple(_theme(one) for one in table.tables("themes")),
        ink=_ink(table.table("ink")), fields=tuple(_field(one) for one in table.tables("fields")),
        layers=tuple(_layer(one, size) for one in layers),
    )  # fmt: skip
    table.done()
    _check(table, design)
    for number, (place, layer) in enumerate(zip(layers, design.layers, strict=True), start=1):
        _check_layer(place, design, number, layer)
    return design


def _check(table: Table, design: Design) -> None:
    if not design.themes or not design.layers:
        raise table.fault("thiết kế cần ít nhất một bảng màu và một lớp")
    if not (1 <= design.pages <= MOST_PAGES and len(design.layers) <= MOST_LAYERS and 0 <= design.bleed <= 100):
        raise table.fault(f"nhiều nhất {MOST_PAGES} trang, {MOST_LAYERS} lớp và 100 mm phần xén")
    if design.scale not in (1, 10) or max(design.size) / design.scale > PAGE_LIMIT:
        raise table.fault("khổ lớn hơn 5 m phải vẽ theo tỷ lệ 1:10 (scale = 10)", "scale")
    _check_once(table, "ô", [field.name for field in design.fields])
    _check_once(table, "bảng màu", [theme.id for theme in design.themes])


def _check_layer(table: Table, design: Design, number: int, layer: Layer) -> None:
    _check_names(table, design, number, layer)
    _check_box(table, design, number, layer)
    if layer.kind in {"text", "roll"}:
        _check_contrast(table, design, number, layer)


def _check_once(table: Table, what: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise table.fault(f"{what} «{name}» khai báo hai lần")


def _check_names(table: Table, design: Design, number: int, layer: Layer) -> None:
    fields = {field.name: field for field in design.fields}
    used = {layer.field, layer.when, layer.rows, *placeholders(layer.text), *(one.when for one in layer.columns)} - {""}
    for name in sorted(used - set(fields)):
        raise table.fault(f"lớp {number} ({layer.kind}) nói tới ô «{name}» không có")
    if not 1 <= layer.page <= design.pages:
        raise table.fault(f"lớp {number} ({layer.kind}) nằm ở trang {layer.page} không có")
    wanted = SLOT_KINDS.get(layer.kind)
    if wanted and (layer.field not in fields or fields[layer.field].kind != wanted):
        raise table.fault(f"lớp {number} ({layer.kind}) cần một ô kiểu {wanted}")
    if layer.kind == "roll" and (design.bleed or design.scale > 1 or layer.rows == ""):
        raise table.fault(f"lớp {number} (roll) cần ô số dòng, và tờ không xén, không thu nhỏ")
    if layer.kind == "qr":
        _check_qr(table, number, layer, fields[layer.field].max_length)


def _check_qr(table: Table, number: int, layer: Layer, longest: int) -> None:
    if module(layer.w, "x" * longest) < LEAST_MODULE:
        raise table.fault(f"lớp {number}: mã QR {layer.w:g} mm quá nhỏ cho liên kết {longest} ký tự "
                          f"(mỗi ô phải từ {LEAST_MODULE} mm)")  # fmt: skip


def _check_box(table: Table, design: Design, number: int, layer: Layer) -> None:
    width, height = design.size
    if layer.kind not in {"path", "rule", "background"} and not (layer.w > 0 and layer.h > 0):
        raise table.fault(f"lớp {number} ({layer.kind}) chưa có khổ: cần w và h lớn hơn 0")
    if not 4 <= layer.size <= 4000 or layer.line <= 0 or not 1 <= layer.pitch <= 4 or layer.row_height < 3:
        raise table.fault(f"lớp {number} ({layer.kind}) có cỡ chữ, nét hoặc giãn dòng ngoài khoảng cho phép")
    spare = design.bleed + 0.01
    if layer.x < -spare or layer.y < -spare or layer.x + layer.w > width + spare or layer.y + layer.h > height + spare:
        raise table.fault(f"lớp {number} ({layer.kind}) nằm ngoài khổ giấy và phần xén")


def _check_contrast(table: Table, design: Design, number: int, layer: Layer) -> None:
    for theme in design.themes:
        for mode in MODES:
            colors = design.colors(theme, mode)
            ratio = contrast(colors[layer.color], colors[layer.on])
            if ratio < LEAST_CONTRAST:
                raise table.fault(f"lớp {number}: chữ {layer.color} trên nền {layer.on} quá nhạt ({ratio:.1f}) "
                                  f"ở bảng màu {theme.id}, kiểu {mode}")  # fmt: skip


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names inside {braces} of a template."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _template(table: Table, key: str, names: tuple[str, ...] | None = None) -> str:
    """Take a template: plain {names} only, for a format of another's making could eat all memory."""
    text = table.text(key, "")
    if re.search(r"[{}]", re.sub(r"\{[a-z][a-z0-9_]*\}", "", text)):
        raise table.fault(f"«{key}» chỉ được có tên ô trong ngoặc nhọn, ví dụ {{title}}", key)
    for name in placeholders(text):
        if names is not None and name not in names:
            raise table.fault(f"«{key}» lấy từ «{name}» không có", key)
    return text


def _field(table: Table) -> DesignField:
    field = DesignField(
        name=table.text("name"), label=table.text("label"), kind=_one_of(table, "kind", FIELD_KINDS),
        max_length=table.whole("max_length", 200), default=_template(table, "default", UNIT_FACTS),
        source=_template(table, "source", FACTS), required=table.flag("required", default=False),
    )  # fmt: skip
    table.done()
    if not 1 <= field.max_length <= LONGEST:
        raise table.fault(f"ô «{field.name}»: max_length từ 1 đến {LONGEST}", "max_length")
    return field


def _theme(table: Table) -> Theme:
    name, label = table.text("id"), table.text("label")
    colors = {key: _color(table, key) for key in COLORS}
    table.done()
    return Theme(name, label, MappingProxyType(colors))


def _ink(table: Table) -> Mapping[str, str]:
    colors = {key: _color(table, key) for key in COLORS if table.has(key)}
    table.done()
    return MappingProxyType(colors)


def _color(table: Table, key: str) -> str:
    color = table.text(key).lower()
    if not _HEX.fullmatch(color):
        raise table.fault(f"màu «{color}» phải có dạng #rrggbb", key)
    return color


def _layer(table: Table, size: tuple[float, float]) -> Layer:
    kind = table.text("kind")
    if kind not in LAYER_KINDS:
        raise table.fault(f"lớp kiểu «{kind}» cần phiên bản chương trình mới hơn", "kind")
    face = table.text("face", "sans")
    if face not in fonts.FACES:
        raise table.fault(f"không có phông «{face}»", "face")
    layer = Layer(
        kind=kind, page=table.whole("page", 1), x=table.real("x", 0.0), y=table.real("y", 0.0),
        w=table.real("w", size[0] if kind in WHOLE else 0.0), h=table.real("h", size[1] if kind in WHOLE else 0.0),
        color=_palette(table, "color", "ink"), on=_palette(table, "on", "paper"), to=_palette(table, "to", "paper"),
        angle=table.real("angle", 0.0), stroke=table.text("stroke", ""),
        line=table.real("line", 1.0), radius=table.real("radius", 0.0), path=_path(table),
        text=_template(table, "text"), field=table.text("field", ""), face=face, size=table.real("size", 12.0),
        smallest=table.real("smallest", 0.0), align=_one_of(table, "align", ("left", "center", "right"), "left"),
        valign=_one_of(table, "valign", ("top", "middle", "bottom"), "top"), pitch=table.real("pitch", 1.25),
        lines=table.whole("lines", 12), caps=table.flag("caps", default=False), when=table.text("when", ""),
        rows=table.text("rows", ""), row_height=table.real("row_height", 8.0),
        columns=tuple(_column(one) for one in table.tables("columns")),
    )  # fmt: skip
    table.done()
    if layer.stroke and layer.stroke not in COLORS:
        raise table.fault(f"không có màu «{layer.stroke}»", "stroke")
    for key in ("x", "y", "w", "h", "size", "smallest", "line", "radius", "angle", "pitch", "row_height"):
        if not isfinite(getattr(layer, key)):
            raise table.fault(f"«{key}» phải là một số hữu hạn", key)
    return layer


def _column(table: Table) -> RollColumn:
    column = RollColumn(table.text("label"), table.real("width"),
                        _one_of(table, "align", ("left", "center", "right"), "left"),
                        table.flag("tick", default=False), table.text("when", ""))  # fmt: skip
    table.done()
    if not (isfinite(column.width) and column.width >= 5):
        raise table.fault("cột phải rộng từ 5 mm", "width")
    return column


def _path(table: Table) -> tuple[str | float, ...]:
    text = table.text("path", "")
    steps = re.findall(r"([MLCZ])([^MLCZ]*)", text)
    made: list[str | float] = []
    for letter, rest in steps:
        numbers = _NUMBER.findall(rest)
        if _NUMBER.sub("", rest).strip(" ,\n") or len(numbers) != PATH_STEPS[letter]:
            raise table.fault(f"đường vẽ: sau {letter} phải có {PATH_STEPS[letter]} số", "path")
        made += [letter, *map(float, numbers)]
    if re.match(r"\s*[^M\s]", text) or len(text) > MOST_PATH:
        raise table.fault("đường vẽ bắt đầu bằng M và chỉ gồm M, L, C, Z và các số", "path")
    return tuple(made)


def _palette(table: Table, key: str, default: str) -> str:
    return _one_of(table, key, COLORS, default)


def _pair(table: Table, key: str) -> tuple[float, float]:
    value = table.anything(key)
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(v, int | float) and 10 <= v <= 20_000 for v in value)):
        raise table.fault(f"«{key}» phải là [rộng, cao] tính bằng mm", key)
    return float(value[0]), float(value[1])


def _one_of(table: Table, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = table.text(key, default)
    if value not in allowed:
        raise table.fault(f"«{key}» phải là một trong: {', '.join(allowed)}", key)
    return value
