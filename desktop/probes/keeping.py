"""Is the book well: does it open, is it whole, how old is the newest copy, what waits to be sent."""

from datetime import UTC, datetime

from desktop.models.book import Book
from desktop.models.errors import AppError
from desktop.models.outbox import Outbox
from desktop.models.text import number_vi
from desktop.probes import BAD, OK, SKIP, WARN, Finding, Place

STALE, OLD = 7, 30  # days


def book(place: Place) -> list[Finding]:
    """Open and check the book; tell what waits and how old the newest copy is."""
    if not Book.exists(place.folder):
        return [Finding("book", "Sổ", SKIP, "Máy này chưa có sổ: hãy mở chương trình để lập sổ.")]
    try:
        found = Book.open(place.folder)
    except AppError as fault:
        return [Finding("book", "Sổ", BAD, fault.sentence, {"fault": type(fault).__name__})]
    with found:
        return [_whole(found), _copies(found, place.now), _waiting(found)]


def _whole(found: Book) -> Finding:
    from desktop.models import backup

    facts = {"bytes": (found.folder / "book.db").stat().st_size, "unit": found.office.unit.code,
             "version": found.query("PRAGMA user_version")[0][0]}  # fmt: skip
    try:
        saves = backup.check(found)
    except AppError as fault:
        return Finding("book", "Sổ", BAD, fault.sentence, facts)
    return Finding(
        "book",
        "Sổ",
        OK,
        f"Sổ nguyên vẹn: {number_vi(saves)} lần lưu, chuỗi nhật ký liền mạch.",
        facts | {"saves": saves},
    )


def _copies(found: Book, now: datetime) -> Finding:
    rows = found.query("SELECT at, place FROM copies WHERE fault = '' ORDER BY n DESC")
    if not rows:
        return Finding(
            "copies",
            "Sao lưu",
            WARN,
            "Chưa có bản sao lưu nào: mở chương trình, vào «An toàn của sổ» và sao lưu ngay.",
            {"copies": 0},
        )
    days = (now - datetime.fromisoformat(rows[0][0]).astimezone(UTC)).days
    facts = {"copies": len(rows), "newest_days": days, "places": len({place for _, place in rows})}
    if days >= STALE:
        state = BAD if days >= OLD else WARN
        return Finding(
            "copies",
            "Sao lưu",
            state,
            f"Bản sao lưu mới nhất đã {days} ngày: hãy mở «An toàn của sổ» và sao lưu.",
            facts,
        )
    return Finding(
        "copies",
        "Sao lưu",
        OK,
        f"Có {len(rows)} bản sao lưu, mới nhất {'hôm nay' if days < 1 else f'{days} ngày trước'}.",
        facts,
    )


def _waiting(found: Book) -> Finding:
    left = Outbox(found).counts()
    facts = {"waiting": left.waiting, "refused": left.refused}
    if left.refused:
        return Finding(
            "outbox",
            "Chờ gửi",
            WARN,
            f"Trung tâm trả lại {number_vi(left.refused)} hoạt động: hãy mở trang «Gửi» để sửa.",
            facts,
        )
    if left.waiting:
        return Finding("outbox", "Chờ gửi", OK, f"Còn {number_vi(left.waiting)} lần lưu chờ gửi.", facts)
    return Finding("outbox", "Chờ gửi", OK, "Không còn gì chờ gửi.", facts)
