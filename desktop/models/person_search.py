"""Every place of a book where a person stands: every text of every table is looked through, so that no place is forgotten.

What becomes of a place when the person asks to be erased is one of WHAT: an attendee's row goes, a local field is emptied,
texts are cut, saves in the journal are redacted; what the law makes the office keep, or what others signed, is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.models.kinds import Kinds
from desktop.models.person_match import Wanted
from desktop.models.person_places import CUT, EMPTIED, GOES, KEPT, PAIRS, REDACTED, Found, Place
from desktop.models.text import date_vi

if TYPE_CHECKING:  # the window reads the shapes here and never the store
    from desktop.models.book import Book

AROUND = 30  # signs shown on each side
_PAGE = 1_000

# Texts that are cut where they stand: table -> its columns and how the place is called.
CUTS: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType({
    "drafts": (("content",), "Bản nháp"), "papers": (("content",), "Giấy đã sửa chữ"),
    "reports": (("content", "subject"), "Báo cáo đang soạn"), "views": (("name", "query"), "Cách xem đã lưu"),
    "import_matches": (("headings", "matches"), "Cột đã nhớ khi nhập"), "imports": (("file",), "Tên tệp đã nhập"),
    "attachments": (("name",), "Tên tệp ảnh"), "parcels": (("file",), "Tên tệp đã gói"),
    "receipts": (("problems",), "Lời của trung tâm về một lần lưu"), "copies": (("file", "fault"), "Tên bản sao lưu"),
    "attendee_lists": (("purpose",), "Mục đích giữ danh sách"), "checks": (("found",), "Kết quả kiểm tra"),
})  # fmt: skip
# Why a text stays: by table and column, else by column, else by table.
REASONS: Mapping[tuple[str, str], str] = MappingProxyType({
    ("", "by"): "Ai đã làm việc này trong sổ", ("", "created_by"): "Ai đã ghi hoạt động", ("", "updated_by"): "Ai đã sửa hoạt động",
    ("accounts", ""): "Tài khoản người dùng: đổi hoặc khóa ở Cài đặt",
    ("issues", ""): "Báo cáo đã phát hành: giữ theo Luật Lưu trữ",
    ("plan_versions", ""): "Văn bản kế hoạch", ("bulletins", ""): "Tin của trung tâm", ("reviews", ""): "Nhận xét của trung tâm",
    ("incidents", ""): "Biên bản sự cố", ("designs", ""): "Mẫu in đã cài", ("redactions", "reason"): "Lý do xóa",
})  # fmt: skip
CUT_SETTINGS = ("templates", "grid/", "plan_draft/", "window")  # what people typed; the rest is about the office itself
_DERIVED = {"activities", "journal", "search"}  # what they hold is told once for each activity


def find(book: Book, kinds: Kinds, person: Wanted, progress: Callable[[int, int], None] = lambda done, whole: None,
         stopped: Callable[[], bool] = lambda: False) -> Found:  # fmt: skip
    """Look through the whole book; ends early, with what was found till then, once `stopped` says so."""
    whole = int(book.query("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM activities)")[0][0])
    spellings: dict[str, None] = {}
    revisions: dict[str, list[int]] = {}
    done = 0
    for rows in _pages(book, "SELECT seq, seq, uid, change FROM journal WHERE seq > ? ORDER BY seq"):
        for _, seq, uid, change in rows:
            if _note(person, change, spellings):
                revisions.setdefault(uid, []).append(seq)
        done += len(rows)
        progress(done, whole)
        if stopped():
            break
    places = [*_of_activities(book, kinds, person, revisions), *_of_tables(book, person, spellings)]
    progress(whole, whole)
    return Found(person, tuple(places), tuple(spellings), MappingProxyType({uid: tuple(seqs) for uid, seqs in revisions.items()}))


def columns(book: Book) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield every table with its key and its columns of text."""
    tables = [name for (name,) in book.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
              if not name.startswith(("sqlite_", "search", "_sqlite"))]  # fmt: skip
    for table in tables:
        facts = book.query(f"SELECT name, type, pk FROM pragma_table_info('{table}')")
        key = tuple(name for name, _, at in sorted(facts, key=lambda one: one[2]) if at)
        yield table, key, tuple(name for name, kind, _ in facts if kind == "TEXT")


def local_fields(kinds: Kinds, kind: str) -> frozenset[str]:
    """Return the fields of a kind that never leave this PC: names and phones."""
    return frozenset(one.name for one in kinds[kind].fields if one.local) if kind in kinds else frozenset()


def _of_activities(book: Book, kinds: Kinds, person: Wanted, revisions: Mapping[str, list[int]]) -> Iterator[Place]:
    from desktop.models.activities import Activities

    store = Activities(book, kinds)
    shown = {uid for (uid,) in book.query("SELECT uid FROM activities")}
    for uid, seqs in revisions.items():
        activity = store.get(uid) if uid in shown else None
        title = f"{activity.title}, {date_vi(str(activity.values.get('starts_on', '')))}" if activity else uid[:12]
        if activity is not None:
            kind = kinds.known(activity.kind)
            own = local_fields(kinds, activity.kind)
            labels = {one.name: one.label for one in kind.fields}
            was_sent = bool(book.query("SELECT 1 FROM receipts JOIN journal USING (seq) WHERE uid = ? LIMIT 1", (uid,)))
            speaking = {name for name, value in activity.values.items() if person.in_value(value)}
            theirs = {PAIRS[name] for name in speaking & own if name in PAIRS and activity.values.get(PAIRS[name])}
            for name, value in activity.values.items():
                if name in speaking | theirs:
                    words = _around(person, value) if name in speaking else str(value)
                    what = EMPTIED if name in own else CUT
                    yield Place("activities", (uid, name), f"{title}: {labels.get(name, name)}", words, what, uid,
                                sent=was_sent and name not in own)  # fmt: skip
        yield Place("journal", (uid,), f"{title}: lịch sử các lần lưu", "", REDACTED, uid, len(seqs))


def _of_tables(book: Book, person: Wanted, spellings: dict[str, None]) -> Iterator[Place]:
    for table, key, texts in columns(book):
        if table == "journal":
            texts = ("by",)
        elif table == "activities":
            texts = ("created_by", "updated_by")
        elif table == "attendees":
            yield from _attendees(book, person, spellings)
            continue
        if not texts or not key:
            continue
        if table in _DERIVED or texts == ("by",):
            yield from _counted(book, person, table, texts, spellings)
            continue
        for row in book.query(f"SELECT {', '.join((*key, *texts))} FROM {table}"):
            for name, text in zip(texts, row[len(key) :], strict=True):
                if isinstance(text, str) and _note(person, text, spellings):
                    yield _place(table, name, row[: len(key)], text, person)


def _counted(book: Book, person: Wanted, table: str, texts: tuple[str, ...], spellings: dict[str, None]) -> Iterator[Place]:
    """Yield one place for all rows that say who did something."""
    for name in texts:
        count = 0
        for text, times in book.query(f"SELECT {name}, count(*) FROM {table} GROUP BY {name}"):
            count += times if text and _note(person, text, spellings) else 0
        if count:
            yield Place(table, (name,), REASONS[("", name)], "", KEPT, count=count)


def _place(table: str, name: str, key: tuple[Any, ...], text: str, person: Wanted) -> Place:
    words = _around(person, text)
    if table == "settings":
        if str(key[0]).startswith(CUT_SETTINGS):
            return Place(table, (name, *key), "Mẫu điền sẵn, bảng nhập dở", words, CUT)
        shown = " ".join(next(person.hits(text)).group().split())  # the rest is not about them
        return Place(table, (name, *key), "Người đang dùng máy" if key[0] == "office" else "Cài đặt của đơn vị", shown, KEPT)
    if table in CUTS and name in CUTS[table][0]:
        return Place(table, (name, *key), CUTS[table][1], words, CUT)
    reason = REASONS.get((table, name)) or REASONS.get(("", name)) or REASONS.get((table, "")) or f"Chỗ khác ({table})"
    return Place(table, (name, *key), reason, words, KEPT)


def _attendees(book: Book, person: Wanted, spellings: dict[str, None]) -> Iterator[Place]:
    rows = book.query(
        "SELECT p.uid, p.n, p.name, p.phone, p.content, coalesce(a.title, ''), coalesce(a.starts_on, '') FROM attendees AS p "
        "LEFT JOIN activities AS a USING (uid) ORDER BY p.uid, p.n")  # fmt: skip
    for uid, n, name, phone, content, title, day in rows:
        text = " · ".join(filter(None, (name, json.loads(content).get("unit", ""), phone)))
        if _note(person, text, spellings):
            yield Place("attendees", (uid, n), f"Danh sách người dự: {title}, {date_vi(day)}", text, GOES, uid)


def _pages(book: Book, sql: str) -> Iterator[list[tuple[Any, ...]]]:
    last = 0
    while rows := book.query(f"{sql} LIMIT {_PAGE}", (last,)):
        yield rows
        last = rows[-1][0]


def _note(person: Wanted, text: str, spellings: dict[str, None]) -> bool:
    found = False
    for hit in person.hits(text):
        spellings.setdefault(" ".join(hit.group().split()))
        found = True
    return found


def _around(person: Wanted, value: Any) -> str:
    """Return the words around the first place in a text, or in plain data."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    hit = next(person.hits(text), None)
    if hit is None:
        return ""
    start, end = max(0, hit.start() - AROUND), hit.end() + AROUND
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
