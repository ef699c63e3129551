"""Is the book whole? Every page, every index, every row by what it was made of; in slices, so that nobody waits for it.

A check goes through `PARTS` in order. Each part is a generator that stops after every slice; where it stands is plain
data (`Check.place`), so that a check which was interrupted by work, or by the end of the day, goes on from there.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop.models import engine, published, totals, witness
from desktop.models.book import FILE, Book
from desktop.models.errors import AppError, Damaged, StoreError
from desktop.models.journal import Journal, now
from desktop.models.kinds import Kinds
from desktop.models.pages import SIZE, Pages
from desktop.models.projection import Projection
from desktop.models.text import number_vi

BROKEN, SMALL = "broken", "small"  # data is lost or in danger; something made of the data is wrong and can be made anew
PARTS = ("pages", "structure", "schema", "journal", "activities", "photos", "kept", "sums", "age")
END = "end"
SETTING = "check"  # where an unfinished check stands
_SLICE_PAGES, _SLICE_ROWS, _SLICE_BYTES = 1_000, 200, 4 * 2**20
_STEPS = 20_000  # instructions of SQLite between two looks at whether somebody works

# Columns that hold JSON, by table; what cannot be read there would stop a page of the window.
JSON = (("settings", "value"), ("drafts", "content"), ("receipts", "problems"), ("papers", "content"), ("reports", "content"),
        ("issues", "report"), ("issues", "figures"), ("import_matches", "matches"), ("views", "query"), ("views", "columns"),
        ("attendees", "content"), ("incidents", "content"), ("erasures", "counts"), ("bucket_sums", "sums"),
        ("bulletins", "body"), ("reviews", "remarks"))  # fmt: skip
# Rows that point at others: what they are called, the table, and the condition under which they point at nothing.
POINTERS = (
    ("biên nhận", "receipts", "seq NOT IN (SELECT seq FROM journal)"),
    ("biên nhận không còn bản gốc", "receipts", "row IS NOT NULL AND batch NOT IN (SELECT batch FROM sealed_receipts)"),
    ("lượt duyệt", "approvals", "uid NOT IN (SELECT uid FROM journal)"),
    ("dòng nhập", "import_rows", "uid NOT IN (SELECT uid FROM journal)"),
    ("danh sách người dự", "attendees", "uid NOT IN (SELECT uid FROM attendee_lists)"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    `part` is one of PARTS, `severity` BROKEN or SMALL, `mend` says how it is mended: "in place", "salvage" (the readable
    rows into a fresh book) or "copy" (only a copy or the centre has it); `count` how many rows or pages.
    """

    part: str
    severity: str
    sentence: str
    mend: str
    count: int = 1
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What a whole check found: `revisions` and `activities` seen, `pages` judged, `seconds` it took."""

    found: tuple[Finding, ...] = ()
    revisions: int = 0
    activities: int = 0
    pages: int = 0
    seconds: float = 0.0

    @property
    def damaged(self) -> bool:
        """Whether data is lost or in danger: such a book is not copied over a good copy."""
        return any(one.severity == BROKEN for one in self.found)

    @property
    def whole(self) -> bool:
        """Whether nothing at all was found."""
        return not self.found

    @property
    def sentence(self) -> str:
        """What to tell a person, the worst first."""
        if self.whole:
            return (f"Sổ nguyên vẹn: {number_vi(self.revisions)} lần lưu của {number_vi(self.activities)} hoạt động, "
                    "chuỗi nhật ký liền mạch.")  # fmt: skip
        return sorted(self.found, key=lambda one: one.severity != BROKEN)[0].sentence

    @property
    def in_place(self) -> bool:
        """Whether everything found can be mended inside this file."""
        return all(one.mend == "in place" for one in self.found)


class Check:
    """One check under way: `step` does a slice and tells whether there is more; `place` is where it stands."""

    def __init__(self, book: Book, kinds: Kinds | None = None, *, place: dict[str, Any] | None = None) -> None:
        self._book, self._given = book, kinds
        kept = place or {}
        self._at: dict[str, Any] = {"part": PARTS[0], "after": 0} | {
            name: value for name, value in kept.items() if name not in ("found", "seen", "seconds")}  # fmt: skip
        self._found = [Finding(**one | {"names": tuple(one["names"])}) for one in kept.get("found", [])]
        self._seen = {"revisions": 0, "activities": 0, "pages": 0} | kept.get("seen", {})
        self._seconds = float(kept.get("seconds", 0.0))
        self._path = Path(book.query("PRAGMA database_list")[0][2])
        self._in_place = self._path.name == FILE and self._path.parent.resolve() == book.folder.resolve()
        self._slices = self._all()

    @property
    def place(self) -> dict[str, Any]:
        """Where the check stands, as plain data."""
        return {**self._at, "found": [asdict(one) for one in self._found], "seen": self._seen, "seconds": self._seconds}

    @property
    def done(self) -> int:
        """How many of PARTS were looked at."""
        return PARTS.index(self._at["part"]) if self._at["part"] in PARTS else len(PARTS)

    @property
    def findings(self) -> Findings:
        """What was found so far."""
        return Findings(tuple(self._found), **self._seen, seconds=self._seconds)

    def step(self) -> bool:
        """Do one slice; return False once everything was looked at."""
        begun = time.perf_counter()
        try:
            more = next(self._slices, None) is not None
        except Damaged as fault:
            # What cannot be read at all ends the check: the rest is for the salvage to see.
            self._tell(self._at["part"], BROKEN, fault.sentence, "salvage")
            more = False
        except (ValueError, KeyError, TypeError) as fault:
            # Rows no program of ours writes: whatever was to be read of them is not there.
            self._tell(self._at["part"], BROKEN, "Trong sổ có dòng không đọc được: hãy bấm «Sửa sổ».", "salvage",
                       names=(type(fault).__name__,))  # fmt: skip
            more = False
        finally:
            self._seconds += time.perf_counter() - begun
        return more

    def run(self, stopped: Callable[[], bool] = lambda: False) -> bool:
        """Go on until everything was looked at (True) or `stopped` says so (False)."""
        self._book.connection.set_progress_handler(lambda: int(stopped()), _STEPS)
        try:
            while not stopped():
                if not self.step():
                    return True
        except engine.Fault as fault:
            if "interrupt" not in str(fault):  # the part that was interrupted begins anew next time
                raise
        finally:
            self._book.connection.set_progress_handler(None, 0)
        return False

    def _all(self) -> Iterator[bool]:
        begin = self.done
        for number, part in enumerate(PARTS[begin:], start=begin):
            for _ in getattr(self, f"_{part}")():
                yield True
            self._at = {"part": PARTS[number + 1] if number + 1 < len(PARTS) else END, "after": 0}
            if part in ("pages", "structure") and any(one.severity == BROKEN for one in self._found):
                return
            yield True

    def _tell(self, part: str, severity: str, sentence: str, mend: str, count: int = 1, names: Sequence[str] = ()) -> None:
        if count:
            self._found.append(Finding(part, severity, sentence, mend, count, tuple(names)[:20]))

    # Parts

    def _pages(self) -> Iterator[bool]:
        path = self._path
        declared = self._book.query("PRAGMA page_count")[0][0]
        suspects: list[int] = self._at.setdefault("suspects", [])
        with Pages(path, self._book.key) as pages:
            first, last = self._at["after"] + 1, pages.count
            for start in range(first, last + 1, _SLICE_PAGES):
                upto = min(last, start + _SLICE_PAGES - 1)
                suspects += pages.unsound(range(start, upto + 1))
                self._at["after"] = upto
                yield True
            short = declared - pages.count
        # A page may have been written while it was read: what is still wrong when read again is damaged.
        for _ in range(2):
            if suspects:
                with Pages(path, self._book.key) as pages:
                    suspects = list(pages.unsound(one for one in suspects if one <= pages.count))
        if short > 0:
            with Pages(path, self._book.key) as pages:
                short = self._book.query("PRAGMA page_count")[0][0] - pages.count
        self._seen["pages"] = declared
        if suspects or short > 0:
            count = len(suspects) + max(0, short)
            size = number_vi(count * SIZE // 1024)
            self._book.harm.note(f"{count} pages")
            self._tell("pages", BROKEN, f"Tệp sổ hỏng {number_vi(count)} trang trong {number_vi(declared)} (khoảng {size} KB): "
                       "hãy bấm «Sửa sổ»; tệp hỏng được giữ lại nguyên vẹn.", "salvage", count)  # fmt: skip

    def _structure(self) -> Iterator[bool]:
        rows = [str(row[0]) for row in self._book.query("PRAGMA integrity_check") if row[0] != "ok"]
        lacking = {row.rsplit(" ", 1)[-1] for row in rows if "missing from index" in row}
        # An index that knows more than its table: a page of the table is an older one, and rows of it are gone.
        index = [row for row in rows if "missing from index" in row
                 or ("wrong # of entries in index" in row and row.rsplit(" ", 1)[-1] in lacking)]  # fmt: skip
        words = [row for row in rows if "fts5" in row.lower() or "inverted index" in row]
        rest = [row for row in rows if row not in index and row not in words]
        if words:
            self._tell("structure", SMALL, "Chỉ mục tìm kiếm bị hỏng: bấm «Sửa sổ» để lập lại từ các hoạt động.", "in place",
                       names=("search",))  # fmt: skip
        if index:
            self._tell("structure", SMALL, "Chỉ mục của sổ không khớp các dòng: bấm «Sửa sổ» để lập lại.", "in place",
                       len(index), ("index",))  # fmt: skip
        if rest:
            self._book.harm.note(rest[0])
            self._tell("structure", BROKEN, "Các trang của tệp sổ không còn khớp nhau: hãy bấm «Sửa sổ»; tệp hỏng được giữ lại "
                       "nguyên vẹn.", "salvage", len(rest), rest)  # fmt: skip
        yield from ()

    def _schema(self) -> Iterator[bool]:
        have, ought = schema(self._book), fresh_schema()
        wrong = sorted(name for name, (_, sql) in ought.items() if have.get(name, ("", ""))[1] != sql)
        odd = sorted(name for name in have if name not in ought)
        tables = [name for name in wrong if ought[name][0] == "table"]
        others = [name for name in (*wrong, *odd) if name not in tables]
        if tables:
            self._tell("schema", BROKEN, f"Sổ thiếu hoặc sai bảng {', '.join(tables[:3])}: hãy bấm «Sửa sổ».", "salvage",
                       len(tables), tables)  # fmt: skip
        if others:
            self._tell("schema", SMALL, f"Ràng buộc hoặc chỉ mục của sổ bị gỡ hay sửa ({', '.join(others[:3])}): bấm «Sửa sổ» "
                       "để đặt lại.", "in place", len(others), others)  # fmt: skip
        yield from ()

    def _journal(self) -> Iterator[bool]:
        self._seen["revisions"] = self._book.query("SELECT count(*) FROM journal")[0][0]
        try:
            Journal(self._book).verify()
        except Damaged:
            raise
        except StoreError as fault:
            self._tell("journal", BROKEN, fault.sentence, "copy", names=(fault.details,) if fault.details else ())
        yield from ()

    def _activities(self) -> Iterator[bool]:
        projection = Projection(self._book, self._kinds)
        if self._at["after"] == 0:
            gone, odd = projection.missing(), projection.strangers()
            self._tell("activities", SMALL, f"{number_vi(len(gone))} hoạt động có trong nhật ký mà không hiện trong danh sách: bấm "
                       "«Sửa sổ» để dựng lại từ nhật ký.", "in place", len(gone), gone)  # fmt: skip
            self._tell("activities", BROKEN, f"{number_vi(len(odd))} hoạt động trong danh sách không có lần lưu nào trong nhật ký: "
                       "hãy bấm «Sửa sổ».", "salvage", len(odd), odd)  # fmt: skip
            self._at.update(after=1, wrong=0, unfound=0, names=[], unsaid=[])
            yield True
        while True:
            wrong, unfound, after = projection.wrong_rows(self._at["after"], _SLICE_ROWS)
            if after is None:
                break
            self._at["wrong"] += len(wrong)
            self._at["unfound"] += len(unfound)
            self._at["names"] = (self._at["names"] + wrong)[:20]
            self._at["unsaid"] = (self._at["unsaid"] + unfound)[:20]
            self._at["after"] = after
            yield True
        self._seen["activities"] = self._book.query("SELECT count(*) FROM activities")[0][0]
        unknown = self._book.query("SELECT count(*) FROM search WHERE rowid NOT IN (SELECT id FROM activities)")[0][0]
        self._tell("activities", SMALL, f"{number_vi(self._at['wrong'])} hoạt động hiện khác với nhật ký của chính nó: bấm «Sửa "
                   "sổ» để dựng lại từ nhật ký.", "in place", self._at["wrong"], self._at["names"])  # fmt: skip
        self._tell("activities", SMALL, f"Chỉ mục tìm kiếm chưa khớp {number_vi(self._at['unfound'] + unknown)} hoạt động: bấm "
                   "«Sửa sổ» để lập lại.", "in place", self._at["unfound"] + unknown, (*self._at["unsaid"], "search"))  # fmt: skip

    def _photos(self) -> Iterator[bool]:
        tables = (("attachments", "ảnh minh chứng"), ("paper_photos", "ảnh trên giấy in"))
        spoilt: list[list[str]] = self._at.setdefault("spoilt", [[], []])
        for number, (table, _) in enumerate(tables):
            if number < self._at.setdefault("table", 0):
                continue
            sql = f"SELECT rowid, sha256, data FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1"
            read = 0
            while rows := self._book.query(sql, (self._at["after"],)):
                rowid, digest, data = rows[0]
                if hashlib.sha256(data).hexdigest() != digest:
                    spoilt[number].append(digest)
                self._at["after"], read = rowid, read + len(data)
                if read > _SLICE_BYTES:
                    read = 0
                    yield True
            self._at.update(table=number + 1, after=0)
        for (_, called), lost in zip(tables, spoilt, strict=True):
            self._tell("photos", BROKEN, f"{number_vi(len(lost))} {called} không còn như lúc lưu: hãy bấm «Sửa sổ» để lấy lại từ "
                       "bản sao lưu.", "copy", len(lost), lost)  # fmt: skip

    def _kept(self) -> Iterator[bool]:
        for table, column in JSON:
            count = self._book.query(f"SELECT count(*) FROM {table} WHERE NOT json_valid({column})")[0][0]
            mend = "in place" if table in ("drafts", "bucket_sums") else "copy"
            self._tell("kept", SMALL if mend == "in place" else BROKEN, f"{number_vi(count)} mục đã giữ trong sổ không đọc được "
                       f"({table}): hãy bấm «Sửa sổ».", mend, count, (table,))  # fmt: skip
        office = self._book.setting("office") or {}
        if not {"unit", "device", "incarnation"} <= set(office):
            self._tell("kept", BROKEN, "Sổ không còn ghi rõ là của đơn vị nào: hãy bấm «Sửa sổ».", "copy", names=("office",))
        for called, table, condition in POINTERS:
            count = self._book.query(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0]
            self._tell("kept", SMALL, f"{number_vi(count)} {called} không còn chỉ vào đâu: bấm «Sửa sổ» để bỏ; cái nào trung "
                       "tâm có sẽ được hỏi lại.",
                       "in place", count, (table,))  # fmt: skip
        yield from ()

    def _sums(self) -> Iterator[bool]:
        wrong = []
        for (number,) in self._book.query("SELECT bucket FROM buckets ORDER BY bucket"):
            window = totals.bounds(number)
            if _told(totals.groups(self._book, window)[0]) != _told(totals.plainly(self._book, *window)):
                wrong.append(str(number))
            yield True
        self._tell("sums", SMALL, f"Số liệu cộng sẵn của {number_vi(len(wrong))} nửa tháng không khớp các hoạt động: bấm «Sửa sổ» "
                   "để cộng lại.", "in place", len(wrong), wrong)  # fmt: skip

    def _age(self) -> Iterator[bool]:
        # A copy is older than the book it was made of, and has every right to be.
        said = witness.compare(self._book) if self._in_place else ""
        if said:
            self._tell("age", BROKEN, said, "copy")
        elif self._in_place:
            count = witness.older_drafts(self._book)
            self._tell("age", SMALL, f"{number_vi(count)} bản nháp cũ hơn bản đã giữ (đồng hồ bị vặn lùi, hoặc một trang của sổ là "
                       "bản cũ): hãy xem lại các bản nháp.", "in place", count)  # fmt: skip
        yield from ()

    @property
    def _kinds(self) -> Kinds:
        if self._given is None:
            self._given = published.kinds_of(self._book)
        return self._given


def check(book: Book, kinds: Kinds | None = None) -> Findings:
    """Look at everything at once, over a connection of its own where the file can still be opened."""
    try:
        one = Check(book, kinds)
        one.run()
    except AppError as fault:
        if not isinstance(fault, StoreError):
            raise
        return Findings((Finding("structure", BROKEN, fault.sentence, "salvage"),))
    return one.findings


def require(book: Book, kinds: Kinds | None = None) -> int:
    """Return how many revisions a sound book holds. Raises Damaged with the worst thing that was found."""
    found = check(book, kinds)
    if found.damaged:
        raise Damaged(found.sentence, details=json.dumps([asdict(one) for one in found.found], ensure_ascii=False)[:2000])
    return found.revisions


def keep(book: Book, findings: Findings) -> None:
    """Write a finished check into the book's log of checks and forget where it stood."""
    told = json.dumps([asdict(one) | {"names": []} for one in findings.found], ensure_ascii=False)
    with book.tx() as db:
        db.execute("INSERT INTO checks (at, what, took, found) VALUES (?, 'whole', ?, ?)",
                   [now(), round(findings.seconds * 1000), told])  # fmt: skip
        book.set(SETTING, None)


def last(book: Book) -> tuple[str, int, tuple[Finding, ...]] | None:
    """Return when (UTC, ISO) the last whole check ended, the ms it took and what it found; None before the first."""
    rows = book.query("SELECT at, took, found FROM checks WHERE what = 'whole' ORDER BY n DESC LIMIT 1")
    if not rows:
        return None
    at, took, found = rows[0]
    return at, took, tuple(Finding(**one | {"names": ()}) for one in json.loads(found))


def schema(book: Book) -> dict[str, tuple[str, str]]:
    """Return everything that was made in a book: name → (type, SQL)."""
    rows = book.query("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: (type_, sql) for name, type_, sql in rows}


def fresh_schema() -> dict[str, tuple[str, str]]:
    """Return what the migrations make."""
    from desktop.models import migrations  # sqlite-utils: a tenth of a second only a whole check needs

    fresh = Book(Path(), bytes(32), engine.connect(Path(":memory:"), bytes(32), create=True))
    try:
        with engine.faults():
            migrations.steps.apply(fresh.db)
        return schema(fresh)
    finally:
        fresh.close()


def _told(groups: Sequence[totals.Group]) -> list[str]:
    return sorted(json.dumps([one.kind, one.campaign, one.targets, one.plan_targets, sorted(one.hosts), asdict(one.sum)],
                             sort_keys=True) for one in groups)  # fmt: skip
