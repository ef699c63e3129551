"""A small tree that stands in for a built one: the shape is the same, Windows names included."""

import pytest

from desktop.packaging.tree import Tree

AT = 1767225600


@pytest.fixture
def small(tmp_path):
    folder = tmp_path / "dist" / "so-phuong"
    for name, data in {
        "so-phuong": b"#!/bin/sh\nexit 0\n", "sophuong": b"#!/bin/sh\nexit 0\n", "so-phuong.exe": b"MZ window", "sophuong.exe": b"MZ console",
        "_internal/resources/units.csv": "20242;Hải Châu\n".encode(), "_internal/resources/licences/sbom.cdx.json": b"{}",
        "_internal/PySide6/Qt6Core.dll": b"MZ library",
    }.items():  # fmt: skip
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o755 if "/" not in name else 0o644)
    return Tree(folder, "1.2.3", AT)


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"
