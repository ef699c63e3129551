"""What happened in a world, counted."""

from collections import Counter
from dataclasses import dataclass, field


class Broken(AssertionError):
    """A promise that did not hold, with what it takes to see it again."""


@dataclass(slots=True)
class Counts:
    """Everything that happened by name, and what was lost by rule: with a disk, or with a disk and a centre's copy."""

    happened: Counter[str] = field(default_factory=Counter)
    excused: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Counts") -> None:
        """Take another world's counts in."""
        self.happened.update(other.happened)
        self.excused.update(other.excused)

    def line(self) -> str:
        """Return one line for a person."""
        told = ", ".join(f"{name} {count:,}" for name, count in sorted(self.happened.items()))
        rule = ", ".join(f"{name} {count:,}" for name, count in sorted(self.excused.items())) or "0"
        return f"{told}; lost 0, doubled 0, foreign 0, falsely sent 0; excused by rule: {rule}"
