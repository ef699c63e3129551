"""The cells of an Excel file (.xlsx) of another's making, read without harm.

The reader lays a sheet out whole, so one cell in the last corner would take all memory: every part is unpacked under
a limit, its cells are counted, and only then is it handed over, packed anew.
"""

import io
import json
import math
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.parsers import expat

from desktop.models import guards_zip, limited
from desktop.models.errors import InputError
from desktop.models.guards import TooMuch
from desktop.models.text import date_vi

MOST_UNPACKED = 48 * 1024 * 1024
MOST_WRITTEN = 16 * 1024 * 1024  # characters of all cells
MOST_PARTS, MOST_ROWS, MOST_COLUMNS = 400, 10_001, 100
_PARTS = re.compile(r"\[Content_Types\]\.xml|(?:_rels|xl)/[\w./ -]*\.(?:xml|rels)", re.ASCII)
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound file of old Excel, and of one with a password


Cell = str | int | float


def cells(data: bytes, name: str) -> list[list[str]]:
    """Return the rows of the first sheet that has any, each cell as text, days as dd/mm/yyyy.

    Raises InputError, in one sentence, for what is no .xlsx, is damaged, locked or too large.
    """
    for _, _, rows in _asked(data, name, "cells", MOST_ROWS):
        return [[str(cell) for cell in row] for row in rows]
    return []


def sheets(data: bytes, name: str, *, most_rows: int = MOST_ROWS) -> list[tuple[str, bool, list[list[Cell]]]]:
    """Return every sheet as (name, hidden, rows from row 1 on); numbers stay numbers, days are dd/mm/yyyy.

    A formula is the value Excel kept for it. Raises InputError as `cells` does.
    """
    return _asked(data, name, "sheets", most_rows)


def job(facts: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Read a file, in the process that is made for it (desktop.models.limited)."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    path = facts["name"]
    parts = _measured(data, path, facts["most_rows"])
    try:
        book = CalamineWorkbook.from_filelike(_packed(parts))
        found = []
        for number, one in enumerate(book.sheets_metadata):
            if facts["want"] == "cells":
                rows: list[list[Cell]] = [[_text(cell) for cell in row] for row in book.get_sheet_by_index(number).to_python()]
                if any(any(row) for row in rows):
                    found.append(("", False, rows))
                    break
            elif one.typ is SheetTypeEnum.WorkSheet:
                rows = [[_cell(cell) for cell in row] for row in book.get_sheet_by_name(one.name).to_python(skip_empty_area=False)]
                found.append((one.name, one.visible is not SheetVisibleEnum.Visible, rows))
    except (CalamineError, ValueError, OverflowError) as fault:
        raise _damaged(path, fault) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # what Rust falls over; no Exception, so that nobody takes it for one
            raise
        raise _damaged(path, None) from fault
    return {}, [json.dumps(found).encode()]


def _asked(data: bytes, name: str, want: str, most_rows: int) -> list[tuple[str, bool, list[list[Cell]]]]:
    path = Path(name).name
    _, (said,) = limited.reader.run(
        "excel", {"name": path, "want": want, "most_rows": most_rows}, data,
        sentence=f"Tệp Excel «{path}» hỏng hoặc nặng bất thường nên đã dừng đọc: hãy chép phần danh sách cần dùng sang tệp mới.",
    )  # fmt: skip
    return [(str(title), bool(hidden), rows) for title, hidden, rows in json.loads(said)]


def _measured(data: bytes, path: str, most_rows: int) -> dict[str, bytes]:
    _refuse_old(data, path)
    parts = _unpacked(data, path, most_rows)
    meter = _Meter(path, most_rows)
    for part, content in parts.items():
        if part.endswith(".xml"):
            meter.part(content)
    meter.total()
    return parts


def _refuse_old(data: bytes, path: str) -> None:
    if not data.startswith(_OLD):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(f"Không đọc được tệp Excel «{path}» vì có mật khẩu: hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại.")
    raise InputError(f"Không đọc được tệp Excel «{path}» vì là kiểu cũ (.xls): hãy mở bằng Excel và lưu lại thành .xlsx.")


def _unpacked(data: bytes, path: str, most_rows: int) -> dict[str, bytes]:
    """Unpack the parts that matter; the sizes a file declares are not believed."""
    try:
        found = guards_zip.members(data, wanted=_PARTS.fullmatch, most=MOST_PARTS, unpacked=MOST_UNPACKED)
    except TooMuch:
        raise _too_large(path, most_rows) from None
    except ValueError as fault:
        raise _damaged(path, fault) from fault
    if "xl/workbook.xml" not in found:
        raise _damaged(path, None)
    return found


def _packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    kept.seek(0)
    return kept


class _Meter:
    """Measures the parts: where their cells are, and how much text they come to when shared words are written out."""

    def __init__(self, path: str, most_rows: int) -> None:
        self._path, self._most_rows = path, most_rows
        self._words: list[int] = []  # lengths of the shared strings
        self._uses: Counter[str] = Counter()

    def total(self) -> None:
        """Refuse a file whose shared words, written into every cell that names them, would take all memory."""
        written = sum(count * self._words[int(index)] for index, count in self._uses.items()
                      if index.isascii() and index.isdigit() and len(index) < 9 and int(index) < len(self._words))  # fmt: skip
        if written > MOST_WRITTEN:
            raise _too_large(self._path, self._most_rows)

    def part(self, content: bytes) -> None:
        """Refuse a part with filled cells beyond the limits, in whatever place they claim to be."""
        reader = expat.ParserCreate()
        row = down = across = words = 0
        inside, shared, text = False, False, ""

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal row, down, across, words, inside, shared, text
            kind = tag.rpartition(":")[2]
            if kind == "row":
                row, across = _number(attributes.get("r"), row + 1), 0
            elif kind == "c":
                at = _CELL.fullmatch(attributes["r"]) if "r" in attributes else None
                if "r" in attributes and at is None:
                    raise _damaged(self._path, None)
                down, across = (int(at[2]), _column(at[1])) if at else (row, across + 1)
                inside, shared, text = True, attributes.get("t") == "s", ""
            elif kind == "si":
                words += 1
                self._words += [0] * (words - len(self._words))
            elif inside and (max(row, down) > self._most_rows or across > MOST_COLUMNS):
                # Only cells that hold something count: Excel writes empty ones for their colours.
                raise _too_large(self._path, self._most_rows)

        def said(piece: str) -> None:
            nonlocal text
            if inside and shared and len(text) < 12:
                text += piece
            elif words and not inside:
                self._words[words - 1] += len(piece)

        def end(tag: str) -> None:
            nonlocal inside
            if tag.rpartition(":")[2] == "c" and inside:
                inside = False
                if shared:
                    self._uses[text.strip()] += 1

        def doctype(*_: object) -> None:
            raise _damaged(self._path, None)

        reader.StartElementHandler, reader.EndElementHandler = start, end
        reader.CharacterDataHandler, reader.StartDoctypeDeclHandler = said, doctype
        try:
            reader.Parse(content, True)
        except expat.ExpatError as fault:
            raise _damaged(self._path, fault) from fault


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else 10**9 if text else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _cell(cell: object) -> Cell:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return cell
    return f"{cell:%H:%M}" if isinstance(cell, time) else _text(cell)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return date_vi(cell.date())
    return date_vi(cell) if isinstance(cell, date) else str(cell).strip()


def _too_large(path: str, most_rows: int) -> InputError:
    limit = f"nhiều nhất {most_rows - 1:,} dòng và {MOST_COLUMNS} cột".replace(",", ".")
    return InputError(f"Tệp Excel «{path}» quá lớn ({limit}): hãy chép phần danh sách cần dùng sang tệp mới.")


def _damaged(path: str, fault: Exception | None) -> InputError:
    return InputError(f"Không đọc được tệp Excel «{path}» (hỏng, có mật khẩu hoặc không phải .xlsx): hãy mở bằng Excel "
                      "và lưu lại thành .xlsx.", details=repr(fault))  # fmt: skip
