"""English for the window: `python -m tests.ui.words` reads what the code says into so_phuong_en.ts and compiles it.

lupdate finds `self.tr("…")`; words that stand in tables (actions, states, columns) are added here under their context.
Declarations of kinds, plans and designs are the office's own language and stay Vietnamese.
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
from pathlib import Path

from desktop.ui import actions, chip

ROOT = Path(__file__).resolve().parents[2]
I18N = ROOT / "resources" / "i18n"
ENGLISH = I18N / "so_phuong_en.ts"

# Where `tr` stands without `self`: module -> the contexts it is asked in.
BARE = {
    "columns": ["Columns"], "list_menus": ["ListMenus"], "report_period": ["PeriodCard"],
    "report_signing": ["Signing"], "templates": ["TemplateList"],
}  # fmt: skip

Words = dict[tuple[str, str], str]  # (context, Vietnamese): English


def in_tables() -> set[tuple[str, str]]:
    """Return the words that stand in tables of the code, with their context."""
    found = {("Action", text) for one in actions.ACTIONS.values() for text in (one.text, one.tip) if text}
    found |= {("State", said) for _, said in chip.STATES.values()}
    return found


def in_code() -> set[tuple[str, str]]:
    """Return every (context, text) that `tr` is asked for under desktop/ui."""
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.ts"
        files = sorted((ROOT / "desktop" / "ui").rglob("*.py"))
        subprocess.run([tool, *files, "-ts", fresh], check=True, capture_output=True, timeout=60)
        whole = tree.parse(fresh)
    found = set()
    for part in whole.iter("context"):
        for one in part.iter("message"):
            place = one.find("location")
            names = [part.findtext("name")] if part.findtext("name") else contexts(str(place.get("filename")) if place is not None else "")
            found |= {(str(name), str(one.findtext("source"))) for name in names}
    return found


def contexts(file: str) -> list[str]:
    """Return the contexts of a bare `tr` in a file: its own, or that of each class that calls."""
    return BARE.get(Path(file).stem, [])


def read(file: Path) -> Words:
    """Return the words of a .ts file."""
    return {(str(part.findtext("name")), str(one.findtext("source"))): one.findtext("translation") or ""
            for part in tree.parse(file).iter("context") for one in part.iter("message")}  # fmt: skip


def write(words: Words, file: Path) -> None:
    """Write a .ts file, contexts and words in order, so that a change is a small difference."""
    root = tree.Element("TS", version="2.1", language="en", sourcelanguage="vi_VN")
    for name in sorted({context for context, _ in words}):
        part = tree.SubElement(root, "context")
        tree.SubElement(part, "name").text = name
        for text in sorted(text for context, text in words if context == name):
            message = tree.SubElement(part, "message")
            tree.SubElement(message, "source").text = text
            made = tree.SubElement(message, "translation")
            made.text = words[name, text]
            if not words[name, text]:
                made.set("type", "unfinished")
    tree.indent(root, " ")
    file.write_text('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
                    + tree.tostring(root, encoding="unicode") + "\n", "utf-8")  # fmt: skip


def main() -> int:
    """Renew the file, compile it, name what has no English yet; the same words elsewhere are taken over."""
    kept = read(ENGLISH) if ENGLISH.exists() else {}
    known = {text: said for (_, text), said in kept.items() if said}
    words = {key: kept.get(key) or known.get(key[1], "") for key in in_code() | in_tables()}
    write(words, ENGLISH)
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([tool, ENGLISH, "-qm", ENGLISH.with_suffix(".qm")], check=True, capture_output=True, timeout=60)
    left = [f"{context}: {text}" for (context, text), said in sorted(words.items()) if not said]
    print(f"{len(words)} words, {len(left)} without English", *left, sep="\n")
    return min(1, len(left))


if __name__ == "__main__":
    sys.exit(main())
