"""Where past activities come from: an .xlsx, a .csv of any encoding, or a table pasted from Excel, as plain rows."""

import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.models.cells import taken_back
from desktop.models.errors import InputError
from desktop.models.files import told
from desktop.models.text import guess_legacy

FILE_LIMIT, TEXT_LIMIT = 32 * 1024 * 1024, 16 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 100, 20_000
SUFFIXES = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt")
PASTED = "bảng dán vào"
_ROOM = 100  # rows of title, headings, totals and signatures around the table
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_LOOSE_TONE = re.compile("[\u0300-\u0323]")
_LOOSE_VNI = re.compile("(?<![aeiouyôöAEIOUYÔÖ])[ùøûõïáàåãäéèúüëâê]")  # its tones follow a vowel, else it is another page
_HIGH = re.compile("[\x80-\U0010ffff]")
_CONTROL = re.compile("[\0-\x08\x0e-\x1f]")

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Line:
    """One row that holds something: its number (from 1) in the sheet, and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its rows, and whether Excel hides it."""

    name: str
    lines: tuple[Line, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What was opened: `name` for people, `digest` (SHA-256, hex) of its bytes, its sheets, `encoding` of a text file.

    `encoding` is "" for Unicode, else the code page ("cp1252", "cp1258") its bytes were taken for.
    """

    name: str
    digest: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""

    def sheet(self, name: str = "") -> Sheet:
        """Return the sheet of that name, else the visible one with the most rows. Raises InputError."""
        if name:
            found = next((one for one in self.sheets if one.name.casefold() == name.casefold()), None)
            if found is None:
                offered = ", ".join(f"«{one.name}»" for one in self.sheets[:8])
                raise InputError(f"Tệp «{self.name}» không có trang tính «{name[:40]}»: có {offered}.")
            return found
        return max(self.sheets, key=lambda one: (not one.hidden, len(one.lines)))


def read(path: Path) -> Source:
    """Read a file. Raises InputError for another type, a damaged or a too large file; StoreError when it cannot be opened."""
    if path.suffix.lower() not in (*SUFFIXES, ".xls"):
        raise InputError(f"Chưa đọc được tệp «{path.name}»: hãy dùng tệp .xlsx, .csv hoặc .jsonl.")
    with told(path):
        if not path.is_file():
            raise InputError(f"Không có tệp «{path.name}»: hãy kiểm tra lại đường dẫn.")
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise InputError(f"Tệp «{path.name}» lớn {size // 2**20} MB, nhiều nhất 32 MB: hãy chép phần cần nhập sang tệp mới.")
        data = path.read_bytes()
    if data.startswith((_ZIP, _OLD)) or path.suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
        return _filled(Source(path.name, _digest(data), tuple(_sheets(data, path.name))))
    text, encoding = _decoded(data, path.name)
    return _filled(Source(path.name, _digest(data), (Sheet("", tuple(_rows(text, path.name))),), encoding))


def pasted(text: str) -> Source:
    """Read a table as Excel copies it: tabs between cells, quotes around cells of several lines."""
    lines = tuple(_rows(text, PASTED))
    return _filled(Source(PASTED, _digest(text.encode("utf-8", "surrogatepass")), (Sheet("", lines),)))


def _filled(source: Source) -> Source:
    if not any(sheet.lines for sheet in source.sheets):
        raise InputError(f"«{source.name}» trống: hãy chọn tệp hoặc vùng có bảng hoạt động.")
    return source


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _sheets(data: bytes, name: str) -> Iterable[Sheet]:
    from desktop.models import workbook  # only those who bring Excel wait for its reader

    for title, hidden, rows in workbook.sheets(data, name, most_rows=MOST_ROWS + _ROOM):
        lines = [Line(number, tuple(row)) for number, row in enumerate(rows, start=1) if any(cell != "" for cell in row)]
        if lines or len(data) < 2**20:
            yield Sheet(title, tuple(lines), hidden)


def _rows(text: str, name: str) -> Iterable[Line]:
    if len(text) > TEXT_LIMIT:
        raise InputError(f"«{name[:60]}» dài hơn 16 triệu chữ: hãy chia nhỏ rồi nhập từng phần.")
    number = count = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        while True:
            number = reader.line_num + 1  # where the row begins, counted as an editor counts
            row = next(reader, None)
            if row is None:
                return
            if not any(cell.strip() for cell in row):
                continue
            count += 1
            if count > MOST_ROWS + _ROOM or len(row) > MOST_COLUMNS:
                raise InputError(f"«{name[:60]}» có quá nhiều dòng hoặc cột (nhiều nhất 20.000 dòng, 100 cột): "
                                 "hãy chia thành nhiều tệp.")  # fmt: skip
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise InputError(f"«{name[:60]}» dòng {number} có ô quá dài: hãy kiểm tra dấu ngoặc kép trong tệp.")
            yield Line(number, tuple(taken_back(cell.strip()) for cell in row))
    except csv.Error:
        raise InputError(f"«{name[:60]}» sai dạng ở dòng {number}: hãy mở bằng Excel và lưu lại thành .xlsx.") from None


def _delimiter(text: str) -> str:
    head = text[:40_000]

    def regular(sign: str) -> tuple[int, int]:
        # A table has as many cells in most of its rows; commas in sentences come as they please.
        try:
            widths = Counter(len(row) for row, _ in zip(csv.reader(io.StringIO(head, newline=""), delimiter=sign), range(40),
                                                        strict=False) if len(row) > 1)  # fmt: skip
        except csv.Error:
            return 0, 0
        width, often = widths.most_common(1)[0] if widths else (0, 0)
        return often, width

    return max("\t;,", key=regular)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for mark in (b"\xff\xfe", b"\xfe\xff"):
        if data.startswith(mark):
            return _readable(data.decode("utf-16", errors="replace"), name), ""
    some = data[:4000]
    for zeros, encoding in ((some[1::2], "utf-16-le"), (some[::2], "utf-16-be")):
        if len(zeros) > 4 and zeros.count(0) * 3 > len(zeros) and not data.startswith(b"\x89PNG"):
            return _readable(data.decode(encoding, errors="replace"), name), ""
    try:
        return _readable(data.decode("utf-8-sig"), name), ""
    except UnicodeDecodeError:
        return _old_page(data, name)


def _old_page(data: bytes, name: str) -> tuple[str, str]:
    """Read single bytes: Windows' own Vietnamese page, else letters of TCVN3 or VNI fonts (shown as cp1252)."""
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
        # Tones are signs of their own there: where every one finds its letter it was that page.
        if len(_VIETNAMESE.findall(text)) * 100 > len(text) and not _LOOSE_TONE.search(text):
            return _readable(text, name), "cp1258"
    except UnicodeDecodeError:
        pass  # a byte that page does not have
    text = _readable(data.decode("cp1252", errors="replace"), name)
    old = guess_legacy(text[:20_000])
    if old == "tcvn3" or (old and len(_LOOSE_VNI.findall(text)) * 20 < len(_HIGH.findall(text))):
        return text, "cp1252"
    raise InputError(f"Tệp «{name}» không phải mã Unicode: trong Excel hãy chọn Lưu thành «CSV UTF-8» rồi thử lại.")


def _readable(text: str, name: str) -> str:
    if _CONTROL.search(text) or text.lstrip()[:5].lower() in {"<html", "<!doc", "<?xml"}:
        raise InputError(f"Tệp «{name}» không phải là bảng chữ: hãy chọn đúng tệp .xlsx hoặc .csv.")
    return text
