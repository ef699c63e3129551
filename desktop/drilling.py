"""The yearly drill: the newest copy of each place is brought back beside the book, opened, looked at, compared, thrown away."""

import json
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.models import backup, integrity, key_slots, packaged, snapshot
from desktop.models.book import FILE, Book
from desktop.models.copies import Second
from desktop.models.copy_files import Copy
from desktop.models.errors import AppError, StoreError
from desktop.models.files import make_folder, told
from desktop.models.text import number_vi

SCRATCH = ".drill-"
PLACES = {"pc": "Máy này", "second": "Nơi thứ hai"}
STEPS = 4  # of each place


class Stopped(StoreError):
    """The person stopped the drill."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of the newest copy of one place; `fault` is "" where it came back whole.

    `since` are saves of the book made after the copy, `strange` saves in the copy the book has not (it went back since);
    `sheet` is the number of the recovery sheet that opens it (0: none). Seconds are of bringing back, and of looking at all of it.
    """

    place: str
    name: str
    made: str
    size: int
    saves: int = 0
    activities: int = 0
    photos: int = 0
    since: int = 0
    strange: int = 0
    sheet: int = 0
    brought: float = 0.0
    looked: float = 0.0
    fault: str = ""
    why: str = "auto"


@dataclass(frozen=True, slots=True)
class Report:
    """One drill: `at` ISO, `fingerprint` begins the hash of the last save in the book, `second` says what of the second place."""

    unit: str
    person: str
    at: str
    saves: int
    activities: int
    photos: int
    fingerprint: str
    tried: Sequence[Tried]
    second: str

    @property
    def well(self) -> bool:
        """Whether there was a copy and every one came back whole."""
        return bool(self.tried) and not any(one.fault for one in self.tried)

    @property
    def sentence(self) -> str:
        """What to tell a person."""
        if self.well:
            seconds = number_vi(round(sum(one.brought + one.looked for one in self.tried), 1), decimals=1)
            places = " và ".join(PLACES[one.place].lower() for one in self.tried)
            return f"Diễn tập đạt: bản sao ở {places} mở được, nguyên vẹn, khớp với sổ; mất {seconds} giây."
        if not self.tried:
            return "Chưa có bản sao lưu nào để diễn tập: hãy bấm «Sao lưu ngay»."
        bad = next(one for one in self.tried if one.fault)
        return f"Diễn tập chưa đạt ở {PLACES[bad.place].lower()}: {bad.fault}"

    @property
    def verdict(self) -> str:
        """The same for paper, where the faults stand above it."""
        if self.well or not self.tried:
            return self.sentence
        places = " và ".join(PLACES[one.place].lower() for one in self.tried if one.fault)
        return f"diễn tập chưa đạt ở {places}: cần sao lưu lại, hoặc thay USB, ổ đĩa, rồi diễn tập lại."


def drill(book: Book, copies: Sequence[Copy], second: Second | None, *, progress: Callable[[int, int], None],
          stopped: Callable[[], bool]) -> Report:  # fmt: skip
    """Try the newest copy of each place and note it in the book. Nothing of the book itself changes.

    Raises StoreError when the disk has no room for it or the person stopped.
    """
    at = datetime.now(UTC)
    newest = [found for place in PLACES if (found := next((one for one in copies if one.place == place), None))]
    for one in newest[:1]:
        snapshot.refuse_full(book.folder / FILE, one.size)
    tried = []
    for number, one in enumerate(newest):
        def step(done: int, before: int = number * STEPS) -> None:
            if stopped():
                raise Stopped("Đã dừng diễn tập: chưa có gì thay đổi.")
            progress(before + done, len(newest) * STEPS)

        tried.append(_tried(book, one, step))
    count = book.query("SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM activities), "
                       "(SELECT count(*) FROM attachments)")  # fmt: skip
    end = book.query("SELECT chain FROM journal ORDER BY seq DESC LIMIT 1")
    saves, activities, photos = count[0]
    report = Report(book.office.unit.name, book.office.person, at.isoformat(timespec="seconds"), saves, activities, photos,
                    end[0][0].hex()[:16] if end else "", tuple(tried), _told(second))  # fmt: skip
    took = round(sum(one.brought + one.looked for one in tried) * 1000)
    with book.tx() as db:
        db.execute("INSERT INTO checks (at, what, took, found) VALUES (?, 'drill', ?, ?)",
                   [report.at, took, json.dumps([one.fault for one in tried if one.fault] or ([] if tried else [report.sentence]),
                                                ensure_ascii=False)])  # fmt: skip
    return report


def _tried(book: Book, one: Copy, step: Callable[[int], None]) -> Tried:
    made = Tried(one.place, one.path.name, one.at.isoformat(timespec="seconds"), one.size, why=one.why)
    try:
        with _scratch(book.folder) as folder:
            return _compared(book, one, made, folder, step)
    except Stopped:
        raise
    except AppError as fault:
        return replace(made, fault=fault.sentence)


def _compared(book: Book, one: Copy, made: Tried, folder: Path, step: Callable[[int], None]) -> Tried:
    """Bring a copy back as a book of its own and look at it as at any book."""
    step(0)
    begun = time.monotonic()
    facts = packaged.read(one.path)
    copy = backup.open_copy(one.path, folder / FILE, _key(book, facts.slots))
    try:
        brought = time.monotonic() - begun
        step(1)
        check = integrity.Check(copy)
        while check.step():
            step(2)
        looked = time.monotonic() - begun - brought
        step(3)
        broken = [found.sentence for found in check.findings.found if found.severity == integrity.BROKEN]
        here, there = ({row[0] for row in side.query("SELECT rid FROM journal")} for side in (book, copy))
        counts = copy.query("SELECT (SELECT count(*) FROM activities), (SELECT count(*) FROM attachments)")[0]
        strange = len(there - here)
        fault = broken[0] if broken else ""
        if not fault and len(there) != facts.revisions:
            fault = "Số lần lưu trong bản sao khác với lúc sao: hãy sao lưu lại."
        about = key_slots.parse(facts.slots) if facts.slots else None
        sheet = about.sheet.number if about and about.sheet else 0
        activities, photos = counts
        return replace(made, saves=len(there), activities=activities, photos=photos, since=len(here - there), strange=strange,
                       sheet=sheet, brought=brought, looked=looked, fault=fault)  # fmt: skip
    finally:
        copy.close()
        step(4)


def _key(book: Book, slots: bytes) -> bytes:
    from desktop.models import keys, rekeying

    if not slots or keys.fits(slots, book.key):
        return book.key
    return rekeying.retired(book.connection, slots) or book.key


def _told(second: Second | None) -> str:
    if second is None:
        return "chưa chọn nơi sao lưu thứ hai"
    if not second.there:
        return "nơi thứ hai chưa cắm lúc diễn tập"
    return ""


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    made = folder / f"{SCRATCH}{secrets.token_hex(4)}"
    make_folder(made)
    try:
        yield made
    finally:
        with told(made):
            shutil.rmtree(made, ignore_errors=True)
