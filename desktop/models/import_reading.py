"""What stands in the cells of old tables, made readable for the rules of the form: days, numbers with words, choices."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from desktop.models import reading
from desktop.models.errors import InputError
from desktop.models.fields import Choice, Field
from desktop.models.fields import clean as clean_value
from desktop.models.import_source import Cell
from desktop.models.kinds import Kinds
from desktop.models.text import clean, fold

THOUSANDS, DECIMAL = "thousands", "decimal"
_SERIAL = date(1899, 12, 30)  # day 0 of Excel, its lost 29/2/1900 counted in
_ONE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2})(?!\d))?")
_SPAN = re.compile(r"(\d{1,2})\s*(?:-|–|đến|den|và|&)\s*(?:ngày\s*)?(\d{1,2})\s*[/.]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?")
_WORDS = re.compile(r"(\d{1,2})\s+thang\s+(\d{1,2})(?:\s+nam\s+(\d{4}))?")
_COUNTED = re.compile(r"(?:khoang|tren|gan|hon)?\s*([+-]?\d[\d.,]*(?:\s\d{3})*)\s*([a-z][a-z .,/]*)?")
_POINT = re.compile(r"(.*\S)\s*\((\d{1,2}\.\d+), (1\d\d\.\d+)\)")  # a place as our lists tell it
_NUMERIC = frozenset({"number", "people"})
_SPLIT = re.compile(r"[;\n|+•]|(?:^|\s)[-–]\s")


def days(raw: Cell, year: int) -> tuple[str, str]:
    """Return the first and the last day (ISO, the last "" when it is one day): 28/8, 5-7/9/2026, từ 5/9 đến 7/9.

    `year` is meant where none is written. Raises InputError.
    """
    if isinstance(raw, int | float):
        return _serial(raw), ""
    text = clean(raw)
    try:
        found = date.fromisoformat(text[:10]) if re.match(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        found = None
    if found:
        return _said(str(found.day), str(found.month), str(found.year), year), ""
    if text.isascii() and text.isdigit() and 36526 <= int(text) <= 73415:
        return _serial(int(text)), ""
    if hit := _SPAN.fullmatch(text.lower().removeprefix("từ").strip().removeprefix("ngày").strip()):
        return _said(hit[1], hit[3], hit[4], year), _said(hit[2], hit[3], hit[4], year)
    several = _ONE.findall(text) or _WORDS.findall(fold(text))
    if not several:
        raise InputError(f"«{text[:30]}» không phải là ngày: hãy nhập ngày/tháng/năm, ví dụ 28/8/2026.")
    if len(several) > 2:
        raise InputError(f"«{text[:30]}» có nhiều hơn hai ngày: hãy tách thành nhiều dòng.")
    if len(several) == 2 and not several[0][2] and several[1][2]:
        several[0] = (*several[0][:2], several[1][2])
    first, *rest = (_said(one[0], one[1], one[2], year) for one in several)
    return first, rest[0] if rest and rest[0] != first else ""


def _said(day: str, month: str, year: str, meant: int) -> str:
    return reading.day(f"{day}/{month}/{year or meant}").isoformat()


def _serial(raw: int | float) -> str:
    if not 36526 <= raw < 73416:
        raise InputError(f"«{raw}» không phải là ngày: hãy nhập ngày/tháng/năm, ví dụ 28/8/2026.")
    return (_SERIAL + timedelta(days=int(raw))).isoformat()


def cell(field: Field, raw: Cell, *, doubtful: str = "", factor: int = 1) -> Any:
    """Return a cell as the field's type reads it; `doubtful` says how «1,500» is meant, money is times `factor`.

    Raises InputError when the number is doubtful and nobody said how it is meant.
    """
    if field.type == "money":
        return _money(raw, doubtful, factor)
    if field.type in _NUMERIC and isinstance(raw, str):
        return raw if raw.lstrip().startswith("{") else _bare(field, raw, doubtful)
    if field.type in {"choice", "choices"} and isinstance(raw, str):
        return choices(field, raw)
    if field.type == "place" and isinstance(raw, str) and (hit := _POINT.fullmatch(raw.strip())):
        return {"name": hit[1], "lat": float(hit[2]), "lon": float(hit[3])}
    if field.type == "table" and isinstance(raw, str) and not raw.lstrip().startswith("["):
        return [_table_row(field, part) for part in re.split(r"[;\n]", raw) if part.strip()]
    return raw if isinstance(raw, int | float) and field.type in {"text", "note", "duration"} | _NUMERIC else str(raw)


def _table_row(field: Field, told: str) -> dict[str, Any]:
    """Read one row of a table as `show` tells it: «Xã hội hóa: 1.850.000 đồng»."""
    first, _, rest = told.strip().partition(": ")
    row: dict[str, Any] = {field.columns[0].name: first}
    left = list(field.columns[1:])
    for part in filter(None, rest.split(", ")):
        while left:
            column = left.pop(0)
            try:
                row[column.name] = clean_value(column, cell(column, part))
            except InputError:
                if not left:
                    raise
                continue
            break
        else:
            raise InputError(f"«{told.strip()[:40]}» có nhiều phần hơn số cột của «{field.label}»: hãy sửa lại trong phiếu.")
    return row


def plain(raw: str, doubtful: str) -> str:
    """Return a doubtful number the way it is meant: 1,500 as 1.500 or as 1,5."""
    readings = reading.doubt(raw)
    return (readings[0] if doubtful == THOUSANDS else readings[1]) if readings and doubtful else raw


def _bare(field: Field, raw: str, doubtful: str) -> str:
    text = fold(raw)
    hit = _COUNTED.fullmatch(text)
    known = {word for label in (field.unit, field.label) for word in fold(label).split()} | _UNITS
    if hit and hit[2] and set(re.findall("[a-z]+", hit[2])) <= known:
        raw = hit[1].strip(" .,")
    return plain(raw.replace(" ", ""), doubtful)


_UNITS = frozenset({"nguoi", "luot", "ho", "lop", "buoi", "cai", "chiec", "tam", "to", "bai", "tin", "cuoc", "dot", "hoc", "sinh",
                    "vien", "doanh", "nghiep", "don", "vi", "lan", "ban", "diem", "phut", "gio", "km", "m"})  # fmt: skip


def _money(raw: Cell, doubtful: str, factor: int) -> Cell:
    if isinstance(raw, int | float):
        return round(raw * factor)
    text = plain(raw.strip(), doubtful)
    if factor == 1 or re.search("[a-zđ]", text.lower()):
        return text
    return round(reading.number(text) * factor)


def choices(field: Field, raw: str) -> list[str] | str:
    """Return the labels a cell means, some written short: «VNeID; an toàn» finds both topics."""
    whole = _meant(field.choices, raw)
    if field.type == "choice":
        return whole or raw
    if whole:
        return [whole]
    parts = [part for part in _SPLIT.split(raw) if part.strip()]
    found: list[str] = []
    for part in parts:
        one = _meant(field.choices, part)
        found += [one] if one else [_meant(field.choices, small) or small for small in _commas(field, part)]
    return found


def _commas(field: Field, part: str) -> list[str]:
    """Cut at commas, but keep together what is a label with a comma in it."""
    pieces = [piece.strip() for piece in re.split("[,/]", part) if piece.strip()]
    found, at = [], 0
    while at < len(pieces):
        for size in range(len(pieces) - at, 0, -1):
            joined = ", ".join(pieces[at : at + size])
            if size == 1 or _exact(field.choices, joined):
                found.append(joined)
                at += size
                break
    return found


def _exact(options: tuple[Choice, ...], raw: str) -> str:
    text = fold(clean(raw)).strip(" .,:")
    return next((one.code for one in options if text in (fold(one.label), fold(one.code))), "")


def _meant(options: tuple[Choice, ...], raw: str) -> str:
    """Return the code of the one option that has all the words; "" when none or several have."""
    if found := _exact(options, raw):
        return found
    said = set(re.findall(r"[^\W_]+", fold(raw)))
    if len("".join(said)) < 2:
        return ""
    fitting = [one.code for one in options if said <= set(re.findall(r"[^\W_]+", fold(one.label)))]
    return fitting[0] if len(fitting) == 1 else ""


class KindWords:
    """Finds the kind that a few words mean: its code, its label or one part of the label."""

    def __init__(self, kinds: Kinds) -> None:
        self._whole = {fold(kind.label): kind.code for kind in kinds.values()} | {code.lower(): code for code in kinds}
        parts: dict[str, set[str]] = {}
        for kind in kinds.values():
            for part in re.split(r"[,()]", kind.label):
                if len(fold(part)) > 3:
                    parts.setdefault(fold(part), set()).add(kind.code)
        self._parts: Mapping[str, str] = {part: next(iter(codes)) for part, codes in parts.items() if len(codes) == 1}

    def exact(self, text: str) -> str:
        """Return the code for a label, a code or one part of a label; "" when it is none."""
        said = fold(text).strip(" .,:")
        return self._whole.get(said) or self._parts.get(said, "")

    def within(self, text: str) -> str:
        """Return the code of the one kind whose words stand in a longer text, "" when none or several do."""
        words = " ".join(re.findall(r"[^\W_]+", fold(text)))
        said = f" {words} "
        found = {code for part, code in self._parts.items() if f" {part} " in said}
        return self.exact(text) or (found.pop() if len(found) == 1 else "")
