"""A report as the office wants it now: drafted from the book, with its own words, ready to print or to issue."""

from dataclasses import dataclass, replace
from datetime import date

from desktop.models import charting, report_activity, report_designs, report_words, reports
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.kinds import Kinds
from desktop.models.reckoning import reckon
from desktop.models.report import Report
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.models.report_words import Place
from desktop.models.sources import Source, sources
from desktop.models.text import clean


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted report, where the office can write into it, its figures, and (uid, revision) of what it counts."""

    report: Report
    places: tuple[Place, ...]
    sources: tuple[Source, ...]
    behind: tuple[tuple[str, int], ...]


def draft(book: Book, kinds: Kinds, choice: Choice, left: Left | None = None) -> Draft:
    """Draft a report. Raises InputError for a choice no report can be made of."""
    choice.check()
    left = left or Left()
    on = date.fromisoformat(left.on) if left.on else None
    if choice.kind == "activity":
        return _of_activity(book, kinds, choice, left, on)
    design = report_designs.of(choice.kind)
    facts = reckon(book, kinds, choice.window(), design=design, compared=choice.beside(),
                   campaign=choice.subject if choice.kind == "campaign" else "")  # fmt: skip
    if facts.campaign and facts.label("campaign", facts.campaign) == facts.campaign:
        raise InputError(f"Không có chiến dịch «{facts.campaign[:40]}»: hãy chọn chiến dịch trong danh sách.")
    drafted = reports.frame(facts, on=on, signer=clean(left.signer), signer_title=left.title, basis=clean(left.basis))
    if left.charts:
        drafted = replace(drafted, charts=charting.of_report(book, kinds, choice.window(), campaign=facts.campaign))
    rows = book.query(f"SELECT uid, revision FROM activities WHERE {facts.scope.where} AND family = 'activity' ORDER BY id",
                      facts.scope.parameters)  # fmt: skip
    return _finished(drafted, left, design.to_fill, sources(facts), tuple((uid, revision) for uid, revision in rows))


def _of_activity(book: Book, kinds: Kinds, choice: Choice, left: Left, on: date | None) -> Draft:
    activity = Activities(book, kinds).get(choice.subject)
    drafted = report_activity.build(book, kinds, activity, on=on, signer=clean(left.signer), signer_title=left.title,
                                    basis=clean(left.basis))  # fmt: skip
    return _finished(drafted, left, report_designs.of("activity").to_fill, (), ((activity.uid, activity.revision),))


def _finished(drafted: Report, left: Left, to_fill: str, found: tuple[Source, ...],
              behind: tuple[tuple[str, int], ...]) -> Draft:  # fmt: skip
    report = report_words.written(drafted, left.own, to_fill=to_fill)
    recipients = tuple(line for line in map(clean, left.recipients) if line)
    return Draft(replace(report, recipients=recipients) if recipients else report,
                 report_words.places(drafted, left.own), found, behind)  # fmt: skip
