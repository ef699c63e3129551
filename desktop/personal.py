"""Personal data as window and console ask for it: who came, finding and erasing a person, incidents, notices."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.codes import activity_code
from desktop.models.errors import InputError
from desktop.models.kinds import Kinds
from desktop.models.moment import now

if TYPE_CHECKING:
    from desktop.models.activity import Activity
    from desktop.models.attendees import AttendeeList, Attendees, Brief, Rules, Standing
    from desktop.models.erasing import Erased, Erasing, Older
    from desktop.models.erasures import Receipt
    from desktop.models.incidents import Incident, Incidents
    from desktop.models.people import People
    from desktop.models.person_places import Found, Place


class Personal:
    """What one book holds about people, for one thread; `may` says why somebody may not do an act of accounts.ACTS."""

    def __init__(self, book: Book, kinds: Kinds, activities: Activities, may: Callable[[str], str] = lambda act: "",
                 today: Callable[[], date] = date.today) -> None:  # fmt: skip
        self._book, self._kinds, self._activities = book, kinds, activities
        self._may, self._today = may, today

    # Who came

    def rules(self) -> Rules:
        """Return what the office decided about lists of who came."""
        return self._lists().rules

    def decide(self, rules: Rules) -> Rules:
        """Keep what the office decides. Raises InputError."""
        self._refuse("manage")
        return self._lists().decide(rules)

    def officer(self) -> str:
        """Return who is in charge of personal data here, "" where nobody was named."""
        from desktop.models.privacy import OFFICER

        return str(self._book.setting(OFFICER, ""))

    def name_officer(self, name: str) -> None:
        """Name who is in charge of personal data: printed on notices, with a phone where one wants."""
        from desktop.models.privacy import OFFICER
        from desktop.models.text import clean

        self._refuse("manage")
        self._book.set(OFFICER, " ".join(clean(name).split())[:120] or None)

    def notice(self, name: str) -> Sequence[str]:
        """Return the lines people must be told: "sheet", "photos" or "attendees"."""
        from desktop.models import privacy

        rules = self.rules()
        return privacy.notice(name, unit=self._agency(), purpose=rules.purpose, days=rules.days, person=self.officer(),
                              phones=rules.phones)  # fmt: skip

    def poster(self) -> bytes:
        """Return what people must be told where pictures are taken and names are asked for, to hang at the door (PDF, A4)."""
        from desktop.printing import notices

        return notices.poster(self._book.office.unit.name, (*self.notice("photos"), *self.notice("sheet")))

    def brief(self, uid: str) -> Brief | None:
        """Return what may be told of a list without its names, None when there is none."""
        return self._lists().brief(uid)

    def attendees(self, uid: str) -> AttendeeList:
        """Return the list of an activity, a fresh one when there is none. Raises InputError for who may not see names."""
        self._refuse("attendees")
        found = self._lists().get(uid)
        if found is not None:
            return found
        activity = self._activities.get(uid)
        ends = str(activity.values.get("ends_on") or activity.values.get("starts_on") or "")
        return self._lists().fresh(uid, ends, self._today())

    def read(self, source: Path | str) -> People:
        """Read people from a file, or from what was typed or pasted. Raises InputError."""
        from desktop.models import people

        return people.read(source) if isinstance(source, Path) else people.pasted(source)

    def keep(self, listed: AttendeeList) -> AttendeeList:
        """Keep the list of an activity. Raises InputError."""
        self._refuse("attendees")
        return self._lists().keep(listed, today=self._today())

    def drop(self, uid: str) -> Receipt:
        """Delete the list of an activity; return the receipt. Raises InputError."""
        self._refuse("attendees")
        return self._lists().drop(uid)

    def count_in(self, uid: str, count: int) -> Activity:
        """Write the number of people of a list into its activity. Raises InputError where its kind does not count people."""
        found = self._activities.get(uid)
        kind = self._kinds.known(found.kind)
        if "participants" not in kind.names:
            raise InputError(f"Loại «{kind.label}» không ghi số người dự: danh sách vẫn được giữ.")
        parts = found.values.get("participants") or {}
        people = {name: part for name, part in parts.items() if not isinstance(part, int) or part <= count}
        return self._activities.save(found.kind, dict(found.values) | {"participants": people | {"total": count}}, uid=uid,
                                     base=found.revision)  # fmt: skip

    def sheet(self, uid: str) -> bytes:
        """Return the sign-in sheet of an activity as a PDF: with its list where there is one and it may be seen, else open."""
        from desktop.models.attendees import in_order
        from desktop.printing import facts, signing

        activity = self._activities.get(uid)
        said = facts.facts(self._book.office, self._kinds.known(activity.kind), activity.values)
        listed = self._lists().get(uid)
        if listed is not None:
            self._refuse("attendees")
        rules = self.rules()
        people = tuple((one.name, one.unit, one.phone) for one in in_order(listed.people)) if listed else ()
        return signing.sheet(signing.Facts(self._book.office.unit.name, activity.title, said.get("when", ""), said.get("place", ""),
                                           tuple(self.notice("sheet")), people, phones=rules.phones))  # fmt: skip

    def people(self, uid: str) -> People:
        """Return the list of an activity as certificates and badges want it. Raises InputError when nobody stands in it."""
        from desktop.models.attendees import as_people, in_order

        listed = self.attendees(uid)
        if not listed.people:
            raise InputError("Hoạt động này chưa có danh sách người dự: hãy ghi danh sách trước.")
        return as_people(in_order(listed.people))

    def standing(self) -> Standing:
        """Return how the lists stand and which end soon."""
        return self._lists().standing(self._today())

    def purge_due(self) -> Receipt | None:
        """Delete the lists whose day is over, as the caretaker does every day; None when there is none."""
        return self._lists().purge_due(self._today())

    def receipts(self) -> Sequence[Receipt]:
        """Return the receipts of what was erased, newest first."""
        from desktop.models import erasures

        return erasures.receipts(self._book)

    # One person, and what is old

    def find(self, name: str, phone: str = "", progress: Callable[[int, int], None] = lambda done, whole: None,
             stopped: Callable[[], bool] = lambda: False) -> Found:  # fmt: skip
        """Return every place of the book where a person stands. Raises InputError for who does not manage, or for a short name."""
        from desktop.models import person_search
        from desktop.models.person_match import wanted

        self._refuse("manage")
        return person_search.find(self._book, self._kinds, wanted(name, phone), progress, stopped)

    def held(self, found: Found, *, leave: Collection[Place] = ()) -> bytes:
        """Return what is held of a person as a PDF for them."""
        from desktop.models.person_places import WHAT
        from desktop.printing import persons

        self._refuse("manage")
        lines = tuple(persons.Line(one.label, one.words, WHAT[one.what], one.count) for one in found.places if one not in leave)
        asked = ", ".join(filter(None, (found.wanted.name, found.wanted.phone)))
        return persons.held(persons.Held(self._book.office.unit.name, self._book.office.person, now(), asked, lines, _sent(found)))

    def held_as_table(self, found: Found, *, leave: Collection[Place] = ()) -> bytes:
        """Return the same as a table (CSV for Excel)."""
        from desktop.models.cells import guarded
        from desktop.models.person_places import WHAT

        self._refuse("manage")
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(("Ở đâu", "Nội dung", "Khi xóa", "Số chỗ"))
        rows.writerows((guarded(one.label), guarded(one.words), WHAT[one.what], one.count)
                       for one in found.places if one not in leave)  # fmt: skip
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    def erase(self, found: Found, *, leave: Collection[Place] = ()) -> tuple[Erased, bytes]:
        """Take a person out of the book, but for the places of a namesake; return what was done and its receipt as a PDF."""
        self._refuse("manage")
        done = self._erasing().erase(found, leave=leave)
        return done, self.receipt(done.receipt.n, left=done.left, sent=_sent(found))

    def older(self, before: date) -> Older:
        """Return what a purge of everything before a day would take."""
        return self._erasing().older(before)

    def purge(self, before: date, progress: Callable[[int, int], None] = lambda done, whole: None,
              stopped: Callable[[], bool] = lambda: False) -> tuple[Erased, bytes]:  # fmt: skip
        """Take names, phones and lists of activities before a day out of the book; return what was done and its receipt."""
        self._refuse("manage")
        if before > self._today():
            raise InputError("Chỉ xóa được dữ liệu của những ngày đã qua: hãy chọn ngày sớm hơn.")
        done = self._erasing().purge(before, progress, stopped)
        return done, self.receipt(done.receipt.n)

    def receipt(self, n: int, *, left: Sequence[str] = (), sent: Sequence[str] = ()) -> bytes:
        """Return a receipt as a PDF. Raises InputError when there is none of that number."""
        from desktop.models import erasures
        from desktop.printing import persons

        one = next((one for one in erasures.receipts(self._book, limit=10_000) if one.n == n), None)
        if one is None:
            raise InputError(f"Không có biên nhận xóa số {n}: hãy xem lại danh sách biên nhận.")
        counts = tuple((erasures.COUNTS[name], count) for name, count in one.counts.items())
        return persons.receipt(persons.Receipt(self._book.office.unit.name, one.n, one.at, one.by, erasures.ACTS[one.act], counts,
                                               left, sent))  # fmt: skip

    def processing(self) -> bytes:
        """Return the record of what this office processes, made from what is declared and chosen, as a PDF."""
        from desktop.models import privacy
        from desktop.printing import persons

        rows = privacy.processed(self._kinds, self.rules(), accounts=bool(self._book.query("SELECT 1 FROM accounts LIMIT 1")))
        return persons.processing(persons.Processing(self._book.office.unit.name, now(), self.officer(), rows))

    # Incidents

    def incidents(self) -> Sequence[Incident]:
        """Return the incidents that were written down, newest first."""
        return self._incidents().all()

    def urgent(self) -> Incident | None:
        """Return the incident that has to be told next, None when none waits."""
        return next(iter(self._incidents().open()), None)

    def keep_incident(self, incident: Incident) -> Incident:
        """Keep an incident. Raises InputError that names every wrong field."""
        return self._incidents().keep(incident)

    def tell_incident(self, uid: str, reference: str = "") -> Incident:
        """Note that an incident was told to the authority."""
        return self._incidents().tell(uid, reference=reference)

    def incident_notice(self, uid: str) -> bytes:
        """Return the notice of an incident as a PDF."""
        from desktop.models import incidents
        from desktop.printing import incident

        one = self._incidents().get(uid)
        told = tuple(incidents.DATA[name] for name in one.data)
        late = not one.told_at and one.left(datetime.now(UTC)) < timedelta(0)
        return incident.notice(incident.Facts(
            self._book.office.unit.name, now(), incidents.WHAT[one.what], one.happened_at, one.seen_at, one.story, one.people, told,
            one.encrypted, one.harm, one.done, one.next, one.contact, late))

    # Inside

    def _incidents(self) -> Incidents:
        from desktop.models.incidents import Incidents

        return Incidents(self._book)

    def _erasing(self) -> Erasing:
        from desktop.models.erasing import Erasing

        return Erasing(self._book, self._kinds, self._activities)

    def _refuse(self, act: str) -> None:
        if refused := self._may(act):
            raise InputError(refused)

    def _lists(self) -> Attendees:
        from desktop.models.attendees import Attendees

        return Attendees(self._book)

    def _agency(self) -> str:
        name = self._book.office.unit.name
        return f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}"


def _sent(found: Found) -> tuple[str, ...]:
    """Return the activities in whose texts the centre has the name, each with its number."""
    return tuple(dict.fromkeys(f"{one.label.rsplit(':', 1)[0]} (mã {activity_code(one.uid)})" for one in found.sent))
