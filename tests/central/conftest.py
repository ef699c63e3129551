"""Centres on either engine."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models import kinds as declarations
from desktop.models.kinds import Kinds
from sync.central.store import ADDRESS_NAME, open_url
from tests.central.server import GIVEN, Missing, Postgres, made
from tests.sync.wards import Centre


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return declarations.load()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of an empty centre's database on a PostgreSQL, to be copied for each test."""
    server: Postgres | None = None
    try:
        address = os.environ.get(GIVEN) or ""
        if not address:
            server = Postgres()
            address = server.url("postgres")
    except Missing as why:
        pytest.skip(f"no PostgreSQL here: {why}")
    template = made(address, "template1")
    open_url(template, Path("/tmp")).close()
    yield template
    if server is not None:
        server.remove()


@pytest.fixture
def database(postgres: str) -> str:
    """The address of a fresh, empty centre on PostgreSQL."""
    return made(f"{postgres.rpartition('/')[0]}/postgres", postgres.rpartition("/")[2])


@pytest.fixture(params=["sqlite", "postgresql"])
def centre(request: pytest.FixtureRequest, tmp_path: Path, kinds: Kinds) -> Iterator[Centre]:
    """A centre in process, on each of the two engines."""
    folder = tmp_path / "centre"
    if request.param == "postgresql":
        folder.mkdir()
        (folder / ADDRESS_NAME).write_text(request.getfixturevalue("database"))
    made = Centre(folder, kinds)
    yield made
    made.client.close()
    made.store.close()
