"""The dictionaries that ship with the program: what every batch says, so that no batch has to spell it out.

A zstd frame names its dictionary by number (private range, from 32,769). A dictionary that once shipped stays for
ever, byte by byte: its SHA-256 is pinned here. `python -m bench.train` makes a new one.
"""

import hashlib
import sys
from functools import cache
from pathlib import Path
from typing import Any

from desktop.models.errors import TooNew
from sync import frame

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "wire"
FIRST = 32_769
SHIPPED: dict[int, str] = {
    32_769: "0da766c773a05981ae1c19987d11eaf6cafcfcd8bed831a2a71cb4c4ec043a01",  # November 2026, layout 1
}
"""SHA-256 of each dictionary by its number, oldest first."""

LEVEL, LARGE, LARGE_LEVEL = 19, 1_000_000, 6  # bytes; beyond them level 19 takes seconds and gains little
_WINDOW_LOG = 23  # 8 MB: a frame may not ask for more memory than the largest payload.


def newest() -> Any:
    """Return the newest dictionary, None while none ships."""
    return by_id(max(SHIPPED)) if SHIPPED else None


@cache
def by_id(number: int) -> Any:
    """Return a dictionary by its number. Raises TooNew for one that this program does not have."""
    if number not in SHIPPED:
        raise TooNew("Dữ liệu nén bằng từ điển mà chương trình này chưa có: hãy cài bản mới rồi nhận lại.",
                     details=f"dictionary {number}")  # fmt: skip
    content = (FOLDER / f"dictionary-{number}.zdict").read_bytes()
    if hashlib.sha256(content).hexdigest() != SHIPPED[number]:
        raise RuntimeError(f"dictionary-{number}.zdict is not the one that was shipped")
    return zstd.ZstdDict(content)


def compress(plain: bytes) -> bytes:
    """Return a zstd frame of the bytes, made with the newest dictionary."""
    known = newest()
    level = LEVEL if len(plain) <= LARGE else LARGE_LEVEL
    return bytes(zstd.compress(plain, level, zstd_dict=known and known.as_digested_dict))


def decompress(raw: bytes, limit: int) -> bytes:
    """Return what a zstd frame holds, with whatever dictionary it names, or none.

    Raises Rejected for anything but one whole frame of at most `limit` bytes, TooNew for an unknown dictionary.
    """
    try:
        number = zstd.get_frame_info(raw).dictionary_id
        machine = zstd.ZstdDecompressor(by_id(number) if number else None,
                                        options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG})  # fmt: skip
        plain = bytes(machine.decompress(raw, max_length=limit + 1))
    except (zstd.ZstdError, MemoryError) as fault:
        raise frame.rejected(f"zstd: {fault}") from fault
    if len(plain) > limit:
        raise frame.rejected(f"zstd: more than {limit} bytes inside")
    if not machine.eof or machine.unused_data:
        raise frame.rejected("zstd: cut short, or bytes left over")
    return plain
