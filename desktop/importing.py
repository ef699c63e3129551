"""Importing as the window asks for it; the reader of Excel and the judge are imported at first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.models.activities import Activities
    from desktop.models.book import Book
    from desktop.models.import_store import Imports
    from desktop.models.kinds import Kinds


class Importer:
    """Hands the window the imports of one book (desktop.models.import_store), read when first asked for."""

    def __init__(self, book: Book, kinds: Kinds, activities: Activities) -> None:
        self._book, self._kinds, self._activities = book, kinds, activities

    @cached_property
    def _imports(self) -> Imports:
        from desktop.models.import_store import Imports

        return Imports(self._book, self._kinds, self._activities)

    def save(self, *arguments: Any, **named: Any) -> Any:
        """Save the rows of a table as Imports.save; a copy of the book as it is now is made first."""
        from desktop.copying import Copying

        Copying(self._book).make("import")
        return self._imports.save(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._imports, name)
