"""Editors of one line: text, link, number, money, time, duration, place; and the note of several lines."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop.models import fields, reading
from desktop.models.errors import InputError
from desktop.models.fields import Field
from desktop.models.text import fold
from desktop.ui.forms.asking import Ask
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.forms.legacy import LegacyOffer
from desktop.ui.forms.money import in_words
from desktop.ui.parts import column, label
from desktop.ui.theme import SPACE


class LineEditor(Editor):
    """A line of text; nothing is rewritten while typing, so Unikey's backspace-and-retype is left alone."""

    wide = True
    narrow = 0  # width in pixels at 100 %, 0 for as wide as there is room
    hint = ""

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self.line = QLineEdit()
        self.line.textEdited.connect(self.edited)
        self.line.setPlaceholderText(self.hint)
        inner = QHBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACE.s)
        inner.addWidget(self.line)
        if self.narrow:
            self.line.setFixedWidth(setting.theme.px(self.narrow))
        if field.unit:
            inner.addWidget(label(field.unit, "muted"))
        if self.narrow or field.unit:
            inner.addStretch(1 if self.narrow else 0)
        self.inner = inner
        self.stack = column(inner, space=2)
        self.setLayout(self.stack)
        self.watch(self.line)
        self.ask: Ask | None = None  # made when there is something to ask: most lines never have
        self._legacy: LegacyOffer | None = None
        self.line.textEdited.connect(self._look)
        if field.suggest:
            self._offer(setting.suggest(field.suggest))

    def raw(self) -> Any:
        """Return the text as typed."""
        return self.line.text()

    def put(self, value: Any) -> None:
        """Show a text or a value."""
        if self.ask:
            self.ask.done()
        self.line.setText("" if value is None else value if isinstance(value, str) else self.written(value))
        self.line.setCursorPosition(0)

    def written(self, value: Any) -> str:
        """Return a value of the book as it is typed."""
        return fields.show(self.field, value)

    def parts(self) -> Sequence[QWidget]:
        """Return the line."""
        return (self.line,)

    def settle(self) -> None:
        """Show the cleaned form of what was typed."""
        try:
            value = fields.clean(self.field, self.raw())
        except InputError:
            return
        written = "" if value is None else self.written(value)
        if written != self.line.text():
            self.line.setText(written)

    def asking(self) -> Ask:
        """Return the place below the line where something is asked."""
        if self.ask is None:
            self.ask = Ask(self.line)
            self.stack.addWidget(self.ask)
        return self.ask

    def replace(self, text: str) -> None:
        """Write another text in place of what stands here; Ctrl+Z brings it back."""
        self.line.selectAll()
        self.line.insert(text)
        self.edited.emit()

    def _look(self, text: str) -> None:
        if text.isascii() and self.ask is None:
            return
        if self._legacy is None:
            self._legacy = LegacyOffer(self.asking(), self.replace)
        self._legacy.look(text)

    def _offer(self, titles: Sequence[str]) -> None:
        if titles:
            self.line.setCompleter(Suggestions(titles, self.line))


class Suggestions(QCompleter):
    """Offers titles that contain what is typed, with or without marks, in a list below; never types for one."""

    def __init__(self, titles: Sequence[str], parent: QLineEdit) -> None:
        super().__init__(parent)
        self.setModel(_Titles(titles, self))
        self.setCompletionRole(Qt.ItemDataRole.UserRole)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setMaxVisibleItems(8)
        self.popup().setObjectName("completions")

    def splitPath(self, path: str) -> list[str]:
        """Return the search key of what was typed."""
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the title that is put into the line when it is chosen."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class _Titles(QAbstractListModel):
    def __init__(self, titles: Sequence[str], parent: QCompleter) -> None:
        super().__init__(parent)
        self._titles = [(title, fold(title)) for title in titles]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self._titles)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._titles[index.row()][0]
        return self._titles[index.row()][1] if role == Qt.ItemDataRole.UserRole else None


class LinkEditor(LineEditor):
    """An address of a page."""

    hint = "https://"


class NumberEditor(LineEditor):
    """A number: 1.500 or 1,5; what is doubtful is asked below, with both readings to take."""

    wide = False
    narrow = 132

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)

    def _look(self, text: str) -> None:
        readings = reading.doubt(text)
        if readings:
            self.asking().ask(self.tr("Ý là số nào?"), [(one, lambda one=one: self.replace(one)) for one in readings])
        elif self.ask:
            self.ask.done()


class MoneyEditor(NumberEditor):
    """Đồng, with the words below so that a zero too many is seen."""

    narrow = 168

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        if not field.unit:
            self.inner.insertWidget(1, label("đồng", "muted"))
        self.words = label("", "small", wrap=True)
        self.words.hide()
        self.stack.addWidget(self.words)
        self.line.textChanged.connect(self._say)

    def written(self, value: Any) -> str:
        """Return the sum without its unit."""
        return fields.show(self.field, value).removesuffix(" đồng")

    def _say(self, text: str) -> None:
        try:
            value = fields.clean(self.field, text)
        except InputError:
            value = None
        self.words.setVisible(bool(value))
        self.words.setText(in_words(value) if value else "")


class TimeEditor(LineEditor):
    """A time of day: 8h, 8h30, 14:00."""

    wide = False
    narrow = 108
    hint = "8h30"


class DurationEditor(LineEditor):
    """A length of time: 45 phút, 1h30."""

    wide = False
    narrow = 132
    hint = "45 phút, 1h30"

    def __init__(self, field: Field, setting: Setting) -> None:
        # What is shown says its own units ("1 giờ 30 phút").
        super().__init__(replace(field, unit=""), setting)


class PlaceEditor(LineEditor):
    """The name of a place; coordinates that came with it are kept while the name stays."""

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self._whole: dict[str, Any] = {}

    def raw(self) -> Any:
        """Return the name, with its coordinates when it has them."""
        text = self.line.text()
        return self._whole | {"name": text} if text and "lat" in self._whole else text

    def put(self, value: Any) -> None:
        """Show the name."""
        self._whole = dict(value) if isinstance(value, dict) else {}
        super().put(self._whole.get("name", "") if self._whole else value)

    def written(self, value: Any) -> str:
        """Return the name only."""
        return str(value.get("name", ""))


class NoteEditor(Editor):
    """Several lines of text; Tab leaves it, the box grows with what is written."""

    wide = True

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.textChanged.connect(self._grow)
        self.box.textChanged.connect(self._tell)
        self._quiet = False
        self.ask: Ask | None = None
        self._legacy: LegacyOffer | None = None
        self.stack = column(self.box, space=SPACE.xs)
        self.setLayout(self.stack)
        self.watch(self.box)
        self._grow()

    def raw(self) -> Any:
        """Return the text as typed."""
        return self.box.toPlainText()

    def put(self, value: Any) -> None:
        """Show a text."""
        self._quiet = True
        self.box.setPlainText(str(value or ""))
        self._quiet = False

    def parts(self) -> Sequence[QWidget]:
        """Return the box."""
        return (self.box,)

    def replace(self, text: str) -> None:
        """Write another text in place of what stands here; Ctrl+Z brings it back."""
        cursor = self.box.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def _tell(self) -> None:
        if not self._quiet:
            self.edited.emit()
            self._look(self.box.toPlainText())

    def _look(self, text: str) -> None:
        if text.isascii() and self.ask is None:
            return
        if self._legacy is None:
            self.ask = Ask(self.box)
            self.stack.addWidget(self.ask)
            self._legacy = LegacyOffer(self.ask, self.replace)
        self._legacy.look(text)

    def _grow(self) -> None:
        lines = min(12, max(2, int(self.box.document().size().height())))
        self.box.setFixedHeight(round(lines * self.box.fontMetrics().lineSpacing()) + self.setting.theme.px(24))
