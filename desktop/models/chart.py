"""What a chart shows, before anybody draws it: bars with the sentence and the list behind each; colours; where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.query import Query

KINDS = ("rows", "months", "progress")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its value, the same of the year before (None: not compared), the list behind it.

    `shown` is the value in words beside the bar. Of a progress `value` is the share reached and `expected` where it
    should be today, 0 to 1. A month that has not come yet has no value.
    """

    label: str
    value: float | None
    shown: str
    sentence: str
    query: Query | None = None
    before: float | None = None
    expected: float | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a kind of KINDS; `window` tells the days it counts, `note` what has no bar, `series` what is compared.

    `full` is the value of the longest bar there is room for, 0 for the largest of these.
    """

    kind: str
    title: str
    window: str
    bars: tuple[Bar, ...]
    note: str = ""
    series: tuple[str, ...] = ()
    full: float = 0.0

    @property
    def sentences(self) -> tuple[str, ...]:
        """The chart for those who hear it."""
        return tuple(part for part in (f"{self.title}, {self.window}.", *(bar.sentence for bar in self.bars), self.note) if part)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a chart "#rrggbb"; no `ground` leaves the paper as it is. Readable without colour too."""

    text: str = "#1B2729"
    muted: str = "#566163"
    line: str = "#E0DBD2"
    bar: str = "#0B5D5E"
    before: str = "#C9D8D6"
    good: str = "#1C6238"
    warn: str = "#8A6A00"
    bad: str = "#A32A1D"
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a bar stands on the drawing, in mm from its top left corner; what it says, and the list behind it."""

    x: float
    y: float
    width: float
    height: float
    sentence: str
    query: Query | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as one PDF page of `width` x `height` mm, with its marks."""

    pdf: bytes
    width: float
    height: float
    marks: Sequence[Mark]


PAPER = Palette()
