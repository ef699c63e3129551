"""Holding what the centre keeps against itself: chains, digests, receipts, sums. It only reads."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, func, select

from desktop.models import identity
from desktop.models.errors import Rejected
from sync import frame, seal, wire
from sync.central import log, totals
from sync.central.store import Store
from sync.central.tables import activities, inbox, logs, photos, revisions


def check(store: Store) -> Iterator[str]:
    """Yield one Vietnamese sentence for each thing that does not agree; nothing when all is well."""
    with store.reading() as connection:
        for unit in connection.scalars(select(logs.c.unit).order_by(logs.c.unit)).all():
            yield from _log(connection, unit)
            yield from _batches(connection, unit, store.public_key)
            yield from _activities(connection, unit)
        if totals.kept(connection) != totals.counted(connection):
            yield "Bảng cộng dồn không khớp với các hoạt động: hãy chạy replay vào một kho mới."
        for name, length in connection.execute(select(photos.c.sha256, photos.c.length).where(photos.c.complete_at.is_not(None))):
            path = store.folder / "photos" / name[:2] / name
            if not path.exists() or path.stat().st_size != length:
                yield f"Thiếu ảnh {name[:16]}…: hãy chép lại từ bản sao của thư mục ảnh; phường sẽ được hỏi gửi lại."


def _log(connection: Connection, unit: str) -> Iterator[str]:
    position, chain = 0, identity.START
    query = select(revisions).where(revisions.c.unit == unit).order_by(revisions.c.position)
    with connection.execute(query.execution_options(yield_per=500)) as rows:
        for row in rows:
            position += 1
            chain = identity.log_link(chain, row.rid)
            if row.position != position or row.chain != chain or log.revision_of(row).rid != row.rid:
                yield f"Sổ của đơn vị {unit} đứt hoặc bị sửa ở dòng {row.position}: hãy khôi phục từ bản sao rồi chạy replay."
                return
    if (position, chain) != log.end(connection, unit):
        yield f"Sổ của đơn vị {unit} có {position} dòng, khác với số đã ghi: hãy khôi phục từ bản sao rồi chạy replay."


def _batches(connection: Connection, unit: str, key: bytes) -> Iterator[str]:
    count = 0
    query = select(inbox).where(inbox.c.unit == unit).order_by(inbox.c.serial)
    with connection.execute(query.execution_options(yield_per=50)) as rows:
        for row in rows:
            count += 1
            if row.serial != count or not _sound(row, key):
                yield f"Gói {row.serial} của đơn vị {unit} bị sửa hoặc thiếu: hãy khôi phục từ bản sao."
                return
    if count != connection.scalar(select(logs.c.batches).where(logs.c.unit == unit)):
        yield f"Đơn vị {unit} có {count} gói, khác với số đã ghi: hãy khôi phục từ bản sao."


def _sound(row: Row[Any], key: bytes) -> bool:
    try:
        receipt = wire.open_receipt(row.receipt)
        seal.verify(receipt, key)
        return bool(frame.digest(row.body) == row.digest == wire.read_receipt(receipt).batch)
    except Rejected:
        return False


def _activities(connection: Connection, unit: str) -> Iterator[str]:
    accepted = select(func.count(revisions.c.uid.distinct())).where(revisions.c.unit == unit, revisions.c.problems.is_(None))
    shown = select(func.count()).select_from(activities).where(activities.c.unit == unit)
    if connection.scalar(accepted) != connection.scalar(shown):
        yield f"Số hoạt động của đơn vị {unit} không khớp với sổ: hãy chạy replay vào một kho mới."
