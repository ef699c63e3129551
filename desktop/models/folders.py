"""Where a book may lie: on a disk of this PC, neither on a share nor where a cloud copies files behind our back.

SQLite's log needs memory that two programs on one machine share; a network drive has none, and a cloud that copies the
file in the middle of a save copies half of it.
"""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.models.errors import StoreError

_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW
_NETWORK = re.compile(
    r"^(nfs\d?|cifs|smb\d?|smbfs|afs|ncpfs|ceph|coda|davfs|glusterfs|lustre|beegfs|"
    r"fuse\.(sshfs|rclone|davfs2?|gvfsd-fuse|glusterfs|s3fs|cifs|smbnetfs|kio-fuse))$"
)
_CLOUDS = {
    "OneDrive": re.compile(r"^onedrive( - .+)?$"),
    "Google Drive": re.compile(r"^(google ?drive( .+)?|googledrive-.+|my drive|drive của tôi)$"),
    "Dropbox": re.compile(r"^dropbox( \(.+\))?$"),
    "iCloud": re.compile(r"^(icloud ?drive|com~apple~clouddocs)$"),
}
_CLOUD_MOUNTS = {"fuse.onedriver": "OneDrive", "fuse.google-drive-ocamlfuse": "Google Drive"}
_LOCAL_UNC = ("\\\\?\\", "\\\\.\\")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the machine says of its disks: mounts (folder, type of file system), the kind and label of a drive, variables."""

    mounts: tuple[tuple[str, str], ...] = ()
    drive_kind: int = 0
    drive_label: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


def refuse_shared(folder: Path, around: Surroundings | None = None) -> None:
    """Raise StoreError when the folder lies on a network drive or is copied by a cloud."""
    real = Path(os.path.realpath(folder))
    around = around or surroundings(real)
    name = f"«{folder}»"
    if any(_on_network(path, around) for path in (folder, real)):
        raise StoreError(f"{name} là thư mục mạng, dễ làm hỏng sổ khi hai máy cùng ghi: hãy để sổ trên ổ đĩa của máy này; "
                         "bản sao lưu thì để ở thư mục mạng được.")  # fmt: skip
    cloud = _cloud(folder, around) or _cloud(real, around)
    if cloud:
        raise StoreError(f"{name} là thư mục {cloud} tự đồng bộ lên mạng, dễ làm hỏng sổ: hãy để sổ ở thư mục khác trên máy "
                         "này; bản sao lưu thì để ở đây được.")  # fmt: skip


def surroundings(folder: Path) -> Surroundings:
    """Ask this machine about the disk a folder lies on."""
    if sys.platform == "win32":
        import ctypes

        root = f"{folder.drive}\\"
        label = ctypes.create_unicode_buffer(261)
        ctypes.windll.kernel32.GetVolumeInformationW(root, label, 261, None, None, None, None, 0)
        return Surroundings((), int(ctypes.windll.kernel32.GetDriveTypeW(root)), label.value, os.environ)
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return Surroundings(tuple(_mounts(lines)), environment=os.environ)


def _mounts(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield (folder, type) of the lines of /proc/self/mountinfo."""
    for line in lines:
        before, _, behind = line.partition(" - ")
        parts, kind = before.split(), behind.split()
        if len(parts) > 4 and kind:
            yield re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), parts[4]), kind[0]


def _mounted(folder: Path, around: Surroundings) -> str:
    """Return the type of the file system a folder lies in, "" where nobody knows."""
    above = {folder.as_posix(), *(one.as_posix() for one in folder.parents)}
    found = [(len(place), at, kind) for at, (place, kind) in enumerate(around.mounts) if place in above]
    return max(found)[2] if found else ""  # of two mounts on one folder the later one is seen


def _on_network(folder: Path, around: Surroundings) -> bool:
    text = str(folder)
    unc = text.startswith(("\\\\", "//")) and not text.startswith(_LOCAL_UNC)
    unc = unc or text.upper().startswith("\\\\?\\UNC\\")
    return unc or around.drive_kind == _REMOTE or bool(_NETWORK.match(_mounted(folder, around)))


def _cloud(folder: Path, around: Surroundings) -> str:
    parts = [part.casefold() for part in re.split(r"[\\/]", str(folder))]
    for name, value in around.environment.items():
        home = [part.casefold() for part in re.split(r"[\\/]", value.rstrip("\\/"))]
        if name.casefold().startswith("onedrive") and len(home) > 1 and parts[: len(home)] == home:
            return "OneDrive"
    for name, pattern in _CLOUDS.items():
        if any(pattern.match(part) for part in parts) or pattern.match(around.drive_label.casefold()):
            return name
    return _CLOUD_MOUNTS.get(_mounted(folder, around), "")
