"""Rules of the house that no linter knows: the ways around the book, and habits of Qt we leave behind."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for folder in ("desktop", "sync") for path in (ROOT / folder).rglob("*.py"))
DOORS = {"cli.py", "tasks.py", "crash.py", "sheet.py", "app.py"}  # form save, task failure, excepthook, console


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST) -> list[str]:
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_source_file_keeps_the_rules_of_the_house(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not any(alias.name == "*" for alias in node.names), "star import"
        if isinstance(node, ast.With):
            for item in node.items:
                assert not ast.unparse(item.context_expr).endswith((".conn", "connection")), "`with conn` is no transaction"
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            assert caught or path.name in DOORS, "bare except"
            assert caught not in {"Exception", "BaseException"} or path.name in DOORS or reraises(node), caught
    for call in calls(tree):
        assert not call.endswith((".processEvents", "QApplication.instance", ".extractall")), call
        kept = path.name != "files.py" and path.parts[-2] != "central"
        assert not (kept and call.endswith((".write_text", ".write_bytes"))), f"{call}: use atomic_write"


def reraises(node: ast.ExceptHandler) -> bool:
    return any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))


WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|VACUUM|REINDEX)\b", re.IGNORECASE)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_written_by_the_ways_for_reading_or_past_the_one_transaction(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        first = node.args[0] if node.args else None
        said = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
        assert node.func.attr != "query" or not WRITES.match(said), f"query() reads: write inside tx(): {said[:60]}"
        assert node.func.attr != "executescript", "executescript commits by itself"
        begins = re.match(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT)\b", said, re.IGNORECASE)
        assert not begins or path.name in {"book.py", "engine.py", "rekeying.py", "snapshot.py", "store.py"}, f"tx() begins and ends: {said[:60]}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_sqlite_is_reached_by_one_door(path):
    allowed = {"engine.py", "engines.py", "migrations.py", "book.py", "store.py"}
    names = {alias.name.split(".")[0] for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Import) for alias in node.names}  # fmt: skip
    names |= {(node.module or "").split(".")[0] for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
              if isinstance(node, ast.ImportFrom) and not node.level}  # fmt: skip
    assert path.name in allowed or not names & {"sqlite3", "sqlite_utils", "sqlcipher3", "pysqlite3"}


def test_hardly_any_file_is_longer_than_400_lines():
    long = [name_of(path) for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 470]
    assert long == []
