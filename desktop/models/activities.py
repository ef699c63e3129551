"""The activities of a book: saved through the rules, listed by id, found, undone, binned."""

import json
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.models.activity import Activity, Choice, Foreign, Received, Row, Torn
from desktop.models.approval import Approvals
from desktop.models.book import Book
from desktop.models.errors import InputError, Problem
from desktop.models.identity import PARENT, revision_id
from desktop.models.journal import Journal, Revision, new_uid, now
from desktop.models.kinds import Kind, Kinds
from desktop.models.merging import Merged, Node, merge
from desktop.models.outbox import Outbox
from desktop.models.query import BITS, Query, day_floor, select
from desktop.models.reviews import LOCKED, Review, Reviews
from desktop.models.search import words_of

__all__ = ["Activities", "Activity", "Choice", "Foreign", "Received", "Row", "Torn"]

TEXTS = ("title", "starts_on", "ends_on", "starts_at", "host", "person", "phone", "campaign",
         "results", "difficulties", "proposals")  # fmt: skip
NUMBERS = ("households", "businesses", "cost_planned", "cost_actual")
JSONS = ("place", "areas", "topics", "audiences", "partners", "basis", "targets", "plan_targets", "integrated",
         "participants", "funding", "photos", "links")  # fmt: skip
COMMON = TEXTS + NUMBERS + JSONS
_PAGE = ("id, uid, kind, title, starts_on, place, people, verdict, binned, revision, conflict IS NOT NULL, review, "
         "areas, campaign, coalesce(cost_actual, cost_planned), updated_at, updated_by, "
         "iif(photos IS NULL, 0, json_array_length(photos)), host")  # fmt: skip
_FACTS = ("uid", "revision", "kind", "family", "verdict", "binned", "created_at", "created_by", "updated_at",
          "updated_by", "people", *COMMON, "particulars", "heads", "conflict", "review")  # fmt: skip
_RID = 32
_INSERT = f"INSERT INTO activities (id, {', '.join(_FACTS)}) VALUES ({', '.join('?' * (len(_FACTS) + 1))})"
_UPDATE = f"UPDATE activities SET id = ?, {', '.join(f'{name} = ?' for name in _FACTS)} WHERE uid = ?"
_STATES = {"waiting": "saved", "sent": "sent", "refused": "refused"}


class Activities:
    """The store of activities of one book, judged by one set of kinds."""

    def __init__(self, book: Book, kinds: Kinds, *, may: Callable[[str], str] = lambda act: "") -> None:
        """`may` says why somebody may not record, edit or bin, "" when they may (desktop.models.accounts)."""
        self._book = book
        self._kinds = kinds
        self._may = may
        self._approvals = Approvals(book)
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
            self._refuse_locked(uid)
            kept = _strangers(before, self._kinds[kind].names) | cleaned
            saved = self._write(uid or new_uid(), kind, kept, before=before)
            if draft is not None:
                self._book.connection.execute("DELETE FROM drafts WHERE key = ?", (draft,))
        return saved

    def save_many(self, entries: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Activity]:
        """Save new activities (kind, values), all of them or none, each as a revision of its own.

        Raises InputError that names the first wrong entry (from 1), StoreError when the disk refuses.
        """
        cleaned = []
        for place, (kind, values) in enumerate(entries, start=1):
            try:
                cleaned.append((kind, self._kinds.clean(kind, values)))
            except InputError as fault:
                raise InputError(f"Dòng {place}: {fault.sentence}", problems=fault.problems) from None
        with self._book.tx():
            return [self._write(new_uid(), kind, values, before=None) for kind, values in cleaned]

    def get(self, uid: str) -> Activity:
        """Return an activity. Raises InputError when the book has none of that id."""
        rows = self._book.query(f"SELECT {', '.join(_FACTS)} FROM activities WHERE uid = ?", (uid,))
        if not rows:
            raise InputError(f"Không có hoạt động «{uid[:40]}» trong sổ: hãy tìm lại trong danh sách.")
        found = _activity(rows[0])
        waits = found.state == "saved" and self._approvals.pending([uid])
        return replace(found, state="pending") if waits else found

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
        return self._go_back(uid, history[-2])

    def revert(self, uid: str, revision: int, *, seq: int | None = None) -> Activity:
        """Make an earlier revision the newest one; `seq` tells which, where two PCs wrote one of the same number."""
        return self._go_back(uid, self._journal.at_revision(uid, revision) if seq is None else self._journal.at(seq))

    def history(self, uid: str) -> list[Revision]:
        """Return every revision of an activity in the order in which this book came to them."""
        return self._journal.of(self.get(uid).uid)

    def receive(self, revisions: Sequence[Foreign]) -> Received:
        """Take in revisions of other PCs of the office, or own ones that a restored book has lost.

        Those the journal has are passed over. What is declared `local` keeps the value it has on this PC.
        """
        here = self._journal.have([one.rid for one in revisions])
        fresh = {one.rid: one for one in revisions if one.rid not in here}
        with self._book.tx():
            for one in fresh.values():
                self._journal.append(
                    one.uid, one.revision, one.kind, one.values, version=one.version, by="", device=one.pc,
                    incarnation=one.incarnation, parents=one.parents, rid=one.rid, at=one.at, binned=one.binned)  # fmt: skip
            uids = dict.fromkeys(one.uid for one in fresh.values())
            torn = sum(self._gather(uid) for uid in uids)
        return Received(len(fresh), torn)

    def adopt(self) -> int:
        """Show activities that came before this program knew their kind; return how many."""
        rows = self._book.query("SELECT DISTINCT uid FROM journal WHERE uid NOT IN (SELECT uid FROM activities)")
        with self._book.tx():
            for (uid,) in rows:
                self._gather(uid)
        found = self._book.query("SELECT count(DISTINCT uid) FROM journal WHERE uid NOT IN (SELECT uid FROM activities)")
        return len(rows) - int(found[0][0])

    def conflicts(self, uid: str) -> tuple[Torn, ...]:
        """Return the fields of an activity that two PCs wrote differently and nobody has chosen between."""
        rows = self._book.query("SELECT conflict FROM activities WHERE uid = ? AND conflict IS NOT NULL", (uid,))
        if not rows:
            return ()
        written = {one.rid.hex(): one for one in self._journal.of(uid)}
        return tuple(
            Torn(field, tuple(Choice(value, written[rid].at, written[rid].device, bytes.fromhex(rid))
                              for rid, value in choices))
            for field, choices in json.loads(rows[0][0])
        )  # fmt: skip

    def review(self, uid: str) -> Review | None:
        """Return what the centre last said of an activity."""
        return Reviews(self._book).of(uid)

    def reason(self, uid: str) -> tuple[Problem, ...]:
        """Return why the centre refused the newest revision, empty when it did not."""
        rows = self._book.query(
            "SELECT problems FROM receipts WHERE verdict = 'refused' AND seq = "
            "(SELECT seq FROM journal WHERE uid = ? ORDER BY revision DESC, seq DESC LIMIT 1)", (uid,))  # fmt: skip
        return tuple(Problem(*pair) for pair in json.loads(rows[0][0])) if rows else ()

    def ids(self, query: Query, *, stopped: Callable[[], bool] = lambda: False) -> "array[int]":
        """Return the ids of the whole result, newest day first; 8 bytes an activity. Ends early once `stopped` says so."""
        sql, parameters = select(query, "activities.id")
        found = array("q")
        cursor = self._book.connection.execute(sql, parameters)
        while rows := cursor.fetchmany(10_000):
            found.extend(row[0] for row in rows)
            if stopped():
                break
        return found

    def first(self, query: Query, limit: int = 200) -> list[int]:
        """Return the ids of the first lines of the result, at once."""
        sql, parameters = select(query, "activities.id", limit=limit)
        return [row[0] for row in self._book.query(sql, parameters)]

    def key(self, uid: str) -> int | None:
        """Return the id under which the list knows an activity, None when the book has it not."""
        rows = self._book.query("SELECT id FROM activities WHERE uid = ?", (uid,))
        return int(rows[0][0]) if rows else None

    def count(self, query: Query) -> int:
        """Return how many activities the result has."""
        sql, parameters = select(query, "activities.id")
        return int(self._book.query(f"SELECT count(*) FROM ({sql})", parameters)[0][0])

    def rows(self, ids: list[int]) -> list[Row]:
        """Return the lines of these ids in their order; an id that is gone is left out."""
        marks = ",".join("?" * len(ids))
        found = {row[0]: _row(row) for row in
                 self._book.query(f"SELECT {_PAGE} FROM activities WHERE id IN ({marks})", tuple(ids))}  # fmt: skip
        saved = [row.uid for row in found.values() if row.state == "saved"]
        pending = self._approvals.pending(saved) if saved else set()
        found = {key: replace(row, state="pending") if row.uid in pending else row for key, row in found.items()}
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

    def last(self, kind: str) -> Activity | None:
        """Return the activity of a kind that was saved last, else the one of the newest day; None when there is none."""
        rows = self._book.query(
            "SELECT activities.uid FROM (SELECT uid, seq FROM journal ORDER BY seq DESC LIMIT 500) AS late "
            "JOIN activities USING (uid) WHERE kind = ? AND binned = 0 ORDER BY late.seq DESC LIMIT 1", (kind,))  # fmt: skip
        rows = rows or self._book.query(
            "SELECT uid FROM activities WHERE kind = ? AND binned = 0 ORDER BY id DESC LIMIT 1", (kind,))  # fmt: skip
        return self.get(rows[0][0]) if rows else None

    def _again(self, uid: str, *, binned: bool) -> Activity:
        with self._book.tx():
            self._refuse_locked(uid)
            before = self.get(uid)
            return self._write(uid, before.kind, before.values, before=before, binned=binned)

    def _go_back(self, uid: str, earlier: Revision) -> Activity:
        with self._book.tx():
            self._refuse_locked(uid)
            before = self.get(uid)
            values = dict(earlier.values)
            if earlier.device != self._office.device:  # what is local never came with it
                values |= {name: value for name, value in before.values.items() if name in self._local(earlier.kind)}
            return self._write(uid, earlier.kind, values, before=before, binned=earlier.binned)

    def _refuse_locked(self, uid: str | None) -> None:
        rows = self._book.query("SELECT 1 FROM activities WHERE uid = ? AND review = ?", (uid or "", LOCKED))
        if rows:
            raise InputError("Hoạt động này đã được trung tâm khóa: hãy đề nghị trung tâm mở khóa nếu cần sửa.")

    def _write(self, uid: str, kind: str, values: Mapping[str, Any], *,
               before: Activity | None, binned: bool = False) -> Activity:  # fmt: skip
        refused = self._may("record" if before is None else "bin" if binned or before.state == "binned" else "edit")
        if refused:
            raise InputError(refused)
        self._book.refuse_standing()
        revision = before.revision + 1 if before else 1
        office = self._book.setting("office")
        by, at = str(office.get("person", "")), now()  # who sits at the desk now, not who sat there at the start
        parents = tuple(rid[:PARENT] for rid in before.heads) if before else ()
        rid = revision_id(uid, revision, parents, kind, at, binned, self._kinds.outgoing(kind, values))
        entry = self._journal.append(
            uid, revision, kind, values, version=self._kinds.known(kind).version, by=by, device=self._office.device,
            incarnation=office["incarnation"], parents=parents, rid=rid, at=at, binned=binned)  # fmt: skip
        created = (before.created_at, before.created_by) if before else (entry.at, by)
        activity = Activity(uid, revision, kind, dict(values), "binned" if binned else "saved",
                            *created, entry.at, by, (rid,))  # fmt: skip
        self.put(activity, binned=binned, verdict="waiting")
        return activity

    def _gather(self, uid: str) -> bool:
        """Make the row of an activity what all its revisions say; tell whether it is torn."""
        history = self._journal.of(uid)
        merged = merge([self._node(one) for one in history])
        if merged.kind not in self._kinds:
            return False  # in the journal until this program knows the kind
        rows = self._book.query("SELECT uid FROM activities WHERE uid = ?", (uid,))
        before = self.get(uid) if rows else None
        values = dict(merged.values)
        if before:
            values |= {name: value for name, value in before.values.items() if name in self._local(merged.kind)}
        first, last = history[0], max(history, key=lambda one: (one.revision, one.seq))
        activity = Activity(uid, merged.revision, merged.kind, values, "", first.at, first.by, last.at, last.by,
                            merged.heads)  # fmt: skip
        verdict = Outbox(self._book).verdict(b"".join(merged.heads))
        self.put(activity, binned=merged.binned, verdict=verdict, conflict=conflict_text(merged))
        return bool(merged.conflicts)

    def _node(self, one: Revision) -> Node:
        local = self._local(one.kind)
        values = {name: value for name, value in one.values.items() if name not in local}
        return Node(one.rid, one.parents, one.revision, one.kind, one.version, one.at, one.binned, values)

    def _local(self, kind: str) -> frozenset[str]:
        fields = self._kinds[kind].fields if kind in self._kinds else ()
        return frozenset(field.name for field in fields if field.local)

    def put(self, activity: Activity, *, binned: bool, verdict: str, conflict: str | None = None) -> None:
        """Write the row and the words of an activity, inside `tx()` beside the revision it stands for or after it."""
        execute = self._book.connection.execute
        kind = self._kinds[activity.kind]
        heads = b"".join(activity.heads)
        old = self._book.query("SELECT id, EXISTS (SELECT 1 FROM reviews WHERE reviews.uid = activities.uid) "
                               "FROM activities WHERE uid = ?", (activity.uid,))  # fmt: skip
        place = self._place(activity.values.get("starts_on"), old[0][0] if old else None)
        reviewed = old[0][1] if old else activity.revision > 1 or not activity.updated_by
        review = Reviews(self._book).standing(activity.uid, heads) if reviewed else None
        facts = _facts(activity, kind.family, binned=binned, verdict=verdict, conflict=conflict, review=review)
        words = words_kept(kind, activity.values)
        if old:
            # To take words out of the index costs milliseconds, and most revisions (the bin, a number) change none.
            kept = self._book.query("SELECT words FROM search WHERE rowid = ?", (old[0][0],))
            execute(_UPDATE, (place, *facts, activity.uid))
            if place == old[0][0] and kept == [(words,)]:
                return
            execute("DELETE FROM search WHERE rowid = ?", (old[0][0],))
        else:
            execute(_INSERT, (place, *facts))
        execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (place, words))

    def _place(self, day: str | None, old: int | None) -> int:
        try:
            floor = day_floor(day)
        except (ValueError, TypeError):  # a revision from elsewhere that the centre refused
            floor = day_floor(None)
        if old is not None and floor <= old < floor + (1 << BITS):
            return old
        last = self._book.query("SELECT max(id) FROM activities WHERE id >= ? AND id < ?", (floor, floor + (1 << BITS)))
        return max(floor, last[0][0] or floor) + 1


def _strangers(before: Activity | None, names: frozenset[str]) -> dict[str, Any]:
    """Return the values a newer declaration brought, which this one does not know but must not lose."""
    return {name: value for name, value in before.values.items() if name not in names} if before else {}


def conflict_text(merged: Merged) -> str | None:
    """Return what the row of an activity keeps of fields nobody chose between."""
    told = [[one.field, [[rid.hex(), value] for rid, value in one.choices]] for one in merged.conflicts]
    return json.dumps(told, ensure_ascii=False) if told else None


def words_kept(kind: Kind, values: Mapping[str, Any]) -> str:
    """Return the words of the search index for these values, right or wrong ones."""
    try:
        return words_of(kind, values)
    except (TypeError, ValueError, KeyError, AttributeError):  # as above: found by its name at least
        return words_of(kind, {"title": str(values.get("title", ""))})


def _facts(activity: Activity, family: str, *, binned: bool, verdict: str, conflict: str | None,
           review: str | None) -> tuple[Any, ...]:  # fmt: skip
    values = activity.values
    people = values.get("participants")
    total = people.get("total") if isinstance(people, dict) else None
    particulars = {name: value for name, value in values.items() if name not in COMMON}
    row = {name: values.get(name) for name in TEXTS + NUMBERS}
    row |= {name: _json(values.get(name)) for name in JSONS}
    row |= {"uid": activity.uid, "revision": activity.revision, "kind": activity.kind, "family": family,
            "verdict": verdict, "binned": int(binned), "created_at": activity.created_at,
            "created_by": activity.created_by, "updated_at": activity.updated_at,
            "updated_by": activity.updated_by, "people": total, "particulars": _json(particulars),
            "title": values.get("title", ""), "heads": b"".join(activity.heads), "conflict": conflict,
            "review": review}  # fmt: skip
    return tuple(row[name] for name in _FACTS)


def _state(*, binned: bool, conflict: bool, verdict: str, review: str | None) -> str:
    if binned:
        return "binned"
    if conflict:
        return "conflict"
    if verdict == "refused":
        return "refused"
    return review if review and (review in {"returned", LOCKED} or verdict == "sent") else _STATES[verdict]


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _activity(row: tuple[Any, ...]) -> Activity:
    facts = dict(zip(_FACTS, row, strict=True))
    values = {name: facts[name] for name in TEXTS + NUMBERS if facts[name] is not None}
    values |= {name: json.loads(facts[name]) for name in JSONS if facts[name] is not None}
    values |= json.loads(facts["particulars"])
    state = _state(binned=facts["binned"], conflict=facts["conflict"] is not None, verdict=facts["verdict"],
                   review=facts["review"])  # fmt: skip
    heads = tuple(facts["heads"][at : at + _RID] for at in range(0, len(facts["heads"]), _RID))
    return Activity(facts["uid"], facts["revision"], facts["kind"], values, state, facts["created_at"],
                    facts["created_by"], facts["updated_at"], facts["updated_by"], heads)  # fmt: skip


def _row(row: tuple[Any, ...]) -> Row:
    key, uid, kind, title, starts_on, place, people, verdict, binned, revision, torn, review, *rest = row
    areas, campaign, cost, changed, by, photos, host = rest
    where = json.loads(place).get("name", "") if place else ""
    state = _state(binned=binned, conflict=torn, verdict=verdict, review=review)
    return Row(key, uid, kind, title, starts_on or "", where, people, state, revision,
               json.loads(areas) if areas else "", campaign or "", cost, changed, by, photos, host or "")  # fmt: skip
