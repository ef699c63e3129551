"""Small harm mended inside the book: what was only made of the data is made of it anew."""

from collections.abc import Sequence
from typing import Any

from desktop.models import witness
from desktop.models.book import Book
from desktop.models.integrity import POINTERS, Finding, fresh_schema, schema
from desktop.models.kinds import Kinds
from desktop.models.projection import Projection

_PAGE = 500


def mend(book: Book, kinds: Kinds, found: Sequence[Finding]) -> list[str]:
    """Mend what can be mended in place and return in words what was done, whole or not at all."""
    wanted = [one for one in found if one.mend == "in place"]
    names = {name for one in wanted for name in one.names}
    parts = {one.part for one in wanted}
    done: list[str] = []
    with book.tx() as db:
        if "schema" in parts:
            _make_right(book, db)
            done.append("Đã đặt lại ràng buộc và chỉ mục của sổ.")
        if "index" in names:
            db.execute("REINDEX")
            done.append("Đã lập lại các chỉ mục.")
        if "kept" in parts:
            _drop_unreadable(book, db)
            done.append("Đã bỏ những dòng không còn chỉ vào đâu.")
        if "receipts" in names:
            parts = parts | {"activities"}  # what no receipt speaks of waits again
        if parts & {"sums", "activities"} or "bucket_sums" in names:
            db.execute("DELETE FROM buckets")
            done += ["Số liệu cộng sẵn sẽ được cộng lại khi cần."] if "sums" in parts else []
        if any(one.part == "structure" and "search" in one.names for one in wanted):
            _make_search(db)
            parts = parts | {"activities"}
        if "activities" in parts:
            count = _project(book, kinds)
            done.append(f"Đã dựng lại {count} hoạt động và chỉ mục tìm kiếm từ nhật ký.")
    if "age" in parts:
        witness.renew(book)
    return done


def _make_right(book: Book, db: Any) -> None:
    have, ought = schema(book), fresh_schema()
    for name, (kind, sql) in have.items():
        if kind in ("index", "trigger", "view") and (name not in ought or ought[name][1] != sql):
            db.execute(f'DROP {kind} "{name}"')
    for name, (kind, sql) in ought.items():
        if kind in ("index", "trigger") and have.get(name, ("", ""))[1] != sql:
            db.execute(sql)


def _drop_unreadable(book: Book, db: Any) -> None:
    db.execute("DELETE FROM drafts WHERE NOT json_valid(content)")
    for _, table, condition in POINTERS:
        db.execute(f"DELETE FROM {table} WHERE {condition}")


def _make_search(db: Any) -> None:
    db.execute("DROP TABLE search")
    db.execute(fresh_schema()["search"][1])
    db.execute("INSERT INTO search(search, rank) VALUES ('secure-delete', 1)")


def _project(book: Book, kinds: Kinds) -> int:
    """Write anew every row or word that is not what the journal says; return how many."""
    projection = Projection(book, kinds)
    book.connection.execute("DELETE FROM search WHERE rowid NOT IN (SELECT id FROM activities)")
    wrong = projection.missing()
    after: int | None = 0
    while after is not None:
        rows, words, after = projection.wrong_rows(after, _PAGE)
        wrong += rows
        wrong += words
    return projection.put_right(wrong)
