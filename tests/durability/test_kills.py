"""R1, R2: kill -9 of the program while it saves: nothing that was acknowledged is lost, nothing is there by half.

Sizes: SO_PHUONG_KILLS (1,000 in the long run), SO_PHUONG_SEED.
"""

import os
import random
from collections import Counter

import pytest

from desktop.models.book import Book
from desktop.models.errors import AppError
from tests.durability import judging, killed
from tests.durability.judging import Promises

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="programs are forked and killed as Linux does it")
SEED = int(os.environ.get("SO_PHUONG_SEED", "31"))
KILLS = int(os.environ.get("SO_PHUONG_KILLS", "1000"))
BOOK_LASTS = 12  # kills until the next book is begun


def killed_days(folder, seed: int, kills: int) -> Counter[str]:
    """Kill the program again and again over a few books; return counts."""
    found: Counter[str] = Counter()
    chance = random.Random(seed)
    with killed.zygote() as zygote:
        for turn in range(kills):
            place = folder / f"book-{turn // BOOK_LASTS}"
            if turn % BOOK_LASTS == 0:
                place.mkdir()
                heard = 0
                promises = Promises()
            victim = zygote.start(what="day", folder=str(place / "so"), seed=seed * 100_000 + turn, steps=400)
            found["killed"] += victim.kill_within(chance, 0.02, lines=30)
            lines = (place / "acks").read_bytes().splitlines(keepends=True) if (place / "acks").exists() else []
            for line in Promises.whole(lines[heard:]):
                promises.hear(line)
            heard = len(lines)
            wrong = judged(place / "so", promises)
            found["rounds"] += 1
            found["acknowledged"] += promises.saves
            found["under way"] += bool(promises.begun)
            promises.saves = 0
            if wrong:
                found["broken"] += 1
                print(f"seed {seed} kill {turn}", *wrong[:3], sep="\n  ")
            promises.settle(place / "so")
    return found


def judged(folder, promises) -> list[str]:
    if not Book.exists(folder):
        return ["no book"] if promises.kept else []
    try:
        return judging.broken(folder, promises, thorough=False)
    except AppError as fault:
        return [f"{fault.sentence} {fault.details}"]


def test_a_killed_program_has_lost_nothing_it_said_was_saved(tmp_path):
    found = killed_days(tmp_path, SEED, 12)
    assert (found["rounds"], found["broken"]) == (12, 0)
    assert found["killed"] > 8 and found["acknowledged"] > 50


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_thousand_kills_lose_nothing(tmp_path):
    found = killed_days(tmp_path, SEED, KILLS)
    print(f"seed {SEED}: {dict(found)}")
    assert found["broken"] == 0
