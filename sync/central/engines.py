"""The two engines a centre runs on: SQLite for one PC, PostgreSQL for many workers. One schema, one way to write."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import JSON, URL, Boolean, Connection, Engine, Integer, LargeBinary, Table, create_engine, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.types import TypeEngine

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
as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def sqlite(path: Path) -> Engine:
    """Return an engine over one file; a writing transaction takes the lock at its beginning."""
    engine = create_engine(URL.create("sqlite", database=str(path)), module=sqlcipher3.dbapi2, json_serializer=as_json)
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
    names = tuple(rows[0])
    if not is_postgres(connection):
        connection.exec_driver_sql(_values(table, names), list(_tuples(table, names, rows)))
        return
    with connection.connection.cursor().copy(_copy(table, names)) as copy:
        for row in _tuples(table, names, rows):
            copy.write_row(row)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, summed: str = "",
        clear: Sequence[str] = ()) -> None:  # fmt: skip
    """Add rows or put them in place of those with the same key, in one statement on PostgreSQL; every key at most once.

    The column `summed` is added to what is there; the columns `clear` become null where a row was there.
    """
    if not rows:
        return
    names = tuple(rows[0])
    if is_postgres(connection):
        columns = tuple(list(column) for column in zip(*_tuples(table, names, rows), strict=True))
        connection.exec_driver_sql(_unnest(table, names) + _instead(table, names, summed, tuple(clear)), columns)
    else:
        statement = _values(table, names) + _instead(table, names, summed, tuple(clear))
        connection.exec_driver_sql(statement, list(_tuples(table, names, rows)))


def _tuples(table: Table, names: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    texts = {name for name in names if isinstance(table.c[name].type, JSON)}
    take = itemgetter(*names)
    if not texts:
        return map(take, rows)
    places = [at for at, name in enumerate(names) if name in texts]
    return (_with_json(list(take(row)), places) for row in rows)


def _with_json(row: list[Any], places: Sequence[int]) -> tuple[Any, ...]:
    for at in places:
        row[at] = None if row[at] is None else as_json(row[at])
    return tuple(row)


def _copy(table: Table, names: tuple[str, ...]) -> str:
    return f"COPY {table.name} ({_listed(names)}) FROM STDIN"


@cache
def _values(table: Table, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table.name} ({_listed(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608


@cache
def _unnest(table: Table, names: tuple[str, ...]) -> str:
    cast = ", ".join(_quoted(name) + ("::json" if isinstance(table.c[name].type, JSON) else "") for name in names)
    arrays = ", ".join(f"%b::{_array(table.c[name].type)}[]" for name in names)
    return (f"INSERT INTO {table.name} ({_listed(names)}) SELECT {cast} "  # noqa: S608 all of it our own tables' names
            f"FROM unnest({arrays}) AS rows({_listed(names)})")  # fmt: skip


@cache
def _instead(table: Table, names: tuple[str, ...], summed: str, clear: tuple[str, ...]) -> str:
    keys = [column.name for column in table.primary_key]
    fresh = [f"{_quoted(name)} = excluded.{_quoted(name)}" if name != summed
             else f"{name} = {table.name}.{name} + excluded.{name}" for name in names if name not in keys]  # fmt: skip
    fresh += [f"{_quoted(name)} = NULL" for name in clear]
    return f" ON CONFLICT ({_listed(keys)}) DO UPDATE SET {', '.join(fresh)}"


def _array(kind: TypeEngine[Any]) -> str:
    for python, name in ((LargeBinary, "bytea"), (Boolean, "boolean"), (Integer, "bigint")):
        if isinstance(kind, python):
            return name
    return "text"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


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
