"""The centre's database: opening it, its transactions, and what it knows about itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

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
    """An open centre: its engine, `epoch` (16 bytes, made with the database) and signing secret."""

    engine: Engine
    epoch: bytes
    secret: bytes

    @property
    def public_key(self) -> bytes:
        """The key that offices check receipts with (32 bytes)."""
        return seal.public_key(self.secret)

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
    """Open the centre of a folder, made (for its owner only) if need be. Raises StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE_NAME
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as fault:
        raise StoreError(
            f"Không dùng được thư mục «{folder}»: hãy chọn thư mục có quyền ghi.", details=repr(fault)
        ) from fault
    return open_url(f"sqlite:///{path}")


def open_url(url: str) -> Store:
    """Open the centre of a database address. Raises InputError for a kind not served, StoreError."""
    _check_url(url)
    engine = create_engine(url, module=sqlcipher3.dbapi2)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    try:
        metadata.create_all(engine)
        with engine.begin() as connection:
            epoch = _kept(connection, "store_epoch", os.urandom(16))
            secret = _kept(connection, "centre_secret", seal.new_secret())
    except (OperationalError, sqlcipher3.dbapi2.Error) as fault:
        engine.dispose()
        raise StoreError("Không mở được cơ sở dữ liệu của trung tâm: hãy kiểm tra quyền, ổ đĩa và tệp.",
                         details=repr(fault)) from fault  # fmt: skip
    return Store(engine, epoch, secret)


def _check_url(url: str) -> None:
    try:
        fits = make_url(url).get_backend_name() == "sqlite"
    except ArgumentError:
        fits = False
    if not fits:
        raise InputError(
            "Bản này chỉ chạy trên SQLite: hãy dùng --data THƯ_MỤC hoặc --database sqlite:///TỆP."
        )


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
