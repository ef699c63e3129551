"""How the columns of a table are read: what the program asks, what each column fills, what every row is to have."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.fields import Field
from desktop.models.import_matching import KIND, Matching, doubts, missing, targets
from desktop.models.import_table import Table
from desktop.models.kinds import Kinds
from desktop.ui.icons import Icons
from desktop.ui.parts import button, clear, column, frame, label, row
from desktop.ui.theme import SPACE
from desktop.ui.tips import tip

_UNITS = ((1, "đồng"), (1_000, "nghìn đồng"), (1_000_000, "triệu đồng"))


class Columns(QWidget):
    """The left side of the page; every change makes a new matching."""

    changed = Signal(object)  # Matching

    def __init__(self, kinds: Kinds, icons: Icons) -> None:
        super().__init__()
        self._kinds, self._icons = kinds, icons
        self._table: Table | None = None
        self._matching = Matching(())
        self.boxes: list[QComboBox] = []
        self.constants: dict[str, QWidget] = {}
        self.answers: dict[str, Any] = {}
        self._questions, self._needs, self._list = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for part in (self._questions, self._needs, self._list):
            part.setSpacing(SPACE.s)
        self.setLayout(column(self._questions, self._needs, self._list, None, space=SPACE.m, margin=2))

    def show_matching(self, table: Table, matching: Matching) -> None:
        """Show a table with its matching; where only answers changed the boxes stay as they are."""
        same = table is self._table and matching.kind == self._matching.kind and len(self.boxes) == len(matching.columns)
        self._table, self._matching = table, matching
        self._ask()
        self._need()
        if not same:
            self._build()
        for box, target in zip(self.boxes, matching.columns, strict=True):
            if box.currentData() != target:
                box.blockSignals(True)
                box.setCurrentIndex(max(0, box.findData(target)))
                box.blockSignals(False)

    # What the program asks

    def _ask(self) -> None:
        clear(self._questions)
        self.answers.clear()
        table, matching = self._table, self._matching
        if table is None:
            return
        if table.legacy() and matching.legacy is None:
            self._ask_letters(table)
        for at, said, (first, second) in doubts(table, matching, self._kinds):
            heading = table.columns[at].heading
            self._question(
                self.tr("Cột «{column}»: «{text}» là bao nhiêu?").format(column=heading, text=said), f"doubt {at}",
                (first, lambda at=at: self._answer(doubtful={**self._matching.doubtful, at: "thousands"})),
                (second, lambda at=at: self._answer(doubtful={**self._matching.doubtful, at: "decimal"})))  # fmt: skip
        fields = {field.name: field for kind in self._kinds.values() for field in kind.fields}
        for at, target in enumerate(matching.columns):
            if target in fields and fields[target].type == "money":
                self._ask_unit(at, table.columns[at].heading)

    def _ask_letters(self, table: Table) -> None:
        old = "TCVN3 (.VnTime)" if "tcvn3" in table.legacy().values() else "VNI"
        lines = "\n".join(f"{before}\n→ {after}" for before, after in table.before_after())
        said = self.tr("Tệp viết bằng phông cũ {font}. Đổi sang Unicode?").format(font=old)
        self._question(said, "legacy", (self.tr("Đổi sang Unicode"), lambda: self._answer(legacy=dict(table.legacy()))),
                       (self.tr("Giữ nguyên"), lambda: self._answer(legacy={})), more=lines)  # fmt: skip

    def _question(self, text: str, name: str, *answers: tuple[str, Any], more: str = "") -> None:
        buttons = [button(said, run) for said, run in answers]
        self.answers[name] = buttons
        parts: list[object] = [label(text, "strong", wrap=True)]
        parts += [label(more, "small", wrap=True)] if more else []
        short = sum(len(said) for said, _ in answers) < 20
        parts += [row(*buttons, None)] if short else [row(one, None) for one in buttons]
        made = frame(column(*parts, space=SPACE.s, margin=SPACE.m), "message")
        made.setProperty("tone", "warn")
        self._questions.addWidget(made)

    def _ask_unit(self, at: int, heading: str) -> None:
        box = QComboBox()
        box.setAccessibleName(self.tr("Đơn vị tính của cột {column}").format(column=heading))
        for factor, unit in _UNITS:
            box.addItem(self.tr(unit), factor)
        box.setCurrentIndex(max(0, box.findData(self._matching.factors.get(at, 1))))
        box.currentIndexChanged.connect(lambda: self._answer(factors={**self._matching.factors, at: box.currentData()}))
        words = label(self.tr("Số tiền ở «{column}» tính bằng").format(column=heading), "small", wrap=True)
        _narrow(box)
        self._questions.addLayout(column(words, box, space=2))

    def _answer(self, **said: Any) -> None:
        self.changed.emit(replace(self._matching, **said))

    # What every row is to have

    def _need(self) -> None:
        wanted = [field for field in missing(self._matching, self._kinds)]
        kind = self._kinds.get(self._matching.kind)
        wanted += [kind.field(name) for name in self._matching.constants if kind and name in kind.names]
        names = [field.name for field in wanted]
        if names == list(self.constants):
            return
        clear(self._needs)
        self.constants.clear()
        if wanted:
            self._needs.addWidget(label(self.tr("Tệp chưa có, dùng cho mọi dòng:"), "label", wrap=True))
        for field in wanted:
            made = self._constant(field)
            self.constants[field.name] = made
            self._needs.addLayout(column(label(field.label, "small"), made, space=2))

    def _constant(self, field: Field) -> QWidget:
        kept = self._matching.constants.get(field.name, "")
        if field.choices:
            box = QComboBox()
            box.addItem(self.tr("– chọn –"), "")
            for choice in field.choices:
                box.addItem(choice.label, choice.label)
            box.setCurrentIndex(max(0, box.findData(kept)))
            box.currentIndexChanged.connect(lambda: self._constant_said(field.name, box.currentData()))
            _narrow(box)
            made: QWidget = box
        else:
            line = QLineEdit(kept)
            line.editingFinished.connect(lambda: self._constant_said(field.name, line.text()))
            made = line
        made.setAccessibleName(self.tr("{field} cho mọi dòng").format(field=field.label))
        return made

    def _constant_said(self, name: str, value: str) -> None:
        if self._matching.constants.get(name, "") != value:
            self.changed.emit(self._matching.with_constant(name, value))

    # The columns

    def _build(self) -> None:
        clear(self._list)
        self.boxes = []
        if self._table is None:
            return
        offered = targets(self._kinds, self._matching.kind)
        for at, one in enumerate(self._table.columns):
            box = QComboBox()
            box.setAccessibleName(self.tr("Cột {column} nhập vào").format(column=one.heading or at + 1))
            box.addItem(self.tr("(không nhập)"), "")
            for target, words in offered:
                box.addItem(words, target)
            box.setMaxVisibleItems(24)
            box.currentIndexChanged.connect(lambda _place, at=at, box=box: self._column_said(at, box.currentData()))
            _narrow(box)
            self.boxes.append(box)
            heading = one.heading or self.tr("Cột {n}").format(n=at + 1)
            sample = label(f"{heading} · {one.sample}" if one.sample else heading, "small")
            sample.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # cut off rather than widen the side
            sample.setToolTip(tip(f"{heading}\n{one.sample}"))
            self._list.addLayout(column(sample, box, space=2))

    def _column_said(self, at: int, target: str) -> None:
        changed = self._matching.with_column(at, target)
        if target == KIND:
            changed = replace(changed, kind="")
        self.changed.emit(changed)


def _narrow(box: QComboBox) -> None:
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
