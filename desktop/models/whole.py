"""Acts on the whole result of a question: chunk by chunk, through the same door as one save, and undone as a whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models.activities import Activities, Activity
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.query import Query

CHUNK = 100  # activities a transaction: other windows never wait long for the book
TOLD = 5  # of those that could not be changed, so many are named


@dataclass(frozen=True, slots=True)
class Done:
    """What a whole act did; `changed` are (uid, revision made), `left` (title, why not) of the first few of `refused`."""

    changed: tuple[tuple[str, int], ...]
    refused: int = 0
    left: tuple[tuple[str, str], ...] = ()
    stopped: bool = False


Progress = Callable[[int, int], None]
Stopped = Callable[[], bool]


class Whole:
    """Changes every activity of a result."""

    def __init__(self, book: Book, activities: Activities) -> None:
        self._book, self._activities = book, activities

    def set_field(self, query: Query, name: str, value: Any, progress: Progress, stopped: Stopped) -> Done:
        """Give a field the same value in every activity; a list value is added to what a list holds already."""

        def change(before: Activity) -> Activity | None:
            old = before.values.get(name)
            new = [*old, *(one for one in value if one not in old)] if isinstance(value, list) and old else value
            if new == old:
                return None
            return self._activities.save(before.kind, {**before.values, name: new}, uid=before.uid)

        return self._each(self.uids(query), change, progress, stopped)

    def bin(self, query: Query, progress: Progress, stopped: Stopped) -> Done:
        """Put every activity into the bin."""
        return self._each(self.uids(query), lambda before: self._activities.bin(before.uid), progress, stopped)

    def restore(self, query: Query, progress: Progress, stopped: Stopped) -> Done:
        """Bring every activity of a result of the bin back."""
        return self._each(self.uids(query), lambda before: self._activities.restore(before.uid), progress, stopped)

    def save(self, rows: Sequence[tuple[str, Mapping[str, Any]]], progress: Progress, stopped: Stopped) -> tuple[Done, set[int]]:
        """Save new activities (kind, values); return what was done, and the places of the rows that were saved."""
        changed, left, saved, refused = [], [], set(), 0
        for start in range(0, len(rows), CHUNK):
            if stopped():
                break
            with self._book.tx():
                for at, (kind, values) in enumerate(rows[start : start + CHUNK], start=start):
                    try:
                        made = self._activities.save(kind, values)
                    except InputError as fault:
                        refused += 1
                        left.append((str(values.get("title", "")), fault.sentence))
                        continue
                    changed.append((made.uid, made.revision))
                    saved.add(at)
            progress(min(start + CHUNK, len(rows)), len(rows))
        return Done(tuple(changed), refused, tuple(left[:TOLD]), stopped=stopped()), saved

    def take_back(self, done: Done, progress: Progress, stopped: Stopped) -> Done:
        """Undo a whole act: what was new goes into the bin, what was changed becomes what it was before.

        Activities saved again meanwhile keep that newer state and are told.
        """
        made = dict(done.changed)

        def change(before: Activity) -> Activity | None:
            if before.revision != made[before.uid]:
                raise InputError("Đã được sửa sau đó nên giữ bản mới hơn.")
            return self._activities.bin(before.uid) if before.revision == 1 else self._activities.undo(before.uid)

        return self._each(list(made), change, progress, stopped)

    def uids(self, query: Query) -> list[str]:
        """Return who is meant before anything changes: a change may move an activity out of the result."""
        ids, found = self._activities.ids(query), []
        for start in range(0, len(ids), 500):
            page = ids[start : start + 500].tolist()
            found += [row.uid for row in self._activities.rows(page)]
        return found

    def _each(self, uids: Sequence[str], change: Callable[[Activity], Activity | None], progress: Progress,
              stopped: Stopped) -> Done:  # fmt: skip
        changed: list[tuple[str, int]] = []
        left: list[tuple[str, str]] = []
        refused = 0
        for start in range(0, len(uids), CHUNK):
            if stopped():
                break
            with self._book.tx():
                for uid in uids[start : start + CHUNK]:
                    before = self._activities.get(uid)
                    try:
                        after = change(before)
                    except InputError as fault:
                        refused += 1
                        if len(left) < TOLD:
                            left.append((before.title, fault.sentence))
                        continue
                    if after is not None:
                        changed.append((uid, after.revision))
            progress(min(start + CHUNK, len(uids)), len(uids))
        return Done(tuple(changed), refused, tuple(left), stopped=stopped())
