"""One editor for every type of field; the keys are those of desktop.models.fields.TYPES (a test compares)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from desktop.models.fields import Field
from desktop.ui.forms.choosing import CheckEditor, ChoicesEditor, choice_editor
from desktop.ui.forms.days import DateEditor
from desktop.ui.forms.editor import Editor, Setting
from desktop.ui.forms.lines import (
    DurationEditor,
    LineEditor,
    LinkEditor,
    MoneyEditor,
    NoteEditor,
    NumberEditor,
    PlaceEditor,
    TimeEditor,
)
from desktop.ui.forms.people import PeopleEditor
from desktop.ui.forms.photos import PhotosEditor
from desktop.ui.forms.tables import TableEditor
from desktop.ui.forms.targets import TargetsEditor

EDITORS: Mapping[str, Callable[[Field, Setting], Editor]] = MappingProxyType(
    {
        "text": LineEditor,
        "note": NoteEditor,
        "number": NumberEditor,
        "money": MoneyEditor,
        "date": DateEditor,
        "time": TimeEditor,
        "duration": DurationEditor,
        "choice": choice_editor,
        "choices": ChoicesEditor,
        "targets": TargetsEditor,
        "check": CheckEditor,
        "people": PeopleEditor,
        "table": TableEditor,
        "photos": PhotosEditor,
        "place": PlaceEditor,
        "link": LinkEditor,
    }
)


def make(field: Field, setting: Setting) -> Editor:
    """Return the editor of a field."""
    return EDITORS[field.type](field, setting)
