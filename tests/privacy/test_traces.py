"""R13 and R15: names go through the whole program; no file it writes by itself shows one, and none stays once it is erased.

Every byte of every file is looked through, in the data folder, the home, the cache and the folder for temporary files;
only what a person asked to be written out (`exports`) may bear names. SO_PHUONG_NAMES says how many.
"""

import csv
import json
import logging
import os
import random
import tempfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QLineEdit

from desktop import cli, logs
from desktop.importing import Importer
from desktop.models import engine
from desktop.models.activities import Activities
from desktop.models.attendees import Attendee, Rules
from desktop.models.drafts import Drafts
from desktop.models.integrity import Check
from desktop.models.journal import Journal
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.models.report_store import Reports
from desktop.models.templates import Template, Templates
from desktop.models.views import View, Views
from desktop.personal import Personal
from desktop.services import Keeping, Paper
from desktop.ui.crash import describe
from sync import enrolment, parcels
from sync.sender import Sender
from tests.privacy.conftest import sample
from tests.privacy.reading import files, named, pages
from tests.sync.wards import Centre
from tests.ui.conftest import open_window, settle  # noqa: F401  (a fixture)
from tests.ui.keys import type_text

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"]
MIDDLE = ["Thị", "Văn", "Hữu", "Đức", "Ngọc", "Thanh", "Minh", "Quang", "Bích", "Xuân", "Thuỳ", "Như", "Khánh", "Phước", "Trọng"]
GIVEN = ["Ánh", "Bằng", "Cường", "Diễm", "Đạt", "Giang", "Hằng", "Hưởng", "Khuê", "Liễu", "Mẫn", "Nghĩa", "Oanh", "Phượng", "Quyên", "Sương", "Thắm", "Uyên", "Vỹ", "Ỷ"]
SEED = 20261124


def people(count):
    """Return (name, phone) of so many made-up people, the same for a seed; nobody has the name of another."""
    chance, found = random.Random(SEED), {}
    while len(found) < count:
        name = f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"
        found[name] = f"0905 {chance.randrange(100, 1000)} {chance.randrange(100, 1000)}"
    return list(found.items())


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A PC whose home, cache and temporary files lie where we can look."""
    for name, folder in (("HOME", "home"), ("XDG_CACHE_HOME", "cache"), ("XDG_CONFIG_HOME", "config"), ("TMPDIR", "tmp")):
        (tmp_path / folder).mkdir()
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "exports").mkdir()
    logs.begin(tmp_path / "so")
    yield tmp_path
    logging.getLogger().handlers = [one for one in logging.getLogger().handlers if not isinstance(one, logs.Quiet)]


class Life:
    """What an office does with names, through the program's own doors."""

    def __init__(self, book, kinds, place, everybody):
        self.book, self.kinds, self.place = book, kinds, place
        self.store, self.door = Activities(book, kinds), Personal(book, kinds, Activities(book, kinds))
        self.everybody = everybody
        self.door.decide(Rules(on=True, phones=True))

    def record(self):
        """Saves, corrections, drafts, templates, views, words of a report."""
        for number, (name, phone) in enumerate(self.everybody):
            match number % 4:
                case 0:
                    facts = sample("TAPHUAN") | {"title": f"Lớp {number}", "person": name, "phone": phone}
                    uid = self.store.save("TAPHUAN", facts).uid
                    self.store.save("TAPHUAN", facts | {"title": f"Lớp {number} sửa", "person": name.upper()}, uid=uid)
                    listed = self.door.attendees(uid)
                    everyone = tuple(Attendee(one, f"Tổ {at}", number) for at, (one, number) in enumerate(self.everybody))
                    self.door.keep(replace(listed, people=everyone))
                    self.uid = uid
                case 1:
                    self.store.save("DANHMUCTO", sample("DANHMUCTO") | {"title": f"Tổ {number}", "leader": name, "deputy": name})
                case 2:
                    Drafts(self.book).keep(f"nháp {number}", "TAPHUAN", {"title": "Lớp mới", "person": name, "phone": phone})
                case _:
                    Templates(self.book).keep(Template(f"Mẫu {number}", "TAPHUAN", {"person": name, "phone": phone}))
        first = self.everybody[0][0]
        Views(self.book).keep(View("Lớp của cán bộ", query=replace(View("x").query, text=first)))
        Reports(self.book).keep(Choice("periodic", "2026-Q1", "calendar"), Left(signer=first, recipients=(first,)))

    def import_table(self):
        """An old table with names in it, as a file of the office's own."""
        table = self.place / "exports" / "cu.csv"
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("Loại", "Tên hoạt động", "Ngày", "Người phụ trách", "Số lượt người tham gia", "Kết quả"))
            rows.writerows(("Tập huấn", f"Lớp cũ {at}", "05/03/2026", name, 30, "Tốt") for at, (name, _) in enumerate(self.everybody))
        door = Importer(self.book, self.kinds, self.store)
        source = door.open(table)
        found = door.table(source.sheets[0])
        door.preview(found, door.match(found, name=table.name), {})

    def print(self):
        """Certificates, a sign-in sheet, an edited paper, and what one person is handed."""
        paper, exports = Paper(self.book, self.kinds, self.store), self.place / "exports"
        order, _ = paper.begin("giay-chung-nhan", self.uid)
        paper.keep(self.uid, replace(order, slots={**order.slots, "name": self.everybody[0][0]}))
        paper.batch(order, self.door.people(self.uid), "", exports / "giay-chung-nhan.pdf", lambda *at: None, lambda: False)
        (exports / "ky-ten.pdf").write_bytes(self.door.sheet(self.uid))
        (exports / "cap.pdf").write_bytes(self.door.held(self.door.find(self.everybody[0][0])))

    def send(self, centre):
        """Let a real centre take everything, by the line and as a file; return all it holds and the file."""
        enrolment.keep_office_file(self.book, centre.office())
        done = Sender(self.book, transport=centre.transport).send()
        assert done.stored and not done.refused
        self.store.save("TAPHUAN", sample("TAPHUAN") | {"person": self.everybody[0][0], "phone": self.everybody[0][1]})
        parcels.pack(self.book, self.place / "so" / "goi.sophuong")

    def stumble(self):
        """A fault of the world and a bug of ours, both with a name in their words."""
        name, phone = self.everybody[0]
        try:
            self.store.get(name)
        except engine.StoreError:
            raise AssertionError from None
        except Exception as fault:
            logging.getLogger("sophuong").warning("copies: %s %s", fault, phone)
            try:
                raise KeyError(f"{name} {phone}") from fault
            except KeyError as bug:
                logging.getLogger("desktop.crash").error("bug", exc_info=bug)
                (self.place / "so" / "logs" / "shown.txt").write_text(describe(bug), "utf-8")

    def copy(self):
        """A copy beside the book, as the caretaker makes it."""
        from desktop.copying import Copying

        assert Copying(self.book).make("auto") is not None
        Keeping(self.book).backup(self.place / "so" / "tay.sophuong")


def lived(book, kinds, place, everybody):
    made = Life(book, kinds, place, everybody)
    for step in (made.record, made.import_table, made.print, made.stumble, made.copy):
        step()
    return made


def seen_in_files(place, names):
    """Return (file, names in it) for every file the program wrote by itself."""
    found = files(*(place / one for one in ("so", "home", "cache", "config", "tmp", "centre") if (place / one).exists()))
    assert len(found) > 4
    return {str(path.relative_to(place)): shown for path, data in found.items() if (shown := named(data, names))}


def through(place, kinds, book, count):
    everybody = people(count)
    names = [one for pair in everybody for one in pair]
    life = lived(book, kinds, place, everybody)
    centre = Centre(place / "centre", kinds)
    try:
        life.send(centre)
    finally:
        centre.client.close()
        centre.store.close()
    assert seen_in_files(place, names) == {}
    exported = b"".join(files(place / "exports").values())
    assert named(exported, names), "the names were never there: nothing was proved"
    assert len(named(plain(book), names)) == len(names)
    return life, names


def plain(book):
    book.query("PRAGMA wal_checkpoint(TRUNCATE)")
    return pages(book.folder / "book.db", book.key)


def erase_all(life):
    """Purge all that is over, then each person by name."""
    life.door.purge(date.today())
    for name, phone in life.everybody:
        life.door.erase(life.door.find(name, phone))


def test_no_file_shows_a_name_and_no_page_keeps_one_that_was_erased(book, kinds, place):
    life, names = through(place, kinds, book, 8)
    erase_all(life)
    assert named(plain(book), names) == []
    check = Check(book, kinds)
    while check.step():
        pass
    assert check.findings.found == () and Journal(book).verify() > 0


@pytest.mark.long
def test_two_hundred_names(book, kinds, place):
    count = int(os.environ.get("SO_PHUONG_NAMES", "200"))
    life, names = through(place, kinds, book, count)
    size = sum(len(data) for data in files(place / "so").values())
    erase_all(life)
    left = named(plain(book), names)
    print(f"\nseed {SEED}: {count} people, {len(names)} names and phones, {size:,} bytes in files, 0 shown; {len(left)} left when erased")
    assert left == []


def test_the_window_writes_no_name_outside_the_book(qtbot, book, place, open_window):  # noqa: F811
    everybody = people(4)
    names = [one for pair in everybody for one in pair]
    book.sign_as(everybody[0][0])
    window = open_window(book)
    form = window.open_form("TAPHUAN", {"title": "Lớp", "person": everybody[1][0], "phone": everybody[1][1]})
    type_text(form.form.rows["title"].editor.line, " mới")
    window.keep_draft()
    page = window.show_page("activities")
    page.findChild(QLineEdit).setText(everybody[2][0])
    settle(qtbot, window)
    assert [one.values["person"] for one in Drafts(book).all()] == [everybody[1][0]]
    assert seen_in_files(place, names) == {}


def test_the_console_tells_how_things_stand_without_names(book, kinds, place, capfd):
    everybody = people(8)
    lived(book, kinds, place, everybody)
    for words in (("status", "--json"), ("chain",), ("chain", "--events"), ("check",), ("backups",), ("persons", "receipts")):
        cli.run(["--data-dir", str(book.folder), *words])
    said = "".join(capfd.readouterr())
    assert named(said.encode(), [one for pair in everybody for one in pair]) == [] and json.loads(said.splitlines()[0])


def test_every_way_out_leaves_lists_and_local_fields_behind(book, kinds, place):
    from desktop.models import exchange
    from desktop.models.query import Query

    name, phone = "Nguyễn Hữu Thuỳ Diễm", "0905 444 555"
    store = Activities(book, kinds)
    door = Personal(book, kinds, store)
    door.decide(Rules(on=True, phones=True))
    uid = store.save("TAPHUAN", sample("TAPHUAN")).uid
    door.keep(replace(door.attendees(uid), people=(Attendee(name, "Tổ 1", phone),)))
    for suffix in (".jsonl", ".csv", ".xlsx"):
        exchange.export(place / "exports" / f"so{suffix}", store, kinds, Query())
    written = files(place / "exports")
    assert len(written) == 3
    assert named(b"".join(written.values()), [name, phone]) == [] and named(unzipped(place / "exports" / "so.xlsx"), [name]) == []


def unzipped(path):
    import zipfile

    with zipfile.ZipFile(path) as packed:
        return b"".join(packed.read(one) for one in packed.namelist())


def test_a_copy_from_before_an_erasure_goes_and_a_newer_one_is_made_first(book, kinds, place, monkeypatch):
    from desktop import copying

    store, name = Activities(book, kinds), "Nguyễn Hữu Thuỳ Diễm"
    store.save("TAPHUAN", sample("TAPHUAN") | {"person": name})
    door, copies = Personal(book, kinds, store), copying.Copying(book)
    old = copies.make("hand")
    door.erase(door.find(name))
    assert copies.expire_erased() == 0 and old.path.exists()  # for some weeks it is the way back from a mistake
    monkeypatch.setattr(copying, "KEPT", timedelta(seconds=-1))
    assert copies.expire_erased() == 1 and not old.path.exists()
    (fresh,) = copies.state().copies
    assert fresh.path.exists() and fresh.revisions == 1
