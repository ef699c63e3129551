"""docs/dependencies.md names every package we ask for, at the version that is locked."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKED = {one["name"]: one.get("version") for one in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]}
ROWS = {cells[0].strip(): [cell.strip() for cell in cells[1:]]
        for line in (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and len(cells := line.strip("|").split("|")) == 6}  # fmt: skip


def asked_for():
    given = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["centre"]]
    given += [one for group in PROJECT["dependency-groups"].values() for one in group]
    return sorted({re.match(r"[\w.-]+", one)[0] for one in given} - {"so-phuong"})


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", asked_for())
def test_every_package_asked_for_has_its_row_at_the_locked_version(name):
    row = {canonical(package): cells for package, cells in ROWS.items()}[canonical(name)]
    version, purpose, licence, size, _ = row
    assert version == LOCKED[canonical(name)]
    assert purpose
    assert licence
    assert float(size.replace(",", ".")) > 0


def test_no_row_speaks_of_a_package_that_is_gone():
    assert {canonical(name) for name in ROWS if name != "Gói"} <= {canonical(name) for name in asked_for()} | {"uv"}
