"""The centre's database: opening it, its transactions, and what it knows about itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import sqlcipher3.dbapi2
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, Engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from desktop.models.errors import InputError, StoreError
from sync import seal
from sync.central import engines, schema
from sync.central.tables import meta

FILE_NAME = "trungtam.sqlite3"
# In the folder of a centre on PostgreSQL: the address of its database, so that no password is on a command line.
ADDRESS_NAME = "database.url"


@dataclass(frozen=True, slots=True)
class Store:
    """An open centre: its engine, the secret it signs with, and the one that opens parcels (X25519)."""

    engine: Engine
    secret: bytes
    box_secret: bytes
    folder: Path
    turn: "Lock | None" = None

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
        """Give one writing transaction, committed whole or not at all; on SQLite it is the only one at a time."""
        # SQLite has one writer: who waits here waits in turn and without asking again and again.
        with self.turn or nullcontext(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give one connection that sees a single state and keeps nobody from writing."""
        options = {"sophuong_reading": True}
        if self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"  # type: ignore[assignment]
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_folder(folder: Path, *, forward: bool = False) -> Store:
    """Open the centre of a folder, made if need be; `forward` as in open_url. Raises StoreError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        address = folder / ADDRESS_NAME
        if address.exists():
            return open_url(address.read_text(encoding="utf-8").strip(), folder, forward=forward)
    except OSError as fault:
        raise _unusable(str(folder), fault) from fault
    return _open_file(folder / FILE_NAME)


def open_url(url: str, folder: Path | None = None, *, forward: bool = False) -> Store:
    """Open the centre of a database address: SQLite, or PostgreSQL with a folder for photos.

    `forward`: an older PostgreSQL is taken to today's tables, too. Raises InputError for a kind not served, StoreError.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        address = None
    backend = address.get_backend_name() if address is not None and address.database else ""
    if address is None or backend not in ("sqlite", "postgresql"):
        raise InputError("Trung tâm chạy trên SQLite hoặc PostgreSQL: hãy dùng --data THƯ_MỤC, --database sqlite:///TỆP "
                         "hoặc --database postgresql://NGƯỜI:MẬT_KHẨU@MÁY/TÊN.")  # fmt: skip
    if backend == "sqlite":
        return _open_file(Path(address.database or ""))
    if folder is None:
        raise InputError("Trung tâm trên PostgreSQL cần thêm --data THƯ_MỤC để giữ ảnh: hãy cho cùng một thư mục ở mọi lệnh.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _unusable(str(folder), fault) from fault
    # The password in the address is for nobody's eyes.
    return _open(engines.postgres(address), folder, f"{address.host or 'localhost'}/{address.database}", forward=forward)


def _open_file(path: Path) -> Store:
    try:
        # It holds the centre's secret: made for its owner only, before SQLite would make it for all.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as fault:
        raise _unusable(str(path), fault) from fault
    return _open(engines.sqlite(path), path.parent, str(path))


def _open(engine: Engine, folder: Path, name: str, *, forward: bool = False) -> Store:
    try:
        schema.ensure(engine, forward=forward)
        with engine.begin() as connection:
            secret = _kept(connection, "centre_secret", seal.new_secret())
            box_secret = _kept(connection, "box_secret", os.urandom(32))
    except (DBAPIError, sqlcipher3.dbapi2.Error) as fault:
        engine.dispose()
        raise _unusable(name, fault) from fault
    except StoreError:
        engine.dispose()
        raise
    return Store(engine, secret, box_secret, folder, None if engine.dialect.name == "postgresql" else Lock())


def _unusable(name: str, fault: Exception) -> StoreError:
    return StoreError(f"Không mở được kho của trung tâm ở «{name}»: hãy kiểm tra quyền, ổ đĩa, máy chủ và tệp.",
                      details=type(fault).__name__)  # fmt: skip


def _kept(connection: Connection, key: str, fresh: bytes) -> bytes:
    connection.execute(engines.insert(connection, meta).values(key=key, value=fresh).on_conflict_do_nothing())
    return bytes(connection.scalar(select(meta.c.value).where(meta.c.key == key)) or b"")
