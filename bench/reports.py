"""Reports and plans: a ward's year of 3,000 activities, and a book of 1,000,000; each beside a floor or a naive way."""

import csv
import io
import json
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import books
from bench.figures import beside
from desktop.models import drafting, exchange, plans, progress, totals
from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.figures import span
from desktop.models.kinds import Kinds
from desktop.models.periods import parse
from desktop.models.query import Query
from desktop.models.report import Report
from desktop.models.report_choice import Choice
from desktop.planning import PlanShelf
from desktop.reporting import as_file

YEAR, MANY, EXPORTED = 3_000, 1_000_000, 100_000
ON = date(2026, 11, 14)
TIMES = 3


def measure() -> list[dict[str, Any]]:
    """Return the times, each the best of three (the machine is shared), the kept sums thrown away before."""
    kinds = declarations.load()
    with Book.open(books.large(YEAR, date(2025, 12, 15), 364)) as book:
        rows = _of_a_year(book, kinds)
    with Book.open(books.large(MANY)) as book:
        rows += _of_a_million(book, kinds)
    with Book.open(books.large(EXPORTED)) as book:
        rows += _exported(book, kinds)
    return rows


def _of_a_year(book: Book, kinds: Kinds) -> list[dict[str, Any]]:
    choice = Choice(period="2026")
    made, seconds = best(lambda: drafting.draft(book, kinds, choice), before=lambda: _forget(book))
    pdf, paper = best(lambda: as_file(made.report, ".pdf"))
    floor = best(lambda: _read_all(book))[1]
    word = best(lambda: as_file(made.report, ".docx"))[1]
    sheet = best(lambda: as_file(made.report, ".xlsx"))[1]
    listed = len(made.report.annexes[1].rows)
    return [
        beside(f"Báo cáo năm của {YEAR} hoạt động, từ sổ đến PDF", round(seconds + paper, 2), "s", most=2,
               peer="chỉ đọc các dòng ấy", peer_value=round(floor, 3), bytes=len(pdf), listed=listed),
        beside("… thành Word", round(word, 2), "s", most=3, peer="python-docx, ô từng ô một",
               peer_value=round(best(lambda: _naive_word(made.report), times=1)[1], 2)),
        beside("… phụ lục Excel", round(sheet, 2), "s", most=1, peer="csv cùng các ô",
               peer_value=round(best(lambda: _csv(made.report))[1], 3)),
    ]  # fmt: skip


def _of_a_million(book: Book, kinds: Kinds) -> list[dict[str, Any]]:
    shelf = PlanShelf(book, kinds)
    cold = best(lambda: shelf.progress("phuong-2026", ON), before=lambda: _forget(book))[1]
    warm = best(lambda: shelf.progress("phuong-2026", ON))[1]
    plan = next(one for one in plans.of_book(book, kinds) if one.code == "phuong-2026")
    year = parse("2026")
    plain = best(lambda: progress.measure_plainly(book, plan, [(year.since, ON)] * len(plan.targets)), times=1)[1]
    one_bucket = best(lambda: shelf.progress("phuong-2026", ON), before=lambda: _forget(book, totals.bucket(ON)))[1]
    quarter = best(lambda: as_file(drafting.draft(book, kinds, Choice(period="2026-Q3")).report, ".pdf"),
                   before=lambda: _forget(book))[1]  # fmt: skip
    window = parse("2026-Q3")
    read = best(lambda: _read_all(book, window.since, window.until))[1]
    return [
        beside(f"Trang kế hoạch, {MANY} hoạt động (số đã cộng sẵn)", round(warm, 3), "s", most=1,
               peer="SQL thẳng trên bảng", peer_value=round(plain, 2)),
        beside("… sau một lần lưu", round(one_bucket, 3), "s", most=1, peer="SQL thẳng trên bảng", peer_value=round(plain, 2)),
        beside("… chưa cộng gì", round(cold, 2), "s", most=1, peer="SQL thẳng trên bảng", peer_value=round(plain, 2)),
        beside(f"Báo cáo quý, {MANY} hoạt động, đến PDF, chưa cộng gì", round(quarter, 2), "s", most=5,
               peer="chỉ đọc các dòng của quý", peer_value=round(read, 2)),
    ]  # fmt: skip


def _exported(book: Book, kinds: Kinds) -> list[dict[str, Any]]:
    store = Activities(book, kinds)
    with tempfile.TemporaryDirectory() as place:
        target = Path(place)
        ours = best(lambda: exchange.export(target / "a.xlsx", store, kinds, Query()), times=1)[1]
        theirs = best(lambda: exchange.export(target / "a.csv", store, kinds, Query()), times=1)[1]
        size = (target / "a.xlsx").stat().st_size / 2**20
    return [beside(f"Xuất {EXPORTED} hoạt động ra .xlsx", round(ours, 1), "s", most=30, peer="ra .csv", peer_value=round(theirs, 1),
                   size_mb=round(size, 1))]  # fmt: skip


def best(work: Callable[[], Any], *, before: Callable[[], Any] = lambda: None, times: int = TIMES) -> tuple[Any, float]:
    """Return what the work gives and its best time in seconds."""
    found = []
    made = None
    for _ in range(times):
        before()
        began = time.perf_counter()
        made = work()
        found.append(time.perf_counter() - began)
    return made, min(found)


def _forget(book: Book, number: int | None = None) -> None:
    with book.tx() as db:
        db.execute("DELETE FROM buckets" if number is None else f"DELETE FROM buckets WHERE bucket = {number}")


def _read_all(book: Book, since: date = date(2025, 12, 15), until: date = date(2026, 12, 14)) -> int:
    rows = book.query("SELECT * FROM activities WHERE id >= ? AND id < ?", span(since, until))
    return sum(len(json.loads(row[-4])) if isinstance(row[-4], str) and row[-4].startswith("{") else 0 for row in rows)


def _naive_word(report: Report) -> bytes:
    from docx import Document

    document = Document()
    for section in report.sections:
        for one in (section, *section.parts):
            document.add_heading(one.title)
            for paragraph in one.paragraphs:
                document.add_paragraph(paragraph.text)
    for annex in report.annexes:
        table = document.add_table(0, len(annex.columns))
        for row in annex.rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _csv(report: Report) -> str:
    kept = io.StringIO()
    writer = csv.writer(kept)
    for annex in report.annexes:
        writer.writerows(annex.rows)
    return kept.getvalue()
