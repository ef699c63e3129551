"""What going back to a copy would change: which activities would be gone, go back to older words, or come again."""

from collections.abc import Callable, Mapping

from desktop.models.book import Book
from desktop.models.differences import AGAIN, GONE, OLDER, Change, Preview


def preview(book: Book, copy: Book) -> Preview:
    """Compare the book as it is with an opened copy of it, save by save."""
    here, there = _saves(book), _saves(copy)
    unsent = {row[0] for row in book.query("SELECT rid FROM journal WHERE seq NOT IN (SELECT seq FROM receipts)")}
    lost = {rid: uid for rid, uid in here.items() if rid not in there}
    back = {rid: uid for rid, uid in there.items() if rid not in here}
    in_copy = set(there.values())
    touched = set(lost.values())
    again = {rid: uid for rid, uid in back.items() if uid not in touched}
    changes = _changes(book, lost, unsent, lambda uid: OLDER if uid in in_copy else GONE)
    changes += _changes(copy, again, set(), lambda uid: AGAIN)
    changes.sort(key=lambda one: (not one.unsent, one.what, one.at))
    return Preview(tuple(changes), len(there), len(lost), sum(rid in unsent for rid in lost))


def _saves(book: Book) -> Mapping[bytes, str]:
    return dict(book.query("SELECT rid, uid FROM journal"))


def _changes(book: Book, saves: Mapping[bytes, str], unsent: set[bytes], what: Callable[[str], str]) -> list[Change]:
    by_uid: dict[str, list[bytes]] = {}
    for rid, uid in saves.items():
        by_uid.setdefault(uid, []).append(rid)
    known = {uid: rest for uid, *rest in book.query("SELECT uid, kind, title, updated_at FROM activities")}
    made = []
    for uid, rids in by_uid.items():
        kind, title, at = known.get(uid, ("", "", ""))
        made.append(Change(uid, what(uid), kind, title, at, len(rids), sum(rid in unsent for rid in rids)))
    return made
