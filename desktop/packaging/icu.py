"""An ICU data library without data: Qt links against ICU, and this program asks it for nothing.

Qt takes ICU for collation and for encodings other than Unicode. The program sorts and reads old encodings by its own means,
and calendars come from Qt's own tables, so 32 MB of ICU's 38 are never read. The format is that of ICU's `stubdata`:
a header of 32 bytes and a table of contents with nothing in it.
"""

import shutil
import struct
import subprocess
import sys
from pathlib import Path

from desktop.models.files import atomic_write

_MAGIC = (0xDA, 0x27)
_INFO = 20  # bytes of UDataInfo
_HEADER = 32


def data() -> bytes:
    """Return the bytes of an empty common data file (type ToCP, version 1)."""
    little = int(sys.byteorder == "little")
    info = struct.pack("=HHBBBB4s4s4s", _INFO, 0, 1 - little, 0, 2, 0, b"ToCP", bytes([1, 0, 0, 0]), bytes(4))
    head = struct.pack("=HBB", _HEADER, *_MAGIC) + info
    return head.ljust(_HEADER, b"\0") + struct.pack("=IIII", 0, 0, 0, 0)


def build(full: Path, folder: Path) -> Path | None:
    """Make the library that stands in for `full` (libicudata.so.73) in `folder`; None where binutils has no `ld`."""
    linker = shutil.which("ld")
    if linker is None:
        return None
    version = full.name.rsplit(".", 1)[1]
    folder.mkdir(parents=True, exist_ok=True)
    atomic_write(folder / "empty.dat", data())
    made = folder / full.name
    for told in (
        ["-r", "-b", "binary", "-o", "empty.o", "empty.dat"],
        ["-shared", "-z", "noexecstack", "--build-id=none", "-soname", full.name, "-o", full.name, "empty.o",
         f"--defsym=icudt{version}_dat=_binary_empty_dat_start"],
    ):  # fmt: skip
        subprocess.run([linker, *told], cwd=folder, check=True)
    return made
