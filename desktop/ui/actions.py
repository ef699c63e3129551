"""The actions of the window as Qt has them: made once from `action_list`."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.ui.action_list import ACTIONS, PAGES, Action
from desktop.ui.icons import Icons

__all__ = ["ACTIONS", "PAGES", "Action", "described", "make", "tr"]


def tr(text: str) -> str:
    """Return the words of an action in the language of the window."""
    return QCoreApplication.translate("Action", text)


def make(
    name: str, owner: QWidget, run: Callable[[], object], *, icons: Icons, whole_window: bool = False
) -> QAction:
    """Make the action of that name on a widget; its keys work inside the widget, or in the whole window."""
    spec = ACTIONS[name]
    made = QAction(tr(spec.text), owner)
    if not whole_window:  # those stand in menus; the window's own are keys only, and an icon costs 1 ms at start
        made.setIcon(icons.icon(spec.icon))
    # The Enter of the number block is the same Enter to everybody but Qt.
    keys = [spec.keys, spec.keys.replace("Return", "Enter")] if spec.keys.endswith("Return") else [spec.keys]
    # Portable: in the words of another language «Enter» may be the name of Return, and one key then be two shortcuts.
    made.setShortcuts([QKeySequence.fromString(one, QKeySequence.SequenceFormat.PortableText) for one in keys])
    context = Qt.ShortcutContext
    made.setShortcutContext(context.WindowShortcut if whole_window else context.WidgetWithChildrenShortcut)
    made.setToolTip(described(name))
    made.triggered.connect(lambda: run())
    owner.addAction(made)
    return made


def described(name: str) -> str:
    """Return the tip of an action with its keys: "Lưu vào sổ (Ctrl+S)"."""
    spec = ACTIONS[name]
    tip = tr(spec.tip or spec.text)
    return f"{tip} ({spec.keys.replace('Return', 'Enter')})" if spec.keys else tip
