"""The health of the book as the window asks for it; what checks and mends is read at first use, never by the start."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.models.book import Book
from desktop.models.kinds import Kinds

if TYPE_CHECKING:
    from desktop.mending import Mending

Told = Callable[[int, int], None]


class Health:
    """One book, open on the thread that asks."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book, self._kinds = book, kinds

    @property
    def damaged(self) -> bool:
        """Whether damage was met since the book was opened: nothing more is written then."""
        return bool(self._book.harm.seen)

    def listen(self, told: Callable[[], None] | None) -> None:
        """Let somebody be told, once and on any thread, when damage is met."""
        self._book.harm.told = told

    def state(self) -> Any:
        """Return how the book was when last looked at (desktop.mending.Health)."""
        return self._service().health()

    def start(self) -> str:
        """Return in words what can be seen at once to be wrong, "" when nothing is."""
        from desktop import audit

        return self._service().start() or audit.at_start(self._book)

    def rest(self) -> bool:
        """Write down how far the book has come; tell whether a check of the whole book is due."""
        service = self._service()
        service.witness()
        return service.due(datetime.now(UTC))

    def check(self, progress: Told = lambda done, whole: None, stopped: Callable[[], bool] = lambda: False) -> Any:
        """Go on with the check of the whole book; None when it was stopped."""
        return self._service().check(progress, stopped)

    def plan(self) -> Any:
        """Return what mending would do (desktop.mending.Plan)."""
        return Folder(self._book.folder).plan()

    def mend(self, plan: Any, progress: Told = lambda done, whole: None) -> list[str] | None:
        """Mend in place and return what was done, or make the fresh book that `settle` puts in place (None)."""
        if plan.way == "in place":
            left = self._service().mend_in_place(plan.found)
            return [left.sentence]
        Folder(self._book.folder).rebuild(progress)
        return None

    def _service(self) -> "Mending":
        from desktop.mending import Mending

        return Mending(self._book, self._kinds)


class Folder:
    """A book that may not open, by its folder; what the window has when there is no desk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def health(self) -> "Folder":
        """Itself: the dialog asks a desk for its health."""
        return self

    def close(self) -> None:
        """Nothing is open."""

    def plan(self) -> Any:
        """Return what mending would do."""
        from desktop import mending

        return mending.plan(self._folder)

    def mend(self, plan: Any, progress: Told = lambda done, whole: None) -> list[str] | None:
        """As Health.mend."""
        if plan.way == "in place":
            from desktop.models.published import kinds_of

            with Book.open(self._folder) as book:
                return Health(book, kinds_of(book)).mend(plan, progress)
        self.rebuild(progress)
        return None

    def rebuild(self, progress: Told) -> None:
        """Make the fresh book beside the damaged one."""
        from desktop import mending

        mending.rebuild(self._folder, progress=progress)

    def settle(self) -> list[str]:
        """Put the mended book in place and return what became of it; nobody may have the book open."""
        from desktop import mending

        return mending.finish(self._folder)

    def undo(self, name: str) -> list[str]:
        """Put a book that was set aside back in place; return in words where the other one lies."""
        from desktop import mending

        now = mending.undo(self._folder, self._folder / "backups" / name)
        return [f"Đã đưa tệp sổ cũ trở lại; sổ vừa thay ra nằm ở backups/{now.name}."]
