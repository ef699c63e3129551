"""A built program as a list of files: what lies where, how long it is, what its digest is."""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.models.errors import Rejected

PIECE = 1 << 20
MOST_FILES, MOST_BYTES = 20_000, 2 * 2**30
_PART = re.compile(r"[^\x00-\x1f<>:\"|?*\\/]{1,200}")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree. `path` uses "/"; `sha256` is hex; `link` is the target of a symbolic link, then the rest is empty."""

    path: str
    size: int
    sha256: str
    executable: bool = False
    link: str = ""


def listed(tree: Path) -> dict[str, Entry]:
    """Return every file and link below a folder by its path, in order of the paths."""
    found: dict[str, Entry] = {}
    for path in sorted(tree.rglob("*")):
        name = path.relative_to(tree).as_posix()
        if path.is_symlink():
            found[name] = Entry(name, 0, "", link=os.readlink(path).replace(os.sep, "/"))
        elif path.is_file():
            found[name] = Entry(name, path.stat().st_size, digest(path), bool(path.stat().st_mode & 0o100))
    return found


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entry(told: Mapping[str, Any]) -> Entry:
    """Read an entry of a manifest. Raises Rejected for a path that leaves the tree or that Windows cannot hold."""
    try:
        found = Entry(str(told["path"]), int(told["size"]), str(told["sha256"]), bool(told.get("executable", False)),
                      str(told.get("link", "")))  # fmt: skip
    except (KeyError, TypeError, ValueError) as fault:
        raise unfit(repr(fault)) from fault
    if not within(found.path) or found.size < 0 or (found.link and not within(found.link, at=found.path)):
        raise unfit(f"path {found.path!r} -> {found.link!r}")
    return found


def within(path: str, *, at: str = "") -> bool:
    """Tell whether a path, seen from the folder of `at`, stays in the tree and is a name every system can hold."""
    parts = path.split("/")
    depth = at.count("/")
    for part in parts:
        if part == ".." and at and depth:
            depth -= 1
            continue
        if part in {"", ".", ".."} or not _PART.fullmatch(part) or part.endswith((".", " ")) or _DEVICE.fullmatch(part):
            return False
    return True


def unfit(details: str) -> Rejected:
    """Return the fault of a package that is not what its maker says."""
    return Rejected("Gói cập nhật hỏng hoặc không phải của Sổ Phường: hãy tải lại; bản đang dùng còn nguyên.", details=details)
