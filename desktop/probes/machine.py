"""Is the machine fit: room and speed of the disk, memory, the clock by itself, folders that can be written."""

import ctypes
import os
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.models.text import number_vi
from desktop.probes import BAD, OK, SKIP, WARN, Finding, Place

LEAST, LITTLE = 200, 1_000  # MB free
SLOW = 8.0  # MB a second written through to the disk: below it a save is felt
TRIAL = 4 * 2**20  # bytes written by the speed test
SMALL_MEMORY = 3_000  # MB
MADE = datetime(2026, 11, 1, tzinfo=UTC)  # no clock of this program can be before it was made


def disk(place: Place) -> list[Finding]:
    """Measure the disk under the book by really writing to it."""
    folder = _nearest(place.folder)
    free = shutil.disk_usage(folder).free // 10**6
    try:
        speed, sync = _speed(folder)
    except OSError as fault:
        return [
            Finding(
                "disk",
                "Ổ đĩa",
                BAD,
                "Không ghi được vào thư mục của sổ: hãy xin quyền ghi hoặc giải phóng ổ đĩa.",
                {"fault": fault.strerror, "free_mb": free},
            )
        ]
    facts = {
        "free_mb": free,
        "write_mb_s": round(speed, 1),
        "sync_ms": round(sync * 1000, 1),
        "rotating": rotating(folder),
    }
    told = (
        f"Còn {number_vi(free)} MB, ghi {number_vi(speed, most=0)} MB/giây, "
        f"một lần ghi chắc chắn {number_vi(sync * 1000, most=1)} ms."
    )
    if free < LEAST:
        return [
            Finding(
                "disk",
                "Ổ đĩa",
                BAD,
                f"Ổ đĩa chỉ còn {number_vi(free)} MB: hãy xóa bớt tệp không cần, sổ cần ít nhất "
                f"{LEAST} MB để sao lưu.",
                facts,
            )
        ]
    if free < LITTLE:
        return [Finding("disk", "Ổ đĩa", WARN, f"{told} Sắp đầy: hãy dọn bớt tệp.", facts)]
    if speed < SLOW:
        return [
            Finding("disk", "Ổ đĩa", WARN, f"{told} Chậm: hãy kiểm tra sức khỏe ổ đĩa, nên thay bằng SSD.", facts)
        ]
    return [Finding("disk", "Ổ đĩa", OK, told, facts)]


def memory(place: Place) -> list[Finding]:
    """Tell how much memory there is."""
    size = total_memory() // 10**6
    if not size:
        return [Finding("memory", "Bộ nhớ", SKIP, "Không đọc được cỡ bộ nhớ.")]
    state, more = (WARN, " Ít: hãy đóng bớt chương trình khi in khổ lớn.") if size < SMALL_MEMORY else (OK, "")
    return [
        Finding("memory", "Bộ nhớ", state, f"Máy có {number_vi(size / 1000, most=1)} GB.{more}", {"total_mb": size})
    ]


def clock(place: Place) -> list[Finding]:
    """Judge the clock by what cannot be: a day before the program was made, no day of this century."""
    facts = {
        "offset_minutes": int((place.now.astimezone().utcoffset() or timedelta()).total_seconds() // 60),
        "year": place.now.year,
    }
    if place.now < MADE or place.now.year > MADE.year + 30:
        return [
            Finding(
                "clock",
                "Đồng hồ",
                BAD,
                f"Đồng hồ của máy chỉ năm {place.now.year}, không thể đúng: hãy chỉnh ngày giờ; "
                "pin trên bo mạch có thể đã hết.",
                facts,
            )
        ]
    if facts["offset_minutes"] != 7 * 60:
        return [
            Finding(
                "clock",
                "Đồng hồ",
                WARN,
                "Múi giờ của máy không phải giờ Việt Nam: hãy chọn múi giờ (UTC+07:00).",
                facts,
            )
        ]
    return [Finding("clock", "Đồng hồ", OK, "Ngày giờ hợp lý, đúng múi giờ Việt Nam.", facts)]


def folders(place: Place) -> list[Finding]:
    """Try to write where the program writes: the book's folder, the folder for what is temporary."""
    wrong = [
        label
        for label, folder in (("của sổ", _nearest(place.folder)), ("tạm", Path(tempfile.gettempdir())))
        if not _writes(folder)
    ]
    if wrong:
        return [
            Finding(
                "folders",
                "Quyền ghi",
                BAD,
                f"Không ghi được vào thư mục {' và '.join(wrong)}: hãy xin quản trị cấp quyền ghi.",
                {"wrong": len(wrong)},
            )
        ]
    return [Finding("folders", "Quyền ghi", OK, "Ghi được vào thư mục của sổ và thư mục tạm.")]


def rotating(folder: Path) -> bool | None:
    """Say whether a folder lies on a turning disk; None where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        number = os.stat(folder).st_dev
        block = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}")
        for one in (block / "queue" / "rotational", block.resolve().parent / "queue" / "rotational"):
            if one.exists():
                return one.read_text(encoding="ascii").strip() == "1"
    except OSError:
        return None
    return None


def total_memory() -> int:
    """Return the memory of the machine in bytes, 0 where the system does not tell."""
    if os.name == "nt":
        size = ctypes.c_ulonglong(0)
        told = ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(size))  # type: ignore[attr-defined,unused-ignore]
        return size.value * 1024 if told else 0
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0


def _speed(folder: Path) -> tuple[float, float]:
    """Return (MB a second written through, seconds of one small write made sure)."""
    piece = os.urandom(TRIAL)
    with tempfile.TemporaryFile(dir=folder) as file:
        begun = time.perf_counter()
        file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        whole = time.perf_counter() - begun
        begun = time.perf_counter()
        for _ in range(3):
            file.write(piece[:512])
            file.flush()
            os.fsync(file.fileno())
        return TRIAL / 1e6 / max(whole, 1e-6), (time.perf_counter() - begun) / 3


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest above it that exists."""
    return next((one for one in (folder, *folder.parents) if one.is_dir()), Path.cwd())


def _writes(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError:
        return False
    return True
