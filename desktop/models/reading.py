"""What people type for numbers, days and times, read into the form that is kept."""

import re
from datetime import date, timedelta

from desktop.models.errors import InputError
from desktop.models.text import clean, fold, number_vi

_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_DECIMAL_POINT = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_ENGLISH_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_DOUBTFUL = re.compile(r"[+-]?\d{1,3},\d{3}", re.ASCII)
_STEP = re.compile(r"([+-])\s*(\d{1,3})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:\s*(?:h|g|gio|:)\s*(\d{1,2})?\s*(?:p|phut)?)?", re.ASCII)
_DURATION = re.compile(r"(?:(\d+)\s*(?:h|g|gio|:))?\s*(?:(\d+)\s*(?:p|ph|phut)?)?", re.ASCII)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_NEAR = {"h": 0, "hn": 0, "hom nay": 0, "q": -1, "hq": -1, "hom qua": -1, "m": 1, "nm": 1, "mai": 1, "ngay mai": 1}
_WEEKDAYS = {"cn": 6, "chu nhat": 6} | {
    f"{head}{day}": at for at, day in enumerate(range(2, 8)) for head in ("t", "thu ", "thu")
} | {f"thu {word}": at for at, word in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))}  # fmt: skip


def number(raw: object) -> int | float:
    """Read a number: 1.500 is one thousand five hundred, 1,5 is one and a half, 1,500 is asked back."""
    if isinstance(raw, bool):
        raise InputError("Hãy nhập một số, ví dụ 1.500.")
    if isinstance(raw, int):
        return raw
    if isinstance(raw, float):
        return _whole(raw)
    return _number_text(clean(str(raw)).replace(" ", ""))


def _number_text(text: str) -> int | float:
    if _GROUPED.fullmatch(text):
        return _whole(float(text.replace(".", "").replace(",", ".")))
    readings = doubt(text)
    if readings:
        thousands, half = readings
        raise InputError(f"«{text}» chưa rõ là {thousands} hay {half}: hãy viết lại một trong hai cách đó.")
    if _DECIMAL_COMMA.fullmatch(text):
        return _whole(float(text.replace(",", ".")))
    if _ENGLISH_GROUPED.fullmatch(text):
        return _whole(float(text.replace(",", "")))
    if _DECIMAL_POINT.fullmatch(text) and len(text) <= 18:
        return _whole(float(text)) if "." in text else int(text)
    raise InputError(f"«{text[:30]}» không phải là số: hãy nhập như 1.500 hoặc 1,5.")


def doubt(raw: str) -> tuple[str, str] | tuple[()]:
    """Return the two readings of a doubtful number, «1,500» as ("1.500", "1,5"); () when it is not doubtful."""
    text = clean(raw).replace(" ", "")
    if not _DOUBTFUL.fullmatch(text):
        return ()
    part = number_vi(float(text.replace(",", ".")))
    return text.replace(",", "."), f"{part}0" if _DOUBTFUL.fullmatch(part) else part  # 12,3450 leaves no doubt


def _whole(value: float) -> int | float:
    if value != value or value in (float("inf"), float("-inf")):
        raise InputError("Hãy nhập một số, ví dụ 1.500.")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def day(raw: object, *, today: date | None = None) -> date:
    """Read a day: 2026-10-05, 5/10/2026, 5.10.26; with `today` also 28/8, h, q, m, t2…cn, +3, -2.

    h is today, q yesterday, m tomorrow; t2 is the last Monday, today counted; +3 is in three days.
    """
    text = clean(str(raw))
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = _spoken_day(fold(text), today)
    if not EARLIEST <= found <= LATEST:
        raise InputError(f"Ngày {text[:30]} nằm ngoài các năm 2000-2100: hãy kiểm tra lại năm.")
    return found


def _spoken_day(text: str, today: date | None) -> date:
    if today is not None:
        if text in _NEAR:
            return today + timedelta(days=_NEAR[text])
        if text in _WEEKDAYS:
            return today - timedelta(days=(today.weekday() - _WEEKDAYS[text]) % 7)
        step = _STEP.fullmatch(text)
        if step:
            return today + timedelta(days=int(step[1] + step[2]))
    hit = _DAY.fullmatch(text)
    if hit and (hit[3] or today is not None):
        year = int(hit[3]) if hit[3] else _nearest_year(int(hit[2]), today)
        try:
            return date(year + 2000 if year < 100 else year, int(hit[2]), int(hit[1]))
        except ValueError:
            raise InputError(f"Không có ngày {text}: hãy nhập lại ngày/tháng/năm, ví dụ 28/8/2026.") from None
    raise InputError(f"«{text[:30]}» không phải là ngày: hãy nhập ngày/tháng/năm, ví dụ 28/8/2026.")


def _nearest_year(month: int, today: date | None) -> int:
    if today is None:
        return 0
    # Typed in January, "28/12" means last month, not eleven months ahead.
    return today.year - 1 if month - today.month > 6 else today.year


def clock(raw: object) -> str:
    """Read a time of day as HH:MM: 8h, 8h30, 08:30, 08 giờ 30."""
    text = fold(str(raw))
    hit = _TIME.fullmatch(text)
    if not hit or int(hit[1]) > 23 or int(hit[2] or 0) > 59:
        raise InputError(f"«{text[:30]}» không phải là giờ: hãy nhập như 8h30 hoặc 14:00.")
    return f"{int(hit[1]):02d}:{int(hit[2] or 0):02d}"


def minutes(raw: object) -> int:
    """Read a length of time in minutes: 90, 1h30, 1 giờ 30 phút, 45 phút."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    text = fold(str(raw))
    hit = _DURATION.fullmatch(text)
    if not text or not hit or len(text) > 20:
        raise InputError(f"«{text[:30]}» không phải là thời lượng: hãy nhập như 45 phút hoặc 1h30.")
    return int(hit[1] or 0) * 60 + int(hit[2] or 0)
