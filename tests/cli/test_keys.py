"""The book's key at the console, and the centre's side of a lost one, as the two programs are run."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from desktop import cli
from desktop.models import key_slots, keys
from desktop.models.book import Book
from sync import office_file, recovery
from sync.central import command
from sync.central.store import open_folder
from sync.office_file import OfficeFile


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Argon2id as weak as it goes: what is tested is the way, not how long it takes."""
    monkeypatch.setattr(key_slots, "MEMORY", 64)
    monkeypatch.setattr(key_slots, "TIME", 1)


@pytest.fixture
def told():
    """Run the console program; return (exit code, what it said on both streams)."""

    def run(folder, *arguments, typed=None):
        ran = CliRunner().invoke(cli.cli, ["--data-dir", str(folder), *map(str, arguments)], input=typed)
        said = ran.output + (getattr(ran.exception, "sentence", "") if ran.exception else "")
        return ran.exit_code, said

    return run


def code_of(pdf):
    """Return the code as a person reads it off the sheet."""
    import pypdfium2

    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    found = [part.replace(" ", "") for part in text.splitlines()]
    groups = [part for part in found if len(part) == 6 and set(part) <= set("0123456789CFGHJKMNPRTVX")]
    return "-".join(groups)


def test_the_sheet_that_was_printed_opens_the_book_on_another_pc_and_on_this_one(tmp_path, told):
    folder = tmp_path / "so"
    told(folder, "init", "--unit", "20242", "--name", "Lan")
    assert "CHƯA IN" in told(folder, "keys")[1]
    assert "số 1" in told(folder, "keys", "sheet", "-o", tmp_path / "phieu.pdf")[1]
    code = code_of(tmp_path / "phieu.pdf")
    assert "đọc lại nguyên vẹn" in told(folder, "keys", "move", tmp_path / "so.so-phuong")[1]
    assert "đã chuyển sang máy khác" in told(folder, "status")[1]
    done, said = told(tmp_path / "moi", "keys", "receive", tmp_path / "so.so-phuong", typed=f"{code.lower()}\n")
    assert done == 0 and "Phường Hải Châu" in said
    assert told(folder, "keys", "back")[0] == 0
    (folder / keys.KEY_FILE).unlink()
    assert "phiếu khôi phục" in told(folder, "status")[1]
    assert told(folder, "keys", "unlock", typed="sai\n")[0] == 1
    assert told(folder, "keys", "unlock", typed=f"{code}\n")[0] == 0
    assert json.loads(told(folder, "keys", "--json")[1])["sheet"] == 1


def test_a_stolen_sheet_gets_the_book_another_key_at_once(tmp_path, told):
    folder = tmp_path / "so"
    told(folder, "init", "--unit", "20242")
    with Book.open(folder) as book:
        old = book.key
    assert told(folder, "keys", "sheet", "--new-key", "-o", tmp_path / "phieu.pdf")[0] == 0
    with Book.open(folder) as book:
        assert book.key != old
        assert keys.unlock(keys.slots(folder), recovery=code_of(tmp_path / "phieu.pdf")) == book.key


@pytest.fixture
def lost(tmp_path, told):
    """Return (folder, centre's folder, request file, telephone code) of an office that lost its key and its sheet."""
    folder, centre, office = tmp_path / "so", tmp_path / "centre", tmp_path / "office.toml"
    store = open_folder(centre)
    office.write_bytes(office_file.write(OfficeFile("20242", "https://tt", "X" * 20, store.public_key, datetime(2099, 1, 1, tzinfo=UTC),
                                                    box_key=store.box_key)))  # fmt: skip
    store.close()
    assert told(folder, "init", "--office", office)[0] == 0
    assert "Trung tâm thành phố: mở được" in told(folder, "keys")[1]
    (folder / keys.KEY_FILE).unlink()
    done, said = told(folder, "keys", "request", tmp_path / "yeu-cau.json")
    assert done == 0
    return folder, centre, tmp_path / "yeu-cau.json", said.rsplit("mã ", 1)[1].strip(". \n")


def central(folder, *arguments):
    """Run the centre's program; return (exit code, what it said)."""
    name, *rest = map(str, arguments)
    ran = CliRunner().invoke(command.main, [name, "--data", str(folder), *rest])
    return ran.exit_code, ran.output


def test_two_people_at_the_centre_open_a_book_whose_key_and_sheet_are_lost(tmp_path, told, lost):
    folder, centre, request, code = lost
    answer = tmp_path / "tra-loi.json"
    done, said = central(centre, "recover", request, "--unit", "hải châu", "--code", code.lower(), "--by", "An", "--second", "Bình",
                         "-o", answer)  # fmt: skip
    assert done == 0, said
    assert told(folder, "keys", "accept", answer)[0] == 0
    assert "đã dùng rồi" in told(folder, "keys", "accept", answer)[1]
    log = [json.loads(line) for line in central(centre, "recoveries")[1].splitlines()]
    assert [(one["unit"], one["first"], one["second"]) for one in log] == [("20242", "An", "Bình")]
    with Book.open(folder) as book:
        assert book.key.hex() not in request.read_text() + answer.read_text() + json.dumps(log)


@pytest.mark.parametrize(("wrong", "said"), [
    ({"--unit": "20194"}, "không phải"), ({"--code": "2222-2222"}, "không khớp"), ({"--second": " an "}, "hai người"),
], ids=["unit", "code", "second"])  # fmt: skip
def test_the_centre_opens_nothing_where_something_does_not_agree(tmp_path, lost, wrong, said):
    _, centre, request, code = lost
    options = {"--unit": "20242", "--code": code, "--by": "An", "--second": "Bình", "-o": tmp_path / "tra-loi"} | wrong
    done, output = central(centre, "recover", request, *[part for pair in options.items() for part in pair])
    assert done == 1 and said in output
    assert not (tmp_path / "tra-loi").exists()
    assert central(centre, "recoveries")[1] == ""


def test_another_centre_cannot_open_the_slot(tmp_path, lost):
    _, _, request, code = lost
    done, output = central(tmp_path / "other", "recover", request, "--unit", "20242", "--code", code, "--by", "An", "--second", "Bình",
                           "-o", tmp_path / "tra-loi")  # fmt: skip
    assert done == 1 and "khóa của trung tâm này" in output


def test_a_request_that_was_changed_on_its_way_has_another_telephone_code(lost):
    _, _, request, code = lost
    content = json.loads(request.read_bytes()) | {"answer_to": "11" * 32}
    request.write_text(json.dumps(content))
    assert recovery.read_request(request).code != code


def test_a_plain_book_is_told_by_status_and_check(tmp_path):
    program = 'import sys\nsys.modules["sqlcipher3"] = None\nfrom desktop import cli\nsys.exit(cli.run(sys.argv[1:]))'
    said = [subprocess.run([sys.executable, "-c", program, "--data-dir", str(tmp_path / "so"), *arguments], capture_output=True,
                           text=True, timeout=60).stdout
            for arguments in (("init", "--unit", "20242"), ("status",), ("check",))]  # fmt: skip
    assert all("Sổ trên máy này chưa được mã hóa: " in one for one in said[1:]), said
