"""check and repair at the console: one sentence each, exit codes, and a way back."""

import json

import pytest

PAGE = 4096


@pytest.fixture
def book(run, tmp_path):
    lines = [{"kind": "KHAC", "title": f"Hoạt động {number}", "starts_on": "2026-10-10", "topics": ["dvc"], "audiences": ["nguoidan"],
              "campaign": "thuongxuyen", "host": "UBND phường"} for number in range(30)]  # fmt: skip
    source = tmp_path / "vao.jsonl"
    source.write_text("\n".join(json.dumps(one) for one in lines), encoding="utf-8")
    code, _, err = run("record", source)
    assert code == 0, err
    return tmp_path / "so"


def spoil(folder, *pages):
    data = bytearray((folder / "book.db").read_bytes())
    for page in pages:
        data[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    (folder / "book.db").write_bytes(data)


def test_a_whole_book_is_told_and_left_alone(run, book):
    code, out, _ = run("check")
    assert code == 0 and "30 lần lưu của 30 hoạt động" in out
    told = json.loads(run("check", "--json")[1])
    assert told["whole"] and told["revisions"] == 30 and told["found"] == []
    code, out, _ = run("repair", "--yes")
    assert code == 0 and "nguyên vẹn" in out and not (book / "backups").exists()


def test_a_damaged_book_is_found_mended_and_brought_back(run, book):
    spoil(book, 1)
    damaged = (book / "book.db").read_bytes()
    code, out, err = run("check")
    assert code == 1 and out == "" and "sophuong repair" in err
    assert json.loads(run("check", "--json")[1])["damaged"]
    assert run("repair")[0] == 1, "nobody said yes"
    assert (book / "book.db").read_bytes() == damaged
    code, out, err = run("repair", "--yes")
    assert code == 0, err
    assert "30 lần lưu" in out and "Không thiếu gì." in out
    assert run("check")[0] == 0
    name = out.rsplit("--undo ", 1)[1].strip()
    assert run("repair", "--undo", name)[0] == 0
    assert (book / "book.db").read_bytes() == damaged
    assert run("repair", "--undo", "../../etc")[0] == 1


def test_a_copy_can_be_named(run, book, tmp_path):
    assert run("backup", tmp_path / "usb.sophuong")[0] == 0
    (book / "book.db").write_bytes(b"x" * PAGE)
    assert run("repair", "--yes")[0] == 1
    code, out, err = run("repair", "--yes", "--copy", tmp_path / "usb.sophuong")
    assert code == 0, err
    assert "30 lần lưu" in out
    (tmp_path / "other").write_bytes(b"no copy")
    (book / "book.db").write_bytes(b"x" * PAGE)
    assert "không phải bản sao lưu" in run("repair", "--yes", "--copy", tmp_path / "other")[2]
