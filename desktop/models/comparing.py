"""What going back to a copy would change: which activities would be gone, go back to older words, or come again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desktop.models.book import Book
from desktop.models.text import number_vi

GONE, OLDER, AGAIN = "gone", "older", "again"


@dataclass(frozen=True, slots=True)
class Change:
    """One activity that would be another: `what` is GONE, OLDER or AGAIN; `saves` how many saves of it; `unsent` of these."""

    uid: str
    what: str
    kind: str
    title: str
    at: str
    saves: int
    unsent: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a copy would bring: the changes, what was never sent first; drafts and set-aside things stay out of it."""

    changes: Sequence[Change]
    saves: int  # in the copy
    lost: int  # saves that are not in the copy
    unsent: int  # of these, saves nobody else has

    @property
    def sentence(self) -> str:
        """The preview in one sentence."""
        if not self.changes:
            return "Bản sao này giống hệt sổ đang có: khôi phục không đổi gì."
        count = {what: sum(one.what == what for one in self.changes) for what in (GONE, OLDER, AGAIN)}
        parts = [f"{number_vi(count[GONE])} hoạt động ghi sau bản sao sẽ không còn"] if count[GONE] else []
        parts += [f"{number_vi(count[OLDER])} hoạt động quay về nội dung cũ"] if count[OLDER] else []
        parts += [f"{number_vi(count[AGAIN])} hoạt động trở lại"] if count[AGAIN] else []
        said = "; ".join(parts)
        tail = (f" {number_vi(self.unsent)} lần lưu trong đó chưa gửi nên chỉ còn trong bản cất giữ." if self.unsent
                else " Những gì đã gửi sẽ được trung tâm trả về ở lần gửi tới." if self.lost else "")  # fmt: skip
        return f"{said[:1].upper()}{said[1:]}.{tail}"


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
