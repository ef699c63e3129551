"""The self-test names each fault that is really there: a broken part, a full disk, a wrong clock, a stranger's certificate."""

import json
import os
import shutil
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
import uvicorn

from desktop import cli, selftest
from desktop.models import kinds as declarations
from desktop.models.book import Book
from desktop.printing import selftest as paper
from desktop.probes import BAD, OK, SKIP, WARN, Place, keeping, line, machine, program
from sync import enrolment
from tests.sync.test_tls import certificate, tls_before
from tests.sync.wards import Centre

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HERE = Path(__file__).parent


def one(found, name):
    return next(finding for finding in found if finding.name == name)


@pytest.fixture
def book(tmp_path):
    with Book.create(tmp_path / "so", unit="20242") as made:
        yield made


@pytest.fixture
def place(book):
    return Place(book.folder, NOW)


@pytest.fixture
def centre(tmp_path):
    made = Centre(tmp_path / "centre", declarations.load())
    yield made
    made.client.close()
    made.store.close()


@pytest.fixture
def address(centre):
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(uvicorn.Config(centre.app, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def joined(book, centre, address):
    enrolment.keep_office_file(book, centre.office(url=address))
    return Place(book.folder, datetime.now(UTC))


def test_a_whole_program_passes(place):
    assert {finding.state for probe in (program.parts, program.paper) for finding in probe(place)} == {OK}


def test_a_part_that_is_gone_is_named(place, monkeypatch):
    monkeypatch.setattr(program, "PARTS", (*program.PARTS, "khong_co_thu_vien_nay"))
    finding = program.parts(place)[0]
    assert finding.state == BAD
    assert "khong_co_thu_vien_nay" in finding.sentence


def test_a_window_really_paints_and_a_screen_that_is_not_there_is_named(place, monkeypatch):
    assert one(program.window(place), "window").state == OK
    monkeypatch.setenv("QT_QPA_PLATFORM", "khong-co")
    assert one(program.window(place), "window").state == BAD


def test_a_full_disk_and_a_nearly_full_one(place, monkeypatch):
    usage = shutil.disk_usage(place.folder)
    for free, state in ((50, BAD), (600, WARN), (5_000, OK)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: usage._replace(free=free * 10**6))
        assert machine.disk(place)[0].state == state


def test_a_slow_disk_is_told(place, monkeypatch):
    monkeypatch.setattr(machine, "_speed", lambda folder: (1.5, 0.4))
    finding = machine.disk(place)[0]
    assert finding.state == WARN
    assert "Chậm" in finding.sentence


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder nobody may write to")
def test_a_folder_that_cannot_be_written(monkeypatch):
    nowhere = Place(Path("/proc/so-phuong"), NOW)
    assert machine.folders(nowhere)[0].state == BAD
    assert machine.disk(nowhere)[0].state == BAD


@pytest.mark.parametrize(("now", "zone", "state"), [
    (datetime(1980, 1, 1, tzinfo=UTC), "Asia/Ho_Chi_Minh", BAD), (datetime(2099, 1, 1, tzinfo=UTC), "Asia/Ho_Chi_Minh", BAD),
    (NOW, "Europe/Paris", WARN), (NOW, "Asia/Ho_Chi_Minh", OK)])  # fmt: skip
def test_a_clock_that_cannot_be_right(place, monkeypatch, now, zone, state):
    if os.name == "nt":
        pytest.skip("the zone cannot be set for one process")
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    assert machine.clock(Place(place.folder, now))[0].state == state
    monkeypatch.undo()
    time.tzset()


def test_no_book_a_damaged_book_and_a_whole_one(tmp_path, book):
    assert one(keeping.book(Place(tmp_path / "leer", NOW)), "book").state == SKIP
    assert one(keeping.book(Place(book.folder, NOW)), "book").state == OK
    book.close()
    data = bytearray((book.folder / "book.db").read_bytes())
    data[2_000:6_000] = b"\xff" * 4_000
    (book.folder / "book.db").write_bytes(data)
    for leftover in book.folder.glob("book.db-*"):
        leftover.unlink()
    assert one(keeping.book(Place(book.folder, NOW)), "book").state == BAD


@pytest.mark.parametrize(("days", "state"), [(0, OK), (8, WARN), (45, BAD), (None, WARN)])
def test_how_old_the_newest_copy_is(book, place, days, state):
    if days is not None:
        at = (NOW - timedelta(days=days)).isoformat(timespec="seconds")
        with book.tx() as db:
            db.execute("INSERT INTO copies (at, reason, place, file, size, revisions, digest, took, fault) "
                       "VALUES (?, 'auto', 'here', 'x', 1, 1, '', 1, '')", [at])  # fmt: skip
    assert one(keeping.book(place), "copies").state == state


def test_without_a_centre_the_line_is_passed_over(place):
    assert [finding.state for finding in line.line(place)] == [SKIP]


def test_a_centre_that_answers_and_a_clock_that_agrees(joined, centre):
    centre.now = datetime.now(UTC)
    found = line.line(joined)
    assert one(found, "centre").state == OK
    assert one(found, "centre_clock").state == OK


@pytest.mark.parametrize(("off", "state", "way"), [
    (timedelta(hours=2), WARN, "chậm"), (timedelta(hours=-2), WARN, "nhanh"), (timedelta(days=40), BAD, "chậm")])  # fmt: skip
def test_a_clock_that_differs_from_the_centres(joined, centre, off, state, way):
    centre.now = datetime.now(UTC) + off
    finding = one(line.line(joined), "centre_clock")
    assert finding.state == state
    assert way in finding.sentence


def test_a_centre_that_is_not_there(joined, book):
    book.set("enrolment", book.setting("enrolment") | {"url": "http://127.0.0.1:9"})
    finding = one(line.line(joined), "centre")
    assert finding.state == BAD
    assert "đường truyền" in finding.sentence


def test_somebody_else_in_place_of_the_centre(joined, book):
    book.set("enrolment", book.setting("enrolment") | {"centre_key": "11" * 32})
    assert one(line.line(joined), "centre").state == BAD


@pytest.mark.parametrize(("lasts", "named", "state"), [(60, True, OK), (5, True, WARN), (60, False, BAD)])
def test_the_certificate_is_looked_at(joined, book, address, tmp_path, lasts, named, state):
    chain, authority = certificate(tmp_path, begins=timedelta(days=-1), lasts=timedelta(days=lasts))
    with tls_before(int(address.rpartition(":")[2]), chain) as port:
        facts = {"url": f"https://localhost:{port}", "ca_pem": authority if named else ""}
        book.set("enrolment", book.setting("enrolment") | facts)
        found = line.line(joined)
        assert one(found, "certificate").state == state
        assert one(found, "centre").state == (OK if named else BAD)


def test_a_proxy_of_the_office_file_is_told(joined, book):
    book.set("enrolment", book.setting("enrolment") | {"proxy": "http://127.0.0.1:9"})
    assert one(line.line(joined), "proxy").facts["proxy"] == "office"


def test_the_command_says_it_all_and_its_paper_has_two_pages(book, tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(selftest, "PROGRAM", selftest.PROGRAM[:2])  # the window has its own test
    book.close()
    code = cli.run(["--data-dir", str(book.folder), "selftest", "-o", str(tmp_path / "phieu.pdf")])
    out, _ = capfd.readouterr()
    assert code == 0
    assert "Sổ nguyên vẹn" in out
    with pikepdf.open(tmp_path / "phieu.pdf") as pdf:
        assert len(pdf.pages) == 2
    assert cli.run(["--data-dir", str(book.folder), "selftest", "--json"]) == 0
    told = json.loads(capfd.readouterr()[0])
    assert told["result"] in {"ok", "warn"}
    assert {one["name"] for one in told["findings"]} >= {"parts", "paper", "disk", "memory", "clock", "folders", "book", "copies", "outbox", "centre"}


def test_a_fault_is_an_exit_code(book, monkeypatch, capfd):
    monkeypatch.setattr(program, "PARTS", ("khong_co",))
    monkeypatch.setattr(selftest, "PROGRAM", selftest.PROGRAM[:2])
    assert cli.run(["--data-dir", str(book.folder), "selftest", "--program"]) == 1
    assert "khong_co" in capfd.readouterr()[1]


def test_the_paper_stands_a_long_report():
    from desktop.probes import Finding

    found = [Finding(f"n{at}", f"Phần {at}", WARN, "Một câu khá dài để xuống dòng trong ô của bảng. " * 3, {"a": "x" * 300}) for at in range(40)]
    assert paper.paper(selftest.about(), found).startswith(b"%PDF")
