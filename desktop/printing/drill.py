"""The record of a restore drill (biên bản diễn tập khôi phục), set by NĐ 30/2020: one page for the file."""

from dataclasses import dataclass
from datetime import date, datetime

from desktop.models.text import date_official, number_vi
from desktop.printing import fonts, typeset
from desktop.printing.official import A4, BOTTOM, CENTRE, HEADER_LEFT, HEADER_RIGHT, LEFT, RIGHT
from desktop.printing.printable import printable
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import Column, draw_table

BODY, PITCH = 13.0, 5.9  # points, mm
FIRST, WIDE = 60.0, 165.0  # mm: the column of what, the whole table
DID = ("Chương trình lấy bản sao lưu mới nhất ở từng nơi cất, giải ra một chỗ riêng, mở bằng khóa của sổ, xem lại từng trang, từng "
       "lần lưu theo chuỗi nhật ký, từng hoạt động và từng ảnh theo mã băm, so với sổ đang dùng, rồi xóa chỗ riêng đó. Sổ đang "
       "dùng không thay đổi.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """What became of the newest copy of one place; `made` ISO, `size` bytes, times in seconds, `fault` "" for none."""

    name: str
    file: str
    made: str
    why: str
    size: int
    saves: int
    activities: int
    photos: int
    since: int
    strange: int
    sheet: int
    brought: float
    looked: float
    fault: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One drill: `at` ISO; the counts are of the book that day; `second` says why there is no second place among the places."""

    unit: str
    person: str
    at: str
    saves: int
    activities: int
    photos: int
    fingerprint: str
    places: tuple[Place, ...]
    second: str
    verdict: str
    well: bool


def record(facts: Facts) -> bytes:
    """Return the record as a tagged PDF/A. Raises PrintError when a font is missing."""
    facts = printable(facts)
    sheet = Sheet(*A4, title="Biên bản diễn tập khôi phục Sổ Phường", author=facts.unit, archival=True)
    y = _head(sheet, facts)

    def turn() -> float:
        sheet.turn(*A4)
        return 20.0

    each = (WIDE - FIRST) / max(1, len(facts.places))
    columns = (Column("Nội dung", FIRST), *(Column(place.name, each) for place in facts.places))
    if facts.places:
        y = draw_table(sheet, columns, rows(facts), x=LEFT, y=y, bottom=BOTTOM, turn=turn) + 3
    if facts.second:
        y = _paragraph(sheet, f"Ghi chú: {facts.second}.", y)
    y = _paragraph(sheet, f"Kết luận: {facts.verdict}", y, face="serif-bold")
    y = turn() if y + 42 > BOTTOM else y
    with sheet.tag("P"):
        sheet.text(RIGHT - 42, y + 8, "NGƯỜI DIỄN TẬP", "serif-bold", BODY, align="center")
    with sheet.tag("P"):
        sheet.text(RIGHT - 42, y + 14, "(Ký, ghi rõ họ tên)", "serif-italic", BODY, align="center")
    with sheet.tag("P"):
        sheet.text(LEFT + 38, y + 8, "LÃNH ĐẠO ĐƠN VỊ", "serif-bold", BODY, align="center")
    with sheet.tag("P"):
        sheet.text(LEFT + 38, y + 14, "(Ký, ghi rõ họ tên)", "serif-italic", BODY, align="center")
    if facts.person:
        with sheet.tag("P"):
            sheet.text(RIGHT - 42, y + 40, facts.person, "serif-bold", BODY, align="center")
    return sheet.bytes()


def rows(facts: Facts) -> list[tuple[str, ...]]:
    """Return the lines of the table: what, then how it was in each place."""
    told = [
        ("Bản sao lúc", *(f"{_moment(one.made)}, {one.why}" for one in facts.places)),
        ("Cỡ tệp", *(f"{number_vi(round(one.size / 1e6, 1), decimals=1)} MB" for one in facts.places)),
        ("Lần lưu đọc được", *(_of(one, one.saves) for one in facts.places)),
        ("Hoạt động", *(_of(one, one.activities) for one in facts.places)),
        ("Ảnh, đúng mã băm", *(_of(one, one.photos) for one in facts.places)),
        ("Lần lưu có sau bản sao", *(_of(one, one.since) for one in facts.places)),
    ]
    if any(one.strange for one in facts.places):
        told.append(("Lần lưu sổ đã bỏ khi quay về", *(_of(one, one.strange) for one in facts.places)))
    return [
        *told,
        ("Mở được bằng phiếu khôi phục", *(f"số {one.sheet}" if one.sheet else "chưa có phiếu" for one in facts.places)),
        ("Thời gian khôi phục và mở", *(_seconds(one, one.brought) for one in facts.places)),
        ("Thời gian xem lại toàn bộ", *(_seconds(one, one.looked) for one in facts.places)),
        ("Kết quả", *("ĐẠT" if not one.fault else f"CHƯA ĐẠT: {one.fault}" for one in facts.places)),
    ]


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
        sheet.line(CENTRE, 54.0, "BIÊN BẢN DIỄN TẬP KHÔI PHỤC", "serif-bold", 15, align="center", more=True)
        sheet.text(CENTRE, 60.5, "Sổ Phường (sổ hoạt động truyền thông chuyển đổi số)", "serif-bold", 14, align="center")
    book = (f"Sổ đang dùng lúc đó có {number_vi(facts.activities)} hoạt động, {number_vi(facts.saves)} lần lưu, "
            f"{number_vi(facts.photos)} ảnh; dấu vân tay nhật ký {facts.fingerprint.upper() or 'chưa có'}.")  # fmt: skip
    y = 66.0
    who = f"ông (bà) {facts.person}" if facts.person else "người được giao"
    for text in (f"Lúc {on:%H giờ %M}, tại trụ sở Ủy ban nhân dân {facts.unit[:1].lower()}{facts.unit[1:]}, {who} đã diễn tập "
                 "khôi phục sổ.", DID, book):  # fmt: skip
        y = _paragraph(sheet, text, y)
    return y + 2


def _paragraph(sheet: Sheet, text: str, y: float, *, face: str = "serif") -> float:
    with sheet.tag("P"):
        for line in typeset.wrap(text, face, BODY, (RIGHT - LEFT) * MM):
            y += PITCH
            sheet.line(LEFT, y, line, face, BODY, more=True)
    return y + 1


def _of(place: Place, number: int) -> str:
    return "không đọc được" if place.fault and not place.saves else number_vi(number)


def _seconds(place: Place, seconds: float) -> str:
    return "…" if place.fault and not seconds else f"{number_vi(round(seconds, 2), decimals=2)} giây"


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%H:%M %d/%m/%Y}"
