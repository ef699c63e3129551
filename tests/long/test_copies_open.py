"""R10 and R14 at their real size: every copy of a hard life opens; offices that lost this or that open their book again.

Seeded; sizes by environment; the figures are printed.
"""

import os
import random
import shutil
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from desktop.copying import Copying, go_back
from desktop.keyholding import KeyHolding, Locked
from desktop.models import backup, integrity, key_slots, keys, moving, packaged, recovery
from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.copies import Copies
from desktop.models.describe import example
from desktop.models.drafts import Drafts
from desktop.models.errors import StoreError

COPIES = int(os.environ.get("SO_PHUONG_COPIES", "100"))
DRILLS = int(os.environ.get("SO_PHUONG_DRILLS", "50"))
SEED = int(os.environ.get("SO_PHUONG_SEED", "20261123"))
TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "shutil.copyfile"}
pytestmark = [pytest.mark.long, pytest.mark.timeout(0)]


class Life:
    """A book that is worked on: saves, changes, the bin, photos, drafts, in an order a seed decides."""

    def __init__(self, book, kinds, chance):
        self.book, self.chance = book, chance
        self.store = Activities(book, kinds)
        self.values = {k: v for k, v in example(kinds["KHAC"]).items() if k != "kind"}
        self.uids = []

    def step(self):
        what = self.chance.random()
        if what < 0.5 or not self.uids:
            self.uids.append(self.store.save("KHAC", self.values | {"title": f"Việc {len(self.uids)}"}).uid)
        elif what < 0.75:
            uid = self.chance.choice(self.uids)
            if self.store.get(uid).state != "binned":
                self.store.save("KHAC", self.values | {"title": f"Sửa {self.chance.random()}"}, uid=uid)
        elif what < 0.85:
            uid = self.chance.choice(self.uids)
            (self.store.restore if self.store.get(uid).state == "binned" else self.store.bin)(uid)
        elif what < 0.93:
            Attachments(self.book).keep(self.chance.randbytes(self.chance.randrange(2_000, 90_000)), "anh.jpg", "image/jpeg")
        else:
            Drafts(self.book).keep("đang gõ", "KHAC", {"title": str(self.chance.random())})


def killed_copy(folder, clock, stick, left):
    """Make a copy in a child that dies before its `left`th touch of the disk; return whether it got to the end."""
    child = os.fork()
    if child == 0:
        count = [left]

        def hook(event, arguments):
            if event in TOUCHES:
                count[0] -= 1
                if count[0] < 0:
                    os._exit(7)

        with Book.open(folder) as book:
            sys.addaudithook(hook)
            Copies(book, now=clock, drives=lambda: [stick]).make("import")
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def opens(path, book, scratch):
    """Return why a copy is not a whole book whose saves this book knows, "" when it is one."""
    try:
        facts = packaged.read(path)
        with backup.open_copy(path, scratch, book.key) as copy:
            check = integrity.Check(copy)
            while check.step():
                pass
            there = {row[0] for row in copy.query("SELECT rid FROM journal")}
        here = {row[0] for row in book.query("SELECT rid FROM journal")}
    except StoreError as fault:
        return f"{fault.sentence} {fault.details}"
    finally:
        backup.drop(scratch)
    if check.findings.damaged:
        return check.findings.sentence
    return "" if len(there) == facts.revisions and there <= here else "other saves"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="dies by fork")
def test_every_copy_of_a_hard_life_opens(tmp_path):
    kinds, chance = declarations.load(), random.Random(SEED)
    folder, stick, moment = tmp_path / "so", tmp_path / "usb", [datetime(2026, 1, 5, 8, tzinfo=UTC)]
    Book.create(folder, unit="20242").close()
    with Book.open(folder) as book:
        Life(book, kinds, chance).step()
        Copies(book, now=lambda: moment[0]).choose(stick)
    seen, bad, how, uids = set(), [], Counter(), []
    while len(seen) < COPIES:
        moment[0] += timedelta(minutes=chance.choice((30, 30, 60, 240, 1440, -90, 20_000)))
        with Book.open(folder) as book:
            life = Life(book, kinds, chance)
            life.uids = uids
            for _ in range(chance.randrange(1, 12)):
                life.step()
            uids = life.uids
        way = chance.choice(("calm", "saving", "saving", "killed", "killed"))
        if way == "killed":
            whole = killed_copy(folder, lambda: moment[0], stick.parent, chance.randrange(1, 24))
            how["killed and ended" if whole else "killed half-way"] += 1
        with Book.open(folder) as book:
            store = Copies(book, now=lambda: moment[0])
            if way == "calm":
                store.make("auto")
            elif way == "saving":
                ended, number = threading.Event(), chance.random()

                def save_on(ended=ended, seed=number):
                    with Book.open(folder) as own:
                        other = Life(own, kinds, random.Random(seed))
                        while not ended.wait(0.003):
                            other.step()

                saver = threading.Thread(target=save_on)
                saver.start()
                try:
                    for _ in range(3):
                        store.make("import")
                finally:
                    ended.set()
                    saver.join()
            how[way] += 1
            for path in sorted({*(folder / "backups").glob("*.backup"), *stick.glob("*.backup")}):
                if (name := (path.parent.name, path.name)) not in seen:
                    seen.add(name)
                    said = opens(path, book, tmp_path / "scratch.db")
                    if said:
                        bad.append((name, said))
            backup.check(book)
    left = [path.name for path in folder.iterdir() if path.name.startswith(".backup-")]
    with Book.open(folder) as book:
        saves = book.query("SELECT count(*) FROM journal")[0][0]
    print(f"\nseed {SEED}: {len(seen) - len(bad)} of {len(seen)} copies opened whole; {saves} saves; {dict(how)}; "
          f"{len(left)} scratch files of killed programs wait to be tidied")  # fmt: skip
    assert not bad, bad


# R14: what an office loses, and the way it opens its book again


def by_this_pc(office):
    """Nothing is lost: the copy comes back on this PC."""
    with Book.open(office.folder) as book:
        ready = Copying(book).ready(office.copy)
    go_back(ready)
    return Book.open(office.folder)


def by_the_sheet_here(office):
    """The key of this PC is gone (Windows was set up anew, the folder kept)."""
    (office.folder / keys.KEY_FILE).unlink()
    Locked(office.folder).unlock(office.code)
    return Book.open(office.folder)


def by_the_sheet_on_another_pc(office):
    """The PC is gone; a copy on a stick and the sheet are left."""
    shutil.rmtree(office.folder)
    return moving.settle(office.folder.with_name("may-moi"), office.copy, recovery=office.code)


def by_a_later_sheet(office):
    """Staff changed: a new sheet, and the copy was made after it; the old sheet is burnt, then the PC dies."""
    with Book.open(office.folder) as book:
        KeyHolding(book).keep_sheet(fresh := recovery.new_code(), by="Người mới")
        made = Copies(book).make("hand")
        shutil.copy(made.path, office.copy)
    shutil.rmtree(office.folder)
    return moving.settle(office.folder.with_name("may-moi"), office.copy, recovery=fresh)


def by_an_older_copy_after_a_new_key(office):
    """The sheet was stolen, so the book got a new key; the copy is from before."""
    with Book.open(office.folder) as book:
        KeyHolding(book).keep_sheet(recovery.new_code(), new_key=True)
    Book.open(office.folder).close()
    return by_this_pc(office)


def by_the_old_sheet_of_an_old_copy(office):
    """As before, and then the PC dies: the old copy opens with the old sheet."""
    with Book.open(office.folder) as book:
        KeyHolding(book).keep_sheet(recovery.new_code(), new_key=True)
    Book.open(office.folder).close()
    return by_the_sheet_on_another_pc(office)


WAYS = (by_this_pc, by_the_sheet_here, by_the_sheet_on_another_pc, by_a_later_sheet, by_an_older_copy_after_a_new_key,
        by_the_old_sheet_of_an_old_copy)  # fmt: skip


class Office:
    """A book with a sheet, a life, and a copy on a stick."""

    def __init__(self, place, kinds, chance):
        self.folder, self.copy, self.code = place / "so", place / "usb.backup", recovery.new_code()
        with Book.create(self.folder, unit="20242", person="Người cũ") as book:
            KeyHolding(book).keep_sheet(self.code)
            life = Life(book, kinds, chance)
            for _ in range(chance.randrange(3, 25)):
                life.step()
            backup.backup(book, self.copy)
            self.rids = {row[0] for row in book.query("SELECT rid FROM journal")}


def test_an_office_always_opens_its_data_again(tmp_path, monkeypatch):
    monkeypatch.setattr(key_slots, "MEMORY", 64)
    monkeypatch.setattr(key_slots, "TIME", 1)
    kinds, chance, done, longest = declarations.load(), random.Random(SEED), Counter(), 0.0
    for number in range(DRILLS):
        way = WAYS[number % len(WAYS)]
        office = Office(tmp_path / str(number), kinds, chance)
        begun = datetime.now(UTC)
        with way(office) as book:
            assert {row[0] for row in book.query("SELECT rid FROM journal")} == office.rids, way.__name__
            assert backup.check(book) == len(office.rids)
            Life(book, kinds, chance).step()
        longest = max(longest, (datetime.now(UTC) - begun).total_seconds())
        done[way.__name__] += 1
        shutil.rmtree(tmp_path / str(number))
    print(f"\nseed {SEED}: {done.total()} of {DRILLS} drills opened with every save; longest {longest:.1f} s; {dict(done)}")
