"""The books to measure on: the shipped samples saved by the product's own door, or multiplied by SQL."""

import hashlib
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop.models import kinds as declarations
from desktop.models import migrations
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.kinds import Kinds
from desktop.models.query import day_floor
from desktop.models.search import words_of
from desktop.models.text import words

UNIT = "20242"
SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples" / "activities.jsonl"
SINCE, DAYS = date(2016, 1, 1), 3980
DEEDS = ("Tập huấn kỹ năng số", "Phát tờ rơi dịch vụ công trực tuyến", "Treo băng rôn Ngày Chuyển đổi số quốc gia",
         "Hướng dẫn cài VNeID", "Tuyên truyền thanh toán không dùng tiền mặt", "Phát thanh bản tin an toàn thông tin",
         "Sinh hoạt chuyên đề chữ ký số", "Ngoại khóa phòng, chống lừa đảo trên mạng", "Bình dân học vụ số",
         "Ra quân Tổ công nghệ số cộng đồng", "Cuộc thi tìm hiểu chuyển đổi số", "Hội nghị hướng dẫn hồ sơ sức khỏe")
GUESTS = ("người cao tuổi", "hộ kinh doanh", "học sinh", "hội viên phụ nữ", "đoàn viên thanh niên", "cán bộ, công chức",
          "người khuyết tật", "công nhân khu trọ", "tiểu thương chợ Hàn", "phụ huynh")  # fmt: skip


def samples(kinds: Kinds) -> list[tuple[str, dict[str, Any]]]:
    """Return the shipped sample activities as (kind, values)."""
    found = [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(one.pop("kind"), one) for one in found]


def small(folder: Path) -> Path:
    """Make a book that holds every sample once; return its folder."""
    kinds = declarations.load()
    with Book.create(folder, unit=UNIT, person="Phòng Văn hóa - Xã hội") as book:
        store = Activities(book, kinds)
        for kind, values in samples(kinds):
            store.save(kind, values)
    return folder


def large(count: int, since: date = SINCE, days: int = DAYS) -> Path:
    """Return the folder of a book of `count` activities over so many days, made once and kept in the temporary folder."""
    spread = "" if (since, days) == (SINCE, DAYS) else f"-{since}-{days}"
    folder = Path(tempfile.gettempdir()) / f"so-phuong-bench-{count}{spread}-{_recipe()}"
    if (folder / "made").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    began = time.monotonic()
    print(f"  Lập sổ {count} hoạt động trong {folder} (chỉ lần đầu)…", file=sys.stderr, flush=True)
    small(folder)
    with Book.open(folder) as book:
        _multiply(book, declarations.load(), count, since, days)
    (folder / "made").touch()
    print(f"  Xong sau {time.monotonic() - began:.0f} giây", file=sys.stderr, flush=True)
    return folder


def _recipe() -> str:
    """Return a name for how the book is made, so that a kept one of another recipe is not taken for it."""
    made_by = (Path(__file__), SAMPLES, Path(migrations.__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_by)).hexdigest()[:8]


def _multiply(book: Book, kinds: Kinds, count: int, since: date, days: int) -> None:
    """Copy the saved samples over other days with other names; index each under its own words."""
    names = [row[1] for row in book.query("PRAGMA table_info(activities)")]
    own = names.index("id"), names.index("uid"), names.index("title"), names.index("starts_on"), names.index("ends_on")
    patterns = _patterns(book, kinds, names)
    with book.tx():
        marks = ", ".join("?" * len(names))
        for chunk in _chunks(patterns, count - len(book.query("SELECT 1 FROM activities")), own, since, days):
            book.connection.executemany(f"INSERT INTO activities VALUES ({marks})", [row for row, _ in chunk])
            indexed = [(row[own[0]], found) for row, found in chunk]
            book.connection.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", indexed)
    book.connection.execute("ANALYZE")


def _patterns(book: Book, kinds: Kinds, names: list[str]) -> list[tuple[list[Any], str]]:
    """Return the saved rows of activities with the folded words they have beside their name."""
    found = []
    for row in book.query("SELECT * FROM activities WHERE family = 'activity'"):
        facts = dict(zip(names, row, strict=True))
        values = Activities(book, kinds).get(facts["uid"]).values
        kept = {name: value for name, value in values.items() if name not in {"title", "starts_on", "ends_on"}}
        found.append((list(row), words_of(kinds[facts["kind"]], kept)))
    return found


def _chunks(patterns: list[tuple[list[Any], str]], count: int, own: tuple[int, ...], since: date,
            days: int, size: int = 20_000) -> Iterator[list[tuple[list[Any], str]]]:  # fmt: skip
    """Yield rows and their words in the order of ids, so that the index is written from one end."""
    key_at, uid_at, title_at, since_at, until_at = own
    chance = random.Random(2026)
    chunk: list[tuple[list[Any], str]] = []
    for number in range(count):
        day = since + timedelta(days=number * days // count)
        pattern, said = chance.choice(patterns)
        title = f"{chance.choice(DEEDS)} cho {chance.choice(GUESTS)}, tổ dân phố số {chance.randrange(1, 99)}"
        row = pattern.copy()
        row[key_at], row[uid_at], row[title_at] = day_floor(day.isoformat()) + 1000 + number % 500_000, f"b{number}", title
        row[since_at] = row[until_at] = day.isoformat()
        shown = day.strftime("%d %m %Y")
        chunk.append((row, " ".join(dict.fromkeys([*words(title), *said.split(), *shown.split()]))))
        if len(chunk) == size:
            yield chunk
            chunk = []
    yield chunk
