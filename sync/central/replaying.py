"""Making a centre again from the batches as they came: logs, current activities, sums, in a new and empty store."""

from sqlalchemy import Connection, delete, select, update

from desktop.models.errors import InputError
from sync import wire
from sync.central import dump, engines, log, standing
from sync.central.store import Store
from sync.central.tables import activities, inbox, meta, metadata

MADE = frozenset({"inbox", "revisions", "logs", "activities", "totals"})


def replay(source: Store, target: Store) -> int:
    """Make `target` from the batches of `source`; return how many batches. Raises InputError where they contradict.

    Nothing is judged anew: what a receipt once said stands, whatever the declarations say today.
    """
    with source.reading() as old, target.tx() as new:
        dump.must_be_empty(new)
        new.execute(delete(meta))
        for table in metadata.sorted_tables:
            if table.name not in MADE:
                with old.execute(select(table).execution_options(yield_per=dump.PIECE)) as found:
                    for rows in found.partitions(dump.PIECE):
                        engines.add(new, table, [dict(row._mapping) for row in rows])
        count = sum(_unit(old, new, unit) for unit in old.scalars(select(inbox.c.unit).distinct()).all())
        _reviews(old, new)
        dump.go_on_numbering(new)
    return count


def _unit(old: Connection, new: Connection, unit: str) -> int:
    serial = 0
    query = select(inbox).where(inbox.c.unit == unit).order_by(inbox.c.serial)
    for row in old.execute(query.execution_options(yield_per=50)):
        serial += 1
        batch = wire.read_batch(wire.open_batch(row.body))
        receipt = wire.read_receipt(wire.open_receipt(row.receipt))
        said = zip(batch.revisions, receipt.verdicts, strict=True)
        fresh = [(revision, verdict.problems) for revision, verdict in said if verdict.fresh]
        engines.add(new, inbox, [dict(row._mapping) | {"serial": serial}])
        way = {"device": row.device, "batch": row.digest, "received_at": row.received_at}
        end = log.append(new, unit, fresh, way)
        if fresh and end[1] != receipt.chain:
            raise InputError(f"Gói {row.serial} của đơn vị {unit} không nối vào sổ như biên nhận đã ghi: hãy chạy check, "
                             "rồi replay từ một bản sao còn nguyên.")  # fmt: skip
        standing.renew(new, unit, [revision for revision, problems in fresh if not problems])
        log.close(new, unit, serial, end)
    return serial


def _reviews(old: Connection, new: Connection) -> None:
    """Carry over what was said of activities that are as they were."""
    names = (activities.c.unit, activities.c.uid, activities.c.heads, activities.c.review, activities.c.locked_at)
    for row in old.execute(select(*names).where(activities.c.review.is_not(None))):
        same = (activities.c.unit == row.unit, activities.c.uid == row.uid, activities.c.heads == row.heads)
        new.execute(update(activities).where(*same).values(review=row.review, locked_at=row.locked_at))
