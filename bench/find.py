"""Finding in a large book: the counts beside the filters, the other orders, and the first page with filters set."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from bench import books
from bench.figures import beside, milliseconds

COUNT = 100_000
RUNS = 7


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
    return [
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
