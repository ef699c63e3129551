"""A kind told to another program: enough to write a valid activity without this one."""

from typing import Any

from desktop.models.fields import TYPES, Choice, Field
from desktop.models.kinds import Kind


def describe(kind: Kind) -> dict[str, Any]:
    """Return the whole declaration of a kind as plain JSON, with a schema and an example for each field."""
    return {
        "code": kind.code, "label": kind.label, "family": kind.family, "version": kind.version,
        "class49": kind.class49, "section": kind.section, "hint": kind.hint,
        "columns": list(kind.columns), "counts": list(kind.counts),
        "fields": [_field(field) for field in kind.fields],
        "rules": [{"test": rule.test, "sentence": rule.sentence, "field": rule.field,
                   "optional": sorted(rule.optional), "warn": rule.warn} for rule in kind.rules],
        "example": example(kind),
    }  # fmt: skip


def example(kind: Kind) -> dict[str, Any]:
    """Return the smallest valid activity of a kind: its required fields only."""
    values = {field.name: TYPES[field.type].example(field) for field in kind.fields if field.required}
    return {"kind": kind.code} | values


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name, "label": field.label, "type": field.type, "unit": field.unit,
        "required": field.required, "common": field.common, "summed": field.summed, "group": field.group,
        "schema": TYPES[field.type].schema(field),
    }  # fmt: skip
    optional = {"help": field.help, "low": field.low, "high": field.high, "decimals": field.decimals or None,
                "max_length": field.max_length, "default": field.default, "suggest": field.suggest,
                "choices": _choices(field.choices), "groups": _choices(field.groups), "local": field.local,
                "columns": [_field(column) for column in field.columns]}  # fmt: skip
    described |= {key: value for key, value in optional.items() if value not in (None, "", [], False)}
    if field.type != "photos":
        described["example"] = TYPES[field.type].example(field)
    return described


def _choices(options: tuple[Choice, ...]) -> list[dict[str, str]]:
    return [{"code": option.code, "label": option.label} for option in options]
