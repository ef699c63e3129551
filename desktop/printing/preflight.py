"""Whether a shop could print a file as it is: boxes, pictures, letters, fonts and codes, measured in the PDF itself."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from desktop.models.errors import PrintError
from desktop.models.text import number_vi
from desktop.printing import paper, qr, shop
from desktop.printing.design import Design
from desktop.printing.layers import Slots
from desktop.printing.raster import opened
from desktop.printing.sheet import MM, PAGE_LIMIT

LEAST_DPI, FAR_DPI = 150.0, 50.0  # at the finished size; the second for what is seen from across the street
FAR = 1500.0  # mm of the longer side from which a sheet is read from afar
SAFE = 2.5  # mm at least between letters and the cut (shops ask for 2.5 to 3)
LEAST_TYPE = 6.0  # points at the finished size
NEAR = 0.5  # mm a box may be off at the finished size
DOTS = 3.4  # pixels a square of a code is read with
DARK, LIGHT = 110, 145
Matrix = tuple[float, float, float, float, float, float]
RGB_OR_GREY = {
    pdfium.FPDF_COLORSPACE_DEVICEGRAY, pdfium.FPDF_COLORSPACE_DEVICERGB, pdfium.FPDF_COLORSPACE_CALGRAY,
    pdfium.FPDF_COLORSPACE_CALRGB, pdfium.FPDF_COLORSPACE_ICCBASED, pdfium.FPDF_COLORSPACE_INDEXED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is as it should be, what was found, and the way out ("" when there is none to take)."""

    what: str
    good: bool
    sentence: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class _Thing:
    """A picture or a line of letters on a page: box in mm of the finished sheet from the top left of its cut."""

    kind: str
    left: float
    top: float
    right: float
    bottom: float
    measure: float  # dpi of a picture, points of letters, both at the finished size
    sound: bool  # a colour space that is known, a font that is embedded


def judged(pdf: bytes, design: Design, slots: Slots, look: paper.Look, *, scale: int | None = None) -> tuple[Finding, ...]:
    """Return what was found in a file of `shop.art` with the same choices, one finding for each thing looked at.

    Raises InputError for choices the design does not have, PrintError for bytes that are no PDF.
    """
    drawn, _ = paper.art(design, slots, look)
    share = shop.chosen_scale(drawn, scale)
    with opened(pdf) as document:
        pages = [document[number] for number in range(len(document))]
        things = [thing for page in pages for thing in _things(page, share)]
        return (*_boxes(pages, drawn, share), _pictures(things, drawn), _type(things), _fonts(things, look),
                _inside(things, drawn, look), _colours(things), *_codes(pages, drawn, slots, share))  # fmt: skip


def clean(found: tuple[Finding, ...]) -> bool:
    """Tell whether the file may go to the shop."""
    return all(one.good for one in found)


def sentence(found: tuple[Finding, ...]) -> str:
    """Say the whole report in one sentence."""
    faults = [one for one in found if not one.good]
    if not faults:
        return f"Tệp đạt cả {len(found)} mục kiểm tra: có thể gửi tiệm in."
    return f"Tệp còn {len(faults)} mục phải sửa trước khi gửi tiệm in: {', '.join(one.what.lower() for one in faults)}."


def _boxes(pages: list[Any], design: Design, scale: int) -> Iterator[Finding]:
    good = len(pages) == design.pages
    yield Finding("Số trang", good, f"Tệp có {len(pages)} trang, mẫu có {design.pages}.", "" if good else "Hãy tạo lại tệp.")
    longest = max(max(page.get_size()) for page in pages) / MM
    good = longest <= PAGE_LIMIT
    yield Finding("Giới hạn trang", good, f"Cạnh dài nhất của trang là {_mm(longest)} mm, giới hạn {_mm(PAGE_LIMIT)} mm.",
                  "" if good else "Hãy chọn tỷ lệ 1:10.")  # fmt: skip
    size, room = _size(pages[0].get_trimbox(), scale), _bleed(pages[0], scale)
    good = all(abs(one - wanted) <= NEAR for page in pages
               for one, wanted in zip(_size(page.get_trimbox(), scale), design.size, strict=True))  # fmt: skip
    said = f"Khổ cắt trong tệp là {_mm(size[0])} × {_mm(size[1])} mm, mẫu cần {_mm(design.size[0])} × {_mm(design.size[1])} mm."
    yield Finding("Khổ thành phẩm", good, said, "" if good else "Hãy tạo lại tệp đúng khổ đã chọn.")
    good = all(abs(_bleed(page, scale) - design.bleed) <= NEAR for page in pages) and design.bleed > 0
    yield Finding("Chừa xén", good, f"Tranh tràn quá đường cắt {_mm(room)} mm mỗi cạnh.",
                  "" if good else "Hãy chọn mẫu có chừa xén, hoặc nói tiệm in có viền trắng.")  # fmt: skip


def _pictures(things: list[_Thing], design: Design) -> Finding:
    least = FAR_DPI if max(design.size) >= FAR or design.scale > 1 else LEAST_DPI
    worst = min((one.measure for one in things if one.kind == "image"), default=None)
    if worst is None:
        return Finding("Độ nét của ảnh", good=True, sentence="Không có ảnh điểm: mọi hình đều là nét vẽ.")
    good = worst >= least
    return Finding("Độ nét của ảnh", good, f"Ảnh thô nhất đạt {_mm(round(worst))} dpi ở khổ thành phẩm, cần từ {_mm(least)} dpi.",
                   "" if good else "Hãy chọn ảnh gốc lớn hơn, hoặc khổ nhỏ hơn.")  # fmt: skip


def _type(things: list[_Thing]) -> Finding:
    smallest = min((one.measure for one in things if one.kind == "text"), default=None)
    if smallest is None:
        return Finding("Cỡ chữ nhỏ nhất", good=True, sentence="Chữ đã là đường cong, cỡ chữ theo mẫu.")
    good = smallest >= LEAST_TYPE - 0.01
    said = f"Chữ nhỏ nhất là {_mm(round(smallest, 1))} pt ở khổ thành phẩm, cần từ {_mm(LEAST_TYPE)} pt."
    return Finding("Cỡ chữ nhỏ nhất", good, said,
                   "" if good else "Hãy rút gọn chữ trong ô dài nhất, hoặc chọn khổ lớn hơn.")  # fmt: skip


def _fonts(things: list[_Thing], look: paper.Look) -> Finding:
    letters = [one for one in things if one.kind == "text"]
    if look.outlines:
        good = not letters
        return Finding("Phông chữ", good,
                       "Chữ đã là đường cong, tiệm không cần phông." if good else "Còn chữ chưa thành đường cong.",
                       "" if good else "Hãy tạo lại tệp với chữ thành đường cong.")  # fmt: skip
    good = all(one.sound for one in letters)
    return Finding("Phông chữ", good, "Mọi phông chữ đã nhúng trong tệp." if good else "Có phông chữ chưa nhúng trong tệp.",
                   "" if good else "Hãy chọn «chữ thành đường cong» rồi tạo lại tệp.")  # fmt: skip


def _inside(things: list[_Thing], design: Design, look: paper.Look) -> Finding:
    """Letters as curves cannot be told from other curves: their boxes in the design stand for them."""
    width, height = design.size
    boxes = [(one.left, one.top, one.right, one.bottom) for one in things if one.kind == "text"]
    if look.outlines:
        boxes = [(one.x, one.y, one.x + one.w, one.y + one.h) for one in design.layers if one.is_text]
    nearest = min((min(left, top, width - right, height - bottom) for left, top, right, bottom in boxes), default=SAFE)
    good = nearest >= SAFE
    where = f"Chữ gần đường cắt nhất cách {_mm(round(nearest, 1))} mm" if nearest > 0 else "Có chữ nằm trên đường cắt"
    return Finding("Chữ cách đường cắt", good, f"{where}, cần từ {_mm(SAFE)} mm.",
                   "" if good else "Hãy chọn bố cục khác, hoặc rút gọn ô chữ ở mép.")  # fmt: skip


def _colours(things: list[_Thing]) -> Finding:
    good = all(one.sound for one in things if one.kind == "image")
    return Finding("Hệ màu", good, "Màu là RGB hoặc xám, tiệm chuyển sang CMYK." if good else "Có ảnh ở hệ màu lạ.",
                   "" if good else "Hãy lưu ảnh lại ở hệ màu RGB rồi chọn lại.")  # fmt: skip


def _codes(pages: list[Any], design: Design, slots: Slots, scale: int) -> Iterator[Finding]:
    for layer in (one for one in design.layers if one.kind == "qr" and slots.get(one.field)):
        if layer.when and not slots.get(layer.when):
            continue
        good = _reads(pages[layer.page - 1], (layer.x, layer.y, layer.w), str(slots[layer.field]), scale)
        yield Finding("Mã QR", good, f"Mã QR rộng {_mm(round(layer.w, 1))} mm đọc lại {'đúng' if good else 'không đúng'}.",
                      "" if good else "Hãy bỏ phần vẽ đè lên mã, hoặc dùng liên kết ngắn hơn.")  # fmt: skip


def _reads(page: Any, box: tuple[float, float, float], text: str, scale: int) -> bool:
    """Tell whether every square of a code, and two of white around it, is as it should be in the picture of the page."""
    rows = qr.matrix(text)
    count = len(rows) + 2 * qr.QUIET
    left, top, size = (value / scale * MM for value in box)
    trim = page.get_trimbox()
    x, y = trim[0] + left, trim[3] - top
    width, height = page.get_size()
    bitmap = page.render(scale=DOTS * count / size, crop=(x, y - size, width - x - size, height - y), draw_annots=False)
    picture: Image.Image = bitmap.to_pil().convert("L")
    step = picture.width / count, picture.height / count
    for down in range(2, count - 2):
        for across in range(2, count - 2):
            level = picture.getpixel((int((across + 0.5) * step[0]), int((down + 0.5) * step[1])))
            place = down - qr.QUIET, across - qr.QUIET
            dark = all(0 <= one < len(rows) for one in place) and bool(rows[place[0]][place[1]])
            if not isinstance(level, int) or (level > DARK if dark else level < LIGHT):
                return False
    return True


def _things(page: Any, scale: int) -> Iterator[_Thing]:
    """Yield pictures and letters of a page, the slug and what lies wholly outside the bleed left out."""
    trim, bleed = page.get_trimbox(), page.get_bleedbox()
    for shape, matrix in _objects(pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, page.raw, (1, 0, 0, 1, 0, 0)):
        kind = pdfium.FPDFPageObj_GetType(shape)
        if kind not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        low_x, low_y, high_x, high_y = _bounds(shape, matrix)
        if high_x < bleed[0] or low_x > bleed[2] or high_y < bleed[1] or low_y > bleed[3]:
            continue
        measure, sound = _letters(shape, matrix) if kind == pdfium.FPDF_PAGEOBJ_TEXT else _picture(shape, matrix)
        text = kind == pdfium.FPDF_PAGEOBJ_TEXT
        by = scale / MM
        yield _Thing("text" if text else "image", (low_x - trim[0]) * by, (trim[3] - high_y) * by, (high_x - trim[0]) * by,
                     (trim[3] - low_y) * by, measure * scale if text else measure / scale, sound)  # fmt: skip


def _objects(count: Callable[[Any], int], get: Callable[[Any, int], Any], holder: Any,
             matrix: Matrix) -> Iterator[tuple[Any, Matrix]]:  # fmt: skip
    for number in range(count(holder)):
        shape = get(holder, number)
        if pdfium.FPDFPageObj_GetType(shape) == pdfium.FPDF_PAGEOBJ_FORM:
            inner = _times(_matrix(shape), matrix)
            yield from _objects(pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, shape, inner)
        else:
            yield shape, matrix


def _matrix(shape: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, found):
        raise PrintError("Không đọc được tệp cho tiệm in: hãy tạo lại.")
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """Return what does `one` first, then `other`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _bounds(shape: Any, matrix: Matrix) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of an object on its page in points."""
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(shape, *sides)
    left, low, right, high = (side.value for side in sides)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (low, high)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def _letters(shape: Any, matrix: Matrix) -> tuple[float, bool]:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(shape, size)
    whole = _times(_matrix(shape), matrix)
    embedded = pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(shape)) == 1
    return float(size.value) * hypot(whole[2], whole[3]), embedded


def _picture(shape: Any, matrix: Matrix) -> tuple[float, bool]:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(shape, width, height)
    whole = _times(_matrix(shape), matrix)
    across, up = hypot(whole[0], whole[1]), hypot(whole[2], whole[3])
    told = pdfium.FPDF_IMAGEOBJ_METADATA()
    pdfium.FPDFImageObj_GetImageMetadata(shape, None, told)
    return min(width.value / across, height.value / up) * 72, told.colorspace in RGB_OR_GREY


def _size(box: tuple[float, float, float, float], scale: int) -> tuple[float, float]:
    return (box[2] - box[0]) / MM * scale, (box[3] - box[1]) / MM * scale


def _bleed(page: Any, scale: int) -> float:
    """Return how far the bleed reaches beyond the cut where it reaches least, in mm of the finished sheet."""
    cut, grown = page.get_trimbox(), page.get_bleedbox()
    return float(min(cut[0] - grown[0], cut[1] - grown[1], grown[2] - cut[2], grown[3] - cut[3])) / MM * scale


def _mm(number: float) -> str:
    return number_vi(round(number, 2))
