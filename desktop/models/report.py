"""The shape of an official report: plain data that paper, screen and files read."""

from dataclasses import dataclass
from datetime import date

from desktop.models.chart import Chart

Value = str | int | float | date | tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `kind` is "body" or "item" (a line of a list, without its dash)."""

    text: str
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Section:
    """A section "I" with its paragraphs and its parts "1", "2" …, which are sections too."""

    number: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    parts: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class AnnexColumn:
    """A column of an annex table; `align` is "left", "center" or "right".

    `kind` is what its values are: "text", "number", "money" (đồng), "percent" (1 is 100 %), "people" (all and women).
    """

    label: str
    width_mm: float
    align: str = "left"
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Annex:
    """A landscape table; every row has one cell for each column, `total` is the last row or None.

    `values` are the rows once more (the total last), as numbers and days where the words on paper tell such.
    """

    number: str
    title: str
    columns: tuple[AnnexColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    values: tuple[tuple[Value, ...], ...] = ()

    @property
    def headings(self) -> frozenset[int]:
        """The numbers of the rows that only name what stands below them."""
        return frozenset(at for at, row in enumerate(self.rows)
                         if row[0] and row[1].isupper() and not any(row[2:]))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `unit_name` "Phường Hải Châu", `unit_kind` "phường", `place` "Hải Châu", `on` its day.

    `charts` stand after the annexes, as one more. `code` is set when it is issued: what stands on paper to compare it by.
    """

    unit_name: str
    unit_kind: str
    place: str
    title: str
    subject: str
    recipient: str
    period: str
    opening: str
    sections: tuple[Section, ...]
    closing: str
    recipients: tuple[str, ...]
    signer_title_lines: tuple[str, ...]
    signer_name: str
    on: date
    annexes: tuple[Annex, ...] = ()
    number_symbol: str = "BC-UBND"
    charts: tuple[Chart, ...] = ()
    code: str = ""
