"""The copies of the book as window and console ask for them; what makes and reads them is imported at first use."""

import json
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.models.book import FILE, Book
from desktop.models.errors import AppError, Damaged, InputError, KeyMissing, StoreError
from desktop.models.files import told
from desktop.models.text import number_vi
from desktop.ui.desk_copies import CopiesState

if TYPE_CHECKING:
    from desktop.models.copies import Copies, Second
    from desktop.models.copy_files import Copy
    from desktop.models.packaged import Facts

SCRATCH = ".look-"
LEFT_BEHIND, HOUR = (".look-*", ".drill-*", ".backup-*", f"{FILE}.restored*"), 3600.0
YEAR = timedelta(days=365)
KEPT = timedelta(days=25)  # erased personal data lives on in copies no longer than 30 days, a week of holidays included
_OTHER = "Bản sao lưu này được khóa bằng khóa cũ của sổ: hãy gõ mã trên phiếu khôi phục in vào thời gian đó."

Pause = Callable[[], None]


class Ready(NamedTuple):
    """Everything that going back to a copy needs once nobody has the book open; `key` None where it is the book's own."""

    folder: Path
    source: Path
    key: bytes | None
    known: tuple[str, ...] = ()  # earlier keys, in hex: older copies go on opening on this PC
    second: Mapping[str, str] | None = None  # where the second place is
    copied: bool = False  # the book as it was is a copy of its own


class Copying:
    """The copies of one open book; `drives` are the folders of the sticks that are plugged in, `may` says why somebody may
    not do an act of models.accounts.ACTS ("" when they may): whoever goes back changes what everybody did.
    """

    def __init__(self, book: Book, drives: Callable[[], Iterable[Path]] = lambda: (),
                 may: Callable[[str], str] = lambda act: "") -> None:  # fmt: skip
        self._book, self._drives, self._may = book, drives, may

    def state(self) -> CopiesState:
        """Return how the copies are, every one of them read."""
        from desktop.models import copy_files

        store = self._store()
        found = store.all()
        return self._told(found, store.second(), copy_files.total(found))

    def brief(self) -> CopiesState:
        """Return how the copies are without looking at any disk; `copies` is then empty."""
        from desktop.models.copies import SECOND, Second

        kept = self._book.setting(SECOND)
        if not kept:
            return self._told([], None, "")

        last = datetime.fromisoformat(kept["last"]) if kept.get("last") else None
        return self._told([], Second(Path(kept["folder"]), False, last), "")

    def make(self, why: str, pause: Pause = lambda: None) -> "Copy | None":
        """Make a copy where there is something to keep; None where nothing changed or the book is still empty.

        Raises StoreError or Damaged; the copies there were stay as they were.
        """
        if why != "hand" and not self._book.query("SELECT 1 FROM journal UNION ALL SELECT 1 FROM drafts LIMIT 1"):
            return None
        return self._store().make(why, pause=pause)

    def bring(self, pause: Pause = lambda: None) -> Path | None:
        """Carry the newest copy to the second place where that was plugged in meanwhile; return where to, None for nothing."""
        if not self._book.setting("second_place"):
            return None
        brought = self._store().bring(pause=pause)
        if brought is not None:
            self.expire_erased()
        return brought

    def tidy(self) -> None:
        """Put away what a program that was killed on its way back left beside the book."""
        from desktop.models import typed

        if not self._book.harm.seen:
            typed.take(self._book)
        with told(self._book.folder):
            for pattern in LEFT_BEHIND:
                for path in self._book.folder.glob(pattern):
                    if time.time() - path.stat().st_mtime > HOUR:
                        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        self.expire_erased()

    def expire_erased(self) -> int:
        """Remove the copies from before an erasure of personal data once it is KEPT days old; return how many files went.

        A newer copy is made first where there is none.
        """
        last = self._book.query("SELECT max(at) FROM erasures WHERE at < ?", ((datetime.now(UTC) - KEPT).isoformat(),))[0][0]
        before = _moment(last) if last else None
        if before is None:
            return 0
        store = self._store()
        there = store.all()
        if all(one.at >= before for one in there):
            return 0
        if not any(one.at >= before and one.place == "pc" for one in there):
            store.make("import")
        return store.expire(before)

    def choose(self, folder: Path | None) -> None:
        """Take a folder as the second place and bring a copy there at once; None gives it up. Raises InputError."""
        self._refuse()
        store = self._store()
        store.choose(folder)
        if folder is not None and store.make("auto") is None and not store.all():
            store.make("hand")

    def expire(self, before: datetime) -> int:
        """Remove what was made before a moment, as erased personal data needs it; return how many files went."""
        return self._store().expire(before)

    def look(self, source: Path) -> "Copy":
        """Return what a file says of itself. Raises InputError when it is no copy of this book."""
        from desktop.models import copy_files, keys

        found = copy_files.read(source)
        if found.book != keys.read_mark(self._book.folder).book:
            raise InputError(f"«{source.name}» là bản sao lưu của sổ khác: hãy chọn bản sao của sổ này.")
        return found

    def preview(self, source: Path, code: str = "") -> Any:
        """Return what going back to a copy would change (desktop.models.comparing.Preview).

        Raises InputError, KeyMissing (a code from paper is needed), StoreError for a damaged copy.
        """
        from desktop.models import backup, comparing, snapshot

        self.look(source)
        key = self._key(source, code)
        snapshot.refuse_full(self._book.folder / FILE, source.stat().st_size)
        scratch = self._book.folder / f"{SCRATCH}{secrets.token_hex(4)}"
        try:
            copy = backup.open_copy(source, scratch, key)
            try:
                return comparing.preview(self._book, copy)
            finally:
                copy.close()
        finally:
            backup.drop(scratch)

    def ready(self, source: Path, code: str = "") -> Ready:
        """Keep the book as it is now as a copy of its own, and what is being typed beside it; return what `go_back` needs.

        A damaged book cannot be copied: its file is set aside instead, as `go_back` does for every book.
        """
        from desktop.models import typed
        from desktop.models.copies import SECOND
        from desktop.models.rekeying import RETIRED

        self._refuse()
        self.look(source)
        key = self._key(source, code)
        copied = False
        with suppress(Damaged):
            copied = self._store().make("restore") is not None
        typed.put_beside(self._book)
        known = (*self._book.setting(RETIRED, ()), *([key.hex()] if key != self._book.key else []))
        return Ready(self._book.folder, source, key if key != self._book.key else None, known, self._book.setting(SECOND),
                     copied)  # fmt: skip

    def drill(self, progress: Callable[[int, int], None] = lambda done, whole: None,
              stopped: Callable[[], bool] = lambda: False) -> Any:  # fmt: skip
        """Bring back the newest copy of each place beside the book and compare (desktop.drilling.Report); note it."""
        from desktop import drilling

        store = self._store()
        if not store.all():
            store.make("hand")
        return drilling.drill(self._book, store.all(), store.second(), progress=progress, stopped=stopped)

    def drill_paper(self, report: Any) -> bytes:
        """Return the report of a drill on paper."""
        from desktop.drilling import PLACES
        from desktop.models.thinning import WHYS
        from desktop.printing import drill

        places = tuple(drill.Place(PLACES[one.place], one.name, one.made, WHYS[one.why], one.size, one.saves, one.activities,
                                   one.photos, one.since, one.strange, one.sheet, one.brought, one.looked, one.fault)
                       for one in report.tried)  # fmt: skip
        return drill.record(drill.Facts(report.unit, report.person, report.at, report.saves, report.activities, report.photos,
                                        report.fingerprint, places, report.second, report.verdict, report.well))  # fmt: skip

    # Inside

    def _refuse(self) -> None:
        if refused := self._may("manage"):
            raise InputError(refused)

    def _store(self) -> "Copies":
        from desktop.models.copies import Copies

        return Copies(self._book, drives=self._drives)

    def _told(self, found: "list[Copy]", second: "Second | None", room: str) -> CopiesState:
        from desktop.models.copies import LATE

        now = datetime.now(UTC)
        query = self._book.query
        tried = query("SELECT at, fault FROM copies WHERE place = 'pc' ORDER BY n DESC LIMIT 1")
        good = query("SELECT at FROM copies WHERE place = 'pc' AND fault = '' ORDER BY n DESC LIMIT 1")
        away = query("SELECT fault FROM copies WHERE place = 'second' ORDER BY n DESC LIMIT 1")
        drilled = query("SELECT at, found FROM checks WHERE what = 'drill' ORDER BY n DESC LIMIT 1")
        since = query("SELECT at FROM journal ORDER BY seq LIMIT 1")
        at = _moment(drilled[0][0]) if drilled else None
        first = _moment(since[0][0]) if since else None
        begun = at or first
        late = second is None or second.last is None or now - second.last > LATE
        ends = [*([_moment(good[0][0])] if good else []), *(one.at for one in found if one.place == "pc")]
        return CopiesState(found, second, late, room, (tried and tried[0][1]) or (away and away[0][0]) or "",
                           max((end for end in ends if end), default=None), at, bool(drilled) and not json.loads(drilled[0][1]),
                           begun is not None and now - begun > YEAR,
                           second is None and first is not None and now - first > LATE)  # fmt: skip

    def _key(self, source: Path, code: str) -> bytes:
        """Return the key that opens a copy: the book's own, an earlier one of it, or the one a code from paper opens."""
        from desktop.models import keys, packaged, rekeying

        facts: Facts = packaged.read(source)
        if code:
            return keys.unlock(facts.slots, recovery=code)
        if not facts.slots or keys.fits(facts.slots, self._book.key):
            return self._book.key
        found = rekeying.retired(self._book.connection, facts.slots)
        if found is None:
            raise KeyMissing(_OTHER)
        return found


def go_back(ready: Ready) -> list[str]:
    """Put a copy in place of the book, and what was being typed into it; return in words what was done.

    Nobody may have the book open. Raises StoreError or InputError: the book is then as it was.
    """
    from desktop.models import backup, typed, witness
    from desktop.models.copies import SECOND
    from desktop.models.rekeying import RETIRED

    try:
        count = backup.restore(ready.folder, ready.source, key=ready.key, aside=not ready.copied)
    except AppError:
        _take_typed(ready.folder)
        raise
    with Book.open(ready.folder) as book:
        kept = typed.take(book)
        earlier = dict.fromkeys([*book.setting(RETIRED, ()), *ready.known])
        if earlier and list(earlier) != book.setting(RETIRED):
            book.set(RETIRED, list(earlier))
        if ready.second is not None:
            book.set(SECOND, ready.second)
        witness.renew(book)
    said = [f"Đã khôi phục {number_vi(count)} lần lưu. Lần gửi tới, những gì trung tâm đã nhận sẽ tự về lại."]
    if ready.copied:
        said.append("Sổ trước khi khôi phục được giữ thành một bản sao «trước khi khôi phục»: chọn bản đó là quay lại được.")
    else:
        said.append("Tệp sổ cũ được cất nguyên trong thư mục backups.")
    if kept:
        said.append(f"{number_vi(kept)} bản nháp đang viết dở vẫn còn.")
    return said


def _take_typed(folder: Path) -> None:
    """Take the drafts back into the book that stayed; where even that fails, the next start does it."""
    from desktop.models import typed

    try:
        with Book.open(folder) as book:
            typed.take(book)
    except StoreError:
        return


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None
