"""Every control says what it is, the keyboard reaches each and leaves it, on every page and in the dialogs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from desktop.ui import actions
from tests.ui.conftest import settle

PAGES = [*(one.name for one in actions.PAGES), "importing", "bin", "grid", "safety"]
MOST = 260


def spoken(widget):
    """Return the name and the role a screen reader is told of a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    if isinstance(widget, QComboBox):
        # Here Qt tells its text where the name is asked for, on Windows its name.
        return widget.accessibleName().strip(), found.role()
    return (found.text(QAccessible.Text.Name).strip(), found.role()) if found else ("", QAccessible.Role.NoRole)


def where(widget):
    parents = []
    while widget is not None and len(parents) < 4:
        parents.append(f"{type(widget).__name__}({widget.objectName() or spoken(widget)[0][:30]})")
        widget = widget.parentWidget()
    return " < ".join(parents)


def walked(top):
    """Press Tab until it comes round; return the widgets it stopped at."""
    stops = []
    for _ in range(MOST):
        now = QApplication.focusWidget()
        if now is None or now in stops:
            break
        stops.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is now:
            # A table may move inside itself; Ctrl+Tab always leaves.
            QTest.keyClick(now, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    else:
        pytest.fail(f"Tab never comes round: {where(stops[-1])}")
    return [one for one in stops if one is top or top.isAncestorOf(one)]


def check(top, *, least=1):
    stops = walked(top)
    assert len(stops) >= least
    nameless = [where(one) for one in stops if not spoken(one)[0]]
    assert not nameless, nameless
    assert not [where(one) for one in stops if spoken(one)[1] in {QAccessible.Role.NoRole, QAccessible.Role.Client}]
    reached = set(stops)
    for one in top.findChildren(QWidget):
        policy = one.focusPolicy()
        if policy & Qt.FocusPolicy.TabFocus and one.isVisibleTo(top) and one.isEnabled() and one.focusProxy() is None:
            inside = any(stop is one or one.isAncestorOf(stop) or stop.isAncestorOf(one) for stop in reached)
            assert inside, f"never reached by Tab: {where(one)}"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_walked_by_tab_and_says_what_it_is(qtbot, open_window, full_book, name):
    window = open_window(full_book)
    page = window.show_page(name)
    settle(qtbot, window)
    page.take_focus()
    check(window, least=2)
    for widget in page.findChildren(QWidget):
        found = QAccessible.queryAccessibleInterface(widget)
        if found and found.role() in {QAccessible.Role.Button, QAccessible.Role.EditableText, QAccessible.Role.ComboBox,
                                      QAccessible.Role.CheckBox, QAccessible.Role.List, QAccessible.Role.Table}:  # fmt: skip
            inner = not widget.isVisibleTo(page) or "qt_" in widget.objectName() or type(widget).__name__.startswith("Q_")
            assert inner or spoken(widget)[0] or not widget.focusPolicy(), where(widget)


@pytest.mark.parametrize("code", ["TAPHUAN", "BANGRON", "DANHGIA"])
def test_the_form_is_walked_by_tab_and_says_what_it_is(qtbot, open_window, full_book, code):
    window = open_window(full_book)
    window.open_form(code)
    settle(qtbot, window)
    check(window, least=15)


def plan_dialog(window):
    from desktop.ui.plan_dialog import PlanDialog

    page = window.page
    return PlanDialog(page.room, page.desk.plans.get("phuong-2026"), (), page)


def help_window(window):
    window.show_help()
    return window._help


def print_dialog(window):
    from desktop.ui.print_dialog import PrintDialog

    made = window.page.desk.reporter
    from desktop.models.report_choice import Choice

    choice = Choice(period="2026-Q3")
    return PrintDialog(window.page.room, made.view(choice, made.left(choice)).pdf, "Báo cáo", window.page)


@pytest.mark.parametrize("make", [plan_dialog, help_window, print_dialog], ids=["plan", "help", "print"])
def test_every_dialog_is_walked_by_tab_and_says_what_it_is(qtbot, open_window, full_book, make):
    window = open_window(full_book)
    window.show_page("plans")
    settle(qtbot, window)
    dialog = make(window)
    dialog.show()
    dialog.activateWindow()
    settle(qtbot, window)
    qtbot.waitUntil(dialog.isActiveWindow)
    chain = dialog.nextInFocusChain()
    while not (chain.focusPolicy() & Qt.FocusPolicy.TabFocus and chain.isVisible() and dialog.isAncestorOf(chain)):
        chain = chain.nextInFocusChain()
    chain.setFocus()
    check(dialog, least=3)
    dialog.close()
