"""dev.py: standard library only, works from any folder, says what to do."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEV = ROOT / "dev.py"


def dev(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(DEV), *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8")


def test_it_stands_on_the_standard_library_alone():
    tree = ast.parse(DEV.read_text(encoding="utf-8"))
    names = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert names <= sys.stdlib_module_names


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_it_tells_its_commands_from_any_folder(tmp_path, arguments):
    ran = dev(*arguments, cwd=tmp_path)
    assert ran.returncode == 0
    for command in ("setup", "demo", "run", "test", "bench", "build"):
        assert command in ran.stdout


def test_an_unknown_command_is_wrong_usage():
    assert dev("nonsense").returncode == 2


def test_a_missing_library_is_named_with_the_exact_command(monkeypatch):
    sys.path.insert(0, str(ROOT))
    try:
        import dev as module
    finally:
        sys.path.remove(str(ROOT))
    monkeypatch.setattr(module.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(module.Fault, match="sudo apt-get install -y --no-install-recommends libnothing1"):
        module.need_libraries({"libnothing.so.1": "libnothing1"})


def test_the_lock_names_only_the_public_index():
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    hosts = {line.split('"')[1].split("/")[2] for line in lock.splitlines() if 'url = "http' in line for line in [line[line.index('url = "') + 6 :]]}
    registries = {line.split('registry = "')[1].split('"')[0] for line in lock.splitlines() if 'registry = "' in line}
    assert registries == {"https://pypi.org/simple"}
    assert hosts <= {"files.pythonhosted.org"}
