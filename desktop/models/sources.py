"""Every figure of a report with the question that lists the activities behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.models.kinds import Kind
from desktop.models.query import Query
from desktop.models.reckoning import Reckoning
from desktop.models.totals import Sum

_SHARED = (("people", "participants"), ("households", "households"), ("businesses", "businesses"))


@dataclass(frozen=True, slots=True)
class Source:
    """A figure in the period, in the compared one and in the year so far; `behind` asks for the period's activities.

    `key` names the figure for good ("TAPHUAN.classes"); `group` is the part of the report it stands in. A register has no
    `now` and `before` (None): its `year` is how it stands at the end of the period.
    """

    key: str
    group: str
    label: str
    unit: str
    now: float | None
    before: float | None
    year: float
    behind: Query
    behind_before: Query
    behind_year: Query


def sources(facts: Reckoning) -> tuple[Source, ...]:
    """Return the figures of a report in the order of its first annex, the total last."""
    return tuple(_all(facts))


def _all(facts: Reckoning) -> Iterator[Source]:
    for part in facts.design.parts:
        for kind in facts.kinds_of(part):
            yield from _register(facts, kind, part.title) if kind.family == "register" else _of_kind(facts, kind, part.title)
    now, before, year = facts.totals
    everything = Query()
    for name, label in (("cost_planned", "Kinh phí dự toán"), ("cost_actual", "Kinh phí thực hiện")):
        three = tuple(float(getattr(one, name)) for one in (now, before, year))
        yield _source(facts, f".{name}", "Kinh phí", label, "đồng", three, everything)
    three = tuple(float(one.people) for one in (now, before, year))
    yield _source(facts, ".people", "Tổng cộng", "Tổng số lượt người tham gia", "lượt người", three, everything)
    three = tuple(float(one.activities) for one in (now, before, year))
    yield _source(facts, ".activities", "Tổng cộng", "Tổng số hoạt động", "hoạt động", three, everything)


def _of_kind(facts: Reckoning, kind: Kind, group: str) -> Iterator[Source]:
    sums = [one.of(kind.code) for one in (facts.now, facts.before, facts.year)]
    asked = Query(kinds=(kind.code,))

    def told(name: str, label: str, unit: str, values: list[float]) -> Source:
        return _source(facts, f"{kind.code}{name}", group, label, unit, tuple(values), asked)

    yield told("", kind.label, facts.design.noun(kind.code), [one.activities for one in sums])
    for name in kind.counts:
        field = kind.field(name)
        yield told(f".{name}", field.label, field.unit, [one.sums.get(name, 0) for one in sums])
    for column, name in _SHARED:
        if name in kind.names:
            field = kind.field(name)
            yield told(f".{name}", field.label, field.unit, [getattr(one, column) for one in sums])
            if name == "participants":
                yield told(".female", "Trong đó nữ", field.unit, [one.groups.get("female", 0) for one in sums])


def _register(facts: Reckoning, kind: Kind, group: str) -> Iterator[Source]:
    if facts.campaign:
        return
    at_end: Sum = facts.registers[kind.code]
    asked = Query(kinds=(kind.code,), until=facts.period.until.isoformat())
    named = [("", kind.label, facts.design.noun(kind.code), float(at_end.activities))]
    named += [(f".{name}", kind.field(name).label, kind.field(name).unit, at_end.sums.get(name, 0)) for name in kind.counts]
    for name, label, unit, value in named:
        yield Source(f"{kind.code}{name}", group, label, unit, None, None, value, asked, asked, asked)


def _source(facts: Reckoning, key: str, group: str, label: str, unit: str, three: tuple[float, ...], asked: Query) -> Source:
    behind = [replace(asked, campaign=facts.campaign, since=one.since.isoformat(), until=one.until.isoformat())
              for one in (facts.period, facts.compared, facts.period.year_to_date())]  # fmt: skip
    now, before, year = three
    return Source(key, group, label, unit, now, before, year, *behind)
