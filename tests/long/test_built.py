"""The program as it is released: built twice and compared, at work without Python, in a bare Debian, its libraries looked up.

Builds with PyInstaller where the group `build` is installed (`dev.py build` does that); a build takes a minute or two.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from desktop.packaging import archive, deb, roots, smoke, tree
from desktop.packaging.tree import Tree
from sync.updates import trees

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]
ROOT = Path(__file__).resolve().parents[2]
LIMIT_INSTALLED = 126_000_000  # bytes
LIMIT_DOWNLOAD = 45_000_000


def freeze(source, folder):
    same = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(tree.epoch())}
    subprocess.run([sys.executable, "-m", "PyInstaller", "--noconfirm", "--distpath", folder / "dist", "--workpath", folder / "work",
                    "build.spec"], cwd=source, check=True, capture_output=True, env=os.environ | same)  # fmt: skip
    return Tree(folder / "dist" / "so-phuong", tree.version(), tree.epoch())


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The sources as they are now: what is written meanwhile is not in any of the builds."""
    if find_spec("PyInstaller") is None:
        pytest.skip("PyInstaller is not installed: python3 dev.py build installs it")
    folder = tmp_path_factory.mktemp("source")
    for name in ("desktop", "sync", "resources"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.spec", "pyproject.toml", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def built(source, tmp_path_factory):
    return freeze(source, tmp_path_factory.mktemp("built"))


def test_two_builds_are_the_same_bytes(source, built, tmp_path):
    again = freeze(source, tmp_path)
    assert trees.listed(again.folder) == trees.listed(built.folder)


def test_it_is_small(built, tmp_path):
    assert sum(path.lstat().st_size for path in built.files()) < LIMIT_INSTALLED
    assert archive.tar_xz(built, tmp_path).stat().st_size < LIMIT_DOWNLOAD


def test_nothing_of_the_centre_or_of_tests_is_in_it(built):
    names = {path.name.split("-")[0].split(".")[0].lower() for path in (built.folder / "_internal").iterdir()}
    assert not names & {"numpy", "fastapi", "sqlalchemy", "psycopg", "moto", "playwright", "openpyxl", "pytest", "obstore", "tkinter"}


def test_the_whole_job_without_python(built, tmp_path):
    lines = smoke.smoke(smoke.Programs(str(built.folder / "sophuong"), str(built.folder / "so-phuong"), tools=smoke.without_python(tmp_path)))
    print(*lines, sep="\n")
    assert len(lines) == 16


@pytest.mark.skipif(shutil.which("debootstrap") is None or os.name == "nt" or os.geteuid() != 0, reason="needs root and debootstrap")
def test_the_package_in_a_bare_debian(built, tmp_path):
    package = deb.build(built, tmp_path, tmp_path / "work")
    assert package.stat().st_size < LIMIT_DOWNLOAD
    root = tmp_path / "root"
    roots.make(root)
    lines = roots.prove(root, package)
    print(*lines, sep="\n")
    assert "không có Python" in lines[0]
    assert lines[-1] == "đã gỡ, không sót tệp nào"


def test_two_wheels_are_the_same_bytes(tmp_path):
    made = []
    for name in ("one", "two"):
        subprocess.run([Path(sys.executable).with_name("uv"), "build", "--wheel", "-q", "-o", tmp_path / name, ROOT], check=True,
                       env=os.environ | {"SOURCE_DATE_EPOCH": str(tree.epoch())})  # fmt: skip
        made.append(next((tmp_path / name).glob("*.whl")).read_bytes())
    assert made[0] == made[1]


def test_no_library_has_a_known_hole(tmp_path):
    if find_spec("pip_audit") is None:
        pytest.skip("pip-audit is not installed: python3 dev.py build installs it")
    listed = subprocess.run([Path(sys.executable).with_name("uv"), "export", "--frozen", "--no-dev", "--no-emit-project", "-q"], cwd=ROOT, check=True,
                            capture_output=True).stdout  # fmt: skip
    (tmp_path / "requirements.txt").write_bytes(listed)
    assert b"--hash=sha256:" in listed
    done = subprocess.run([sys.executable, "-m", "pip_audit", "-r", tmp_path / "requirements.txt", "--require-hashes", "--disable-pip",
                           "--timeout", "10"], capture_output=True, text=True, timeout=600)  # fmt: skip
    if "could not be audited" in done.stdout + done.stderr or "Connection" in done.stderr or "connect" in done.stderr.lower() or "HTTPError" in done.stderr:
        pytest.skip("no line to the list of known holes")
    assert done.returncode == 0, done.stdout + done.stderr[-1000:]
