"""A bare Debian in a folder: where the package shows that it needs nothing but what it declares."""

import os
import shutil
import subprocess
from pathlib import Path

from desktop.packaging.smoke import Programs, smoke
from desktop.packaging.tree import NAME, Unbuilt

SUITE, MIRROR = "bookworm", "http://deb.debian.org/debian"
_ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "DEBIAN_FRONTEND": "noninteractive",
    "LC_ALL": "C.UTF-8",
    "HOME": "/root",
}


def make(folder: Path) -> None:
    """Make the smallest Debian 12. Raises Unbuilt where that is not possible here."""
    if shutil.which("debootstrap") is None or os.geteuid() != 0:
        raise Unbuilt("Cần quyền root và gói debootstrap để dựng một Debian trần.")
    _run(["debootstrap", "--variant=minbase", SUITE, str(folder), MIRROR])


def install(root: Path, package: Path) -> list[str]:
    """Install the package and what it depends on, nothing recommended; return the names of what came along."""
    shutil.copy(package, root / "tmp" / package.name)
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    before = _installed(root)
    _chroot(root, "apt-get", "-qq", "update")
    _chroot(root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", f"/tmp/{package.name}")
    return sorted(_installed(root) - before)


def remove(root: Path) -> list[str]:
    """Purge the package; return what of it is left below the root (nothing, one hopes)."""
    _chroot(root, "apt-get", "purge", "-y", "-qq", NAME)
    tops = [root / top for top in ("opt", "usr", "etc", "var/lib")]
    return sorted(str(path.relative_to(root)) for top in tops for path in top.rglob(f"*{NAME}*")
                  if "dpkg" not in path.parts)  # fmt: skip


def prove(root: Path, package: Path) -> list[str]:
    """Install, do the whole job, remove; return what happened. Raises Unbuilt."""
    if any((root / "usr" / "bin").glob("python*")):
        raise Unbuilt("Debian trần này có Python: hãy dựng lại.")
    came = install(root, package)
    with_python = [path.name for path in (root / "usr" / "bin").glob("python3*")]
    lines = [
        f"đã cài, cùng {len(came) - 1} gói phụ thuộc"
        + (f" (có {', '.join(with_python)})" if with_python else ", không có Python")
    ]
    lines += smoke(Programs("/usr/bin/sophuong", "/usr/bin/so-phuong", root))
    left = remove(root)
    if left:
        raise Unbuilt(f"Gỡ xong còn sót: {', '.join(left[:5])}")
    return [*lines, "đã gỡ, không sót tệp nào"]


def _installed(root: Path) -> set[str]:
    return set(_chroot(root, "dpkg-query", "-W", "-f", "${Package}\\n").split())


def _chroot(root: Path, *command: str) -> str:
    return _run(["chroot", str(root), *command])


def _run(command: list[str]) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=_ENVIRONMENT, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise Unbuilt(f"{command[0]} {command[-1]}: {(done.stderr or done.stdout).strip()[-500:]}")
    return done.stdout
