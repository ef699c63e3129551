"""Whether the clock of this PC can be believed.

The order of the journal is that of its numbers: a wrong clock loses nothing and turns nothing round. But a clock behind the
last save writes wrong moments and offers wrong days, so a person is told, once a start.
"""

from datetime import UTC, datetime, timedelta

from desktop.models.book import Book

BEHIND = timedelta(days=1)  # a smaller step back is a time zone, a summer time, a clock being set right
LOOKED_AT = 50  # of the last saves: one of them may have been written by a clock that was wrong


def last_saved(book: Book) -> datetime | None:
    """Return the latest moment among the last saves made on this PC, None before the first."""
    device = book.office.device
    rows = book.query("SELECT at FROM (SELECT at, device FROM journal ORDER BY seq DESC LIMIT ?) WHERE device = ?",
                      (LOOKED_AT, device))  # fmt: skip
    found = [moment for (at,) in rows if (moment := _read(at)) is not None]
    return max(found, default=None)


def remark(book: Book, now: datetime | None = None) -> str:
    """Return a sentence where the clock is more than a day behind the last save, "" where it can be believed."""
    last, now = last_saved(book), now or datetime.now(UTC)
    if last is None or now >= last - BEHIND:
        return ""
    shown, saved = (moment.astimezone().strftime("%d/%m/%Y") for moment in (now, last))
    return (f"Đồng hồ của máy đang là ngày {shown}, sớm hơn lần lưu gần nhất ({saved}): hãy xem lại ngày giờ của máy và ngày ghi "
            "trong phiếu. Những gì đã lưu vẫn nguyên và đúng thứ tự.")  # fmt: skip


def _read(at: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
