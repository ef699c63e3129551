"""The log of a unit as the centre keeps it: appending, and the pages that devices follow."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from desktop.models import identity
from desktop.models.errors import Problem
from sync import wire
from sync.central import engines
from sync.central.tables import logs, revisions
from sync.wire import Cursor, Entry, Page, WireRevision

REF, FULL = 32, 250  # bytes of an entry on the way down, about
_PARENT = identity.PARENT


def end(connection: Connection, unit: str) -> tuple[int, bytes]:
    """Return position and chain of the last entry; (0, START) of an empty log."""
    row = connection.execute(select(logs.c.position, logs.c.chain).where(logs.c.unit == unit)).one_or_none()
    return (row.position, row.chain) if row else (0, identity.START)


def lock(connection: Connection, unit: str) -> int:
    """Keep everybody else from writing this unit until the transaction ends; return how many batches made its log."""
    if engines.is_postgres(connection):
        first = {"unit": unit, "position": 0, "chain": identity.START, "batches": 0}
        connection.execute(engines.insert(connection, logs).values(first).on_conflict_do_nothing())
    return connection.scalar(select(logs.c.batches).where(logs.c.unit == unit).with_for_update()) or 0


def held(connection: Connection, unit: str, rids: Sequence[bytes]) -> dict[bytes, tuple[Problem, ...]]:
    """Return those of these rids that the log has, with the reasons for which they were refused."""
    query = select(revisions.c.rid, revisions.c.problems).where(revisions.c.unit == unit, revisions.c.rid.in_(rids))
    return {row.rid: problems_of(row.problems) for row in connection.execute(query)} if rids else {}


def append(connection: Connection, unit: str, fresh: Sequence[tuple[WireRevision, tuple[Problem, ...]]],
           way: dict[str, Any]) -> tuple[int, bytes]:  # fmt: skip
    """Append revisions with the reasons that speak against them; return position and chain of the last entry."""
    position, chain = end(connection, unit)
    rows = []
    for revision, problems in fresh:
        position, chain = position + 1, identity.log_link(chain, revision.rid)
        reasons = [[problem.field, problem.sentence] for problem in problems] or None
        rows.append({**way, "unit": unit, "position": position, "chain": chain, "problems": reasons, **columns(revision)})
    engines.add(connection, revisions, rows)
    return position, chain


def close(connection: Connection, unit: str, batches: int, reached: tuple[int, bytes]) -> None:
    """Note how long the log of a unit has become, by how many batches."""
    row = {"unit": unit, "position": reached[0], "chain": reached[1], "batches": batches}
    engines.put(connection, logs, [row])


def is_followed(connection: Connection, unit: str, cursor: Cursor) -> bool:
    """Say whether a cursor names a place of this log."""
    if not cursor.position:
        return True
    query = select(revisions.c.chain).where(revisions.c.unit == unit, revisions.c.position == cursor.position)
    chain = connection.scalar(query)
    return chain is not None and chain[: wire.TAG] == cursor.tag


def page(connection: Connection, unit: str, cursor: Cursor, *, device: str, whole: bool, room: int) -> Page | None:
    """Return the entries behind a cursor, as many as there is room for (bytes, about); None when there are none.

    What the asking device once carried here itself is only named, unless it wants the `whole`.
    """
    query = (
        select(revisions)
        .where(revisions.c.unit == unit, revisions.c.position > cursor.position)
        .order_by(revisions.c.position).limit(min(wire.MAX_PAGE, max(1, room // REF)))
    )  # fmt: skip
    entries: list[Entry] = []
    chain, left = b"", room
    with connection.execute(query) as found:
        for row in found:
            named = row.device == device and not whole
            left -= REF if named else FULL
            if entries and left < 0:
                break
            entries.append(Entry(row.rid, None if named else revision_of(row), problems_of(row.problems)))
            chain = row.chain
    return Page(cursor.position, chain, tuple(entries)) if entries else None


def columns(revision: WireRevision) -> dict[str, Any]:
    """Return what the table keeps of a revision."""
    return {
        "rid": revision.rid, "uid": uid_text(revision.uid), "revision": revision.revision,
        "parents": b"".join(revision.parents), "kind": revision.kind, "kind_version": revision.kind_version,
        "at": revision.at, "pc": revision.pc, "incarnation": revision.incarnation, "binned": revision.binned,
        "values": dict(revision.values),
    }  # fmt: skip


def uid_text(uid: bytes) -> str:
    """Return a uid as text; `UUID` does the same in ten times the time."""
    digits = uid.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def revision_of(row: Row[Any]) -> WireRevision:
    """Return the revision of a row of the table."""
    return WireRevision(
        uid=UUID(row.uid).bytes, revision=row.revision, parents=parents_of(row.parents), kind=row.kind,
        kind_version=row.kind_version, at=row.at, pc=row.pc, incarnation=row.incarnation, binned=row.binned,
        values=row.values,
    )  # fmt: skip


def parents_of(joined: bytes) -> tuple[bytes, ...]:
    """Return the parents of a revision, 8 bytes each."""
    return tuple(joined[at : at + _PARENT] for at in range(0, len(joined), _PARENT))


def problems_of(kept: list[list[str]] | None) -> tuple[Problem, ...]:
    """Return why a revision was refused, empty when it was not."""
    return tuple(Problem(*pair) for pair in kept or ())
