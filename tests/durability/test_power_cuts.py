"""R1, R2: the current may go at any moment. A day of the real program is recorded; every state a disk may be left in is opened.

Sizes: SO_PHUONG_STATES (10,000 in the long run), SO_PHUONG_SEED.
"""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from desktop.models.book import Book
from desktop.models.errors import AppError
from tests.durability import judging, replay

pytestmark = pytest.mark.skipif(not shutil.which("gcc") or os.name == "nt", reason="the recorder is compiled with gcc, for Linux")
SEED = int(os.environ.get("SO_PHUONG_SEED", "71"))
STATES = int(os.environ.get("SO_PHUONG_STATES", "10000"))
DAYS = 8


@pytest.fixture(scope="session")
def recorder(tmp_path_factory):
    return replay.built(tmp_path_factory.mktemp("recorder"))


@pytest.fixture
def quick():
    """A folder in memory where there is one: states are laid out and thrown away by the thousand."""
    folder = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path("/tmp")
    made = folder / f"so-phuong-states-{os.getpid()}"
    yield made
    shutil.rmtree(made, ignore_errors=True)


def tried(recorder, quick, log, seed: int, steps: int, states: int, spoil: str = "") -> Counter[str]:
    """Record a day, cut the current `states` times, judge what is left; return what was found, by what it was."""
    root = quick / f"day-{seed}"
    root.mkdir(parents=True)
    ops = replay.recorded(recorder, root, log, "-m", "tests.durability.sessions", str(root / "so"), str(seed), str(steps), spoil)
    shutil.rmtree(root)
    found: Counter[str] = Counter()
    for name, disk, left in replay.cuts(ops, root, seed, states):
        replay.lay(left, root, quick / "state")
        wrong = judged(quick / "state" / "so", disk.promises)
        found["states"] += 1
        found["promised"] = max(found["promised"], disk.promises.saves)
        if wrong:
            found["broken"] += 1
            print(name, *wrong[:3], sep="\n  ")
    return found


def judged(folder, promises) -> list[str]:
    if not Book.exists(folder):
        return ["no book"] if promises.kept else []
    try:
        return judging.broken(folder, promises)
    except AppError as fault:
        return [f"{fault.sentence} {fault.details}"]


def test_whatever_a_power_cut_leaves_holds_all_that_was_said_to_be_saved(recorder, quick, tmp_path):
    found = tried(recorder, quick, tmp_path / "log", SEED, 30, 100)
    assert (found["states"], found["broken"]) == (100, 0)
    assert found["promised"] >= 25


@pytest.mark.parametrize("spoil", ["normal", "unsynced"])
def test_a_program_that_syncs_too_little_is_found_out(recorder, quick, tmp_path, spoil):
    assert tried(recorder, quick, tmp_path / "log", SEED, 12, 30, spoil)["broken"] > 0


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_ten_thousand_power_cuts_lose_nothing(recorder, quick, tmp_path):
    found: Counter[str] = Counter()
    for day in range(DAYS):
        found += tried(recorder, quick, tmp_path / f"log-{day}", SEED + day, 60, STATES // DAYS)
        print(f"seed {SEED + day}: {dict(found)}")
    assert found["broken"] == 0
