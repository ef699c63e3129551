"""Real key events, also for letters with marks, as Unikey and an input method send them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_NAMED = {"\b": Qt.Key.Key_Backspace, "\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return}


def type_text(widget: QWidget, text: str) -> None:
    """Type into a widget, letter by letter; \\b is Backspace, \\t Tab, \\n Enter."""
    for letter in text:
        if letter in _NAMED:
            QTest.keyClick(widget, _NAMED[letter])
        elif letter.isascii():
            QTest.keyClicks(widget, letter)
        else:
            # QTest knows Latin keys only; Unikey's letters come without a key of their own.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
