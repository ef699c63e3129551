"""The portable program: one .tar.xz (Linux) or .zip (Windows), the same bytes from the same tree."""

import lzma
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from desktop.packaging.tree import NAME, Tree
from desktop.paths import PORTABLE


def tar_xz(tree: Tree, out: Path, *, preset: int = 6) -> Path:
    """Write so-phuong-<version>-linux-x86_64.tar.xz: `so-phuong/app-<version>/…`, a link `current`, a folder for the book."""
    target = out / f"{NAME}-{tree.version}-linux-x86_64.tar.xz"
    top = f"app-{tree.version}"
    with (
        lzma.open(target, "wb", preset=preset) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in tree.files():
            _add(tar, path, f"{NAME}/{top}/{path.relative_to(tree.folder).as_posix()}", tree.at)
        _link(tar, f"{NAME}/current", top, tree.at)
        for name in (NAME, "sophuong"):
            _link(tar, f"{NAME}/{name}", f"current/{name}", tree.at)
        book = tarfile.TarInfo(f"{NAME}/{PORTABLE}")
        book.type, book.mtime, book.mode = tarfile.DIRTYPE, tree.at, 0o700
        tar.addfile(book)
    return target


def zipped(tree: Tree, out: Path, platform: str) -> Path:
    """Write so-phuong-<version>-<platform>.zip with the same tree, for a stick."""
    target = out / f"{NAME}-{tree.version}-{platform}.zip"
    moment = datetime.fromtimestamp(tree.at, UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for path in tree.files():
            info = zipfile.ZipInfo(f"{NAME}/app-{tree.version}/{path.relative_to(tree.folder).as_posix()}", moment)
            info.external_attr = (path.stat().st_mode & 0xFFFF) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, path.read_bytes())
        made.writestr(zipfile.ZipInfo(f"{NAME}/{PORTABLE}/", moment), b"")
    return target


def _add(tar: tarfile.TarFile, path: Path, name: str, at: int) -> None:
    info = tar.gettarinfo(str(path), name)
    info.uid = info.gid = 0
    info.uname = info.gname = "root"
    info.mtime, info.pax_headers = at, {}
    info.mode = 0o755 if info.mode & 0o100 else 0o644
    if path.is_symlink():
        tar.addfile(info)
    else:
        info.type, info.linkname = tarfile.REGTYPE, ""  # a hard link is a file like any other
        info.size = path.stat().st_size
        with path.open("rb") as content:
            tar.addfile(info, content)


def _link(tar: tarfile.TarFile, name: str, target: str, at: int) -> None:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mtime, info.mode = tarfile.SYMTYPE, target, at, 0o777
    tar.addfile(info)
