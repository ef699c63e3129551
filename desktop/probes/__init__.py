"""What a self-test looks at, one small probe each: the program, the machine, the book, the line to the centre.

A probe returns findings and never raises a fault of the world: what it could not look at, it says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

OK, WARN, BAD, SKIP = "ok", "warn", "bad", "skip"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `state` is ok, warn, bad or skip; `sentence` says what is and what to do; `facts` are for IT.

    Facts hold counts, versions and sizes, never a name, a path of a person or a secret.
    """

    name: str
    label: str
    state: str
    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """What is looked at: the folder of the book (there may be none), and this moment (aware)."""

    folder: Path
    now: datetime


Probe = Callable[[Place], list[Finding]]
