"""A plan as its text: what `plans.load` reads back to the same plan."""

import json
from collections.abc import Iterator
from typing import Any

from desktop.models.plans import Plan, Target


def written(plan: Plan) -> str:
    """Return the declaration of a plan."""
    lines = [f"{key} = {_value(value)}" for key, value in _facts(plan)]
    for target in plan.targets:
        lines += ["", "[[targets]]", *(f"{key} = {_value(value)}" for key, value in _target(target))]
    return "\n".join(lines) + "\n"


def _facts(plan: Plan) -> Iterator[tuple[str, Any]]:
    yield from (("code", plan.code), ("title", plan.title))
    if plan.number:
        yield "number", plan.number
    if plan.on:
        yield "date", plan.on.isoformat()
    yield from (("body", plan.body), ("phase", plan.phase), ("since", plan.since.isoformat()),
                ("until", plan.until.isoformat()), ("status", plan.status))  # fmt: skip


def _target(target: Target) -> Iterator[tuple[str, Any]]:
    yield from (("code", target.code), ("label", target.label), ("unit", target.unit))
    if target.amount is not None:
        yield "amount", target.amount
    if target.period != "year":
        yield "period", target.period
    yield "how", target.how
    for key in ("kinds", "campaigns"):
        if getattr(target, key):
            yield key, list(getattr(target, key))
    if target.field is not None:
        yield "field", target.field.name
    if target.marked:
        yield "marked", target.marked


def _value(value: Any) -> str:
    # A JSON string is a TOML string; DEL is the one sign JSON leaves bare and TOML does not allow.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
