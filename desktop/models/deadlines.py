"""When a report is due: so many working days after its figures are closed, as the office sets it."""

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

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "holidays.toml"
SETTING = "deadlines"
SPANS = {"month": "Tháng", "quarter": "Quý", "half": "6 tháng", "nine": "9 tháng", "year": "Năm"}
USUAL: Mapping[str, int | None] = MappingProxyType({"month": None, "quarter": 2, "half": 2, "nine": None, "year": 2})
MOST_DAYS, MOST_HOLIDAYS = 60, 200


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Working days after the close of each span, None where the office makes no such report; further days off."""

    after: Mapping[str, int | None] = field(default_factory=lambda: dict(USUAL))
    holidays: frozenset[date] = frozenset()
    preset: str = "nd09"

    def due(self, period: Period) -> date | None:
        """Return the last day a report can be handed in, None where none is asked for."""
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
    return Deadlines(dict(USUAL) | kept.get("after", {}), holidays, kept.get("preset", "nd09"))


def keep(book: Book, after: Mapping[str, str], holidays: str, preset: str = "nd09") -> None:
    """Keep deadlines as typed: days by span ("" for no such report), days off parted by commas or lines.

    Raises InputError for what nobody can read; then nothing is kept.
    """
    days = {span: _days(span, text) for span, text in after.items()}
    found = sorted({_day(part) for part in holidays.replace(",", "\n").replace(";", "\n").splitlines() if part.strip()})
    if len(found) > MOST_HOLIDAYS:
        raise InputError(f"Nhiều nhất {MOST_HOLIDAYS} ngày nghỉ: hãy bỏ những ngày của năm cũ.")
    book.set(SETTING, {"after": days, "holidays": [one.isoformat() for one in found], "preset": preset})


@cache
def _fixed() -> frozenset[str]:
    table = read(SHIPPED)
    days = table.strings("days", None)
    table.done()
    return frozenset(days)


def _days(span: str, text: str) -> int | None:
    if not text.strip():
        return None
    value = reading.number(text)
    if not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
        raise InputError(f"{SPANS[span]}: số ngày làm việc phải là số nguyên từ 0 đến {MOST_DAYS}.")
    return value


def _day(text: str) -> date:
    return date.fromisoformat(str(reading.day(text.strip())))
