"""When a report is due: so many working days after its figures are closed, as the office sets it."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from desktop.models import reading
from desktop.models.book import Book
from desktop.models.declarations import read
from desktop.models.errors import InputError
from desktop.models.periods import Period
from desktop.models.text import fold

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "holidays.toml"
SETTING = "deadlines"
SPANS = {"month": "Tháng", "quarter": "Quý", "half": "6 tháng", "nine": "9 tháng", "year": "Năm"}
USUAL: Mapping[str, int | None] = MappingProxyType({"month": None, "quarter": 2, "half": 2, "nine": None, "year": 2})
MOST_DAYS, MOST_HOLIDAYS = 60, 200
_MONTHLY = re.compile(r"ngay (\d{1,2})(?: hang thang)?")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Working days after the close of each span, None where the office makes no such report; further days off.

    A span in `fixed` is due on that day of the month instead, the first one after the close.
    """

    after: Mapping[str, int | None] = field(default_factory=lambda: dict(USUAL))
    holidays: frozenset[date] = frozenset()
    preset: str = "nd09"
    fixed: Mapping[str, int] = field(default_factory=dict)

    def asked(self, span: str) -> bool:
        """Tell whether the office makes reports of a span."""
        return span in self.fixed or self.after.get(span) is not None

    def words(self, span: str) -> str:
        """Return a deadline as it is typed: "2", "ngày 20", "" for none."""
        days = self.after.get(span)
        return f"ngày {self.fixed[span]}" if span in self.fixed else "" if days is None else str(days)

    def due(self, period: Period) -> date | None:
        """Return the last day a report can be handed in, None where none is asked for."""
        if period.span in self.fixed:
            # A day off puts it off to the next working day (Bộ luật Dân sự 2015, Điều 148).
            return self.working_day(_next(self.fixed[period.span], period.until), 0)
        days = self.after.get(period.span)
        return None if days is None else self.working_day(period.until, days)

    def working_day(self, day: date, after: int) -> date:
        """Return the working day so many working days after a day (0: that day, or the next working one)."""
        while after > 0 or not self.works(day):
            day += timedelta(days=1)
            after -= self.works(day)
        return day

    def works(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        return day.weekday() < 5 and f"{day:%m-%d}" not in _fixed() and day not in self.holidays


def load(book: Book) -> Deadlines:
    """Return the deadlines of an office, the usual ones where it set none."""
    kept = book.setting(SETTING, {})
    holidays = frozenset(date.fromisoformat(one) for one in kept.get("holidays", ()))
    return Deadlines(dict(USUAL) | kept.get("after", {}), holidays, kept.get("preset", "nd09"), kept.get("fixed", {}))


def keep(book: Book, after: Mapping[str, str], holidays: str, preset: str = "nd09") -> None:
    """Keep deadlines as typed: working days by span or "ngày 20" ("" for no such report), days off parted by commas or lines.

    Raises InputError for what nobody can read; then nothing is kept.
    """
    fixed = {span: day for span, text in after.items() if (day := _fixed_day(span, text)) is not None}
    days = {span: None if span in fixed else _days(span, text) for span, text in after.items()}
    found = sorted({_day(part) for part in holidays.replace(",", "\n").replace(";", "\n").splitlines() if part.strip()})
    if len(found) > MOST_HOLIDAYS:
        raise InputError(f"Nhiều nhất {MOST_HOLIDAYS} ngày nghỉ: hãy bỏ những ngày của năm cũ.")
    book.set(SETTING, {"after": days, "holidays": [one.isoformat() for one in found], "preset": preset,
                       "fixed": fixed})  # fmt: skip


@cache
def _fixed() -> frozenset[str]:
    table = read(SHIPPED)
    days = table.strings("days", None)
    table.done()
    return frozenset(days)


def _fixed_day(span: str, text: str) -> int | None:
    hit = _MONTHLY.fullmatch(fold(text))
    if hit is None:
        return None
    if not 1 <= int(hit[1]) <= 31:
        raise InputError(f"{SPANS[span]}: ngày trong tháng phải từ 1 đến 31, ví dụ «ngày 20».")
    return int(hit[1])


def _next(day: int, after: date) -> date:
    """Return the first such day of a month after a day; a month without it ends a little earlier."""
    first = after.replace(day=1)
    while True:
        found = first.replace(day=min(day, monthrange(first.year, first.month)[1]))
        if found > after:
            return found
        first = (first + timedelta(days=31)).replace(day=1)


def _days(span: str, text: str) -> int | None:
    if not text.strip():
        return None
    try:
        value = reading.number(text)
    except InputError:
        value = None
    if not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
        raise InputError(f"{SPANS[span]}: số ngày làm việc phải là số nguyên từ 0 đến {MOST_DAYS}, hoặc «ngày 20» của tháng.")
    return value


def _day(text: str) -> date:
    return date.fromisoformat(str(reading.day(text.strip())))
