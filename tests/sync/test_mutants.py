"""The simulator finds bugs that are planted into the real code, all but those a second defence hides."""

import pytest

from tests.sync.simulator.planted import PLANTS, planted
from tests.sync.simulator.running import until_broken

ENOUGH = 5_000  # syncs
# A life of its own for a restored book only tells histories apart: revisions are named by what they say.
HIDDEN = {"one_life", "receipt_of_another_batch"}


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_planted_bug_is_found(name: str) -> None:
    with planted(name):
        syncs, why = until_broken(7, ENOUGH)
    print(f"{name}: {why or 'not found'} after {syncs:,} syncs")
    assert bool(why) or name in HIDDEN


@pytest.mark.parametrize("name", ["sent_is_settled", "answered_before_commit"])
def test_the_plainest_bugs_are_found_at_once(name: str) -> None:
    with planted(name):
        assert until_broken(7, 300)[1]
