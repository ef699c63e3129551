"""Files that mean harm come in by the doors people use: refused or read, in one sentence, and nothing else happens."""

import os
import random

import pytest

from desktop.models import kinds as declarations
from desktop.models import limited
from desktop.models.book import Book
from tests.hostile import doors, makers

SECONDS, MEGABYTES = 5.0, 300


@pytest.fixture(scope="module")
def kinds():
    return declarations.load()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    with Book.create(tmp_path_factory.mktemp("hostile") / "so", unit="20242", person="Cán bộ") as made:
        yield made
    limited.reader.close()


def kept(book):
    tables = ("journal", "activities", "plan_versions", "settings", "attachments", "parcels")
    return [book.query(f"SELECT count(*) FROM {table}") for table in tables]


@pytest.mark.parametrize("name", makers.FILES)
def test_a_hostile_file_is_refused_or_read_and_nothing_else_happens(name, book, kinds, tmp_path):
    door, make, wanted = makers.FILES[name]
    path = tmp_path / name.replace(" ", "-")
    path.write_bytes(make())
    before = kept(book)
    found = doors.come_in(door, path, book, kinds)
    assert found.said == wanted or wanted == "any", found.sentence
    assert found.said == "read" or (len(found.sentence) > 20 and "\n" not in found.sentence and "Traceback" not in found.sentence)
    assert found.seconds < SECONDS and found.peak < MEGABYTES
    assert found.strayed == []
    assert found.said == "read" or kept(book) == before
    assert sorted(one.name for one in tmp_path.iterdir() if one.name != path.name) in ([], [doors.copy_files.MARKER])


@pytest.mark.long
def test_files_of_every_format_changed_at_random_are_read_or_refused(book, kinds, tmp_path):
    seed, each = int(os.environ.get("SO_PHUONG_SEED", "20261124")), int(os.environ.get("SO_PHUONG_MUTANTS", "300"))
    chance, counts, slowest = random.Random(seed), {"read": 0, "refused": 0, "told": 0}, 0.0
    for (door, ending), data in makers.honest().items():
        for number in range(each):
            path = tmp_path / f"{number}{ending}"
            path.write_bytes(makers.mutated(data, chance))
            found = doors.come_in(door, path, book, kinds)
            counts[found.said] += 1
            slowest = max(slowest, found.seconds)
            assert found.strayed == [] and found.seconds < SECONDS and found.peak < MEGABYTES, (door, number, found)
            path.unlink()
    print(f"seed {seed}, {each} of each format: {counts}, slowest {slowest:.2f} s")
