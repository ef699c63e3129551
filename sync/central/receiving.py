"""Taking a batch in: seal, inbox, revisions, verdicts and receipt, all in one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.sqlite import insert

from desktop.models.errors import InputError, Problem, Refused
from desktop.models.kinds import Kinds
from sync import seal, wire
from sync.central.enrolments import stamp
from sync.central.store import Store
from sync.central.tables import activities, devices, inbox, refusals, revisions
from sync.frame import Frame
from sync.wire import SeqVerdict, WireRevision


class UnknownDevice(Refused):
    """The batch names no device of this centre, or its seal is not that device's."""


class Receiving:
    """The door batches come in by."""

    def __init__(self, store: Store, kinds: Kinds, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._kinds = kinds
        self._now = now

    def take(self, raw: bytes) -> bytes:
        """Store a sealed batch and return its sealed receipt; the same bytes again get the same receipt.

        Raises Rejected, TooOld, TooNew, Refused (revoked), UnknownDevice: then nothing is kept.
        """
        opened = wire.open_batch(raw)
        with self._store.reading() as connection:
            device = self._device(connection, opened)
            if receipt := _receipt(connection, opened.digest):
                return receipt
        batch = wire.read_batch(opened)
        with self._store.tx() as connection:
            # Asked again under the lock: meanwhile a copy may have been stored, or the device revoked.
            device = self._device(connection, opened)
            return _receipt(connection, opened.digest) or self._store_batch(
                connection, device, opened, raw, batch
            )

    def _device(self, connection: Connection, opened: Frame) -> Row[Any]:
        ident = opened.header["device"].hex()
        device = connection.execute(select(devices).where(devices.c.id == ident)).one_or_none()
        if device is None or not seal.signed_by(device.public_key, opened.signature, opened.signed):
            raise UnknownDevice("Trung tâm không nhận ra máy này: hãy ghi danh lại bằng tệp đơn vị mới.")
        if device.revoked_at is not None:
            raise Refused(
                "Trung tâm đã thu hồi quyền gửi của máy này: hãy liên hệ trung tâm.", details="revoked"
            )
        return device

    def _store_batch(self, connection: Connection, device: Row[Any], opened: Frame, raw: bytes,
                     batch: wire.Batch) -> bytes:  # fmt: skip
        at = stamp(self._now())
        way = {"unit": device.unit, "device": device.id, "incarnation": batch.incarnation,
               "batch": opened.digest, "received_at": at}  # fmt: skip
        verdicts = tuple(self._judge(connection, revision, way) for revision in batch.revisions)
        receipt = wire.Receipt(opened.digest, batch.nonce, batch.device, at, self._store.epoch, verdicts)
        sealed = seal.seal_receipt(receipt, self._store.secret).body
        connection.execute(inbox.insert().values(
            digest=opened.digest, device=device.id, received_at=at, body=raw, receipt=sealed))  # fmt: skip
        return sealed

    def _judge(self, connection: Connection, revision: WireRevision, way: dict[str, Any]) -> SeqVerdict:
        row = {**way, **_columns(revision)}
        problems = self._problems(revision)
        if problems and not _is_stored(connection, row):
            row["problems"] = [[problem.field, problem.sentence] for problem in problems]
            connection.execute(insert(refusals).values(row).on_conflict_do_nothing())
            return SeqVerdict(revision.seq, wire.REFUSED, problems)
        done = connection.execute(
            insert(revisions).values(row).on_conflict_do_nothing().returning(revisions.c.id)
        )
        source = done.scalar_one_or_none()
        if source is None:
            return SeqVerdict(revision.seq, wire.KNOWN)
        _make_current(connection, source, row)
        return SeqVerdict(revision.seq, wire.STORED)

    def _problems(self, revision: WireRevision) -> tuple[Problem, ...]:
        """Judge by the declarations; what was put in the bin is kept as it is."""
        if revision.binned:
            return ()
        try:
            found = self._kinds.problems(revision.kind, revision.values)
        except InputError as fault:
            found = fault.problems or (Problem("", fault.sentence),)
        return found[: wire.MAX_PROBLEMS]


def _columns(revision: WireRevision) -> dict[str, Any]:
    return {
        "uid": str(UUID(bytes=revision.uid)), "revision": revision.revision, "digest": revision.digest,
        "kind": revision.kind, "kind_version": revision.kind_version, "at": revision.at, "by": revision.by,
        "pc": revision.pc, "binned": revision.binned, "values": dict(revision.values), "seq": revision.seq,
        "chain": revision.chain,
    }  # fmt: skip


def _receipt(connection: Connection, digest: bytes) -> bytes | None:
    return connection.scalar(select(inbox.c.receipt).where(inbox.c.digest == digest))


def _same(row: dict[str, Any]) -> list[Any]:
    return [revisions.c[name] == row[name] for name in ("unit", "uid", "revision")]


def _is_stored(connection: Connection, row: dict[str, Any]) -> bool:
    query = select(revisions.c.id).where(*_same(row), revisions.c.digest == row["digest"])
    return connection.execute(query).first() is not None


def _make_current(connection: Connection, source: int, row: dict[str, Any]) -> None:
    """Make a newly stored revision current unless a higher one is; of equals the last received wins."""
    twins = connection.execute(select(revisions.c.id).where(*_same(row)).limit(2)).all()
    names = ("unit", "uid", "revision", "kind", "binned", "values")
    fresh = {name: row[name] for name in names} | {"source": source, "conflict": len(twins) > 1}
    statement = insert(activities).values(fresh)
    newer: dict[str, Any] = {
        name: statement.excluded[name] for name in fresh if name not in ("unit", "uid", "conflict")
    }
    newer["conflict"] = activities.c.conflict | statement.excluded.conflict
    higher = statement.excluded.revision >= activities.c.revision
    connection.execute(
        statement.on_conflict_do_update(index_elements=["unit", "uid"], set_=newer, where=higher)
    )
    if len(twins) > 1:
        connection.execute(activities.update().values(conflict=True).where(
            activities.c.unit == row["unit"], activities.c.uid == row["uid"]))  # fmt: skip
