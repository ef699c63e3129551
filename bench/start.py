"""Start: from the call to the first page painted with real data, against a bare PySide6 window.

Both are whole processes, from the spawn to their exit right after the first paint, run by turns; medians count.
"""

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
    """Return the start of the window on a book of the samples."""
    with tempfile.TemporaryDirectory() as place:
        folder = books.small(Path(place) / "so")
        ours = [sys.executable, "-m", "desktop", "--data-dir", str(folder), "--exit-after-paint"]
        bare = [sys.executable, "-c", BARE]
        taken: dict[str, list[float]] = {"ours": [], "bare": []}
        for turn in range(TURNS + 1):
            for name, command in (("ours", ours), ("bare", bare)):
                seconds = once(command)
                if turn:  # the first turn only warms the disk and compiles
                    taken[name].append(seconds)
    return [beside("Mở chương trình đến trang đầu có dữ liệu", milliseconds(median(taken["ours"])), "ms",
                   peer="cửa sổ PySide6 trống", peer_value=milliseconds(median(taken["bare"])), ratio_at_most=1.7,
                   all={name: [milliseconds(one) for one in found] for name, found in taken.items()})]  # fmt: skip


def once(command: list[str]) -> float:
    """Run a program to its end and return the seconds it took."""
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=child_environment(), check=True)
    return time.perf_counter() - began
