"""The quick card: one A4 page to hang beside the screen, with the day's walk, the keys and whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.text import clean
from desktop.printing import fonts, typeset
from desktop.printing.official import A4
from desktop.printing.sheet import MM, Sheet

EDGE, GAP = 14.0, 6.0  # mm
INK, SOFT, TEAL, PALE, WARM = "#1B2729", "#566163", "#0B5D5E", "#E1EFED", "#D9822B"
WALK = (
    ("Ghi", "Bấm «Ghi hoạt động», chọn loại, gõ đến đâu giữ đến đó. F4 chép lần trước."),
    ("Kèm ảnh", "Kéo ảnh thả vào phiếu, hoặc dán. Vị trí và số máy trong ảnh được bỏ."),
    ("In", "Áp phích, tờ rơi, phiếu ký tên, giấy chứng nhận điền sẵn từ hoạt động."),
    ("Gửi", "Có mạng thì tự gửi. «Đã gửi» chỉ hiện khi trung tâm đã ký biên nhận."),
    ("Báo cáo", "Số liệu tự cộng từ sổ; phát hành thì giữ nguyên, có mã đối chiếu ở chân trang."),
)
PROMISES = (
    ("Mất điện, tắt nhầm", "Đã báo «Đã lưu» là còn. Chữ đang gõ mất nhiều nhất vài giây."),
    ("Máy hỏng, mất khóa", "Cần phiếu khôi phục trong két và một bản sao lưu trên USB hoặc ổ khác."),
    ("Xóa nhầm", "Thùng rác giữ 90 ngày; Lịch sử trở lại được bất cứ lần lưu nào."),
    ("Không có mạng", "Cứ làm việc. Trang Gửi dữ liệu gói được ra USB mang đi."),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """A group of keys: (key as printed, what it does)."""

    title: str
    rows: tuple[tuple[str, str], ...]


def card(unit: str, groups: Sequence[Keys], calls: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return the page as PDF; `calls` are (who, number) lines, empty ones leave a line to write on."""
    sheet = Sheet(*A4, title="Sổ Phường trong một trang", author=unit, archival=True)
    wide = A4[0] - 2 * EDGE
    sheet.box(0, 0, A4[0], 34, fill=TEAL)
    with sheet.tag("H1"):
        sheet.text(EDGE, 17, "Sổ Phường trong một trang", "sans-bold", 24, color="#FFFFFF")
    with sheet.tag("P"):
        sheet.text(EDGE, 27, clean(unit), "sans", 12.5, color="#E1EFED")
    y = _walk(sheet, 43.0, wide)
    left = (wide - GAP) / 2
    ends = []
    for column, chosen in enumerate((groups[::2], groups[1::2])):
        x, down = EDGE + column * (left + GAP), y
        for group in chosen:
            down = _keys(sheet, group, x, down, left)
        ends.append(down)
    y = max(ends) + 1
    y = _promises(sheet, y, wide)
    _calls(sheet, y, wide, calls)
    return sheet.bytes()


def _walk(sheet: Sheet, y: float, wide: float) -> float:
    width = (wide - (len(WALK) - 1) * 3) / len(WALK)
    for at, (name, told) in enumerate(WALK):
        x = EDGE + at * (width + 3)
        sheet.box(x, y, width, 37, fill=PALE, radius=2.5)
        with sheet.tag("H2"):
            sheet.text(x + 4, y + 8.5, f"{at + 1}", "sans-black", 17, color=WARM)
            sheet.text(x + 10, y + 8.5, name, "sans-bold", 12.5, color=TEAL)
        _lines(sheet, told, x + 4, y + 14.5, width - 7, 9.2, 4.3)
    return y + 46


def _keys(sheet: Sheet, group: Keys, x: float, y: float, wide: float) -> float:
    with sheet.tag("H2"):
        sheet.text(x, y + 3, group.title, "sans-bold", 12, color=TEAL)
    sheet.rule(x, y + 5, x + wide, y + 5, width=1, color=TEAL)
    y += 10
    for key, told in group.rows:
        width = fonts.width(key, "sans-semibold", 9) / MM + 4
        with sheet.tag("P"):
            sheet.box(x, y - 3.6, width, 5.2, fill="#F0EDE7", stroke="#8E897F", line=0.5, radius=1)
            sheet.text(x + 2, y, key, "sans-semibold", 9, color=INK)
            sheet.text(x + max(30.0, width + 2), y, told, "sans", 9.6, color=INK)
        y += 7.5
    return y + 3


def _promises(sheet: Sheet, y: float, wide: float) -> float:
    with sheet.tag("H2"):
        sheet.text(EDGE, y + 3, "Khi có chuyện", "sans-bold", 12, color=TEAL)
    sheet.rule(EDGE, y + 5, EDGE + wide, y + 5, width=1, color=TEAL)
    y += 10.5
    for name, told in PROMISES:
        with sheet.tag("P"):
            sheet.text(EDGE, y, name, "sans-semibold", 9.6, color=INK)
            sheet.text(EDGE + 42, y, told, "sans", 9.6, color=INK)
        y += 7.0
    return y + 2


def _calls(sheet: Sheet, y: float, wide: float, calls: Sequence[tuple[str, str]]) -> None:
    rows = [*calls, *[("Người phụ trách", ""), ("Tin học thành phố", "")][len(calls) :]]
    width = (wide - GAP) / 2
    for at, (who, number) in enumerate(rows[:2]):
        x = EDGE + at * (width + GAP)
        sheet.box(x, y, width, 13, stroke=TEAL, line=1, radius=2.5)
        with sheet.tag("P"):
            sheet.text(x + 4, y + 8.2, f"{who}:", "sans-semibold", 10.5, color=TEAL)
            if number:
                sheet.text(x + width - 4, y + 8.2, number, "sans-bold", 11, color=INK, align="right")
        if not number:
            start = x + 6 + fonts.width(f"{who}:", "sans-semibold", 10.5) / MM
            sheet.rule(start, y + 9.2, x + width - 4, y + 9.2, width=0.6, color=SOFT, dash=(1, 2))


def _lines(sheet: Sheet, text: str, x: float, y: float, wide: float, size: float, pitch: float) -> None:
    with sheet.tag("P"):
        for at, line in enumerate(typeset.wrap(text, "sans", size, wide * MM)):
            sheet.line(x, y + at * pitch, line, "sans", size, color=INK, more=True)
