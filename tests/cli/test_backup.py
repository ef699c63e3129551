"""Copies from the console: made, listed, gone back to, drilled."""

import json

import pytest

from tests.cli.test_imports import ALL, GOOD, table


@pytest.fixture
def record(run, tmp_path):
    """Record one line of the samples by its number."""
    from tests.ui.conftest import SAMPLES

    def call(number):
        (tmp_path / "a.jsonl").write_text(SAMPLES.read_text("utf-8").splitlines()[number] + "\n", "utf-8")
        assert run("record", tmp_path / "a.jsonl")[0] == 0

    return call


def test_a_copy_beside_the_book_and_in_a_second_place_are_listed(run, record, tmp_path):
    record(0)
    assert "Đã sao lưu 1 lần lưu" in run("backup")[1]
    assert "không cần sao thêm" in run("backup")[1]
    code, out, _ = run("backups", "--second", tmp_path / "usb")
    assert code == 0 and out.count("tự động, 1 lần lưu") == 2 and "Tất cả: 2 bản" in out
    lines = [json.loads(line) for line in run("backups", "--json")[1].splitlines()]
    assert sorted(one["place"] for one in lines) == ["pc", "second"] and {one["saves"] for one in lines} == {1}


def test_a_restore_is_looked_at_first_and_can_be_taken_back(run, record, tmp_path):
    record(0)
    run("backup", tmp_path / "x.sophuong")
    record(1)
    code, out, _ = run("restore", "--look", tmp_path / "x.sophuong")
    assert code == 0 and "1 hoạt động ghi sau bản sao sẽ không còn" in out and "sẽ không còn: " in out
    assert len(run("list")[1].splitlines()) == len(run("list")[1].splitlines())
    code, out, _ = run("restore", tmp_path / "x.sophuong")
    assert code == 0 and "Đã khôi phục 1 lần lưu" in out
    lines = [json.loads(line) for line in run("backups", "--json")[1].splitlines()]
    (before,) = [one["path"] for one in lines if one["why"] == "restore"]
    code, out, _ = run("restore", before)
    assert code == 0 and "1 hoạt động trở lại" in out and "Đã khôi phục 2 lần lưu" in out


def test_a_book_that_does_not_open_is_replaced_and_its_file_kept(run, record, tmp_path):
    record(0)
    run("backup", tmp_path / "x.sophuong")
    path = tmp_path / "so" / "book.db"
    data = bytearray(path.read_bytes())
    data[16:4096] = bytes(4080)
    path.write_bytes(data)
    (tmp_path / "so" / "book.db-wal").unlink(missing_ok=True)
    code, _, err = run("restore", "--look", tmp_path / "x.sophuong")
    assert code == 1 and "không mở được" in err
    assert run("restore", tmp_path / "x.sophuong")[0] == 0
    (kept,) = (tmp_path / "so" / "backups").glob("truoc-khoi-phuc-*/book.db")
    assert kept.read_bytes() == bytes(data)
    assert run("check")[0] == 0


def test_a_drill_writes_its_page_and_says_so_when_there_was_no_copy_at_all(run, record, tmp_path):
    record(0)
    code, out, _ = run("drill", "-o", tmp_path / "bb.pdf")
    assert code == 0 and "Diễn tập đạt" in out and "chưa chọn nơi sao lưu thứ hai" in out
    assert (tmp_path / "bb.pdf").read_bytes().startswith(b"%PDF")
    (told,) = [json.loads(line) for line in run("drill", "--json")[1].splitlines()]
    assert told["well"] and told["places"][0]["saves"] == 1


def test_a_table_is_taken_in_only_after_a_copy_was_made(run, record, tmp_path):
    record(0)
    table(tmp_path / "so-cu.xlsx", *GOOD)
    assert run("import", tmp_path / "so-cu.xlsx", *ALL)[0] == 0
    (made,) = [json.loads(line) for line in run("backups", "--json")[1].splitlines()]
    assert (made["why"], made["saves"]) == ("import", 1)
