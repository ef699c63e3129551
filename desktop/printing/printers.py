"""The printers of an office as data: the ways each one prints, kept as presets; which pages; where a page stands on paper."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from desktop.models.errors import InputError
from desktop.models.text import number_vi

PAPERS = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0)}  # mm, upright
DUPLEX = {"none": "Một mặt", "long": "Hai mặt, lật cạnh dài", "short": "Hai mặt, lật cạnh ngắn"}
MOST_COPIES = 999
WIDEST_MARGIN, WIDEST_SHIFT = 25.0, 10.0  # mm
FINEST_DPI = 300
SLACK = 0.6  # mm a page may be larger than its paper by: sizes are rounded


@dataclass(frozen=True, slots=True)
class Preset:
    """One way a printer prints.

    `margin` (mm) is what the printer cannot reach; `right` and `down` (mm) make good for paper it draws in askew.
    `shrink` lets a page larger than its paper be made smaller; otherwise everything is printed at its true size.
    """

    name: str
    paper: str = "A4"
    duplex: str = "none"
    grey: bool = False
    copies: int = 1
    margin: float = 4.2
    right: float = 0.0
    down: float = 0.0
    dpi: int = FINEST_DPI
    shrink: bool = False

    def __post_init__(self) -> None:
        """Raise InputError for what no printer can do."""
        if self.paper not in PAPERS:
            raise InputError(f"Không có khổ giấy «{self.paper}»: có {', '.join(PAPERS)}.")
        if self.duplex not in DUPLEX:
            raise InputError(f"Không có cách in mặt giấy «{self.duplex}»: hãy chọn lại.")
        if not 1 <= self.copies <= MOST_COPIES:
            raise InputError(f"Số bản phải từ 1 đến {MOST_COPIES}: hãy sửa lại.")
        if not 0 <= self.margin <= WIDEST_MARGIN:
            raise InputError(f"Lề máy in phải từ 0 đến {WIDEST_MARGIN:.0f} mm: hãy đo lại trên trang thử.")
        if max(abs(self.right), abs(self.down)) > WIDEST_SHIFT:
            raise InputError(f"Chỉnh lệch nhiều nhất {WIDEST_SHIFT:.0f} mm: hãy đo lại trên trang thử.")
        if not 72 <= self.dpi <= FINEST_DPI:
            raise InputError(f"Độ phân giải phải từ 72 đến {FINEST_DPI}: hãy sửa lại.")


OFFERED = (Preset("Một mặt"), Preset("Hai mặt", duplex="long"), Preset("Tờ gấp (hai mặt, lật cạnh ngắn)", duplex="short"),
           Preset("Đen trắng", grey=True), Preset("Khổ A3", paper="A3"))  # fmt: skip


def presets(kept: object, printer: str) -> tuple[Preset, ...]:
    """Return the ways kept for a printer, then those offered for any; what cannot be read is left out."""
    listed = kept.get(printer, []) if isinstance(kept, Mapping) else []
    own = [made for one in (listed if isinstance(listed, Sequence) else []) if (made := _read(one))]
    names = {one.name for one in own}
    return (*own, *(one for one in OFFERED if one.name not in names))


def keep(kept: object, printer: str, preset: Preset) -> dict[str, Any]:
    """Return what to keep when a way of a printer is kept under its name, the newest first."""
    before = dict(kept) if isinstance(kept, Mapping) else {}
    others = [one for one in before.get(printer, []) if isinstance(one, dict) and one.get("name") != preset.name]
    return before | {printer: [asdict(preset), *others]}


def _read(kept: object) -> Preset | None:
    types: dict[str, type | tuple[type, ...]] = {"str": str, "bool": bool, "int": int, "float": (int, float)}
    if not isinstance(kept, dict) or not kept.get("name"):
        return None
    known = {one.name: types[str(getattr(one.type, "__name__", one.type))] for one in fields(Preset)}
    if any(name in known and not isinstance(value, known[name]) for name, value in kept.items()):
        return None
    try:
        return Preset(**{name: value for name, value in kept.items() if name in known})
    except InputError:
        return None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a page stands: `across` when the paper lies, its corner from that of the paper and its size (mm), its scale."""

    across: bool
    x: float
    y: float
    width: float
    height: float
    scale: float


def place(size: tuple[float, float], preset: Preset) -> Placement:
    """Return where a page of width x height mm stands on its paper: at true size, in the middle.

    Raises InputError when it is larger than the paper and may not shrink.
    """
    across = size[0] > size[1]
    short, long = PAPERS[preset.paper]
    paper = (long, short) if across else (short, long)
    scale = 1.0
    if size[0] > paper[0] + SLACK or size[1] > paper[1] + SLACK:
        if not preset.shrink:
            wide, high = (number_vi(side, decimals=0) for side in size)
            raise InputError(f"Trang {wide} × {high} mm lớn hơn giấy {preset.paper}: hãy chọn giấy lớn hơn, "
                             "ghép từ nhiều tờ, hoặc cho thu nhỏ vừa giấy.")  # fmt: skip
        room = (paper[0] - 2 * preset.margin, paper[1] - 2 * preset.margin)
        scale = min(room[0] / size[0], room[1] / size[1])
    width, height = size[0] * scale, size[1] * scale
    # The printer is askew, not the page: on paper that lies, its right is our down.
    right, down = (-preset.down, preset.right) if across else (preset.right, preset.down)
    return Placement(across, (paper[0] - width) / 2 + right, (paper[1] - height) / 2 + down, width, height, scale)


def chosen(text: str, count: int) -> tuple[int, ...]:
    """Return the pages (from 0) meant by "1-3, 5"; empty text means all. Raises InputError in words."""
    if not text.strip():
        return tuple(range(count))
    found: list[int] = []
    for part in text.replace(";", ",").split(","):
        match = re.fullmatch(r"\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})?\s*)?", part)
        if not match:
            raise InputError(f"Không hiểu «{part.strip()}»: hãy ghi số trang như 1-3, 5.")
        low = int(match[1])
        high = int(match[2]) if match[2] else (count if re.search("[-–]", part) else low)
        if not 1 <= low <= high <= count:
            raise InputError(f"Tài liệu có {count} trang, không có «{part.strip()}»: hãy sửa lại.")
        found += range(low - 1, high)
    return tuple(found)


def ranges(pages: Sequence[int]) -> str:
    """Return pages (from 0) in words: "1-3, 5"."""
    parts: list[list[int]] = []
    for page in sorted(set(pages)):
        if parts and parts[-1][1] == page - 1:
            parts[-1][1] = page
        else:
            parts.append([page, page])
    return ", ".join(str(low + 1) if low == high else f"{low + 1}-{high + 1}" for low, high in parts)
