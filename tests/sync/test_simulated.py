"""Seeded worlds of offices, a bad line, restored and cloned disks and a centre that falls: the promises of the post."""

import os

import pytest

from tests.sync.simulator.counts import Counts
from tests.sync.simulator.running import many, some

FEW, MANY = 350, int(os.environ.get("SOPHUONG_SYNCS", "1000000"))


def assert_everything_happened(counts: Counts) -> None:
    """A world in which nothing goes wrong proves nothing."""
    for name in ("answer lost", "doubled", "delayed", "answer flipped", "question flipped", "portal", "other receipt",
                 "centre died before", "centre died after", "clients died", "conflicts", "pulled"):  # fmt: skip
        assert counts.happened[name], name


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_doubled_foreign_or_falsely_sent(seed: int) -> None:
    counts = some(seed, FEW)
    assert counts.happened["syncs"] >= FEW
    assert_everything_happened(counts)


@pytest.mark.long
@pytest.mark.timeout(0)
def test_a_million_syncs_hold_the_promises() -> None:
    counts = many(20261123, MANY, os.cpu_count() or 1)
    print(counts.line())
    assert_everything_happened(counts)
    for name in ("centre restored", "clients restored", "disks cloned", "refilled", "readmitted"):
        assert counts.happened[name], name
