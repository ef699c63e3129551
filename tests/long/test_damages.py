"""R8 and R9 at their real size: seeded damages of a book that lived a while; sizes by environment, figures printed."""

import os
import random
from collections import Counter

import pytest

from desktop.models import integrity, witness
from desktop.models import kinds as declarations
from desktop.models.book import Book
from desktop.models.errors import StoreError
from tests.long.damages import DAMAGES, PAGE, Subject, held

DAMAGED = int(os.environ.get("SO_PHUONG_DAMAGES", "1000"))
WRECKED = int(os.environ.get("SO_PHUONG_WRECKS", "40"))
SEED = int(os.environ.get("SO_PHUONG_SEED", "20261123"))
pytestmark = pytest.mark.long


def judged(place, kinds):
    """Return how a damage was noticed: "open", "witness", a part of the check, or "" when it was not."""
    try:
        with Book.open(place) as book:
            if witness.compare(book):
                return "witness"
            found = integrity.check(book, kinds)
            return "" if found.whole else f"check: {found.found[0].part}"
    except StoreError:
        return "open"


def test_damage_is_noticed_at_the_start_or_by_the_check(tmp_path):
    kinds = declarations.load()
    subject = Subject(tmp_path / "so", kinds)
    chance = random.Random(SEED)
    how: dict[str, Counter[str]] = {name: Counter() for name in DAMAGES}
    missed, harmless, refused = [], 0, 0
    for number in range(DAMAGED):
        name = list(DAMAGES)[number % len(DAMAGES)]
        place = tmp_path / "damaged"
        whole = DAMAGES[name](subject, chance, place)
        noticed = judged(place, kinds)
        if noticed:
            how[name][noticed] += 1
            refused += is_refused(place, kinds)
        elif held(place) == whole:
            harmless += 1
            how[name]["harmless: everything is there"] += 1
        else:
            missed.append((number, name))
            how[name]["MISSED"] += 1
    real = DAMAGED - harmless
    print(f"\nseed {SEED}: {DAMAGED} damages, {harmless} without any effect, {real - len(missed)} of {real} noticed, "
          f"{refused} refused as a source of a copy")  # fmt: skip
    for name, counts in how.items():
        print(f"  {name:26} {dict(counts)}")
    assert (real - len(missed)) >= 0.999 * real, missed


def is_refused(place, kinds):
    try:
        with Book.open(place) as book:
            integrity.require(book, kinds)
    except StoreError:
        return True
    return False


def test_what_is_left_after_three_pages_in_a_hundred_are_lost(tmp_path):
    from desktop import mending

    kinds = declarations.load()
    subject = Subject(tmp_path / "so", kinds, count=600)
    place = subject.lay(tmp_path / "wreck", subject.rest, None, subject.beside)
    with Book.open(place) as book:
        rids = {row[0] for row in book.query("SELECT rid FROM journal")}
        rows = dict(book.query("SELECT uid, heads FROM activities"))
    kept, shown = [], []
    for number in range(WRECKED):
        chance = random.Random(SEED + number)
        spoilt = bytearray(subject.rest)
        pages = len(spoilt) // PAGE
        for page in chance.sample(range(pages), round(pages * 0.03)):
            spoilt[page * PAGE : (page + 1) * PAGE] = chance.choice((bytes(PAGE), chance.randbytes(PAGE)))
        subject.lay(place, bytes(spoilt), None, subject.beside)
        mending.rebuild(place)
        mending.settle(place)
        with Book.open(place) as book:
            now = {row[0] for row in book.query("SELECT rid FROM journal")}
            heads = dict(book.query("SELECT uid, heads FROM activities"))
        kept.append(len(rids & now) / len(rids))
        shown.append(sum(heads.get(uid) == head for uid, head in rows.items()) / len(rows))
    kept.sort()
    print(f"\nseed {SEED}, {WRECKED} files of {len(subject.rest) // PAGE} pages with 3 % lost: revisions kept from the file "
          f"alone min {kept[0]:.1%}, median {kept[len(kept) // 2]:.1%}, mean {sum(kept) / len(kept):.2%}, max {kept[-1]:.1%}; "
          f"activities as they last stood min {min(shown):.1%}, mean {sum(shown) / len(shown):.2%}")  # fmt: skip
    assert kept[0] >= 0.90
    assert sum(kept) / len(kept) >= 0.96
