"""Taking a batch in: seal, inbox, log, current states, page and receipt, all in one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from desktop.models.errors import InputError, Problem, Refused
from desktop.models.kinds import Kinds
from sync import columns, frame, seal, wire
from sync.central import engines, log, published, standing
from sync.central.enrolments import stamp
from sync.central.pace import Pace
from sync.central.store import Store
from sync.central.tables import devices, inbox, quarantine
from sync.frame import Frame
from sync.wire import Batch, RowVerdict, WireRevision

MOST_KEPT = 200  # batches of one device that may wait in quarantine


class UnknownDevice(Refused):
    """The batch names no device of this centre, or its seal is not that device's."""


class Receiving:
    """The door batches come in by."""

    def __init__(self, store: Store, kinds: Kinds, *, now: Callable[[], datetime], pace: Pace | None = None) -> None:
        self._store = store
        self._pace = pace
        self._declared = published.Declared(store, kinds)
        self._kinds = kinds
        self._types = columns.field_types(kinds)
        self._now = now

    def _read_declarations(self) -> None:
        kinds = self._declared.now()
        if kinds is not self._kinds:
            self._kinds, self._types = kinds, columns.field_types(kinds)

    def answered(self, device: str, digest: bytes) -> bytes | None:
        """Return the receipt a batch of this device got, None when it was never committed."""
        unit = select(devices.c.unit).where(devices.c.id == device).scalar_subquery()
        query = select(inbox.c.receipt).where(inbox.c.unit == unit, inbox.c.digest == digest, inbox.c.device == device)
        with self._store.reading() as connection:
            return connection.scalar(query)

    def take(self, raw: bytes) -> bytes:
        """Store a sealed batch and return its sealed receipt; the same bytes again get the same receipt.

        Raises Rejected, TooOld, TooNew, UnknownDevice, TooFast: then nothing is kept; Refused (revoked, pending): then the
        batch is kept in quarantine.
        """
        opened = wire.open_batch(raw)
        with self._store.reading() as connection:
            device = self._device(connection, opened)
            if receipt := _receipt(connection, device.unit, opened.digest):
                return receipt
        if self._pace:
            self._pace.take(device.id)
        batch = wire.read_batch(opened)
        # PostgreSQL keeps no NUL in a text; no program of ours writes one there.
        frame.expect(not any("\0" in one.kind or "\0" in one.at for one in batch.revisions), "revision: text")
        self._read_declarations()
        if why := _shut_out(device):
            self._set_apart(device, opened, raw)
            raise why
        if not batch.revisions:
            with self._store.reading() as connection:
                return self._answer(connection, device, opened, batch, (), log.end(connection, device.unit), fresh=0)
        with self._store.tx() as connection:
            batches = log.lock(connection, device.unit)
            # Asked again under the lock: meanwhile a copy may have been stored, or the device revoked.
            device = self._device(connection, opened)
            if why := _shut_out(device):
                raise why
            return _receipt(connection, device.unit, opened.digest) or self._store_batch(
                connection, device, opened, raw, batch, batches + 1)

    def readmit(self, device: str) -> int:
        """Take in what a device sent while it was not let in, in the order it came; return how many batches."""
        with self._store.reading() as connection:
            query = select(quarantine.c.body).where(quarantine.c.device == device).order_by(quarantine.c.serial)
            bodies = list(connection.scalars(query))
        for raw in bodies:
            self.take(raw)
        with self._store.tx() as connection:
            connection.execute(quarantine.delete().where(quarantine.c.device == device))
        return len(bodies)

    def _device(self, connection: Connection, opened: Frame) -> Row[Any]:
        ident = opened.header[1].hex()
        device = connection.execute(select(devices).where(devices.c.id == ident)).one_or_none()
        if device is None or not seal.signed_by(device.public_key, opened.signature, opened.signed):
            raise UnknownDevice("Trung tâm không nhận ra máy này: hãy ghi danh lại bằng tệp đơn vị mới.")
        return device

    def _set_apart(self, device: Row[Any], opened: Frame, raw: bytes) -> None:
        with self._store.tx() as connection:
            kept = select(func.count()).select_from(quarantine).where(quarantine.c.device == device.id)
            if opened.header[4] and (connection.scalar(kept) or 0) < MOST_KEPT:
                last = select(func.max(quarantine.c.serial)).where(quarantine.c.device == device.id)
                row = {"unit": device.unit, "digest": opened.digest, "serial": (connection.scalar(last) or 0) + 1,
                       "device": device.id, "received_at": stamp(self._now()), "body": raw}  # fmt: skip
                connection.execute(engines.insert(connection, quarantine).values(row).on_conflict_do_nothing())

    def _store_batch(self, connection: Connection, device: Row[Any], opened: Frame, raw: bytes,
                     batch: Batch, serial: int) -> bytes:  # fmt: skip
        held = log.held(connection, device.unit, [revision.rid for revision in batch.revisions])
        uids = list({log.uid_text(revision.uid) for revision in batch.revisions})
        shut = standing.locked(connection, device.unit, uids)
        verdicts: list[RowVerdict] = []
        fresh: dict[bytes, tuple[WireRevision, tuple[Problem, ...]]] = {}
        for revision in batch.revisions:
            known = revision.rid in held or revision.rid in fresh
            if revision.rid in fresh:
                problems = fresh[revision.rid][1]
            else:
                problems = held[revision.rid] if known else self._problems(revision, shut)
            if not known:
                fresh[revision.rid] = (revision, problems)
            good = wire.KNOWN if known else wire.STORED
            verdicts.append(RowVerdict(wire.REFUSED if problems else good, problems, fresh=not known))
        way = {"device": device.id, "batch": opened.digest, "received_at": stamp(self._now())}
        end = log.append(connection, device.unit, list(fresh.values()), way)
        standing.renew(connection, device.unit, [revision for revision, problems in fresh.values() if not problems])
        sealed = self._answer(connection, device, opened, batch, tuple(verdicts), end, fresh=len(fresh))
        connection.execute(inbox.insert().values(
            unit=device.unit, serial=serial, digest=opened.digest, device=device.id, received_at=way["received_at"], body=raw,
            receipt=sealed))  # fmt: skip
        log.close(connection, device.unit, serial, end)
        return sealed

    def _answer(self, connection: Connection, device: Row[Any], opened: Frame, batch: Batch,
                verdicts: tuple[RowVerdict, ...], end: tuple[int, bytes], *, fresh: int) -> bytes:  # fmt: skip
        position, chain = end
        first, cursor = position - fresh + 1, batch.cursor
        lost = not log.is_followed(connection, device.unit, cursor)
        page: wire.Page | None = None
        items: tuple[bytes, ...] = ()
        if batch.room and not lost:
            follows = cursor.position == first - 1  # then all behind it is what this batch has just brought
            if not (fresh and follows):
                page = log.page(connection, device.unit, cursor, device=device.id, whole=batch.whole, room=batch.room)
        if batch.room:
            items = published.behind(connection, device.unit, cursor, room=batch.room)
        receipt = wire.Receipt(
            batch=opened.digest, at=int(self._now().timestamp()), first=first, stored=fresh, chain=chain,
            verdicts=verdicts, page=page, items=items, last=position,
            last_serial=published.last(connection, device.unit), lost=lost,
        )  # fmt: skip
        rids = [revision.rid for revision in batch.revisions]
        return seal.seal_receipt(receipt, rids, self._store.secret, self._types).body

    def _problems(self, revision: WireRevision, shut: dict[str, str]) -> tuple[Problem, ...]:
        """Judge by the declarations; what was put in the bin is kept as it is, what is locked is kept apart."""
        since = shut.get(log.uid_text(revision.uid))
        if since:
            day = datetime.fromisoformat(since).strftime("%d/%m/%Y")
            return (Problem("", f"Hoạt động đã được trung tâm khóa ngày {day}: hãy đề nghị mở khóa rồi lưu lại."),)
        if revision.binned:
            return ()
        try:
            found = self._kinds.problems(revision.kind, revision.values)
        except InputError as fault:
            found = fault.problems or (Problem("", fault.sentence),)
        if revision.kind in self._kinds and revision.kind_version < self._kinds[revision.kind].version:
            # Written by an older declaration: nobody can be blamed for a fact it did not ask for.
            found = tuple(one for one in found if one.field in revision.values)
        return found[: wire.MAX_PROBLEMS]


def _shut_out(device: Row[Any]) -> Refused | None:
    if device.revoked_at is not None:
        return Refused(
            "Trung tâm đã thu hồi quyền gửi của máy này: hãy liên hệ trung tâm.", details="revoked"
        )
    if device.approved_at is None:
        return Refused("Máy này đang chờ trung tâm duyệt: dữ liệu đã tới và được giữ riêng.", details="pending")
    return None


def _receipt(connection: Connection, unit: str, digest: bytes) -> bytes | None:
    return connection.scalar(select(inbox.c.receipt).where(inbox.c.unit == unit, inbox.c.digest == digest))


