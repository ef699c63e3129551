"""Letting offices in: signed files, one for each of a list, and a code typed by hand."""

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from desktop import cli
from desktop.models.book import Book
from desktop.models.errors import DeclarationError, InputError, Offline, Refused
from sync import enrolment, joining, office_file, seal
from sync.central.command import main as central
from sync.central.enrolments import Enrolments
from sync.central.store import open_folder
from tests.sync.wards import Running

PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(central, [*arguments, "--data", str(folder)])
    return done.exit_code, done.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    open_folder(tmp_path / "centre").close()
    return tmp_path / "centre"


def test_the_office_file_is_signed_and_carries_everything(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "co-quan.pem").write_text(PEM, encoding="ascii")
    code, said = run(folder, "enrol", "20242", "-o", str(tmp_path / "o.toml"), "--url", "https://tt.danang.gov.vn", "--proxy", "http://p:3128",
                     "--ca", str(tmp_path / "co-quan.pem"), "--text-size", "125", "--look", "light")  # fmt: skip
    assert code == 0, said
    office = office_file.read(tmp_path / "o.toml")
    assert office.signed
    assert (office.unit, office.proxy, office.ca_pem, office.text_size, office.look) == ("20242", "http://p:3128", PEM, 125, "light")


@pytest.mark.parametrize("change", [
    lambda text: text.replace("https://tt", "https://tx"), lambda text: text.replace('unit = "20242"', 'unit = "20245"'),
    lambda text: "# thêm\n" + text, lambda text: text + "# thêm\n", lambda text: re.sub(r"signature = .*", 'signature = "' + "0" * 128 + '"', text),
    lambda text: text.replace('signature = "', 'signature = "f', 1)])  # fmt: skip
def test_a_file_that_was_changed_is_refused(folder: Path, tmp_path: Path, change) -> None:
    run(folder, "enrol", "20242", "-o", str(tmp_path / "o.toml"), "--url", "https://tt.danang.gov.vn")
    text = (tmp_path / "o.toml").read_text(encoding="utf-8")
    (tmp_path / "o.toml").write_text(change(text), encoding="utf-8")
    with pytest.raises(DeclarationError):
        office_file.read(tmp_path / "o.toml")


def test_where_it_named_a_centre_no_other_is_taken(folder: Path, tmp_path: Path) -> None:
    run(folder, "enrol", "20242", "-o", str(tmp_path / "o.toml"))
    office = office_file.read(tmp_path / "o.toml")
    office_file.hold(office, b"")
    office_file.hold(office, office.centre_key)
    with pytest.raises(InputError, match="quản trị"):
        office_file.hold(office, b"\1" * 32)
    unsigned = re.sub(r"signature = .*\n", "", (tmp_path / "o.toml").read_text(encoding="utf-8"))
    with pytest.raises(InputError, match="quản trị"):
        office_file.hold(office_file.parse(tmp_path / "o.toml", unsigned), office.centre_key)


def test_one_file_for_each_of_the_94(folder: Path, tmp_path: Path) -> None:
    code, said = run(folder, "enrol-all", "-o", str(tmp_path / "out"), "--url", "https://tt.danang.gov.vn")
    assert code == 0, said
    with (tmp_path / "out" / "danh-sach.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    files = {path.name for path in (tmp_path / "out").glob("*.toml")}
    assert len(rows) == len(files) == 94
    assert {row["tep"] for row in rows} == files
    codes = {office_file.read(tmp_path / "out" / name).code for name in files}
    assert len(codes) == len(files)
    listing = (tmp_path / "out" / "danh-sach.csv").read_text(encoding="utf-8-sig")
    assert not any(code in listing for code in codes)  # the list may be printed, the codes may not
    assert all(office_file.read(tmp_path / "out" / row["tep"]).unit == row["ma"] for row in rows)


@pytest.mark.parametrize(("text", "says"), [
    ("ten\nHải Châu\n", "thiếu cột"), ("unit\n99999\n", "dòng 2"), ("unit\n20242\n20242\n", "hai lần"), ("", "thiếu cột")])  # fmt: skip
def test_a_wrong_list_is_told_with_its_line(folder: Path, tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "ds.csv").write_text(text, encoding="utf-8")
    code, said = run(folder, "enrol-all", "--list", str(tmp_path / "ds.csv"), "-o", str(tmp_path / "out"))
    assert code == 1
    assert says in said


def test_a_list_names_units_and_their_proxies(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ds.csv").write_text("unit;proxy\n20242;http://p1:3128\nPhường An Khê;\n", encoding="utf-8")
    code, said = run(folder, "enrol-all", "--list", str(tmp_path / "ds.csv"), "-o", str(tmp_path / "out"))
    assert code == 0, said
    found = {office_file.read(path).unit: office_file.read(path).proxy for path in (tmp_path / "out").glob("*.toml")}
    assert len(found) == 2
    assert found["20242"] == "http://p1:3128"


@pytest.fixture
def invited(folder: Path, tmp_path: Path):
    """A running centre and a code that was given out."""
    running = Running(folder)
    running.start()
    run(folder, "enrol", "20242", "-o", str(tmp_path / "o.toml"), "--url", running.url)
    yield running.url, office_file.read(tmp_path / "o.toml").code
    running.kill()


def test_a_code_typed_by_hand_makes_the_book_and_lets_it_in(invited, tmp_path: Path, capfd) -> None:
    url, code = invited
    typed = code.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert cli.run(["--data-dir", str(tmp_path / "so"), "init", "--code", typed, "--url", url]) == 0, capfd.readouterr()
    with Book.open(tmp_path / "so") as book:
        assert book.office.unit.code == "20242"
        assert enrolment.is_kept(book)
    assert cli.run(["--data-dir", str(tmp_path / "so"), "send"]) == 0


@pytest.mark.parametrize(("code", "fault"), [("A" * 26, Refused), ("ABC", InputError)])
def test_a_wrong_code_is_told(invited, code: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        joining.fetch(invited[0], code)


def test_an_address_without_tls_or_a_centre_that_is_not_there(invited) -> None:
    with pytest.raises(InputError):
        joining.fetch("http://example.org", invited[1])
    with pytest.raises(Offline):
        joining.fetch("http://127.0.0.1:9", invited[1])


def test_a_code_that_ended_is_refused_and_who_does_not_know_it_cannot_answer(folder: Path) -> None:
    store = open_folder(folder)
    enrolments, now = Enrolments(store), datetime.now(UTC)
    code, expires = enrolments.invite("20242", now=now)
    enrolments.keep_office(code, b"office", expires)
    found = office_file.lookup(office_file.plain_code(code))
    assert enrolments.office(found, now=now + timedelta(hours=25)) is None
    body, proof = enrolments.office(found, now=now) or (b"", b"")
    assert proof == office_file.mac(office_file.plain_code(code), body)
    assert proof != office_file.mac(office_file.plain_code("B" * 26), body)
    store.close()


def test_the_signature_covers_the_label(folder: Path) -> None:
    store = open_folder(folder)
    assert seal.signed_by(store.public_key, seal.sign(store.secret, office_file.LABEL, b"x"), office_file.LABEL, b"x")
    store.close()
