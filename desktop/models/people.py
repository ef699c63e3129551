"""Named people for certificates, badges and invitations: typed, pasted from Excel, or from a .csv or .xlsx file.

A list lives in memory only: it is never written to the book, the journal or a batch, and is gone when it is let go.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from desktop.models.errors import InputError, Problem
from desktop.models.files import told
from desktop.models.text import clean, fold, from_legacy, guess_legacy

SIZE_LIMIT = 16 * 1024 * 1024
MOST_PEOPLE, LONGEST_NAME, LONGEST_CELL = 10_000, 80, 400
NAME, FAMILY, GIVEN, ORDINAL = "name", "family", "given", "ordinal"
WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    NAME: ("ho va ten", "ho ten", "hoten", "ho & ten", "ten day du", "nguoi nhan", "hoc vien", "dai bieu", "khach moi", "name",
           "full name", "ong/ba", "nguoi duoc moi", "kinh moi", "ong (ba)"),
    FAMILY: ("ho", "ho dem", "ho lot", "ho va ten dem", "ho va dem", "ho va chu dem", "ho va chu lot", "ho va lot"),
    GIVEN: ("ten", "ten rieng"),
    ORDINAL: ("stt", "tt", "so tt", "so thu tu", "no", "no."),
    "position": ("chuc vu", "chuc danh", "vai tro", "vi tri", "nhiem vu", "position", "chuc vu/chuc danh"),
    "workplace": ("don vi", "co quan", "don vi cong tac", "noi cong tac", "to chuc", "to dan pho", "to cong nghe so cong dong",
                  "khu vuc", "truong", "lop", "co quan, don vi", "doanh nghiep", "workplace", "organization"),
    "birth": ("ngay sinh", "nam sinh", "ngay thang nam sinh", "sinh ngay", "ngay, thang, nam sinh", "sinh nam", "birth"),
    "gender": ("gioi tinh", "nam/nu"),
    "honorific": ("danh xung", "xung ho", "kinh gui"),
    "number": ("so", "so hieu", "ma so", "so giay", "so chung nhan", "so giay chung nhan", "ma", "so the", "number"),
    "link": ("lien ket", "duong dan", "duong link", "link", "url", "ma qr", "qr"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "dtdd", "di dong", "phone"),
    "email": ("email", "e-mail", "thu dien tu"),
    "address": ("dia chi", "noi o", "cho o", "thuong tru", "address"),
    "result": ("xep loai", "ket qua", "diem", "thanh tich"),
    "note": ("ghi chu", "note"),
})  # fmt: skip
LABELS = MappingProxyType({"name": "Họ và tên", "position": "Chức vụ", "workplace": "Đơn vị", "birth": "Ngày sinh"})
_KNOWN = {word: name for name, said in WORDS.items() for word in said}
_UNNAMED = (NAME, "position", "workplace")  # what columns without a heading hold, in this order
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_NO_NAME = re.compile(r"[\d@=<>{}|\\]")


@dataclass(frozen=True, slots=True)
class Person:
    """One row: its line (from 1) as it came, what it says by column, and what is wrong with it.

    With `faults` nothing may be printed of it; `remarks` are only worth a look.
    """

    line: int
    values: Mapping[str, str]
    faults: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """A list: (column, label) in order, its rows, and the old encoding it was turned from ("", "tcvn3" or "vni")."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[Person, ...]
    legacy: str = ""

    def ready(self) -> list[Person]:
        """Return the rows that can be printed."""
        return [row for row in self.rows if not row.faults]

    def faulty(self) -> list[Person]:
        """Return the rows a person has to mend."""
        return [row for row in self.rows if row.faults]

    def matched(self, fields: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return which column fills which field (name, label) of a design, by the words of its label, else by its name."""
        known = {name for name, _ in self.columns}
        by_label = {fold(label): name for name, label in self.columns}
        found: dict[str, str] = {}
        for name, label in fields:
            column = by_label.get(fold(label)) or column_of(label) or name
            if column in known and column not in found.values():
                found[name] = column
        return found


def pasted(text: str) -> People:
    """Read what was typed (one person a line) or pasted from Excel, with or without a heading.

    Raises InputError when there is nobody in it or there are too many.
    """
    if len(text) > SIZE_LIMIT:
        raise InputError("Danh sách dán vào quá dài: hãy lưu thành tệp .xlsx rồi chọn tệp.")
    text, legacy = _modern(text)
    return _people(_split(text), legacy)


def read(path: Path) -> People:
    """Read a .csv, .txt or .xlsx file.

    Raises InputError for another type, a damaged or a too large file; StoreError when it cannot be opened.
    """
    kind = path.suffix.lower()
    if kind not in {".csv", ".txt", ".tsv", ".xlsx"}:
        raise InputError(f"Chưa đọc được tệp «{path.name}»: hãy dùng tệp .xlsx hoặc .csv (Excel: Lưu thành).")
    with told(path):
        if not path.is_file():
            raise InputError(f"Không có tệp «{path.name}»: hãy kiểm tra lại đường dẫn.")
        if path.stat().st_size > SIZE_LIMIT:
            raise InputError(f"Tệp «{path.name}» lớn hơn 16 MB: hãy chép phần danh sách cần in sang tệp mới.")
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    if kind != ".xlsx":
        return pasted(_decoded(data, path.name))
    from desktop.models.workbook import cells  # only those who bring Excel wait for its reader

    rows = cells(data, path.name)
    legacy = guess_legacy("\n".join(" ".join(row) for row in rows[:500])[:20_000]) or ""
    if legacy:
        rows = [[from_legacy(cell, legacy) for cell in row] for row in rows]
    return _people(enumerate(rows, start=1), legacy)


def column_of(heading: str) -> str:
    """Return the column a heading speaks of, "" for one we do not know."""
    said = fold(heading).strip(" :.*")
    plain = re.sub(r"\s*\(.*?\)", "", said).strip(" :.*")
    if found := _KNOWN.get(said) or _KNOWN.get(plain):
        return found
    starts = (word for word in sorted(_KNOWN, key=len, reverse=True) if " " in word and plain.startswith(word + " "))
    return next((_KNOWN[word] for word in starts), "")


def _decoded(data: bytes, name: str) -> str:
    for mark in (b"\xff\xfe", b"\xfe\xff"):
        if data.startswith(mark):
            return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Old files keep TCVN3 or VNI letters in single bytes.
        text = data.decode("cp1252", errors="replace")
        if guess_legacy(text[:20_000]) is None:
            raise InputError(f"Tệp «{name}» không phải mã Unicode: trong Excel hãy chọn Lưu thành «CSV UTF-8» "
                             "rồi thử lại.") from None  # fmt: skip
    if "\0" in text:
        raise InputError(f"Tệp «{name}» không phải là tệp chữ: hãy chọn đúng tệp danh sách.")
    return text


def _modern(text: str) -> tuple[str, str]:
    legacy = guess_legacy(text[:20_000]) or ""
    return (from_legacy(text, legacy) if legacy else text), legacy


def _split(text: str) -> Iterable[tuple[int, list[str]]]:
    """Yield the rows with the line each begins on."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    delimiter = next((sign for sign in "\t;" if sign in text), ",")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as fault:
        raise InputError("Danh sách có ô quá dài hoặc dấu ngoặc kép sai: hãy xem lại rồi dán lại.",
                         details=repr(fault)) from fault  # fmt: skip


def _people(found: Iterable[tuple[int, Sequence[str]]], legacy: str) -> People:
    rows: list[tuple[int, list[str]]] = []
    for line, raw in found:
        row = [" ".join(clean(cell).split()) for cell in raw]
        if any(row):
            rows.append((line, row))
        if len(rows) > MOST_PEOPLE + 20:
            raise InputError(f"Danh sách có hơn {MOST_PEOPLE:,} người: hãy chia thành nhiều danh sách.".replace(",", "."))
    heads, first = _headings([row for _, row in rows[:20]])
    if not rows[first:]:
        raise InputError("Danh sách chưa có ai: hãy nhập mỗi người một dòng, hoặc dán từ Excel.")
    if len(rows) - first > MOST_PEOPLE:
        raise InputError(f"Danh sách có hơn {MOST_PEOPLE:,} người: hãy chia thành nhiều danh sách.".replace(",", "."))
    columns = tuple(dict.fromkeys(head for head in heads if head and head[0] not in {FAMILY, GIVEN, ORDINAL}))
    if NAME not in {name for name, _ in columns}:
        columns = ((NAME, LABELS[NAME]), *columns)
    seen: dict[tuple[str, str], int] = {}
    people = tuple(_person(line, heads, row, seen) for line, row in rows[first:])
    used = {name for person in people for name, text in person.values.items() if text} | {NAME}
    return People(tuple(one for one in columns if one[0] in used), people, legacy)


def _headings(rows: Sequence[Sequence[str]]) -> tuple[list[tuple[str, str] | None], int]:
    """Return what each column is, and the number of the first row of people."""
    for number, row in enumerate(rows):
        known = [column_of(cell) for cell in row]
        if NAME in known or (GIVEN in known and FAMILY in known) or (GIVEN in known and len(row) > 1):
            if NAME not in known and FAMILY not in known:
                known[known.index(GIVEN)] = NAME
            return _named(row, known), number + 1
    wide = max((len(row) for row in rows), default=0)
    return _guessed([[row[at] if at < len(row) else "" for row in rows] for at in range(wide)]), 0


def _named(row: Sequence[str], known: Sequence[str]) -> list[tuple[str, str] | None]:
    found: list[tuple[str, str] | None] = []
    taken: set[str] = set()
    for label, name in zip(row, known, strict=True):
        key = name or re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:40]
        found.append((key, label) if key and key not in taken else None)
        taken.add(key)
    return found


def _guessed(columns: Sequence[Sequence[str]]) -> list[tuple[str, str] | None]:
    """Name columns without a heading: a running number is left out, days are birthdays, the rest by their order."""
    found: list[tuple[str, str] | None] = []
    left = list(_UNNAMED)
    for at, cells in enumerate(columns):
        said = [cell for cell in cells if cell]
        if len(columns) > 1 and said and all(cell.rstrip(".").isdigit() for cell in said):
            year = all(len(cell) == 4 for cell in said) and at > 0
            name = "birth" if year else ORDINAL
        elif said and all(_DAY.fullmatch(cell) for cell in said):
            name = "birth"
        else:
            name = left.pop(0) if left else f"column{at + 1}"
        found.append((name, LABELS.get(name, f"Cột {at + 1}")))
    return found


def _person(line: int, heads: Sequence[tuple[str, str] | None], row: Sequence[str],
            seen: dict[tuple[str, str], int]) -> Person:  # fmt: skip
    said = {head[0]: cell for head, cell in zip(heads, row, strict=False) if head and cell}
    name = said.get(NAME) or " ".join(part for part in (said.get(FAMILY, ""), said.get(GIVEN, "")) if part)
    values = {NAME: name} | {key: cell for key, cell in said.items() if key not in {NAME, FAMILY, GIVEN, ORDINAL}}
    labels = dict(head for head in heads if head)
    faults = [*_name_faults(line, name), *(one for key, cell in values.items() for one in _cell_faults(line, key, cell, labels))]
    if len(row) > len(heads) and any(row[len(heads) :]):
        faults.append(Problem("", f"Dòng {line} có nhiều cột hơn dòng tiêu đề: hãy xem lại dòng này."))
    remarks = []
    key = (fold(name), values.get("birth", ""))
    if name and key in seen:
        remarks.append(Problem(NAME, f"Dòng {line} trùng với dòng {seen[key]} ({name}): hãy bỏ bớt nếu là một người."))
    seen.setdefault(key, line)
    return Person(line, MappingProxyType(values), tuple(faults), tuple(remarks))


def _name_faults(line: int, name: str) -> Iterable[Problem]:
    if not name:
        yield Problem(NAME, f"Dòng {line} thiếu họ và tên: hãy điền thêm hoặc xóa dòng.")
    elif len(name) > LONGEST_NAME:
        yield Problem(NAME, f"Dòng {line}: họ và tên dài {len(name)} ký tự, nhiều nhất {LONGEST_NAME}: hãy rút gọn.")
    elif _NO_NAME.search(name) or not any(map(str.isalpha, name)):
        yield Problem(NAME, f"Dòng {line}: «{name[:40]}» không giống họ và tên: hãy sửa lại.")


def _cell_faults(line: int, column: str, cell: str, labels: Mapping[str, str]) -> Iterable[Problem]:
    label = labels.get(column, column)
    if len(cell) > LONGEST_CELL:
        yield Problem(column, f"Dòng {line}: ô «{label}» dài {len(cell)} ký tự, nhiều nhất {LONGEST_CELL}: hãy rút gọn.")
    elif column == "birth" and (day := _DAY.fullmatch(cell)) and not _is_day(*map(int, day.groups())):
        yield Problem(column, f"Dòng {line}: ngày sinh «{cell}» không có trong lịch: hãy sửa theo dạng ngày/tháng/năm.")


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        return date(year, month, day).year > 1900
    except ValueError:
        return False
