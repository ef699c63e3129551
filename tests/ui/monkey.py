"""A seeded monkey at the window: it clicks, types and turns at random, and nothing it saved may be lost."""

import random
import string
import time

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

WORDS = ("Lớp tập huấn", "28/8", "1.500", "1,500", "h", "+3", "=1+1", "ạ", "12,5", "tờ rơi", "0905123456", "-5", "")
KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space,
        Qt.Key.Key_F1, Qt.Key.Key_F4, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_PageDown)  # fmt: skip
CHORDS = "SNFDHZ1234567"
# What ends the program, locks it for good or waits for a printer or a line is another test's matter.
SHUN = ("Đóng cửa sổ", "Khóa", "Lập tài khoản", "In…", "In ", "Gửi", "Thoát", "Khôi phục từ")


class Monkey:
    """`steps` it made, `saves` it was told of."""

    def __init__(self, window, seed):
        self.window, self.chance = window, random.Random(seed)
        self.steps = 0
        self.trail = []

    def play(self, seconds, *, settle):
        """Play for so long; settle now and then."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self.step()
            if self.steps % 25 == 0:
                settle()

    def step(self):
        """Do one thing."""
        self.steps += 1
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        if isinstance(top, QMenu):
            self._menu(top)
        elif self.chance.random() < 0.12:
            self._chord()
        elif self.chance.random() < 0.3:
            self._type()
        else:
            self._click(top)
        QApplication.processEvents()

    def _menu(self, menu):
        found = [one for one in menu.actions() if one.isEnabled() and one.text() and not self._shunned(one.text())]
        self.trail.append(f"menu {[one.text() for one in found][:3]}")
        if found and self.chance.random() < 0.6:
            menu.close()
            self.chance.choice(found).trigger()
        else:
            menu.close()

    def _chord(self):
        letter = self.chance.choice(CHORDS)
        self.trail.append(f"Ctrl+{letter}")
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, getattr(Qt.Key, f"Key_{letter}"), Qt.KeyboardModifier.ControlModifier)

    def _type(self):
        target = QApplication.focusWidget()
        if target is None:
            return
        if isinstance(target, QLineEdit | QPlainTextEdit) and self.chance.random() < 0.7:
            text = self.chance.choice(WORDS) or "".join(self.chance.choices(string.printable[:95], k=12))
            self.trail.append(f"gõ {text}")
            (target.insert if isinstance(target, QLineEdit) else target.insertPlainText)(text)
            return
        key = self.chance.choice(KEYS)
        self.trail.append(f"phím {key.name}")
        QTest.keyClick(target, key)

    def _click(self, top):
        if isinstance(top, QDialog) and self.chance.random() < 0.15:
            self.trail.append("Esc")
            QTest.keyClick(top, Qt.Key.Key_Escape)
            return
        kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
        found = [one for one in top.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible() and one.isEnabled()
                 and one.width() > 2 and not self._shunned(one.accessibleName() or getattr(one, "text", str)())]  # fmt: skip
        if not found:
            return
        one = self.chance.choice(found)
        self.trail.append(f"bấm {type(one).__name__} {one.accessibleName()[:40]}")
        if isinstance(one, QComboBox):
            if one.count():
                one.setCurrentIndex(self.chance.randrange(one.count()))
                one.activated.emit(one.currentIndex())
            return
        target = one.viewport() if isinstance(one, QAbstractItemView) else one
        at = QPoint(self.chance.randrange(max(1, target.width())), self.chance.randrange(max(1, target.height())))
        (QTest.mouseDClick if self.chance.random() < 0.1 else QTest.mouseClick)(target, Qt.MouseButton.LeftButton, pos=at)

    def _shunned(self, text):
        return any(str(text).startswith(word) for word in SHUN)


def quiet_dialogs(monkeypatch):
    """Answer «cancel» wherever the system would ask: those windows are not ours and wait for ever."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_, **__: ("", "")))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", staticmethod(lambda *_, **__: ([], "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_, **__: ""))
    monkeypatch.setattr(QInputDialog, "getInt", staticmethod(lambda *_, **__: (2027, False)))
    monkeypatch.setattr(QInputDialog, "getText", staticmethod(lambda *_, **__: ("", False)))
