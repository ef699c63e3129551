"""R7: a newer program renews the book of any older one, or leaves it: by power cut, by kill, on a full disk.

Sizes: SO_PHUONG_RENEWALS (3,000 states for each version in the long run), SO_PHUONG_SEED.
"""

import os
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from desktop.models import engine, keys, packaged
from desktop.models.book import FILE, VERSION, Book
from desktop.models.errors import AppError
from tests.durability import killed, old_books, replay
from tests.durability.test_power_cuts import quick, recorder  # noqa: F401

linux = pytest.mark.skipif(not shutil.which("gcc") or not hasattr(os, "pidfd_open"), reason="recorded and killed as Linux does it")
SEED = int(os.environ.get("SO_PHUONG_SEED", "7"))
STATES = int(os.environ.get("SO_PHUONG_RENEWALS", "3000"))
VERSIONS = range(1, VERSION)
RENEW = "from desktop.models.book import Book; import sys, pathlib; Book.open(pathlib.Path(sys.argv[1])).close()"


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    """How the book of each version is made."""
    found = {}
    for version in range(1, VERSION + 1):
        folder = tmp_path_factory.mktemp("shape") / "so"
        old_books.make(folder, version, 0)
        connection = opened(folder)
        found[version] = old_books.shape(connection)[1]
        connection.close()
    return found


def opened(folder, name: str = FILE):
    key = keys.candidates(folder, keys.read_mark(folder))[0]
    kept = (folder / "book.salt").read_bytes() if (folder / "book.salt").exists() else b""
    return engine.connect(folder / name, key, salt=kept if name == FILE else b"")


def broken(folder: Path, version: int, rows: dict[str, str], shapes) -> list[str]:
    """Judge a book whose renewing was ended: of one whole version, with all its rows, and renewed when it is opened."""
    wrong = []
    connection = opened(folder)
    found, made = old_books.shape(connection)
    if not version <= found <= VERSION or made != shapes[found]:
        wrong.append(f"between versions: {found}")
    if old_books.content(connection) != rows:
        wrong.append(f"rows of version {found} are not the same")
    connection.close()
    if found > version:
        copies = list((folder / "backups").glob(f"*-v{version}-migration.backup"))
        if not copies:
            wrong.append("no copy was made before")
        for path in copies:
            packaged.unpack(path, folder / "copy.db")
            copy = opened(folder, "copy.db")
            if old_books.shape(copy) != (version, shapes[version]) or old_books.content(copy) != rows:
                wrong.append("the copy is not what was there before")
            copy.close()
            (folder / "copy.db").unlink()
    with Book.open(folder) as book:
        if book.query("PRAGMA user_version")[0][0] != VERSION or old_books.content(book.connection) != rows:
            wrong.append("not renewed when it was opened again")
    return wrong


def content(folder) -> dict[str, str]:
    connection = opened(folder)
    rows = old_books.content(connection)
    connection.close()
    return rows


@pytest.mark.parametrize("version", VERSIONS)
def test_the_book_of_every_earlier_program_is_renewed_with_all_its_rows(tmp_path, shapes, version):
    old_books.make(tmp_path / "so", version)
    rows = content(tmp_path / "so")
    with Book.open(tmp_path / "so") as book:
        from desktop.models.journal import Journal

        assert Journal(book).verify() == 24
        assert book.query("PRAGMA user_version") == [(VERSION,)]
    assert broken(tmp_path / "so", version, rows, shapes) == []


def cut(recorder, quick, log, shapes, version: int, states: int) -> Counter[str]:  # noqa: F811
    """Renew a book of a version under the recorder; judge what power cuts leave of it."""
    root = quick / f"v{version}"
    old_books.make(root / "so", version)
    rows = content(root / "so")
    disk = replay.Disk(root)
    disk.begin_with(root / "so")
    ops = replay.recorded(recorder, root, log, "-c", RENEW, str(root / "so"))
    shutil.rmtree(root)
    found: Counter[str] = Counter()
    for name, _, left in replay.cuts(ops, root, SEED + version, states, disk):
        replay.lay(left, root, quick / "state")
        try:
            wrong = broken(quick / "state" / "so", version, rows, shapes)
        except AppError as fault:
            wrong = [f"{fault.sentence} {fault.details}"]
        found["states"] += 1
        if wrong:
            found["broken"] += 1
            print(f"version {version} {name}", *wrong, sep="\n  ")
    return found


@linux
def test_a_power_cut_while_a_book_is_renewed_leaves_the_old_one_or_the_new_one(recorder, quick, tmp_path, shapes):  # noqa: F811
    for version in (2, 5):
        assert cut(recorder, quick, tmp_path / f"log{version}", shapes, version, 24) == {"states": 24}


def kills(folder, version: int, times: int, shapes) -> Counter[str]:
    """Kill the program while it renews."""
    chance, found = random.Random(SEED + version), Counter()
    old_books.make(folder / "old", version)
    rows = content(folder / "old")
    with killed.zygote() as zygote:
        for turn in range(times):
            place = folder / f"{version}-{turn}"
            shutil.copytree(folder / "old", place / "so")
            found["killed"] += zygote.start(what="open", folder=str(place / "so")).kill_within(chance, 0.12)
            wrong = broken(place / "so", version, rows, shapes)
            if wrong:
                found["broken"] += 1
                print(f"version {version} kill {turn}", *wrong, sep="\n  ")
            shutil.rmtree(place)
    return found


@linux
@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("version", VERSIONS)
def test_three_thousand_power_cuts_and_kills_of_a_renewal(recorder, quick, tmp_path, shapes, version):  # noqa: F811
    found = cut(recorder, quick, tmp_path / "log", shapes, version, STATES)
    died = kills(tmp_path, version, STATES // 30, shapes)
    print(f"seed {SEED} version {version}: {dict(found)}, {dict(died)}")
    assert not found["broken"] + died["broken"]
