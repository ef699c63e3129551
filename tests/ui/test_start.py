"""The start: nothing heavy before the first page is painted, and the words of Qt's own dialogs."""

import gc
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from desktop.ui.sweeper import Sweeper

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("reportlab", "httpx2", "cryptography", "sqlite_utils", "pypdfium2", "PIL", "uharfbuzz", "segno", "cbor2",
         "importlib.metadata", "xlsxwriter", "python_calamine", "desktop.printing", "sync")  # fmt: skip


def test_nothing_heavy_is_read_before_the_first_page_is_painted(book):
    book.close()
    script = ("import sys\nfrom desktop import app\n"
              f"code = app.run({str(book.folder)!r}, exit_after_paint=True)\n"
              f"print('READ', [name for name in {HEAVY!r} if name in sys.modules])\nsys.exit(code)")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "READ []" in done.stdout


def test_a_folder_without_a_book_begins_with_the_set_up(tmp_path):
    script = f"import sys\nfrom desktop import app\nsys.exit(app.run({str(tmp_path)!r}, exit_after_paint=True))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_qts_own_dialogs_speak_vietnamese(qapp):
    from PySide6.QtCore import QTranslator

    words = QTranslator()
    assert words.load(str(ROOT / "resources" / "i18n" / "qtbase_vi.qm"))
    assert words.translate("QPlatformTheme", "Cancel") == "Hủy"
    assert words.translate("QFileDialog", "File &name:") == "&Tên tệp:"


def test_the_compiled_words_are_those_of_the_source(tmp_path):
    lrelease = Path(sys.executable).with_name("pyside6-lrelease")
    if not lrelease.exists() or not shutil.which("sh"):
        pytest.skip("pyside6-lrelease is not in this environment")
    fresh = tmp_path / "fresh.qm"
    source = ROOT / "resources" / "i18n" / "qtbase_vi.ts"
    subprocess.run([lrelease, source, "-qm", fresh], check=True, capture_output=True, timeout=60)
    assert fresh.read_bytes() == (ROOT / "resources" / "i18n" / "qtbase_vi.qm").read_bytes()


def test_rubbish_is_collected_on_the_screens_thread_alone(qapp):
    parent = QObject()
    sweeper = Sweeper(parent)
    assert not gc.isenabled()
    found = []

    class Ring:
        def __del__(self):
            found.append(threading.current_thread() is threading.main_thread())

    one = Ring()
    one.itself = one
    del one
    keep = [[] for _ in range(5_000)]  # the young generation is full
    sweeper.look()
    assert found == [True] and keep
