"""Which state of the tables a database is in, and how it comes to today's.

A new database is made as of today at once; an older one goes step by step (Alembic, `migrations/versions`). SQLite is
taken forward when it is opened; PostgreSQL only by the command `migrate`, because other workers may still be at work.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, String, Table, inspect, select, text
from sqlalchemy.schema import Column

from desktop.models.errors import StoreError
from sync.central.console import tables as console_tables
from sync.central.engines import is_postgres
from sync.central.tables import meta

HEAD = "0003"
FIRST = "0001"
NEEDS = "schema_needs"  # key in `meta`: the oldest HEAD that may work with a newer database
_LOCK = 7_280_194  # of PostgreSQL's advisory locks: one worker makes the tables, the others wait
versions = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def state(connection: Connection) -> str:
    """Return the version a database is at: "" for an empty one, FIRST for one made before there were versions."""
    inspector = inspect(connection)
    if inspector.has_table(versions.name):
        return connection.scalar(select(versions.c.version_num)) or ""
    return FIRST if inspector.has_table(meta.name) else ""


def ensure(engine: Engine, *, forward: bool = False) -> None:
    """Make or take forward what may be; raise StoreError for a database that must not be worked with."""
    with engine.connect().execution_options(sophuong_reading=True) as connection:
        found = state(connection)
        postgres = is_postgres(connection)
        if found == HEAD or (found > HEAD and _serves(connection)):
            return
    if found > HEAD:
        raise StoreError("Cơ sở dữ liệu thuộc bản trung tâm mới hơn: hãy cập nhật chương trình trung tâm.")
    if found and postgres and not forward:
        raise StoreError(f"Cơ sở dữ liệu còn ở bản {found}, chương trình cần bản {HEAD}: hãy sao lưu rồi chạy "
                         "python -m sync.central migrate.")  # fmt: skip
    upgrade(engine)


def upgrade(engine: Engine) -> str:
    """Take a database to HEAD, whole or not at all; return the version it was at."""
    with engine.begin() as connection:
        if is_postgres(connection):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = state(connection)
        if not found:
            console_tables.audit.metadata.create_all(connection)  # all tables, the console's among them
            _stamp(connection, HEAD)
        elif found < HEAD:
            if not inspect(connection).has_table(versions.name):
                _stamp(connection, FIRST)
            _climb(connection)
    return found


def _serves(connection: Connection) -> bool:
    needs = connection.scalar(select(meta.c.value).where(meta.c.key == NEEDS))
    return needs is not None and bytes(needs).decode() <= HEAD


def _stamp(connection: Connection, version: str) -> None:
    versions.create(connection, checkfirst=True)
    connection.execute(versions.insert().values(version_num=version))


def _climb(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    command.upgrade(config, HEAD)
