"""Packages of the program: whole and as patches; every byte is held against its digest."""

import json
import random
import shutil
import zipfile

import pytest

from desktop.models.errors import Rejected
from sync.updates import packages, trees

NOISE = random.Random(20261123).randbytes(300_000)


def tree(folder, version):
    (folder / "_internal").mkdir(parents=True)
    (folder / "_internal" / "libqt.so").write_bytes(NOISE)
    (folder / "so-phuong").write_bytes(NOISE[:90_000] + f"bản {version}".encode() * 9 + NOISE[90_000:])
    (folder / "so-phuong").chmod(0o755)
    (folder / f"mới-{version}.txt").write_text(version, encoding="utf-8")
    (folder / "_internal" / "libqt.so.6").symlink_to("libqt.so")
    return folder


@pytest.fixture
def old(tmp_path):
    return tree(tmp_path / "old", "1.0.0")


@pytest.fixture
def new(tmp_path):
    return tree(tmp_path / "new", "1.1.0")


def test_a_whole_package_makes_the_same_tree(new, tmp_path):
    packages.make(tmp_path / "p.zip", new, version="1.1.0", platform="x")
    packages.unfold(tmp_path / "p.zip", tmp_path / "made")
    assert trees.listed(tmp_path / "made") == trees.listed(new)


def test_a_patch_is_tiny_and_makes_the_same_tree(old, new, tmp_path):
    packages.make(tmp_path / "p.zip", new, version="1.1.0", platform="x", older=("1.0.0", old))
    seen = []
    made = packages.unfold(tmp_path / "p.zip", tmp_path / "made", older=old, progress=lambda done, whole: seen.append((done, whole)))
    assert trees.listed(tmp_path / "made") == trees.listed(new)
    assert (tmp_path / "p.zip").stat().st_size < 0.03 * len(NOISE)
    assert seen[-1] == (made.size, made.size)
    assert {one.path for one in made.keep} == {"_internal/libqt.so"}


def test_the_same_package_twice_is_the_same_bytes(old, new, tmp_path):
    for name in ("one.zip", "two.zip"):
        packages.make(tmp_path / name, new, version="1.1.0", platform="x", older=("1.0.0", old))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("name", ["so-phuong", "_internal/libqt.so"])
def test_a_patch_on_a_program_that_was_changed_is_refused(old, new, tmp_path, name):
    packages.make(tmp_path / "p.zip", new, version="1.1.0", platform="x", older=("1.0.0", old))
    path = old / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(Rejected):
        packages.unfold(tmp_path / "p.zip", tmp_path / "made", older=old)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_package_is_refused_or_makes_exactly_the_tree(old, new, tmp_path, seed):
    packages.make(tmp_path / "p.zip", new, version="1.1.0", platform="x", older=("1.0.0", old))
    data = bytearray((tmp_path / "p.zip").read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    (tmp_path / "bad.zip").write_bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)])
    try:
        packages.unfold(tmp_path / "bad.zip", tmp_path / "made", older=old)
    except Rejected:
        return
    assert trees.listed(tmp_path / "made") == trees.listed(new)


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "CON.txt", "a:b", "x. ", "a\\b", "", "a//b", "nul", "x\0y"])
def test_a_path_that_leaves_the_tree_is_refused(new, tmp_path, path):
    packages.make(tmp_path / "p.zip", new, version="1.1.0", platform="x")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        manifest = json.loads(archive.read(packages.MANIFEST))
        solid = archive.read(packages.SOLID)
    manifest["solid"][0]["path"] = path
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(packages.MANIFEST, json.dumps(manifest))
        archive.writestr(packages.SOLID, solid)
    before = {path for path in tmp_path.rglob("*") if "made" not in path.parts}
    with pytest.raises(Rejected):
        packages.unfold(tmp_path / "bad.zip", tmp_path / "made")
    assert {path for path in tmp_path.rglob("*") if "made" not in path.parts} == before


def test_a_link_may_not_lead_out_of_the_tree(new, tmp_path):
    (new / "_internal" / "libqt.so.6").unlink()
    (new / "_internal" / "libqt.so.6").symlink_to("../../../etc/passwd")
    packages.make(tmp_path / "p.zip", new, version="1.1.0", platform="x")
    with pytest.raises(Rejected):
        packages.unfold(tmp_path / "p.zip", tmp_path / "made")


def test_what_is_kept_costs_no_second_copy_where_the_disk_knows_links(old, new, tmp_path):
    packages.make(tmp_path / "p.zip", new, version="1.1.0", platform="x", older=("1.0.0", old))
    packages.unfold(tmp_path / "p.zip", tmp_path / "made", older=old)
    assert (tmp_path / "made" / "_internal" / "libqt.so").stat().st_ino == (old / "_internal" / "libqt.so").stat().st_ino
    shutil.rmtree(old)
    assert trees.listed(tmp_path / "made") == trees.listed(new)
