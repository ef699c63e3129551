"""Rows of an Excel sheet as markup, kept in a temporary file: two million cells one by one through a library take half a minute."""

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from typing import IO

MOST = 1_048_576  # rows a sheet of Excel has
_LEVEL = 3  # of packing: twice as fast as the usual one, a tenth larger
_TOLD = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')


def text(place: str, value: str) -> str:
    """Return a cell that is words and nothing else, whatever it begins with, at a place such as "B7"."""
    if _TOLD.search(value):
        value = _TOLD.sub(lambda found: "_x005F_x" if found[0] == "_x" else f"_x{ord(found[0]):04X}_", value)
    if "&" in value or "<" in value or ">" in value:
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = ' xml:space="preserve"' if value[:1].isspace() or value[-1:].isspace() else ""
    return f'<c r="{place}" t="inlineStr"><is><t{kept}>{value}</t></is></c>'


def number(place: str, value: float, look: int) -> str:
    """Return a cell that is a number, shown by the format numbered `look`."""
    return f'<c r="{place}" s="{look}"><v>{value!r}</v></c>'


class Rows:
    """The rows of one sheet, in a file without a name."""

    def __init__(self, first: int) -> None:
        self.row = first - 1
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by close()

    @property
    def full(self) -> bool:
        """Whether no row goes in any more."""
        return self.row >= MOST

    def add(self, cells: Sequence[str]) -> None:
        """Add the row after the last one from its cells, in order."""
        self.row += 1
        self._file.write(f'<row r="{self.row}">{"".join(cells)}</row>'.encode())

    def pour(self, out: IO[bytes]) -> None:
        """Write all rows into another file."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, out, 1 << 20)

    def size(self) -> int:
        """Return the bytes of all rows."""
        return self._file.tell()

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def filled(empty: bytes, rows: Mapping[int, Rows]) -> bytes:
    """Return a workbook whose sheets (numbered from 1) have these rows after their own."""
    kept, wanted = io.BytesIO(), {f"xl/worksheets/sheet{at}.xml": one for at, one in rows.items()}
    with zipfile.ZipFile(io.BytesIO(empty)) as old, \
            zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as new:  # fmt: skip
        for entry in old.infolist():
            data, more = old.read(entry), wanted.get(entry.filename)
            if more is None:
                new.writestr(entry, data)
                continue
            # The dimension is that of the heads alone: a reader does without, and some would stop there.
            before, end, after = _DIMENSION.sub(b"", data, count=1).partition(b"</sheetData>")
            with new.open(entry, "w", force_zip64=more.size() > zipfile.ZIP64_LIMIT // 2) as out:
                out.write(before)
                more.pour(out)
                out.write(end + after)
    return kept.getvalue()
