"""Photos as evidence: turned upright, made small, freed of where and on what they were taken."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.models import limited
from desktop.models.errors import InputError
from desktop.models.files import told

FILE_LIMIT, PAPER_LIMIT = 80 * 2**20, 20 * 2**20


@dataclass(frozen=True, slots=True)
class Evidence:
    """A photo to keep: its bytes and type, a small picture of it, the day it was taken, whether it told a place."""

    data: bytes
    media_type: str
    thumb: bytes
    taken: date | None
    had_place: bool


def read(path: Path) -> bytes:
    """Return the bytes of a photo file. Raises InputError for what is no photo's size, StoreError from the disk."""
    with told(path):
        if not path.exists():
            raise InputError(f"Không tìm thấy «{path.name}»: hãy kiểm tra lại tệp hoặc ổ đĩa rồi thêm lại.")
        # A device has no end, and asking some of them already does something.
        if _reserved(path) or not path.is_file():
            raise InputError(f"«{path.name}» không phải là tệp ảnh: hãy chọn tệp khác.")
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise InputError(f"Ảnh «{path.name}» lớn {size // 2**20} MB, nhiều nhất {FILE_LIMIT // 2**20} MB: "
                             "hãy thu nhỏ rồi thêm lại.")  # fmt: skip
        with path.open("rb") as file:
            return file.read(FILE_LIMIT)


def original(data: bytes, *, keep_place: bool = False) -> str:
    """Return what names a file as it came and what was asked for it: 32 hex digits."""
    return hashlib.sha256(data).hexdigest()[:31] + ("1" if keep_place else "0")


def prepare(data: bytes, name: str, *, keep_place: bool = False) -> Evidence:
    """Make of a photo what the book keeps: upright, sRGB, at most 1600 pixels long, without place and device.

    With `keep_place` the place stays. Raises InputError, in one sentence, for what is no photo or too large.
    """
    return _made("place" if keep_place else "prepare", data, name)


def thumb(data: bytes) -> bytes:
    """Return the small picture of a kept photo, b"" for one that cannot be read."""
    try:
        return _made("thumb", data, "").thumb
    except InputError:
        return b""


def turned(data: bytes, name: str) -> Evidence:
    """Return a kept photo turned a quarter to the right; what it told of day and place stays."""
    return _made("turn", data, name)


def for_paper(path: Path) -> bytes:
    """Return the bytes of a picture for paper, once the other process could draw it. Raises InputError, StoreError."""
    with told(path):
        if path.stat().st_size > PAPER_LIMIT:
            raise InputError(f"Ảnh «{path.name}» lớn hơn 20 MB: hãy thu nhỏ ảnh rồi chọn lại.")
        data = path.read_bytes()
    _asked("paper", data, path.name)
    return data


def _made(want: str, data: bytes, name: str) -> Evidence:
    told, parts = _asked(want, data, name)
    return Evidence(parts[0], str(told["type"]), parts[1], date.fromisoformat(told["taken"]) if told["taken"] else None,
                    bool(told["place"]))  # fmt: skip


def _asked(want: str, data: bytes, name: str) -> tuple[limited.Facts, list[bytes]]:
    return limited.reader.run(
        "photo", {"want": want, "name": name}, data,
        sentence=f"Ảnh «{name}» hỏng hoặc nặng bất thường nên đã dừng đọc: hãy lưu lại thành JPEG rồi thêm lại.")  # fmt: skip


def _reserved(path: Path) -> bool:
    """Say whether Windows takes the name for a device (CON, NUL, COM1…)."""
    return os.name == "nt" and (path.is_reserved() or str(path).startswith("\\\\.\\"))
