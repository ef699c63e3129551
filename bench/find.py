"""Finding in a large book: from a key to the painted lines, the counts beside the filters, the other orders.

From a key to the lines is the real window in a process of its own: a key event into the search line, the worker, the table
reset and repainted; with no wait in between but the window's own.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import books
from bench.figures import beside, child_environment, milliseconds, quantile

COUNT = 100_000
RUNS = 7
TYPED = ("tap huan", "dich vu cong", "vneid", "chuyen doi so", "cds", "hoc sinh", "10/10/2025", "to cong nghe so cong dong")


def measure() -> list[dict[str, Any]]:
    """Return what the filters of the list cost at a hundred thousand activities; nothing is painted."""
    from desktop.models import kinds as declarations
    from desktop.models.activities import Activities
    from desktop.models.book import Book
    from desktop.models.facets import Facets
    from desktop.models.query import Query

    book = Book.open(books.large(COUNT))
    store = Activities(book, declarations.load())

    def counted(query: Query) -> Callable[[], object]:
        return lambda: Facets(book).counts(query)  # a fresh one keeps nothing from the run before

    def first(query: Query) -> Callable[[], object]:
        return lambda: store.first(query, 200)

    plain = Query(since="2024-01-01", until="2024-12-31", campaign="thuongxuyen", state="waiting")
    kept = Facets(book)
    kept.counts(Query())
    every, kinds = median(counted(Query())), median(
        lambda: book.query("SELECT kind, count(*) FROM activities WHERE binned = 0 GROUP BY kind NOT NULL, kind"))  # fmt: skip
    command = [sys.executable, "-m", "bench.find", str(books.large(COUNT))]
    keys = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, env=child_environment()).stdout)
    return [
        beside("Từ phím gõ đến dòng đầu vẽ xong, 100.000 (p95)", keys["p95"], "ms", most=50,
               peer="trung vị", peer_value=keys["p50"], keys=keys["keys"], slowest=keys["slowest"]),
        beside("Số đếm của mọi bộ lọc, 100.000 hoạt động", every, "ms", most=50,
               peer="chỉ đếm theo loại, một câu SQL", peer_value=kinds, years=median(counted(plain)),
               again=median(lambda: kept.counts(Query(kinds=("TAPHUAN",)))), typed=median(counted(Query(text="tap huan")))),
        beside("Trang đầu khi đặt bốn bộ lọc, 100.000", median(first(plain)), "ms", most=50,
               peer="không lọc", peer_value=median(first(Query())), area=median(first(Query(area="to 5")))),
        beside("Trang đầu xếp theo tên, 100.000", median(first(Query(sort="title"))), "ms",
               peer="xếp theo ngày", peer_value=median(first(Query())), people=median(first(Query(sort="people")))),
    ]  # fmt: skip


def median(act: Callable[[], object]) -> float:
    """Return the median milliseconds of some runs."""
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return milliseconds(statistics.median(took))


def run(folder: Path) -> dict[str, Any]:
    """Type into the search of the real window and time each key until its first lines are painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from desktop import app as composition
    from desktop.models.book import Book

    app = composition.make_application([])
    window = composition.open_window(app, Book.open(folder))
    window.show()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 768)
    page: Any = window.show_page("activities")
    while not window._tasks.idle:
        app.processEvents()
    took, slowest, resets = [], (0.0, ""), []
    page.model.modelReset.connect(lambda: resets.append(1))
    for text in TYPED:
        page.line.clear()
        _until(app, lambda: not page._timer.isActive() and window._tasks.idle)
        for letter in text:
            resets.clear()
            began = time.perf_counter()
            QTest.keyClicks(page.line, letter)
            _until(app, lambda: bool(resets))
            page.table.viewport().repaint()
            took.append(time.perf_counter() - began)
            slowest = max(slowest, (took[-1], page.line.text()))
            rested = time.perf_counter() + 0.06  # a quick typist
            _until(app, lambda rested=rested: time.perf_counter() > rested)
    window.close_now()
    return {"p95": milliseconds(quantile(took, 0.95)), "p50": milliseconds(quantile(took, 0.5)), "keys": len(took),
            "slowest": slowest[1]}  # fmt: skip


def _until(app: Any, done: Callable[[], bool]) -> None:
    while not done():
        app.processEvents()


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]))))
