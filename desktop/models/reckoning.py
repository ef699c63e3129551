"""A period reckoned up: its figures beside those of the period before and of the year so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.models import figures
from desktop.models.book import Book
from desktop.models.figures import Figures, Scope
from desktop.models.kinds import Kind, Kinds
from desktop.models.periods import Period
from desktop.models.report_designs import Part, ReportDesign
from desktop.models.totals import Sum


@dataclass(frozen=True, slots=True)
class Reckoning:
    """All that the sections and annexes of one report draw on; `registers` is by kind code."""

    book: Book
    kinds: Kinds
    design: ReportDesign
    period: Period
    compared: Period
    now: Figures
    before: Figures
    year: Figures
    registers: Mapping[str, Sum]
    campaign: str = ""

    @property
    def scope(self) -> Scope:
        """Which activities the report is of."""
        return Scope(self.period.since, self.period.until, self.campaign)

    def kinds_of(self, part: Part, *, family: str = "") -> tuple[Kind, ...]:
        """Return the kinds a part of the report tells of, in the order of its sections."""
        return tuple(kind for section in part.sections for kind in self.kinds.values()
                     if kind.section == section and family in ("", kind.family))  # fmt: skip

    @property
    def than(self) -> str:
        """What the period is set beside, in words: "Quý II/2026"; for free windows "kỳ trước", "cùng kỳ năm trước"."""
        if self.compared.span != "free":
            return self.compared.label
        return "cùng kỳ năm trước" if self.compared == self.period.same_last_year() else "kỳ trước"

    @property
    def following(self) -> str:
        """The period to come, in words."""
        return "thời gian tới" if self.period.span == "free" else self.period.next().label

    @property
    def activity_codes(self) -> tuple[str, ...]:
        """The codes of all kinds of activity."""
        return tuple(kind.code for kind in self.kinds.of_family("activity"))

    @property
    def totals(self) -> tuple[Sum, Sum, Sum]:
        """All activities together: in the period, in the compared one, in the year so far."""
        codes = self.activity_codes
        return self.now.all(codes), self.before.all(codes), self.year.all(codes)

    def idle(self) -> tuple[Kind, ...]:
        """Return the kinds of activity of which nothing happened in the period."""
        return tuple(kind for kind in self.kinds.of_family("activity") if not self.now.of(kind.code).activities)

    def label(self, name: str, code: str) -> str:
        """Return the label of a code in the list of a common fact."""
        for kind in self.kinds.values():
            if name in kind.names:
                field = kind.field(name)
                return (field.columns[0] if field.columns else field).choice_label(code)
        return code


def reckon(book: Book, kinds: Kinds, period: Period, *, design: ReportDesign, compared: Period,
           campaign: str = "") -> Reckoning:  # fmt: skip
    """Count the three windows of a report, of one campaign unless "", and the registers as they stand at its end."""
    year = period.year_to_date()
    now, before, so_far = figures.count(book, *(Scope(one.since, one.until, campaign) for one in (period, compared, year)))
    registers = {kind.code: figures.register(book, kind, period.until) for kind in kinds.of_family("register")}
    return Reckoning(book, kinds, design, period, compared, now, before, so_far, registers, campaign)
