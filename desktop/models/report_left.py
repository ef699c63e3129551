"""What the office sets for one report."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.models.report_words import Own


@dataclass(frozen=True, slots=True)
class Left:
    """What the office set for one report: words by section key, who signs, what it answers to, who receives it.

    `on` is an ISO day or "" for today; `recipients` are the lines of «Nơi nhận», () for those of the design; `charts` adds
    an annex of charts.
    """

    own: Mapping[str, Own] = field(default_factory=dict)
    signer: str = ""
    title: str = ""
    basis: str = ""
    on: str = ""
    recipients: tuple[str, ...] = ()
    compared: str = ""
    charts: bool = False
