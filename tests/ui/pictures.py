"""Every page, dialog and state as a picture: `python -m tests.ui.pictures [OUT] [--keep]`.

Three sizes (1366x768, 1920x1080, 1366x768 with letters of 150 %), light and dark. Each picture is reduced to a hash of
brightness (32 x 18 cells) and compared with the one in golden/pictures.json; `--keep` writes
what is there now, after somebody has looked at it. A date that went on is far below what makes another picture.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop import app as composition
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.kinds import load
from desktop.models.query import Query
from desktop.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples" / "activities.jsonl"
GOLDEN = Path(__file__).with_name("golden") / "pictures.json"
CELLS = (32, 18)
NEAR = 6  # of 255: smoother letters of another system
FAR = 0.04  # share of cells from which a picture is another one


@dataclass(frozen=True, slots=True)
class View:
    """One size of the window: pixels and the size of the letters in percent."""

    name: str
    width: int
    height: int
    percent: int


VIEWS = (View("1366", 1366, 768, 100), View("1920", 1920, 1080, 100), View("1366-150", 1366, 768, 150))
LOOKS = ("light", "dark")


def page(name: str, wanted: object = None) -> Callable[[MainWindow], QWidget]:
    """Return what brings a page to the front."""
    return lambda window: (window.show_page(name, wanted), window)[1]


def form(code: str) -> Callable[[MainWindow], QWidget]:
    """Return what opens an empty form of a kind."""
    return lambda window: (window.open_form(code), window)[1]


def faults(window: MainWindow) -> QWidget:
    """Open a form and try to save it empty: every fault beside its field."""
    place = window.open_form("TAPHUAN")
    place.save()
    return window


def chooser(window: MainWindow) -> QWidget:
    """Open the choice of a kind."""
    window.choose_kind()
    return window


def told(window: MainWindow) -> QWidget:
    """Tell a fault above a page."""
    window.show_page("sending")
    window.messages.tell("fault", "Không nối được máy chủ của thành phố: dữ liệu vẫn ở máy này, sẽ gửi lại khi có mạng.")
    return window


def guide(window: MainWindow) -> QWidget:
    """Open the help."""
    window.show_page("today")
    window.show_help()
    return window._help


SCENES: dict[str, Callable[[MainWindow], QWidget]] = {
    "today": page("today"), "activities": page("activities"), "found-nothing": page("activities", Query(text="không có gì như thế")),
    "plans": page("plans"), "charts": page("plans", "charts"), "printing": page("printing"), "reports": page("reports"),
    "sending": page("sending"), "settings": page("settings"), "grid": page("grid", "PHATTHANH"),
    "importing": page("importing"), "bin": page("bin"), "chooser": chooser, "form": form("TAPHUAN"),
    "form-banner": form("BANGRON"), "form-faults": faults, "told": told, "help": guide,
}  # fmt: skip
EMPTY = ("today", "activities", "plans", "reports", "sending")  # what a page says when the book has nothing


def hashed(picture: QImage) -> str:
    """Return the brightness of 32 x 18 cells, two hexadecimal digits each."""
    small = picture.convertToFormat(QImage.Format.Format_Grayscale8).scaled(
        *CELLS, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)  # fmt: skip
    return bytes(small.pixelColor(x, y).red() for y in range(CELLS[1]) for x in range(CELLS[0])).hex()


def distance(one: str, other: str) -> float:
    """Return the share of cells whose brightness differs, 0 to 1."""
    pairs = zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)
    return sum(abs(a - b) > NEAR for a, b in pairs) / (CELLS[0] * CELLS[1])


def settle(window: MainWindow, least: int = 30) -> None:
    """Let the worker end and the screen be painted; `least` in milliseconds."""
    loop, ends = QEventLoop(), time.monotonic() + 8
    quiet = 0

    def look() -> None:
        nonlocal quiet
        idle = window._tasks.idle and window._postman.idle
        quiet = quiet + 1 if idle else 0
        if quiet >= 3 or time.monotonic() > ends:
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(max(1, least // 3))
    loop.exec()


def shown(app: QApplication, folder: Path, *, full: bool) -> Iterator[tuple[str, QImage]]:
    """Draw every scene at every size and look; yields names and pictures."""
    book = Book.create(folder, unit="20242", person="Nguyễn Thị Lan")
    if full:
        store = Activities(book, load())
        for line in SAMPLES.read_text("utf-8").splitlines():
            values = json.loads(line)
            store.save(values.pop("kind"), values)
    window = composition.open_window(app, book)
    window.show()
    window.setWindowState(Qt.WindowState.WindowNoState)  # the screen of the tests is smaller than those of the pictures
    names = SCENES if full else EMPTY
    for view in VIEWS if full else VIEWS[:1]:
        window.resize(view.width, view.height)
        for look in LOOKS:
            window._desk.settings.text_size = view.percent
            window.set_look(look)
            settle(window)
            for name in names:
                top = SCENES[name](window)
                settle(window)
                yield f"{'' if full else 'empty-'}{name}-{view.name}-{look}", top.grab().toImage()
                if top is not window:
                    top.close()
                window.messages.hide()
    window.close_now()


def main(arguments: list[str]) -> int:
    """Draw, compare, tell; return how many pictures are not as kept."""
    out = Path(next((one for one in arguments if not one.startswith("-")), ROOT / "out" / "pictures"))
    out.mkdir(parents=True, exist_ok=True)
    app = composition.make_application(["pictures"])
    kept: dict[str, str] = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}
    made: dict[str, str] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for full in (True, False):
            for name, picture in shown(app, Path(folder) / str(full), full=full):
                picture.save(str(out / f"{name}.png"))
                made[name] = hashed(picture)
    if "--keep" in arguments:
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(made, indent=0, sort_keys=True) + "\n", "utf-8")
        kept = made
    other = [name for name in made if name not in kept or distance(made[name], kept[name]) > FAR]
    print(f"{len(made)} pictures in {time.monotonic() - began:.0f} s in {out}; not as kept: {', '.join(other) or 'none'}")
    return len(other)


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
