"""A centre with activities, and browsers of its people (over HTTP, without a screen)."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from desktop.models import kinds as declarations
from desktop.models.kinds import Kinds
from sync.central.console import users
from sync.central.console.users import Users
from tests.sync.wards import Centre, Ward

PASSWORD = "một câu dài dễ nhớ"


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hash with little memory: what is tried here is the door, not Argon2."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(users, "_HASHER", cheap)
    monkeypatch.setattr(users, "_NOBODY", cheap.hash("nobody"))


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
    """A ward that has sent three activities."""
    from sync import enrolment

    made = Ward(tmp_path / "so", kinds)
    enrolment.keep_office_file(made.book, centre.office())
    made.fill(3)
    made.send(centre.transport)
    yield made
    made.book.close()


class Browser:
    """Somebody signed in; `post` sends a form of the page it stands on."""

    def __init__(self, centre: Centre) -> None:
        self.client = TestClient(centre.app, base_url="https://localhost", raise_server_exceptions=False)

    def get(self, path: str = "/", **more: Any) -> httpx.Response:
        return self.client.get(f"/bang{path}", **more)

    def post(self, path: str, *, page: str = "", **fields: str) -> httpx.Response:
        found = re.search(r'name="csrf" value="([^"]*)"', self.get(page or path).text)
        return self.client.post(f"/bang{path}", data={"csrf": found[1] if found else ""} | fields)

    def sign_in(self, name: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/dang-nhap", name=name, password=password)


@pytest.fixture
def browse(centre: Centre) -> Callable[..., Browser]:
    """Return a browser in which a person of that role is signed in."""

    def signed(role: str, unit: str = "") -> Browser:
        Users(centre.store).add(f"{role}.{unit}", role, PASSWORD, unit=unit, now=centre.now)
        made = Browser(centre)
        assert made.sign_in(f"{role}.{unit}").status_code == 200
        return made

    return signed
