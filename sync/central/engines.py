"""The two engines a centre runs on: SQLite for one PC, PostgreSQL for many workers. One schema, one way to write."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import JSON, URL, Connection, Engine, LargeBinary, Table, create_engine, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect

from desktop.models.errors import StoreError

# 3.51.3 repaired the damage two writers could do to a WAL (sqlite.org/wal.html#walresetbug).
OLDEST_SQLITE = (3, 51, 3)
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
)
POOL, OVERFLOW = 8, 8  # connections of one worker: two workers and a backup fit well within PostgreSQL's usual hundred
WAIT = 10  # seconds for a free connection, or for a lock
_ARRAYS = {"VARCHAR": "text", "TEXT": "text", "INTEGER": "bigint", "BIGINT": "bigint", "BOOLEAN": "boolean", "JSON": "text"}


def sqlite(path: Path) -> Engine:
    """Return an engine over one file; a writing transaction takes the lock at its beginning."""
    engine = create_engine(URL.create("sqlite", database=str(path)), module=sqlcipher3.dbapi2)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def postgres(url: URL) -> Engine:
    """Return an engine over a PostgreSQL server; a connection that died with the server is replaced unseen."""
    return create_engine(
        url.set(drivername="postgresql+psycopg"), pool_size=POOL, max_overflow=OVERFLOW, pool_timeout=WAIT, pool_pre_ping=True,
        connect_args={"connect_timeout": WAIT, "application_name": "so-phuong",
                      "options": f"-c lock_timeout={WAIT}s -c idle_in_transaction_session_timeout=60s"})  # fmt: skip


def is_postgres(connection: Connection) -> bool:
    """Say which of the two this is."""
    return connection.dialect.name == "postgresql"


def insert(connection: Connection, table: Table) -> Any:
    """Return an INSERT that knows ON CONFLICT in the words of the engine."""
    return (postgresql.insert if is_postgres(connection) else sqlite_dialect.insert)(table)


def add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows that are not there, all in one go: COPY on PostgreSQL. Every row has the same keys."""
    if not rows:
        return
    if not is_postgres(connection):
        connection.execute(table.insert(), rows)
        return
    names = tuple(rows[0])
    shapes = [_json if isinstance(table.c[name].type, JSON) else None for name in names]
    with connection.connection.cursor().copy(_copy(table, names)) as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row([row[name] if shape is None else shape(row[name]) for name, shape in zip(names, shapes, strict=True)])


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, summed: str = "",
        clear: Sequence[str] = ()) -> None:  # fmt: skip
    """Add rows or put them in place of those with the same key, in one statement on PostgreSQL; every key at most once.

    The column `summed` is added to what is there; the columns `clear` become null where a row was there.
    """
    if not rows:
        return
    names = tuple(rows[0])
    if is_postgres(connection):
        shapes = [_json if isinstance(table.c[name].type, JSON) else None for name in names]
        columns = [[row[name] if shape is None else shape(row[name]) for row in rows]
                   for name, shape in zip(names, shapes, strict=True)]  # fmt: skip
        connection.exec_driver_sql(_unnest(table, names, summed, tuple(clear)), tuple(columns))
        return
    statement = sqlite_dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    fresh: dict[str, Any] = {name: statement.excluded[name] for name in names if name not in keys}
    if summed:
        fresh[summed] = table.c[summed] + statement.excluded[summed]
    fresh |= dict.fromkeys(clear)
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh), list(rows))


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _copy(table: Table, names: tuple[str, ...]) -> str:
    return f"COPY {table.name} ({', '.join(map(_quoted, names))}) FROM STDIN"


@cache
def _unnest(table: Table, names: tuple[str, ...], summed: str, clear: tuple[str, ...]) -> str:
    def kind(name: str) -> str:
        of = table.c[name].type
        return "bytea" if isinstance(of, LargeBinary) else _ARRAYS[of.__visit_name__.upper().replace("BIG_INTEGER", "BIGINT")
                                                                   .replace("STRING", "VARCHAR")]  # fmt: skip

    def cast(name: str) -> str:
        return _quoted(name) + ("::json" if isinstance(table.c[name].type, JSON) else "")

    keys = [column.name for column in table.primary_key]
    fresh = [f"{_quoted(name)} = excluded.{_quoted(name)}" if name != summed
             else f"{name} = {table.name}.{name} + excluded.{name}" for name in names if name not in keys]  # fmt: skip
    fresh += [f"{_quoted(name)} = NULL" for name in clear]
    listed = ", ".join(map(_quoted, names))
    # All of it made of our own tables' names; no word from outside gets in here.
    return (f"INSERT INTO {table.name} ({listed}) SELECT {', '.join(map(cast, names))} "  # noqa: S608
            f"FROM unnest({', '.join(f'%s::{kind(name)}[]' for name in names)}) AS rows({listed}) "
            f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(fresh)}")  # fmt: skip


def _quoted(name: str) -> str:
    return f'"{name}"'


def _set_up(connection: Any, _: object) -> None:
    if sqlcipher3.dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError("SQLite đi kèm quá cũ: hãy cài lại trung tâm đúng theo tệp khóa phiên bản.")
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("sophuong_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
