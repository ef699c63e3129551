"""One form for every kind, made from its declaration."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.models.errors import Problem
from desktop.models.fields import Field
from desktop.models.kinds import Kind
from desktop.ui.forms.editor import Setting
from desktop.ui.forms.field_row import FieldRow
from desktop.ui.parts import button, frame, label
from desktop.ui.theme import SPACE

FOLDED = "Chi tiết thêm"
BREATH = 1  # ms between two sections: with 0 Qt would make them all before it looks at the keyboard again
ACROSS = 3  # narrow fields beside each other, two where the letters are large


class Form(QWidget):
    """Sections of fields in the declared order; the rare ones are folded away and made when unfolded."""

    edited = Signal()
    built = Signal(object)  # names of fields that stand there now, with what was given for them

    def __init__(self, kind: Kind, setting: Setting) -> None:
        super().__init__()
        self.kind = kind
        self.setting = setting
        self._rows: dict[str, FieldRow] = {}
        self._waiting = sections(kind)  # what is not made yet
        self._kept: dict[str, Any] = {}
        self.usual: Mapping[str, Any] = {}  # what every new form of this kind begins with: no reason to unfold anything
        self._putting = False
        self._sections = QVBoxLayout()
        self._sections.setContentsMargins(0, 0, 0, 0)
        self._sections.setSpacing(SPACE.l)
        self.setLayout(self._sections)
        self._fold: QPushButton | None = None
        self._folded: tuple[Field, ...] = ()
        self.setAcceptDrops(True)

    @property
    def rows(self) -> dict[str, FieldRow]:
        """The fields by name, in the order of the page; made now where they were not yet."""
        while self._waiting:
            self._build_next()
        return self._rows

    @property
    def faulty(self) -> bool:
        """Whether something wrong is said beside a field."""
        return any(made.fault for made in self._rows.values())

    def when_photos_are_kept(self, run: Callable[[], object]) -> bool:
        """Say whether photos are on their way into the book; then `run` is called when the last one is there."""
        photos: list[Any] = [made.editor for made in self._rows.values() if made.field.type == "photos"]
        busy = [editor for editor in photos if editor.busy]
        for editor in busy:
            editor.finished.connect(run, Qt.ConnectionType.SingleShotConnection)
        return bool(busy)

    def build(self) -> None:
        """Make the first section, once the form stands where it stays; the others follow when the screen has a moment.

        Whatever is hung into the window when it is full carries all it holds through the style sheet once more: made
        from the outside in a form opens in half the time, and section by section nobody waits for what is below.
        """
        self._sections.addStretch(1)
        self._build_next()
        QTimer.singleShot(BREATH, self, self._go_on)

    def _go_on(self) -> None:
        if self._waiting:
            self._build_next()
            QTimer.singleShot(BREATH, self, self._go_on)

    def _build_next(self) -> None:
        title, fields = self._waiting.pop(0)
        if title == FOLDED:
            self._add_fold(fields)
            names: list[str] = []
            if self._worth_unfolding(self._kept):
                self.unfold()
        else:
            self._add_section(title, fields)
            names = [field.name for field in fields]
        self.built.emit(names)

    def _worth_unfolding(self, values: Mapping[str, Any]) -> bool:
        return any(field.name in values and values[field.name] != self.usual.get(field.name, field.default)
                   for field in self._folded)  # fmt: skip

    def _put_kept(self, fields: Sequence[Field]) -> None:
        self._putting = True
        for field in fields:
            self._rows[field.name].editor.put(self._kept.get(field.name))
        self._putting = False

    def values(self) -> dict[str, Any]:
        """Return what stands in the form, as typed; empty fields are left out, unknown ones kept."""
        found = dict(self._kept)
        for name, made in self._rows.items():
            raw = made.editor.raw()
            found.pop(name, None)
            if raw not in (None, "", [], {}):
                found[name] = raw
        return found

    def put(self, values: Mapping[str, Any]) -> None:
        """Show these values; the fold opens when one of its fields has something to show."""
        self._putting = True
        self._kept = dict(values)
        if self._fold and self._worth_unfolding(values):
            self.unfold()
        for name, made in self._rows.items():
            made.editor.put(values.get(name))
            if made.fault:
                made.say("")
        self._putting = False

    def show_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Put each fault beside its field and the focus on the first; return those that have no field here."""
        by_field: dict[str, str] = {}
        rows = self.rows
        for problem in problems:
            by_field.setdefault(problem.field, problem.sentence)
        if any(field.name in by_field for field in self._folded):
            self.unfold()
        for name, made in rows.items():
            made.say(by_field.get(name, ""))
        first = next((made for name, made in rows.items() if name in by_field), None)
        if first:
            first.take_focus()
        return [problem for problem in problems if problem.field not in rows]

    def show_remarks(self, remarks: Sequence[Problem]) -> list[Problem]:
        """Put what the centre says beside each field; return what has no field here."""
        by_field: dict[str, str] = {}
        for one in remarks:
            by_field[one.field] = f"{by_field[one.field]} {one.sentence}" if one.field in by_field else one.sentence
        rows = self.rows
        if any(field.name in by_field for field in self._folded):
            self.unfold()
        for name, made in rows.items():
            made.tell(self.tr("Trung tâm: {said}").format(said=by_field[name]) if name in by_field else "")
        return [one for one in remarks if one.field not in rows]

    def take_focus(self) -> None:
        """Put the keyboard on the first field, or on the first one the centre speaks of."""
        told = next((made for made in self._rows.values() if made.remark), None)
        if told:
            told.take_focus()
            return
        next(iter(self._rows.values())).take_focus()

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at, in the order of the page."""
        found: list[QWidget] = []
        for made in self.rows.values():
            if self._fold and made.field.group == FOLDED and self._fold not in found:
                found.append(self._fold)
            found += made.editor.parts()
        return found if self._fold is None or self._fold in found else [*found, self._fold]

    def unfold(self) -> None:
        """Open the rare fields."""
        while self._fold is None and self._waiting:
            self._build_next()
        if self._fold is None or not self._folded:
            return
        fields, self._folded = self._folded, ()
        self._fold.setChecked(True)
        self._fold_body = QWidget()
        self._fold_body.hide()
        self._fold_layout.addWidget(self._fold_body)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        self._fold_body.setLayout(inside)
        self._fill_grid(inside, fields)
        self._put_kept(fields)
        self._turn_fold(opened=True)

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take photos wherever they are dropped, where the kind has a place for them."""
        if photos := self._photos():
            photos.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the photos that were dropped."""
        if photos := self._photos():
            photos.dropEvent(event)

    def _photos(self) -> Any:
        return next((made.editor for made in self.rows.values() if made.field.type == "photos"), None)

    # Building

    def _add_section(self, title: str, fields: Sequence[Field]) -> None:
        card, whole = self._add_card(label(title, "lead"))
        self._fill_grid(whole, fields)
        self._put_kept(fields)
        card.show()

    def _add_card(self, head: QWidget) -> tuple[QFrame, QVBoxLayout]:
        """Hang in an empty card, hidden until it is full: then its fields can be gone to in the same moment."""
        whole = QVBoxLayout()
        whole.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
        whole.setSpacing(SPACE.m)
        card = frame(whole)
        card.hide()
        self._sections.insertWidget(self._sections.count() - 1, card)
        whole.addWidget(head)
        return card, whole

    def _add_fold(self, fields: Sequence[Field]) -> None:
        self._folded = tuple(fields)
        self._fold = button(FOLDED, role="fold", icon="chevron-right", icons=self.setting.icons)
        self._fold.setCheckable(True)
        self._fold.clicked.connect(self._fold_clicked)
        names = ", ".join(field.label.lower() for field in fields[:4])
        self._fold_hint = label(f"{names}{'…' if len(fields) > 4 else ''}", "small", wrap=True)
        card, self._fold_layout = self._add_card(self._fold)
        self._fold_layout.setSpacing(SPACE.xs)
        self._fold_layout.addWidget(self._fold_hint)
        card.show()
        self._fold_body: QWidget | None = None

    def _fold_clicked(self) -> None:
        assert self._fold
        if self._fold_body is None:
            self.unfold()
        else:
            self._turn_fold(opened=self._fold_body.isHidden())

    def _turn_fold(self, *, opened: bool) -> None:
        assert self._fold and self._fold_body
        self._fold.setChecked(opened)
        self._fold.setIcon(self.setting.icons.icon("chevron-down" if opened else "chevron-right", gap=6))
        self._fold.setAccessibleDescription(self.tr("đang mở") if opened else self.tr("đang gấp"))
        self._fold_body.setVisible(opened)
        self._fold_hint.setVisible(not opened)

    def _fill_grid(self, into: QVBoxLayout, fields: Sequence[Field]) -> None:
        grid = QGridLayout()
        into.addLayout(grid)
        grid.setHorizontalSpacing(SPACE.xl)
        grid.setVerticalSpacing(SPACE.l)
        columns = across_at(self.setting.theme.percent)
        for at in range(columns):
            grid.setColumnStretch(at, 1)
        line, place = 0, 0
        for field in fields:
            made = self._row(field)
            if place and (made.editor.wide or place == columns):
                line, place = line + 1, 0
            across = columns if made.editor.wide else 1
            grid.addWidget(made, line, place, 1, across, Qt.AlignmentFlag.AlignTop)
            place += across

    def _row(self, field: Field) -> FieldRow:
        editor = self.setting.make(field, self.setting)
        made = FieldRow(field, editor)
        editor.edited.connect(self._edited)
        editor.left.connect(lambda: self._check(made))
        editor.judged.connect(made.say)
        self._rows[field.name] = made
        if field.type == "photos":
            photos: Any = editor
            photos.day_wanted = self._wants_day
            photos.taken.connect(self._take_day)
        return made

    def _wants_day(self, day: str) -> bool:
        """Say whether the day of a photo may be offered: none was given, or only the one every new form begins with."""
        row = self._rows.get("starts_on")
        stands = row.editor.raw() if row else day
        return stands in (None, "", self.usual.get("starts_on")) and stands != day

    def _take_day(self, day: str) -> None:
        self._rows["starts_on"].editor.put(day)
        self._edited()

    def _edited(self) -> None:
        if not self._putting:
            self.edited.emit()

    def _check(self, made: FieldRow) -> None:
        fault = made.editor.fault()
        if fault or made.fault:
            made.say(fault)


def across_at(percent: int) -> int:
    """Return how many narrow fields stand beside each other at a text size."""
    return ACROSS if percent <= 150 else 2


def sections(kind: Kind) -> list[tuple[str, list[Field]]]:
    """Return the sections of a kind in the order they first appear, the folded one last."""
    found: dict[str, list[Field]] = {}
    for field in kind.fields:
        found.setdefault(field.group or "Nội dung", []).append(field)
    return sorted(found.items(), key=lambda section: section[0] == FOLDED)
