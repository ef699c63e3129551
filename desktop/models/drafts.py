"""What was typed but not saved yet: kept beside the journal, so that a crash costs at most two seconds of typing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.models.book import Book
from desktop.models.journal import now


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was left: raw editor values, of a new activity or of the one with `uid`."""

    key: str
    kind: str
    uid: str | None
    values: Mapping[str, Any]
    at: str


class Drafts:
    """The drafts of one book; keeping one makes no revision and is never sent."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def keep(self, key: str, kind: str, values: Mapping[str, Any], *, uid: str | None = None) -> None:
        """Keep the state of a form under its key, in place of what was there."""
        self.put(Draft(key, kind, uid, values, now()))

    def put(self, draft: Draft) -> None:
        """Keep a draft as it is, with the moment it was typed."""
        content = json.dumps(dict(draft.values), ensure_ascii=False)
        with self._book.tx() as db:
            db.execute("INSERT OR REPLACE INTO drafts (key, kind, uid, content, at) VALUES (?, ?, ?, ?, ?)",
                       [draft.key, draft.kind, draft.uid, content, draft.at])  # fmt: skip

    def get(self, key: str) -> Draft | None:
        """Return the draft of a key, None when there is none."""
        return next(iter(self._select("WHERE key = ?", (key,))), None)

    def all(self) -> list[Draft]:
        """Return every draft, the newest first."""
        return self._select("ORDER BY at DESC", ())

    def drop(self, key: str) -> None:
        """Throw a draft away."""
        with self._book.tx() as db:
            db.execute("DELETE FROM drafts WHERE key = ?", [key])

    def _select(self, tail: str, parameters: tuple[Any, ...]) -> list[Draft]:
        rows = self._book.query(f"SELECT key, kind, uid, content, at FROM drafts {tail}", parameters)
        return [Draft(key, kind, uid, json.loads(content), at) for key, kind, uid, content, at in rows]
