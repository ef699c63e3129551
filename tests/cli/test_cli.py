"""The console program as IT scripts use it: real processes' words, exit codes, JSON lines."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import cli


@pytest.fixture
def program(tmp_path, capsys):
    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run([*arguments, "--data-dir", str(tmp_path / "so")])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def office(program):
    assert program("init", "--unit", "20242", "--name", "Văn thư")[0] == 0
    return program


def lines(*objects: object) -> bytes:
    return b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in objects)


def valid(office, kind: str = "TAPHUAN", **values):
    described = json.loads(office("kinds", kind, "--json")[1])
    return described["example"] | values


def test_an_hour_of_an_official(office, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines(valid(office, title="Tập huấn kỹ năng số", participants={"total": 45})))
    code, out, _ = office("record", str(tmp_path / "a.jsonl"), "--json")
    assert code == 0
    uid = json.loads(out)["uid"]
    code, out, _ = office("list", "--search", "tap huan", "--json")
    assert [json.loads(line)["uid"] for line in out.splitlines()] == [uid]
    assert "Tập huấn kỹ năng số" in office("show", uid)[1]
    assert json.loads(office("show", uid, "--json")[1])["participants"] == {"total": 45}
    assert json.loads(office("history", uid, "--json")[1])["revision"] == 1
    assert office("check")[0] == 0


def test_a_wrong_line_is_named_and_the_good_lines_are_saved(office, tmp_path):
    good = valid(office)
    (tmp_path / "a.jsonl").write_bytes(
        lines(good, good | {"title": ""}, good | {"colour": "xanh"}) + b"{broken\n" + lines({"kind": "NOPE"}, good)
    )
    code, out, err = office("record", str(tmp_path / "a.jsonl"))
    assert code == 1
    assert "Đã lưu 2 hoạt động; 4 dòng sai" in out
    told = err.splitlines()
    assert [line.split(":")[0].split(",")[0] for line in told] == ["Dòng 2", "Dòng 3", "Dòng 4", "Dòng 5"]
    assert "title" in told[0]
    assert "colour" in told[1]
    assert office("list")[1].splitlines()[-1] == "2 hoạt động"


def test_kinds_tell_enough_to_write_a_valid_activity_of_every_kind(office, tmp_path):
    described = [json.loads(line) for line in office("kinds", "--json")[1].splitlines()]
    assert len(described) == 21
    (tmp_path / "a.jsonl").write_bytes(lines(*(kind["example"] for kind in described)))
    assert office("record", str(tmp_path / "a.jsonl"))[0] == 0


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_what_is_exported_can_be_imported_again_and_is_the_same(office, tmp_path, suffix, capsys):
    described = [json.loads(line) for line in office("kinds", "--json")[1].splitlines()]
    entries = [kind["example"] | {"title": "=1+1; «lạ»\ttên"} for kind in described]
    (tmp_path / "a.jsonl").write_bytes(lines(*entries))
    assert office("record", str(tmp_path / "a.jsonl"))[0] == 0
    assert office("export", str(tmp_path / f"out.{suffix}"))[0] == 0
    other = str(tmp_path / "other")
    assert cli.run(["init", "--unit", "20194", "--data-dir", other]) == 0
    assert cli.run(["import", str(tmp_path / f"out.{suffix}"), "--data-dir", other]) == 0
    capsys.readouterr()
    cli.run(["list", "--json", "--data-dir", other])
    theirs = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    ours = [json.loads(line) for line in office("list", "--json")[1].splitlines()]

    def content(found):
        return sorted(json.dumps({k: v for k, v in one.items() if k != "uid"}, sort_keys=True) for one in found)

    assert content(theirs) == content(ours)


def test_no_cell_of_an_exported_csv_begins_a_formula(office, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines(*(valid(office, title=f"{sign}cmd") for sign in "=+-@")))
    office("record", str(tmp_path / "a.jsonl"))
    office("export", str(tmp_path / "out.csv"))
    cells = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig").replace("\n", ",").split(",")
    assert not [cell for cell in cells if cell.lstrip('"')[:1] in ("=", "+", "-", "@")]


BAD_FILES = {
    "a.xyz": (b"x", "csv hoặc .jsonl"),
    "latin.csv": (b"Lo\xe1i,T\xean\nTOROI,Ph\xe1t", "CSV UTF-8"),
    "binary.jsonl": (b"\x00\x01\x02", "không phải là tệp chữ"),
    "empty.csv": (b"", "trống"),
    "nokind.csv": ("Tên,Ngày\na,b\n".encode(), "Loại hoạt động"),
    "missing.jsonl": (None, "Không tìm thấy"),
    "wrong.csv": ("Loại hoạt động;Tên hoạt động\nTOROI;\n".encode(), "chưa nhập dòng nào"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_in_one_sentence_and_the_book_is_as_it_was(office, tmp_path, name):
    data, sentence = BAD_FILES[name]
    if data is not None:
        (tmp_path / name).write_bytes(data)
    code, _, err = office("import", str(tmp_path / name))
    assert code == 1
    assert sentence in err.splitlines()[-1]
    assert office("list")[1].splitlines()[-1] == "0 hoạt động"


def test_a_two_gigabyte_file_is_refused_at_once(office, tmp_path):
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(2 * 2**30)
    code, _, err = office("import", str(tmp_path / "big.csv"))
    assert code == 1
    assert "2048 MB" in err


@pytest.mark.parametrize("arguments", [["nothing"], ["list", "--nope"], ["record"], ["init"], ["list", "--state", "x"]])
def test_wrong_usage_leaves_with_2_and_one_vietnamese_line(arguments, capsys):
    assert cli.run(arguments) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert "--help" in told


def test_without_a_book_every_command_says_how_to_make_one(program):
    for command in (["list"], ["check"], ["backup", "x"]):
        code, _, err = program(*command)
        assert code == 1
        assert "sophuong init" in err
        assert len(err.splitlines()) == 1


def test_a_newer_book_is_told_and_left(office, tmp_path):
    from desktop.models.book import Book

    with Book.open(tmp_path / "so") as book:
        book.connection.execute("PRAGMA user_version = 99")
    code, _, err = office("list")
    assert (code, "mới hơn" in err) == (1, True)


@pytest.mark.parametrize("command", list(cli.COMMANDS))
def test_every_command_has_a_vietnamese_help(command, capsys):
    assert cli.run([command, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Cách dùng: ")
    assert "--data-dir" in said


def test_the_program_speaks_utf_8_even_where_the_console_does_not(tmp_path):
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    ran = subprocess.run([sys.executable, "-m", "desktop.cli", "--help"], capture_output=True, env=environment,
                         cwd=Path(__file__).parents[2])  # fmt: skip
    assert ran.returncode == 0
    assert "Sổ Phường" in ran.stdout.decode()
