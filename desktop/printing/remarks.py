"""What a person should know before printing: words that do not fit, coarse photos, letters hard to read; with ways out."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from PIL import Image, ImageOps

from desktop.models.errors import InputError, PrintError
from desktop.models.text import number_vi
from desktop.printing import fonts, layers, order, paper, pictures, prose
from desktop.printing.design import LEAST_CONTRAST, MODES, Design, DesignField, Layer, Theme, placeholders
from desktop.printing.layers import Brush, Photo, Slots
from desktop.printing.qr import LEAST_MODULE, module
from desktop.printing.raster import raster
from desktop.printing.sheet import MM, Sheet, contrast

LEAST_DPI = 150.0  # at the finished size, seen from arm's length
FAR_DPI = 50.0  # of what is drawn 1:10 and seen from across the street
HARD_TO_READ = 0.15  # share of the ground under a line that may be too near its colour
NEARLY = 1.1  # times the smallest size: as good as the smallest
GROUND = 420  # pixels of the longer side of the ground that is looked at
GRAIN = (32, 6)  # points a line's ground is judged by
Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: `kind` is missing, wrong, overflow, small, code, resolution or contrast; `field` names the slot or is "".

    `ways` are ways out, each a sentence for a person; `stops` says that printing refuses until it is mended.
    """

    kind: str
    field: str
    sentence: str
    ways: tuple[str, ...]
    stops: bool


def remarks(design: Design, ordered: order.Order, photos: Callable[[str], bytes]) -> tuple[Remark, ...]:
    """Return the remarks on an order, in the order of importance. Raises InputError for an unknown theme or layout."""
    return judged(design, order.slots(ordered, photos), order.look(ordered))


def judged(design: Design, slots: Slots, look: paper.Look, *, thorough: bool = False) -> tuple[Remark, ...]:
    """Return the remarks on a filled design. `thorough` looks at the ground under every line, not only at photos."""
    theme = design.theme(look.theme)
    if theme is None:
        raise InputError(f"Không có bảng màu «{look.theme}»: có {', '.join(one.id for one in design.themes)}.")
    drawn = paper.chosen(design, look)
    wrong = tuple(_of_fields(drawn, slots))
    spoilt = {one.field for one in wrong if one.kind == "wrong"}
    left = {name: value for name, value in slots.items() if name not in spoilt and any(f.name == name for f in drawn.fields)}
    work = _Work(drawn, theme, left, look.mode, len(design.layouts) > 1)
    found = (*wrong, *work.overflows(), *work.codes(), *work.resolutions(), *work.contrasts(thorough=thorough))
    return tuple(sorted(found, key=lambda one: not one.stops))


def _of_fields(design: Design, slots: Slots) -> Iterator[Remark]:
    for field in design.fields:
        value = slots.get(field.name)
        try:
            paper.checked(replace(design, fields=(field,)), {field.name: value} if value is not None else {})
            if field.kind == "image" and value:
                spoilt = pictures.fault(value.data if isinstance(value, Photo) else value)
                if spoilt:
                    raise PrintError(spoilt)
        except (InputError, PrintError) as fault:
            missing = field.required and not value
            ways = (f"Điền ô «{field.label}».",) if missing else (f"Sửa ô «{field.label}».",)
            yield Remark("missing" if missing else "wrong", field.name, fault.sentence, ways, stops=True)


@dataclass(frozen=True)
class _Work:
    """A design at one layout, filled and coloured, being looked at."""

    design: Design
    theme: Theme
    slots: Slots
    mode: str
    other_layouts: bool

    @cached_property
    def brush(self) -> Brush:
        sheet = Sheet(*self.design.size, title="")
        return Brush(sheet, self.design, self.design.colors(self.theme, self.mode), self.slots, grey=self.mode == "grey")

    def shown(self, *kinds: str) -> Iterator[Layer]:
        for layer in self.design.layers:
            if layer.kind in kinds and (not layer.when or self.slots.get(layer.when)):
                yield layer

    def overflows(self) -> Iterator[Remark]:
        told = set()
        for layer in self.shown("text", "flow", "steps"):
            words = self.brush.words(layer)
            field = _field_of(self.design, layer, self.slots)
            if not words or (field and field.name in told):
                continue
            fits, smallest = prose.size(words, layer), layer.smallest or layer.size
            if not fits:
                told.add(field.name if field else "")
                yield self._overflow(layer, field)
            elif layer.kind == "text" and fits < layer.size * 0.98 and fits <= smallest * NEARLY and field:
                told.add(field.name)
                yield Remark("small", field.name, f"Chữ ở ô «{field.label}» đã phải thu nhỏ gần hết mức để vừa chỗ.",
                             (f"Rút gọn ô «{field.label}» để chữ lớn hơn.",), stops=False)  # fmt: skip

    def _overflow(self, layer: Layer, field: DesignField | None) -> Remark:
        if field is None:
            return Remark("overflow", "", "Có dòng chữ cố định của mẫu không vừa khổ giấy.",
                          ("Chọn khổ hoặc bố cục khác.",), stops=True)  # fmt: skip
        said = str(self.slots.get(field.name) or "")
        room = self._room(layer, field, said)
        ways = [f"Rút gọn ô «{field.label}» còn khoảng {room} ký tự (đang {len(said)})." if room else
                f"Rút gọn ô «{field.label}»."]  # fmt: skip
        if self.mode == "large":
            ways.append(f"Chọn kiểu «{MODES['colour']}»: chữ nhỏ hơn nên chứa được nhiều hơn.")
        if self.other_layouts:
            ways.append("Thử bố cục khác của mẫu.")
        return Remark("overflow", field.name, f"Chữ ở ô «{field.label}» quá dài, không vừa khổ giấy.", tuple(ways), stops=True)

    def _room(self, layer: Layer, field: DesignField, said: str) -> int:
        """Return how many characters of a field would fit, cut at a word."""
        words = said.split(" ")
        low, high = 0, len(words)
        while low + 1 < high:
            middle = (low + high) // 2
            less = replace(self.brush, slots={**self.slots, field.name: " ".join(words[:middle])})
            low, high = (middle, high) if prose.size(less.words(layer), layer) else (low, middle)
        return len(" ".join(words[:low]))

    def codes(self) -> Iterator[Remark]:
        for layer in self.shown("qr"):
            text = str(self.slots.get(layer.field) or "")
            if text and module(layer.w, text) < LEAST_MODULE:
                field = next(one for one in self.design.fields if one.name == layer.field)
                yield Remark("code", field.name, "Mã QR ở khổ này quá nhỏ, điện thoại khó quét.",
                             (f"Dùng liên kết ngắn hơn ở ô «{field.label}».", "Chọn khổ giấy lớn hơn."), stops=True)  # fmt: skip

    def resolutions(self) -> Iterator[Remark]:
        least = LEAST_DPI if self.design.scale == 1 else FAR_DPI
        for layer in self.shown("image", "logo"):
            photo = self.brush.photo(layer)
            if not photo:
                continue
            width, height = _measured(photo.data)
            ratio = layer.w / layer.h
            across = min(width, height * ratio) if layer.kind == "image" else max(width, height * ratio)
            dpi = across / (layer.w / 25.4)
            if dpi < least:
                field = next(one for one in self.design.fields if one.name == layer.field)
                wanted = [round(side / 25.4 * least + 0.5) for side in (layer.w, layer.h)]
                yield Remark("resolution", field.name,
                             f"Ảnh ở ô «{field.label}» chỉ đạt {dpi:.0f} dpi ở khổ này, in ra sẽ vỡ nét.",
                             (f"Chọn ảnh gốc lớn hơn, từ {number_vi(wanted[0])} × {number_vi(wanted[1])} điểm ảnh.",
                              "Chọn khổ giấy nhỏ hơn."), stops=False)  # fmt: skip

    def contrasts(self, *, thorough: bool) -> Iterator[Remark]:
        told = set()
        photos = [layer for layer in self.shown("image") if self.brush.photo(layer)]
        for layer in self.shown("text", "flow", "steps"):
            under = any(_meet(layer, one) for one in photos)
            if not (under or thorough):
                continue
            words, field = self.brush.words(layer), _field_of(self.design, layer, self.slots)
            if not words or (field.name if field else "") in told:
                continue
            worst = self._worst(layer, words)
            if worst < LEAST_CONTRAST[self.mode]:
                told.add(field.name if field else "")
                yield _pale(field, worst, on_photo=under)

    def _worst(self, layer: Layer, words: str) -> float:
        """Return the contrast that most of the ground under the lines reaches."""
        color = self.brush.colors[layer.color]
        ground, scale = self._ground(layer.page)
        worst = 21.0
        for x, y, width, height in _lines(layer, words):
            box = (max(round(x * scale), 0), max(round(y * scale), 0), min(round((x + width) * scale) + 1, ground.width),
                   min(round((y + height) * scale) + 1, ground.height))  # fmt: skip
            if box[2] <= box[0] or box[3] <= box[1]:
                continue
            grains = ground.crop(box).resize(GRAIN, Image.Resampling.BOX).tobytes()
            ratios = sorted(contrast(color, f"#{grains[at : at + 3].hex()}") for at in range(0, len(grains), 3))
            worst = min(worst, ratios[int(len(ratios) * HARD_TO_READ)])
        return worst

    def _ground(self, page: int) -> tuple[Image.Image, float]:
        """Return a page without its letters, and its pixels a mm."""
        if page not in self._grounds:
            bare = replace(self.design, layers=tuple(one for one in self.design.layers if not one.is_text and one.kind != "roll"))
            width, height = self.design.size
            by = min(1.0, 1000 / max(width, height))
            sheet = Sheet(width * by, height * by, title="")
            with sheet.form("ground", width, height):
                brush = replace(self.brush, sheet=sheet, design=bare, draft=True)
                for layer in bare.layers:
                    if layer.page == page:
                        layers.draw(brush, layer)
            sheet.place("ground", 0, 0, height, scale=by)
            dpi = GROUND / (max(width, height) * by / 25.4)
            across, down, pixels = raster(sheet.bytes(), 0, dpi=dpi)
            self._grounds[page] = Image.frombytes("RGB", (across, down), pixels), across / width
        return self._grounds[page]

    @cached_property
    def _grounds(self) -> dict[int, tuple[Image.Image, float]]:
        return {}


def _pale(field: DesignField | None, ratio: float, *, on_photo: bool) -> Remark:
    words = f"Chữ ở ô «{field.label}»" if field else "Một dòng chữ của mẫu"
    ways = ["Chọn bảng màu khác."]
    if on_photo:
        ways = ["Chọn ảnh có nền đều màu hơn, hoặc dời điểm giữ của ảnh.", *ways, f"Chọn kiểu «{MODES['ink']}»."]
    sentence = f"{words} khó đọc trên nền này (tương phản {number_vi(round(ratio, 1))})."
    return Remark("contrast", field.name if field else "", sentence, tuple(ways), stops=False)


def _field_of(design: Design, layer: Layer, slots: Slots) -> DesignField | None:
    """Return the field that fills most of a layer."""
    names = {layer.field, *placeholders(layer.text)}
    found = [field for field in design.fields if field.name in names]
    return max(found, key=lambda field: len(str(slots.get(field.name) or "")), default=None)


def _lines(layer: Layer, words: str) -> Iterator[Rect]:
    """Yield where the letters of a layer stand, line by line: x, y, width, height in mm."""
    setting = prose.fitted(words, layer) if layer.kind == "text" else None
    if setting is None:
        yield layer.x, layer.y, layer.w, layer.h
        return
    lead = prose.lead(setting, layer)
    for line, drop in zip(setting.lines, setting.drops, strict=True):
        width = fonts.width(line, setting.face, setting.size) / MM
        x = layer.x + (layer.w - width) * layers.SIDES[layer.align]
        yield x, layer.y + lead + (drop - setting.cap) / MM, width, setting.cap / MM


def _meet(one: Layer, other: Layer) -> bool:
    return (one.page == other.page and one.x < other.x + other.w and other.x < one.x + one.w
            and one.y < other.y + other.h and other.y < one.y + one.h)  # fmt: skip


@lru_cache(maxsize=8)
def _measured(data: bytes) -> tuple[int, int]:
    """Return the pixels of a picture that stands upright."""
    with Image.open(io.BytesIO(data), formats=pictures.FORMATS) as image:
        return ImageOps.exif_transpose(image).size if image.getexif().get(0x0112, 1) > 4 else image.size


def stopping(found: tuple[Remark, ...]) -> Mapping[str, str]:
    """Return the sentences of what printing refuses, by field."""
    return {one.field: one.sentence for one in found if one.stops}
