"""The notice of an incident with personal data, to be signed and sent within 72 hours; set by NĐ 30/2020."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.text import number_vi
from desktop.printing.printable import printable
from desktop.printing.records import Record, moment

TO = ("Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao (A05), Bộ Công an;", "Công an thành phố Đà Nẵng.")
BLANK = "." * 60


@dataclass(frozen=True, slots=True)
class Facts:
    """What the office wrote down: moments ISO 8601, "" where not known; `people` -1 for not known; `data` in words."""

    unit: str
    at: str
    what: str
    happened_at: str
    seen_at: str
    story: str
    people: int
    data: Sequence[str]
    encrypted: bool
    harm: str
    done: str
    next: str
    contact: str
    late: bool


def notice(facts: Facts) -> bytes:
    """Return the notice as a tagged PDF/A. Raises PrintError when a font is missing."""
    facts = printable(facts)
    paper = Record("Thông báo vi phạm quy định về bảo vệ dữ liệu cá nhân", facts.unit, facts.at, number="........./TB-UBND")
    paper.heading("THÔNG BÁO", "Vi phạm quy định về bảo vệ dữ liệu cá nhân")
    paper.paragraph("Kính gửi:", align="center")
    for line in TO:
        paper.paragraph(f"- {line}", align="center")
    agency = f"Ủy ban nhân dân {facts.unit[:1].lower()}{facts.unit[1:]}"
    paper.paragraph(f"Thực hiện Điều 23 Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15, {agency} thông báo như sau:")
    paper.part("1. Sự việc")
    happened = moment(facts.happened_at) or "không rõ thời điểm"
    paper.paragraph(f"{facts.what}. Xảy ra: {happened}; phát hiện: {moment(facts.seen_at)}.")
    paper.paragraph(facts.story)
    if facts.late:
        paper.paragraph(f"Lý do thông báo sau 72 giờ kể từ khi phát hiện: {BLANK}")
    paper.part("2. Dữ liệu và người bị ảnh hưởng")
    people = f"{number_vi(facts.people)} người" if facts.people >= 0 else "chưa xác định được"
    paper.paragraph(f"Loại dữ liệu: {', '.join(facts.data).lower()}. Số người bị ảnh hưởng: {people}.")
    paper.paragraph("Dữ liệu trên thiết bị đã được mã hóa; khóa không nằm cùng thiết bị." if facts.encrypted
                    else "Dữ liệu không được mã hóa, hoặc khóa nằm cùng thiết bị.")  # fmt: skip
    paper.part("3. Hậu quả, thiệt hại có thể xảy ra")
    paper.paragraph(facts.harm or "Chưa phát hiện thiệt hại; đơn vị tiếp tục theo dõi.")
    paper.part("4. Biện pháp đã làm")
    paper.paragraph(facts.done)
    paper.part("5. Biện pháp tiếp theo")
    paper.paragraph(facts.next or "Tiếp tục xác minh, thông báo cho những người bị ảnh hưởng và báo cáo bổ sung khi có kết quả.")
    paper.part("6. Đầu mối liên hệ")
    paper.paragraph(facts.contact or BLANK)
    paper.signatures(("NGƯỜI LẬP", ""), ("CHỦ TỊCH", ""))
    return paper.bytes()
