"""What an activity says on paper: its facts in words, for the fields of a design."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from desktop.models import fields as types
from desktop.models.kinds import Kind
from desktop.models.office import Office
from desktop.models.text import date_official, date_vi, number_vi
from desktop.printing.design import Design, DesignField, placeholders

# Each fact by the fields that tell it, the first that says something: kinds name the same thing by their own words.
TOLD_BY = MappingProxyType({
    "title": ("title",), "host": ("host",), "areas": ("areas",), "audiences": ("audiences",), "topics": ("topics",),
    "campaign": ("campaign",), "partners": ("partners",), "contact": ("phone", "person"),
    "slogan": ("slogan", "theme", "headline"), "theme": ("theme", "slogan"), "speaker": ("speaker", "runner"),
    "content": ("content", "bulletin", "method", "problem", "field"),
    "place": ("place", "school", "street", "route", "area"),
})  # fmt: skip
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def facts(office: Office, kind: Kind | None = None, values: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return the facts by name (designs.FACTS); without an activity only those of the unit."""
    unit = office.unit
    found = {"unit": unit.name, "unit_upper": unit.name.upper(), "unit_lowered": unit.lowered, "unit_place": unit.place}
    if kind is None or values is None:
        return found
    shown = {field.name: types.show(field, values.get(field.name)) for field in kind.fields if field.type != "table"}
    shown["place"] = (values.get("place") or {}).get("name", "")
    people = (values.get("participants") or {}).get("total")
    found |= {name: next((shown[one] for one in names if shown.get(one)), "") for name, names in TOLD_BY.items()}
    found |= {"kind": kind.label, "people": number_vi(people) if people is not None else "", "link": str(values.get("url") or "")}
    return found | _times(values)


def fill(design: Design, found: Mapping[str, str]) -> dict[str, str]:
    """Return what each field of a design says: made of facts where it can be, else its default.

    A default never stands in for a fact the activity does not tell: nobody wants a made-up place on the wall.
    """
    return {field.name: _filled(field.source, found) or _default(field, found)
            for field in design.fields if field.kind != "image"}  # fmt: skip


def _default(field: DesignField, found: Mapping[str, str]) -> str:
    of_activity = any(not name.startswith("unit") for name in placeholders(field.source))
    told = of_activity and bool(found.get("title"))
    return "" if told and not field.required else field.default.format(**_unit_only(found))


def _filled(source: str, found: Mapping[str, str]) -> str:
    names = placeholders(source)
    if not names or not all(found.get(name) for name in names):
        return ""
    return source.format(**{name: found[name] for name in names})


def _unit_only(found: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in found.items() if name.startswith("unit")}


def _times(values: Mapping[str, Any]) -> dict[str, str]:
    first, last, clock = values.get("starts_on"), values.get("ends_on"), values.get("starts_at")
    if not first:
        return dict.fromkeys(("date", "dates", "time", "when", "weekday", "day_words", "until"), "")
    day = date.fromisoformat(first)
    weekday = WEEKDAYS[day.weekday()]
    hours = f"{clock[:2]} giờ {clock[3:]}" if clock else ""
    dates = f"Từ {date_vi(first)} đến {date_vi(last)}" if last and last != first else f"Ngày {date_vi(first)}"
    when = f"{hours}, {weekday} ngày {date_vi(first)}" if hours else f"{weekday[0].upper()}{weekday[1:]}, ngày {date_vi(first)}"
    until = date_vi(last) if last and last != first else ""
    return {"date": date_vi(first), "dates": dates, "time": hours, "when": when, "weekday": weekday,
            "day_words": date_official(day), "until": until}  # fmt: skip
