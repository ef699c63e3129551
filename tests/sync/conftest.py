"""A ward and a centre for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models import kinds as declarations
from desktop.models.kinds import Kinds
from sync import enrolment
from tests.sync.wards import Centre, Running, Ward


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return declarations.load()


@pytest.fixture
def centre(tmp_path: Path, kinds: Kinds) -> Iterator[Centre]:
    made = Centre(tmp_path / "centre", kinds)
    yield made
    made.client.close()
    made.store.close()


@pytest.fixture
def ward(tmp_path: Path, kinds: Kinds, centre: Centre) -> Iterator[Ward]:
    """A ward that knows the centre and was not yet let in."""
    made = Ward(tmp_path / "ward", kinds)
    enrolment.keep_office_file(made.book, centre.office())
    yield made
    made.book.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path / "running")
    yield made
    if not made.is_dead():
        made.kill()
