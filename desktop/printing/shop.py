"""What a print shop is handed: the art with bleed and crop marks at 1:1 or 1:10, and one page that says what is wanted."""

from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from desktop.models.errors import InputError
from desktop.models.text import clean, number_vi
from desktop.printing import marks, paper
from desktop.printing.design import Design
from desktop.printing.layers import Slots
from desktop.printing.outlines import Outlined
from desktop.printing.sheet import MM, PAGE_LIMIT, Sheet
from desktop.printing.typeset import wrap

SLUG = 7.0  # mm below the marks, for the scale
SCALES = (1, 10)
EYELETS = 500.0  # mm between eyelets of a banner
HUNG = ("banner", "panel")  # families with eyelets
MOST = 100_000  # copies
MATERIALS = MappingProxyType({
    "banner": "Bạt hiflex", "panel": "Bạt hiflex căng khung", "standee": "Giấy PP cán mờ", "backdrop": "Bạt hiflex căng khung",
    "leaflet": "Giấy couché 150 g/m²", "badge": "Giấy ivory 300 g/m²", "certificate": "Giấy mỹ thuật 230 g/m²",
    "poster": "Giấy couché 150 g/m²", "sign": "Formex hoặc mica 3 mm",
})  # fmt: skip
FORM = "art"


@dataclass(frozen=True, slots=True)
class Job:
    """What a shop must know beside the art; "" for material and eyelets takes what is usual for the family."""

    quantity: int = 1
    contact: str = ""
    material: str = ""
    eyelets: str = ""
    note: str = ""


def art(design: Design, slots: Slots, look: paper.Look, *, scale: int | None = None) -> bytes:
    """Return the art for a shop, each page with bleed, crop marks of 1:1 length and a slug that names the scale.

    `scale` is 1 or 10, None for the design's own, 1:10 where 1:1 would be over 5.08 m. `look.outlines` draws letters as
    curves. Raises InputError for what is wrong in the slots or the scale, PrintError when it cannot be drawn.
    """
    drawn, draw = paper.art(design, slots, look)
    share = chosen_scale(drawn, scale)
    width, height = (side / share for side in drawn.size)
    bleed = drawn.bleed / share
    around = bleed + marks.ROOM
    whole = width + 2 * around, height + 2 * around + SLUG
    sheet = (Outlined if look.outlines else Sheet)(*whole, title=f"{drawn.label}, tệp cho tiệm in")
    for page in range(1, drawn.pages + 1):
        if page > 1:
            sheet.turn(*whole)
        trim = (around, around, width, height)
        sheet.marked(trim, bleed)
        with sheet.form(f"{FORM}{page}", *drawn.size, bleed=drawn.bleed):
            draw(sheet, page)
        sheet.place(f"{FORM}{page}", around, around, drawn.size[1], scale=1 / share)
        marks.crop(sheet, trim, bleed)
        sheet.text(around, sheet.height - 3, _slug(drawn, share, page), "sans", min(9.0, max(4.5, width / 20)))
    return sheet.bytes()


def chosen_scale(design: Design, scale: int | None = None) -> int:
    """Return 1 or 10 for a design at its look. Raises InputError when the page would be over the limit of PDF, 5.08 m."""
    if scale is not None and scale not in SCALES:
        raise InputError("Tệp cho tiệm in chỉ theo tỷ lệ 1:1 hoặc 1:10: hãy chọn một trong hai.")
    around = 2 * (design.bleed + marks.ROOM)
    over = max(design.size[0] + around, design.size[1] + around + SLUG) > PAGE_LIMIT
    if scale == 1 and over:
        raise InputError("Khổ này lớn hơn 5,08 m nên không lưu được theo tỷ lệ 1:1: hãy chọn 1:10.")
    return scale or (10 if over else design.scale)


def specification(design: Design, slots: Slots, look: paper.Look, job: Job, *, scale: int | None = None) -> bytes:
    """Return one A4 page for the shop: size, scale, bleed, material, eyelets, quantity, contact and a small picture.

    Raises InputError for what is wrong in the slots, the scale or the quantity.
    """
    if not 1 <= job.quantity <= MOST:
        raise InputError(f"Số lượng phải từ 1 đến {number_vi(MOST)} bản.")
    drawn, draw = paper.art(design, slots, look)
    sheet = Sheet(210, 297, title=f"Phiếu yêu cầu in: {drawn.label}")
    with sheet.form(FORM, *drawn.size, bleed=drawn.bleed):
        draw(sheet, 1)
    sheet.text(25, 29, "Phiếu yêu cầu in", "sans-bold", 22)
    sheet.text(25, 37, drawn.label, "sans", 12, color="#444444")
    y = 48.0
    for label, said in rows(drawn, chosen_scale(drawn, scale), look, job):
        lines = wrap(said, "sans-medium", 11, 112 * MM)
        sheet.rule(25, y, 185, y, width=0.4, color="#bbbbbb")
        sheet.text(25, y + 6.5, label, "sans", 10, color="#444444")
        for number, line in enumerate(lines):
            sheet.text(73, y + 6.5 + number * 5.4, line, "sans-medium", 11)
        y += 9.5 + (len(lines) - 1) * 5.4
    sheet.rule(25, y, 185, y, width=0.4, color="#bbbbbb")
    _thumbnail(sheet, drawn, y + 8)
    return sheet.bytes()


def rows(design: Design, scale: int, look: paper.Look, job: Job) -> list[tuple[str, str]]:
    """Return what the specification says, label and sentence."""
    for label, said in (("chất liệu", job.material), ("khoen treo", job.eyelets), ("liên hệ", job.contact), ("ghi chú", job.note)):
        if len(said) > 200:
            raise InputError(f"Ô {label} dài {len(said)} ký tự, nhiều nhất 200: hãy rút gọn.")
    width, height = (number_vi(side) for side in design.size)
    filed = " × ".join(number_vi(round((side + 2 * design.bleed) / scale, 1)) for side in design.size)
    cut = f"{number_vi(design.bleed)} mm mỗi cạnh; tranh trong tệp {filed} mm" if design.bleed else "Không chừa xén"
    eyelets = clean(job.eyelets) or (usual_eyelets(design) if design.family in HUNG else "Không")
    found = [
        ("Khổ thành phẩm", f"{width} × {height} mm (rộng × cao)"),
        ("Tỷ lệ tệp", "1:1, in đúng 100%" if scale == 1 else f"1:{scale}, phóng to {number_vi(scale * 100)}% khi in"),
        ("Chừa xén", cut),
        ("Số trang", f"{design.pages} trang" + (", in hai mặt" if design.pages == 2 else "")),
        ("Chất liệu", clean(job.material) or MATERIALS.get(design.family, "Giấy theo tư vấn của tiệm")),
        ("Khoen treo", eyelets),
        ("Số lượng", f"{number_vi(job.quantity)} bản"),
        ("Màu", "RGB (sRGB); tiệm chuyển sang CMYK"),
        ("Phông chữ", "Đã chuyển thành đường cong" if look.outlines else "Đã nhúng trong tệp"),
        ("Liên hệ", clean(job.contact) or "…"),
    ]
    return [*found, ("Ghi chú", clean(job.note))] if clean(job.note) else found


def usual_eyelets(design: Design) -> str:
    """Say how many eyelets a banner usually gets: one at each corner, and at most 50 cm apart along the long edges."""
    count = 2 * (ceil(max(design.size) / EYELETS - 1e-9) + 1)
    return f"{count} khoen: bốn góc, dọc hai cạnh dài cách nhau không quá 50 cm"


def _slug(design: Design, scale: int, page: int) -> str:
    width, height = (number_vi(side) for side in design.size)
    sides = f" · Trang {page}/{design.pages}" if design.pages > 1 else ""
    return f"{design.label} · Tỷ lệ 1:{scale} · Thành phẩm {width} × {height} mm · Chừa xén {number_vi(design.bleed)} mm{sides}"


def _thumbnail(sheet: Sheet, design: Design, top: float) -> None:
    """Place the first page in what is left of the sheet, its cut framed."""
    by = min(160 / design.size[0], (sheet.height - top - 20) / design.size[1])
    width, height = (side * by for side in design.size)
    left = (sheet.width - width) / 2
    canvas = sheet.canvas
    canvas.saveState()
    window = canvas.beginPath()
    window.rect(left * MM, (sheet.height - top - height) * MM, width * MM, height * MM)
    canvas.clipPath(window, stroke=0, fill=0)
    sheet.place(FORM, left, top, design.size[1], scale=by)
    canvas.restoreState()
    sheet.box(left, top, width, height, stroke="#666666", line=0.4)
