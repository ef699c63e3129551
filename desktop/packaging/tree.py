"""The built program as a tree of files, and facts every installer names."""

import hashlib
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME, TITLE, MAKER = "so-phuong", "Sổ Phường", "Sổ Phường maintainers"
SUMMARY = "Sổ hoạt động chuyển đổi số của phường, xã; làm việc không cần mạng"
SCRIPTS = ROOT / "resources" / "packaging"


class Unbuilt(Exception):
    """Something an installer is made of or by is missing; says what to do."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The folder PyInstaller made (`dist/so-phuong`), its version and when its source was last changed (seconds, Unix)."""

    folder: Path
    version: str
    at: int

    def files(self) -> Iterator[Path]:
        """Yield every file, in an order that is the same everywhere."""
        yield from sorted(path for path in self.folder.rglob("*") if path.is_file() or path.is_symlink())

    @property
    def kilobytes(self) -> int:
        """What it takes on the disk."""
        return sum(-(-path.lstat().st_size // 1024) for path in self.files())


def find(folder: Path | None = None) -> Tree:
    """Return the built program. Raises Unbuilt where there is none."""
    folder = folder or ROOT / "dist" / NAME
    if not (folder / "_internal").is_dir():
        raise Unbuilt("Chưa có bản đóng gói: hãy chạy python3 dev.py build trước.")
    return Tree(folder, version(), epoch())


def version() -> str:
    """Return the version that is built."""
    found: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return found


def epoch() -> int:
    """Return SOURCE_DATE_EPOCH, by default the beginning of 2026: what is made twice is the same twice."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", "1767225600"))


def sums(files: Iterator[Path]) -> str:
    """Return the lines of a SHA256SUMS file."""
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
