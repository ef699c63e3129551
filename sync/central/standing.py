"""The current state of activities: a merge of their accepted revisions, by the same function as at every PC."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from desktop.models.merging import Node, merge
from sync.central import engines, totals
from sync.central.log import parents_of, uid_text
from sync.central.tables import activities, revisions
from sync.wire import WireRevision

_CHUNK = 500
LOCKED = "locked"


def locked(connection: Connection, unit: str, uids: Sequence[str]) -> dict[str, str]:
    """Return those of these activities that are locked, and since when."""
    query = select(activities.c.uid, activities.c.locked_at).where(
        activities.c.unit == unit, activities.c.uid.in_(uids), activities.c.review == LOCKED)  # fmt: skip
    return {row.uid: row.locked_at for row in connection.execute(query)} if uids else {}


def renew(connection: Connection, unit: str, accepted: Sequence[WireRevision]) -> None:
    """Make the activities of newly accepted revisions what all their revisions say."""
    uids = list(dict.fromkeys(uid_text(revision.uid) for revision in accepted))
    before_all: dict[str, Row[Any]] = {}
    for start in range(0, len(uids), _CHUNK):
        query = select(activities).where(
            activities.c.unit == unit, activities.c.uid.in_(uids[start : start + _CHUNK]))  # fmt: skip
        before_all |= {row.uid: row for row in connection.execute(query)}
    heads: dict[str, bytes] = {uid: row.heads for uid, row in before_all.items()}
    rows: dict[str, dict[str, Any]] = {}
    torn: set[str] = set()
    for revision in accepted:
        uid, parents = uid_text(revision.uid), b"".join(revision.parents)
        before = heads.get(uid, b"")
        if uid in torn or len(before) > 32 or before[:8] != parents:
            torn.add(uid)  # not simply the next one: all of its revisions have to be asked
            continue
        heads[uid] = revision.rid
        rows[uid] = {"unit": unit, "uid": uid, "revision": revision.revision, "heads": revision.rid,
                     "kind": revision.kind, "binned": revision.binned, "conflict": False,
                     "starts_on": totals.day_of(revision.values), "values": dict(revision.values)}  # fmt: skip
    for uid in torn:
        rows[uid] = _merged(connection, unit, uid)
    # What was said of an earlier revision no longer stands; a lock does, but then nothing is accepted.
    # Nobody else writes this unit now, so what is new is new.
    engines.add(connection, activities, [row for uid, row in rows.items() if uid not in before_all])
    engines.put(connection, activities, [row for uid, row in rows.items() if uid in before_all], clear=("review",))
    totals.change(connection, unit, [before_all[uid] for uid in rows if uid in before_all], rows.values())


def _merged(connection: Connection, unit: str, uid: str) -> dict[str, Any]:
    query = select(revisions).where(revisions.c.unit == unit, revisions.c.uid == uid, revisions.c.problems.is_(None))
    nodes = [Node(row.rid, parents_of(row.parents), row.revision, row.kind, row.kind_version, row.at, row.binned,
                  row.values) for row in connection.execute(query)]  # fmt: skip
    merged = merge(nodes)
    return {"unit": unit, "uid": uid, "revision": merged.revision, "heads": b"".join(merged.heads), "kind": merged.kind,
            "binned": merged.binned, "conflict": bool(merged.conflicts), "starts_on": totals.day_of(merged.values),
            "values": dict(merged.values)}  # fmt: skip
