"""Who came: a list beside an activity, kept only where the office asks for it, for a purpose and until a day.

Lists stay in this book. No revision, batch, parcel, report or export knows of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.models import erasures
from desktop.models.errors import InputError
from desktop.models.moment import now
from desktop.models.people import LONGEST_CELL, MOST_PEOPLE, NAME, People, Person
from desktop.models.text import clean, date_vi, number_vi, person_key

if TYPE_CHECKING:  # the window reads the shapes here and never the store
    from desktop.models.book import Book

SETTING = "attendees"
DAYS, LONGEST_DAYS, SOON = 365, 1826, 14
PURPOSE = "Xác nhận người tham dự, cấp giấy chứng nhận và quyết toán hoạt động"
LONGEST_PURPOSE = 200
UNIT, PHONE = "workplace", "phone"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the office decided: lists at all, phones too, for which purpose, and how many days after the activity."""

    on: bool = False
    phones: bool = False
    purpose: str = PURPOSE
    days: int = DAYS


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person; `unit` is where they come from, "" like `phone` where it is not known or not asked."""

    name: str
    unit: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class AttendeeList:
    """The list of an activity (`uid`); `keep_until` an ISO day, `at` UTC in ISO 8601 and `by`: who kept it last."""

    uid: str
    people: tuple[Attendee, ...]
    purpose: str
    keep_until: str
    at: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A list without its names: what may be shown to everybody."""

    uid: str
    title: str
    count: int
    keep_until: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the lists of the book stand: how many lists and people, those that go soon, those whose day is over."""

    lists: int = 0
    people: int = 0
    soon: tuple[Brief, ...] = field(default=())
    due: tuple[Brief, ...] = field(default=())


class Attendees:
    """The lists of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def rules(self) -> Rules:
        """What the office decided; off until somebody switches it on."""
        return Rules(**self._book.setting(SETTING, {}))

    def decide(self, rules: Rules) -> Rules:
        """Keep what the office decides. Raises InputError for a purpose or a time that will not do."""
        purpose = " ".join(clean(rules.purpose).split())
        if rules.on and not 5 <= len(purpose) <= LONGEST_PURPOSE:
            raise InputError(f"Hãy ghi rõ giữ danh sách để làm gì (5 đến {LONGEST_PURPOSE} chữ): đó là điều phải báo cho người dự.")
        if not 1 <= rules.days <= LONGEST_DAYS:
            raise InputError(f"Số ngày giữ danh sách từ 1 đến {number_vi(LONGEST_DAYS)} (5 năm): hãy nhập lại.")
        kept = replace(rules, purpose=purpose)
        self._book.set(SETTING, asdict(kept))
        return kept

    def fresh(self, uid: str, ends_on: str, today: date) -> AttendeeList:
        """Return an empty list for an activity, with the purpose and the last day by the rules."""
        rules = self.rules
        held = max(_day(ends_on, today), today)
        return AttendeeList(uid, (), rules.purpose, (held + timedelta(days=rules.days)).isoformat())

    def brief(self, uid: str) -> Brief | None:
        """Return what may be told of the list of an activity without its names, None when there is none."""
        return next(iter(self._briefs("WHERE l.uid = ?", (uid,))), None)

    def get(self, uid: str) -> AttendeeList | None:
        """Return the list of an activity, None when there is none."""
        rows = self._book.query("SELECT purpose, keep_until, at, by FROM attendee_lists WHERE uid = ?", (uid,))
        if not rows:
            return None
        found = self._book.query("SELECT name, phone, content FROM attendees WHERE uid = ? ORDER BY n", (uid,))
        people = tuple(Attendee(name, json.loads(content).get("unit", ""), phone) for name, phone, content in found)
        return AttendeeList(uid, people, *rows[0])

    def keep(self, kept: AttendeeList, *, today: date) -> AttendeeList:
        """Keep the list of an activity in place of what was there.

        Raises InputError where lists are not kept in this office, the activity is not in the book, nobody stands in the
        list, or its last day is over or too far away.
        """
        rules = self.rules
        if not rules.on:
            raise InputError("Đơn vị chưa bật giữ danh sách người dự: người quản lý bật ở «An toàn của sổ», thẻ Dữ liệu cá nhân.")
        if not self._book.query("SELECT 1 FROM activities WHERE uid = ?", (kept.uid,)):
            raise InputError("Hãy lưu hoạt động trước rồi ghi danh sách người dự.")
        people = tuple(one for one in (_clean(person, phones=rules.phones) for person in kept.people) if one.name)
        if not people:
            raise InputError("Danh sách chưa có ai: hãy ghi ít nhất một người, hoặc bấm «Xóa danh sách».")
        if len(people) > MOST_PEOPLE:
            raise InputError(f"Danh sách có {number_vi(len(people))} người, nhiều nhất {number_vi(MOST_PEOPLE)}: hãy tách ra.")
        until = _day(kept.keep_until, date.min)
        if not today <= until <= today + timedelta(days=LONGEST_DAYS + 366):
            raise InputError("Ngày giữ đến phải từ hôm nay đến không quá 5 năm sau hoạt động: hãy chọn lại.")
        made = replace(kept, people=people, purpose=clean(kept.purpose)[:LONGEST_PURPOSE] or rules.purpose, at=now(),
                       by=self._book.office.person)  # fmt: skip
        with self._book.tx() as db:
            db.execute("DELETE FROM attendees WHERE uid = ?", [kept.uid])
            db.execute("INSERT OR REPLACE INTO attendee_lists (uid, purpose, keep_until, at, by) VALUES (?, ?, ?, ?, ?)",
                       [made.uid, made.purpose, made.keep_until, made.at, made.by])  # fmt: skip
            self._book.connection.executemany(
                "INSERT INTO attendees (uid, n, name, phone, content) VALUES (?, ?, ?, ?, ?)",
                [(made.uid, n, one.name, one.phone, json.dumps({"unit": one.unit} if one.unit else {}, ensure_ascii=False))
                 for n, one in enumerate(people, start=1)])  # fmt: skip
        return made

    def drop(self, uid: str) -> erasures.Receipt:
        """Delete the list of an activity. Raises InputError when there is none."""
        if self.brief(uid) is None:
            raise InputError("Hoạt động này không có danh sách người dự: không có gì để xóa.")
        return self._drop([uid], "list")

    def standing(self, today: date) -> Standing:
        """Return how many there are and which go within two weeks, or should have gone."""
        lists, people = self._book.query("SELECT (SELECT count(*) FROM attendee_lists), (SELECT count(*) FROM attendees)")[0]
        last = (today + timedelta(days=SOON)).isoformat()
        ending = self._briefs("WHERE l.keep_until <= ? ORDER BY l.keep_until", (last,)) if lists else []
        day = today.isoformat()
        return Standing(lists, people, tuple(one for one in ending if one.keep_until >= day),
                        tuple(one for one in ending if one.keep_until < day))  # fmt: skip

    def purge_due(self, today: date) -> erasures.Receipt | None:
        """Delete the lists whose day is over; None when there is none."""
        due = [one.uid for one in self.standing(today).due]
        return self._drop(due, "due") if due else None

    def older(self, before: date) -> list[Brief]:
        """Return the lists of activities that ended before a day."""
        return self._briefs("WHERE coalesce(a.ends_on, a.starts_on, substr(l.at, 1, 10)) < ?", (before.isoformat(),))

    def erase(self, uids: Sequence[str]) -> dict[str, int]:
        """Delete whole lists inside `tx()`, without a receipt of their own; return counts."""
        found: dict[str, int] = {"lists": 0, "attendees": 0}
        execute = self._book.connection.execute
        for uid in uids:
            found["attendees"] += execute("DELETE FROM attendees WHERE uid = ?", (uid,)).rowcount
            found["lists"] += execute("DELETE FROM attendee_lists WHERE uid = ?", (uid,)).rowcount
        return found

    def _drop(self, uids: Sequence[str], act: str) -> erasures.Receipt:
        with self._book.tx():
            receipt = erasures.note(self._book, act, self.erase(uids))
        erasures.settle(self._book)
        return receipt

    def _briefs(self, tail: str, parameters: tuple[str, ...]) -> list[Brief]:
        rows = self._book.query(
            "SELECT l.uid, coalesce(a.title, ''), (SELECT count(*) FROM attendees AS p WHERE p.uid = l.uid), l.keep_until "
            f"FROM attendee_lists AS l LEFT JOIN activities AS a USING (uid) {tail}", parameters)  # fmt: skip
        return [Brief(*row) for row in rows]


def of_people(people: People) -> tuple[Attendee, ...]:
    """Return the rows of a list that was typed, pasted or read and that can stand (`People.ready`)."""
    return tuple(Attendee(row.values[NAME], row.values.get(UNIT, ""), row.values.get(PHONE, "")) for row in people.ready())


def as_people(listed: Iterable[Attendee]) -> People:
    """Return a list as certificates and badges want it (printing.batches)."""
    rows = []
    for line, one in enumerate(listed, start=1):
        values: Mapping[str, str] = {NAME: one.name, UNIT: one.unit}
        rows.append(Person(line, values))
    return People(((NAME, "Họ và tên"), (UNIT, "Đơn vị")), tuple(rows))


def in_order(people: Iterable[Attendee]) -> tuple[Attendee, ...]:
    """Return people as lists of names are read: by given name, family name, then the middle."""
    return tuple(sorted(people, key=lambda one: person_key(one.name)))


def told(brief: Brief) -> str:
    """Return how many stand in a list and until when, in words."""
    return f"{number_vi(brief.count)} người, giữ đến hết ngày {date_vi(brief.keep_until)}"


def _clean(one: Attendee, *, phones: bool) -> Attendee:
    def line(text: str) -> str:
        return " ".join(clean(text).split())[:LONGEST_CELL]

    return Attendee(line(one.name), line(one.unit), line(one.phone) if phones else "")


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
