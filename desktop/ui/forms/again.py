"""What is recorded again: the last of its kind, a copy, a template; and the short way of Enter through what is left."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.models import templates
from desktop.models.kinds import Kind
from desktop.ui import actions
from desktop.ui.desk import Desk
from desktop.ui.forms.form import Form
from desktop.ui.forms.people import PeopleEditor
from desktop.ui.parts import button
from desktop.ui.room import Room
from desktop.ui.tips import tip


class AgainButton(QPushButton):
    """Opens the menu of templates; what is in it is read when it is opened."""

    repeat_asked = Signal()
    template_asked = Signal(str)
    keep_asked = Signal()
    list_asked = Signal()

    def __init__(self, room: Room, kind: str) -> None:
        super().__init__()
        self._room, self._kind = room, kind
        self.setText(self.tr("Mẫu"))
        self.setProperty("role", "quiet")
        self.setIcon(room.icons.icon("layers", "primary", gap=6))
        self.setIconSize(room.icons.side(gap=6))
        self.setAccessibleName(self.tr("Mẫu: lặp lại, dùng mẫu, lưu thành mẫu"))
        self.setToolTip(tip(self.accessibleName()))
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        menu.addAction(f"{self.tr('Như lần trước')}\tF4", self.repeat_asked.emit)
        kept = self._room.desk.templates.all(self._kind)
        if kept:
            menu.addSeparator()
        for one in kept:
            menu.addAction(one.name.replace("&", "&&"), partial(self.template_asked.emit, one.name))
        menu.addSeparator()
        menu.addAction(self.tr("Lưu thành mẫu…"), self.keep_asked.emit)
        if self._room.desk.templates.all():
            menu.addAction(self.tr("Các mẫu của đơn vị…"), self.list_asked.emit)


def repeat_button(room: Room, run: Any) -> QPushButton:
    """Return «Như lần trước»."""
    return button(actions.tr("Như lần trước"), run, role="quiet", icon="copy", icons=room.icons, tip=actions.described("repeat"))


def usual(desk: Desk, kind: str) -> dict[str, Any]:
    """Return what a new form begins with: the defaults, today, and the place, host and person of the last time."""
    known = desk.kinds[kind]
    found = {field.name: field.default for field in known.fields if field.default is not None}
    if "starts_on" in known.names and known.field("starts_on").required:
        found["starts_on"] = date.today().isoformat()
    last = desk.activities.last(kind)
    if last is not None:
        found |= {name: last.values[name] for name in ("place", "host", "person", "phone") if last.values.get(name)}
    office = desk.office()
    if "person" in known.names and office.person and "person" not in found:
        found["person"] = office.person
    return found


def ask_template(room: Room, owner: QWidget, kind: Kind, values: dict[str, Any], kept: Callable[[str], object]) -> QWidget:
    """Ask for the name of a template; `kept` is told the name it was kept under."""
    from desktop.ui.templates import KeepTemplate

    dialog = KeepTemplate(room, kind, values, owner)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: kept(dialog.kept.name if dialog.kept else ""))
    dialog.open()
    return dialog


def list_templates(room: Room, owner: QWidget) -> QWidget:
    """Show the templates that are kept."""
    from desktop.ui.templates import TemplateList

    dialog = TemplateList(room, owner)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def short_way(form: Form, kind: Kind, given: Mapping[str, Any], before: Mapping[str, Any]) -> list[QWidget]:
    """Return what Enter stops at after a repeat: the day, what is needed and missing, the counts that were there."""
    found: list[QWidget] = []
    for name in templates.to_fill(kind, given, before):
        if name in form.rows:
            found += _parts(form, name, before.get(name))
    return found


def _parts(form: Form, name: str, before: Any) -> Sequence[QWidget]:
    editor = form.rows[name].editor
    if isinstance(editor, PeopleEditor):
        codes = before if isinstance(before, Mapping) else {}
        return [line for code, line in editor.lines.items() if code == "total" or code in codes]
    return editor.parts()
