"""The list of 1,000,000 activities: search as it is typed, jumps, memory; all in the real table of the window.

A search is timed from the question to the first page painted (`Activities.first`, then the table's own repaint);
the 120 ms for which the window waits after the last key are not in it. A jump is a scroll to a random line and the
repaint, with the rows fetched by the model. Both run in a process of their own.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import books
from bench.figures import beside, child_environment, milliseconds, peak_mb, quantile

if TYPE_CHECKING:
    from desktop.models.book import Book

COUNT, FEW = 1_000_000, 2_000
JUMPS = 300
TYPED = ("t", "ta", "tap", "tap h", "tap hu", "tap hua", "tap huan", "tap huan k", "tap huan ky nang", "Tập huấn",
         "p", "ph", "phat to roi", "phát tờ rơi", "to roi dich vu cong", "dich vu cong", "d", "dan pho 12", "so 7",
         "vneid", "VNeID nguoi cao tuoi", "chu ky so", "an toan thong tin", "lua dao", "hoc sinh", "phụ nữ", "tieu thuong",
         "cho han", "binh dan hoc vu so", "cuoc thi", "cuoc thi hoc sinh", "to cong nghe so", "2024", "10/10/2025",
         "28 08 2025", "người khuyết tật", "khong dung tien mat", "hoi nghi suc khoe 45", "zzz", "cai vneid 98 cong nhan")
LIKE = """SELECT id, uid, kind, title, starts_on, place, people, verdict, binned, revision FROM activities
          WHERE family = 'activity' AND binned = 0 AND title LIKE ? ORDER BY id DESC LIMIT 200"""
OFFSET = """SELECT id, uid, kind, title, starts_on, place, people, verdict, binned, revision FROM activities
            WHERE family = 'activity' AND binned = 0 ORDER BY id DESC LIMIT 50 OFFSET ?"""


def measure() -> list[dict[str, Any]]:
    """Return search, jump and memory at a million activities."""
    many, few = alone(books.large(COUNT)), alone(books.large(FEW))
    return [
        beside("Tìm trong 1.000.000 hoạt động đến trang đầu (p95)", many["search_p95"], "ms", most=50,
               peer="LIKE trên tên, không vẽ (p95)", peer_value=many["like_p95"], median=many["search_p50"],
               slowest=many["slowest"]),
        beside("Nhảy tới dòng bất kỳ trong 1.000.000 (p95)", many["jump_p95"], "ms", most=16,
               peer="LIMIT 50 OFFSET, không vẽ (p95)", peer_value=many["offset_p95"], median=many["jump_p50"]),
        beside("Bộ nhớ thêm khi giữ 1.000.000 dòng", round(many["peak"] - few["peak"], 1), "MB", most=50,
               peer="cùng cửa sổ, 2.000 dòng", peer_value=few["peak"]),
        beside("Đọc hết danh sách 1.000.000 (luồng nền)", many["ids"], "ms", peer="cùng việc, 2.000 dòng",
               peer_value=few["ids"]),
    ]  # fmt: skip


def alone(folder: Path) -> dict[str, Any]:
    """Measure one book in a process of its own, so that peak memory is its own."""
    command = [sys.executable, "-m", "bench.list", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=child_environment())
    return dict(json.loads(ran.stdout))


def run(folder: Path) -> dict[str, Any]:
    """Search and jump in the table of the window over one book; then ask the peers the same."""
    from PySide6.QtWidgets import QApplication

    from desktop.models import kinds as declarations
    from desktop.models.activities import Activities
    from desktop.models.book import Book
    from desktop.models.query import Query
    from desktop.ui import theme
    from desktop.ui.icons import Icons
    from desktop.ui.tables import ActivityModel, ActivityTable

    app = QApplication([])
    theme.load_fonts()
    theme.dress(app, look := theme.Theme())
    book, kinds = Book.open(folder), declarations.load()
    store = Activities(book, kinds)
    model = ActivityModel(store.rows, kinds, Icons(look))
    table = ActivityTable(model, look)
    table.resize(1060, 600)
    table.show()
    app.processEvents()

    def search(text: str) -> None:
        model.show_ids(store.first(Query(text=text), 200))
        table.viewport().repaint()

    searches = [timed(search, text) for text in TYPED]
    began = time.perf_counter()
    model.show_ids(store.ids(Query()))
    ids = time.perf_counter() - began
    table.viewport().repaint()
    chance = random.Random(7)
    places = [chance.randrange(model.rowCount()) for _ in range(JUMPS)]

    def jump(place: int) -> None:
        table.scrollTo(model.index(place, 0), ActivityTable.ScrollHint.PositionAtTop)
        table.viewport().repaint()

    jumps = [timed(jump, place) for place in places]
    peak = peak_mb()
    table.close()
    return told(searches, jumps) | {"peak": round(peak, 1), "ids": milliseconds(ids)} | peers(book, places)


def told(searches: list[float], jumps: list[float]) -> dict[str, Any]:
    """Return the quantiles of ours, and which typed words took longest."""
    slowest = sorted(zip(searches, TYPED, strict=True), reverse=True)[:3]
    return {"search_p95": milliseconds(quantile(searches, 0.95)), "search_p50": milliseconds(quantile(searches, 0.5)),
            "jump_p95": milliseconds(quantile(jumps, 0.95)), "jump_p50": milliseconds(quantile(jumps, 0.5)),
            "slowest": {text: milliseconds(seconds) for seconds, text in slowest}}  # fmt: skip


def peers(book: "Book", places: list[int]) -> dict[str, Any]:
    """Return what the usual ways take on the same file, painting nothing."""
    likes = [timed(lambda text: book.query(LIKE, (f"%{text}%",)), text) for text in TYPED[::4]]
    offsets = [timed(lambda place: book.query(OFFSET, (place,)), place) for place in places[:: JUMPS // 30]]
    return {"like_p95": milliseconds(quantile(likes, 0.95)), "offset_p95": milliseconds(quantile(offsets, 0.95))}


def timed(act: Callable[[Any], Any], given: Any) -> float:
    """Return the seconds of one call."""
    began = time.perf_counter()
    act(given)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]))))
