"""Backup, the restore drill, replay and check, from either engine into either."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from desktop.models.kinds import Kinds
from sync.central import reviewing, schema, tables, totals
from sync.central.command import main
from sync.central.store import ADDRESS_NAME, Store, open_folder
from tests.central.server import made
from tests.sync.test_central import OTHER, Pc, revision
from tests.sync.wards import UNIT, Centre, held, leaflet


def run(*words: Any) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def busy(centre: Centre, kinds: Kinds) -> Pc:
    """A device of a centre that has batches of two units, refusals, a conflict, a lock and something kept apart."""
    pc, other = Pc(centre), Pc(centre, OTHER)
    pc.say(revision(1), revision(2, values=leaflet(2) | {"handed_out": 10**9}), revision(1, 7))
    other.say(revision(3), revision(4))
    pc.say(revision(5), revision(1))
    reviewing.review(centre.store, kinds, str(UUID(int=5)), "locked", remarks={}, now=centre.now)
    second = Pc(centre)
    assert second.post(second.batch(revision(6)))[0] == 403
    return pc


def empty(tmp_path: Path, name: str, request: pytest.FixtureRequest, engine: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    if engine == "postgresql":
        postgres = request.getfixturevalue("postgres")
        (folder / ADDRESS_NAME).write_text(made(f"{postgres.rpartition('/')[0]}/postgres", postgres.rpartition("/")[2]))
    return folder


def everything(store: Store) -> dict[str, list[Any]]:
    with store.reading() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables.metadata.sorted_tables}


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_a_restore_drill(busy: Pc, centre: Centre, tmp_path: Path, request: pytest.FixtureRequest, into: str) -> None:
    kept, folder = tmp_path / "kept", empty(tmp_path, "restored", request, into)
    assert run("backup", kept, "--data", centre.store.folder).exit_code == 0
    (file,) = kept.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    done = run("restore", file, "--data", folder)
    assert done.exit_code == 0 and "3 gói" in done.output, done.output
    restored = open_folder(folder)
    assert everything(restored) == everything(centre.store)
    assert (restored.secret, restored.box_secret) == (centre.store.secret, centre.store.box_secret)
    assert run("check", "--data", folder).output == "Mọi thứ khớp.\n"
    again = run("restore", file, "--data", folder)
    assert again.exit_code == 1 and "còn trống" in again.stderr
    restored.close()
    went_on = Centre(folder, request.getfixturevalue("kinds"))
    busy.centre = went_on
    assert busy.say(revision(8), revision(5)) == ["stored", "known"]
    assert went_on.office().code
    went_on.client.close()
    went_on.store.close()


def test_a_torn_backup_restores_nothing(busy: Pc, centre: Centre, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    run("backup", kept, "--data", centre.store.folder)
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    for data in (whole[: len(whole) // 2], whole[:-3], b"not a backup", b""):
        file.write_bytes(data)
        done = run("restore", file, "--data", tmp_path / "restored")
        assert done.exit_code == 1 and "bản sao" in done.stderr and "Traceback" not in done.output
    store = open_folder(tmp_path / "restored")
    assert everything(store)["devices"] == everything(store)["inbox"] == []
    store.close()


def test_only_the_newest_backups_are_kept(centre: Centre, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for hour in range(4):
        (kept / f"20260101-0{hour}0000.sophuong-trungtam").touch()
    assert run("backup", kept, "--keep", "2", "--data", centre.store.folder).exit_code == 0
    assert [path.name[:8] for path in sorted(kept.iterdir())][:1] == ["20260101"] and len(list(kept.iterdir())) == 2


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_everything_can_be_made_again_from_the_batches(busy: Pc, centre: Centre, tmp_path: Path,
                                                        request: pytest.FixtureRequest, into: str) -> None:  # fmt: skip
    folder = empty(tmp_path, "made", request, into)
    done = run("replay", "--into", folder, "--data", centre.store.folder)
    assert done.exit_code == 0 and "3 gói" in done.output, done.output + done.stderr
    store = open_folder(folder)
    assert everything(store) == everything(centre.store)
    assert held(store) == held(centre.store)
    with store.reading() as connection:
        assert totals.kept(connection) == totals.counted(connection)
    store.close()
    assert run("check", "--data", folder).exit_code == 0


@pytest.mark.parametrize(("act", "said"), [
    ("UPDATE totals SET value = value + 1", "cộng dồn"),
    ("DELETE FROM activities WHERE unit = '20242'", "Số hoạt động"),
    ("UPDATE logs SET position = position + 1", "khác với số đã ghi"),
    ("UPDATE revisions SET revision = 9 WHERE position = 2", "dòng 2"),
    ("UPDATE inbox SET body = receipt WHERE serial = 1", "Gói 1"),
], ids=["sums", "activities", "logs", "revisions", "inbox"])  # fmt: skip
def test_check_tells_what_was_tampered_with(busy: Pc, centre: Centre, act: str, said: str) -> None:
    with centre.store.tx() as connection:
        if connection.dialect.name == "sqlite":
            for table in ("revisions", "inbox"):
                connection.execute(text(f"DROP TRIGGER {table}_no_update"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(act))
    done = run("check", "--data", centre.store.folder)
    assert done.exit_code == 1 and said in done.stderr, done.stderr
    assert UNIT in done.stderr or said == "cộng dồn"


def test_migrate_says_where_it_stands(centre: Centre) -> None:
    assert run("migrate", "--data", centre.store.folder).output == f"Lược đồ ở bản {schema.HEAD}.\n"
