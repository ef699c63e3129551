"""The leader's approval before the real centre: what waits is neither sent nor packed nor counted as left behind."""

from pathlib import Path

from desktop.models.approval import Approvals
from desktop.models.outbox import Outbox
from sync import parcels
from sync.central import tables
from tests.sync.wards import Centre, Ward, assert_whole


def test_only_what_the_leader_approved_comes_to_the_centre(ward: Ward, centre: Centre) -> None:
    before = ward.save(1).uid
    approvals = Approvals(ward.book)
    approvals.need(needed=True)
    one, two = ward.save(2).uid, ward.save(3).uid
    ward.save(4, uid=before)  # a save of what is approved by having been there waits too
    summary = ward.send(centre.transport)
    assert (summary.queued_at_start, summary.stored, summary.left, summary.complete) == (1, 1, 0, True)
    assert ward.state(one) == "pending" and Outbox(ward.book).counts().held == 3
    assert approvals.approve([one]) == 1
    ward.send(centre.transport)
    assert (ward.state(one), ward.state(two), centre.count(tables.activities)) == ("sent", "pending", 2)
    approvals.approve([two, before])
    assert ward.send(centre.transport).complete
    assert centre.count(tables.activities) == 3 and Outbox(ward.book).counts().held == 0
    assert_whole(ward, centre.store)


def test_a_parcel_leaves_out_what_waits_for_the_leader(ward: Ward, centre: Centre, tmp_path: Path) -> None:
    Approvals(ward.book).need(needed=True)
    one = ward.save(1).uid
    ward.save(2)
    Approvals(ward.book).approve([one])
    assert parcels.pack(ward.book, tmp_path / "a.goi").count == 1
