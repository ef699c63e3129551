"""The style sheet of the window, written from the theme's tokens.

A widget says what it is with the property `role` (title, muted, card, chip, primary …); nothing sets a style
of its own, so that the look is changed in one place.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[role="ground"] { background: $ground; }
QToolTip { background: $text; color: $surface; border: 0; padding: ${p6}px ${p8}px; }

QLabel { background: transparent; }
QLabel[role="display"] { font-size: ${display}px; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="lead"] { font-size: ${lead}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}px; }
QLabel[role="label"] { font-weight: 500; }
QLabel[role="fault"] { color: $fault; font-size: ${small}px; font-weight: 500; }
QLabel[role="remark"] { color: $draft; font-size: ${small}px; font-weight: 500; background: $draft_soft;
  border-radius: 4px; padding: ${p3}px ${p6}px; }
QLabel[role="figure"] { font-size: ${display}px; font-weight: 600; color: $primary; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="sunken"] { background: $sunken; border: 0; border-radius: 8px; }
QFrame[role="bar"] { background: $surface; border: 0; border-top: 1px solid $line; }
QFrame[role="option"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="option"][chosen="true"] { background: $primary_soft; border-color: $primary; }
QFrame[role="option"]:focus { border: 2px solid $focus; }
QFrame[role="rule"] { background: $line; border: 0; max-height: 1px; }

QFrame[role="message"] { border-radius: 8px; border: 1px solid $line; background: $surface; }
QFrame[role="message"][tone="done"] { background: $sent_soft; border-color: $sent; }
QFrame[role="message"][tone="note"] { background: $saved_soft; border-color: $saved; }
QFrame[role="message"][tone="warn"] { background: $draft_soft; border-color: $draft; }
QFrame[role="message"][tone="fault"] { background: $fault_soft; border-color: $fault; }
QFrame[role="message"] QLabel { color: $text; }

QPushButton { background: $surface; border: 1px solid $edge; border-radius: 6px; padding: ${p6}px ${p14}px;
  min-height: ${p20}px; font-weight: 500; }
QPushButton:hover { background: $primary_soft; border-color: $primary; }
QPushButton:pressed { background: $sunken; }
QPushButton:focus { border: 2px solid $focus; padding: ${p5}px ${p13}px; }
QPushButton:disabled { color: $faded; border-color: $line; background: $ground; }
QPushButton[role="primary"] { background: $primary; color: $on_primary; border-color: $primary; }
QPushButton[role="primary"]:hover { background: $primary_over; }
QPushButton[role="primary"]:focus { border: 2px solid $focus_dark; }
QPushButton[role="primary"]:disabled { background: $sunken; color: $faded; border-color: $line; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; color: $primary; }
QPushButton[role="quiet"]:hover { background: $primary_soft; }
QPushButton[role="quiet"]:focus { border: 2px solid $focus; }
QPushButton[role="quiet"]:disabled { color: $faded; }
QPushButton[role="danger"] { background: transparent; border: 1px solid transparent; color: $fault; }
QPushButton[role="danger"]:hover { background: $fault_soft; }
QPushButton[role="danger"]:focus { border: 2px solid $focus; }
QPushButton[role="icon"] { background: transparent; border: 1px solid transparent; padding: ${p5}px; }
QPushButton[role="icon"]:hover { background: $sunken; }
QPushButton[role="icon"]:focus { border: 2px solid $focus; padding: ${p4}px; }
QPushButton[role="chip"] { border-radius: ${p14}px; padding: ${p4}px ${p12}px; font-weight: 400; border-color: $edge; }
QPushButton[role="chip"]:hover { background: $primary_soft; }
QPushButton[role="chip"]:checked { background: $primary; color: $on_primary; border-color: $primary; font-weight: 500; }
QPushButton[role="chip"]:focus { border: 2px solid $focus; padding: ${p3}px ${p11}px; }
QPushButton[role="chip"]:checked:focus { border: 2px solid $focus_dark; }
QPushButton[role="tile"] { text-align: left; padding: ${p10}px ${p14}px; border-radius: 8px; border-color: $line;
  min-height: ${p28}px; }
QPushButton[role="tile"]:hover { border-color: $primary; background: $primary_soft; }
QPushButton[role="tile"]:focus { border: 2px solid $focus; padding: ${p9}px ${p13}px; }
QPushButton[role="entry"] { text-align: left; background: transparent; border: 2px solid transparent; font-weight: 400;
  padding: ${p4}px ${p4}px; }
QPushButton[role="entry"]:hover { color: $primary; }
QPushButton[role="entry"]:focus { border: 2px solid $focus; padding: ${p4}px ${p4}px; }
QPushButton[role="fold"] { text-align: left; background: transparent; border: 1px solid transparent; color: $text;
  font-size: ${lead}px; font-weight: 600; padding: ${p4}px ${p4}px; }
QPushButton[role="fold"]:hover { color: $primary; }
QPushButton[role="fold"]:focus { border: 2px solid $focus; padding: ${p3}px ${p3}px; }
QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QComboBox, QTextBrowser { background: $surface; border: 1px solid $edge;
  border-radius: 6px; padding: ${p5}px ${p10}px; min-height: ${p22}px;
  selection-background-color: $primary; selection-color: $on_primary; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QTextBrowser:focus { border: 2px solid $focus;
  padding: ${p4}px ${p9}px; }
QLineEdit[faulty="true"], QPlainTextEdit[faulty="true"], QComboBox[faulty="true"] { border: 2px solid $fault;
  padding: ${p4}px ${p9}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $sunken; color: $faded;
  border-color: $line; }
QLineEdit:read-only { background: $sunken; }
QComboBox::drop-down { border: 0; width: ${p28}px; }
QComboBox::down-arrow { image: url($arrow); width: ${p16}px; height: ${p16}px; }
QComboBox QAbstractItemView, QListView#completions { background: $surface; border: 1px solid $edge; padding: 4px;
  outline: 0; selection-background-color: $primary_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${p28}px; padding: 0 ${p8}px; }

QCheckBox { spacing: ${p8}px; padding: ${p4}px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus { border: 2px solid $focus; }
QCheckBox::indicator { width: ${p18}px; height: ${p18}px; border: 1px solid $edge; border-radius: 4px;
  background: $surface; }
QCheckBox::indicator:checked { background: $primary; border-color: $primary; image: url($tick); }

QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[role="ground"] { background: $ground; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $scroll; border-radius: 4px; min-height: 36px; margin: 2px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $scroll; border-radius: 4px; min-width: 36px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTableView, QListView, QListWidget { background: $surface; border: 1px solid $line; border-radius: 8px;
  gridline-color: transparent; outline: 0; selection-background-color: $primary_soft; selection-color: $text;
  alternate-background-color: $surface; }
QTableView:focus, QListView:focus, QListWidget:focus { border: 2px solid $focus; }
QTableView::item { border-bottom: 1px solid $sunken; padding: 0 ${p8}px; }
QTableView::item:selected { background: $primary_soft; color: $text; }
QListWidget::item { padding: ${p8}px ${p10}px; border-radius: 6px; }
QListWidget::item:selected { background: $primary_soft; color: $text; }
QListWidget::item:hover { background: $sunken; }
QListWidget[role="gallery"] { background: transparent; border: 0; }
QListWidget[role="gallery"]::item { background: $surface; border: 1px solid $line; border-radius: 8px; margin: 0 4px 8px 0;
  padding: ${p8}px; }
QListWidget[role="gallery"]::item:selected { border: 2px solid $primary; background: $primary_soft; }
QListWidget[role="gallery"]:focus { border: 0; }
QListWidget[role="gallery"]::item:selected:active { border: 2px solid $focus; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $muted; border: 0; border-bottom: 1px solid $line;
  padding: ${p8}px ${p8}px; font-size: ${small}px; font-weight: 600; text-align: left; }
QTableCornerButton::section { background: $surface; border: 0; }

QProgressBar { background: $sunken; border: 0; border-radius: ${p4}px; height: ${p8}px; min-height: ${p8}px;
  max-height: ${p8}px; text-align: center; }
QProgressBar::chunk { background: $primary; border-radius: ${p4}px; }
QSplitter::handle { background: transparent; }

QMenu { background: $surface; border: 1px solid $line; padding: 6px; }
QMenu::item { padding: ${p6}px ${p28}px ${p6}px ${p10}px; border-radius: 4px; }
QMenu::item:selected { background: $primary_soft; color: $text; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QMenu::icon { padding-left: ${p8}px; }

QFrame[role="rail"] { background: $rail; }
QFrame[role="rail"] QLabel { color: $on_rail; }
QFrame[role="rail"] QLabel[role="small"] { color: $on_rail_soft; }
QPushButton[role="nav"] { background: transparent; color: $on_rail; border: 2px solid transparent; border-radius: 8px;
  text-align: left; padding: ${p8}px ${p12}px; font-weight: 500; min-height: ${p22}px; }
QPushButton[role="nav"]:hover { background: $rail_over; }
QPushButton[role="nav"]:checked { background: $rail_on; font-weight: 600; }
QPushButton[role="nav"]:focus { border: 2px solid $focus_dark; padding: ${p8}px ${p12}px; }
QFrame[role="status"] { background: $ground; border: 0; border-top: 1px solid $line; }

QCalendarWidget QWidget#qt_calendar_navigationbar { background: $primary; }
QCalendarWidget QToolButton { color: $on_primary; background: transparent; border: 0; padding: 6px 10px;
  font-weight: 600; }
QCalendarWidget QToolButton:hover { background: $primary_over; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView { border: 0; border-radius: 0; selection-background-color: $primary;
  selection-color: $on_primary; }
QFrame#calendar { background: $surface; border: 1px solid $edge; }
""")


def write(theme: Theme) -> str:
    """Return the style sheet of a theme; ${pN} are lengths that grow with the text."""
    names = {name: getattr(theme.colours, name) for name in theme.colours.__slots__}
    names |= {name: str(theme.px(getattr(theme.type, name))) for name in theme.type.__slots__}
    names |= {f"p{length}": str(theme.px(length)) for length in range(3, 37)}
    names |= {"arrow": _icon("chevron-down-edge"), "tick": _icon(theme.colours.tick)}
    return _SHEET.substitute(names)


def _icon(name: str) -> str:
    from desktop.ui.icons import FOLDER

    return (FOLDER / f"{name}.svg").as_posix()
