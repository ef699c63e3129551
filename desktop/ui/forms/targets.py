"""The editor of targets said by hand: chips that can be taken away, and a list to add from."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.models.fields import Field
from desktop.ui.flow import flow
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.parts import button, column
from desktop.ui.theme import SPACE

OFFERED = "@targets"  # what the setting is asked for: lines "PLAN/TARGET  label"


class TargetsEditor(Editor):
    """Each chip is one target; pressing it turns "counts" into "does not count" and then takes it away."""

    wide = True

    def __init__(self, field: Field, setting: Setting) -> None:
        super().__init__(field, setting)
        self._codes: list[str] = []
        self._labels: dict[str, str] = {}
        self._chips = QWidget()
        self.add = button(self.tr("Thêm chỉ tiêu…"), self._ask, role="quiet", icon="plus", icons=setting.icons)
        self._place = column(self._chips, self.add)
        self.setLayout(self._place)
        self.watch(self.add)
        self._draw()

    def raw(self) -> Any:
        """Return the codes."""
        return list(self._codes)

    def put(self, value: Any) -> None:
        """Show these codes."""
        self._codes = [str(one) for one in value] if isinstance(value, list) else []
        self._draw()

    def parts(self) -> Sequence[QWidget]:
        """Return the button to add one, then the chips."""
        return (self.add, *self._chips.findChildren(QPushButton))

    def mark(self, faulty: object) -> None:
        """The sentence below says it."""

    def choices(self) -> list[tuple[str, str]]:
        """Return what can be added as (code, words)."""
        offered = [line.partition("  ") for line in self.setting.suggest(OFFERED)]
        self._labels |= {code: label for code, _, label in offered}
        said = {one.removeprefix("-") for one in self._codes}
        return [(code, label) for code, _, label in offered if code not in said]

    def choose(self, code: str) -> None:
        """Let the activity count for a target."""
        self._codes.append(code)
        self._draw()
        self.edited.emit()

    def _ask(self) -> None:
        menu = QMenu(self)
        for code, label in self.choices():
            menu.addAction(f"{code}  {label[:90]}", lambda code=code: self.choose(code))
        if menu.isEmpty():
            menu.addAction(self.tr("Chưa có kế hoạch nào có chỉ tiêu")).setEnabled(False)
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _turn(self, code: str) -> None:
        at = self._codes.index(code)
        if code.startswith("-"):
            self._codes.pop(at)
        else:
            self._codes[at] = f"-{code}"
        self._draw()
        self.edited.emit()

    def _draw(self) -> None:
        if self._codes and not self._labels:
            self.choices()
        made = QWidget()
        chips = []
        for code in self._codes:
            out, name = code.startswith("-"), code.removeprefix("-")
            label = f"{name} · {self._labels.get(name, '')[:60]}".rstrip(" ·")
            words = self.tr("Không tính: {target}") if out else self.tr("Tính vào: {target}")
            chip = button(words.format(target=label), lambda code=code: self._turn(code), role="chip")
            chip.setToolTip(self.tr("Nhấn để bỏ") if out else self.tr("Nhấn để chuyển thành không tính"))
            chips.append(chip)
        made.setLayout(flow(*chips, space=SPACE.s))
        self._place.replaceWidget(self._chips, made)
        self._chips.deleteLater()
        self._chips = made
        self._chips.setVisible(bool(chips))
