"""A copy of a book of 100 MB, made, proved and logged: beside a bare copy of the file and SQLite's backup of a plain one.

By turns in one process, by the wall clock: a copy is what the disk and the checks take. The frames are those of the real
window in a process of its own: the longest time between two beats of its loop while the caretaker makes a copy, beside the
longest while nothing happens.
"""

import hashlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pysqlite3

from bench import books
from bench.figures import beside, child_environment, milliseconds, peak_mb
from desktop.models import backup, packaged
from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.copies import Copies

MB, SAVES, PHOTO, ROUNDS, LOOKS = 100, 2_000, 300_000, 5, 3


def measure() -> list[dict[str, Any]]:
    """Return what a copy, a restore and a drill take, and the longest frame of the window meanwhile."""
    with tempfile.TemporaryDirectory() as place:
        folder = ward(Path(place) / "so")
        size = (folder / "book.db").stat().st_size / 1e6
        made, bare, plain = copied(folder, Path(place))
        back, drilled = gone_back(folder)
        busy, calm, peak = alone(folder)
    per_100 = 100 / size
    return [
        beside(f"Sao lưu sổ {size:.0f} MB: chép, đọc lại, mở, kiểm tra (mỗi 100 MB)", round(made * per_100, 2), "s",
               peer="chép tệp trần, fsync", peer_value=round(bare * per_100, 2), most=2.0),
        beside("Như trên", round(made * per_100, 2), "s", peer="SQLite backup() tệp không mã hóa, không kiểm tra",
               peer_value=round(plain * per_100, 2)),
        beside("Bộ nhớ thêm khi sao lưu", round(peak, 1), "MB", peer="cỡ sổ", peer_value=round(size, 1), most=40.0),
        beside("Khung hình dài nhất của cửa sổ lúc đang sao lưu", busy, "ms", peer="cửa sổ để yên", peer_value=calm, most=50.0),
        beside("Khôi phục: giải, kiểm tra mọi dòng, thay (mỗi 100 MB)", round(back * per_100, 2), "s", peer="chép tệp trần, fsync",
               peer_value=round(bare * per_100, 2)),
        beside("Diễn tập một nơi: khôi phục ra chỗ riêng, kiểm tra mọi dòng", round(drilled * per_100, 2), "s",
               peer="chép tệp trần, fsync", peer_value=round(bare * per_100, 2)),
    ]  # fmt: skip


def ward(folder: Path) -> Path:
    """Make a book of `MB` by the product's own door: activities, and photos of bytes that do not compress."""
    kinds, dice = declarations.load(), random.Random(11)
    with Book.create(folder, unit=books.UNIT, person="Phòng Văn hóa - Xã hội") as book:
        store, given = Activities(book, kinds), books.samples(kinds)
        for number in range(SAVES):
            kind, values = given[number % len(given)]
            store.save(kind, values)
        while (folder / "book.db").stat().st_size < MB * 1e6:
            with book.tx() as db:
                for data in (dice.randbytes(PHOTO) for _ in range(10)):
                    db.execute("INSERT INTO attachments (sha256, name, media_type, size, data) VALUES (?, ?, ?, ?, ?)",
                               [hashlib.sha256(data).hexdigest(), "anh.jpg", "image/jpeg", len(data), data])  # fmt: skip
            book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def copied(folder: Path, place: Path) -> tuple[float, float, float]:
    """Return medians in seconds of our copy, a bare copy and SQLite's backup."""
    flat = place / "plain.db"
    with Book.open(folder) as book:
        blobs = [row[0] for row in book.query("SELECT data FROM attachments")]
    source = pysqlite3.connect(str(flat))
    source.execute("CREATE TABLE attachments (data BLOB)")
    source.executemany("INSERT INTO attachments VALUES (?)", ((one,) for one in blobs))
    source.commit()
    del blobs
    times: dict[str, list[float]] = {"made": [], "bare": [], "plain": []}
    with Book.open(folder) as book:
        store = Copies(book)
        for turn in range(ROUNDS):
            book.set("turn", turn)
            times["made"].append(_took(lambda: store.make("import")))
            times["bare"].append(_took(lambda turn=turn: _bare(folder / "book.db", place / f"bare-{turn}")))
            times["plain"].append(_took(lambda turn=turn: _backup(source, place / f"backup-{turn}")))
        assert all(packaged.proves(one.path) for one in store.all())
    for path in (*place.glob("bare-*"), *place.glob("backup-*"), flat):
        path.unlink()
    source.close()
    made, bare, plain = (statistics.median(times[name]) for name in ("made", "bare", "plain"))
    return made, bare, plain


def gone_back(folder: Path) -> tuple[float, float]:
    """Return medians in seconds of a restore and of a drill."""
    from desktop.copying import Copying

    backs, drills = [], []
    for _ in range(LOOKS):
        with Book.open(folder) as book:
            newest = Copies(book).all()[0]
            service = Copying(book)
            drills.append(_took(lambda service=service: _good(service.drill())))
        backs.append(_took(lambda newest=newest: backup.restore(folder, newest.path, aside=False)))
    return statistics.median(backs), statistics.median(drills)


def alone(folder: Path) -> tuple[float, float, float]:
    """Return the longest frame in ms while copies are made and while nothing happens, and the MB they took, in a new process."""
    ran = subprocess.run([sys.executable, "-m", "bench.copies", str(folder)], capture_output=True, text=True, check=True,
                         env=child_environment())  # fmt: skip
    found = json.loads(ran.stdout.splitlines()[-1])
    return found["busy"], found["calm"], found["peak"]


def watched(folder: Path) -> dict[str, float]:
    """Open the window and beat every 5 ms: for as long as three copies take, and as long again."""
    from PySide6.QtCore import QEventLoop, QTimer

    from desktop import app as composition
    from desktop.ui.copies_watch import COPY, CopiesWatch

    app = composition.make_application(["bench"])
    book = Book.open(folder)
    window = composition.open_window(app, book)
    window.resize(1366, 768)
    window.show()
    loop, beats = QEventLoop(), []
    beat = QTimer()
    beat.setInterval(5)
    beat.timeout.connect(lambda: beats.append(time.perf_counter()))
    beat.start()

    def until(ready: Callable[[], bool], least: float = 0.0) -> float:
        """Turn the loop until it is so; return the longest gap in ms."""
        beats.clear()
        begun = time.perf_counter()
        check = QTimer()
        check.timeout.connect(lambda: ready() and time.perf_counter() - begun > least and loop.quit())
        check.start(20)
        loop.exec()
        check.stop()
        return max((after - before for before, after in zip(beats, beats[1:], strict=False)), default=0.0)

    watch = window.findChild(CopiesWatch)
    until(lambda: window._tasks.idle and watch.idle, least=6.0)
    gaps, start = [], peak_mb()
    begun = time.perf_counter()
    for turn in range(3):
        book.set("turn", f"frames {turn}")
        watch.caretaker.do(COPY)
        gaps.append(until(lambda: watch.idle, least=0.3))
    peak = peak_mb() - start
    calm = until(lambda: True, least=time.perf_counter() - begun)
    window.close_now()
    return {"busy": milliseconds(max(gaps)), "calm": milliseconds(calm), "peak": round(peak, 1)}


def _good(report: Any) -> None:
    assert report.well, report.sentence


def _bare(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    handle = os.open(target, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)


def _backup(source: Any, target: Path) -> None:
    out = pysqlite3.connect(str(target))
    source.backup(out)
    out.close()


def _took(act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before


if __name__ == "__main__":
    print(json.dumps(watched(Path(sys.argv[1]))))
