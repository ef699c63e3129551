"""A centre in one file, of either engine and for either: what a backup is, and how a centre moves to PostgreSQL.

The file is zstd over a sequence of CBOR values: a heading; pieces [table, columns, rows]; an end with the number of
rows of each table, and the SHA-256 of all rows. Photos are files named by what they are: they are copied as files.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

import cbor2
from sqlalchemy import Connection, delete, func, select

from desktop.models import files
from desktop.models.errors import InputError
from desktop.models.files import told
from sync.central import engines, schema
from sync.central.enrolments import stamp
from sync.central.store import Store
from sync.central.tables import meta, metadata

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MARK = "so-phuong-centre"
PIECE = 500  # rows
LEVEL = 3  # a backup every quarter of an hour may not cost the centre its minute
Counts = dict[str, int]


def write(store: Store, target: Path, *, now: datetime) -> Counts:
    """Write everything as of one moment, beside whoever goes on writing; the file is there whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    with told(target):
        try:
            # It holds the centre's secrets: for its owner only.
            with open(part, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as raw:
                with zstd.ZstdFile(raw, "wb", level=LEVEL) as out, store.reading() as connection:
                    counts = _write(connection, out, now)
                raw.flush()
                os.fsync(raw.fileno())
            files.put_in_place(part, target)
        finally:
            part.unlink(missing_ok=True)
    return counts


def _write(connection: Connection, out: Any, now: datetime) -> Counts:
    counts, digest = {}, hashlib.sha256()
    cbor2.dump({"mark": MARK, "schema": schema.HEAD, "at": stamp(now)}, out)
    for table in metadata.sorted_tables:
        counts[table.name] = 0
        with connection.execute(select(table).execution_options(yield_per=PIECE)) as found:
            for rows in found.partitions(PIECE):
                piece = cbor2.dumps([table.name, table.columns.keys(), [list(row) for row in rows]])
                digest.update(piece)
                out.write(piece)
                counts[table.name] += len(rows)
    cbor2.dump({"rows": counts, "sha256": digest.digest()}, out)
    return counts


def read(store: Store, source: Path) -> Counts:
    """Fill an empty centre from such a file, whole or not at all. Raises InputError."""
    with told(source), store.tx() as connection:
        must_be_empty(connection)
        connection.execute(delete(meta))
        counts: Counts = {}
        for name, columns, rows in _pieces(source):
            table = metadata.tables.get(name)
            if table is None or not set(columns) <= set(table.columns.keys()):
                raise InputError(f"Bản sao «{source.name}» của bản trung tâm khác: hãy khôi phục bằng đúng bản chương trình đó.")
            engines.add(connection, table, [dict(zip(columns, row, strict=True)) for row in rows])
            counts[name] = counts.get(name, 0) + len(rows)
        go_on_numbering(connection)
    return counts


def must_be_empty(connection: Connection) -> None:
    """Raise InputError for a centre that holds anything."""
    for name in ("devices", "inbox", "items"):
        if connection.scalar(select(func.count()).select_from(metadata.tables[name])):
            raise InputError("Nơi khôi phục đã có dữ liệu: hãy chọn một thư mục hoặc cơ sở dữ liệu còn trống.")


def _pieces(source: Path) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    """Yield the pieces of a file, checked against its end; whoever reads must undo all when this raises."""
    broken = InputError(f"Bản sao «{source.name}» không trọn vẹn hoặc không phải bản sao của trung tâm: hãy dùng bản sao khác.")
    digest, counts = hashlib.sha256(), dict.fromkeys((table.name for table in metadata.sorted_tables), 0)
    try:
        with zstd.ZstdFile(source, "rb") as raw:
            reader = cbor2.CBORDecoder(cast("IO[bytes]", raw))
            head = reader.decode()
            if not isinstance(head, dict) or head.get("mark") != MARK:
                raise broken
            if head["schema"] != schema.HEAD:
                raise InputError(f"Bản sao thuộc lược đồ {head['schema']}, chương trình dùng {schema.HEAD}: "
                                 "hãy khôi phục bằng đúng bản chương trình đã sao lưu, rồi cập nhật.")  # fmt: skip
            while not isinstance(piece := reader.decode(), dict):
                digest.update(cbor2.dumps(piece))
                counts[piece[0]] = counts.get(piece[0], 0) + len(piece[2])
                yield piece[0], piece[1], piece[2]
    except (cbor2.CBORDecodeError, zstd.ZstdError, EOFError, ValueError, LookupError, TypeError) as fault:
        raise broken from fault
    if piece["rows"] != counts or piece["sha256"] != digest.digest():
        raise broken


def go_on_numbering(connection: Connection) -> None:
    """Rows came with their numbers: PostgreSQL has to be told where to go on."""
    if not engines.is_postgres(connection):
        return
    for name in ("enrolments", "recoveries"):
        connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "  # noqa: S608 our own names
                                   f"(SELECT coalesce(max(id), 0) + 1 FROM {name}), false)")  # fmt: skip
