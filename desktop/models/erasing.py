"""Erasing: one person everywhere, or what is older than a day; whole or not at all, with a receipt of counts.

A field that never leaves this PC is emptied in every save of the journal, the newest one too: what the centre was sent
stays what it was, so nothing is sent again and what is locked or under review is no hindrance. A text that was sent is
saved anew without the name, and the older saves are redacted; one that still waits to be sent has to stay until it is.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.models import erasures
from desktop.models.activities import Activities
from desktop.models.attendees import Attendees
from desktop.models.book import Book
from desktop.models.errors import InputError, StoreError
from desktop.models.journal import Journal
from desktop.models.kinds import Kinds
from desktop.models.person_match import Wanted
from desktop.models.person_places import CUT, GOES, KEPT, PAIRS, Found, Place
from desktop.models.person_search import local_fields

AT_ONCE = 200  # activities in one transaction of a purge
_COUNTED = {"drafts": "drafts", "papers": "papers", "reports": "reports"}
WAITS = "Còn lần lưu chờ gửi về trung tâm nên chưa bỏ tên trong lịch sử được: hãy gửi xong rồi xóa lại lần nữa."
_REASONS = {"person": "Theo yêu cầu của chủ thể dữ liệu", "purge": "Hết thời gian cần giữ"}


@dataclass(frozen=True, slots=True)
class Older:
    """What a purge would take: activities with local fields, their saves, and lists, all of activities before a day."""

    before: str
    activities: int
    revisions: int
    lists: int
    attendees: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take."""
        return not (self.activities or self.lists)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: its receipt, and in words why some of it could not be done yet."""

    receipt: erasures.Receipt
    left: tuple[str, ...] = ()


class Erasing:
    """Takes people's data out of one book."""

    def __init__(self, book: Book, kinds: Kinds, activities: Activities) -> None:
        self._book, self._kinds, self._activities = book, kinds, activities
        self._journal = Journal(book)

    # One person

    def erase(self, found: Found, *, leave: Collection[Place] = ()) -> Erased:
        """Take out of the book what was found of a person, but for the places of a namesake in `leave`."""
        kept_uids = {one.uid for one in leave if one.uid and one.table != "attendees"}
        chosen = [one for one in found.places if one not in leave]
        counts: dict[str, int] = {}
        left: list[str] = []
        with self._book.tx():
            for uid, seqs in found.revisions.items():
                if uid not in kept_uids:
                    self._one(uid, seqs, found.wanted, counts, left)
            for one in chosen:
                if one.what == GOES:
                    self._attendee(one, counts)
                elif one.what == CUT and one.table != "activities":
                    self._cut(one, found.wanted, counts)
            counts["kept"] = sum(one.count for one in chosen if one.what == KEPT)
            receipt = erasures.note(self._book, "person", counts)
        erasures.settle(self._book)
        return Erased(receipt, tuple(dict.fromkeys(left)))

    def _one(self, uid: str, seqs: Sequence[int], person: Wanted, counts: dict[str, int], left: list[str]) -> None:
        rows = self._book.query("SELECT kind, binned, verdict, conflict FROM activities WHERE uid = ?", (uid,))
        if rows:
            self._newest(uid, rows[0], person, counts, left)
        before = counts.get("waiting", 0)
        self._redact({seq: self._without(seq, person) for seq in seqs}, "person", counts)
        if counts.get("waiting", 0) > before:
            left.append(WAITS)

    def _newest(self, uid: str, row: tuple[Any, ...], person: Wanted, counts: dict[str, int], left: list[str]) -> None:
        """Empty what is local and save anew what is not."""
        kind, _, _, conflict = row
        own = local_fields(self._kinds, kind)
        activity = self._activities.get(uid)
        gone = {name for name in own if person.in_value(activity.values.get(name))}
        gone |= {PAIRS[name] for name in gone if PAIRS.get(name) in own and activity.values.get(PAIRS[name])}
        if gone:
            counts["fields"] = counts.get("fields", 0) + len(gone)
            self._put(uid, {name: value for name, value in activity.values.items() if name not in gone},
                      conflict and person.cut(conflict))  # fmt: skip
        told = {name: value for name, value in activity.values.items() if name not in own and person.in_value(value)}
        if not told:
            return
        values = {name: value for name, value in activity.values.items() if name not in gone}
        try:
            self._activities.save(kind, values | {name: person.cut_value(value) for name, value in told.items()}, uid=uid)
            counts["words"] = counts.get("words", 0) + len(told)
        except InputError as refused:
            counts["waiting"] = counts.get("waiting", 0) + 1
            left.append(f"«{activity.title}» chưa bỏ tên khỏi nội dung được: {refused.sentence}")

    def _without(self, seq: int, person: Wanted) -> dict[str, Any]:
        """Return the values of a save without a person."""
        one = self._journal.at(seq)
        own = local_fields(self._kinds, one.kind)
        gone = {name for name in own if person.in_value(one.values.get(name))}
        gone |= {PAIRS[name] for name in gone if name in PAIRS}
        return {name: person.cut_value(value) for name, value in one.values.items() if name not in gone}

    def _attendee(self, place: Place, counts: dict[str, int]) -> None:
        execute = self._book.connection.execute
        done = execute("DELETE FROM attendees WHERE uid = ? AND n = ?", place.key).rowcount
        counts["attendees"] = counts.get("attendees", 0) + done
        gone = execute("DELETE FROM attendee_lists WHERE uid = ? AND uid NOT IN (SELECT uid FROM attendees)", (place.uid,)).rowcount
        counts["lists"] = counts.get("lists", 0) + gone

    def _cut(self, place: Place, person: Wanted, counts: dict[str, int]) -> None:
        name, *key = place.key
        keys = [one for one, at in sorted(self._book.query(f"SELECT name, pk FROM pragma_table_info('{place.table}')"),
                                          key=lambda one: one[1]) if at]  # fmt: skip
        where = " AND ".join(f"{one} = ?" for one in keys)
        rows = self._book.query(f"SELECT {name} FROM {place.table} WHERE {where}", tuple(key))
        if rows:
            self._book.connection.execute(f"UPDATE {place.table} SET {name} = ? WHERE {where}", (_cut(rows[0][0], person), *key))
            which = _COUNTED.get(place.table, "other")
            counts[which] = counts.get(which, 0) + 1

    # What is old

    def older(self, before: date) -> Older:
        """Return what a purge of everything before a day would take."""
        names = sorted({one.name for kind in self._kinds.values() for one in kind.fields if one.local})
        like = " OR ".join(f"json_type(change, '$.values.{name}') IS NOT NULL" for name in names)
        activities, revisions = self._book.query(
            f"SELECT count(DISTINCT uid), count(*) FROM journal WHERE uid IN ({_BEFORE}) AND ({like})", (before.isoformat(),))[0]
        lists = Attendees(self._book).older(before)
        return Older(before.isoformat(), activities, revisions, len(lists), sum(one.count for one in lists))

    def purge(self, before: date, progress: Callable[[int, int], None] = lambda done, whole: None,
              stopped: Callable[[], bool] = lambda: False) -> Erased:  # fmt: skip
        """Empty the local fields of all activities before a day, in every save, and delete their lists.

        Whole transactions of some hundred activities: what is done when it is stopped is done, and has its receipt.
        """
        uids = [uid for (uid,) in self._book.query(_BEFORE, (before.isoformat(),))]
        counts: dict[str, int] = {}
        for start in range(0, len(uids), AT_ONCE):
            some = uids[start : start + AT_ONCE]
            with self._book.tx(), erasures.in_bulk(self._book):
                self._empty(some, counts)
            progress(min(start + AT_ONCE, len(uids)), len(uids))
            if stopped():
                break
        with self._book.tx():
            if not stopped():
                gone = Attendees(self._book).erase([one.uid for one in Attendees(self._book).older(before)])
                counts |= {name: counts.get(name, 0) + count for name, count in gone.items()}
            receipt = erasures.note(self._book, "purge", counts)
        erasures.settle(self._book)
        return Erased(receipt)

    def _empty(self, uids: Sequence[str], counts: dict[str, int]) -> None:
        marks = ",".join("?" * len(uids))
        for uid, kind in self._book.query(f"SELECT uid, kind FROM activities WHERE uid IN ({marks}) ORDER BY id", tuple(uids)):
            own = local_fields(self._kinds, kind)
            values = self._activities.get(uid).values
            gone = own & set(values)
            if gone:
                counts["fields"] = counts.get("fields", 0) + len(gone)
                self._put(uid, {name: value for name, value in values.items() if name not in gone}, None, keep_conflict=True)
        changes = {}
        for seq, change in self._book.query(f"SELECT seq, change FROM journal WHERE uid IN ({marks})", tuple(uids)):
            said = json.loads(change)
            own = local_fields(self._kinds, said["kind"])
            if own & set(said["values"]):
                changes[seq] = {name: value for name, value in said["values"].items() if name not in own}
        self._redact(changes, "purge", counts)

    # Both

    def _put(self, uid: str, values: Mapping[str, Any], conflict: str | None, *, keep_conflict: bool = False) -> None:
        """Write the row of an activity with other values for what is local; all else of it stays."""
        binned, verdict, torn = self._book.query("SELECT binned, verdict, conflict FROM activities WHERE uid = ?", (uid,))[0]
        activity = replace(self._activities.get(uid), values=dict(values))
        self._activities.put(activity, binned=bool(binned), verdict=verdict, conflict=torn if keep_conflict else conflict)

    def _redact(self, changes: Mapping[int, Mapping[str, Any]], act: str, counts: dict[str, int]) -> None:
        try:
            counts["revisions"] = counts.get("revisions", 0) + self._redacted(changes, act)
        except StoreError:  # one of them still waits to be sent: the others need not wait with it
            for seq, values in changes.items():
                try:
                    counts["revisions"] = counts.get("revisions", 0) + self._redacted({seq: values}, act)
                except StoreError:
                    counts["waiting"] = counts.get("waiting", 0) + 1

    def _redacted(self, changes: Mapping[int, Mapping[str, Any]], act: str) -> int:
        return self._journal.redact(changes, reason=_REASONS[act], by=self._book.office.person, outgoing=self._kinds.outgoing)


_BEFORE = ("SELECT uid FROM activities WHERE coalesce(nullif(ends_on, ''), nullif(starts_on, ''), substr(updated_at, 1, 10)) < ? "
           "ORDER BY id")  # fmt: skip


def _cut(text: str, person: Wanted) -> str:
    """Return a text, or JSON, without a person."""
    try:
        value = json.loads(text)
    except ValueError:
        return person.cut(text)
    return json.dumps(person.cut_value(value), ensure_ascii=False) if isinstance(value, dict | list | str) else person.cut(text)
