"""What can go wrong, and whose fault it is.

    AppError                    a fault of the world, told to a person in one Vietnamese sentence
    ├── InputError              what was typed or read is wrong; each problem names its field
    │   └── DeclarationError    a kind, plan, list or design is wrong: file, line, reason
    ├── StoreError              the book cannot be read or written: full, locked, read-only, damaged, too new
    │   ├── Damaged             some of its file cannot be read any more: nothing more is written until it is mended
    │   └── KeyMissing          the key is not on this PC, or does not fit: another slot opens the book
    ├── PrintError              paper cannot be made
    └── SyncError               nothing was confirmed by the centre
        ├── Offline             no way to the centre now; try again later
        ├── Refused             the centre does not accept this device
        ├── Rejected            the other side's bytes are not what the protocol says
        ├── TooOld              this program is older than the centre accepts
        └── TooNew              this program is newer than the centre understands

Anything else that is raised is a bug of ours.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of one field, in words for the person who fills it in; `field` is "" for the whole."""

    field: str
    sentence: str


class AppError(Exception):
    """A foreseeable fault: `sentence` says what happened and what to do, `details` is for the log."""

    def __init__(self, sentence: str, *, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details


class InputError(AppError):
    """Input that a person can correct; `problems` names every wrong field."""

    def __init__(self, sentence: str, *, problems: tuple[Problem, ...] = (), details: str = "") -> None:
        super().__init__(sentence, details=details)
        self.problems = problems


class DeclarationError(InputError):
    """A declaration that is refused, with its file, line (0 when unknown) and reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        where = f"{path.name} dòng {line}" if line else path.name
        super().__init__(f"Khai báo {where} không dùng được: {reason}", details=str(path))
        self.path = path
        self.line = line
        self.reason = reason


class StoreError(AppError):
    """The book cannot be read or written; what was saved before is as it was."""


class Damaged(StoreError):
    """Some of the book's file is not what was written to it."""


class KeyMissing(StoreError):
    """The key of a book is not there or not its key; the book is whole, and a sheet or the centre opens it."""


class PrintError(AppError):
    """A paper could not be made."""


class SyncError(AppError):
    """Nothing was confirmed: what waits goes on waiting. `state` names what stands in the way (sync.states)."""

    state = ""


class Offline(SyncError):
    """The centre cannot be reached now."""


class Refused(SyncError):
    """The centre does not accept this device or this code."""


class Rejected(SyncError):
    """The other side sent bytes that the protocol does not know."""


class TooOld(SyncError):
    """This program speaks an older protocol than the centre accepts."""


class TooNew(SyncError):
    """This program speaks a newer protocol than the centre understands."""
