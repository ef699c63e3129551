"""The recovery sheet: one A4 page with the code that opens the book when this PC cannot, to be locked away."""

from dataclasses import dataclass
from datetime import date

from desktop.models.text import date_official
from desktop.printing import fonts, qr, typeset
from desktop.printing.official import A4, CENTRE, HEADER_LEFT, HEADER_RIGHT, LEFT, RIGHT
from desktop.printing.printable import printable
from desktop.printing.sheet import MM
from desktop.printing.sheet import Sheet as Page

CODE, BODY, SMALL = 22.0, 13.0, 11.0  # points
CODE_SIDE, BOX_HIGH, BOX_GAP = 46.0, 15.0, 4.0  # mm
QR_SAYS = "Mã QR chứa đúng mã khôi phục in ở bên"
USES = (
    "Dùng khi máy hỏng, mất, cài lại Windows, quên hoặc bị đặt lại mật khẩu Windows, hay khi chuyển sổ sang máy khác.",
    "Mở chương trình: màn hình «Mở sổ bằng phiếu khôi phục» hiện ra. Trên máy mới, bấm «Tôi có sổ từ máy cũ» rồi chọn tệp "
    "sao lưu.",
    "Gõ sáu nhóm ký tự bên trên, chữ hoa hay thường, có hay không có dấu gạch đều được; bật Unikey cũng được. "
    "Gõ nhầm nhóm nào, chương trình chỉ đúng nhóm đó.",
    "Mã chỉ có chữ số và các chữ C F G H J K M N P R T V X: không có chữ O, I, L, S, Z, B.",
)
KEEPS = (
    "Cất trong phong bì niêm phong, để ở két hoặc tủ có khóa của đơn vị, KHÁC chỗ để máy và USB sao lưu.",
    "Không chụp ảnh, không gửi qua Zalo hay thư điện tử, không lưu tệp này trên máy: ai có phiếu và một bản sao lưu thì "
    "đọc được sổ.",
    "Khi người giữ phiếu chuyển công tác, hoặc nghi phiếu bị lộ: in phiếu mới ở trang «An toàn của sổ»; phiếu cũ mất hiệu lực.",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet says: the unit, the number of the sheet, its code as read by `models.recovery`, who keeps it."""

    unit: str
    number: int
    code: str
    day: date
    keeper: str
    centre: bool  # the centre can open the book too


def sheet(told: Sheet) -> bytes:
    """Return the sheet as a PDF of one page. Raises PrintError when a font is missing."""
    told = printable(told)
    page = Page(*A4, title=f"Phiếu khôi phục sổ số {told.number}", author=told.unit, archival=True)
    _head(page, told)
    y = _code(page, told, 66.0)
    y = _list(page, y + 8, "Khi nào và cách dùng", USES)
    keeps = (*KEEPS, _other(told))
    y = _list(page, y + 3, "Cất giữ", keeps)
    _sign(page, told, max(y + 8, 236.0))
    return page.bytes()


def _head(page: Page, told: Sheet) -> None:
    unit, motto = told.unit.upper(), "Độc lập - Tự do - Hạnh phúc"
    with page.tag("P"):
        page.line(HEADER_LEFT, 24.1, "ỦY BAN NHÂN DÂN", "serif-bold", 13, align="center", more=True)
        page.text(HEADER_LEFT, 29.8, unit, "serif-bold", 13, align="center")
    with page.tag("P"):
        page.line(HEADER_RIGHT, 24.1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "serif-bold", 13, align="center", more=True)
        page.text(HEADER_RIGHT, 29.8, motto, "serif-bold", 14, align="center")
    for centre, length in ((HEADER_LEFT, fonts.width(unit, "serif-bold", 13) / MM * 0.42),
                           (HEADER_RIGHT, fonts.width(motto, "serif-bold", 14) / MM)):  # fmt: skip
        page.rule(centre - length / 2, 32.0, centre + length / 2, 32.0)
    with page.tag("H1"):
        page.text(CENTRE, 48.0, f"PHIẾU KHÔI PHỤC SỔ SỐ {told.number}", "serif-bold", 17, align="center")
    with page.tag("P"):
        line = "(Sổ Phường, giữ kín; phiếu số nhỏ hơn không mở được sổ hiện nay)" if told.number > 1 else "(Sổ Phường, giữ kín)"
        page.text(CENTRE, 55.0, line, "serif-italic", 13, align="center")


def _code(page: Page, told: Sheet, top: float) -> float:
    """Draw six boxes with the groups, three in a row, and the QR code at their right; return where they end."""
    groups = told.code.split("-")
    room = RIGHT - LEFT - CODE_SIDE - 6
    wide = (room - BOX_GAP) / 2
    with page.tag("P"):
        for at, group in enumerate(groups):
            x, y = LEFT + (at % 2) * (wide + BOX_GAP), top + (at // 2) * (BOX_HIGH + BOX_GAP)
            page.box(x, y, wide, BOX_HIGH, stroke="#000000", line=0.8)
            page.line(x + 2.2, y + 4.6, str(at + 1), "serif-italic", SMALL, more=True)
            spread = f"{group[:3]} {group[3:]}"
            page.line(x + wide / 2 + 2, y + BOX_HIGH / 2 + 2.8, spread, "serif-bold", CODE, align="center",
                      more=at < len(groups) - 1)  # fmt: skip
    with page.tag("Figure", alt=QR_SAYS):
        qr.draw_qr(page, told.code, x=RIGHT - CODE_SIDE, y=top, size=CODE_SIDE)
    y = top + 3 * (BOX_HIGH + BOX_GAP) - BOX_GAP
    return max(y, top + CODE_SIDE)


def _list(page: Page, y: float, title: str, lines: tuple[str, ...]) -> float:
    y += 5
    with page.tag("H2"):
        page.text(LEFT, y, title, "serif-bold", BODY)
    y += 2
    for at, text in enumerate(lines, 1):
        with page.tag("P"):
            for part, line in enumerate(typeset.wrap(text, "serif", BODY, (RIGHT - LEFT - 8) * MM)):
                y += 5.6
                if not part:
                    page.line(LEFT + 2, y, f"{at}.", "serif", BODY, more=True)
                page.line(LEFT + 8, y, line, "serif", BODY, more=True)
        y += 1.2
    return y


def _other(told: Sheet) -> str:
    if told.centre:
        return "Mất cả máy lẫn phiếu: trung tâm thành phố vẫn mở được sổ này, hai người cùng làm, có ghi nhật ký."
    return "Máy này chưa ghi danh với trung tâm thành phố: mất cả máy lẫn phiếu thì KHÔNG AI mở được sổ."


def _sign(page: Page, told: Sheet, y: float) -> None:
    with page.tag("P"):
        page.text(RIGHT - 40, y, f"In {date_official(told.day)}", "serif-italic", BODY, align="center")
    for x, title in ((LEFT + 35, "NGƯỜI IN PHIẾU"), (RIGHT - 40, "NGƯỜI GIỮ PHIẾU")):
        with page.tag("P"):
            page.text(x, y + 7, title, "serif-bold", BODY, align="center")
    if told.keeper:
        with page.tag("P"):
            page.text(LEFT + 35, y + 33, told.keeper, "serif-bold", BODY, align="center")
