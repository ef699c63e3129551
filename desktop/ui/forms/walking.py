"""Where the keyboard goes from a field: along the page, and out of the form at its ends."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget


def a_field(widget: QWidget) -> bool:
    """Say whether Enter stops there: not at buttons, or the next Enter would do what the button says."""
    return not isinstance(widget, QPushButton) or widget.property("role") == "chip"


def by_tab(widget: QWidget) -> bool:
    """Say whether Tab stops there."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def outside(form: QWidget, now: QWidget, *, forward: bool) -> QWidget:
    """Return the next stop of the window that does not lie in the form, `now` when there is none."""
    to = now
    while True:
        to = to.nextInFocusChain() if forward else to.previousInFocusChain()
        if to is now or (to.isVisible() and to.isEnabled() and by_tab(to) and not form.isAncestorOf(to)):
            return to
