"""What the centre says of an activity: returned with remarks, accepted, locked, open again; told to its unit."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from desktop.models.errors import InputError
from desktop.models.kinds import Kinds
from sync.central import log, published
from sync.central.enrolments import stamp
from sync.central.store import Store
from sync.central.tables import activities

STATES = ("returned", "accepted", "locked", "open")
REVIEW = "review"


def review(store: Store, kinds: Kinds, uid: str, state: str, *, reason: str = "", remarks: Mapping[str, str],
           now: datetime, only: str = "") -> str:  # fmt: skip
    """Say something of the current state of an activity; return its unit.

    `remarks` are sentences by field name; `only` is the unit it has to be of, "" for any.
    Raises InputError for an unknown activity or field, or a return without a
    word that says why.
    """
    if state == "returned" and not (reason or remarks):
        raise InputError("Trả lại phải nói vì sao: hãy thêm --reason hoặc --field TÊN=LỜI.")
    with store.tx() as connection:
        unit = connection.scalar(select(activities.c.unit).where(activities.c.uid == uid))
        if unit is not None and only in ("", unit):
            log.lock(connection, unit)
        mine = (activities.c.unit == (only or unit or ""), activities.c.uid == uid)
        row = connection.execute(select(activities).where(*mine)).first()
        if row is None:
            raise InputError(f"Trung tâm không có hoạt động «{uid[:40]}»: hãy xem mã trong tệp export.")
        known = kinds[row.kind].names if row.kind in kinds else frozenset(remarks)
        for name in remarks:
            if name not in known:
                raise InputError(f"Loại {row.kind} không có trường «{name[:40]}»: hãy xem sophuong kinds {row.kind}.")
        body = {"state": state, "rid": row.heads, "reason": reason, "remarks": [list(pair) for pair in remarks.items()]}
        published.add(connection, store.secret, topic=REVIEW, key=uid, body=body, unit=row.unit, now=now)
        marks = {"review": None if state == "open" else state, "locked_at": stamp(now) if state == "locked" else None}
        mine = (activities.c.unit == row.unit, activities.c.uid == uid)
        connection.execute(update(activities).where(*mine).values(**marks))
    return str(row.unit)
