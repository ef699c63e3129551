"""What the centre holds: a line for each office, and every current activity for others to read."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select

from desktop.models import units
from sync.central.store import Store
from sync.central.tables import activities, devices, inbox, revisions


@dataclass(frozen=True, slots=True)
class Device:
    """One enrolled PC of an office."""

    id: str
    enrolled_at: str
    approved_at: str | None
    revoked_at: str | None
    last_received_at: str | None


@dataclass(frozen=True, slots=True)
class OfficeState:
    """One office: its current activities (not in the bin), refused revisions and conflicts here, counted."""

    unit: str
    name: str
    activities: int
    refused: int
    conflicts: int
    devices: tuple[Device, ...]

    def as_json(self) -> str:
        """Return one JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def offices(store: Store) -> list[OfficeState]:
    """Return every office that has a device, by its code."""
    here, last = activities.c, func.max(inbox.c.received_at)
    with store.reading() as connection:
        kept = _counts(connection, select(here.unit, func.count()).where(~here.binned).group_by(here.unit))
        torn = _counts(connection, select(here.unit, func.count()).where(here.conflict).group_by(here.unit))
        bad = _counts(connection, select(revisions.c.unit, func.count())
                      .where(revisions.c.problems.is_not(None)).group_by(revisions.c.unit))
        rows = connection.execute(
            select(devices, last.label("last")).outerjoin(inbox, inbox.c.device == devices.c.id)
            .group_by(devices.c.id).order_by(devices.c.unit, devices.c.enrolled_at, devices.c.id)
        ).all()  # fmt: skip
    found: dict[str, list[Device]] = {}
    for row in rows:
        found.setdefault(row.unit, []).append(Device(row.id, row.enrolled_at, row.approved_at, row.revoked_at, row.last))
    return [
        OfficeState(
            unit, units.find(unit).name, activities=kept.get(unit, 0), refused=bad.get(unit, 0),
            conflicts=torn.get(unit, 0), devices=tuple(pcs),
        )
        for unit, pcs in found.items()
    ]  # fmt: skip


def lines(store: Store) -> Iterator[bytes]:
    """Yield every current activity that is not in the bin as one JSON line, flat, in a stable order."""
    query = select(activities).where(~activities.c.binned).order_by(activities.c.unit, activities.c.uid)
    with store.reading() as connection:
        for row in connection.execute(query.execution_options(yield_per=500)):
            flat: dict[str, Any] = {
                "uid": row.uid,
                "unit": row.unit,
                "revision": row.revision,
                "kind": row.kind,
            }
            # A value of a newer declaration may not pass for one of the four names above.
            flat |= {key: value for key, value in row.values.items() if key not in flat} if row.values else {}
            yield json.dumps(flat, ensure_ascii=False).encode() + b"\n"


def _counts(connection: Any, query: Any) -> dict[str, int]:
    return {unit: count for unit, count in connection.execute(query)}
