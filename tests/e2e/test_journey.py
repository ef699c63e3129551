"""The whole main job of an office, every step a program of its own: the centre, `sophuong`, the files between them."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select

from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.printing import designs
from sync.central.store import open_folder
from sync.central.tables import revisions
from tests.sync.wards import Running

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "resources" / "samples" / "activities.jsonl"
KINDS = declarations.load()
PRIVATE = {"person": "Nguyễn Thị Ẩn Danh", "phone": "0905123456"}
WRITER = "Trần Thị Ghi Sổ"
HEAD = {"uid", "unit", "revision", "kind", "state"}


def run(module: str, *words: object) -> str:
    """Run one of our programs to its end; return what it printed."""
    environment = os.environ | {"PYTHONUTF8": "1", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    ran = subprocess.run([sys.executable, "-m", module, *map(str, words)], cwd=ROOT, env=environment, capture_output=True,
                         encoding="utf-8", timeout=120)  # fmt: skip
    assert ran.returncode == 0, f"{words}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@dataclass
class Office:
    """The book of one office, the centre it sends to, and what was recorded in it."""

    place: Path
    centre: Running
    given: list[dict[str, Any]]
    uids: list[str]

    def sophuong(self, *words: object) -> str:
        return run("desktop.cli", *words, "--data-dir", self.place / "so")

    def status(self) -> dict[str, Any]:
        return dict(json.loads(self.sophuong("status", "--json")))

    def held_by_the_centre(self) -> dict[str, dict[str, Any]]:
        out = self.place / "centre.jsonl"
        run("sync.central", "export", out, "--data", self.centre.folder)
        found = lines(out.read_text(encoding="utf-8"))
        assert len({one["uid"] for one in found}) == len(found), "an activity came out twice"
        return {one["uid"]: one for one in found}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office that recorded every sample, each with a person in charge where the kind has one; nothing is sent."""
    place = tmp_path_factory.mktemp("journey")
    given = lines(SAMPLES.read_text(encoding="utf-8"))
    for one in given:
        names = {field.name for field in KINDS[one["kind"]].fields}
        one.update({name: value for name, value in PRIVATE.items() if name in names})
    (place / "given.jsonl").write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in given), encoding="utf-8")
    centre = Running(place / "centre")
    centre.start(PYTHONUTF8="1")
    run("sync.central", "enrol", "20242", "--data", centre.folder, "--url", centre.url, "-o", place / "phuong.toml")
    made = Office(place, centre, given, [])
    made.sophuong("init", "--office", place / "phuong.toml", "--name", WRITER)
    made.uids = [one["uid"] for one in lines(made.sophuong("record", place / "given.jsonl", "--json"))]
    yield made
    centre.stop()


@pytest.fixture(scope="module")
def receipt(office):
    """What the receipts of the first sending counted."""
    return json.loads(office.sophuong("send", "--json"))


def test_every_kind_stands_at_least_twice_in_the_list(office):
    counted = Counter(one["kind"] for one in office.given)
    assert min(counted[kind.code] for kind in KINDS.of_family("activity")) >= 2
    listed = Counter(one["kind"] for one in lines(office.sophuong("list", "--json")))
    assert listed == {code: number for code, number in counted.items() if KINDS[code].family == "activity"}


def test_the_receipts_count_every_save_and_nothing_is_left(office, receipt):
    told = {name: receipt[name] for name in ("queued_at_start", "stored", "known", "refused", "left")}
    assert told == {"queued_at_start": len(office.given), "stored": len(office.given), "known": 0, "refused": 0, "left": 0}
    status = office.status()
    assert (status["waiting"], status["sent"], status["refused_now"]) == (0, len(office.given), 0)


def test_the_centre_holds_what_the_book_holds_one_for_one(office, receipt):
    theirs = office.held_by_the_centre()
    assert set(theirs) == set(office.uids)
    assert {one["unit"] for one in theirs.values()} == {"20242"}
    for ours in lines(office.sophuong("list", "--json")):
        values = {name: value for name, value in ours.items() if name not in HEAD}
        held = {name: value for name, value in theirs[ours["uid"]].items() if name not in HEAD}
        assert KINDS.outgoing(ours["kind"], held) == KINDS.outgoing(ours["kind"], values)


def test_names_and_phones_stay_in_the_office(office, receipt):
    ours = office.sophuong("list", "--json") + office.sophuong("history", office.uids[0], "--json")
    assert not [value for value in (*PRIVATE.values(), WRITER) if value not in ours], "there is nothing to keep private"
    store = open_folder(office.centre.folder)
    try:
        with store.reading() as connection:
            theirs = json.dumps([[row.pc.hex(), row.values] for row in connection.execute(select(revisions))], ensure_ascii=False)
    finally:
        store.close()
    assert not [value for value in (*PRIVATE.values(), WRITER) if value in theirs]


def test_a_correction_goes_out_as_the_next_revision_of_the_same_activity(office, receipt):
    uid = lines(office.sophuong("list", "--kind", "TAPHUAN", "--json"))[0]["uid"]
    with Book.open(office.place / "so") as book:
        activities = Activities(book, KINDS)
        activities.save("TAPHUAN", activities.get(uid).values | {"title": "Tập huấn đã sửa sau khi gửi"}, uid=uid)
    assert json.loads(office.sophuong("send", "--json"))["stored"] == 1
    theirs = office.held_by_the_centre()
    assert (theirs[uid]["title"], theirs[uid]["revision"]) == ("Tập huấn đã sửa sau khi gửi", 2)
    assert len(theirs) == len(office.uids)


def test_the_report_of_the_quarter_is_a_document_of_several_pages(office):
    office.sophuong("report", "--period", "2026-Q3", "-o", office.place / "report.pdf")
    with pikepdf.open(office.place / "report.pdf") as report:
        assert len(report.pages) >= 3


@pytest.mark.parametrize("design", designs.load())
def test_every_design_prints_from_an_activity(office, design):
    uid = lines(office.sophuong("list", "--kind", "TAPHUAN", "--json"))[0]["uid"]
    office.sophuong("print", design, "--activity", uid, "-o", office.place / f"{design}.pdf")
    with pikepdf.open(office.place / f"{design}.pdf") as paper:
        assert len(paper.pages) >= 1


def test_a_backup_brings_back_the_book_as_it_was(office, receipt):
    before, listed = office.status(), office.sophuong("list", "--json")
    office.sophuong("backup", office.place / "so.backup")
    office.sophuong("record", office.place / "given.jsonl")
    assert office.status()["waiting"] == len(office.given)
    office.sophuong("restore", office.place / "so.backup")
    assert office.sophuong("list", "--json") == listed
    assert office.status() == before
    assert f"{before['sent']} lần lưu" in office.sophuong("check")
