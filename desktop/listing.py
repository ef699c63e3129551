"""The list as the window asks for it: counts beside filters, saved views, acts on a whole result, many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.kinds import Kinds
from desktop.models.query import Query

if TYPE_CHECKING:
    from desktop.models.facets import Counts, Facets
    from desktop.models.views import View
    from desktop.models.whole import Done, Whole

MOST_PRINTED = 5_000


class Listing:
    """What the list page and the grid ask of one book."""

    def __init__(self, book: Book, kinds: Kinds, activities: Activities) -> None:
        self._book, self._kinds, self._activities = book, kinds, activities

    @cached_property
    def _facets(self) -> Facets:
        from desktop.models.facets import Facets

        return Facets(self._book)

    @cached_property
    def _whole(self) -> Whole:
        from desktop.models.whole import Whole

        return Whole(self._book, self._activities)

    def counts(self, query: Query, stopped: Callable[[], bool]) -> Counts | None:
        """Return how many each option of each filter would leave, None when nobody waits any more."""
        return self._facets.counts(query, stopped=stopped)

    def spans(self, query: Query, windows: Sequence[tuple[str, str | None, str | None]]) -> Mapping[str, int]:
        """Return how many lie in each window (code, first day, last day)."""
        return self._facets.spans(query, windows)

    def views(self) -> Sequence[View]:
        """Return the saved views."""
        from desktop.models.views import Views

        return Views(self._book).all()

    def keep_view(self, view: View) -> None:
        """Keep a view under its name. Raises InputError for its name."""
        from desktop.models.views import Views

        Views(self._book).keep(view)

    def drop_view(self, name: str) -> None:
        """Forget a view."""
        from desktop.models.views import Views

        Views(self._book).drop(name)

    def lead_view(self, name: str) -> None:
        """Put a view first: Alt+1."""
        from desktop.models.views import Views

        Views(self._book).arrange([name])

    def targets(self) -> Sequence[tuple[str, str]]:
        """Return the targets of every plan as (how an activity names it, words)."""
        from desktop.models import plans

        return [(f"{plan.code}/{target.code}", f"{target.code}. {target.label}") for plan in plans.of_book(self._book, self._kinds)
                for target in plan.targets]  # fmt: skip

    def set_field(self, query: Query, name: str, value: Any, progress: Callable[[int, int], None],
                  stopped: Callable[[], bool]) -> Done:  # fmt: skip
        """Give a field one value in the whole result."""
        return self._whole.set_field(query, name, value, progress, stopped)

    def bin(self, query: Query, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> Done:
        """Put the whole result into the bin."""
        return self._whole.bin(query, progress, stopped)

    def restore(self, query: Query, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> Done:
        """Bring the whole result back from the bin."""
        return self._whole.restore(query, progress, stopped)

    def save(self, rows: Sequence[tuple[str, Mapping[str, Any]]], progress: Callable[[int, int], None],
             stopped: Callable[[], bool]) -> tuple[Done, set[int]]:  # fmt: skip
        """Save many new activities; return what was done and which rows were saved."""
        return self._whole.save(rows, progress, stopped)

    def uids(self, query: Query) -> Sequence[str]:
        """Return who is in the whole result."""
        return self._whole.uids(query)

    def take_back(self, done: Done, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> Done:
        """Undo a whole act."""
        return self._whole.take_back(done, progress, stopped)

    def export(self, path: Path, query: Query, progress: Callable[[int, int], None] = lambda done, whole: None,
               stopped: Callable[[], bool] = lambda: False) -> int:  # fmt: skip
        """Write the whole result as .xlsx, .csv or .jsonl; return how many, 0 when it was stopped and nothing is written."""
        from desktop.models import exchange

        return exchange.export(path, self._activities, self._kinds, query, progress=progress, stop=stopped)

    def pdf(self, query: Query, asked: str, columns: Sequence[tuple[str, float, str, Callable[[Any], str]]]) -> bytes:
        """Return the list as pages; a column is (heading, share of the width, align, words of a row).

        Raises InputError when it is too long for paper.
        """
        from desktop.printing.listing import listing
        from desktop.printing.tables import Column

        ids = self._activities.ids(query)
        if len(ids) > MOST_PRINTED:
            raise InputError(f"Danh sách in nhiều nhất {MOST_PRINTED} dòng: hãy lọc bớt, hoặc xuất ra tệp bảng tính.")
        rows = [row for at in range(0, len(ids), 500) for row in self._activities.rows(ids[at : at + 500].tolist())]
        cells = [[str(number), *(words(row) for _, _, _, words in columns)] for number, row in enumerate(rows, start=1)]
        heads = [Column("STT", 48, "center"), *(Column(head, share, align) for head, share, align, _ in columns)]
        at = datetime.now().strftime("Lập lúc %H:%M ngày %d/%m/%Y")
        return listing(self._book.office.unit.name, "DANH SÁCH HOẠT ĐỘNG", asked, at, heads, cells)

    def grid(self, kind: str) -> Any:
        """Return what was left in the grid of a kind, None when nothing was."""
        return self._book.setting(f"grid/{kind}")

    def keep_grid(self, kind: str, content: Any) -> None:
        """Keep what is in the grid of a kind, None for nothing; it is no revision and is never sent."""
        if content is not None or self._book.setting(f"grid/{kind}") is not None:
            self._book.set(f"grid/{kind}", content)
