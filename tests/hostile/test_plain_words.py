"""Words of people and of the centre are shown as they are typed: nothing on the screen reads them as a page."""

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import QLabel

from desktop.ui.parts import label
from desktop.ui.tips import tip

UI = Path(__file__).parents[2] / "desktop" / "ui"
SOURCES = sorted(UI.rglob("*.py"))
# Of our own words only, or refusals this program says itself.
OURS = {"described", "self.tr", "tip", "tips.tip", "tr"}
SENTENCES = {"refused", "refused or text", "sentence or described(name)",
             "self.tr('Mã {code}').format(code=unit.code)"}  # fmt: skip
WICKED = "<img src=file:///etc/passwd><a href='http://127.0.0.1:9/'>bấm</a> & <b>đậm</b>"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(UI).as_posix())
def test_no_tooltip_box_or_label_takes_words_for_a_page(path):
    tree = ast.parse(path.read_text("utf-8"))
    text = path.read_text("utf-8")
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if name == "setToolTip":
            assert ours(node.args[0]), f"line {node.lineno}: {ast.unparse(node.args[0])}: wrap it in tip(...)"
        assert name not in {"setHtml", "insertHtml", "appendHtml"}, f"line {node.lineno}"
        assert name != "setMarkdown" or path.name == "help.py", f"line {node.lineno}"
        assert name != "QLabel" or not node.args or path.name == "parts.py", f"line {node.lineno}: use parts.label"
        if name == "QMessageBox" and not all(ours(one) for one in node.args[1:]):
            assert "setTextFormat(Qt.TextFormat.PlainText)" in text, f"line {node.lineno}"


def ours(node):
    if ast.unparse(node) in SENTENCES:
        return True
    match node:
        case ast.Constant():
            return True
        case ast.IfExp():
            return ours(node.body) and ours(node.orelse)
        case ast.Attribute():
            return ast.unparse(node).startswith("QMessageBox.")
        case ast.Call():
            return ast.unparse(node.func) in OURS
    return False


def test_a_tooltip_shows_a_tag_as_it_was_typed(qtbot):
    shown = QTextDocumentFragment.fromHtml(tip(WICKED))
    assert shown.toPlainText() == WICKED
    assert "<img" not in shown.toHtml() and "href" not in shown.toHtml().replace("&lt;a href", "")
    assert tip("Lớp A & B") == "Lớp A & B"
    made = label(WICKED)
    qtbot.addWidget(made)
    assert isinstance(made, QLabel) and made.textFormat() == made.textFormat().PlainText
