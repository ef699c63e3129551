"""Receipts at the console: listed, printed, checked with and without a book."""

import json

import pytest
import zxingcpp
from PIL import Image

from desktop import cli
from desktop.models import kinds as declarations
from desktop.printing.raster import raster
from sync import enrolment
from tests.sync.wards import Centre, Ward


@pytest.fixture
def ward(tmp_path):
    kinds = declarations.load()
    ward, centre = Ward(tmp_path / "so", kinds), Centre(tmp_path / "centre", kinds)
    enrolment.keep_office_file(ward.book, centre.office())
    ward.uids, ward.key = ward.fill(3), centre.store.public_key.hex()
    assert ward.send(centre.transport).stored == 3
    yield ward
    ward.book.close()


@pytest.fixture
def program(ward, capsys):
    def run(*arguments, folder=None):
        code = cli.run([*map(str, arguments), "--data-dir", str(folder or ward.folder)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def code_on(pdf):
    width, height, data = raster(pdf, 0, dpi=200)
    return [one.text for one in zxingcpp.read_barcodes(Image.frombytes("RGB", (width, height), data))]


def test_a_printed_receipt_is_scanned_and_checked_on_a_pc_without_a_book(program, ward, tmp_path):
    batches = [json.loads(line)["batch"] for line in program("receipts", "--json")[1].splitlines()]
    assert sum(json.loads(line)["count"] for line in program("receipts", "--json")[1].splitlines()) == 3
    for which, verdict in ((batches[0], ""), (batches[0][:12], ""), (ward.uids[0], "stored"), (ward.uids[1][:18], "stored")):
        assert program("receipt", which, "-o", tmp_path / "bn.pdf")[0] == 0
        (text,) = code_on((tmp_path / "bn.pdf").read_bytes())
        code, out, _ = program("verify", text, "--key", ward.key, "--json", folder=tmp_path / "none")
        assert code == 0 and json.loads(out)["verdict"] == verdict
        assert program("verify", text)[0] == 0
        (tmp_path / "dong.txt").write_text(text)
        assert "Đúng chữ ký của trung tâm" in program("verify", tmp_path / "dong.txt")[1]


def test_what_proves_nothing_ends_in_one_sentence(program, ward, tmp_path):
    (tmp_path / "a.bien-nhan").write_bytes(b"SPA\x02\x00\x00\x00\x00")
    (tmp_path / "b.bien-nhan").write_bytes(b"\xff" * 100)
    for words in (("verify", "SPBN2:AAAA"), ("verify", "nowhere.txt"), ("verify", tmp_path / "a.bien-nhan"),
                  ("verify", tmp_path / "b.bien-nhan"), ("verify", tmp_path),
                  ("verify", "SPBN2:AAAA", "--key", "xyz"), ("receipt", "ffffffff", "-o", tmp_path / "x.pdf"),
                  ("receipt", ward.save(9).uid, "-o", tmp_path / "x.pdf")):  # fmt: skip
        code, out, err = program(*words)
        assert (code, out) == (1, "") and len(err.splitlines()) == 1 and err.strip().endswith("."), words
    assert not (tmp_path / "x.pdf").exists()


def test_status_tells_photos_notices_and_what_was_returned(program):
    told = json.loads(program("status", "--json")[1])
    assert {"waiting": 0, "sent": 3, "unconfirmed": 0, "log": 3, "photos_left": 0, "notices": 0, "returned": 0}.items() \
        <= told.items()
    assert program("status")[0] == 0
