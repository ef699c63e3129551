"""Reporting periods: a window of days with the name officials give it.

Two presets: "nd09" counts a month from the 15th before to the 14th (NĐ 09/2019/NĐ-CP), "calendar" from the
1st to the last day. A quarter, 6 months, 9 months and a year are runs of such months.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.models import reading
from desktop.models.errors import InputError
from desktop.models.text import clean, date_vi

PRESETS = ("nd09", "calendar")
_ROMAN = ("I", "II", "III", "IV")
_LENGTHS = {"month": 1, "quarter": 3, "half": 6, "nine": 9, "year": 12}
_FIXED = re.compile(r"(\d{4})(?:-(?:(\d{1,2})|Q([1-4])|H([12])|(9)M))?", re.IGNORECASE)
_HINT = "hãy ghi như 2026-Q3, 2026-10, 2026-H1, 2026-9M, 2026 hoặc 2026-10-01..2026-10-10"


@dataclass(frozen=True, slots=True)
class Period:
    """A window of days, both ends included.

    `text` is what `parse` takes ("2026-Q3"); `span` is "month", "quarter", "half", "nine", "year" or "free".
    """

    label: str
    since: date
    until: date
    preset: str
    text: str
    span: str

    def previous(self) -> "Period":
        """Return the period of the same kind just before; for 9 months and a year, that of the year before."""
        if self.span == "free":
            days = self.until - self.since
            return _free(self.since - days - timedelta(days=1), self.since - timedelta(days=1), self.preset)
        return self._moved(-1)

    def next(self) -> "Period":
        """Return the period of the same kind that follows."""
        if self.span == "free":
            days = self.until - self.since
            return _free(self.until + timedelta(days=1), self.until + days + timedelta(days=1), self.preset)
        return self._moved(1)

    def same_last_year(self) -> "Period":
        """Return the same period one year earlier."""
        if self.span == "free":
            return _free(_year_before(self.since), _year_before(self.until), self.preset)
        return _build(self.year - 1, self._first, self.span, self.preset)

    def year_to_date(self) -> "Period":
        """Return the window from the start of the reporting year to the end of this period (lũy kế)."""
        since = min(self.since, _month_since(self.year, 1, self.preset))
        return Period(f"lũy kế năm {self.year}", since, self.until, self.preset, f"{since}..{self.until}", "free")

    @property
    def year(self) -> int:
        """The reporting year the period ends in."""
        return self.until.year + (self.until > _month_until(self.until.year, 12, self.preset))

    @property
    def days_label(self) -> str:
        """The window in words: "từ ngày 15/6/2026 đến ngày 14/9/2026"."""
        return days_label(self.since, self.until)

    @property
    def _first(self) -> int:
        return (self.until.month - _LENGTHS[self.span]) % 12 + 1

    def _moved(self, steps: int) -> "Period":
        # Nine months are counted from January only, so the nine before them are last year's.
        length = 12 if self.span == "nine" else _LENGTHS[self.span]
        months = self.year * 12 + self._first - 1 + steps * length
        return _build(months // 12, months % 12 + 1, self.span, self.preset)


def parse(text: str, *, preset: str = "nd09") -> Period:
    """Return the period of a text: 2026-Q3, 2026-10, 2026-H1, 2026-9M, 2026 or FROM..TO.

    Raises InputError with an example when it cannot be read.
    """
    if preset not in PRESETS:
        raise InputError(f"Không có cách chốt số liệu «{preset[:20]}»: hãy dùng nd09 (15 đến 14) hoặc calendar.")
    typed = clean(text).replace(" ", "")
    if ".." in typed:
        return _parse_free(typed, preset)
    hit = _FIXED.fullmatch(typed)
    if not hit or not reading.EARLIEST.year < int(hit[1]) <= reading.LATEST.year:
        raise InputError(f"Không hiểu kỳ báo cáo «{typed[:40]}»: {_HINT}.")
    return _fixed(hit, typed, preset)


def _fixed(hit: re.Match[str], typed: str, preset: str) -> Period:
    year, month, quarter, half, nine = int(hit[1]), hit[2], hit[3], hit[4], hit[5]
    if month:
        if not 1 <= int(month) <= 12:
            raise InputError(f"Không có tháng {month}: {_HINT}.")
        return _build(year, int(month), "month", preset)
    if quarter:
        return _build(year, int(quarter) * 3 - 2, "quarter", preset)
    if half:
        return _build(year, 1 if half == "1" else 7, "half", preset)
    return _build(year, 1, "nine" if nine else "year", preset)


def _parse_free(typed: str, preset: str) -> Period:
    first, _, last = typed.partition("..")
    try:
        since, until = reading.day(first), reading.day(last)
    except InputError:
        raise InputError(f"Không hiểu kỳ báo cáo «{typed[:40]}»: {_HINT}.") from None
    if until < since:
        raise InputError(f"Kỳ báo cáo kết thúc ({date_vi(until)}) trước khi bắt đầu ({date_vi(since)}): "
                         "hãy đổi lại hai ngày.")  # fmt: skip
    return _free(since, until, preset)


def _free(since: date, until: date, preset: str) -> Period:
    return Period(days_label(since, until), since, until, preset, f"{since}..{until}", "free")


def _build(year: int, first: int, span: str, preset: str) -> Period:
    last = first + _LENGTHS[span] - 1
    label, text = _names(year, first, span)
    return Period(label, _month_since(year, first, preset), _month_until(year, last, preset), preset, text, span)


def _names(year: int, first: int, span: str) -> tuple[str, str]:
    quarter, half = (first + 2) // 3, (first + 5) // 6
    return {
        "month": (f"tháng {first}/{year}", f"{year}-{first:02d}"),
        "quarter": (f"Quý {_ROMAN[quarter - 1]}/{year}", f"{year}-Q{quarter}"),
        "half": (f"6 tháng {'đầu' if half == 1 else 'cuối'} năm {year}", f"{year}-H{half}"),
        "nine": (f"9 tháng đầu năm {year}", f"{year}-9M"),
        "year": (f"năm {year}", str(year)),
    }[span]


def _month_since(year: int, month: int, preset: str) -> date:
    if preset == "calendar":
        return date(year, month, 1)
    return date(year - 1, 12, 15) if month == 1 else date(year, month - 1, 15)


def _month_until(year: int, month: int, preset: str) -> date:
    return date(year, month, calendar.monthrange(year, month)[1] if preset == "calendar" else 14)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def days_label(since: date, until: date) -> str:
    """Return a window in words: "ngày 10/10/2026", "từ ngày 15/06/2026 đến ngày 14/09/2026"."""
    if since == until:
        return f"ngày {date_vi(since)}"
    return f"từ ngày {date_vi(since)} đến ngày {date_vi(until)}"
