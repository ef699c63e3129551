"""Receipts of what was erased: when, by whom of the office, which act, and counts; never whose data it was."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.models.moment import now
from desktop.models.text import number_vi

if TYPE_CHECKING:  # the window reads the shapes here and never the store
    from desktop.models.book import Book

ACTS: Mapping[str, str] = MappingProxyType({
    "list": "Xóa một danh sách người dự", "due": "Xóa danh sách người dự hết hạn giữ",
    "purge": "Xóa dữ liệu cá nhân theo thời gian", "person": "Xóa dữ liệu của một người theo yêu cầu",
})  # fmt: skip
OWED = "index_owed"  # setting: old words still lie in the search index
COUNTS: Mapping[str, str] = MappingProxyType({
    "lists": "danh sách người dự", "attendees": "dòng người dự", "fields": "ô dữ liệu cá nhân của hoạt động",
    "revisions": "lần lưu trong nhật ký", "words": "chữ trong nội dung hoạt động", "drafts": "bản nháp", "papers": "giấy đã sửa",
    "reports": "báo cáo đang soạn", "other": "chỗ khác", "kept": "chỗ giữ lại theo quy định", "waiting": "lần lưu chờ gửi xong",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt:
    """One erasure: `n` its number, `at` UTC in ISO 8601, `act` a key of ACTS, `counts` by the keys of COUNTS."""

    n: int
    at: str
    by: str
    act: str
    counts: Mapping[str, int]

    @property
    def sentence(self) -> str:
        """What was erased, in counts."""
        said = ", ".join(f"{number_vi(count)} {COUNTS[name]}" for name, count in self.counts.items() if count)
        return f"{ACTS[self.act]}: {said or 'không có gì'}."


def note(book: Book, act: str, counts: Mapping[str, int]) -> Receipt:
    """Keep a receipt; inside the transaction of what it is about. Copies from before it then go within 30 days."""
    at, by = now(), book.office.person
    told = {name: count for name, count in counts.items() if count}
    cursor = book.connection.execute("INSERT INTO erasures (at, by, act, counts) VALUES (?, ?, ?, ?)",
                                     (at, by, act, json.dumps(told)))  # fmt: skip
    return Receipt(int(cursor.lastrowid or 0), at, by, act, MappingProxyType(told))


def receipts(book: Book, limit: int = 100) -> list[Receipt]:
    """Return the receipts, the newest first."""
    rows = book.query("SELECT n, at, by, act, counts FROM erasures ORDER BY n DESC LIMIT ?", (limit,))
    return [Receipt(n, at, by, act, MappingProxyType(json.loads(counts))) for n, at, by, act, counts in rows]


@contextmanager
def in_bulk(book: Book) -> Iterator[None]:
    """Change the words of hundreds of activities inside a transaction without looking for each old word in the index.

    The old words lie in it until `settle`, which the book remembers it owes.
    """
    execute = book.connection.execute
    execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 0)")
    try:
        yield
    finally:
        execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")
    book.set(OWED, True)


def settle(book: Book) -> None:
    """Leave nothing of what was deleted behind: merge the index where that is owed, and empty the log of the file.

    Pages are overwritten as they are freed (secure_delete); what is left is the log. Others that read at this moment
    keep it a little longer: then the next checkpoint empties it.
    """
    if book.setting(OWED):
        with book.tx() as db:
            db.execute("INSERT INTO search (search) VALUES ('optimize')")
            book.set(OWED, None)
    book.query("PRAGMA wal_checkpoint(TRUNCATE)")
