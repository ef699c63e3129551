"""The package for Debian and Ubuntu: the tree in /opt, two words on the path, a place in the menu; Depends as dpkg says."""

import os
import shutil
import subprocess
from pathlib import Path

from desktop.models.files import atomic_write
from desktop.packaging import icons
from desktop.packaging.tree import MAKER, NAME, ROOT, SUMMARY, TITLE, Tree, Unbuilt

HOME = f"opt/{NAME}"
BESIDE = ("fontconfig",)  # what no library names and a bare machine lacks
_MENU = f"""[Desktop Entry]
Type=Application
Name={TITLE}
Comment={SUMMARY}
Exec=/usr/bin/{NAME} %f
Icon={NAME}
Categories=Office;
MimeType=application/x-so-phuong-don-vi;
StartupNotify=true
StartupWMClass={NAME}
"""
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-so-phuong-don-vi">
    <comment xml:lang="vi">Tệp đơn vị của Sổ Phường</comment>
    <comment>Office file of Sổ Phường</comment>
    <glob pattern="don-vi*.toml" weight="60"/>
  </mime-type>
</mime-info>
"""
_GONE = """#!/bin/sh
set -e
# The books of the people of this machine lie in their own folders and stay.
if [ "$1" = remove ] || [ "$1" = purge ]; then
    rm -rf /opt/so-phuong
fi
"""


def build(tree: Tree, out: Path, work: Path) -> Path:
    """Make so-phuong_<version>_amd64.deb in `out`. Raises Unbuilt where dpkg's tools are missing."""
    for tool in ("dpkg-deb", "dpkg-shlibdeps"):
        if shutil.which(tool) is None:
            raise Unbuilt(f"Thiếu {tool}: hãy cài gói dpkg-dev.")
    shutil.rmtree(work, ignore_errors=True)
    root = work / "root"
    app = root / HOME / f"app-{tree.version}"
    shutil.copytree(tree.folder, app, symlinks=True)
    (root / HOME / "current").symlink_to(app.name)
    for name in (NAME, "sophuong"):
        _write(root / "usr" / "bin" / name, f'#!/bin/sh\nexec /{HOME}/current/{name} "$@"\n', mode=0o755)
    _write(root / "usr" / "share" / "applications" / f"{NAME}.desktop", _MENU)
    _write(root / "usr" / "share" / "mime" / "packages" / f"{NAME}.xml", _TYPES)
    for size in (48, 128, 256):
        target = root / "usr" / "share" / "icons" / "hicolor" / f"{size}x{size}" / "apps" / f"{NAME}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(target, icons.png(size), mode=0o644)
    papers = root / "usr" / "share" / "doc" / NAME
    _write(
        papers / "copyright",
        (ROOT / "NOTICE").read_text(encoding="utf-8") + "\n" + (ROOT / "LICENSE").read_text(encoding="utf-8"),
    )
    _write(root / "DEBIAN" / "postrm", _GONE, mode=0o755)
    _write(root / "DEBIAN" / "control", _control(tree, depends(app, work)))
    for path in [root, *root.rglob("*")]:
        os.utime(path, (tree.at, tree.at), follow_symlinks=False)
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    target = out / f"{NAME}_{tree.version}_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)], check=True,
                   stdout=subprocess.DEVNULL, env=os.environ | {"SOURCE_DATE_EPOCH": str(tree.at)})  # fmt: skip
    return target


def depends(app: Path, work: Path) -> list[str]:
    """Return what the libraries of the tree need of the distribution, as `dpkg-shlibdeps` reads it from them."""
    _write(work / "debian" / "control", f"Source: {NAME}\nPackage: {NAME}\nArchitecture: amd64\n")
    binaries = [path for path in sorted(app.rglob("*")) if path.is_file() and not path.is_symlink() and _is_elf(path)]
    own = sorted({str(path.parent) for path in binaries})
    told = subprocess.run(
        ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *(f"-l{folder}" for folder in own),
         *(f"-e{path}" for path in binaries)],
        cwd=work, check=True, capture_output=True, text=True).stdout  # fmt: skip
    found = told.strip().removeprefix("shlibs:Depends=").split(", ")
    return sorted({*found, *BESIDE})


def _control(tree: Tree, needed: list[str]) -> str:
    return (f"Package: {NAME}\nVersion: {tree.version}\nArchitecture: amd64\nMaintainer: {MAKER} <maintainers@so-phuong.invalid>\n"
            f"Installed-Size: {tree.kilobytes}\nDepends: {', '.join(needed)}\n"
            "Recommends: cups-client\nSection: misc\nPriority: optional\n"
            f"Description: {SUMMARY}\n"
            " Ghi một lần, in áp phích, tờ rơi và báo cáo chính thức, gửi về thành phố khi có mạng.\n")  # fmt: skip


def _is_elf(path: Path) -> bool:
    with path.open("rb") as content:
        return content.read(4) == b"\x7fELF"


def _write(path: Path, text: str, *, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(path, text.encode(), mode=mode)
