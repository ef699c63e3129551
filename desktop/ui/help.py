"""Help beside the window (F1): what the page in front is for, searched offline; and every key, made from the actions."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from desktop.models.text import fold
from desktop.ui import actions
from desktop.ui.parts import button, column, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "help"
ORDER = ("today", "form", "activities", "grid", "importing", "plans", "printing", "reports", "sending", "settings", "safety",
         "persons", "bin", "promises")  # fmt: skip
KEYS = "keys"
_TOPIC = Qt.ItemDataRole.UserRole


class Help(QDialog):
    """A window of its own that leaves the work alone; F1 or Esc puts it away."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Hướng dẫn"))
        self.setModal(False)
        self._texts = dict(texts())
        self.find = QLineEdit()
        self.find.setAccessibleName(self.tr("Tìm trong hướng dẫn"))
        self.find.setPlaceholderText(self.tr("Tìm trong hướng dẫn"))
        self.find.setClearButtonEnabled(True)
        self.find.textChanged.connect(self._search)
        self.topics = QListWidget()
        self.topics.setAccessibleName(self.tr("Các mục hướng dẫn"))
        self.topics.currentItemChanged.connect(self._turn)
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("Nội dung hướng dẫn"))
        self.text.setOpenLinks(False)
        self.text.document().setDefaultStyleSheet(f"h1, h2 {{ color: {room.theme.colours.primary}; }}")
        left = QWidget()
        left.setLayout(column(self.find, self.topics, space=SPACE.s))
        left.setFixedWidth(room.theme.px(210))
        both = row(left, self.text, space=SPACE.m)
        both.setStretch(1, 1)
        close = button(self.tr("Đóng"), self.close)
        whole = column(both, row(None, close), space=SPACE.m, margin=SPACE.l)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.close)
        self._search("")
        room_ = parent.window().size()
        self.resize(min(room.theme.px(760), room_.width() - 40), min(room.theme.px(560), room_.height() - 40))

    def open_at(self, topic: str) -> None:
        """Show a topic: the name of a page, "form" or "keys"; an unknown one shows the first page."""
        self.find.clear()
        wanted = topic if topic in self._texts else ORDER[0]
        for number in range(self.topics.count()):
            if self.topics.item(number).data(_TOPIC) == wanted:
                self.topics.setCurrentRow(number)
        self.show()
        self.raise_()
        self.activateWindow()
        self.topics.setFocus()

    @property
    def topic(self) -> str:
        """The topic that is shown."""
        item = self.topics.currentItem()
        return str(item.data(_TOPIC)) if item else ""

    def _search(self, typed: str) -> None:
        words, current = fold(typed).split(), self.topic
        self.topics.clear()
        for topic, text in self._texts.items():
            if all(word in fold(text) for word in words):
                item = QListWidgetItem(text.split("\n", 1)[0].removeprefix("# "))
                item.setData(_TOPIC, topic)
                self.topics.addItem(item)
                if topic == current:
                    self.topics.setCurrentItem(item)
        if self.topics.currentItem() is None and self.topics.count():
            self.topics.setCurrentRow(0)
        if not self.topics.count():
            self.text.setPlainText(self.tr("Không có mục nào nói về «{words}»: hãy thử từ khác.").format(words=typed))

    def _turn(self) -> None:
        if self.topic:
            self.text.setMarkdown(self._texts[self.topic])


def texts() -> Iterator[tuple[str, str]]:
    """Yield every topic with its text, pages first, then the keys."""
    for topic in ORDER:
        yield topic, (FOLDER / f"{topic}.md").read_text(encoding="utf-8")
    yield KEYS, keys()


def keys() -> str:
    """Return the sheet of keys."""
    lines = ["# Phím tắt", "", "| Phím | Việc |", "|---|---|"]
    lines += [f"| {one.keys.replace('Return', 'Enter')} | {actions.tr(one.text)}: {actions.tr(one.tip)} |"
              for one in actions.ACTIONS.values() if one.keys]  # fmt: skip
    return "\n".join(lines) + "\n"
