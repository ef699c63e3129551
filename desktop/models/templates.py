"""What is recorded again and again: the last of its kind repeated, and templates the office keeps for the weekly ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from desktop.models.errors import InputError
from desktop.models.fields import Field
from desktop.models.kinds import Kind
from desktop.models.text import clean, fold

if TYPE_CHECKING:  # the window reads the shapes here and never the store
    from desktop.models.book import Book

SETTING = "templates"
MOST, LONGEST = 200, 80
MISSED = 28  # days: a weekly template that lay longer than this begins again with this week
_OF_ITS_DAY = {"date", "photos", "link"}


@dataclass(frozen=True, slots=True)
class Template:
    """A form filled in beforehand; `weekday` (0 Monday … 6, None for no rhythm) and the day it was last used for (ISO)."""

    name: str
    kind: str
    values: Mapping[str, Any]
    weekday: int | None = None
    used_for: str = ""

    def next_day(self, today: date) -> date:
        """Return the day to record now: the weekday after the last one, so that a missed week is not passed over."""
        if self.weekday is None:
            return today
        last = date.fromisoformat(self.used_for) if self.used_for else None
        after = last if last and (today - last).days <= MISSED else today - timedelta(days=1)
        return after + timedelta(days=(self.weekday - after.weekday() - 1) % 7 + 1)


def repeated(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is the same the next time: no days, counts, money, results, photos or links."""
    return {field.name: values[field.name] for field in kind.fields if field.name in values and not _counted(field)}


def lasting(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a template keeps: everything but days, photos, links and what was written of one day."""
    return {field.name: values[field.name] for field in kind.fields
            if field.name in values and field.type not in _OF_ITS_DAY and not (field.type == "note" and field.group == "Kết quả")}


def copied(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a copy of an activity begins with: all of it but its days, photos and links."""
    return {field.name: values[field.name] for field in kind.fields if field.name in values and field.type not in _OF_ITS_DAY}


def to_fill(kind: Kind, given: Mapping[str, Any], before: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields a person still goes to after a repeat: the first day, what is needed, what was counted then."""
    return tuple(
        field.name for field in kind.fields
        if (field.required and (field.type == "date" or field.name not in given))
        or (field.name in before and (field.summed or field.type in ("people", "money")))
    )  # fmt: skip


class Templates:
    """The templates of one book, in the order of their names; never sent."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def all(self, kind: str = "") -> list[Template]:
        """Return the templates, of one kind or of all."""
        kept = [Template(**one) for one in self._book.setting(SETTING, [])]
        return sorted((one for one in kept if kind in ("", one.kind)), key=lambda one: fold(one.name))

    def get(self, name: str) -> Template:
        """Return a template. Raises InputError when there is none of that name."""
        found = next((one for one in self.all() if one.name == name), None)
        if found is None:
            raise InputError(f"Không còn mẫu «{name}»: hãy chọn mẫu khác.")
        return found

    def keep(self, template: Template) -> Template:
        """Keep a template, in place of the one of the same name. Raises InputError for a wrong name."""
        name = clean(template.name)
        if not name or len(name) > LONGEST:
            raise InputError(f"Tên mẫu cần từ 1 đến {LONGEST} chữ: hãy đặt tên ngắn gọn, ví dụ «Bản tin sáng thứ Hai».")
        kept = replace(template, name=name)
        with self._book.tx():
            others = [one for one in self.all() if fold(one.name) != fold(name)]
            if len(others) >= MOST:
                raise InputError(f"Đã có {MOST} mẫu: hãy xóa mẫu không dùng nữa.")
            self._write([*others, kept])
        return kept

    def used(self, name: str, day: str) -> None:
        """Remember the day (ISO) a template was last used for; a template that is gone meanwhile is passed over."""
        with self._book.tx():
            found = [replace(one, used_for=day) if one.name == name else one for one in self.all()]
            self._write(found)

    def drop(self, name: str) -> None:
        """Throw a template away; what was recorded with it stays."""
        with self._book.tx():
            self._write([one for one in self.all() if one.name != name])

    def _write(self, templates: list[Template]) -> None:
        self._book.set(SETTING, [
            {"name": one.name, "kind": one.kind, "values": dict(one.values), "weekday": one.weekday, "used_for": one.used_for}
            for one in templates
        ] or None)  # fmt: skip


def _counted(field: Field) -> bool:
    return field.summed or field.type in _OF_ITS_DAY | {"money", "people"} or (field.group == "Kết quả") or field.name == "funding"
