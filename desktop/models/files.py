"""Files that are kept: written whole or not at all, and faults of the disk told in words."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.models.errors import StoreError

_GONE = "Ổ đĩa hoặc USB có {name} không còn ở đó: hãy cắm lại rồi làm lại, hoặc chọn nơi khác."
_HELD = "{name} đang mở ở chương trình khác: hãy đóng chương trình đó rồi làm lại."
_WINDOWS = {32: _HELD, 33: _HELD, 21: _GONE, 1167: _GONE, 53: _GONE, 64: _GONE}  # sharing, lock, not ready, removed, network
_SENTENCES = {
    errno.ENOSPC: "Ổ đĩa đã đầy, chưa ghi được {name}: hãy xóa bớt tệp không cần rồi làm lại.",
    errno.EDQUOT: "Hết dung lượng được cấp, chưa ghi được {name}: hãy xóa bớt tệp rồi làm lại.",
    errno.EROFS: "Thư mục chỉ cho đọc, chưa ghi được {name}: hãy chọn thư mục khác hoặc xin quyền ghi.",
    errno.EACCES: "Không có quyền với {name}: hãy chọn thư mục khác hoặc nhờ quản trị cấp quyền.",
    errno.EPERM: "Không có quyền với {name}: hãy chọn thư mục khác hoặc nhờ quản trị cấp quyền.",
    errno.ENOENT: "Không tìm thấy {name}: hãy kiểm tra lại đường dẫn.",
    errno.ENOTDIR: "Không tìm thấy {name}: một phần đường dẫn không phải là thư mục.",
    errno.EISDIR: "{name} là thư mục: hãy ghi rõ tên tệp.",
    errno.EIO: "Ổ đĩa báo lỗi ở {name}: hãy kiểm tra ổ đĩa, dây và USB còn cắm chặt rồi làm lại, hoặc chọn nơi khác.",
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.ENOTCONN: _GONE,
    errno.ESTALE: _GONE,
    errno.EBUSY: _HELD,
    errno.ETXTBSY: _HELD,
    errno.ENAMETOOLONG: "Tên {name} dài quá mức ổ đĩa cho phép: hãy đặt tên ngắn hơn hoặc chọn thư mục gần gốc ổ đĩa hơn.",
    errno.EFBIG: "{name} lớn hơn mức ổ đĩa cho phép: hãy dùng ổ đĩa khác.",
}


def atomic_write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write a file so that after a crash or power cut it holds the old bytes or all the new ones.

    Raises StoreError when the disk refuses; the file is then as it was.
    """
    with told(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            # mkstemp makes 0600; other files follow the folder's habit.
            temporary.chmod(mode if mode is not None else 0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut (not needed and not possible on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, so that they are there after a power cut. Raises StoreError."""
    with told(folder):
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for one in missing:
            sync_folder(one.parent)


def put_in_place(made: Path, target: Path) -> None:
    """Give a finished file its name; after a power cut the name stands for all of it, or for what it stood for before."""
    with told(target):
        handle = os.open(made, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        made.replace(target)
        sync_folder(target.parent)


def identity(path: Path) -> tuple[int, int] | None:
    """Return which file of which disk has this name now, None when none has."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn an OSError about `path` into a StoreError with one sentence."""
    try:
        yield
    except OSError as fault:
        pattern = _WINDOWS.get(getattr(fault, "winerror", 0) or 0) or _SENTENCES.get(
            fault.errno or 0, "Không dùng được {name}: hãy thử lại hoặc chọn nơi khác.")  # fmt: skip
        raise StoreError(pattern.format(name=f"«{path.name or path}»"), details=repr(fault)) from fault


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
