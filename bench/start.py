"""Start: from the call to the first page painted with real data, against a bare PySide6 window.

All are whole processes, from the spawn to their exit right after the first paint, run by turns; medians count.
Where `dev.py build` has made dist/so-phuong, the built program runs along, on a book of its own making.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench import books
from bench.figures import ROOT, beside, child_environment, milliseconds

TURNS = 7
BUILT = ROOT / "dist" / "so-phuong" / ("so-phuong.exe" if os.name == "nt" else "so-phuong")
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.close)

app = QApplication(sys.argv)
window = Window()
window.setCentralWidget(QLabel("Sổ Phường"))
window.resize(1240, 720)
window.show()
sys.exit(app.exec())
"""


def measure() -> list[dict[str, Any]]:
    """Return the start of the window on a book of the samples: from source, and built where it is built."""
    with tempfile.TemporaryDirectory() as place:
        folder = books.small(Path(place) / "so")
        commands = {
            "ours": [sys.executable, "-m", "desktop", "--data-dir", str(folder), "--exit-after-paint"],
            "bare": [sys.executable, "-c", BARE],
        }
        if BUILT.exists():
            commands["frozen"] = [str(BUILT), "--data-dir", str(folder), "--exit-after-paint"]
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(TURNS + 1):
            for name, command in commands.items():
                seconds = once(command)
                if turn:  # the first turn only warms the disk and compiles
                    taken[name].append(seconds)
    every = {name: [milliseconds(one) for one in found] for name, found in taken.items()}
    told = (("ours", "Mở chương trình đến trang đầu có dữ liệu"), ("frozen", "Bản đóng gói: đến trang đầu có dữ liệu"))
    return [beside(what, milliseconds(median(taken[name])), "ms", peer="cửa sổ PySide6 trống",
                   peer_value=milliseconds(median(taken["bare"])), ratio_at_most=1.7, all=every)
            for name, what in told if name in taken]  # fmt: skip


def once(command: list[str]) -> float:
    """Run a program to its end and return the seconds it took."""
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=child_environment(), check=True)
    return time.perf_counter() - began
