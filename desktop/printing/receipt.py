"""The biên nhận on paper: what the centre signed of one batch, or of one saved state, with a QR code that proves it."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.models.text import number_vi
from desktop.printing import fonts, qr, typeset
from desktop.printing.official import A4, BOTTOM, CENTRE, HEADER_LEFT, HEADER_RIGHT, LEFT, PAGE_NUMBER_AT, RIGHT, TOP
from desktop.printing.printable import printable
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import Column, draw_table

SIZE, SMALL = 13.0, 11.0  # points
CLOSE, SMALL_PITCH = 14.5, 13.5  # points
MODULE = 0.55  # mm of a square of the code: phones read it, and so do cheap printers
LEAST_CODE = 40.0  # mm
CODE_SAYS = "Mã QR chứa chữ ký số của trung tâm, dùng để kiểm tra biên nhận này"
COLUMNS = (Column("STT", 11, "center"), Column("Mã", 21, "center"), Column("Loại", 33), Column("Tên hoạt động", 50),
           Column("Ngày", 23, "center"), Column("Kết quả", 27))  # fmt: skip


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One saved state: the first 8 signs of its activity's uid, kind, title, day ("" when it has none), verdict."""

    code: str
    kind: str
    title: str
    day: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Slip:
    """What the paper says; every text is ready to be read, `proof` is the text of the code.

    `of` rows were in the batch; `rows` may be fewer: others have a receipt of an earlier batch.
    """

    unit: str
    centre: str
    at: str
    batch: str
    of: int
    stored: int
    refused: int
    fingerprint: str
    proof: str
    rows: tuple[SlipRow, ...]
    alone: bool = False


def receipt(slip: Slip) -> bytes:
    """Return the biên nhận as a PDF, A4 portrait. Raises PrintError when a font is missing."""
    slip = printable(slip)
    sheet = Sheet(*A4, title=f"Biên nhận gửi dữ liệu {slip.batch[:8]}", author=slip.unit, archival=True)
    y = _facts(sheet, slip, _head(sheet, slip))
    turn = _pages(sheet)
    rows = [(str(number), row.code, row.kind, row.title, row.day, row.verdict)
            for number, row in enumerate(slip.rows, start=1)]  # fmt: skip
    if rows:
        y = draw_table(sheet, COLUMNS, rows, x=LEFT, y=y, bottom=BOTTOM, turn=turn)
    _notes(sheet, slip, y + 3, turn)
    return sheet.bytes()


def _pages(sheet: Sheet) -> Callable[[], float]:
    page = 1

    def turn() -> float:
        nonlocal page
        page += 1
        sheet.turn(*A4)
        sheet.text(CENTRE, PAGE_NUMBER_AT, str(page), "serif", 13, align="center")
        return TOP

    return turn


def _head(sheet: Sheet, slip: Slip) -> float:
    """Draw whose paper it is and its title; return where the facts begin."""
    unit, motto = slip.unit.upper(), "Độc lập - Tự do - Hạnh phúc"
    with sheet.tag("P"):
        sheet.line(HEADER_LEFT, 24.1, "ỦY BAN NHÂN DÂN", "serif-bold", 13, align="center", more=True)
        sheet.text(HEADER_LEFT, 29.8, unit, "serif-bold", 13, align="center")
    with sheet.tag("P"):
        sheet.line(HEADER_RIGHT, 24.1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "serif-bold", 13, align="center", more=True)
        sheet.text(HEADER_RIGHT, 29.8, motto, "serif-bold", 14, align="center")
    for centre, length in ((HEADER_LEFT, fonts.width(unit, "serif-bold", 13) / MM * 0.42),
                           (HEADER_RIGHT, fonts.width(motto, "serif-bold", 14) / MM)):  # fmt: skip
        sheet.rule(centre - length / 2, 32.0, centre + length / 2, 32.0)
    with sheet.tag("H1"):
        sheet.text(CENTRE, 48.0, "BIÊN NHẬN GỬI DỮ LIỆU", "serif-bold", 16, align="center")
    said = "Một lần lưu, trung tâm đã ký số" if slip.alone else "Cả đợt gửi, trung tâm đã ký số"
    with sheet.tag("P"):
        sheet.text(CENTRE, 54.5, f"({said})", "serif-italic", 13, align="center")
    return 62.0


def _facts(sheet: Sheet, slip: Slip, top: float) -> float:
    """Draw the code at the right and the facts beside it; return where the table begins."""
    squares = 1 / qr.module(1.0, slip.proof)
    side = max(LEAST_CODE, squares * MODULE)
    with sheet.tag("Figure", alt=CODE_SAYS):
        qr.draw_qr(sheet, slip.proof, x=RIGHT - side, y=top, size=side)
    width = RIGHT - LEFT - side - 5
    told = [
        ("Đơn vị gửi", slip.unit),
        ("Trung tâm nhận", slip.centre),
        ("Thời điểm nhận", slip.at),
        ("Số lần lưu trong đợt", _counted(slip)),
        ("Mã đợt gửi", " ".join(slip.batch[at : at + 4] for at in range(0, 16, 4)).upper()),
        ("Dấu khóa của trung tâm", slip.fingerprint),
    ]
    y = top + 1
    for label, text in told:
        y += fonts.ascent("serif", SMALL) / MM
        with sheet.tag("P"):
            sheet.line(LEFT, y, label, "serif-italic", SMALL, more=True)
            for line in typeset.wrap(text, "serif-bold", SIZE, width * MM):
                y += CLOSE / MM
                sheet.line(LEFT, y, line, "serif-bold", SIZE, more=True)
        y += 4.0
    return max(y, top + side) + 3


def _counted(slip: Slip) -> str:
    """Return how many were counted: "12 (mới 10, bị từ chối 2)"."""
    parts = [f"mới {number_vi(slip.stored)}"]
    if slip.refused:
        parts.append(f"bị từ chối {number_vi(slip.refused)}")
    return f"{number_vi(slip.of)} ({', '.join(parts)})"


def _notes(sheet: Sheet, slip: Slip, y: float, turn: Callable[[], float]) -> None:
    """Say how to check the paper without a line, and what the list leaves out; all on one page."""
    notes = []
    if len(slip.rows) < slip.of and not slip.alone:
        others = number_vi(slip.of - len(slip.rows))
        notes.append(f"{others} lần lưu khác của đợt này có biên nhận ở đợt gửi khác nên không liệt kê ở đây.")
    notes.append("Cách kiểm tra, không cần mạng: quét mã QR để lấy dòng chữ bắt đầu bằng SPBN2, rồi chạy "
                 "«sophuong verify DÒNG_CHỮ». Máy chưa có sổ thì thêm --key và khóa công khai của trung tâm.")  # fmt: skip
    notes.append("Mã QR chỉ chứa chữ ký và mã băm, không chứa nội dung hoạt động hay tên người.")
    set_notes = [typeset.wrap(note, "serif-italic", SMALL, (RIGHT - LEFT) * MM) for note in notes]
    if y + sum(map(len, set_notes)) * SMALL_PITCH / MM > BOTTOM:
        y = turn()
    y += fonts.ascent("serif-italic", SMALL) / MM
    for lines in set_notes:
        with sheet.tag("P"):
            for line in lines:
                sheet.line(LEFT, y, line, "serif-italic", SMALL, more=True)
                y += SMALL_PITCH / MM
