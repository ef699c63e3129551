"""Photos into the book: ours beside a bare Pillow that opens, turns, resizes and saves; and the most memory it takes."""

import io
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter, ImageOps

from bench.figures import ROOT, beside
from desktop.models.book import Book
from desktop.services import Keeping

ROUNDS = 7
SIDE, QUALITY = 1600, 85
LARGEST = {
    "JPEG 108 triệu điểm": ((12_000, 9_000), "RGB", "JPEG", {"quality": 70}),
    "JPEG lũy tiến 48 triệu điểm": ((8_000, 6_000), "RGB", "JPEG", {"quality": 70, "progressive": True}),
    "PNG trong suốt 48 triệu điểm": ((8_000, 6_000), "RGBA", "PNG", {"compress_level": 1}),
    "WebP 15 triệu điểm": ((4_600, 3_400), "RGB", "WEBP", {"quality": 10, "method": 0}),
}  # fmt: skip
_PEAK = """
import sys
from pathlib import Path
data = Path(sys.argv[2]).read_bytes()
if sys.argv[1] == "ours":
    from desktop import evidence
    evidence.prepare(data, "a")
else:
    from bench.evidence import bare
    bare(data)
print(int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) / 1024)
"""


def measure() -> list[dict[str, Any]]:
    """Return the time of a 12 MP photo into the book, what it is there, and peaks of memory."""
    data = photograph(4000, 3000)
    with tempfile.TemporaryDirectory() as place, Book.create(Path(place) / "so", unit="20242", person="Văn thư") as book:
        keeping = Keeping(book)
        count = iter(range(1000))
        # A byte behind the end makes another original of the same photo: nothing is known of it yet.
        ours = best(lambda: keeping.attach(data + bytes([next(count)]), "a.jpg"))
        kept = keeping.attach(data, "a.jpg")
        again = best(lambda: keeping.attach(data, "a.jpg"))
        digest = str(kept["sha256"])
        small = best(lambda: keeping.thumb(digest))
        theirs = best(lambda: bare(data))
        rows = [
            beside("Ảnh 12 triệu điểm vào sổ (kèm ảnh nhỏ, mã hóa, ghi đĩa)", round(ours, 1), "ms", ratio_at_most=1.0,
                   peer="Pillow: mở, xoay, thu, lưu", peer_value=round(theirs, 1)),
            beside("Cùng ảnh ấy lần nữa", round(again, 1), "ms", ratio_at_most=0.2, peer="Pillow", peer_value=round(theirs, 1)),
            beside("Ảnh nhỏ ra màn hình", round(small, 2), "ms", most=16, peer="Pillow", peer_value=round(theirs, 1)),
            beside("Ảnh trong sổ", round(int(str(kept["size"])) / 1000), "KB", most=600, peer="Tệp gốc",
                   peer_value=round(len(data) / 1000)),
        ]  # fmt: skip
        for name, (size, mode, kind, more) in LARGEST.items():
            path = Path(place) / "lon"
            Image.new(mode, size).save(path, kind, **more)
            rows.append(beside(f"Bộ nhớ cao nhất, {name}", peak("ours", path), "MB", most=300, peer="Pillow",
                               peer_value=peak("bare", path)))  # fmt: skip
    return rows


def photograph(width: int, height: int) -> bytes:
    """Return a JPEG that weighs what a camera's does: soft shapes, fine noise, turned by a quarter."""
    chance = random.Random(5)
    soft = Image.frombytes("RGB", (width // 16, height // 16), chance.randbytes(width // 16 * (height // 16) * 3))
    image = soft.filter(ImageFilter.GaussianBlur(2)).resize((width, height), Image.Resampling.BICUBIC)
    noise = Image.effect_noise((width, height), 18).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = io.BytesIO()
    Image.blend(image, noise, 0.12).save(kept, "JPEG", quality=90, exif=exif)
    return kept.getvalue()


def bare(data: bytes) -> bytes:
    """Do what any program would with Pillow alone."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    image = image.resize((round(image.width * SIDE / max(image.size)), round(image.height * SIDE / max(image.size))),
                         Image.Resampling.LANCZOS)  # fmt: skip
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()


def best(run: Callable[[], object]) -> float:
    """Return the quickest of several rounds (ms)."""
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return min(found) * 1000


def peak(who: str, path: Path) -> float:
    """Return the most memory a process of its own took (MB)."""
    told = subprocess.run([sys.executable, "-c", _PEAK, who, str(path)], capture_output=True, text=True, check=True, cwd=ROOT)
    return round(float(told.stdout), 1)
