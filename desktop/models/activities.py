"""The activities of a book: saved through the rules, listed by id, found, undone, binned."""

import json
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.models.book import Book
from desktop.models.errors import InputError, Problem
from desktop.models.journal import Journal, Revision, new_uid
from desktop.models.kinds import Kinds
from desktop.models.query import BITS, Query, day_floor, select
from desktop.models.search import words_of

TEXTS = ("title", "starts_on", "ends_on", "starts_at", "host", "person", "phone", "campaign",
         "results", "difficulties", "proposals")  # fmt: skip
NUMBERS = ("households", "businesses", "cost_planned", "cost_actual")
JSONS = ("place", "areas", "topics", "audiences", "partners", "basis", "targets", "integrated",
         "participants", "funding", "photos", "links")  # fmt: skip
COMMON = TEXTS + NUMBERS + JSONS
_PAGE = "id, uid, kind, title, starts_on, place, people, verdict, binned, revision"
_FACTS = ("uid", "revision", "kind", "family", "verdict", "binned", "created_at", "created_by", "updated_at",
          "updated_by", "people", *COMMON, "particulars")  # fmt: skip
_INSERT = f"INSERT INTO activities (id, {', '.join(_FACTS)}) VALUES ({', '.join('?' * (len(_FACTS) + 1))})"
_UPDATE = f"UPDATE activities SET id = ?, {', '.join(f'{name} = ?' for name in _FACTS)} WHERE uid = ?"
_STATES = {"waiting": "saved", "sent": "sent", "refused": "refused"}


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity as it stands. `state`: "saved" (not confirmed by the centre), "sent", "refused" or "binned"."""

    uid: str
    revision: int
    kind: str
    values: Mapping[str, Any]
    state: str
    created_at: str
    created_by: str
    updated_at: str
    updated_by: str

    @property
    def title(self) -> str:
        """The name of the activity."""
        return str(self.values.get("title", ""))

    @property
    def starts_on(self) -> str:
        """The first day, ISO, "" when there is none."""
        return str(self.values.get("starts_on", ""))


@dataclass(frozen=True, slots=True)
class Row:
    """What a line of the list shows."""

    id: int
    uid: str
    kind: str
    title: str
    starts_on: str
    place: str
    people: int | None
    state: str
    revision: int


class Activities:
    """The store of activities of one book, judged by one set of kinds."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book = book
        self._kinds = kinds
        self._journal = Journal(book)
        self._office = book.office

    def save(self, kind: str, values: Mapping[str, Any], *, uid: str | None = None, draft: str | None = None,
             base: int | None = None) -> Activity:  # fmt: skip
        """Save a new activity, or with `uid` the next revision of one; the draft of that key goes with it.

        `base` is the revision the person was looking at: when another window saved meanwhile, nothing is
        overwritten. Raises InputError with every wrong field, StoreError when the disk refuses.
        """
        cleaned = self._kinds.clean(kind, values)
        with self._book.tx():
            before = self.get(uid) if uid else None
            if before and base is not None and before.revision != base:
                raise InputError("Hoạt động này vừa được sửa ở cửa sổ khác: hãy mở lại để xem bản mới rồi sửa tiếp.")
            kept = _strangers(before, self._kinds[kind].names) | cleaned
            saved = self._write(uid or new_uid(), kind, kept, before=before)
            if draft is not None:
                self._book.connection.execute("DELETE FROM drafts WHERE key = ?", (draft,))
        return saved

    def get(self, uid: str) -> Activity:
        """Return an activity. Raises InputError when the book has none of that id."""
        rows = self._book.query(f"SELECT {', '.join(_FACTS)} FROM activities WHERE uid = ?", (uid,))
        if not rows:
            raise InputError(f"Không có hoạt động «{uid[:40]}» trong sổ: hãy tìm lại trong danh sách.")
        return _activity(rows[0])

    def bin(self, uid: str) -> Activity:
        """Put an activity into the bin; its history stays and it can be brought back."""
        return self._again(uid, binned=True)

    def restore(self, uid: str) -> Activity:
        """Bring an activity back from the bin."""
        return self._again(uid, binned=False)

    def undo(self, uid: str) -> Activity:
        """Undo the last save: the state before it becomes the newest revision, so an undo can be undone.

        Raises InputError when there is only one revision.
        """
        history = self._journal.of(uid)
        if len(history) < 2:
            raise InputError("Hoạt động này mới được lưu một lần, không có lần trước để trở lại.")
        return self.revert(uid, history[-2].revision)

    def revert(self, uid: str, revision: int) -> Activity:
        """Make an earlier revision the newest one."""
        with self._book.tx():
            earlier = self._journal.at_revision(uid, revision)
            return self._write(uid, earlier.kind, earlier.values, before=self.get(uid), binned=earlier.binned)

    def history(self, uid: str) -> list[Revision]:
        """Return every revision of an activity, oldest first."""
        return self._journal.of(self.get(uid).uid)

    def reason(self, uid: str) -> tuple[Problem, ...]:
        """Return why the centre refused the newest revision, empty when it did not."""
        rows = self._book.query(
            "SELECT problems FROM receipts WHERE verdict = 'refused' AND seq = "
            "(SELECT seq FROM journal WHERE uid = ? ORDER BY revision DESC LIMIT 1)", (uid,))  # fmt: skip
        return tuple(Problem(*pair) for pair in json.loads(rows[0][0])) if rows else ()

    def ids(self, query: Query) -> "array[int]":
        """Return the ids of the whole result, newest day first; 8 bytes an activity."""
        sql, parameters = select(query, "activities.id")
        found = array("q")
        cursor = self._book.connection.execute(sql, parameters)
        while rows := cursor.fetchmany(20_000):
            found.extend(row[0] for row in rows)
        return found

    def first(self, query: Query, limit: int = 200) -> list[int]:
        """Return the ids of the first lines of the result, at once."""
        sql, parameters = select(query, "activities.id", limit=limit)
        return [row[0] for row in self._book.query(sql, parameters)]

    def count(self, query: Query) -> int:
        """Return how many activities the result has."""
        sql, parameters = select(query, "activities.id")
        return int(self._book.query(f"SELECT count(*) FROM ({sql})", parameters)[0][0])

    def rows(self, ids: list[int]) -> list[Row]:
        """Return the lines of these ids in their order; an id that is gone is left out."""
        marks = ",".join("?" * len(ids))
        found = {row[0]: _row(row) for row in
                 self._book.query(f"SELECT {_PAGE} FROM activities WHERE id IN ({marks})", tuple(ids))}  # fmt: skip
        return [found[key] for key in ids if key in found]

    def iterate(self, query: Query) -> Iterator[Activity]:
        """Yield the activities of a result, read page by page."""
        ids = self.ids(query)
        columns = ", ".join(_FACTS)
        for start in range(0, len(ids), 500):
            page = ids[start : start + 500].tolist()
            sql = f"SELECT id, {columns} FROM activities WHERE id IN ({','.join('?' * len(page))})"
            found = {row[0]: row[1:] for row in self._book.query(sql, tuple(page))}
            yield from (_activity(found[key]) for key in page if key in found)

    def titles(self, kind: str, limit: int = 500) -> list[str]:
        """Return the names of entries of one kind, newest first: what a field with `suggest` offers."""
        sql = "SELECT DISTINCT title FROM activities WHERE kind = ? AND binned = 0 ORDER BY id DESC LIMIT ?"
        return [row[0] for row in self._book.query(sql, (kind, limit))]

    def _again(self, uid: str, *, binned: bool) -> Activity:
        with self._book.tx():
            before = self.get(uid)
            return self._write(uid, before.kind, before.values, before=before, binned=binned)

    def _write(self, uid: str, kind: str, values: Mapping[str, Any], *,
               before: Activity | None, binned: bool = False) -> Activity:  # fmt: skip
        revision = before.revision + 1 if before else 1
        by = self._office.person
        entry = self._journal.append(uid, revision, kind, values, version=self._kinds.known(kind).version,
                                     by=by, device=self._office.device, binned=binned)  # fmt: skip
        created = (before.created_at, before.created_by) if before else (entry.at, by)
        activity = Activity(uid, revision, kind, dict(values), "binned" if binned else "saved",
                            *created, entry.at, by)  # fmt: skip
        self._store(activity, binned=binned)
        return activity

    def _store(self, activity: Activity, *, binned: bool) -> None:
        execute = self._book.connection.execute
        kind = self._kinds[activity.kind]
        old = self._book.query("SELECT id FROM activities WHERE uid = ?", (activity.uid,))
        place = self._place(activity.values.get("starts_on"), old[0][0] if old else None)
        facts = _facts(activity, kind.family, binned=binned)
        if old:
            execute("DELETE FROM search WHERE rowid = ?", old[0])
            execute(_UPDATE, (place, *facts, activity.uid))
        else:
            execute(_INSERT, (place, *facts))
        execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (place, words_of(kind, activity.values)))

    def _place(self, day: str | None, old: int | None) -> int:
        floor = day_floor(day)
        if old is not None and floor <= old < floor + (1 << BITS):
            return old
        last = self._book.query("SELECT max(id) FROM activities WHERE id >= ? AND id < ?", (floor, floor + (1 << BITS)))
        return max(floor, last[0][0] or floor) + 1


def _strangers(before: Activity | None, names: frozenset[str]) -> dict[str, Any]:
    """Return the values a newer declaration brought, which this one does not know but must not lose."""
    return {name: value for name, value in before.values.items() if name not in names} if before else {}


def _facts(activity: Activity, family: str, *, binned: bool) -> tuple[Any, ...]:
    values = activity.values
    people = values.get("participants") or {}
    particulars = {name: value for name, value in values.items() if name not in COMMON}
    row = {name: values.get(name) for name in TEXTS + NUMBERS}
    row |= {name: _json(values.get(name)) for name in JSONS}
    row |= {"uid": activity.uid, "revision": activity.revision, "kind": activity.kind, "family": family,
            "verdict": "waiting", "binned": int(binned), "created_at": activity.created_at,
            "created_by": activity.created_by, "updated_at": activity.updated_at,
            "updated_by": activity.updated_by, "people": people.get("total"), "particulars": _json(particulars),
            "title": values.get("title", "")}  # fmt: skip
    return tuple(row[name] for name in _FACTS)


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _activity(row: tuple[Any, ...]) -> Activity:
    facts = dict(zip(_FACTS, row, strict=True))
    values = {name: facts[name] for name in TEXTS + NUMBERS if facts[name] is not None}
    values |= {name: json.loads(facts[name]) for name in JSONS if facts[name] is not None}
    values |= json.loads(facts["particulars"])
    state = "binned" if facts["binned"] else _STATES[facts["verdict"]]
    return Activity(facts["uid"], facts["revision"], facts["kind"], values, state, facts["created_at"],
                    facts["created_by"], facts["updated_at"], facts["updated_by"])  # fmt: skip


def _row(row: tuple[Any, ...]) -> Row:
    key, uid, kind, title, starts_on, place, people, verdict, binned, revision = row
    where = json.loads(place).get("name", "") if place else ""
    state = "binned" if binned else _STATES[verdict]
    return Row(key, uid, kind, title, starts_on or "", where, people, state, revision)
