"""A real book with a training in it, and the door to personal data of it."""

import json
from datetime import date
from pathlib import Path

import pytest

from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.attendees import Rules
from desktop.models.book import Book
from desktop.personal import Personal

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples" / "activities.jsonl"
TODAY = date(2026, 11, 24)
ON = Rules(on=True)


@pytest.fixture(scope="session")
def kinds():
    return declarations.load()


@pytest.fixture
def book(tmp_path):
    with Book.create(tmp_path / "so", unit="20242", person="Cán bộ văn hóa") as made:
        yield made


@pytest.fixture
def activities(book, kinds):
    return Activities(book, kinds)


def sample(kind):
    """Return the facts of the first sample activity of a kind."""
    for line in SAMPLES.read_text("utf-8").splitlines():
        values = json.loads(line)
        if values["kind"] == kind:
            del values["kind"]
            return values
    raise LookupError(kind)


@pytest.fixture
def training(activities):
    return activities.save("TAPHUAN", sample("TAPHUAN"))


@pytest.fixture
def personal(book, kinds, activities):
    return Personal(book, kinds, activities, today=lambda: TODAY)
