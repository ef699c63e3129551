"""The record of handing the book over (biên bản bàn giao), set by NĐ 30/2020: what was there that day, for two to sign."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop.models.text import date_official, date_vi, number_vi
from desktop.printing import fonts, typeset
from desktop.printing.official import A4, BOTTOM, CENTRE, HEADER_LEFT, HEADER_RIGHT, LEFT, RIGHT
from desktop.printing.printable import printable
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import Column, draw_table

BODY, PITCH = 13.0, 5.9  # points, mm
COLUMNS = (Column("STT", 12, "center"), Column("Nội dung", 88), Column("Số liệu lúc bàn giao", 65))
SAYS = (
    "Hai bên đã cùng mở sổ trên máy, đối chiếu các số liệu trên và thống nhất bàn giao. Từ thời điểm này mọi lần lưu trong sổ mang "
    "tên người nhận; lịch sử các lần lưu trước đó giữ nguyên tên người đã nhập.",
    "Phiếu khôi phục mới đã được in và giao cho người giữ; phiếu cũ mất hiệu lực và đã hủy. Biên bản được lập thành 02 bản, mỗi "
    "bên giữ 01 bản.",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted; days and moments are ISO, "" for none; `fingerprint` begins the hash of the last saved revision."""

    unit: str
    giver: str
    taker: str
    at: str
    activities: int
    saves: int
    first: str
    last: str
    photos: int
    drafts: int
    unsent: int
    refused: int
    last_sent: str
    copied: str
    copy_name: str
    sheet: int
    sheet_made: str
    centre: bool
    fingerprint: str


def record(facts: Facts) -> bytes:
    """Return the record as a tagged PDF/A of one page or two. Raises PrintError when a font is missing."""
    facts = printable(facts)
    sheet = Sheet(*A4, title="Biên bản bàn giao Sổ Phường", author=facts.unit, archival=True)
    y = _head(sheet, facts)

    def turn() -> float:
        sheet.turn(*A4)
        return 20.0

    y = draw_table(sheet, COLUMNS, rows(facts), x=LEFT, y=y, bottom=BOTTOM, turn=turn) + 3
    for text in SAYS:
        y = _paragraph(sheet, text, y)
    y = turn() if y + 45 > BOTTOM else y
    for x, title, name in ((LEFT + 38, "NGƯỜI BÀN GIAO", facts.giver), (RIGHT - 42, "NGƯỜI NHẬN", facts.taker)):
        with sheet.tag("P"):
            sheet.text(x, y + 8, title, "serif-bold", BODY, align="center")
        with sheet.tag("P"):
            sheet.text(x, y + 14, "(Ký, ghi rõ họ tên)", "serif-italic", BODY, align="center")
        if name:
            with sheet.tag("P"):
                sheet.text(x, y + 40, name, "serif-bold", BODY, align="center")
    return sheet.bytes()


def rows(facts: Facts) -> list[tuple[str, ...]]:
    """Return the lines of the table: number, what, how much."""
    span = f"{date_vi(facts.first)} đến {date_vi(facts.last)}" if facts.first and facts.last else "chưa có"
    sheet = f"số {facts.sheet}, lập {_moment(facts.sheet_made)}" if facts.sheet else "CHƯA IN"
    told = [
        ("Hoạt động trong sổ", number_vi(facts.activities)),
        ("Thời gian của các hoạt động", span),
        ("Số lần lưu trong nhật ký", number_vi(facts.saves)),
        ("Ảnh kèm theo", number_vi(facts.photos)),
        ("Bản nháp đang viết dở", number_vi(facts.drafts)),
        ("Lần lưu chưa gửi về thành phố", number_vi(facts.unsent)),
        ("Hoạt động trung tâm chưa nhận vì chưa hợp lệ", number_vi(facts.refused)),
        ("Lần gửi gần nhất trung tâm đã ký nhận", _moment(facts.last_sent) or "chưa gửi lần nào"),
        ("Bản sao lưu gần nhất đã kiểm tra", " · ".join(filter(None, (_moment(facts.copied), facts.copy_name))) or "chưa có"),
        ("Phiếu khôi phục đang có hiệu lực", sheet),
        ("Khóa dự phòng ở trung tâm thành phố", "có" if facts.centre else "chưa có"),
        ("Dấu vân tay của nhật ký", facts.fingerprint.upper() or "sổ trống"),
    ]
    return [(str(at), what, value) for at, (what, value) in enumerate(told, 1)]


def _head(sheet: Sheet, facts: Facts) -> float:
    unit, motto = facts.unit.upper(), "Độc lập - Tự do - Hạnh phúc"
    with sheet.tag("P"):
        sheet.line(HEADER_LEFT, 24.1, "ỦY BAN NHÂN DÂN", "serif-bold", 13, align="center", more=True)
        sheet.text(HEADER_LEFT, 29.8, unit, "serif-bold", 13, align="center")
    with sheet.tag("P"):
        sheet.line(HEADER_RIGHT, 24.1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "serif-bold", 13, align="center", more=True)
        sheet.text(HEADER_RIGHT, 29.8, motto, "serif-bold", 14, align="center")
    for centre, length in ((HEADER_LEFT, fonts.width(unit, "serif-bold", 13) / MM * 0.42),
                           (HEADER_RIGHT, fonts.width(motto, "serif-bold", 14) / MM)):  # fmt: skip
        sheet.rule(centre - length / 2, 32.0, centre + length / 2, 32.0)
    on = datetime.fromisoformat(facts.at).astimezone()
    with sheet.tag("P"):
        sheet.text(HEADER_RIGHT, 40.0, f"Đà Nẵng, {date_official(date(on.year, on.month, on.day))}", "serif-italic", BODY,
                   align="center")  # fmt: skip
    with sheet.tag("H1"):
        sheet.line(CENTRE, 54.0, "BIÊN BẢN BÀN GIAO", "serif-bold", 15, align="center", more=True)
        sheet.text(CENTRE, 60.5, "Sổ Phường (sổ hoạt động truyền thông chuyển đổi số)", "serif-bold", 14, align="center")
    y = 66.0
    for text in (f"Hôm nay, lúc {on:%H giờ %M}, tại trụ sở Ủy ban nhân dân {facts.unit[:1].lower()}{facts.unit[1:]}, hai bên gồm:",
                 f"Bên bàn giao: {_person(facts.giver)}", f"Bên nhận: {_person(facts.taker)}",
                 "tiến hành bàn giao sổ, máy tính giữ sổ và phiếu khôi phục, với các số liệu sau:"):  # fmt: skip
        y = _paragraph(sheet, text, y)
    return y + 2


def _person(name: str) -> str:
    return f"Ông (bà) {name}, chức vụ: " + "." * 50 if name else "Ông (bà) " + "." * 90


def _paragraph(sheet: Sheet, text: str, y: float) -> float:
    with sheet.tag("P"):
        for line in typeset.wrap(text, "serif", BODY, (RIGHT - LEFT) * MM):
            y += PITCH
            sheet.line(LEFT, y, line, "serif", BODY, more=True)
    return y + 1


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%H:%M %d/%m/%Y}" if at else ""
