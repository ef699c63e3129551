"""`python3 dev.py demo`: the whole main job without a screen, into a folder.

A centre on loopback, the book of a real ward, activities of every kind, the real window driven by key events,
everything sent and counted, papers and the quarter's report printed. Nothing here is pretended: every step goes
through the same doors as the office's own work.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop import cli
from desktop.models import kinds as declarations
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.query import Query

UNIT = "20242"
SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples" / "activities.jsonl"
PERIOD = "2026-Q3"
PAGES = ("today", "activities", "plans", "printing", "reports", "sending", "settings")
SIZE = (1366, 768)
PATIENCE = 20.0  # seconds for a page to show its data
TYPED = "Tập huấn kỹ năng số cho tổ công nghệ số cộng đồng"
PAPERS = (
    ("poster-su-kien", "SUKIEN", "ap-phich.pdf"),
    ("to-roi-dich-vu-cong", "TOROI", "to-roi.pdf"),
    ("bang-ron-ngang", "BANGRON", "bang-ron.pdf"),
    ("danh-sach-ky-nhan", "TAPHUAN", "danh-sach-ky-nhan.pdf"),
)


class Failed(Exception):
    """A step that did not do what it must; the demonstration ends there."""


def main(folder: Path) -> int:
    """Do the whole job into `folder` and say what was made; return the exit code."""
    began = time.monotonic()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)  # type: ignore[union-attr]
    _fresh(folder)
    try:
        with _centre(folder) as url:
            _say("1. Trung tâm (SQLite) đang nghe", url)
            told = _office(folder, url)
            _record(folder)
            _window(folder)
            _send(folder)
            _papers(folder)
    except Failed as fault:
        print(f"\nDỪNG: {fault}", file=sys.stderr)
        return 1
    _summary(folder, told, time.monotonic() - began)
    return 0


def _fresh(folder: Path) -> None:
    for name in ("trung-tam", "so"):
        shutil.rmtree(folder / name, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.pdf"), *folder.glob("*.png"), *folder.glob("*.jsonl"), *folder.glob("*.backup")):
        old.unlink()


@contextmanager
def _centre(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "sync.central", "serve", "--data", str(folder / "trung-tam"), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8",
                              env=os.environ | {"PYTHONUTF8": "1"})  # fmt: skip
    try:
        line = server.stdout.readline() if server.stdout else ""
        if "http://" not in line:
            raise Failed("trung tâm không khởi động được")
        yield line[line.index("http://") :].strip()
    finally:
        server.terminate()
        server.communicate(timeout=20)


def _office(folder: Path, url: str) -> str:
    _central(folder, "enrol", UNIT, "--url", url, "-o", str(folder / "phuong.toml"))
    told = _sophuong(folder, "init", "--office", str(folder / "phuong.toml"), "--name", "Phòng Văn hóa - Xã hội")
    (folder / "phuong.toml").unlink()
    _say("2. Lập sổ", told)
    return told


def _record(folder: Path) -> None:
    _say("3. Ghi hoạt động của mọi loại", _sophuong(folder, "record", str(SAMPLES)))
    with _book(folder) as activities:
        counted = Counter(one.kind for one in activities.iterate(Query()))
    few = [code for code in declarations.load() if code not in {"DANHMUCTO", "DANHGIA"} and counted[code] < 2]
    if few:
        raise Failed(f"chưa đủ hai hoạt động cho loại {', '.join(few)}")


def _window(folder: Path) -> None:
    """Open the real window, record one more by key events, photograph every page."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from desktop import app

    application = app.make_application([sys.argv[0]])
    window = app.open_window(application, Book.open(folder / "so"))
    window.showNormal()
    window.resize(*SIZE)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    place: Any = window.open_form("TAPHUAN")
    QTest.qWait(50)
    rows = place.form.rows
    QTest.qWait(300)  # all sections were asked for at once: they are laid out when the window has a moment
    _type(rows["title"], TYPED)
    _type(rows["starts_on"], "12/9/2026")
    _type(rows["place"], "Nhà văn hóa khu dân cư")
    for name in ("topics", "audiences"):
        QTest.keyClick(rows[name].editor.parts()[0], Qt.Key.Key_Space)
    _type(rows["classes"], "1")
    _type(rows["participants"], "45")
    QTest.qWait(100)
    window.grab().save(str(folder / "man-hinh-ghi.png"))
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    for number, name in enumerate(PAGES, start=1):
        _photograph(window, name, folder / f"man-hinh-{number}-{name}.png", QTest.qWait)
    window.close()
    with _book(folder) as activities:
        found = activities.rows(activities.first(Query(text="tap huan ky nang so cho to cong nghe", since="2026-09-12"), 5))
    if TYPED not in [row.title for row in found] or 45 not in [row.people for row in found]:
        raise Failed("cửa sổ chưa lưu được hoạt động vừa gõ")
    _say("4. Gõ thêm một lớp tập huấn trong cửa sổ, tìm lại bằng «tap huan»", f"{len(PAGES) + 1} ảnh màn hình")


def _type(row: Any, text: str) -> None:
    """Type as Unikey does: key events that carry Unicode letters."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    line = row.editor.parts()[0]
    line.setFocus()
    line.selectAll()
    for letter in text:
        for turn in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(line, QKeyEvent(turn, 0, Qt.KeyboardModifier.NoModifier, letter))


def _photograph(window: Any, name: str, path: Path, wait: Callable[[int], None]) -> None:
    shown: list[bool] = []
    page = window.show_page(name)
    page.shown.connect(lambda: shown.append(True))
    page.refresh()
    deadline = time.monotonic() + PATIENCE
    while not shown and time.monotonic() < deadline:
        wait(20)
    if not shown and name != "settings":
        raise Failed(f"trang {name} không hiện dữ liệu")
    wait(60)
    window.grab().save(str(path))


def _send(folder: Path) -> None:
    _say("5. Gửi về trung tâm", _sophuong(folder, "send"))
    _central(folder, "export", str(folder / "trung-tam.jsonl"))
    theirs = [json.loads(line) for line in (folder / "trung-tam.jsonl").read_text(encoding="utf-8").splitlines()]
    with _book(folder) as activities:
        ours = sum(activities.count(Query(family=family)) for family in ("activity", "register", "evaluation"))
    if len({one["uid"] for one in theirs}) != ours:
        raise Failed(f"trung tâm có {len(theirs)}, sổ có {ours}")
    _say("6. Đối chiếu", f"trung tâm {len(theirs)} = sổ {ours}")


def _papers(folder: Path) -> None:
    with _book(folder) as activities:
        for design, kind, name in PAPERS:
            uid = activities.rows(activities.first(Query(kinds=(kind,)), 1))[0].uid
            _sophuong(folder, "print", design, "--activity", uid, "-o", str(folder / name))
    _sophuong(folder, "print", "poster-su-kien", "--tile", "A4", "-o", str(folder / "ap-phich-ghep-A4.pdf"))
    _say("7. In", "áp phích (cả bản ghép từ A4), tờ rơi, băng rôn, danh sách ký nhận")
    _say("8. Báo cáo", _sophuong(folder, "report", "--period", PERIOD, "-o", str(folder / "bao-cao-quy-3.pdf")))
    _sophuong(folder, "backup", str(folder / "so.backup"))
    _say("9. Sao lưu và kiểm tra", _sophuong(folder, "check"))


def _summary(folder: Path, told: str, seconds: float) -> None:
    print(f"\n{told}\nĐã làm xong trong {seconds:.0f} giây. Trong {folder}:")
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        print(f"  {path.name:<28} {path.stat().st_size / 1024:8.0f} KB")


def _sophuong(folder: Path, *arguments: str) -> str:
    """Run a command of the console program in this process; return what it printed."""
    from click.testing import CliRunner

    ran = CliRunner().invoke(cli.cli, [*arguments, "--data-dir", str(folder / "so")], catch_exceptions=False)
    if ran.exit_code:
        raise Failed(f"sophuong {arguments[0]}: {ran.output.strip()}")
    return ran.output.strip()


def _central(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "sync.central", *arguments, "--data", str(folder / "trung-tam")]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False,
                         env=os.environ | {"PYTHONUTF8": "1"})  # fmt: skip
    if ran.returncode:
        raise Failed(f"trung tâm {arguments[0]}: {ran.stderr.strip()}")


@contextmanager
def _book(folder: Path) -> Iterator[Activities]:
    with Book.open(folder / "so") as book:
        yield Activities(book, declarations.load())


def _say(step: str, told: str) -> None:
    print(f"{step}: {told}")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "out").absolute()))
