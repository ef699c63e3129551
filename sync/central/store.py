"""The centre's database: opening it, its transactions, and what it knows about itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import URL, Connection, Engine, create_engine, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from desktop.models.errors import InputError, StoreError
from sync import seal
from sync.central.tables import meta, metadata

FILE_NAME = "trungtam.sqlite3"
# 3.51.3 repaired the damage two writers could do to a WAL (sqlite.org/wal.html#walresetbug).
OLDEST_SQLITE = (3, 51, 3)
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
)


@dataclass(frozen=True, slots=True)
class Store:
    """An open centre: its engine, the secret it signs with, and the one that opens parcels (X25519)."""

    engine: Engine
    secret: bytes
    box_secret: bytes
    folder: Path

    @property
    def public_key(self) -> bytes:
        """The key that offices check receipts with (32 bytes)."""
        return seal.public_key(self.secret)

    @property
    def box_key(self) -> bytes:
        """The key that parcels are closed with (32 bytes)."""
        return X25519PrivateKey.from_private_bytes(self.box_secret).public_key().public_bytes_raw()

    @contextmanager
    def tx(self) -> Iterator[Connection]:
        """Give one writing transaction: BEGIN IMMEDIATE, committed whole or not at all."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give one connection that sees a single state and keeps nobody from writing."""
        with self.engine.connect().execution_options(sophuong_reading=True) as connection:
            yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_folder(folder: Path) -> Store:
    """Open the centre of a folder, made if need be. Raises StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _unusable(folder, fault) from fault
    return _open(folder / FILE_NAME)


def open_url(url: str) -> Store:
    """Open the centre of a database address. Raises InputError for a kind not served, StoreError."""
    try:
        address = make_url(url)
    except ArgumentError:
        address = None
    if address is None or address.get_backend_name() != "sqlite" or not address.database:
        raise InputError("Bản này chỉ chạy trên SQLite: hãy dùng --data THƯ_MỤC hoặc --database sqlite:///TỆP.")
    return _open(Path(address.database))


def _open(path: Path) -> Store:
    try:
        # It holds the centre's secret: made for its owner only, before SQLite would make it for all.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as fault:
        raise _unusable(path, fault) from fault
    engine = create_engine(URL.create("sqlite", database=str(path)), module=sqlcipher3.dbapi2)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    try:
        metadata.create_all(engine)
        with engine.begin() as connection:
            secret = _kept(connection, "centre_secret", seal.new_secret())
            box_secret = _kept(connection, "box_secret", os.urandom(32))
    except (DatabaseError, sqlcipher3.dbapi2.Error) as fault:
        engine.dispose()
        raise _unusable(path, fault) from fault
    return Store(engine, secret, box_secret, path.parent)


def _unusable(path: Path, fault: Exception) -> StoreError:
    return StoreError(f"Không mở được kho của trung tâm ở «{path}»: hãy kiểm tra quyền, ổ đĩa và tệp.",
                      details=repr(fault))  # fmt: skip


def _set_up(connection: Any, _: object) -> None:
    if sqlcipher3.dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError("SQLite đi kèm quá cũ: hãy cài lại trung tâm đúng theo tệp khóa phiên bản.")
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("sophuong_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _kept(connection: Connection, key: str, fresh: bytes) -> bytes:
    connection.execute(insert(meta).values(key=key, value=fresh).on_conflict_do_nothing())
    return bytes(connection.scalar(select(meta.c.value).where(meta.c.key == key)) or b"")
