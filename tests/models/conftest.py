"""A real book in a fresh folder, and the shipped kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models import kinds as kinds_module
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.kinds import Kinds


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    return kinds_module.load()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.create(tmp_path / "so", unit="20242", person="Cán bộ văn hóa") as made:
        yield made


@pytest.fixture
def activities(book: Book, kinds: Kinds) -> Activities:
    return Activities(book, kinds)
