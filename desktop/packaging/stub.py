"""Empty libraries in the place of ones that are linked to and never asked for anything.

Qt's core links ICU's collation, and Pillow the X11 library for pictures of the screen. The program sorts by its own means
and takes no picture of the screen, so 6 MB of those are never run. What stands in for them has the same names; each returns 0.
"""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from desktop.models.files import atomic_write

# xor eax, eax; ret
_NOTHING = bytes([0x31, 0xC0, 0xC3])
# Library (as its file is named) -> what of it others link to.
WANTED: dict[str, tuple[str, ...]] = {
    "libicui18n.so.": tuple(f"ucal_{name}" for name in ("close", "getCanonicalTimeZoneID", "getTimeZoneDisplayName", "open"))
    + tuple(f"ucol_{name}" for name in ("close", "getSortKey", "open", "setAttribute", "strcoll")),
    "libxcb-": ("xcb_connect", "xcb_connection_has_error", "xcb_disconnect", "xcb_get_image", "xcb_get_image_data",
                "xcb_get_image_data_length", "xcb_get_image_reply", "xcb_get_setup", "xcb_screen_next", "xcb_setup_roots_iterator"),
    "libXau-": ("XauDisposeAuth", "XauGetBestAuthByAddr"),
}  # fmt: skip


def wanted(name: str) -> tuple[str, ...]:
    """Return the symbols a stand-in for a library needs; () for a library that stays as it is."""
    for begin, names in WANTED.items():
        if name.startswith(begin):
            ending = (
                f"_{name.rsplit('.', 1)[1]}" if begin.startswith("libicu") else ""
            )  # ICU has its version in every name
            return tuple(one + ending for one in names)
    return ()


def build(full: Path, folder: Path, symbols: Iterable[str]) -> Path | None:
    """Make the library that stands in for `full` in `folder`; None where binutils is missing or this is no x86-64."""
    linker, copier = shutil.which("ld"), shutil.which("objcopy")
    if linker is None or copier is None or not _is_amd64(full):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    atomic_write(folder / "nothing.bin", _NOTHING)
    start = "_binary_nothing_bin_start"
    for told in (
        [linker, "-r", "-b", "binary", "-o", "nothing.o", "nothing.bin"],
        [copier, "--rename-section", ".data=.text,contents,alloc,load,readonly,code", "nothing.o"],
        [linker, "-shared", "-z", "noexecstack", "--build-id=none", "-soname", full.name, "-o", full.name, "nothing.o",
         *(f"--defsym={one}={start}" for one in symbols)],
    ):  # fmt: skip
        subprocess.run(told, cwd=folder, check=True)
    return folder / full.name


def _is_amd64(full: Path) -> bool:
    head = full.read_bytes()[:20]
    return head[:4] == b"\x7fELF" and head[18:20] == b"\x3e\x00"
