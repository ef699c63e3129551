"""`sophuong indicators`: the dictionary as lines, as JSON and as files."""

import json

import pytest

from desktop import cli
from desktop.models.book import Book


@pytest.fixture
def folder(tmp_path):
    """A book of phường Hải Châu."""
    Book.create(tmp_path / "so", unit="20242", person="Lan").close()
    return tmp_path / "so"


@pytest.fixture
def program(folder, capsys):
    def run(*arguments):
        code = cli.run(["--data-dir", str(folder), "indicators", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_lines_and_json_tell_the_same_indicators(program):
    code, lines, _ = program()
    assert code == 0
    _, told, _ = program("--json")
    objects = [json.loads(line) for line in told.splitlines()]
    assert [one["code"] for one in objects] == [line.split("  ")[0] for line in lines.splitlines()]
    assert {"chapter", "code", "name", "definition", "method", "unit", "source"} == set(objects[0])


@pytest.mark.parametrize(("suffix", "begins"), [(".pdf", b"%PDF"), (".xlsx", b"PK"), (".md", "# Từ điển chỉ tiêu".encode())],
                         ids=["pdf", "xlsx", "md"])  # fmt: skip
def test_it_is_written_as_a_file(program, tmp_path, suffix, begins):
    code, said, _ = program("-o", tmp_path / f"tu-dien{suffix}")
    assert code == 0
    assert "chỉ tiêu" in said
    assert (tmp_path / f"tu-dien{suffix}").read_bytes().startswith(begins)


def test_another_kind_of_file_is_refused_in_a_sentence_and_nothing_is_written(program, tmp_path):
    code, _, said = program("-o", tmp_path / "tu-dien.exe")
    assert code == 1
    assert said == "Không ghi được từ điển thành tệp «.exe»: hãy dùng .pdf, .xlsx hoặc .md.\n"
    assert not list(tmp_path.glob("*.exe"))
