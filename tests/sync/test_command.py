"""The centre as a program: its commands, its one line, its end."""

import json
import tomllib
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner, Result

from desktop.models.kinds import Kinds
from sync import enrolment, office_file
from sync.central.command import main
from tests.sync.wards import Running, Ward

HERE = Path(__file__).parent


def run(*words: Any) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def filled(tmp_path: Path, kinds: Kinds, running: Running) -> Ward:
    running.start()
    path = tmp_path / "office.toml"
    done = run("enrol", "20242", "--data", running.folder, "--url", running.url, "-o", path)
    assert (done.exit_code, done.output.count("\n")) == (0, 1), done.output
    ward = Ward(tmp_path / "ward", kinds)
    enrolment.keep_office_file(ward.book, office_file.read(path))
    ward.fill(3)
    assert ward.send().stored == 3
    return ward


def test_from_the_office_file_to_the_exported_lines(tmp_path: Path, kinds: Kinds, running: Running) -> None:
    ward = filled(tmp_path, kinds, running)
    uid = ward.save(9).uid
    ward.save(10, uid=uid)
    ward.send()
    out = tmp_path / "all.jsonl"
    assert run("export", out, "--data", running.folder).exit_code == 0
    lines = {line["uid"]: line for line in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    assert len(lines) == 4
    assert lines[uid] == {"uid": uid, "unit": "20242", "revision": 2, "kind": "TOROI", **ward.activities.get(uid).values}
    office = json.loads(run("offices", "--json", "--data", running.folder).output)
    assert (office["unit"], office["activities"], office["refused"], len(office["devices"])) == ("20242", 4, 0, 1)
    assert "Hải Châu" in run("offices", "--data", running.folder).output
    assert run("revoke", office["devices"][0]["id"], "--data", running.folder).exit_code == 0
    assert json.loads(run("offices", "--json", "--data", running.folder).output)["devices"][0]["revoked_at"]
    ward.book.close()


def test_it_says_one_line_when_ready_and_ends_gracefully(running: Running) -> None:
    running.start()
    assert httpx2.get(f"{running.url}/v1/health").json() == {"status": "ok"}
    assert running.stop() == (0, "")


def test_a_port_that_is_taken_is_told_in_one_sentence(running: Running, tmp_path: Path) -> None:
    running.start()
    done = run("serve", "--data", tmp_path / "second", "--port", running.url.rpartition(":")[2])
    assert done.exit_code == 1
    assert "cổng" in done.stderr and done.stderr.count("\n") == 1


def test_it_runs_where_qt_and_reportlab_are_not_installed(tmp_path: Path) -> None:
    bare = Running(tmp_path / "bare", (str(HERE / "bare_centre.py"),))
    bare.start()
    assert httpx2.get(f"{bare.url}/v1/health").status_code == 200
    assert bare.stop()[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["enrol", "99999", "--data", "{}"], 1, "94 đơn vị"),
        (["enrol", "20242", "--data", "{}", "--url", "http://10.0.0.1"], 1, "https"),
        (["enrol", "20242", "--database", "mysql://x/y"], 1, "PostgreSQL"),
        (["offices"], 2, "--data"),
        (["offices", "--data", "{}", "--database", "sqlite://"], 2, "--data"),
        (["revoke", "nobody", "--data", "{}"], 1, "nobody"),
        (["export", "/nowhere/at/all.jsonl", "--data", "{}"], 1, "all.jsonl"),
        (["offices", "--data", "/proc/none"], 1, "/proc/none"),
    ],
)
def test_a_foreseeable_fault_is_one_sentence(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    done = run(*(word.format(tmp_path / "centre") for word in words))
    assert (done.exit_code, said in done.stderr) == (code, True), done.output
    assert "Traceback" not in done.output


def test_a_database_address_serves_as_well(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.sqlite3'}"
    first = tomllib.loads(run("enrol", "Hải Châu", "--database", url).output)
    second = tomllib.loads(run("enrol", "20242", "--database", url).output)
    assert first["unit"] == second["unit"] == "20242"
    assert first["centre_key"] == second["centre_key"]
    assert first["code"] != second["code"]


def test_no_part_of_an_export_stays_when_it_fails(tmp_path: Path, kinds: Kinds, running: Running) -> None:
    filled(tmp_path, kinds, running).book.close()
    target = tmp_path / "folder.jsonl"
    target.mkdir()
    (target / "kept").touch()
    assert run("export", target, "--data", running.folder).exit_code != 0
    assert not list(tmp_path.glob(".folder*"))
