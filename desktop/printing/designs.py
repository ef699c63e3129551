"""Paper designs: data read strictly from resources/designs/<id>/design.toml, checked when read.

A design says its size in mm, its colour themes, the fields a person fills, and layers that are drawn in
order. A layer of an unknown kind means «needs a newer program», never half a drawing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import isfinite
from pathlib import Path
from types import MappingProxyType

from desktop.models.declarations import Table, parse, read
from desktop.models.errors import DeclarationError
from desktop.printing import fonts
from desktop.printing.design import (
    LEAST_CONTRAST,
    MODES,
    PAPER_SIZES,
    Block,
    Design,
    DesignField,
    Drawing,
    Layer,
    Layout,
    RollColumn,
    Theme,
    placeholders,
)
from desktop.printing.qr import LEAST_MODULE, module
from desktop.printing.sheet import PAGE_LIMIT, contrast

__all__ = ["MODES", "load", "read_design"]

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "designs"
FAMILIES = ("poster", "leaflet", "handout", "banner", "panel", "standee", "backdrop", "invitation", "certificate", "badge",
            "sign", "sheet", "script")  # fmt: skip
FIELD_KINDS = ("text", "note", "date", "image", "qr", "number")
LAYER_KINDS = ("background", "rect", "gradient", "path", "circle", "rule", "lines", "text", "image", "logo", "qr", "roll",
               "flow", "steps", "icon")  # fmt: skip
WHOLE = ("path", "background")  # kinds whose box is the sheet unless they say otherwise
COLORS = ("paper", "ink", "muted", "primary", "on_primary", "accent", "on_accent", "soft")
FACTS = ("title", "date", "dates", "time", "when", "place", "host", "areas", "audiences", "slogan", "people", "content", "topics",
         "unit", "unit_upper", "unit_lowered", "unit_place", "campaign", "link", "kind", "theme", "speaker", "partners",
         "contact", "weekday", "day_words", "until")  # fmt: skip
UNIT_FACTS = tuple(name for name in FACTS if name.startswith("unit"))
SLOT_KINDS = MappingProxyType({"qr": "qr", "image": "image", "logo": "image"})
MOST_PAGES, MOST_LAYERS, LONGEST = 12, 400, 2000
MOST = MappingProxyType({"layouts": 8, "blocks": 20, "themes": 16, "fields": 60, "art": 60, "layers": MOST_LAYERS})
MOST_WORK = MappingProxyType({"chữ": 30_000, "nét": 50_000, "dòng kẻ": 3000, "bảng": 24})
NAME = re.compile(r"[a-z0-9-]{1,40}")
_HEX = re.compile(r"#[0-9a-f]{6}")
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d+)?")
PATH_STEPS = MappingProxyType({"M": 2, "L": 2, "C": 6, "Z": 0})
MOST_PATH = 200_000
PALETTES, ART = "palettes.toml", "art"


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
        design = read_text(name, text)
        found[design.id] = design
    return MappingProxyType(found)


def read_design(path: Path) -> Design:
    """Read and check one design."""
    return _design(read(path))


def read_text(name: str, text: str) -> Design:
    """Read and check the text of a design; `name` is only what faults call it."""
    return _design(parse(Path(name), text))


def _design(table: Table) -> Design:
    for key, most in MOST.items():
        if table.count(key) > most:
            raise table.fault(f"nhiều nhất {most} «{key}»", key)
    layouts = _layouts(table)
    sizes = {one.id: one.size for one in layouts}
    places = list(table.tables("layers"))
    first = layouts[0]
    layers = tuple(_layer(one, sizes, first.size) for one in places)
    design = Design(
        id=table.text("id"), label=table.text("label"), family=_one_of(table, "family", FAMILIES),
        hint=table.text("hint", ""), size=first.size, bleed=first.bleed, scale=first.scale,
        pages=first.pages, themes=_themes(table),
        ink=_ink(table), fields=tuple(_field(one) for one in table.tables("fields")),
        layers=layers, layouts=layouts, blocks=tuple(_block(one) for one in table.tables("blocks")),
        art=_own_art(table), kinds=table.strings("kinds") if table.has("kinds") else (), pack=table.flag("pack", default=False),
        layout=first.id, every=layers,
    )  # fmt: skip
    table.done()
    _check(table, design)
    for layout in layouts:
        at = replace(design, size=layout.size, bleed=layout.bleed, scale=layout.scale, pages=layout.pages, layout=layout.id)
        for number, (place, layer) in enumerate(zip(places, layers, strict=True), start=1):
            if layer.layout in ("", layout.id):
                _check_names(place, at, number, layer)
                _check_box(place, at, number, layer)
    _check_contrasts(design, places)
    return design.at()


def _layouts(table: Table) -> tuple[Layout, ...]:
    """Read the layouts; a design that names none has one, of its own size."""
    found = [_layout(one) for one in table.tables("layouts")]
    if found:
        _check_once(table, "bố cục", [one.id for one in found])
        return tuple(found)
    return (_measures(table, "chinh", "Chuẩn"),)


def _layout(table: Table) -> Layout:
    found = _measures(table, table.text("id"), table.text("label"))
    table.done()
    return found


def _measures(table: Table, name: str, label: str) -> Layout:
    found = Layout(name, label, _pair(table, "size"), table.real("bleed", 0.0), table.whole("scale", 1), table.whole("pages", 1),
                   table.strings("sizes") if table.has("sizes") else ())  # fmt: skip
    if not (1 <= found.pages <= MOST_PAGES and 0 <= found.bleed <= 100):
        raise table.fault(f"nhiều nhất {MOST_PAGES} trang và 100 mm phần xén")
    if found.scale not in (1, 10) or max(found.size) / found.scale > PAGE_LIMIT:
        raise table.fault("khổ lớn hơn 5 m phải vẽ theo tỷ lệ 1:10 (scale = 10)", "scale")
    for size in found.sizes:
        if size not in PAPER_SIZES:
            raise table.fault(f"không có khổ giấy «{size}»: có {', '.join(PAPER_SIZES)}", "sizes")
        narrow, long = sorted(found.size)
        if abs(long / narrow - 2**0.5) > 0.02:
            raise table.fault("chỉ khổ có tỷ lệ giấy A (1:1,41) mới phóng được ra các khổ A", "sizes")
    return found


def _block(table: Table) -> Block:
    found = Block(table.text("id"), table.text("label"), table.flag("on", default=True))
    table.done()
    return found


def _check(table: Table, design: Design) -> None:
    if not NAME.fullmatch(design.id) or len(design.label) > 120 or len(design.hint) > 400:
        raise table.fault("id chỉ gồm a-z, 0-9, dấu gạch nối; label tới 120 và hint tới 400 ký tự", "id")
    if not design.themes or not design.layers:
        raise table.fault("thiết kế cần ít nhất một bảng màu và một lớp")
    _check_once(table, "ô", [field.name for field in design.fields])
    _check_once(table, "bảng màu", [theme.id for theme in design.themes])
    _check_once(table, "phần tùy chọn", [block.id for block in design.blocks])
    for key, spent in _work(design).items():
        if spent > MOST_WORK[key]:
            raise table.fault(f"thiết kế nặng quá mức: {key} {spent}, nhiều nhất {MOST_WORK[key]}", "layers")
    blocks = {block.id for block in design.blocks}
    for layer in design.every:
        if layer.block and layer.block not in blocks:
            raise table.fault(f"không có phần tùy chọn «{layer.block}»")


def _work(design: Design) -> dict[str, int]:
    """Return what drawing a design costs at its worst, over all its layouts."""
    room = {field.name: field.max_length for field in design.fields}
    spent = dict.fromkeys(MOST_WORK, 0)
    for layer in design.every:
        if layer.is_text:
            names = placeholders(layer.text) or ((layer.field,) if layer.field else ())
            spent["chữ"] += len(layer.text) + sum(room.get(name, 0) for name in names)
        elif layer.kind == "icon" and _has_art(design, layer.icon):
            found = design.art.get(layer.icon) or art(layer.icon)
            spent["nét"] += sum(len(path) for path in found.paths)
        elif layer.kind == "lines":
            spent["dòng kẻ"] += int(layer.h / max(layer.row_height, 1))
        elif layer.kind == "roll":
            spent["bảng"] += max(len(layer.columns), 1)
        spent["nét"] += len(layer.path)
    return spent


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
    if layer.kind == "icon" and not _has_art(design, layer.icon):
        raise table.fault(f"lớp {number} (icon): không có hình «{layer.icon}»")
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
    if layer.kind in WHOLE:
        return
    if layer.x < -spare or layer.y < -spare or layer.x + layer.w > width + spare or layer.y + layer.h > height + spare:
        raise table.fault(f"lớp {number} ({layer.kind}) nằm ngoài khổ giấy và phần xén")


def _check_contrasts(design: Design, places: Sequence[Table]) -> None:
    pairs: dict[tuple[str, str], int] = {}
    for number, layer in enumerate(design.every, start=1):
        if layer.is_text or layer.kind == "roll":
            pairs.setdefault((layer.color, layer.on), number)
    for theme in design.themes:
        for mode in MODES:
            colors = design.colors(theme, mode)
            for (letters, ground), number in pairs.items():
                ratio = contrast(colors[letters], colors[ground])
                if ratio < LEAST_CONTRAST[mode]:
                    raise places[number - 1].fault(f"lớp {number}: chữ {letters} trên nền {ground} quá nhạt ({ratio:.1f}) "
                                                   f"ở bảng màu {theme.id}, kiểu {mode}")  # fmt: skip


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


def _themes(table: Table) -> tuple[Theme, ...]:
    """Read the shared palettes a design names, then its own themes."""
    shared = {one.id: one for one in palettes()}
    found = []
    for name in table.strings("palettes") if table.has("palettes") else ():
        if name not in shared:
            raise table.fault(f"không có bảng màu chung «{name}»: có {', '.join(shared)}", "palettes")
        found.append(shared[name])
    return (*found, *(_theme(one) for one in table.tables("themes")))


@cache
def palettes() -> tuple[Theme, ...]:
    """Return the palettes that designs share."""
    table = read(SHIPPED / PALETTES)
    found = tuple(_theme(one) for one in table.tables("themes"))
    table.done()
    return found


INK = MappingProxyType({"paper": "#ffffff", "ink": "#000000", "muted": "#444444", "primary": "#ffffff", "on_primary": "#000000",
                        "soft": "#ffffff", "accent": "#000000", "on_accent": "#ffffff"})  # fmt: skip


def _ink(table: Table) -> Mapping[str, str]:
    inner = table.table("ink")
    colors = {key: _color(inner, key) for key in COLORS if inner.has(key)}
    inner.done()
    return MappingProxyType(dict(INK) | colors)


@cache
def art(name: str) -> Drawing:
    """Return a shared drawing by its name. Raises KeyError."""
    path = SHIPPED / ART / f"{name}.toml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise KeyError(name)
    return drawing(read(path))


def drawing(table: Table) -> Drawing:
    """Read a drawing: size, line, paths."""
    found = Drawing(_box(table), table.real("line", 0.0), tuple(_steps(table, one) for one in table.strings("paths")))
    table.done()
    if not 0 <= found.line <= 1000 or len(found.paths) > MOST_LAYERS:
        raise table.fault(f"nét vẽ từ 0 đến 1000, nhiều nhất {MOST_LAYERS} đường", "line")
    return found


def _own_art(table: Table) -> dict[str, Drawing]:
    found: dict[str, Drawing] = {}
    for one in table.tables("art"):
        name = one.text("id")
        if not NAME.fullmatch(name) or name in found:
            raise one.fault(f"tên hình «{name[:40]}» chỉ gồm a-z, 0-9, dấu gạch nối, và khai báo một lần", "id")
        found[name] = drawing(one)
    return found


def _has_art(design: Design, name: str) -> bool:
    try:
        return name in design.art or bool(art(name))
    except KeyError:
        return False


def _box(table: Table) -> tuple[float, float]:
    value = table.anything("size")
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(v, int | float) and 1 <= v <= 2000 for v in value)):
        raise table.fault("«size» phải là [rộng, cao]", "size")
    return float(value[0]), float(value[1])


def _color(table: Table, key: str) -> str:
    color = table.text(key).lower()
    if not _HEX.fullmatch(color):
        raise table.fault(f"màu «{color}» phải có dạng #rrggbb", key)
    return color


def _layer(table: Table, sizes: Mapping[str, tuple[float, float]], first: tuple[float, float]) -> Layer:
    layout = table.text("layout", "")
    if layout and layout not in sizes:
        raise table.fault(f"không có bố cục «{layout}»", "layout")
    size = sizes.get(layout, first)
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
        columns=tuple(_column(one) for one in table.tables("columns")), layout=layout, block=table.text("block", ""),
        icon=table.text("icon", ""), gap=table.real("gap", 2.0), large=table.flag("large", default=True),
    )  # fmt: skip
    table.done()
    if layer.stroke and layer.stroke not in COLORS:
        raise table.fault(f"không có màu «{layer.stroke}»", "stroke")
    for key in ("x", "y", "w", "h", "size", "smallest", "line", "radius", "angle", "pitch", "row_height", "gap"):
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
    return _steps(table, table.text("path", ""))


def _steps(table: Table, text: str) -> tuple[str | float, ...]:
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
