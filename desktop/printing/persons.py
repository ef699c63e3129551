"""Papers about personal data: what is held of one person, the receipt of an erasure, the record of what is processed."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.text import number_vi
from desktop.printing.printable import printable
from desktop.printing.records import Record, moment
from desktop.printing.tables import Column

RIGHTS = ("Người được cung cấp có quyền đề nghị chỉnh sửa, hạn chế hoặc xóa dữ liệu của mình; đơn vị trả lời trong 02 ngày "
          "làm việc, chỉnh sửa trong 10 ngày, hạn chế trong 15 ngày, xóa trong 20 ngày (Điều 5 Nghị định số "
          "356/2025/NĐ-CP).")  # fmt: skip
MEASURES = ("Biện pháp: sổ, bản sao lưu và tệp gửi đi được mã hóa; mỗi người có thể đặt PIN riêng; danh sách tên ẩn cho đến khi "
            "cần xem; không ghi số căn cước, dữ liệu nhạy cảm của người có tên; xóa có biên nhận; sự cố báo trong 72 giờ.")
BACKUPS = "Các bản sao lưu làm trước thời điểm này tự mất trong vòng 30 ngày. Tệp đã xuất hoặc lưu ra ngoài sổ do đơn vị tự hủy."


@dataclass(frozen=True, slots=True)
class Line:
    """One place where a person stands: what it is called, the words there, what becomes of it on erasure, how often."""

    label: str
    words: str
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one person; `asked` is how they were asked for, `at` ISO 8601, `sent` what the centre has too."""

    unit: str
    person: str
    at: str
    asked: str
    lines: Sequence[Line]
    sent: Sequence[str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One erasure: its number, when (ISO 8601), by whom of the office, which act, (what, how many) and what is left to do."""

    unit: str
    n: int
    at: str
    by: str
    act: str
    counts: Sequence[tuple[str, int]]
    left: Sequence[str] = ()
    sent: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Processing:
    """What the office processes: (what, whose, what for and on which ground, where, how long, who sees it) a row."""

    unit: str
    at: str
    officer: str
    rows: Sequence[tuple[str, str, str, str, str]]


def held(facts: Held) -> bytes:
    """Return what is held of a person as a PDF for them. Raises PrintError when a font is missing."""
    facts = printable(facts)
    paper = Record("Dữ liệu cá nhân đang giữ", facts.unit, facts.at)
    paper.heading("PHIẾU CUNG CẤP DỮ LIỆU CÁ NHÂN", "Sổ Phường (sổ hoạt động truyền thông chuyển đổi số)")
    paper.paragraph(f"Theo đề nghị của ông (bà) {facts.asked}, {_agency(facts.unit)} cung cấp những gì sổ đang giữ, "
                    f"tính đến {moment(facts.at)}:")  # fmt: skip
    rows = [(str(at), one.label + (f" ({number_vi(one.count)})" if one.count > 1 else ""), one.words, one.what)
            for at, one in enumerate(facts.lines, start=1)]  # fmt: skip
    if rows:
        paper.table((Column("STT", 12, "center"), Column("Ở đâu", 62), Column("Nội dung", 56), Column("Khi xóa", 35)), rows)
    else:
        paper.paragraph("Không tìm thấy dữ liệu nào của người này.", face="serif-bold")
    if facts.sent:
        paper.paragraph("Đã gửi về trung tâm thành phố, trong nội dung hoạt động: " + "; ".join(facts.sent) + ".")
    paper.paragraph(RIGHTS)
    paper.signatures(("NGƯỜI NHẬN", ""), ("NGƯỜI CUNG CẤP", facts.person))
    return paper.bytes()


def receipt(facts: Receipt) -> bytes:
    """Return the receipt of an erasure as a PDF: counts, never a name. Raises PrintError when a font is missing."""
    facts = printable(facts)
    paper = Record("Biên nhận xóa dữ liệu cá nhân", facts.unit, facts.at)
    paper.heading("BIÊN NHẬN XÓA DỮ LIỆU CÁ NHÂN", f"Số {facts.n}")
    paper.paragraph(f"Lúc {moment(facts.at)}, {_agency(facts.unit)} đã thực hiện trên sổ: {facts.act[:1].lower()}{facts.act[1:]}.")
    rows = [(what, number_vi(n)) for what, n in facts.counts]
    paper.table((Column("Đã xóa hoặc xử lý", 120), Column("Số lượng", 45, "right")), rows)
    for text in facts.left:
        paper.paragraph(f"Còn lại: {text}")
    if facts.sent:
        paper.paragraph("Nội dung có tên đã gửi về trung tâm trước khi xóa, ở các hoạt động: " + "; ".join(facts.sent)
                        + ". Bản mới không có tên sẽ được gửi thay; đơn vị đề nghị trung tâm bỏ tên khỏi các bản cũ.")  # fmt: skip
    paper.paragraph(BACKUPS)
    paper.paragraph("Biên nhận này không ghi tên người được xóa; nhật ký của sổ ghi lại việc xóa và vẫn kiểm tra được.")
    paper.signatures(("NGƯỜI ĐỀ NGHỊ", ""), ("NGƯỜI THỰC HIỆN", facts.by))
    return paper.bytes()


def processing(facts: Processing) -> bytes:
    """Return the record of what is processed, from the declarations, as a PDF. Raises PrintError when a font is missing."""
    facts = printable(facts)
    paper = Record("Bản ghi hoạt động xử lý dữ liệu cá nhân", facts.unit, facts.at)
    paper.heading("BẢN GHI HOẠT ĐỘNG XỬ LÝ DỮ LIỆU CÁ NHÂN", "Sổ Phường")
    paper.paragraph(f"Bên kiểm soát: {_agency(facts.unit)}. Phụ trách bảo vệ dữ liệu: {facts.officer or 'chưa cử người'}.")
    paper.table((Column("Dữ liệu", 40), Column("Của ai", 25), Column("Để làm gì, căn cứ", 45), Column("Ở đâu, ai xem", 30),
                 Column("Giữ bao lâu", 25)), facts.rows)  # fmt: skip
    paper.paragraph(MEASURES)
    paper.signatures(("NGƯỜI LẬP", ""), ("LÃNH ĐẠO ĐƠN VỊ", ""))
    return paper.bytes()


def _agency(unit: str) -> str:
    return f"Ủy ban nhân dân {unit[:1].lower()}{unit[1:]}"
