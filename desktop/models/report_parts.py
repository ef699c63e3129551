"""Section II of the official report: what was done, part by part; what did not happen is told too."""

from collections.abc import Iterator

from desktop.models import figures
from desktop.models.kinds import Kind
from desktop.models.phrases import amount, change, listed, measured, percent, sentence
from desktop.models.reckoning import Reckoning
from desktop.models.report import Paragraph, Section
from desktop.models.report_designs import Part
from desktop.models.text import money_vi
from desktop.models.totals import Sum

HIGHLIGHTS = 5


def parts(facts: Reckoning) -> tuple[Section, ...]:
    """Return the parts of section II in the order of the design; money comes last."""
    told = [Section(str(number), part.title, tuple(_part(facts, part)))
            for number, part in enumerate(facts.design.parts, start=1)]  # fmt: skip
    return (*told, Section(str(len(told) + 1), "Kinh phí thực hiện", tuple(_money(facts))))


def _part(facts: Reckoning, part: Part) -> Iterator[Paragraph]:
    kinds = facts.kinds_of(part, family="activity")
    yield Paragraph(_summary(facts, tuple(kind.code for kind in kinds)))
    for kind in kinds:
        yield Paragraph(_activity_line(facts, kind), "item")
    # A register stands for the ward, not for a campaign.
    for kind in facts.kinds_of(part, family="register") if not facts.campaign else ():
        yield Paragraph(_register_line(facts, kind), "item")
    for kind in facts.kinds_of(part, family="evaluation"):
        yield Paragraph(_activity_line(facts, kind), "item")
    codes = tuple(kind.code for kind in facts.kinds_of(part))
    found = figures.notes(facts.book, "results", facts.scope, limit=HIGHLIGHTS, kinds=codes)
    if found:
        yield Paragraph("Kết quả nổi bật:")
        yield from (Paragraph(sentence(text), "item") for text in found)


def _summary(facts: Reckoning, codes: tuple[str, ...]) -> str:
    now, before, year = (one.all(codes) for one in (facts.now, facts.before, facts.year))
    total = f"lũy kế năm {facts.period.year}: {listed([amount(year.activities, 'hoạt động'), _people(year)])}"
    if not now.activities:
        was = f"{facts.than}: {amount(before.activities, 'hoạt động')}; "
        return f"Trong kỳ: {facts.design.nothing} (0 hoạt động); {was}{total}."
    moved = change(now.activities, before.activities, "hoạt động", than=facts.than)
    return f"Trong kỳ đã thực hiện {listed([amount(now.activities, 'hoạt động'), _people(now)])}; {moved}; {total}."


def _activity_line(facts: Reckoning, kind: Kind) -> str:
    now, before, year = (one.of(kind.code) for one in (facts.now, facts.before, facts.year))
    beside = _beside(facts, kind, now, before, year)
    if not now.activities:
        return f"{kind.label}: {facts.design.nothing}{beside}."
    counted = amount(now.activities, facts.design.noun(kind.code))
    measures = [measured(kind.field(name), now.sums.get(name, 0)) for name in kind.counts]
    return f"{kind.label}: {listed([counted, *measures, *_common(kind, now)])}{beside}.{_divided(facts, kind)}"


def _beside(facts: Reckoning, kind: Kind, now: Sum, before: Sum, year: Sum) -> str:
    """Tell the main measure beside the compared period and the year so far."""
    name = figures.main_measure(kind)
    unit = kind.field(name).unit if name else facts.design.noun(kind.code)
    values = [one.sums.get(name, 0) if name else one.activities for one in (now, before, year)]
    if not any(values):
        return f" (0 {unit})"
    moved = change(values[0], values[1], unit, than=facts.than)
    return f" ({moved}; lũy kế năm {facts.period.year}: {amount(values[2], unit)})"


def _common(kind: Kind, now: Sum) -> list[str]:
    told = [_people(now)] if "participants" in kind.names else []
    for name in ("households", "businesses"):
        if name in kind.names and getattr(now, name):
            told.append(measured(kind.field(name), getattr(now, name)))
    return told


def _people(total: Sum) -> str:
    if not total.people:
        return ""
    women = total.groups.get("female", 0)
    return amount(total.people, "lượt người") + (f" (nữ {amount(women, 'lượt người')})" if women else "")


def _divided(facts: Reckoning, kind: Kind) -> str:
    lines = []
    for name in figures.splits(kind):
        found = figures.split(facts.book, kind, name, facts.scope)
        field = kind.field(name)
        choice = field.columns[0] if field.columns else field
        unit = figures.split_unit(kind, name) or facts.design.noun(kind.code)
        told = [f"{choice.choice_label(code)} {amount(value, unit)}" for code, value in found.items()]
        if told:
            lines.append(f" {field.label}: {listed(told)}.")
    return "".join(lines)


def _register_line(facts: Reckoning, kind: Kind) -> str:
    total = facts.registers[kind.code]
    noun = facts.design.noun(kind.code)
    if not total.activities:
        return f"{kind.label}: {facts.design.nothing} (0 {noun})."
    told = [amount(total.activities, noun)]
    told += [measured(kind.field(name), total.sums.get(name, 0)) for name in kind.counts]
    year = facts.period.year_to_date()
    for name in kind.columns:
        if kind.field(name).type == "date":
            done = figures.dated(facts.book, kind, name, year.since, year.until)
            told.append(f"có {kind.field(name).label.lower()} trong năm {facts.period.year}: "
                        f"{amount(done)}/{amount(total.activities, noun)} ({percent(done, total.activities)})")  # fmt: skip
    return f"{kind.label} đến hết kỳ: {listed(told)}."


def _money(facts: Reckoning) -> Iterator[Paragraph]:
    now, before, year = facts.totals
    if not now.costed:
        was = listed([f"{facts.than}: {money_vi(before.cost_actual)}",
                      f"lũy kế năm {facts.period.year}: {money_vi(year.cost_actual)}"])  # fmt: skip
        yield Paragraph(f"{facts.design.nothing} kinh phí trong kỳ (0 đồng); {was}.")
        return
    moved = change(now.cost_actual, before.cost_actual, "đồng", than=facts.than)
    rate = f" ({percent(now.cost_actual, now.cost_planned)} dự toán)" if now.cost_planned else ""
    yield Paragraph(f"Dự toán trong kỳ: {money_vi(now.cost_planned)}; thực hiện: {money_vi(now.cost_actual)}{rate}; "
                    f"{moved}; lũy kế thực hiện năm {facts.period.year}: {money_vi(year.cost_actual)}.")  # fmt: skip
    yield Paragraph(f"Số hoạt động có ghi kinh phí: {amount(now.costed)}/{amount(now.activities, 'hoạt động')}.")
    found = figures.funding(facts.book, facts.scope)
    sources = sorted(((source, dong) for source, dong in found.items() if dong), key=lambda item: -item[1])
    if sources:
        yield Paragraph("Theo nguồn kinh phí:")
    for source, dong in sources:
        yield Paragraph(f"{facts.label('funding', source)}: {money_vi(dong)}.", "item")
