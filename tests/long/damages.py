"""Damages of a book's file, at random and seeded; what a book held, to compare; a book worth damaging."""

import hashlib
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.models import witness
from desktop.models.activities import Activities
from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.drafts import Drafts
from desktop.models.outbox import STORED, Outbox, Verdict

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples" / "activities.jsonl"
PAGE, SECTOR = 4096, 512
CONTENT = ("journal", "activities", "receipts", "settings", "drafts", "attachments", "thumbnails", "sealed_receipts",
           "plan_versions", "approvals")  # fmt: skip


class Subject:
    """A book that lived a while: an older copy of it, its file at rest, and its file with a write-ahead log beside it."""

    def __init__(self, folder: Path, kinds: Any, *, count: int = 160, seed: int = 7) -> None:
        self.folder, self.kinds, self.chance = folder, kinds, random.Random(seed)
        self.samples = [json.loads(line) for line in SAMPLES.read_text("utf-8").splitlines() if line.strip()]
        with Book.create(folder, unit="20242", person="Nguyễn Thị Lan") as book:
            self._live(book, count // 2)
        self.old = (folder / "book.db").read_bytes()
        with Book.open(folder) as book:
            self._live(book, count - count // 2)
            witness.keep(book)
        self.rest = (folder / "book.db").read_bytes()
        self.beside = {name: (folder / name).read_bytes() for name in ("book.salt", witness.NAME)}
        self.held = held(folder)
        with Book.open(folder) as book:
            book.connection.execute("PRAGMA wal_autocheckpoint = 0")
            self._live(book, 8)
            self.log_before = (folder / "book.db-wal").read_bytes()
            self._live(book, 8)
            witness.keep(book)
            self.log = (folder / "book.db-wal").read_bytes()
            self.under = (folder / "book.db").read_bytes()
            self.beside_live = {name: (folder / name).read_bytes() for name in ("book.salt", witness.NAME)}
        self.held_live = held(folder)
        other = folder.with_name(f"{folder.name}-other")
        with Book.create(other, unit="20194") as book:
            book.connection.execute("PRAGMA wal_autocheckpoint = 0")
            self._live(book, 8)
            self.foreign = (other / "book.db-wal").read_bytes()

    def _live(self, book: Book, count: int) -> None:
        store, chance = Activities(book, self.kinds), self.chance
        uids = [row[0] for row in book.query("SELECT uid FROM activities")]
        for number in range(count):
            values = dict(chance.choice(self.samples))
            kind = values.pop("kind")
            saved = store.save(kind, values | {"title": f"{values.get('title', '')} {chance.randrange(10**6)}"})
            uids.append(saved.uid)
            if number % 4 == 0:
                again = store.get(chance.choice(uids))
                store.save(again.kind, dict(again.values) | {"title": f"Sửa lần {chance.random()}"}, uid=again.uid)
            if number % 9 == 0:
                Attachments(book).keep(b"\xff\xd8\xff" + chance.randbytes(9_000), "a.jpg", "image/jpeg", b"\xff\xd8\xff")
            if number % 5 == 0:
                Drafts(book).keep(f"d{number % 3}", kind, {"title": str(chance.random())})
        outbox = Outbox(book)
        waiting = outbox.waiting(count)[: count * 2 // 3]
        outbox.settle([Verdict(one.seq, one.uid, one.revision, STORED, row=row) for row, one in enumerate(waiting)], at="2026-07-01T00:00:00+00:00",
                      batch=f"{chance.randrange(2**64):016x}", receipt=chance.randbytes(300))  # fmt: skip

    def lay(self, place: Path, data: bytes, log: bytes | None, beside: dict[str, bytes]) -> Path:
        """Put files into a fresh folder with the key of this book."""
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for name in ("book.json", "book.key", "book.keys"):
            if (self.folder / name).exists():
                shutil.copyfile(self.folder / name, place / name)
        for name, content in beside.items():
            (place / name).write_bytes(content)
        (place / "book.db").write_bytes(data)
        if log is not None:
            (place / "book.db-wal").write_bytes(log)
        return place


def held(folder: Path) -> str:
    """Return a digest of everything of worth in a book."""
    with Book.open(folder) as book:
        told = [sorted(map(repr, book.query(f"SELECT * FROM {table}"))) for table in CONTENT]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def _flip(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    at = chance.randrange(len(spoilt))
    spoilt[at] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _blank(data: bytes, chance: random.Random, size: int, *, noise: bool = False) -> bytes:
    at = chance.randrange(len(data) // size) * size
    return data[:at] + (chance.randbytes(size) if noise else bytes(size)) + data[at + size :]


def _older(subject: Subject, chance: random.Random, many: bool) -> bytes:
    differ = [at for at in range(0, min(len(subject.old), len(subject.rest)), PAGE)
              if subject.old[at : at + PAGE] != subject.rest[at : at + PAGE]]  # fmt: skip
    spoilt = bytearray(subject.rest)
    for at in chance.sample(differ, min(len(differ), chance.randrange(2, 9) if many else 1)):
        spoilt[at : at + PAGE] = subject.old[at : at + PAGE]
    return bytes(spoilt)


def _swapped(data: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.sample(range(len(data) // PAGE), 2))
    pages = [data[at : at + PAGE] for at in range(0, len(data), PAGE)]
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


Damage = Callable[[Subject, random.Random, Path], str]


def _at_rest(spoil: Callable[[Subject, random.Random], bytes]) -> Damage:
    def lay(subject: Subject, chance: random.Random, place: Path) -> str:
        subject.lay(place, spoil(subject, chance), None, subject.beside)
        return subject.held
    return lay


def _alive(spoil: Callable[[Subject, random.Random], tuple[bytes, bytes | None]]) -> Damage:
    def lay(subject: Subject, chance: random.Random, place: Path) -> str:
        data, log = spoil(subject, chance)
        subject.lay(place, data, log, subject.beside_live)
        return subject.held_live
    return lay


DAMAGES: dict[str, Damage] = {
    "one bit": _at_rest(lambda s, r: _flip(s.rest, r)),
    "zeroed sector": _at_rest(lambda s, r: _blank(s.rest, r, SECTOR)),
    "noise in a sector": _at_rest(lambda s, r: _blank(s.rest, r, SECTOR, noise=True)),
    "zeroed page": _at_rest(lambda s, r: _blank(s.rest, r, PAGE)),
    "cut off anywhere": _at_rest(lambda s, r: s.rest[: r.randrange(len(s.rest))]),
    "cut off between pages": _at_rest(lambda s, r: s.rest[: r.randrange(len(s.rest) // PAGE) * PAGE]),
    "two pages exchanged": _at_rest(lambda s, r: _swapped(s.rest, r)),
    "a page of an older copy": _at_rest(lambda s, r: _older(s, r, False)),
    "pages of an older copy": _at_rest(lambda s, r: _older(s, r, True)),
    "the whole older copy": _at_rest(lambda s, r: s.old),
    "log missing": _alive(lambda s, r: (s.under, None)),
    "log of another book": _alive(lambda s, r: (s.under, s.foreign)),
    "log as it was earlier": _alive(lambda s, r: (s.under, s.log_before)),
    "one bit of the log": _alive(lambda s, r: (s.under, _flip(s.log, r))),
    "log cut off": _alive(lambda s, r: (s.under, s.log[: r.randrange(32, len(s.log))])),
    "zeroed sector in the log": _alive(lambda s, r: (s.under, _blank(s.log, r, SECTOR))),
}
