"""The tables: every key carries the unit; an older store becomes today's, on both engines."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, select, text

from desktop.models.errors import StoreError
from desktop.models.kinds import Kinds
from sync.central import engines, schema, tables, totals
from sync.central.store import FILE_NAME, open_folder, open_url
from tests.sync.test_central import Pc, revision
from tests.sync.wards import Centre, held

SCRIPTS = Path(schema.__file__).parent / "migrations"


def test_every_key_of_a_spread_table_begins_with_the_unit() -> None:
    spread = {name: table for name, table in tables.metadata.tables.items() if name not in tables.REFERENCE}
    assert len(spread) >= 7
    for table in spread.values():
        assert [column.name for column in table.primary_key][0] == "unit", table.name
        for constraint in table.constraints:
            if isinstance(constraint, UniqueConstraint):
                assert [column.name for column in constraint.columns][0] == "unit", constraint.name
            if isinstance(constraint, ForeignKeyConstraint):
                assert constraint.referred_table.name in tables.REFERENCE
        assert not any(index.unique and "unit" not in index.columns for index in table.indexes)


def test_the_version_in_the_code_is_the_last_step() -> None:
    scripts = ScriptDirectory.from_config(_config())
    assert scripts.get_heads() == [schema.HEAD]
    assert [step.revision for step in scripts.walk_revisions()][-1] == schema.FIRST


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def _first(engine: Any) -> None:
    """Make a database as the first centres had it, without a version, and put something in."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("first", SCRIPTS / "versions" / "v0001_first.py")
    assert spec is not None and spec.loader is not None
    first = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(first)
    with engine.begin() as connection:
        first.metadata.create_all(connection)


def _copied_back(source: Any, target: Any) -> None:
    """Fill a database of the first kind with what a centre of today holds."""
    numbered = {"inbox": "unit, serial", "revisions": "unit, position", "quarantine": "unit, serial"}
    with source.store.reading() as today, target.begin() as old:
        for name in ("meta", "devices", "enrolments", "logs", "inbox", "quarantine", "revisions", "activities"):
            order = f" ORDER BY {numbered[name]}" if name in numbered else ""
            for row in today.execute(text(f"SELECT * FROM {name}{order}")):
                gone = {"inbox": {"unit", "serial"}, "quarantine": {"unit", "serial"}, "logs": {"batches"},
                        "activities": {"starts_on"}}.get(name, set())  # fmt: skip
                kept = {key: value for key, value in row._mapping.items() if key not in gone}
                if engines.is_postgres(old):
                    kept |= {key: bool(value) for key, value in kept.items() if key in ("binned", "conflict", "approved")}
                names, marks = ", ".join(f'"{key}"' for key in kept), ", ".join(f":{key}" for key in kept)
                old.execute(text(f"INSERT INTO {name} ({names}) VALUES ({marks})"), kept)


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path, kinds: Kinds) -> Any:
    """A centre with three batches of two units, and an engine over the same in the first state."""
    source = Centre(tmp_path / "source", kinds)
    one, other = Pc(source), Pc(source, "20194")
    one.say(revision(1), revision(2))
    other.say(revision(3))
    one.say(revision(4), revision(5, values={"title": "x"}))
    if request.param == "sqlite":
        (tmp_path / "older").mkdir()
        address = f"sqlite:///{tmp_path / 'older' / FILE_NAME}"
        engine = engines.sqlite(tmp_path / "older" / FILE_NAME)
    else:
        from sqlalchemy.engine import make_url

        from tests.central.server import made

        postgres = request.getfixturevalue("postgres")
        address = made(f"{postgres.rpartition('/')[0]}/postgres", "template1")
        engine = engines.postgres(make_url(address))
    _first(engine)
    _copied_back(source, engine)
    yield source, engine, address
    engine.dispose()
    source.client.close()
    source.store.close()


def test_an_older_store_is_taken_over_whole(older: Any, tmp_path: Path, kinds: Kinds) -> None:
    source, engine, address = older
    if engine.dialect.name == "postgresql":
        with pytest.raises(StoreError, match="migrate"):
            open_url(address, tmp_path)
        assert schema.upgrade(engine) == schema.FIRST
    store = open_url(address, tmp_path / "older")
    assert held(store) == held(source.store)
    assert store.secret == source.store.secret
    with store.reading() as connection, source.store.reading() as before:
        assert totals.kept(connection) == totals.counted(connection) == totals.kept(before)
        query = select(tables.inbox.c.unit, tables.inbox.c.serial, tables.inbox.c.digest).order_by(tables.inbox.c.unit, tables.inbox.c.serial)
        assert connection.execute(query).all() == before.execute(query).all()
        assert connection.execute(select(tables.logs).order_by("unit")).all() == before.execute(select(tables.logs).order_by("unit")).all()
        differs = compare_metadata(MigrationContext.configure(connection), tables.metadata)
        assert [each for each in differs if "alembic_version" not in str(each)] == []
    with pytest.raises(Exception, match="append-only"), store.tx() as connection:
        connection.execute(text("DELETE FROM revisions"))
    store.close()


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    store = open_folder(tmp_path)
    with store.tx() as connection:
        connection.execute(schema.versions.update().values(version_num="9999"))
    store.close()
    with pytest.raises(StoreError, match="mới hơn"):
        open_folder(tmp_path)
    engine = engines.sqlite(tmp_path / FILE_NAME)
    with engine.begin() as connection:  # unless it says that this program may go on beside the newer one
        connection.execute(tables.meta.insert().values(key=schema.NEEDS, value=schema.HEAD.encode()))
    engine.dispose()
    open_folder(tmp_path).close()


