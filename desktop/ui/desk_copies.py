"""The copies of the book as the window is handed them: shapes and what can be asked (desktop.copying)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol


class CopiesState(NamedTuple):  # a tuple: a dataclass takes a millisecond of the start
    """How the copies are: `last` the newest one that counts, `late` no second place or one without a copy for a week,
    `fault` what went wrong at the last try ("" nothing), `drilled` the last drill (None: never) and whether it went `well`.

    Copies are desktop.models.copies.Copy, the newest first; `room` says how many there are and what room they take.
    """

    copies: Sequence[Any]
    second: Any  # desktop.models.copies.Second or None
    late: bool
    room: str
    fault: str
    last: datetime | None
    drilled: datetime | None
    well: bool
    drill_late: bool
    alone: bool  # the book is older than a week and no second place was chosen


class Copying(Protocol):
    """The copies of the book, going back to one, and the drill (desktop.copying)."""

    def state(self) -> CopiesState: ...
    def brief(self) -> CopiesState: ...
    def make(self, why: str, pause: Callable[[], None] = ...) -> Any: ...
    def bring(self, pause: Callable[[], None] = ...) -> Path | None: ...
    def tidy(self) -> None: ...
    def choose(self, folder: Path | None) -> None: ...
    def look(self, source: Path) -> Any: ...
    def preview(self, source: Path, code: str = "") -> Any: ...
    def ready(self, source: Path, code: str = "") -> Any: ...
    def drill(self, progress: Callable[[int, int], None] = ..., stopped: Callable[[], bool] = ...) -> Any: ...
    def drill_paper(self, report: Any) -> bytes: ...
