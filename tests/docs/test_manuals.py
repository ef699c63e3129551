"""The manuals quote the program: its buttons and its commands, and nothing it does not have."""

import ast
import re
from pathlib import Path

import click
import pytest

from desktop.cli import cli

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs" / "huong-dan").glob("*.md"), ROOT / "resources" / "help" / "promises.md"])
SAID = {"đã ghi"}  # words of a disk, not of a button


@pytest.fixture(scope="module")
def words() -> set[str]:
    """Every whole string the program's source holds."""
    found: set[str] = set()
    for path in (ROOT / "desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_quoted_word_stands_in_the_window(page: Path, words: set[str]) -> None:
    quoted = set(re.findall(r"«([^»]+)»", page.read_text(encoding="utf-8")))
    assert sorted(quoted - words - SAID) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_quoted_command_and_option_exists(page: Path) -> None:
    for line in re.findall(r"`sophuong ([^`]+)`", page.read_text(encoding="utf-8")):
        parts, command, context = line.split(), cli, click.Context(cli)
        while parts and isinstance(command, click.Group) and not parts[0].startswith("-"):
            found = command.get_command(context, parts[0])
            if found is None:
                break
            command, context = found, click.Context(found, parent=context)
            parts.pop(0)
        assert command is not cli, f"sophuong {line}"
        known = {name for param in command.get_params(context) for name in param.opts}
        unknown = [part for part in parts if part.startswith("-") and part not in known]
        assert unknown == [], f"sophuong {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).is_file(), link
