"""A person at the real window who types without a rest: by key events, in the form, the grid, a report, a paper, a plan.

Every key is told with the moment it went down and all that stands in its field since.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.durability.sessions import Say

PLACES = ("form", "edit", "grid", "report", "paper", "plan")
LETTERS = "abcdeghiklmnopqrstuvxy"
PAPER = "poster-binh-dan-hoc-vu-so"


def work(folder: Path, seed: int, place: str, say: Say) -> None:
    """Open the window over the book and type at a place until somebody ends it."""
    from PySide6.QtCore import QTimer

    from desktop import app as composition
    from desktop.models.book import Book

    application = composition.make_application(["so-phuong"])
    window = composition.open_window(application, Book.open(folder))
    window.take_over_faults()
    window.show()
    chance = random.Random(seed)
    QTimer.singleShot(0, window, lambda: _sit_down(window, place, chance, say))
    application.exec()


def _sit_down(window: Any, place: str, chance: random.Random, say: Say) -> None:
    from PySide6.QtCore import QTimer

    looked: list[Any] = []  # also keeps alive who types
    window.looked = looked

    def look() -> None:
        if not looked:
            looked.append(_ways(window, place))
        fields = looked[0]()
        if fields:
            looked.append(Typing(window, fields, chance, say))
            looked[-1].next()
        else:
            QTimer.singleShot(20, window, look)

    look()


def _ways(window: Any, place: str) -> Callable[[], list[tuple[str, Any]]]:
    """Go to a place; return what asks for its fields (name, widget), [] while it is not ready."""
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

    def within(row: Any) -> Any:
        found = row.findChildren(QLineEdit) + row.findChildren(QPlainTextEdit)
        return next(one for one in found if one.focusPolicy())

    match place:
        case "form" | "edit":
            made = window.open_form("TAPHUAN") if place == "form" else window.open_activity(_first(window))
            return lambda: [(name, within(made.form.rows[name])) for name in ("title", "results")]
        case "grid":
            page = window.show_page("grid", "TAPHUAN")
            return lambda: [("cell", page.table)] if page.table is not None else []
        case "report":
            page = window.show_page("reports")
            return lambda: [("words", page.writing.words)] if page.writing.list.count() and page.writing.words.isEnabled() else []
        case "paper":
            page = window.show_page("printing", {"activity": _first(window)})
            opened: list[Any] = []

            def paper() -> list[tuple[str, Any]]:
                if not opened and page.isVisible() and window._tasks.idle:
                    page.open(PAPER)
                    opened.append(page)
                form = page.form
                lines = form.findChildren(QPlainTextEdit) + form.findChildren(QLineEdit) if form is not None else []
                return [("slot", one) for one in lines if one.isVisible() and one.isEnabled() and not one.isReadOnly()][:1]

            return paper
        case "plan":
            from PySide6.QtWidgets import QApplication

            from desktop.ui.plan_dialog import PlanDialog

            page = window.show_page("plans")
            asked: list[Any] = []

            def plan() -> list[tuple[str, Any]]:
                if not asked and page.plan is not None:
                    asked.append(page.edit())
                dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, PlanDialog) and one.isVisible()]
                return [("title", dialogs[0].title)] if dialogs else []

            return plan
    raise AssertionError(place)


def _first(window: Any) -> str:
    from desktop.models.query import Query

    store = window._desk.activities
    return str(store.rows(store.first(Query(), 1))[0].uid)


class Typing:
    """Types words into fields in turn, some keys to a second, now and then resting."""

    def __init__(self, window: Any, fields: list[tuple[str, Any]], chance: random.Random, say: Say) -> None:
        self.window, self.fields, self.chance, self.say = window, fields, chance, say
        self.at = 0
        self.typed: dict[str, str] = {}
        for name, widget in fields:
            self.typed[name] = _text(widget)
        self.number = 0

    def next(self) -> None:
        """Let one key go down, and the next one after a moment."""
        from PySide6.QtCore import Qt, QTimer
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        from tests.durability.killed import now

        name, widget = self.fields[self.at]
        if not self.typed[name] and name != "cell":
            widget.setFocus()
        if len(self.fields) > 1 and self.chance.random() < 0.02:
            self.at = (self.at + 1) % len(self.fields)
            name, widget = self.fields[self.at]
            widget.setFocus()
            if hasattr(widget, "end"):
                widget.end(False)
        target = widget
        if name == "cell":
            target = QApplication.focusWidget() or widget
            if len(self.typed.get(f"cell {self.number}", "")) >= 12:
                QTest.keyClick(target, Qt.Key.Key_Return)  # the next row
                self.number += 1
                return QTimer.singleShot(60, self.window, self.next)
            name = f"cell {self.number}"
            self.typed.setdefault(name, "")
        letter = self.chance.choice(LETTERS)
        QTest.keyClicks(target, letter)
        self.typed[name] = _text(widget) if name in dict(self.fields) else self.typed[name] + letter
        self.say({"field": name, "text": self.typed[name], "at": now()})
        rest = 900 if self.chance.random() < 0.03 else self.chance.randint(25, 140)
        return QTimer.singleShot(rest, self.window, self.next)


def _text(widget: Any) -> str:
    if hasattr(widget, "toPlainText"):
        return str(widget.toPlainText())
    return str(widget.text()) if hasattr(widget, "text") else ""
