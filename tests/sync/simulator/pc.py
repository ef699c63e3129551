"""A PC of a world: a real book, a hand that edits in it, the real sender, and the ways a disk can fare."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from desktop.models import book as books
from desktop.models.activities import Activities, Activity
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.journal import Journal, Revision
from desktop.models.kinds import Kinds
from desktop.models.outbox import Outbox
from sync import enrolment
from sync.carrier import Carrier
from sync.outgoing import outgoing
from sync.sender import Sender, SendSummary
from sync.wire import WireRevision
from tests.sync.simulator.line import ClientDied
from tests.sync.simulator.ruled import Ruler

FIELDS = ("title", "results", "difficulties", "proposals", "host", "printed")
WORDS = ("tuyên truyền", "dịch vụ công", "trực tuyến", "tổ dân phố", "thanh toán", "điện tử", "VNeID", "chợ")


class FrailBook(Book):
    """A book whose PC may lose its power just before or just after a commit: `doom` counts the commits left."""

    doom = 0

    @contextmanager
    def tx(self) -> Iterator[Any]:
        """As a book's, with an end in it."""
        outer = not self.connection.in_transaction
        with super().tx() as db:
            yield db
            if outer:
                self._count()
        if outer:
            self._count()

    def _count(self) -> None:
        if self.doom:
            self.doom -= 1
            if not self.doom:
                raise ClientDied


class SimPc:
    """One PC over the folder of a book; `name` tells it from the others."""

    def __init__(self, name: str, folder: Path, kinds: Kinds, ruler: Ruler) -> None:
        self.name, self.folder = name, folder
        self._kinds, self._ruler = kinds, ruler
        self.skew = timedelta()
        self.copies: list[Path] = []
        self.replaced: list[tuple[bytes, bytes]] = []  # (revision, the one that a person made from it)
        self.told = 0  # rows of the journal that the world knows of
        self.rise()
        self.unit = self.book.office.unit.code

    def rise(self) -> None:
        """Open the book, as after the power came back."""
        self.book = FrailBook.open(self.folder)
        self.activities = Activities(self.book, self._kinds)
        self.outbox = Outbox(self.book)
        self.journal = Journal(self.book)

    def fall(self) -> None:
        """End without a word."""
        self.book.close()

    def turn(self) -> None:
        """Let this PC's clock be the one that is looked at."""
        self._ruler.skew = self.skew

    # The hand

    def edit(self) -> str:
        """Do one thing a person does; return what."""
        self.turn()
        chance = self._ruler.chance
        uids = [row[0] for row in self.book.query("SELECT uid FROM activities ORDER BY uid")]
        if not uids or chance.random() < 0.35:
            self.activities.save(*_new(self._ruler))
            return "new"
        uid = chance.choice(uids)
        act = chance.choices(("changed", "wrong", "undone", "binned"), (80, 6, 7, 7))[0]
        try:
            self._do(act, uid)
        except InputError:  # locked, or nothing to undo
            return "kept from editing"
        return act

    def _do(self, act: str, uid: str) -> None:
        before = self.activities.get(uid)
        self._act(act, uid, before)
        (made,) = self.activities.get(uid).heads
        self.replaced.extend((head, made) for head in before.heads)

    def _act(self, act: str, uid: str, before: Activity) -> None:
        if act == "undone":
            self.activities.undo(uid)
        elif act == "binned" and before.state == "binned":
            self.activities.restore(uid)
        elif act == "binned":
            self.activities.bin(uid)
        elif act == "wrong":
            # As an older program might: the form here would not let it through.
            with self.book.tx():
                self.activities._refuse_locked(uid)
                self.activities._write(uid, before.kind, {**before.values, **_wrong(before.kind)}, before=before)
        else:
            values = {**before.values, **_sound(before.kind), **_change(self._ruler, before.kind)}
            self.activities.save(before.kind, values, uid=uid)

    # The post

    def send(self, carrier: Carrier) -> SendSummary:
        """Send with the real sender. Raises SyncError, ClientDied."""
        self.turn()
        sender = Sender(self.book, carrier=carrier, clock=self._ruler.seconds, now=self._ruler.local, kinds=self._kinds,
                        width=1)  # fmt: skip
        return sender.send()

    def rids(self) -> set[bytes]:
        """Return the rids of all revisions on this disk."""
        return {bytes(row[0]) for row in self.book.query("SELECT rid FROM journal")}

    def device(self) -> str:
        """Return the id by which the centre knows this PC, "" before it was let in."""
        return str((self.book.setting(enrolment.DEVICE) or {}).get("id", ""))

    def wire(self, revision: Revision) -> WireRevision:
        """Return what leaves this PC of a revision."""
        return outgoing(revision, self._kinds)

    # The disk

    def copy(self) -> None:
        """Keep a copy of the files as they are: a backup that nobody asked the program for."""
        target = self.folder.with_name(f"{self.folder.name}-copy{len(self.copies)}")
        _copy(self.folder, target)
        self.copies.append(target)

    def restore(self, which: int) -> None:
        """Put an earlier copy in place of the files; the program is not told."""
        self.fall()
        for name in (books.FILE, f"{books.FILE}-wal", f"{books.FILE}-shm"):
            (self.folder / name).unlink(missing_ok=True)
        _copy(self.copies[which], self.folder)
        self.rise()
        self.told = self.outbox.last_seq()

    def clone(self, name: str) -> "SimPc":
        """Return another PC with the same disk."""
        target = self.folder.with_name(name)
        _copy(self.folder, target)
        fresh = SimPc(name, target, self._kinds, self._ruler)
        fresh.told = fresh.outbox.last_seq()
        return fresh


def _copy(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for path in sorted(source.iterdir()):
        if path.is_file() and not path.name.endswith("-shm"):
            shutil.copyfile(path, target / path.name)


def _text(ruler: Ruler) -> str:
    return f"{ruler.chance.choice(WORDS)} {ruler.chance.randrange(1000)}"


def _new(ruler: Ruler) -> tuple[str, dict[str, Any]]:
    chance = ruler.chance
    day = f"2026-{chance.randrange(7, 12):02d}-{chance.randrange(1, 29):02d}"
    if chance.random() < 0.6:
        return "DANHGIA", {"title": _text(ruler), "starts_on": day, "model": _text(ruler), "conclusion": "nhanrong"}
    return "TOROI", {"title": _text(ruler), "starts_on": day, "topics": ["dvc"], "audiences": ["nguoidan"],
                     "campaign": "thuongxuyen", "host": "UBND phường", "size": "a5", "printed": 100, "handed_out": 50,
                     "phone": "0905 123 456"}  # fmt: skip


def _change(ruler: Ruler, kind: str) -> dict[str, Any]:
    names = ("title", "results", "model", "panel", "recognition") if kind == "DANHGIA" else (
        "title", "results", "difficulties", "proposals", "person")  # fmt: skip
    return {name: _text(ruler) for name in ruler.chance.sample(names, ruler.chance.choice((1, 1, 1, 2)))}


def _wrong(kind: str) -> dict[str, Any]:
    return {"conclusion": "chẳng có"} if kind == "DANHGIA" else {"handed_out": 101, "printed": 100}


def _sound(kind: str) -> dict[str, Any]:
    return {"conclusion": "nhanrong"} if kind == "DANHGIA" else {"handed_out": 50, "printed": 100}
