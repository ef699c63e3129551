"""Archives of others (.xlsx, packs, copies): names, sizes and places judged before anything is unpacked, then counted."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable

from desktop.models.guards import TooMuch

MOST_BYTES, MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO = 32 * 2**20, 3_000, 60 * 2**20, 200
SMALL = 24 * 2**20  # bytes up to which a member may be pressed by any ratio: a million rows of nothing but colour honestly are
_STEP = 256 * 1024
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\.|$)")
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, OverflowError,
          IndexError, MemoryError)  # fmt: skip


def members(data: bytes, *, wanted: Callable[[str], object] = bool, most: int = MOST_MEMBERS,
            unpacked: int = MOST_UNPACKED, ratio: int = MOST_RATIO) -> dict[str, bytes]:  # fmt: skip
    """Return the wanted members of a zip by name; sizes it declares are not believed, names are judged before anything is unpacked.

    Raises ValueError for what is no such archive or means harm, TooMuch for what is beyond the limits.
    """
    if len(data) > MOST_BYTES:
        raise TooMuch("archive")
    if not data.startswith(b"PK\x03\x04"):
        raise ValueError("something else before the archive")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            judge(infos, len(data), most=most)
            found: dict[str, bytes] = {}
            room = unpacked
            for one in infos:
                if one.is_dir() or not wanted(one.filename):
                    continue
                found[one.filename] = _member(packed, one, room, ratio)
                room -= len(found[one.filename])
            return found
    except TooMuch:
        raise
    except BROKEN as fault:
        raise ValueError(repr(fault)) from fault


def judge(infos: list[zipfile.ZipInfo], size: int, *, most: int = MOST_MEMBERS) -> None:
    """Refuse a directory of an archive of `size` bytes that lies, hides or points out of it. Raises ValueError."""
    if len(infos) > most:
        raise TooMuch(f"{len(infos)} members")
    seen: set[str] = set()
    for one in infos:
        name = one.filename
        if name.casefold() in seen:
            raise ValueError("a name twice")
        seen.add(name.casefold())
        if one.flag_bits & 0x1:
            raise ValueError("locked")
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError("pressed by a strange way")
        if stat.S_ISLNK(one.external_attr >> 16):
            raise ValueError("a link")
        if one.orig_filename != name or not inside(name.rstrip("/")):
            raise ValueError("a name that leads elsewhere")
    # Two members over the same bytes make much of little, and one may show another content to each reader.
    ends = 0
    for one in sorted(infos, key=lambda info: info.header_offset):
        if one.header_offset < ends or one.header_offset + 30 + one.compress_size > size:
            raise ValueError("members overlap")
        ends = one.header_offset + 30 + len(one.filename.encode("utf-8", "surrogatepass")) + one.compress_size


def inside(name: str) -> bool:
    """Say whether a name of a member stays where it is put, on Linux and on Windows."""
    if not name or len(name) > 240 or name.startswith("/") or any(sign in '\\:*?"<>|' or ord(sign) < 32 for sign in name):
        return False
    return all(part not in ("", ".", "..") and part == part.rstrip(". ") and not _DEVICE.match(part) for part in name.split("/"))


def _member(packed: zipfile.ZipFile, one: zipfile.ZipInfo, room: int, ratio: int) -> bytes:
    most = min(room, max(SMALL, one.compress_size * ratio))
    content = io.BytesIO()
    with packed.open(one) as part:
        while piece := part.read(_STEP):
            if content.tell() + len(piece) > most:
                raise TooMuch("unpacked")
            content.write(piece)
    return content.getvalue()
